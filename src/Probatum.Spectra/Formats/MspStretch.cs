using System.Buffers;

namespace Probatum.Spectra;

/// <summary>A stretch of MSP text that begins where a record begins, read from end to end.</summary>
internal sealed class MspStretch
{
    private const double LargestMass = 1e6;
    private const double LargestHeight = 1e30;
    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t,;:)]}"u8);
    private readonly MspDraft _draft = new();

    public List<LibraryRecord> Records { get; } = [];

    public long Lines { get; private set; }

    public SpectraFault Fault { get; private set; }

    public static MspStretch Read(ReadOnlySpan<byte> text)
    {
        var read = new MspStretch();
        var lines = new TextLines(text);
        while (read.Fault == default)
        {
            if (read._draft.Missing > 0 && lines.NextPair(out var mass, out var height))
            {
                read.Lines = lines.Number;
                read.TakePair(mass, height);
            }
            else if (lines.Next())
            {
                read.Lines = lines.Number;
                read.TakeLine(TextLines.Trim(lines.Current));
            }
            else
            {
                break;
            }
        }

        read.Finish();
        return read;
    }

    /// <summary>Whether a line has this key, in any spelling.</summary>
    public static bool IsKey(ReadOnlySpan<byte> line, ReadOnlySpan<char> key)
    {
        // most lines are peaks
        if (line.IsEmpty || line[0] is >= (byte)'0' and <= (byte)'9')
        {
            return false;
        }

        var end = line.IndexOfAny((byte)'\r', (byte)'\n');
        line = end < 0 ? line : line[..end];
        Span<char> letters = stackalloc char[MspDraft.LongestKey];
        var colon = line.IndexOf((byte)':');
        return colon > 0 && MspDraft.KeyOf(line[..colon], letters).SequenceEqual(key);
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            if (_draft.InPeaks && _draft.Missing == 0)
            {
                Finish();
            }

            return;
        }

        if (_draft.InPeaks && line[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'(' or (byte)'[' or (byte)'{')
        {
            TakePeaks(line);
            return;
        }

        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            _draft.TakeMore(line);
            return;
        }

        Span<char> letters = stackalloc char[MspDraft.LongestKey];
        var key = MspDraft.KeyOf(line[..colon], letters);
        if (key is "name")
        {
            Finish();
            _draft.Line = Lines;
        }

        if (Fault == default && !_draft.Take(key, line[..colon], TextLines.Trim(line[(colon + 1)..])))
        {
            Fault = new("msp/num-peaks", Lines, "Num Peaks follows a Name and is a whole number");
        }
    }

    private void Finish()
    {
        if (Fault == default && (_draft.Missing != 0 || (_draft.Name is not null && !_draft.InPeaks)))
        {
            Fault = new("msp/peak-count", _draft.Line, "the record that begins on this line has not as many peaks as it says");
        }

        if (Fault == default && _draft.Name is not null)
        {
            Records.Add(_draft.ToRecord());
        }

        _draft.Clear();
    }

    private bool TakePair(double mass, double height)
    {
        if (!(mass is > 0.0 and <= LargestMass && height is >= 0.0 and <= LargestHeight))
        {
            Fault = new("msp/peak", Lines, "a mass is above 0 and an intensity not below it");
            return false;
        }

        _draft.Add(mass, height);
        return true;
    }

    private void TakePeaks(ReadOnlySpan<byte> line)
    {
        double? mass = null;
        var inBrackets = false;
        while (true)
        {
            var start = line.IndexOfAnyExcept(Between);
            if (start < 0)
            {
                break;
            }

            line = line[start..];
            if (line[0] is (byte)'(' or (byte)'[' or (byte)'{')
            {
                inBrackets = true;
                line = line[1..];
                continue;
            }

            if (line[0] == (byte)'"' && mass is null)
            {
                var close = line[1..].IndexOf((byte)'"');
                line = close < 0 ? [] : line[(close + 2)..];
                continue;
            }

            if (!Decimals.TryTake(line, out var value, out var used))
            {
                // words behind a whole pair are an annotation up to the line's end
                if (mass is null)
                {
                    break;
                }

                Fault = new("msp/peak", Lines, "a peak is a mass and an intensity");
                return;
            }

            line = line[used..];
            if (mass is not { } m)
            {
                mass = value;
                continue;
            }

            if (!TakePair(m, value))
            {
                return;
            }

            mass = null;
            if (inBrackets)
            {
                // AMDIS notes behind the pair, inside the brackets, how it came to it
                var close = line.IndexOfAny((byte)')', (byte)']', (byte)'}');
                inBrackets = false;
                line = close < 0 ? [] : line[(close + 1)..];
            }
        }

        if (mass is not null)
        {
            Fault = new("msp/peak", Lines, "a mass stands without its intensity");
        }
        else if (_draft.Missing < 0)
        {
            Fault = new("msp/peak-count", Lines, "the record has more peaks than it says");
        }
    }
}
