using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class OpticalLibraryTests
{
    private static readonly byte[] One = Csv("raman_shift_per_cm,intensity", 5.0);
    private static readonly byte[] Two = Csv("raman_shift_per_cm,intensity", 9.0);
    private static readonly byte[] Infrared = Csv("wavenumber_per_cm,absorbance", 7.0);

    // heights and places of all sizes, the smallest and the greatest numbers among them
    private static readonly Gen<OpticalSpectrum> Spectra = Gen.Select(Gen.Double[-1e4, 1e4], Gen.Double[0.1, 7.0], Gen.OneOf(Gen.Double[-1.0, 1.0], Gen.Double, Gen.Const(0.0)).Array[60, 200])
        .Select((from, step, heights) => (X: heights.Select((_, i) => from + (i * step)).ToImmutableArray(), Y: heights.Select(one => double.IsFinite(one) ? one : 1.0).ToImmutableArray()))
        .Select(one => OpticalSpectrum.TryMake(one.X, one.Y, out var spectrum, out var fault) ? spectrum : throw new InvalidOperationException(fault.Why));

    [Fact]
    public void The_digest_is_of_lines_that_anybody_can_write() => Assert.Equal(
        Sha256($"probatum-optical-library/1\nraman\n{string.Concat(new[] { $"{Sha256(One)} first\n", $"{Sha256(Two)} second\n" }.Order(StringComparer.Ordinal))}"),
        OpticalLibrary.Of([("x/first.csv", One), ("second.csv.gz", Two), ("third.csv", Infrared), ("note.txt", "words"u8.ToArray())]).DigestOf(Technique.Raman));

    [Fact]
    public void Neither_order_nor_folder_nor_a_copy_nor_another_kind_changes_it_but_a_byte_does_and_a_name_that_is_used()
    {
        var digest = OpticalLibrary.Of([("a.csv", One), ("b.csv", Two)]).DigestOf(Technique.Raman);
        Assert.Equal(digest, OpticalLibrary.Of([("y/b.csv", Two), ("z\\a.csv", One), ("c.csv", One), ("d.csv", Infrared)]).DigestOf(Technique.Raman));
        Assert.NotEqual(digest, OpticalLibrary.Of([("a.csv", One), ("b.csv", Csv("raman_shift_per_cm,intensity", 8.0))]).DigestOf(Technique.Raman));
        Assert.NotEqual(digest, OpticalLibrary.Of([("a.csv", One), ("c.csv", Two)]).DigestOf(Technique.Raman));
        Assert.Null(OpticalLibrary.Of([("a.csv", One)]).DigestOf(Technique.Infrared));
        var titled = OpticalJcamp.Write([.. OpticalLibrary.Of([("a.csv", One)]).References]);
        Assert.Equal(OpticalLibrary.Of([("p.jdx", titled)]).DigestOf(Technique.Raman), OpticalLibrary.Of([("q.jdx", titled)]).DigestOf(Technique.Raman));
    }

    [Fact]
    public void What_is_written_as_Jcamp_is_read_back_to_the_bit() =>
        Gen.Select(Spectra.Array[1, 4], Gen.Bool).Sample((spectra, isRaman) =>
        {
            var kind = isRaman ? Technique.Raman : Technique.Infrared;
            List<OpticalReference> written = [.. spectra.Select((one, i) => new OpticalReference(
                $"Compound {i} (100 %)", i == 0 ? "AAAAAAAAAAAAAA-UHFFFAOYSA-N" : null, i == 1 ? "CAS 1-2-3" : null, i == 2 ? "made up, for tests" : null, kind, one, "x"))];
            var read = OpticalLibrary.Of([("x", OpticalJcamp.Write(written))]);
            Assert.Empty(read.LeftOut);
            Assert.Equal(written.Select(one => one with { Spectrum = written[0].Spectrum }), read.References.Select(one => one with { Spectrum = written[0].Spectrum }));
            Assert.All(written.Zip(read.References), pair => Assert.True(
                pair.First.Spectrum.X.SequenceEqual(pair.Second.Spectrum.X) && pair.First.Spectrum.Y.SequenceEqual(pair.Second.Spectrum.Y)));
        }, iter: 200);

    [Fact]
    public void Any_heights_give_a_score() =>
        Gen.Select(Spectra, Spectra, Gen.Enum<OpticalMeasure>()).Sample((a, b, measure) =>
            OpticalSearch.Compare(measure, a, b) is null or (>= 0 and <= 1_000_000)
            && OpticalSearch.Mixture(a, [a, b]) is null or { AloneMillionths: >= 0 and <= 1_000_000, TogetherMillionths: >= 0 and <= 1_000_000 }, iter: 500);

    [Fact]
    public void A_power_of_two_changes_no_score_however_large() =>
        Gen.Select(Gen.Double[0.001, 1.0].Array[100], Gen.Double[0.001, 1.0].Array[100], Gen.Int[-950, 950], Gen.Enum<OpticalMeasure>()).Sample((a, b, power, measure) =>
            OpticalSearch.Compare(measure, Of(a), Of(b)) is { } score
            && OpticalSearch.Compare(measure, Of([.. a.Select(one => Math.ScaleB(one, power))]), Of(b)) == score);

    [Fact]
    public void Damaged_references_are_read_or_left_out_with_a_reason()
    {
        var whole = OpticalJcamp.Write([.. OpticalLibrary.Of([("a.csv", One), ("b.csv", Infrared)]).References]);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample((at, value, length) =>
        {
            var changed = (byte[])whole.Clone();
            changed[at] = value;
            foreach (var bytes in new[] { changed, whole[..length] })
            {
                var read = OpticalLibrary.Of([("x.jdx", bytes)]);
                Assert.NotEqual(read.LeftOut.IsEmpty, !read.References.Any());
                Assert.All(read.References, one => OpticalIdentification.Of(new(1, one.Kind, null!, one.Spectrum), read.References, OpticalMeasure.Derivative, new("x", "1", 50_000, 900_000, 10)));
            }
        }, iter: 300);
    }

    [Fact]
    public void Places_that_no_light_has_are_refused()
    {
        Assert.False(OpticalSpectrum.TryMake([1.0, 1e6], [1.0, 2.0], out _, out var fault));
        Assert.Equal("optical/point", fault.Code);
    }

    private static OpticalSpectrum Of(double[] heights) =>
        OpticalSpectrum.TryMake([.. heights.Select((_, i) => 500.0 + (3 * i))], [.. heights], out var spectrum, out var fault) ? spectrum : throw new InvalidOperationException(fault.Why);

    private static byte[] Csv(string header, double at)
    {
        var text = new StringBuilder(header).Append('\n');
        for (var x = 0; x < 100; x++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{400 + (2 * x)},{1.0 / (1.0 + Math.Abs(x - at))}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Sha256(string text) => Sha256(Encoding.UTF8.GetBytes(text));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
}
