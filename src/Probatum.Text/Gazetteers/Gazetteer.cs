using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Probatum.Text;

/// <summary>A list of places, looked up by name in several spellings. Nothing is asked of anybody: the list is a file.</summary>
/// <remarks>
/// The file's names stand in the order of their skeleton, folded spelling and letters, so that one binary search finds each level; nothing but
/// every 128th name is kept beside the file. The same rows give the same bytes on every machine (<c>docs/claims.md</c>, section 12).
/// </remarks>
public sealed class Gazetteer
{
    /// <summary>The largest file that is read.</summary>
    public const int LargestFile = 64 << 20;

    private const int MostNames = 2_000_000;
    private const int RowLength = 9;
    private const int LongestName = byte.MaxValue;
    private const int BetweenSigns = 128;
    private const byte IsWord = 1;
    private const byte IsOtherName = 2;

    private static readonly byte[] Magic = "Probatum places 1\n"u8.ToArray();

    private readonly ReadOnlyMemory<byte> _rows;
    private readonly ReadOnlyMemory<byte> _names;
    private readonly int[] _ends;
    private readonly ImmutableArray<(string Code, string Name)> _countries;
    private readonly ImmutableArray<(int Country, string Name)> _areas;
    private readonly Lazy<FrozenSet<string>> _foldedCountries;
    private readonly Lazy<(string Skeleton, string Folded)[]> _signs;

    private Gazetteer(
        string about, string digest, ImmutableArray<(string Code, string Name)> countries, ImmutableArray<(int Country, string Name)> areas, ReadOnlyMemory<byte> rows, ReadOnlyMemory<byte> names, int[] ends)
    {
        (About, Digest, _countries, _areas, _rows, _names, _ends) = (about, digest, countries, areas, rows, names, ends);
        _foldedCountries = new(() => countries.Select(country => PlaceNames.Fold(country.Name)).ToFrozenSet());
        _signs = new(() => [.. Enumerable.Range(0, (Names + BetweenSigns - 1) / BetweenSigns).Select(sign => KeyOf(NameAt(sign * BetweenSigns)))]);
    }

    /// <summary>Where its places are from, and under which licence.</summary>
    public string About { get; }

    /// <summary>SHA-256 of the whole file in hex.</summary>
    public string Digest { get; }

    /// <summary>How many names it has, other spellings included.</summary>
    public int Names => _ends.Length;

    /// <summary>Opens a gazetteer's file, which must not change afterwards.</summary>
    /// <returns>Null with a reason where it is no such file or a damaged one.</returns>
    public static Gazetteer? Read(ReadOnlyMemory<byte> file, out string why)
    {
        why = file.Length > LargestFile ? "it is too large for a list of places" : "it is no list of places of this version";
        if (file.Length > LargestFile || !file.Span.StartsWith(Magic))
        {
            return null;
        }

        why = "the list of places is cut short or damaged";
        var rest = new Cursor(file.Span[Magic.Length..]);
        var about = rest.Text(rest.Number(2));
        var countries = ImmutableArray.CreateBuilder<(string, string)>();
        for (var left = rest.Number(2); left > 0 && !rest.IsShort; left--)
        {
            countries.Add((rest.Text(2), rest.Text(rest.Number(1))));
        }

        var areas = ImmutableArray.CreateBuilder<(int Country, string)>();
        for (var left = rest.Number(2); left > 0 && !rest.IsShort; left--)
        {
            areas.Add((rest.Number(2), rest.Text(rest.Number(1))));
        }

        var count = rest.Number(4);
        if (rest.IsShort || count is < 0 or > MostNames || areas.Any(area => area.Country >= countries.Count) || rest.Left < (long)count * (RowLength + 1))
        {
            return null;
        }

        var rows = file.Slice(file.Length - rest.Left, count * RowLength);
        var lengths = file.Slice(file.Length - rest.Left + rows.Length, count).Span;
        var names = file[(file.Length - rest.Left + rows.Length + count)..];
        var (ends, end) = (new int[count], 0);
        for (var i = 0; i < count; i++)
        {
            end += lengths[i];
            ends[i] = end;
            if (end > names.Length || !IsSound(rows.Span.Slice(i * RowLength, RowLength), rows.Span, areas.Count) || !Utf8.IsValid(names.Span[(end - lengths[i])..end]))
            {
                return null;
            }
        }

        if (end != names.Length)
        {
            return null;
        }

        why = "";
        return new(about, Convert.ToHexStringLower(SHA256.HashData(file.Span)), countries.ToImmutable(), areas.ToImmutable(), rows, names, ends);
    }

    /// <summary>The bytes of a gazetteer.</summary>
    /// <param name="about">Where its places are from, and under which licence.</param>
    /// <param name="places">The places.</param>
    /// <param name="otherNames">Other spellings, each with the place that it is of.</param>
    /// <exception cref="ArgumentException">There is too much of something for the file.</exception>
    public static byte[] Write(string about, IEnumerable<KnownPlace> places, IEnumerable<(string Name, KnownPlace Place)> otherNames)
    {
        ArgumentNullException.ThrowIfNull(about);
        var all = places.Select(place => (place.Name, Place: place, Other: false)).Concat(otherNames.Select(other => (other.Name, other.Place, Other: true))).Distinct()
            .Select(row => (Key: KeyOf(row.Name), row.Name, row.Place, row.Other))
            .OrderBy(row => row.Key.Skeleton, StringComparer.Ordinal).ThenBy(row => row.Key.Folded, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal)
            .ThenBy(row => row.Place.CountryCode, StringComparer.Ordinal).ThenBy(row => row.Place.Area, StringComparer.Ordinal).ThenBy(row => row.Place.LatE4).ThenBy(row => row.Place.LonE4)
            .ThenBy(row => row.Other).ThenBy(row => row.Place.IsWord).ThenBy(row => row.Place.Name, StringComparer.Ordinal).ToList();
        var countries = all.Select(row => (row.Place.CountryCode, row.Place.Country)).Distinct().OrderBy(country => country.CountryCode, StringComparer.Ordinal).ToList();
        var areas = all.Select(row => (row.Place.CountryCode, row.Place.Area)).Distinct().OrderBy(area => area.CountryCode, StringComparer.Ordinal).ThenBy(area => area.Area, StringComparer.Ordinal).ToList();
        if (countries.DistinctBy(country => country.CountryCode).Count() != countries.Count || countries.Exists(country => country.CountryCode is not { Length: 2 } code || !code.All(char.IsAsciiLetterUpper)))
        {
            throw new ArgumentException("a country has one name, and a code of two capital letters");
        }

        if (areas.Count > ushort.MaxValue || all.Count > MostNames || all.Exists(row => row.Key.Folded.Length == 0 || Math.Abs(row.Place.LatE4) > 90_0000 || Math.Abs(row.Place.LonE4) > 180_0000))
        {
            throw new ArgumentException("a place has a name with letters and coordinates in range; there are at most 2,000,000 names and 65,535 areas");
        }

        var countryAt = countries.Select((country, at) => (country.CountryCode, at)).ToDictionary(pair => pair.CountryCode, pair => pair.at);
        var areaAt = areas.Select((area, at) => (area, at)).ToDictionary(pair => pair.area, pair => pair.at);
        var placeAt = all.Select((row, at) => (row, at)).Where(pair => !pair.row.Other).ToDictionary(pair => pair.row.Place, pair => pair.at);
        using var file = new MemoryStream();
        file.Write(Magic);
        Text(about, 2);
        Number(countries.Count, 2);
        foreach (var (code, name) in countries)
        {
            file.Write(Encoding.ASCII.GetBytes(code));
            Text(name, 1);
        }

        Number(areas.Count, 2);
        foreach (var (code, name) in areas)
        {
            Number(countryAt[code], 2);
            Text(name, 1);
        }

        Number(all.Count, 4);
        foreach (var row in all)
        {
            Number(areaAt[(row.Place.CountryCode, row.Place.Area)], 2);
            Number((row.Place.IsWord ? IsWord : 0) | (row.Other ? IsOtherName : 0), 1);
            Number(row.Other ? placeAt[row.Place] : row.Place.LatE4, 3);
            Number(row.Other ? 0 : row.Place.LonE4, 3);
        }

        var names = all.ConvertAll(row => Encoding.UTF8.GetBytes(row.Name));
        names.ForEach(name => Number(name.Length <= LongestName ? name.Length : throw new ArgumentException("a name has at most 255 bytes"), 1));
        names.ForEach(name => file.Write(name));
        return file.ToArray();

        void Number(int value, int width)
        {
            for (var i = 0; i < width; i++)
            {
                file.WriteByte((byte)((value >> (8 * i)) & 0xFF));
            }
        }

        void Text(string text, int width)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Number(bytes.Length < 1 << (8 * width) ? bytes.Length : throw new ArgumentException("a text is too long for the file"), width);
            file.Write(bytes);
        }
    }

    /// <summary>Every place that <paramref name="name"/> may stand for, the closest spelling first.</summary>
    public ImmutableArray<PlaceHit> Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = KeyOf(name);
        if (key.Folded.Length == 0)
        {
            return [];
        }

        // Names too short for a skeleton stand together; of them only the same spelling counts.
        var found = new List<PlaceHit>();
        for (var at = LowerBound((key.Skeleton, key.Skeleton.Length > 0 ? "" : key.Folded)); at < Names; at++)
        {
            var spelling = NameAt(at);
            var own = KeyOf(spelling);
            if (own.Skeleton != key.Skeleton || (key.Skeleton.Length == 0 && own.Folded != key.Folded))
            {
                break;
            }

            found.Add(new(PlaceAt(at), spelling, spelling == name ? PlaceMatch.Exact : own.Folded == key.Folded ? PlaceMatch.Folded : PlaceMatch.Skeleton));
        }

        return [.. found.OrderBy(hit => hit.Match).DistinctBy(hit => hit.Place)];
    }

    /// <summary>Whether a name is that of a country, or in all but case, marks and articles that of places and no English word.</summary>
    internal bool IsKnown(string name)
    {
        var key = KeyOf(name);
        if (key.Folded.Length == 0 || _foldedCountries.Value.Contains(key.Folded))
        {
            return key.Folded.Length > 0;
        }

        var from = LowerBound(key);
        var at = from;
        while (at < Names && KeyOf(NameAt(at)) == key)
        {
            if (PlaceAt(at++).IsWord)
            {
                return false;
            }
        }

        return at > from;
    }

    /// <summary>Every name in the order of the file, with its place.</summary>
    public IEnumerable<(string Name, KnownPlace Place)> All => Enumerable.Range(0, Names).Select(at => (NameAt(at), PlaceAt(at)));

    /// <summary>Whether a place of that name lies in a country or area of the other.</summary>
    internal bool LiesIn(string name, string around) => PlaceNames.Fold(around) is { Length: > 0 } outer
        && Find(name).Any(hit => hit.Match != PlaceMatch.Skeleton && (PlaceNames.Fold(hit.Place.Country) == outer || PlaceNames.Fold(hit.Place.Area) == outer));

    private static (string Skeleton, string Folded) KeyOf(string name) => PlaceNames.Fold(name) is var folded ? (PlaceNames.Skeleton(folded), folded) : default;

    private static bool IsSound(ReadOnlySpan<byte> row, ReadOnlySpan<byte> rows, int areas)
    {
        var (first, second) = (Signed(row[3..]), Signed(row[6..]));
        return BinaryPrimitives.ReadUInt16LittleEndian(row) < areas && row[2] <= (IsWord | IsOtherName) && ((row[2] & IsOtherName) == 0
            ? Math.Abs(first) <= 90_0000 && Math.Abs(second) <= 180_0000
            : first >= 0 && first < rows.Length / RowLength && (rows[(first * RowLength) + 2] & IsOtherName) == 0 && second == 0);
    }

    private static int Signed(ReadOnlySpan<byte> three) => three[0] | (three[1] << 8) | (unchecked((sbyte)three[2]) << 16);

    private int LowerBound((string Skeleton, string Folded) key)
    {
        var signs = _signs.Value;
        var sign = LowerBound(key, 0, signs.Length, at => signs[at]);
        return LowerBound(key, Math.Max(0, (sign - 1) * BetweenSigns), Math.Min(Names, sign * BetweenSigns), at => KeyOf(NameAt(at)));
    }

    private static int LowerBound((string Skeleton, string Folded) key, int from, int to, Func<int, (string Skeleton, string Folded)> keyAt)
    {
        while (from < to)
        {
            var middle = (from + to) / 2;
            var own = keyAt(middle);
            var order = string.CompareOrdinal(own.Skeleton, key.Skeleton);
            if (order < 0 || (order == 0 && string.CompareOrdinal(own.Folded, key.Folded) < 0))
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }

    private string NameAt(int at) => Encoding.UTF8.GetString(_names.Span[(at == 0 ? 0 : _ends[at - 1]).._ends[at]]);

    private KnownPlace PlaceAt(int at)
    {
        var row = _rows.Span.Slice(at * RowLength, RowLength);
        if ((row[2] & IsOtherName) != 0)
        {
            return PlaceAt(Signed(row[3..]));
        }

        var (country, area) = _areas[BinaryPrimitives.ReadUInt16LittleEndian(row)];
        return new(NameAt(at), area, _countries[country].Code, _countries[country].Name, Signed(row[3..]), Signed(row[6..]), (row[2] & IsWord) != 0);
    }

    // Reads forward; what is not there reads as nothing and is remembered.
    private ref struct Cursor(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _bytes = bytes;

        public bool IsShort { get; private set; }

        public readonly int Left => _bytes.Length;

        public int Number(int width)
        {
            var value = 0;
            foreach (var (at, unit) in Take(width).ToArray().Index())
            {
                value |= unit << (8 * at);
            }

            return value;
        }

        public string Text(int length) => Encoding.UTF8.GetString(Take(length));

        private ReadOnlySpan<byte> Take(int length)
        {
            if (length < 0 || length > _bytes.Length)
            {
                IsShort = true;
                _bytes = [];
                return [];
            }

            var taken = _bytes[..length];
            _bytes = _bytes[length..];
            return taken;
        }
    }
}
