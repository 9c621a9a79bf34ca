using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class DeterministicTests
{
    private const double Tolerance = 1e-13;

    [Fact]
    public void Exp_agrees_with_the_platform() =>
        Gen.Double[-690, 690].Sample(x => IsNear(Deterministic.Exp(x), Math.Exp(x)), iter: 20_000);

    [Fact]
    public void Log_agrees_with_the_platform() =>
        Gen.OneOf(Gen.Double[-300, 300].Select(x => Math.Pow(10, x)), Gen.Double[0.5, 2.0], Gen.Double[0, 1e-307])
            .Sample(x => IsNear(Deterministic.Log(x), Math.Log(x)), iter: 20_000);

    [Fact]
    public void Pow_agrees_with_the_platform() =>
        Gen.Select(Gen.Double[1e-9, 5000], Gen.Double[-3, 3])
            .Sample((x, y) => IsNear(Deterministic.Pow(x, y), Math.Pow(x, y)), iter: 20_000);

    [Theory]
    [InlineData(0.0, double.NegativeInfinity)]
    [InlineData(-1.0, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(1.0, 0.0)]
    public void Log_has_its_edges(double x, double log) => Assert.Equal(log, Deterministic.Log(x));

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(710.0, double.PositiveInfinity)]
    [InlineData(-710.0, 0.0)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp_has_its_edges(double x, double exp) => Assert.Equal(exp, Deterministic.Exp(x));

    [Theory]
    [InlineData(0.0, 0.5, 0.0)]
    [InlineData(0.0, 0.0, 1.0)]
    [InlineData(-2.0, 0.5, double.NaN)]
    [InlineData(1.0, 7.0, 1.0)]
    public void Pow_has_its_edges(double x, double y, double pow) => Assert.Equal(pow, Deterministic.Pow(x, y));

    // accumulated over the whole working range of weights: one bit anywhere changes it, on any machine
    [Fact]
    public void The_weights_of_all_masses_and_heights_have_the_same_bits_everywhere()
    {
        var hash = 14695981039346656037UL;
        for (var mass = 1; mass <= 1000; mass++)
        {
            for (var height = 1; height <= 100; height++)
            {
                var weight = Deterministic.Pow(mass, 1.3) * Deterministic.Pow(height / 100.0, 0.53);
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(weight)) * 1099511628211UL;
            }
        }

        // the same sum was had from another program in another language
        Assert.Equal(12775922568930740284UL, hash);
    }

    private static bool IsNear(double ours, double theirs) =>
        ours == theirs || Math.Abs(ours - theirs) <= Tolerance * Math.Abs(theirs);
}
