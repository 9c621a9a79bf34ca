using System.Collections.Immutable;

namespace Probatum.Core.Laboratory;

/// <summary>One criterion of a result: of which technique, how it came out (pass, fail, not reported), with what, and whether it counts.</summary>
/// <param name="Technique">The technique, or RESULT.</param>
/// <param name="Key">Such as RI_TOLERANCE.</param>
/// <param name="Outcome">pass, fail or not-reported.</param>
/// <param name="Value">What the laboratory measured, as it wrote it.</param>
/// <param name="Limit">The limit that it held it against, or the profile's usual one.</param>
/// <param name="Asked">The profile's row; null for what the laboratory said of its own accord.</param>
public sealed record JudgedCriterion(string Technique, string Key, string Outcome, string? Value, string? Limit, AskedCriterion? Asked)
{
    /// <summary>Whether it failed and is no mere screening aid: the result confirms nothing.</summary>
    public bool Lowers => Outcome == CriterionReported.Fail && Asked is not { Required: false };

    /// <summary>Whether the profile needs it and the laboratory did not say.</summary>
    public bool IsMissing => Outcome == CriterionReported.NotReported && Asked is { Required: true };

    /// <summary>"RI_TOLERANCE (GC_EI_MS)".</summary>
    public string Name => Technique == AskedCriterion.OfResult ? Key : $"{Key} ({Technique})";
}

/// <summary>A result held against the profile that it was reported under, else that of its job: total, and nothing that was not said is a pass.</summary>
public sealed record CriteriaReview(CriteriaProfile? Profile, ImmutableArray<JudgedCriterion> Criteria)
{
    /// <summary>Looks at a result.</summary>
    public static CriteriaReview Of(ResultReported result, CaseState? state, RuleTables tables)
    {
        var profile = tables.Criteria?.Find(result.Profile ?? (result.Job is { } job ? state?.Laboratory.Jobs.Find(one => one.Job == job)?.Profile : null));
        var matrix = result.Sample is { } id ? state?.Samples.Samples.GetValueOrDefault(id)?.Collected.Matrix : null;
        var said = result.Criteria.ToLookup(one => (one.Technique, one.Criterion));
        var judged = ImmutableArray.CreateBuilder<JudgedCriterion>();
        foreach (var asked in profile?.Asked ?? [])
        {
            if (!asked.Matrices.IsEmpty && !asked.Matrices.Any(beginning => matrix?.StartsWith(beginning, StringComparison.Ordinal) == true))
            {
                continue;
            }

            var techniques = asked.Families.IsEmpty ? [AskedCriterion.OfResult]
                : result.Techniques.Where(key => tables.Techniques.GetValueOrDefault(key) is { } technique && asked.Families.Contains(technique.Family)).Distinct();
            judged.AddRange(techniques.Select(technique => Judge(technique, asked.Key, asked, said[(technique, asked.Key)], result, tables)));
        }

        // What was said beyond what is asked is shown; a failed one counts, so that no choice of profile hides it.
        judged.AddRange(said.Where(group => !judged.Any(one => (one.Technique, one.Key) == group.Key)).Select(group => Judge(
            group.Key.Technique, group.Key.Criterion, profile?.Asked.FirstOrDefault(asked => asked.Key == group.Key.Criterion && !asked.Required), group, result, tables)));
        return new(profile, judged.ToImmutable());
    }

    /// <summary>Those that failed and keep the result from confirming.</summary>
    public IEnumerable<JudgedCriterion> Failed => Criteria.Where(one => one.Lowers);

    /// <summary>Those that the profile needs and that the laboratory did not say.</summary>
    public IEnumerable<JudgedCriterion> Missing => Criteria.Where(one => one.IsMissing);

    // Of two words on one criterion the worse holds: a failure, then silence.
    private static JudgedCriterion Judge(
        string technique, string key, AskedCriterion? asked, IEnumerable<CriterionReported> said, ResultReported result, RuleTables tables)
    {
        var worst = said.OrderBy(one => one.Outcome switch { CriterionReported.Fail => 0, CriterionReported.Pass => 2, _ => 1 }).FirstOrDefault();
        var outcome = worst?.Outcome is CriterionReported.Pass or CriterionReported.Fail ? worst.Outcome : CriterionReported.NotReported;
        var computed = (key, outcome) switch
        {
            (AskedCriterion.TwoTechniques, not CriterionReported.Fail) when asked is not null && !result.Techniques.IsEmpty =>
                result.Techniques.Select(tables.Techniques.GetValueOrDefault).Where(one => one is { Laboratory: true }).Select(one => one!.Family).Distinct().Count() >= 2
                    ? CriterionReported.Pass : CriterionReported.Fail,
            (AskedCriterion.Blanks, CriterionReported.NotReported) when asked is not null && worst is null && result.BlanksClean == true => CriterionReported.Pass,
            _ => outcome,
        };
        return new(technique, key, computed, worst?.Value, worst?.Limit ?? asked?.Limit, asked);
    }
}
