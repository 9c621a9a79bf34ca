namespace Probatum.Ledger;

/// <summary>Standard padded base64 with exactly one spelling per value. Source: RFC 4648 sections 3.5 and 4.</summary>
/// <remarks>
/// Lenient decoders skip white space and drop trailing bits, so that one signature has many spellings and a signed file
/// can be changed without notice. Encoding again and comparing refuses every spelling but our own.
/// </remarks>
public static class Base64Strict
{
    /// <summary>Decodes <paramref name="text"/> if it is what encoding its value would write.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var buffer = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, buffer, out var written)
            || Convert.ToBase64String(buffer, 0, written) != text)
        {
            bytes = [];
            return false;
        }

        bytes = buffer.AsSpan(0, written).ToArray();
        return true;
    }
}
