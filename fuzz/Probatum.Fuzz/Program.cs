using System.Globalization;

namespace Probatum.Fuzz;

/// <summary><c>dotnet run -c Release --project fuzz/Probatum.Fuzz -- PATH… | --documents [PATH…] [--flips N|all] [--seed N] [--seconds N]</c></summary>
internal static class Program
{
    private const int Usage = 2;

    private static int Main(string[] args)
    {
        var paths = new List<string>();
        var (flips, seed, seconds, documents) = (2000L, 1, 5, false);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--documents":
                    documents = true;
                    break;
                case "--flips" when i + 1 < args.Length && args[i + 1] == "all":
                    (flips, i) = (long.MaxValue, i + 1);
                    break;
                case "--flips" or "--seed" or "--seconds":
                    if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    {
                        return Wrong($"{args[i]} takes a number");
                    }

                    (flips, seed, seconds) = args[i] switch
                    {
                        "--flips" => (number, seed, seconds),
                        "--seed" => (flips, number, seconds),
                        _ => (flips, seed, number),
                    };
                    i++;
                    break;
                default:
                    paths.Add(args[i]);
                    break;
            }
        }

        var files = paths.SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : [path])
            .Order(StringComparer.Ordinal).ToList();
        if (documents && paths.Count == 0)
        {
            var broken = DocumentSeeds.All.Count(made => !Sweep(made.Name, made.Bytes, new DocumentDamage(made.Bytes, TimeSpan.FromSeconds(seconds)), flips, seed));
            Console.WriteLine(broken == 0 ? $"{DocumentSeeds.All.Count} documents: no crash, none slow" : $"{broken} of {DocumentSeeds.All.Count} documents FAILED");
            return broken == 0 ? 0 : 1;
        }

        if (files.Count == 0 || !files.TrueForAll(File.Exists))
        {
            return Wrong("name files or folders that are there");
        }

        var bad = 0;
        foreach (var file in files)
        {
            var (whole, longest) = (File.ReadAllBytes(file), TimeSpan.FromSeconds(seconds));
            bad += Sweep(file, whole, documents ? new DocumentDamage(whole, longest) : new Damage(whole, longest), flips, seed) ? 0 : 1;
        }

        Console.WriteLine(bad == 0 ? $"{files.Count} files: no crash, no silent part, none slow" : $"{bad} of {files.Count} files FAILED");
        return bad == 0 ? 0 : 1;
    }

    private static bool Sweep(string path, byte[] whole, IDamage damage, long flips, int seed)
    {
        for (var length = 0; length < whole.Length; length += 1024)
        {
            damage.Cut(length);
        }

        // all bytes, each in three ways, or as many places as were asked for
        var random = new Random(seed);
        if (flips >= 3L * whole.Length)
        {
            for (var at = 0; at < whole.Length; at++)
            {
                damage.Change(at, 0x01);
                damage.Change(at, 0x80);
                damage.Change(at, 0xFF);
            }
        }
        else
        {
            for (long i = 0; i < flips; i++)
            {
                damage.Change(random.Next(i % 2 == 0 ? Math.Min(whole.Length, 4096) : whole.Length), (byte)random.Next(1, 256));
            }
        }

        Console.WriteLine($"{(damage.Failures.Count == 0 ? "good" : "BAD ")} {path}: {damage}");
        damage.Failures.Take(5).ToList().ForEach(failure => Console.WriteLine($"     {failure}"));
        return damage.Failures.Count == 0;
    }

    private static int Wrong(string why)
    {
        Console.Error.WriteLine($"{why}\nusage: dotnet run -c Release --project fuzz/Probatum.Fuzz -- PATH… | --documents [PATH…] [--flips N|all] [--seed N] [--seconds N]");
        return Usage;
    }
}
