using System.Text;

namespace Probatum.Core.Dossier;

/// <summary>Reads the disclosures of a dossier: one file for each leaf that has any, one line for each disclosure.</summary>
/// <param name="bag">The dossier.</param>
/// <param name="wrong">Is told of whatever is not as the format has it.</param>
/// <remarks>Source: docs/format.md, section 8.</remarks>
internal sealed class DisclosureReading(IBagReader bag, Action<string> wrong)
{
    private readonly List<string> _paths = [];

    /// <summary>The files that were there to read.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>The disclosures of that leaf in the order of their lines; none where there are none.</summary>
    public IReadOnlyList<string> Of(long leaf)
    {
        var path = BagLayout.Disclosures(leaf);
        try
        {
            if (BagTexts.Read(bag, path) is not { } bytes)
            {
                return [];
            }

            _paths.Add(path);
            var lines = Encoding.ASCII.GetString(bytes.Span).Split('\n');
            if (lines is not [_, .., ""])
            {
                wrong($"{path} does not end with a line feed");
            }

            return lines.AsSpan()[..^1].ToArray();
        }
        catch (InvalidDataException e)
        {
            wrong(e.Message);
            return [];
        }
    }

    /// <summary>The bytes of such a file.</summary>
    public static byte[] Lines(IReadOnlyList<string> disclosures)
    {
        var (lines, at) = (new byte[disclosures.Sum(text => text.Length + 1)], 0);
        foreach (var text in disclosures)
        {
            at += Encoding.ASCII.GetBytes(text, lines.AsSpan(at));
            lines[at++] = (byte)'\n';
        }

        return lines;
    }
}
