using System.Collections.Immutable;
using System.Text;

namespace Probatum.Intake;

/// <summary>A text in the making that remembers where each of its words came from.</summary>
internal sealed class MappedText
{
    // A page whose every word lies deep has paths longer than itself.
    private const int MostPathCharacters = 8_000_000;

    private readonly StringBuilder _text = new();
    private readonly List<SourcePlace> _places = [];
    private readonly Dictionary<SourcePlace, int> _known = [];
    private readonly List<SourceRun> _runs = [];
    private int _paths;

    /// <summary>The length in UTF-16 units.</summary>
    public int Length => _text.Length;

    /// <summary>The last unit; NUL where there is none.</summary>
    public char Last => _text.Length == 0 ? '\0' : _text[^1];

    /// <summary>The unit so far from the end, 1 is the last.</summary>
    public char FromEnd(int by) => by > _text.Length ? '\0' : _text[^by];

    /// <summary>Whether there was more of places than is kept, so that later words have none.</summary>
    public bool IsCut => _paths > MostPathCharacters;

    /// <summary>The index of a place; -1 where no more are kept.</summary>
    public int Place(SourcePlace place)
    {
        if (_known.TryGetValue(place, out var index))
        {
            return index;
        }

        _paths += (place.Node?.Length ?? 0) + (place.Part?.Length ?? 0) + 8;
        if (IsCut)
        {
            return -1;
        }

        _places.Add(place);
        return _known[place] = _places.Count - 1;
    }

    /// <summary>Adds what stands at no place: line ends between paragraphs.</summary>
    public void Separate(ReadOnlySpan<char> between) => _text.Append(between);

    /// <summary>Adds words of a place; -1 for none.</summary>
    public void Append(ReadOnlySpan<char> words, int place, PageBox? box = null)
    {
        if (place >= 0 && words.Length > 0)
        {
            if (_runs.Count > 0 && box is null && _runs[^1] is { Box: null } last && last.Place == place && last.End == _text.Length)
            {
                _runs[^1] = last with { End = last.End + words.Length };
            }
            else
            {
                _runs.Add(new(_text.Length, _text.Length + words.Length, place, box));
            }
        }

        _text.Append(words);
    }

    /// <summary>Adds a text that was mapped on its own.</summary>
    public void Append(MappedText other)
    {
        foreach (var run in other._runs)
        {
            var place = Place(other._places[run.Place]);
            if (place >= 0)
            {
                _runs.Add(run with { Start = run.Start + _text.Length, End = run.End + _text.Length, Place = place });
            }
        }

        _text.Append(other._text);
    }

    /// <summary>Takes units away from the end.</summary>
    public void Shorten(int by)
    {
        _text.Length -= by;
        while (_runs.Count > 0 && _runs[^1].End > _text.Length)
        {
            var last = _runs[^1];
            _runs.RemoveAt(_runs.Count - 1);
            if (last.Start < _text.Length)
            {
                _runs.Add(last with { End = _text.Length });
            }
        }
    }

    /// <summary>Takes white space away from the end.</summary>
    public void TrimEnd()
    {
        var by = 0;
        while (by < _text.Length && char.IsWhiteSpace(_text[^(by + 1)]))
        {
            by++;
        }

        Shorten(by);
    }

    /// <summary>Ends what was said with one or two line ends, unless the text is empty.</summary>
    public void Break(string lines)
    {
        if (lines.Length == 0 || _text.Length == 0)
        {
            return;
        }

        while (Last is ' ' or '\t')
        {
            Shorten(1);
        }

        var there = 0;
        while (there < lines.Length && FromEnd(there + 1) == '\n')
        {
            there++;
        }

        _text.Append(lines.AsSpan(there));
    }

    /// <summary>The text and its map, which counts code points.</summary>
    public (string Text, SourceMap Map) Build()
    {
        var text = _text.ToString();
        var runs = ImmutableArray.CreateBuilder<SourceRun>(_runs.Count);
        var (unit, point) = (0, 0);
        foreach (var run in _runs)
        {
            runs.Add(run with { Start = PointsUpTo(run.Start), End = PointsUpTo(run.End) });
        }

        return (text, new([.. _places], runs.MoveToImmutable()));

        int PointsUpTo(int to)
        {
            for (; unit < to; unit++)
            {
                // The second half of a pair counts nothing.
                point += unit > 0 && char.IsSurrogatePair(text[unit - 1], text[unit]) ? 0 : 1;
            }

            return point;
        }
    }
}
