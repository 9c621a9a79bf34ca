using System.Text;

namespace Probatum.Spectra;

/// <summary>One labelled record of a JCAMP-DX file: its label in the one spelling we compare, and where its value lies.</summary>
/// <param name="Key">Capitals without blanks, <c>-</c>, <c>/</c> and <c>_</c>.</param>
/// <param name="Line">The label's line, counted from 1.</param>
/// <param name="Begin">First byte of the value.</param>
/// <param name="End">Byte behind the value, which may run over several lines.</param>
internal readonly record struct JcampLabel(string Key, long Line, int Begin, int End);

/// <summary>Cuts a JCAMP-DX file into labelled records. Source: R. S. McDonald, P. A. Wilks, Appl. Spectrosc. 42 (1988) 151.</summary>
internal static class JcampLabels
{
    public static List<JcampLabel> Read(ReadOnlySpan<byte> file)
    {
        var labels = new List<JcampLabel>();
        var at = file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        for (long line = 1; at < file.Length; line++)
        {
            var end = file[at..].IndexOfAny((byte)'\n', (byte)'\r');
            end = end < 0 ? file.Length : at + end;
            var text = file[at..end];
            var blanks = text.IndexOfAnyExcept((byte)' ', (byte)'\t');
            if (blanks >= 0 && text[blanks..].StartsWith("##"u8))
            {
                Close(labels, at);
                var equals = text.IndexOf((byte)'=');
                var label = equals < 0 ? text[(blanks + 2)..] : text[(blanks + 2)..Math.Max(equals, blanks + 2)];
                labels.Add(new(KeyOf(label), line, equals < 0 ? end : at + equals + 1, file.Length));
            }

            at = end + (end < file.Length ? file[end..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1 : 0);
        }

        return labels;
    }

    /// <summary>A value without its comments, its lines joined by blanks.</summary>
    public static string TextOf(ReadOnlySpan<byte> file, JcampLabel label)
    {
        var text = new StringBuilder();
        var lines = new TextLines(file[label.Begin..label.End]);
        while (lines.Next())
        {
            var said = TextLines.TextOf(WithoutComment(lines.Current));
            if (said.Length > 0)
            {
                text.Append(text.Length > 0 ? " " : "").Append(said);
            }
        }

        return text.ToString();
    }

    public static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> line) =>
        line.IndexOf("$$"u8) is >= 0 and var comment ? line[..comment] : line;

    private static void Close(List<JcampLabel> labels, int at)
    {
        if (labels.Count > 0)
        {
            labels[^1] = labels[^1] with { End = Math.Max(labels[^1].Begin, at) };
        }
    }

    private static string KeyOf(ReadOnlySpan<byte> label)
    {
        var key = new StringBuilder(label.Length);
        foreach (var b in label)
        {
            if (b is not ((byte)' ' or (byte)'\t' or (byte)'-' or (byte)'/' or (byte)'_'))
            {
                key.Append(char.ToUpperInvariant((char)b));
            }
        }

        return key.ToString();
    }
}
