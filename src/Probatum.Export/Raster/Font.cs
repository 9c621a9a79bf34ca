using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Probatum.Export.Raster;

/// <summary>The outlines of a font's letters, out of a WOFF file with TrueType outlines.</summary>
/// <remarks>
/// Sources: W3C, WOFF File Format 1.0; ISO/IEC 14496-22 (OpenType): <c>cmap</c> format 4, <c>glyf</c>, <c>hmtx</c>. Reads the
/// fonts that are in this program; a damaged one throws.
/// </remarks>
internal sealed class Font
{
    private const int TableEntry = 20;
    private const int DeepestPart = 5;
    private readonly Dictionary<string, byte[]> _tables = new(StringComparer.Ordinal);
    private readonly byte[] _glyphs;
    private readonly byte[] _places;
    private readonly bool _longPlaces;
    private readonly int _wideMetrics;
    private readonly int _map;

    /// <exception cref="InvalidDataException">It is no such font.</exception>
    public Font(ReadOnlySpan<byte> woff)
    {
        if (!woff.StartsWith("wOFF"u8))
        {
            throw new InvalidDataException("no WOFF file");
        }

        for (var i = 0; i < U16(woff, 12); i++)
        {
            var entry = woff.Slice(44 + (i * TableEntry), TableEntry);
            var packed = woff.Slice((int)U32(entry, 4), (int)U32(entry, 8));
            _tables[Encoding.ASCII.GetString(entry[..4])] = Unpack(packed, (int)U32(entry, 12));
        }

        (_glyphs, _places) = (_tables["glyf"], _tables["loca"]);
        UnitsPerEm = U16(_tables["head"], 18);
        _longPlaces = U16(_tables["head"], 50) == 1;
        _wideMetrics = U16(_tables["hhea"], 34);
        _map = MapOf(_tables["cmap"]);
    }

    /// <summary>The font's own units to its size.</summary>
    public int UnitsPerEm { get; }

    /// <summary>The number of a letter's outline; 0 where the font has none.</summary>
    public int GlyphOf(Rune letter)
    {
        if (letter.Value > 0xFFFF)
        {
            return 0;
        }

        var map = _tables["cmap"].AsSpan(_map);
        var twice = U16(map, 6);
        for (var i = 0; i < twice; i += 2)
        {
            if (U16(map, 14 + i) < letter.Value)
            {
                continue;
            }

            var start = U16(map, 16 + twice + i);
            if (start > letter.Value)
            {
                return 0;
            }

            var (delta, at) = (U16(map, 16 + (2 * twice) + i), 16 + (3 * twice) + i);
            var offset = U16(map, at);
            var glyph = offset == 0 ? letter.Value : U16(map, at + offset + (2 * (letter.Value - start)));
            return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
        }

        return 0;
    }

    /// <summary>How far the next letter stands, in the font's units.</summary>
    public int Advance(int glyph) => U16(_tables["hmtx"], 4 * Math.Min(glyph, _wideMetrics - 1));

    /// <summary>A letter's contours: points with whether they lie on the outline; y grows upwards.</summary>
    public IEnumerable<List<(double X, double Y, bool On)>> Contours(int glyph) => Contours(glyph, 0);

    private List<List<(double X, double Y, bool On)>> Contours(int glyph, int depth)
    {
        var (from, to) = _longPlaces
            ? ((int)U32(_places, 4 * glyph), (int)U32(_places, (4 * glyph) + 4))
            : (2 * U16(_places, 2 * glyph), 2 * U16(_places, (2 * glyph) + 2));
        if (from == to)
        {
            return [];
        }

        var outline = _glyphs.AsSpan(from, to - from);
        return S16(outline, 0) >= 0 ? Simple(outline) : depth < DeepestPart ? Composed(outline, depth) : throw new InvalidDataException("a letter of letters without end");
    }

    private static List<List<(double X, double Y, bool On)>> Simple(ReadOnlySpan<byte> outline)
    {
        var count = S16(outline, 0);
        var points = count == 0 ? 0 : U16(outline, 10 + (2 * (count - 1))) + 1;
        var at = 10 + (2 * count);
        at += 2 + U16(outline, at);
        var flags = new byte[points];
        for (var i = 0; i < points;)
        {
            var flag = outline[at++];
            var times = (flag & 8) != 0 ? outline[at++] + 1 : 1;
            for (; times > 0; times--)
            {
                flags[i++] = flag;
            }
        }

        var xs = Numbers(outline, flags, 2, 16, ref at);
        var ys = Numbers(outline, flags, 4, 32, ref at);
        var (contours, first) = (new List<List<(double, double, bool)>>(), 0);
        for (var i = 0; i < count; i++)
        {
            var (contour, last) = (new List<(double, double, bool)>(), U16(outline, 10 + (2 * i)));
            for (; first <= last; first++)
            {
                contour.Add((xs[first], ys[first], (flags[first] & 1) != 0));
            }

            contours.Add(contour);
        }

        return contours;
    }

    private static int[] Numbers(ReadOnlySpan<byte> outline, byte[] flags, int isShort, int sameOrPositive, ref int at)
    {
        var (numbers, value) = (new int[flags.Length], 0);
        for (var i = 0; i < flags.Length; i++)
        {
            var same = (flags[i] & sameOrPositive) != 0;
            if ((flags[i] & isShort) != 0)
            {
                value += same ? outline[at] : -outline[at];
                at++;
            }
            else if (!same)
            {
                value += S16(outline, at);
                at += 2;
            }

            numbers[i] = value;
        }

        return numbers;
    }

    // an accented letter is made of its letter and its accent, each moved and perhaps made larger or smaller
    private List<List<(double X, double Y, bool On)>> Composed(ReadOnlySpan<byte> outline, int depth)
    {
        const int Words = 1, AreMoves = 2, OneScale = 8, More = 32, TwoScales = 64, Matrix = 128;
        var contours = new List<List<(double, double, bool)>>();
        var (at, flags) = (10, More);
        while ((flags & More) != 0)
        {
            flags = U16(outline, at);
            var part = U16(outline, at + 2);
            at += 4;
            var (dx, dy) = (flags & Words) != 0 ? (S16(outline, at), S16(outline, at + 2)) : ((sbyte)outline[at], (sbyte)outline[at + 1]);
            at += (flags & Words) != 0 ? 4 : 2;
            if ((flags & AreMoves) == 0)
            {
                throw new InvalidDataException("a letter whose parts are joined at points");
            }

            var (a, b, c, d) = (1.0, 0.0, 0.0, 1.0);
            if ((flags & OneScale) != 0)
            {
                a = d = S16(outline, at) / 16384.0;
                at += 2;
            }
            else if ((flags & TwoScales) != 0)
            {
                (a, d) = (S16(outline, at) / 16384.0, S16(outline, at + 2) / 16384.0);
                at += 4;
            }
            else if ((flags & Matrix) != 0)
            {
                (a, b, c, d) = (S16(outline, at) / 16384.0, S16(outline, at + 2) / 16384.0, S16(outline, at + 4) / 16384.0, S16(outline, at + 6) / 16384.0);
                at += 8;
            }

            contours.AddRange(Contours(part, depth + 1).Select(contour => contour.ConvertAll(p => ((a * p.X) + (c * p.Y) + dx, (b * p.X) + (d * p.Y) + dy, p.On))));
        }

        return contours;
    }

    private static int MapOf(ReadOnlySpan<byte> cmap)
    {
        for (var i = 0; i < U16(cmap, 2); i++)
        {
            var at = (int)U32(cmap, 4 + (8 * i) + 4);
            if (U16(cmap, at) == 4)
            {
                return at;
            }
        }

        throw new InvalidDataException("no cmap of format 4");
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packed, int length)
    {
        if (packed.Length == length)
        {
            return packed.ToArray();
        }

        using var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        var table = new byte[length];
        zlib.ReadExactly(table);
        return table;
    }

    private static int U16(ReadOnlySpan<byte> from, int at) => BinaryPrimitives.ReadUInt16BigEndian(from[at..]);

    private static int S16(ReadOnlySpan<byte> from, int at) => BinaryPrimitives.ReadInt16BigEndian(from[at..]);

    private static uint U32(ReadOnlySpan<byte> from, int at) => BinaryPrimitives.ReadUInt32BigEndian(from[at..]);
}
