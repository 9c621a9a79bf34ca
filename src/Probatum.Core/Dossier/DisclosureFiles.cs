using System.Globalization;
using System.Text;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>Reads the disclosures of a dossier leaf by leaf: one file for the leaves of each bundle of the log, one line for each disclosure.</summary>
/// <remarks>
/// Nothing is held but the lines of the leaf that is asked for. Leaves are asked for in rising order; one before the last is found
/// too, from the beginning of its file. Not thread-safe. Source: docs/format.md, section 8.
/// </remarks>
internal sealed class DisclosureReading : IDisposable
{
    private const int LongestLine = Disclosure.LongestText + 32;

    private readonly IBagReader _bag;
    private readonly Action<string> _wrong;
    private readonly byte[] _block = new byte[1 << 16];
    private readonly MemoryStream _line = new();
    private readonly List<string> _paths = [];
    private Stream? _file;
    private int _at;
    private int _end;
    private long _bundle = -1;
    private long _last = -1;
    private (long Leaf, string Text)? _next;

    /// <param name="bag">The dossier.</param>
    /// <param name="wrong">Is told of whatever is not as the format has it; the reading goes on as far as it can.</param>
    public DisclosureReading(IBagReader bag, Action<string> wrong) => (_bag, _wrong) = (bag, wrong);

    /// <summary>The files that were there to read.</summary>
    public IReadOnlyList<string> Paths => _paths;

    private string Path => BagLayout.Disclosures(_bundle);

    /// <summary>The disclosures of that leaf in the order of their lines; none where there are none.</summary>
    public IReadOnlyList<string> Of(long leaf)
    {
        if (leaf / TilePath.FullWidth != _bundle || leaf <= _last)
        {
            Open(leaf / TilePath.FullWidth);
        }

        _last = leaf;
        List<string>? texts = null;
        for (long length = 0; _next is { } next && next.Leaf <= leaf; Advance())
        {
            length += next.Text.Length;
            if (next.Leaf < leaf || length > DossierVerifier.LongestText)
            {
                Wrong(next.Leaf < leaf ? Stray(next.Leaf) : $"leaf {leaf}: its disclosures are longer than {DossierVerifier.LongestText} bytes");
                break;
            }

            (texts ??= []).Add(next.Text);
        }

        return texts ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Says what is left of the file behind the last leaf of its bundle that the log has.</summary>
    public void AtEndOfBundle()
    {
        if (_next is { } left)
        {
            Wrong(Stray(left.Leaf));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _line.Dispose();
    }

    private void Open(long bundle)
    {
        _file?.Dispose();
        (_bundle, _last, _at, _end, _next) = (bundle, -1, 0, 0, null);
        _file = _bag.Open(Path);
        if (_file is null)
        {
            return;
        }

        _paths.Add(Path);
        Advance();
    }

    private string Stray(long leaf) => $"{Path}: a line of leaf {leaf} is out of order or of no leaf of this file";

    /// <summary>Behind what is wrong nothing of the file is read: one sentence about it is enough.</summary>
    private void Wrong(string why)
    {
        _next = null;
        _wrong(why);
    }

    private void Advance()
    {
        _next = null;
        try
        {
            if (!TryLine(out var line, out var why))
            {
                if (why is not null)
                {
                    Wrong(why);
                }
            }
            else if (line.IndexOf((byte)' ') is var space && space > 0 && TryNumber(line[..space], out var leaf))
            {
                _next = (leaf, Encoding.ASCII.GetString(line[(space + 1)..]));
            }
            else
            {
                Wrong($"{Path}: a line is not the number of a leaf, a space and a disclosure");
            }
        }
        catch (InvalidDataException e)
        {
            Wrong(e.Message);
        }
    }

    /// <summary>The next line without its line feed; false at the end, with a reason where it is no end of a file.</summary>
    private bool TryLine(out ReadOnlySpan<byte> line, out string? why)
    {
        line = default;
        why = null;
        _line.SetLength(0);
        while (true)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, _file!.Read(_block));
                if (_end == 0)
                {
                    why = _line.Length > 0 ? $"{Path} does not end with a line feed" : null;
                    return false;
                }
            }

            var rest = _block.AsSpan(_at, _end - _at);
            var end = rest.IndexOf((byte)'\n');
            var taken = end < 0 ? rest : rest[..end];
            _at += taken.Length + (end < 0 ? 0 : 1);
            if (end >= 0 && _line.Length == 0)
            {
                line = taken;
                return true;
            }

            _line.Write(taken);
            if (_line.Length > LongestLine)
            {
                why = $"{Path}: a line is longer than any disclosure";
                return false;
            }

            if (end >= 0)
            {
                line = _line.GetBuffer().AsSpan(0, (int)_line.Length);
                return true;
            }
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out long number) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (digits.Length == 1 || digits[0] != '0');
}

/// <summary>Puts the disclosures of leaves, in rising order, into one file for each bundle of the log.</summary>
/// <param name="add">Takes each file: its path and its bytes in pieces.</param>
internal sealed class DisclosureWriting(Action<string, IReadOnlyList<byte[]>> add)
{
    private readonly List<byte[]> _leaves = [];
    private long _bundle = -1;

    /// <summary>Takes what is disclosed of a leaf.</summary>
    public void Take(long leaf, IReadOnlyList<string> disclosures)
    {
        if (disclosures.Count == 0)
        {
            return;
        }

        if (leaf / TilePath.FullWidth != _bundle)
        {
            Finish();
            _bundle = leaf / TilePath.FullWidth;
        }

        _leaves.Add(Lines(leaf, disclosures));
    }

    /// <summary>Hands on the last file.</summary>
    public void Finish()
    {
        if (_leaves.Count > 0)
        {
            add(BagLayout.Disclosures(_bundle), _leaves);
            _leaves.Clear();
        }
    }

    private static byte[] Lines(long leaf, IReadOnlyList<string> disclosures)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{leaf} "));
        var length = 0;
        foreach (var text in disclosures)
        {
            length += head.Length + text.Length + 1;
        }

        var (lines, at) = (new byte[length], 0);
        foreach (var text in disclosures)
        {
            head.CopyTo(lines.AsSpan(at));
            at += head.Length;
            at += Encoding.ASCII.GetBytes(text, lines.AsSpan(at));
            lines[at++] = (byte)'\n';
        }

        return lines;
    }
}
