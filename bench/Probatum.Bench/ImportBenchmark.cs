using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Probatum.Verbs;
using Sodium = NSec.Cryptography;

namespace Probatum.Bench;

/// <summary>A sheet of samples by the whole command: read, held against the case, sealed, signed, durable, indexed; beside the library's rate of signing.</summary>
internal static class ImportBenchmark
{
    private const int SignedBytes = 1_400;

    public static Benchmark Row { get; } = new("import", "a sheet of 100,000 samples imported, signed and durable, by the whole command", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? 100_000 : settings.Size;
        var folder = Directory.CreateTempSubdirectory("probatum-import-").FullName;
        try
        {
            var signed = Signing(settings);
            var sheet = Path.Combine(folder, "samples.csv");
            File.WriteAllText(sheet, Sheet(size));
            var workspace = Path.Combine(folder, "workspace");
            Command("init", workspace);
            foreach (var line in new[] { "case open A", "party add Team", "incident open I-1" })
            {
                Command([.. line.Split(' '), "--workspace", workspace]);
            }

            yield return Step("judged by --dry-run", size, signed, Bar.None, () => Command("import", sheet, "--as", "samples", "--dry-run", "--workspace", workspace));
            yield return Step("imported", size, signed, new(10_000), () => Command("import", sheet, "--as", "samples", "--workspace", workspace));
            yield return Step("recognised when imported again", size, signed, Bar.None, () => Command("import", sheet, "--as", "samples", "--workspace", workspace));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>A sheet of samples at places that lie some metres apart.</summary>
    internal static string Sheet(int size)
    {
        var text = new StringBuilder("label,matrix,quantity,collected,place,lat,lon,radius_m,collector,seal,origin,witnesses,incident,note\n");
        for (var i = 0; i < size; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"S-{i},ENV_SOIL,{(i % 90) + 1} g,2031-05-04T10:00Z,Mill north {i},35.{i * 400L % 1_000_000:000000},37.1,5,Team,A-{i},TEAM_COLLECTED,,I-1,\n");
        }

        return text.ToString();
    }

    /// <summary>Signatures of a record's length, by the library alone with a key that is read once.</summary>
    private static double Signing(Settings settings)
    {
        using var key = Sodium.Key.Create(Sodium.SignatureAlgorithm.Ed25519);
        var message = new byte[SignedBytes];
        return Measure.CoreRate(settings.Runs, () =>
        {
            const int Count = 5_000;
            for (var i = 0; i < Count; i++)
            {
                Sodium.SignatureAlgorithm.Ed25519.Sign(key, message);
            }

            return Count;
        });
    }

    private static Figure Step(string what, int size, double signed, Bar bar, Action run)
    {
        var (start, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        run();
        var rate = size / Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return new($"{size} rows {what}", rate, "NSec signing, one core", signed, bar)
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{(Environment.CpuUsage.TotalTime - before).TotalMicroseconds / size:0} µs of processor time a row; peak memory so far {process.PeakWorkingSet64 >> 20} MB"),
        };
    }

    /// <summary>A whole command of the program, in this process.</summary>
    internal static void Command(params string[] args)
    {
        using var error = new StringWriter();
        var code = CommandLine.Run(args, new(TextWriter.Null, error, () => DateTimeOffset.UtcNow, RandomNumberGenerator.Fill, true) { LastSeen = new(null) });
        if (code != 0)
        {
            throw new InvalidOperationException(error.ToString());
        }
    }
}
