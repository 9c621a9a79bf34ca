using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Probatum.Text;

/// <summary>A claim as a person marked it; spans in code points.</summary>
/// <param name="Source">Who speaks; empty where nobody is named.</param>
/// <param name="Cue">The words that report; empty where there are none.</param>
/// <param name="Content">What is said.</param>
/// <param name="Stance">asserts, denies, requests, warns, predicts or commits; null where it was not judged.</param>
public sealed record AnnotatedClaim(ImmutableArray<Span> Source, ImmutableArray<Span> Cue, ImmutableArray<Span> Content, string? Stance);

/// <summary>A text with the claims that a person found in it.</summary>
/// <param name="Id">The text's name.</param>
/// <param name="Text">The text.</param>
/// <param name="Claims">All of its claims.</param>
public sealed record AnnotatedText(string Id, string Text, ImmutableArray<AnnotatedClaim> Claims)
{
    private const int LongestLine = 64_000_000;
    private const int MostClaims = 100_000;

    /// <summary>Reads a line of annotation: <c>{"id", "text" or "sha256", "claims" or "attributions": [{"source", "cue", "content", "stance"}]}</c>.</summary>
    /// <param name="line">One JSON object.</param>
    /// <param name="textOf">The text of an identifier where the line carries only its digest; null where it is not at hand.</param>
    /// <param name="why">What is wrong with the line.</param>
    /// <returns>Null where the line is bad, the text is missing, or its digest is another than the line says.</returns>
    public static AnnotatedText? Read(string line, Func<string, string?> textOf, out string why)
    {
        try
        {
            using var json = JsonDocument.Parse(line.Length <= LongestLine ? line : throw new FormatException("the line is too long"));
            var root = json.RootElement;
            var id = root.GetProperty("id").GetString() ?? throw new FormatException("the id is missing");
            var text = root.TryGetProperty("text", out var inline) ? inline.GetString() : textOf(id);
            if (text is null)
            {
                why = $"{id}: its text is not at hand";
                return null;
            }

            if (root.TryGetProperty("sha256", out var digest) && digest.GetString() != Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))))
            {
                why = $"{id}: the text is not the one that was annotated: its SHA-256 is another";
                return null;
            }

            var length = CodePoints.Count(text);
            var rows = root.TryGetProperty("claims", out var claims) ? claims : root.GetProperty("attributions");
            if (rows.GetArrayLength() > MostClaims)
            {
                throw new FormatException("there are too many claims");
            }

            why = "";
            return new(id, text, [.. rows.EnumerateArray().Select(row => new AnnotatedClaim(
                Spans(row, "source", length), Spans(row, "cue", length), Spans(row, "content", length),
                row.TryGetProperty("stance", out var stance) ? stance.GetString() : null))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            why = e.Message;
            return null;
        }
    }

    private static ImmutableArray<Span> Spans(JsonElement row, string role, int length) => row.TryGetProperty(role, out var spans)
        ? [.. spans.EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32()) is var (start, end) && start >= 0 && start <= end && end <= length
            ? new Span(start, end)
            : throw new FormatException($"a span of {role} lies outside the text"))]
        : [];
}
