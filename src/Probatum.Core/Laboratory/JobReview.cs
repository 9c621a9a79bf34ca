using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Laboratory;

/// <summary>How a laboratory answered a control: right, wrong, or not yet.</summary>
/// <param name="Declared">The control.</param>
/// <param name="Laboratory">Who answered.</param>
/// <param name="IsRight">Null while something that was to be said is not.</param>
/// <param name="Why">What is wrong or open; empty where all is right.</param>
public sealed record ControlAnswer(QualityControlDeclared Declared, EntityId Laboratory, bool? IsRight, string Why);

/// <summary>A job with its results, what is outstanding of it, and how its controls were answered. Computed from records alone.</summary>
/// <param name="Job">The job.</param>
/// <param name="Results">Those that name it, and those of its laboratory on its samples that name none.</param>
/// <param name="Outstanding">Its samples of which the laboratory reported nothing.</param>
/// <param name="Controls">How its controls were answered.</param>
public sealed record JobReview(LaboratoryJobOpened Job, ImmutableArray<ResultReported> Results, ImmutableArray<EntityId> Outstanding, ImmutableArray<ControlAnswer> Controls)
{
    /// <summary>Looks at a job.</summary>
    public static JobReview Of(LaboratoryJobOpened job, CaseState state)
    {
        var results = state.Laboratory.Results.Select(one => one.Reported).Where(one => IsOf(one, job, state)).ToImmutableArray();
        return new(
            job, results, [.. job.Samples.Where(sample => !results.Any(one => IsPart(one.Sample, sample, state)))],
            [.. state.Laboratory.ControlsInOrder.Where(control => IsIn(job, control, state)).Select(control => Answer(control, job.Laboratory, state)).OfType<ControlAnswer>()]);
    }

    /// <summary>The results of jobs in which a control was answered wrong, with what is wrong.</summary>
    public static Dictionary<EntityId, string> Wrong(CaseState state)
    {
        var wrong = new Dictionary<EntityId, string>();
        foreach (var review in state.Laboratory.Jobs.Select(job => Of(job, state)))
        {
            var why = string.Join("; ", review.Controls.Where(answer => answer.IsRight == false).Select(answer => $"{state.Entities.Call(answer.Declared.Sample)}: {answer.Why}"));
            foreach (var result in why.Length == 0 ? [] : review.Results.Select(one => one.Result).OfType<EntityId>())
            {
                wrong[result] = wrong.TryGetValue(result, out var known) ? $"{known}; {why}" : why;
            }
        }

        return wrong;
    }

    /// <summary>How each laboratory that was given a control, or reports of it, answered it.</summary>
    public static IEnumerable<ControlAnswer> Answers(QualityControlDeclared control, CaseState state) => state.Laboratory.Jobs.Where(job => IsIn(job, control, state)).Select(job => job.Laboratory)
        .Concat(state.Laboratory.Results.Select(one => one.Reported).Where(one => control.Sample is { } sample && IsPart(one.Sample, sample, state)).Select(one => one.Laboratory))
        .Distinct().Select(laboratory => Answer(control, laboratory, state)).OfType<ControlAnswer>();

    /// <summary>
    /// How that laboratory answered a control: a blank is right where nothing is found that was not to be, a spiked one where all that was put in is
    /// found and nothing else, a duplicate where it is answered as the sample that it is of.
    /// </summary>
    public static ControlAnswer? Answer(QualityControlDeclared control, EntityId? laboratory, CaseState state)
    {
        if (laboratory is not { } lab || control.Sample is not { } sample)
        {
            return null;
        }

        List<ResultReported> said = [.. Answers(sample)];
        List<string> wrong = [], open = [];
        if (control.Sort == QualityControlDeclared.Duplicate)
        {
            var twin = control.Of is { } of ? Answers(of).ToList() : [];
            foreach (var group in said.Concat(twin).GroupBy(one => one.Substance!, StringComparer.OrdinalIgnoreCase))
            {
                var (here, there) = (Outcomes(said, group.Key), Outcomes(twin, group.Key));
                (here.IsEmpty || there.IsEmpty ? open : here.SetEquals(there) ? [] : wrong).Add($"{group.Key} {string.Join("/", here)} in one and {string.Join("/", there)} in the other");
            }

            if (said.Count == 0 || twin.Count == 0)
            {
                open.Add("not both are answered");
            }
        }
        else
        {
            var expected = control.Expected.ToHashSet(StringComparer.OrdinalIgnoreCase);
            wrong.AddRange(said.Where(one => one.Outcome == "found" && !expected.Contains(one.Substance!)).Select(one => $"{one.Substance} found, which was not put in").Distinct());
            foreach (var substance in control.Sort == QualityControlDeclared.Spiked ? control.Expected : [])
            {
                var outcomes = Outcomes(said, substance);
                (outcomes.IsEmpty ? open : outcomes.Contains("found") ? [] : wrong).Add(outcomes.IsEmpty ? $"nothing is said of {substance}" : $"{substance} {string.Join("/", outcomes)}, which was put in");
            }

            if (said.Count == 0)
            {
                open.Add("nothing is reported of it");
            }
        }

        return new(control, lab, wrong.Count > 0 ? false : open.Count > 0 ? null : true, string.Join("; ", wrong.Count > 0 ? wrong : open));

        IEnumerable<ResultReported> Answers(EntityId tube) => state.Laboratory.Results.Select(one => one.Reported)
            .Where(one => one is { Substance: not null, Outcome: not null } && one.Laboratory == lab && IsPart(one.Sample, tube, state));
    }

    private static ImmutableSortedSet<string> Outcomes(List<ResultReported> results, string substance) =>
        [.. results.Where(one => string.Equals(one.Substance, substance, StringComparison.OrdinalIgnoreCase)).Select(one => one.Outcome!)];

    private static bool IsIn(LaboratoryJobOpened job, QualityControlDeclared control, CaseState state) =>
        control.Sample is { } declared && job.Samples.Any(sample => IsPart(sample, declared, state) || IsPart(declared, sample, state));

    private static bool IsOf(ResultReported result, LaboratoryJobOpened job, CaseState state) => result.Job is { } named
        ? named == job.Job
        : result.Laboratory == job.Laboratory && job.Samples.Any(sample => IsPart(result.Sample, sample, state));

    /// <summary>Whether the one is the other or was once a part of it.</summary>
    private static bool IsPart(EntityId? part, EntityId whole, CaseState state)
    {
        for (var at = part; at is { } id; at = state.Samples.Samples.GetValueOrDefault(id)?.Parent)
        {
            if (id == whole)
            {
                return true;
            }
        }

        return false;
    }
}
