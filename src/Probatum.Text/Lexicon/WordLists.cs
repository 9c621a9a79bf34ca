namespace Probatum.Text;

/// <summary>Reads the word lists that the program carries: one row a line, '#' begins a remark.</summary>
internal static class WordLists
{
    /// <summary>The rows of a list, cut at their commas.</summary>
    /// <param name="file">Folder of the language and name, as <c>ru/verbs.csv</c>.</param>
    public static IEnumerable<string[]> Rows(string file) => Lines(file).Select(line => line.Split(','));

    /// <summary>The lines of a list, remarks and empty ones left out.</summary>
    public static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(
            typeof(WordLists).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"the word list {file} is not in the program"));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
