using System.Globalization;
using Probatum.Core.Laboratory;
using Probatum.Core.Samples;

namespace Probatum.Core.Assessment;

/// <summary>
/// Why a "not found" tells nothing: so long after the incident that the marker can be gone whether or not it was there.
/// </summary>
/// <param name="Marker">The row that says how long it lasts.</param>
/// <param name="Hours">How many hours lie between them at the least.</param>
/// <param name="AtCollection">Whether the sample was taken that late; else it was analysed, or where that is not said reported, that late.</param>
/// <remarks>Source: docs/domain.md 3.4, and rule 7 of its head.</remarks>
public sealed record LateNegative(Marker Marker, long Hours, bool AtCollection)
{
    /// <summary>Whether the time is that of the analysis.</summary>
    public bool IsAnalysis { get; init; }

    /// <summary>How the sample was kept, as far as records tell.</summary>
    public string Storage { get; init; } = "how it was stored is not on record";

    /// <summary>What a person reads.</summary>
    public string Words
    {
        get
        {
            var last = Marker.Persistence;
            var elapsed = Hours < 72 ? $"{Text(Hours)} hours" : $"{Text(Hours / 24)} days";
            return $"uninformative, a late negative: {(AtCollection ? "collected" : IsAnalysis ? "analysed" : "reported")} {elapsed} or more after the incident, and {Marker.Name} lasts {last.Words} ({last.Key}, {Text(last.Hours)} h{(Marker.Verified && last.Verified ? "" : ", unverified")}); "
                + Storage;
        }
    }

    /// <summary>
    /// Whether that result is one; null where the case has no table, the table no row, the record no times, or the sample is a control.
    /// </summary>
    public static LateNegative? Of(CaseState state, RuleTables tables, ResultReported result)
    {
        if (result is not { Outcome: "not-found", Sample: { } id, Substance: { } substance } || tables.Markers is not { } markers
            || state.Samples.Samples.GetValueOrDefault(id) is not { IsControl: false, Collected: { Incident: { } incident } collected } sample
            || !state.Incidents.Positions.TryGetValue(incident, out var at) || state.Incidents.Incidents[at].When?.Latest is not { } happened
            || markers.Find(substance, collected.Matrix) is not { Persistence.Hours: > 0 } marker)
        {
            return null;
        }

        long? Since(Records.When? when) => when?.Earliest is { } then ? (then - happened).Ticks / TimeSpan.TicksPerHour : null;
        var late = Since(collected.When) is { } taken && taken > marker.Persistence.Hours ? new LateNegative(marker, taken, true)
            : Since(result.Analysed ?? result.When) is { } answered && answered > marker.Persistence.Hours ? new(marker, answered, false) { IsAnalysis = result.Analysed is not null }
            : null;
        return late is null || sample.Chain.Stores.IsEmpty ? late : late with { Storage = Kept(sample.Chain.Stores) };
    }

    private static string Kept(GrownList<Samples.Storage> stores)
    {
        var (lowest, highest) = (stores.Min(store => store.Lowest), stores.Max(store => store.Highest));
        return lowest is { } low && highest is { } high
            ? $"its storage is on record, {Celsius.Range(low, high)}"
            : "its storage is on record, without temperatures";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
