namespace Probatum.Intake;

/// <summary>One line of Markdown: what is between its marks. Total and linear.</summary>
internal static class MarkdownLine
{
    private const int LongestAddress = 2048;

    /// <summary>The words of a line, without a map.</summary>
    public static string Plain(string line)
    {
        var mapped = new MappedText();
        Append(line, mapped, -1);
        return mapped.Build().Text;
    }

    /// <summary>Adds the words of a line.</summary>
    public static void Append(string line, MappedText text, int place)
    {
        var from = 0;
        for (var at = 0; at < line.Length;)
        {
            var skip = Mark(line, at, out var instead);
            if (skip == 0)
            {
                at++;
                continue;
            }

            text.Append(line.AsSpan(from, at - from), place);
            text.Append(instead, place);
            at += skip;
            from = at;
        }

        text.Append(line.AsSpan(from), place);
    }

    // How many characters at this place are marks, and what stands for them.
    private static int Mark(string line, int at, out string instead)
    {
        instead = "";
        var (c, next, before) = (line[at], at + 1 < line.Length ? line[at + 1] : '\n', at > 0 ? line[at - 1] : '\n');
        switch (c)
        {
            case '\\' when char.IsAsciiLetterOrDigit(next) is false && next is > ' ' and < '\u007F':
                instead = next.ToString();
                return 2;
            case '*' or '~' or '`' when next == c && (c != '`'):
                return 2;
            case '`':
                return 1;
            case '*' when !(char.IsWhiteSpace(next) && char.IsWhiteSpace(before)):
                return 1;
            case '_' when char.IsLetterOrDigit(before) != char.IsLetterOrDigit(next):
                return 1;
            case '!' when next == '[':
                return 2;
            case '[' when next == '^' && line.IndexOf(']', at) is > 0 and var note && note - at < 40:
                instead = $"[{line[(at + 2)..note]}]";
                return note - at + 1;
            case '[' when Close(line, at) >= 0:
                return 1;
            case ']' when next is '(' && Within(line, at + 1, ')') is > 0 and var end:
                return end - at + 1;
            case ']' when next is '[' && Within(line, at + 1, ']') is > 0 and var end:
                return end - at + 1;
            case '<' when (char.IsAsciiLetter(next) || next is '/' or '!') && Within(line, at, '>') is > 0 and var tag:
                instead = line.AsSpan(at + 1).StartsWith("http", StringComparison.Ordinal) ? line[(at + 1)..tag] : "";
                return tag - at + 1;
            case '|':
                instead = at == 0 || at == line.Length - 1 ? "" : "\t";
                return 1;
            default:
                return 0;
        }
    }

    // Words in brackets before an address or a name of one.
    private static int Close(string line, int at)
    {
        var close = Within(line, at, ']');
        return close > 0 && close + 1 < line.Length && line[close + 1] is '(' or '[' ? close : -1;
    }

    private static int Within(string line, int at, char end)
    {
        var found = line.AsSpan(at, Math.Min(line.Length - at, LongestAddress)).IndexOf(end);
        return found < 0 ? -1 : at + found;
    }
}
