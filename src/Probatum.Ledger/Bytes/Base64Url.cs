using System.Buffers;

namespace Probatum.Ledger;

/// <summary>
/// Base64url without padding, with exactly one spelling per value. Source: RFC 4648 section 5, RFC 7515.
/// </summary>
public static class Base64Url
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    /// <summary>The one spelling of <paramref name="bytes"/>.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <summary>Refuses padding, white space, other alphabets and trailing bits that are not zero.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!IsSpelled(text))
        {
            bytes = [];
            return false;
        }

        bytes = new byte[LengthOf(text.Length)];
        return System.Buffers.Text.Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == bytes.Length;
    }

    /// <summary>Whether this is the spelling of exactly that many bytes.</summary>
    public static bool IsSpelled(ReadOnlySpan<char> text, int length) => IsSpelled(text) && LengthOf(text.Length) == length;

    private static int LengthOf(int letters) => (int)(letters * 3L / 4);

    // Two letters carry one byte and four bits, three carry two bytes and two bits; those bits are zero in one spelling only.
    private static bool IsSpelled(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Letters) && (text.Length % 4) switch
    {
        0 => true,
        2 => (Alphabet.IndexOf(text[^1]) & 15) == 0,
        3 => (Alphabet.IndexOf(text[^1]) & 3) == 0,
        _ => false,
    };
}
