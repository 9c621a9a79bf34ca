using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class DeconvolutionTests
{
    // measured .897 of 68 and .924 of 66 found, .964 of 28 and 1.000 of 27; co-eluting pairs and traces are what is missed
    [Theory]
    [InlineData("sim-dev-1", 68, 0.88, 0.91)]
    [InlineData("sim-dev-2", 28, 0.96, 0.96)]
    public void The_components_of_a_simulated_run_are_found(string name, int components, double recall, double precision)
    {
        var truth = SpectraData.Table($"data/runs/gcms/{name}.truth.csv");
        var spectra = SpectraData.Read(SpectraData.Bytes("data/spectra/dev-queries.msp")).ToDictionary(r => r.Name);
        var found = Deconvolution.Find(SpectraData.Run($"data/runs/gcms/{name}.cdf.gz"), CancellationToken.None);
        var pairs =
            from row in truth
            from component in found
            where Math.Abs(component.ApexSeconds - row.Number("rt_s")) <= Math.Max(1.0, 0.8 * row.Number("sigma_s"))
            select (Row: row, Component: component, Cosine: Cosine(spectra[row["qid"]].Spectrum, component.Spectrum));
        var (rows, used, cosines) = (new HashSet<object>(), new HashSet<object>(ReferenceEqualityComparer.Instance), new List<double>());
        foreach (var (row, component, cosine) in pairs.Where(p => p.Cosine >= 0.6).OrderByDescending(p => p.Cosine))
        {
            if (!rows.Contains(row) && !used.Contains(component))
            {
                rows.Add(row);
                used.Add(component);
                cosines.Add(cosine);
            }
        }

        Assert.Equal(components, truth.Count);
        Assert.True(cosines.Count >= recall * truth.Count, $"{cosines.Count} of {truth.Count} detected");
        Assert.True(cosines.Count >= precision * found.Length, $"{cosines.Count} of {found.Length} true");
        Assert.True(cosines.Order().ElementAt(cosines.Count / 2) >= 0.99);
    }

    [Fact]
    public void Two_compounds_that_overlap_are_taken_apart()
    {
        var (a, b) = (SpectraData.Named("naphthalene"), SpectraData.Named("p-cymene"));
        var found = Deconvolution.Find(SpectraData.RunOf((a, 60.0, 1e6), (b, 63.0, 4e5)), CancellationToken.None);
        Assert.Equal([60.0, 63.0], found.Select(c => Math.Round(c.ApexSeconds)));
        Assert.True(Cosine(a.Spectrum, found[0].Spectrum) > 0.98);
        Assert.True(Cosine(b.Spectrum, found[1].Spectrum) > 0.98);
        Assert.InRange(found[0].Height, 0.85e6, 1.1e6);
    }

    [Fact]
    public void The_order_of_scans_in_the_file_is_of_no_account()
    {
        var run = SpectraData.RunOf((SpectraData.Named("naphthalene"), 60.0, 1e6));
        var reversed = run with { Scans = [.. run.Scans.Reverse()] };
        Assert.Equal(Shown(run), Shown(reversed));
    }

    [Fact]
    public void A_full_detector_is_said_and_its_scans_are_left_out()
    {
        var run = SpectraData.RunOf((SpectraData.Named("naphthalene"), 60.0, 1e6));
        var full = run with { Intensities = [.. run.Intensities.Select(h => Math.Min(h, 6e5f))] };
        var found = Assert.Single(Deconvolution.Find(full, CancellationToken.None));
        Assert.True(found.Saturated);
        Assert.InRange(found.Height, 7e5, 1.3e6);
    }

    [Fact]
    public void Times_that_span_years_are_refused_before_they_are_cut_into_bins()
    {
        var run = SpectraData.RunOf((SpectraData.Named("naphthalene"), 60.0, 1e6));
        var slow = run with { Scans = [.. run.Scans.Select(s => s with { Seconds = s.Seconds * 1e6 })] };
        Assert.False(Deconvolution.Supports(slow, out var fault));
        Assert.Equal("decon/times", fault.Code);
    }

    [Fact]
    public void Noise_alone_is_no_compound() =>
        Assert.Empty(Deconvolution.Find(SpectraData.RunOf(), CancellationToken.None));

    private static string Shown(InstrumentRun run) => Msp.Write(Deconvolution.Find(run, CancellationToken.None));

    // the scoring tool's likeness: m^0.5 I^0.5 on the masses 50 to 600
    private static double Cosine(Spectrum a, Spectrum b)
    {
        var (x, y) = (Weights(a), Weights(b));
        var (dot, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 50; i <= 600; i++)
        {
            dot += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
        }

        return dot / Math.Sqrt(xx * yy);
    }

    private static double[] Weights(Spectrum spectrum)
    {
        var sums = new double[1201];
        foreach (var (mass, height) in spectrum.Peaks)
        {
            sums[Math.Min(1200, (int)Math.Floor(mass + 0.3))] += height;
        }

        return [.. sums.Select((sum, mass) => Math.Sqrt(sum * mass))];
    }
}
