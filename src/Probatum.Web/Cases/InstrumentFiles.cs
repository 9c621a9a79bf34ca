using System.Collections.Immutable;
using Probatum.Core.Records;
using Probatum.Spectra;

namespace Probatum.Web.Cases;

/// <summary>One quantity over another, as an instrument's file holds it.</summary>
/// <param name="Words">What is drawn.</param>
/// <param name="Across">What goes across, with its unit.</param>
/// <param name="Up">What goes up.</param>
/// <param name="X">Ascending.</param>
/// <param name="Y">As many.</param>
public sealed record RunCurve(string Words, string Across, string Up, double[] X, float[] Y)
{
    /// <summary>Its points between two places, thinned where there are more than that: of each group the lowest and the highest stay, so that no peak is lost.</summary>
    /// <param name="from">The first place; null for the beginning.</param>
    /// <param name="to">The last one; null for the end.</param>
    /// <param name="most">How many points at the most; at least 2.</param>
    public (double[] X, float[] Y) Between(double? from, double? to, int most)
    {
        var first = from is { } low ? Place(low) : 0;
        var last = to is { } high ? Math.Min(X.Length, Place(high) + 1) : X.Length;
        var count = Math.Max(0, last - first);
        if (count <= most)
        {
            return (X[first..(first + count)], Y[first..(first + count)]);
        }

        var size = (int)((2L * count / Math.Max(2, most)) + 1);
        var (xs, ys) = (new List<double>(most), new List<float>(most));
        for (var at = first; at < last; at += size)
        {
            var (least, greatest) = (at, at);
            for (var i = at + 1; i < Math.Min(last, at + size); i++)
            {
                (least, greatest) = (Y[i] < Y[least] ? i : least, Y[i] > Y[greatest] ? i : greatest);
            }

            foreach (var i in new[] { Math.Min(least, greatest), Math.Max(least, greatest) }.Distinct())
            {
                xs.Add(X[i]);
                ys.Add(Y[i]);
            }
        }

        return ([.. xs], [.. ys]);
    }

    private int Place(double x) => Array.BinarySearch(X, x) is >= 0 and var at ? at : ~Array.BinarySearch(X, x);
}

/// <summary>An instrument's file, read.</summary>
/// <param name="File">What it holds.</param>
/// <param name="Curves">What of it can be drawn over time or wave number.</param>
public sealed record InstrumentFile(SpectraFile File, ImmutableArray<RunCurve> Curves)
{
    private readonly Lazy<Decomposition?> _taken = new(() =>
        File.Run is { } run && Identification.Supports(run, out _) ? Deconvolution.Of(run, CancellationToken.None) : null);

    /// <summary>The run taken apart into components; null where that can't be done with it.</summary>
    public Decomposition? Taken => _taken.Value;

    /// <summary>The scan that lies nearest to a time; null without a run.</summary>
    public Spectrum? NearestTo(double seconds)
    {
        if (File.Run is not { } run)
        {
            return null;
        }

        var best = -1;
        for (var i = 0; i < run.Scans.Length; i++)
        {
            if (run.Scans[i].Seconds is { } at && (best < 0 || Math.Abs(at - seconds) < Math.Abs(run.Scans[best].Seconds!.Value - seconds)))
            {
                best = i;
            }
        }

        return best < 0 ? null : run.SpectrumOf(best);
    }
}

/// <summary>Reads instruments' files for screens; the last few stay read.</summary>
public sealed class InstrumentFiles(Workroom room)
{
    // A run of an hour has some ten megabytes of points.
    private const int Most = 6;

    private readonly Lock _turn = new();
    private readonly LinkedList<(string Digest, Lazy<InstrumentFile?> File)> _read = new();

    /// <summary>A file of a case; null where it is not kept here or no instrument's file that can be read.</summary>
    public InstrumentFile? Find(Blob file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Lazy<InstrumentFile?> found;
        lock (_turn)
        {
            var node = _read.First;
            while (node is not null && node.Value.Digest != file.Sha256)
            {
                node = node.Next;
            }

            found = node?.Value.File ?? new(() => Read(file.Sha256));
            if (node is not null)
            {
                _read.Remove(node);
            }

            _read.AddFirst((file.Sha256, found));
            while (_read.Count > Most)
            {
                _read.RemoveLast();
            }
        }

        return found.Value;
    }

    private InstrumentFile? Read(string digest) =>
        room.Workspace.Blobs.Read(digest) is { } bytes && InstrumentFormats.TryOpen(bytes, out var file, out _) ? new(file, [.. Curves(file)]) : null;

    private static IEnumerable<RunCurve> Curves(SpectraFile file)
    {
        if (file.Run is { Scans.Length: > 0 } run)
        {
            var timed = run.Scans.All(scan => scan.Seconds is not null);
            var points = run.Scans.Select((scan, i) => (X: timed ? scan.Seconds!.Value / 60.0 : i + 1.0, Y: Total(run, scan))).OrderBy(point => point.X).ToList();
            yield return new("total ion current", timed ? "retention time, min" : "scan", "counts", [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]);
        }

        foreach (var trace in file.Traces)
        {
            var points = trace.X.Zip(trace.Y).OrderBy(point => point.First).ToList();
            yield return new(
                trace.Title ?? "curve", trace.XAxis.Stated ?? trace.XAxis.Unit.ToString(), trace.YAxis.Stated ?? trace.YAxis.Unit.ToString(),
                [.. points.Select(point => point.First)], [.. points.Select(point => (float)point.Second)]);
        }
    }

    private static float Total(InstrumentRun run, Scan scan)
    {
        var sum = 0.0;
        foreach (var one in run.Intensities.AsSpan(scan.First, scan.Count))
        {
            sum += one;
        }

        return (float)sum;
    }
}
