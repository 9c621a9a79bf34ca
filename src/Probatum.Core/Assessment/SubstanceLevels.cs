using System.Collections.Immutable;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Spectra;

namespace Probatum.Core.Assessment;

/// <summary>One laboratory's word on one substance in one sample, and the level that its own work carries.</summary>
public sealed record LaboratoryWord(
    EntityId Laboratory, EntityId? Result, EntityId Sample, string Outcome, Level Level, string Why, string? Word)
{
    /// <summary>Whether the laboratory's own key, or its device, says it; else somebody tells it.</summary>
    public bool Signed { get; init; }

    /// <summary>The leaf that says it.</summary>
    public long Leaf { get; init; }

    /// <summary>When it was analysed or measured; where that is not said, when it was reported.</summary>
    public When? When { get; init; }

    /// <summary>How long after the incident that was; null where it can't be told, and for what a device showed.</summary>
    public Elapsed? SinceIncident { get; init; }

    /// <summary>Why it counts for nothing, where neither consent nor law carries the use of the sample.</summary>
    public string? Blocked { get; init; }

    /// <summary>Why a "not found" tells nothing, where it does not.</summary>
    public LateNegative? Late { get; init; }
}

/// <summary>
/// What all results together carry for one substance in one sample (an aliquot counts with the sample it came from): the
/// level, each laboratory's word side by side, and whether they disagree.
/// </summary>
public sealed record SubstanceInSample(
    EntityId Sample, string Substance, Level? Level, ImmutableArray<LaboratoryWord> Words, bool Disagreement);

/// <summary>Computes levels. Two laboratories stay two results; agreement is computed and disagreement is shown.</summary>
/// <remarks>Source: docs/domain.md 3.1, 3.2 and 7.3.</remarks>
public static class SubstanceLevels
{
    /// <summary>Every substance that anybody reports or identifies in a sample of the case, by sample and name.</summary>
    public static ImmutableArray<SubstanceInSample> Of(CaseState state, RuleTables tables)
    {
        var words = new List<(EntityId Root, string Substance, LaboratoryWord Word)>();
        var (wrong, disputes) = (JobReview.Wrong(state), new Disputes(state));
        foreach (var (index, result, signed) in state.Laboratory.Results)
        {
            if (result is { Sample: { } sample, Laboratory: { } lab, Substance: { } substance, Outcome: { } outcome })
            {
                var own = ResultLevel.Of(result, signed, state, tables, result.Result is { } id ? wrong.GetValueOrDefault(id) : null, disputes);
                words.Add((Root(state, sample), substance, new(lab, result.Result, sample, outcome, own.Level, own.Why, result.Word)
                {
                    Leaf = index,
                    Signed = signed,
                    When = result.Analysed ?? result.When,
                    SinceIncident = ResultReview.SinceIncidentOf(result, state),
                    Late = LateNegative.Of(state, tables, result),
                    Blocked = state.Consents.Blocks(sample, state.Samples, index),
                }));
            }
        }

        words.AddRange(Field(state, tables));
        return
        [
            .. words.GroupBy(word => (word.Root, Substance: word.Substance.ToLowerInvariant()))
                .Select(group => Together(state, group.Key.Root, group.First().Substance, [.. group.Select(word => word.Word)]))
                .OrderBy(one => state.Entities.Find(one.Sample)?.Index).ThenBy(one => one.Substance, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<(EntityId Root, string Substance, LaboratoryWord Word)> Field(CaseState state, RuleTables tables)
    {
        List<FieldHit> hits = [.. state.Laboratory.Identifications.SelectMany(one => Hits(one.Index, one.Made, state, tables))];
        var fitting = hits.Where(hit => hit is { Fits: true, Family: not null, Made.RawDigest: not null }).GroupBy(hit => hit.Key)
            .ToDictionary(group => group.Key, group => group.GroupBy(hit => (Technique: hit.Run.Technique!, Family: hit.Family!))
                .Select(used => (used.Key.Technique, used.Key.Family, Raws: used.Select(hit => hit.Made.RawDigest).Distinct().Take(2).ToList())).ToList());
        foreach (var hit in hits)
        {
            // A second technique is of another family, on the same part (an aliquot is another part), from another raw file. What
            // can't be told counts as no.
            var beside = hit.Fits && hit.Family is not null && hit.Made.RawDigest is not null
                ? fitting[hit.Key].Where(used => used.Family != hit.Family && used.Raws.Exists(raw => raw != hit.Made.RawDigest)).Select(used => used.Technique)
                : [];
            List<string> techniques = [.. beside.Append(hit.Run.Technique ?? "").Distinct().Order(StringComparer.Ordinal)];
            var basis = hit.Wording == Wordings.Standard ? "held against a reference standard" : "library search alone";
            var why = !hit.Fits ? $"the method {hit.Made.Method} is none for the technique {hit.Run.Technique}"
                : techniques.Count > 1 ? $"{basis}, independent techniques on one part of the sample ({string.Join(", ", techniques)}), each with a raw file of its own"
                : $"{basis}, one technique ({hit.Run.Technique})";
            yield return (Root(state, hit.Sample), hit.Names, new(hit.Run.By ?? default, hit.Made.Identification, hit.Sample, "found", hit.Level, why, null) { Leaf = hit.Index, Signed = true, When = hit.Run.When, Blocked = state.Consents.Blocks(hit.Sample, state.Samples, hit.Index) });
        }
    }

    private static IEnumerable<FieldHit> Hits(long index, IdentificationMade made, CaseState state, RuleTables tables)
    {
        if (made.Run is not { } runId || state.Laboratory.Runs.GetValueOrDefault(runId) is not { Sample: { } sample, Purpose: "screening" or "evidential" } run)
        {
            return [];
        }

        var technique = tables.Techniques.GetValueOrDefault(run.Technique ?? "");
        var fits = technique is null || MethodFamilies.Fit(made.Method, technique.Family);
        var highest = tables.Profiles.Values.FirstOrDefault(profile => $"{profile.Name}/{profile.Version}" == made.Profile)?.HighestLevel ?? Level.L1;
        var level = fits ? (Level)Math.Min((int)highest, (int)(technique?.MaxLevel ?? Level.L0)) : Level.L0;
        return made.Components.Where(component => Wordings.IsFound(component.Wording))
            .Select(component => new FieldHit(
                index, made, run, sample, string.Join(" or ", component.Candidates.Select(candidate => candidate.Name)), component.Wording, technique?.Family, fits, level));
    }

    /// <summary>What one library search found in one part of a sample.</summary>
    private sealed record FieldHit(long Index, IdentificationMade Made, InstrumentRunRecorded Run, EntityId Sample, string Names, string Wording, string? Family, bool Fits, Level Level)
    {
        /// <summary>What hits must share to be of one substance in one part of a sample.</summary>
        public (EntityId Sample, string Names) Key => (Sample, Names.ToLowerInvariant());
    }

    /// <summary>The level that those results of a substance which fit the filter carry together; null when none of them found it.</summary>
    internal static Level? Carried(CaseState state, SubstanceInSample substance, Func<LaboratoryWord, bool> fits)
    {
        var found = substance.Words.Where(word => word is { Outcome: "found", Blocked: null } && fits(word)).ToList();
        var independent = found.Where(word => word.Level >= Level.L3).Select(word => state.Parties.Top(word.Laboratory)).Distinct().Count();
        return found.Count == 0 ? null
            : substance.Disagreement ? (Level)Math.Min((int)Level.L2, found.Max(word => (int)word.Level))
            : independent >= 2 ? Level.L4
            : found.Max(word => word.Level);
    }

    private static SubstanceInSample Together(CaseState state, EntityId root, string substance, ImmutableArray<LaboratoryWord> words)
    {
        // Each laboratory speaks with its best work: a field hit of its own does not take back what it did not find, nor does what others tell
        // for it take the place of what it signed.
        var verdicts = words.Where(word => word.Blocked is null).GroupBy(word => word.Laboratory).Select(party => party.ToList())
            .Select(party => party.Exists(word => word.Signed) ? party.FindAll(word => word.Signed) : party)
            .Select(party => party.FindAll(word => word.Level == party.Max(other => other.Level))).ToList();
        var found = verdicts.SelectMany(best => best).Where(word => word.Outcome == "found").ToList();
        var disagreement = found.Count > 0
            && verdicts.Exists(best => best.Exists(word => word is { Outcome: "not-found", Level: >= Level.L2 } && !IsExplained(word, found)))
            && verdicts.Count(best => best.Exists(word => word.Outcome is "found" or "not-found")) > 1;
        var together = new SubstanceInSample(root, substance, null, words, disagreement);
        return together with { Level = Carried(state, together, _ => true) };
    }

    /// <summary>Whether lateness accounts for a "not found": not where another still found it in the same sample then or after.</summary>
    private static bool IsExplained(LaboratoryWord negative, List<LaboratoryWord> found) => negative.Late is not null
        && !found.Exists(word => word.Laboratory != negative.Laboratory && !(word.When?.Latest < negative.When?.Earliest));

    private static EntityId Root(CaseState state, EntityId sample) => state.Samples.Samples.GetValueOrDefault(sample)?.Root ?? sample;
}
