using System.Collections.Immutable;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core;

/// <summary>What a case file needs of whatever keeps the log: add leaves in one batch that is whole or not there.</summary>
public interface ICaseLog
{
    /// <summary>
    /// Appends in order after <paramref name="expectedSize"/> leaves. Returns when every byte is durable and a signed
    /// checkpoint covers it; null when the log has another size by now, and then nothing was added.
    /// </summary>
    Checkpoint? Append(long expectedSize, IReadOnlyList<SealedRecord> records);
}

/// <summary>What a writer holds of a record once it is acknowledged.</summary>
public sealed record Receipt(RecordId Id, long Index, Checkpoint Checkpoint);

/// <summary>Accepted with receipts, or refused with a reason; nothing in between was written.</summary>
public abstract record Submission;

/// <summary>All records are durable and covered by the checkpoint of the last receipt.</summary>
public sealed record Acknowledged(ImmutableArray<Receipt> Receipts, CaseHistory History) : Submission;

/// <summary>One statement may not be recorded, so none was.</summary>
public sealed record NotAccepted(int Position, Refused Why) : Submission;

/// <summary>The log grew meanwhile: read it again and decide anew.</summary>
public sealed record Overtaken : Submission;

/// <summary>Who writes: the signing key, the machine's clock, the machine's randomness.</summary>
public sealed record Author(SignerKey Key, Func<DateTimeOffset> Clock, Randomness Random)
{
    /// <summary>The key's name.</summary>
    public KeyName Name => new(Key.Verifier.Name);
}

/// <summary>A statement to be recorded: alone, as a correction with its reason, or with co-signers.</summary>
public sealed record Intended(
    Statement Statement, RecordId? Corrects = null, ImmutableArray<SignerKey> CoSigners = default, string? CorrectionReason = null);

/// <summary>The one way in: decide, write down, sign, append.</summary>
public static class CaseFile
{
    private const int FewestAtOnce = 64;
    private const int AtOnce = 512;

    /// <summary>Records statements of one author in one batch: all of them or none.</summary>
    /// <param name="history">The case as read so far.</param>
    /// <param name="caseId">The case; needed for its first record, when the history does not know it yet.</param>
    /// <param name="checkpoint">The checkpoint that covers the history, or null for an empty log.</param>
    /// <param name="author">Who signs first.</param>
    /// <param name="intended">The statements in order.</param>
    /// <param name="log">Where they go.</param>
    /// <param name="reserved">A pending hand-over's place in the author's sequence, or null.</param>
    /// <param name="adopting">Why a finding may not be adopted in a state, by what the records carry under the case's tables; null where nothing is adopted.</param>
    public static Submission Submit(
        CaseHistory history, CaseId caseId, Checkpoint? checkpoint, Author author, IReadOnlyList<Intended> intended, ICaseLog log,
        AuthorPosition? reserved = null, Func<CaseHistory, Findings.FindingReviewed, Refused?>? adopting = null)
    {
        var (after, position) = (history, reserved ?? history.Position(author.Name));
        var sealedRecords = new List<SealedRecord>();
        Refused? Judged(Intended one) => (one.Corrects is { } corrected ? JudgeCorrection(after, author.Name, one.Statement, corrected) : Judge(after, author.Name, one.Statement))
            ?? (one.Statement is Findings.FindingReviewed { Verdict: Findings.FindingView.Adopted } review ? adopting?.Invoke(after, review) : null);

        // Of many records of one key at hand some are sealed and signed side by side, before they are judged; what is refused is let go with them.
        var isBulk = intended.Count >= (author.Key.IsOnDevice ? 2 : FewestAtOnce) && author.Key.SignsMany && intended.All(one => one.CoSigners.IsDefaultOrEmpty && one.Corrects is null);
        foreach (var some in intended.Chunk(isBulk ? AtOnce : 1))
        {
            if (!isBulk && Judged(some[0]) is { } refused)
            {
                return new NotAccepted(sealedRecords.Count, refused);
            }

            foreach (var (one, record) in some.Zip(isBulk ? Bulk(caseId, checkpoint, author, some, position) : [One(caseId, checkpoint, author, some[0], position)]))
            {
                if (isBulk && Judged(one) is { } why)
                {
                    return new NotAccepted(sealedRecords.Count, why);
                }

                sealedRecords.Add(record.Sealed with { Subject = Subject.Of(one.Statement) });
                after = record.Read is { } read ? after.Then(read, SignatureCheck.AlreadyChecked)
                    : after.Then(record.Sealed.Leaf, [.. record.Sealed.Disclosures.Select(disclosure => disclosure.Text)], SignatureCheck.AlreadyChecked);
                if (after.Remarks.LastOrDefault() is { Void: true } remark && remark.Index == after.Size - 1)
                {
                    return new NotAccepted(sealedRecords.Count - 1, new(remark.Code, remark.Why));
                }

                position = new(position.NextSeq + 1, record.Sealed.Id, position.Ids);
            }
        }

        return log.Append(history.Size, sealedRecords) is { } covering
            ? new Acknowledged([.. sealedRecords.Select((record, i) => new Receipt(record.Id, history.Size + i, covering))], after)
            : new Overtaken();
    }

    private static (SealedRecord Sealed, ReadRecord? Read) One(CaseId caseId, Checkpoint? checkpoint, Author author, Intended one, AuthorPosition position)
    {
        var (text, disclosures) = Compose(caseId, checkpoint, author, one, position);
        return (RecordText.Sign(text, disclosures, [author.Key, .. one.CoSigners.IsDefault ? [] : one.CoSigners]), null);
    }

    /// <summary>Records that follow one another in their author's sequence: sealed, signed and read again on all processors.</summary>
    /// <remarks>A text holds the id of the one before it, so only the texts are made one after the other. The salts are drawn in order.</remarks>
    private static (SealedRecord Sealed, ReadRecord? Read)[] Bulk(CaseId caseId, Checkpoint? checkpoint, Author author, Intended[] some, AuthorPosition position)
    {
        var bodies = Array.ConvertAll(some, one => RecordText.Body(one.Statement, one.CorrectionReason));
        var salts = Array.ConvertAll(bodies, body => new byte[body.Sealed.Count * Disclosure.SaltBytes]);
        Array.ForEach(salts, salt => author.Random(salt));
        var disclosures = new ImmutableArray<Disclosure>[some.Length];
        Parallel.For(0, some.Length, i => disclosures[i] = RecordText.Seal(bodies[i], salts[i]));

        var (texts, made, seen) = (new string[some.Length], MadeNow(author), Seen(checkpoint));
        for (var i = 0; i < some.Length; i++)
        {
            var (seq, prev) = (position.NextSeq + i, position.Last);
            texts[i] = RecordText.Compose(some[i].Statement, bodies[i], disclosures[i], (digests, open) => new(caseId, [author.Name], seq, prev, seen, made, digests, null, open));
            position = position with { Last = RecordId.Of(Encoding.UTF8.GetBytes(texts[i])) };
        }

        var (records, texted) = (new (SealedRecord, ReadRecord?)[some.Length], new TextPool());
        var keys = author.Key.Signing(Array.ConvertAll(texts, Encoding.UTF8.GetBytes));
        try
        {
            Parallel.For(0, some.Length, i =>
            {
                var record = RecordText.Sign(texts[i], disclosures[i], keys[i]);
                records[i] = (record, RecordText.TryRead(record.Leaf, [.. record.Disclosures.Select(disclosure => disclosure.Text)], texted, out var read, out _) ? read : null);
            });
        }
        catch (AggregateException several)
        {
            // As if they had been signed one by one.
            throw several.InnerExceptions[0];
        }

        return records;
    }

    private static Seen? Seen(Checkpoint? checkpoint) => checkpoint is null ? null : new(checkpoint.Size, checkpoint.Root);

    private static Made MadeNow(Author author) => new(When.Format(author.Clock().ToUniversalTime()), "device");

    /// <summary>What recording these would come to, one after the other, with nothing signed: why one may not be recorded, or null; and the state behind them.</summary>
    /// <remarks>Those of one group stand or fall together; one that may not be recorded is passed over.</remarks>
    public static (ImmutableArray<Refused?> Why, CaseState After) Foresee(CaseHistory history, KeyName author, IReadOnlyList<ImmutableArray<Statement>> groups)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(groups);
        var (state, position, why) = (history.State, history.Position(author), ImmutableArray.CreateBuilder<Refused?>(groups.Count));
        var (index, known) = (history.Size, history.Keys.Keys.GetValueOrDefault(author));
        var actor = new Actor(author, known?.Role, known?.Party);
        foreach (var group in groups)
        {
            var (after, refused) = (state, (Refused?)null);
            foreach (var statement in group)
            {
                refused ??= Rules.Judge(after, actor, statement);
                if (refused is null)
                {
                    // Nobody sees this id: the record is never written.
                    var envelope = new Envelope(history.Id ?? default, [author], position.NextSeq, position.Last, null, new("", ""), []);
                    after = after.Then(new(index, new($"r-{index}"), statement.Kind.Name, statement.Kind.Major, envelope, statement, 0));
                    index++;
                }
            }

            state = refused is null ? after : state;
            why.Add(refused);
        }

        return (why.MoveToImmutable(), state);
    }

    /// <summary>
    /// The giver's half of a record that another key must sign too: judged and signed, not yet in the log. It takes the next
    /// place in the giver's sequence, so the giver's further records must be submitted with the place after it.
    /// </summary>
    public static HalfSigned? Half(
        CaseHistory history, CaseId caseId, Checkpoint? checkpoint, Author giver, Statement statement, KeyName receiver,
        AuthorPosition position, out Refused? refused)
    {
        refused = Judge(history, giver.Name, statement) ?? JudgeSigners(history, giver.Name, receiver, statement);
        if (refused is not null)
        {
            return null;
        }

        var (text, disclosures) = Compose(caseId, checkpoint, giver, new(statement), position, receiver);
        return new(SignedNote.Sign(text, giver.Key), disclosures);
    }

    /// <summary>
    /// Whether a half is what its giver signed for this receiver, and still open: before it is signed or declined.
    /// </summary>
    public static Refused? JudgeHalf(CaseHistory history, HalfSigned half, KeyName receiver)
    {
        if (!half.TryShow(out var read, out var fault))
        {
            return new(fault.Code, fault.Why);
        }

        if (read.Envelope.By is not [var giver, var named] || read.Statement is null)
        {
            return new("half/form", "this is no record for two signers");
        }

        if (named != receiver)
        {
            return new("half/other-receiver", $"it is for the key {named} to sign, not for {receiver}");
        }

        if (!history.Keys.Counts(giver, history.Size) || !half.Note.TryVerifyLines([history.Keys.Keys[giver].Key], out var lines, out _) || lines.Length != half.Note.Signatures.Length)
        {
            return new("half/giver", $"the giver's key {giver} did not sign it, or does not count in this case");
        }

        return JudgeSigners(history, giver, named, read.Statement)
            ?? (Samples.SampleRules.IsDeclined(history.State, Digests.Hex(half.ToBytes())) ? new("custody/declined", "the receiver declined this hand-over") : null);
    }

    /// <summary>Records a half that the receiver signs now; the whole is judged as if the giver submitted it now.</summary>
    public static Submission SubmitHalf(CaseHistory history, HalfSigned half, SignerKey receiver, ICaseLog log)
    {
        if (JudgeHalf(history, half, new(receiver.Verifier.Name)) is { } odd)
        {
            return new NotAccepted(0, odd);
        }

        var note = half.Note.With(SignedNote.Sign(half.Note.Text, receiver).Signatures[0]);
        var record = new SealedRecord(half.Id, note.ToBytes(), half.Disclosures);
        var disclosures = half.Disclosures.Select(disclosure => disclosure.Text).ToImmutableArray();
        if (!RecordText.TryRead(record.Leaf, disclosures, out var read, out var fault))
        {
            return new NotAccepted(0, new(fault.Code, fault.Why));
        }

        var refused = read.Statement is null
            ? new("record/unknown-type", $"the kind {read.Type} is not known to this version")
            : Judge(history, read.Envelope.By[0], read.Statement);
        if (refused is not null)
        {
            return new NotAccepted(0, refused);
        }

        var after = history.Then(record.Leaf, disclosures, SignatureCheck.Every);
        if (after.Remarks.LastOrDefault() is { Void: true } remark && remark.Index == after.Size - 1)
        {
            return new NotAccepted(0, new(remark.Code, remark.Why));
        }

        return log.Append(history.Size, [record]) is { } covering
            ? new Acknowledged([new(record.Id, history.Size, covering)], after)
            : new Overtaken();
    }

    private static Refused? JudgeSigners(CaseHistory history, KeyName giver, KeyName receiver, Statement statement)
    {
        var (parties, keys) = (history.State.Parties, history.Keys);
        return statement switch
        {
            _ when giver == receiver => new("custody/one-key", "giver and receiver sign with two keys"),
            // A key signs its own registration, and does not count before it.
            KeyRegistered registered => registered.Key is { } key && KeyRing.TryAuthorKey(key, out var added, out _) && added.Name == receiver.Text
                ? null
                : new("key/unsigned", "a registration is signed by the registrar and by the key that it registers"),
            _ when keys.Keys.GetValueOrDefault(giver)?.Holder is { Length: > 0 } holder && keys.Keys.GetValueOrDefault(receiver)?.Holder == holder
                => new("custody/one-holder", $"giver and receiver are two people, and {holder} holds both keys"),
            _ when !keys.Counts(receiver, history.Size) => new("custody/receiver-key", $"the receiver's key {receiver} does not count in this case"),
            Samples.CustodyTransferred moved when !parties.SameSide(keys.Keys.GetValueOrDefault(giver)?.Party, moved.From)
                => new("custody/signers", $"the giver's key acts for {Party(giver)}, not for {parties.Name(moved.From)}"),
            Samples.CustodyTransferred moved when !parties.SameSide(keys.Keys[receiver].Party, moved.To)
                => new("custody/signers", $"the receiver's key acts for {Party(receiver)}, not for {parties.Name(moved.To)}"),
            _ => null,
        };

        string Party(KeyName key) => keys.Keys.GetValueOrDefault(key)?.Party is { } party ? parties.Name(party) : "no party";
    }

    /// <summary>
    /// A correction says anew what a record of the same kind said. The rules of its slice judge it against what stood before
    /// that record, since the present state already holds what is corrected.
    /// </summary>
    private static Refused? JudgeCorrection(CaseHistory history, KeyName author, Statement statement, RecordId corrected)
    {
        var original = history.Find(corrected);
        while (original?.Envelope.Corrects is { } earlier)
        {
            original = history.Find(earlier);
        }

        return original switch
        {
            null => new("correction/unknown", "the record to correct is not of this case"),
            _ when original.Type != statement.Kind.Name => new("correction/kind", $"a {original.Type} is corrected by a {original.Type}, not by a {statement.Kind.Name}"),
            { Statement: SheetImported or ImportWithdrawn } => new("correction/import", "what an import says of its rows is not corrected; it is withdrawn, or put back"),
            { Statement: Consents.ConsentWithdrawn first } when statement is Consents.ConsentWithdrawn said && (said.Person != first.Person || first.Purposes.Except(said.Purposes).Any())
                => new("correction/withdrawal", "a withdrawal stands for whom and for what it was made; consent that is given again is recorded anew"),
            { Statement: Samples.SampleCollected { Sample: { } id } } when statement is Samples.SampleCollected said && IsFreed(history.State, id, said)
                => new("correction/person", "a sample that is blocked for want of consent is not freed by naming another person, or nobody"),
            { Statement: Casualties.IdentityKept or Casualties.IdentityOpened } => new("correction/identity", "an identity is kept anew, and an opening stays as it was recorded"),
            { Statement: Claims.ClaimProposed first } when statement is Claims.ClaimProposed said && Claims.ClaimRules.JudgeCorrection(said, first) is { } refused => refused,
            // An allegation may be put on claims that were confirmed since.
            { Statement: Incidents.AllegationRecorded } => Judge(
                history with { State = CaseState.Of(history.State.Entries.Where(entry => entry.Id != original.Id && entry.Envelope.Corrects != original.Id)) }, author, statement),
            _ => Judge(history with { State = CaseState.Of(history.State.Entries.Where(entry => entry.Index < original.Index)) }, author, statement),
        };
    }

    private static bool IsFreed(CaseState state, EntityId sample, Samples.SampleCollected said) =>
        state.Samples.Samples.GetValueOrDefault(sample) is { Collected.Person: { } person } view && said.Person != person && state.Consents.Blocks(view) is not null;

    private static Refused? Judge(CaseHistory history, KeyName author, Statement statement)
    {
        var known = history.Keys.Keys.GetValueOrDefault(author);
        var role = statement is CaseOpened ? "owner" : known?.Role;
        return Rules.Judge(history.State, new(author, role, known?.Party), statement);
    }

    /// <summary>The unsigned text of an intended record in its author's sequence.</summary>
    public static (string Text, ImmutableArray<Disclosure> Disclosures) Compose(
        CaseId caseId, Checkpoint? checkpoint, Author author, Intended one, AuthorPosition position,
        params IEnumerable<KeyName> coSigners)
    {
        ImmutableArray<KeyName> by =
        [
            author.Name, .. one.CoSigners.IsDefault ? [] : one.CoSigners.Select(key => new KeyName(key.Verifier.Name)), .. coSigners,
        ];
        var (seen, made) = (Seen(checkpoint), MadeNow(author));
        return RecordText.Compose(
            one.Statement,
            (digests, open) => new(caseId, by, position.NextSeq, position.Last, seen, made, digests, one.Corrects, open),
            author.Random, one.CorrectionReason);
    }
}
