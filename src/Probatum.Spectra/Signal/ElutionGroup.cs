using System.Buffers;

namespace Probatum.Spectra;

/// <summary>A compound of a group.</summary>
/// <param name="Shape">Its profile.</param>
/// <param name="IsOwn">False for a neighbour that only reaches into the group.</param>
internal readonly record struct Member(ModelShape Shape, bool IsOwn);

/// <summary>Compounds that overlap in time, and how much of each is in every ion's trace.</summary>
/// <remarks>
/// Turn by turn the parts are found from the profiles and the profiles from the parts, both non-negative, each profile
/// with one maximum. Points weigh by their noise and by what a profile may be wrong, so that a trace's small parts are
/// not ruled by the error of a great one. Source of the turns: R. Tauler, Chemom. Intell. Lab. Syst. 30 (1995) 133.
/// </remarks>
internal sealed class ElutionGroup : IDisposable
{
    // a profile is the mean of ions that do not all have quite the same one
    private const double ProfileError = 0.015;
    private const double PresentInNoise = 3.0;
    private const double KnotInSigmas = 9.0;
    private const double MayMoveInSigmas = 0.4;

    private readonly IonTraces _traces;
    private readonly int _first;
    private readonly int[] _ions;
    private readonly int[][] _present;
    private readonly double[] _heights;
    private readonly double[] _weights;
    private readonly double[] _left;
    private readonly Column[] _grounds;
    private readonly double[] _parts;
    private readonly double[] _errors;
    private readonly double[] _groundParts;
    private readonly bool _isFirst;

    /// <param name="traces">The stretch.</param>
    /// <param name="members">Profiles to start from.</param>
    public ElutionGroup(IonTraces traces, List<Member> members)
    {
        (_traces, Members) = (traces, members);
        _first = members.Min(m => m.Shape.First);
        Length = members.Max(m => m.Shape.First + m.Shape.Profile.Length) - _first;
        _ions = [.. Enumerable.Range(0, traces.Masses.Length).Where(ion => PresentIn(ion).Length > 0)];
        _present = Array.ConvertAll(_ions, PresentIn);
        _isFirst = true;
        _heights = ArrayPool<double>.Shared.Rent(_ions.Length * Length);
        _weights = ArrayPool<double>.Shared.Rent(_ions.Length * Length);
        _left = ArrayPool<double>.Shared.Rent(_ions.Length * Length);
        _grounds = Grounds();
        _parts = new double[_ions.Length * members.Count];
        _errors = new double[_parts.Length];
        _groundParts = new double[_ions.Length * _grounds.Length];
        for (var i = 0; i < _ions.Length; i++)
        {
            Weigh(i);
        }
    }

    // the same stretch and ions, which cost most, with other members
    private ElutionGroup(ElutionGroup group, List<Member> members)
    {
        (_traces, Members, _first, Length, _ions) = (group._traces, members, group._first, group.Length, group._ions);
        (_heights, _weights, _left, _grounds) = (group._heights, group._weights, group._left, group._grounds);
        _present = Array.ConvertAll(_ions, PresentIn);
        _parts = new double[_ions.Length * members.Count];
        _errors = new double[_parts.Length];
        _groundParts = new double[_ions.Length * _grounds.Length];
    }

    /// <summary>In no order but that of their coming.</summary>
    public List<Member> Members { get; }

    /// <summary>Indices of the ions' traces.</summary>
    public ReadOnlySpan<int> Ions => _ions;

    /// <summary>The scans that any member reaches.</summary>
    public int Length { get; }

    /// <summary>The height of a member's maximum in an ion; 0 where it has none.</summary>
    public double Part(int ion, int member) => _parts[(ion * Members.Count) + member];

    /// <summary>The standard error of <see cref="Part"/>.</summary>
    public double Error(int ion, int member) => _errors[(ion * Members.Count) + member];

    /// <summary>The height of a member's base peak.</summary>
    public double HeightOf(int member)
    {
        var height = 0.0;
        for (var i = 0; i < _ions.Length; i++)
        {
            height = Math.Max(height, Part(i, member));
        }

        return height;
    }

    /// <summary>The cosine of the square roots of two members' parts; 0 to 1.</summary>
    /// <param name="one">The first, whose lines count.</param>
    /// <param name="other">The second.</param>
    /// <param name="inErrors">Only lines that the first has above so many standard errors; all where not said.</param>
    public double Likeness(int one, int other, double inErrors = -1.0)
    {
        var (both, own, others) = (0.0, 0.0, 0.0);
        for (var i = 0; i < _ions.Length; i++)
        {
            double x = Part(i, one), y = Part(i, other);
            if (inErrors < 0.0 || x > inErrors * Error(i, one))
            {
                both += Math.Sqrt(x * y);
                own += x;
                others += y;
            }
        }

        return own > 0.0 && others > 0.0 ? both / Math.Sqrt(own * others) : 0.0;
    }

    /// <summary>The scan of the stretch at a place of the group.</summary>
    public int ScanAt(int place) => _first + place;

    /// <summary>The same stretch with one compound more, which must lie within it.</summary>
    public ElutionGroup With(Member member) => new(this, [.. Members, member]);

    /// <summary>The same stretch without a compound.</summary>
    public ElutionGroup Without(int member) => new(this, [.. Members.Where((_, m) => m != member)]);

    /// <summary>Finds the parts for the profiles as they are.</summary>
    public void Fit()
    {
        for (var i = 0; i < _ions.Length; i++)
        {
            Fit(i, _present[i]);
        }
    }

    /// <summary>Finds each profile anew from what the others leave over.</summary>
    public void Refine()
    {
        LeaveOver();
        for (var m = 0; m < Members.Count; m++)
        {
            var old = Members[m].Shape;
            var at = old.First - _first;
            var (above, below) = (new double[old.Profile.Length], new double[old.Profile.Length]);
            for (var i = 0; i < _ions.Length; i++)
            {
                var part = Part(i, m);
                var place = (i * Length) + at;
                for (var s = 0; part > 0.0 && s < above.Length; s++)
                {
                    var weighted = _weights[place + s] * part;
                    above[s] += weighted * (_left[place + s] + (part * old.Profile[s]));
                    below[s] += weighted * part;
                }
            }

            for (var s = 0; s < above.Length; s++)
            {
                above[s] = below[s] > 0.0 ? Math.Max(0.0, above[s] / below[s]) : 0.0;
            }

            var mayMove = (int)Math.Ceiling(MayMoveInSigmas * _traces.PeakSigma / _traces.Interval);
            if (old.WithProfile(above, mayMove) is { } refined)
            {
                Members[m] = Members[m] with { Shape = refined };
                for (var i = 0; i < _ions.Length; i++)
                {
                    var part = Part(i, m);
                    for (var s = 0; part > 0.0 && s < above.Length; s++)
                    {
                        _left[(i * Length) + at + s] += part * (old.Profile[s] - refined.Profile[s]);
                    }
                }
            }
        }
    }

    /// <summary>What the fit leaves over, in standard deviations of a smoothed point; ion by ion.</summary>
    public double[] LeftInNoise()
    {
        LeaveOver();
        var inNoise = new double[_ions.Length * Length];
        for (var i = 0; i < inNoise.Length; i++)
        {
            inNoise[i] = _left[i] * Math.Sqrt(_weights[i]) / _traces.NoiseLeft;
        }

        return inNoise;
    }

    /// <summary>A profile to start from: what the ions that stand out at a place have in common there.</summary>
    public ModelShape? ShapeAt(int place, double[] inNoise, double least)
    {
        var reach = (int)Math.Floor((ModelShape.ReachInSigmas * _traces.PeakSigma / _traces.Interval) + 0.5);
        var (from, to) = (Math.Max(0, place - reach), Math.Min(Length, place + reach + 1));
        var profile = new double[to - from];
        for (var i = 0; i < _ions.Length; i++)
        {
            var at = (i * Length) + place;
            for (var s = from; inNoise[at] > least && s < to; s++)
            {
                profile[s - from] += Math.Max(0.0, _left[(i * Length) + s]) * inNoise[at] / _left[at];
            }
        }

        return new ModelShape(_first + from, profile).WithProfile(profile, profile.Length);
    }

    /// <summary>Gives the stretch's room back; neither this group nor one made of it may be used after.</summary>
    public void Dispose()
    {
        if (_isFirst)
        {
            ArrayPool<double>.Shared.Return(_heights);
            ArrayPool<double>.Shared.Return(_weights);
            ArrayPool<double>.Shared.Return(_left);
        }
    }

    private int[] PresentIn(int ion)
    {
        var present = new List<int>();
        for (var m = 0; m < Members.Count; m++)
        {
            var top = Members[m].Shape.Top;
            if (_traces.Net[(ion * _traces.ScanCount) + top] > PresentInNoise * _traces.NoiseAt(ion, top))
            {
                present.Add(m);
            }
        }

        return [.. present];
    }

    private void Weigh(int i)
    {
        var ion = _ions[i];
        var trace = _traces.Smooth.AsSpan((ion * _traces.ScanCount) + _first, Length);
        var low = float.MaxValue;
        foreach (var value in trace)
        {
            low = Math.Min(low, value);
        }

        for (var s = 0; s < Length; s++)
        {
            var wrong = ProfileError * trace[s];
            _heights[(i * Length) + s] = trace[s] - low;
            _weights[(i * Length) + s] = 1.0 / (_traces.Noise.Variance(trace[s], _traces.Floors[ion]) + (wrong * wrong));
        }

        // smoothing carries a full scan's error to its neighbours
        var reach = (int)Math.Ceiling(2.0 * _traces.Sigma);
        foreach (var scan in _traces.Saturated[ion] ?? [])
        {
            var (from, to) = (Math.Max(0, scan - _first - reach), Math.Min(Length, scan - _first + reach + 1));
            if (from < to)
            {
                _weights.AsSpan((i * Length) + from, to - from).Clear();
            }
        }
    }

    // a ground that rises or falls in straight lines between knots, never below 0
    private Column[] Grounds()
    {
        var spans = Math.Max(1, (int)((Length * _traces.Interval / (KnotInSigmas * _traces.PeakSigma)) + 0.5));
        var grounds = new Column[spans + 1];
        var scansInSpan = Math.Max(1, Length - 1) / (double)spans;
        for (var g = 0; g <= spans; g++)
        {
            var from = Math.Max(0, (int)((g - 1) * scansInSpan));
            var to = Math.Min(Length, (int)((g + 1) * scansInSpan) + 2);
            var values = new double[to - from];
            for (var s = from; s < to; s++)
            {
                values[s - from] = Math.Max(0.0, 1.0 - Math.Abs((s / scansInSpan) - g));
            }

            grounds[g] = new(from, values);
        }

        return grounds;
    }

    private void Fit(int i, int[] present)
    {
        if (present.Length == 0)
        {
            return;
        }

        var n = present.Length + _grounds.Length;
        var columns = new Column[n];
        for (var c = 0; c < n; c++)
        {
            columns[c] = c < present.Length ? ColumnOf(present[c]) : _grounds[c - present.Length];
        }

        var square = new double[n * n];
        var right = new double[n];
        var weighted = new double[Length];
        for (var a = 0; a < n; a++)
        {
            var (first, values) = columns[a];
            var sum = 0.0;
            for (var s = 0; s < values.Length; s++)
            {
                weighted[s] = _weights[(i * Length) + first + s] * values[s];
                sum += weighted[s] * _heights[(i * Length) + first + s];
            }

            right[a] = sum;
            for (var b = 0; b <= a; b++)
            {
                var other = columns[b];
                var from = Math.Max(first, other.First);
                var to = Math.Min(first + values.Length, other.First + other.Values.Length);
                sum = 0.0;
                for (var s = from; s < to; s++)
                {
                    sum += weighted[s - first] * other.Values[s - other.First];
                }

                square[(a * n) + b] = square[(b * n) + a] = sum;
            }
        }

        var x = NonNegativeLeastSquares.Solve(square, right);
        var errors = NonNegativeLeastSquares.Errors(square, n, present.Length);
        for (var c = 0; c < present.Length; c++)
        {
            _parts[(i * Members.Count) + present[c]] = x[c];
            _errors[(i * Members.Count) + present[c]] = errors[c];
        }

        x.AsSpan(present.Length).CopyTo(_groundParts.AsSpan(i * _grounds.Length));
    }

    private Column ColumnOf(int member) =>
        new(Members[member].Shape.First - _first, Members[member].Shape.Profile);

    private void LeaveOver()
    {
        _heights.AsSpan(0, _ions.Length * Length).CopyTo(_left);
        for (var i = 0; i < _ions.Length; i++)
        {
            var left = _left.AsSpan(i * Length, Length);
            foreach (var m in _present[i])
            {
                ColumnOf(m).TakeOff(left, Part(i, m));
            }

            for (var g = 0; g < _grounds.Length; g++)
            {
                _grounds[g].TakeOff(left, _groundParts[(i * _grounds.Length) + g]);
            }
        }
    }

    // what a part of one is, over the places from the first on
    private readonly record struct Column(int First, double[] Values)
    {
        public void TakeOff(Span<double> left, double part)
        {
            for (var s = 0; part > 0.0 && s < Values.Length; s++)
            {
                left[First + s] -= part * Values[s];
            }
        }
    }
}
