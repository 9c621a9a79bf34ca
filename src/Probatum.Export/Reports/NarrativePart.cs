using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Export.Reports;

/// <summary>Who says what, going back to whom; the time line; the places.</summary>
internal sealed class NarrativePart(ReportPages pages, ImmutableArray<IncidentAssessment> incidents)
{
    // A page of paper holds a drawing of so many pixels, with its caption.
    private const int MostEvents = 44;
    private const int MostHeight = 800;
    private const int FigureWidth = 720;

    private readonly CaseState _state = pages.State;

    public void Write()
    {
        pages.Section($"Narrative and time line");
        foreach (var one in incidents)
        {
            if (incidents.Length > 1)
            {
                pages.Heading($"{pages.Call(one.Incident.Incident, one.Incident)}: {pages.Text(one.Incident.Title, one.Incident)}");
            }

            Origins(one);
            Claims(one);
            Claimed(one);
            Composite(one);
        }

        Beside();
        Times();
        Places();
    }

    private void Origins(IncidentAssessment one)
    {
        var allegations = _state.Incidents.Allegations.Where(allegation => allegation.Incident == one.Incident.Incident).ToList();
        pages.Table(
            $"What is alleged and denied, as recorded", [$"party", $"stance", $"in short", $"substances named"],
            allegations.Select(allegation => pages.Row(
                [
                    pages.Party(allegation.By, allegation), allegation.Stance == AllegationRecorded.Withdrawn ? $"taken out by an analyst" : pages.Word(allegation.Stance, allegation), pages.Text(allegation.Title, allegation),
                    allegation.Substances.IsEmpty ? pages.Gap(allegation) : (Phrase)$"{Phrase.List(allegation.Substances)}",
                ],
                pages.Leaves.Of(allegation))));
        pages.Table(
            $"Origins: who is the first known source, and who repeats it", [$"origin", $"stance", $"claims", $"of these, spoken by others"],
            one.Facts.Origins.Select(origin => pages.Row(
                [Phrase.Verbatim(origin.Name), origin.Denies ? (Phrase)$"denies" : $"alleges", Claims(origin.Claims), origin.Echoes.IsEmpty ? $"none" : (Phrase)$"{Phrase.List(origin.Echoes.Select(claim => (Phrase)$"{pages.Call(claim.Id)}, {Speaker(claim)}"), "; ")}"],
                [.. origin.Claims.SelectMany(pages.Leaves.Of), .. origin.Claims.SelectMany(claim => Echoes(claim))])));
        if (one.Facts.Origins.IsEmpty)
        {
            pages.Say($"No confirmed claim stands behind an allegation or a denial.", pages.Leaves.All);
        }
    }

    private void Claims(IncidentAssessment one)
    {
        var claims = one.Facts.Origins.SelectMany(origin => origin.Claims).DistinctBy(claim => claim.Id).OrderBy(claim => claim.Index).ToList();
        pages.List(claims.Select(claim => pages.Row([Said(claim)], pages.Leaves.Of(claim))));
    }

    private void Claimed(IncidentAssessment one) => pages.List(one.Facts.Claimed.Select(item => pages.Row(
        [
            item.Count is { } count
                ? (Phrase)$"{pages.Party(item.HeldBy, item)} is said to hold {Phrase.Count(count, "{0} sample", "{0} samples")} ({Phrase.List(item.What)}): a statement about evidence, not evidence. The result told for it: {Told(item)}."
                : (Phrase)$"{pages.Party(item.HeldBy, item)} is said to hold samples ({Phrase.List(item.What)}), nobody says how many: a statement about evidence, not evidence. The result told for it: {Told(item)}.",
        ],
        [.. pages.Leaves.Of(item), .. _state.Claims.Find(item.Claim) is { } claim ? pages.Leaves.Of(claim) : []])));

    /// <summary>Element by element who tells it so and who otherwise: a view, and nobody's account.</summary>
    private void Composite(IncidentAssessment one)
    {
        var narrative = Narrative.Of(one.Facts);
        pages.Table(
            $"What is told of each element, in every version and with all who tell it; none is chosen", [$"element", $"as told", $"told by", $"beside each other"],
            narrative.Elements.SelectMany(element => element.Versions.Select(version => pages.Row(
                [
                    Phrase.Of(element.Element), Phrase.Verbatim(version.Words), (Phrase)$"{Phrase.List(version.Tellers.DistinctBy(told => (told.Name, told.Denies)).Select(told => told.Denies ? (Phrase)$"{told.Name}, who denies it" : Phrase.Verbatim(told.Name)), "; ")}",
                    element.Contradicts ? $"versions that can't both hold" : element.Differs ? $"told differently" : version.Independent > 1 ? (Phrase)$"several tell the same" : $"one teller",
                ],
                [.. version.Tellers.SelectMany(told => _state.Claims.Find(told.Source) is { } claim ? pages.Leaves.Of(claim) : pages.Leaves.Of(told.Source))]) with
            {
                IsOdd = element.Contradicts,
            })));
    }

    private static Phrase Told(SamplesClaimed item) => item.Word is { } word ? (Phrase)$"“{word}” ({Phrase.List(item.Substances)})" : $"none";

    /// <summary>Claims of the case that stand behind no allegation: how many, and how they were reviewed.</summary>
    private void Beside()
    {
        if (pages.Source.Incident is not null)
        {
            return;
        }

        var used = incidents.SelectMany(one => one.Facts.Origins).SelectMany(origin => origin.Claims).Select(claim => claim.Id).ToHashSet();
        foreach (var (words, several, claims) in new[]
        {
            ("{0} further claim was confirmed as standing in its report and supports no allegation.", "{0} further claims were confirmed as standing in their reports and support no allegation.", _state.Claims.Claims.Where(claim => claim.IsConfirmed && !used.Contains(claim.Id)).ToList()),
            ("{0} proposed claim was reviewed by nobody and counts for nothing.", "{0} proposed claims were reviewed by nobody and count for nothing.", _state.Claims.Claims.Where(claim => claim.IsOpen).ToList()),
            ("{0} proposed claim was rejected: its report does not say so.", "{0} proposed claims were rejected: their reports do not say so.", _state.Claims.Claims.Where(claim => claim.State == ClaimState.Rejected).ToList()),
        })
        {
            if (claims.Count > 0)
            {
                pages.Count(Phrase.Count(claims.Count, words, several), [new("claim-proposed", claims.Count)], claims.SelectMany(pages.Leaves.Of));
            }
        }
    }

    private void Times()
    {
        var events = TimeLine.Of(_state).Where(one => pages.IsAbout(one.Index)).ToList();
        if (events.Count == 0)
        {
            return;
        }

        pages.Heading($"Time line");
        var parts = new List<(TimedEvent[] Events, string Svg)>();
        for (var at = 0; at < events.Count; at += parts[^1].Events.Length)
        {
            parts.Add(APage([.. events.Skip(at).Take(MostEvents)]));
        }

        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i].Events;
            pages.Figure(
                $"Time line, part {i + 1} of {parts.Count}: each event as told, by whoever stands beside it. A round mark is an instant, a box an uncertain time.",
                $"{Phrase.Count(part.Length, "{0} event", "{0} events")} below each other, from {part[0].When.Words} to {part[^1].When.Words}.",
                parts[i].Svg, part.SelectMany(one => pages.Leaves.At(one.Index)));
        }
    }

    /// <summary>As many of the events as a page holds.</summary>
    private static (TimedEvent[] Events, string Svg) APage(TimedEvent[] events)
    {
        var svg = TimeLineDrawing.Svg([.. events], FigureWidth);
        var height = int.Parse(svg.AsSpan(svg.IndexOf("height=\"", StringComparison.Ordinal) + 8).ToString().Split('"')[0], CultureInfo.InvariantCulture);
        return height <= MostHeight || events.Length == 1 ? (events, svg) : APage(events[..Math.Max(1, Math.Min(events.Length - 1, events.Length * MostHeight / height))]);
    }

    private void Places()
    {
        var places = PlacesGeoJson.All(_state).Where(one => pages.IsAbout(one.Entry.Index) && one.Where is { LatE7: not null, LonE7: not null, IsWellFormed: true })
            .Select(one => new MappedPlace($"{one.Name}: {one.What}", one.Where!.LatE7!.Value, one.Where.LonE7!.Value, one.Where.RadiusM, one.Entry.Index)).ToList();
        if (places.Count == 0)
        {
            return;
        }

        pages.Heading($"Places");
        foreach (var map in PlacesMap.Of(places))
        {
            pages.Figure(
                $"Places as told, each with the uncertainty that was told; numbers lead to the list beside the map. No map of others lies below.",
                $"{Phrase.Count(map.Places.Count, "{0} place", "{0} places")} between {map.South} and {map.North} degrees of latitude, {map.West} and {map.East} degrees of longitude.",
                map.Drawing.Svg(), map.Places.SelectMany(place => pages.Leaves.At(place.Leaf)));
        }
    }

    /// <summary>Who says it, through whom, when, and the words.</summary>
    private Phrase Said(ClaimView claim)
    {
        var report = _state.Claims.Report(claim.Said.Report)?.Captured;
        Phrase through = report?.Publisher is { } publisher && State(publisher) != State(claim.Speaker) ? (Phrase)$", as reported by {_state.Parties.Name(publisher)}" : Phrase.None;
        Phrase date = report?.Published is { } published ? (Phrase)$" ({pages.Time(published, report)})" : Phrase.None;
        Phrase answers = claim.Answers.IsEmpty ? Phrase.None : (Phrase)$" It answers {Phrase.List(claim.Answers.Select(answered => pages.Call(answered)))}.";
        var (call, speaker, words) = (pages.Call(claim.Id), Speaker(claim), pages.Quote(claim.Said.Content, claim.Said));
        return claim.Said.Stance switch
        {
            "denies" => $"{call}: {speaker} denies{through}{date}: {words}.{answers}",
            "requests" => $"{call}: {speaker} requests{through}{date}: {words}.{answers}",
            "warns" => $"{call}: {speaker} warns{through}{date}: {words}.{answers}",
            "predicts" => $"{call}: {speaker} predicts{through}{date}: {words}.{answers}",
            "commits" => $"{call}: {speaker} commits to it{through}{date}: {words}.{answers}",
            ClaimView.Withdraws => $"{call}: {speaker} takes back{through}{date}: {words}.{answers}",
            _ => (Phrase)$"{call}: {speaker} says{through}{date}: {words}.{answers}",
        };
    }

    private string? State(EntityId? party) => party is null ? null : _state.Parties.Name(party);

    private Phrase Speaker(ClaimView claim) => claim.Speaker is { } party ? Phrase.Verbatim(_state.Parties.Name(party)) : claim.Said.Speaker is { } name ? Phrase.Verbatim(name) : $"somebody who is not named";

    private Phrase Claims(IEnumerable<ClaimView> claims) => $"{Phrase.List(claims.Select(claim => pages.Call(claim.Id)))}";

    private IEnumerable<long> Echoes(ClaimView claim) => _state.Echoes.From(claim.Id).Concat(claim.Said.Report is { } report ? _state.Echoes.From(report) : [])
        .Where(edge => edge.IsConfirmed).SelectMany(edge => pages.Leaves.At(edge.Index));
}
