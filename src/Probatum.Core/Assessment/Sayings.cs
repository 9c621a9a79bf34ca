using System.Collections.Immutable;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Assessment;

/// <summary>A sentence about what is on record, with the things of the case that it speaks of.</summary>
public sealed record Saying(Phrase Text, ImmutableArray<EntityId> Items)
{
    /// <summary>In English.</summary>
    public override string ToString() => Text.ToString();
}

/// <summary>Plain sentences about what is on record for an incident, each computed from records alone.</summary>
/// <remarks>Neutral: every statement stays with its speaker, and the speaker's word is quoted, never taken over.</remarks>
internal static class Sayings
{
    public static ImmutableArray<Saying> Of(IncidentFacts facts) =>
        [.. Origins(facts), .. Claimed(facts), .. Physical(facts), .. Substances(facts), .. Casualties(facts), .. Requests(facts), .. AlsoSaid(facts)];

    private static Saying Say(Phrase text, params IEnumerable<EntityId?> items) => new(text, [.. items.OfType<EntityId>().Distinct()]);

    private static string Call(IncidentFacts facts, EntityId? id) => facts.State.Entities.Call(id);

    private static IEnumerable<Saying> Origins(IncidentFacts facts)
    {
        foreach (var origin in facts.Origins)
        {
            var claims = Count(origin.Claims.Length, "confirmed claim");
            var names = Phrase.List(origin.Claims.Select(claim => Call(facts, claim.Id)));
            var repeated = Repeated(origin, facts.State);
            yield return Say(
                (origin.Party is null, origin.Denies) switch
                {
                    (true, true) => $"Somebody tied to no party, in the report “{origin.Name}”, denies it: {claims} ({names}) from one origin{repeated}.",
                    (true, false) => $"Somebody tied to no party, in the report “{origin.Name}”, alleges it: {claims} ({names}) from one origin{repeated}.",
                    (false, true) => $"{origin.Name} denies it: {claims} ({names}) from one origin{repeated}.",
                    _ => (Phrase)$"{origin.Name} alleges it: {claims} ({names}) from one origin{repeated}.",
                },
                origin.Claims.Select(claim => (EntityId?)claim.Id));
        }

        foreach (var sentence in Withdrawn(facts))
        {
            yield return sentence;
        }

        // What lies wrong in its report, and what nobody looked at, is of no incident: it stands with the first one.
        if (!IsFirst(facts))
        {
            yield break;
        }

        foreach (var claim in facts.State.Claims.Claims.Where(claim => claim is { Placing: ClaimPlacing.Misplaced, State: ClaimState.Confirmed or ClaimState.Edited }))
        {
            yield return Say($"{Call(facts, claim.Id)}: {Phrase.Of(ClaimWords.Standing(claim, facts.State))}.", claim.Id);
        }

        var open = facts.State.Claims.Claims.Count(claim => claim.IsOpen);
        if (open > 0)
        {
            yield return Say($"{Phrase.Count(open, "{0} proposed claim of this case has not been reviewed and counts for nothing.", "{0} proposed claims of this case have not been reviewed and count for nothing.")}");
        }
    }

    private static bool IsFirst(IncidentFacts facts) => facts.State.Incidents.Incidents[0].Incident == facts.Incident.Incident;

    /// <summary>What a side took back, in its words, and what echoes that.</summary>
    private static IEnumerable<Saying> Withdrawn(IncidentFacts facts)
    {
        var (state, withdrawn) = (facts.State, facts.Case.Withdrawn);
        var claims = facts.Case.Allegations[facts.Incident.Incident].Where(allegation => allegation.Stance != AllegationRecorded.Withdrawn).SelectMany(allegation => allegation.Claims).Distinct();
        foreach (var claim in claims.Select(id => state.Claims.Find(id)).OfType<ClaimView>().Where(claim => claim.IsConfirmed))
        {
            var (root, name) = (EchoRoots.Of(state, claim).Claim, state.Entities.Call(claim.Id));
            foreach (var word in withdrawn[claim.Id])
            {
                yield return Say(
                    $"{name} is no allegation or denial of {state.Parties.Name(word.Speaker)} any more: {ClaimWords.Attribution(word, state)}, withdraws: “{word.Said.Content ?? "withheld"}” ({state.Entities.Call(word.Id)}).", claim.Id, word.Id);
            }

            if (root.Id != claim.Id && withdrawn.Contains(root.Id))
            {
                yield return Say($"{name} goes back to {state.Entities.Call(root.Id)}, which was taken back, and counts for nothing.", claim.Id, root.Id);
            }
        }
    }

    private static Phrase Repeated(Origin origin, CaseState state) => origin.Echoes.IsEmpty ? Phrase.None
        : $"; {Phrase.List(origin.Echoes.Select(claim => (Phrase)$"{state.Entities.Call(claim.Id)} is an echo, said by {(claim.Speaker is { } speaker ? state.Parties.Name(speaker) : claim.Said.Speaker ?? "nobody named here")}"))}";

    /// <summary>
    /// Confirmed claims that stand in no allegation and tell of no claimed material: who received, refused, waits, corrects.
    /// Nothing says which incident they are about, so they stand with the first one.
    /// </summary>
    private static IEnumerable<Saying> AlsoSaid(IncidentFacts facts)
    {
        if (!IsFirst(facts))
        {
            return [];
        }

        var incidents = facts.State.Incidents;
        var used = incidents.Allegations.Where(allegation => allegation.Stance != AllegationRecorded.Withdrawn).SelectMany(allegation => allegation.Claims).Concat(incidents.Claimed.Select(item => item.Claim).OfType<EntityId>()).ToHashSet();
        return facts.State.Claims.Claims.Where(claim => claim.IsConfirmed && !used.Contains(claim.Id)).Select(claim => Say(
            claim.Said.Stance is null or "asserts"
                ? $"Also said: {ClaimWords.Attribution(claim, facts.State)}: “{claim.Said.Content ?? "withheld"}” ({Call(facts, claim.Id)})."
                : (Phrase)$"Also said: {ClaimWords.Attribution(claim, facts.State)}, {Phrase.Of(claim.Said.Stance)}: “{claim.Said.Content ?? "withheld"}” ({Call(facts, claim.Id)}).",
            claim.Id));
    }

    private static IEnumerable<Saying> Claimed(IncidentFacts facts)
    {
        var parties = facts.State.Parties;
        foreach (var item in facts.Claimed)
        {
            var what = item.What.IsEmpty ? Phrase.None : $" ({Phrase.List(item.What)})";
            var (one, several) = item.Biomedical == true ? ("biomedical sample", "biomedical samples") : ("sample", "samples");
            Phrase count = item.Count is { } n ? Phrase.Count(n, $"{{0}} {one}", $"{{0}} {several}") : Phrase.Of($"An unstated number of {several}");
            Phrase these = item.Count is { } number ? Phrase.Count(number, $"the {{0}} {one}", $"the {{0}} {several}") : Phrase.Of($"these {several}");
            var verb = item.Count == 1;
            var self = parties.SameSide(item.CollectedBy, item.HeldBy) && parties.SameSide(item.AnalysedBy, item.HeldBy);
            yield return Say(
                (self, verb) switch
                {
                    (true, true) => $"{count}{what} is claimed by the party that says it collected and analysed them itself, {parties.Name(item.HeldBy)}. That is a statement about evidence, not evidence (origin CLAIMANT_HELD).",
                    (true, false) => $"{count}{what} are claimed by the party that says it collected and analysed them itself, {parties.Name(item.HeldBy)}. That is a statement about evidence, not evidence (origin CLAIMANT_HELD).",
                    (false, true) => $"{count}{what} is claimed by {parties.Name(item.HeldBy)}; collected, as told, by {parties.Name(item.CollectedBy)}, analysed by {parties.Name(item.AnalysedBy)}. That is a statement about evidence, not evidence.",
                    _ => (Phrase)$"{count}{what} are claimed by {parties.Name(item.HeldBy)}; collected, as told, by {parties.Name(item.CollectedBy)}, analysed by {parties.Name(item.AnalysedBy)}. That is a statement about evidence, not evidence.",
                },
                item.Item, item.Claim);
            var handedOn = HandedOn(facts, item).ToList();
            var names = Phrase.List(handedOn.Select(sample => Call(facts, sample.Id)));
            yield return Say(
                handedOn.Count switch
                {
                    0 => $"No hand-over of {these} is on record.",
                    1 => $"{names}, collected by the same side, was handed on; no record ties it to {these}.",
                    _ => (Phrase)$"{names}, collected by the same side, were handed on; no record ties them to {these}.",
                },
                [item.Item, .. handedOn.Select(sample => (EntityId?)sample.Id)]);

            if (item.Word is { } word)
            {
                var most = facts.Tables.Techniques.GetValueOrDefault(item.Technique ?? "")?.MaxLevel ?? Level.L1;
                var level = Phrase.Of(((Level)Math.Min((int)most, (int)Level.L1)).Words());
                var substances = Phrase.List(item.Substances);
                yield return Say(
                    item.Method is { } method
                        ? $"The result told for {these} ({substances}; method said: {method}) is {level} at the most, whatever word was used; the word was “{word}”."
                        : (Phrase)$"The result told for {these} ({substances}; no method said) is {level} at the most, whatever word was used; the word was “{word}”.",
                    item.Item, item.Claim);
            }
            else
            {
                yield return Say($"No result is told for {these}.", item.Item);
            }
        }

        foreach (var told in facts.Claimed.Where(item => item.Word is not null).GroupBy(item => parties.Name(item.HeldBy)))
        {
            var words = told.Select(item => (item.Word, When: Said(facts, item))).Distinct().ToList();
            if (words.Select(one => one.Word).Distinct().Count() > 1)
            {
                var moved = Phrase.List(words.Select(one => one.When is null ? $"“{one.Word}”" : (Phrase)$"“{one.Word}” ({one.When})"), ", then ");
                yield return Say($"The word of {told.Key} moved: {moved}; no further method is told that would account for it.", told.Select(item => item.Item));
            }
        }

        if (!facts.Claimed.IsEmpty)
        {
            var sides = facts.Claimed.Where(item => item.AnalysedBy is not null).Select(item => parties.Top(item.AnalysedBy!.Value)).ToHashSet();
            var others = facts.Substances.SelectMany(one => one.Words).Where(word => word.Outcome == "found" && word.Level >= Level.L2 && !sides.Contains(parties.Top(word.Laboratory))).ToList();
            Phrase alone = $"No independent origin confirms the claimed results: nobody else is on record as having examined that material.";
            yield return Say(
                (others.Count, facts.Claimed.Length) switch
                {
                    (0, _) => alone,
                    (1, 1) => $"{alone} {others.Count} result of other laboratories on other samples stands beside it.",
                    (1, _) => $"{alone} {others.Count} result of other laboratories on other samples stands beside them.",
                    (_, 1) => $"{alone} {others.Count} results of other laboratories on other samples stand beside it.",
                    _ => (Phrase)$"{alone} {others.Count} results of other laboratories on other samples stand beside them.",
                },
                [.. facts.Claimed.Select(item => item.Item), .. others.Select(word => word.Result)]);
        }
    }

    /// <summary>Samples on record that the claimant's side collected and that left its hands.</summary>
    private static IEnumerable<SampleView> HandedOn(IncidentFacts facts, SamplesClaimed item) => facts.Samples.Where(sample =>
        facts.State.Parties.SameSide(sample.Collected.Collector, item.CollectedBy ?? item.HeldBy)
        && sample.Chain.Links.OfType<HandOver>().Any(move => move.To is not null && !facts.State.Parties.SameSide(move.To, sample.Collected.Collector)));

    private static string? Said(IncidentFacts facts, SamplesClaimed item) =>
        facts.State.Claims.Report(facts.State.Claims.Find(item.Claim)?.Said.Report)?.Captured.Published?.Words;

    private static IEnumerable<Saying> Physical(IncidentFacts facts)
    {
        if (facts.Samples.IsEmpty)
        {
            yield break;
        }

        var chains = facts.Samples.GroupBy(sample => facts.Custody(sample).Assurance).OrderByDescending(group => group.Key)
            .Select(group => (Phrase)$"{Phrase.Of(group.Key.ToString().ToLowerInvariant())} for {Phrase.List(group.Select(sample => sample.Label), " ")}");
        yield return Say(
            $"{Phrase.Count(facts.Samples.Length, "{0} sample", "{0} samples")} and {Phrase.Count(facts.Controls.Length, "{0} control or blank", "{0} controls or blanks")} are on record; custody: {Phrase.List(chains)}.",
            facts.Samples.Concat(facts.Controls).Select(sample => (EntityId?)sample.Id));
        foreach (var sample in facts.Samples.Where(sample => sample.Collected.Origin == "TEAM_COLLECTED" && facts.IsInDispute(sample.Collected.Collector)))
        {
            yield return Say($"{Call(facts, sample.Id)} is called TEAM_COLLECTED, and its collector, {facts.State.Parties.Name(sample.Collected.Collector)}, is a party to the dispute.", sample.Id, sample.Collected.Collector);
        }

        var roots = facts.Samples.Select(sample => sample.Id).ToHashSet();
        foreach (var run in facts.State.Laboratory.Runs.Values.Where(run => run is { ScreenText: not null, Sample: { } tube } && roots.Contains(tube)).OrderBy(run => facts.State.Entities.Find(run.Run)?.Index))
        {
            yield return Say($"{Call(facts, run.Sample)}: the device of run {Call(facts, run.Run)} showed “{run.ScreenText}”.", run.Sample, run.Run);
        }

        foreach (var sample in facts.Samples.Concat(facts.Controls).SelectMany(sample => sample.Aliquots.Select(id => facts.State.Samples.Samples[id]).Prepend(sample)))
        {
            foreach (var anomaly in facts.Custody(sample).Misfits.Select(one => one.What).Distinct())
            {
                if (sample.Parent is null || !facts.Custody(facts.State.Samples.Samples[sample.Parent.Value]).Misfits.Any(one => one.What == anomaly))
                {
                    yield return Say($"{sample.Label}: {Phrase.Of(facts.Tables.Anomalies.Words(anomaly))}.", sample.Id);
                }
            }
        }
    }

    private static IEnumerable<Saying> Substances(IncidentFacts facts)
    {
        var all = facts.Substances.Concat(facts.InControls).ToList();
        foreach (var one in all.Where(one => !IsFieldOnly(one)))
        {
            var words = Phrase.List(one.Words.Select(word => Word(facts, word)), "; ");
            var together = one.Level is { } level ? Phrase.Of(level.Words()) : Phrase.Of("not found by anybody");
            IEnumerable<EntityId?> items = [one.Sample, .. one.Words.Select(word => word.Result)];
            yield return Say(
                one.Disagreement
                    ? $"{one.Substance} in {Call(facts, one.Sample)}: {together}; the laboratories disagree. {words}."
                    : (Phrase)$"{one.Substance} in {Call(facts, one.Sample)}: {together}. {words}.", items);
            if (one.Level is not null && facts.Substances.Contains(one) && !facts.Bearing.Contains(one))
            {
                yield return Say($"{one.Substance} also comes from much else ({Phrase.List(facts.Markers(one).Select(row => row.Innocent).Where(text => text.Length > 0).Distinct(), "; ")}): it weighs towards nothing.", items);
            }
        }

        foreach (var (word, sample) in all.SelectMany(one => one.Words).Where(word => word.Level >= Level.L2)
            .Select(word => (word, facts.State.Samples.Samples.GetValueOrDefault(word.Sample))).Where(pair => pair.Item2 is not null && !facts.Reached(pair.Item2, pair.word.Laboratory))
            .DistinctBy(pair => (pair.word.Laboratory, pair.word.Sample)))
        {
            yield return Say($"No record says that {facts.State.Parties.Name(word.Laboratory)} ever held {sample!.Label}, of which it reports.", sample.Id, word.Result);
        }

        // What only a field device's library search names would bury what laboratories say: one line a sample.
        foreach (var sample in all.Where(IsFieldOnly).GroupBy(one => one.Sample))
        {
            yield return Say(
                $"{Call(facts, sample.Key)}: one field technique alone, {Phrase.Of(sample.Max(one => one.Level)!.Value.Words())} at the most, also names {Phrase.List(sample.Select(one => one.Substance), "; ")}.",
                [sample.Key, .. sample.SelectMany(one => one.Words).Select(word => word.Result)]);
        }
    }

    private static Phrase Word(IncidentFacts facts, LaboratoryWord word)
    {
        var name = facts.State.Parties.Name(word.Laboratory);
        var said = word.Outcome == "found" ? $"{name}: found, {Phrase.Of(word.Level.Words())} ({Phrase.Of(word.Why)})" : (Phrase)$"{name}: {Phrase.Of(word.Outcome)}";
        var quoted = word.Word is null ? said : (Phrase)$"{said}, in its word “{word.Word}”";
        return word.Late is { } late ? $"{quoted}, {Phrase.Of(late.Words)}" : quoted;
    }

    private static bool IsFieldOnly(SubstanceInSample one) => one.Level is <= Level.L1 && one.Words.All(word => word is { Level: <= Level.L1, Outcome: "found", Word: null });

    private static IEnumerable<Saying> Casualties(IncidentFacts facts)
    {
        if (facts.Casualties.IsEmpty)
        {
            yield break;
        }

        // A person counts once for a sign, whichever records tell of it.
        var signs = facts.State.Casualties.Told(facts.Casualties).SelectMany(person => person.Told.SelectMany(told => told.Signs).Select(sign => sign.Name).Distinct(StringComparer.OrdinalIgnoreCase))
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => (Phrase)$"{group.Key} {group.Count()}").ToList();
        var people = Phrase.Count(facts.Casualties.Length, "{0} casualty on record", "{0} casualties on record");
        yield return Say(
            signs.Count > 0 ? $"{people}; signs told: {Phrase.List(signs)}."
                : facts.SignsWithheld().Count > 0 ? $"{people}; signs withheld or not said."
                : (Phrase)$"{people}; no sign is told.",
            facts.Casualties.Select(casualty => casualty.Casualty));
    }

    private static IEnumerable<Saying> Requests(IncidentFacts facts)
    {
        foreach (var request in facts.Case.Requests[facts.Incident.Incident])
        {
            var parties = facts.State.Parties;
            yield return Say(
                $"{parties.Name(request.Made.From)} asked {parties.Name(request.Made.To)} under {request.Made.Route} ({(request.Made.When?.Words is { } when ? Phrase.Verbatim(when) : Phrase.Of("time not given"))}); {Phrase.Count(request.Replies.Count, "{0} reply", "{0} replies")} on record.",
                request.Made.Request);
        }
    }

    private static Phrase Count(int count, string one) => Phrase.Count(count, $"{{0}} {one}", $"{{0}} {one}s");
}
