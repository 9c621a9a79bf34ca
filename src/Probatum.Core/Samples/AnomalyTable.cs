using System.Collections.Immutable;
using System.Globalization;
using Probatum.Ledger;

namespace Probatum.Core.Samples;

/// <summary>What each kind of anomaly leaves of a chain's assurance: data/custody/anomalies.csv, one row a kind.</summary>
public sealed record AnomalyTable(ImmutableDictionary<Anomaly, (Assurance AtMost, string Words, long? Limit)> Rows)
{
    private const long MostLimit = 10_000_000;

    /// <summary>The best assurance a chain can have that holds this anomaly; a kind without a row leaves a gap.</summary>
    public Assurance AtMost(Anomaly what) => Rows.TryGetValue(what, out var row) ? row.AtMost : Assurance.Gap;

    /// <summary>What a person reads.</summary>
    public string Words(Anomaly what) => Rows.TryGetValue(what, out var row) ? row.Words : what.ToString();

    /// <summary>Beyond how many hours or metres it is an anomaly; null where the kind has no measure, or no row.</summary>
    public long? Limit(Anomaly what) => Rows.TryGetValue(what, out var row) ? row.Limit : null;

    /// <summary>The kind by its key, such as seal-mismatch; null for none.</summary>
    public static Anomaly? Kind(string? key) =>
        key is not null && Enum.TryParse<Anomaly>(key.Replace("-", "", StringComparison.Ordinal), true, out var kind) && Enum.IsDefined(kind) && !char.IsDigit(key[0]) ? kind : null;

    /// <summary>Reads the table: columns kind, at_most, limit, words, source. A row without a source does not load.</summary>
    public static bool TryRead(Table table, out AnomalyTable anomalies, out Fault fault)
    {
        var rows = ImmutableDictionary.CreateBuilder<Anomaly, (Assurance, string, long?)>();
        fault = default;
        foreach (var row in table.Rows)
        {
            var limit = (long?)null;
            if (Kind(row.Or("kind")) is not { } kind || !Enum.TryParse<Assurance>(row["at_most"], true, out var atMost) || !Enum.IsDefined(atMost) || row["source"].Length == 0
                || (row.Or("limit") is { } said && (limit = long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostLimit ? number : null) is null))
            {
                fault = new("table/row", row.Line, $"line {row.Line}: kind, at_most and source are needed and known, and a limit is a whole number of hours or metres");
                break;
            }

            rows[kind] = (atMost, row["words"], limit);
        }

        anomalies = new(rows.ToImmutable());
        return fault == default;
    }
}
