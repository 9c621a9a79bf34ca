using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Intake;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>probatum claim show and next: one claim whole, with the words of the report around it.</summary>
internal static class ClaimShown
{
    private const int MostCandidates = 50;
    private const int ContextPoints = 200;

    public static Command Show(Shell shell)
    {
        var claim = Verb.Argument("CLAIM", "a claim such as C3");
        return Verb.Reading(
            shell, "show", "Print one claim whole: its words in the report, speaker and chain, what it says of the event, and who proposed, confirmed or edited it.", "probatum claim show C3",
            [claim], (parse, opened) => Of(opened, opened.Find("claim", parse.GetRequiredValue(claim))));
    }

    public static Command Next(Shell shell)
    {
        var report = Verb.Option("--report", "only of this report", "REPORT");
        return Verb.Reading(shell, "next", "Print the next claim that nobody reviewed, whole, with the words of the report around it.", "probatum claim next --report R1", [report], (parse, opened) =>
        {
            var of = opened.FindOr("report", parse.GetValue(report));
            var open = opened.State.Claims.Claims.Where(claim => claim.IsOpen && (of is null || claim.Said.Report == of)).ToList();
            return open.Count == 0
                ? new("every claim is reviewed", JsonMap.Of(("open", (Json)0L)))
                : Of(opened, open[0].Id) is var shown ? shown with { Text = $"{shown.Text}\n{Words.Count(open.Count, "claim")} not reviewed; 'probatum claim confirm {opened.Call(open[0].Id)}', reject or edit" } : null!;
        });
    }

    private static Answer Of(OpenedCase opened, EntityId id)
    {
        var state = opened.Placed(claim => claim.Id == id);
        var view = state.Claims.Find(id)!;
        var (said, text) = (view.Said, view.Placing == ClaimPlacing.Misplaced ? null : TextOf(opened, view.Said.Report));
        var (answeredBy, proposed) = (state.Claims.Answering()[view.Id].ToList(), AnswerProposals.Of(opened.State, view));
        var history = state.Entries.Where(entry => entry.Statement is ClaimProposed { Claim: { } a } && a == view.Id || entry.Statement is ClaimEdited { Claim: { } b } && b == view.Id || entry.Statement is ClaimReviewed { Claim: { } c } && c == view.Id)
            .Select(entry => (Leaf: entry.Index, What: What(entry), Why: entry.Statement switch { ClaimEdited e => e.Reason, ClaimReviewed r => r.Reason, _ => entry.CorrectionReason })).ToList();
        var places = said.Event.Where(slot => slot.Field == "where").Select(slot => slot.Value).OfType<string>().Distinct().ToDictionary(place => place, place => PlaceVerb.Candidates(opened, place));
        return Answer.Of(
            [
                $"{opened.Call(view.Id)}: {ClaimWords.Attribution(view, state)}",
                $"  {ClaimWords.Standing(view, state)}{(view.Credibility is { } grade ? $"; credibility {grade}" : "")}; speaker {(view.Speaker is { } party ? $"tied to {state.Parties.Name(party)}" : "tied to no party")}",
                $"  {said.Stance ?? "stance not given"}, {said.ClaimKind ?? "kind not given"}, {said.Topic ?? "topic not given"}{(said.Certainty is { } hedge ? $", {hedge}" : "")}; the reader's confidence in its own reading {(said.Confidence is { } chance ? $"{chance / 1000m:0.000}" : "none")}",
                $"  source: {(text is null ? said.Speaker ?? "-" : GivenWords.Slices(text, said.SourceSpans))}",
                $"  {ClaimWords.Printed(said)}",
                .. text is null || said.ContentSpans.IsDefaultOrEmpty ? [] : new[] { $"  in the report: {Context(text, said.ContentSpans)}" },
                $"  chain: {(said.Chain.IsEmpty ? "-" : string.Join(" > ", said.Chain.Select(link => link.Name)))}",
                .. said.Event.SelectMany(slot => (slot is { Field: "where", Value: { } place } ? PlaceVerb.Lines(place, places[place]) : []).Prepend($"  {slot.Field}: {slot.Value}")),
                .. view.Answers.Select(answered => $"  answers {Called(opened, answered)}"), .. answeredBy.Select(answer => $"  answered by {Called(opened, answer)}"),
                .. state.Claims.Withdrawn(state.Parties)[view.Id].Select(claim => $"  withdrawn by {Called(opened, claim.Id)}"),
                .. proposed.Select(one => $"  {(one.IsAnswered ? "may answer" : "may be answered by")} {Called(opened, one.Other.Id)} of {opened.Call(one.Other.Said.Report)} ({one.Reason}; a proposal, not on record)"),
                .. history.Select(one => $"  leaf {one.Leaf}: {one.What}{(one.Why is { } why ? $": {why}" : "")}"),
                .. view.Proposed is { } first && view.Edit is not null ? new[] { $"  the proposal was: {first.Speaker ?? "nobody named"}, {ClaimWords.Printed(first)}" } : [],
            ],
            JsonMap.Of(
                ("claim", view.Id.Text), ("handle", opened.Call(view.Id)), ("state", view.State.ToString().ToLowerInvariant()), ("standing", ClaimWords.Standing(view, state)), ("attribution", ClaimWords.Attribution(view, state)),
                ("stance", said.Stance), ("kind", said.ClaimKind), ("topic", said.Topic), ("certainty", said.Certainty), ("cue", said.Cue), ("content", said.Content),
                ("party", view.Speaker is { } tied ? state.Parties.Name(tied) : null), ("credibility", view.Credibility),
                ("confidence", said.Confidence is { } number ? number : null), ("chain", JsonList.Of(said.Chain.Select(link => (Json)link.Name))),
                ("event", JsonList.Of(said.Event.Select(slot => (Json)JsonMap.Of(("field", slot.Field), ("value", slot.Value))))),
                ("places", JsonList.Of(places.Select(place => (Json)JsonMap.Of(
                    ("where", place.Key), ("candidates", JsonList.Of(place.Value.Take(MostCandidates).Select(one => one.ToJson()))), ("count", (long)place.Value.Length))))),
                ("answers", JsonList.Of(view.Answers.Select(answered => (Json)opened.Call(answered)))), ("answeredBy", JsonList.Of(answeredBy.Select(answer => (Json)opened.Call(answer)))),
                ("proposedAnswers", JsonList.Of(proposed.Select(one => (Json)JsonMap.Of(
                    ("answer", opened.Call(one.IsAnswered ? view.Id : one.Other.Id)), ("answered", opened.Call(one.IsAnswered ? one.Other.Id : view.Id)), ("reason", one.Reason))))),
                ("history", JsonList.Of(history.Select(one => (Json)JsonMap.Of(("leaf", one.Leaf), ("what", one.What), ("why", one.Why)))))));

        string What(Entry entry)
        {
            var by = state.Keys.Keys.GetValueOrDefault(entry.Author);
            var what = entry.Statement switch
            {
                _ when entry.Envelope.Corrects is not null => "corrected",
                ClaimProposed { Engine: { } engine, Rule: var rule } => $"proposed by {engine}, rule {rule}, recorded",
                ClaimProposed => "proposed by hand",
                ClaimEdited => "edited",
                ClaimReviewed review => review.Verdict ?? "reviewed",
                _ => "",
            };
            var tied = entry.Statement switch { ClaimEdited e => e.Speaker, ClaimReviewed r => r.Speaker, _ => null };
            var graded = entry.Statement switch { ClaimEdited e => e.Credibility, ClaimReviewed r => r.Credibility, _ => null };
            return $"{what} by {by?.Holder ?? by?.Role ?? "a key"}, {entry.Envelope.Made.At.Split('T')[0]}{(tied is null ? "" : $", speaker {state.Parties.Name(tied)}")}{(graded is null ? "" : $", credibility {graded}")}";
        }
    }

    private static string Called(OpenedCase opened, EntityId id) =>
        opened.State.Claims.Find(id) is { } claim ? $"{opened.Call(id)}: {ClaimWords.Attribution(claim, opened.State)}, {ClaimVerbs.Short(ClaimWords.Printed(claim.Said))}" : opened.Call(id);

    /// <summary>The text of a report; null where none is kept.</summary>
    public static string? TextOf(OpenedCase opened, EntityId? report) =>
        opened.State.Claims.Report(report)?.Captured.Text is { } blob && opened.Workspace.Blobs.Read(blob.Sha256) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private static string Context(string text, ImmutableArray<TextSpan> spans)
    {
        var (start, end) = ((int)spans[0].Start, (int)spans[^1].End);
        var before = CodePoints.Slice(text, new(Math.Max(0, start - ContextPoints), start));
        var after = CodePoints.Slice(text, new(end, Math.Min(end + ContextPoints, CodePoints.Count(text))));
        return $"…{before}[{CodePoints.Slice(text, new(start, end))}]{after}…".ReplaceLineEndings(" ");
    }
}
