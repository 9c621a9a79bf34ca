using System.Text;
using Probatum.Core.Claims;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>What of a record is searched: the texts of its members, and the plain text files that it names, such as the text of a report.</summary>
internal static class RecordTexts
{
    /// <summary>How many UTF-16 units of text are searched together: words farther apart in a long text are not found as one.</summary>
    public const int LongestPiece = 16_384;

    /// <summary>A longer text is searched up to here.</summary>
    public const int LongestText = 16 << 20;

    private const string Plain = "text/plain";

    /// <summary>The texts of a record by member, in pieces; one piece for most.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="file">A kept file by its SHA-256; null where it is not at hand.</param>
    public static List<List<(string Member, string Text)>> Of(Entry entry, Func<string, ReadOnlyMemory<byte>?> file)
    {
        var body = new BodyWriter();
        entry.Statement?.Describe(body);
        var pieces = new List<List<(string, string)>> { new() };
        var length = 0;

        // Of a report that came as plain text, the text that was taken from it is enough.
        var members = entry.Statement is ReportCaptured { Text: not null } ? body.Sealed.Where(one => one.Name != "original") : body.Sealed.AsEnumerable();
        foreach (var (member, value) in members)
        {
            foreach (var text in Texts(value, file))
            {
                for (var at = 0; at < text.Length;)
                {
                    if (length >= LongestPiece)
                    {
                        pieces.Add([]);
                        length = 0;
                    }

                    var end = Cut(text, at, LongestPiece - length);
                    pieces[^1].Add((member, text[at..end]));
                    length += end - at;
                    at = end;
                }
            }
        }

        return pieces;
    }

    private static IEnumerable<string> Texts(Json json, Func<string, ReadOnlyMemory<byte>?> file)
    {
        switch (json)
        {
            case JsonText text when text.Value.Length > 0 && !EntityId.IsWellFormed(text.Value) && !Core.Records.Digests.IsHex(text.Value):
                yield return text.Value;
                break;
            case JsonMap map when map.Text("sha256") is { } sha256 && Core.Records.Digests.IsHex(sha256):
                if (map.Text("media")?.StartsWith(Plain, StringComparison.Ordinal) == true && map.Number("size") <= LongestText && file(sha256) is { } bytes)
                {
                    yield return Encoding.UTF8.GetString(bytes.Span);
                }

                break;
            case JsonMap map:
                foreach (var text in map.Members.Values.SelectMany(value => Texts(value, file)))
                {
                    yield return text;
                }

                break;
            case JsonList list:
                foreach (var text in list.Items.SelectMany(value => Texts(value, file)))
                {
                    yield return text;
                }

                break;
        }
    }

    /// <summary>Where a piece ends: behind a line, else behind a word, else anywhere but within a pair.</summary>
    private static int Cut(string text, int start, int room)
    {
        if (text.Length - start <= room)
        {
            return text.Length;
        }

        var piece = text.AsSpan(start, Math.Max(room, 1));
        var end = piece.LastIndexOf('\n') is var line && line >= piece.Length / 2 ? line + 1
            : piece.LastIndexOf(' ') is var space && space >= piece.Length / 2 ? space + 1
            : piece.Length > 1 && char.IsHighSurrogate(piece[^1]) ? piece.Length - 1
            : piece.Length;
        return start + end;
    }
}
