using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>A record in its place in the case's log, as a fold sees it.</summary>
/// <remarks>
/// The envelope has no digests of sealed members here: whoever needs them reads the leaf. The reason is that of a correction, null where it is withheld. A null statement is a type that this version does not know: it is listed, and it caps the
/// assessment.
/// </remarks>
public sealed record Entry(
    long Index, RecordId Id, string Type, int Major, Envelope Envelope, Statement? Statement, int Withheld,
    string? CorrectionReason = null)
{
    /// <summary>The author: the first name in <c>by</c>.</summary>
    public KeyName Author => Envelope.By[0];

    /// <summary>Who wrote the correction that stands in this entry's place, as a fold sees it; null where there is none.</summary>
    public KeyName? Corrector { get; init; }

    /// <summary>The leaf of the correction that stands in this entry's place; null where there is none.</summary>
    public long? CorrectedAt { get; init; }

    /// <summary>The leaf since which the entry says what it says now: a review before it was of other words.</summary>
    public long SaysSince => CorrectedAt ?? Index;

    /// <summary>The author, and the author of the correction that stands in its place.</summary>
    public IEnumerable<KeyName> Hands => Corrector is { } corrector ? [Author, corrector] : [Author];
}

/// <summary>Something about a leaf that a reader must see: it is void, or it does not fit what came before.</summary>
/// <param name="Index">The leaf's index.</param>
/// <param name="Code">A stable code such as <c>leaf/unread</c> or <c>seq/gap</c>.</param>
/// <param name="Why">A sentence for a person.</param>
/// <param name="Void">Whether the leaf counts for nothing because of it.</param>
public sealed record Remark(long Index, string Code, string Why, bool Void)
{
    internal static Remark Of(long index, Fault fault) => new(index, fault.Code, fault.Why, true);
}
