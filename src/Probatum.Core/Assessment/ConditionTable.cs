using System.Collections.Frozen;
using System.Globalization;
using Probatum.Ledger;

namespace Probatum.Core.Assessment;

/// <summary>A condition in words, and how far the step is that would meet it: 1 at the desk, 2 by asking, 3 by analysis, 4 by going there.</summary>
public sealed record ConditionRow(string Key, string Words, int Effort, bool Verified);

/// <summary>The conditions of data/conditions; none in a case that pins no such table.</summary>
public sealed record ConditionTable(FrozenDictionary<string, ConditionRow> Rows)
{
    /// <summary>No table.</summary>
    public static ConditionTable Empty { get; } = new(FrozenDictionary<string, ConditionRow>.Empty);

    /// <summary>The requirement in words; its key where the table has none.</summary>
    public Phrase Words(Need need)
    {
        ArgumentNullException.ThrowIfNull(need);
        return $"{Phrase.List(need.Either.Select(Words), " / ")}";
    }

    /// <summary>How far the nearest step is that would meet it; 0 where the table does not say.</summary>
    public int EffortOf(Need need)
    {
        ArgumentNullException.ThrowIfNull(need);
        return need.Either.Select(asked => Rows.GetValueOrDefault(asked.Key)?.Effort ?? 0).Min();
    }

    private Phrase Words(Requirement asked) =>
        Rows.GetValueOrDefault(asked.Key) is not { } row ? asked.Key == "consent-held" ? $"consent, or a lawful basis, for the use of samples from bodies" : Phrase.Verbatim(asked.Key)
        : asked.Arguments.IsEmpty ? Phrase.Of(row.Words)
        : $"{Phrase.Of(row.Words)} ({Phrase.List(asked.Arguments)})";

    internal static bool TryRead(Table sheet, out ConditionTable table, out Fault fault)
    {
        fault = default;
        var rows = new Dictionary<string, ConditionRow>(StringComparer.Ordinal);
        foreach (var row in sheet.Rows)
        {
            if (!int.TryParse(row["effort"], NumberStyles.None, CultureInfo.InvariantCulture, out var effort) || effort is < 1 or > 4 || row["words"].Length == 0 || row["source"].Length == 0)
            {
                fault = new("table/row", row.Line, $"conditions/conditions.csv, line {row.Line}: words, effort (1 to 4) and source are needed");
                continue;
            }

            rows[row["key"]] = new(row["key"], row["words"], effort, row["verified"] == "true");
        }

        table = new(rows.ToFrozenDictionary(StringComparer.Ordinal));
        return fault == default;
    }
}
