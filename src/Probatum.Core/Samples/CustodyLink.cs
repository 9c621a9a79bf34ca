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
}

/// <summary>One act on one sample, as a record tells it. A closed family.</summary>
public abstract record CustodyLink(long Index, When? When, Assurance Assurance);

/// <summary>The sample was taken and, mostly, sealed.</summary>
public sealed record Collection(long Index, When? When, Assurance Assurance, EntityId? By, string? Applied)
    : CustodyLink(Index, When, Assurance);

/// <summary>The sample went from one party to another.</summary>
public sealed record HandOver(
    long Index, When? When, Assurance Assurance, EntityId? From, EntityId? To, string? Found, string? Applied, bool HasForm)
    : CustodyLink(Index, When, Assurance);

/// <summary>The container was opened by its custodian and closed again.</summary>
public sealed record Opening(long Index, When? When, Assurance Assurance, EntityId? By, string? Found, string? Applied)
    : CustodyLink(Index, When, Assurance);

/// <summary>The sample was divided. For an aliquot: the moment it came to be, under its own seal.</summary>
public sealed record Division(
    long Index, When? When, Assurance Assurance, EntityId? By, string? Found, string? Applied, bool MoreThanThere)
    : CustodyLink(Index, When, Assurance);

/// <summary>A hand-over that the receiver declined: the custodian stays who it was.</summary>
public sealed record Refusal(long Index, When? When, Assurance Assurance, EntityId? By) : CustodyLink(Index, When, Assurance);
