using System.Collections.Frozen;
using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Assessment;

/// <summary>Whether a condition is met by the record, why, and what would meet it.</summary>
public sealed record ConditionResult(bool Met, string Why, string Raise, ImmutableArray<EntityId> Items);

/// <summary>
/// The conditions that a route's wordings name. A condition looks at records only; which wording needs which is data of the
/// route. A new condition is one row here and a word in a route's file.
/// </summary>
public static class Conditions
{
    private static readonly FrozenDictionary<string, Func<IncidentFacts, Level, ConditionResult>> Rows =
        new Dictionary<string, Func<IncidentFacts, Level, ConditionResult>>
        {
            ["physical-sample"] = (facts, _) => PhysicalSample(facts),
            ["handed-over"] = (facts, _) => HandedOver(facts),
            ["presumptive-result"] = (facts, _) => AtLeast(facts, Level.L1, "no result on record identifies a substance in a sample", "a run with its raw file, searched against a library"),
            ["confirmed-one-laboratory"] = (facts, _) => AtLeast(facts, Level.L3, Short(facts, "no laboratory has confirmed a substance"), "one accredited laboratory: two independent techniques, a reference standard, clean blanks"),
            ["confirmed-two-laboratories"] = (facts, _) => AtLeast(facts, Level.L4, Short(facts, "no two laboratories agree on a substance"), "a second laboratory, independent of the first, that confirms the same substance in the same sample"),
            ["laboratory-independent"] = (facts, _) => LaboratoryIndependent(facts),
            ["no-disagreement"] = (facts, _) => NoDisagreement(facts),
            ["custody-no-gap"] = (facts, level) => Custody(facts, level, Assurance.Reported),
            ["custody-corroborated"] = (facts, level) => Custody(facts, level, Assurance.Corroborated),
            ["controls-clean"] = (facts, _) => ControlsClean(facts),
            ["casualties-recorded"] = (facts, _) => CasualtiesRecorded(facts),
            ["independent-origins"] = (facts, _) => IndependentOrigins(facts),
            ["alternatives-weighed"] = (facts, _) => AlternativesWeighed(facts),
            ["alternatives-excluded"] = (facts, _) => AlternativesExcluded(facts),
            ["all-understood"] = (facts, _) => AllUnderstood(facts),
        }.ToFrozenDictionary();

    /// <summary>The keys that a route may name.</summary>
    public static ImmutableArray<string> Keys { get; } = Digests.Sorted(Rows.Keys);

    /// <summary>
    /// The level that a wording with these conditions rests on. Custody is judged for what carries that level, so that no
    /// condition is met by one sample and the next by another.
    /// </summary>
    public static Level LevelOf(ImmutableArray<string> needs) =>
        needs.Contains("confirmed-two-laboratories") ? Level.L4
        : needs.Contains("confirmed-one-laboratory") ? Level.L3
        : needs.Contains("presumptive-result") ? Level.L1
        : Level.L0;

    /// <summary>
    /// Judges a condition of a wording that rests on <paramref name="level"/>; a condition that nobody knows is not met, so a
    /// newer route never reads stronger than it is.
    /// </summary>
    public static ConditionResult Judge(string key, IncidentFacts facts, Level level) => Rows.TryGetValue(key, out var judge)
        ? judge(facts, level)
        : new(false, $"the condition '{key}' is not known to this version", "a version that knows it", []);

    private static ConditionResult PhysicalSample(IncidentFacts facts)
    {
        var there = facts.Samples.Where(sample => IsThere(facts, sample)).ToList();
        var claimed = facts.Claimed.Sum(item => (decimal)(item.Count ?? 0));
        var atLeast = facts.Claimed.Any(item => item.Count is null) ? "at least " : "";
        var holders = string.Join(", ", facts.Claimed.Select(item => facts.State.Parties.Name(item.HeldBy)).Distinct());
        return there.Count > 0
            ? Good($"{there.Count} samples are on record")
            : new(
                false,
                facts.Claimed.IsEmpty
                    ? $"no sample {(facts.Samples.IsEmpty ? "is on record" : "on record was collected by a mandated team or left the hands of its collector")}"
                    : $"no sample is on record; {(claimed == 0 ? "an unstated number is" : $"{atLeast}{claimed} are")} claimed by {holders}: a statement about evidence, not evidence",
                "samples on record: collected by a mandated team, or handed over with seals, papers and a receipt",
                [.. facts.Claimed.Select(item => item.Item).OfType<EntityId>()]);
    }

    private static ConditionResult HandedOver(IncidentFacts facts)
    {
        var reached = facts.Samples.Count(sample => IsThere(facts, sample));
        return reached > 0
            ? Good($"{reached} samples left the hands of whoever collected them")
            : new(
                false, "no hand-over to a party independent of the collector is on record",
                "a hand-over record, signed by giver and receiver, to the mandated body or a laboratory independent of the parties",
                [.. facts.Samples.Select(sample => sample.Id)]);
    }

    private static ConditionResult AtLeast(IncidentFacts facts, Level level, string why, string raise) =>
        facts.Highest >= level
            ? Good($"{string.Join(", ", facts.Relied.Select(one => $"{one.Substance} in {facts.State.Entities.Call(one.Sample)}").Distinct())}: {facts.Highest!.Value.Words()}")
            : new(false, why, raise, [.. facts.Relied.Select(one => one.Sample).Distinct()]);

    private static string Short(IncidentFacts facts, string why) =>
        facts.Highest is { } level ? $"{why}; the highest level is {level.Words()}" : $"{why}; no result is on record";

    private static ConditionResult LaboratoryIndependent(IncidentFacts facts)
    {
        var disputing = facts.PartiesInDispute.ToHashSet();
        var confirming = facts.Substances.SelectMany(substance => substance.Words)
            .Where(word => word.Outcome == "found" && word.Level >= Level.L3).Select(word => word.Laboratory).Distinct().ToList();
        return confirming.Exists(lab => !disputing.Contains(facts.State.Parties.Top(lab)))
            ? Good("a confirming laboratory acts for none of the parties that allege or deny")
            : new(
                false, confirming.Count == 0 ? "no laboratory has confirmed anything" : "every confirming laboratory acts for a party that alleges or denies",
                "confirmation by a laboratory that acts for none of the parties", [.. confirming]);
    }

    private static ConditionResult NoDisagreement(IncidentFacts facts)
    {
        var disputed = facts.Substances.Where(substance => substance.Disagreement).ToList();
        return disputed.Count == 0
            ? Good("no laboratories disagree")
            : new(
                false, string.Join("; ", disputed.Select(one => $"laboratories disagree about {one.Substance} in {facts.State.Entities.Call(one.Sample)}")),
                "an explanation on record: repeated analysis, another aliquot, or a difference in method that accounts for it",
                [.. disputed.Select(one => one.Sample)]);
    }

    private static ConditionResult Custody(IncidentFacts facts, Level level, Assurance least)
    {
        // Where nothing reaches the level another condition says so; custody is judged for what there is.
        var (best, relied) = facts.Custody(facts.Highest is { } highest && highest < level ? highest : level);
        if (best >= least)
        {
            return Good($"custody of what is relied on: {Words(best)}");
        }

        relied = relied.IsEmpty ? [.. facts.Relied] : relied;
        var never = relied.SelectMany(one => one.Words).Where(word => word.Outcome == "found" && facts.State.Samples.Samples.GetValueOrDefault(word.Sample) is { } sample && !facts.Reached(sample, word.Laboratory))
            .Select(word => $"no record says that {facts.State.Parties.Name(word.Laboratory)} held {facts.State.Entities.Call(word.Sample)}").Distinct();
        var odd = never.Concat(relied.SelectMany(one => one.Words).Select(word => facts.State.Samples.Samples.GetValueOrDefault(word.Sample)).OfType<SampleView>()
            .SelectMany(sample => facts.Custody(sample).Misfits.Select(anomaly => $"{sample.Label}: {facts.Tables.Anomalies.Words(anomaly.What)}")).Distinct());
        var detail = string.Join("; ", odd);
        return new(
            false,
            relied.IsEmpty ? "nothing is relied on whose custody could be judged" : $"the custody of what is relied on is {Words(best)}{(detail.Length > 0 ? $" ({detail})" : "")}",
            best == Assurance.Gap ? "records that close the gap: forms, receipts, seal photographs, a statement of whoever held it" : "support of the reported part by an independent party",
            [.. relied.Select(one => one.Sample).Distinct()]);
    }

    private static string Words(Assurance assurance) => assurance switch
    {
        Assurance.Gap => "broken by a gap",
        Assurance.Reported => "reported by one party",
        Assurance.Corroborated => "corroborated",
        _ => "direct throughout",
    };

    private static ConditionResult ControlsClean(IncidentFacts facts)
    {
        if (facts.Controls.IsEmpty)
        {
            return new(false, "no blank or control sample is on record", "a control of the same material from an unaffected place, and field blanks, analysed alongside", []);
        }

        var relied = facts.Relied.Select(one => one.Substance).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var dirty = facts.InControls.Where(one => one.Level is not null && relied.Contains(one.Substance)).ToList();
        var looked = facts.InControls.Select(one => one.Sample).Distinct().Count();
        return dirty.Count > 0
            ? new(false, $"{dirty[0].Substance} is also in the control {facts.State.Entities.Call(dirty[0].Sample)}", "clean controls", [.. dirty.Select(one => one.Sample)])
            : looked == 0
                ? new(false, "controls are on record and no result for any of them is", "results for the controls", [.. facts.Controls.Select(one => one.Id)])
                : Good($"{looked} of {facts.Controls.Length} controls have results, all without the substance");
    }

    private static ConditionResult CasualtiesRecorded(IncidentFacts facts)
    {
        // A person's record is as good as the best telling of it.
        var wanting = facts.State.Casualties.Told(facts.Casualties).Select(person => (Casualty: person.Recorded, Lacks: person.Told.OrderBy(told => told.Signs.IsDefaultOrEmpty).Select(told => Lacks(facts, told)).OrderBy(lacks => lacks is not null).First())).ToList();
        var told = wanting.Count(one => one.Lacks is null);
        if (wanting.Exists(one => one.Lacks == NoSign) && facts.SignsWithheld() is { Count: > 0 } withheld)
        {
            wanting = [.. wanting.Select(one => one.Lacks == NoSign && one.Casualty.Casualty is { } id && withheld.Contains(id) ? (one.Casualty, "signs withheld or not said") : one)];
        }

        return told > 0
            ? Good($"{told} casualties with signs, and their onset or who observed them, are on record, told by others than the parties to the dispute and the press")
            : new(
                false,
                wanting.Count == 0 ? "no casualty is on record"
                    : string.Join("; ", wanting.GroupBy(one => one.Lacks!).Select(group => $"{group.Key} ({string.Join(", ", group.Take(MostNamed).Select(one => one.Casualty.Code ?? "code withheld"))}{(group.Count() > MostNamed ? $" and {group.Count() - MostNamed} more" : "")})")),
                "signs with their onset or who observed them, from a medical record or an interview: told by a party that neither alleges nor denies and is no publication",
                [.. facts.Casualties.Select(casualty => casualty.Casualty).OfType<EntityId>()]);
    }

    /// <summary>The cap for results that neither consent nor law carries.</summary>
    public static Cap ConsentHeld(IncidentFacts facts) => new(
        "consent-held", string.Join("; ", facts.Blocked.GroupBy(word => word.Sample).Select(group => $"results of {facts.State.Entities.Call(group.Key)} do not count: {group.First().Blocked}")),
        "the person's consent to the use of biosamples, or the lawful basis, on record", [.. facts.Blocked.Select(word => word.Sample).Distinct()]);

    private const int MostNamed = 5;

    private const string NoSign = "no sign is told";

    // Why what is told of one person is no medical record and no interview; null where it may be one.
    private static string? Lacks(IncidentFacts facts, SignsTold told) => told switch
    {
        { Signs.IsDefaultOrEmpty: true } => NoSign,
        { Teller: null } => "told by nobody named",
        _ when facts.IsInDispute(told.Teller) => $"told by a party that alleges, denies or holds claimed material, {facts.State.Parties.Name(told.Teller)}",
        _ when facts.State.Parties.IsPublication(told.Teller) => $"told by a publication, {facts.State.Parties.Name(told.Teller)}",
        { Observer: null or "", When: null } when !told.Signs.Any(sign => sign.Onset is { Length: > 0 } || sign.Observer is { Length: > 0 }) => "neither onset nor observer of a sign is told",
        _ => null,
    };

    private static ConditionResult IndependentOrigins(IncidentFacts facts)
    {
        // A speaker whom nobody tied to a party may be anybody's spokesman, so it is no origin of its own.
        var alleging = facts.Origins.Where(origin => !origin.Denies).ToList();
        var known = alleging.Where(origin => origin.Party is not null).ToList();
        return facts.IndependentOrigins >= 2
            ? Good($"{known.Count} origins allege it: {string.Join(", ", known.Select(origin => origin.Name))}")
            : new(
                false,
                alleging.Count switch
                {
                    0 => "no allegation with a confirmed claim is on record",
                    1 => $"everything alleged goes back to one origin: {alleging[0].Name}",
                    _ when known.Count == alleging.Count => $"one side speaks for all of it, in part echoing others: {string.Join(", ", known.Select(origin => origin.Name))}",
                    _ => $"not tied to a party, so not counted as an origin: {string.Join(", ", alleging.Except(known).Select(origin => origin.Name))}",
                },
                "an account by an independent origin that saw or examined it itself", []);
    }

    private static ConditionResult AlternativesWeighed(IncidentFacts facts)
    {
        var open = facts.Tables.Hypotheses.Where(row => !facts.EvidenceLinks.Any(link => link.Hypothesis == row.Key && link.Bearing != "neutral")).Select(row => row.Key).ToList();
        return open.Count == 0
            ? Good("every explanation of the minimum set was held against evidence")
            : new(false, $"not held against any evidence: {string.Join(", ", open)}", "an evidence link with its reason for each of these", []);
    }

    private static ConditionResult AlternativesExcluded(IncidentFacts facts)
    {
        var open = facts.Tables.Hypotheses.Where(row => row.Key != "H1")
            .Where(row => !facts.EvidenceLinks.Any(link => link.Hypothesis == row.Key && link.Bearing == "inconsistent")
                || facts.EvidenceLinks.Any(link => link.Hypothesis == row.Key && link.Bearing == "consistent"))
            .Select(row => row.Key).ToList();
        return open.Count == 0
            ? Good("evidence speaks against every alternative and for none")
            : new(false, $"alternatives that evidence does not exclude: {string.Join(", ", open)}", "diagnostic evidence against each of these", []);
    }

    private static ConditionResult AllUnderstood(IncidentFacts facts)
    {
        var (unknown, none, open) = (facts.State.NotUnderstood.Count(), facts.Remarks.Count(remark => remark.Void), facts.Conflicts.Length);
        return (unknown + none, open) switch
        {
            (0, 0) => Good("every record is understood and counts"),
            (0, _) => new(false, $"{open} conflicts between records are undecided: {facts.Conflicts[0].Words}", "a record by somebody who has seen all sides of each", []),
            _ => new(
                false, $"{unknown} records are of a kind not understood here, {none} leaves are void{(open == 0 ? "" : $", {open} conflicts between records are undecided")}",
                "a version that knows these kinds; an explanation of the void leaves", []),
        };
    }

    /// <summary>
    /// Whether a sample lies before the case: taken by a team that is no party to the dispute, or in its presence, or handed
    /// on by whoever collected it, with that hand-over on record. A word for its origin alone brings it nowhere.
    /// </summary>
    private static bool IsThere(IncidentFacts facts, SampleView sample) => sample.Collected.Origin switch
    {
        "TEAM_COLLECTED" => !facts.IsInDispute(sample.Collected.Collector) || LeftItsCollector(facts, sample),
        "COLLECTED_IN_TEAM_PRESENCE" => true,
        _ => LeftItsCollector(facts, sample),
    };

    private static bool LeftItsCollector(IncidentFacts facts, SampleView sample) =>
        Family(facts, sample).SelectMany(one => one.Chain.Links.OfType<HandOver>()).Any(move =>
            move.To is not null && sample.Collected.Collector is not null && !facts.State.Parties.SameSide(move.To, sample.Collected.Collector));

    private static IEnumerable<SampleView> Family(IncidentFacts facts, SampleView sample) =>
        sample.Aliquots.Select(id => facts.State.Samples.Samples.GetValueOrDefault(id)).OfType<SampleView>().SelectMany(part => Family(facts, part)).Prepend(sample);

    private static ConditionResult Good(string why) => new(true, why, "", []);
}
