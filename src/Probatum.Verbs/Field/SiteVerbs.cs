using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Core.Sites;

namespace Probatum.Verbs;

/// <summary>probatum site …</summary>
internal static class SiteVerbs
{
    public static Command Of(Shell shell) => Verb.Group("site", "Sites: places that matter, and who held them, when access was open, refused or delayed, as told.", Add(shell), Tell(shell), List(shell), Show(shell));

    private static Command Add(Shell shell)
    {
        var label = Verb.Argument("LABEL", "a short name, unique in the case");
        var (incident, title, sort) = (Verb.Option("--incident", "the incident", "INCIDENT"), Verb.Option("--title", "one line in neutral words", "TEXT"), Verb.Option("--sort", "impact point, hospital, road, storage …", "TEXT"));
        var (where, at, radius) = (Verb.Option("--where", "the place in words", "PLACE"), Verb.Option("--at", "latitude,longitude", "LAT,LON"), Verb.Option("--radius", "uncertainty in metres", "METRES"));
        var note = Verb.Option("--note", "what else is to be said", "TEXT");
        return Verb.Writing(
            shell, "add", "Describe a site.", "probatum site add Z-1 --incident I-1 --title 'crater in the yard' --at 36.17,37.08 --radius 20", [label, incident, title, sort, where, at, radius, note], (parse, opened) =>
            {
                var id = opened.NewId();
                return OpenedCase.Recorded(
                    opened.Record(new SiteDescribed(
                        id, parse.GetRequiredValue(label), opened.FindOr("incident", parse.GetValue(incident)), parse.GetValue(title), parse.GetValue(sort),
                        IncidentVerbs.Place(parse.GetValue(where), parse.GetValue(at), parse.GetValue(radius)), parse.GetValue(note))),
                    $"site {parse.GetRequiredValue(label)}", ("site", id.Text));
            });
    }

    private static Command Tell(Shell shell)
    {
        var (site, status) = (Verb.Argument("SITE", "its label"), Verb.Argument("STATUS", string.Join(", ", SiteStatusTold.Statuses)));
        var (when, told, by) = (Verb.Required("--when", "since or from when to when ('/')", "TIME"), Verb.Required("--told-by", "who tells it", "PARTY"), Verb.Option("--by", "of whom it is told: who held it, refused, visited", "PARTY"));
        var (reason, claim, request, document) = (Verb.Option("--reason", "the reason as told", "TEXT"), Verb.Option("--claim", "the confirmed claim that tells it", "CLAIM"), Verb.Option("--request", "the request that it belongs to", "REQUEST"), Verb.Option("--document", "symbol", "TEXT"));
        return Verb.Writing(
            shell, "tell", "Record how things stood at a site, as somebody tells: two may tell it differently, and both stay.",
            "probatum site tell Z-1 access-refused --by 'Party B' --told-by OPCW --when 2031-05-06 --reason 'not safe'", [site, status, when, told, by, reason, claim, request, document], (parse, opened) =>
                OpenedCase.Recorded(
                    opened.Record(new SiteStatusTold(
                        opened.Find("site", parse.GetRequiredValue(site)), parse.GetRequiredValue(status), opened.FindOr("party", parse.GetValue(by)), opened.Find("party", parse.GetRequiredValue(told)),
                        OpenedCase.When(parse.GetRequiredValue(when), "as told"), parse.GetValue(reason), opened.FindOr("claim", parse.GetValue(claim)), opened.FindOr("request", parse.GetValue(request)),
                        parse.GetValue(document))),
                    $"{parse.GetRequiredValue(site)}: {parse.GetRequiredValue(status)}, as {parse.GetRequiredValue(told)} tells"));
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the sites with what was told of each last.", "probatum site list", [], (parse, opened) => Answer.Of(
        Columns.Of(["site", "incident", "sort", "where", "told", "last told", "title"], opened.State.Sites.Sites.Select(site => new[]
        {
            opened.Call(site.Id), site.Described.Incident is { } incident ? opened.Call(incident) : "-", site.Described.Sort ?? "-", site.Described.Where?.Words ?? "-", $"{site.Told.Count}",
            site.Told is [.., var last] ? Line(last, opened) : "-", site.Described.Title ?? "-",
        })),
        JsonList.Of(opened.State.Sites.Sites.Select(site => (Json)Json(site, opened)))));

    private static Command Show(Shell shell)
    {
        var name = Verb.Argument("SITE", "its label");
        return Verb.Reading(shell, "show", "Show a site: all that was told of it in order of time, and what was found there.", "probatum site show Z-1", [name], (parse, opened) =>
        {
            var site = opened.State.Sites.Find(opened.Find("site", parse.GetRequiredValue(name)))!;
            var here = opened.State.Sites.Remnants.Where(remnant => remnant.Site == site.Id).ToList();
            return Answer.Of(
                [
                    $"{opened.Call(site.Id)}: {site.Described.Title ?? "no title"}; {site.Described.Sort ?? "sort not said"}; {site.Described.Where?.Words ?? "place not said"}",
                    .. InOrder(site).Select(told => $"  {Line(told, opened)}"),
                    .. here.Select(remnant => $"  found here: {remnant.Label}, {remnant.Sort ?? "a remnant"}"),
                    .. site.Described.Note is { } note ? [$"  note: {note}"] : Array.Empty<string>(),
                ],
                Json(site, opened));
        });
    }

    private static IEnumerable<SiteStatusTold> InOrder(SiteView site) => site.Told.OrderBy(told => told.When?.Earliest ?? DateTimeOffset.MaxValue);

    private static string Line(SiteStatusTold told, OpenedCase opened) =>
        $"{told.When?.Words ?? "time not given"}: {told.Status?.Replace('-', ' ') ?? "not said"}{(told.By is { } by ? $", {opened.State.Parties.Name(by)}" : "")}{(told.Reason is { } why ? $" ({why})" : "")}, as {opened.State.Parties.Name(told.ToldBy)} tells";

    private static JsonMap Json(SiteView site, OpenedCase opened) => JsonMap.Of(
        ("site", site.Id.Text), ("label", opened.Call(site.Id)), ("title", site.Described.Title is { } title ? title : null), ("sort", site.Described.Sort is { } sort ? sort : null),
        ("where", site.Described.Where?.Said is { } said ? said : null), ("at", site.Described.Where?.Degrees is { } at ? at : null),
        ("told", JsonList.Of(InOrder(site).Select(told => (Json)JsonMap.Of(
            ("status", told.Status ?? ""), ("when", told.When?.Words is { } when ? when : null), ("by", told.By is { } by ? opened.State.Parties.Name(by) : null),
            ("toldBy", opened.State.Parties.Name(told.ToldBy)), ("reason", told.Reason is { } reason ? reason : null))))));
}
