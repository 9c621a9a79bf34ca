using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Consents;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Interviews;
using Probatum.Core.Media;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;
using Probatum.Core.Sites;

namespace Probatum.Core;

/// <summary>Something that happened or was said at a time that somebody gave.</summary>
/// <param name="Index">The leaf that tells of it.</param>
/// <param name="When">The time as given, with whoever gave it.</param>
/// <param name="Sort">incident, report, sample, custody, request, step, reply, extension, note, hand-over, casualty, consent, interview, site, remnant, media, result, outcome.</param>
/// <param name="Who">The party it is attributed to, or a dash.</param>
/// <param name="Words">One line.</param>
public sealed record TimedEvent(long Index, When When, string Sort, string Who, string Words);

/// <summary>Everything in a case that has a time, in order. Times that nobody knows stand at the end, with their reason.</summary>
public static class TimeLine
{
    /// <summary>The events by their earliest instant, then by leaf.</summary>
    public static ImmutableArray<TimedEvent> Of(CaseState state) =>
        [.. state.Counting.SelectMany(entry => Events(entry, state)).OrderBy(one => one.When.Earliest ?? DateTimeOffset.MaxValue).ThenBy(one => one.Index)];

    private static IEnumerable<TimedEvent> Events(Entry entry, CaseState state)
    {
        TimedEvent? One(When? when, string sort, EntityId? who, string words) =>
            when is null ? null : new(entry.Index, when, sort, who is null ? "-" : state.Parties.Name(who), words);
        var one = entry.Statement switch
        {
            IncidentOpened s => One(s.When, "incident", null, $"{state.Entities.Call(s.Incident)}: {s.Title}"),
            ReportCaptured s => One(s.Published, "report", s.Publisher, $"{state.Entities.Call(s.Report)}: {s.Title ?? "untitled"}"),
            SampleCollected s => One(s.When, "sample", s.Collector, $"{s.Label ?? "a sample"} collected"),
            SampleSplit s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)} split into {s.Aliquots.Length}"),
            SampleOpened s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)} opened: {s.Reason}"),
            CustodyMove s => One(s.When, "custody", s.From, $"{state.Entities.Call(s.Sample)} to {state.Parties.Name(s.To)}{s switch { CustodyTransferred => "", CustodyReported { Paper: null } => ", as told", _ => ", from paper" }}"),
            CustodyRefused s => One(s.When, "custody", s.To, $"{state.Entities.Call(s.Sample)}: hand-over from {state.Parties.Name(s.From)} declined{(s.Reason is { } why ? $": {why}" : "")}"),
            SealChecked s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)}: seal read as {s.SealFound}{(s.Intact == false ? ", broken" : "")}"),
            SampleStored s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)} kept{(s.Where?.Said is { } place ? $" at {place}" : "")}"),
            SampleDisposed s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)}: {s.How?.Replace('-', ' ')}{(s.Quantity is { } amount ? $", {amount}" : "")}"),
            CustodyRemarked s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)}: {s.Text}"),
            CasualtyExamined s => One(s.When, "casualty", s.By, $"{state.Entities.Call(s.Casualty)} examined"),
            CasualtyTreated s => One(s.When, "casualty", s.By, $"{state.Entities.Call(s.Casualty)} treated: {s.What}"),
            CasualtyOutcomeRecorded s => One(s.When, "casualty", s.By, $"{state.Entities.Call(s.Casualty)}: {s.Outcome}"),
            IdentityOpened s => One(s.When, "casualty", s.By, $"{state.Entities.Call(s.Casualty)}: it was opened who this is"),
            ConsentRecorded s => One(s.When, "consent", null, $"{state.Entities.Call(s.Person)} agrees: {string.Join(", ", s.Purposes)}"),
            ConsentWithdrawn s => One(s.When, "consent", null, $"{state.Entities.Call(s.Person)} takes consent back: {string.Join(", ", s.Purposes)}"),
            RequestMade s => One(s.When, "request", s.From, $"{state.Entities.Call(s.Request)} to {state.Parties.Name(s.To)} under {s.Route}"),
            StepTaken s => One(s.When, "step", s.By, $"{state.Entities.Call(s.Request)}: {s.Step}"),
            ReplyReceived s => One(s.When, "reply", s.From, $"{state.Entities.Call(s.Request)}: {s.Text}"),
            Laboratory.ResultReported s => One(s.When, "result", s.Laboratory, $"{s.Substance} in {state.Entities.Call(s.Sample)}: {s.Outcome}"),
            DeadlineExtended s => One(s.When, "extension", s.By, $"{state.Entities.Call(s.Request)}: {s.Deadline} extended {(s.Until is { } until ? $"until {until.Words}" : $"by {s.Extent}")}"),
            NoteExchanged s => One(s.When, "note", s.From, $"note {s.Number ?? "without a number"} to {state.Parties.Name(s.To)}{(s.Subject is { } subject ? $": {subject}" : "")}"),
            MaterialHandedOver s => One(s.When, "hand-over", s.From, $"to {state.Parties.Name(s.To)}: {string.Join(", ", [.. s.Items, .. s.Samples.Select(sample => state.Entities.Call(sample))])}"),
            InterviewHeld s => One(s.When, "interview", s.By, $"{s.Code} interviewed{(s.Sort is { } sort ? $", {sort.Replace('-', ' ')}" : "")}"),
            SiteStatusTold s => One(s.When, "site", s.ToldBy, $"{state.Entities.Call(s.Site)}: {s.Status?.Replace('-', ' ')}{(s.By is { } by ? $", {state.Parties.Name(by)}" : "")}{(s.Reason is { } why ? $": {why}" : "")}"),
            RemnantRecorded s => One(s.When, "remnant", s.By, $"{s.Label}: {s.Sort ?? "a remnant"} recorded"),
            MediaLocated s => One(s.When, "media", s.By, $"{state.Entities.Call(s.Item)} taken, as derived from {s.Basis}"),
            OutcomePublished s => One(s.When, "outcome", s.Body, $"{s.Document}: “{s.Wording}”"),
            _ => null,
        };
        return one is not null ? [one] : entry.Statement is not MediaCaptured media ? [] : new[]
        {
            One(media.ClaimedWhen, "media", media.ClaimedBy, $"{state.Entities.Call(media.Item)} taken, as claimed"),
            One(state.Media.Find(media.Item)?.ToldWhen, "media", null, $"{state.Entities.Call(media.Item)} taken, as its file tells"),
            One(media.Published, "media", media.Publisher, $"{state.Entities.Call(media.Item)} published"),
        }.OfType<TimedEvent>();
    }
}
