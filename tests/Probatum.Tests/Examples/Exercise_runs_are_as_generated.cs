using System.IO.Compression;
using Probatum.Larch;
using Probatum.Spectra;

namespace Probatum.Tests.Examples;

public sealed class Exercise_runs_are_as_generated
{
    // what the acceptance profiles of the field use: below this a best score names nothing
    private const int Named = 800_000;

    private static readonly string Folder = Path.Combine(TestData.Repository, "examples", "exercise-larch", "runs");

    public static TheoryData<string> Files => [.. ExerciseRuns.Files().Select(file => file.Name)];

    public static TheoryData<string> Samples => [.. ExerciseRuns.All.Select(run => run.Sample)];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_file_that_is_kept_is_the_one_that_is_made(string name) =>
        Assert.Equal(ExerciseRuns.Files().Single(file => file.Name == name).Bytes, Unpacked(Path.Combine(Folder, name)));

    [Fact]
    public void Nothing_else_lies_beside_them() =>
        Assert.Equal(
            ExerciseRuns.Files().Select(file => file.Name).Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_compound_that_was_put_in_is_found_at_its_time_and_no_other(string sample)
    {
        var run = ExerciseRuns.All.Single(run => run.Sample == sample);
        var found = Components(run);
        Assert.Equal(run.Elutions.Length, found.Length);
        foreach (var (elution, component) in run.Elutions.OrderBy(e => e.Seconds).Zip(found))
        {
            Assert.InRange(component.ApexSeconds, elution.Seconds - 0.5, elution.Seconds + 0.5);
            var best = LibrarySearch.Search(component.Spectrum, Library(), Measure.Composite, 1)[0];
            if (elution.Compound == 'X')
            {
                Assert.InRange(best.ScoreMillionths, 0, Named / 2);
            }
            else
            {
                Assert.Equal(LarchCompounds.NameOf(elution.Compound), best.Record.Name);
                Assert.InRange(best.ScoreMillionths, Named, 1_000_000);
            }
        }
    }

    [Fact]
    public void F_and_K_are_not_told_apart_by_their_spectra()
    {
        var hits = LibrarySearch.Search(new(LarchCompounds.SpectrumOf('F')), Library(), Measure.Composite, 3);
        Assert.Equal(["SYN-0006", "SYN-0011"], hits.Take(2).Select(hit => hit.Record.Accession));
        Assert.True(hits[0].ScoreMillionths - hits[1].ScoreMillionths < 50_000 && hits[2].ScoreMillionths < Named / 2);
    }

    [Fact]
    public void The_readers_take_the_runs_for_what_they_are()
    {
        foreach (var run in ExerciseRuns.All)
        {
            var read = Run(run);
            Assert.Equal((RunKind.Centroid, Ionization.Electron, false), (read.Kind, read.Ionization, read.SelectedIons));
            Assert.Contains("SYNTHETIC training data", read.Metadata["experiment_title"], StringComparison.Ordinal);
        }
    }

    private static System.Collections.Immutable.ImmutableArray<Component> Components(ExerciseRun run) =>
        Deconvolution.Find(Run(run), TestContext.Current.CancellationToken);

    private static InstrumentRun Run(ExerciseRun run)
    {
        Assert.True(InstrumentFormats.TryRead(File.ReadAllBytes(Path.Combine(Folder, run.FileName)), out var read, out var fault), fault.Why);
        return read;
    }

    private static SpectralLibrary Library()
    {
        Assert.True(
            SpectralLibrary.TryBuild([("library.msp", File.ReadAllBytes(Path.Combine(Folder, "library.msp")))], out var pbl, out var fault)
            && SpectralLibrary.TryOpen(pbl, out _, out fault), fault.Why);
        SpectralLibrary.TryOpen(pbl, out var library, out _);
        return library;
    }

    private static byte[] Unpacked(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
