using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Probatum.Spectra;

/// <summary>A record of MSP text while its lines come in.</summary>
internal sealed class MspDraft
{
    public const int LongestKey = 24;
    private const string KeyAmongSynonyms = "$:28";
    private static readonly (string Key, string Column)[] ByColumn =
        [("SemiStdNP=", "semi-standard non-polar"), ("StdNP=", "standard non-polar"), ("StdPolar=", "standard polar")];

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    // what many records of a file have in common is kept once
    private readonly string?[] _shared = new string?[Enum.GetValues<Shared>().Length];
    private Peak[] _peaks = new Peak[256];
    private int _count;
    private bool _isAscending = true;
    private bool _afterComment;
    private string? _key;
    private string? _accession;
    private string? _licence;
    private string? _formula;
    private string? _scale;
    private string? _column;
    private string? _comment;
    private double? _index;
    private double? _seconds;
    private Acquisition _acquisition = Acquisition.Unstated;
    private Acquisition _before = Acquisition.Unstated;
    private int _accessionRank;
    private int _declared;
    private long _taken;

    private enum Shared
    {
        Licence,
        Scale,
        Column,
        Instrument,
        Ionization,
    }

    public string? Name { get; private set; }

    /// <summary>The line of the record's name.</summary>
    public long Line { get; set; }

    public bool InPeaks { get; private set; }

    /// <summary>How many declared peaks have not been read; negative when there were too many.</summary>
    public long Missing => InPeaks ? _declared - _taken : 0;

    /// <summary>A key in the one spelling we compare: lower case, letters and digits only, cut at the longest we know.</summary>
    public static ReadOnlySpan<char> KeyOf(ReadOnlySpan<byte> key, Span<char> letters)
    {
        var count = 0;
        foreach (var b in key)
        {
            if (char.IsAsciiLetterOrDigit((char)b) && count < letters.Length)
            {
                letters[count++] = (char)(b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20 : b);
            }
        }

        return letters[..count];
    }

    public void Add(double mass, double height)
    {
        _taken++;
        if (height > 0.0)
        {
            if (_count == _peaks.Length)
            {
                Array.Resize(ref _peaks, _count * 2);
            }

            _isAscending &= _count == 0 || _peaks[_count - 1].Mz < mass;
            _peaks[_count++] = new(mass, height);
        }
    }

    /// <summary>Takes a field; false where it is a number of peaks that is none.</summary>
    public bool Take(ReadOnlySpan<char> key, ReadOnlySpan<byte> spelling, ReadOnlySpan<byte> value)
    {
        _afterComment = false;
        switch (key)
        {
            case "name": Name = TextLines.TextOf(value); break;
            case "inchikey": _key = WellFormed(TextLines.TextOf(value)); break;
            case "db" or "dbid" or "accession" or "spectrumid": Rank(3, value); break;
            case "nist" or "nistid": Rank(2, value); break;
            case "cas" or "casno" or "casnumber": TakeRegistry(value); break;
            case "synon" or "synonym" or "synonyms": TakeSynonym(TextLines.TextOf(value)); break;
            case "license" or "licence": _licence = Common(Shared.Licence, value); break;
            case "formula" or "form": _formula = NotEmpty(TextLines.TextOf(value)); break;
            case "ri" or "retentionindex": TakeIndex(value); break;
            case "riscale": _scale = Common(Shared.Scale, value); break;
            case "ricolumn": _column = Common(Shared.Column, value); break;
            case "retentiontime" or "rt": TakeTime(spelling, value); break;
            case "ionmode" or "polarity":
                _acquisition = _acquisition with { Polarity = Acquisition.PolarityOf(TextLines.TextOf(value)) };
                break;
            case "instrument": _acquisition = _acquisition with { Instrument = Common(Shared.Instrument, value) }; break;
            case "ionization" or "instrumenttype" when _acquisition.IonizationMode is null:
                _acquisition = _acquisition with { IonizationMode = Common(Shared.Ionization, value) };
                break;
            case "precursormz": _acquisition = _acquisition with { PrecursorMz = Positive(value) }; break;
            case "comment" or "comments": TakeComment(TextLines.TextOf(value)); break;
            case "numpeaks":
                InPeaks = Name is not null;
                return InPeaks && Decimals.TryCount(value, out _declared);
        }

        return true;
    }

    /// <summary>Takes a line without a key: behind a comment it belongs to it, elsewhere it says nothing we know.</summary>
    public void TakeMore(ReadOnlySpan<byte> line)
    {
        if (_afterComment && !InPeaks)
        {
            _comment = $"{_comment} {TextLines.TextOf(line)}";
        }
    }

    public LibraryRecord ToRecord()
    {
        var peaks = _peaks.AsSpan(0, _count);
        if (!_isAscending)
        {
            // the order of the file leaves no trace; equal masses by height
            peaks.Sort((a, b) => a.Mz != b.Mz ? a.Mz.CompareTo(b.Mz) : a.Intensity.CompareTo(b.Intensity));
        }

        if (_acquisition != _before)
        {
            _before = _acquisition;
        }

        return new(
            Name!, _key, _accession, _licence, _formula, _index, _scale, ImmutableCollectionsMarshal.AsImmutableArray(peaks.ToArray()),
            _column, _seconds, _comment)
        {
            Acquisition = _before,
        };
    }

    public void Clear()
    {
        (Name, _key, _accession, _licence, _formula, _scale, _column, _comment) =
            (null, null, null, null, null, null, null, null);
        (_index, _seconds, _accessionRank, _declared, _taken, InPeaks, _afterComment) = (null, null, 0, 0, 0, false, false);
        (_count, _isAscending, _acquisition) = (0, true, Acquisition.Unstated);
    }

    private static string? NotEmpty(string value) => value.Length == 0 ? null : value;

    // sources write NA, or keys one letter short: such a key names nothing
    private static string? WellFormed(string value) =>
        value.Length is 14 or 27
        && !value.AsSpan(0, 14).ContainsAnyExceptInRange('A', 'Z')
        && (value.Length == 14 || value[14] == '-')
            ? value
            : null;

    // 0 and -1 stand for "unknown" in several libraries
    private static double? Positive(ReadOnlySpan<byte> value) =>
        Decimals.TryTake(value, out var number, out _) && number > 0.0 ? number : null;

    private string? Common(Shared field, ReadOnlySpan<byte> value)
    {
        ref var last = ref _shared[(int)field];
        if (last is null || !Ascii.Equals(value, last))
        {
            last = NotEmpty(TextLines.TextOf(value));
        }

        return last;
    }

    private void Rank(int rank, ReadOnlySpan<byte> value)
    {
        if (rank > _accessionRank && NotEmpty(TextLines.TextOf(value)) is { } accession && (rank == 3 || accession != "0"))
        {
            (_accessionRank, _accession) = (rank, accession);
        }
    }

    // NIST writes two fields on one line: "CAS#: 71-43-2;  NIST#: 227704"
    private void TakeRegistry(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)';');
        if (_accessionRank < 1 && CasNumber.Of(TextLines.TextOf(end < 0 ? value : value[..end])) is { } number)
        {
            (_accessionRank, _accession) = (1, "CAS " + number);
        }

        var rest = end < 0 ? [] : value[(end + 1)..];
        var colon = rest.IndexOf((byte)':');
        Span<char> letters = stackalloc char[LongestKey];
        if (colon > 0 && KeyOf(rest[..colon], letters) is "nist")
        {
            Rank(2, TextLines.Trim(rest[(colon + 1)..]));
        }
    }

    // NIST's exports keep what has no field of its own among the synonyms, numbered; $:28 is the structure's key
    private void TakeSynonym(string synonym)
    {
        if (synonym.StartsWith(KeyAmongSynonyms, StringComparison.Ordinal))
        {
            _key ??= WellFormed(synonym[KeyAmongSynonyms.Length..].Trim());
        }
    }

    private void TakeIndex(ReadOnlySpan<byte> value)
    {
        if (Positive(value) is { } index)
        {
            _index = index;
        }
        else
        {
            TakeByColumn(TextLines.TextOf(value));
        }
    }

    // our own spelling is in seconds, AMDIS's RT in minutes; any other time needs its unit to be one
    private void TakeTime(ReadOnlySpan<byte> spelling, ReadOnlySpan<byte> value)
    {
        if (!Decimals.TryTake(value, out var time, out var used) || !(time > 0.0))
        {
            return;
        }

        var unit = NotEmpty(TextLines.TextOf(value[used..]));
        var factor = unit is not null ? AxisUnits.SecondsIn(unit)
            : TextLines.Trim(spelling).SequenceEqual("RetentionTime"u8) ? 1.0
            : TextLines.Trim(spelling).SequenceEqual("RT"u8) ? 60.0
            : null;
        _seconds = factor is { } seconds ? time * seconds : _seconds;
        if (unit is not null)
        {
            _acquisition = _acquisition with { TimeUnit = unit };
        }
    }

    private void TakeComment(string comment)
    {
        (_comment, _afterComment) = (NotEmpty(comment), true);
        TakeByColumn(comment);
    }

    // NIST gives an index for each class of columns, as "SemiStdNP=1182/3/10 StdNP=1170/5/4": the first that is there
    private void TakeByColumn(string text)
    {
        foreach (var (key, column) in ByColumn)
        {
            var at = text.IndexOf(key, StringComparison.Ordinal);
            if (_index is not null || at < 0 || (at > 0 && char.IsAsciiLetter(text[at - 1])))
            {
                continue;
            }

            var digits = text.AsSpan(at + key.Length);
            var end = digits.IndexOfAnyExcept(Digits);
            if (double.TryParse(
                end < 0 ? digits : digits[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var index)
                && index > 0.0)
            {
                (_index, _scale, _column) = (index, "Kovats-alkane", column);
            }
        }
    }
}
