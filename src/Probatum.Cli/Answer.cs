using Probatum.Core.Records;

namespace Probatum.Cli;

/// <summary>What a verb has to say, for people and for programs, and the exit code: 0 good, 1 found wanting.</summary>
/// <param name="Text">For people; lines without the last line feed. Empty prints nothing.</param>
/// <param name="Json">For programs; one line of canonical JSON.</param>
/// <param name="Code">0 or 1; bad input is a <see cref="BadInputException"/> and gives 2.</param>
internal sealed record Answer(string Text, Json Json, int Code = 0)
{
    /// <summary>An answer of lines.</summary>
    public static Answer Of(IEnumerable<string> lines, Json json, int code = 0) => new(string.Join('\n', lines), json, code);
}

/// <summary>Columns of text, as wide as their widest cell; the last one runs on.</summary>
internal static class Columns
{
    /// <summary>The rows below their heads, padded.</summary>
    public static IEnumerable<string> Of(string[] heads, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(heads).ToList();
        var widths = Enumerable.Range(0, heads.Length).Select(i => all.Max(row => row[i].Length)).ToArray();
        return all.Select(row => string.Join("  ", row.Select((cell, i) => i == row.Length - 1 ? cell : cell.PadRight(widths[i]))).TrimEnd());
    }
}
