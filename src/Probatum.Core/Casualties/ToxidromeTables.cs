using System.Collections.Immutable;
using System.Globalization;
using Probatum.Ledger;

namespace Probatum.Core.Casualties;

/// <summary>A class of substances that signs are held against. Signs do not tell classes of one family apart, or hardly.</summary>
public sealed record ToxidromeClass(string Key, string Words, string Family, string Onset, bool OnsetVerified);

/// <summary>What one sign says for or against one class; points put classes in order and mean nothing else.</summary>
public sealed record SignWeight(string Weight, string Words, int Points, string Note, bool Verified);

/// <summary>A treatment by the words that name it, and the signs that it causes by itself.</summary>
public sealed record Treatment(string Words, ImmutableArray<string> Names, ImmutableArray<string> Causes);

/// <summary>Which signs fit which class: the sheets of data/toxidromes.</summary>
/// <param name="Classes">The classes, as the table lists them.</param>
/// <param name="Signs">What a person reads for a sign, by its key.</param>
/// <param name="Names">The key of a sign, by each of its names, folded.</param>
/// <param name="Weights">What a sign says of a class; a pair without a row says nothing.</param>
/// <param name="Treatments">What causes signs by itself.</param>
/// <remarks>Source: docs/domain.md 5.3.</remarks>
public sealed record ToxidromeTables(
    ImmutableArray<ToxidromeClass> Classes, ImmutableSortedDictionary<string, string> Signs, ImmutableSortedDictionary<string, string> Names,
    ImmutableDictionary<(string Sign, string Class), SignWeight> Weights, ImmutableArray<Treatment> Treatments)
{
    /// <summary>The key of the sign that bears this name; null where the tables have none.</summary>
    public string? KeyOf(string name) => Names.GetValueOrDefault(FoldedName.Of(name));

    /// <summary>The sheets, by their names in data/toxidromes.</summary>
    internal static ImmutableArray<string> Sheets { get; } = ["classes", "onsets", "words", "weights", "signs", "treatments"];

    /// <summary>Reads the sheets, one by each name of <see cref="Sheets"/>; the fault names sheet and line.</summary>
    internal static bool TryRead(Func<string, Table> sheet, out ToxidromeTables tables, out Fault fault)
    {
        fault = default;
        var onsets = sheet("onsets").Rows.ToLookup(row => row["class"], StringComparer.Ordinal);
        var classes = ImmutableArray.CreateBuilder<ToxidromeClass>();
        foreach (var row in sheet("classes").Rows)
        {
            var onset = onsets[row["key"]].FirstOrDefault();
            classes.Add(new(row["key"], row["words"], row["family"], onset?["onset"] ?? "", onset?["verified"] == "true"));
        }

        var signs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var names = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var row in sheet("words").Rows)
        {
            signs[row["key"]] = row["words"];
            foreach (var name in FoldedName.Parts(row["synonyms"]).Append(row["key"]).Append(row["words"]).Select(FoldedName.Of))
            {
                fault = names.TryGetValue(name, out var other) && other != row["key"] ? Odd("words", row, $"“{name}” names {other} already") : fault;
                names[name] = row["key"];
            }
        }

        var points = sheet("weights").Rows.DistinctBy(row => row["weight"]).ToDictionary(row => row["weight"], StringComparer.Ordinal);
        var weights = ImmutableDictionary.CreateBuilder<(string, string), SignWeight>();
        foreach (var row in sheet("signs").Rows)
        {
            if (!signs.ContainsKey(row["sign"]) || !classes.Any(one => one.Key == row["class"]) || !points.TryGetValue(row["weight"], out var weight)
                || !int.TryParse(weight["points"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) || count is < -100 or > 100 || row["source"].Length == 0)
            {
                fault = Odd("signs", row, "sign, class, weight (with its points) and source are needed and known");
                continue;
            }

            weights[(row["sign"], row["class"])] = new(row["weight"], weight["words"], count, row["note"], row["verified"] == "true");
        }

        var treatments = ImmutableArray.CreateBuilder<Treatment>();
        foreach (var row in sheet("treatments").Rows)
        {
            ImmutableArray<string> causes = [.. FoldedName.Parts(row["causes"])];
            fault = causes.All(signs.ContainsKey) ? fault : Odd("treatments", row, "causes names a sign that is not in words.csv");
            treatments.Add(new(row["words"], [.. FoldedName.Parts(row["synonyms"]).Append(row["key"]).Append(row["words"]).Select(FoldedName.Of).Distinct()], causes));
        }

        tables = new(classes.ToImmutable(), signs.ToImmutable(), names.ToImmutable(), weights.ToImmutable(), treatments.ToImmutable());
        return fault == default;
    }

    private static Fault Odd(string sheet, TableRow row, string why) => new("table/row", row.Line, $"toxidromes/{sheet}.csv, line {row.Line}: {why}");
}
