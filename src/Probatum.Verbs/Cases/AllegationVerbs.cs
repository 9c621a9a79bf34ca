using System.CommandLine;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum allegation …</summary>
internal static class AllegationVerbs
{
    public static Command Of(Shell shell) => Verb.Group("allegation", "Allegations: a party's confirmed claims about one alleged event.", Add(shell), Edit(shell), Withdraw(shell), List(shell));

    private static Command Add(Shell shell)
    {
        var incident = Verb.Required("--incident", "the incident it is about", "INCIDENT");
        var by = Verb.Required("--by", "the party that alleges or denies", "PARTY");
        var stance = Verb.Required("--stance", "alleges or denies", "STANCE");
        stance.AcceptOnlyFromAmong("alleges", "denies");
        var claims = Verb.Several("--claim", "confirmed claims that it stands on", "CLAIM");
        var words = Verb.Several("--words", "instead of --claim: the one claim whose content holds these words", "TEXT");
        var report = Verb.Option("--report", "with --words: look only in this report", "REPORT");
        var title = Verb.Option("--title", "one line in the party's sense, not ours", "TEXT");
        var substances = Verb.Several("--substance", "substances named", "NAME");
        return Verb.Writing(
            shell, "add", "Record what a party alleges or denies; it stands on claims that an analyst confirmed.",
            "probatum allegation add --incident I-1 --by 'The Ministry' --stance alleges --claim C3", [incident, by, stance, claims, words, report, title, substances], (parse, opened) =>
            {
                var id = opened.NewId();
                List<EntityId> on =
                [
                    .. (parse.GetValue(claims) ?? []).Select(name => opened.Find("claim", name)),
                    .. (parse.GetValue(words) ?? []).SelectMany(text => ClaimVerbs.Chosen(opened, [], text, parse.GetValue(report))),
                ];
                var receipts = opened.Record(new AllegationRecorded(
                    id, opened.Find("incident", parse.GetRequiredValue(incident)), opened.Find("party", parse.GetRequiredValue(by)),
                    parse.GetRequiredValue(stance), parse.GetValue(title), [.. on], [.. parse.GetValue(substances) ?? []]));
                return OpenedCase.Recorded(receipts, $"allegation {opened.Call(id)} by {parse.GetRequiredValue(by)}", ("allegation", id.Text));
            });
    }

    private static Command Edit(Shell shell)
    {
        var allegation = Verb.Argument("ALLEGATION", "an allegation such as A1");
        var add = Verb.Several("--add", "claims that it stands on too", "CLAIM");
        var remove = Verb.Several("--remove", "claims that it stands on no more", "CLAIM");
        var title = Verb.Option("--title", "one line in the party's sense, not ours", "TEXT");
        var stance = Verb.Option("--stance", "alleges or denies", "STANCE");
        stance.AcceptOnlyFromAmong("alleges", "denies");
        var reason = Verb.Required("--reason", "why; sealed", "WHY");
        return Verb.Writing(
            shell, "edit", "Correct an allegation: the claims it stands on, its title or stance. What was recorded stays, visible.", "probatum allegation edit A1 --add C7 --remove C12 --reason 'C12 is another event'",
            [allegation, add, remove, title, stance, reason], (parse, opened) =>
            {
                var (entry, said) = Standing(opened, parse.GetRequiredValue(allegation));
                var (more, fewer) = (Claims(opened, parse.GetValue(add)), Claims(opened, parse.GetValue(remove)));
                if (fewer.FirstOrDefault(claim => !said.Claims.Contains(claim)) is { Text: not null } odd)
                {
                    throw new BadInputException($"{opened.Call(said.Allegation)} does not stand on {opened.Call(odd)}");
                }

                var edited = said with
                {
                    Claims = [.. said.Claims.Concat(more).Distinct().Where(claim => !fewer.Contains(claim))],
                    Title = parse.GetValue(title) ?? said.Title,
                    Stance = parse.GetValue(stance) ?? said.Stance,
                };
                return (edited.Title, edited.Stance) == (said.Title, said.Stance) && edited.Claims.SequenceEqual(said.Claims)
                    ? throw new BadInputException("say what changes: --add, --remove, --title or --stance")
                    : Corrected(opened, entry, edited, parse.GetRequiredValue(reason), "edited");
            });
    }

    private static Command Withdraw(Shell shell)
    {
        var allegation = Verb.Argument("ALLEGATION", "an allegation such as A1");
        var reason = Verb.Required("--reason", "why; sealed", "WHY");
        return Verb.Writing(
            shell, "withdraw", "Take an allegation out of the case: it stays, visible, and counts no more. That the party itself takes something back is a claim, with the stance withdraws.",
            "probatum allegation withdraw A1 --reason 'recorded twice'", [allegation, reason], (parse, opened) =>
            {
                var (entry, said) = Standing(opened, parse.GetRequiredValue(allegation));
                return said.Stance == AllegationRecorded.Withdrawn
                    ? throw new BadInputException($"{opened.Call(said.Allegation)} is withdrawn already")
                    : Corrected(opened, entry, said with { Stance = AllegationRecorded.Withdrawn }, parse.GetRequiredValue(reason), "withdrawn");
            });
    }

    private static (Entry Entry, AllegationRecorded Said) Standing(OpenedCase opened, string name)
    {
        var id = opened.Find("allegation", name);
        return (
            opened.State.Entries.First(entry => entry.Envelope.Corrects is null && entry.Statement is AllegationRecorded { Allegation: { } one } && one == id),
            opened.State.Incidents.Allegations.First(one => one.Allegation == id));
    }

    private static Answer Corrected(OpenedCase opened, Entry entry, AllegationRecorded said, string reason, string what) => OpenedCase.Recorded(
        opened.RecordAll([new(said, entry.Id, CorrectionReason: reason)]), $"allegation {opened.Call(said.Allegation)} {what}", ("allegation", said.Allegation!.Value.Text));

    private static List<EntityId> Claims(OpenedCase opened, string[]? names) => names is { Length: > 0 } ? ClaimVerbs.Chosen(opened, names, null, null) : [];

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the allegations with the claims they stand on.", "probatum allegation list", [], (parse, opened) =>
    {
        var all = opened.State.Incidents.Allegations;
        var used = all.SelectMany(one => one.Claims).ToHashSet();
        var state = opened.Placed(claim => used.Contains(claim.Id));
        var withdrawn = state.Claims.Withdrawn(state.Parties);
        bool Counts(EntityId id) => state.Claims.Find(id) is { IsConfirmed: true } && !withdrawn.Contains(id);
        string Claim(EntityId id) => Counts(id) ? opened.Call(id)
            : $"{opened.Call(id)} (counts no more: {(state.Claims.Find(id) is not { } claim ? "no such claim" : claim.IsConfirmed ? $"withdrawn by {string.Join(", ", withdrawn[id].Select(one => opened.Call(one.Id)))}" : ClaimWords.Standing(claim, state))})";
        return Answer.Of(
            Columns.Of(["allegation", "incident", "stance", "by", "title", "claims"], all.Select(one => new[]
            {
                opened.Call(one.Allegation), opened.Call(one.Incident), one.Stance ?? "-", opened.State.Parties.Name(one.By),
                one.Title ?? "-", string.Join(' ', one.Claims.Select(Claim)),
            })),
            JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                ("allegation", one.Allegation is { } id ? id.Text : null), ("incident", opened.Call(one.Incident)), ("stance", one.Stance ?? ""),
                ("by", opened.State.Parties.Name(one.By)), ("claims", JsonList.Of(one.Claims.Select(claim => (Json)opened.Call(claim)))),
                ("countNoMore", JsonList.Of(one.Claims.Where(claim => !Counts(claim)).Select(claim => (Json)opened.Call(claim))))))));
    });
}
