using System.Globalization;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>
/// The files of one case's log, laid out as c2sp.org/tlog-tiles has it, with the disclosures beside it: one file for 256
/// leaves, a line for each disclosure.
/// </summary>
internal sealed class LogFolder(string folder) : ITileReader
{
    private (long Number, ILookup<long, string> Lines) _disclosures = (-1, Array.Empty<string>().ToLookup(_ => 0L));

    public string Folder { get; } = folder;

    public string CheckpointPath => Path.Combine(Folder, "checkpoint");

    public string JournalFolder => Path.Combine(Folder, "journal");

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string path)
    {
        var full = Path.Combine(Folder, path);
        return File.Exists(full) ? File.ReadAllBytes(full) : null;
    }

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = Path.Combine(Folder, path);

        // A full tile never changes; writing the same bytes again after a crash is harmless and not needed.
        if (!File.Exists(full) || new FileInfo(full).Length != bytes.Length || !File.ReadAllBytes(full).AsSpan().SequenceEqual(bytes))
        {
            DurableFile.Replace(full, bytes);
        }
    }

    public IReadOnlyList<string> Disclosures(long index)
    {
        if (_disclosures.Number != index / TilePath.FullWidth)
        {
            var path = DisclosuresOf(index);
            var lines = File.Exists(path) ? File.ReadAllLines(path, Encoding.ASCII) : [];
            var number = index / TilePath.FullWidth;
            _disclosures = (number, lines.Select((line, at) => Parts(line, number, path, at + 1)).ToLookup(one => one.Index, one => one.Text));
        }

        return [.. _disclosures.Lines[index]];
    }

    /// <summary>Whether there are disclosures of leaves from that size on, which no log of that size has.</summary>
    public bool HasDisclosuresFrom(long size)
    {
        Disclosures(size);
        return _disclosures.Lines.Any(leaf => leaf.Key >= size);
    }

    /// <summary>The file that holds a leaf's disclosures.</summary>
    public string DisclosuresOf(long index) => DisclosurePath(index / TilePath.FullWidth);

    /// <summary>Writes the disclosures of consecutive leaves from <paramref name="first"/> on.</summary>
    public void WriteDisclosures(long first, IReadOnlyList<JournalLeaf> leaves)
    {
        for (var at = 0; at < leaves.Count;)
        {
            var number = (first + at) / TilePath.FullWidth;
            var start = number * TilePath.FullWidth;
            var text = new StringBuilder();
            for (var index = start; index < first + at; index++)
            {
                Lines(text, index, Disclosures(index));
            }

            for (; at < leaves.Count && (first + at) / TilePath.FullWidth == number; at++)
            {
                Lines(text, first + at, leaves[at].Disclosures);
            }

            DurableFile.Replace(DisclosurePath(number), Encoding.ASCII.GetBytes(text.ToString()));
            _disclosures = (-1, _disclosures.Lines);
        }
    }

    private static (long Index, string Text) Parts(string line, long number, string path, int at) =>
        line.Split(' ') is [var index, var text] && long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var leaf)
            && leaf / TilePath.FullWidth == number
            ? (leaf, text)
            : throw new InvalidDataException($"{path}, line {at}: a line is the index of a leaf of this file and a disclosure");

    private static void Lines(StringBuilder text, long index, IEnumerable<string> disclosures)
    {
        foreach (var disclosure in disclosures)
        {
            text.Append(CultureInfo.InvariantCulture, $"{index} ").Append(disclosure).Append('\n');
        }
    }

    private string DisclosurePath(long number) =>
        Path.Combine(Folder, "disclosures", number.ToString("x12", CultureInfo.InvariantCulture)[..9], $"{number.ToString(CultureInfo.InvariantCulture)}.txt");
}
