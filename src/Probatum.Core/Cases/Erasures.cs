using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Consents;
using Probatum.Core.Interviews;
using Probatum.Core.Records;

namespace Probatum.Core.Cases;

/// <summary>
/// What was recorded about a person was erased: the key under which it was kept is destroyed. Names the records, whose leaves and
/// signatures stay and prove that nothing else took their place.
/// </summary>
public sealed record Erased(EntityId? Subject, ImmutableArray<string> Records, long? Files, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("erased", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("subject", Subject).Texts("records", Records).Number("files", Files).Text("reason", Reason);

    private static Erased Read(BodyReader body) => new(
        body.Need("subject", "records", "reason").Id("subject"), body.Texts("records"), body.Number("files"), body.Text("reason"));
}

/// <summary>Who was erased, and the records that were about them.</summary>
public sealed record ErasuresView(ImmutableDictionary<EntityId, long> Subjects, ImmutableHashSet<RecordId> Records)
{
    /// <summary>Nobody was.</summary>
    public static ErasuresView Empty { get; } = new(ImmutableDictionary<EntityId, long>.Empty, []);

    /// <summary>The view after this entry.</summary>
    public ErasuresView Then(Entry entry) => entry.Statement is Erased erased
        ? new(
            erased.Subject is { } subject ? Subjects.SetItem(subject, entry.Index) : Subjects,
            Records.Union(erased.Records.Select(id => new RecordId(id))))
        : this;
}

/// <summary>Whom a record is about, where that is somebody who can ask to be forgotten.</summary>
public static class Subject
{
    /// <summary>The casualty or the party; null for everything else.</summary>
    /// <remarks>Every party, not only one that is a person today: what it is can be corrected later, and its records lie under one key from the first on.</remarks>
    public static EntityId? Of(Statement? statement) => statement switch
    {
        CasualtyRecorded casualty => casualty.Casualty,
        CasualtyExamined examined => examined.Casualty,
        CasualtyTreated treated => treated.Casualty,
        CasualtyOutcomeRecorded outcome => outcome.Casualty,
        IdentityKept kept => kept.Casualty,
        IdentityOpened opened => opened.Casualty,
        ConsentRecorded consent => consent.Person,
        ConsentWithdrawn withdrawn => withdrawn.Person,
        LawfulBasisRecorded basis => basis.Person,
        InterviewHeld held => held.Person,
        PartyDescribed party => party.Party,
        KeyRegistered registered => registered.Party,
        _ => null,
    };

    /// <summary>Whether an erasure may be recorded now.</summary>
    internal static Refused? Judge(Erased erased, CaseState state) => erased.Subject switch
    {
        { } subject when state.Erasures.Subjects.ContainsKey(subject) => new("erased/twice", "it was erased already"),
        { } subject when state.Entities.Find(subject) is null || About(subject, state).IsEmpty => new("erased/nothing", "no record is about that person"),
        { } subject when !About(subject, state).Select(entry => entry.Id.Text).SequenceEqual(erased.Records) => new("erased/records", "these are not the records about that person"),
        null => new("erased/subject", "an erasure says who is erased"),
        _ => null,
    };

    /// <summary>The files that only these records name.</summary>
    public static IEnumerable<string> FilesOnlyIn(IReadOnlyCollection<Entry> about, CaseState state)
    {
        var ids = about.Select(entry => entry.Id).ToHashSet();
        return about.SelectMany(Digests).Except(state.Entries.Where(entry => !ids.Contains(entry.Id)).SelectMany(Digests)).Distinct();

        static IEnumerable<string> Digests(Entry entry) => FilesOf(entry).Select(blob => blob.Sha256);
    }

    /// <summary>The files that a record names.</summary>
    public static IEnumerable<Blob> FilesOf(Entry entry)
    {
        var body = new BodyWriter();
        entry.Statement?.Describe(body);
        return body.Sealed.SelectMany(member => Dossier.DossierContent.Blobs(member.Value));
    }

    /// <summary>The records about a person, in log order, corrections too.</summary>
    public static ImmutableArray<Entry> About(EntityId subject, CaseState state) => [.. state.Entries.Where(entry => Of(entry.Statement) == subject)];
}
