using System.Diagnostics;

namespace Probatum.Bench;

/// <summary>Takes rates by the clock.</summary>
internal static class Measure
{
    /// <summary>The median rate of several runs, after one that does not count; each run says how much it did.</summary>
    public static double Rate(int runs, Func<long> run)
    {
        run();
        var rates = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var done = run();
            rates[i] = done / Stopwatch.GetElapsedTime(start).TotalSeconds;
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
