using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Text;

namespace Probatum.Intake;

/// <summary>What a model's answer came to.</summary>
/// <param name="Accepted">Proposals whose words all stand in the report, in the order of the text.</param>
/// <param name="Dropped">How many items were dropped, by reason.</param>
public sealed record AnswerReading(ImmutableArray<ClaimProposed> Accepted, ImmutableSortedDictionary<string, int> Dropped)
{
    /// <summary>How many items were dropped.</summary>
    public int DroppedCount => Dropped.Values.Sum();
}

/// <summary>
/// Takes from a model's answer the items whose source, cue and content stand letter for letter in the report; the rest is dropped and
/// counted. Nothing of the answer but its words in the text and values of closed lists gets into a proposal.
/// </summary>
/// <param name="report">The report.</param>
/// <param name="text">Its text, the one that is kept.</param>
/// <param name="engine">The engine that the proposals name.</param>
/// <param name="publisher">The first link of every chain, or null.</param>
/// <param name="known">The claims of the report so far; what equals one of them is dropped.</param>
/// <param name="random">For the names of the claims.</param>
public sealed class AnsweredClaims(EntityId report, string text, string engine, string? publisher, IEnumerable<ClaimProposed> known, Randomness random)
{
    /// <summary>The rule that proposals name.</summary>
    public const string Rule = "language-model";

    /// <summary>The most items that are read.</summary>
    public const int MostItems = 500;

    private const int MostPieces = 8;
    private const int MostValues = 50;

    private static readonly ImmutableArray<string> Kinds = ["direct", "indirect", "mixed", "headline", "unattributed"];
    private static readonly ImmutableArray<string> Stances = ["asserts", "denies", "requests", "warns", "predicts", "commits"];
    private static readonly ImmutableArray<string> Topics = ["use", "blame", "evidence", "casualties", "response", "other"];
    private static readonly ImmutableArray<string> Certainties = ["probable", "possible", "unverified"];
    private static readonly ImmutableArray<string> Fields = ["when", "where", "substance", "perpetrator", "target", "munition", "delivery", "samples"];

    private readonly VerbatimPlaces _places = new(text);
    private readonly List<ClaimProposed> _known = [.. known];

    /// <summary>The engine's name in records.</summary>
    public static string Engine(string model, string host) => $"language-model/{model}@{host}";

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The model's words.</param>
    /// <param name="reading">What it came to.</param>
    /// <param name="fault">Why it is no list of claims.</param>
    public bool TryRead(string answer, [NotNullWhen(true)] out AnswerReading? reading, out string fault)
    {
        ArgumentNullException.ThrowIfNull(answer);
        (reading, fault) = (null, "");
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(Bare(answer)), new() { MaxDepth = 16 });
            if (Member(json.RootElement, "claims") is { ValueKind: JsonValueKind.Array } items)
            {
                reading = Read(items);
                return true;
            }

            fault = "the answer has no list of claims";
        }
        catch (JsonException)
        {
            fault = "the answer is no JSON, or is cut short";
        }

        return false;
    }

    private AnswerReading Read(JsonElement items)
    {
        var (accepted, dropped) = (new List<ClaimProposed>(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        var number = 0;
        foreach (var item in items.EnumerateArray())
        {
            var why = ++number > MostItems ? $"behind the first {MostItems}" : Read(item, out var claim) ?? Add(claim!);
            if (why is not null)
            {
                dropped[why] = dropped.GetValueOrDefault(why) + 1;
            }
        }

        return new([.. accepted.OrderBy(claim => claim.ContentSpans[0].Start)], dropped.ToImmutableSortedDictionary(StringComparer.Ordinal));

        string? Add(ClaimProposed claim)
        {
            if (_known.Exists(other => IsTheSame(claim, other)))
            {
                return "known already";
            }

            _known.Add(claim);
            accepted.Add(claim);
            return null;
        }
    }

    // Null where it is one; else why not.
    private string? Read(JsonElement item, out ClaimProposed? claim)
    {
        claim = null;
        var content = Several(item, "content", MostPieces);
        if (item.ValueKind != JsonValueKind.Object || content.IsEmpty || !IsWordsOrNone(item, "source", out var source) || !IsWordsOrNone(item, "cue", out var cue))
        {
            return "not of the form";
        }

        if (OneOf(item, "stance", Stances) is not { } stance || OneOf(item, "kind", Kinds) is not { } kind)
        {
            return "stance or kind not of the list";
        }

        if (content.Concat([source, cue]).OfType<string>().Any(words => _places.Of(words).IsEmpty))
        {
            return "words that do not stand in the text";
        }

        if (_places.Nearest(source, cue, content) is not { } at)
        {
            return "words that do not stand together";
        }

        // A name that the text does not have is none.
        var speaker = Words(item, "speaker") is { } name && !_places.Of(name).IsEmpty ? name : source;
        var chain = new[] { publisher, speaker ?? (source is null ? "unattributed" : null) }.OfType<string>().Distinct().Select(link => new ChainLink(link, null, null));
        var (cues, pieces) = (Spans(at.Cue), Spans(at.Content));
        claim = new(
            EntityId.New(random), report, engine, Rule, kind, stance, OneOf(item, "topic", Topics) ?? "other", OneOf(item, "certainty", Certainties), speaker, [.. chain],
            Spans(at.Source), cues, pieces, Slices(at.Cue), Slices(at.Content), Event(item, at.Content));
        return null;
    }

    // A value is taken where it stands in the content.
    private ImmutableArray<EventField> Event(JsonElement item, ImmutableArray<VerbatimPlaces.Range> content) => Member(item, "event") is not { ValueKind: JsonValueKind.Object } said ? [] :
    [
        .. Fields.SelectMany(field => Several(said, field, MostValues)
            .Where(value => _places.Of(value).Any(place => content.Any(piece => piece.Start <= place.Start && place.End <= piece.End)))
            .Distinct(StringComparer.Ordinal).Select(value => new EventField(field, value))),
    ];

    // More than half of the content in common, and the same cue or none.
    private static bool IsTheSame(ClaimProposed a, ClaimProposed b)
    {
        var shared = Shared(a.ContentSpans, b.ContentSpans);
        return shared * 2 > Length(a.ContentSpans) + Length(b.ContentSpans) - shared
            && (a.CueSpans.IsDefaultOrEmpty ? b.CueSpans.IsDefaultOrEmpty : !b.CueSpans.IsDefaultOrEmpty && Shared(a.CueSpans, b.CueSpans) > 0);
    }

    private static long Length(ImmutableArray<TextSpan> spans) => spans.IsDefault ? 0 : spans.Sum(span => span.End - span.Start);

    private static long Shared(ImmutableArray<TextSpan> a, ImmutableArray<TextSpan> b) =>
        a.IsDefault || b.IsDefault ? 0 : a.Sum(one => b.Sum(other => Math.Max(0, Math.Min(one.End, other.End) - Math.Max(one.Start, other.Start))));

    private ImmutableArray<TextSpan> Spans(ImmutableArray<VerbatimPlaces.Range> ranges) =>
        [.. ranges.Select(range => new TextSpan(CodePoints.FromUtf16(text, range.Start), CodePoints.FromUtf16(text, range.End)))];

    private string? Slices(ImmutableArray<VerbatimPlaces.Range> ranges) =>
        ranges.IsEmpty ? null : string.Join(" … ", ranges.Select(range => text[range.Start..range.End]));

    // Many models put their JSON into a fence of Markdown.
    private static string Bare(string answer)
    {
        var bare = answer.Trim();
        return bare.StartsWith("```", StringComparison.Ordinal) && bare.EndsWith("```", StringComparison.Ordinal) && bare.IndexOf('\n', StringComparison.Ordinal) is > 0 and var line && line < bare.Length - 3
            ? bare[line..^3] : bare;
    }

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? OneOf(JsonElement item, string name, ImmutableArray<string> list) => Words(item, name) is { } word && list.Contains(word) ? word : null;

    private static string? Words(JsonElement item, string name) => Member(item, name) is { } member ? Words(member) : null;

    // Null also where it is a string that is no Unicode: a half of a pair stands in no text.
    private static string? Words(JsonElement member)
    {
        try
        {
            return member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } words ? words : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsWordsOrNone(JsonElement item, string name, out string? words)
    {
        words = Words(item, name);
        return words is not null || Member(item, name) is null || Member(item, name) is { ValueKind: JsonValueKind.String } empty && empty.ValueEquals("");
    }

    // One string or an array of strings; nothing where it is anything else.
    private static ImmutableArray<string> Several(JsonElement item, string name, int most)
    {
        if (Member(item, name) is not { } member)
        {
            return [];
        }

        if (member.ValueKind != JsonValueKind.Array)
        {
            return Words(member) is { } one ? [one] : [];
        }

        var all = member.EnumerateArray().Take(most + 1).Select(Words).ToList();
        return all.Count <= most && all.TrueForAll(words => words is not null) ? [.. all.OfType<string>()] : [];
    }
}
