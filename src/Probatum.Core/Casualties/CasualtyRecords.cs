using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>One sign or symptom, with when it began and who observed it, as told; <c>Found</c> is null where the person had it.</summary>
/// <remarks>That a sign was looked for and not there, or that nobody could tell, is no sign: it counts for no class and no cap.</remarks>
public sealed record Sign(string Name, string? Onset, string? Observer, string? Found = null)
{
    /// <summary>It was looked for and not there.</summary>
    public const string Absent = "absent";

    /// <summary>Whether it was there is not known.</summary>
    public const string Unknown = "unknown";

    /// <summary>Whether the person had it.</summary>
    public bool IsPresent => Found is null;

    /// <summary>The sign, and that it was not there or is not known where that is so.</summary>
    public string Words => Found is null ? Name : $"{Name}: {Found}";

    /// <summary>Reads "sign", "sign@onset", "sign/observer" or "sign@onset/observer", each also behind "absent:" or "unknown:".</summary>
    public static Sign Parse(string text)
    {
        var found = new[] { Absent, Unknown }.FirstOrDefault(word => text.TrimStart().StartsWith($"{word}:", StringComparison.OrdinalIgnoreCase));
        var observer = (found is null ? text : text.TrimStart()[(found.Length + 1)..]).Split('/', 2);
        var onset = observer[0].Split('@', 2);
        return new(onset[0].Trim(), onset.Length > 1 ? onset[1].Trim() : null, observer.Length > 1 ? observer[1].Trim() : null, found);
    }

    internal static string? Fault(ImmutableArray<Sign> signs) =>
        signs.Any(sign => sign.Name.Length == 0) ? "a sign has a name"
        : signs.FirstOrDefault(sign => sign.Found is not (null or Absent or Unknown)) is { } odd ? $"a sign is there, {Absent} or {Unknown}, not '{odd.Found}'"
        : null;

    internal Json ToJson() => JsonMap.Of(
        ("sign", Name), ("onset", Onset is null ? null : (Json)Onset), ("observer", Observer is null ? null : (Json)Observer), ("found", Found is null ? null : (Json)Found));

    internal static Sign? FromJson(Json json) =>
        json is JsonMap map && map.Text("sign") is { } name ? new(name, map.Text("onset"), map.Text("observer"), map.Text("found")) : null;
}

/// <summary>A person affected, under a code; treatment stands before signs, because antidotes change signs.</summary>
/// <remarks>Source: docs/domain.md 5.3 and 5.4.</remarks>
public sealed record CasualtyRecorded(
    EntityId? Casualty, EntityId? Incident, string? Code, string? AgeBand, string? Sex, string? Role, When? Exposed,
    Where? ExposedAt, string? TreatedBefore, ImmutableArray<Sign> Signs, string? Outcome, EntityId? ToldBy, string? Consent,
    string? Indoors = null, string? Distance = null, string? Seen = null, string? Smelled = null, string? Protection = null, string? Decontamination = null,
    string? Secondary = null) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("casualty-recorded", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("casualty", Casualty).Id("incident", Incident).Text("code", Code).Text("ageBand", AgeBand).Text("sex", Sex)
        .Text("role", Role).When("exposed", Exposed).Where("exposedAt", ExposedAt).Text("treatedBefore", TreatedBefore)
        .List("signs", Signs, sign => sign.ToJson()).Text("outcome", Outcome).Id("toldBy", ToldBy).Text("consent", Consent)
        .Text("indoors", Indoors).Text("distance", Distance).Text("seen", Seen).Text("smelled", Smelled).Text("protection", Protection)
        .Text("decontamination", Decontamination).Text("secondary", Secondary);

    private static CasualtyRecorded Read(BodyReader body) => new(
        body.Need("casualty", "code").Id("casualty"), body.Id("incident"), body.Text("code"), body.Text("ageBand"),
        body.Text("sex"), body.Text("role"), body.When("exposed"), body.Where("exposedAt"), body.Text("treatedBefore"),
        body.List("signs", Sign.FromJson), body.Text("outcome"), body.Id("toldBy"), body.Text("consent"),
        body.Text("indoors"), body.Text("distance"), body.Text("seen"), body.Text("smelled"), body.Text("protection"), body.Text("decontamination"), body.Text("secondary"));
}

/// <summary>Something measured on a person: what, its value with its unit, and when, as told.</summary>
public sealed record Vital(string What, string Value, string? When)
{
    /// <summary>Reads "what=value" or "what=value@when"; null for anything else.</summary>
    public static Vital? Parse(string text) => text.Split('=', 2) is [var what, var rest] && rest.Split('@', 2) is var value && what.Trim().Length > 0 && value[0].Trim().Length > 0
        ? new(what.Trim(), value[0].Trim(), value.Length > 1 ? value[1].Trim() : null)
        : null;

    internal Json ToJson() => JsonMap.Of(("what", What), ("value", Value), ("when", When is null ? null : (Json)When));

    internal static Vital? FromJson(Json json) =>
        json is JsonMap map && map.Text("what") is { } what && map.Text("value") is { } value ? new(what, value, map.Text("when")) : null;
}

/// <summary>A person was examined: where, by whom, with which signs and measurements. A later look takes nothing back of an earlier one.</summary>
/// <remarks>Pupils are in the words of whoever looked. Source: docs/domain.md 5.4.</remarks>
public sealed record CasualtyExamined(
    EntityId? Casualty, When? When, EntityId? By, string? Facility, ImmutableArray<Sign> Signs, ImmutableArray<Vital> Vitals,
    string? PupilLeft, string? PupilRight, string? PupilLight, string? TriageSystem, string? TriageValue, string? Observer) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("casualty-examined", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("casualty", Casualty).When("when", When).Id("by", By).Text("facility", Facility).List("signs", Signs, sign => sign.ToJson())
        .List("vitals", Vitals, vital => vital.ToJson()).Text("pupilLeft", PupilLeft).Text("pupilRight", PupilRight).Text("pupilLight", PupilLight)
        .Text("triageSystem", TriageSystem).Text("triageValue", TriageValue).Text("observer", Observer);

    private static CasualtyExamined Read(BodyReader body) => new(
        body.Need("casualty").Id("casualty"), body.When("when"), body.Id("by"), body.Text("facility"), body.List("signs", Sign.FromJson),
        body.List("vitals", Vital.FromJson), body.Text("pupilLeft"), body.Text("pupilRight"), body.Text("pupilLight"),
        body.Text("triageSystem"), body.Text("triageValue"), body.Text("observer"));
}

/// <summary>A person was treated with something.</summary>
public sealed record CasualtyTreated(EntityId? Casualty, When? When, string? What, EntityId? By, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("casualty-treated", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("casualty", Casualty).When("when", When).Text("what", What).Id("by", By).Text("reason", Reason);

    private static CasualtyTreated Read(BodyReader body) => new(
        body.Need("casualty", "what").Id("casualty"), body.When("when"), body.Text("what"), body.Id("by"), body.Text("reason"));
}

/// <summary>What became of a person, what an autopsy found, and how somebody classed the case by which definition.</summary>
/// <remarks>The classification is its decider's word and enters no ceiling. Source: docs/domain.md 5.4.</remarks>
public sealed record CasualtyOutcomeRecorded(
    EntityId? Casualty, string? Outcome, When? When, EntityId? By, string? Autopsy, ImmutableArray<Blob> Reports, string? Classification, string? Definition,
    EntityId? DecidedBy) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("casualty-outcome-recorded", 1, Read);

    /// <summary>The classes of a case.</summary>
    public static ImmutableArray<string> Classifications { get; } = ["suspected", "probable", "confirmed"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("casualty", Casualty).Text("outcome", Outcome).When("when", When).Id("by", By).Text("autopsy", Autopsy).Blobs("reports", Reports)
        .Text("classification", Classification).Text("definition", Definition).Id("decidedBy", DecidedBy);

    private static CasualtyOutcomeRecorded Read(BodyReader body) => new(
        body.Need("casualty", "outcome").Id("casualty"), body.Text("outcome"), body.When("when"), body.Id("by"), body.Text("autopsy"), body.Blobs("reports"),
        body.Text("classification"), body.Text("definition"), body.Id("decidedBy"));
}
