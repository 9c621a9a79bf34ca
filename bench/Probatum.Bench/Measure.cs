using System.Diagnostics;

namespace Probatum.Bench;

/// <summary>Takes rates by the clock.</summary>
internal static class Measure
{
    /// <summary>The median rate of several runs, after one that does not count; each run says how much it did.</summary>
    public static double Rate(int runs, Func<long> run) => Rate(runs, run, () => Stopwatch.GetElapsedTime(0));

    /// <summary>The same by the processor time of the process, which other work on the machine takes nothing of: for what one core does.</summary>
    public static double CoreRate(int runs, Func<long> run) => Rate(runs, run, () => Environment.CpuUsage.TotalTime);

    private static double Rate(int runs, Func<long> run, Func<TimeSpan> clock)
    {
        run();
        var rates = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var start = clock();
            var done = run();
            rates[i] = done / (clock() - start).TotalSeconds;
        }

        return Median(rates);
    }

    /// <summary>The middle one; of two the lower.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[(sorted.Length - 1) / 2];
    }

    /// <summary>12.3 M, 45.6 k or 789.</summary>
    public static string Text(double rate) => rate switch
    {
        >= 1e6 => FormattableString.Invariant($"{rate / 1e6:0.00} M"),
        >= 1e4 => FormattableString.Invariant($"{rate / 1e3:0.0} k"),
        _ => FormattableString.Invariant($"{rate:0}"),
    };
}
