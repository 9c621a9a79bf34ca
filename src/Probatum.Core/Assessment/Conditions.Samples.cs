using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Assessment;

/// <summary>What samples, custody and laboratories must come to.</summary>
public static partial class Conditions
{
    private static ConditionResult PhysicalSample(IncidentFacts facts)
    {
        var there = facts.Samples.Where(sample => IsThere(facts, sample)).ToList();
        var claimed = facts.Claimed.Sum(item => item.Count ?? 0);
        var holders = facts.Claimed.Select(item => facts.State.Parties.Name(item.HeldBy)).Distinct();
        Phrase number = (claimed, facts.Claimed.Any(item => item.Count is null)) switch
        {
            (0, _) => $"an unstated number is",
            (_, true) => $"at least {claimed} are",
            _ => $"{claimed} are",
        };
        return there.Count > 0
            ? Good($"{Phrase.Count(there.Count, "{0} sample is", "{0} samples are")} on record", there.Select(sample => sample.Id))
            : new(
                false,
                !facts.Claimed.IsEmpty ? $"no sample is on record; {number} claimed by {Phrase.List(holders)}: a statement about evidence, not evidence"
                    : facts.Samples.IsEmpty ? $"no sample is on record"
                    : (Phrase)$"no sample on record was collected by a mandated team or left the hands of its collector",
                $"samples on record: collected by a mandated team, or handed over with seals, papers and a receipt",
                [.. facts.Claimed.Select(item => item.Item).OfType<EntityId>()]);
    }

    private static ConditionResult HandedOver(IncidentFacts facts)
    {
        var reached = facts.Samples.Where(sample => IsThere(facts, sample)).ToList();
        return reached.Count > 0
            ? Good($"{Phrase.Count(reached.Count, "{0} sample", "{0} samples")} collected by a mandated team, or handed on by whoever collected them", reached.Select(sample => sample.Id))
            : new(
                false, $"no hand-over to a party independent of the collector is on record",
                $"a hand-over record, signed by giver and receiver, to the mandated body or a laboratory independent of the parties",
                [.. facts.Samples.Select(sample => sample.Id)]);
    }

    private static ConditionResult AtLeast(IncidentFacts facts, Level level, Phrase why, Phrase raise) =>
        facts.Highest >= level
            ? Good(
                $"{Phrase.List(facts.Relied.Select(one => ((Phrase)$"{one.Substance} in {facts.State.Entities.Call(one.Sample)}").ToString()).Distinct())}: {Phrase.Of(facts.Highest!.Value.Words())}",
                facts.Relied.Select(one => one.Sample))
            : new(false, why, raise, [.. facts.Relied.Select(one => one.Sample).Distinct()]);

    private static Phrase Short(IncidentFacts facts, Phrase why) =>
        facts.Highest is < Level.L3 && facts.Bearing.Where(one => one.Disagreement).SelectMany(one => one.Words.Where(word => word is { Outcome: "found", Level: >= Level.L3 }).Select(word => (one.Substance, word.Laboratory))).FirstOrDefault() is { Substance: { } disputed } found
            ? $"{facts.State.Parties.Name(found.Laboratory)} confirmed {disputed}, which counts as L2 at the most as long as laboratories disagree about it"
        : facts.Highest is { } level ? $"{why}; the highest level is {Phrase.Of(level.Words())}"
        : facts.Substances.Any(one => one.Level is not null) ? $"{why}; what is found weighs towards nothing, because it comes from much else too"
        : (Phrase)$"{why}; no result is on record";

    private static ConditionResult LaboratoryIndependent(IncidentFacts facts, Level level)
    {
        // Of what carries the level that the wording rests on: another substance, confirmed by somebody else, makes nobody independent.
        var carrying = facts.Bearing.Where(one => one.Level >= (facts.Highest is { } highest && highest < level ? highest : level)).ToList();
        var confirming = carrying.SelectMany(substance => substance.Words)
            .Where(word => word.Outcome == "found" && word.Level >= Level.L3).Select(word => word.Laboratory).Distinct().ToList();
        return confirming.Exists(lab => !facts.IsInDispute(lab))
            ? Good($"a confirming laboratory acts for none of the parties that allege or deny", confirming.Where(lab => !facts.IsInDispute(lab)))
            : new(
                false, confirming.Count == 0 ? $"no laboratory has confirmed anything" : (Phrase)$"every confirming laboratory acts for a party that alleges or denies",
                $"confirmation by a laboratory that acts for none of the parties", [.. confirming]);
    }

    private static ConditionResult NoDisagreement(IncidentFacts facts)
    {
        var disputed = facts.Bearing.Where(substance => substance.Disagreement).ToList();
        return disputed.Count == 0
            ? Good($"no laboratories disagree", facts.Relied.Select(one => one.Sample))
            : new(
                false, $"{Phrase.List(disputed.Select(one => (Phrase)$"laboratories disagree about {one.Substance} in {facts.State.Entities.Call(one.Sample)}"), "; ")}",
                $"an explanation on record: repeated analysis, another aliquot, or a difference in method that accounts for it",
                [.. disputed.Select(one => one.Sample)])
            {
                Held = [.. disputed.SelectMany(one => one.Words).Where(word => word is { Outcome: "not-found", Level: >= Level.L2 }).Select(word => word.Leaf)],
            };
    }

    /// <summary>What laboratories outside the dispute looked for in time and did not find, as often as they did.</summary>
    private static List<LaboratoryWord> Negatives(IncidentFacts facts) =>
        [.. facts.Bearing.SelectMany(one => one.Words).Where(word => word is { Outcome: "not-found", Level: >= Level.L2, Late: null } && !facts.IsInDispute(word.Laboratory)
            && (word.Signed || word.Level >= Level.L3) && facts.State.Samples.Samples.GetValueOrDefault(word.Sample) is { } sample && facts.Reached(sample, word.Laboratory))];

    private static ConditionResult NotContradicted(IncidentFacts facts)
    {
        var found = facts.Bearing.Where(one => one.Words.Any(word => IsIndependentFind(facts, word))).Select(one => one.Sample).ToList();
        var negatives = Negatives(facts);
        return found.Count > 0 || negatives.Count == 0
            ? Good(negatives.Count == 0 ? $"no laboratory looked in time and found nothing" : (Phrase)$"where one laboratory found nothing, another found something", found)
            : new(
                false, $"laboratories outside the dispute looked in time and found nothing that bears on it: {Phrase.List(negatives.Select(word => facts.State.Entities.Call(word.Sample)).Distinct().Take(MostNamed))}",
                $"a sample in which a laboratory outside the dispute finds something, or an explanation why nothing could be found", [.. negatives.Select(word => word.Sample).Distinct()])
            {
                Held = [.. negatives.Select(word => word.Leaf)],
            };
    }

    private static bool IsIndependentFind(IncidentFacts facts, LaboratoryWord word) => word is { Outcome: "found", Level: >= Level.L2 } && !facts.IsInDispute(word.Laboratory);

    private static ConditionResult NotFound(IncidentFacts facts, int laboratories)
    {
        var negatives = Negatives(facts).GroupBy(word => facts.State.Parties.Top(word.Laboratory)).ToList();
        var found = facts.Bearing.SelectMany(one => one.Words).Where(word => word is { Outcome: "found", Level: >= Level.L1 }).ToList();
        return (negatives.Count >= laboratories, found.Count) switch
        {
            (true, 0) => Good($"{Phrase.Count(negatives.Count, "{0} laboratory", "{0} laboratories")} outside the dispute looked in time and found nothing", negatives.SelectMany(group => group).Select(word => word.Sample)),
            (true, _) => new(false, $"a laboratory or device found something", $"an explanation on record of what was found", [.. found.Select(word => word.Sample).Distinct()]) { Held = [.. found.Select(word => word.Leaf)] },
            _ => new(
                false, $"{Phrase.Count(negatives.Count, "{0} laboratory", "{0} laboratories")} outside the dispute looked in time and found nothing; {laboratories} are needed",
                $"analysis by further laboratories, of samples taken before what is looked for is gone", [.. negatives.SelectMany(group => group).Select(word => word.Sample).Distinct()]),
        };
    }

    private static ConditionResult Custody(IncidentFacts facts, Level level, Assurance least)
    {
        // Where nothing reaches the level another condition says so; custody is judged for what there is.
        var (best, relied) = facts.Custody(facts.Highest is { } highest && highest < level ? highest : level);
        if (best >= least)
        {
            return Good($"custody of what is relied on: {Words(best)}", relied.Select(one => one.Sample));
        }

        relied = relied.IsEmpty ? [.. facts.Relied] : relied;
        var never = relied.SelectMany(one => one.Words).Where(word => word.Outcome == "found" && facts.State.Samples.Samples.GetValueOrDefault(word.Sample) is { } sample && !facts.Reached(sample, word.Laboratory))
            .DistinctBy(word => (word.Laboratory, word.Sample)).Select(word => (Phrase)$"no record says that {facts.State.Parties.Name(word.Laboratory)} held {facts.State.Entities.Call(word.Sample)}");
        var odd = relied.SelectMany(one => one.Words).Select(word => facts.State.Samples.Samples.GetValueOrDefault(word.Sample)).OfType<SampleView>().Distinct()
            .SelectMany(sample => facts.Custody(sample).Misfits.Select(anomaly => (Sample: sample, anomaly.What))).DistinctBy(one => (one.Sample.Label, facts.Tables.Anomalies.Words(one.What)))
            .Select(one => (Phrase)$"{one.Sample.Label}: {Phrase.Of(facts.Tables.Anomalies.Words(one.What))}");
        List<Phrase> detail = [.. never, .. odd];
        return new(
            false,
            relied.IsEmpty ? $"nothing is relied on whose custody could be judged"
                : detail.Count > 0 ? $"the custody of what is relied on is {Words(best)} ({Phrase.List(detail, "; ")})"
                : (Phrase)$"the custody of what is relied on is {Words(best)}",
            best == Assurance.Gap ? $"records that close the gap: forms, receipts, seal photographs, a statement of whoever held it" : (Phrase)$"support of the reported part by an independent party",
            [.. relied.Select(one => one.Sample).Distinct()]);
    }

    private static Phrase Words(Assurance assurance) => assurance switch
    {
        Assurance.Gap => $"broken by a gap",
        Assurance.Reported => $"reported by one party",
        Assurance.Corroborated => (Phrase)$"corroborated",
        _ => $"direct throughout",
    };

    private static ConditionResult ControlsClean(IncidentFacts facts)
    {
        if (facts.Controls.IsEmpty)
        {
            return new(false, $"no blank or control sample is on record", $"a control of the same material from an unaffected place, and field blanks, analysed alongside", []);
        }

        var dirty = Dirty(facts);
        var relied = facts.Relied.ToList();
        var looked = facts.InControls.Where(one => relied.Exists(other => facts.IsSame(one, other)) && one.Words.Any(word => word is { Outcome: "not-found", Level: >= Level.L2 } && !facts.IsInDispute(word.Laboratory)))
            .Select(one => one.Sample).Distinct().ToList();
        return dirty.Count > 0 ? InControl(facts, dirty)
            : looked.Count == 0
                ? new(false, $"controls are on record, and no laboratory outside the dispute reports that it looked for the substance in one and did not find it", $"results for the controls, of the substance that is relied on", [.. facts.Controls.Select(one => one.Id)])
                : Good($"{looked.Count} of {facts.Controls.Length} controls have results, all without the substance", looked);
    }

    private static List<SubstanceInSample> Dirty(IncidentFacts facts)
    {
        var relied = facts.Relied.ToList();
        return [.. facts.InControls.Where(one => one.Level is not null && relied.Exists(other => facts.IsSame(one, other)))];
    }

    private static ConditionResult InControl(IncidentFacts facts, List<SubstanceInSample> dirty) => new(
        false, $"{dirty[0].Substance} is also in the control {facts.State.Entities.Call(dirty[0].Sample)}", $"clean controls", [.. dirty.Select(one => one.Sample)])
    {
        Held = [.. dirty.SelectMany(one => one.Words).Where(word => word.Outcome == "found").Select(word => word.Leaf)],
    };

    /// <summary>
    /// A marker that nothing innocent leaves needs no control to speak; every other one does. One that is in a control too says nothing.
    /// </summary>
    private static ConditionResult InnocentSourceExcluded(IncidentFacts facts)
    {
        var dirty = Dirty(facts);
        var unique = facts.Relied.Where(one => facts.MarkersInMatrix(one).Any(row => row.Specificity == Specificity.Unique)).ToList();
        return dirty.Count > 0 ? InControl(facts, dirty)
            : unique.Count > 0 ? Good($"not expected from innocent sources, by the case's table: {Phrase.List(unique.Select(one => one.Substance).Distinct())}", unique.Select(one => one.Sample))
            : !facts.Relied.Any() ? new(false, $"nothing is relied on", $"a result that identifies a substance in a sample", [])
            : ControlsClean(facts) is { Met: true } clean ? clean
            : new(
                false, $"{Phrase.List(facts.Relied.Select(one => one.Substance).Distinct().Take(MostNamed))}: may come from innocent sources, and no control speaks against that",
                $"a control of the same material from an unaffected place, and field blanks, analysed alongside", [.. facts.Relied.Select(one => one.Sample).Distinct()]);
    }

    /// <summary>
    /// Whether a sample lies before the case: taken by a team that is no party to the dispute, or in its presence, or handed
    /// on by whoever collected it, with that hand-over on record. A word for its origin alone brings it nowhere.
    /// </summary>
    private static bool IsThere(IncidentFacts facts, SampleView sample) => sample.Collected.Origin switch
    {
        "TEAM_COLLECTED" => (sample.Collected.Collector is not null && !facts.IsInDispute(sample.Collected.Collector)) || LeftItsCollector(facts, sample),
        "COLLECTED_IN_TEAM_PRESENCE" => true,
        _ => LeftItsCollector(facts, sample),
    };

    // Of a sample whose collector nobody names it is known that it left whoever that was once somebody outside the dispute has it.
    private static bool LeftItsCollector(IncidentFacts facts, SampleView sample) =>
        Family(facts, sample).SelectMany(one => one.Chain.Links.OfType<HandOver>()).Any(move => move.To is not null
            && (sample.Collected.Collector is { } collector ? !facts.State.Parties.SameSide(move.To, collector) : sample.Collected.Origin is not (null or "UNKNOWN") && !facts.IsInDispute(move.To)));

    private static IEnumerable<SampleView> Family(IncidentFacts facts, SampleView sample) =>
        sample.Aliquots.Select(id => facts.State.Samples.Samples.GetValueOrDefault(id)).OfType<SampleView>().SelectMany(part => Family(facts, part)).Prepend(sample);
}
