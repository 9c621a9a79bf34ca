namespace Probatum.Ledger;

/// <summary>
/// Base64url without padding, with exactly one spelling per value. Source: RFC 4648 section 5, RFC 7515.
/// </summary>
public static class Base64Url
{
    /// <summary>The one spelling of <paramref name="bytes"/>.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <summary>Refuses padding, white space, other alphabets and trailing bits that are not zero.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        if (!System.Buffers.Text.Base64Url.IsValid(text)
            || !System.Buffers.Text.Base64Url.TryDecodeFromChars(text, buffer, out var written)
            || Encode(buffer.AsSpan(0, written)) != text)
        {
            bytes = [];
            return false;
        }

        bytes = buffer.AsSpan(0, written).ToArray();
        return true;
    }
}
