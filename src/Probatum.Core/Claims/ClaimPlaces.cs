using System.Collections.Immutable;
using System.Text;

namespace Probatum.Core.Claims;

/// <summary>Whether claims' words stand where they say, in the text of their report. The text is read once for all of them.</summary>
public sealed class ClaimPlaces
{
    private const string Between = " … ";

    private readonly string _text;

    // Where each code point begins, and the end; null where every code point is one unit.
    private readonly int[]? _starts;
    private readonly int _points;

    /// <summary>Reads the text.</summary>
    public ClaimPlaces(ReadOnlySpan<byte> utf8Text)
    {
        _text = Encoding.UTF8.GetString(utf8Text);
        _points = _text.Length;
        if (!_text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return;
        }

        var starts = new List<int>(_text.Length + 1);
        for (var unit = 0; unit < _text.Length; unit += char.IsHighSurrogate(_text[unit]) ? 2 : 1)
        {
            starts.Add(unit);
        }

        _points = starts.Count;
        starts.Add(_text.Length);
        _starts = [.. starts];
    }

    /// <summary>The state in which every claim says whether its words stand in its report, so that none counts whose words do not.</summary>
    /// <remarks>
    /// A record that came in from elsewhere may name any words. Of a claim that has no report, or one without a text, none stand.
    /// </remarks>
    /// <param name="state">The state.</param>
    /// <param name="file">The bytes of a file by its SHA-256; null where it is not at hand.</param>
    /// <param name="wanted">Which claims to look at; all without it.</param>
    public static CaseState In(CaseState state, Func<string, ReadOnlyMemory<byte>?> file, Func<ClaimView, bool>? wanted = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(file);
        var partly = new Lazy<HashSet<object?>>(() => state.Entries.Where(entry => entry.Withheld > 0).Select(entry => (object?)entry.Statement).ToHashSet(ReferenceEqualityComparer.Instance));
        var claims = state.Claims.Claims;
        var indices = Enumerable.Range(0, claims.Count).Where(i => wanted?.Invoke(claims[i]) != false).ToLookup(i => claims[i].Said.Report);
        foreach (var of in indices)
        {
            var report = state.Claims.Report(of.Key)?.Captured;
            var places = report?.Text is { } blob && file(blob.Sha256) is { } text ? new ClaimPlaces(text.Span) : null;
            foreach (var i in of)
            {
                claims = claims.Set(i, claims[i] with { Placing = Placing(claims[i]) });
            }

            ClaimPlacing Placing(ClaimView claim) =>
                places is null
                    ? report?.Text is not null || partly.Value.Contains(report ?? claim.Source) ? ClaimPlacing.Unread : ClaimPlacing.Misplaced
                : !ArePlaced(claim.Said) && partly.Value.Contains(claim.Source) ? ClaimPlacing.Unplaced
                : places.Stands(claim.Said) ? ClaimPlacing.Stands
                : ClaimPlacing.Misplaced;
        }

        return state with { Claims = state.Claims with { Claims = claims } };
    }

    /// <summary>True when cue and content are, character for character, what the text has at their spans.</summary>
    /// <remarks>Spans count Unicode code points. Words that are withheld are not held against the claim; words without a place are.</remarks>
    public bool Stands(ClaimProposed claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return Stands(claim.ContentSpans, claim.Content) && Stands(claim.CueSpans, claim.Cue);
    }

    /// <summary>Whether every span is a stretch of the text with something in it.</summary>
    public bool Has(ImmutableArray<TextSpan> spans) => spans.IsDefaultOrEmpty || spans.All(span => span.Start < span.End && span.End <= _points);

    /// <summary>Whether all words of the claim that are open come with a place.</summary>
    public static bool ArePlaced(ClaimProposed claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return (claim.Content is null || !claim.ContentSpans.IsDefaultOrEmpty) && (claim.Cue is null || !claim.CueSpans.IsDefaultOrEmpty);
    }

    private bool Stands(ImmutableArray<TextSpan> spans, string? words) =>
        words is null || (!spans.IsDefaultOrEmpty
            && spans.All(span => span.End <= _points)
            && spans.Sum(span => span.End - span.Start) <= words.Length
            && string.Join(Between, spans.Select(span => _text[Start(span.Start)..Start(span.End)])) == words);

    private int Start(long point) => _starts is null ? (int)point : _starts[point];
}
