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
internal sealed class ElutionGroup
{
    // a profile is the mean of ions that do not all have quite the same one
    private const double ProfileError = 0.015;
    private const double PresentInNoise = 3.0;
    private const double KnotInSigmas = 9.0;
    private const double MayMoveInSigmas = 0.4;

    private readonly IonTraces _traces;
    private readonly int[] _ions;
    private readonly double[] _heights;
    private readonly double[] _weights;
    private readonly double[][] _grounds;

    /// <param name="traces">The stretch.</param>
    /// <param name="members">Profiles to start from, in order of time.</param>
    public ElutionGroup(IonTraces traces, List<Member> members)
    {
        (_traces, Members) = (traces, members);
        First = members.Min(m => m.Shape.First);
        Length = members.Max(m => m.Shape.First + m.Shape.Profile.Length) - First;
        _ions = Present();
        _heights = new double[_ions.Length * Length];
        _weights = new double[_ions.Length * Length];
        _grounds = Grounds();
        for (var i = 0; i < _ions.Length; i++)
        {
            Weigh(i);
        }

        Parts = [];
        Errors = [];
    }

    public int First { get; }

    public int Length { get; }

    /// <summary>Indices of the ions' traces.</summary>
    public ReadOnlySpan<int> Ions => _ions;

    public List<Member> Members { get; }

    /// <summary>Per ion and member: the height of the member's maximum in this ion.</summary>
    public double[] Parts { get; private set; }

    /// <summary>Standard errors of <see cref="Parts"/>.</summary>
    public double[] Errors { get; private set; }

    private int Columns => Members.Count + _grounds.Length;

    /// <summary>Finds the parts for the profiles as they are.</summary>
    public void Fit()
    {
        var columns = Columns;
        Parts = new double[_ions.Length * columns];
        Errors = new double[_ions.Length * Members.Count];
        var design = Design();
        var square = new double[columns * columns];
        var right = new double[columns];
        for (var i = 0; i < _ions.Length; i++)
        {
            var y = _heights.AsSpan(i * Length, Length);
            var w = _weights.AsSpan(i * Length, Length);
            for (var a = 0; a < columns; a++)
            {
                var (from, to, column) = design[a];
                var sum = 0.0;
                for (var s = from; s < to; s++)
                {
                    sum += w[s] * column[s] * y[s];
                }

                right[a] = sum;
                for (var b = 0; b <= a; b++)
                {
                    var (from2, to2, other) = design[b];
                    var (start, end) = (Math.Max(from, from2), Math.Min(to, to2));
                    sum = 0.0;
                    for (var s = start; s < end; s++)
                    {
                        sum += w[s] * column[s] * other[s];
                    }

                    square[(a * columns) + b] = square[(b * columns) + a] = sum;
                }
            }

            NonNegativeLeastSquares.Solve(square, right).CopyTo(Parts.AsSpan(i * columns));
            var inverse = InverseDiagonal(square, columns, Members.Count);
            inverse.CopyTo(Errors.AsSpan(i * Members.Count));
        }
    }

    /// <summary>Finds each profile anew from what the others leave over.</summary>
    public void Refine()
    {
        var left = Residual();
        for (var m = 0; m < Members.Count; m++)
        {
            var old = Members[m].Shape;
            var at = old.First - First;
            var profile = new double[old.Profile.Length];
            for (var s = 0; s < profile.Length; s++)
            {
                var (above, below) = (0.0, 0.0);
                for (var i = 0; i < _ions.Length; i++)
                {
                    var part = Parts[(i * Columns) + m];
                    if (part > 0.0)
                    {
                        var place = (i * Length) + at + s;
                        var weighted = _weights[place] * part;
                        above += weighted * (left[place] + (part * old.Profile[s]));
                        below += weighted * part;
                    }
                }

                profile[s] = below > 0.0 ? Math.Max(0.0, above / below) : 0.0;
            }

            var reach = (int)Math.Ceiling(MayMoveInSigmas * _traces.PeakSigma / _traces.Interval);
            if (old.WithProfile(profile, reach) is not { } refined)
            {
                continue;
            }

            for (var i = 0; i < _ions.Length; i++)
            {
                var part = Parts[(i * Columns) + m];
                for (var s = 0; part > 0.0 && s < profile.Length; s++)
                {
                    left[(i * Length) + at + s] += part * (old.Profile[s] - refined.Profile[s]);
                }
            }

            Members[m] = Members[m] with { Shape = refined };
        }
    }

    /// <summary>What the fit leaves over, ion by ion.</summary>
    public double[] Residual()
    {
        var left = (double[])_heights.Clone();
        var design = Design();
        for (var i = 0; i < _ions.Length; i++)
        {
            for (var a = 0; a < Columns; a++)
            {
                var part = Parts[(i * Columns) + a];
                var (from, to, column) = design[a];
                for (var s = from; part > 0.0 && s < to; s++)
                {
                    left[(i * Length) + s] -= part * column[s];
                }
            }
        }

        return left;
    }

    /// <summary>One over the variance of a point; 0 where the detector was full.</summary>
    public double Weight(int ion, int scan) => _weights[(ion * Length) + scan];

    public double Part(int ion, int member) => Parts[(ion * Columns) + member];

    public double Error(int ion, int member) => Errors[(ion * Members.Count) + member];

    /// <summary>A profile to start from: what the ions that stand out at a place have in common there.</summary>
    public ModelShape? ShapeOf(double[] left, double[] score, int at, double least)
    {
        var reach = (int)Math.Floor((ModelShape.ReachInSigmas * _traces.PeakSigma / _traces.Interval) + 0.5);
        var (from, to) = (Math.Max(0, at - reach), Math.Min(Length, at + reach + 1));
        var profile = new double[to - from];
        for (var i = 0; i < _ions.Length; i++)
        {
            if (score[(i * Length) + at] > least)
            {
                for (var s = from; s < to; s++)
                {
                    profile[s - from] += Math.Max(0.0, left[(i * Length) + s]) * score[(i * Length) + at] / left[(i * Length) + at];
                }
            }
        }

        return new ModelShape(First + from, profile).WithProfile(profile, profile.Length);
    }

    private int[] Present()
    {
        var present = new List<int>();
        for (var ion = 0; ion < _traces.Masses.Length; ion++)
        {
            foreach (var member in Members)
            {
                var top = member.Shape.Top;
                if (_traces.Net[(ion * _traces.ScanCount) + top] > PresentInNoise * _traces.NoiseAt(ion, top))
                {
                    present.Add(ion);
                    break;
                }
            }
        }

        return [.. present];
    }

    private void Weigh(int i)
    {
        var ion = _ions[i];
        var trace = _traces.Smooth.AsSpan((ion * _traces.ScanCount) + First, Length);
        var y = _heights.AsSpan(i * Length, Length);
        var w = _weights.AsSpan(i * Length, Length);
        var low = float.MaxValue;
        foreach (var value in trace)
        {
            low = Math.Min(low, value);
        }

        for (var s = 0; s < Length; s++)
        {
            y[s] = trace[s] - low;
            var noise = _traces.Noise.At(trace[s], _traces.Floors[ion]);
            var wrong = ProfileError * trace[s];
            w[s] = 1.0 / ((noise * noise) + (wrong * wrong));
        }

        // smoothing carries a full scan's error to its neighbours
        var reach = (int)Math.Ceiling(2.0 * _traces.Sigma);
        foreach (var scan in _traces.Saturated[ion] ?? [])
        {
            var (from, to) = (Math.Max(0, scan - First - reach), Math.Min(Length, scan - First + reach + 1));
            if (from < to)
            {
                w[from..to].Clear();
            }
        }
    }

    // a ground that rises or falls in straight lines between knots, never below 0
    private double[][] Grounds()
    {
        var spans = Math.Max(1, (int)((Length * _traces.Interval / (KnotInSigmas * _traces.PeakSigma)) + 0.5));
        var grounds = new double[spans + 1][];
        for (var g = 0; g <= spans; g++)
        {
            var column = grounds[g] = new double[Length];
            for (var s = 0; s < Length; s++)
            {
                column[s] = Math.Max(0.0, 1.0 - Math.Abs((s * (double)spans / Math.Max(1, Length - 1)) - g));
            }
        }

        return grounds;
    }

    private (int From, int To, double[] Column)[] Design()
    {
        var design = new (int From, int To, double[] Column)[Columns];
        for (var m = 0; m < Members.Count; m++)
        {
            var member = Members[m].Shape;
            var column = new double[Length];
            member.Profile.CopyTo(column.AsSpan(member.First - First));
            design[m] = (member.First - First, member.First - First + member.Profile.Length, column);
        }

        for (var g = 0; g < _grounds.Length; g++)
        {
            design[Members.Count + g] = (0, Length, _grounds[g]);
        }

        return design;
    }

    // standard errors of the first columns: roots of the inverse's diagonal
    private static double[] InverseDiagonal(double[] square, int n, int count)
    {
        var lower = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = square[(i * n) + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[(i * n) + k] * lower[(j * n) + k];
                }

                lower[(i * n) + j] = i == j
                    ? Math.Sqrt(Math.Max(sum, (square[(i * n) + i] * 1e-9) + 1e-300))
                    : sum / lower[(j * n) + j];
            }
        }

        var errors = new double[count];
        var column = new double[n];
        for (var m = 0; m < count; m++)
        {
            // the inverse's diagonal is the squared length of a column of the lower part's inverse
            var sum = 0.0;
            for (var i = m; i < n; i++)
            {
                var value = i == m ? 1.0 : 0.0;
                for (var k = m; k < i; k++)
                {
                    value -= lower[(i * n) + k] * column[k];
                }

                column[i] = value / lower[(i * n) + i];
                sum += column[i] * column[i];
            }

            errors[m] = Math.Sqrt(sum);
        }

        return errors;
    }
}
