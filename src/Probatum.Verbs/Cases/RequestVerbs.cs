using System.Collections.Immutable;
using System.CommandLine;
using System.Xml;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Verbs;

/// <summary>probatum request …</summary>
internal static class RequestVerbs
{
    public static Command Of(Shell shell) => Verb.Group("request", "Requests to bodies, their answers, and the route's clock.", New(shell), Supplement(shell), Check(shell), Step(shell), Reply(shell), HandOver(shell), Extend(shell), List(shell), DeadlineList(shell), RouteList(shell));

    // What is due next comes first; then what may be done now, what can't be told, what was not kept, what was, and what waits for its start.
    private static readonly ImmutableArray<DeadlineState> Order =
    [
        DeadlineState.Running, DeadlineState.Open, DeadlineState.Uncertain, DeadlineState.Missed, DeadlineState.MetLate, DeadlineState.Early, DeadlineState.Lapsed, DeadlineState.Met, DeadlineState.NotStarted,
    ];

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
                var contents = Contents(found, parse.GetValue(items) ?? []);
                var id = opened.NewId();
                var receipts = opened.Record(new RequestMade(
                    id, opened.FindOr("incident", parse.GetValue(incident)), parse.GetRequiredValue(label), found.Key, opened.Find("party", parse.GetRequiredValue(from)),
                    opened.Find("party", parse.GetRequiredValue(to)), OpenedCase.When(parse.GetValue(when)), parse.GetValue(document), contents));
                var open = Missing(found, contents).Select(item => item.Words).ToList();
                var note = open.Count == 0 ? "" : $"\nnot in it, of what the route lists: {string.Join("; ", open)}";
                return OpenedCase.Recorded(receipts, $"request {parse.GetRequiredValue(label)} under {found.Key}{note}", ("request", id.Text), ("missing", JsonList.Of(open.Select(item => (Json)item))));
            });
    }

    private static Command Supplement(Shell shell)
    {
        var (request, when, document) = (Verb.Argument("REQUEST", "its label"), Verb.Option("--when", "when", "TIME"), Verb.Option("--document", "symbol of the note", "TEXT"));
        var items = Verb.Several("--item", "contents as KEY=TEXT, by the route's check-list", "ITEM");
        items.Required = true;
        return Verb.Writing(
            shell, "supplement", "Record a later document for a request. It adds to what was sent and replaces nothing.", "probatum request supplement Q-1 --item effects='two persons with cough' --when 2031-05-07",
            [request, when, document, items], (parse, opened) =>
            {
                var view = Find(opened, parse.GetRequiredValue(request));
                var route = FindRoute(opened, view.Made.Route ?? "");
                var contents = Contents(route, parse.GetRequiredValue(items));
                var receipts = opened.Record(new RequestMade(
                    view.Id, view.Made.Incident, null, route.Key, view.Made.From, view.Made.To, OpenedCase.When(parse.GetValue(when)), parse.GetValue(document), contents));
                var open = Missing(route, [.. view.Contents, .. contents]).Select(item => item.Words).ToList();
                var note = open.Count == 0 ? "" : $"\nstill not in it, of what the route lists: {string.Join("; ", open)}";
                return OpenedCase.Recorded(receipts, $"supplement to {parse.GetRequiredValue(request)}{note}", ("request", view.Id.Text), ("missing", JsonList.Of(open.Select(item => (Json)item))));
            });
    }

    private static Command Check(Shell shell)
    {
        var request = Verb.Argument("REQUEST", "its label");
        return Verb.Reading(
            shell, "check", "Hold a request with its supplements against the route's check-list: what is in it, missing, or said to be unknown.", "probatum request check Q-1", [request], (parse, opened) =>
            {
                var view = Find(opened, parse.GetRequiredValue(request));
                var route = FindRoute(opened, view.Made.Route ?? "");
                var listed = route.Contents.Select(item => (Item: item, Texts: view.Contents.Where(given => given.Key == item.Key).Select(given => given.Text).ToList()))
                    .Select(one => (one.Item, one.Texts, State: one.Texts.Count == 0 ? "missing" : one.Texts.TrueForAll(IsUnknown) ? "unknown" : "there")).ToList();
                var missing = listed.Count(one => one.State == "missing");
                var sum = listed.Count == 0 ? $"the route {route.Key} lists no contents of a request" : $"{missing} of {Words.Count(listed.Count, "item")} missing";
                return Answer.Of(
                    [.. listed.Count == 0 ? [] : Columns.Of(["item", "state", "what the route asks for", "as written"], listed.Select(one => new[] { one.Item.Key, one.State, one.Item.Words, string.Join("; ", one.Texts) })), sum],
                    JsonMap.Of(
                        ("request", opened.Call(view.Id)), ("route", route.Key), ("missing", missing),
                        ("items", JsonList.Of(listed.Select(one => (Json)JsonMap.Of(
                            ("key", one.Item.Key), ("words", one.Item.Words), ("state", one.State), ("texts", JsonList.Of(one.Texts.Select(text => (Json)text)))))))),
                    missing == 0 ? 0 : 1);
            });
    }

    private static Command RouteList(Shell shell)
    {
        var key = new Argument<string?>("ROUTE") { Description = "one route, in full", Arity = ArgumentArity.ZeroOrOne };
        return Verb.Reading(
            shell, "routes", "List the procedures of the case's tables; one of them with its contents, steps and deadlines, each with its source and whether it was verified.", "probatum request routes CWC_IX_CHALLENGE",
            [key], (parse, opened) =>
            {
                IEnumerable<Route> routes = parse.GetValue(key) is { } one ? [FindRoute(opened, one)] : opened.Tables.Routes.Values;
                return Answer.Of(
                    parse.GetValue(key) is null
                        ? Columns.Of(["route", "deadlines", "assessed", "title", "basis"], routes.Select(route => new[] { route.Key, $"{route.Deadlines.Length}", route.Wordings.IsEmpty ? "no" : "yes", route.Title, route.Basis }))
                        : routes.SelectMany(Lines),
                    JsonList.Of(routes.Select(RouteJson)));
            });
    }

    private static IEnumerable<string> Lines(Route route) =>
    [
        $"{route.Key}: {route.Title}", $"basis: {route.Basis}{Origin(route.Source, route.Verified)}", $"may be triggered by: {route.MayTrigger}", $"decides: {route.Decides ?? "not said"}",
        $"attributes: {route.Attribution switch { true => "yes", false => "no", _ => "not said" }}", $"standard: {route.Standard}",
        .. Section("contents of a request", route.Contents.Select(item => $"{item.Key}: {item.Words}{Origin(item.Source, item.Verified)}")),
        .. Section("steps", route.Steps.Select(item => $"{item.Key}: {item.Words}")),
        .. Section("deadlines", route.Deadlines.Select(row => $"{row.Id}: {row.Actor}: {row.Duty}; {Limit(row)}; {row.Citation}{Origin(row.Source, row.Verified)}")),
        .. Section("graded wordings", route.Wordings.Select(row => $"{row.Key}: “{row.Words}”{(row.Verbatim ? "" : ", not verbatim")}{Origin(row.Source, row.Verified)}")),
        .. Section("words in published documents", route.Published.Select(row => $"“{row.Words}”{(row.Verbatim ? "" : ", not verbatim")}{Origin(row.Source, row.Verified)}")),
        .. Section("notes", route.Notes.Select(item => $"{item.Key}: {item.Words}{Origin(item.Source, item.Verified)}")),
    ];

    private static IEnumerable<string> Section(string head, IEnumerable<string> lines) => [head, .. lines.DefaultIfEmpty("none").Select(line => $"  {line}")];

    private static string Origin(string? source, bool? verified) =>
        $" [{(source is null or "" ? "no source given" : source)}{verified switch { true => "", false => "; not verified", _ => "; not said whether verified" }}]";

    private static string Limit(RouteDeadline row) =>
        $"{row.Said}, {row.Direction switch { DeadlineDirection.Min => "at the latest so long before", DeadlineDirection.After => "not before so long after", _ => "from" }} '{row.Starts}', by '{row.MetBy}'"
        + $"{(row.Hard ? "" : ", soft")}{(row.Right ? ", a right" : "")}{(row.Working ? ", working days" : "")}{(row.Repeat is null ? "" : ", may be extended, repeatedly")}";

    private static Json RouteJson(Route route) => JsonMap.Of(
        ("key", route.Key), ("title", route.Title), ("basis", route.Basis), ("mayTrigger", route.MayTrigger), ("standard", route.Standard), ("decides", route.Decides is { } decides ? decides : null),
        ("attribution", Truth(route.Attribution)), ("source", route.Source is { } source ? source : null), ("verified", Truth(route.Verified)), ("assessed", new JsonTruth(!route.Wordings.IsEmpty)),
        ("contents", Items(route.Contents)), ("steps", Items(route.Steps)), ("notes", Items(route.Notes)),
        ("deadlines", JsonList.Of(route.Deadlines.Select(row => (Json)JsonMap.Of(
            ("id", row.Id), ("starts", row.Starts), ("metBy", row.MetBy), ("actor", row.Actor), ("duty", row.Duty), ("limit", XmlConvert.ToString(row.Limit)), ("said", row.Said),
            ("direction", Words.Kebab(row.Direction)), ("hard", new JsonTruth(row.Hard)), ("right", new JsonTruth(row.Right)), ("working", new JsonTruth(row.Working)),
            ("repeat", row.Repeat is { } repeat ? XmlConvert.ToString(repeat) : null), ("citation", row.Citation), ("source", row.Source), ("verified", new JsonTruth(row.Verified)))))),
        ("wordings", JsonList.Of(route.Wordings.Select(row => (Json)JsonMap.Of(
            ("key", row.Key), ("words", row.Words), ("verbatim", new JsonTruth(row.Verbatim)), ("source", row.Source), ("verified", new JsonTruth(row.Verified)))))),
        ("published", JsonList.Of(route.Published.Select(row => (Json)JsonMap.Of(
            ("words", row.Words), ("verbatim", new JsonTruth(row.Verbatim)), ("source", row.Source), ("verified", new JsonTruth(row.Verified)))))));

    private static JsonList Items(ImmutableArray<RouteItem> items) => JsonList.Of(items.Select(item => (Json)JsonMap.Of(
        ("key", item.Key), ("words", item.Words), ("source", item.Source is { } source ? source : null), ("verified", Truth(item.Verified)))));

    private static JsonTruth? Truth(bool? value) => value is { } known ? new JsonTruth(known) : null;

    private static bool IsUnknown(string text) => text.Trim().TrimEnd('.').ToUpperInvariant() is "UNKNOWN" or "NOT KNOWN" or "?";

    private static IEnumerable<RouteItem> Missing(Route route, IReadOnlyCollection<RequestItem> given) => route.Contents.Where(item => given.All(one => one.Key != item.Key));

    private static ImmutableArray<RequestItem> Contents(Route route, string[] items)
    {
        var contents = items.Select(text => text.Split('=', 2) is [var key, var said] && said.Length > 0
            ? new RequestItem(key.Trim(), said.Trim())
            : throw new BadInputException($"'{text}' is no item such as when='4 May'")).ToImmutableArray();
        return contents.FirstOrDefault(item => route.Contents.All(known => known.Key != item.Key)) is not { } unknown ? contents
            : throw new BadInputException($"the route's check-list has no item '{unknown.Key}'; it has {string.Join(", ", route.Contents.Select(item => item.Key))}");
    }

    private static RequestView Find(OpenedCase opened, string name) => opened.State.Requests.Find(opened.Find("request", name))!;

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

    private static Command HandOver(Shell shell)
    {
        var (from, to) = (Verb.Required("--from", "who hands over", "PARTY"), Verb.Required("--to", "who receives", "PARTY"));
        var (request, when, where, receipt) = (Verb.Option("--request", "the request that it belongs to", "REQUEST"), Verb.Option("--when", "when", "TIME"), Verb.Option("--where", "where, in words", "PLACE"), Verb.Option("--receipt", "number of the receipt", "TEXT"));
        var (items, samples, files) = (Verb.Several("--item", "what, as the protocol lists it", "TEXT"), Verb.Several("--sample", "samples on the list; their custody is told by 'sample transfer'", "SAMPLE"), Verb.Several("--file", "documents handed over, whose digests are recorded", "FILE"));
        var (witnesses, conditions, reservation, paper) = (Verb.Several("--witness", "who saw it", "WHO"), Verb.Option("--conditions", "conditions on its use", "TEXT"), Verb.Option("--reservation", "what a side noted against it", "TEXT"), Verb.Option("--paper", "scan of the signed protocol", "FILE"));
        return Verb.Writing(
            shell, "handover", "Record that documents or things passed from one party to another under a protocol.", "probatum request handover --from 'State A' --to OPCW --receipt HP-3 --item 'medical reports, 4' --sample S-01 --paper protocol.pdf",
            [from, to, request, when, where, receipt, items, samples, files, witnesses, conditions, reservation, paper], (parse, opened) =>
            {
                var id = opened.NewId();
                return OpenedCase.Recorded(
                    opened.Record(new MaterialHandedOver(
                        id, opened.Find("party", parse.GetRequiredValue(from)), opened.Find("party", parse.GetRequiredValue(to)), OpenedCase.When(parse.GetValue(when)), parse.GetValue(where) is { } place ? new(place) : null,
                        parse.GetValue(receipt), [.. parse.GetValue(items) ?? []], [.. (parse.GetValue(samples) ?? []).Select(name => opened.Find("sample", name))],
                        [.. (parse.GetValue(files) ?? []).Select(file => opened.Keep(file, Files.Media(file))!)], opened.FindOr("request", parse.GetValue(request)), [.. parse.GetValue(witnesses) ?? []],
                        parse.GetValue(conditions), parse.GetValue(reservation), parse.GetValue(paper) is { } scan ? opened.Keep(scan, Files.Media(scan)) : null)),
                    $"hand-over {opened.Call(id)}: {parse.GetRequiredValue(from)} to {parse.GetRequiredValue(to)}", ("handover", id.Text));
            });
    }

    private static Command Extend(Shell shell)
    {
        var (request, deadline) = (Verb.Argument("REQUEST", "its label"), Verb.Argument("DEADLINE", "a deadline of the route, such as D17"));
        var (until, extent) = (Verb.Option("--until", "the time until which it was extended", "TIME"), Verb.Option("--extent", "or by how much: PT72H, P10D", "SPAN"));
        var (by, when, reason, document) = (Verb.Option("--by", "who agreed to it", "PARTY"), Verb.Option("--when", "when it was agreed", "TIME"), Verb.Option("--reason", "why", "TEXT"), Verb.Option("--document", "symbol", "TEXT"));
        return Verb.Writing(shell, "extend", "Record that a deadline was extended; says where the route's text provides for none.", "probatum request extend Q-1 D33 --extent PT72H --by DG --when 2031-05-09", [request, deadline, until, extent, by, when, reason, document], (parse, opened) =>
        {
            var view = Find(opened, parse.GetRequiredValue(request));
            var route = FindRoute(opened, view.Made.Route ?? "");
            var row = route.Deadlines.FirstOrDefault(one => one.Id == parse.GetRequiredValue(deadline))
                ?? throw new BadInputException($"the route {route.Key} has no deadline '{parse.GetRequiredValue(deadline)}'; it has {string.Join(", ", route.Deadlines.Select(one => one.Id))}");
            if (row.Direction != DeadlineDirection.Max)
            {
                throw new BadInputException($"{row.Id} is no limit to be kept: there is nothing to extend");
            }

            var receipts = opened.Record(new DeadlineExtended(
                view.Id, row.Id, OpenedCase.When(parse.GetValue(until)), parse.GetValue(extent), opened.FindOr("party", parse.GetValue(by)), OpenedCase.When(parse.GetValue(when)), parse.GetValue(reason), parse.GetValue(document)));
            if (row.Repeat is null)
            {
                opened.Note($"the row of {row.Id} in the case's tables ({row.Citation}) provides for no extension");
            }

            return OpenedCase.Recorded(receipts, $"{parse.GetRequiredValue(request)}: {row.Id} extended");
        });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the requests with the steps and answers on record.", "probatum request list", [], (parse, opened) =>
    {
        var all = opened.State.Requests.Requests;
        return Answer.Of(
            Columns.Of(["request", "route", "when", "from", "to", "steps and answers"], all.Select(one => new[]
            {
                opened.Call(one.Id), one.Made.Route ?? "-", one.Made.When?.Words ?? "-", opened.State.Parties.Name(one.Made.From), opened.State.Parties.Name(one.Made.To),
                string.Join("; ", one.Supplements.Select(more => $"supplement {more.When?.Words}").Concat(one.Steps.Select(step => $"{step.Step} {step.When?.Words}")).Concat(one.Extensions.Select(more => $"{more.Deadline} extended {more.When?.Words}")).Concat(Notes(opened, one).Select(note => $"note {note.Number ?? opened.Call(note.Note)} {note.When?.Words}")).Concat(one.Replies.Select(reply => $"answer of {opened.State.Parties.Name(reply.From)} {reply.When?.Words}"))),
            })),
            JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                ("request", one.Id.Text), ("label", opened.Call(one.Id)), ("route", one.Made.Route ?? ""), ("incident", one.Made.Incident is { } incident ? opened.Call(incident) : null),
                ("from", opened.State.Parties.Name(one.Made.From)), ("to", opened.State.Parties.Name(one.Made.To)), ("when", one.Made.When?.Words is { } when ? when : null),
                ("steps", JsonList.Of(one.Steps.Select(step => (Json)JsonMap.Of(("step", step.Step ?? ""), ("when", step.When?.Words is { } at ? at : null))))),
                ("supplements", JsonList.Of(one.Supplements.Select(more => (Json)JsonMap.Of(("document", more.Document is { } document ? document : null), ("when", more.When?.Words is { } at ? at : null))))),
                ("notes", JsonList.Of(Notes(opened, one).Select(note => (Json)opened.Call(note.Note)))),
                ("extensions", JsonList.Of(one.Extensions.Select(more => (Json)JsonMap.Of(("deadline", more.Deadline ?? ""), ("until", more.Until?.Words is { } until ? until : null), ("extent", more.Extent is { } extent ? extent : null))))),
                ("replies", JsonList.Of(one.Replies.Select(reply => (Json)JsonMap.Of(
                    ("from", opened.State.Parties.Name(reply.From)), ("when", reply.When?.Words is { } at ? at : null), ("text", reply.Text ?? "")))))))));
    });

    private static IEnumerable<NoteExchanged> Notes(OpenedCase opened, RequestView request) => opened.State.Requests.Notes.Where(note => note.Request == request.Id);

    private static Command DeadlineList(Shell shell)
    {
        var asOf = Verb.Option("--as-of", "the moment to look from; else now", "TIME");
        return Verb.Reading(shell, "deadlines", "Show every deadline of every request: due, done, met or missed; what is due next comes first.", "probatum request deadlines --as-of 2031-05-09T12:00Z", [asOf], (parse, opened) =>
        {
            var moment = OpenedCase.When(parse.GetValue(asOf))?.Latest ?? shell.Clock().ToUniversalTime();
            var all = opened.State.Requests.Requests.SelectMany(request => Deadlines.Of(request, FindRoute(opened, request.Made.Route ?? ""), moment).Select(status => (request, status))).OrderBy(one => Order.IndexOf(one.status.State)).ThenBy(one => one.status.Due ?? DateTimeOffset.MaxValue).ToList();
            return Answer.Of(
                Columns.Of(["request", "deadline", "state", "due", "done", "duty"], all.Select(one => new[]
                {
                    opened.Call(one.request.Id), one.status.Deadline.Id, DeadlineWords.Of(one.status.State), one.status.Due is { } due ? When.Format(due) : "-", one.status.Done?.Words ?? "-",
                    $"{one.status.Deadline.Actor}: {one.status.Deadline.Duty} ({one.status.Deadline.Said}, {one.status.Deadline.Citation}{(one.status.Deadline.Verified ? "" : ", not verified")})",
                })),
                JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                    ("request", opened.Call(one.request.Id)), ("deadline", one.status.Deadline.Id), ("state", Words.Kebab(one.status.State)), ("due", one.status.Due is { } due ? When.Format(due) : null),
                    ("done", one.status.Done?.Words is { } done ? done : null), ("duty", one.status.Deadline.Duty), ("direction", Words.Kebab(one.status.Deadline.Direction)), ("citation", one.status.Deadline.Citation), ("verified", new JsonTruth(one.status.Deadline.Verified))))));
        });
    }

    internal static Route FindRoute(OpenedCase opened, string key) => opened.Tables.Routes.GetValueOrDefault(key)
        ?? throw new BadInputException($"'{key}' is no route of this case's tables: {string.Join(", ", opened.Tables.Routes.Keys)}");
}
