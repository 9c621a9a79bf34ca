using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Probatum.Intake;

/// <summary>The records of a web archive, one after the other from a stream: WARC 1.0 and 1.1, plain or packed record by record.</summary>
/// <remarks>Source: ISO 28500:2017; The WARC Format 1.1, annex D for packing.</remarks>
internal sealed class WarcReader : IDisposable
{
    private const int LongestLine = 64 << 10;
    private const int MostHeaders = 200;
    private const int LargestBlock = 128 << 20;
    private const long MostUnpacked = 4L << 30;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _at;
    private int _filled;
    private long _taken;

    /// <param name="file">The archive.</param>
    public WarcReader(Stream file)
    {
        var packed = file.ReadByte() == 0x1F;
        file.Position = 0;
        _stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Whether the bytes begin as an archive, packed or not.</summary>
    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        if (file.Span.StartsWith("WARC/1."u8))
        {
            return true;
        }

        if (!file.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return false;
        }

        try
        {
            using var head = new GZipStream(new MemoryStream(file[..Math.Min(file.Length, 1 << 16)].ToArray(), false), CompressionMode.Decompress);
            Span<byte> first = stackalloc byte[7];
            return head.ReadAtLeast(first, first.Length, false) == first.Length && first.SequenceEqual("WARC/1."u8);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>The next record; null at the end.</summary>
    /// <exception cref="DocumentException">What stands there is no record, is cut off, or goes beyond a limit.</exception>
    public WarcRecord? Next()
    {
        string? line;
        do
        {
            line = Line();
        }
        while (line is "");

        if (line is null)
        {
            return null;
        }

        var place = Place;
        if (!line.StartsWith("WARC/1.", StringComparison.Ordinal))
        {
            throw new DocumentException("warc/no-record", place, "no record begins here");
        }

        var headers = new List<(string Name, string Value)>();
        while ((line = Line()) is { Length: > 0 })
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] is ' ' or '\t' && headers.Count > 0)
            {
                headers[^1] = (headers[^1].Name, $"{headers[^1].Value} {line.Trim()}");
            }
            else if (colon > 0 && headers.Count < MostHeaders)
            {
                headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
            }
            else
            {
                throw new DocumentException("warc/header", place, "a record's header is malformed, or longer than is read");
            }
        }

        var said = headers.Find(one => one.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value;
        if (line is null || !long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            throw new DocumentException("warc/header", place, line is null ? "the archive is cut off in a record's header" : "a record says no length");
        }

        if (length > LargestBlock)
        {
            throw new DocumentException("warc/too-large", place, $"a record of {length >> 20} MiB; at most {LargestBlock >> 20} MiB are read");
        }

        return new(headers, Block((int)length, place));
    }

    public void Dispose() => _stream.Dispose();

    private string Place => string.Create(CultureInfo.InvariantCulture, $"byte {_taken - _filled + _at} unpacked");

    private byte[] Block(int length, string place)
    {
        using var block = new MemoryStream();
        while (block.Length < length)
        {
            if (_at == _filled && !Fill())
            {
                throw new DocumentException("warc/truncated", place, "the archive is cut off in a record");
            }

            var part = (int)Math.Min(length - block.Length, _filled - _at);
            block.Write(_buffer, _at, part);
            _at += part;
        }

        return block.ToArray();
    }

    // A line without its end; null at the end of the archive.
    private string? Line()
    {
        var line = new List<byte>();
        while (true)
        {
            if (_at == _filled && !Fill())
            {
                return line.Count == 0 ? null : Text(line);
            }

            var b = _buffer[_at++];
            if (b == '\n')
            {
                return Text(line);
            }

            line.Add(b);
            if (line.Count > LongestLine)
            {
                throw new DocumentException("warc/header", Place, "a line of a record's header has no end");
            }
        }
    }

    private static string Text(List<byte> line) => Encoding.UTF8.GetString(line is [.., (byte)'\r'] ? [.. line[..^1]] : [.. line]);

    private bool Fill()
    {
        try
        {
            (_at, _filled) = (0, _stream.Read(_buffer));
        }
        catch (InvalidDataException)
        {
            throw new DocumentException("warc/damaged", Place, "the archive's packing is damaged or cut off");
        }

        _taken += _filled;
        return _taken <= MostUnpacked ? _filled > 0 : throw new DocumentException("warc/too-large", Place, $"the archive unpacks to more than {MostUnpacked >> 30} GiB");
    }
}
