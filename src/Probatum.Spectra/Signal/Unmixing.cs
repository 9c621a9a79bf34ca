using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>Explains every ion's trace by the models around it and keeps what stands out of the noise.</summary>
internal sealed class Unmixing
{
    private const double NeighbourSeconds = 7.0;
    private const int MostNeighbours = 8;
    private const double Significant = 4.0;
    private const double PresentFactor = 3.0;
    private const int FewestIons = 3;
    private const double LeastBasePeak = 10.0;
    private const double LeastRise = 0.4;
    private const double LeastRisenShare = 0.5;
    private const double RemainderSeconds = 1.2;
    private const double RemainderHeight = 0.25;
    private const double RemainderLikeness = 0.8;

    private readonly IonTraces _traces;
    private readonly List<(double Seconds, List<Apex> Apexes)> _clusters;
    private readonly List<ModelShape> _shapes;

    public Unmixing(IonTraces traces, List<(double Seconds, List<Apex> Apexes)> clusters)
    {
        (_traces, _clusters) = (traces, clusters);
        _shapes = clusters.ConvertAll(c => ModelShape.Of(traces, c.Seconds, c.Apexes));
    }

    public List<Component> Components(CancellationToken ct)
    {
        var found = new List<Component>();
        for (var i = 0; i < _clusters.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            if (Extract(i) is { } component)
            {
                found.Add(component);
            }
        }

        return found.FindAll(c => !found.Exists(other => IsRemainder(c, other)));
    }

    // a profile that is not quite its model leaves a small copy of its own spectrum beside it
    private static bool IsRemainder(Component small, Component large) =>
        small.Height < RemainderHeight * large.Height
        && Math.Abs(small.ApexSeconds - large.ApexSeconds) < RemainderSeconds
        && Similarity.Of(
            Measure.Cosine,
            PreparedSpectrum.Of(small.Spectrum.Peaks, small.Spectrum.ScanFrom),
            PreparedSpectrum.Of(large.Spectrum.Peaks, large.Spectrum.ScanFrom)) > RemainderLikeness;

    private Component? Extract(int index)
    {
        var shape = _shapes[index];
        var around = Enumerable.Range(0, _clusters.Count)
            .Where(i => Math.Abs(i - index) <= MostNeighbours
                && Math.Abs(_clusters[i].Seconds - _clusters[index].Seconds) < NeighbourSeconds)
            .ToArray();
        var own = Array.IndexOf(around, index);
        var design = Design(shape, around);
        var square = Square(design, null);
        var peaks = ImmutableArray.CreateBuilder<Peak>();
        var saturated = false;
        var (total, risen) = (0.0, 0.0);
        var top = Top(shape);
        foreach (var ion in Present(shape))
        {
            var trace = _traces.Smooth.AsSpan((ion * _traces.ScanCount) + shape.First, shape.Profile.Length);
            var full = FullScans(ion, shape);
            var height = Fit(design, full is null ? square : Square(design, full), trace, full)[own];
            if (height > Significant * (MeanNoise(ion, shape) + (0.67 * _traces.Noise.Floor)))
            {
                peaks.Add(new(_traces.Masses[ion], height));
                saturated |= full is not null;
                total += height;
                risen += height > LeastRise * Baseline(ion, top) ? height : 0.0;
            }
        }

        // bleed and leaks waver as a whole: what only ripples on its own baseline is no compound
        if (peaks.Count < FewestIons || peaks.Max(p => p.Intensity) <= LeastBasePeak * _traces.Noise.Floor
            || risen < LeastRisenShare * total)
        {
            return null;
        }

        var seconds = _clusters[index].Seconds;
        var spectrum = new Spectrum(peaks.ToImmutable(), seconds, ScanFrom: _traces.Masses[0]);
        return new(seconds, peaks.Max(p => p.Intensity), spectrum, saturated);
    }

    // columns: the neighbours' profiles, a constant, a rising line
    private double[][] Design(ModelShape shape, int[] around)
    {
        var length = shape.Profile.Length;
        var columns = new double[around.Length + 2][];
        for (var c = 0; c < around.Length; c++)
        {
            var other = _shapes[around[c]];
            var column = columns[c] = new double[length];
            var (from, to) = (
                Math.Max(shape.First, other.First),
                Math.Min(shape.First + length, other.First + other.Profile.Length));
            for (var s = from; s < to; s++)
            {
                column[s - shape.First] = other.Profile[s - other.First];
            }
        }

        columns[^2] = Enumerable.Repeat(1.0, length).ToArray();
        columns[^1] = Enumerable.Range(0, length).Select(i => i / (double)Math.Max(1, length - 1)).ToArray();
        return columns;
    }

    // every ion that is above its noise at the maximum, whether or not it has a maximum of its own there
    private IEnumerable<int> Present(ModelShape shape)
    {
        var top = Top(shape);
        for (var ion = 0; ion < _traces.Masses.Length; ion++)
        {
            if (_traces.Net[(ion * _traces.ScanCount) + top] > PresentFactor * _traces.NoiseAt(ion, top))
            {
                yield return ion;
            }
        }
    }

    private static int Top(ModelShape shape) => shape.First + Array.IndexOf(shape.Profile, shape.Profile.Max());

    private double Baseline(int ion, int scan)
    {
        var at = (ion * _traces.ScanCount) + scan;
        return _traces.Smooth[at] - _traces.Net[at];
    }

    private bool[]? FullScans(int ion, ModelShape shape)
    {
        if (_traces.Saturated[ion] is not { } scans)
        {
            return null;
        }

        bool[]? full = null;
        // smoothing carries a full scan's error to its neighbours
        var reach = (int)Math.Ceiling(2.0 * _traces.Sigma);
        foreach (var scan in scans)
        {
            var at = scan - shape.First;
            if (at >= 0 && at < shape.Profile.Length)
            {
                full ??= new bool[shape.Profile.Length];
                full.AsSpan()[Math.Max(0, at - reach)..Math.Min(full.Length, at + reach + 1)].Fill(true);
            }
        }

        return full;
    }

    private static double[] Square(double[][] design, bool[]? without)
    {
        var n = design.Length;
        var square = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var s = 0; s < design[i].Length; s++)
                {
                    sum += without is null || !without[s] ? design[i][s] * design[j][s] : 0.0;
                }

                square[(i * n) + j] = square[(j * n) + i] = sum;
            }
        }

        return square;
    }

    private static double[] Fit(double[][] design, double[] square, ReadOnlySpan<float> trace, bool[]? without)
    {
        var low = float.MaxValue;
        foreach (var value in trace)
        {
            low = Math.Min(low, value);
        }

        var right = new double[design.Length];
        for (var i = 0; i < design.Length; i++)
        {
            var sum = 0.0;
            for (var s = 0; s < trace.Length; s++)
            {
                sum += without is null || !without[s] ? design[i][s] * (trace[s] - (double)low) : 0.0;
            }

            right[i] = sum;
        }

        return NonNegativeLeastSquares.Solve(square, right);
    }

    private double MeanNoise(int ion, ModelShape shape)
    {
        var sum = 0.0;
        for (var s = shape.First; s < shape.First + shape.Profile.Length; s++)
        {
            sum += _traces.NoiseAt(ion, s);
        }

        return sum / shape.Profile.Length;
    }
}
