using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Probatum.Spectra;

/// <summary>A record of MSP text while its lines come in.</summary>
internal sealed class MspDraft
{
    private const string SemiStandard = "SemiStdNP=";
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly List<Peak> _peaks = [];
    private string? _key;
    private string? _accession;
    private string? _licence;
    private string? _formula;
    private string? _scale;
    private string? _column;
    private string? _comment;
    private double? _index;
    private double? _seconds;
    private int _accessionRank;
    private long _declared;
    private long _taken;

    public string? Name { get; private set; }

    public bool InPeaks { get; private set; }

    /// <summary>How many declared peaks have not been read; negative when there were too many.</summary>
    public long Missing => InPeaks ? _declared - _taken : 0;

    /// <summary>A key in the one spelling we compare: lower case, letters and digits only.</summary>
    public static string KeyOf(ReadOnlySpan<byte> key)
    {
        Span<char> letters = stackalloc char[24];
        var count = 0;
        foreach (var b in key)
        {
            if (char.IsAsciiLetterOrDigit((char)b) && count < letters.Length)
            {
                letters[count++] = char.ToLowerInvariant((char)b);
            }
        }

        return letters[..count] switch
        {
            "name" => "name",
            "numpeaks" => "numpeaks",
            var other => new string(other),
        };
    }

    public void Add(double mass, double height)
    {
        _taken++;
        if (height > 0.0)
        {
            _peaks.Add(new(mass, height));
        }
    }

    public bool Take(string key, ReadOnlySpan<byte> value, long line, out SpectraFault fault)
    {
        fault = default;
        switch (key)
        {
            case "name": Name = TextOf(value); break;
            case "inchikey": _key = WellFormed(TextOf(value)); break;
            case "db" or "dbid" or "accession": Rank(3, value); break;
            case "nist" or "nistid": Rank(2, value); break;
            case "cas" or "casno" or "casnumber": Rank(1, value); break;
            case "license" or "licence": _licence = TextOf(value); break;
            case "formula": _formula = NotEmpty(TextOf(value)); break;
            case "ri" or "retentionindex": _index = Positive(value) ?? _index; break;
            case "riscale": _scale = NotEmpty(TextOf(value)); break;
            case "ricolumn": _column = NotEmpty(TextOf(value)); break;
            case "retentiontime" or "rt": _seconds = Positive(value) ?? _seconds; break;
            case "comment" or "comments": TakeComment(TextOf(value)); break;
            case "numpeaks":
                InPeaks = Name is not null;
                if (!InPeaks || !Utf8Parser.TryParse(value, out _declared, out var used) || _declared < 0
                    || !value[used..].Trim((byte)' ').IsEmpty)
                {
                    fault = new("msp/num-peaks", line, "Num Peaks follows a Name and is a whole number");
                }

                break;
        }

        return fault == default;
    }

    public LibraryRecord ToRecord()
    {
        // the order of the file leaves no trace; equal masses by height
        _peaks.Sort((a, b) => a.Mz != b.Mz ? a.Mz.CompareTo(b.Mz) : a.Intensity.CompareTo(b.Intensity));
        return new(
            Name!, _key, _accession, _licence, _formula, _index, _scale, [.. _peaks], _column, _seconds, _comment);
    }

    public void Clear()
    {
        (Name, _key, _accession, _licence, _formula, _scale, _column, _comment) =
            (null, null, null, null, null, null, null, null);
        (_index, _seconds, _accessionRank, _declared, _taken, InPeaks) = (null, null, 0, 0, 0, false);
        _peaks.Clear();
    }

    private static string TextOf(ReadOnlySpan<byte> value)
    {
        try
        {
            return StrictUtf8.GetString(value).Trim();
        }
        // old libraries are in Latin-1 (a micro sign in a column's name)
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(value).Trim();
        }
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
        Utf8Parser.TryParse(value, out double number, out _) && double.IsFinite(number) && number > 0.0 ? number : null;

    private void Rank(int rank, ReadOnlySpan<byte> value)
    {
        if (rank > _accessionRank && NotEmpty(TextOf(value)) is { } accession)
        {
            (_accessionRank, _accession) = (rank, rank == 1 ? "CAS " + accession : accession);
        }
    }

    private void TakeComment(string comment)
    {
        _comment = NotEmpty(comment);
        var at = comment.IndexOf(SemiStandard, StringComparison.Ordinal);
        if (at >= 0 && _index is null)
        {
            var digits = comment.AsSpan(at + SemiStandard.Length);
            var end = digits.IndexOfAnyExcept(Digits);
            if (double.TryParse(
                end < 0 ? digits : digits[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var index)
                && index > 0.0)
            {
                (_index, _scale, _column) = (index, "Kovats-alkane", "semi-standard non-polar");
            }
        }
    }
}
