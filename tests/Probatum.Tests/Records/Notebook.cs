using System.Collections.Immutable;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;
using KeyName = Probatum.Core.Records.KeyName;

namespace Probatum.Tests.Records;

/// <summary>Writes records of test authors, well or badly, and reads them back as a case.</summary>
internal sealed class Notebook
{
    public static readonly SignerKey Owner = Key("owner");
    public static readonly SignerKey Analyst = Key("analyst");
    public static readonly SignerKey Custodian = Key("custodian");
    public static readonly SignerKey Stranger = Key("stranger");
    public static readonly CaseId Case = new("c-TGFyY2hfZXhlcmNpc2VfMQ");

    private readonly Random _random = new(7);
    private readonly Dictionary<string, (long Seq, RecordId? Last)> _positions = [];

    public CaseHistory History { get; private set; } = CaseHistory.Empty;

    public List<(ReadOnlyMemory<byte> Leaf, IReadOnlyList<string> Disclosures)> Leaves { get; } = [];

    /// <summary>A case whose owner has registered an analyst and a custodian.</summary>
    public static Notebook Opened()
    {
        var notebook = new Notebook();
        notebook.Add(notebook.Write(new CaseOpened("Larch", "exercise", Owner.Verifier.Text, [Owner.Verifier.Text], JsonMap.Empty), [Owner]));
        notebook.Register(Analyst, "analyst");
        notebook.Register(Custodian, "custodian");
        return notebook;
    }

    public static SignerKey Key(string name) => KeyName.Signer(Hash256.Sha256(Encoding.ASCII.GetBytes($"probatum test {name}")).ToArray());

    public static KeyRegistered Registration(SignerKey key, string role) => new(key.Verifier.Text, "somebody", role, null);

    public void Register(SignerKey key, string role) => Add(Write(Registration(key, role), [Owner, key]));

    /// <summary>A record in its author's sequence, unless told otherwise.</summary>
    public SealedRecord Write(
        Statement statement, SignerKey[] by, long? seq = null, RecordId? prev = null, CaseId? inCase = null, RecordId? corrects = null,
        Seen? seen = null, SignerKey[]? signers = null, string? reason = "a slip of the pen")
    {
        var (next, last) = _positions.GetValueOrDefault(by[0].Verifier.Name);
        var number = seq ?? next;
        var (text, disclosures) = RecordText.Compose(
            statement,
            (digests, open) => new(
                inCase ?? Case, [.. by.Select(key => new KeyName(key.Verifier.Name))], number, number == 0 ? null : prev ?? last, seen,
                new("2016-11-13T11:31:04Z", "device"), digests, corrects, open),
            _random.NextBytes, corrects is null ? null : reason);
        return RecordText.Sign(text, disclosures, signers ?? by);
    }

    /// <summary>Adds a record to the log as its author's latest; <paramref name="withheld"/> members are not disclosed.</summary>
    public RecordId Add(SealedRecord record, params string[] withheld)
    {
        var texts = record.Disclosures.Where(one => !withheld.Contains(one.Name)).Select(one => one.Text).ToList();
        Leaves.Add((record.Leaf, texts));
        History = History.Then(record.Leaf, texts, SignatureCheck.Every);
        if (RecordText.TryRead(record.Leaf, texts, out var read, out _))
        {
            _positions[read.Envelope.By[0].Text] = (read.Envelope.Seq + 1, record.Id);
        }

        return record.Id;
    }

    /// <summary>Adds a well-made record of one author.</summary>
    public RecordId Say(SignerKey author, Statement statement, RecordId? corrects = null) => Add(Write(statement, [author], corrects: corrects));

    /// <summary>The code of the remark on the last leaf, or null.</summary>
    public string? LastRemark(out bool isVoid)
    {
        var remark = History.Remarks.LastOrDefault(one => one.Index == History.Size - 1);
        isVoid = remark is { Void: true };
        return remark?.Code;
    }

    /// <summary>Checks that the leaf counts for nothing, for that reason.</summary>
    public void AssertVoid(string code)
    {
        Assert.Equal(code, LastRemark(out var isVoid));
        Assert.True(isVoid);
        Assert.DoesNotContain(History.State.Entries, entry => entry.Index == History.Size - 1);
    }

    /// <summary>Checks that the leaf counts, with that remark or none.</summary>
    public void AssertCounts(string? code = null)
    {
        Assert.Equal(code, LastRemark(out var isVoid));
        Assert.False(isVoid);
        Assert.Equal(History.Size - 1, History.State.Entries[^1].Index);
    }

    public ImmutableArray<string> Words() => [.. History.Remarks.Select(remark => remark.Code)];
}
