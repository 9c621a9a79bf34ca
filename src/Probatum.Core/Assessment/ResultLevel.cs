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

    /// <summary>
    /// The designation that covers the sample at the time of the analysis, typed by a key of no party to the dispute; null for none. One with a
    /// beginning or an end covers only what is dated.
    /// </summary>
    private static LaboratoryDesignated? Designation(ResultReported result, CaseState? state, Disputes? disputes)
    {
        if (state is null || state.Laboratory.Designations.Count == 0 || result.Laboratory is not { } laboratory || state.Samples.Samples.GetValueOrDefault(result.Sample ?? default) is not { } sample)
        {
            return null;
        }

        var scope = sample.IsBiomedical ? "biomedical" : "environmental";
        var at = result.Analysed ?? result.When;
        disputes ??= new(state);
        return state.Laboratory.Designations.Find(one => one.Said.Scope == scope && one.Said.Laboratory == laboratory
            && (one.Said.From is null || at?.Latest >= one.Said.From.Earliest) && (one.Said.Until is null || at?.Earliest <= one.Said.Until.Latest)
            && !disputes.Wrote(sample.Collected.Incident, one.Index)).Said;
    }

    /// <summary>
    /// Whether the result is told by a body that is no party to the dispute and gave the laboratory the sample, in a document that it names:
    /// a mandated body's own report of what its laboratories found. Neither the result nor the hand-over is written by a key of a party to the dispute.
    /// </summary>
    private static bool IsAttested(ResultReported result, CaseState state, Disputes? disputes)
    {
        if (result is not { ToldBy: { } teller, Document.Length: > 0, Laboratory: { } laboratory, Sample: { } id } || state.Samples.Samples.GetValueOrDefault(id) is not { } sample)
        {
            return false;
        }

        disputes ??= new(state);
        var incident = sample.Collected.Incident;
        return !disputes.Has(incident, teller) && state.Entities.Find(result.Result)?.Index is { } leaf && !disputes.Wrote(incident, leaf)
            && sample.Chain.Links.OfType<Samples.HandOver>().Any(move => state.Parties.SameSide(move.From, teller) && state.Parties.SameSide(move.To, laboratory) && !disputes.Wrote(incident, move.Index));
    }

    /// <summary>The level of a result that was signed by its laboratory's key or told of it; without a state, whatever only the case knows is left out.</summary>
    /// <param name="result">The result.</param>
    /// <param name="signed">Whether a key of its laboratory wrote it.</param>
    /// <param name="state">The case.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="wrong">What the laboratory answered wrong of the controls of the same job; null for nothing.</param>
    /// <param name="disputes">Who is a party to which dispute, where it is at hand; null to gather it when it is asked for.</param>
    public static ResultLevel Of(ResultReported result, bool signed, CaseState? state, RuleTables tables, string? wrong = null, Disputes? disputes = null)
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
        var designated = families != 1 && result is { ReferenceStandard: not false, BlanksClean: not false } && level < Level.L3 && (used.Count == 0 || families >= 2)
            ? Designation(result, state, disputes) : null;
        if (designated is not null)
        {
            (level, why) = (Level.L3, $"reported by a laboratory designated under {designated.Scheme}, whose criteria ask for two techniques, standard and clean blanks");
        }

        var steps = ImmutableArray.CreateBuilder<LevelStep>();
        steps.Add(new(used.Count == 0 ? "no technique of the case's tables is named" : $"by {string.Join(", ", used.Select(one => $"{one.Key} ({one.MaxLevel} alone)"))}", single, used.Count == 0));
        if (designated is not null)
        {
            steps.Add(new($"designated under {designated.Scheme} for {designated.Scope} samples ({designated.Document}): what its criteria ask counts as met, though not each is reported", level, false));
        }

        steps.Add(families >= 2 ? new("two independent laboratory techniques", level, false) : new(designated is null ? "not two independent laboratory techniques" : "two independent laboratory techniques are not reported one by one", level, designated is null));
        steps.Add(result.ReferenceStandard == true ? new("compared with a reference standard", level, false) : new("no reference standard is said", level, designated is null));
        steps.Add(result.BlanksClean == true ? new("blanks run alongside were clean", level, false) : new("blanks are not said to be clean", level, designated is null));

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
        if (!signed && state is not null && IsAttested(result, state, disputes))
        {
            steps.Add(new($"told for the laboratory by {state.Parties.Name(result.ToldBy)}, which gave it the sample and is no party to the dispute, in {result.Document}; not signed by the laboratory", level, false));
        }
        else if (!signed && level > Level.L2)
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
