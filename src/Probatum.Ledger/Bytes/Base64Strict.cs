using System.Buffers;

namespace Probatum.Ledger;

/// <summary>Standard padded base64 with exactly one spelling per value. Source: RFC 4648 sections 3.5 and 4.</summary>
/// <remarks>
/// Lenient decoders skip white space and drop trailing bits, so that one signature has many spellings and a signed file
/// can be changed without notice.
/// </remarks>
public static class Base64Strict
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    /// <summary>Decodes <paramref name="text"/> if it is what encoding its value would write.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var letters = text.AsSpan().TrimEnd('=');
        var padding = text.Length - letters.Length;
        if (text.Length % 4 != 0 || padding > 2 || letters.ContainsAnyExcept(Letters) || HasTrailingBits(letters))
        {
            bytes = [];
            return false;
        }

        bytes = new byte[(text.Length / 4 * 3) - padding];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == bytes.Length;
    }

    // Two letters carry one byte and four bits, three carry two bytes and two bits; those bits are zero in one spelling only.
    private static bool HasTrailingBits(ReadOnlySpan<char> letters) => (letters.Length % 4) switch
    {
        2 => (Alphabet.IndexOf(letters[^1]) & 15) != 0,
        3 => (Alphabet.IndexOf(letters[^1]) & 3) != 0,
        _ => false,
    };
}
