using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>Explains every ion's trace by the profiles around it and keeps what stands out of the noise.</summary>
internal sealed class Unmixing
{
    private const double GroupInSigmas = 4.0;
    private const int MostInGroup = 14;
    private const double GuestInSigmas = 8.0;
    private const int MostGuests = 4;
    private const double OwnInSigmas = 2.5;
    private const int Turns = 2;
    private const int MostHidden = 4;
    private const double Significant = 5.0;
    private const int FewestIons = 3;
    private const double LeastBasePeak = 10.0;
    private const double LeastOfFloor = 0.5;
    private const double LeastRise = 0.4;
    private const double LeastRisenShare = 0.5;

    private readonly IonTraces _traces;
    private readonly List<(double Seconds, ModelShape Shape)> _starts;

    public Unmixing(IonTraces traces, List<(double Seconds, List<Apex> Apexes)> clusters)
    {
        _traces = traces;
        _starts = clusters.ConvertAll(c => (c.Seconds, ModelShape.Of(traces, c.Seconds, c.Apexes)));
        _starts.RemoveAll(s => s.Shape.Profile.All(p => p == 0.0));
    }

    /// <summary>All components of the stretch; groups are worked on side by side, and come in order.</summary>
    public List<Component> Components(CancellationToken ct)
    {
        var groups = Groups();
        var taken = new List<Component>[groups.Count];
        Parallel.For(0, groups.Count, new ParallelOptions { CancellationToken = ct }, i => taken[i] = Taken(groups[i]));
        return [.. taken.SelectMany(t => t)];
    }

    // cut where nothing overlaps; a longer row is cut at its widest step
    private List<(int From, int To)> Groups()
    {
        var groups = new List<(int From, int To)>();
        var open = new Stack<(int From, int To)>();
        open.Push((0, _starts.Count));
        while (open.TryPop(out var span))
        {
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
            else if (span.To > span.From)
            {
                groups.Add(span);
            }
        }

        return groups;
    }

    private List<Component> Taken((int From, int To) span)
    {
        var (from, to) = span;
        using var first = new ElutionGroup(_traces, WithGuests(from, to));
        var group = Fitted(first);
        var (begin, end) = Own(from, to);
        var tried = new List<int>();
        while (tried.Count < MostHidden && HiddenCompound.Find(_traces, group, begin, end, tried) is { } hidden)
        {
            tried.Add(hidden.Top);
            var more = Fitted(group.With(new(hidden, true)));
            var last = more.Members.Count - 1;
            group = ComponentOf(more, last) is not null && HiddenCompound.IsNew(more, last) ? more : group;
        }

        while (DoubledProfiles.Find(_traces, group) is { } doubled)
        {
            group = Fitted(group.Without(doubled));
        }

        return
        [
            .. Enumerable.Range(0, group.Members.Count).Where(m => group.Members[m].IsOwn)
                .Select(m => ComponentOf(group, m)).OfType<Component>(),
        ];
    }

    // the neighbours of a group are fitted with it, as far as they reach into it, and are taken with their own
    private List<Member> WithGuests(int from, int to)
    {
        var reach = GuestInSigmas * _traces.PeakSigma;
        var (first, end) = (from, to);
        while (first > 0 && from - first < MostGuests && _starts[first - 1].Seconds > _starts[from].Seconds - reach)
        {
            first--;
        }

        while (end < _starts.Count && end - to < MostGuests && _starts[end].Seconds < _starts[to - 1].Seconds + reach)
        {
            end++;
        }

        return [.. Enumerable.Range(first, end - first).Select(i => new Member(_starts[i].Shape, i >= from && i < to))];
    }

    // the time in which a group looks for more: around its own, half the way to its neighbours at the most
    private (double Begin, double End) Own(int from, int to)
    {
        var near = OwnInSigmas * _traces.PeakSigma;
        var (begin, end) = (_starts[from].Seconds - near, _starts[to - 1].Seconds + near);
        return (
            from == 0 ? begin : Math.Max(begin, 0.5 * (_starts[from - 1].Seconds + _starts[from].Seconds)),
            to == _starts.Count ? end : Math.Min(end, 0.5 * (_starts[to - 1].Seconds + _starts[to].Seconds)));
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

    private Component? ComponentOf(ElutionGroup group, int member)
    {
        var shape = group.Members[member].Shape;
        var peaks = ImmutableArray.CreateBuilder<Peak>();
        var saturated = false;
        var (total, risen) = (0.0, 0.0);
        for (var i = 0; i < group.Ions.Length; i++)
        {
            var (ion, height) = (group.Ions[i], group.Part(i, member));
            if (height > Significant * group.Error(i, member) && height > LeastOfFloor * _traces.Noise.Floor)
            {
                peaks.Add(new(_traces.Masses[ion], height));
                saturated |= _traces.IsSaturated(ion, shape);
                total += height;
                risen += height > LeastRise * _traces.Baseline(ion, shape.Top) ? height : 0.0;
            }
        }

        // bleed and leaks waver as a whole: what only ripples on its own baseline is no compound
        if (peaks.Count < FewestIons || peaks.Max(p => p.Intensity) <= LeastBasePeak * _traces.Noise.Floor
            || risen < LeastRisenShare * total)
        {
            return null;
        }

        var seconds = _traces.Seconds[shape.Top] + (shape.Vertex * _traces.Interval);
        var spectrum = new Spectrum(peaks.ToImmutable(), seconds, ScanFrom: _traces.Masses[0]);
        return new(seconds, peaks.Max(p => p.Intensity), spectrum, saturated);
    }
}
