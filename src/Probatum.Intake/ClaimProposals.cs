using System.Collections.Immutable;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Text;

namespace Probatum.Intake;

/// <summary>Turns what the engine reads in a report into proposals for the case's log, each with its words.</summary>
public static class ClaimProposals
{
    /// <summary>The engine as a record names it: rules, and the first digits of the model and the gazetteer where they were asked.</summary>
    public static string Engine(ClaimModel? model, Gazetteer? gazetteer) =>
        $"probatum-text/{ClaimExtractor.Version}{(model is null ? "" : $"+model-{model.Digest[..8]}")}{(gazetteer is null ? "" : $"+places-{gazetteer.Digest[..8]}")}";

    /// <summary>One proposal for each claim, in the order of the text.</summary>
    /// <param name="report">The captured report.</param>
    /// <param name="text">Its text, the one that is kept.</param>
    /// <param name="read">What the engine read in the text.</param>
    /// <param name="random">For the names of the claims.</param>
    /// <param name="model">The learned weights that it was read with; null for the rules alone.</param>
    /// <param name="gazetteer">The list of places that it was read with, if any.</param>
    public static IEnumerable<ClaimProposed> Of(EntityId report, string text, ReadClaims read, Randomness random, ClaimModel? model, Gazetteer? gazetteer)
    {
        var index = new CodePointIndex(text);
        foreach (var claim in read.Claims)
        {
            yield return new(
                EntityId.New(random), report, Engine(model, gazetteer), claim.Rule, claim.Kind, claim.Stance, claim.Topic, claim.Certainty, claim.Speaker,
                [.. claim.Chain.Select(item => new ChainLink(item.Name, item.Role, item.Org))],
                Spans(claim.Source), Spans(claim.Cue), Spans(claim.Content), Words(index, claim.Cue), Words(index, claim.Content),
                [.. claim.Event.Select(slot => new EventField(slot.Field, slot.Value))], claim.InThousand);
        }
    }

    private static ImmutableArray<TextSpan> Spans(ImmutableArray<Span> spans) => [.. spans.Select(span => new TextSpan(span.Start, span.End))];

    private static string? Words(CodePointIndex text, ImmutableArray<Span> spans) =>
        spans.IsEmpty ? null : string.Join(" … ", spans.Select(span => text.Slice(span)));
}
