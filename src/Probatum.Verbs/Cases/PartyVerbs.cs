using System.CommandLine;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum party …</summary>
internal static class PartyVerbs
{
    public static Command Of(Shell shell) => Verb.Group("party", "Whoever speaks, holds, collects, analyses, asks or answers.", Add(shell), Describe(shell), List(shell));

    /// <summary>The sorts that something follows from; any other word will do as well.</summary>
    internal const string Sorts = "state, organisation, publication …; person or laboratory (the name stays back from the public), official (speaks in public for a body: the name goes out)";

    private static Command Add(Shell shell)
    {
        var name = Verb.Argument("NAME", "what the party is called");
        var sort = Verb.Option("--sort", Sorts, "SORT");
        var above = Verb.Option("--belongs-to", "the party it acts for: the two are one side and never count as two", "PARTY");
        var grade = Verb.Option("--reliability", "A to F (Admiralty code); F when nobody graded it", "A-F");
        grade.AcceptOnlyFromAmong("A", "B", "C", "D", "E", "F");
        var reason = Verb.Option("--reason", "why that grade", "WHY");
        return Verb.Writing(
            shell, "add", "Describe a party of the case.", "probatum party add 'Ministry spokesman' --sort official --belongs-to 'The Ministry'",
            [name, sort, above, grade, reason], (parse, opened) =>
            {
                var said = parse.GetRequiredValue(name);
                if (opened.State.Entities.Named(said).Any(one => one.Sort == "party"))
                {
                    throw new BadInputException($"the case has a party '{said}' already");
                }

                if (parse.GetValue(grade) is not null && parse.GetValue(reason) is null)
                {
                    throw new BadInputException("a grade of reliability needs its --reason");
                }

                var id = opened.NewId();
                var receipts = opened.Record(new PartyDescribed(
                    id, said, parse.GetValue(sort), opened.FindOr("party", parse.GetValue(above)), parse.GetValue(grade) ?? "F", parse.GetValue(reason)));
                return OpenedCase.Recorded(receipts, $"party {opened.State.Entities.Find(id)!.Handle}: {said}", ("party", id.Text));
            });
    }

    private static Command Describe(Shell shell)
    {
        var party = Verb.Argument("PARTY", "the party as it is called now, its handle or id");
        var name = Verb.Option("--name", "what it is called from now on", "NAME");
        var sort = Verb.Option("--sort", Sorts, "SORT");
        var above = Verb.Option("--belongs-to", "the party it acts for", "PARTY");
        return Verb.Writing(
            shell, "describe", "Describe a party anew, also one that another described: what is not given stays. Whoever had seen the description before settles what it is.",
            "probatum party describe 'Petra Aldan' --sort person", [party, name, sort, above], (parse, opened) =>
            {
                if (parse.GetValue(name) is null && parse.GetValue(sort) is null && parse.GetValue(above) is null)
                {
                    throw new BadInputException("say what is new of the party: --name, --sort or --belongs-to");
                }

                var id = opened.Find("party", parse.GetRequiredValue(party));
                var known = opened.State.Parties.Parties[id];
                var receipts = opened.Record(known with
                {
                    Name = parse.GetValue(name) ?? known.Name,
                    Sort = parse.GetValue(sort) ?? known.Sort,
                    BelongsTo = opened.FindOr("party", parse.GetValue(above)) ?? known.BelongsTo,
                });
                return OpenedCase.Recorded(receipts, $"party {opened.State.Entities.Find(id)!.Handle}: {opened.State.Parties.Name(id)}, {opened.State.Parties.Parties[id].Sort ?? "of no sort"}", ("party", id.Text));
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the parties and whom they act for.", "probatum party list", [], (parse, opened) =>
    {
        var parties = opened.State.Parties.InOrder.Select(id => (Id: id, Said: opened.State.Parties.Parties[id])).ToList();
        return Answer.Of(
            Columns.Of(["party", "sort", "grade", "acts for", "name"], parties.Select(party => new[]
            {
                opened.State.Entities.Find(party.Id)!.Handle, party.Said.Sort ?? "-", party.Said.Reliability ?? "-",
                party.Said.BelongsTo is null ? "-" : opened.State.Parties.Name(party.Said.BelongsTo), party.Said.Name ?? "withheld",
            })),
            JsonList.Of(parties.Select(party => (Json)JsonMap.Of(
                ("party", party.Id.Text), ("handle", opened.State.Entities.Find(party.Id)!.Handle), ("name", party.Said.Name ?? ""),
                ("sort", party.Said.Sort is { } sort ? sort : null), ("reliability", party.Said.Reliability ?? "F"),
                ("belongsTo", party.Said.BelongsTo is { } above ? above.Text : null)))));
    });
}
