using System.Text;

namespace Probatum.Ledger;

/// <summary>What a policy calls a witness or a group: octets that mean nothing outside of that policy.</summary>
/// <param name="Octets">The octets as characters U+0021 to U+00FF, so that equal octets are equal strings.</param>
/// <remarks>Source: c2sp.org/tlog-policy, "Character set".</remarks>
public readonly record struct PolicyName(string Octets)
{
    /// <summary>The name with the octets of this text in UTF-8.</summary>
    public static PolicyName Of(string text) => new(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)));

    /// <summary>For people: the octets read as UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(Octets));
}
