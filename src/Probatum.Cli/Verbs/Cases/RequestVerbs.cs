using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Cli.Verbs;

/// <summary>probatum request …</summary>
internal static class RequestVerbs
{
    public static Command Of(Shell shell) => Verb.Group("request", "Requests to bodies, their answers, and the route's clock.", New(shell), Step(shell), Reply(shell), List(shell), DeadlineList(shell));

    private static Command New(Shell shell)
    {
        var label = Verb.Argument("LABEL", "a short name");
        var (route, from, to) = (Verb.Required("--route", "the procedure's key, such as CWC_X_ASSISTANCE_IAU", "ROUTE"), Verb.Required("--from", "who asks", "PARTY"), Verb.Required("--to", "who is asked", "PARTY"));
        var (incident, when, document) = (Verb.Option("--incident", "the incident", "INCIDENT"), Verb.Option("--when", "when", "TIME"), Verb.Option("--document", "symbol of the note", "TEXT"));
        var items = Verb.Several("--item", "contents as KEY=TEXT, by the route's check-list", "ITEM");
        return Verb.Writing(
            shell, "new", "Record a request under a route; says which items of the route's check-list are missing.",
            "probatum request new Q-1 --route CWC_X_ASSISTANCE_IAU --from 'State A' --to OPCW --item territory='State A'", [label, route, from, to, incident, when, document, items], (parse, opened) =>
            {
                var found = FindRoute(opened, parse.GetRequiredValue(route));
                var contents = (parse.GetValue(items) ?? []).Select(text => text.Split('=', 2) is [var key, var said] && said.Length > 0
                    ? new RequestItem(key.Trim(), said.Trim())
                    : throw new BadInputException($"'{text}' is no item such as when='4 May'")).ToImmutableArray();
                if (contents.FirstOrDefault(item => found.Contents.All(known => known.Key != item.Key)) is { } unknown)
                {
                    throw new BadInputException($"the route's check-list has no item '{unknown.Key}'; it has {string.Join(", ", found.Contents.Select(item => item.Key))}");
                }

                var id = opened.NewId();
                var receipts = opened.Record(new RequestMade(
                    id, opened.FindOr("incident", parse.GetValue(incident)), parse.GetRequiredValue(label), found.Key, opened.Find("party", parse.GetRequiredValue(from)),
                    opened.Find("party", parse.GetRequiredValue(to)), OpenedCase.When(parse.GetValue(when)), parse.GetValue(document), contents));
                var open = found.Contents.Where(item => contents.All(given => given.Key != item.Key)).Select(item => item.Words).ToList();
                var note = open.Count == 0 ? "" : $"\nnot in it, of what the route lists: {string.Join("; ", open)}";
                return OpenedCase.Recorded(receipts, $"request {parse.GetRequiredValue(label)} under {found.Key}{note}", ("request", id.Text), ("missing", JsonList.Of(open.Select(item => (Json)item))));
            });
    }

    private static Command Step(Shell shell)
    {
        var (request, step) = (Verb.Argument("REQUEST", "its label"), Verb.Argument("STEP", "a step of the route, such as received"));
        var (when, by, document, note) = (Verb.Required("--when", "when it happened", "TIME"), Verb.Option("--by", "who did it", "PARTY"), Verb.Option("--document", "symbol", "TEXT"), Verb.Option("--note", "what else", "TEXT"));
        var claim = Verb.Option("--claim", "the claim that tells of it", "CLAIM");
        return Verb.Writing(shell, "step", "Record a step that the route's clock listens to.", "probatum request step Q-1 received --when 2031-05-06T08:00Z --by OPCW", [request, step, when, by, document, note, claim], (parse, opened) =>
        {
            var id = opened.Find("request", parse.GetRequiredValue(request));
            var route = FindRoute(opened, opened.State.Requests.Find(id)!.Made.Route ?? "");
            var key = parse.GetRequiredValue(step);
            if (route.Steps.All(known => known.Key != key))
            {
                throw new BadInputException($"the route {route.Key} has no step '{key}'; it has {string.Join(", ", route.Steps.Select(known => known.Key))}");
            }

            return OpenedCase.Recorded(
                opened.Record(new StepTaken(
                    id, key, opened.FindOr("party", parse.GetValue(by)), OpenedCase.When(parse.GetRequiredValue(when)), parse.GetValue(document), parse.GetValue(note),
                    opened.FindOr("claim", parse.GetValue(claim)))),
                $"{parse.GetRequiredValue(request)}: {key}");
        });
    }

    private static Command Reply(Shell shell)
    {
        var (request, from, text) = (Verb.Argument("REQUEST", "its label"), Verb.Required("--from", "who answers", "PARTY"), Verb.Required("--text", "the answer in short", "TEXT"));
        var (when, document) = (Verb.Option("--when", "when", "TIME"), Verb.Option("--document", "symbol", "TEXT"));
        return Verb.Writing(shell, "reply", "Record an answer to a request.", "probatum request reply Q-1 --from OPCW --text 'a team is sent' --when 2031-05-06", [request, from, text, when, document], (parse, opened) => OpenedCase.Recorded(
            opened.Record(new ReplyReceived(
                opened.Find("request", parse.GetRequiredValue(request)), opened.Find("party", parse.GetRequiredValue(from)), OpenedCase.When(parse.GetValue(when)), parse.GetValue(document), parse.GetRequiredValue(text))),
            $"reply of {parse.GetRequiredValue(from)} to {parse.GetRequiredValue(request)}"));
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the requests with the steps and answers on record.", "probatum request list", [], (parse, opened) =>
    {
        var all = opened.State.Requests.Requests;
        return Answer.Of(
            Columns.Of(["request", "route", "when", "from", "to", "steps and answers"], all.Select(one => new[]
            {
                opened.Call(one.Id), one.Made.Route ?? "-", one.Made.When?.Words ?? "-", opened.State.Parties.Name(one.Made.From), opened.State.Parties.Name(one.Made.To),
                string.Join("; ", one.Steps.Select(step => $"{step.Step} {step.When?.Words}").Concat(one.Replies.Select(reply => $"answer of {opened.State.Parties.Name(reply.From)} {reply.When?.Words}"))),
            })),
            JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                ("request", one.Id.Text), ("label", opened.Call(one.Id)), ("route", one.Made.Route ?? ""), ("incident", one.Made.Incident is { } incident ? opened.Call(incident) : null),
                ("from", opened.State.Parties.Name(one.Made.From)), ("to", opened.State.Parties.Name(one.Made.To)), ("when", one.Made.When?.Words is { } when ? when : null),
                ("steps", JsonList.Of(one.Steps.Select(step => (Json)JsonMap.Of(("step", step.Step ?? ""), ("when", step.When?.Words is { } at ? at : null))))),
                ("replies", JsonList.Of(one.Replies.Select(reply => (Json)JsonMap.Of(
                    ("from", opened.State.Parties.Name(reply.From)), ("when", reply.When?.Words is { } at ? at : null), ("text", reply.Text ?? "")))))))));
    });

    private static Command DeadlineList(Shell shell)
    {
        var asOf = Verb.Option("--as-of", "the moment to look from; else now", "TIME");
        return Verb.Reading(shell, "deadlines", "Show every deadline of every request: due, done, met or missed.", "probatum request deadlines --as-of 2031-05-09T12:00Z", [asOf], (parse, opened) =>
        {
            var moment = OpenedCase.When(parse.GetValue(asOf))?.Latest ?? shell.Clock().ToUniversalTime();
            var all = opened.State.Requests.Requests.SelectMany(request => Deadlines.Of(request, FindRoute(opened, request.Made.Route ?? ""), moment).Select(status => (request, status))).ToList();
            return Answer.Of(
                Columns.Of(["request", "deadline", "state", "due", "done", "duty"], all.Select(one => new[]
                {
                    opened.Call(one.request.Id), one.status.Deadline.Id, DeadlineWords.Of(one.status.State), one.status.Due is { } due ? When.Format(due) : "-", one.status.Done?.Words ?? "-",
                    $"{one.status.Deadline.Actor}: {one.status.Deadline.Duty} ({one.status.Deadline.Said}, {one.status.Deadline.Citation}{(one.status.Deadline.Verified ? "" : ", not verified")})",
                })),
                JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                    ("request", opened.Call(one.request.Id)), ("deadline", one.status.Deadline.Id), ("state", Words.Kebab(one.status.State)), ("due", one.status.Due is { } due ? When.Format(due) : null),
                    ("done", one.status.Done?.Words is { } done ? done : null), ("duty", one.status.Deadline.Duty), ("citation", one.status.Deadline.Citation), ("verified", new JsonTruth(one.status.Deadline.Verified))))));
        });
    }

    internal static Route FindRoute(OpenedCase opened, string key) => opened.Tables.Routes.GetValueOrDefault(key)
        ?? throw new BadInputException($"'{key}' is no route of this case's tables: {string.Join(", ", opened.Tables.Routes.Keys)}");
}
