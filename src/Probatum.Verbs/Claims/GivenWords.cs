using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Claims;
using Probatum.Intake;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>Holds the words that an analyst gives against the text of the report: they stand there, whole, and near each other.</summary>
/// <remarks>The checks are those that a language model's answer meets.</remarks>
internal sealed class GivenWords(string text, string? language)
{
    private const int LeastLetters = 2;
    private const int WordsBefore = 3;

    // What turns round the words behind it; a note and no rule, since "not" may belong to another word.
    private static readonly string[] Turning =
    [
        "not", "never", "no", "nor", "neither", "cannot", "without", "unlikely", "doubtful", "impossible", "false", "untrue", "denied", "denies", "denying", "refused", "declined",
        "не", "ни", "нет", "без", "маловероятно", "لا", "لم", "لن", "ليس", "ليست", "غير", "دون",
    ];

    private readonly VerbatimPlaces _places = new(text);

    /// <summary>The places of content, cue and source; what is null or empty keeps its place in the claim.</summary>
    public (ImmutableArray<TextSpan> Source, ImmutableArray<TextSpan> Cue, ImmutableArray<TextSpan> Content) Placed(string? source, string? cue, string[] content, ClaimProposed said)
    {
        foreach (var words in content.Concat([source, cue]).OfType<string>())
        {
            Stands(words);
        }

        if (content.Sum(words => words.Count(char.IsLetter)) < LeastLetters && content.Length > 0)
        {
            throw new BadInputException($"'{string.Join(" … ", content)}' is no content: give at least one word");
        }

        if (content.Length > 0 && said.ContentSpans.IsDefaultOrEmpty)
        {
            return _places.Nearest(source, cue, [.. content]) is { } at
                ? (Spans(at.Source), Spans(at.Cue), Spans(at.Content))
                : throw new BadInputException($"these words do not stand together in the report: source, cue and content lie within {VerbatimPlaces.Farthest} characters of each other and share none");
        }

        var near = said.ContentSpans.IsDefaultOrEmpty ? 0 : CodePoints.ToUtf16(text, (int)said.ContentSpans[0].Start);
        var what = content.Length > 0 ? [.. content.Select(words => Nearest(words, near)).OrderBy(place => place.Start)] : Ranges(said.ContentSpans);
        near = what.Length > 0 ? what[0].Start : near;
        var reporting = cue is null ? Ranges(said.CueSpans) : [Nearest(cue, near)];
        var who = source is null ? Ranges(said.SourceSpans) : [Nearest(source, reporting.Length > 0 ? reporting[0].Start : near)];
        if (what.Length > 0 && what.Concat(reporting).Concat(who).Any(one => one.Gap(what[0]) > VerbatimPlaces.Farthest))
        {
            throw new BadInputException($"source, cue and content do not stand within {VerbatimPlaces.Farthest} characters of each other in the report");
        }

        return (Spans(who), Spans(reporting), Spans(what));
    }

    /// <summary>Whether the text has the name, whatever its case, marks and spaces.</summary>
    public bool HasName(string name) => name.Any(char.IsLetterOrDigit) && $" {Folded(text)} ".Contains($" {Folded(name)} ", StringComparison.Ordinal);

    /// <summary>Whether the content says the value of the field: in its own words, as a date, or as a number of something.</summary>
    public bool Says(ImmutableArray<TextSpan> content, string field, string value) => field switch
    {
        "when" when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => true,
        "counts" => value.Split('=') is [{ Length: > 0 }, var number] && number.Length is > 0 and < 10 && number.All(char.IsAsciiDigit),
        // Substances have one spelling, which is English.
        "substance" when language is not (null or "en") && SubstanceNames.Specificity(value) is not null => true,
        _ => $" {Folded(Slices(content))} ".Contains($" {Folded(value)} ", StringComparison.Ordinal) && value.Any(char.IsLetterOrDigit),
    };

    /// <summary>The words at these places, pieces with an ellipsis between.</summary>
    public string Slices(ImmutableArray<TextSpan> spans) => Slices(text, spans);

    /// <summary>The words of a text at these places.</summary>
    public static string Slices(string text, ImmutableArray<TextSpan> spans) =>
        spans.IsDefaultOrEmpty ? "" : string.Join(" … ", spans.Select(span => CodePoints.Slice(text, new((int)span.Start, (int)span.End))));

    /// <summary>What is to be noted where the words directly before these turn them round; null where none do.</summary>
    public string? Turned(string part, ImmutableArray<TextSpan> spans)
    {
        if (spans.IsDefaultOrEmpty)
        {
            return null;
        }

        var before = text[..CodePoints.ToUtf16(text, (int)spans[0].Start)];
        before = before[(before.LastIndexOfAny(['.', '!', '?', '\n', ';']) + 1)..];
        var last = before.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).TakeLast(WordsBefore).ToList();
        var at = last.FindIndex(word => Array.IndexOf(Turning, word.Trim(',', '(', '“').ToLowerInvariant()) >= 0 || word.EndsWith("n't", StringComparison.OrdinalIgnoreCase) || word.EndsWith("n’t", StringComparison.OrdinalIgnoreCase));
        return at < 0 ? null : $"the words before the {part} read “{string.Join(' ', last.Skip(at))}”; does the {part} without them say what the report says?";
    }

    /// <summary>A name for comparing: lower case, words and figures alone.</summary>
    public static string Folded(string name) =>
        string.Join(' ', string.Concat(name.Select(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? char.ToLowerInvariant(c) : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private void Stands(string words)
    {
        if (_places.Of(words).IsEmpty)
        {
            throw new BadInputException(
                words.Length > 0 && words.Any(char.IsLetterOrDigit) && text.Contains(words, StringComparison.Ordinal)
                    ? $"'{words}' is cut out of a longer word of the report; give whole words"
                    : $"the report does not hold the words '{words}'; give them exactly as they stand");
        }
    }

    private VerbatimPlaces.Range Nearest(string words, int near) => _places.Of(words).MinBy(place => Math.Abs(place.Start - near));

    private ImmutableArray<VerbatimPlaces.Range> Ranges(ImmutableArray<TextSpan> spans) => spans.IsDefaultOrEmpty ? [] :
        [.. spans.Select(span => new VerbatimPlaces.Range(CodePoints.ToUtf16(text, (int)span.Start), CodePoints.ToUtf16(text, (int)span.End)))];

    private ImmutableArray<TextSpan> Spans(ImmutableArray<VerbatimPlaces.Range> ranges) =>
        [.. ranges.Select(range => new TextSpan(CodePoints.FromUtf16(text, range.Start), CodePoints.FromUtf16(text, range.End)))];
}
