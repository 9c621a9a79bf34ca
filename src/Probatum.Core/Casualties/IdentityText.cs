using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Casualties;

/// <summary>Who somebody is, as the text that is encrypted: filled up to whole kibibytes, so that its length tells nothing.</summary>
/// <remarks>
/// UTF-8, a line feed, and spaces up to the next multiple of 1,024 bytes: whatever opens the file shows the text and nothing more that
/// can be seen. Spaces and line feeds at its end are therefore no part of a text.
/// </remarks>
public static class IdentityText
{
    /// <summary>The most bytes of a text.</summary>
    public const int Longest = 32 * 1024;

    private const int Step = 1024;

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Reads what somebody wrote down. A fault never has any of it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out string text, out Fault fault)
    {
        text = "";
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        bytes = bytes.TrimEnd(" \n"u8);
        if (bytes.Length > Longest)
        {
            fault = new("identity/too-long", Longest, $"it has more than {Longest >> 10} KiB; scans and pictures do not belong here");
            return false;
        }

        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            fault = new("identity/encoding", Math.Max(0, e.Index), "it is no text in UTF-8");
            return false;
        }

        fault = text.AsSpan().IndexOfAny(Forbidden) is >= 0 and var at ? new("identity/control", at, "it has a control character")
            : string.IsNullOrWhiteSpace(text) ? new("identity/empty", 0, "it says nothing")
            : default;
        text = fault == default ? text : "";
        return fault == default;
    }

    /// <summary>The bytes that are encrypted.</summary>
    public static byte[] Padded(string text)
    {
        var length = Strict.GetByteCount(text);
        var bytes = new byte[((length / Step) + 1) * Step];
        Strict.GetBytes(text, bytes);
        bytes.AsSpan(length).Fill((byte)' ');
        bytes[length] = (byte)'\n';
        return bytes;
    }

    private static System.Buffers.SearchValues<char> Forbidden { get; } = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))]);
}
