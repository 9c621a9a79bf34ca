using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Spectra;

namespace Probatum.Core.Dossier;

/// <summary>A bag as it lies there, opened for reading and for nothing else.</summary>
public interface IBagReader
{
    /// <summary>Every file's path, with slashes, relative to the bag.</summary>
    IEnumerable<string> Paths { get; }

    /// <summary>One file, or null when it is absent.</summary>
    Stream? Open(string path);
}

/// <summary>
/// Verifies a dossier from its own bytes alone: the bag, the log, every signature, every disclosure, every file, and then the
/// views, recomputed. What it can't prove it says.
/// </summary>
/// <remarks>Total over whatever the bag holds: bad bytes become failed checks. Source: docs/verify.md.</remarks>
public static class DossierVerifier
{
    /// <summary>The longest tag, page, tile or disclosure file that is read whole, in bytes; files named by records stream.</summary>
    public const int LongestText = 64 << 20;

    /// <summary>Verifies; <paramref name="library"/> lets identifications be recomputed.</summary>
    public static Verdict Verify(IBagReader bag, SpectralLibrary? library = null, IProgress<double>? progress = null)
    {
        var checks = ImmutableArray.CreateBuilder<Check>();
        var opened = new OpenedBag(bag);
        checks.AddRange(BagCheck.Of(opened, progress));
        if (checks.Any(check => check.Outcome == Outcome.Fails && check.Code == "bag/structure"))
        {
            return new(checks.ToImmutable(), null);
        }

        var log = LogCheck.Of(opened);
        checks.AddRange(log.Checks);
        if (log.History is not { } history)
        {
            return new(checks.ToImmutable(), null);
        }

        checks.AddRange(Accounted(opened, log));
        if (!DossierContent.TryOf(history, digest => opened.Read(BagLayout.File(digest)), log.Withheld, out var content, out var fault))
        {
            checks.Add(new("tables", Outcome.Fails, fault.Why));
            return new(checks.ToImmutable(), null);
        }

        checks.Add(new("tables", Outcome.Holds, $"{history.State.Tables.Count} rule tables are those that the first record pins"));
        checks.AddRange(ViewCheck.Of(opened, content, log));
        checks.AddRange(Claims(opened, content));
        checks.AddRange(Identifications(opened, content, library));
        checks.AddRange(NotProven(content));
        return new(checks.ToImmutable(), content);
    }

    /// <summary>Every payload file is one that the log, a record or the layout names, and every file that is named is there.</summary>
    private static IEnumerable<Check> Accounted(OpenedBag bag, LogCheck log)
    {
        var named = DossierContent.FilesNamed(log.History!.State, log.Disclosed);
        var keys = DossierWriter.Keys(log.History).ToList();
        var expected = TileSet.Of(log.Checkpoint!.Size).Select(path => BagLayout.Log + path)
            .Concat(named.Keys.Select(BagLayout.File)).Concat(keys.Select(key => key.Path)).Concat(log.DisclosurePaths)
            .Concat([BagLayout.ReaderPage, BagLayout.Crate, BagLayout.Checkpoint, BagLayout.Withheld])
            .ToHashSet(StringComparer.Ordinal);
        var there = bag.Payload.ToHashSet(StringComparer.Ordinal);
        var extra = there.Except(expected).Order(StringComparer.Ordinal).ToList();
        var missing = expected.Except(there).Order(StringComparer.Ordinal).ToList();
        yield return (extra, missing) switch
        {
            ({ Count: > 0 }, _) => new("files", Outcome.Fails, $"{extra[0]} is named by nothing in the dossier{More(extra.Count)}"),
            (_, { Count: > 0 }) => new("files", Outcome.Fails, $"{missing[0]} is missing{More(missing.Count)}"),
            _ => new("files", Outcome.Holds, $"{named.Count} files are named by records or pinned as tables, all there, none besides"),
        };
        foreach (var (sha256, size) in named)
        {
            if (bag.Digests.GetValueOrDefault(BagLayout.File(sha256)) is var (digest, length) && (digest != sha256 || (size is { } said && said != length)))
            {
                yield return new("files", Outcome.Fails, $"{BagLayout.File(sha256)} is not the file that the record names");
            }
        }

        foreach (var (path, text) in keys)
        {
            if (bag.Read(path) is not { } bytes || !bytes.Span.SequenceEqual(Encoding.UTF8.GetBytes(text)))
            {
                yield return new("keys", Outcome.Fails, $"{path} is not what the records say");
            }
        }
    }

    /// <summary>The words of every claim stand in the text of its report, at the places that the claim names.</summary>
    private static IEnumerable<Check> Claims(OpenedBag bag, DossierContent content)
    {
        var (standing, unread) = (0, 0);
        foreach (var report in content.History.State.Claims.Claims.GroupBy(claim => claim.Said.Report))
        {
            var text = content.History.State.Claims.Report(report.Key)?.Captured.Text is { } blob ? bag.Read(BagLayout.File(blob.Sha256)) : null;
            foreach (var claim in report)
            {
                if (text is null)
                {
                    unread++;
                }
                else if (ClaimPlaces.Stands(claim.Said, text.Value.Span))
                {
                    standing++;
                }
                else
                {
                    yield return new("claims", Outcome.Fails, $"{content.History.State.Entities.Call(claim.Id)}: its words do not stand in the report where it says");
                }
            }
        }

        if (standing > 0)
        {
            yield return new("claims", Outcome.Holds, $"the words of {standing} claims stand in the reports as captured, where the claims say");
        }

        if (unread > 0)
        {
            yield return new("claims", Outcome.NotProven, $"the reports of {unread} claims are not in this dossier");
        }
    }

    private static IEnumerable<Check> Identifications(OpenedBag bag, DossierContent content, SpectralLibrary? library)
    {
        foreach (var (_, made) in content.History.State.Laboratory.Identifications)
        {
            var name = content.History.State.Entities.Call(made.Identification);
            if (library is null || library.Digest != made.LibraryDigest)
            {
                yield return new("identification", Outcome.NotProven, $"{name}: not recomputed, the library {made.LibraryDigest?[..12] ?? "withheld"}… was not given");
                continue;
            }

            if (made.RawDigest is not { } raw || bag.Read(BagLayout.File(raw)) is not { } bytes)
            {
                yield return new("identification", Outcome.NotProven, $"{name}: the raw file is not in this dossier");
                continue;
            }

            var blank = made.BlankDigest is { } digest ? bag.Read(BagLayout.File(digest)) : null;
            var again = Identifying.Recompute(made, bytes, blank, library, content.Tables, out var fault);
            yield return again switch
            {
                null => new("identification", Outcome.NotProven, $"{name}: {fault.Why}"),
                _ when again.Components.SequenceEqual(made.Components) && again.Unidentified == made.Unidentified
                    => new("identification", Outcome.Holds, $"{name}: recomputed from the raw file and the library, the same {made.Components.Length} components"),
                _ => new("identification", Outcome.Fails, $"{name}: recomputing from the raw file and the library gives another answer"),
            };
        }
    }

    private static IEnumerable<Check> NotProven(DossierContent content)
    {
        yield return new("time", Outcome.NotProven, "no time stamp of an outside authority lies in the dossier: times are what authors say");
        yield return new("history", Outcome.NotProven, "no witness countersigned the checkpoint: another history could have been shown to others");
        yield return new("people", Outcome.NotProven, "who holds a key is what the registrar recorded");
        var claims = content.History.State.Claims.Claims.Count;
        if (claims > 0)
        {
            yield return new("claims", Outcome.NotProven, $"whether what the {claims} claims say is true is no question that this check answers");
        }

        foreach (var remark in content.History.Remarks)
        {
            yield return new("records", Outcome.NotProven, $"leaf {remark.Index}: {remark.Why}{(remark.Void ? "; the leaf counts for nothing" : "")}");
        }

        foreach (var entry in content.History.State.NotUnderstood)
        {
            yield return new("records", Outcome.NotProven, $"leaf {entry.Index}: the kind {entry.Type}@{entry.Major} is not understood by this version");
        }
    }

    internal static string More(int count) => count > 1 ? $" (and {count - 1} more)" : "";
}

/// <summary>A bag with its digests, as far as they were computed.</summary>
internal sealed class OpenedBag(IBagReader bag)
{
    public ImmutableArray<string> Paths { get; } = [.. bag.Paths.Order(StringComparer.Ordinal)];

    public IEnumerable<string> Payload => Paths.Where(path => path.StartsWith("data/", StringComparison.Ordinal));

    public Dictionary<string, (string Sha256, long Length)> Digests { get; } = new(StringComparer.Ordinal);

    /// <summary>A short file whole; null when it is absent or too long.</summary>
    public ReadOnlyMemory<byte>? Read(string path)
    {
        using var stream = bag.Open(path);
        if (stream is null)
        {
            return null;
        }

        var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > DossierVerifier.LongestText)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

    public string? Digest(string path)
    {
        using var stream = bag.Open(path);
        if (stream is null)
        {
            return null;
        }

        using var hashing = new HashingStream(stream);
        var buffer = new byte[1 << 17];
        while (hashing.Read(buffer) > 0)
        {
        }

        var digest = hashing.Hex();
        Digests[path] = (digest, hashing.Length);
        return digest;
    }
}

/// <summary>The bag itself: declaration, manifests, no file too few or too many.</summary>
internal static class BagCheck
{
    public static IEnumerable<Check> Of(OpenedBag bag, IProgress<double>? progress)
    {
        if (bag.Paths.FirstOrDefault(path => !BagLayout.IsSafe(path)) is { } odd)
        {
            return [new("bag/structure", Outcome.Fails, $"a file has a name that no dossier has: {Shown(odd)}")];
        }

        string[] tags = [BagLayout.Info, BagLayout.Declaration, BagLayout.Manifest, BagLayout.TagManifest];
        var stray = bag.Paths.FirstOrDefault(path => !path.StartsWith("data/", StringComparison.Ordinal) && !tags.Contains(path));
        var lacking = tags.FirstOrDefault(tag => !bag.Paths.Contains(tag));
        if (stray is not null || lacking is not null)
        {
            return [new("bag/structure", Outcome.Fails, stray is not null ? $"{stray} does not belong into the bag" : $"{lacking} is missing")];
        }

        var payload = new List<(string Path, string Sha256)>();
        var files = bag.Payload.ToList();
        foreach (var path in files)
        {
            payload.Add((path, bag.Digest(path) ?? ""));
            progress?.Report((double)payload.Count / files.Count);
        }

        return
        [
            Compare(bag, BagLayout.Declaration, BagLayout.DeclarationText, "bag/declaration", "BagIt 1.0"),
            Compare(bag, BagLayout.Manifest, BagLayout.ManifestText(payload), "bag/manifest", $"{payload.Count} payload files have the digests of the manifest"),
            Compare(
                bag, BagLayout.TagManifest, BagLayout.ManifestText(BagLayout.TagFiles.Select(tag => (tag, bag.Digest(tag) ?? ""))), "bag/tag-manifest",
                "the tag files have the digests of the tag manifest"),
        ];
    }

    /// <summary>Compares a tag file with its one spelling and names the first line that differs.</summary>
    private static Check Compare(OpenedBag bag, string path, string expected, string code, string good)
    {
        if (bag.Read(path) is not { } bytes)
        {
            return new(code, Outcome.Fails, $"{path} is missing or too long");
        }

        if (bytes.Span.SequenceEqual(Encoding.UTF8.GetBytes(expected)))
        {
            return new(code, Outcome.Holds, good);
        }

        var (there, here) = (Encoding.UTF8.GetString(bytes.Span).Split('\n'), expected.Split('\n'));
        var line = there.Zip(here).TakeWhile(pair => pair.First == pair.Second).Count();
        var shown = line < here.Length && here[line].Contains("  ", StringComparison.Ordinal) ? here[line].Split("  ")[1] : $"line {line + 1}";
        return new(code, Outcome.Fails, $"{path} does not fit: {shown} differs from what lies in the bag");
    }

    private static string Shown(string path) => string.Concat(path.Take(80).Select(c => c is > ' ' and < (char)0x7f ? c : '?'));
}

/// <summary>The log: checkpoint, keys, every leaf, every signature, every disclosure.</summary>
internal sealed record LogCheck(
    ImmutableArray<Check> Checks, CaseHistory? History, Checkpoint? Checkpoint, ImmutableArray<Withholding> Withheld,
    ImmutableArray<string> DisclosurePaths, List<Json> Disclosed, string EntriesSha512)
{
    public static LogCheck Of(OpenedBag bag)
    {
        var none = new LogCheck([], null, null, [], [], [], "");
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

        var reading = new LeafReading(bag, withheld);
        if (!LogAudit.TryAudit(checkpoint, new LogFolder(bag), reading.Visit, out fault))
        {
            return Failed("log/tree", $"the log does not hash to its checkpoint: {fault.Why}");
        }

        var history = reading.History;
        var checks = ImmutableArray.CreateBuilder<Check>();
        checks.Add(new("log/tree", Outcome.Holds, $"{checkpoint.Size} leaves hash to the root {checkpoint.Root.ToBase64()}"));
        checks.Add(Signed(note, checkpoint, history));
        checks.AddRange(reading.Checks());
        return new(
            checks.ToImmutable(), history, checkpoint, withheld, [.. reading.Paths], reading.Disclosed, reading.EntriesBeforeLast());
    }

    /// <summary>The checkpoint carries a good signature of every log key that the first leaf names, and of no other.</summary>
    private static Check Signed(SignedNote note, Checkpoint checkpoint, CaseHistory history)
    {
        var keys = new List<VerifierKey>();
        foreach (var text in history.State.Opened?.LogKeys ?? [])
        {
            if (!VerifierKey.TryParse(text, out var key, out _) || key.Name != checkpoint.Origin)
            {
                return new("log/signatures", Outcome.Fails, "a log key of the first record is no key of this origin");
            }

            keys.Add(key);
        }

        var inOrder = note.Signatures.Select(line => (line.Name, line.Id)).SequenceEqual(keys.Select(key => (key.Name, key.Id)));
        return keys.Count > 0 && inOrder && note.TryVerify(keys, out var verified, out _) && verified.Length == keys.Count
            ? new("log/signatures", Outcome.Holds, $"the checkpoint of {checkpoint.Origin} is signed by {string.Join(" and ", keys.Select(key => key.Type == KeyType.Ed25519 ? "Ed25519" : "ML-DSA-44"))}")
            : new("log/signatures", Outcome.Fails, "the checkpoint is not signed by exactly the log keys that the first record names, in their order");
    }

    private sealed class LogFolder(OpenedBag bag) : ITileReader
    {
        public ReadOnlyMemory<byte>? Read(string path) => bag.Read(BagLayout.Log + path);
    }
}

/// <summary>Walks the leaves: opens each with its disclosures and counts what is withheld.</summary>
internal sealed class LeafReading(OpenedBag bag, ImmutableArray<Withholding> withheld)
{
    private readonly ILookup<long, Withholding> _withheld = withheld.ToLookup(one => one.Index);
    private readonly List<string> _wrong = [];
    private readonly List<string> _unread = [];
    private readonly IncrementalHash _entries = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
    private byte[] _lastLeaf = [];
    private int _sealed;
    private int _disclosed;

    public CaseHistory History { get; private set; } = CaseHistory.Empty;

    public List<string> Paths { get; } = [];

    public List<Json> Disclosed { get; } = [];

    public void Visit(long index, ReadOnlyMemory<byte> leaf)
    {
        _entries.AppendData(_lastLeaf);
        _lastLeaf = leaf.ToArray();
        var texts = Texts(index);
        if (!RecordText.TryRead(leaf, texts, out var record, out var fault))
        {
            _unread.Add($"leaf {index}: {fault.Why}");
        }
        else
        {
            var open = texts.Select(text => Disclosure.TryOpen(text, out var one, out _) ? one : null).OfType<Disclosure>().ToList();
            var closed = _withheld[index].Select(one => one.Digest).ToList();
            _sealed += record.Envelope.Sealed.Length;
            _disclosed += open.Count;
            Disclosed.AddRange(open.Select(one => one.Value));
            if (!open.Select(one => one.Digest).Concat(closed).Order(StringComparer.Ordinal).SequenceEqual(record.Envelope.Sealed))
            {
                _wrong.Add($"leaf {index}: disclosed and withheld members together are not the sealed ones");
            }
            else if (!open.Select(one => one.Digest).SequenceEqual(open.Select(one => one.Digest).Order(StringComparer.Ordinal)))
            {
                _wrong.Add($"leaf {index}: the disclosures are not in the order of the record");
            }
        }

        History = History.Then(leaf, texts, SignatureCheck.Every);
    }

    public IEnumerable<Check> Checks()
    {
        var beyond = withheld.FirstOrDefault(one => one.Index >= History.Size || one.Index < 0);
        if (beyond is not null)
        {
            _wrong.Add($"a member of leaf {beyond.Index} is withheld, and there is no such leaf");
        }

        var strayed = bag.Payload.FirstOrDefault(path => path.StartsWith("data/disclosures/", StringComparison.Ordinal) && !Paths.Contains(path));
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
    }

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

/// <summary>The views: the seal, the ceilings, the pages, each recomputed.</summary>
internal static class ViewCheck
{
    public static IEnumerable<Check> Of(OpenedBag bag, DossierContent content, LogCheck log)
    {
        if (content.Seal is not { } seal)
        {
            yield return new("seal", Outcome.Fails, "the last record under the checkpoint does not seal the dossier");
            yield break;
        }

        yield return seal.EntriesSha512 == log.EntriesSha512 && seal.Entries == log.Checkpoint!.Size - 1
            ? new("seal", Outcome.Holds, $"the seal covers the {seal.Entries} records before it (SHA-512)")
            : new("seal", Outcome.Fails, "the seal's SHA-512 or count is not that of the records before it");

        var (stated, recomputed) = (seal.Ceilings, content.StatedCeilings());
        var same = stated.Equals(recomputed);
        var loose = content.Withheld.Length > 0 || seal.Engine != Engine.Version;
        yield return (same, loose) switch
        {
            (true, _) => new("ceilings", Outcome.Holds, $"the {stated.Members.Count} stated ceilings are what the records carry (engine {seal.Engine}, checked by {Engine.Version})"),
            (_, true) => new("ceilings", Outcome.NotProven, $"stated: {CanonicalJson.WriteText(stated)}; recomputable from what is disclosed: {CanonicalJson.WriteText(recomputed)}; {content.Withheld.Length} withheld members lie between (engine {seal.Engine}, checked by {Engine.Version})"),
            _ => new("ceilings", Outcome.Fails, $"stated: {CanonicalJson.WriteText(stated)}; the records carry: {CanonicalJson.WriteText(recomputed)}"),
        };

        foreach (var (path, expected) in content.Pages([.. bag.Payload]).Append((BagLayout.Info, Info(bag, content))))
        {
            yield return (bag.Read(path) is { } bytes && bytes.Span.SequenceEqual(expected), seal.Engine == Engine.Version) switch
            {
                (true, _) => new("pages", Outcome.Holds, $"{path} shows what the records say"),
                (_, false) => new("pages", Outcome.NotProven, $"{path} was written by engine {seal.Engine}; {Engine.Version} writes it otherwise"),
                _ => new("pages", Outcome.Fails, $"{path} does not show what the records say"),
            };
        }
    }

    private static byte[] Info(OpenedBag bag, DossierContent content)
    {
        var files = bag.Payload.Select(path => bag.Digests[path].Length).ToList();
        return Encoding.UTF8.GetBytes(content.Info(files.Sum(), files.Count));
    }
}
