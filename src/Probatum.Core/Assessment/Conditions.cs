using System.Collections.Frozen;
using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Assessment;

/// <summary>
/// The conditions that a route's wordings name. A condition looks at records only; which wording needs which is data of the
/// route. A new condition is one row here and a word in a route's file.
/// </summary>
public static partial class Conditions
{
    private delegate ConditionResult Judging(IncidentFacts facts, Level level, Requirement asked);

    private static readonly FrozenDictionary<string, Judging> Rows = new Dictionary<string, Judging>
    {
        ["physical-sample"] = (facts, _, _) => PhysicalSample(facts),
        ["handed-over"] = (facts, _, _) => HandedOver(facts),
        ["presumptive-result"] = (facts, _, _) => AtLeast(facts, Level.L1, $"no result on record identifies a substance in a sample", $"a run with its raw file, searched against a library"),
        ["confirmed-one-laboratory"] = (facts, _, _) => AtLeast(facts, Level.L3, Short(facts, $"no laboratory has confirmed a substance"), $"one accredited laboratory: two independent techniques, a reference standard, clean blanks"),
        ["confirmed-two-laboratories"] = (facts, _, _) => AtLeast(facts, Level.L4, Short(facts, $"no two laboratories agree on a substance"), $"a second laboratory, independent of the first, that confirms the same substance in the same sample"),
        ["laboratory-independent"] = (facts, level, _) => LaboratoryIndependent(facts, level),
        ["no-disagreement"] = (facts, _, _) => NoDisagreement(facts),
        ["not-contradicted"] = (facts, _, _) => NotContradicted(facts),
        ["not-found"] = (facts, _, asked) => NotFound(facts, asked.Number(2)),
        ["custody-no-gap"] = (facts, level, _) => Custody(facts, level, Samples.Assurance.Reported),
        ["custody-corroborated"] = (facts, level, _) => Custody(facts, level, Samples.Assurance.Corroborated),
        ["controls-clean"] = (facts, _, _) => ControlsClean(facts),
        ["innocent-source-excluded"] = (facts, _, _) => InnocentSourceExcluded(facts),
        ["casualties-recorded"] = (facts, _, asked) => CasualtiesRecorded(facts, asked.Number(1)),
        ["signs-consistent"] = (facts, _, _) => SignsConsistent(facts),
        ["access-to-place"] = (facts, _, _) => AccessToPlace(facts),
        ["corroborated"] = (facts, _, _) => Corroborated(facts),
        ["independent-origins"] = (facts, _, asked) => IndependentOrigins(facts, asked.Number(2)),
        ["alternatives-weighed"] = (facts, _, asked) => AlternativesWeighed(facts, asked.Arguments),
        ["alternatives-excluded"] = (facts, _, asked) => AlternativesExcluded(facts, asked.Arguments),
        ["all-understood"] = (facts, _, _) => AllUnderstood(facts),
    }.ToFrozenDictionary();

    /// <summary>The keys that a route may name.</summary>
    public static ImmutableArray<string> Keys { get; } = Digests.Sorted(Rows.Keys);

    /// <summary>
    /// The level that a wording with these needs rests on. Custody is judged for what carries that level, so that no
    /// condition is met by one sample and the next by another.
    /// </summary>
    public static Level LevelOf(ImmutableArray<string> needs) =>
        needs.Contains("confirmed-two-laboratories") ? Level.L4
        : needs.Contains("confirmed-one-laboratory") ? Level.L3
        : needs.Contains("presumptive-result") ? Level.L1
        : Level.L0;

    /// <summary>Whether what meets a need depends on the level that its wording rests on.</summary>
    public static bool DependsOnLevel(string need) => Need.Of(need).Either.Any(asked => asked.Key.StartsWith("custody-", StringComparison.Ordinal) || asked.Key == "laboratory-independent");

    /// <summary>
    /// Judges a need of a wording that rests on <paramref name="level"/>; a condition that nobody knows is not met, so a
    /// newer route never reads stronger than it is.
    /// </summary>
    public static ConditionResult Judge(string need, IncidentFacts facts, Level level)
    {
        var results = Need.Of(need).Either.Select(asked => Rows.TryGetValue(asked.Key, out var judge)
            ? judge(facts, level, asked)
            : new(false, $"the condition '{asked.Key}' is not known to this version", $"a version that knows it", [])).ToList();
        return results.Find(result => result.Met) ?? (results is [var only] ? only : new(
            false, $"{Phrase.List(results.Select(result => result.Why), "; ")}", $"one of these: {Phrase.List(results.Select(result => result.Raise), "; ")}", [.. results.SelectMany(result => result.Items).Distinct()])
        {
            Held = [.. results.SelectMany(result => result.Held).Distinct()],
        });
    }

    /// <summary>The cap for results that neither consent nor law carries.</summary>
    public static Cap ConsentHeld(IncidentFacts facts) => new(
        "consent-held", $"{Phrase.List(facts.Blocked.GroupBy(word => word.Sample).Select(group => (Phrase)$"results of {facts.State.Entities.Call(group.Key)} do not count: {group.First().Blocked}"), "; ")}",
        $"the person's consent to the use of biosamples, or the lawful basis, on record", [.. facts.Blocked.Select(word => word.Sample).Distinct()]);

    private const int MostNamed = 5;

    private static ConditionResult AllUnderstood(IncidentFacts facts)
    {
        var (unknown, none, open) = (facts.Case.NotUnderstood, facts.Remarks.Count(remark => remark.Void), facts.Conflicts.Length);
        ImmutableArray<long> held = [.. unknown, .. facts.Conflicts.SelectMany(conflict => conflict.Records).Select(entry => entry.Index)];
        return (unknown.Length + none, open) switch
        {
            (0, 0) => Good($"every record is understood and counts"),
            (0, _) => new(false, $"{open} conflicts between records are undecided: {facts.Conflicts[0].Words}", $"a record by somebody who has seen all sides of each", []) { Held = held },
            _ => new(
                false, $"{unknown.Length} records are of a kind not understood here, {none} leaves are void{(open == 0 ? Phrase.None : (Phrase)$", {open} conflicts between records are undecided")}",
                $"a version that knows these kinds; an explanation of the void leaves", [])
            { Held = held },
        };
    }

    private static ConditionResult Good(Phrase why, params IEnumerable<EntityId> items) => new(true, why, Phrase.None, [.. items.Distinct()]);
}
