using System.Collections.Immutable;
using Probatum.Core.Laboratory;

namespace Probatum.Core.Assessment;

/// <summary>One thing that was looked at on the way to a level, the level after it, and whether it keeps the level down.</summary>
public sealed record LevelStep(string What, Level After, bool Lowers);

/// <summary>The level that one laboratory's report carries by itself, in steps: each says why it is not higher.</summary>
/// <remarks>Source: docs/domain.md 3.1 and 3.2; docs/assessment.md, section 3.</remarks>
public sealed record ResultLevel(Level Level, string Why, ImmutableArray<LevelStep> Steps)
{
    /// <summary>Whether any record brings the sample to the laboratory.</summary>
    public static bool IsHeld(ResultReported result, CaseState state) =>
        result is { Sample: { } sample, Laboratory: { } laboratory } && state.Samples.Samples.GetValueOrDefault(sample)?.CameTo(laboratory, state.Parties) == true;

    /// <summary>What is said of a result of a laboratory that no record brings the sample to.</summary>
    public static string Unheld(ResultReported result, CaseState state) =>
        $"no record says that {state.Parties.Name(result.Laboratory)} held {state.Entities.Call(result.Sample)}: provisional at the most until one does";

    /// <summary>The level of a result that was signed by its laboratory's key or told of it; without a state, whatever only the case knows is left out.</summary>
    /// <param name="result">The result.</param>
    /// <param name="signed">Whether a key of its laboratory wrote it.</param>
    /// <param name="state">The case.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="wrong">What the laboratory answered wrong of the controls of the same job; null for nothing.</param>
    public static ResultLevel Of(ResultReported result, bool signed, CaseState? state, RuleTables tables, string? wrong = null)
    {
        var used = result.Techniques.Select(key => tables.Techniques.GetValueOrDefault(key)).OfType<Technique>().ToList();
        var single = used.Select(technique => technique.MaxLevel).DefaultIfEmpty(Level.L0).Max();
        var families = used.Where(technique => technique.Laboratory).Select(technique => technique.Family).Distinct().Count();
        var (level, why) = (families, result.ReferenceStandard, result.BlanksClean) switch
        {
            ( >= 2, true, true) => (Level.L3, "two independent techniques, reference standard, clean blanks"),
            ( >= 2, true, _) => (single, "blanks are not said to be clean"),
            ( >= 2, _, _) => (single, "no reference standard is said"),
            (1, _, _) => (single, "one technique"),
            _ => (single, "no laboratory technique"),
        };
        var steps = ImmutableArray.CreateBuilder<LevelStep>();
        steps.Add(new(used.Count == 0 ? "no technique of the case's tables is named" : $"by {string.Join(", ", used.Select(one => $"{one.Key} ({one.MaxLevel} alone)"))}", single, used.Count == 0));
        steps.Add(families >= 2 ? new("two independent laboratory techniques", level, false) : new("not two independent laboratory techniques", level, true));
        steps.Add(result.ReferenceStandard == true ? new("compared with a reference standard", level, false) : new("no reference standard is said", level, true));
        steps.Add(result.BlanksClean == true ? new("blanks run alongside were clean", level, false) : new("blanks are not said to be clean", level, true));

        var criteria = CriteriaReview.Of(result, state, tables);
        if (result.Profile is { } named && criteria.Profile is null)
        {
            Say($"the profile {named} is none of the case's tables", level, false);
        }

        if (criteria.Missing.Any())
        {
            Say($"not reported of {criteria.Profile!.Id}: {string.Join(", ", criteria.Missing.Select(one => one.Name))}", level, false);
        }

        if (criteria.Failed.Any())
        {
            Say($"failed: {string.Join(", ", criteria.Failed.Select(one => one.Name))}", Level.L2, true);
        }
        else if (criteria.Profile is { } met && !criteria.Missing.Any())
        {
            steps.Add(new($"every criterion that {met.Id} needs passed", level, false));
        }

        if (wrong is not null)
        {
            Say($"the laboratory answered a control of the job wrong ({wrong})", Level.L2, true);
        }

        const string Told = "told of the laboratory, not signed by it";
        if (!signed && level > Level.L2)
        {
            Say(Told, Level.L2, true);
        }
        else if (!signed)
        {
            steps.Add(new(Told, level, false));
        }

        if (state is not null && !IsHeld(result, state))
        {
            Say(Unheld(result, state), Level.L2, true);
        }

        return new(level, why, steps.ToImmutable());

        void Say(string what, Level atMost, bool lowers)
        {
            level = (Level)Math.Min((int)level, (int)atMost);
            why = $"{why}; {what}";
            steps.Add(new(what, level, lowers));
        }
    }
}
