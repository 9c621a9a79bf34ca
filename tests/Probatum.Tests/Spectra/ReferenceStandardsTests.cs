using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

/// <summary>A run held against reference standards that were run under the same conditions.</summary>
public sealed class ReferenceStandardsTests
{
    private static readonly IdentificationSettings Settings = SpectraData.Field with
    {
        Criteria = [new TimeCriterion(6, null, false, "a test", false), new UntestedCriterion("standard", "needs one", "a test", false)],
    };

    private static LibraryRecord Naphthalene => SpectraData.Named("naphthalene");

    private static LibraryRecord Cymene => SpectraData.Named("p-cymene");

    [Theory]
    [InlineData(60.0, "standard", "agrees with the reference standard of naphthalene: 0.0 s from it")]
    [InlineData(65.0, "standard", "agrees with the reference standard of naphthalene: -5.0 s from it")]
    [InlineData(70.0, "contradicted", "does not agree with the reference standard of naphthalene: -10.0 s from it")]
    public void Time_and_spectrum_decide(double standardAt, string wording, string note)
    {
        var answer = Assert.Single(Answers(SpectraData.RunOf((Naphthalene, 60.0, 1e6)), Measured(SpectraData.RunOf((Naphthalene, standardAt, 5e5)), Naphthalene.Name)));
        Assert.Equal((wording, Naphthalene.CompoundKey), (answer.Wording, answer.Candidates[0].Record.CompoundKey));
        Assert.Contains(answer.Notes, one => one.StartsWith(note, StringComparison.Ordinal));
        Assert.Contains("not tested: blank, retention index", answer.Notes);
        Assert.Equal(CriterionOutcome.Passed, answer.Criteria[0][1].Outcome);
    }

    [Fact]
    public void A_profile_without_a_condition_for_the_time_lets_no_standard_agree()
    {
        var run = SpectraData.RunOf((Naphthalene, 60.0, 1e6));
        var answer = Assert.Single(Answers(run, Measured(run, Naphthalene.Name), Settings with { Criteria = [] }));
        Assert.Equal(Wordings.Library, answer.Wording);
        Assert.Contains(answer.Notes, one => one.EndsWith("field-gcms has no condition for the time", StringComparison.Ordinal));
    }

    [Fact]
    public void What_no_library_holds_is_met_by_the_standard_itself()
    {
        var without = SpectraData.LibraryOf(SpectraData.Records.Where(one => one.CompoundKey != Naphthalene.CompoundKey));
        var run = SpectraData.RunOf((Naphthalene, 60.0, 1e6), (Cymene, 30.0, 1e5));
        var answers = Answers(run, Measured(SpectraData.RunOf((Naphthalene, 61.0, 1e6)), "a compound of ours"), library: without);
        Assert.Equal([Wordings.Library, Wordings.Standard], answers.Select(one => one.Wording));
        Assert.Equal("a compound of ours", Assert.Single(answers[1].Candidates).Record.Name);
        Assert.Contains("a compound of ours is not among what the library gives: its score is against the standard's own spectrum", answers[1].Notes);
        Assert.DoesNotContain(answers[0].Candidates, hit => hit.Record.Name == "a compound of ours");
    }

    [Fact]
    public void A_standard_takes_nothing_from_the_set_that_the_spectrum_leaves()
    {
        var copies = SpectraData.Records.Where(one => one.CompoundKey == Naphthalene.CompoundKey)
            .Select(one => one with { Name = "an isomer", Accession = "0000", InChIKey = "AAAAAAAAAAAAAA-UHFFFAOYSA-N" });
        var run = SpectraData.RunOf((Naphthalene, 60.0, 1e6));
        var answer = Assert.Single(Answers(run, Measured(run, Naphthalene.Name), library: SpectraData.LibraryOf(SpectraData.Records.Concat(copies))));
        Assert.Equal(Wordings.Standard, answer.Wording);
        Assert.Contains(answer.Candidates, hit => hit.Record.Name == "an isomer");
        Assert.Equal(
            [CriterionOutcome.Passed, CriterionOutcome.NotTested],
            new[] { Naphthalene.Name, "an isomer" }.Select(name => answer.Criteria[answer.Candidates.ToList().FindIndex(hit => hit.Record.Name == name)][1].Outcome));
    }

    [Fact]
    public void What_is_in_the_blank_is_not_found_whatever_the_standard_says()
    {
        var run = SpectraData.RunOf((Naphthalene, 60.0, 1e6));
        var answer = Assert.Single(Identification.Run(run, SpectraData.Library, Settings, new(run, null, Measured(run, Naphthalene.Name)), CancellationToken.None));
        Assert.Equal(Wordings.Blank, answer.Wording);
    }

    [Fact]
    public void A_label_that_the_library_does_not_bear_out_and_other_conditions_are_said()
    {
        var run = SpectraData.RunOf((Naphthalene, 60.0, 1e6)) with { Acquisition = new("ours", "EI+", ScanFrom: 50, ScanTo: 500) };
        var other = run with { Acquisition = new("theirs", "EI+", ScanFrom: 40, ScanTo: 500) };
        var answer = Assert.Single(Answers(run, Measured(other, Cymene.Name, seconds: 60.5)));
        Assert.Contains(answer.Notes, one => one.StartsWith("the library takes the standard of p-cymene itself for naphthalene", StringComparison.Ordinal));
        Assert.Contains("the standard of p-cymene was run under another instrument: theirs, the sample under ours", answer.Notes);
        Assert.Contains("the standard of p-cymene was run under another scan range: m/z 40 to 500, the sample under m/z 50 to 500", answer.Notes);
    }

    [Fact]
    public void A_compound_that_is_not_where_the_label_says_is_told()
    {
        var run = SpectraData.RunOf((Naphthalene, 60.0, 1e6));
        Assert.False(ReferenceStandards.TryMeasure([(run, new("naphthalene", null, 60.0)), (run, new("p-cymene", null, 80.0))], out _, out var fault, CancellationToken.None));
        Assert.Equal(("standards/absent", 2L), (fault.Code, fault.At));
        Assert.Equal("p-cymene: the standard's run has no component within 6 s of 80 s", fault.Why);
    }

    [Theory]
    [InlineData("run,name,inchikey,rt_s\na.cdf,\"1,4-dimethylbenzene, so \"\"p-xylene\"\"\",URLKBWYHVLBVBO-UHFFFAOYSA-N,61.25\r\nb.cdf, x ,,\n", null, 0)]
    [InlineData("name,run\n", "standards/header", 1)]
    [InlineData("run,name,inchikey,rt_s\n\n", "standards/empty", 3)]
    [InlineData("run,name,inchikey,rt_s\na.cdf,x,,61\na.cdf,x,NOKEY,61\n", "standards/row", 3)]
    [InlineData("run,name,inchikey,rt_s\na.cdf,x,,-61\n", "standards/row", 2)]
    [InlineData("run,name,inchikey,rt_s\na.cdf,x,,61 s\n", "standards/row", 2)]
    [InlineData("run,name,inchikey,rt_s\na.cdf,x,,1e7\n", "standards/row", 2)]
    [InlineData("run,name,inchikey,rt_s\na.cdf,\"x,,61\n", "standards/row", 2)]
    [InlineData("run,name,inchikey,rt_s\na.cdf,x,61\n", "standards/row", 2)]
    public void A_table_is_read_or_its_line_is_named(string csv, string? code, long line)
    {
        Assert.Equal(code is null, ReferenceStandards.TryReadTable(Encoding.UTF8.GetBytes(csv), out var rows, out var fault));
        Assert.Equal((code, line), code is null ? (null, 0L) : (fault.Code, fault.At));
        Assert.True(code is not null || rows.SequenceEqual(
            [("a.cdf", new StandardCompound("1,4-dimethylbenzene, so \"p-xylene\"", "URLKBWYHVLBVBO-UHFFFAOYSA-N", 61.25)), ("b.cdf", new StandardCompound("x", null, null))]));
    }

    [Fact]
    public void No_bytes_break_the_reader() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["run,name\"\r\n0123.;"], 0, 200]).Sample(text =>
    {
        _ = ReferenceStandards.TryReadTable(Encoding.UTF8.GetBytes("run,name,inchikey,rt_s\n" + text), out var rows, out _);
        return rows.All(row => row is { Run.Length: > 0, Compound: { Name.Length: > 0, Seconds: null or >= 0 } });
    });

    private static ReferenceStandards Measured(InstrumentRun run, string name, double? seconds = null)
    {
        Assert.True(ReferenceStandards.TryMeasure([(run, new(name, null, seconds))], out var standards, out var fault, CancellationToken.None), fault.Why);
        return standards;
    }

    private static ImmutableArray<ComponentAnswer> Answers(
        InstrumentRun run, ReferenceStandards standards, IdentificationSettings? settings = null, SpectralLibrary? library = null) =>
        Identification.Run(run, library ?? SpectraData.Library, settings ?? Settings, new(Standards: standards), CancellationToken.None);
}
