using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Probatum.Bags;
using Probatum.Spectra;

namespace Probatum.Bench;

/// <summary>A library of spectra: built, opened, and searched for the unknowns of the open set.</summary>
internal static partial class SearchBenchmarks
{
    private const int Many = 1_000_000;
    private const int Some = 13_000;
    private const int Worth = 700_000;
    private const string Peer = "IndexProbe";

    public static Benchmark Search { get; } = new("search", "142 unknowns in 13,000 spectra, one thread", settings =>
    {
        var size = settings.Size == 0 ? Some : settings.Size;
        return Searched(settings, size, [1], new(Rate: 5000));
    });

    public static Benchmark Million { get; } = new("search-million", "142 unknowns in a million spectra", settings =>
    {
        var size = settings.Size == 0 ? Many : settings.Size;
        return Searched(settings, size, [1, Environment.ProcessorCount], new(Rate: 333));
    });

    public static Benchmark Build { get; } = new("library-build", "a library file of a million spectra", Built);

    public static Benchmark Open { get; } = new("library-open", "a library file of a million spectra, opened", settings =>
    {
        var path = FileOf(settings.Size == 0 ? Many : settings.Size, out _);
        var rate = Measure.Rate(settings.Runs, () => Opened(path).Count > 0 ? 1 : 0);
        return [new("opened, what holds it together checked", rate, "", null, new(Rate: 20)) { Note = $"{new FileInfo(path).Length >> 20} MB" }];
    });

    private static IEnumerable<Figure> Searched(Settings settings, int size, int[] threads, Bar bar)
    {
        var library = Opened(FileOf(size, out _));
        var queries = Read("dev-queries.msp");
        var said = Peers.IndexProbe(size - Read("ei-library-open.msp.gz").Length);
        double? theirs = said is null ? null : 1000.0 / Number(CpuOfPeer().Matches(said)[^1].Groups[1].Value);
        foreach (var count in threads)
        {
            var search = new SearchSettings(Spectra.Measure.Composite, 5) { Threads = count };
            long All()
            {
                // long enough that what the compiler still does beside it is little
                var repeats = library.Count > 100_000 ? 2 : 20;
                for (var i = 0; i < repeats; i++)
                {
                    foreach (var query in queries)
                    {
                        LibrarySearch.Search(query.Spectrum, library, search);
                    }
                }

                return repeats * queries.Length;
            }

            var rate = count == 1 ? Measure.CoreRate(settings.Runs, All) : Measure.Rate(settings.Runs, All);
            yield return new(
                $"searched in {size}, {(count == 1 ? "one core by processor time" : $"{count} threads by the clock")}", rate,
                count == 1 ? $"{Peer}, one core" : "", theirs, count == 1 ? bar : new(Rate: 2 * bar.Rate));
        }

        yield return Lost(library, queries);
        yield return new(
            "every spectrum compared, one core", Measure.CoreRate(1, () =>
            {
                foreach (var query in queries.Take(5))
                {
                    LibrarySearch.Search(query.Spectrum, library, new(Spectra.Measure.Composite, 5) { Coverage = Coverage.Every });
                }

                return Math.Min(5, queries.Length);
            }), "", null, Bar.None);
    }

    // counted as a rate so that a bar can hold it: queries that lose nothing worth having, of all
    private static Figure Lost(SpectralLibrary library, ImmutableArray<LibraryRecord> queries)
    {
        var step = library.Count > 100_000 ? 4 : 1;
        var (asked, first, any, worth) = (0, 0, 0, 0);
        for (var i = 0; i < queries.Length; i += step)
        {
            var settings = new SearchSettings(Spectra.Measure.Composite, 5);
            var found = LibrarySearch.Search(queries[i].Spectrum, library, settings).Select(hit => hit.Spectrum).ToHashSet();
            var exact = LibrarySearch.Search(queries[i].Spectrum, library, settings with { Coverage = Coverage.Every });
            asked++;
            first += exact.Length > 0 && !found.Contains(exact[0].Spectrum) ? 1 : 0;
            any += exact.Any(hit => !found.Contains(hit.Spectrum)) ? 1 : 0;
            worth += exact.Any(hit => hit.ScoreMillionths >= Worth && !found.Contains(hit.Spectrum)) ? 1 : 0;
        }

        return new("queries that lose no first-five answer of 0.7 and more", asked - worth, "all queries", asked, new(Ratio: 1.0))
        {
            Note = $"first answer lost {first}, any of five lost {any}, of 0.7 and more {worth}",
        };
    }

    private static IEnumerable<Figure> Built(Settings settings)
    {
        var size = settings.Size == 0 ? Many : settings.Size;
        File.Delete(PathOf(size));
        var path = FileOf(size, out var seconds);
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 >> 20;
        var said = Peers.IndexProbe(size - Read("ei-library-open.msp.gz").Length);
        double? theirs = said is null ? null : size / Number(BuildOfPeer().Match(said).Groups[1].Value);
        yield return new($"{size} spectra built and written", size / seconds, $"{Peer}, index in memory", theirs, new(Rate: 100_000))
        {
            Note = FormattableString.Invariant($"{new FileInfo(path).Length / (double)size:0.0} bytes a spectrum; peak memory {peak} MB with the spectra made between"),
        };
    }

    /// <summary>The library file of so many spectra, made where it is not there; the seconds are the builder's alone.</summary>
    private static string FileOf(int size, out double seconds)
    {
        seconds = 0.0;
        var path = PathOf(size);
        if (File.Exists(path) && LibraryFiles.TryOpen(path, out _, out _))
        {
            return path;
        }

        var builder = new LibraryBuilder();
        foreach (var some in SyntheticSpectra.Of(Read("ei-library-open.msp.gz"), size).Chunk(20_000))
        {
            var start = Stopwatch.GetTimestamp();
            builder.Add("made", new string('0', 64), some);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        var write = Stopwatch.GetTimestamp();
        using (var file = File.Create(path))
        {
            if (!builder.TryWrite(file, out var fault))
            {
                throw new InvalidDataException(fault.Why);
            }
        }

        seconds += Stopwatch.GetElapsedTime(write).TotalSeconds;
        return path;
    }

    private static string PathOf(int size) =>
        Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"probatum-bench-{size}.pbl"));

    private static SpectralLibrary Opened(string path) =>
        LibraryFiles.TryOpen(path, out var library, out var fault) ? library : throw new InvalidDataException(fault.Why);

    private static ImmutableArray<LibraryRecord> Read(string name) =>
        SpectralLibrary.TryReadSource(File.ReadAllBytes(Path.Combine(Peers.Shared, "data", "spectra", name)), name, out var records, out _, out var fault)
            ? records
            : throw new InvalidDataException(fault.Why);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"index, 1 thread: .* cpu ([0-9.]+) ms/query")]
    private static partial Regex CpuOfPeer();

    [GeneratedRegex(@"postings: ([0-9.]+) s")]
    private static partial Regex BuildOfPeer();
}
