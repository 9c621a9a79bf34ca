using System.Globalization;
using System.IO.Compression;

namespace Probatum.Intake;

/// <summary>An HTTP response as an archive keeps it: status, header, and the body as sent and as meant.</summary>
/// <remarks>Source: RFC 9112, 7.1 (chunks); RFC 9110, 8.4 (content codings).</remarks>
internal sealed record HttpMessage(int Status, MimeHeaders Headers, byte[] Sent, byte[] Unchunked)
{
    private const int LargestBody = 64 << 20;
    private const int MostBefore = 8;

    /// <summary>Reads a response; null where there is none.</summary>
    public static HttpMessage? TryRead(ReadOnlySpan<byte> block) => TryRead(block, MostBefore);

    private static HttpMessage? TryRead(ReadOnlySpan<byte> block, int mostBefore)
    {
        var end = block.IndexOf((byte)'\n');
        if (!block.StartsWith("HTTP/"u8) || end < 0)
        {
            return null;
        }

        var words = System.Text.Encoding.Latin1.GetString(block[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var headers = MimeHeaders.Read(block[(end + 1)..], out var body);
        if (words.Length > 1 && words[1].Length == 3 && words[1][0] == '1' && block[(end + 1 + body)..] is { IsEmpty: false } final)
        {
            // 100 and 103 come before the response that is meant. Source: RFC 9110, 15.2.
            return mostBefore == 0 ? null : TryRead(final, mostBefore - 1);
        }

        var sent = block[(end + 1 + body)..].ToArray();
        var isChunked = headers["Transfer-Encoding"]?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true;

        // Some writers keep the header of chunks and take the chunks away.
        return new(words.Length > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0, headers, sent, isChunked && Unchunk(sent) is { } joined ? joined : sent);
    }

    /// <summary>The body with its codings taken off; null with the fault.</summary>
    public byte[]? Body(string place, out IntakeFault fault)
    {
        fault = default;
        var body = Unchunked;
        var codings = (Headers["Content-Encoding"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Reverse().ToList();
        if (codings.Count > 4)
        {
            fault = new("http/coding", place, "the body is packed more than four times");
            return null;
        }

        foreach (var coding in codings.Select(one => one.ToLowerInvariant()))
        {
            if (coding is "identity")
            {
                continue;
            }

            if (coding is not ("gzip" or "x-gzip" or "deflate" or "br"))
            {
                fault = new("http/coding", place, $"the body is packed as '{coding}', which is not read");
                return null;
            }

            try
            {
                // Some archives keep the name of the coding and hold the body unpacked.
                if (coding.EndsWith("gzip", StringComparison.Ordinal) && !body.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
                {
                    continue;
                }

                using var packed = Unpacker(coding, body);
                body = Bounded.ReadAll(packed, LargestBody, out var whole);
                if (!whole)
                {
                    fault = new("http/too-large", place, $"the body unpacks to more than {LargestBody >> 20} MiB");
                    return null;
                }
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
            {
                fault = new("http/coding", place, $"the body is no {coding}, as its header says");
                return null;
            }
        }

        return body;
    }

    private static Stream Unpacker(string coding, byte[] body)
    {
        var stream = new MemoryStream(body, false);
        return coding switch
        {
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            "deflate" when body is [var first, var second, ..] && (first & 0x0F) == 8 && ((first << 8) | second) % 31 == 0 => new ZLibStream(stream, CompressionMode.Decompress),
            "deflate" => new DeflateStream(stream, CompressionMode.Decompress),
            _ => new GZipStream(stream, CompressionMode.Decompress),
        };
    }

    private static byte[]? Unchunk(ReadOnlySpan<byte> body)
    {
        using var joined = new MemoryStream();
        while (true)
        {
            var end = body.IndexOf((byte)'\n');
            if (end is < 1 or > 100)
            {
                return null;
            }

            var size = System.Text.Encoding.Latin1.GetString(body[..end]).Split(';')[0].Trim();
            if (!int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0 || length > body.Length - end - 1)
            {
                return null;
            }

            if (length == 0)
            {
                return joined.ToArray();
            }

            joined.Write(body.Slice(end + 1, length));
            body = body[(end + 1 + length)..];
            body = body.StartsWith("\r\n"u8) ? body[2..] : body.StartsWith("\n"u8) ? body[1..] : body;
        }
    }
}
