using Probatum.Core;
using Probatum.Core.Bundles;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.TestSupport;

/// <summary>A device that took a case along: what it records stands on what the office's log was then.</summary>
internal sealed class FieldDevice : ICaseLog
{
    private readonly WrittenCase _office;
    private readonly Author _author;
    private readonly Checkpoint _seen;
    private readonly SignedNote _note;
    private CaseHistory _history;

    public FieldDevice(WrittenCase office, Author author)
    {
        (_office, _author, _history, _seen) = (office, author, office.History, office.Log.Covered!);
        _note = Note(office);
    }

    public List<SealedRecord> Records { get; } = [];

    public RecordId Say(Statement said, RecordId? corrects = null)
    {
        var done = CaseFile.Submit(_history, _office.Id, _seen, _author, [new(said, corrects, CorrectionReason: corrects is null ? null : "a slip")], this);
        Assert.True(done is Acknowledged, (done as NotAccepted)?.Why.ToString());
        _history = ((Acknowledged)done).History;
        return Records[^1].Id;
    }

    /// <summary>Records without asking any rule, as a device of somebody else's making would.</summary>
    public RecordId Force(Statement said, long? seq = null, Seen? seen = null)
    {
        var position = _history.Position(_author.Name);
        var (text, disclosures) = RecordText.Compose(
            said,
            (digests, open) => new(
                _office.Id, [_author.Name], seq ?? position.NextSeq, (seq ?? position.NextSeq) == 0 ? null : position.Last ?? new("r-" + Base64Url.Encode(new byte[32])),
                seen ?? new(_seen.Size, _seen.Root), new("2016-12-01T00:00:00Z", "device"), digests, null, open),
            _office.Random);
        Append(0, [RecordText.Sign(text, disclosures, _author.Key)]);
        _history = _history.Then(Records[^1].Leaf, [.. disclosures.Select(one => one.Text)], SignatureCheck.AlreadyChecked);
        return Records[^1].Id;
    }

    public Checkpoint? Append(long expectedSize, IReadOnlyList<SealedRecord> records)
    {
        Records.AddRange(records);
        return _seen;
    }

    /// <summary>What it recorded, from one record up to another.</summary>
    public Bundle Bundle(int from = 0, int? to = null) => new(
        _office.Id, null, _note, [.. Records.Take(to ?? Records.Count).Skip(from).Select(Leaf)], []);

    public static BundledLeaf Leaf(SealedRecord record) => new(record.Id, record.Leaf, [.. record.Disclosures.Select(one => one.Text)]);

    public static SignedNote Note(WrittenCase office) =>
        SignedNote.TryParse(office.Log.Checkpoint.Span, out var note, out var fault) ? note : throw new InvalidDataException(fault.Why);

    /// <summary>The office's log as it is read before a merge.</summary>
    public static LogReading Read(WrittenCase office)
    {
        var reading = new LogReading();
        Assert.True(LogAudit.TryAudit(office.Log.Covered!, office.Log, (index, leaf) => reading.Take(leaf, office.Log.Disclosures(index), SignatureCheck.Every), out var fault), fault.Why);
        return reading;
    }

    /// <summary>Merges into a log that was read; what was decided.</summary>
    public static MergePlan Merged(LogReading log, Bundle bundle)
    {
        var plan = Merge.Into(log, bundle, out var fault);
        Assert.True(plan is not null, fault.Why);
        foreach (var record in plan.Records)
        {
            log.Take(record.Leaf, [.. record.Disclosures.Select(one => one.Text)], SignatureCheck.Every);
        }

        return plan;
    }
}
