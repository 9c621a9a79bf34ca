using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>Records made ready for the index, before anybody waits for it: their words folded, counted and put in order.</summary>
internal sealed class IndexBatch(SearchFolding folding)
{
    private const string Separator = " ~ ";

    /// <summary>The rows: a piece of a record each.</summary>
    public List<(Entry Entry, string Words, string Passage)> Rows { get; } = [];

    /// <summary>In how many of the rows each word stands.</summary>
    public Dictionary<string, int> Terms { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a record with its texts, in pieces.</summary>
    public void Add(Entry entry, IEnumerable<IEnumerable<(string Member, string Text)>> pieces)
    {
        foreach (var piece in pieces)
        {
            var texts = piece.ToList();
            Rows.Add((entry, Words(texts), Snippet.Kept(texts)));
        }
    }

    private string Words(List<(string Member, string Text)> texts)
    {
        var (words, others, terms) = (new StringBuilder(), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (_, text) in texts)
        {
            foreach (var word in folding.Written(text))
            {
                words.Append(word.Folded).Append(' ');
                terms.Add(word.Folded);
                if (word.Skeleton.Length > 0)
                {
                    others.UnionWith(word.Skeleton.Split(' ').Select(bones => SearchExpression.Skeleton + bones));
                }

                if (word.Also.Length > 0)
                {
                    others.UnionWith(word.Also.Split(' '));
                }
            }

            // No phrase reaches from one text into the next.
            words.Append(SearchExpression.Skeleton).Append(' ');
        }

        foreach (var other in others)
        {
            words.Append(other).Append(Separator);
            terms.Add(other);
        }

        foreach (var term in terms)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Terms, term, out _)++;
        }

        return words.ToString();
    }

    /// <summary>When the record was made, in minutes since 1970; 0 where its author names no time.</summary>
    public static int Minutes(Entry entry) =>
        DateTimeOffset.TryParse(entry.Envelope.Made.At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made)
            ? (int)Math.Clamp(made.ToUnixTimeSeconds() / 60, int.MinValue + 1L, int.MaxValue)
            : 0;
}
