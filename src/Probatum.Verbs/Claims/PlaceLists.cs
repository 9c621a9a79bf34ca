using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>The gazetteer that comes with the program, opened when a verb first needs it.</summary>
internal static class PlaceLists
{
    private static readonly Lazy<Gazetteer> OfProgram = new(() => Open(Path.Combine(Shell.TablesFolder, "gazetteer", "places.bin")));

    public static Gazetteer Shipped => OfProgram.Value;

    /// <summary>The gazetteer in a file.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static Gazetteer Open(string path) => Gazetteer.Read(Files.Read(path), out var why) ?? throw new BadInputException($"{path}: {why}");
}
