using System.Collections.Immutable;
using System.Text;
using Probatum.Spectra;

namespace Probatum.Larch;

/// <summary>One simulated run: whose sample, when, and what was put into it.</summary>
public sealed record ExerciseRun(string Sample, string Taken, ulong Seed, ImmutableArray<Elution> Elutions)
{
    /// <summary>Its file's name.</summary>
    public string FileName => Sample + ".cdf.gz";
}

/// <summary>The SYNTHETIC runs of exercise Larch and the library they are searched in: the answer sheet of the
/// exercise.</summary>
/// <remarks>The same bytes on every machine: fixed seeds, IEEE 754 sums and products, no function of the
/// platform.</remarks>
public static class ExerciseRuns
{
    /// <summary>The blank first. D and E overlap; G and H come from the laboratory itself; X is in no library.</summary>
    public static ImmutableArray<ExerciseRun> All { get; } =
    [
        new("blank", "20310506070000+0000", 0x5EED_0000,
            [new('H', 120.2, 2_600), new('G', 318.1, 4_200), new('P', 399.7, 1_900)]),
        new("LX-01", "20310506073000+0000", 0x5EED_0001,
            [
                new('H', 120.1, 3_000), new('A', 152.3, 62_000), new('D', 205.4, 31_000), new('E', 207.6, 23_000),
                new('F', 262.2, 15_000), new('G', 318.2, 5_100), new('X', 371.4, 27_000),
            ]),
        new("LX-02", "20310506081500+0000", 0x5EED_0002,
            [
                new('H', 120.3, 2_700), new('A', 152.2, 19_000), new('B', 178.9, 12_000), new('D', 205.5, 9_000),
                new('E', 207.6, 17_000), new('G', 318.0, 3_900),
            ]),
        new("LX-03", "20310506090000+0000", 0x5EED_0003,
            [
                new('A', 152.4, 2_400), new('I', 190.7, 22_000), new('L', 240.3, 36_000), new('M', 242.4, 28_000),
                new('G', 318.3, 4_600), new('X', 371.3, 9_000),
            ]),
        new("LX-05", "20310506094500+0000", 0x5EED_0005,
            [new('C', 167.0, 40_000), new('I', 190.8, 18_000), new('N', 284.6, 11_000), new('O', 286.9, 14_000), new('G', 318.1, 4_300)]),
    ];

    /// <summary>Every file by name; the bytes are those before packing where the name ends in <c>.gz</c>.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Files()
    {
        yield return ("library.msp", Encoding.UTF8.GetBytes(Msp.Write(LarchCompounds.Library)));
        foreach (var run in All)
        {
            yield return (run.FileName, AndiRun.Write(run.Sample, run.Taken, SimulatedRun.Scans(run.Elutions, run.Seed)));
        }
    }
}
