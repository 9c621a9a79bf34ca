using System.Globalization;
using System.Text;
using Probatum.Core.Laboratory;
using Probatum.Spectra;

namespace Probatum.Tests.Laboratory;

/// <summary>Answers for Raman spectra, made again with the references and from the kept spectra alone.</summary>
public sealed class OpticalRescoringTests
{
    private static readonly OpticalLibrary References = OpticalLibrary.Of(
    [
        ("a.csv", Raman(x => Bells(x, 400, 900, 1300))), ("a-moved.csv", Raman(x => Bells(x, 400.6, 900.4, 1300.2))),
        ("b.csv", Raman(x => Bells(x, 520, 1000, 1610))), ("c.csv", Raman(x => Bells(x, 610, 1105, 1450))),
    ]);

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = [];

    [Theory, InlineData(OpticalMeasure.Derivative), InlineData(OpticalMeasure.Correlation)]
    public void Both_give_the_answer_of_the_record_and_of_no_other(OpticalMeasure measure)
    {
        foreach (var raw in new[] { Raman(x => 3 * Bells(x, 400.1, 900.1, 1300.1)), Raman(x => (2 * Bells(x, 400, 900, 1300)) + (1.8 * Bells(x, 520, 1000, 1610))) })
        {
            var made = Made(raw, measure);
            Assert.True(IsSame(made));
            Assert.True(Again(made)!.Components.SequenceEqual(made.Components));
            var one = Assert.Single(made.Components);
            Assert.True(one.Candidates.IsEmpty ? one.Wording == "mixture" : one is { Wording: "library", Candidates.Length: 2 });
            foreach (var wrong in one.Candidates.SelectMany(candidate => new[]
            {
                one with { Candidates = one.Candidates.Replace(candidate, candidate with { Score = candidate.Score + 1 }) },
                one with { Candidates = one.Candidates.Replace(candidate, candidate with { Name = "another" }) },
                one with { Candidates = one.Candidates.Remove(candidate) },
            }).Append(one with { Spectrum = 2 }).Append(one with { ApexMs = 5 }).Append(one with { ChanceInThousand = 999 }).Append(one with { Wording = "library-index" })
              .Append(one with { Mixture = one.Mixture is null ? new("a", "b", 1, 1, 1) : null }))
            {
                Assert.False(IsSame(made with { Components = [wrong] }));
            }

            Assert.False(IsSame(made with { Components = [], Unidentified = 1 }));
            Assert.False(IsSame(made with { Unidentified = 7 }));
            Assert.False(IsSame(made with { BlankDigest = made.RawDigest }), "it has no blank");
        }
    }

    [Fact]
    public void What_is_missing_or_is_no_spectrum_is_said()
    {
        var made = Made(Raman(x => Bells(x, 400, 900, 1300)), OpticalMeasure.Derivative);
        Assert.Contains("spectra", Fault(made with { Spectra = null }), StringComparison.Ordinal);
        Assert.Contains("method", Fault(made with { Method = "optical-derivative/9" }), StringComparison.Ordinal);
        Assert.Contains("profile", Fault(made with { Profile = "another/1" }), StringComparison.Ordinal);
        _files[made.Spectra!.Sha256] = "##TITLE=x\n##END=\n"u8.ToArray();
        Assert.Contains("spectra", Fault(made), StringComparison.Ordinal);
        _files[made.RawDigest!] = "no spectrum"u8.ToArray();
        Assert.Contains("raw file", Fault(made), StringComparison.Ordinal);
        _files.Remove(made.RawDigest!);
        Assert.Contains("raw file", Fault(made), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_spectrum_is_counted_and_names_nothing()
    {
        var made = Made(Raman(x => Bells(x, 300, 700, 1720)), OpticalMeasure.Derivative);
        Assert.Empty(made.Components);
        Assert.Equal(1, made.Unidentified);
    }

    [Fact]
    public void A_file_of_both_kinds_is_refused()
    {
        var one = References.References.First();
        Assert.False(IdentifyingOptical.TryRead(OpticalJcamp.Write([one, one with { Kind = Technique.Infrared }]), "x.jdx", out _, out var fault));
        Assert.Equal("optical/kinds", fault.Code);
    }

    [Fact]
    public void Several_spectra_of_a_file_have_their_places_and_the_record_is_read_back_equal()
    {
        var all = References.References.ToList();
        var made = Made(OpticalJcamp.Write([all[3], all[2] with { Spectrum = all[0].Spectrum }]), OpticalMeasure.Derivative);
        Assert.Equal([1, 2], made.Components.Select(one => one.Spectrum!.Value));
        Assert.All(made.Components, one => Assert.Equal(one, AnsweredComponent.FromJson(one.ToJson())));
        Assert.True(IsSame(made));
    }

    private IdentificationMade Made(byte[] raw, OpticalMeasure measure)
    {
        var profile = Said.Tables.Profiles["field-optical"];
        Assert.True(IdentifyingOptical.TryRead(raw, "raw", out var spectra, out var fault), fault.Why);
        var answers = IdentifyingOptical.Answers(spectra, References.References, measure, profile);
        var made = IdentifyingOptical.Make(Said.Id(1), Said.Id(2), raw, answers, References.DigestOf(Technique.Raman), measure, profile);
        var (kept, jcamp) = Assert.NotNull(IdentifyingOptical.WithSpectra(made, raw, answers, References, Said.Tables));
        Assert.Null(IdentifyingOptical.WithSpectra(made with { Unidentified = 99 }, raw, answers, References, Said.Tables));
        _files[kept.Spectra!.Sha256] = jcamp;
        _files[made.RawDigest!] = raw;
        return kept;
    }

    private IdentificationMade? Again(IdentificationMade made) => IdentifyingOptical.Recompute(made, Read, References, Said.Tables, out _);

    private bool IsSame(IdentificationMade made)
    {
        Assert.True(IdentifyingOptical.TryRescore(made, Read, Said.Tables, out var isSame, out var fault), fault.Why);
        return isSame;
    }

    private string Fault(IdentificationMade made)
    {
        Assert.False(IdentifyingOptical.TryRescore(made, Read, Said.Tables, out _, out var fault));
        return fault.Why;
    }

    private ReadOnlyMemory<byte>? Read(string sha256) => _files.TryGetValue(sha256, out var bytes) ? bytes : null;

    private static byte[] Raman(Func<double, double> height)
    {
        var csv = new StringBuilder("raman_shift_per_cm,intensity\n");
        for (var x = 200; x <= 1800; x += 2)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{x},{height(x):R}\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static double Bells(double x, params double[] at) => at.Select((centre, i) => (1.0 + (0.3 * i)) * Math.Exp(-Math.Pow((x - centre) / 9.0, 2))).Sum();
}
