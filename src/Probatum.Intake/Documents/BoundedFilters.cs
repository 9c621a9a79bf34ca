using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Probatum.Intake;

/// <summary>The filters of one PDF that can make much out of little, each with a limit, so that a small file can't fill the memory.</summary>
internal static class BoundedFilters
{
    private const int LargestStream = 32 << 20;
    private const long LargestDocument = 512L << 20;

    // LZW makes at most some 1,400 bytes out of one.
    private const int LargestLzw = 256 << 10;

    /// <summary>The filters for one document; what they let through is counted together.</summary>
    public static IFilterProvider ForOneDocument()
    {
        var flate = new BoundedFlate();
        var lzw = new BoundedLzw();
        var (ascii85, hex, fax, run) = (new Ascii85Filter(), new AsciiHexDecodeFilter(), new CcittFaxDecodeFilter(), new RunLengthFilter());
        var (dct, jbig2, jpx) = (new DctDecodeFilter(), new Jbig2DecodeFilter(), new JpxDecodeFilter());
        return new Provider(new Dictionary<string, IFilter>
        {
            [NameToken.FlateDecode.Data] = flate,
            [NameToken.FlateDecodeAbbreviation.Data] = flate,
            [NameToken.LzwDecode.Data] = lzw,
            [NameToken.LzwDecodeAbbreviation.Data] = lzw,
            [NameToken.Ascii85Decode.Data] = ascii85,
            [NameToken.Ascii85DecodeAbbreviation.Data] = ascii85,
            [NameToken.AsciiHexDecode.Data] = hex,
            [NameToken.AsciiHexDecodeAbbreviation.Data] = hex,
            [NameToken.CcittfaxDecode.Data] = fax,
            [NameToken.CcittfaxDecodeAbbreviation.Data] = fax,
            [NameToken.RunLengthDecode.Data] = run,
            [NameToken.RunLengthDecodeAbbreviation.Data] = run,
            [NameToken.DctDecode.Data] = dct,
            [NameToken.DctDecodeAbbreviation.Data] = dct,
            [NameToken.Jbig2Decode.Data] = jbig2,
            [NameToken.JpxDecode.Data] = jpx,
        });
    }

    private sealed class Provider(IReadOnlyDictionary<string, IFilter> filters) : BaseFilterProvider(filters);

    private sealed class BoundedFlate : IFilter
    {
        private readonly FlateFilter _inner = new();
        private long _sum;

        public bool IsSupported => true;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            _sum += Length(input);
            return _sum <= LargestDocument
                ? _inner.Decode(input, streamDictionary, filterProvider, filterIndex)
                : throw new TooLargeException($"its streams unpack to more than {LargestDocument >> 20} MiB");
        }

        // Counted before it is kept. What is no zlib stream is the inner filter's to judge.
        private static long Length(Memory<byte> input)
        {
            using var packed = new ZLibStream(new MemoryStream(input.ToArray(), false), CompressionMode.Decompress);
            var buffer = new byte[1 << 16];
            long sum = 0;
            try
            {
                for (int read; (read = packed.Read(buffer)) > 0;)
                {
                    if ((sum += read) > LargestStream)
                    {
                        throw new TooLargeException($"a stream unpacks to more than {LargestStream >> 20} MiB");
                    }
                }
            }
            catch (InvalidDataException)
            {
                return sum;
            }

            return sum;
        }
    }

    private sealed class BoundedLzw : IFilter
    {
        private readonly LzwFilter _inner = new();

        public bool IsSupported => true;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex) => input.Length <= LargestLzw
            ? _inner.Decode(input, streamDictionary, filterProvider, filterIndex)
            : throw new TooLargeException($"an LZW stream of more than {LargestLzw >> 10} KiB is not unpacked");
    }

    private sealed class TooLargeException(string message) : Exception(message);
}
