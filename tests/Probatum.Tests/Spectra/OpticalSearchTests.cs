using System.Collections.Immutable;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class OpticalSearchTests
{
    // bands as centre, width and height, from 400 to 3,200 1/cm
    private static readonly (double, double, double)[][] Bands =
    [
        [(620, 8, 0.4), (1001, 6, 1.0), (1602, 9, 0.5), (3054, 12, 0.8)],
        [(701, 10, 1.0), (1440, 14, 0.6), (1735, 12, 0.5), (2930, 30, 0.9)],
        [(880, 9, 1.0), (1050, 10, 0.4), (1455, 12, 0.5), (2880, 25, 0.7)],
        [(787, 9, 0.9), (1211, 8, 0.6), (1380, 8, 0.7), (2920, 25, 0.6)],
    ];

    private static readonly OpticalSpectrum[] References = [.. Bands.Select(bands => Of(400, 3200, 1.7, At(bands)))];

    private static readonly Gen<OpticalMeasure> Measures = Gen.OneOf(Gen.Const(OpticalMeasure.Correlation), Gen.Const(OpticalMeasure.Derivative));

    // computed by a separate program with exactly rounded sums; the bands are fractions, so that no exponential is in them
    [Theory, InlineData(OpticalMeasure.Correlation, 436_189), InlineData(OpticalMeasure.Derivative, 858_928)]
    public void Two_spectra_of_other_steps_and_ranges_have_the_score_that_was_computed_elsewhere(OpticalMeasure measure, int score)
    {
        var (first, second) = (At([(620, 8, 0.4), (1001, 6, 1.0), (1602, 9, 0.5)]), At([(622, 8, 0.4), (1001, 7, 1.0), (1735, 12, 0.5)]));
        Assert.Equal(score, OpticalSearch.Compare(measure, Of(400, 1900, 1.5, x => (3 * first(x)) + (x / 1000)), Of(450, 2050, 2.5, second)));
    }

    [Fact]
    public void Scale_and_offset_change_nothing_and_the_steps_of_the_points_hardly() =>
        Gen.Select(Measures, Gen.Int[0, 3], Gen.Double[0.01, 100], Gen.Double[-50, 50], Gen.Double[0.8, 2.0])
            .Sample((measure, which, scale, offset, step) =>
            {
                var at = At(Bands[which]);
                var hits = OpticalSearch.Search(measure, Of(410, 3190, step, x => (scale * at(x)) + offset), References, 1);
                return hits[0].Reference == which && hits[0].ScoreMillionths > 995_000;
            });

    [Fact]
    public void A_sloping_ground_deceives_the_correlation_and_not_the_derivative()
    {
        var at = At(Bands[1]);
        var fluorescent = Of(400, 3200, 1.7, x => at(x) + (x / 400.0));
        Assert.InRange(OpticalSearch.Compare(OpticalMeasure.Correlation, fluorescent, References[1])!.Value, 0, 500_000);
        Assert.InRange(OpticalSearch.Compare(OpticalMeasure.Derivative, fluorescent, References[1])!.Value, 999_000, 1_000_000);
    }

    [Fact]
    public void A_band_moved_by_its_width_lowers_the_score() => Measures.Sample(measure =>
    {
        var moved = At([.. Bands[0].Select((band, i) => i == 1 ? (band.Item1 + (2 * band.Item2), band.Item2, band.Item3) : band)]);
        return OpticalSearch.Compare(measure, Of(400, 3200, 1.7, moved), References[0]) < 900_000;
    });

    [Fact]
    public void Only_what_both_cover_is_compared_and_too_little_is_not()
    {
        var cut = Of(900, 3200, 1.7, At(Bands[2]));
        Assert.InRange(OpticalSearch.Compare(OpticalMeasure.Derivative, cut, References[2])!.Value, 999_000, 1_000_000);
        Assert.Null(OpticalSearch.Compare(OpticalMeasure.Derivative, Of(3150, 3400, 1.7, At(Bands[2])), References[2]));
        Assert.Null(OpticalSearch.Compare(OpticalMeasure.Correlation, Of(400, 3200, 2.0, _ => 7.0), References[2]));
    }

    [Fact]
    public void A_mixture_of_two_is_seen_with_its_shares_and_a_pure_one_is_none() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Double[0.2, 0.8]).Where((a, b, _) => a < b).Sample((a, b, share) =>
        {
            var (first, second) = (At(Bands[a]), At(Bands[b]));
            var mixture = Of(400, 3200, 1.7, x => (share * first(x)) + ((1 - share) * second(x)) + (x / 5000.0));
            return OpticalSearch.Mixture(mixture, References) is { } hint
                && (int[])[.. new[] { hint.First, hint.Second }.Order()] is [var one, var other] && one == a && other == b
                && hint.TogetherMillionths < 1000 && hint.AloneMillionths > 10_000
                && OpticalSearch.Mixture(Of(400, 3200, 1.9, first), References) is null;
        });

    [Theory]
    [InlineData(new[] { 1.0, 2.0, 3.0 }, new[] { 1.0, 2.0 }, "optical/length")]
    [InlineData(new[] { 1.0 }, new[] { 1.0 }, "optical/short")]
    [InlineData(new[] { 1.0, 1.0 }, new[] { 1.0, 2.0 }, "optical/point")]
    [InlineData(new[] { 1.0, 2.0 }, new[] { 1.0, double.NaN }, "optical/point")]
    public void What_is_no_spectrum_is_refused_with_its_reason(double[] x, double[] y, string code)
    {
        Assert.False(OpticalSpectrum.TryMake([.. x], [.. y], out _, out var fault));
        Assert.Equal(code, fault.Code);
    }

    private static Func<double, double> At((double Centre, double Width, double Height)[] bands) => x => bands.Sum(band =>
        band.Height / (1.0 + (((x - band.Centre) / band.Width) * ((x - band.Centre) / band.Width))));

    private static OpticalSpectrum Of(double from, double to, double step, Func<double, double> height)
    {
        var x = Enumerable.Range(0, (int)((to - from) / step) + 1).Select(i => from + (i * step)).ToImmutableArray();
        Assert.True(OpticalSpectrum.TryMake(x, [.. x.Select(height)], out var spectrum, out _));
        return spectrum;
    }
}
