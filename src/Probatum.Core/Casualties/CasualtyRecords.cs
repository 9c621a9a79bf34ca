using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>One sign or symptom, with when it began and who observed it, as told.</summary>
public sealed record Sign(string Name, string? Onset, string? Observer)
{
    /// <summary>Reads "sign", "sign@onset", "sign/observer" or "sign@onset/observer".</summary>
    public static Sign Parse(string text)
    {
        var observer = text.Split('/', 2);
        var onset = observer[0].Split('@', 2);
        return new(onset[0].Trim(), onset.Length > 1 ? onset[1].Trim() : null, observer.Length > 1 ? observer[1].Trim() : null);
    }

    internal Json ToJson() => JsonMap.Of(
        ("sign", Name), ("onset", Onset is null ? null : (Json)Onset), ("observer", Observer is null ? null : (Json)Observer));

    internal static Sign? FromJson(Json json) =>
        json is JsonMap map && map.Text("sign") is { } name ? new(name, map.Text("onset"), map.Text("observer")) : null;
}

/// <summary>A person affected, under a code; treatment stands before signs, because antidotes change signs.</summary>
/// <remarks>Source: docs/domain, 5.3 and 5.4.</remarks>
public sealed record CasualtyRecorded(
    EntityId? Casualty, EntityId? Incident, string? Code, string? AgeBand, string? Sex, string? Role, When? Exposed,
    Where? ExposedAt, string? TreatedBefore, ImmutableArray<Sign> Signs, string? Outcome, EntityId? ToldBy, string? Consent) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("casualty-recorded", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("casualty", Casualty).Id("incident", Incident).Text("code", Code).Text("ageBand", AgeBand).Text("sex", Sex)
        .Text("role", Role).When("exposed", Exposed).Where("exposedAt", ExposedAt).Text("treatedBefore", TreatedBefore)
        .List("signs", Signs, sign => sign.ToJson()).Text("outcome", Outcome).Id("toldBy", ToldBy).Text("consent", Consent);

    private static CasualtyRecorded Read(BodyReader body) => new(
        body.Need("casualty", "code").Id("casualty"), body.Id("incident"), body.Text("code"), body.Text("ageBand"),
        body.Text("sex"), body.Text("role"), body.When("exposed"), body.Where("exposedAt"), body.Text("treatedBefore"),
        body.List("signs", Sign.FromJson), body.Text("outcome"), body.Id("toldBy"), body.Text("consent"));
}
