using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Intake;
using Probatum.Text.Echoes;

namespace Probatum.Verbs;

/// <summary>probatum echoes confirm and reject</summary>
internal static class EchoReviewVerbs
{
    private static readonly string[] Sorts = [.. EchoReviewed.Sorts];

    public static Command Of(Shell shell, string name, string verdict)
    {
        var edges = Verb.Arguments("EDGE", "FROM:TO, such as R4:R1, C12:C3 or R4:SANA: a report or claim, and the report, claim or party that it goes back to");
        var sort = Verb.Option("--as", "quotes, cites, repeats or translates; else what is proposed", "SORT");
        sort.AcceptOnlyFromAmong(Sorts);
        var reason = Verb.Option("--reason", "why", "WHY");
        return Verb.Writing(
            shell, name, name == "confirm" ? "Confirm that one report or claim goes back to another, or to a party. Whether it is true stays open." : "Reject an echo: the one does not go back to the other.",
            $"probatum echoes {name} R4:R1 --as quotes", [edges, sort, reason], (parse, opened) =>
            {
                var statements = new List<Statement>();
                var named = new Dictionary<string, EntityId>(StringComparer.OrdinalIgnoreCase);
                var proposals = new Lazy<ImmutableArray<EchoEdge>>(() =>
                {
                    var texts = EchoProposals.Texts(opened.State, EchoesVerb.Reading(opened));
                    var found = EchoFinder.Find(texts, Environment.ProcessorCount);
                    return [.. found.Edges, .. EchoProposals.Claims(opened.State, texts, found)];
                });
                foreach (var edge in parse.GetRequiredValue(edges))
                {
                    statements.AddRange(Review(opened, edge, parse.GetValue(sort), verdict, parse.GetValue(reason), proposals, named));
                }

                var receipts = opened.Record(statements);
                return OpenedCase.Recorded(
                    receipts, $"{verdict}: {string.Join(", ", statements.OfType<EchoReviewed>().Select(one => $"{opened.Call(one.From)}:{opened.Call(one.To)} ({one.Sort})"))}",
                    ("echoes", JsonList.Of(statements.OfType<EchoReviewed>().Select(one => (Json)JsonMap.Of(("from", one.From!.Value.Text), ("to", one.To!.Value.Text), ("sort", one.Sort!))))));
            });
    }

    private static IEnumerable<Statement> Review(
        OpenedCase opened, string edge, string? sort, string verdict, string? reason, Lazy<ImmutableArray<EchoEdge>> proposals, Dictionary<string, EntityId> named)
    {
        var colon = edge.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == edge.Length - 1)
        {
            throw new BadInputException($"'{edge}' is no edge: write FROM:TO, such as R4:R1");
        }

        var (from, name) = (opened.Any(edge[..colon].Trim()), edge[(colon + 1)..].Trim());
        var to = Find(opened, name);
        var proposal = proposals.Value.FirstOrDefault(one => one.From == from.Id.Text && (one.IsOutside ? Equal(one.To, name) && to?.Sort is null or "party" : one.To == to?.Id.Text));
        if (to is null && proposal is null && !named.ContainsKey(name))
        {
            throw new BadInputException($"this case has nothing called '{name}', and no report is known to cite it; add it with 'probatum party add'");
        }

        var (id, isNew) = to is not null ? (to.Id, false) : named.TryGetValue(name, out var known) ? (known, false) : (opened.NewId(), true);
        if (isNew)
        {
            // A source that reports cite becomes a party of the case, as a publisher does.
            named.Add(name, id);
            yield return new PartyDescribed(id, name, "publication", null, "F", null);
        }

        yield return EchoProposals.Review(
            from.Id, id, sort ?? proposal?.Sort ?? throw new BadInputException($"{edge} is not proposed: say with --as what it is, {string.Join(" or ", Sorts)}"), verdict, proposal, reason);
    }

    private static NamedEntity? Find(OpenedCase opened, string name)
    {
        var found = opened.State.Entities.Named(name).Where(one => one.Sort is "report" or "claim" or "party").ToList();
        return found.Count > 1 ? throw new BadInputException($"{found.Count} are called '{name}': {string.Join(", ", found.Select(one => one.Handle))}; say which by that short name") : found.FirstOrDefault();
    }

    private static bool Equal(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
