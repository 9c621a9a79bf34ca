using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Text;

/// <summary>Turns a draft into a proposal: spans in code points, stance, chain, and what the content says of the
/// event.</summary>
internal sealed class ClaimBuilder(string text, int[]? positions, DocumentInfo info, Func<string, IContentReader> readers)
{
    /// <summary>The proposal for one draft.</summary>
    /// <param name="draft">Resolved, with content.</param>
    /// <param name="around">The claims it is told in, outermost first.</param>
    /// <param name="number">Its place in the text, from 1.</param>
    public ProposedClaim Build(Draft draft, List<Draft> around, int number)
    {
        var reader = readers(draft.Language);
        var content = Content(draft);
        var source = draft.Source.IsEmpty ? []
            : Spans([new(draft.Sentence[draft.Source.From].Start, draft.Sentence[draft.Source.To - 1].End)]);
        var slots = reader.Slots(content, draft, info.Date).Select(slot =>
            new EventSlot(slot.Field, slot.Value, At(new(content[slot.At.From].Start, content[slot.At.To - 1].End))));
        return new(
            "C" + number.ToString(CultureInfo.InvariantCulture), source, Spans(draft.Cue),
                Spans(draft.Content.Select(Whole)),
            Kind(draft), reader.Stance(draft, content), reader.Topic(draft, content), reader.Certainty(draft, content),
            draft.Speaker?.Name, Chain(draft, around, reader.Holder(content)), [.. slots], draft.Rule, draft.Presupposes)
        {
            InThousand = draft.InThousand,
        };
    }

    /// <summary>The content as one run of tokens, quotation marks left out, so that slots are read across them.</summary>
    public Sentence Content(Draft draft) => new(
        [.. draft.Content.SelectMany(piece => readers(draft.Language).Tokens(text, piece.Start, piece.End))
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

    private ImmutableArray<ChainItem> Chain(Draft draft, List<Draft> around, string? holder)
    {
        var chain = ImmutableArray.CreateBuilder<ChainItem>();
        if (info.Publisher is { Length: > 0 } publisher)
        {
            chain.Add(new(publisher));
        }

        foreach (var speaker in around.SelectMany(link => new[] { link.Through, link.Speaker })
            .Concat([draft.Through, draft.Speaker, draft.Behind]).OfType<Speaker>())
        {
            var item = new ChainItem(speaker.Name, speaker.Role, speaker.Org);
            if (chain.Count == 0 || chain[^1].Name != item.Name)
            {
                chain.Add(item);
            }
        }

        if (holder is not null)
        {
            chain.Add(new(holder));
        }

        return chain.ToImmutable();
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
