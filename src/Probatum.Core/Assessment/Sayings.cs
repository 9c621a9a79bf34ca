using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Samples;

namespace Probatum.Core.Assessment;

/// <summary>Plain sentences about what is on record for an incident, each computed from records alone.</summary>
/// <remarks>Neutral: every statement stays with its speaker, and the speaker's word is quoted, never taken over.</remarks>
internal static class Sayings
{
    public static ImmutableArray<string> Of(IncidentFacts facts) =>
        [.. Origins(facts), .. Claimed(facts), .. Physical(facts), .. Substances(facts), .. Casualties(facts), .. Requests(facts), .. AlsoSaid(facts)];

    private static IEnumerable<string> Origins(IncidentFacts facts)
    {
        foreach (var origin in facts.Origins)
        {
            var verb = origin.Denies ? "denies it" : "alleges it";
            yield return $"{(origin.Party is null ? $"Somebody tied to no party, in the report “{origin.Name}”," : origin.Name)} {verb}: {Count(origin.Claims.Length, "confirmed claim")} ({string.Join(", ", origin.Claims.Select(claim => facts.State.Entities.Call(claim.Id)))}) from one origin{Repeated(origin, facts.State)}.";
        }

        foreach (var sentence in Withdrawn(facts.State, facts.State.Incidents.Allegations
            .Where(allegation => allegation.Incident == facts.Incident.Incident && allegation.Stance != AllegationRecorded.Withdrawn).SelectMany(allegation => allegation.Claims).Distinct()))
        {
            yield return sentence;
        }

        foreach (var claim in facts.State.Claims.Claims.Where(claim => claim is { Placing: ClaimPlacing.Misplaced, State: ClaimState.Confirmed or ClaimState.Edited }))
        {
            yield return $"{facts.State.Entities.Call(claim.Id)}: {ClaimWords.Standing(claim, facts.State)}.";
        }

        var open = facts.State.Claims.Claims.Count(claim => claim.IsOpen);
        if (open > 0)
        {
            yield return $"{Count(open, "proposed claim")} of this case {(open == 1 ? "has" : "have")} not been reviewed and count{(open == 1 ? "s" : "")} for nothing.";
        }
    }

    /// <summary>What a side took back, in its words, and what echoes that.</summary>
    private static IEnumerable<string> Withdrawn(CaseState state, IEnumerable<Records.EntityId> claims)
    {
        var withdrawn = state.Claims.Withdrawn(state.Parties);
        foreach (var claim in claims.Select(id => state.Claims.Find(id)).OfType<ClaimView>().Where(claim => claim.IsConfirmed))
        {
            var (root, name) = (EchoRoots.Of(state, claim).Claim, state.Entities.Call(claim.Id));
            foreach (var word in withdrawn[claim.Id])
            {
                yield return $"{name} is no allegation or denial of {state.Parties.Name(word.Speaker)} any more: {ClaimWords.Attribution(word, state)}, withdraws: “{word.Said.Content ?? "withheld"}” ({state.Entities.Call(word.Id)}).";
            }

            if (root.Id != claim.Id && withdrawn.Contains(root.Id))
            {
                yield return $"{name} goes back to {state.Entities.Call(root.Id)}, which was taken back, and counts for nothing.";
            }
        }
    }

    private static string Repeated(Origin origin, CaseState state) => origin.Echoes.IsEmpty ? ""
        : "; " + string.Join(", ", origin.Echoes.Select(claim => $"{state.Entities.Call(claim.Id)} is an echo, said by {(claim.Speaker is { } speaker ? state.Parties.Name(speaker) : claim.Said.Speaker ?? "nobody named here")}"));

    /// <summary>
    /// Confirmed claims that stand in no allegation and tell of no claimed material: who received, refused, waits, corrects.
    /// Nothing says which incident they are about, so they stand with the first one.
    /// </summary>
    private static IEnumerable<string> AlsoSaid(IncidentFacts facts)
    {
        var incidents = facts.State.Incidents;
        var used = incidents.Allegations.Where(allegation => allegation.Stance != AllegationRecorded.Withdrawn).SelectMany(allegation => allegation.Claims).Concat(incidents.Claimed.Select(item => item.Claim).OfType<Records.EntityId>()).ToHashSet();
        return incidents.Incidents[0].Incident == facts.Incident.Incident
            ? facts.State.Claims.Claims.Where(claim => claim.IsConfirmed && !used.Contains(claim.Id)).Select(claim =>
                $"Also said: {ClaimWords.Attribution(claim, facts.State)}{(claim.Said.Stance is null or "asserts" ? "" : $", {claim.Said.Stance}")}: “{claim.Said.Content ?? "withheld"}” ({facts.State.Entities.Call(claim.Id)}).")
            : [];
    }

    private static IEnumerable<string> Claimed(IncidentFacts facts)
    {
        var parties = facts.State.Parties;
        foreach (var item in facts.Claimed)
        {
            var count = item.Count is { } n ? n.ToString(CultureInfo.InvariantCulture) : "An unstated number of";
            var these = item.Count is { } number ? $"the {number.ToString(CultureInfo.InvariantCulture)}" : "these";
            var thing = (item.Biomedical == true ? "biomedical sample" : "sample") + (item.Count == 1 ? "" : "s");
            var what = item.What.IsEmpty ? "" : $" ({string.Join(", ", item.What)})";
            var verb = item.Count == 1 ? "is" : "are";
            var self = parties.SameSide(item.CollectedBy, item.HeldBy) && parties.SameSide(item.AnalysedBy, item.HeldBy);
            yield return self
                ? $"{count} {thing}{what} {verb} claimed by the party that says it collected and analysed them itself, {parties.Name(item.HeldBy)}. That is a statement about evidence, not evidence (origin CLAIMANT_HELD)."
                : $"{count} {thing}{what} {verb} claimed by {parties.Name(item.HeldBy)}; collected, as told, by {parties.Name(item.CollectedBy)}, analysed by {parties.Name(item.AnalysedBy)}. That is a statement about evidence, not evidence.";
            var handedOn = HandedOn(facts, item).ToList();
            yield return handedOn.Count == 0
                ? $"No hand-over of {these} {thing} is on record."
                : $"{Names(facts, handedOn)}, collected by the same side, {(handedOn.Count == 1 ? "was" : "were")} handed on; no record ties {(handedOn.Count == 1 ? "it" : "them")} to {these} {thing}.";

            if (item.Word is { } word)
            {
                var most = facts.Tables.Techniques.GetValueOrDefault(item.Technique ?? "")?.MaxLevel ?? Level.L1;
                var level = (Level)Math.Min((int)most, (int)Level.L1);
                yield return $"The result told for {these} {thing} ({string.Join(", ", item.Substances)}; {(item.Method is { } method ? $"method said: {method}" : "no method said")}) is {level.Words()} at the most, whatever word was used; the word was “{word}”.";
            }
            else
            {
                yield return $"No result is told for {these} {thing}.";
            }
        }

        foreach (var told in facts.Claimed.Where(item => item.Word is not null).GroupBy(item => parties.Name(item.HeldBy)))
        {
            var words = told.Select(item => (item.Word, When: Said(facts, item))).Distinct().ToList();
            if (words.Select(one => one.Word).Distinct().Count() > 1)
            {
                yield return $"The word of {told.Key} moved: {string.Join(", then ", words.Select(one => $"“{one.Word}”{(one.When is null ? "" : $" ({one.When})")}"))}; no further method is told that would account for it.";
            }
        }

        if (!facts.Claimed.IsEmpty)
        {
            var sides = facts.Claimed.Where(item => item.AnalysedBy is not null).Select(item => parties.Top(item.AnalysedBy!.Value)).ToHashSet();
            var others = facts.Substances.SelectMany(one => one.Words).Where(word => word.Outcome == "found" && word.Level >= Level.L2 && !sides.Contains(parties.Top(word.Laboratory))).ToList();
            yield return "No independent origin confirms the claimed results: nobody else is on record as having examined that material."
                + (others.Count == 0 ? "" : $" {Count(others.Count, "result")} of other laboratories on other samples {(others.Count == 1 ? "stands" : "stand")} beside {(facts.Claimed.Length == 1 ? "it" : "them")}.");
        }
    }

    /// <summary>Samples on record that the claimant's side collected and that left its hands.</summary>
    private static IEnumerable<SampleView> HandedOn(IncidentFacts facts, SamplesClaimed item) => facts.Samples.Where(sample =>
        facts.State.Parties.SameSide(sample.Collected.Collector, item.CollectedBy ?? item.HeldBy)
        && sample.Chain.Links.OfType<HandOver>().Any(move => move.To is not null && !facts.State.Parties.SameSide(move.To, sample.Collected.Collector)));

    private static string Names(IncidentFacts facts, IEnumerable<SampleView> samples) => string.Join(", ", samples.Select(sample => facts.State.Entities.Call(sample.Id)));

    private static string? Said(IncidentFacts facts, SamplesClaimed item) =>
        facts.State.Claims.Report(facts.State.Claims.Find(item.Claim)?.Said.Report)?.Captured.Published?.Words;

    private static IEnumerable<string> Physical(IncidentFacts facts)
    {
        if (facts.Samples.IsEmpty)
        {
            yield break;
        }

        var chains = facts.Samples.GroupBy(sample => facts.Custody(sample).Assurance).OrderByDescending(group => group.Key);
        yield return $"{Count(facts.Samples.Length, "sample")} and {Count(facts.Controls.Length, "control or blank", "controls or blanks")} are on record; custody: "
            + string.Join(", ", chains.Select(group => $"{group.Key.ToString().ToLowerInvariant()} for {string.Join(" ", group.Select(sample => sample.Label))}")) + ".";
        foreach (var sample in facts.Samples.Where(sample => sample.Collected.Origin == "TEAM_COLLECTED" && facts.IsInDispute(sample.Collected.Collector)))
        {
            yield return $"{facts.State.Entities.Call(sample.Id)} is called TEAM_COLLECTED, and its collector, {facts.State.Parties.Name(sample.Collected.Collector)}, is a party to the dispute.";
        }

        foreach (var run in facts.State.Laboratory.Runs.Values.Where(run => run.ScreenText is not null && facts.Samples.Any(sample => sample.Id == run.Sample)).OrderBy(run => facts.State.Entities.Find(run.Run)?.Index))
        {
            yield return $"{facts.State.Entities.Call(run.Sample)}: the device of run {facts.State.Entities.Call(run.Run)} showed “{run.ScreenText}”.";
        }

        foreach (var sample in facts.Samples.Concat(facts.Controls).SelectMany(sample => sample.Aliquots.Select(id => facts.State.Samples.Samples[id]).Prepend(sample)))
        {
            foreach (var anomaly in facts.Custody(sample).Misfits.Select(one => one.What).Distinct())
            {
                if (sample.Parent is null || !facts.Custody(facts.State.Samples.Samples[sample.Parent.Value]).Misfits.Any(one => one.What == anomaly))
                {
                    yield return $"{sample.Label}: {facts.Tables.Anomalies.Words(anomaly)}.";
                }
            }
        }
    }

    private static IEnumerable<string> Substances(IncidentFacts facts)
    {
        var all = facts.Substances.Concat(facts.InControls).ToList();
        foreach (var one in all.Where(one => !IsFieldOnly(one)))
        {
            var words = one.Words.Select(word =>
                $"{facts.State.Parties.Name(word.Laboratory)}: {word.Outcome}{(word.Outcome == "found" ? $", {word.Level.Words()} ({word.Why})" : "")}{(word.Word is null ? "" : $", in its word “{word.Word}”")}{(word.Late is { } late ? $", {late.Words}" : "")}");
            var together = one.Level is { } level ? level.Words() : "not found by anybody";
            yield return $"{one.Substance} in {facts.State.Entities.Call(one.Sample)}: {together}{(one.Disagreement ? "; the laboratories disagree" : "")}. {string.Join("; ", words)}.";
        }

        foreach (var (word, sample) in all.SelectMany(one => one.Words).Where(word => word.Level >= Level.L2)
            .Select(word => (word, facts.State.Samples.Samples.GetValueOrDefault(word.Sample))).Where(pair => pair.Item2 is not null && !facts.Reached(pair.Item2, pair.word.Laboratory))
            .DistinctBy(pair => (pair.word.Laboratory, pair.word.Sample)))
        {
            yield return $"No record says that {facts.State.Parties.Name(word.Laboratory)} ever held {sample!.Label}, of which it reports.";
        }

        // What only a field device's library search names would bury what laboratories say: one line a sample.
        foreach (var sample in all.Where(IsFieldOnly).GroupBy(one => one.Sample))
        {
            yield return $"{facts.State.Entities.Call(sample.Key)}: one field technique alone, {sample.Max(one => one.Level)!.Value.Words()} at the most, also names {string.Join("; ", sample.Select(one => one.Substance))}.";
        }
    }

    private static bool IsFieldOnly(SubstanceInSample one) => one.Level is <= Level.L1 && one.Words.All(word => word is { Level: <= Level.L1, Outcome: "found", Word: null });

    private static IEnumerable<string> Casualties(IncidentFacts facts)
    {
        if (facts.Casualties.IsEmpty)
        {
            yield break;
        }

        // A person counts once for a sign, whichever records tell of it.
        var signs = facts.State.Casualties.Told(facts.Casualties).SelectMany(person => person.Told.SelectMany(told => told.Signs).Select(sign => sign.Name).Distinct(StringComparer.OrdinalIgnoreCase))
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}").ToList();
        yield return $"{Count(facts.Casualties.Length, "casualty", "casualties")} on record; {(signs.Count > 0 ? $"signs told: {string.Join(", ", signs)}" : facts.SignsWithheld().Count > 0 ? "signs withheld or not said" : "no sign is told")}.";
    }

    private static IEnumerable<string> Requests(IncidentFacts facts)
    {
        foreach (var request in facts.State.Requests.Requests.Where(request => request.Made.Incident == facts.Incident.Incident))
        {
            var parties = facts.State.Parties;
            yield return $"{parties.Name(request.Made.From)} asked {parties.Name(request.Made.To)} under {request.Made.Route} ({request.Made.When?.Words ?? "time not given"}); {Count(request.Replies.Count, "reply", "replies")} on record.";
        }
    }

    internal static string Count(int count, string one, string? many = null) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? one + "s")}";
}
