using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Probatum.Spectra;

/// <summary>Spectra as MSP text, as NIST, MassBank, MoNA, MS-DIAL and others write it.</summary>
/// <remarks>
/// Read: any case and spelling of the keys, peaks as <c>m i</c>, <c>m,i</c>, <c>m i;</c> or <c>(m i)</c>, one or
/// several to a line, annotations behind, UTF-8 or Latin-1, any line ends, no blank line between records. A record
/// whose peaks are not as many as it says is refused, with its line: nothing is read in part.
/// </remarks>
public static class Msp
{
    /// <summary>Reads all records.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, out ImmutableArray<LibraryRecord> records, out SpectraFault fault)
    {
        records = [];
        var text = bytes.Span;
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            text = text[3..];
        }

        var read = ImmutableArray.CreateBuilder<LibraryRecord>();
        var draft = new MspDraft();
        long number = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + (text[end..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1))..];
            number++;
            if (!TakeLine(line.Trim((byte)' ').Trim((byte)'\t'), number, draft, read, out fault))
            {
                return false;
            }
        }

        if (!Finish(draft, number, read, out fault))
        {
            return false;
        }

        if (read.Count == 0)
        {
            fault = new("msp/empty", number, "no record begins with a Name line");
            return false;
        }

        records = read.ToImmutable();
        return true;
    }

    /// <summary>Writes records; what is written is read back equal, number for number.</summary>
    public static string Write(IEnumerable<LibraryRecord> records)
    {
        var text = new StringBuilder();
        foreach (var record in records)
        {
            Field(text, "Name", record.Name);
            Field(text, "DB#", record.Accession);
            Field(text, "Formula", record.Formula);
            Field(text, "InChIKey", record.InChIKey);
            Field(text, "RI", record.RetentionIndex?.ToString("R", CultureInfo.InvariantCulture));
            Field(text, "RI_Column", record.RetentionIndexColumn);
            Field(text, "RI_Scale", record.RetentionIndexScale);
            Field(text, "RetentionTime", record.RetentionSeconds?.ToString("R", CultureInfo.InvariantCulture));
            Field(text, "License", record.Licence);
            Field(text, "Comment", record.Comment);
            text.Append(CultureInfo.InvariantCulture, $"Num Peaks: {record.Peaks.Length}\n");
            foreach (var (mass, height) in record.Peaks)
            {
                text.Append(CultureInfo.InvariantCulture, $"{mass:R} {height:R}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes the components of a run, named C0, C1 ..., times in seconds.</summary>
    public static string Write(IEnumerable<Component> components) =>
        Write(components.Select((c, i) => new LibraryRecord(
            string.Create(CultureInfo.InvariantCulture, $"C{i}"), null, null, null, null, null, null, c.Spectrum.Peaks,
            RetentionSeconds: c.ApexSeconds)));

    private static void Field(StringBuilder text, string key, string? value)
    {
        if (value is not null)
        {
            // a line break inside a value would begin a new field
            text.Append(key).Append(": ").Append(value.ReplaceLineEndings(" ")).Append('\n');
        }
    }

    private static bool TakeLine(
        ReadOnlySpan<byte> line, long number, MspDraft draft,
        ImmutableArray<LibraryRecord>.Builder read, out SpectraFault fault)
    {
        fault = default;
        if (line.IsEmpty)
        {
            return !draft.InPeaks || draft.Missing > 0 || Finish(draft, number, read, out fault);
        }

        if (draft.InPeaks && line[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'(')
        {
            return MspPeaks.TryTake(line, number, draft, out fault);
        }

        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            // a comment's further line
            return true;
        }

        var key = MspDraft.KeyOf(line[..colon]);
        if (key == "name" && !Finish(draft, number, read, out fault))
        {
            return false;
        }

        return draft.Take(key, line[(colon + 1)..].Trim((byte)' '), number, out fault);
    }

    private static bool Finish(
        MspDraft draft, long number, ImmutableArray<LibraryRecord>.Builder read, out SpectraFault fault)
    {
        fault = default;
        if (draft.Missing != 0 || (draft.Name is not null && !draft.InPeaks))
        {
            fault = new("msp/peak-count", number, $"the record before this line has not as many peaks as it says");
            return false;
        }

        if (draft.Name is not null)
        {
            read.Add(draft.ToRecord());
        }

        draft.Clear();
        return true;
    }
}

/// <summary>Reads lines of peaks.</summary>
internal static class MspPeaks
{
    private const double LargestMass = 1e6;
    private const double LargestHeight = 1e30;
    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t,;()"u8);

    public static bool TryTake(ReadOnlySpan<byte> line, long number, MspDraft draft, out SpectraFault fault)
    {
        fault = default;
        double? mass = null;
        while (true)
        {
            var start = line.IndexOfAnyExcept(Between);
            if (start < 0)
            {
                break;
            }

            line = line[start..];
            if (line[0] == (byte)'"' && mass is null)
            {
                var close = line[1..].IndexOf((byte)'"');
                line = close < 0 ? [] : line[(close + 2)..];
                continue;
            }

            if (!Utf8Parser.TryParse(line, out double value, out var used, 'g') || !double.IsFinite(value))
            {
                // words behind a whole pair are an annotation up to the line's end
                if (mass is null)
                {
                    break;
                }

                fault = new("msp/peak", number, "a peak is a mass and an intensity");
                return false;
            }

            line = line[used..];
            if (mass is not { } m)
            {
                mass = value;
                continue;
            }

            if (!(m is > 0.0 and <= LargestMass && value is >= 0.0 and <= LargestHeight))
            {
                fault = new("msp/peak", number, "a mass is above 0 and an intensity not below it");
                return false;
            }

            draft.Add(m, value);
            mass = null;
        }

        if (mass is not null)
        {
            fault = new("msp/peak", number, "a mass stands without its intensity");
        }
        else if (draft.Missing < 0)
        {
            fault = new("msp/peak-count", number, "the record has more peaks than it says");
        }

        return fault == default;
    }
}
