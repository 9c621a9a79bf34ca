using Probatum.Core;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Export.Reports;

/// <summary>What was asked, answered and done: requests with their deadlines, notes, hand-overs, access, interviews.</summary>
internal sealed class ActivitiesPart(ReportPages pages)
{
    private readonly CaseState _state = pages.State;

    public void Write()
    {
        pages.Section($"Activities");
        Requests();
        Correspondence();
        Access();
        Interviews();
    }

    private void Requests()
    {
        pages.Heading($"Requests, answers and deadlines");
        var requests = _state.Requests.Requests.Where(request => pages.IsIn(request.Made.Incident)).ToList();
        if (requests.Count == 0)
        {
            pages.Say($"No request is on record.", pages.Leaves.All);
        }

        var last = _state.Entries is [.., var end] ? end : null;
        var asOf = When.Instant(last?.Envelope.Made.At) ?? DateTimeOffset.MinValue;
        foreach (var request in requests)
        {
            var made = request.Made;
            pages.Say(
                $"{pages.Call(request.Id)}: {pages.Party(made.From, made)} asked {pages.Party(made.To, made)} under the route {pages.Text(made.Route, made)} (date {pages.Time(made.When, made)}, document {pages.Text(made.Document, made)}).",
                [.. pages.Leaves.Of(made), .. pages.Leaves.Of(request.Supplements)]);
            pages.List(request.Replies.Select(reply => pages.Row(
                [$"{pages.Party(reply.From, reply)} answered (date {pages.Time(reply.When, reply)}, document {pages.Text(reply.Document, reply)}): {pages.Quote(reply.Text, reply)}."], pages.Leaves.Of(reply))));
            if (request.Replies.Count == 0)
            {
                pages.Say($"No answer to {pages.Call(request.Id)} is on record.", pages.Leaves.All);
            }

            if (pages.Tables.Routes.TryGetValue(made.Route ?? "", out var route) && route.Deadlines.Length > 0 && last is not null)
            {
                var steps = request.Steps.ToLookup(step => step.Step);
                pages.Table(
                    $"Deadlines of {pages.Call(request.Id)}, as they stood at the last record ({last.Envelope.Made.At})", [$"duty", $"limit", $"due", $"done", $"state"],
                    Deadlines.Of(request, route, asOf).Select(one => pages.Row(
                        [
                            (Phrase)$"{new Quoted($"{one.Deadline.Actor}: {one.Deadline.Duty} ({one.Deadline.Citation})", PhrasePiece.English)}{(one.Deadline.Verified ? Phrase.None : (Phrase)$", not verified")}", ReportPages.English(one.Deadline.Said),
                            one.Due is { } due ? Phrase.Verbatim(When.Format(due)) : $"no start on record", one.Done is { } done ? pages.Time(done, null) : $"not on record", Phrase.Of(DeadlineWords.Of(one.State)),
                        ],
                        [.. pages.Leaves.Of(made), .. pages.Leaves.Of(steps[one.Deadline.Starts]), .. pages.Leaves.Of(steps[one.Deadline.MetBy]), .. pages.Leaves.Of(one.Extensions), .. pages.Leaves.Rules, last.Index])));
            }
        }
    }

    private void Correspondence()
    {
        var notes = _state.Requests.Notes.Where(note => pages.IsAbout(pages.Leaves.Entry(note)?.Index ?? -1)).ToList();
        var moved = _state.Requests.HandOvers.Where(one => pages.IsAbout(pages.Leaves.Entry(one)?.Index ?? -1)).ToList();
        if (notes.Count + moved.Count == 0)
        {
            return;
        }

        pages.Heading($"Correspondence and hand-overs");
        pages.Table($"Notes", [$"number", $"from", $"to", $"date", $"subject"], notes.Select(note => pages.Row(
            [pages.Text(note.Number, note), pages.Party(note.From, note), pages.Party(note.To, note), pages.Time(note.When, note), pages.Text(note.Subject, note)], pages.Leaves.Of(note))));
        pages.Table($"What was handed over", [$"from", $"to", $"date", $"receipt", $"what", $"reservation"], moved.Select(one => pages.Row(
            [
                pages.Party(one.From, one), pages.Party(one.To, one), pages.Time(one.When, one), pages.Text(one.Receipt, one),
                (Phrase)$"{Phrase.List([.. one.Items.Select(Phrase.Verbatim), .. one.Samples.Select(sample => pages.Call(sample))])}", pages.Text(one.Reservation, one),
            ],
            [.. pages.Leaves.Of(one), .. pages.Leaves.Of(one.Samples)])));
    }

    private void Access()
    {
        var sites = _state.Sites.Sites.Where(site => pages.IsIn(site.Described.Incident)).ToList();
        if (sites.Count == 0)
        {
            return;
        }

        pages.Heading($"Places and access to them");
        pages.Table($"Places", [$"place", $"title", $"sort", $"where"], sites.Select(site => site.Described).Select(one => pages.Row(
            [pages.Call(one.Site, one), pages.Text(one.Title, one), pages.Text(one.Sort, one), pages.Place(one.Where, one)], pages.Leaves.Of(one))));
        pages.Table($"Access, as told", [$"place", $"status", $"by whom", $"told by", $"date", $"reason given"], sites.SelectMany(site => site.Told).Select(told => pages.Row(
            [pages.Call(told.Site, told), pages.Word(told.Status, told), pages.Party(told.By, told), pages.Party(told.ToldBy, told), pages.Time(told.When, told), pages.Text(told.Reason, told)],
            [.. pages.Leaves.Of(told), .. pages.Leaves.Of(told.Site)])));
    }

    private void Interviews()
    {
        var held = _state.Interviews.Interviews.Where(one => pages.IsIn(one.Incident)).ToList();
        if (held.Count == 0)
        {
            return;
        }

        // Who was asked stays apart; roles and numbers are what reports of bodies print.
        pages.Heading($"Interviews");
        pages.Table(
            $"Interviews by role of whoever was asked", [$"role", $"interviews", $"persons", $"held by"],
            held.GroupBy(one => one.Role ?? "").OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => pages.Row(
                [
                    group.Key.Length == 0 ? $"withheld or not said" : Phrase.Verbatim(group.Key), (Phrase)$"{group.Count()}", (Phrase)$"{group.Select(one => one.Person?.Text ?? one.Code).Distinct().Count()}",
                    (Phrase)$"{Phrase.List(group.Select(one => one.By).OfType<EntityId>().Distinct().Select(id => _state.Parties.Name(id)))}",
                ],
                pages.Leaves.Of(group)) with
            {
                Counts = [new("interview-held", group.Count())],
            }));
    }
}
