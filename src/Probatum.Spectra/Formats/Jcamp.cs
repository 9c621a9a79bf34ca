using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>JCAMP-DX files 4.24 to 5.01: spectra of all kinds, mass spectra, runs of scans, NTUPLES, linked blocks.</summary>
/// <remarks>
/// Read: ordinates in all encodings (AFFN, PAC, SQZ, DIF, DUP), peak tables, and runs of scans as repeated labels or as
/// pages. Checks of the format are held to: a line's abscissa, the ordinate it repeats, NPOINTS. Structures and peak
/// assignments are left out and counted under <c>probatum.blocks_left_out</c>. Sources: Appl. Spectrosc. 42 (1988) 151
/// (4.24), ibid. 47 (1993) 1093 (5.0, NMR), ibid. 48 (1994) 1545 (5.0, mass spectra), Pure Appl. Chem. 71 (1999) 1549 (5.01).
/// </remarks>
internal static class Jcamp
{
    private const int DeepestBlock = 16;
    private const string Name = "JCAMP-DX";

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var lines = new TextLines(file.Span[..Math.Min(file.Length, 8192)]);
        while (lines.Next())
        {
            var line = TextLines.Trim(lines.Current);
            if (!line.IsEmpty && !line.StartsWith("$$"u8))
            {
                return line.StartsWith("##"u8);
            }
        }

        return false;
    }

    public static bool TryRead(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault)
    {
        read = null!;
        var bytes = file.Span;
        if (!TryBlocks(bytes, out var blocks, out var isOpen, out fault))
        {
            return false;
        }

        InstrumentRun? run = null;
        var spectra = ImmutableArray.CreateBuilder<LibraryRecord>();
        var traces = ImmutableArray.CreateBuilder<Trace>();
        var leftOut = 0;
        foreach (var block in blocks)
        {
            if (block.Tables.Count == 0)
            {
                leftOut += block.Unread is null ? 0 : 1;
                continue;
            }

            var reading = new JcampReading(file, block);
            if (!reading.TryRead(spectra, traces, out var scans, out fault))
            {
                return false;
            }

            if (scans is not null && run is not null)
            {
                fault = new("jcamp/several-runs", block.Tables[0].Label.Line, "the file holds several runs: give each as a file of its own");
                return false;
            }

            run = scans ?? run;
        }

        if (run is null && spectra.Count == 0 && traces.Count == 0)
        {
            var unread = blocks.FirstOrDefault(b => b.Unread is not null)?.Unread;
            fault = unread is { } label
                ? new("jcamp/form", label.Line, $"##{label.Key} has a form that is not read, and there is no other table")
                : new("jcamp/no-data", 1, "there is no table of points in the file");
            return false;
        }

        // a file that does not say where it ends may have been cut at a table's end
        var metadata = SpectraFile.NoMetadata;
        metadata = isOpen ? metadata.Add("probatum.no_end", "the file has no ##END=: whether it is whole cannot be told") : metadata;
        metadata = leftOut > 0 ? metadata.Add("probatum.blocks_left_out", leftOut.ToString(CultureInfo.InvariantCulture)) : metadata;
        if (run is not null)
        {
            run = run with { Metadata = run.Metadata.AddRange(metadata) };
            metadata = run.Metadata;
        }

        read = new(Name, metadata, run, spectra.ToImmutable(), traces.ToImmutable());
        return true;
    }

    private static bool TryBlocks(ReadOnlySpan<byte> file, out List<JcampBlock> blocks, out bool isOpen, out SpectraFault fault)
    {
        blocks = [];
        fault = default;
        var open = new Stack<JcampBlock>();
        foreach (var label in JcampLabels.Read(file))
        {
            if (label.Key == "END")
            {
                open.TryPop(out _);
                continue;
            }

            if (label.Key == "TITLE" || open.Count == 0)
            {
                // without a LINK, a new title behind a table begins a new block
                if (open.TryPeek(out var before) && before.Tables.Count > 0)
                {
                    open.Pop();
                }

                if (open.Count >= DeepestBlock)
                {
                    fault = new("jcamp/blocks", label.Line, "blocks are nested too deep");
                    break;
                }

                var block = new JcampBlock();
                blocks.Add(block);
                open.Push(block);
            }

            open.Peek().Take(file, label);
            open.Peek().IsLink |= label.Key == "BLOCKS";
        }

        isOpen = open.Count > 0;
        // where nothing says that the file is whole, a half line, a scan without points or an open link say that it is not
        if (fault == default && (open.Any(block => block.IsLink)
            || (isOpen && (file[^1] is not ((byte)'\n' or (byte)'\r') || open.Peek().IsWithinATable))))
        {
            fault = new("jcamp/truncated", Lines(file), "the file ends within a linked block, a scan or a line: it is cut short");
        }

        return fault == default;
    }

    private static long Lines(ReadOnlySpan<byte> file)
    {
        var lines = new TextLines(file);
        while (lines.Next())
        {
        }

        return lines.Number;
    }
}
