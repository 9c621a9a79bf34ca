using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Probatum.Spectra;

/// <summary>Gathers the points of scans in order, sorts each scan by mass, and makes the run of them.</summary>
internal sealed class ScanPoints(int capacity)
{
    // files of selected ions are met that call themselves full scans; a full scan's lines change from scan to scan
    private const int MostSelectedIons = 40;
    private const int FewestScansToTell = 20;
    private const double SameIonsShare = 0.9;

    // a proton's; files are met with points at mass 0
    private const double SmallestMass = 1.0;

    // sums and smoothed traces of such heights are still finite as floats
    private const double LargestHeight = 1e30;

    private readonly List<Scan> _scans = [];
    private double[] _masses = new double[capacity];
    private float[] _heights = new float[capacity];
    private int _count;
    private int _first;
    private double? _seconds;
    private bool _ascending;

    /// <summary>Points without a usable mass or intensity, so far.</summary>
    public long LeftOut { get; private set; }

    public void Begin(double? seconds) => (_seconds, _first, _ascending) = (seconds, _count, true);

    public void Add(double mass, double height, double largestMass)
    {
        // NaN fails both comparisons; a line of no height says nothing and is no loss
        if (!(mass >= SmallestMass && mass <= largestMass && height >= 0.0 && height <= LargestHeight))
        {
            LeftOut++;
            return;
        }

        // as it will be kept: what is below the smallest float is none either
        if ((float)height == 0.0f)
        {
            return;
        }

        if (_count == _masses.Length)
        {
            Array.Resize(ref _masses, Math.Max(64, _count * 2));
            Array.Resize(ref _heights, _masses.Length);
        }

        _ascending &= _count == _first || _masses[_count - 1] <= mass;
        (_masses[_count], _heights[_count]) = (mass, (float)height);
        _count++;
    }

    public void End()
    {
        if (!_ascending)
        {
            SortByMass(_masses.AsSpan(_first, _count - _first), _heights.AsSpan(_first, _count - _first));
        }

        _scans.Add(new(_seconds, _first, _count - _first));
    }

    public InstrumentRun ToRun(string format, ImmutableSortedDictionary<string, string> metadata, RunKind kind)
    {
        Array.Resize(ref _masses, _count);
        Array.Resize(ref _heights, _count);
        return new(
            format, metadata, kind, [.. _scans],
            ImmutableCollectionsMarshal.AsImmutableArray(_masses), ImmutableCollectionsMarshal.AsImmutableArray(_heights),
            SelectedIons: kind == RunKind.Centroid && RepeatsFewIons());
    }

    private bool RepeatsFewIons()
    {
        var filled = _scans.Where(scan => scan.Count > 0).ToArray();
        var same = filled.Zip(filled.Skip(1)).Count(pair => HaveSameFewIons(pair.First, pair.Second));
        return filled.Length >= FewestScansToTell && same >= SameIonsShare * (filled.Length - 1);
    }

    private bool HaveSameFewIons(Scan a, Scan b)
    {
        if (a.Count != b.Count || a.Count > MostSelectedIons)
        {
            return false;
        }

        for (var i = 0; i < a.Count; i++)
        {
            if (PreparedSpectrum.NominalMass(_masses[a.First + i]) != PreparedSpectrum.NominalMass(_masses[b.First + i]))
            {
                return false;
            }
        }

        return true;
    }

    // equal masses are ordered by height, so that the order of the file leaves no trace
    private static void SortByMass(Span<double> masses, Span<float> heights)
    {
        var order = new (double Mass, float Height)[masses.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = (masses[i], heights[i]);
        }

        Array.Sort(order);
        for (var i = 0; i < order.Length; i++)
        {
            (masses[i], heights[i]) = order[i];
        }
    }
}
