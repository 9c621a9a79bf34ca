using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class SimilarityTests
{
    // from mass 95 on nothing hangs on where a scan began, and no line is below the floor of 1 %
    private static readonly Gen<Peak[]> Lines = Gen.Select(
        Gen.Int[95, 400].HashSet[4, 30], Gen.Int[50, 999].Array[30],
        (masses, heights) => masses.Order().Select((m, i) => new Peak(m, heights[i])).ToArray());

    private static readonly Gen<Measure> Measures = Gen.OneOf(Enum.GetValues<Measure>().Select(one => Gen.Const(one)).ToArray());

    [Fact]
    public void A_score_is_between_0_and_1() => Gen.Select(Measures, Lines, Lines)
        .Sample((measure, a, b) => Score(measure, a, b) is >= 0 and <= 1_000_000);

    [Fact]
    public void Nothing_is_more_like_a_spectrum_than_itself() => Gen.Select(Measures, Lines, Lines)
        .Sample((measure, a, b) => Score(measure, a, b) <= Score(measure, a, a));

    [Fact]
    public void Cosine_and_entropy_of_a_spectrum_with_itself_are_1() => Lines
        .Sample(a => Score(Measure.Cosine, a, a) == 1_000_000 && Score(Measure.Entropy, a, a) == 1_000_000);

    [Fact]
    public void Cosine_and_entropy_are_symmetric() =>
        Gen.Select(Gen.OneOf(Measure.Cosine, Measure.Entropy), Lines, Lines)
            .Sample((measure, a, b) => Math.Abs(Score(measure, a, b) - Score(measure, b, a)) <= 1);

    [Fact]
    public void Scaling_a_spectrum_by_a_power_of_two_changes_no_bit_and_by_anything_no_millionth() =>
        Gen.Select(Measures, Lines, Lines, Gen.Int[-20, 20], Gen.Double[1e-3, 1e3]).Sample((measure, a, b, power, factor) =>
            Score(measure, Scaled(a, Math.ScaleB(1.0, power)), b) == Score(measure, a, b)
            && Math.Abs(Score(measure, Scaled(a, factor), b) - Score(measure, a, b)) <= 1);

    [Fact]
    public void The_order_of_lines_is_of_no_account() => Gen.Select(Measures, Lines, Lines)
        .SelectMany(t => Gen.Shuffle(t.Item2).Select(shuffled => (t.Item1, t.Item2, t.Item3, shuffled)))
        .Sample(t => Score(t.Item1, t.Item2, t.Item3) == Score(t.Item1, t.shuffled, t.Item3));

    [Fact]
    public void Leaving_out_a_line_lowers_the_score() => Gen.Select(Measures, Lines, Gen.Int[0, 100])
        .Sample((measure, a, at) =>
            Score(measure, a, [.. a.Where((_, i) => i != at % a.Length)]) < Score(measure, a, a));

    [Fact]
    public void Shifting_a_line_by_one_mass_lowers_the_score() => Gen.Select(Measures, Lines, Gen.Int[0, 100])
        .Where((_, a, at) => !a.Any(p => p.Mz == a[at % a.Length].Mz + 1))
        .Sample((measure, a, at) =>
        {
            var shifted = a.Select((p, i) => i == at % a.Length ? p with { Mz = p.Mz + 1 } : p).ToArray();
            return Score(measure, shifted, a) < Score(measure, a, a);
        });

    [Fact]
    public void Masses_only_one_of_both_scanned_are_left_out() => Gen.Select(Gen.OneOf(Measure.Cosine, Measure.Entropy), Lines)
        .Sample((measure, a) =>
        {
            // scanned from 40 with two lines there; the other scan began at 90 with its first line
            Peak[] low = [new(40, 500), new(57, 999), new(90, 100), .. a];
            Peak[] high = [new(90, 100), .. a];
            // heights count by the base peak, which is another one in each
            return Score(measure, low, high) > 995_000;
        });

    [Fact]
    public void Lines_below_half_a_per_cent_are_noise() => Gen.Select(Measures, Lines).Sample((measure, a) =>
    {
        var top = a.Max(p => p.Intensity);
        Peak[] noisy = [.. a, new(450, top * 0.0049)];
        return Score(measure, noisy, a) == Score(measure, a, a);
    });

    // hydrogen-rich ions of 600 lie near 600.6 and are 600
    [Theory]
    [InlineData(600.65, 600)]
    [InlineData(99.95, 100)]
    [InlineData(100.69, 100)]
    public void Mass_defects_are_rounded_as_ions_have_them(double mass, int nominal) =>
        Assert.Equal(
            1_000_000,
            Score(Measure.Cosine, [new(mass, 9), new(200, 5), new(300, 5)], [new(nominal, 9), new(200, 5), new(300, 5)]));

    private static Peak[] Scaled(Peak[] lines, double factor) =>
        [.. lines.Select(p => p with { Intensity = p.Intensity * factor })];

    private static int Score(Measure measure, Peak[] query, Peak[] reference) => LibrarySearch.Search(
        new([.. query]), SpectraData.LibraryOf([SpectraData.Record("a", "1", null, reference)]), measure, 1)
        is [var hit] ? hit.ScoreMillionths : 0;
}
