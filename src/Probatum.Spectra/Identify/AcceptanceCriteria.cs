using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Probatum.Spectra;

/// <summary>How a measurement stands to one condition. What could not be tested is never passed.</summary>
public enum CriterionOutcome
{
    /// <summary>Measured, and within.</summary>
    Passed,

    /// <summary>Measured, and outside.</summary>
    Failed,

    /// <summary>Nothing was measured that could show it.</summary>
    NotTested,
}

/// <summary>What one condition of a profile says of one compound.</summary>
/// <param name="Key">The condition's key, one of <see cref="AcceptanceCriteria.Keys"/>.</param>
/// <param name="Outcome">Passed, failed or not tested.</param>
/// <param name="Words">What was compared with what.</param>
public sealed record CriterionResult(string Key, CriterionOutcome Outcome, string Words);

/// <summary>What was measured of a component, beside one compound that it may be. Null stands for what was not measured.</summary>
/// <param name="Found">The component's spectrum.</param>
/// <param name="Reference">The compound's spectrum in the library.</param>
/// <param name="ScoreMillionths">The compound's score in the search.</param>
/// <param name="LeadMillionths">How far its score is above the next compound's; null where there is no other.</param>
public sealed record MeasuredBeside(Spectrum Found, Spectrum? Reference, int ScoreMillionths, int? LeadMillionths)
{
    /// <summary>The compound's spectrum as measured on a reference standard in the same batch.</summary>
    public Spectrum? Standard { get; init; }

    /// <summary>The component's time in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>The standard's time in the same batch, in seconds.</summary>
    public double? StandardSeconds { get; init; }

    /// <summary>The component's retention index less that of the reference, in units of one scale and phase.</summary>
    public double? IndexDifference { get; init; }

    /// <summary>The height of the component over the noise under it.</summary>
    public double? SignalToNoise { get; init; }

    /// <summary>Whether the same is in the procedural blank at comparable height.</summary>
    public bool? InBlank { get; init; }
}

/// <summary>One condition of an acceptance profile: a row of data with its source.</summary>
/// <param name="Key">One of <see cref="AcceptanceCriteria.Keys"/>.</param>
/// <param name="Source">The document it is taken from.</param>
/// <param name="Verified">Whether somebody held it against that document.</param>
public abstract record Criterion(string Key, string Source, bool Verified)
{
    /// <summary>How the measurement stands to it.</summary>
    public abstract CriterionResult Judge(MeasuredBeside measured);

    private protected CriterionResult Say(bool passed, string words) => new(Key, passed ? CriterionOutcome.Passed : CriterionOutcome.Failed, words);

    private protected CriterionResult NotTested(string why) => new(Key, CriterionOutcome.NotTested, why);

    /// <summary>A number to one decimal, halves away from zero, alike on every machine.</summary>
    internal static string Tenths(double number)
    {
        var tenths = (long)Math.Floor((Math.Abs(number) * 10.0) + 0.5);
        return string.Create(CultureInfo.InvariantCulture, $"{(number < 0 && tenths > 0 ? "-" : "")}{tenths / 10}.{tenths % 10}");
    }
}

/// <summary>The conditions of acceptance profiles, read from data. Values are the data's, never this code's.</summary>
/// <remarks>
/// A profile lists the conditions that a body demands of an identification. Which of them a single run can meet at all
/// differs: several ask for a standard or a second technique, which no library search has, and are then not tested.
/// </remarks>
public static class AcceptanceCriteria
{
    /// <summary>The keys of all conditions that can be judged.</summary>
    public static ImmutableArray<string> Keys { get; } =
        ["score", "lead", "retention-index", "retention-time", "ion-ratios", "signal-to-noise", "blank", "standard", "second-technique"];

    private const int MostCriteria = 100;
    private const int MostBands = 20;

    /// <summary>Reads an array of conditions; the fault names the row (from 0) and what is wrong in it.</summary>
    public static bool TryRead(JsonElement rows, out ImmutableArray<Criterion> criteria, out SpectraFault fault)
    {
        (criteria, fault) = ([], default);
        if (rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() > MostCriteria)
        {
            fault = new("criteria/form", 0, $"criteria are an array of at most {MostCriteria} rows");
            return false;
        }

        var read = ImmutableArray.CreateBuilder<Criterion>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
        {
            try
            {
                read.Add(Read(row));
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
            {
                fault = new("criteria/row", read.Count, $"row {read.Count} of the criteria: {e.Message}");
                return false;
            }
        }

        if (read.GroupBy(one => one.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            fault = new("criteria/twice", 0, $"'{twice.Key}' stands twice among the criteria");
            return false;
        }

        criteria = read.MoveToImmutable();
        return true;
    }

    /// <summary>Every condition in its order.</summary>
    public static ImmutableArray<CriterionResult> Judge(ImmutableArray<Criterion> criteria, MeasuredBeside measured) =>
        [.. criteria.Select(one => one.Judge(measured))];

    private static Criterion Read(JsonElement row)
    {
        var (key, source, verified) = (Text(row, "key"), Text(row, "source"), row.GetProperty("verified").GetBoolean());
        return key switch
        {
            "score" => new ScoreCriterion(Whole(row, "millionths"), source, verified),
            "lead" => new LeadCriterion(Whole(row, "millionths"), source, verified),
            "retention-index" => new IndexCriterion(Positive(row, "units"), source, verified),
            "retention-time" => new TimeCriterion(Optional(row, "seconds"), Optional(row, "percent"), row.TryGetProperty("larger", out var larger) && larger.GetBoolean(), source, verified),
            "ion-ratios" => new RatioCriterion(
                Whole(row, "ions"), Optional(row, "comparedAbovePercent"), Positive(row, "presentAbovePercent"), Text(row, "against") switch { "standard" => true, "library" => false, var other => throw new FormatException($"against '{other}' is neither standard nor library") },
                Bands(row.GetProperty("bands")), source, verified),
            "signal-to-noise" => new SignalCriterion(Positive(row, "least"), source, verified),
            "blank" => new BlankCriterion(source, verified),
            "standard" or "second-technique" => new UntestedCriterion(key, Text(row, "words"), source, verified),
            _ => throw new FormatException($"'{key}' is no condition that can be judged; there are {string.Join(", ", Keys)}"),
        };
    }

    private static ImmutableArray<RatioBand> Bands(JsonElement rows)
    {
        if (rows.GetArrayLength() is 0 or > MostBands)
        {
            throw new FormatException($"bands are 1 to {MostBands}");
        }

        var bands = rows.EnumerateArray().Select(row => new RatioBand(
            row.GetProperty("abovePercent").GetDouble(), Optional(row, "absolute"), Optional(row, "relative"))).ToImmutableArray();
        return bands.Any(band => band.Absolute is null && band.Relative is null) ? throw new FormatException("a band has an absolute or a relative width, or both")
            : bands.Zip(bands.Skip(1)).Any(pair => pair.First.AbovePercent <= pair.Second.AbovePercent) ? throw new FormatException("bands go from high to low")
            : bands;
    }

    private static string Text(JsonElement row, string name) =>
        row.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new FormatException($"'{name}' is empty");

    private static int Whole(JsonElement row, string name) =>
        row.GetProperty(name).TryGetInt32(out var number) && number >= 0 ? number : throw new FormatException($"'{name}' is no whole number from 0 on");

    private static double Positive(JsonElement row, string name) =>
        row.GetProperty(name).GetDouble() is >= 0 and < 1e9 and var number ? number : throw new FormatException($"'{name}' is no number from 0 on");

    private static double? Optional(JsonElement row, string name) => row.TryGetProperty(name, out _) ? Positive(row, name) : null;
}

/// <summary>How far an ion's abundance may be from the reference's, for reference abundances above a share of the base peak.</summary>
/// <param name="AbovePercent">Holds for reference abundances from here up, in percent of the base peak.</param>
/// <param name="Absolute">Percent of the base peak, up and down.</param>
/// <param name="Relative">Percent of the reference abundance, up and down. Where both are given, the larger counts.</param>
public readonly record struct RatioBand(double AbovePercent, double? Absolute, double? Relative)
{
    internal double Width(double reference) => Math.Max(Absolute ?? 0.0, (Relative ?? 0.0) * reference / 100.0);
}

internal sealed record ScoreCriterion(int Millionths, string Source, bool Verified) : Criterion("score", Source, Verified)
{
    public override CriterionResult Judge(MeasuredBeside measured) => Say(
        measured.ScoreMillionths >= Millionths, $"score {Thousandths(measured.ScoreMillionths)}, at least {Thousandths(Millionths)} asked for");

    internal static string Thousandths(int millionths) => string.Create(CultureInfo.InvariantCulture, $"{millionths / 1_000_000}.{millionths / 1000 % 1000:000}");
}

internal sealed record LeadCriterion(int Millionths, string Source, bool Verified) : Criterion("lead", Source, Verified)
{
    public override CriterionResult Judge(MeasuredBeside measured) => measured.LeadMillionths is not { } lead
        ? NotTested("no other compound of the library shares a line")
        : Say(lead >= Millionths, $"{Lead(lead)}, at least {ScoreCriterion.Thousandths(Millionths)} asked for");

    private static string Lead(int lead) => lead < 0 ? $"{ScoreCriterion.Thousandths(-lead)} behind another compound" : $"{ScoreCriterion.Thousandths(lead)} before the next compound";
}

internal sealed record IndexCriterion(double Units, string Source, bool Verified) : Criterion("retention-index", Source, Verified)
{
    public override CriterionResult Judge(MeasuredBeside measured) => measured.IndexDifference is not { } difference
        ? NotTested("no ladder, or no index of the same scale and phase in the library")
        : Say(Math.Abs(difference) <= Units, $"{Tenths(difference)} units from the reference, {Tenths(Units)} allowed");
}

internal sealed record TimeCriterion(double? Seconds, double? Percent, bool Larger, string Source, bool Verified) : Criterion("retention-time", Source, Verified)
{
    public override CriterionResult Judge(MeasuredBeside measured)
    {
        if (measured is not { Seconds: { } found, StandardSeconds: { } standard })
        {
            return NotTested("no standard was run in the same batch");
        }

        double[] widths = [.. new[] { Seconds, Percent * standard / 100.0 }.OfType<double>()];
        var allowed = widths.Length == 0 ? 0.0 : Larger ? widths.Max() : widths.Min();
        return Say(Math.Abs(found - standard) <= allowed, $"{Tenths(found - standard)} s from the standard, {Tenths(allowed)} s allowed");
    }
}

internal sealed record SignalCriterion(double Least, string Source, bool Verified) : Criterion("signal-to-noise", Source, Verified)
{
    public override CriterionResult Judge(MeasuredBeside measured) => measured.SignalToNoise is not { } ratio
        ? NotTested("the noise under the component is not known")
        : Say(ratio >= Least, $"{Tenths(ratio)} times the noise, {Tenths(Least)} asked for");
}

internal sealed record BlankCriterion(string Source, bool Verified) : Criterion("blank", Source, Verified)
{
    public override CriterionResult Judge(MeasuredBeside measured) => measured.InBlank is not { } inBlank
        ? NotTested("no procedural blank was given")
        : Say(!inBlank, inBlank ? "in the procedural blank at comparable height" : "not in the procedural blank at comparable height");
}

internal sealed record UntestedCriterion(string Key, string Words, string Source, bool Verified) : Criterion(Key, Source, Verified)
{
    public override CriterionResult Judge(MeasuredBeside measured) =>
        Key == "standard" && measured.Standard is not null ? Say(true, "a reference standard was run under the same conditions") : NotTested(Words);
}

internal sealed record RatioCriterion(
    int Ions, double? ComparedAbovePercent, double PresentAbovePercent, bool AgainstStandard, ImmutableArray<RatioBand> Bands, string Source, bool Verified) : Criterion("ion-ratios", Source, Verified)
{
    /// <remarks>
    /// Both spectra are in percent of the same ion, the reference's base peak within the masses that both cover; the ions
    /// compared are the reference's strongest, and all above a share where the profile says so. A base peak that differs between the two is thereby no trap.
    /// </remarks>
    public override CriterionResult Judge(MeasuredBeside measured)
    {
        if ((AgainstStandard ? measured.Standard : measured.Reference) is not { } against)
        {
            return NotTested(AgainstStandard ? "no standard was run in the same batch" : "the library's spectrum is not at hand");
        }

        var from = Math.Max(Start(measured.Found), Start(against));
        var (found, reference) = (ByMass(measured.Found, from), ByMass(against, from));
        var strongest = reference.OrderByDescending(line => line.Value).ThenBy(line => line.Key).ToList();
        if (strongest.Count < Ions || strongest.Count == 0)
        {
            return Say(false, $"the reference has only {strongest.Count} ions from m/z {from} on, {Ions} asked for");
        }

        var (basePeak, whole) = strongest[0];
        if (found.GetValueOrDefault(basePeak) is not (> 0 and var mine))
        {
            return Say(false, $"the reference's base peak m/z {basePeak} is missing");
        }

        var wrong = new List<string>();
        for (var i = 0; i < strongest.Count; i++)
        {
            var (mass, height) = strongest[i];
            var (expected, seen) = (100.0 * height / whole, 100.0 * found.GetValueOrDefault(mass) / mine);
            var width = Bands.FirstOrDefault(band => expected >= band.AbovePercent, Bands[^1]).Width(expected);
            if ((i < Ions || expected >= ComparedAbovePercent) && Math.Abs(seen - expected) > width)
            {
                wrong.Add($"m/z {mass} is {Tenths(seen)} % of m/z {basePeak}, {Tenths(Math.Max(0.0, expected - width))} to {Tenths(expected + width)} % allowed");
            }
            else if (seen == 0.0 && expected >= PresentAbovePercent)
            {
                wrong.Add($"m/z {mass} is missing, {Tenths(expected)} % in the reference");
            }
        }

        return wrong.Count > 0
            ? Say(false, string.Join("; ", wrong.Take(3)) + (wrong.Count > 3 ? $"; and {wrong.Count - 3} more" : ""))
            : Say(true, $"m/z {string.Join(", ", strongest.Take(Ions).Select(line => line.Key))} are within their bands, and every ion of {Tenths(PresentAbovePercent)} % is there");
    }

    private static int Start(Spectrum spectrum) =>
        Nominal(spectrum.ScanFrom ?? Math.Min(90.0, spectrum.Peaks.IsEmpty ? 0.0 : spectrum.Peaks.Min(peak => peak.Mz)));

    private static Dictionary<int, double> ByMass(Spectrum spectrum, int from) => spectrum.Peaks
        .GroupBy(peak => Nominal(peak.Mz)).Where(line => line.Key >= from)
        .ToDictionary(line => line.Key, line => line.OrderBy(peak => peak.Mz).ThenBy(peak => peak.Intensity).Aggregate(0.0, (sum, peak) => sum + peak.Intensity));

    // Mass defects of ions rich in hydrogen grow towards half a unit.
    private static int Nominal(double mz) => (int)Math.Floor(mz + 0.3);
}
