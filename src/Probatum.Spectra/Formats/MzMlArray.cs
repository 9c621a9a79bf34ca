using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Probatum.Spectra;

/// <summary>What cvParams say, by accession: value, the unit's accession, and the term's name.</summary>
internal sealed class MzMlTerms : Dictionary<string, (string Value, string? Unit, string? Name)>
{
    public MzMlTerms()
        : base(StringComparer.Ordinal)
    {
    }

    public string? ValueOf(string accession) => TryGetValue(accession, out var term) ? term.Value : null;
}

/// <summary>Decodes a binary array: base64, then zlib, then numbers or MS-Numpress.</summary>
internal static class MzMlArray
{
    // linear, positive integers, short logged; plain and within zlib
    private static readonly string[] Linear = ["MS:1002312", "MS:1002746"];
    private static readonly string[] Positive = ["MS:1002313", "MS:1002747"];
    private static readonly string[] ShortLogged = ["MS:1002314", "MS:1002748"];
    private static readonly string[] Zlib = ["MS:1000574", "MS:1002746", "MS:1002747", "MS:1002748"];

    // truncation, delta and linear prediction with zlib, dictionaries, zstd and the rest
    private static readonly string[] Unread = ["MS:1003088", "MS:1003089", "MS:1003090", "MS:1003780", "MS:1003781", "MS:1003782", "MS:1003783", "MS:1003784", "MS:1003785"];

    public static bool TryDecode(MzMlTerms terms, string text, int count, out double[] values, out (string Code, string Why) fault)
    {
        values = [];
        fault = default;
        if (Unread.FirstOrDefault(terms.ContainsKey) is { } unread)
        {
            fault = ("mzml/compression", $"arrays compressed by {unread} are not read: export with zlib or without");
            return false;
        }

        var packed = Encoding.Latin1.GetBytes(text);
        // white space inside is allowed by the schema and by this decoder
        var status = Base64.DecodeFromUtf8InPlace(packed, out var length);
        if (status != OperationStatus.Done && packed.Length > 0)
        {
            fault = ("mzml/base64", "a binary array is not base64");
            return false;
        }

        ReadOnlyMemory<byte> bytes = packed.AsMemory(0, length);
        var numpress = Linear.Any(terms.ContainsKey) ? 1 : Positive.Any(terms.ContainsKey) ? 2 : ShortLogged.Any(terms.ContainsKey) ? 3 : 0;
        var width = terms.ContainsKey("MS:1000523") || terms.ContainsKey("MS:1000522") ? 8 : 4;
        // no numpress coding takes more than 5 bytes a number behind its head
        var most = numpress > 0 ? 32 + (5L * count) : (long)count * width;
        if (Zlib.Any(terms.ContainsKey) && !Gzip.TryInflate(bytes, most, out bytes, out var damage))
        {
            fault = ("mzml/" + damage.Code[(damage.Code.IndexOf('/', StringComparison.Ordinal) + 1)..], damage.Why);
            return false;
        }

        var good = numpress switch
        {
            1 => Numpress.TryLinear(bytes.Span, count, out values),
            2 => Numpress.TryPositive(bytes.Span, count, out values),
            3 => Numpress.TryShortLogged(bytes.Span, count, out values),
            _ => TryPlain(bytes.Span, count, width, terms.ContainsKey("MS:1000519") || terms.ContainsKey("MS:1000522"), out values),
        };
        if (!good)
        {
            fault = numpress > 0 ? ("mzml/numpress", "an MS-Numpress array is damaged or not as long as declared")
                : ("mzml/array-length", "a binary array is not as long as declared");
        }

        return good;
    }

    private static bool TryPlain(ReadOnlySpan<byte> bytes, int count, int width, bool isWhole, out double[] values)
    {
        values = [];
        if (bytes.Length != (long)count * width)
        {
            return false;
        }

        values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var at = bytes[(i * width)..];
            values[i] = (width, isWhole) switch
            {
                (8, true) => BinaryPrimitives.ReadInt64LittleEndian(at),
                (8, false) => BinaryPrimitives.ReadDoubleLittleEndian(at),
                (_, true) => BinaryPrimitives.ReadInt32LittleEndian(at),
                _ => BinaryPrimitives.ReadSingleLittleEndian(at),
            };
        }

        return true;
    }
}
