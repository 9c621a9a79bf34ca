using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

/// <summary>Spectra and runs of others, read in place, and small libraries and runs made for a test.</summary>
internal static class SpectraData
{
    public const double Interval = 0.2;

    /// <summary>As in data/profiles/field-gcms.json.</summary>
    public static readonly IdentificationSettings Field = new("field-gcms", "1", 50_000, 800_000, 10);

    private static readonly Lazy<ImmutableArray<LibraryRecord>> OpenRecords = new(() =>
        Read(Unpacked("data/spectra/ei-library-open.msp.gz")));

    private static readonly Lazy<SpectralLibrary> OpenLibrary = new(() => Open(Build(
        ("ei-library-open.msp.gz", Bytes("data/spectra/ei-library-open.msp.gz")))));

    /// <summary>The records of the open library of 2,561 spectra.</summary>
    public static ImmutableArray<LibraryRecord> Records => OpenRecords.Value;

    /// <summary>The same, built and opened.</summary>
    public static SpectralLibrary Library => OpenLibrary.Value;

    public static byte[] Bytes(string relative) => System.IO.File.ReadAllBytes(TestData.At(relative));

    public static InstrumentRun Run(string relative)
    {
        Assert.True(InstrumentFormats.TryRead(Bytes(relative), out var run, out var fault), fault.Code);
        return run;
    }

    /// <summary>All that a file holds.</summary>
    public static SpectraFile File(string relative)
    {
        Assert.True(InstrumentFormats.TryOpen(Bytes(relative), out var read, out var fault), $"{fault.Code} {fault.Place}");
        return read;
    }

    /// <summary>The same of bytes.</summary>
    public static SpectraFile FileOf(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(InstrumentFormats.TryOpen(bytes, out var read, out var fault), $"{fault.Code} {fault.Place}: {fault.Why}");
        return read;
    }

    /// <summary>What opening comes to: the fault's code, or the format's name.</summary>
    public static string ToldAll(ReadOnlyMemory<byte> file) =>
        InstrumentFormats.TryOpen(file, out var read, out var fault) ? read.Format : fault.Code;

    /// <summary>What a reading comes to: the fault's code, or the run's kind.</summary>
    public static string Told(ReadOnlyMemory<byte> file) =>
        InstrumentFormats.TryRead(file, out var run, out var fault) ? run.Kind.ToString() : fault.Code;

    public static ImmutableArray<LibraryRecord> Read(ReadOnlyMemory<byte> msp)
    {
        Assert.True(Msp.TryRead(msp, out var records, out var fault), $"{fault.Code} {fault.At}");
        return records;
    }

    public static byte[] Build(params (string Name, byte[] Msp)[] sources)
    {
        var good = SpectralLibrary.TryBuild(
            [.. sources.Select(s => (s.Name, new ReadOnlyMemory<byte>(s.Msp)))], out var pbl, out var fault);
        Assert.True(good, $"{fault.Code} {fault.At}");
        return pbl;
    }

    public static SpectralLibrary Open(byte[] pbl)
    {
        Assert.True(SpectralLibrary.TryOpen(pbl, out var library, out var fault), fault.Code);
        return library;
    }

    public static SpectralLibrary LibraryOf(IEnumerable<LibraryRecord> records) =>
        Open(Build(("test", Encoding.UTF8.GetBytes(Msp.Write(records)))));

    public static LibraryRecord Record(string name, string? accession, string? key, params Peak[] peaks) =>
        new(name, key, accession, null, null, null, null, [.. peaks.OrderBy(p => p.Mz)]);

    /// <summary>The open library's record of a name.</summary>
    public static LibraryRecord Named(string name) => Records.First(r => r.Name == name);

    /// <summary>Rows of a comma-separated table by its header; quoted fields may hold commas.</summary>
    public static List<Dictionary<string, string>> Table(string relative)
    {
        var lines = System.IO.File.ReadAllLines(TestData.At(relative));
        var header = Fields(lines[0]);
        return [.. lines.Skip(1).Select(line => header.Zip(Fields(line)).ToDictionary(f => f.First, f => f.Second))];
    }

    public static double Number(this Dictionary<string, string> row, string column) =>
        double.Parse(row[column], CultureInfo.InvariantCulture);

    /// <summary>Two minutes of a run: each compound a peak of 1.5 s sigma on a wavering ground, cut as instruments cut.</summary>
    public static InstrumentRun RunOf(params (LibraryRecord Record, double Seconds, double Height)[] compounds)
    {
        const double sigma = 1.5;
        var random = new Random(20240229);
        var scans = ImmutableArray.CreateBuilder<Scan>();
        var masses = ImmutableArray.CreateBuilder<double>();
        var heights = ImmutableArray.CreateBuilder<float>();
        for (var i = 0; i < 600; i++)
        {
            var first = masses.Count;
            for (var mass = 50; mass <= 400; mass++)
            {
                var height = 100.0 * (random.NextDouble() - 0.5);
                foreach (var (record, seconds, top) in compounds)
                {
                    var z = ((i * Interval) - seconds) / sigma;
                    var line = record.Peaks.Where(p => (int)Math.Floor(p.Mz + 0.3) == mass).Sum(p => p.Intensity);
                    height += top * line / record.Peaks.Max(p => p.Intensity) * Math.Exp(-0.5 * z * z);
                }

                if (height > 20.0)
                {
                    masses.Add(mass);
                    heights.Add((float)Math.Round(height));
                }
            }

            scans.Add(new(i * Interval, first, masses.Count - first));
        }

        return new(
            "test", ImmutableSortedDictionary<string, string>.Empty, RunKind.Centroid, scans.ToImmutable(),
            masses.ToImmutable(), heights.ToImmutable(), Ionization.Electron);
    }

    /// <summary>Every letter of the answers, heights and lines with all their bits.</summary>
    public static string Shown(IEnumerable<ComponentAnswer> answers) => string.Join('\n', answers.Select(a =>
        string.Create(CultureInfo.InvariantCulture, $"{a.Component.ApexSeconds:R} {a.Component.Height:R} {a.Wording} ")
        + string.Join('|', a.Candidates.Select(hit => $"{hit.Record.Name} {hit.ScoreMillionths}"))
        + $" {string.Join('|', a.Notes)} "
        + string.Join(' ', a.Component.Spectrum.Peaks.Select(p =>
            string.Create(CultureInfo.InvariantCulture, $"{p.Mz:R}:{p.Intensity:R}")))));

    /// <summary>The component nearest to a time, within a second and a half.</summary>
    public static ComponentAnswer? At(this IEnumerable<ComponentAnswer> answers, double seconds) => answers
        .Where(a => Math.Abs(a.Component.ApexSeconds - seconds) < 1.5)
        .MaxBy(a => a.Component.Height);

    private static byte[] Unpacked(string relative)
    {
        using var packed = new System.IO.Compression.GZipStream(
            new MemoryStream(Bytes(relative)), System.IO.Compression.CompressionMode.Decompress);
        using var to = new MemoryStream();
        packed.CopyTo(to);
        return to.ToArray();
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
