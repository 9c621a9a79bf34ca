using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class RetentionLadderTests
{
    // the rest was moved beside a neighbour on purpose, its stated index was not
    [Theory]
    [InlineData("sim-dev-1", 51)]
    [InlineData("sim-dev-2", 23)]
    public void The_true_indices_of_a_simulated_run_are_had_from_its_ladder(string name, int unmoved)
    {
        var ladder = Read(SpectraData.Bytes($"data/runs/gcms/{name}.ladder.csv"));
        var near = SpectraData.Table($"data/runs/gcms/{name}.truth.csv")
            .Count(row => Math.Abs(row.Number("ri") - ladder.IndexAt(row.Number("rt_s"))!.Value) < 0.2);
        Assert.Equal(unmoved, near);
    }

    [Fact]
    public void An_alkane_has_a_hundred_times_its_carbon_number_and_beyond_the_ladder_there_is_none()
    {
        var ladder = Read("carbon,rt_s\r\n8,100\r\n10,300.5\r\n"u8);
        Assert.Equal(
            [800.0, 900.0, 1000.0, null, null], new[] { 100, 200.25, 300.5, 99.9, 300.6 }.Select(ladder.IndexAt));
    }

    [Theory]
    [InlineData("", "ladder/short")]
    [InlineData("rt,carbon\n", "ladder/header")]
    [InlineData("carbon,rt_s\n8,100\n", "ladder/short")]
    [InlineData("carbon,rt_s\n8,100\n8,120\n", "ladder/step")]
    [InlineData("carbon,rt_s\n8,100\n9,90\n", "ladder/step")]
    [InlineData("carbon,rt_s\n8,100\n9,NaN\n", "ladder/step")]
    [InlineData("carbon,rt_s\n8,100\n9;120\n", "ladder/step")]
    [InlineData("carbon,rt_s\n8,100\n9,120 s\n", "ladder/step")]
    [InlineData("# scale: A\n# scale: B\ncarbon,rt_s\n8,100\n9,120\n", "ladder/mixed")]
    [InlineData("# colour: red\ncarbon,rt_s\n8,100\n9,120\n", "ladder/word")]
    [InlineData("# hold-up: 100\ncarbon,rt_s\n8,100\n9,120\n", "ladder/hold-up")]
    [InlineData("# hold-up: one minute\ncarbon,rt_s\n8,100\n9,120\n", "ladder/hold-up")]
    public void A_ladder_that_does_not_rise_step_by_step_is_refused(string csv, string code)
    {
        Assert.False(RetentionLadder.TryRead(Encoding.UTF8.GetBytes(csv), out _, out var fault));
        Assert.Equal(code, fault.Code);
    }

    [Fact]
    public void Any_bytes_are_read_without_a_throw() =>
        Gen.String[Gen.Char["0123456789,.\r\n-eE"], 0, 60].Sample(text =>
            RetentionLadder.TryRead(Encoding.UTF8.GetBytes("carbon,rt_s\n" + text), out _, out var fault) != (fault != default));

    [Fact]
    public void Indices_of_another_scale_are_named_and_not_compared()
    {
        var one = SpectraData.Record("one", "1", null) with
        {
            RetentionIndex = 912.4,
            RetentionIndexScale = "Kovats-alkane",
            RetentionIndexColumn = "DB-5",
        };
        ImmutableArray<Hit> hits =
        [
            new(1, one, 900_000),
            new(2, one with { Name = "two", RetentionIndexScale = "another" }, 890_000),
            new(3, one with { Name = "three", RetentionIndex = null }, 880_000),
            new(4, one with { Name = "four", RetentionIndexColumn = "DB-WAX" }, 870_000),
        ];
        Assert.Equal(
            [
                "retention index 900 (Kovats-alkane, phase not named)", "one: 12 away (Kovats-alkane, 5 %-phenyl, one phase not named)",
                "two: index on the scale another: not compared", "three: the library has no index",
                "four: 12 away (Kovats-alkane, polyethylene glycol, one phase not named)",
            ],
            At("", 200.0));
        Assert.Equal("retention index 790 (Kovats-alkane, phase not named, extrapolated beyond the ladder)", At("", 90.0)[0]);
        Assert.Equal("retention index: outside the ladder", Assert.Single(At("", -10.0)));
        var alike = At("# phase: HP-5MS\n", 200.0);
        Assert.Equal(("one: 12 away (Kovats-alkane, 5 %-phenyl)", "four: index on polyethylene glycol, not on 5 %-phenyl: not compared"), (alike[1], alike[4]));
        Assert.Equal("one: index on the scale Kovats-alkane: not compared", At("# scale: another scale\n", 200.0)[1]);

        ImmutableArray<string> At(string said, double seconds)
        {
            var ladder = Read(Encoding.UTF8.GetBytes(said + "carbon,rt_s\n8,100\n10,300\n"));
            return [.. ladder.Notes(ladder.At(seconds), hits)];
        }
    }

    // log(240) lies half way between log(120) and log(480): the definition of Kovats
    [Fact]
    public void An_isothermal_ladder_is_linear_in_the_logarithm_of_the_adjusted_time()
    {
        var ladder = Read("# hold-up: 60\ncarbon,rt_s\n8,180\n9,540\n10,1980\n"u8);
        Assert.True(ladder.IsIsothermal);
        Assert.Equal(ladder.Steps, Read([0xef, 0xbb, 0xbf, .. "# hold-up: 60\ncarbon,rt_s\n8,180\n9,540\n10,1980\n"u8]).Steps);
        Assert.Equal(850.0, ladder.IndexAt(300.0)!.Value, 1e-9);
        Assert.Equal(950.0, ladder.IndexAt(1020.0)!.Value, 1e-9);
        Assert.Null(ladder.At(60.0));
        Assert.Equal([9], ladder.Misfits().Select(m => m.Carbon));
        Assert.Equal(0.0, ladder.Misfits()[0].Off, 1e-9);
    }

    [Fact]
    public void A_wrong_carbon_number_stands_out_from_its_neighbours()
    {
        var ladder = Read("carbon,rt_s\n8,100\n9,200\n10,300\n12,400\n13,500\n"u8);
        Assert.Equal([0.0, 50.0, -50.0], ladder.Misfits().Select(m => Math.Round(m.Off, 6)));
    }

    private static RetentionLadder Read(ReadOnlySpan<byte> csv)
    {
        Assert.True(RetentionLadder.TryRead(csv.ToArray(), out var ladder, out var fault), fault.Code);
        return ladder;
    }
}
