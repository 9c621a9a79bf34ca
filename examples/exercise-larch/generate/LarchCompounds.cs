using System.Collections.Immutable;
using Probatum.Spectra;

namespace Probatum.Larch;

/// <summary>The SYNTHETIC compounds of the exercise: no such substances exist, their spectra are drawn by lot.</summary>
/// <remarks>
/// Lines stand at random masses with random heights, so no spectrum follows from a structure. <c>K</c> is made of the
/// lines of <c>F</c> with slightly other heights: a pair that no spectrum tells apart. <c>X</c> is not in the library.
/// </remarks>
public static class LarchCompounds
{
    private const string InLibrary = "ABCDEFGHIJKLMNOP";
    private const ulong Seed = 0x1A2C_0000;
    private const int FewestLines = 22;
    private const int MostLines = 46;
    private const int LowestMass = 42;
    private const double BasePeak = 999.0;

    private static readonly ImmutableSortedDictionary<char, ImmutableArray<Peak>> Spectra = Draw();

    /// <summary>The library's records, in order of their letters.</summary>
    public static ImmutableArray<LibraryRecord> Library { get; } =
    [
        .. InLibrary.Select((letter, i) => new LibraryRecord(
            NameOf(letter), null, $"SYN-{i + 1:0000}", "MIT", null, null, null, Spectra[letter],
            Comment: "SYNTHETIC training data: an invented spectrum of a substance that does not exist")),
    ];

    /// <summary>What the exercise calls a compound.</summary>
    public static string NameOf(char letter) => $"Larch compound {letter} (SYNTHETIC)";

    /// <summary>The lines of a compound, base peak 999, ascending in mass.</summary>
    public static ImmutableArray<Peak> SpectrumOf(char letter) => Spectra[letter];

    private static ImmutableSortedDictionary<char, ImmutableArray<Peak>> Draw()
    {
        var drawn = (InLibrary + "X").ToImmutableSortedDictionary(letter => letter, Lines);
        var noise = new Noise(Seed);
        return drawn.SetItem(
            'K',
            [.. drawn['F'].Select(p => p with { Intensity = Round(Math.Min(BasePeak, p.Intensity * (0.94 + (0.12 * noise.Uniform())))) })]);
    }

    private static ImmutableArray<Peak> Lines(char letter)
    {
        var noise = new Noise(Seed + letter);
        var count = FewestLines + noise.Below(MostLines - FewestLines + 1);
        var heaviest = 150 + noise.Below(170);
        var heights = new SortedDictionary<int, double>();
        while (heights.Count < count)
        {
            var height = noise.Uniform();
            // few strong lines and many weak ones
            heights[LowestMass + noise.Below(heaviest - LowestMass + 1)] = 0.015 + (height * height * height);
        }

        var top = heights.Values.Max();
        return [.. heights.Select(line => new Peak(line.Key, Round(BasePeak * line.Value / top)))];
    }

    private static double Round(double height) => Math.Max(1.0, Math.Floor(height + 0.5));
}
