using System.Diagnostics;
using System.Globalization;
using Probatum.Bags;
using Probatum.Core.Dossier;

namespace Probatum.Bench;

/// <summary>Sealing and verifying bags, beside what tools of others do on the same machine in the same run.</summary>
internal static class BagBenchmarks
{
    private static readonly int Cores = Environment.ProcessorCount;

    /// <summary>A bag of 4 GiB in 200 files: sealed (hashed, written, durable) and verified, against openssl's SHA-256 on all cores.</summary>
    public static int SealAndVerifyLarge(string[] args)
    {
        var (mib, files, folder) = (Number(args, 0, 4096), Number(args, 1, 200), Place(args, 2));
        var size = (long)mib * 1024 * 1024 / files;
        var kept = Path.Combine(folder, "kept");
        Directory.CreateDirectory(kept);
        Fill(kept, files, size);
        var openssl = OpenSsl();
        Console.WriteLine($"{mib} MiB in {files} files below {folder}; {Cores} cores");
        Console.WriteLine($"  openssl speed -evp sha256, 16 KiB blocks, all cores, by processor time: {openssl:0.00} GB/s");
        foreach (var form in new[] { "bag", "bag.zip" })
        {
            for (var round = 1; round <= 3; round++)
            {
                var to = Path.Combine(folder, form);
                Remove(to);
                var spent = Spent.Now();
                using (var bag = BagFiles.Create(to))
                {
                    Seal(bag, kept);
                    Line($"{form}: hash and write, round {round}", spent.Since(), mib, openssl);
                    bag.Finish();
                }

                Line($"{form}: the same and durable on the disk", spent.Since(), mib, openssl);
                spent = Spent.Now();
                using var opened = BagFiles.Open(to);
                var said = BagValidation.Of(opened.Reader);
                Line($"{form}: verify, warm, round {round}{(said.IsValid ? "" : " NOT VALID " + said.Faults[0])}", spent.Since(), mib, openssl);
            }
        }

        Console.WriteLine($"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB; repeat: dotnet run -c Release --project bench/Probatum.Bench -- bag-large {mib} {files} {folder}");
        Directory.Delete(folder, true);
        return 0;
    }

    /// <summary>A bag of 100,000 files of 4 KiB, verified, against a plain sha256sum -c.</summary>
    public static int VerifyManySmall(string[] args)
    {
        var (files, folder) = (Number(args, 0, 100_000), Place(args, 1));
        var kept = Path.Combine(folder, "kept");
        Directory.CreateDirectory(kept);
        Fill(kept, files, 4096);
        var to = Path.Combine(folder, "bag");
        var clock = Stopwatch.StartNew();
        using (var bag = BagFiles.Create(to))
        {
            Seal(bag, kept);
            Console.WriteLine($"{files} files of 4 KiB below {folder}: hashed and written in {clock.Elapsed.TotalSeconds:0.00} s");
            bag.Finish();
            Console.WriteLine($"durable after {clock.Elapsed.TotalSeconds:0.00} s");
        }

        var (ours, theirs) = (double.MaxValue, double.MaxValue);
        for (var round = 1; round <= 3; round++)
        {
            clock.Restart();
            using var process = Process.Start(new ProcessStartInfo("sha256sum", ["-c", "--quiet", "manifest-sha256.txt"]) { WorkingDirectory = to })!;
            process.WaitForExit();
            theirs = Math.Min(theirs, clock.Elapsed.TotalSeconds);
            var spent = Spent.Now();
            var said = BagValidation.Of(new FolderBag(to));
            spent = spent.Since();
            ours = Math.Min(ours, spent.Clock);
            Console.WriteLine($"round {round}: sha256sum -c best {theirs:0.000} s, verify best {ours:0.000} s (processors {spent.Processor:0.000} s), {theirs / ours:0.0} times faster{(said.IsValid ? "" : " NOT VALID " + said.Faults[0])}");
        }

        Console.WriteLine($"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB; repeat: dotnet run -c Release --project bench/Probatum.Bench -- bag-small {files} {folder}");
        Directory.Delete(folder, true);
        return 0;
    }

    /// <summary>Verifies one bag ten times, for a profiler.</summary>
    public static int VerifyOne(string bag)
    {
        for (var i = 0; i < 10; i++)
        {
            var spent = Spent.Now();
            using var opened = BagFiles.Open(bag);
            var said = BagValidation.Of(opened.Reader);
            spent = spent.Since();
            Console.WriteLine($"{(said.IsValid ? "valid" : "not valid")}: {said.Files} files, {said.Octets} bytes, {spent.Clock:0.000} s, processors {spent.Processor:0.000} s");
        }

        return 0;
    }

    /// <summary>How long the single-file verifier takes for a small dossier, from start to exit.</summary>
    public static int VerifierStart(string[] args)
    {
        var times = new List<double>();
        for (var i = 0; i < 31; i++)
        {
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo(args[0], [args[1], "--json"]) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"{args[0]} {args[1]}: median {times[15]:0.0} ms, best {times[0]:0.0} ms of 31 runs; {new FileInfo(args[0]).Length / 1e6:0.0} MB");
        return 0;
    }

    private static void Seal(IBagWriter bag, string kept)
    {
        var digests = BagSealing.Write(bag, Directory.EnumerateFiles(kept).Order(StringComparer.Ordinal).Select(file => ("data/" + Path.GetFileName(file), (Stream)File.OpenRead(file))));
        bag.Write(BagLayout.Declaration, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"u8);
        bag.Write(BagLayout.Manifest, System.Text.Encoding.UTF8.GetBytes(BagLayout.ManifestText(digests.Select(one => (one.Path, one.Sha256)))));
    }

    private static void Fill(string folder, int files, long size)
    {
        Parallel.For(0, files, i =>
        {
            var block = new byte[Math.Min(size, 1 << 20)];
            new Random(i).NextBytes(block);
            using var file = File.OpenHandle(Path.Combine(folder, i.ToString("d6", CultureInfo.InvariantCulture)), FileMode.Create, FileAccess.Write);
            for (var at = 0L; at < size; at += block.Length)
            {
                RandomAccess.Write(file, block.AsSpan(0, (int)Math.Min(block.Length, size - at)), at);
            }
        });
    }

    /// <summary>Gigabytes a second of openssl on all cores: of one by its processor time, which others on the machine do not change.</summary>
    private static double OpenSsl()
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", ["speed", "-evp", "sha256", "-bytes", "16384", "-seconds", "3"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var last = process.StandardOutput.ReadToEnd().Trim().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
        process.WaitForExit();
        return Cores * double.Parse(last.TrimEnd('k'), CultureInfo.InvariantCulture) / 1e6;
    }

    /// <summary>Rates by the clock and by processor time: on a machine that others use too, only the second can be compared.</summary>
    private static void Line(string what, Spent spent, int mib, double other)
    {
        var gigabytes = mib * 1.048576 / 1000;
        var (clock, processor) = (gigabytes / spent.Clock, gigabytes * Cores / spent.Processor);
        Console.WriteLine($"  {what,-48} clock {clock,6:0.00} GB/s {clock / other:0.00}   processors {processor,6:0.00} GB/s {processor / other:0.00}");
    }

    private sealed record Spent(double Clock, double Processor)
    {
        public static Spent Now() => new(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency, Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds);

        public Spent Since() => Now() is var now ? new(now.Clock - Clock, now.Processor - Processor) : this;
    }

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

    private static string Place(string[] args, int at) => args.Length > at ? args[at] : Path.Combine(Path.GetTempPath(), "probatum-bench-bags");

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, true);
        }

        File.Delete(path);
    }
}
