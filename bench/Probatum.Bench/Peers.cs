using System.Diagnostics;
using System.Globalization;

namespace Probatum.Bench;

/// <summary>Programs and libraries of others, where they are here.</summary>
internal static class Peers
{
    private static readonly string Repository = FindRepository();

    private static readonly Lazy<string?> Built = new(BuildTlogPeer);

    private static readonly Dictionary<string, Dictionary<string, double>> Answers = [];

    /// <summary>What <c>tlogpeer bench</c> reports under that name for entries of 200 bytes; null without Go and its packages.</summary>
    public static double? TlogBench(string name, int entries)
    {
        var key = entries.ToString(CultureInfo.InvariantCulture);
        if (!Answers.TryGetValue(key, out var rates))
        {
            var output = TlogPeer("bench", "-n", key, "-size", "200") ?? "";
            rates = output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(parts => parts.Length == 2 && double.TryParse(parts[1], CultureInfo.InvariantCulture, out _))
                .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
            Answers[key] = rates;
        }

        return rates.TryGetValue(name, out var rate) ? rate : null;
    }

    /// <summary>Runs the peer, built from its source on the first call; null where it can't be, or fails.</summary>
    public static string? TlogPeer(params string[] arguments) =>
        Built.Value is { } program ? Output(program, Repository, [], arguments) : null;

    /// <summary>Where the reference data of others lie.</summary>
    public static string Shared { get; } =
        Path.GetFullPath(Environment.GetEnvironmentVariable("PROBATUM_DATA") ?? Path.Combine(Repository, "..", "shared"));

    /// <summary>What the prototype of a two-stage index prints for the open library and so many made spectra; null without its source.</summary>
    public static string? IndexProbe(int made)
    {
        var source = Path.Combine(Shared, "tools", "IndexProbe");
        var folder = Path.Combine(Repository, "artifacts", "peers", "IndexProbe");
        if (!Directory.Exists(source))
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(source))
        {
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        }

        // no settings of this repository count for it
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<Project/>");
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<Project/>");
        var spectra = Path.Combine(Shared, "data", "spectra");
        return Output("dotnet", folder, [], "build", "-c", "Release", "--nologo", "-v", "q", "-o", "out") is null ? null
            : Output(
                "dotnet", folder, [], Path.Combine("out", "IndexProbe.dll"), Path.Combine(spectra, "ei-library-open.msp.gz"),
                Path.Combine(spectra, "dev-queries.msp"), Path.Combine(spectra, "dev-queries.truth.csv"),
                made.ToString(CultureInfo.InvariantCulture), "16", "16", "1000");
    }

    private static string? BuildTlogPeer()
    {
        var source = Path.Combine(Shared, "tools", "tlogpeer");
        var program = Path.Combine(Repository, "artifacts", "peers", "bench-tlogpeer");
        if (!Directory.Exists(source))
        {
            return null;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        return Output("go", source, [("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode")], "build", "-o", program, ".") is null
            ? null
            : program;
    }

    private static string? Output(string program, string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Probatum.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? Directory.GetCurrentDirectory();
    }
}
