using System.Text.Json;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

/// <summary>Conditions of acceptance profiles, on made-up spectra of whole numbers.</summary>
public sealed class AcceptanceCriteriaTests
{
    private static readonly (double Mz, double Intensity)[] Reference = [(50, 100), (77, 400), (92, 250), (105, 1000), (134, 80)];

    [Fact]
    public void Every_shipped_profile_can_be_read_and_says_where_its_rows_come_from()
    {
        foreach (var profile in Said.Tables.Profiles.Values)
        {
            Assert.NotEmpty(profile.Criteria);
            Assert.All(profile.Criteria, one => Assert.True(!one.Verified && one.Source.Length > 0 && AcceptanceCriteria.Keys.Contains(one.Key), $"{profile.Name}: {one.Key}"));
        }

        Assert.True(Said.Tables.Profiles.Count >= 7);
    }

    [Fact]
    public void What_was_not_measured_is_never_passed()
    {
        // A compound with nothing but its score: whatever asks for more says that it was not tested.
        var bare = new MeasuredBeside(Of(Reference), null, 1_000_000, 1_000_000);
        var asked = Read("""
            [{"key":"retention-index","units":20},{"key":"retention-time","seconds":6},{"key":"signal-to-noise","least":3},{"key":"blank"},
             {"key":"standard","words":"needs one"},{"key":"second-technique","words":"needs one"},
             {"key":"ion-ratios","ions":3,"presentAbovePercent":10,"against":"standard","bands":[{"abovePercent":0,"relative":30}]}]
            """);
        Assert.All(AcceptanceCriteria.Judge(asked, bare), one => Assert.True(one.Outcome == CriterionOutcome.NotTested, one.Key));

        // A spectrum of the library is no standard.
        var beside = bare with { Reference = Of(Reference), StandardSeconds = 60.0 };
        Assert.All(AcceptanceCriteria.Judge(asked, beside), one => Assert.True(one.Outcome == CriterionOutcome.NotTested, one.Key));
        Assert.Equal(CriterionOutcome.Passed, AcceptanceCriteria.Judge(asked, beside with { Standard = Of(Reference) })[^1].Outcome);
    }

    [Theory]
    [InlineData("""{"key":"retention-index","units":20}""", "IndexDifference", -20.0, 20.01)]
    [InlineData("""{"key":"retention-time","seconds":6}""", "Seconds", 606.0, 606.1)]
    [InlineData("""{"key":"retention-time","percent":1}""", "Seconds", 594.0, 593.9)]
    [InlineData("""{"key":"retention-time","percent":0.5,"seconds":6}""", "Seconds", 603.0, 603.1)]
    [InlineData("""{"key":"retention-time","percent":2,"seconds":6,"larger":true}""", "Seconds", 612.0, 612.1)]
    [InlineData("""{"key":"signal-to-noise","least":3}""", "SignalToNoise", 3.0, 2.99)]
    public void A_width_holds_up_to_its_end(string row, string member, double good, double bad)
    {
        var criteria = Read($"[{row}]");
        foreach (var (value, outcome) in new[] { (good, CriterionOutcome.Passed), (bad, CriterionOutcome.Failed) })
        {
            var measured = new MeasuredBeside(Of(Reference), null, 0, null) { StandardSeconds = 600.0 };
            measured = member switch { "IndexDifference" => measured with { IndexDifference = value }, "Seconds" => measured with { Seconds = value }, _ => measured with { SignalToNoise = value } };
            Assert.Equal(outcome, AcceptanceCriteria.Judge(criteria, measured)[0].Outcome);
        }
    }

    [Fact]
    public void Scores_leads_and_blanks_are_judged_as_they_are()
    {
        var criteria = Read("""[{"key":"score","millionths":800000},{"key":"lead","millionths":50000},{"key":"blank"}]""");
        Assert.Equal("+++", Signs(new(Of(Reference), null, 800_000, 50_000) { InBlank = false }));
        Assert.Equal("---", Signs(new(Of(Reference), null, 799_999, 49_999) { InBlank = true }));
        Assert.Equal("-", Signs(new(Of(Reference), null, 900_000, -10_000))[1..2]);
        Assert.Equal("+??", Signs(new(Of(Reference), null, 900_000, null)));

        string Signs(MeasuredBeside measured) => string.Concat(AcceptanceCriteria.Judge(criteria, measured).Select(one => "+-?"[(int)one.Outcome]));
    }

    [Fact]
    public void Ion_ratios_follow_their_bands_on_one_base_peak()
    {
        const string Bands = """[{"abovePercent":50,"absolute":10},{"abovePercent":25,"relative":20},{"abovePercent":0,"absolute":5}]""";
        var criteria = Read($$"""[{"key":"ion-ratios","ions":3,"presentAbovePercent":10,"against":"library","bands":{{Bands}}}]""");
        Assert.True(Passes(105, 1000));
        Assert.True(Passes(77, 480) && Passes(77, 320) && !Passes(77, 481) && !Passes(77, 319), "40 % of the base peak, 20 % of that up and down");
        Assert.True(Passes(92, 300) && !Passes(92, 301), "25 % of the base peak is in the second band");
        Assert.True(Passes(134, 0) && Passes(134, 999), "8 %: neither among the three nor one that must be there");
        Assert.False(Passes(50, 0));
        Assert.True(Passes(50, 999), "the fourth ion must be there, and no more");
        Assert.False(Passes(105, 0));

        // Another ion is the highest one of the sample, as when a neighbour adds to it: everything stays in percent of the reference's base peak.
        Assert.Contains("m/z 77 is 200.0 % of m/z 105", Judge(77, 2000).Words, StringComparison.Ordinal);

        bool Passes(int mass, double height) => Judge(mass, height).Outcome == CriterionOutcome.Passed;

        CriterionResult Judge(int mass, double height) => AcceptanceCriteria.Judge(
            criteria, new(Of([.. Reference.Select(line => line.Mz == mass ? (line.Mz, height) : line)]), Of(Reference), 0, null))[0];
    }

    [Fact]
    public void Scaling_and_order_of_lines_change_nothing_and_only_the_common_range_counts() =>
        Gen.Select(Gen.Double[0.001, 1000.0], Gen.Shuffle(Reference), Gen.Int[40, 90]).Sample((by, order, from) =>
        {
            var criteria = Read("""[{"key":"ion-ratios","ions":2,"presentAbovePercent":10,"against":"library","bands":[{"abovePercent":0,"relative":10}]}]""");
            var scanned = new Spectrum([.. order.Where(line => line.Mz >= from).Select(line => new Peak(line.Mz, line.Intensity * by))], ScanFrom: from);
            Assert.Equal(CriterionOutcome.Passed, AcceptanceCriteria.Judge(criteria, new(scanned, Of(Reference), 0, null))[0].Outcome);
        });

    [Theory]
    [InlineData("{}", "an array")]
    [InlineData("""[{"key":"smell","source":"x","verified":false}]""", "no condition")]
    [InlineData("""[{"key":"score","source":"x","verified":false}]""", "row 0")]
    [InlineData("""[{"key":"blank","source":"x","verified":false},{"key":"blank","source":"y","verified":false}]""", "twice")]
    [InlineData("""[{"key":"score","millionths":-1,"source":"x","verified":false}]""", "whole number")]
    [InlineData("""[{"key":"score","millionths":1,"source":"","verified":false}]""", "source")]
    [InlineData("""[{"key":"score","millionths":"1","source":"x","verified":false}]""", "row 0")]
    [InlineData("""[{"key":"ion-ratios","ions":1,"presentAbovePercent":1,"against":"hope","bands":[],"source":"x","verified":false}]""", "neither")]
    [InlineData("""[{"key":"ion-ratios","ions":1,"presentAbovePercent":1,"against":"library","bands":[],"source":"x","verified":false}]""", "bands")]
    [InlineData("""[{"key":"ion-ratios","ions":1,"presentAbovePercent":1,"against":"library","bands":[{"abovePercent":1}],"source":"x","verified":false}]""", "width")]
    [InlineData("""[{"key":"ion-ratios","ions":1,"presentAbovePercent":1,"against":"library","bands":[{"abovePercent":1,"absolute":1},{"abovePercent":2,"absolute":1}],"source":"x","verified":false}]""", "high to low")]
    public void A_bad_row_is_named(string json, string said)
    {
        using var document = JsonDocument.Parse(json);
        Assert.False(AcceptanceCriteria.TryRead(document.RootElement, out var criteria, out var fault));
        Assert.Contains(said, fault.Why, StringComparison.Ordinal);
        Assert.Empty(criteria);
    }

    private static Spectrum Of((double Mz, double Intensity)[] lines) => new([.. lines.Where(line => line.Intensity > 0).Select(line => new Peak(line.Mz, line.Intensity))], ScanFrom: 40);

    private static System.Collections.Immutable.ImmutableArray<Criterion> Read(string rows)
    {
        using var json = JsonDocument.Parse(rows.Replace("\"key\"", "\"source\":\"a test\",\"verified\":false,\"key\"", StringComparison.Ordinal));
        Assert.True(AcceptanceCriteria.TryRead(json.RootElement, out var criteria, out var fault), fault.Why);
        return criteria;
    }
}
