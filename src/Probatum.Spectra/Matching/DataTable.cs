using System.Globalization;
using System.Reflection;

namespace Probatum.Spectra;

/// <summary>The tables beside this code: comma-separated, a header first, lines that begin with # say where they come from.</summary>
internal static class DataTable
{
    public static IEnumerable<string[]> Rows(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Probatum.Spectra.Matching.{name}")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.TrimEnd('\r')).Where(line => line[0] != '#').Skip(1).Select(line => line.Split(',')),
        ];
    }

    public static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
