using System.Globalization;

namespace Probatum.Bench;

/// <summary><c>dotnet run -c Release --project bench/Probatum.Bench -- list|all|NAME… [--runs N] [--size N]</c></summary>
internal static class Program
{
    private const string Command = "dotnet run -c Release --project bench/Probatum.Bench --";

    private static readonly Benchmark[] All =
    [
        HashBenchmark.Row,
        AppendBenchmark.Row,
        AuditBenchmark.Row,
        DurableBenchmark.Row,
        InclusionBenchmark.Row,
        SignatureBenchmark.Row,
        RecordBenchmark.Row,
        RefoldBenchmark.Row,
        AssessBenchmark.Row,
        MillionBenchmark.Row,
        RunBenchmark.Row,
        MspBenchmark.Row,
        DocumentBenchmark.Row,
        WordsBenchmark.Row,
        ActivityBenchmark.Row,
        UsersBenchmark.Row,
        SearchBenchmarks.Search,
        SearchBenchmarks.Million,
        SearchBenchmarks.Build,
        SearchBenchmarks.Open,
        EchoesBenchmark.Row,
        ImportBenchmark.Row,
        ReportBenchmark.Row,
    ];

    private static int Main(string[] args)
    {
        // Bags are measured by processor time and in sizes of their own.
        switch (args)
        {
            case ["bag-large", .. var rest]:
                return BagBenchmarks.SealAndVerifyLarge(rest);
            case ["bag-small", .. var rest]:
                return BagBenchmarks.VerifyManySmall(rest);
            case ["bag-verify", var bag]:
                return BagBenchmarks.VerifyOne(bag);
            case ["verify-start", .. var rest]:
                return BagBenchmarks.VerifierStart(rest);
        }

        var names = new List<string>();
        var settings = new Settings(5, 0);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--runs" or "--size")
            {
                if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n == 0)
                {
                    return Usage($"{args[i]} takes a number from 1");
                }

                settings = args[i++] == "--runs" ? settings with { Runs = n } : settings with { Size = n };
            }
            else
            {
                names.Add(args[i]);
            }
        }

        if (names is ["list"])
        {
            foreach (var benchmark in All)
            {
                Console.WriteLine($"{benchmark.Name,-12} {benchmark.What}");
            }

            return 0;
        }

        var unknown = names.FirstOrDefault(name => name != "all" && !All.Any(benchmark => benchmark.Name == name));
        if (names.Count == 0 || unknown is not null)
        {
            return Usage(unknown is null ? "nothing to run" : $"no benchmark is called '{unknown}'");
        }

        var missed = 0;
        foreach (var benchmark in names is ["all"] ? All : All.Where(benchmark => names.Contains(benchmark.Name)))
        {
            Console.WriteLine($"== {benchmark.Name}: {benchmark.What}");
            foreach (var figure in benchmark.Run(settings))
            {
                Print(figure);
                missed += figure.Holds == false ? 1 : 0;
            }

            var size = settings.Size == 0 ? "" : $" --size {settings.Size}";
            Console.WriteLine($"   again: {Command} {benchmark.Name} --runs {settings.Runs}{size}");
        }

        return missed == 0 ? 0 : 1;
    }

    private static void Print(Figure figure)
    {
        var peer = figure.Peer.Length == 0 ? ""
            : figure.Theirs is { } theirs
                ? FormattableString.Invariant($"; {figure.Peer}: {Measure.Text(theirs)}/s, ratio {figure.Ratio:0.00}")
                : $"; {figure.Peer}: not here";
        var bar = figure.Bar switch
        {
            { Rate: { } rate } => $"; bar {Measure.Text(rate)}/s",
            { Ratio: { } ratio } => FormattableString.Invariant($"; bar ratio {ratio:0.00}"),
            _ => "",
        };
        var verdict = figure.Bar == Bar.None ? "" : figure.Holds switch { true => ", reached", false => ", NOT reached", null => ", not judged" };
        var note = figure.Note.Length == 0 ? "" : $"; {figure.Note}";
        Console.WriteLine($"   {figure.What}: {Measure.Text(figure.Ours)}/s{peer}{bar}{verdict}{note}");
    }

    private static int Usage(string why)
    {
        Console.Error.WriteLine($"{why}\nusage: {Command} list|all|NAME… [--runs N] [--size N]\n       {Command} bag-large [MIB FILES FOLDER] | bag-small [FILES FOLDER] | bag-verify BAG | verify-start VERIFIER DOSSIER");
        return 2;
    }
}
