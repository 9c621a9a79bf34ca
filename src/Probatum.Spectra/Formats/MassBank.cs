using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>Records of MassBank, one after another. Source: MassBank consortium, record format 2.6.</summary>
internal static class MassBank
{
    private const double LargestMass = 1e6;
    private const double LargestHeight = 1e30;

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var lines = new TextLines(file.Span[..Math.Min(file.Length, 4096)]);
        while (lines.Next())
        {
            if (!TextLines.Trim(lines.Current).IsEmpty)
            {
                return lines.Current.StartsWith("ACCESSION:"u8);
            }
        }

        return false;
    }

    public static bool TryRead(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault)
    {
        read = null!;
        fault = default;
        var records = ImmutableArray.CreateBuilder<LibraryRecord>();
        var draft = new Draft();
        var lines = new TextLines(file.Span);
        while (fault == default && lines.Next())
        {
            fault = draft.Take(lines.Current, lines.Number, records);
        }

        if (fault == default && (draft.IsOpen || records.Count == 0))
        {
            fault = new("massbank/truncated", lines.Number, "the last record does not end with //");
        }

        read = SpectraFile.Of("MassBank record", records.ToImmutable());
        return fault == default;
    }

    private sealed class Draft
    {
        private readonly Dictionary<string, string> _said = new(StringComparer.Ordinal);
        private readonly List<Peak> _peaks = [];
        private int _taken;
        private bool _inPeaks;

        public bool IsOpen => _said.Count > 0;

        public SpectraFault Take(ReadOnlySpan<byte> line, long number, ImmutableArray<LibraryRecord>.Builder records)
        {
            if (line.StartsWith("//"u8))
            {
                return Finish(number, records);
            }

            if (line.StartsWith("  "u8))
            {
                return _inPeaks ? TakePeak(TextLines.Trim(line), number) : default;
            }

            _inPeaks = line.StartsWith("PK$PEAK:"u8);
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                return TextLines.Trim(line).IsEmpty ? default : new("massbank/line", number, "a line is neither a tag nor a peak");
            }

            var key = TextLines.TextOf(line[..colon]);
            var value = TextLines.TextOf(line[(colon + 1)..]);
            if (key == "ACCESSION" && IsOpen)
            {
                return new("massbank/truncated", number, "the record before does not end with //");
            }

            // tags with a subtag: AC$MASS_SPECTROMETRY: ION_MODE POSITIVE
            var blank = value.IndexOf(' ', StringComparison.Ordinal);
            if (key is "AC$MASS_SPECTROMETRY" or "AC$CHROMATOGRAPHY" or "CH$LINK" or "MS$FOCUSED_ION" && blank > 0)
            {
                (key, value) = ($"{key} {value[..blank]}", value[(blank + 1)..].Trim());
            }

            // the first name is the one to show
            _said.TryAdd(key, value);
            return default;
        }

        private SpectraFault TakePeak(ReadOnlySpan<byte> line, long number)
        {
            var good = Decimals.TryTake(line, out var mass, out var used);
            var rest = good ? TextLines.Trim(line[used..]) : default;
            if (!good || !Decimals.TryTake(rest, out var height, out _)
                || !(mass is > 0.0 and <= LargestMass && height is >= 0.0 and <= LargestHeight))
            {
                return new("massbank/peak", number, "a peak is a mass above 0 and an intensity not below it");
            }

            _taken++;
            if (height > 0.0)
            {
                _peaks.Add(new(mass, height));
            }

            return default;
        }

        private SpectraFault Finish(long number, ImmutableArray<LibraryRecord>.Builder records)
        {
            if (!int.TryParse(Said("PK$NUM_PEAK"), NumberStyles.None, CultureInfo.InvariantCulture, out var declared) || declared != _taken)
            {
                return new("massbank/peak-count", number, "the record before this line has not as many peaks as it says");
            }

            _peaks.Sort((a, b) => a.Mz != b.Mz ? a.Mz.CompareTo(b.Mz) : a.Intensity.CompareTo(b.Intensity));
            var (index, time) = (Said("AC$CHROMATOGRAPHY KOVATS_RTI"), Said("AC$CHROMATOGRAPHY RETENTION_TIME"));
            records.Add(new(
                Said("CH$NAME") ?? Said("RECORD_TITLE") ?? Said("ACCESSION") ?? LibraryRecord.Untitled, Said("CH$LINK INCHIKEY"), Said("ACCESSION"),
                Said("LICENSE"), Said("CH$FORMULA"), Positive(index), Positive(index) is null ? null : "Kovats-alkane", [.. _peaks],
                Said("AC$CHROMATOGRAPHY COLUMN_NAME"), Seconds(time), Said("COMMENT"))
            {
                Acquisition = new(
                    Said("AC$INSTRUMENT"), Said("AC$MASS_SPECTROMETRY IONIZATION") ?? Said("AC$INSTRUMENT_TYPE"),
                    Acquisition.PolarityOf(Said("AC$MASS_SPECTROMETRY ION_MODE")), TimeUnit: Unit(time), Acquired: Said("DATE"),
                    PrecursorMz: Positive(Said("MS$FOCUSED_ION PRECURSOR_M/Z"))),
            });
            _said.Clear();
            _peaks.Clear();
            (_taken, _inPeaks) = (0, false);
            return default;
        }

        private string? Said(string key) => _said.TryGetValue(key, out var value) && value is not ("" or "N/A" or "NA") ? value : null;

        private static string? Unit(string? time) => time?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var unit, ..] ? unit : null;

        private static double? Seconds(string? time) =>
            AxisUnits.SecondsIn(Unit(time)) is { } factor && Positive(time) is { } value ? value * factor : null;

        private static double? Positive(string? text) =>
            double.TryParse(text?.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && number > 0.0 ? number : null;
    }
}
