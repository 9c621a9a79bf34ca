using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Laboratory;

/// <summary>What laboratories say of one substance when their words are laid side by side. It merges nothing.</summary>
public enum Agreement
{
    /// <summary>No laboratory said found or not found.</summary>
    NoneAnswers,

    /// <summary>One laboratory alone did.</summary>
    OneOnly,

    /// <summary>All of several found it.</summary>
    AgreeFound,

    /// <summary>All of several did not find it.</summary>
    AgreeNotFound,

    /// <summary>Some found it and some did not.</summary>
    Contradict,
}

/// <summary>One substance in one sample with its parts: each result of each laboratory, and what they amount to side by side. Those that are blocked for want of consent amount to nothing.</summary>
public sealed record ComparedSubstance(string Substance, ImmutableArray<(ResultReported Reported, bool IsBlocked)> Results, Agreement Agreement);

/// <summary>The results of the parts of one sample, substance by substance and laboratory by laboratory.</summary>
/// <remarks>Source: docs/domain.md 7.3: agreement is computed, never merged away.</remarks>
public sealed record LaboratoryComparison(EntityId Sample, ImmutableArray<EntityId> Laboratories, ImmutableArray<ComparedSubstance> Substances)
{
    /// <summary>Compares what was reported of the sample that this is or is a part of.</summary>
    public static LaboratoryComparison Of(EntityId sample, CaseState state)
    {
        var root = state.Samples.Samples.GetValueOrDefault(sample)?.Root ?? sample;
        var results = state.Laboratory.Results
            .Where(one => one.Reported is { Sample: { } tube, Laboratory: not null, Substance: not null, Outcome: not null } && (state.Samples.Samples.GetValueOrDefault(tube)?.Root ?? tube) == root)
            .Select(one => (one.Reported, IsBlocked: state.Consents.Blocks(one.Reported.Sample, state.Samples, one.Index) is not null)).ToList();
        return new(
            root,
            [
                .. results.Select(one => one.Reported.Laboratory!.Value).Distinct()
                    .OrderBy(laboratory => state.Entities.Find(laboratory)?.Index).ThenBy(laboratory => laboratory.Text, StringComparer.Ordinal),
            ],
            [
                .. results.GroupBy(one => one.Reported.Substance!, StringComparer.OrdinalIgnoreCase)
                    .Select(group => new ComparedSubstance(
                        group.First().Reported.Substance!, [.. group],
                        AgreementOf(group.Where(one => !one.IsBlocked).Select(one => (one.Reported.Laboratory!.Value, one.Reported.Outcome!)))))
                    .OrderBy(one => one.Substance, StringComparer.OrdinalIgnoreCase),
            ]);
    }

    /// <summary>What these words amount to, whoever comes first.</summary>
    public static Agreement AgreementOf(IEnumerable<(EntityId Laboratory, string Outcome)> words)
    {
        var answers = words.Where(word => word.Outcome is "found" or "not-found").ToList();
        return (answers.Select(word => word.Laboratory).Distinct().Count(), answers.Exists(word => word.Outcome == "found"), answers.Exists(word => word.Outcome == "not-found")) switch
        {
            (0, _, _) => Agreement.NoneAnswers,
            (_, true, true) => Agreement.Contradict,
            (1, _, _) => Agreement.OneOnly,
            (_, true, _) => Agreement.AgreeFound,
            _ => Agreement.AgreeNotFound,
        };
    }

    /// <summary>What a person reads.</summary>
    public static string Words(Agreement agreement) => agreement switch
    {
        Agreement.NoneAnswers => "no laboratory says found or not found",
        Agreement.OneOnly => "one laboratory only",
        Agreement.AgreeFound => "agree: found",
        Agreement.AgreeNotFound => "agree: not found",
        _ => "contradict",
    };
}
