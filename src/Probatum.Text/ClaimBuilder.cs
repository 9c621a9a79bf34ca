using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Text;

/// <summary>Turns a draft into a proposal: spans in code points, stance, chain, and what the content says of the
/// event.</summary>
internal sealed class ClaimBuilder(string text, int[]? positions, DocumentInfo info, PhraseList places)
{
    /// <summary>The proposal for one draft.</summary>
    /// <param name="draft">Resolved, with content.</param>
    /// <param name="around">The claims it is told in, outermost first.</param>
    /// <param name="number">Its place in the text, from 1.</param>
    public ProposedClaim Build(Draft draft, List<Draft> around, int number)
    {
        var content = Content(draft);
        var source = draft.Source.IsEmpty ? []
            : Spans([new(draft.Sentence[draft.Source.From].Start, draft.Sentence[draft.Source.To - 1].End)]);
        var slots = EventReader.Read(content, draft, info.Date, places).Select(slot =>
            new EventSlot(slot.Field, slot.Value, At(new(content[slot.At.From].Start, content[slot.At.To - 1].End))));
        return new(
            "C" + number.ToString(CultureInfo.InvariantCulture), source, Spans(draft.Cue),
                Spans(draft.Content.Select(Whole)),
            Kind(draft), Judgement.Stance(draft, content), Judgement.Topic(draft, content),
                Judgement.Certainty(draft, content),
            draft.Speaker?.Name, Chain(draft, around, content), [.. slots], draft.Rule, draft.Presupposes)
        {
            InThousand = draft.InThousand,
        };
    }

    // The content as one run of tokens, quotation marks left out, so that slots are read across them.
    private Sentence Content(Draft draft) => new(
        [.. draft.Content.SelectMany(piece => Tokeniser.Read(text, piece.Start, piece.End))
            .Where(token => token.Text is not ("\"" or "“" or "”" or "«" or "»" or "„"))],
        draft.Sentence.Depth);

    private string Kind(Draft draft)
    {
        if (draft.InHeading)
        {
            return "headline";
        }

        if (draft.Rule is "unattributed"
            || (draft.Source.IsEmpty && draft.Rule.StartsWith("passive", StringComparison.Ordinal)))
        {
            return "unattributed";
        }

        var quoted = draft.Content.TrueForAll(piece =>
            text[piece.Start] is '"' or '“' or '”' or '„' or '«' or '»' or '‘' or '\''
            && draft.Content.TrueForAll(other =>
            !draft.Sentence.Tokens.Exists(token => token.IsQuote && token.Start == other.Start
                && other.End > token.End + 2)));
        var some = draft.Content.Exists(piece => text.AsSpan(piece.Start, piece.End - piece.Start)
            .IndexOfAny("\"“”«") >= 0);
        return quoted ? "direct" : some ? "mixed" : "indirect";
    }

    private ImmutableArray<ChainItem> Chain(Draft draft, List<Draft> around, Sentence content)
    {
        var chain = ImmutableArray.CreateBuilder<ChainItem>();
        if (info.Publisher is { Length: > 0 } publisher)
        {
            chain.Add(new(publisher));
        }

        foreach (var speaker in around.Append(draft).Select(link => link.Speaker).OfType<Speaker>())
        {
            var item = new ChainItem(speaker.Name, speaker.Role, speaker.Org);
            if (chain.Count == 0 || chain[^1].Name != item.Name)
            {
                chain.Add(item);
            }
        }

        if (Holder(content) is { } holder)
        {
            chain.Add(new(holder));
        }

        return chain.ToImmutable();
    }

    // 'Experts have found …', '… was found by officers': the last one who holds the knowledge.
    private static string? Holder(Sentence s)
    {
        if (NounPhrases.FirstSubject(s) is not { } first)
        {
            return null;
        }

        for (var at = first.To; at + 1 < Math.Min(s.Count, first.To + 12); at++)
        {
            var end = s.Is(at, "by") ? NounPhrases.RightOf(s, at + 1) : at;
            if (end > at + 1 && s.At(at + 1) is { } who && Words.Holders["who"].Contains(who.Lower)
                && Enumerable.Range(first.To, at - first.To).Any(i => Words.Holders["did"].Contains(s[i].Lower)))
            {
                return s.Words(at + 1, end);
            }
        }

        var verb = Enumerable.Range(first.To, Math.Max(0, Math.Min(4, s.Count - first.To)))
            .FirstOrDefault(i => Words.Holders["did"].Contains(s[i].Lower), -1);
        return verb > 0
            && Enumerable.Range(first.From, first.To - first.From).Any(i => Words.Holders["who"].Contains(s[i].Lower))
            ? s.Words(s[first.From].Is("the") ? first.From + 1 : first.From, first.To) : null;
    }

    // A mark that opens just before the piece or closes just after belongs to it.
    private Piece Whole(Piece piece)
    {
        var start = piece.Start > 0 && text[piece.Start - 1] is '“' or '«' ? piece.Start - 1 : piece.Start;
        var end = piece.End < text.Length && text[piece.End] is '”' or '»' ? piece.End + 1 : piece.End;
        if (start > 0 && text[start - 1] == '"' && text.AsSpan(start, end - start).Count('"') % 2 == 1)
        {
            start--;
        }

        return new(start, end);
    }

    private ImmutableArray<Span> Spans(IEnumerable<Piece> pieces) => [.. pieces.Select(At)];

    private Span At(Piece piece) => positions is null ? new(piece.Start, piece.End)
        : new(positions[piece.Start], positions[piece.End]);
}
