using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Export.Reports;

/// <summary>The title page, the summary, and what the case is for.</summary>
internal sealed class FrontPart(ReportPages pages, ImmutableArray<IncidentAssessment> incidents)
{
    private readonly CaseState _state = pages.State;

    /// <summary>What stands on the title page: name and value.</summary>
    public ImmutableArray<ReportRow> Title(string? marking)
    {
        var opened = pages.Leaves.Of(_state.Opened).ToList();
        var last = _state.Entries is [.., var end] ? end : null;
        List<ReportRow> rows =
        [
            pages.Row([$"Case", Phrase.Verbatim(pages.Source.Id.Text)], opened),
            pages.Row([$"State of the record", last is null ? $"no record" : (Phrase)$"{pages.Source.Size} records; the last is dated {last.Envelope.Made.At} by the clock of whoever signed it"], last is null ? [] : [last.Index]),
            pages.Row([$"Root hash of the log", Phrase.Verbatim(pages.Source.Root)], []),
        ];
        if (pages.Source.Incident is { } incident)
        {
            rows.Insert(1, pages.Row([$"Incident", $"{_state.Entities.Call(incident)} alone"], pages.Leaves.Of(incident)));
        }

        if (marking is not null)
        {
            rows.Add(pages.Row([$"Marking", Phrase.Verbatim(marking)], []));
        }

        if (pages.Source.Policy is { } policy)
        {
            var sum = pages.Source.Withheld.Sum(one => one.Members);
            rows.Add(pages.Row([$"Withheld", $"under the policy {policy}: {Phrase.Count(sum, "{0} member withheld", "{0} members withheld")}"], []));
        }

        return [.. rows];
    }

    public void Summary()
    {
        pages.Section($"Summary");
        if (pages.IsNarrowed)
        {
            pages.Stress(
                $"This report is of a part of the record: {Phrase.Count(pages.Source.Withheld.Sum(one => one.Members), "{0} member is", "{0} members are")} withheld. What it computes (ceilings, levels, custody, anomalies) and what it calls not on record is of what is disclosed here; the whole record may carry more or less.",
                pages.Leaves.All);
        }

        foreach (var one in incidents)
        {
            var (facts, said) = (one.Facts, one.Incident);
            if (incidents.Length > 1)
            {
                pages.Heading(Name(said));
            }

            pages.Say($"The incident on record is {Name(said)}; time: {pages.Time(said.When, said)}; place: {pages.Place(said.Where, said)}.", pages.Leaves.Of(said));
            foreach (var denies in new[] { false, true })
            {
                var origins = facts.Origins.Where(origin => origin.Denies == denies).ToList();
                var leaves = origins.SelectMany(origin => origin.Claims).DistinctBy(claim => claim.Id).SelectMany(pages.Leaves.Of).Concat(Allegations(said.Incident, denies));
                if (origins.Count > 0)
                {
                    var names = Phrase.List(origins.Select(origin => origin.Name), "; ");
                    var claims = Phrase.Count(origins.SelectMany(origin => origin.Claims).Distinct().Count(), "{0} confirmed claim", "{0} confirmed claims");
                    pages.Count(
                        denies ? (Phrase)$"It is denied by: {names} ({claims})." : (Phrase)$"It is alleged by: {names} ({claims}).",
                        [new("claim-proposed", origins.SelectMany(origin => origin.Claims).Distinct().Count())], leaves);
                }
            }

            var samples = pages.Leaves.Of(facts.Samples.Select(sample => sample.Collected)).ToList();
            var controls = pages.Leaves.Of(facts.Controls.Select(sample => sample.Collected)).ToList();
            var people = pages.Leaves.Of(facts.Casualties).ToList();
            pages.Count(
                $"On record are {Phrase.Count(facts.Samples.Length, "{0} sample", "{0} samples")}, {Phrase.Count(facts.Controls.Length, "{0} control or blank", "{0} controls or blanks")} and {Phrase.Count(facts.Casualties.Length, "{0} person recorded as a casualty", "{0} persons recorded as casualties")}.",
                [new("sample-collected", facts.Samples.Length + facts.Controls.Length), new("casualty-recorded", facts.Casualties.Length)],
                samples.Count + controls.Count + people.Count == 0 ? pages.Leaves.All : [.. samples, .. controls, .. people]);
            Highest(one);
            foreach (var ceiling in one.Ceilings)
            {
                var route = pages.Tables.Routes[ceiling.Route];
                pages.Stress($"Under the route “{new Quoted(route.Title, PhrasePiece.English)}”, the record carries at most the wording “{new Quoted(AssessmentPart.Words(ceiling.Wording, one), PhrasePiece.English)}”. This is computed from the records and is no finding.", AssessmentPart.Basis(pages, one));
            }

            foreach (var outcome in one.Outcomes)
            {
                pages.Say($"{pages.Party(outcome.Body, outcome)} published (document {pages.Text(outcome.Document, outcome)}, date {pages.Time(outcome.When, outcome)}): {pages.Quote(outcome.Wording, outcome)}.", pages.Leaves.Of(outcome));
            }

            foreach (var finding in one.Findings)
            {
                pages.Say(
                    finding.Exceeds && pages.IsNarrowed
                        ? $"Finding {pages.Call(finding.Finding.Proposed.Finding)} ({AssessmentPart.Standing(finding.Finding)}): “{AssessmentPart.Words(pages, finding.Finding.Proposed, one)}”. What is disclosed here carries less; what the whole record carries can't be judged here."
                        : finding.Exceeds
                        ? (Phrase)$"Finding {pages.Call(finding.Finding.Proposed.Finding)} ({AssessmentPart.Standing(finding.Finding)}) says more than the record carries: “{AssessmentPart.Words(pages, finding.Finding.Proposed, one)}”."
                        : (Phrase)$"Finding {pages.Call(finding.Finding.Proposed.Finding)} ({AssessmentPart.Standing(finding.Finding)}): “{AssessmentPart.Words(pages, finding.Finding.Proposed, one)}”.",
                    AssessmentPart.Leaves(pages, finding.Finding));
            }
        }

        var differing = incidents.SelectMany(one => one.Observations).ToList();
        if (differing.Count > 0)
        {
            pages.Say($"{Phrase.Count(differing.Count, "{0} differing observation or comment of a State is on record", "{0} differing observations or comments of States are on record")}: {Phrase.List(differing.Select(one => pages.Party(one.By, one)))}. They stand in full in the last section before the annexes.", differing.SelectMany(one => pages.Leaves.Of(one)));
        }

        if (incidents.IsEmpty)
        {
            pages.Say($"No incident is on record, so there is nothing to assess.", pages.Leaves.All);
        }
    }

    public void Mandate()
    {
        pages.Section($"Mandate and scope");
        var opened = _state.Opened;
        pages.Say($"The mandate, as the case states it: {pages.Quote(opened?.Mandate, opened)}.", pages.Leaves.Of(opened));
        if (opened?.BeforeInWords is { } before)
        {
            pages.Say($"The log of this case goes on from another: {before}.", pages.Leaves.Of(opened));
        }

        pages.Table(
            $"Incidents", [$"incident", $"title", $"time", $"place"],
            incidents.Select(one => one.Incident).Select(one => pages.Row([pages.Call(one.Incident, one), pages.Text(one.Title, one), pages.Time(one.When, one), pages.Place(one.Where, one)], pages.Leaves.Of(one))));
        var asked = _state.Requests.Requests.Where(request => pages.IsIn(request.Made.Incident)).ToLookup(request => request.Made.Route ?? "");
        pages.Table(
            $"Routes that were used or are assessed", [$"route", $"basis", $"standard", $"requests"],
            pages.Tables.Routes.Values.Where(route => asked.Contains(route.Key) || !route.Wordings.IsEmpty).Select(route => pages.Row(
                [ReportPages.English(route.Title), ReportPages.English(route.Basis), ReportPages.English(route.Standard), Phrase.List(asked[route.Key].Select(request => pages.Call(request.Id))) is { Parts.IsEmpty: false } names ? (Phrase)$"{names}" : $"none"],
                [.. pages.Leaves.Rules, .. pages.Leaves.Of(asked[route.Key].Select(request => request.Made))])));
        pages.Say(
            $"What the evidence carries is judged by {Phrase.Count(_state.Tables.Count, "{0} rule table", "{0} rule tables")}, which the case pins by digest and the annex lists. A claim stands with whoever says it and became no fact by being repeated.",
            pages.Leaves.Rules);
        var keys = _state.Counting.Where(entry => entry.Statement is KeyRegistered).Select(entry => (KeyRegistered)entry.Statement!).ToList();
        pages.Table(
            $"Who signed records, by role", [$"role", $"keys", $"for"],
            keys.GroupBy(key => key.Role ?? "").OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => pages.Row(
                [group.Key.Length == 0 ? $"withheld or not said" : Phrase.Of(group.Key), $"{group.Count()}", Phrase.List(group.Select(key => key.Party).OfType<EntityId>().Distinct().Select(id => _state.Parties.Name(id))) is { Parts.IsEmpty: false } parties ? (Phrase)$"{parties}" : $"not said"],
                pages.Leaves.Of(group)) with
            {
                Counts = [new("key-registered", group.Count())],
            }));
    }

    private Phrase Name(Core.Incidents.IncidentOpened one) => $"{pages.Call(one.Incident, one)} ({pages.Quote(one.Title, one)})";

    private IEnumerable<long> Allegations(EntityId? incident, bool denies) =>
        pages.Leaves.Of(_state.Incidents.Allegations.Where(one => one.Incident == incident && (one.Stance == "denies") == denies));

    private void Highest(IncidentAssessment one)
    {
        if (one.Facts.Highest is not { } level)
        {
            pages.Say($"No substance is identified in a sample on record.", pages.Leaves.All);
            return;
        }

        var relied = one.Facts.Relied.ToList();
        pages.Say(
            $"The highest level of identification is “{Phrase.Of(level.Words())}”: {Phrase.List(relied.Take(4).Select(each => (Phrase)$"{each.Substance} in {pages.Call(each.Sample)}"), "; ")}{(relied.Count > 4 ? (Phrase)$"; and others" : Phrase.None)}.",
            relied.SelectMany(each => ResultsPart.Leaves(pages, each)));
    }
}
