using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>
/// One sealed member of a record: base64url of the canonical [salt, name, value]. The record carries only the digest of
/// that ASCII text, so that any member can be withheld later without having planned it.
/// </summary>
/// <remarks>Source: RFC 9901 §4.2; the salt is 16 random bytes in base64url.</remarks>
public sealed record Disclosure(string Text, string Name, Json Value)
{
    /// <summary>The longest disclosure that is read, in characters.</summary>
    public const int LongestText = 4 << 20;

    internal const int SaltBytes = 16;

    /// <summary>What the record's <c>_sd</c> holds of it.</summary>
    public string Digest { get; } = Digests.OfText(Text);

    /// <summary>Seals a member under a fresh salt.</summary>
    public static Disclosure Seal(string name, Json value, Randomness random)
    {
        var salt = new byte[SaltBytes];
        random(salt);
        return Seal(name, value, salt);
    }

    /// <summary>Seals a member under this salt, which is random and used nowhere else.</summary>
    internal static Disclosure Seal(string name, Json value, ReadOnlySpan<byte> salt)
    {
        var text = Base64Url.Encode(CanonicalJson.Write(JsonList.Of([Base64Url.Encode(salt), name, value])));
        return new(text, name, value);
    }

    /// <summary>Opens a disclosure; a fault says what in it is not as records.md demands.</summary>
    public static bool TryOpen(string text, out Disclosure disclosure, out Fault fault)
    {
        disclosure = TryParse(text, new(), out var name, out var value, out fault) ? new(text, name, value) : new("", "", JsonMap.Empty);
        return fault == default;
    }

    /// <summary>What a disclosure says, without its digest.</summary>
    internal static bool TryParse(string text, TextPool texts, out string name, out Json value, out Fault fault)
    {
        (name, value) = ("", JsonMap.Empty);
        if (text.Length > LongestText || !Base64Url.TryDecode(text, out var bytes))
        {
            fault = new("disclosure/encoding", 0, "a disclosure is base64url without padding, at most 4 MiB");
            return false;
        }

        if (!CanonicalJson.TryRead(bytes, texts, out var json, out fault))
        {
            return false;
        }

        if (json is not JsonList { Items: [JsonText salt, JsonText called, var said] }
            || !Base64Url.IsSpelled(salt.Value, SaltBytes) || !Ascii.IsValid(called.Value))
        {
            fault = new("disclosure/form", 0, "a disclosure is [salt of 16 bytes, name, value]");
            return false;
        }

        (name, value) = (called.Value, said);
        return true;
    }
}
