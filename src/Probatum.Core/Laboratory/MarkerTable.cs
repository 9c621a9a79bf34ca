using System.Collections.Immutable;
using System.Globalization;
using Probatum.Ledger;

namespace Probatum.Core.Laboratory;

/// <summary>How much finding a marker weighs towards what it indicates. Nothing here says that something was used.</summary>
public enum Specificity
{
    /// <summary>Also from much else.</summary>
    NonSpecific,

    /// <summary>Raises probability with context.</summary>
    Supportive,

    /// <summary>Not expected from innocent sources.</summary>
    Unique,
}

/// <summary>For how many hours a negative result still says something; 0 sets no limit.</summary>
public sealed record Persistence(string Key, int Hours, string Words, bool Verified)
{
    internal int Longest => Hours == 0 ? int.MaxValue : Hours;
}

/// <summary>A marker in some matrices: what finding it weighs, what else it comes from, how long it lasts.</summary>
public sealed record Marker(
    string Key, string Name, ImmutableArray<string> Names, string Indication, Specificity Specificity, string Innocent, Persistence Persistence,
    ImmutableArray<string> Matrices, string Source, bool Verified)
{
    /// <summary>The class of substances, by its key in data/toxidromes, that it tells of; empty for none, and in an older table.</summary>
    public string Class { get; init; } = "";
}

/// <summary>The markers of data/markers, as the table lists them.</summary>
/// <remarks>Source: docs/domain.md 3.4.</remarks>
public sealed record MarkerTable(ImmutableArray<Marker> Rows)
{
    /// <summary>The matrix of a marker that stands for every matrix.</summary>
    public const string AnyMatrix = "ANY";

    /// <summary>The rows of a substance by any of its names, without regard to case and punctuation.</summary>
    public IEnumerable<Marker> Of(string substance)
    {
        var name = FoldedName.Of(substance);
        return Rows.Where(row => row.Names.Contains(name));
    }

    /// <summary>The row for a substance in a matrix, the most lasting of several; null where the table has none.</summary>
    public Marker? Find(string substance, string? matrix) =>
        Of(substance).Where(row => row.Matrices.Contains(AnyMatrix) || (matrix is not null && row.Matrices.Contains(matrix))).MaxBy(row => row.Persistence.Longest);

    internal static bool TryRead(Table markers, Table persistence, out MarkerTable table, out Fault fault)
    {
        fault = default;
        var lasting = new Dictionary<string, Persistence>(StringComparer.Ordinal);
        foreach (var row in persistence.Rows)
        {
            if (!int.TryParse(row["hours"], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 1_000_000 || row["source"].Length == 0)
            {
                fault = new("table/row", row.Line, $"markers/persistence.csv, line {row.Line}: hours (0 to 1,000,000) and source are needed");
                continue;
            }

            lasting[row["class"]] = new(row["class"], hours, row["words"], row["verified"] == "true");
        }

        var rows = ImmutableArray.CreateBuilder<Marker>();
        foreach (var row in markers.Rows)
        {
            if (!Enum.TryParse<Specificity>(row["specificity"].Replace("_", "", StringComparison.Ordinal), true, out var specificity) || !Enum.IsDefined(specificity)
                || !lasting.TryGetValue(row["persistence"], out var last) || row["source"].Length == 0)
            {
                fault = fault == default ? new("table/row", row.Line, $"markers/markers.csv, line {row.Line}: specificity, persistence and source are needed and known") : fault;
                continue;
            }

            rows.Add(new(
                row["key"], row["marker"], [.. FoldedName.Parts(row["synonyms"]).Append(row["marker"]).Append(row["key"]).Select(FoldedName.Of).Distinct()], row["indication"], specificity,
                row["innocent"], last, [.. FoldedName.Parts(row["matrix"])], row["source"], row["verified"] == "true")
            { Class = row["class"] });
        }

        table = new(rows.ToImmutable());
        return fault == default;
    }
}
