using System.Collections.Immutable;
using Probatum.Core.Access;
using Probatum.Core.Findings;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Ledger;

namespace Probatum.Core.Cases;

/// <summary>Whether signatures are checked while reading: always for what comes from others, not again for our own log.</summary>
public enum SignatureCheck
{
    /// <summary>Every signature line of every leaf.</summary>
    Every,

    /// <summary>None: the log in this workspace was checked when it was written, and an audit checks it again.</summary>
    AlreadyChecked,
}

/// <summary>Where an author's own sequence of records stands.</summary>
public sealed record AuthorPosition(long NextSeq, RecordId? Last, GrownDictionary<long, RecordId> Ids)
{
    /// <summary>Before the author's first record.</summary>
    public static AuthorPosition First => new(0, null, GrownDictionary.Empty<long, RecordId>());
}

/// <summary>
/// A case as read from its log: the entries that count, the keys, and a remark on every leaf that is void or does not fit.
/// </summary>
/// <remarks>Total: a leaf that can't be read is a remark and the reading goes on. Source: docs/format.md, "Rules".</remarks>
public sealed record CaseHistory(
    CaseId? Id, long Size, CaseState State, KeyRing Keys, ImmutableList<Remark> Remarks,
    ImmutableDictionary<KeyName, AuthorPosition> Authors, GrownDictionary<RecordId, long> Ids)
{
    private Folding Folded { get; init; } = new(State);

    /// <summary>The state that the entries leave behind.</summary>
    public CaseState State
    {
        get => Folded.State;
        init => Folded = new(value);
    }

    private TextPool? Texts { get; init; }

    /// <summary>A log without leaves; the first leaf says whose it is.</summary>
    public static CaseHistory Empty { get; } = new(
        null, 0, CaseState.Empty, KeyRing.Empty, [], ImmutableDictionary<KeyName, AuthorPosition>.Empty,
        GrownDictionary.Empty<RecordId, long>());

    /// <summary>This history with the next leaf of the log.</summary>
    public CaseHistory Then(ReadOnlyMemory<byte> leaf, IReadOnlyList<string> disclosures, SignatureCheck check) =>
        Then(leaf, disclosures, check, out _, out _);

    /// <summary>This history with the next leaf of the log, and what the leaf holds: null and a fault where it is no record.</summary>
    internal CaseHistory Then(
        ReadOnlyMemory<byte> leaf, IReadOnlyList<string> disclosures, SignatureCheck check, out ReadRecord? record, out Fault fault)
    {
        var before = Texts is null ? this with { Texts = new() } : this;
        if (!before.TryRead(leaf, disclosures, out var read, out fault))
        {
            record = null;
            return before.Then(fault);
        }

        record = read;
        return before.Then(read, check);
    }

    /// <summary>This history with a next leaf that is no record.</summary>
    internal CaseHistory Then(Fault fault) => (this with { Size = Size + 1 }).Remarked(Remark.Of(Size, fault));

    /// <summary>Reads a leaf that may be the next; see <see cref="RecordText"/>.</summary>
    internal bool TryRead(ReadOnlyMemory<byte> leaf, IReadOnlyList<string> disclosures, out ReadRecord record, out Fault fault) =>
        RecordText.TryRead(leaf, disclosures, Texts ?? new(), out record, out fault);

    /// <summary>This history with the next leaf of the log, which was read already.</summary>
    internal CaseHistory Then(ReadRecord record, SignatureCheck check)
    {
        var index = Size;
        var next = this with { Size = Size + 1 };
        var caseId = Id ?? record.Envelope.Case;
        var entry = new Entry(
            index, record.Id, record.Type, record.Major, Kept(record.Envelope, caseId), record.Statement, record.Withheld, record.CorrectionReason);
        var keys = Keys.Then(entry);
        if (Voids(index, record, caseId, keys, check) is { } why)
        {
            return next.Remarked(why);
        }

        return next with
        {
            Id = caseId,
            Folded = Folded.Then(entry),
            Keys = keys,
            Remarks = WithoutGapsClosedBy(entry).AddRange(Oddities(entry)),
            Authors = Authors.SetItem(entry.Author, After(entry)),
            Ids = Ids.Add(entry.Id, index),
        };
    }

    /// <summary>Where the author's next record stands in its own sequence.</summary>
    public AuthorPosition Position(KeyName author) =>
        Authors.GetValueOrDefault(author) ?? AuthorPosition.First;

    /// <summary>The entry of that name; null where no leaf that counts has it.</summary>
    public Entry? Find(RecordId id) => Ids.TryGetValue(id, out var index) ? CaseState.At(Folded.Entries, index) : null;

    /// <summary>What a case of a million records keeps of an envelope: no digests, and names that it has already.</summary>
    private Envelope Kept(Envelope envelope, CaseId caseId)
    {
        var last = Position(envelope.By[0]).Last;
        return envelope with
        {
            Case = envelope.Case == caseId ? caseId : envelope.Case,
            Prev = envelope.Prev == last ? last : envelope.Prev,
            Sealed = [],
        };
    }

    private CaseHistory Remarked(Remark remark) => this with { Remarks = Remarks.Add(remark) };

    private Remark? Voids(long index, ReadRecord record, CaseId caseId, KeyRing keys, SignatureCheck check)
    {
        var envelope = record.Envelope;
        if (index == 0 && record.Statement is not CaseOpened)
        {
            return new(index, "case/not-opened", "leaf 0 does not open a case", true);
        }

        if (index > 0 && record.Statement is CaseOpened)
        {
            return new(index, "case/opened-twice", "only leaf 0 opens a case", true);
        }

        if (envelope.Case != caseId)
        {
            return new(index, "case/foreign", $"the record belongs to the case {envelope.Case}", true);
        }

        if (Ids.TryGetValue(record.Id, out var first))
        {
            return new(index, "record/twice", $"the same record stands at {first}", true);
        }

        var added = record.Statement is KeyRegistered { Key: { } text } && KeyRing.TryAuthorKey(text, out var key, out _)
            ? new KeyName(key.Name)
            : (KeyName?)null;
        foreach (var name in envelope.By)
        {
            // A new key may co-sign its own registration; it can't be the one that registers it.
            var ring = index == 0 || (name == added && name != envelope.By[0]) ? keys : Keys;
            if (!ring.Counts(name, index))
            {
                var state = ring.Keys.ContainsKey(name) ? "revoked" : "not registered";
                return new(index, $"key/{state.Replace(' ', '-')}", $"the key {name} is {state} at this index", true);
            }
        }

        if (added is { } holder && !envelope.By.Contains(holder))
        {
            return new(index, "key/unsigned", "the registered key did not sign its own registration", true);
        }

        if (record.Statement is { } said && keys.Keys[envelope.By[0]].Role is { } role && !Permissions.MayWrite(role, said.Kind))
        {
            return new(index, "access/not-permitted", $"a key with the role '{role}' may not write {said.Kind.Name}", true);
        }

        if (envelope.Corrects is { } corrected && Find(corrected) is { } earlier
            && !MayCorrect(envelope.By[0], earlier.Author, keys, index))
        {
            return new(index, "corrects/author", $"a record is corrected by the key that wrote it, {earlier.Author}, or between owners and registrars" + (earlier.Type == PartyDescribed.Row.Name ? "; a party that another described is described anew ('probatum party describe')" : ""), true);
        }

        if (record.Statement is ImportWithdrawn { Import: { } import }
            && State.Imports.Find(import)?.Parts.Find(part => !MayCorrect(envelope.By[0], part.Author, keys, index)) is { } others)
        {
            return new(index, "import/author", $"an import is withdrawn by the key that made it, {others.Author}, or between owners and registrars", true);
        }

        if (ChangesWhoRules(record.Statement, keys) && keys.Keys[envelope.By[0]].Role is not ("owner" or null))
        {
            return new(index, "access/owner-only", "owners and registrars are registered and revoked by an owner", true);
        }

        if (record.Statement is FindingReviewed { Finding: { } finding } && IsOneHolder(envelope.By[0], finding, keys))
        {
            return new(index, "finding/own-review", "a finding is reviewed by a second person, and both keys have the same holder", true);
        }

        if (record.Statement is KeyRevoked { Key: { } ended } && IsLastThatCanGoOn(new(ended), keys, index))
        {
            return new(index, "key/last", "no other key of this case could register a new one", true);
        }

        if (record.Statement is CustodyRefused { To: { } offered } && keys.Keys[envelope.By[0]].Party is { } declining && !Folded.Parties.SameSide(declining, offered))
        {
            return new(index, "custody/not-receiver", "a hand-over is declined by whom it is offered to", true);
        }

        if (record.Statement is CustodyTransferred { From: { } from, To: { } to } && !IsSignedByBoth(from, to, envelope.By, keys))
        {
            return new(index, "custody/signers", "a live hand-over is signed by a key of the giver and then by one of the receiver", true);
        }

        if (check == SignatureCheck.Every && !IsGoodUnder(record, keys)
            && !record.TryVerify(envelope.By.Select(name => keys.Keys[name].Key), out var fault))
        {
            return new(index, "signature/bad", fault.Why, true);
        }

        return null;
    }

    /// <summary>Whether whoever opened the record found its signatures good under the very keys that it is held against here.</summary>
    private static bool IsGoodUnder(ReadRecord record, KeyRing keys)
    {
        var (by, good) = (record.Envelope.By, record.GoodUnder);
        for (var i = 0; i < by.Length; i++)
        {
            if (i >= good.Length || good[i].Text != keys.Keys[by[i]].Key.Text)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Owners and registrars type in what others tell and correct each other's typing, also for a key that was lost. Nobody
    /// else changes another's word: a laboratory's result, an analyst's finding, a custodian's act. A role that is withheld
    /// is not held against anybody.
    /// </summary>
    private static bool MayCorrect(KeyName by, KeyName first, KeyRing keys, long index)
    {
        static bool Types(KnownKey key) => key.Role is "owner" or "registrar" or null;
        return by == first || (Types(keys.Keys[by]) && (Types(keys.Keys[first]) || keys.Keys[first].RevokedAt < index));
    }

    private static bool ChangesWhoRules(Statement? statement, KeyRing keys) => statement switch
    {
        KeyRegistered registered => registered.Role is "owner" or "registrar",
        KeyRevoked { Key: { } name } => keys.Keys.GetValueOrDefault(new(name))?.Role is "owner" or "registrar",
        _ => false,
    };

    private bool IsOneHolder(KeyName reviewer, EntityId finding, KeyRing keys) =>
        keys.Keys[reviewer].Holder is { Length: > 0 } holder
        && State.Findings.Find(finding) is { } view
        && (keys.Keys[view.Author].Holder == holder || (view.Corrector is { } corrector && keys.Keys[corrector].Holder == holder));

    private static bool IsLastThatCanGoOn(KeyName ended, KeyRing keys, long index) =>
        keys.Keys.GetValueOrDefault(ended)?.Role is "owner" or "registrar"
        && !keys.Keys.Any(other => other.Key != ended && other.Value.Role is "owner" or "registrar" or null && other.Value.RevokedAt is null && keys.Counts(other.Key, index));

    private bool IsSignedByBoth(EntityId from, EntityId to, ImmutableArray<KeyName> by, KeyRing keys) =>
        by is [var giver, var receiver]
        && Folded.Parties.SameSide(keys.Keys[giver].Party, from) && Folded.Parties.SameSide(keys.Keys[receiver].Party, to);

    /// <summary>The remarks but those on gaps in the author's numbers that this late record closes.</summary>
    private ImmutableList<Remark> WithoutGapsClosedBy(Entry late)
    {
        var position = Position(late.Author);
        return late.Envelope.Seq >= position.NextSeq ? Remarks : Remarks.RemoveAll(remark =>
            remark.Code == "seq/gap" && CaseState.At(Folded.Entries, remark.Index) is { } after
            && after.Author == late.Author && IsClosed(after));

        // Down from the record behind the gap: all that came late is there by now, up to one that was there before it.
        bool IsClosed(Entry after)
        {
            for (var seq = after.Envelope.Seq - 1; seq >= 0; seq--)
            {
                if (!position.Ids.TryGetValue(seq, out var id))
                {
                    if (seq != late.Envelope.Seq)
                    {
                        return false;
                    }

                    id = late.Id;
                }

                if (Ids.TryGetValue(id, out var index) && index < after.Index)
                {
                    return true;
                }
            }

            return true;
        }
    }

    private IEnumerable<Remark> Oddities(Entry entry)
    {
        var position = Position(entry.Author);
        var seq = entry.Envelope.Seq;
        if (position.Ids.TryGetValue(seq, out var other))
        {
            yield return new(entry.Index, "seq/equivocation", $"{entry.Author} wrote two records number {seq}: {other} and {entry.Id}", false);
        }
        else if (seq > position.NextSeq)
        {
            yield return new(entry.Index, "seq/gap", $"{entry.Author} has no record number {position.NextSeq}; a hand-over that its giver alone signed takes a number too", false);
        }
        else if (seq == position.NextSeq && entry.Envelope.Prev != position.Last)
        {
            yield return new(entry.Index, "seq/prev", $"{entry.Author} names another record as its previous one", false);
        }

        if (entry.Envelope.Seen is { } seen && seen.Size > entry.Index)
        {
            yield return new(entry.Index, "seen/future", $"the author says it had seen {seen.Size} leaves, more than stand before it", false);
        }

        if (entry.Envelope.Corrects is not { } corrected)
        {
            yield break;
        }

        if (!Ids.ContainsKey(corrected))
        {
            yield return new(entry.Index, "corrects/unknown", $"it corrects {corrected}, which does not stand before it", false);
        }
        else if (Find(corrected) is { } first && first.Type != entry.Type)
        {
            yield return new(entry.Index, "corrects/type", $"it corrects {corrected}, which is of the kind {first.Type}", false);
        }
    }

    private AuthorPosition After(Entry entry)
    {
        var position = Position(entry.Author);
        var seq = entry.Envelope.Seq;
        return new(
            Math.Max(position.NextSeq, seq + 1), seq + 1 >= position.NextSeq ? entry.Id : position.Last,
            position.Ids.TryAdd(seq, entry.Id));
    }
}
