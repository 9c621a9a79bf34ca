namespace Probatum.Text;

/// <summary>Finds title, date and agency in the first lines of a text, for what the caller does not know.</summary>
internal static class DocumentHead
{
    private const int Lines = 12;
    private const int Characters = 4096;

    /// <summary><paramref name="info"/> with its gaps filled from the text's head, where the head says.</summary>
    public static DocumentInfo Complete(string text, DocumentInfo info)
    {
        string? title = info.Title;
        string? publisher = info.Publisher;
        var date = info.Date;
        var head = text[..Math.Min(text.Length, Characters)];
        foreach (var (start, end) in Paragraphs.Read(head).Take(Lines))
        {
            var line = Tokeniser.Read(head, start, end);
            if (date is null && (Dates.OfLine(head.AsSpan(start, end - start)) ?? TabledDates.OfLine(head, start, end)) is { } found)
            {
                date = found;
            }
            else if (title is null && HeadlineRules.IsHeading(line) && !HeadlineRules.IsTeaser(line))
            {
                title = head[line[0].Start..line[^1].End];
            }

            publisher ??= Agency(line);
        }

        // A year below 1000 is a typing slip; counting back from it would leave the calendar.
        return info with { Title = title, Publisher = publisher, Date = date is { Year: >= 1000 } ? date : null };
    }

    // 'NORTHTOWN (Agency) - …', 'NORTHTOWN, May 5 (Agency) – …'
    private static string? Agency(List<Token> line)
    {
        var open = line.FindIndex(token => token.Text == "(");
        if (open is < 1 or > 6)
        {
            return null;
        }

        var close = line.FindIndex(open, token => token.Text == ")");
        return close > open + 1 && close - open <= 4 && close + 1 < line.Count
            && (line[close + 1].IsDash || line[close + 1].Text == "-")
            && line.GetRange(open + 1, close - open - 1).TrueForAll(token => token.IsCapital)
            ? string.Join(' ', line.GetRange(open + 1, close - open - 1).Select(token => token.Text)) : null;
    }
}
