using System.Collections.Immutable;
using System.Security.Cryptography;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>The log: checkpoint, keys, every leaf, every signature, every disclosure.</summary>
internal sealed record LogCheck(
    ImmutableArray<Check> Checks, CaseHistory? History, Checkpoint? Checkpoint, SignedNote? Note, WithheldMembers Withheld,
    ImmutableArray<string> DisclosurePaths, NamedFiles Named, string EntriesSha512, ImmutableDictionary<long, Hash256> StampedRoots)
{
    public static LogCheck Of(OpenedBag bag, TrustPolicy? reader)
    {
        var none = new LogCheck([], null, null, null, new(), [], new(), "", ImmutableDictionary<long, Hash256>.Empty);
        LogCheck Failed(string code, string words) => none with { Checks = [new(code, Outcome.Fails, words)] };

        if (bag.Read(BagLayout.Checkpoint) is not { } bytes || !SignedNote.TryParse(bytes.Span, out var note, out var fault)
            || !Checkpoint.TryParse(note.Text, out var checkpoint, out fault))
        {
            return Failed("log/checkpoint", $"{BagLayout.Checkpoint} is no checkpoint");
        }

        if (ReadWithheld(bag) is not { } withheld)
        {
            return Failed("disclosures", $"{BagLayout.Withheld} is missing or no sorted list of withheld members");
        }

        using var reading = new LeafReading(bag, withheld);
        if (!LogAudit.TryAudit(checkpoint, new LogFolder(bag), reading.Visit, out fault))
        {
            return Failed("log/tree", $"the log does not hash to its checkpoint: {fault.Why}");
        }

        reading.Finish();

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
            checks.ToImmutable(), history, checkpoint, note, withheld, [.. reading.Paths], reading.Named, reading.EntriesBeforeLast(), reading.StampedRoots());
    }

    private static WithheldMembers? ReadWithheld(OpenedBag bag)
    {
        try
        {
            using var file = bag.Reader.Open(BagLayout.Withheld);
            return file is not null && WithheldMembers.TryRead(file, out var withheld, out _) ? withheld : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
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
internal sealed class LeafReading : IDisposable
{
    private readonly OpenedBag _bag;
    private readonly WithheldMembers _withheld;
    private readonly DisclosureReading _disclosures;
    private readonly RecordOpening _opening = new();
    private readonly ReadingAhead<(long Index, ReadOnlyMemory<byte> Leaf, ReadRecord? Record, Fault Fault)> _ahead;
    private readonly SeenHistory _seen = new();
    private readonly List<(long Leaf, string Words)> _wrong = [];
    private readonly List<string> _unread = [];
    private readonly IncrementalHash _entries = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
    private ReadOnlyMemory<byte> _lastLeaf;
    private long _read;
    private int _atWithheld;
    private int _sealed;
    private int _opened;

    /// <param name="bag">The dossier.</param>
    /// <param name="withheld">What it withholds, sorted by leaf and digest.</param>
    public LeafReading(OpenedBag bag, WithheldMembers withheld)
    {
        (_bag, _withheld) = (bag, withheld);
        _disclosures = new(bag.Reader, why => _wrong.Add((_read, why)));
        _ahead = new(
            (index, leaf, texts) => (index, leaf, _opening.Open(leaf, texts, SignatureCheck.Every, out var fault), fault), one => Take(one.Index, one.Leaf, one.Record, one.Fault));
    }

    public CaseHistory History { get; private set; } = CaseHistory.Empty;

    public IReadOnlyList<string> Paths => _disclosures.Paths;

    public NamedFiles Named { get; } = new();

    public void Visit(long index, ReadOnlyMemory<byte> leaf)
    {
        _read = index;
        _ahead.Add(index, leaf, _disclosures.Of(index));
    }

    /// <summary>Takes what was read ahead.</summary>
    public void Finish()
    {
        _ahead.Finish();
    }

    private void Take(long index, ReadOnlyMemory<byte> leaf, ReadRecord? record, Fault fault)
    {
        _entries.AppendData(_lastLeaf.Span);
        _lastLeaf = leaf;
        History = record is null ? History.Then(fault) : History.Then(record, SignatureCheck.Every);
        _opening.Keys = History.Keys;
        _seen.Take(leaf.Span, record?.Envelope.Seen);
        var closed = Withheld(index);
        if (record is null)
        {
            _unread.Add($"leaf {index}: {fault.Why}");
            return;
        }

        var (open, digests) = (record.Opened, record.Envelope.Sealed);
        _sealed += digests.Length;
        _opened += open.Length;
        var all = new string[open.Length + closed.Count];
        for (var i = 0; i < open.Length; i++)
        {
            all[i] = open[i].Digest;
            Named.Add(open[i].Value);
        }

        var isInOrder = IsInOrder(all.AsSpan(0, open.Length));
        for (var i = 0; i < closed.Count; i++)
        {
            all[open.Length + i] = closed[i].Digest;
        }

        Array.Sort(all, StringComparer.Ordinal);
        if (!all.AsSpan().SequenceEqual(digests.AsSpan()))
        {
            _wrong.Add((index, $"leaf {index}: disclosed and withheld members together are not the sealed ones"));
        }
        else if (!isInOrder)
        {
            _wrong.Add((index, $"leaf {index}: the disclosures are not in the order of the record"));
        }
    }

    /// <summary>What is withheld of that leaf; leaves are asked for in order.</summary>
    private List<Withholding> Withheld(long index)
    {
        var here = new List<Withholding>();
        while (_atWithheld < _withheld.Count && _withheld[_atWithheld] is var one && one.Index <= index)
        {
            _atWithheld++;
            if (one.Index == index)
            {
                here.Add(one);
            }
        }

        return here;
    }

    private static bool IsInOrder(ReadOnlySpan<string> digests)
    {
        for (var i = 1; i < digests.Length; i++)
        {
            if (string.CompareOrdinal(digests[i - 1], digests[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    public IEnumerable<Check> Checks()
    {
        var beyond = _withheld is [{ Index: < 0 } first, ..] ? first : _withheld.PlaceOf(History.Size) is var behind && behind < _withheld.Count ? _withheld[behind] : null;
        if (beyond is not null)
        {
            _wrong.Add((History.Size, $"a member of leaf {beyond.Index} is withheld, and there is no such leaf"));
        }

        var read = Paths.ToHashSet(StringComparer.Ordinal);
        var strayed = _bag.Payload.FirstOrDefault(path => path.StartsWith("data/disclosures/", StringComparison.Ordinal) && !read.Contains(path));
        if (strayed is not null)
        {
            _wrong.Add((History.Size, $"{strayed} belongs to no leaf"));
        }

        // Disclosures are read ahead of the records that they open: the first is that of the lowest leaf.
        yield return _wrong.Count > 0
            ? new("disclosures", Outcome.Fails, _wrong.MinBy(one => one.Leaf).Words + DossierVerifier.More(_wrong.Count))
            : new("disclosures", Outcome.Holds, $"{_opened} of {_sealed} sealed members are disclosed and match their digests; {_sealed - _opened} are withheld and counted");
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
}
