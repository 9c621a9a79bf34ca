using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Takes attributed claims out of a text.</summary>
public static class ClaimExtractor
{
    /// <summary>v.</summary>
    public const string Version = "rules-1";

    /// <summary>x.</summary>
    public static ImmutableArray<ProposedClaim> Extract(string text, DocumentInfo info)
    {
        var map = CodePoints.Map(text);
        int P(int i) => map is null ? i : map[i];
        ImmutableArray<Span> S(IEnumerable<Piece> p) => [.. p.Select(x => new Span(P(x.Start), P(x.End)))];
        return [.. ClaimReader.Read(text, info.Title).Select((d, i) => new ProposedClaim("C" + i, d.Source.IsEmpty ? [] : S([new(d.Sentence[d.Source.From].Start, d.Sentence[d.Source.To - 1].End)]), S(d.Cue), S(d.Content), "x", "asserts", "other", null, null, [], [], d.Rule, d.Presupposes))];
    }
}
