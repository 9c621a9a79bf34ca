namespace Probatum.Text.Echoes;

/// <summary>Reads a text into folded words. Pure; time and memory grow with the text.</summary>
internal sealed class TextFolder
{
    private const int LongestHeadline = 30;

    private readonly EchoText _source;
    private readonly List<ulong> _words = [];
    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];
    private readonly List<WordTraits> _traits = [];
    private readonly List<int> _sentences = [];
    private readonly List<string> _plain = [];
    private readonly List<(bool Capital, bool Opens)> _cases = [];
    private readonly List<(long Value, int At)> _numbers = [];
    private readonly HashSet<string> _small = [];
    private readonly HashSet<string> _named = [];
    private int _sentence;

    private TextFolder(EchoText source)
    {
        _source = source;
    }

    /// <summary>The text's words, at most so many: what stands behind them is not compared.</summary>
    public static FoldedText Read(EchoText source, int most)
    {
        var folder = new TextFolder(source);
        var text = source.Text;
        foreach (var (start, end) in Paragraphs.Read(text))
        {
            if (folder._words.Count < most)
            {
                folder.Paragraph(Quotations.Fold(Tokeniser.Read(text, start, end)));
            }
        }

        folder.Names();
        folder.StockSentences();
        return new(
            source, [.. folder._words], [.. folder._starts], [.. folder._ends], [.. folder._traits], [.. folder._sentences], folder.Features(),
            SmallWords.Language(folder._plain));
    }

    private void Paragraph(List<Token> tokens)
    {
        var first = _words.Count;
        _sentence++;
        var pieces = new List<(int Start, int End, string Plain, bool Capital, bool Opens, bool Quoted, bool IsFigure)>();
        var opens = true;
        foreach (var token in tokens)
        {
            if (token.Quote is { } quote)
            {
                opens = true;
                foreach (var inner in quote.Inner)
                {
                    Piece(inner, true, pieces, ref opens);
                }
            }
            else
            {
                Piece(token, false, pieces, ref opens);
            }
        }

        Fold(pieces);
        Headline(first);
    }

    private static void Piece(
        Token token, bool quoted, List<(int Start, int End, string Plain, bool Capital, bool Opens, bool Quoted, bool IsFigure)> pieces, ref bool opens)
    {
        if (token.Kind == TokenKind.Mark)
        {
            opens |= token.Text is "." or "!" or "?" or ":" or "…" || token.IsDash;
            return;
        }

        if (token.IsPossessive)
        {
            return;
        }

        // 'rebel-held' is two words, 'al-Zahraa' one: articles of names are written in many ways.
        var from = 0;
        while (from < token.Text.Length)
        {
            var hyphen = token.Text.AsSpan(from).IndexOfAny("-/\u2010\u2011");
            var end = hyphen < 0 || token.Kind == TokenKind.Number ? token.Text.Length : from + hyphen;
            var part = token.Text[from..end];
            var isArticle = end < token.Text.Length && part.Length <= 3 && part.ToLowerInvariant() is "al" or "el" or "an" or "as" or "ar" or "ad" or "ash";
            var plain = part.Length == 0 || isArticle ? "" : token.Kind == TokenKind.Number ? part : Folding.Plain(part);
            if (plain.Length > 0)
            {
                pieces.Add((token.Start + from, token.Start + end, plain, char.IsUpper(part[0]), opens, quoted, token.Kind == TokenKind.Number));
                opens = false;
            }

            from = end + 1;
        }
    }

    private void Fold(List<(int Start, int End, string Plain, bool Capital, bool Opens, bool Quoted, bool IsFigure)> pieces)
    {
        var spelt = pieces.ConvertAll(piece => piece.Plain);
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            _sentence += piece.Opens ? 1 : 0;
            var traits = piece.Quoted ? WordTraits.Quoted : WordTraits.None;
            var number = piece.IsFigure ? (NumberWords.Figures(piece.Plain), 1)
                : NumberWords.Spelt(spelt, i) is { } found ? ((long?)found.Value, found.Words) : (null, 1);
            if (number.Item1 is { } value)
            {
                if (IsCount(pieces, i, number.Item2, value))
                {
                    _numbers.Add((value, _words.Count));
                }

                Add(piece.Start, pieces[i + number.Item2 - 1].End, Hash64.Both((ulong)value, 10), traits | WordTraits.Number | (value < 13 ? WordTraits.Grammar : 0), piece, "");
                i += number.Item2 - 1;
                continue;
            }

            var folded = piece.IsFigure ? piece.Plain : Folding.Word(piece.Plain);
            traits |= piece.IsFigure ? WordTraits.Number
                : SmallWords.IsGrammar(piece.Plain) ? WordTraits.Grammar
                : SmallWords.IsOfField(folded) ? WordTraits.Field : WordTraits.None;
            Add(piece.Start, piece.End, Hash64.Of(folded), traits, piece, piece.Plain);
        }
    }

    private void Add(
        int start, int end, ulong hash, WordTraits traits, (int, int, string, bool Capital, bool Opens, bool, bool) piece, string plain)
    {
        _words.Add(hash);
        _starts.Add(start);
        _ends.Add(end);
        _traits.Add(traits);
        _sentences.Add(_sentence);
        _plain.Add(plain);
        _cases.Add((piece.Capital, piece.Opens));
    }

    /// <summary>Whether the number counts something and is not so small that any two reports may have it: no year, date, time, or part of a name.</summary>
    private static bool IsCount(
        List<(int Start, int End, string Plain, bool Capital, bool Opens, bool Quoted, bool IsFigure)> pieces, int at, int words, long value)
    {
        if (value < 13 || value is >= 1900 and <= 2100)
        {
            return false;
        }

        var before = at > 0 ? pieces[at - 1] : default;
        var after = at + words < pieces.Count ? pieces[at + words] : default;
        // 'Area 1070', "Area '1070'"; but 'Ministry: 107 treated' and '(Agency) - 107 people'
        var isNamed = before.Plain is not null && before.Capital && !pieces[at].Opens && pieces[at].Start - before.End <= 2;
        return !isNamed && !(value <= 31 && (IsMonth(before.Plain) || IsMonth(after.Plain)))
            && after.Plain is not ("am" or "pm" or "gmt" or "hour" or "hours" or "minutes" or "percent" or "per");
    }

    private static bool IsMonth(string? plain) => plain is { Length: >= 3 } && plain[..3] is "jan" or "feb" or "mar" or "apr" or "may" or "jun" or "jul"
        or "aug" or "sep" or "oct" or "nov" or "dec";

    /// <summary>A line in which most long words have capitals is a headline: a capital makes no name there.</summary>
    private void Headline(int first)
    {
        var long4 = Enumerable.Range(first, _words.Count - first).Where(i => _plain[i].Length >= 4).ToList();
        var isHeadline = _words.Count - first <= LongestHeadline && long4.Count >= 3 && long4.Count(i => _cases[i].Capital) * 10 > long4.Count * 7;
        for (var i = first; i < _words.Count; i++)
        {
            var (capital, opens) = _cases[i];
            if (isHeadline)
            {
                _cases[i] = (capital, true);
            }
            else if (!capital)
            {
                _small.Add(_plain[i]);
            }
            else if (!opens)
            {
                _named.Add(_plain[i]);
            }
        }
    }

    private void Names()
    {
        for (var i = 0; i < _words.Count; i++)
        {
            var (capital, opens) = _cases[i];
            if (capital && _plain[i].Length > 1 && (!opens || (_named.Contains(_plain[i]) && !_small.Contains(_plain[i]))))
            {
                _traits[i] |= WordTraits.Name;
            }
        }
    }

    private void StockSentences()
    {
        var words = _words.ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            if (SmallWords.StockPhrase(words, i) == 0)
            {
                continue;
            }

            var (from, end) = (i, i);
            while (from > 0 && _sentences[from - 1] == _sentences[i])
            {
                from--;
            }

            for (end = from; end < words.Length && _sentences[end] == _sentences[i]; end++)
            {
                _traits[end] |= WordTraits.Stock;
            }

            i = end - 1;
        }
    }

    private List<Feature> Features()
    {
        var found = new Dictionary<ulong, Feature>();
        void Note(ulong hash, int at, string shown, long value) =>
            found[hash] = found.TryGetValue(hash, out var known) ? known with { Last = at } : new(hash, at, at, shown, value);
        for (var i = 0; i < _words.Count; i++)
        {
            if (_traits[i].HasFlag(WordTraits.Name) && !_traits[i].HasFlag(WordTraits.Stock) && !_traits[i].HasFlag(WordTraits.Grammar)
                && _plain[i].Length >= 4 && !IsMonth(_plain[i]) && !Text.Words.Is("day", _plain[i]) && Folding.Skeleton(_plain[i]) is { Length: > 0 } skeleton)
            {
                Note(Hash64.Both(Hash64.Of(skeleton), 2), i, _source.Text[_starts[i].._ends[i]], 0);
            }
        }

        foreach (var (value, at) in _numbers.Where(number => !_traits[number.At].HasFlag(WordTraits.Stock)))
        {
            Note(Hash64.Both((ulong)value, 3), at, value.ToString(System.Globalization.CultureInfo.InvariantCulture), value);
        }

        return [.. found.Values];
    }
}
