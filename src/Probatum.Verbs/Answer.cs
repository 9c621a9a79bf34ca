using Probatum.Core;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>What a verb has to say, for people and for programs, and the exit code: 0 good, 1 found wanting.</summary>
/// <param name="Text">For people; lines without the last line feed. Empty prints nothing.</param>
/// <param name="Json">For programs; one line of canonical JSON.</param>
/// <param name="Code">0 or 1; bad input is a <see cref="BadInputException"/> and gives 2.</param>
internal sealed record Answer(string Text, Json Json, int Code = 0)
{
    /// <summary>An answer of lines.</summary>
    public static Answer Of(IEnumerable<string> lines, Json json, int code = 0) =>
        new(SafeText.Lines(lines), json, code);
}

/// <summary>Words that depend on values.</summary>
internal static class Words
{
    /// <summary>"1 claim", "2 claims"; where more than one is called otherwise, "1 echo", "2 echoes".</summary>
    public static string Count(long count, string one, string? several = null) => count == 1 ? $"1 {one}" : $"{count} {several ?? $"{one}s"}";

    /// <summary>"1 leaf", "2 leaves".</summary>
    public static string Leaves(long count) => count == 1 ? "1 leaf" : $"{count} leaves";

    /// <summary>SealMismatch as seal-mismatch, as tables and JSON spell it.</summary>
    public static string Kebab(Enum value) =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>Columns of text, as wide as their widest cell; the last one runs on. A row is one line, whatever its cells hold.</summary>
internal static class Columns
{
    private const int Widest = 60;

    /// <summary>The rows below their heads, padded.</summary>
    public static IEnumerable<string> Of(string[] heads, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(heads).Select(row => row.Select((cell, i) => i == row.Length - 1 ? OneLine(cell) : Cut(OneLine(cell))).ToArray()).ToList();
        var widths = Enumerable.Range(0, heads.Length).Select(i => all.Max(row => row[i].Length)).ToArray();
        return all.Select(row => string.Join("  ", row.Select((cell, i) => i == row.Length - 1 ? cell : cell.PadRight(widths[i]))).TrimEnd());
    }

    private static string OneLine(string cell) => string.Join(' ', cell.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Cut(string cell) =>
        cell.Length <= Widest ? cell : cell[..(char.IsHighSurrogate(cell[Widest - 2]) ? Widest - 2 : Widest - 1)] + "…";
}
