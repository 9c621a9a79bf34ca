using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>The log: checkpoint, keys, every leaf, every signature, every disclosure.</summary>
internal sealed record LogCheck(
    ImmutableArray<Check> Checks, CaseHistory? History, Checkpoint? Checkpoint, SignedNote? Note, ImmutableArray<Withholding> Withheld,
    ImmutableArray<string> DisclosurePaths, List<Blob> Disclosed, string EntriesSha512, ImmutableDictionary<long, Hash256> StampedRoots)
{
    public static LogCheck Of(OpenedBag bag, TrustPolicy? reader)
    {
        var none = new LogCheck([], null, null, null, [], [], [], "", ImmutableDictionary<long, Hash256>.Empty);
        LogCheck Failed(string code, string words) => none with { Checks = [new(code, Outcome.Fails, words)] };

        if (bag.Read(BagLayout.Checkpoint) is not { } bytes || !SignedNote.TryParse(bytes.Span, out var note, out var fault)
            || !Checkpoint.TryParse(note.Text, out var checkpoint, out fault))
        {
            return Failed("log/checkpoint", $"{BagLayout.Checkpoint} is no checkpoint");
        }

        if (bag.Read(BagLayout.Withheld) is not { } withheldBytes || !Withholding.TryRead(withheldBytes.Span, out var withheld, out fault))
        {
            return Failed("disclosures", $"{BagLayout.Withheld} is missing or no sorted list of withheld members");
        }

        using var reading = new LeafReading(bag, withheld);
        if (!LogAudit.TryAudit(checkpoint, new LogFolder(bag), reading.Visit, out fault))
        {
            return Failed("log/tree", $"the log does not hash to its checkpoint: {fault.Why}");
        }

        var history = reading.History;
        var checks = ImmutableArray.CreateBuilder<Check>();
        checks.Add(new("log/tree", Outcome.Holds, $"{checkpoint.Size} leaves hash to the root {checkpoint.Root.ToBase64()}"));
        checks.Add(Signed(note, checkpoint, history));
        if (checks[^1].Outcome == Outcome.Holds)
        {
            checks.AddRange(CosignerCheck.Of(note, history.State.Opened!, reader));
        }

        checks.AddRange(reading.Checks());
        return new(
            checks.ToImmutable(), history, checkpoint, note, withheld, [.. reading.Paths], reading.Disclosed, reading.EntriesBeforeLast(), reading.StampedRoots());
    }

    /// <summary>The checkpoint begins with a good signature of every log key that the first leaf names; those of others come behind.</summary>
    private static Check Signed(SignedNote note, Checkpoint checkpoint, CaseHistory history)
    {
        if (history.Id is not { } id || !checkpoint.Origin.EndsWith($"/{id}", StringComparison.Ordinal))
        {
            return new("log/signatures", Outcome.Fails, $"the checkpoint of {checkpoint.Origin} is not one of this case's log");
        }

        var keys = new List<VerifierKey>();
        foreach (var text in history.State.Opened?.LogKeys ?? [])
        {
            if (!VerifierKey.TryParse(text, out var key, out _) || key.Name != checkpoint.Origin)
            {
                return new("log/signatures", Outcome.Fails, "a log key of the first record is no key of this origin");
            }

            keys.Add(key);
        }

        var lines = note.Signatures.Select(line => (line.Name, line.Id)).ToList();
        var own = keys.Select(key => (key.Name, key.Id)).ToList();
        var inOrder = lines.Take(own.Count).SequenceEqual(own) && !lines.Skip(own.Count).Any(own.Contains);
        return keys.Count > 0 && inOrder && note.TryVerify(keys, out var verified, out _) && verified.Length == keys.Count
            ? new("log/signatures", Outcome.Holds, $"the checkpoint of {checkpoint.Origin} is signed by {string.Join(" and ", keys.Select(key => key.Type == KeyType.Ed25519 ? "Ed25519" : "ML-DSA-44"))}")
            : new("log/signatures", Outcome.Fails, "the checkpoint does not begin with the signatures of exactly the log keys that the first record names, in their order");
    }

    private sealed class LogFolder(OpenedBag bag) : ITileReader
    {
        public ReadOnlyMemory<byte>? Read(string path) => bag.Read(BagLayout.Log + path);
    }
}

/// <summary>Walks the leaves: opens each with its disclosures and counts what is withheld.</summary>
internal sealed class LeafReading(OpenedBag bag, ImmutableArray<Withholding> withheld) : IDisposable
{
    private readonly SeenHistory _seen = new();
    private readonly ILookup<long, Withholding> _withheld = withheld.ToLookup(one => one.Index);
    private readonly List<string> _wrong = [];
    private readonly List<string> _unread = [];
    private readonly IncrementalHash _entries = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
    private byte[] _lastLeaf = [];
    private int _sealed;
    private int _disclosed;

    public CaseHistory History { get; private set; } = CaseHistory.Empty;

    public List<string> Paths { get; } = [];

    public List<Blob> Disclosed { get; } = [];

    public void Visit(long index, ReadOnlyMemory<byte> leaf)
    {
        _entries.AppendData(_lastLeaf);
        _lastLeaf = leaf.ToArray();
        var texts = Texts(index);
        History = History.Then(leaf, texts, SignatureCheck.Every, out var record, out var fault);
        _seen.Take(leaf.Span, record?.Envelope.Seen);
        if (record is null)
        {
            _unread.Add($"leaf {index}: {fault.Why}");
        }
        else
        {
            var open = record.Opened;
            var closed = _withheld[index].Select(one => one.Digest).ToList();
            _sealed += record.Envelope.Sealed.Length;
            _disclosed += open.Length;
            Disclosed.AddRange(open.SelectMany(one => DossierContent.Blobs(one.Value)));
            if (!open.Select(one => one.Digest).Concat(closed).Order(StringComparer.Ordinal).SequenceEqual(record.Envelope.Sealed))
            {
                _wrong.Add($"leaf {index}: disclosed and withheld members together are not the sealed ones");
            }
            else if (!open.Select(one => one.Digest).SequenceEqual(open.Select(one => one.Digest).Order(StringComparer.Ordinal)))
            {
                _wrong.Add($"leaf {index}: the disclosures are not in the order of the record");
            }
        }
    }

    public IEnumerable<Check> Checks()
    {
        var beyond = withheld.FirstOrDefault(one => one.Index >= History.Size || one.Index < 0);
        if (beyond is not null)
        {
            _wrong.Add($"a member of leaf {beyond.Index} is withheld, and there is no such leaf");
        }

        var read = Paths.ToHashSet(StringComparer.Ordinal);
        var strayed = bag.Payload.FirstOrDefault(path => path.StartsWith("data/disclosures/", StringComparison.Ordinal) && !read.Contains(path));
        if (strayed is not null)
        {
            _wrong.Add($"{strayed} belongs to no leaf");
        }

        yield return _wrong.Count > 0
            ? new("disclosures", Outcome.Fails, _wrong[0] + DossierVerifier.More(_wrong.Count))
            : new("disclosures", Outcome.Holds, $"{_disclosed} of {_sealed} sealed members are disclosed and match their digests; {_sealed - _disclosed} are withheld and counted");
        var broken = _unread
            .Concat(History.Remarks.Where(remark => remark.Void && remark.Code is "signature/bad" or "case/not-opened" or "case/opened-twice" or "case/foreign")
                .Select(remark => $"leaf {remark.Index}: {remark.Why}"))
            .ToList();
        yield return broken.Count > 0
            ? new("records", Outcome.Fails, broken[0] + DossierVerifier.More(broken.Count))
            : new("records", Outcome.Holds, $"{History.State.Entries.Count} records are well-formed, signed by registered keys and belong to this case");
        if (History.State.Opened?.BeforeInWords is { } before)
        {
            yield return new("continues", Outcome.NotProven, $"the case {before} (probatum compare OLD NEW)");
        }

        if (_seen.Others.Count > 0)
        {
            yield return new("history", Outcome.Fails, _seen.Others[0] + DossierVerifier.More(_seen.Others.Count));
        }
    }

    public void Dispose()
    {
        _seen.Dispose();
        _entries.Dispose();
    }

    /// <summary>The roots of the log at the sizes over which records say that it was stamped, and at its end.</summary>
    public ImmutableDictionary<long, Hash256> StampedRoots() => History.State.TimeStamps.Select(one => one.Said.Size ?? 0).Append(History.Size)
        .Where(size => size >= 0 && size <= History.Size).Distinct().ToImmutableDictionary(size => size, _seen.RootAt);

    public string EntriesBeforeLast() => Convert.ToHexStringLower(_entries.GetCurrentHash());

    private List<string> Texts(long index)
    {
        var path = BagLayout.Disclosures(index);
        if (bag.Read(path) is not { } bytes)
        {
            return [];
        }

        Paths.Add(path);
        var text = Encoding.ASCII.GetString(bytes.Span);
        if (!text.EndsWith('\n'))
        {
            _wrong.Add($"{path} does not end with a line feed");
        }

        return [.. text.Split('\n')[..^1]];
    }
}
