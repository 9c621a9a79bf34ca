using System.Diagnostics;
using Probatum.Spectra;
using Probatum.Tests.Spectra;

namespace Probatum.Bench;

/// <summary>A run of 14,000 scans through the whole pipeline: read, taken apart, searched in the open library.</summary>
/// <remarks>With PROBATUM_DATA the runs and spectra of that folder; without, nothing is measured, for no spectra are shipped.</remarks>
internal static class RunBenchmark
{
    private const double MostSeconds = 1.5;
    private static readonly IdentificationSettings Profile = new("bench", "1", 50_000, 800_000, 10);

    public static Benchmark Row { get; } = new("run", "a GC-MS run of 14,000 scans read, taken apart and searched; runs a second", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        if (Environment.GetEnvironmentVariable("PROBATUM_DATA") is not { } data)
        {
            Console.WriteLine("   PROBATUM_DATA names no folder with spectra and runs: nothing to measure");
            yield break;
        }

        var msp = File.ReadAllBytes(Path.Combine(data, "data/spectra/ei-library-open.msp.gz"));
        var raw = File.ReadAllBytes(Path.Combine(data, "data/runs/gcms/sim-dev-1.cdf.gz"));
        if (!SpectralLibrary.TryBuild([("open", msp)], out var built, out _) || !SpectralLibrary.TryOpen(built, out var library, out _))
        {
            throw new InvalidDataException("the open library is not readable");
        }

        yield return Timed("whole pipeline", settings, () => Identified(raw, library), new(Rate: 1.0 / MostSeconds));
        yield return Timed("reading alone", settings, () => Read(raw), Bar.None);
        var run = Read(raw);
        yield return Timed("taking apart alone", settings, () => Deconvolution.Find(run, CancellationToken.None), Bar.None);
        var (simulated, _) = SimulatedRun.Of(
            new() { Seed = 1, Compounds = 100, Seconds = 2800, CoEluting = 0.5 }, Queries(data));
        yield return Timed("taking apart 100 compounds, half of them overlapping", settings, () => Deconvolution.Find(simulated, CancellationToken.None), Bar.None);
    }

    private static Figure Timed<T>(string what, Settings settings, Func<T> work, Bar bar)
    {
        var processor = Environment.CpuUsage.UserTime;
        var count = 0;
        var rate = Measure.Rate(settings.Runs, () =>
        {
            work();
            count++;
            return 1;
        });
        var each = (Environment.CpuUsage.UserTime - processor).TotalSeconds / count;
        using var process = Process.GetCurrentProcess();
        return new(what, rate, "", null, bar)
        {
            Note = FormattableString.Invariant($"{1.0 / rate:0.00} s, {each:0.00} s of user time, peak memory of the process so far {process.PeakWorkingSet64 >> 20} MiB"),
        };
    }

    private static int Identified(byte[] raw, SpectralLibrary library) =>
        Identification.Run(Read(raw), library, Profile, null, CancellationToken.None).Length;

    private static InstrumentRun Read(byte[] raw) =>
        InstrumentFormats.TryRead(raw, out var run, out var fault) ? run : throw new InvalidDataException(fault.Why);

    private static System.Collections.Immutable.ImmutableArray<LibraryRecord> Queries(string data) =>
        Msp.TryRead(File.ReadAllBytes(Path.Combine(data, "data/spectra/dev-queries.msp")), out var records, out var fault)
            ? records
            : throw new InvalidDataException(fault.Why);
}
