namespace Probatum.Text;

/// <summary>A text that is asked for many spans: where each code point begins is found once.</summary>
public sealed class CodePointIndex
{
    private readonly string _text;
    private readonly int[]? _starts;

    /// <summary>Reads the text once.</summary>
    public CodePointIndex(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        if (CodePoints.Map(text) is not { } before)
        {
            return;
        }

        _starts = new int[before[^1] + 1];
        for (var unit = text.Length; unit >= 0; unit--)
        {
            _starts[before[unit]] = unit;
        }

        // The count within a pair is that of its end: the end comes after it.
        for (var unit = 1; unit <= text.Length; unit++)
        {
            if (before[unit] == before[unit - 1])
            {
                _starts[before[unit]] = unit;
            }
        }
    }

    /// <summary>The words of <paramref name="span"/>, exactly as the text has them.</summary>
    public string Slice(Span span)
    {
        var start = Start(span.Start);
        return _text[start..Math.Max(start, Start(span.End))];
    }

    private int Start(int point) =>
        _starts is null ? Math.Clamp(point, 0, _text.Length) : _starts[Math.Clamp(point, 0, _starts.Length - 1)];
}
