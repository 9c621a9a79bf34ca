using System.Collections.Immutable;
using System.Text;
using Probatum.Core.Claims;

namespace Probatum.Web.Pages.Reports;

/// <summary>A stretch of a report's text, and the claims whose words stand in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Claims">Whose content it is, by their place in the list; none for text that nobody claimed.</param>
/// <param name="IsCue">Whether it is the cue of one of them, such as "said".</param>
/// <param name="IsSource">Whether it names one of their speakers.</param>
public sealed record MarkedStretch(string Text, ImmutableArray<int> Claims, bool IsCue, bool IsSource);

/// <summary>A report's text with its claims in place. Spans count code points, as records do.</summary>
public static class MarkedText
{
    /// <summary>How much of a text one screen shows; beyond it the text is the file's.</summary>
    public const int Longest = 400_000;

    /// <summary>Cuts a text where claims begin and end.</summary>
    /// <param name="utf8">The text as it is kept.</param>
    /// <param name="claims">Its claims, in the order of the list.</param>
    public static ImmutableArray<MarkedStretch> Of(ReadOnlySpan<byte> utf8, IReadOnlyList<ClaimProposed> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var text = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, Longest * 4)]);
        var units = UnitsOf(text);
        var length = Math.Min(units.Length - 1, Longest);
        var (claimed, cues, sources) = (new List<(int Start, int End, int Claim)>(), new List<(int Start, int End)>(), new List<(int Start, int End)>());
        for (var i = 0; i < claims.Count; i++)
        {
            claimed.AddRange(Within(claims[i].ContentSpans, length).Select(span => (span.Start, span.End, i)));
            cues.AddRange(Within(claims[i].CueSpans, length));
            sources.AddRange(Within(claims[i].SourceSpans, length));
        }

        int[] cuts = [.. claimed.SelectMany(one => new[] { one.Start, one.End }).Concat(cues.Concat(sources).SelectMany(one => new[] { one.Start, one.End })).Append(0).Append(length).Distinct().Order()];
        var stretches = ImmutableArray.CreateBuilder<MarkedStretch>();
        foreach (var (start, end) in cuts.Zip(cuts.Skip(1)))
        {
            stretches.Add(new(
                text[units[start]..units[end]], [.. claimed.Where(one => one.Start <= start && end <= one.End).Select(one => one.Claim).Distinct()],
                cues.Exists(one => one.Start <= start && end <= one.End), sources.Exists(one => one.Start <= start && end <= one.End)));
        }

        return stretches.ToImmutable();
    }

    // Where each code point begins, and the end of the text.
    private static int[] UnitsOf(string text)
    {
        var units = new List<int>(text.Length + 1);
        for (var unit = 0; unit < text.Length; unit += char.IsHighSurrogate(text[unit]) && unit + 1 < text.Length && char.IsLowSurrogate(text[unit + 1]) ? 2 : 1)
        {
            units.Add(unit);
        }

        units.Add(text.Length);
        return [.. units];
    }

    private static IEnumerable<(int Start, int End)> Within(ImmutableArray<TextSpan> spans, int length) =>
        (spans.IsDefault ? [] : spans).Where(span => span.Start >= 0 && span.End > span.Start && span.End <= length).Select(span => ((int)span.Start, (int)span.End));
}
