using System.Collections.Immutable;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;

namespace Probatum.Core;

/// <summary>Something that happened or was said at a time that somebody gave.</summary>
/// <param name="Index">The leaf that tells of it.</param>
/// <param name="When">The time as given, with whoever gave it.</param>
/// <param name="Sort">incident, report, sample, custody, request, step, reply, result, outcome.</param>
/// <param name="Who">The party it is attributed to, or a dash.</param>
/// <param name="Words">One line.</param>
public sealed record TimedEvent(long Index, When When, string Sort, string Who, string Words);

/// <summary>Everything in a case that has a time, in order. Times that nobody knows stand at the end, with their reason.</summary>
public static class TimeLine
{
    /// <summary>The events by their earliest instant, then by leaf.</summary>
    public static ImmutableArray<TimedEvent> Of(CaseState state)
    {
        var corrections = state.Entries.Where(entry => entry.Envelope.Corrects is not null).ToDictionary(entry => entry.Id, entry => entry.Statement);
        return
        [
            .. state.Entries.Where(entry => entry.Envelope.Corrects is null && !state.Imports.IsWithdrawn(entry))
                .Select(entry => state.CorrectedBy.TryGetValue(entry.Id, out var by) ? entry with { Statement = corrections.GetValueOrDefault(by) } : entry)
                .SelectMany(entry => Events(entry, state))
                .OrderBy(one => one.When.Earliest ?? DateTimeOffset.MaxValue).ThenBy(one => one.Index),
        ];
    }

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
            SealChecked s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)}: seal read as {s.SealFound}{(s.Intact == false ? ", broken" : "")}"),
            SampleStored s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)} kept{(s.Where?.Said is { } place ? $" at {place}" : "")}"),
            SampleDisposed s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)}: {s.How?.Replace('-', ' ')}{(s.Quantity is { } amount ? $", {amount}" : "")}"),
            CustodyRemarked s => One(s.When, "custody", s.By, $"{state.Entities.Call(s.Sample)}: {s.Text}"),
            RequestMade s => One(s.When, "request", s.From, $"{state.Entities.Call(s.Request)} to {state.Parties.Name(s.To)} under {s.Route}"),
            StepTaken s => One(s.When, "step", s.By, $"{state.Entities.Call(s.Request)}: {s.Step}"),
            ReplyReceived s => One(s.When, "reply", s.From, $"{state.Entities.Call(s.Request)}: {s.Text}"),
            Laboratory.ResultReported s => One(s.When, "result", s.Laboratory, $"{s.Substance} in {state.Entities.Call(s.Sample)}: {s.Outcome}"),
            OutcomePublished s => One(s.When, "outcome", s.Body, $"{s.Document}: “{s.Wording}”"),
            _ => null,
        };
        return one is null ? [] : [one];
    }
}
