using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Claims;

/// <summary>
/// A document as captured: the original untouched, the text taken from it, when and from where; the language in which its
/// claims were read (BCP 47), and what of it was passed over because there are no rules for its language.
/// </summary>
/// <remarks>
/// Without a text the original could not be read, or only holds others. <c>Reading</c> is what the reader says beside the text;
/// <c>Container</c> is the report that this one was inside of: a mail, a web archive. <c>Images</c> are the SHA-256 of the pictures in the
/// original that are large enough to tell reports apart; a report captured before they were read has none.
/// </remarks>
public sealed record ReportCaptured(
    EntityId? Report, string? Title, EntityId? Publisher, When? Published, When? Captured, string? Address,
    Blob? Original, Blob? Text, string? Reader, Blob? Reading = null, EntityId? Container = null, string? Language = null, string? LanguageNote = null,
    ImmutableArray<string> Images = default) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("report-captured", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("report", Report).Text("title", Title).Id("publisher", Publisher).When("published", Published)
        .When("captured", Captured).Text("address", Address).Blob("original", Original).Blob("text", Text).Text("reader", Reader)
        .Blob("reading", Reading).Id("container", Container).Text("language", Language).Text("languageNote", LanguageNote)
        .Texts("images", Images);

    private static ReportCaptured Read(BodyReader body) => new(
        body.Need("report", "original").Id("report"), body.Text("title"), body.Id("publisher"), body.When("published"),
        body.When("captured"), body.Text("address"), body.Blob("original"), body.Blob("text"), body.Text("reader"),
        body.Blob("reading"), body.Id("container"), body.Text("language"), body.Text("languageNote"),
        body.Texts("images"));
}

/// <summary>
/// A report counts no more, because it was captured by mistake or twice; or it counts again. It stays, with its claims, and is shown as set aside.
/// </summary>
public sealed record ReportSetAside(EntityId? Report, bool? Aside, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("report-set-aside", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("report", Report).Truth("aside", Aside).Text("reason", Reason);

    private static ReportSetAside Read(BodyReader body) => new(body.Need("report", "aside", "reason").Id("report"), body.Truth("aside"), body.Text("reason"));
}

/// <summary>A stretch of a report's text, in Unicode code points, [Start, End).</summary>
public sealed record TextSpan(long Start, long End)
{
    internal Json ToJson() => JsonList.Of([Start, End]);

    internal static TextSpan? FromJson(Json json) =>
        json is JsonList { Items: [JsonNumber start, JsonNumber end] } && start.Value >= 0 && end.Value >= start.Value
            ? new(start.Value, end.Value)
            : null;
}

/// <summary>One fact that a claim's content names (when, where, substance, samples …), as the text names it.</summary>
public sealed record EventField(string Field, string Value)
{
    internal Json ToJson() => JsonMap.Of(("field", Field), ("value", Value));

    internal static EventField? FromJson(Json json) =>
        json is JsonMap map && map.Text("field") is { } field && map.Text("value") is { } value ? new(field, value) : null;
}

/// <summary>Somebody on the way of a claim, outermost (the publisher) first.</summary>
public sealed record ChainLink(string Name, string? Role, string? Org)
{
    internal Json ToJson() => JsonMap.Of(
        ("name", Name), ("role", Role is null ? null : (Json)Role), ("org", Org is null ? null : (Json)Org));

    internal static ChainLink? FromJson(Json json) =>
        json is JsonMap map && map.Text("name") is { } name ? new(name, map.Text("role"), map.Text("org")) : null;
}

/// <summary>
/// Who says what in a report, proposed by a rule or an analyst. It stays with its speaker for ever: no record kind and no
/// code path makes a finding of it.
/// </summary>
/// <remarks>
/// Fields as in the claims layer of docs/claims.md; spans are code points of the captured text. <c>Answers</c> are claims that this one
/// denies, confirms or comments on; it changes nothing of theirs.
/// </remarks>
public sealed record ClaimProposed(
    EntityId? Claim, EntityId? Report, string? Engine, string? Rule, string? ClaimKind, string? Stance, string? Topic,
    string? Certainty, string? Speaker, ImmutableArray<ChainLink> Chain, ImmutableArray<TextSpan> SourceSpans,
    ImmutableArray<TextSpan> CueSpans, ImmutableArray<TextSpan> ContentSpans, string? Cue, string? Content,
    ImmutableArray<EventField> Event, long? Confidence = null, ImmutableArray<EntityId> Answers = default) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("claim-proposed", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    /// <summary>
    /// What this correction of a proposal says: who proposed it is no question of a correction, and the confidence was in other words
    /// where these differ.
    /// </summary>
    internal ClaimProposed Correcting(ClaimProposed first)
    {
        var confidence = HasWordsOf(first) ? first.Confidence : null;
        return (Engine, Rule, Confidence) == (first.Engine, first.Rule, confidence) ? this : this with { Engine = first.Engine, Rule = first.Rule, Confidence = confidence };
    }

    internal bool HasWordsOf(ClaimProposed other) =>
        (Report, Cue, Content) == (other.Report, other.Cue, other.Content)
        && Same(SourceSpans, other.SourceSpans) && Same(CueSpans, other.CueSpans) && Same(ContentSpans, other.ContentSpans);

    private static bool Same(ImmutableArray<TextSpan> a, ImmutableArray<TextSpan> b) => (a.IsDefault ? [] : a).SequenceEqual(b.IsDefault ? [] : b);

    internal override void Write(BodyWriter body) => body
        .Id("claim", Claim).Id("report", Report).Text("engine", Engine).Text("rule", Rule).Text("kind", ClaimKind)
        .Text("stance", Stance).Text("topic", Topic).Text("certainty", Certainty).Text("speaker", Speaker)
        .List("chain", Chain, link => link.ToJson()).List("source", SourceSpans, span => span.ToJson())
        .List("cue", CueSpans, span => span.ToJson()).List("content", ContentSpans, span => span.ToJson())
        .Text("cueText", Cue).Text("contentText", Content).List("event", Event, field => field.ToJson())
        .Number("confidence", Confidence).Ids("answers", Answers);

    private static ClaimProposed Read(BodyReader body) => new(
        body.Need("claim", "contentText").Id("claim"), body.Id("report"), body.Text("engine"), body.Text("rule"),
        body.Text("kind"), body.Text("stance"), body.Text("topic"), body.Text("certainty"), body.Text("speaker"),
        body.List("chain", ChainLink.FromJson), body.List("source", TextSpan.FromJson), body.List("cue", TextSpan.FromJson),
        body.List("content", TextSpan.FromJson), body.Text("cueText"), body.Text("contentText"),
        body.List("event", EventField.FromJson), body.Number("confidence"), body.Ids("answers"));
}

/// <summary>
/// An analyst's own reading of a claim in place of the proposal's, whole: what the report says, and who says it. It confirms that, and
/// never that it is true. The proposal stays in the log as it was.
/// </summary>
public sealed record ClaimEdited(
    EntityId? Claim, string? ClaimKind, string? Stance, string? Topic, string? Certainty, string? SpeakerName, ImmutableArray<ChainLink> Chain,
    ImmutableArray<TextSpan> SourceSpans, ImmutableArray<TextSpan> CueSpans, ImmutableArray<TextSpan> ContentSpans, string? Cue, string? Content,
    ImmutableArray<EventField> Event, EntityId? Speaker, string? Credibility, string? Reason, ImmutableArray<EntityId> Answers = default) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("claim-edited", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    /// <summary>The proposal with these words in place of its own; engine and rule are its no more.</summary>
    public ClaimProposed Of(ClaimProposed proposed) => proposed with
    {
        Engine = null,
        Rule = "edited",
        ClaimKind = ClaimKind,
        Stance = Stance,
        Topic = Topic,
        Certainty = Certainty,
        Speaker = SpeakerName,
        Chain = Chain,
        SourceSpans = SourceSpans,
        CueSpans = CueSpans,
        ContentSpans = ContentSpans,
        Cue = Cue,
        Content = Content,
        Event = Event,
        Confidence = null,
        Answers = Answers,
    };

    internal override void Write(BodyWriter body) => body
        .Id("claim", Claim).Text("kind", ClaimKind).Text("stance", Stance).Text("topic", Topic).Text("certainty", Certainty).Text("speakerName", SpeakerName)
        .List("chain", Chain, link => link.ToJson()).List("source", SourceSpans, span => span.ToJson())
        .List("cue", CueSpans, span => span.ToJson()).List("content", ContentSpans, span => span.ToJson())
        .Text("cueText", Cue).Text("contentText", Content).List("event", Event, field => field.ToJson())
        .Id("speaker", Speaker).Text("credibility", Credibility).Text("reason", Reason).Ids("answers", Answers);

    private static ClaimEdited Read(BodyReader body) => new(
        body.Need("claim", "contentText").Id("claim"), body.Text("kind"), body.Text("stance"), body.Text("topic"), body.Text("certainty"), body.Text("speakerName"),
        body.List("chain", ChainLink.FromJson), body.List("source", TextSpan.FromJson), body.List("cue", TextSpan.FromJson),
        body.List("content", TextSpan.FromJson), body.Text("cueText"), body.Text("contentText"), body.List("event", EventField.FromJson),
        body.Id("speaker"), body.Text("credibility"), body.Text("reason"), body.Ids("answers"));
}

/// <summary>An analyst's word on a proposed claim: it is what the report says, or it is not. Never whether it is true.</summary>
public sealed record ClaimReviewed(EntityId? Claim, string? Verdict, EntityId? Speaker, string? Credibility, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("claim-reviewed", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("claim", Claim).Text("verdict", Verdict).Id("speaker", Speaker).Text("credibility", Credibility).Text("reason", Reason);

    private static ClaimReviewed Read(BodyReader body) => new(
        body.Need("claim", "verdict").Id("claim"), body.Text("verdict"), body.Id("speaker"), body.Text("credibility"),
        body.Text("reason"));
}
