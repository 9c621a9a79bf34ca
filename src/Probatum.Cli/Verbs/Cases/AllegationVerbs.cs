using System.CommandLine;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum allegation …</summary>
internal static class AllegationVerbs
{
    public static Command Of(Shell shell) => Verb.Group("allegation", "Allegations: a party's confirmed claims about one alleged event.", Add(shell), List(shell));

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

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the allegations with the claims they stand on.", "probatum allegation list", [], (parse, opened) =>
    {
        var all = opened.State.Incidents.Allegations;
        return Answer.Of(
            Columns.Of(["allegation", "incident", "stance", "by", "claims", "title"], all.Select(one => new[]
            {
                opened.Call(one.Allegation), opened.Call(one.Incident), one.Stance ?? "-", opened.State.Parties.Name(one.By),
                string.Join(' ', one.Claims.Select(claim => opened.Call(claim))), one.Title ?? "-",
            })),
            JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                ("allegation", one.Allegation is { } id ? id.Text : null), ("incident", opened.Call(one.Incident)), ("stance", one.Stance ?? ""),
                ("by", opened.State.Parties.Name(one.By)), ("claims", JsonList.Of(one.Claims.Select(claim => (Json)opened.Call(claim))))))));
    });
}
