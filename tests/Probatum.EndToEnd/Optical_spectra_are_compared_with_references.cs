using System.Globalization;
using System.Text;

namespace Probatum.EndToEnd;

/// <summary>Raman and infrared spectra against the user's own references; all spectra here are made of bell curves.</summary>
public sealed class Optical_spectra_are_compared_with_references : IDisposable
{
    private readonly Desk _desk = new();

    public Optical_spectra_are_compared_with_references()
    {
        Directory.CreateDirectory(_desk.At("references"));
        _desk.File("references/a.csv", Raman(x => Bells(x, 400, 900, 1300)));
        _desk.File("references/b.csv", Raman(x => Bells(x, 520, 1000, 1610)));
        _desk.File("references/c.csv", Raman(x => Bells(x, 610, 1105, 1450)));
        _desk.File("references/infrared.csv", "wavenumber_per_cm,absorbance\n" + Points(x => Bells(x, 400, 900, 1300)));
        _desk.File("references/odd.txt", "no spectrum");
    }

    [Fact]
    public void The_best_is_of_the_same_technique_whatever_the_ground()
    {
        var query = _desk.File("query.csv", Raman(x => (3.0 * Bells(x, 400, 900, 1300)) + (0.02 * x) + 7));
        var printed = Desk.Run("spectra", "match", query, "--library", _desk.At("references"), "--plot", _desk.At("plots"), "--format", "svg", "png").Expect(0).Out;
        Assert.Contains("against 3 references of the same technique", printed, StringComparison.Ordinal);
        var best = printed.Split('\n').Single(line => line.TrimStart().StartsWith("1 ", StringComparison.Ordinal));
        Assert.Contains("(a.csv)", best, StringComparison.Ordinal);
        Assert.Contains("1.000000", best, StringComparison.Ordinal);
        Assert.DoesNotContain("a mixture?", printed, StringComparison.Ordinal);
        Assert.Contains("odd.txt", printed, StringComparison.Ordinal);
        Assert.Contains("presumptive at the most", printed, StringComparison.Ordinal);
        System.Xml.Linq.XDocument.Load(_desk.At("plots", "spectrum-1.svg"));
        Assert.True(File.Exists(_desk.At("plots", "spectrum-1.png")));
    }

    [Fact]
    public void Two_that_explain_it_together_are_asked_about()
    {
        var query = _desk.File("query.csv", Raman(x => (2.0 * Bells(x, 400, 900, 1300)) + (1.5 * Bells(x, 520, 1000, 1610))));
        using var json = System.Text.Json.JsonDocument.Parse(Desk.Run("spectra", "match", query, "--library", _desk.At("references"), "--json").Expect(0).Out);
        var mixture = json.RootElement.GetProperty("spectra")[0].GetProperty("mixture");
        Assert.Equal(["a.csv", "b.csv"], new[] { "first", "second" }.Select(one => Path.GetFileName(mixture.GetProperty(one).GetString()!)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Transmittance_is_compared_as_absorbance_per_cent_or_not()
    {
        foreach (var (name, unit, whole) in new[] { ("part", "transmittance", 1.0), ("percent", "percent_transmittance", 100.0) })
        {
            var query = _desk.File($"{name}.csv", $"wavenumber_per_cm,{unit}\n" + Points(x => whole * Math.Pow(10, -Bells(x, 400, 900, 1300))));
            Assert.Contains("1.000000  ", Desk.Run("spectra", "match", query, "--library", _desk.At("references", "infrared.csv")).Expect(0).Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_such_spectrum_is_named()
    {
        var mass = _desk.File("mass.csv", "mz,intensity\n50,1\n60,2\n");
        Assert.Contains("mass.csv: there is no infrared or Raman spectrum in it", Desk.Run("spectra", "match", mass, "--library", _desk.At("references")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("--library", Desk.Run("spectra", "match", mass).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no reference that can be compared", Desk.Run("spectra", "match", mass, "--library", mass).Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();

    private static string Raman(Func<double, double> height) => "raman_shift_per_cm,intensity\n" + Points(height);

    private static string Points(Func<double, double> height)
    {
        var csv = new StringBuilder();
        for (var x = 200; x <= 1800; x += 2)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{x},{height(x):R}\n");
        }

        return csv.ToString();
    }

    private static double Bells(double x, params double[] at) => at.Select((centre, i) => (1.0 + (0.3 * i)) * Math.Exp(-Math.Pow((x - centre) / 9.0, 2))).Sum();
}
