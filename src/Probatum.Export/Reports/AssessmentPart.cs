using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Findings;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Export.Reports;

/// <summary>What the record can carry beside what bodies published; what limits it; who sees it differently.</summary>
internal sealed class AssessmentPart(ReportPages pages, ImmutableArray<IncidentAssessment> incidents)
{
    private readonly CaseState _state = pages.State;

    public void Write()
    {
        pages.Section($"Assessment");
        if (incidents.IsEmpty)
        {
            pages.Say($"No incident is on record, so there is nothing to assess.", pages.Leaves.All);
        }

        foreach (var one in incidents)
        {
            pages.Heading($"{pages.Call(one.Incident.Incident, one.Incident)}: {pages.Text(one.Incident.Title, one.Incident)}");
            pages.Below($"What the record says");
            pages.List(one.Sayings.Select(saying => pages.Row([saying.Text], saying.Items.IsDefaultOrEmpty ? Basis(pages, one) : [.. pages.Leaves.Of(saying.Items), .. saying.Items.SelectMany(Told)])));
            Hypotheses(one);
            foreach (var ceiling in one.Ceilings)
            {
                Carried(one, ceiling);
            }

            Findings(one);
        }
    }

    public void Limits()
    {
        pages.Section($"Limitations");
        pages.Say($"What is computed here is no finding and no opinion: it says what a record of this kind could carry at the most, not what happened, and it attributes nothing to anybody.", pages.Leaves.Rules);
        pages.Say($"A low ceiling is no statement that an allegation is false.", pages.Leaves.Rules);
        foreach (var (reason, members) in pages.Source.Withheld)
        {
            pages.Say($"Withheld from this report, for the reason “{reason}”: {Phrase.Count(members, "{0} member", "{0} members")} of records.", pages.Leaves.All);
        }

        var unknown = _state.NotUnderstood.ToList();
        if (unknown.Count > 0)
        {
            pages.Say($"{Phrase.Count(unknown.Count, "{0} record is of a kind that this version does not know.", "{0} records are of kinds that this version does not know.")}", unknown.Select(entry => entry.Index));
        }

        pages.Table($"What does not fit in the log", [$"leaf", $"remark", $"effect"], pages.Source.Remarks.Select(remark => pages.Row(
            [(Phrase)$"{remark.Index}", ReportPages.English(remark.Why), remark.Void ? (Phrase)$"it counts for nothing" : $"it counts"], [remark.Index])));
        pages.Table($"Conflicts between records that nobody decided", [$"on what they differ"], pages.Source.Assessment.Conflicts.Select(conflict => pages.Row(
            [ReportPages.English(conflict.Words)], conflict.Records.Select(entry => entry.Index))));
        foreach (var one in incidents)
        {
            pages.List(one.Findings.Where(finding => finding.Finding.Proposed.Limitation is not null).Select(finding => pages.Row(
                [$"Finding {pages.Call(finding.Finding.Proposed.Finding)} states as its limitation: “{finding.Finding.Proposed.Limitation}”."], Leaves(pages, finding.Finding))));
            pages.List(one.Outcomes.Where(outcome => outcome.Limitation is not null).Select(outcome => pages.Row(
                [$"{pages.Party(outcome.Body, outcome)} states as limits of its outcome: “{outcome.Limitation}”."], pages.Leaves.Of(outcome))));
        }
    }

    public void Observations()
    {
        pages.Section($"Differing observations and comments of States");
        var all = incidents.SelectMany(one => one.Observations).ToList();
        if (all.Count == 0)
        {
            pages.Say($"None is on record.", pages.Leaves.All);
        }

        pages.List(all.Select(one => pages.Row(
            [
                one.Sort switch
                {
                    "state-comment" when one.Finding is not null => $"Comment of a State, {pages.Party(one.By, one)}, on finding {pages.Call(one.Finding)}: {pages.Quote(one.Text, one)}.",
                    "differing-observation" when one.Finding is not null => $"Differing observation of {pages.Party(one.By, one)} on finding {pages.Call(one.Finding)}: {pages.Quote(one.Text, one)}.",
                    "state-comment" => $"Comment of a State, {pages.Party(one.By, one)}: {pages.Quote(one.Text, one)}.",
                    "differing-observation" => $"Differing observation of {pages.Party(one.By, one)}: {pages.Quote(one.Text, one)}.",
                    _ => (Phrase)$"Observation or comment of {pages.Party(one.By, one)}: {pages.Quote(one.Text, one)}.",
                },
            ],
            pages.Leaves.Of(one))));
    }

    /// <summary>All that an assessment of the incident looked at.</summary>
    public static ImmutableArray<long> Basis(ReportPages pages, IncidentAssessment one)
    {
        var facts = one.Facts;
        return
        [
            .. new[]
            {
                pages.Leaves.Rules, pages.Leaves.Of(one.Incident), facts.Samples.Concat(facts.Controls).SelectMany(sample => sample.Chain.Links.Select(link => link.Index).Concat(pages.Leaves.Of(sample.Id))),
                facts.Substances.Concat(facts.InControls).SelectMany(each => ResultsPart.Leaves(pages, each)), facts.Claimed.SelectMany(item => pages.Leaves.Of(item)), facts.Casualties.SelectMany(each => pages.Leaves.Of(each)),
                facts.Origins.SelectMany(origin => origin.Claims).SelectMany(pages.Leaves.Of), facts.Marks.SelectMany(mark => pages.Leaves.At(mark.Index)),
            }.SelectMany(leaves => leaves).Distinct().Order(),
        ];
    }

    /// <summary>A wording with the substances that it would rest on, without the full stop of a whole sentence: it stands within one.</summary>
    public static string Words(RouteWording wording, IncidentAssessment one)
    {
        var relied = string.Join(" and ", one.Facts.Relied.Select(each => each.Substance).Distinct(StringComparer.Ordinal));
        return wording.Words.Replace("{substance}", relied.Length == 0 ? "(a substance, none identified)" : relied, StringComparison.Ordinal).TrimEnd('.');
    }

    /// <summary>A finding's words; one that names a rung of its route by key says what stands there.</summary>
    public static Phrase Words(ReportPages pages, FindingProposed finding, IncidentAssessment one) =>
        pages.Tables.Routes.GetValueOrDefault(finding.Route ?? "")?.Wordings.FirstOrDefault(rung => rung.Key == finding.Wording) is { } rung
            ? ReportPages.English(Words(rung, one))
            : pages.Text(finding.Wording, finding);

    /// <summary>How a finding stands.</summary>
    public static Phrase Standing(FindingView finding) => finding.SupersededBy is not null ? $"superseded" : finding.Review is { } review ? review.Verdict is { } verdict ? Phrase.Of(verdict) : $"reviewed, verdict withheld" : $"proposed, not reviewed";

    /// <summary>A finding with its review and its grounds.</summary>
    public static IEnumerable<long> Leaves(ReportPages pages, FindingView finding) =>
        [.. pages.Leaves.At(finding.Index), .. pages.Leaves.Of(finding.Review), .. finding.Override is { } over ? pages.Leaves.At(over.Index) : [], .. pages.Leaves.Of(finding.Proposed.Grounds), .. pages.Leaves.Of(finding.Proposed.CitesClaims)];

    private void Hypotheses(IncidentAssessment one)
    {
        if (one.Hypotheses.IsEmpty)
        {
            return;
        }

        var marks = one.Facts.Marks;
        pages.Below($"Hypotheses");
        pages.Table($"The explanations held against each other", [$"key", $"explanation"], one.Hypotheses.Select(each => pages.Row(
            [Phrase.Verbatim(each.Key), pages.Tables.Hypotheses.Any(row => row.Words == each.Words) ? Phrase.Of(each.Words) : Phrase.Verbatim(each.Words)],
            [.. pages.Leaves.Rules, .. pages.Leaves.Of(_state.Findings.Hypotheses.Where(stated => stated.Key == each.Key && stated.Incident == one.Incident.Incident))])));
        if (marks.IsEmpty)
        {
            pages.Say($"No item of evidence is held against any of them yet.", pages.Leaves.All);
            return;
        }

        pages.Table(
            $"Which item bears how on which explanation: + consistent, − inconsistent, 0 neither way, several where analysts differ, empty not weighed", [$"item", .. one.Matrix.Hypotheses.Select(each => Phrase.Verbatim(each.Key))],
            one.Matrix.Items.Select(item => pages.Row(
                [item.Item is null ? pages.Gap(item.Marks[0].Said) : pages.Call(item.Item), .. one.Matrix.Hypotheses.Select(each => Phrase.Verbatim(string.Join(" ", item.Said(each.Key).Select(Mark))))],
                [.. item.Marks.SelectMany(mark => pages.Leaves.At(mark.Index)), .. pages.Leaves.Of(item.Item)]) with
            {
                IsOdd = one.Matrix.Differences.Any(difference => difference.Item.Item == item.Item),
            }));
        pages.Table(
            $"Where they stand: bodies of evidence against and for each, as far as analysts agree; a count is no proof", [$"place", $"explanation", $"against", $"for"],
            one.Matrix.Together.Standing.Select(each => pages.Row(
                [(Phrase)$"{each.Place}", Phrase.Verbatim(each.Key), Items(each.Against), Items(each.For)],
                [.. pages.Leaves.Rules, .. each.Against.Concat(each.For).SelectMany(item => item.Marks).SelectMany(mark => pages.Leaves.At(mark.Index))])));
        pages.List(one.Matrix.Together.Sensitive.Select(each => pages.Row(
            [$"The order hangs on {Items(each.Items)}: without it stand first {Phrase.List(each.FirstWithout)}, with it {Phrase.List(each.First)}."],
            each.Items.SelectMany(item => item.Marks).SelectMany(mark => pages.Leaves.At(mark.Index)))));
        pages.Table($"Why", [$"item", $"explanation", $"bearing", $"reason", $"analyst"], marks.Select(mark => pages.Row(
            [
                pages.Call(mark.Said.Item, mark.Said), pages.Text(mark.Said.Hypothesis, mark.Said), pages.Word(mark.Said.Bearing, mark.Said), pages.Text(mark.Said.Reason, mark.Said), Phrase.Verbatim(mark.Analyst.Text),
            ],
            [.. pages.Leaves.At(mark.Index), .. pages.Leaves.Of(mark.Said.Item)])));
    }

    private Phrase Items(ImmutableArray<MatrixItem> items) => items.IsEmpty ? $"none" : (Phrase)$"{Phrase.List(items.Select(item => pages.Call(item.Item)))}";

    private static string Mark(string bearing) => bearing switch { "consistent" => "+", "inconsistent" => "−", "neutral" => "0", _ => "?" };

    private void Carried(IncidentAssessment one, Ceiling ceiling)
    {
        var (route, basis) = (pages.Tables.Routes[ceiling.Route], Basis(pages, one));
        pages.Below($"Route: {new Quoted(route.Title, PhrasePiece.English)}");
        pages.Stress(pages.IsNarrowed
            ? $"The strongest wording that what is disclosed here carries: “{new Quoted(Words(ceiling.Wording, one), PhrasePiece.English)}” ({Source(ceiling.Wording)})."
            : (Phrase)$"The strongest wording that the record carries: “{new Quoted(Words(ceiling.Wording, one), PhrasePiece.English)}” ({Source(ceiling.Wording)}).", basis);
        foreach (var outcome in one.Outcomes.Where(outcome => outcome.Route == ceiling.Route))
        {
            pages.Say($"Beside it, what {pages.Party(outcome.Body, outcome)} published (document {pages.Text(outcome.Document, outcome)}, date {pages.Time(outcome.When, outcome)}): {pages.Quote(outcome.Wording, outcome)}.", pages.Leaves.Of(outcome));
        }

        if (ceiling.Next is not { } next)
        {
            return;
        }

        pages.Say($"The next wording up is “{new Quoted(Words(next, one), PhrasePiece.English)}” ({Source(next)}). It needs {Phrase.Count(ceiling.Caps.Length, "{0} more condition", "{0} more conditions")}.", [.. pages.Leaves.Rules, .. basis]);
        Caps($"What keeps the wording from the next one up, what is easiest to lift first", ceiling.NextSteps);
        Caps($"What keeps it from those further up, besides", ceiling.CapsAbove);
    }

    private void Caps(Phrase caption, IEnumerable<Cap> caps) => pages.Table(
        caption, [$"condition", $"why it is not met", $"what would lift it", $"about"],
        caps.Select(cap => pages.Row(
            [
                pages.Tables.Conditions.Words(Need.Of(cap.Condition)), cap.Why, cap.Raise, cap.Items.IsEmpty ? $"nothing on record" : (Phrase)$"{Phrase.List(cap.Items.Select(item => pages.Call(item)))}",
            ],
            cap.Items.IsEmpty && cap.Held.IsDefaultOrEmpty ? pages.Leaves.All : [.. pages.Leaves.Of(cap.Items), .. cap.Items.SelectMany(Told), .. cap.Held, .. pages.Leaves.Rules])));

    /// <summary>How a finding stands to what the record carries, and who took it on that it says more.</summary>
    private Phrase Beside(FindingBesideCeiling finding) => (finding.Exceeds, finding.Finding.Override) switch
    {
        (false, _) => $"within what the record carries",
        (true, null) when pages.IsNarrowed => $"what is disclosed here carries less; what the whole record carries can't be judged here",
        (true, null) => $"it says more than the record carries, and nobody took that on",
        (true, { } over) => (Phrase)$"it says more than the record carries; {over.By.Text} took that on: {pages.Quote(over.Said.Reason, over.Said)}",
    };

    private void Findings(IncidentAssessment one)
    {
        var others = one.Outcomes.Where(outcome => !one.Ceilings.Any(ceiling => ceiling.Route == outcome.Route)).ToList();
        if (one.Findings.IsEmpty && others.Count == 0)
        {
            return;
        }

        pages.Below($"Findings, and what was published under other routes");
        pages.Table($"Findings beside what the record carries", [$"finding", $"route", $"wording", $"state", $"beside the ceiling", $"grounds"], one.Findings.Select(finding => pages.Row(
            [
                pages.Call(finding.Finding.Proposed.Finding), pages.Text(finding.Finding.Proposed.Route, finding.Finding.Proposed), Words(pages, finding.Finding.Proposed, one), Standing(finding.Finding),
                Beside(finding),
                finding.Finding.Proposed.Grounds.IsEmpty ? pages.Gap(finding.Finding.Proposed) : (Phrase)$"{Phrase.List(finding.Finding.Proposed.Grounds.Select(ground => pages.Call(ground)))}",
            ],
            Leaves(pages, finding.Finding)) with
        {
            IsOdd = finding.Exceeds,
        }));
        pages.Table($"Published under routes that are not assessed", [$"body", $"route", $"document", $"date", $"wording"], others.Select(outcome => pages.Row(
            [pages.Party(outcome.Body, outcome), pages.Text(outcome.Route, outcome), pages.Text(outcome.Document, outcome), pages.Time(outcome.When, outcome), pages.Text(outcome.Wording, outcome)], pages.Leaves.Of(outcome))));
    }

    private static Phrase Source(RouteWording wording)
    {
        var source = wording.Source.StartsWith("after ", StringComparison.Ordinal) ? wording.Source[6..] : wording.Source;
        Phrase unverified = wording.Verified ? Phrase.None : $", not verified";
        return wording.Verbatim ? (Phrase)$"wording as in {new Quoted(wording.Source, PhrasePiece.English)}{unverified}" : (Phrase)$"our wording, after {new Quoted(source, PhrasePiece.English)}{unverified}";
    }

    private IEnumerable<long> Told(EntityId id) =>
    [
        .. _state.Requests.Find(id) is { } request ? request.Replies.SelectMany(reply => pages.Leaves.Of(reply)) : [],
        .. _state.Samples.Samples.GetValueOrDefault(id) is { } sample ? SamplesPart.Leaves(pages, sample) : [], .. _state.Claims.Find(id) is { } claim ? pages.Leaves.Of(claim) : [],
        .. _state.Laboratory.Results.Where(result => result.Reported.Sample is { } tube && (tube == id || _state.Samples.Samples.GetValueOrDefault(tube)?.Root == id)).SelectMany(result => pages.Leaves.At(result.Index)),
        .. _state.Laboratory.Identifications.Where(made => made.Made.Run is { } run && _state.Laboratory.Runs.GetValueOrDefault(run)?.Sample == id).SelectMany(made => pages.Leaves.At(made.Index)),
    ];
}
