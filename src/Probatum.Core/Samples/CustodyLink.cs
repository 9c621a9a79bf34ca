using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>How well a link of a chain is attested. The weakest link counts.</summary>
public enum Assurance
{
    /// <summary>Missing or contradictory; lowers weight, deletes nothing.</summary>
    Gap,

    /// <summary>Told by one party or by paper.</summary>
    Reported,

    /// <summary>Told, and supported by an independent party.</summary>
    Corroborated,

    /// <summary>Signed by both who were there.</summary>
    Direct,
}

/// <summary>What does not fit in a chain. What each kind does to the chain's assurance is a row of data/custody/anomalies.csv.</summary>
public enum Anomaly
{
    /// <summary>Something happened to a sample that no record says was collected.</summary>
    NotCollected,

    /// <summary>The sample was collected a second time.</summary>
    CollectedTwice,

    /// <summary>Whoever acted was not the custodian on record.</summary>
    WrongCustodian,

    /// <summary>The seal found is another than the one applied before.</summary>
    SealMismatch,

    /// <summary>A seal was on, and nobody said what was found of it.</summary>
    SealNotRead,

    /// <summary>An act lies before the one that precedes it in the chain.</summary>
    TimeReversed,

    /// <summary>An act has no time.</summary>
    TimeUnknown,

    /// <summary>Another sample of the case bears the same label.</summary>
    DuplicateLabel,

    /// <summary>The aliquots together are more than the sample was.</summary>
    QuantityMismatch,

    /// <summary>A hand-over is told of and no form is on record.</summary>
    NoForm,

    /// <summary>The receiver declined the hand-over.</summary>
    Refused,

    /// <summary>A seal was found broken and no record says who opened it.</summary>
    SealBroken,

    /// <summary>Two parties say that they had the sample at one time.</summary>
    Overlap,

    /// <summary>For longer than the table's hours nothing says where the sample was.</summary>
    UnaccountedTime,

    /// <summary>The form was written later than the table's hours after the act.</summary>
    LateForm,

    /// <summary>A photograph's place is farther from the place told than the table's metres and the place's own radius.</summary>
    PlaceContradicts,

    /// <summary>A photograph's time is farther from the time told than the table's hours.</summary>
    PhotoTimeContradicts,

    /// <summary>It was warmer or colder than it was to be kept.</summary>
    TemperatureExcursion,

    /// <summary>No blank or control of its incident is on record.</summary>
    NoBlank,

    /// <summary>Nobody is named as the collector.</summary>
    CollectorUnknown,

    /// <summary>A digital item has another digest than before.</summary>
    DigestMismatch,

    /// <summary>Something happened to it after it was used up, given back or destroyed.</summary>
    AfterEnd,

    /// <summary>What was read on the container is neither its label nor a code that it was given.</summary>
    LabelMismatch,

    /// <summary>Somebody who was there objected.</summary>
    Objection,

    /// <summary>The container was opened outside the procedure. Noted by a person.</summary>
    OpenedOutsideProcedure,

    /// <summary>The collector can't be asked. Noted by a person.</summary>
    CollectorUnavailable,

    /// <summary>Something else that weakens the chain. Noted by a person.</summary>
    Other,
}

/// <summary>One act on one sample, as a record tells it. A closed family.</summary>
public abstract record CustodyLink(long Index, When? When, Assurance Assurance)
{
    /// <summary>The record that tells of it.</summary>
    public RecordId? Record { get; init; }

    /// <summary>What is told of it, as corrected.</summary>
    public Statement? Told { get; init; }

    /// <summary>The leaf of the correction that holds; null where it says what it said first.</summary>
    public long? CorrectedAt { get; init; }

    /// <summary>What was photographed at it.</summary>
    public ImmutableArray<Photo> Photos { get; init; } = [];

    /// <summary>Where it took place, as told.</summary>
    public Where? Place { get; init; }

    /// <summary>Who took part in it.</summary>
    public abstract IEnumerable<EntityId> Parties { get; }

    private protected static IEnumerable<EntityId> These(params EntityId?[] parties) => parties.OfType<EntityId>();
}

/// <summary>The sample was taken and, mostly, sealed.</summary>
public sealed record Collection(long Index, When? When, Assurance Assurance, EntityId? By, string? Applied)
    : CustodyLink(Index, When, Assurance)
{
    /// <summary>The digest of what is digital.</summary>
    public string? Digest { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<EntityId> Parties => These(By);
}

/// <summary>The sample went from one party to another.</summary>
public sealed record HandOver(
    long Index, When? When, Assurance Assurance, EntityId? From, EntityId? To, string? Found, string? Applied, bool HasForm)
    : CustodyLink(Index, When, Assurance)
{
    /// <summary>What was read on the container.</summary>
    public string? Label { get; init; }

    /// <summary>What else stands on the form.</summary>
    public HandOverForm? Form { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<EntityId> Parties => These(From, To);
}

/// <summary>The container was opened by its custodian and closed again.</summary>
public sealed record Opening(long Index, When? When, Assurance Assurance, EntityId? By, string? Found, string? Applied)
    : CustodyLink(Index, When, Assurance)
{
    /// <inheritdoc/>
    public override IEnumerable<EntityId> Parties => These(By);
}

/// <summary>The sample was divided. For an aliquot: the moment it came to be, under its own seal.</summary>
public sealed record Division(
    long Index, When? When, Assurance Assurance, EntityId? By, string? Found, string? Applied, bool MoreThanThere)
    : CustodyLink(Index, When, Assurance)
{
    /// <inheritdoc/>
    public override IEnumerable<EntityId> Parties => These(By);
}

/// <summary>A hand-over that the receiver declined: the custodian stays who it was.</summary>
public sealed record Refusal(long Index, When? When, Assurance Assurance, EntityId? By) : CustodyLink(Index, When, Assurance)
{
    /// <summary>Who would have handed it on.</summary>
    public EntityId? From { get; init; }

    /// <summary>Why it was declined.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<EntityId> Parties => These(By);
}

/// <summary>Somebody read a seal and left it.</summary>
public sealed record SealReading(long Index, When? When, Assurance Assurance, EntityId? By, string? Found, bool? Intact) : CustodyLink(Index, When, Assurance)
{
    /// <inheritdoc/>
    public override IEnumerable<EntityId> Parties => These(By);
}

/// <summary>Material was used, or came to its end.</summary>
public sealed record Disposal(
    long Index, When? When, Assurance Assurance, EntityId? By, string? How, EntityId? To, string? Found, string? Applied, bool MoreThanThere)
    : CustodyLink(Index, When, Assurance)
{
    /// <summary>Whether nothing is left that anybody holds.</summary>
    public bool IsEnd => How is "used-up" or "returned" or "destroyed";

    /// <inheritdoc/>
    public override IEnumerable<EntityId> Parties => These(By, To);
}

/// <summary>Where it was kept for a time and how cold. It stands beside the acts, not among them.</summary>
public sealed record Storage(
    long Index, When? When, Assurance Assurance, EntityId? By, long? Lowest, long? Highest, long? LimitLow, long? LimitHigh)
    : CustodyLink(Index, When, Assurance)
{
    /// <summary>Whether it was warmer or colder than it was to be kept.</summary>
    public bool IsExcursion => Lowest < LimitLow || Highest > LimitHigh;

    /// <inheritdoc/>
    public override IEnumerable<EntityId> Parties => These(By);
}

/// <summary>Who corroborates a link, and by what.</summary>
public sealed record Support(long Index, RecordId Record, EntityId? By, string? Basis, ImmutableArray<EntityId> Items)
{
    /// <summary>The leaf of the correction that holds.</summary>
    public long? CorrectedAt { get; init; }
}

/// <summary>What somebody said of a chain: a remark, an anomaly noticed, or an answer to one.</summary>
public sealed record CustodyNote(
    long Index, RecordId? Record, EntityId? By, When? When, Anomaly? Notes, Anomaly? Answers, string? Resolution, string? Text)
{
    /// <summary>The leaf of the correction that holds.</summary>
    public long? CorrectedAt { get; init; }
}

/// <summary>One thing that does not fit in a chain, with what people say to it. An answer changes nothing about its effect.</summary>
public sealed record Misfit(Anomaly What, CustodyLink? Link, string? Detail, ImmutableArray<CustodyNote> Answers);
