using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Probatum.Spectra;

/// <summary>Spectra as MSP and MSL text, as NIST, AMDIS, MassBank, MoNA, MS-DIAL and others write it.</summary>
/// <remarks>
/// Read: any case and spelling of the keys, peaks as <c>m i</c>, <c>m,i</c>, <c>m:i</c>, <c>m i;</c> or <c>(m i note)</c>, one or
/// several to a line, annotations behind, UTF-8 or Latin-1, any line ends, no blank line between records, comments over
/// several lines. A record whose peaks are not as many as it says is refused, with its line: nothing is read in part.
/// Large texts are read by all cores, cut where records begin; the result does not depend on the cuts.
/// </remarks>
public static class Msp
{
    private const int LeastStretch = 1 << 20;

    /// <summary>Reads all records.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, out ImmutableArray<LibraryRecord> records, out SpectraFault fault) =>
        TryRead(bytes, LeastStretch, out records, out fault);

    /// <summary>The same, cut for the cores into stretches of at least <paramref name="leastStretch"/> bytes (1 or more).</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, int leastStretch, out ImmutableArray<LibraryRecord> records, out SpectraFault fault)
    {
        records = [];
        fault = default;
        var stretches = Cut(bytes, leastStretch);
        var read = new MspStretch[stretches.Count];
        if (stretches.Count == 1)
        {
            read[0] = MspStretch.Read(stretches[0].Span);
        }
        else
        {
            Parallel.For(0, stretches.Count, i => read[i] = MspStretch.Read(stretches[i].Span));
        }

        long lines = 0;
        var total = 0;
        foreach (var one in read)
        {
            if (one.Fault != default)
            {
                fault = one.Fault with { At = one.Fault.At + lines };
                return false;
            }

            lines += one.Lines;
            total += one.Records.Count;
        }

        if (total == 0)
        {
            fault = new("msp/empty", lines, "no record begins with a Name line");
            return false;
        }

        var all = new LibraryRecord[total];
        var at = 0;
        foreach (var one in read)
        {
            one.Records.CopyTo(all, at);
            at += one.Records.Count;
        }

        records = ImmutableCollectionsMarshal.AsImmutableArray(all);
        return true;
    }

    /// <summary>Writes records; what is written is read back equal, number for number, but for how it was measured.</summary>
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

    /// <summary>Writes the components of a run, named C1, C2 ... as they are numbered everywhere, times in seconds.</summary>
    public static string Write(IEnumerable<Component> components) =>
        Write(components.Select((c, i) => new LibraryRecord(
            string.Create(CultureInfo.InvariantCulture, $"C{i + 1}"), null, null, null, null, null, null, c.Spectrum.Peaks,
            RetentionSeconds: c.ApexSeconds)));

    internal static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var start = file.Span[..Math.Min(file.Length, 1 << 16)];
        if (!TextLines.LooksLikeText(start[..Math.Min(start.Length, 512)]))
        {
            return false;
        }

        var lines = new TextLines(start);
        var hasName = false;
        while (lines.Next())
        {
            hasName |= MspStretch.IsKey(lines.Current, "name");
            if (hasName && MspStretch.IsKey(lines.Current, "numpeaks"))
            {
                return true;
            }
        }

        return false;
    }

    internal static bool TryReadFile(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault)
    {
        var good = TryRead(file, out var records, out fault);
        read = good ? SpectraFile.Of("MSP", records) : null!;
        return good;
    }

    // stretches begin with a record's Name line, so that each can be read alone
    private static List<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> bytes, int least)
    {
        var cut = new List<ReadOnlyMemory<byte>>();
        while (bytes.Length > least)
        {
            var at = NextRecord(bytes.Span, least);
            if (at >= bytes.Length)
            {
                break;
            }

            cut.Add(bytes[..at]);
            bytes = bytes[at..];
        }

        cut.Add(bytes);
        return cut;
    }

    private static int NextRecord(ReadOnlySpan<byte> text, int from)
    {
        // a CR LF may be cut in half by the place we start at: from its LF on, it is one line end
        var at = from - 1;
        while (true)
        {
            var end = text[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                return text.Length;
            }

            at += end;
            at += text[at..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1;
            if (MspStretch.IsKey(text[at..Math.Min(text.Length, at + 64)], "name"))
            {
                return at;
            }
        }
    }

    private static void Field(StringBuilder text, string key, string? value)
    {
        if (value is not null)
        {
            // a line break inside a value would begin a new field
            text.Append(key).Append(": ").Append(value.ReplaceLineEndings(" ")).Append('\n');
        }
    }
}
