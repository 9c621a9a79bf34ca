namespace Probatum.Intake;

/// <summary>Transfer encodings of mail. Total: what does not belong is passed over. Source: RFC 2045, 6.7 and 6.8.</summary>
internal static class MimeBytes
{
    /// <summary>The bytes behind a transfer encoding; the same for one that is none.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> body, string? encoding) => encoding switch
    {
        "base64" => Base64(body),
        "quoted-printable" => QuotedPrintable(body),
        _ => body.ToArray(),
    };

    /// <summary>Base64 with anything between; ends at the padding.</summary>
    public static byte[] Base64(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>(text.Length / 4 * 3);
        var (bits, held) = (0, 0);
        foreach (var b in text)
        {
            var value = b switch
            {
                >= (byte)'A' and <= (byte)'Z' => b - 'A',
                >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
                >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
                (byte)'+' => 62,
                (byte)'/' => 63,
                _ => -1,
            };
            if (b == '=')
            {
                break;
            }

            if (value < 0)
            {
                continue;
            }

            (bits, held) = (((bits << 6) | value) & 0xFFFFFF, held + 6);
            if (held >= 8)
            {
                held -= 8;
                bytes.Add((byte)((bits >> held) & 0xFF));
            }
        }

        return [.. bytes];
    }

    /// <summary>"=3D" and lines that go on.</summary>
    public static byte[] QuotedPrintable(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes.Add(text[i]);
                continue;
            }

            if (i + 2 < text.Length && Hex(text[i + 1]) is >= 0 and var high && Hex(text[i + 2]) is >= 0 and var low)
            {
                bytes.Add((byte)((high << 4) | low));
                i += 2;
                continue;
            }

            var end = i + 1;
            while (end < text.Length && text[end] is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                end++;
            }

            if (end == text.Length || text[end] == '\n')
            {
                i = end;
            }
            else
            {
                bytes.Add(text[i]);
            }
        }

        return [.. bytes];
    }

    private static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        _ => -1,
    };
}
