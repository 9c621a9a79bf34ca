using System.Collections.Immutable;
using Probatum.Ledger;

namespace Probatum.Core.Samples;

/// <summary>What each kind of anomaly leaves of a chain's assurance: data/custody/anomalies.csv, one row a kind.</summary>
public sealed record AnomalyTable(ImmutableDictionary<Anomaly, (Assurance AtMost, string Words)> Rows)
{
    /// <summary>The best assurance a chain can have that holds this anomaly; a kind without a row leaves a gap.</summary>
    public Assurance AtMost(Anomaly what) => Rows.TryGetValue(what, out var row) ? row.AtMost : Assurance.Gap;

    /// <summary>What a person reads.</summary>
    public string Words(Anomaly what) => Rows.TryGetValue(what, out var row) ? row.Words : what.ToString();

    /// <summary>Reads the table: columns kind, at_most, words, source. A row without a source does not load.</summary>
    public static bool TryRead(Table table, out AnomalyTable anomalies, out Fault fault)
    {
        var rows = ImmutableDictionary.CreateBuilder<Anomaly, (Assurance, string)>();
        fault = default;
        foreach (var row in table.Rows)
        {
            if (!Enum.TryParse<Anomaly>(row["kind"].Replace("-", "", StringComparison.Ordinal), true, out var kind)
                || !Enum.TryParse<Assurance>(row["at_most"], true, out var atMost) || !Enum.IsDefined(kind) || !Enum.IsDefined(atMost) || row["source"].Length == 0)
            {
                fault = new("table/row", row.Line, $"line {row.Line}: kind, at_most and source are needed and known");
                break;
            }

            rows[kind] = (atMost, row["words"]);
        }

        anomalies = new(rows.ToImmutable());
        return fault == default;
    }
}
