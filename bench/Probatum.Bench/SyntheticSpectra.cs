using System.Collections.Immutable;
using System.Globalization;
using Probatum.Spectra;

namespace Probatum.Bench;

/// <summary>As many spectra as wanted, made of real ones: parts shifted, lines left out, heights shaken. The same every time.</summary>
/// <remarks>They crowd around the real ones, as analogues do; a search among them is as hard as it gets, its truth means nothing.</remarks>
internal static class SyntheticSpectra
{
    private static readonly int[] Shifts = [0, 1, 2, 12, 14, 15, 16, 18, 28, 34, 42, -1, -2, -14];

    /// <summary>The real ones, then made ones up to <paramref name="count"/>.</summary>
    public static IEnumerable<LibraryRecord> Of(ImmutableArray<LibraryRecord> real, int count)
    {
        var random = new Random(7);
        for (var i = 0; i < count; i++)
        {
            yield return i < real.Length ? real[i] : Made(real[random.Next(real.Length)], i, random);
        }
    }

    private static LibraryRecord Made(LibraryRecord from, int number, Random random)
    {
        var lines = new SortedDictionary<int, double>();
        var (shift, cut) = (Shifts[random.Next(Shifts.Length)], from.Peaks[random.Next(from.Peaks.Length)].Mz);
        foreach (var (mz, height) in from.Peaks)
        {
            if (random.NextDouble() < 0.15)
            {
                continue;
            }

            var mass = (int)Math.Floor(mz + 0.3) + (mz >= cut ? shift : 0);
            if (mass is >= 1 and < 1200)
            {
                lines[mass] = lines.GetValueOrDefault(mass) + (height * Math.Exp(0.8 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)));
            }
        }

        var top = lines.Count == 0 ? 1.0 : lines.Values.Max();
        var peaks = lines.Select(line => new Peak(line.Key, Math.Round(line.Value / top * 999, 1))).Where(peak => peak.Intensity > 0).ToImmutableArray();
        return new(
            string.Create(CultureInfo.InvariantCulture, $"synthetic {number}"), null, string.Create(CultureInfo.InvariantCulture, $"SYN-{number:0000000}"),
            from.Licence, from.Formula, null, null, peaks.IsEmpty ? [new(100, 999)] : peaks);
    }
}
