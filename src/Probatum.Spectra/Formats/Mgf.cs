using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>Peak lists as Mascot generic format. Source: Matrix Science, data file format.</summary>
/// <remarks>Times are read from <c>RTINSECONDS</c> only, whose name has the unit; of a range the first.</remarks>
internal static class Mgf
{
    private const double LargestMass = 1e6;
    private const double LargestHeight = 1e30;

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var lines = new TextLines(file.Span[..Math.Min(file.Length, 8192)]);
        while (lines.Next())
        {
            var line = TextLines.Trim(lines.Current);
            if (line.StartsWith("BEGIN IONS"u8))
            {
                return true;
            }

            // parameters of the whole search and comments may stand before
            if (!line.IsEmpty && line[0] is not ((byte)'#' or (byte)';' or (byte)'!' or (byte)'/') && line.IndexOf((byte)'=') <= 0)
            {
                return false;
            }
        }

        return false;
    }

    public static bool TryRead(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault)
    {
        read = null!;
        fault = default;
        var records = ImmutableArray.CreateBuilder<LibraryRecord>();
        var peaks = new List<Peak>();
        var said = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isOpen = false;
        var lines = new TextLines(file.Span);
        while (fault == default && lines.Next())
        {
            var line = TextLines.Trim(lines.Current);
            if (line.IsEmpty || line[0] is (byte)'#' or (byte)';' or (byte)'!' or (byte)'/')
            {
                continue;
            }

            if (line.SequenceEqual("BEGIN IONS"u8))
            {
                fault = isOpen ? new("mgf/nested", lines.Number, "a list begins within another: its END IONS is missing") : default;
                isOpen = true;
                peaks.Clear();
                said.Clear();
            }
            else if (line.SequenceEqual("END IONS"u8))
            {
                fault = isOpen ? default : new("mgf/end", lines.Number, "a list ends that did not begin");
                records.Add(Record(said, peaks, records.Count));
                isOpen = false;
            }
            else if (isOpen && line[0] is >= (byte)'0' and <= (byte)'9')
            {
                fault = TakePeak(line, lines.Number, peaks);
            }
            else if (line.IndexOf((byte)'=') is > 0 and var equals)
            {
                if (isOpen)
                {
                    said[TextLines.TextOf(line[..equals])] = TextLines.TextOf(line[(equals + 1)..]);
                }
            }
            else
            {
                fault = new("mgf/line", lines.Number, "a line is neither a parameter nor a peak");
            }
        }

        if (fault == default && (isOpen || records.Count == 0))
        {
            fault = new("mgf/truncated", lines.Number, "the file ends within a list, or holds none");
        }

        read = SpectraFile.Of("MGF", records.ToImmutable());
        return fault == default;
    }

    private static SpectraFault TakePeak(ReadOnlySpan<byte> line, long number, List<Peak> peaks)
    {
        var next = 0;
        if (Decimals.TryTake(line, out var mass, out var used))
        {
            next = line[used..].IndexOfAnyExcept((byte)' ', (byte)'\t');
        }

        // an intensity may be left out, and a charge may follow: 1+
        var height = 1.0;
        var good = used > 0 && (next < 0 || (next > 0 && Decimals.TryTake(line[(used + next)..], out height, out var width)
            && (used + next + width == line.Length || line[used + next + width] is (byte)' ' or (byte)'\t')));
        if (!good || !(mass is > 0.0 and <= LargestMass && height is >= 0.0 and <= LargestHeight))
        {
            return new("mgf/peak", number, "a peak is a mass above 0 and an intensity not below it");
        }

        if (height > 0.0)
        {
            peaks.Add(new(mass, height));
        }

        return default;
    }

    private static LibraryRecord Record(Dictionary<string, string> said, List<Peak> peaks, int number)
    {
        peaks.Sort((a, b) => a.Mz != b.Mz ? a.Mz.CompareTo(b.Mz) : a.Intensity.CompareTo(b.Intensity));
        var charge = said.GetValueOrDefault("CHARGE");
        return new(
            said.GetValueOrDefault("TITLE") ?? string.Create(CultureInfo.InvariantCulture, $"list {number + 1}"),
            said.GetValueOrDefault("INCHIKEY") is { Length: 14 or 27 } key ? key : null,
            said.GetValueOrDefault("SPECTRUMID"), null, said.GetValueOrDefault("FORMULA"), null, null, [.. peaks],
            RetentionSeconds: First(said.GetValueOrDefault("RTINSECONDS")),
            Comment: charge is null ? null : "CHARGE " + charge)
        {
            Acquisition = new(
                said.GetValueOrDefault("INSTRUMENT"), IonizationMode: null,
                charge?.EndsWith('+') == true ? Polarity.Positive : charge?.EndsWith('-') == true ? Polarity.Negative
                    : Acquisition.PolarityOf(said.GetValueOrDefault("IONMODE")),
                PrecursorMz: First(said.GetValueOrDefault("PEPMASS")), TimeUnit: said.ContainsKey("RTINSECONDS") ? "seconds" : null),
        };
    }

    // the first of several numbers, or of a range; 0 stands for "unknown"
    private static double? First(string? text)
    {
        var end = text?.AsSpan().IndexOfAny(" \t-,") ?? -1;
        return text is not null
            && double.TryParse(end < 0 ? text : text.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && number > 0.0 ? number : null;
    }
}
