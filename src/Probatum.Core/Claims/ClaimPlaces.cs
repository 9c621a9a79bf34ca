using System.Collections.Immutable;
using System.Text;

namespace Probatum.Core.Claims;

/// <summary>Whether a claim's words stand where it says, in the text of its report.</summary>
public static class ClaimPlaces
{
    private const string Between = " … ";

    /// <summary>True when cue and content are, character for character, what the text has at their spans.</summary>
    /// <remarks>Spans count Unicode code points. Words that are withheld are not held against the claim; words without a place are.</remarks>
    public static bool Stands(ClaimProposed claim, ReadOnlySpan<byte> utf8Text)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var points = Encoding.UTF8.GetString(utf8Text).EnumerateRunes().ToImmutableArray();
        return Stands(claim.ContentSpans, claim.Content, points) && Stands(claim.CueSpans, claim.Cue, points);
    }

    /// <summary>Whether all words of the claim that are open come with a place.</summary>
    public static bool ArePlaced(ClaimProposed claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return (claim.Content is null || !claim.ContentSpans.IsDefaultOrEmpty) && (claim.Cue is null || !claim.CueSpans.IsDefaultOrEmpty);
    }

    private static bool Stands(ImmutableArray<TextSpan> spans, string? words, ImmutableArray<Rune> points) =>
        words is null || (!spans.IsDefaultOrEmpty
            && spans.All(span => span.End <= points.Length)
            && string.Join(Between, spans.Select(span => string.Concat(points[(int)span.Start..(int)span.End]))) == words);
}
