using System.Collections.Immutable;
using System.Text.Json;
using Probatum.Text;

namespace Probatum.Tests.Text.Languages;

/// <summary>An annotated report whose spans are given as words.</summary>
internal sealed record Annotated(string Id, string Split, string Text, ImmutableArray<Annotated.Claim> Claims)
{
    /// <summary>A claim with its places in UTF-16 units.</summary>
    public sealed record Claim(Span[] Source, Span[] Cue, Span[] Content, string Stance, string? Certainty, int[] Answers);

    public static IEnumerable<Annotated> Of(string language)
    {
        foreach (var line in File.ReadLines(Path.Combine(TestData.Repository, "tests", "vectors", "claims", language + ".jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var text = json.RootElement.GetProperty("text").GetString()!;
            yield return new(
                json.RootElement.GetProperty("id").GetString()!, json.RootElement.GetProperty("split").GetString()!, text,
                [.. json.RootElement.GetProperty("claims").EnumerateArray().Select(claim => Read(text, claim))]);
        }
    }

    /// <summary>Whether content (by half of the joint characters), source and cue are met.</summary>
    public static bool Meets(string text, Claim truth, ProposedClaim claim) =>
        Overlap(truth.Content, Units(text, claim.Content)) >= 0.5
        && Touch(truth.Source, Units(text, claim.Source)) && Touch(truth.Cue, Units(text, claim.Cue));

    private static Claim Read(string text, JsonElement claim)
    {
        var content = claim.GetProperty("content").EnumerateArray().Select(words => At(text, words.GetString()!, 0)[0]).ToArray();
        var cue = At(text, claim.GetProperty("cue").GetString()!, content[0].Start);
        var near = cue.Length > 0 ? cue[0].Start : content[0].Start;
        return new(At(text, claim.GetProperty("source").GetString()!, near), cue, content, claim.GetProperty("stance").GetString()!,
            claim.TryGetProperty("certainty", out var certainty) ? certainty.GetString() : null,
            claim.TryGetProperty("answers", out var answers) ? [.. answers.EnumerateArray().Select(answer => answer.GetInt32())] : []);
    }

    // The words as whole words: the place in the same paragraph, else the one nearest to where they are looked for.
    private static Span[] At(string text, string words, int near)
    {
        if (words.Length == 0)
        {
            return [];
        }

        var places = new List<Span>();
        for (var at = text.IndexOf(words, StringComparison.Ordinal); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            var end = at + words.Length;
            var whole = (at == 0 || !char.IsLetter(text[at - 1]) || !char.IsLetter(text[at])) && (end == text.Length || !char.IsLetter(text[end]) || !char.IsLetter(text[end - 1]));
            places.AddRange(whole ? [new Span(at, end)] : []);
        }

        Assert.True(places.Count > 0, $"'{words}' does not stand in the text");
        return [near == 0 ? places[0] : places.MinBy(place => (Paragraph(text, place.Start) == Paragraph(text, near) ? 0 : text.Length)
            + Math.Min(Math.Abs(place.Start - near), Math.Abs(place.End - near)))];
    }

    private static int Paragraph(string text, int at) => text.LastIndexOf('\n', Math.Max(0, at - 1)) is var found && at == 0 ? -1 : found;

    private static Span[] Units(string text, ImmutableArray<Span> spans) =>
        [.. spans.Select(span => new Span(CodePoints.ToUtf16(text, span.Start), CodePoints.ToUtf16(text, span.End)))];

    private static HashSet<int> Points(Span[] spans) => [.. spans.SelectMany(span => Enumerable.Range(span.Start, span.End - span.Start))];

    private static double Overlap(Span[] a, Span[] b) => (double)Points(a).Intersect(Points(b)).Count() / Math.Max(1, Points(a).Union(Points(b)).Count());

    private static bool Touch(Span[] a, Span[] b) => (a.Length == 0 && b.Length == 0) || Points(a).Overlaps(Points(b));
}
