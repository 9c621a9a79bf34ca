using System.Globalization;

namespace Probatum.Ledger;

/// <summary>The parts that written public and private keys share: name, ID, type, bytes.</summary>
internal readonly record struct KeyText(string Name, uint Id, KeyTypeRow Row, byte[] Value)
{
    // A public ML-DSA-44 key is 1,751 characters of base64, and a name has no reason to be long.
    private const int Longest = 4096;

    /// <summary>Reads <c>NAME+8 lower-case hex digits+BASE64</c>; base64 may itself hold a plus.</summary>
    internal static bool TryParse(string text, out KeyText parts, out Fault fault)
    {
        parts = default;
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        fault = default;
        if (text.Length > Longest || plus < 0 || text.Length < plus + 10 || text[plus + 9] != '+')
        {
            fault = new("key/shape", 0, "a key is NAME+ID+BASE64");
            return false;
        }

        var (name, hex, base64) = (text[..plus], text[(plus + 1)..(plus + 9)], text[(plus + 10)..]);
        if (!SignerName.IsValid(name))
        {
            fault = new("key/name", 0, "a key name is not empty and has no space or control character");
        }
        else if (!hex.All(char.IsAsciiHexDigitLower))
        {
            fault = new("key/id", plus + 1, "a key ID is eight lower-case hex digits");
        }
        else if (!Base64Strict.TryDecode(base64, out var typed) || typed.Length == 0)
        {
            fault = new("key/base64", plus + 10, "the key is not canonical base64");
        }
        else if (KeyTypes.Find((KeyType)typed[0]) is not { } row)
        {
            fault = new("key/type", plus + 10, $"keys of type {typed[0]} are not known");
        }
        else
        {
            var id = uint.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            parts = new(name, id, row, typed[1..]);
        }

        return fault == default;
    }
}
