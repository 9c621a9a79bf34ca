using System.Collections.Immutable;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Text;

namespace Probatum.Intake;

/// <summary>Turns what the engine reads in a report into proposals for the case's log, each with its words.</summary>
public static class ClaimProposals
{
    /// <summary>The engine as a record names it: rules, and the model's first digits where one was asked.</summary>
    public static string Engine(ClaimModel? model) => $"probatum-text/{ClaimExtractor.Version}{(model is null ? "" : $"+model-{model.Digest[..8]}")}";

    /// <summary>One proposal for each claim, in the order of the text; one that answers a later claim comes after it.</summary>
    /// <param name="report">The captured report.</param>
    /// <param name="text">Its text, the one that is kept.</param>
    /// <param name="read">What the engine read in the text.</param>
    /// <param name="random">For the names of the claims.</param>
    /// <param name="model">The learned weights that it was read with; null for the rules alone.</param>
    public static IEnumerable<ClaimProposed> Of(EntityId report, string text, ReadClaims read, Randomness random, ClaimModel? model)
    {
        var index = new CodePointIndex(text);
        var ids = new Dictionary<string, EntityId>();
        foreach (var claim in AnsweredFirst(read.Claims))
        {
            var id = ids[claim.Id] = EntityId.New(random);
            yield return new(
                id, report, Engine(model), claim.Rule, claim.Kind, claim.Stance, claim.Topic, claim.Certainty, claim.Speaker,
                [.. claim.Chain.Select(item => new ChainLink(item.Name, item.Role, item.Org))],
                Spans(claim.Source), Spans(claim.Cue), Spans(claim.Content), Words(index, claim.Cue), Words(index, claim.Content),
                [.. claim.Event.Select(slot => new EventField(slot.Field, slot.Value))], claim.InThousand,
                [.. claim.Answers.Where(answer => ids.ContainsKey(answer.Claim)).Select(answer => ids[answer.Claim])]);
        }
    }

    // A record names claims that are in the log already. Of two that answer each other the first waits for the second and keeps its link.
    private static List<ProposedClaim> AnsweredFirst(ImmutableArray<ProposedClaim> claims)
    {
        var named = claims.ToDictionary(claim => claim.Id);
        var seen = new HashSet<string>();
        var order = new List<ProposedClaim>();
        var open = new Stack<(ProposedClaim Claim, bool IsReady)>(claims.Reverse().Select(claim => (claim, false)));
        while (open.TryPop(out var next))
        {
            if (next.IsReady)
            {
                order.Add(next.Claim);
            }
            else if (seen.Add(next.Claim.Id))
            {
                open.Push((next.Claim, true));
                foreach (var answer in next.Claim.Answers.Reverse().Where(answer => !seen.Contains(answer.Claim)))
                {
                    open.Push((named[answer.Claim], false));
                }
            }
        }

        return order;
    }

    private static ImmutableArray<TextSpan> Spans(ImmutableArray<Span> spans) => [.. spans.Select(span => new TextSpan(span.Start, span.End))];

    private static string? Words(CodePointIndex text, ImmutableArray<Span> spans) =>
        spans.IsEmpty ? null : string.Join(" … ", spans.Select(span => text.Slice(span)));
}
