using System.Collections.Immutable;
using System.Text.Json;
using Probatum.Core.Assessment;
using Probatum.Core.Casualties;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;
using Probatum.Ledger;
using Probatum.Spectra;

namespace Probatum.Core;

/// <summary>One technique and the most that it alone can carry.</summary>
public sealed record Technique(string Key, string Words, Level MaxLevel, bool Laboratory, string Family)
{
    /// <summary>What else makes such a device answer; empty where the case's table does not say.</summary>
    public string FalseAlarms { get; init; } = "";
}

/// <summary>One explanation of the minimum set.</summary>
public sealed record HypothesisRow(string Key, string Words);

/// <summary>What identification reads from an acceptance profile. Source: data/profiles/*.json.</summary>
public sealed record AcceptanceProfile(
    string Name, string Version, int SetWidthMillionths, int UnknownBelowMillionths, int MaxCandidates, Level HighestLevel, ImmutableArray<Criterion> Criteria)
{
    /// <summary>The families of techniques that it is made for; one that names none is made for runs of GC-MS.</summary>
    public ImmutableArray<string> Families { get; init; } = [MethodFamilies.OfRuns];
}

/// <summary>The tables a case is judged by, read from the very bytes whose digests the case's log pins.</summary>
public sealed record RuleTables(
    AnomalyTable Anomalies, ImmutableSortedDictionary<string, Technique> Techniques, ImmutableArray<HypothesisRow> Hypotheses,
    ImmutableSortedDictionary<string, Route> Routes, ImmutableSortedDictionary<string, AcceptanceProfile> Profiles,
    ImmutableSortedDictionary<string, string> Matrices)
{
    /// <summary>Which signs fit which class of substances; null in a case that pins no such tables.</summary>
    public ToxidromeTables? Toxidromes { get; init; }

    /// <summary>The markers; null in a case that pins no such table.</summary>
    public MarkerTable? Markers { get; init; }

    /// <summary>What laboratories' results are held against; null in a case that pins no such table.</summary>
    public CriteriaTable? Criteria { get; init; }

    /// <summary>What conditions ask in words, and how far it is to meet them.</summary>
    public ConditionTable Conditions { get; init; } = ConditionTable.Empty;

    // What a reader of texts and who seals need is beside them in data/ and judges no case.
    private static readonly ImmutableArray<string> Others = ["annotation/", "gazetteer/", "policies/"];

    /// <summary>Whether a file of data/, by its name there, is one that a case is judged by and therefore pins.</summary>
    public static bool IsOne(string name) => !Others.Any(folder => name.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>
    /// Reads the tables by name ("routes/opcw-ffm.json" …). Names outside the known folders are not read; the three single
    /// tables must be there. Those of the folders toxidromes, markers, criteria and conditions came later: a case has each folder whole or not at all.
    /// </summary>
    public static bool TryRead(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, out RuleTables tables, out Fault fault)
    {
        tables = null!;
        var routes = ImmutableSortedDictionary.CreateBuilder<string, Route>(StringComparer.Ordinal);
        var profiles = ImmutableSortedDictionary.CreateBuilder<string, AcceptanceProfile>(StringComparer.Ordinal);
        foreach (var (name, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (name.StartsWith("routes/", StringComparison.Ordinal))
            {
                if (!Route.TryRead(bytes, out var route, out fault))
                {
                    fault = fault with { Why = $"{name}: {fault.Why}" };
                    return false;
                }

                routes[route.Key] = route;
            }
            else if (name.StartsWith("profiles/", StringComparison.Ordinal))
            {
                if (!TryProfile(bytes, out var profile, out fault))
                {
                    fault = fault with { Why = $"{name}: {fault.Why}" };
                    return false;
                }

                profiles[profile.Name] = profile;
            }
        }

        if (!TrySheet(files, "custody/anomalies.csv", out var anomalyRows, out fault)
            || !AnomalyTable.TryRead(anomalyRows, out var anomalies, out fault)
            || !TrySheet(files, "techniques/techniques.csv", out var techniqueRows, out fault)
            || !TrySheet(files, "hypotheses/minimum.csv", out var hypothesisRows, out fault)
            || !TrySheet(files, "custody/matrices.csv", out var matrixRows, out fault))
        {
            return false;
        }

        var techniques = ImmutableSortedDictionary.CreateBuilder<string, Technique>(StringComparer.Ordinal);
        foreach (var row in techniqueRows.Rows)
        {
            if (!Enum.TryParse<Level>(row["max_level"], out var level) || !Enum.IsDefined(level) || row["source"].Length == 0)
            {
                fault = new("table/row", row.Line, $"techniques/techniques.csv, line {row.Line}: max_level and source are needed");
                return false;
            }

            techniques[row["key"]] = new(row["key"], row["words"], level, row["laboratory"] == "true", row["family"]) { FalseAlarms = row["false_alarms"] };
        }

        var matrices = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var row in matrixRows.Rows)
        {
            matrices[row["key"]] = row["words"];
        }

        if (!TryToxidromes(files, out var toxidromes, out fault) || !TryMarkers(files, out var markers, out fault) || !TryCriteria(files, out var criteria, out fault)
            || !TryConditions(files, out var conditions, out fault))
        {
            return false;
        }

        tables = new(
            anomalies, techniques.ToImmutable(), [.. hypothesisRows.Rows.Select(row => new HypothesisRow(row["key"], row["words"]))],
            routes.ToImmutable(), profiles.ToImmutable(),
            matrices.ToImmutable())
        {
            Toxidromes = toxidromes,
            Markers = markers,
            Criteria = criteria,
            Conditions = conditions,
        };
        return true;
    }

    /// <summary>The digests by which a case pins these files.</summary>
    public static JsonMap Digests(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        JsonMap.Of(files.Select(file => (file.Key, (Json?)Records.Digests.Hex(file.Value.Span))));

    private static bool TryToxidromes(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, out ToxidromeTables? tables, out Fault fault)
    {
        (tables, fault) = (null, default);
        if (!files.Keys.Any(name => name.StartsWith("toxidromes/", StringComparison.Ordinal)))
        {
            return true;
        }

        var sheets = new Dictionary<string, Table>(StringComparer.Ordinal);
        foreach (var name in ToxidromeTables.Sheets)
        {
            if (!TrySheet(files, $"toxidromes/{name}.csv", out var sheet, out fault))
            {
                return false;
            }

            sheets[name] = sheet;
        }

        return ToxidromeTables.TryRead(name => sheets[name], out tables, out fault);
    }

    private static bool TryMarkers(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, out MarkerTable? table, out Fault fault)
    {
        (table, fault) = (null, default);
        return !files.Keys.Any(name => name.StartsWith("markers/", StringComparison.Ordinal))
            || (TrySheet(files, "markers/markers.csv", out var markers, out fault) && TrySheet(files, "markers/persistence.csv", out var persistence, out fault)
                && MarkerTable.TryRead(markers, persistence, out table, out fault));
    }

    private static bool TryCriteria(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, out CriteriaTable? table, out Fault fault)
    {
        (table, fault) = (null, default);
        return !files.Keys.Any(name => name.StartsWith("criteria/", StringComparison.Ordinal))
            || (TrySheet(files, "criteria/criteria.csv", out var rows, out fault) && CriteriaTable.TryRead(rows, out table, out fault));
    }

    private static bool TryConditions(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, out ConditionTable table, out Fault fault)
    {
        (table, fault) = (ConditionTable.Empty, default);
        return !files.Keys.Any(name => name.StartsWith("conditions/", StringComparison.Ordinal))
            || (TrySheet(files, "conditions/conditions.csv", out var rows, out fault) && ConditionTable.TryRead(rows, out table, out fault));
    }

    private static bool TrySheet(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, out Table table, out Fault fault)
    {
        if (!files.TryGetValue(name, out var bytes))
        {
            (table, fault) = (new([], []), new("table/missing", 0, $"the table {name} is missing"));
            return false;
        }

        var good = Table.TryRead(bytes.Span, out table, out fault);
        fault = good ? default : fault with { Why = $"{name}: {fault.Why}" };
        return good;
    }

    private static bool TryProfile(ReadOnlyMemory<byte> json, out AcceptanceProfile profile, out Fault fault)
    {
        (profile, fault) = (null!, default);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var criteria = ImmutableArray<Criterion>.Empty;
            if (root.TryGetProperty("criteria", out var rows) && !AcceptanceCriteria.TryRead(rows, out criteria, out var bad))
            {
                fault = new(bad.Code, bad.At, bad.Why);
                return false;
            }

            profile = new(
                root.GetProperty("name").GetString()!, root.GetProperty("version").GetString()!,
                root.GetProperty("setWidthMillionths").GetInt32(), root.GetProperty("unknownBelowMillionths").GetInt32(),
                root.GetProperty("maxCandidates").GetInt32(), Enum.Parse<Level>(root.GetProperty("highestLevel").GetString()!), criteria);
            if (root.TryGetProperty("families", out var families))
            {
                profile = profile with { Families = [.. families.EnumerateArray().Select(family => family.GetString() ?? "")] };
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            fault = new("profile/form", 0, $"the profile can't be read: {e.Message}");
        }

        if (fault == default && profile is not { SetWidthMillionths: >= 0 and <= 1_000_000, UnknownBelowMillionths: >= 1 and <= 1_000_000, MaxCandidates: >= 1 and <= 100 })
        {
            fault = new("profile/widths", 0, "a profile's widths and bars are 0 to 1,000,000 (the bar 1 at least), and it lists 1 to 100 candidates");
        }

        if (fault == default && !Enum.IsDefined(profile.HighestLevel))
        {
            fault = new("profile/level", 0, "the profile's highest level is L0 to L4");
        }

        return fault == default;
    }
}
