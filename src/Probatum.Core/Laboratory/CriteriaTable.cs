using System.Collections.Immutable;
using Probatum.Ledger;

namespace Probatum.Core.Laboratory;

/// <summary>One criterion that a profile asks for: of each technique of its families, or once of the result where it names none.</summary>
/// <param name="Key">Such as RI_TOLERANCE.</param>
/// <param name="Families">The families of techniques that it is asked of; none for the result as a whole.</param>
/// <param name="Matrices">What the sample's matrix must begin with; none for every matrix.</param>
/// <param name="Limit">The usual limit, in words.</param>
/// <param name="Required">Whether a failed one keeps the result from being a confirmation.</param>
/// <param name="Words">What a person reads.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Verified">Whether anybody checked it.</param>
public sealed record AskedCriterion(
    string Key, ImmutableArray<string> Families, ImmutableArray<string> Matrices, string Limit, bool Required, string Words, string Source, bool Verified)
{
    /// <summary>The technique under which what is asked of a result as a whole is stated.</summary>
    public const string OfResult = "RESULT";

    /// <summary>The criterion that is computed from the techniques named.</summary>
    public const string TwoTechniques = "TWO_TECHNIQUES";

    /// <summary>The criterion that a laboratory's word on its blanks answers too.</summary>
    public const string Blanks = "BLANK_RULE";
}

/// <summary>What results are held against, under a name and a version.</summary>
public sealed record CriteriaProfile(string Name, string Version, ImmutableArray<AskedCriterion> Asked)
{
    /// <summary>As records name it: "designated-laboratory/1".</summary>
    public string Id => $"{Name}/{Version}";
}

/// <summary>The profiles of data/criteria by name and version.</summary>
/// <remarks>Source: docs/domain.md 3.2.</remarks>
public sealed record CriteriaTable(ImmutableSortedDictionary<string, CriteriaProfile> Profiles)
{
    /// <summary>The profile of that name and version, or the last version of that name; null for none.</summary>
    public CriteriaProfile? Find(string? name) => name is null ? null
        : Profiles.TryGetValue(name, out var exact) ? exact
        : Profiles.Values.LastOrDefault(profile => profile.Name == name);

    internal static bool TryRead(Table sheet, out CriteriaTable table, out Fault fault)
    {
        fault = default;
        var asked = new List<(string Profile, string Version, AskedCriterion Criterion)>();
        foreach (var row in sheet.Rows)
        {
            if (row["profile"].Length == 0 || row["version"].Length == 0 || row["criterion"].Length == 0 || row["source"].Length == 0 || row["required"] is not ("true" or "false"))
            {
                fault = fault == default ? new("table/row", row.Line, $"criteria/criteria.csv, line {row.Line}: profile, version, criterion and source are needed, and required is true or false") : fault;
                continue;
            }

            asked.Add((row["profile"], row["version"], new(
                row["criterion"], Several(row["families"]), Several(row["matrices"]), row["limit"], row["required"] == "true", row["words"], row["source"], row["verified"] == "true")));
        }

        table = new(asked.GroupBy(one => (one.Profile, one.Version))
            .Select(group => new CriteriaProfile(group.Key.Profile, group.Key.Version, [.. group.Select(one => one.Criterion).DistinctBy(one => one.Key)]))
            .DistinctBy(profile => profile.Id).ToImmutableSortedDictionary(profile => profile.Id, profile => profile, StringComparer.Ordinal));
        return fault == default;
    }

    private static ImmutableArray<string> Several(string cell) => [.. cell.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
