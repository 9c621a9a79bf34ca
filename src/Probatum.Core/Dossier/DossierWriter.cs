using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>What the writer needs of a case's storage.</summary>
public interface IDossierSource : ITileReader
{
    /// <summary>The signed checkpoint's bytes.</summary>
    ReadOnlyMemory<byte> Checkpoint { get; }

    /// <summary>The disclosures kept for a leaf.</summary>
    IReadOnlyList<string> Disclosures(long index);

    /// <summary>A file by its digest, or null when it is not kept.</summary>
    Stream? OpenFile(string sha256);

    /// <summary>The time stamps over the log as it stands, which no record of it can hold; null when there are none.</summary>
    LogStamps? Stamps { get; }

    /// <summary>Why a sealed member that no disclosure opens stays back. Several threads ask.</summary>
    string ReasonWithheld(long index, string digest) => NotHeld;

    /// <summary>The reason where there is no other: nobody here can open the member.</summary>
    const string NotHeld = "not-held";
}

/// <summary>Writes a dossier: the log as it is, the disclosures that the policy allows, the files they name, the pages.</summary>
public static class DossierWriter
{
    /// <summary>Writes the whole bag and returns the SHA-256 of its tag manifest, which a hand-over states.</summary>
    /// <param name="source">The log, its disclosures and files.</param>
    /// <param name="policy">What stays back.</param>
    /// <param name="bag">Where it is written.</param>
    /// <param name="progress">How far the files are.</param>
    /// <param name="told">Hears what stays back, and how much of it for a name.</param>
    /// <exception cref="InvalidDataException">The storage lacks a file or a leaf that the log names.</exception>
    public static string Write(
        IDossierSource source, WithholdingPolicy policy, IBagWriter bag, IProgress<double>? progress = null, Action<WithheldMembers>? told = null)
    {
        var checkpoint = Read(source);
        var payload = new Payload(bag);
        var (history, withheld, named) = Narrow(source, checkpoint, policy, payload.Add, SignatureCheck.Every);
        if (!DossierContent.TryOf(history, digest => ReadFile(source, digest), withheld, named, out var content, out var fault))
        {
            throw new InvalidDataException(fault.Why);
        }

        told?.Invoke(withheld);
        payload.Add(BagLayout.Checkpoint, source.Checkpoint.ToArray());
        foreach (var (path, bytes) in StampFiles(source.Stamps))
        {
            payload.Add(path, bytes);
        }

        foreach (var path in TileSet.Of(checkpoint.Size))
        {
            payload.Add(BagLayout.Log + path, (source.Read(path) ?? throw new InvalidDataException($"the log lacks {path}")).ToArray());
        }

        foreach (var (path, text) in Keys(history))
        {
            payload.Add(path, Encoding.UTF8.GetBytes(text));
        }

        payload.Add(BagLayout.Withheld, withheld.Parts());
        payload.AddFiles(
            [.. named.With(history.State).Keys],
            sha256 => source.OpenFile(sha256) ?? throw new InvalidDataException($"the file {sha256}, which a record names, is not kept here"), progress);
        foreach (var (path, parts) in content.Pages([.. payload.Paths, BagLayout.ReaderPage, BagLayout.Crate]))
        {
            payload.Add(path, parts);
        }

        return Tags(payload, content);
    }

    /// <summary>The case as a dossier under this policy would tell it.</summary>
    /// <exception cref="InvalidDataException">The log does not hold.</exception>
    public static (CaseHistory History, WithheldMembers Withheld) AsTold(IDossierSource source, WithholdingPolicy policy)
    {
        var (history, withheld, _) = Narrow(source, Read(source), policy, (_, _) => { }, SignatureCheck.AlreadyChecked);
        return (history, withheld);
    }

    /// <summary>
    /// The SHA-256 of the list of what this policy withholds of the log as it stands; a seal, which has no sealed member of its
    /// own, states it.
    /// </summary>
    /// <param name="source">The log.</param>
    /// <param name="policy">What is withheld.</param>
    /// <param name="whole">The case as read with all that is disclosed here, where it is at hand: where that shows that nothing stays back, the log is not read again.</param>
    /// <exception cref="InvalidDataException">The log does not hold.</exception>
    public static string WithheldSha256(IDossierSource source, WithholdingPolicy policy, CaseHistory? whole = null) => Records.Digests.Hex(
        (whole is not null && policy.WithholdsNothingOf(whole.State.Entries.Select(entry => entry.Type)) && IsOpen(whole)
            ? new()
            : Narrow(source, Read(source), policy, (_, _) => { }, SignatureCheck.AlreadyChecked).Withheld).Parts());

    // Of a leaf that counts for nothing the history does not keep what of it is open.
    private static bool IsOpen(CaseHistory whole) => !whole.Remarks.Exists(remark => remark.Void) && !whole.State.Entries.Exists(entry => entry.Withheld > 0);

    /// <summary>The key and policy files that follow from a case's first leaf and its registrations.</summary>
    internal static IEnumerable<(string Path, string Text)> Keys(CaseHistory history)
    {
        var logKeys = history.State.Opened?.LogKeys ?? [];
        if (logKeys.Length > 0)
        {
            yield return (BagLayout.LogKey, logKeys[0] + "\n");
            yield return (BagLayout.Policy, history.State.Opened!.Policy ?? $"log {logKeys[0]}\nquorum none\n");
        }

        if (logKeys.Length > 1)
        {
            yield return (BagLayout.LogMlDsaKey, logKeys[1] + "\n");
        }

        foreach (var (name, key) in history.Keys.Keys.OrderBy(key => key.Key.Text, StringComparer.Ordinal))
        {
            yield return (BagLayout.AuthorKey(name.Text), key.Key.Text + "\n");
        }
    }

    private static IEnumerable<(string Path, byte[] Bytes)> StampFiles(LogStamps? stamps) => stamps is null ? [] :
    [
        (BagLayout.RegistryProof, stamps.Proof.ToArray()), (BagLayout.Stamped, stamps.Stamped.ToArray()),
        .. stamps.Tokens.Select((token, i) => (BagLayout.Token(i + 1), token.ToArray())),
    ];

    internal static Checkpoint Read(IDossierSource source) =>
        SignedNote.TryParse(source.Checkpoint.Span, out var note, out var fault) && Checkpoint.TryParse(note.Text, out var checkpoint, out fault)
            ? checkpoint
            : throw new InvalidDataException($"the checkpoint can't be read: {fault.Why}");

    private static (CaseHistory History, WithheldMembers Withheld, NamedFiles Named) Narrow(
        IDossierSource source, Checkpoint checkpoint, WithholdingPolicy policy, Action<string, IReadOnlyList<byte[]>> add, SignatureCheck check)
    {
        var (history, named, opening) = (CaseHistory.Empty, new NamedFiles(), new RecordOpening());
        var withheld = new WithheldMembers();
        var narrowing = new Narrowing(source, policy, WithheldNames.In(source, checkpoint, policy), Concealed.Nobody);
        var ahead = new ReadingAhead<Narrowed>((index, leaf, all) => narrowing.Of(index, leaf, all, opening, check), Take);
        if (!LogAudit.TryAudit(checkpoint, source, (index, leaf) => ahead.Add(index, leaf, source.Disclosures(index)), out var fault))
        {
            throw new InvalidDataException($"the log does not hold: {fault.Why}");
        }

        ahead.Finish();
        // What can't be opened because its subject was erased is withheld for that reason.
        var erased = history.State.Erasures.Records.Where(history.Ids.ContainsKey).Select(id => history.Ids[id]).ToHashSet();
        if (erased.Count > 0)
        {
            withheld.Rename(IDossierSource.NotHeld, "erased", erased.Contains);
        }

        return (history, withheld, named);

        void Take(Narrowed one)
        {
            history = one.Record is { } record ? history.Then(record, check) : history.Then(one.Fault);
            opening.Keys = history.Keys;
            foreach (var member in one.Withheld)
            {
                withheld.Add(member);
            }

            withheld.ForNames += one.ForNames;
            foreach (var value in one.Open)
            {
                named.Add(value);
            }

            if (one.Kept.Count > 0)
            {
                add(BagLayout.Disclosures(one.Index), [DisclosureReading.Lines(one.Kept)]);
            }
        }
    }

    private static string Tags(Payload payload, DossierContent content)
    {
        var tags = new List<(string Path, byte[] Bytes)>
        {
            (BagLayout.Declaration, Encoding.UTF8.GetBytes(BagLayout.DeclarationText)),
            (BagLayout.Info, Encoding.UTF8.GetBytes(content.Info(payload.Octets, payload.Digests.Count))),
            (BagLayout.Manifest, Encoding.UTF8.GetBytes(BagLayout.ManifestText(payload.Digests))),
        };
        var tagManifest = Encoding.UTF8.GetBytes(BagLayout.ManifestText(tags.Select(tag => (tag.Path, Records.Digests.Hex(tag.Bytes)))));
        foreach (var (path, bytes) in tags.Append((BagLayout.TagManifest, tagManifest)))
        {
            payload.Bag.Write(path, bytes);
        }

        return Records.Digests.Hex(tagManifest);
    }

    private static ReadOnlyMemory<byte>? ReadFile(IDossierSource source, string sha256)
    {
        using var stream = source.OpenFile(sha256);
        if (stream is null)
        {
            return null;
        }

        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The payload on its way out: hashed and counted while it is written.</summary>
    private sealed class Payload(IBagWriter bag)
    {
        public IBagWriter Bag { get; } = bag;

        public List<(string Path, string Sha256)> Digests { get; } = [];

        public long Octets { get; private set; }

        public IEnumerable<string> Paths => Digests.Select(file => file.Path);

        public void Add(string path, byte[] bytes) => Add(path, [bytes]);

        /// <summary>Adds a file in pieces, which are asked for twice: their length must be known before the first is written.</summary>
        public void Add(string path, IEnumerable<byte[]> parts)
        {
            var length = parts.Sum(part => (long)part.Length);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using (var file = Bag.Create(path, length))
            {
                foreach (var part in parts)
                {
                    hash.AppendData(part);
                    file.Write(part);
                }
            }

            Digests.Add((path, Convert.ToHexStringLower(hash.GetHashAndReset())));
            Octets += length;
        }

        /// <summary>Adds files by their digests, in this order, several at a time; each must have the digest that it is named by.</summary>
        public void AddFiles(IReadOnlyCollection<string> digests, Func<string, Stream> open, IProgress<double>? progress)
        {
            var begun = 0;
            foreach (var (path, sha256, length) in BagSealing.Write(Bag, digests.Select(Begin)))
            {
                Digests.Add((path, path == BagLayout.File(sha256) ? sha256 : throw new InvalidDataException($"the kept file for {path} was changed")));
                Octets += length;
            }

            (string Path, Stream Content) Begin(string sha256)
            {
                progress?.Report((double)++begun / digests.Count);
                return (BagLayout.File(sha256), open(sha256));
            }
        }
    }
}
