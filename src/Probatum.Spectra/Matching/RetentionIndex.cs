using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A retention index with what it hangs on.</summary>
/// <param name="Value">In units of the scale.</param>
/// <param name="Scale">As libraries name it, such as <c>Kovats-alkane</c>; null where it is not named.</param>
/// <param name="Column">As the source names it; null where it does not.</param>
public sealed record RetentionIndex(double Value, string? Scale, string? Column)
{
    /// <summary>True beyond the ends of the ladder that gave it, where it is a guess.</summary>
    public bool IsExtrapolated { get; init; }

    /// <summary>A library record's index; null where it has none.</summary>
    public static RetentionIndex? Of(LibraryRecord record) => record.RetentionIndex is { } value
        ? new(value, record.RetentionIndexScale, record.RetentionIndexColumn)
        : null;
}

/// <summary>How far two indices are apart, on which scale and phase.</summary>
/// <param name="Units">Reference minus query; null where they do not compare.</param>
/// <param name="Why">The scale and phase they were compared on, or why they were not.</param>
public readonly record struct IndexDifference(double? Units, string Why);

/// <summary>Compares indices: only on one scale, or by a conversion of the table, and never across phases.</summary>
public static class IndexScales
{
    // a candidate whose index is as far off as two wrong compounds are by chance loses this much of its score, and no more:
    // a gate loses the right one across laboratories (docs/identification.md 3.2)
    internal const int MostPenalty = 200_000;
    private const double PenaltyPerUnit = 2500.0;

    /// <summary>What a candidate without a comparable index loses: neither as little as one that fits nor as much as one that does not.</summary>
    private const int NotComparable = 50_000;

    private static readonly ImmutableArray<(string From, string To, double Add)> Conversions = ReadConversions();
    private static readonly ImmutableArray<(string Part, string Phase)> Phases = ReadPhases();

    /// <summary>The difference, or why there is none.</summary>
    public static IndexDifference Compare(RetentionIndex query, RetentionIndex? reference)
    {
        if (reference is null)
        {
            return new(null, "the library has no index");
        }

        var (own, other) = (PhaseOf(query.Column), PhaseOf(reference.Column));
        if (own is not null && other is not null && own != other)
        {
            return new(null, $"index on {other}, not on {own}: not compared");
        }

        var phase = (own ?? other) is not { } named ? "phase not named" : own is null || other is null ? $"{named}, one phase not named" : named;
        if (query.Scale is { } scale && scale == reference.Scale)
        {
            return new(reference.Value - query.Value, $"{scale}, {phase}");
        }

        foreach (var (from, to, add) in Conversions)
        {
            if (reference.Scale == from && query.Scale == to)
            {
                return new(reference.Value + add - query.Value, $"{from} turned into {to}, {phase}");
            }

            if (reference.Scale == to && query.Scale == from)
            {
                return new(reference.Value - (query.Value + add), $"{from} turned into {to}, {phase}");
            }
        }

        return new(null, $"index on the scale {reference.Scale ?? "not named"}: not compared");
    }

    /// <summary>What a candidate's score loses by its index, in millionths.</summary>
    internal static int Penalty(RetentionIndex query, RetentionIndex? reference) =>
        Compare(query, reference).Units is { } units
            ? (int)Math.Floor(Math.Min(MostPenalty, Math.Abs(units) * PenaltyPerUnit))
            : NotComparable;

    /// <summary>The kind of stationary phase that a column's name tells; null where it tells none.</summary>
    public static string? PhaseOf(string? column)
    {
        foreach (var (part, phase) in Phases)
        {
            if (column?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)
            {
                return phase;
            }
        }

        return null;
    }

    private static ImmutableArray<(string, string, double)> ReadConversions() =>
        [.. DataTable.Rows("scales.csv").Select(row => (row[0], row[1], DataTable.Number(row[2])))];

    private static ImmutableArray<(string, string)> ReadPhases() =>
        [.. DataTable.Rows("phases.csv").Select(row => (row[0], row[1]))];
}
