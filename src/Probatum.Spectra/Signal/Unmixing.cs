using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>Explains every ion's trace by the profiles around it and keeps what stands out of the noise.</summary>
internal sealed class Unmixing
{
    private const double GroupInSigmas = 4.0;
    private const int MostInGroup = 14;
    private const int Turns = 2;
    private const int Searches = 4;
    private const double RisesInNoise = 4.0;
    private const double MostOfOneIon = 20.0;
    private const int FewestHidden = 4;
    private const double HiddenApartInSigmas = 0.3;
    private const double GuestInSigmas = 8.0;
    private const int MostGuests = 4;
    private const double OwnInSigmas = 2.5;
    private const double DoubledInSigmas = 0.7;
    private const double DoubledWhole = 0.6;
    private const double DoubledLikeness = 0.9;
    private const double HiddenLikeness = 0.75;
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
        var groups = Groups();
        var taken = new List<Component>[groups.Count];
        Parallel.For(0, groups.Count, new ParallelOptions { CancellationToken = ct }, i =>
            taken[i] = Taken(groups[i].From, groups[i].To));
        var found = taken.SelectMany(t => t).ToList();
        return found.FindAll(c => !found.Exists(other => IsRemainder(c, other)));
    }

    // cut where nothing overlaps; a longer row is cut at its widest step
    private List<(int From, int To)> Groups()
    {
        var groups = new List<(int From, int To)>();
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
                groups.Add(span);
            }
        }

        return groups;
    }

    // the neighbours of a group are fitted with it, as far as they reach into it, and are taken with their own
    private List<Component> Taken(int from, int to)
    {
        var guests = GuestInSigmas * _traces.PeakSigma;
        var (first, last) = (from, to);
        while (first > 0 && from - first < MostGuests && _starts[first - 1].Seconds > _starts[from].Seconds - guests)
        {
            first--;
        }

        while (last < _starts.Count && last - to < MostGuests && _starts[last].Seconds < _starts[to - 1].Seconds + guests)
        {
            last++;
        }

        var near = OwnInSigmas * _traces.PeakSigma;
        var begin = from == 0 ? double.NegativeInfinity
            : Math.Max(_starts[from].Seconds - near, 0.5 * (_starts[from - 1].Seconds + _starts[from].Seconds));
        var end = to == _starts.Count ? double.PositiveInfinity
            : Math.Min(_starts[to - 1].Seconds + near, 0.5 * (_starts[to - 1].Seconds + _starts[to].Seconds));
        var members = Enumerable.Range(first, last - first).Select(i => new Member(_starts[i].Shape, i >= from && i < to)).ToList();
        var group = Fitted(new ElutionGroup(_traces, members));
        var tried = new List<int>();
        while (tried.Count < Searches && Hidden(group, begin, end, tried) is { } hidden)
        {
            tried.Add(hidden.Top);
            var more = Fitted(group.With(new(hidden, true)));
            var at = more.Members.Count - 1;
            if (Component(more, at) is not null
                && !Enumerable.Range(0, at).Any(m => Likeness(more, at, m) > HiddenLikeness))
            {
                group = more;
            }
        }

        while (Doubled(group) is { } doubled)
        {
            group = Fitted(group.Without(doubled));
        }

        var taken = new List<Component>();
        for (var m = 0; m < group.Members.Count; m++)
        {
            if (group.Members[m].IsOwn && Component(group, m) is { } component)
            {
                taken.Add(component);
            }
        }

        return taken;
    }

    private static ElutionGroup Fitted(ElutionGroup group)
    {
        group.Fit();
        for (var turn = 0; turn < Turns; turn++)
        {
            group.Refine();
            group.Fit();
        }

        return group;
    }

    // one compound's profile taken for two: near each other, and the lesser has no line of its own
    private int? Doubled(ElutionGroup group)
    {
        var heights = Enumerable.Range(0, group.Members.Count).Select(m =>
            Enumerable.Range(0, group.Ions.Length).Max(i => group.Part(i, m))).ToArray();
        for (var small = 0; small < group.Members.Count; small++)
        {
            for (var large = 0; large < group.Members.Count; large++)
            {
                var apart = Math.Abs(group.Members[small].Shape.Top - group.Members[large].Shape.Top) * _traces.Interval / _traces.PeakSigma;
                if (small != large && heights[small] <= heights[large] && (heights[small] < heights[large] || small > large)
                    && (heights[small] == 0.0
                        || (apart < DoubledInSigmas && OwnLikeness(group, small, large) > DoubledLikeness && Likeness(group, small, large) > DoubledWhole)
                        || (apart < 2.0 && heights[small] < 0.1 * heights[large] && OwnLikeness(group, small, large) > 0.9)))
                {
                    return small;
                }
            }
        }

        return null;
    }

    // cosine of the square roots, on the lesser one's lines
    private static double OwnLikeness(ElutionGroup group, int small, int large)
    {
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var i = 0; i < group.Ions.Length; i++)
        {
            double x = group.Part(i, small), y = group.Part(i, large);
            if (x > Significant * group.Error(i, small))
            {
                ab += Math.Sqrt(x * y);
                aa += x;
                bb += y;
            }
        }

        return aa > 0.0 && bb > 0.0 ? ab / Math.Sqrt(aa * bb) : 0.0;
    }

    // cosine of the square roots
    private static double Likeness(ElutionGroup group, int a, int b)
    {
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var i = 0; i < group.Ions.Length; i++)
        {
            double x = group.Part(i, a), y = group.Part(i, b);
            ab += Math.Sqrt(x * y);
            aa += x;
            bb += y;
        }

        return aa > 0.0 && bb > 0.0 ? ab / Math.Sqrt(aa * bb) : 0.0;
    }

    // what the profiles leave over, where several ions rise together out of noise and of the profiles' own error
    private ModelShape? Hidden(ElutionGroup group, double begin, double end, List<int> tried)
    {
        var score = group.LeftInNoise();
        var significance = new double[group.Length];
        var ions = new int[group.Length];
        var near = Math.Max(1, (int)(0.2 * _traces.PeakSigma / _traces.Interval));
        // a sum over ions of what stands out, each capped: many small ones say more than a great one
        for (var s = 1; s + 1 < group.Length; s++)
        {
            for (var i = 0; i < group.Ions.Length; i++)
            {
                var at = (i * group.Length) + s;
                if (score[at] > RisesInNoise && IsTop(score, i * group.Length, s, group.Length, near))
                {
                    significance[s] += Math.Min(score[at], MostOfOneIon);
                    ions[s]++;
                }
            }
        }

        var reach = (int)Math.Ceiling(HiddenApartInSigmas * _traces.PeakSigma / _traces.Interval);
        var best = -1;
        for (var s = 1; s + 1 < group.Length; s++)
        {
            var at = group.ScanAt(s);
            if (ions[s] >= FewestHidden && _traces.Seconds[at] > begin && _traces.Seconds[at] < end && significance[s] > significance[s - 1] && significance[s] >= significance[s + 1]
                && (best < 0 || significance[s] > significance[best])
                && !group.Members.Exists(m => Math.Abs(m.Shape.Top - at) < reach) && !tried.Exists(t => Math.Abs(t - at) < reach))
            {
                best = s;
            }
        }

        if (best < 0)
        {
            return null;
        }

        return group.ShapeAt(best, score, RisesInNoise);
    }

    // whether a trace has its maximum near a place
    private static bool IsTop(double[] score, int from, int s, int length, int near)
    {
        var (best, first, last) = (s, Math.Max(0, s - (3 * near)), Math.Min(length - 1, s + (3 * near)));
        for (var k = first; k <= last; k++)
        {
            best = score[from + k] > score[from + best] ? k : best;
        }

        return Math.Abs(best - s) <= near;
    }

    private Component? Component(ElutionGroup group, int member)
    {
        var shape = group.Members[member].Shape;
        var seconds = _traces.Seconds[shape.Top] + (shape.Vertex * _traces.Interval);
        var peaks = ImmutableArray.CreateBuilder<Peak>();
        var saturated = false;
        var (total, risen) = (0.0, 0.0);
        var top = shape.Top;
        for (var i = 0; i < group.Ions.Length; i++)
        {
            var (ion, height) = (group.Ions[i], group.Part(i, member));
            if (height > Significant * group.Error(i, member) && height > 0.5 * _traces.Noise.Floor)
            {
                peaks.Add(new(_traces.Masses[ion], height));
                saturated |= _traces.IsSaturated(ion, shape);
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
