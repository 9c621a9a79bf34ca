using System.Collections.Immutable;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Assessment;

/// <summary>One laboratory's result with all that bears on it: criteria, level by steps, times, storage in between, custody up to the laboratory.</summary>
/// <param name="Reported">The result.</param>
/// <param name="Signed">Whether a key of the laboratory wrote it.</param>
/// <param name="Criteria">Each criterion.</param>
/// <param name="Own">The level that it carries by itself.</param>
/// <param name="Together">What all results of the substance in the sample carry together; null where the result does not say of what it is.</param>
/// <param name="SinceCollection">From the collection to the analysis, or to the report where no analysis is dated.</param>
/// <param name="SinceIncident">The same from the incident.</param>
/// <param name="Stores">Where it was kept before it was analysed.</param>
/// <param name="Custody">The assurance of the chain up to the laboratory.</param>
/// <param name="Held">Whether any record brings the sample to the laboratory.</param>
/// <param name="Late">Why a "not found" tells nothing, where it does not.</param>
public sealed record ResultReview(
    ResultReported Reported, bool Signed, CriteriaReview Criteria, ResultLevel Own, SubstanceInSample? Together, Elapsed? SinceCollection, Elapsed? SinceIncident,
    ImmutableArray<Storage> Stores, Assurance Custody, bool Held, LateNegative? Late)
{
    /// <summary>Looks at a result; null where there is none of that id.</summary>
    public static ResultReview? Of(EntityId id, CaseState state, RuleTables tables)
    {
        if (state.Laboratory.Results.LastOrDefault(one => one.Reported.Result == id) is not { Reported: { } reported } found)
        {
            return null;
        }

        var sample = reported.Sample is { } tube ? state.Samples.Samples.GetValueOrDefault(tube) : null;
        var held = ResultLevel.IsHeld(reported, state);
        var at = reported.Analysed ?? reported.When;
        return new(
            reported, found.Signed, CriteriaReview.Of(reported, state, tables), ResultLevel.Of(reported, found.Signed, state, tables, JobReview.Wrong(state).GetValueOrDefault(id)),
            SubstanceLevels.Of(state, tables).FirstOrDefault(one => one.Words.Any(word => word.Result == id)),
            Elapsed.Between(sample?.Collected.When, at), SinceIncidentOf(reported, state), [.. (sample?.Chain.Stores ?? []).Where(store => !(store.When?.Earliest > at?.Latest))],
            held ? UpTo(sample!, reported.Laboratory!.Value, state, tables) : Assurance.Gap, held, LateNegative.Of(state, tables, reported));
    }

    /// <summary>From the incident to the analysis, or to the report where no analysis is dated.</summary>
    public static Elapsed? SinceIncidentOf(ResultReported reported, CaseState state) =>
        reported.Sample is { } tube && state.Samples.Samples.GetValueOrDefault(tube)?.Collected.Incident is { } incident && state.Incidents.Positions.TryGetValue(incident, out var at)
            ? Elapsed.Between(state.Incidents.Incidents[at].When, reported.Analysed ?? reported.When)
            : null;

    /// <summary>All that keeps the result down or leaves it open, for whoever records it.</summary>
    public IEnumerable<string> Remarks(CaseState state, RuleTables tables)
    {
        foreach (var step in Own.Steps.Where(step => Reported.Outcome == "found" && step.Lowers))
        {
            yield return $"{step.What}: {step.After.Words()}";
        }

        if (state.Samples.Samples.GetValueOrDefault(Reported.Sample ?? default) is { } sample)
        {
            if ((Reported.Analysed ?? Reported.When)?.Latest < sample.Collected.When?.Earliest)
            {
                yield return $"{(Reported.Analysed is null ? "reported" : "analysed")} {(Reported.Analysed ?? Reported.When)!.Words}, before {sample.Label} was collected ({sample.Collected.When!.Words}), as told";
            }

            if (Together?.Words.FirstOrDefault(word => word.Result == Reported.Result)?.Blocked is { } blocked)
            {
                yield return $"it counts for nothing: {blocked}";
            }
        }

        if (Reported.Job is { } job && state.Laboratory.Jobs.Find(one => one.Job == job) is { Samples.IsDefaultOrEmpty: false } asked && Reported.Sample is { } tube && !asked.Samples.Contains(tube))
        {
            yield return $"{state.Entities.Call(tube)} is none of the samples of {state.Entities.Call(job)}";
        }

        // Two names of one substance never meet by themselves: whoever records the second is asked.
        if (Reported is { Substance: { } substance, Sample: { } of } && tables.Markers is { } markers && markers.Of(substance).FirstOrDefault() is { } marker)
        {
            var root = state.Samples.Samples.GetValueOrDefault(of)?.Root;
            foreach (var other in state.Laboratory.Results.Select(one => one.Reported.Sample is { } there && state.Samples.Samples.GetValueOrDefault(there)?.Root == root ? one.Reported.Substance : null)
                .OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Where(other => !other.Equals(substance, StringComparison.OrdinalIgnoreCase) && markers.Of(other).Contains(marker)))
            {
                yield return $"of this sample '{other}' is reported too, which the table of markers knows as the same substance; as long as the names differ they are two";
            }
        }

        foreach (var one in Criteria.Missing)
        {
            yield return $"not reported: {one.Name}, which {Criteria.Profile!.Id} needs";
        }

        if (!Held && Reported.Outcome != "found")
        {
            yield return ResultLevel.Unheld(Reported, state);
        }

        if (Late is { } late)
        {
            yield return late.Words;
        }
    }

    // The chain as far as the laboratory's first possession: what others did with other parts afterwards is not its concern.
    private static Assurance UpTo(SampleView sample, EntityId laboratory, CaseState state, RuleTables tables)
    {
        var links = sample.Chain.Links;
        var arrival = links.FirstOrDefault(link => state.Parties.SameSide(link switch { Collection c => c.By, HandOver h => h.To, _ => null }, laboratory));
        List<CustodyLink> before = [.. links.TakeWhile(link => !ReferenceEquals(link, arrival)), .. arrival is null ? [] : new[] { arrival }];
        var misfits = CustodyReview.Of(sample, state.Samples, tables.Anomalies).Misfits
            .Where(misfit => misfit.Link is null or Storage || before.Exists(link => ReferenceEquals(link, misfit.Link)));
        return before.Select(sample.Chain.Assured).Concat(misfits.Select(misfit => tables.Anomalies.AtMost(misfit.What))).DefaultIfEmpty(Assurance.Gap).Min();
    }
}
