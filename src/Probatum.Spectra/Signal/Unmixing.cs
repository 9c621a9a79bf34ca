using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>Explains every ion's trace by the profiles around it and keeps what stands out of the noise.</summary>
internal sealed class Unmixing
{
    private const double GroupInSigmas = 4.0;
    private const int MostInGroup = 14;
    private const int Turns = 3;
    private const double Significant = 5.0;
    private const int FewestIons = 3;
    private const double LeastBasePeak = 10.0;
    private const double LeastRise = 0.4;
    private const double LeastRisenShare = 0.5;
    private const double RemainderInSigmas = 0.6;
    private const double RemainderHeight = 0.25;
    private const double RemainderLikeness = 0.8;

    private readonly IonTraces _traces;
    private readonly List<(double Seconds, ModelShape Shape)> _starts;

    public Unmixing(IonTraces traces, List<(double Seconds, List<Apex> Apexes)> clusters)
    {
        _traces = traces;
        _starts = clusters.ConvertAll(c => (c.Seconds, ModelShape.Of(traces, c.Seconds, c.Apexes)));
        _starts.RemoveAll(s => s.Shape.Profile.All(p => p == 0.0));
    }

    public List<Component> Components(CancellationToken ct)
    {
        var found = new List<Component>();
        foreach (var group in Groups())
        {
            ct.ThrowIfCancellationRequested();
            found.AddRange(Taken(group));
        }

        return found.FindAll(c => !found.Exists(other => IsRemainder(c, other)));
    }

    // cut where nothing overlaps; a longer row is cut at its widest step
    private List<List<(double Seconds, ModelShape Shape)>> Groups()
    {
        var groups = new List<List<(double Seconds, ModelShape Shape)>>();
        var open = new Stack<(int From, int To)>();
        open.Push((0, _starts.Count));
        while (open.TryPop(out var span))
        {
            if (span.To - span.From == 0)
            {
                continue;
            }

            var (widest, at) = (-1.0, -1);
            for (var i = span.From + 1; i < span.To; i++)
            {
                var step = _starts[i].Seconds - _starts[i - 1].Seconds;
                (widest, at) = step > widest ? (step, i) : (widest, at);
            }

            if (at >= 0 && (widest > GroupInSigmas * _traces.PeakSigma || span.To - span.From > MostInGroup))
            {
                open.Push((at, span.To));
                open.Push((span.From, at));
            }
            else
            {
                groups.Add(_starts.GetRange(span.From, span.To - span.From));
            }
        }

        return groups;
    }

    private IEnumerable<Component> Taken(List<(double Seconds, ModelShape Shape)> starts)
    {
        var group = new ElutionGroup(_traces, starts.ConvertAll(s => s.Shape));
        group.Fit();
        for (var turn = 0; turn < Turns; turn++)
        {
            group.Refine();
            group.Fit();
        }

        for (var m = 0; m < starts.Count; m++)
        {
            if (Component(group, m, starts[m].Seconds) is { } component)
            {
                yield return component;
            }
        }
    }

    private Component? Component(ElutionGroup group, int member, double seconds)
    {
        var peaks = ImmutableArray.CreateBuilder<Peak>();
        var saturated = false;
        var (total, risen) = (0.0, 0.0);
        var top = group.Members[member].Top;
        for (var i = 0; i < group.Ions.Length; i++)
        {
            var (ion, height) = (group.Ions[i], group.Part(i, member));
            if (height > Significant * group.Error(i, member) && height > 0.5 * _traces.Noise.Floor)
            {
                peaks.Add(new(_traces.Masses[ion], height));
                saturated |= _traces.IsSaturated(ion, group.Members[member]);
                total += height;
                risen += height > LeastRise * _traces.Baseline(ion, top) ? height : 0.0;
            }
        }

        // bleed and leaks waver as a whole: what only ripples on its own baseline is no compound
        if (peaks.Count < FewestIons || peaks.Max(p => p.Intensity) <= LeastBasePeak * _traces.Noise.Floor
            || risen < LeastRisenShare * total)
        {
            return null;
        }

        var spectrum = new Spectrum(peaks.ToImmutable(), seconds, ScanFrom: _traces.Masses[0]);
        return new(seconds, peaks.Max(p => p.Intensity), spectrum, saturated);
    }

    // a profile that is not quite its model leaves a small copy of its own spectrum beside it
    private bool IsRemainder(Component small, Component large) =>
        small.Height < RemainderHeight * large.Height
        && Math.Abs(small.ApexSeconds - large.ApexSeconds) < RemainderInSigmas * _traces.PeakSigma
        && Similarity.Of(
            Measure.Cosine,
            PreparedSpectrum.Of(small.Spectrum.Peaks, small.Spectrum.ScanFrom),
            PreparedSpectrum.Of(large.Spectrum.Peaks, large.Spectrum.ScanFrom)) > RemainderLikeness;
}
