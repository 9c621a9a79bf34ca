using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>
/// One folder with everything: logs and disclosures of the cases, kept files, keys, the index. The index may be thrown away
/// at any time; all else is the truth.
/// </summary>
public sealed class Workspace : IDisposable
{
    private const string Marker = "workspace.json";
    private const int Format = 2;
    private const string RegistryName = "registry";
    private const string CasesName = "cases";

    private readonly WorkspaceLock _lock;
    private readonly Func<DateTimeOffset> _clock;
    private readonly LastSeen _lastSeen;
    private readonly List<CaseLog> _logs = [];
    private readonly Lock _opening = new();
    private Registry? _registry;
    private ActivityLog? _activity;

    private Workspace(string folder, string id, WorkspaceLock held, Func<DateTimeOffset> clock, Vault vault, LastSeen lastSeen, SearchFolding folding)
    {
        (Folder, Id, _lock, _clock, Vault, _lastSeen) = (folder, id, held, clock, vault, lastSeen);
        Blobs = new(Path.Combine(folder, "blobs"), vault);
        Keys = new(KeysOf(folder), vault);

        // The words of a case are no less secret in an index: under a passphrase it lives in memory only.
        Index = new(vault.HasPassphrase ? null : Path.Combine(folder, "index.sqlite"), folding, Blobs.Read);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>"ws-" and 22 characters.</summary>
    public string Id { get; }

    /// <summary>The keys under which all of it lies on the disk.</summary>
    public Vault Vault { get; }

    /// <summary>The kept files.</summary>
    public BlobStore Blobs { get; }

    /// <summary>The secret keys.</summary>
    public KeyFolder Keys { get; }

    /// <summary>The index, which is only a cache.</summary>
    public CaseIndex Index { get; }

    /// <summary>Makes a workspace in an absent or empty folder, with a key named "owner"; with a passphrase, a stolen disk tells nothing.</summary>
    /// <exception cref="IOException">The folder has something in it.</exception>
    public static void Create(string folder, string? passphrase = null)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException(File.Exists(Path.Combine(folder, Marker)) ? $"{folder} is a workspace already" : $"{folder} is not empty");
        }

        DurableFile.CreatePrivateFolder(Path.GetFullPath(folder));
        new KeyFolder(KeysOf(folder), Vault.Create(KeysOf(folder), passphrase)).Create("owner");
        var id = "ws-" + Base64Url.Encode(RandomNumberGenerator.GetBytes(16));
        DurableFile.Replace(Path.Combine(folder, Marker), Encoding.UTF8.GetBytes($"{{\"format\":{Format},\"id\":\"{id}\"}}\n"));
    }

    /// <summary>Opens a workspace for this process alone.</summary>
    /// <exception cref="IOException">It is no workspace, or another process holds it longer than <paramref name="patience"/>.</exception>
    /// <param name="folder">The workspace.</param>
    /// <param name="clock">The machine's clock.</param>
    /// <param name="patience">How long to wait for another process.</param>
    /// <param name="waiting">Hears once who holds the workspace.</param>
    /// <param name="passphrase">Asked only where the workspace has a passphrase.</param>
    /// <param name="lastSeen">What this machine saw of the logs before.</param>
    /// <param name="folding">How words are compared when they are searched for; without it by their letters. An index made with another is made anew.</param>
    public static Workspace Open(
        string folder, Func<DateTimeOffset> clock, TimeSpan patience, Action<string> waiting, Func<string> passphrase, LastSeen lastSeen, SearchFolding? folding = null)
    {
        var marker = Path.Combine(folder, Marker);
        if (!File.Exists(marker))
        {
            throw new IOException($"{folder} is no workspace; make one with 'probatum init {folder}'");
        }

        var id = IdIn(marker, folder);
        var held = WorkspaceLock.Take(folder, patience, waiting);
        try
        {
            CopiedLog.FinishSwaps(Path.Combine(Path.GetFullPath(folder), CasesName));
            return new(Path.GetFullPath(folder), id, held, clock, Vault.Open(KeysOf(folder), passphrase), lastSeen, folding ?? SearchFolding.CaseOnly);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static string KeysOf(string folder) => Path.Combine(Path.GetFullPath(folder), "keys");

    private static string IdIn(string marker, string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(marker));
            return document.RootElement.GetProperty("format").GetInt32() == Format
                ? document.RootElement.GetProperty("id").GetString() ?? throw new IOException($"{marker} names no workspace")
                : throw new IOException($"{folder} was made by another version");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new IOException($"{marker} is damaged: {e.Message}", e);
        }
    }

    /// <summary>The cases that have a log here.</summary>
    public ImmutableArray<CaseId> Cases
    {
        get
        {
            var cases = Path.Combine(Folder, CasesName);
            return Directory.Exists(cases)
                ? [.. Directory.GetDirectories(cases).Select(path => Path.GetFileName(path)!).Where(CaseId.IsWellFormed).Order(StringComparer.Ordinal).Select(name => new CaseId(name))]
                : [];
        }
    }

    /// <summary>Opens a case's log, making its keys when the case is new.</summary>
    public CaseLog OpenLog(CaseId id)
    {
        var log = OpenOwnLog(id);
        _logs.Add(log);
        return log;
    }

    /// <summary>The same for a thread of its own, which disposes of it.</summary>
    public CaseLog OpenOwnLog(CaseId id)
    {
        var (ed25519, mlDsa) = LogKeys(id);

        // A copy is made anew with each bundle, so its own tree has no history to hold it to.
        return CaseLog.Open(
            Path.Combine(Folder, CasesName, id.Text), id, [ed25519, mlDsa], _clock, Vault, Blobs, IsCopy(id) ? new LastSeen(null) : _lastSeen);
    }

    /// <summary>Removes the log of a case that never had a record, and its keys; one with a record stays as it is. The log must be closed.</summary>
    public void Abandon(CaseId id)
    {
        var folder = Path.Combine(Folder, CasesName, id.Text);
        if (Directory.Exists(folder))
        {
            using (var log = OpenOwnLog(id))
            {
                if (log.Covered is { Size: > 0 })
                {
                    return;
                }
            }

            Directory.Delete(folder, true);
        }

        Keys.ForgetLog(id.Text);
    }

    /// <summary>Opens a case's log and folds it, and destroys what the record says is erased: after a crash, a restored backup, a merge.</summary>
    public (CaseLog Log, CaseHistory History) Read(CaseId id, SignatureCheck check)
    {
        var log = OpenLog(id);
        var history = log.ReadAll(check);
        return (log, FinishErasures(id, history) > 0 ? log.ReadAll(check) : history);
    }

    /// <summary>Removes the files and destroys the keys of all whose erasure is on record; how many there still were.</summary>
    public int FinishErasures(CaseId id, CaseHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var left = history.State.Erasures.Subjects.Keys.Where(subject => Vault.Find(SubjectKey.Name(id, subject)) is not null).ToList();
        if (left.Count > 0)
        {
            // The words first: a crash behind this finds the keys again, and comes here again.
            Index.Discard();
        }

        // The files next: which they are, only records say that the keys still open. One that came with a bundle lies under no subject's key.
        foreach (var file in left.SelectMany(subject => Subject.FilesOnlyIn(Subject.About(subject, history.State), history.State)).Distinct())
        {
            Blobs.Remove(file);
        }

        foreach (var subject in history.State.Erasures.Subjects.Keys)
        {
            Vault.Destroy(SubjectKey.Name(id, subject));
        }

        return left.Count;
    }

    private bool IsCopy(CaseId id) => File.Exists(Path.Combine(Folder, CasesName, id.Text, CopiedLog.Marker));

    /// <summary>
    /// The last checkpoint of the main log, where the case here is a copy of a log that another workspace keeps; null where the log is
    /// kept here.
    /// </summary>
    /// <exception cref="InvalidDataException">The file that says so was changed, or is gone although the log is not kept here.</exception>
    public SignedNote? CopyOf(CaseId id, CaseOpened? opened) =>
        CopiedLog.MainCheckpoint(Path.Combine(Folder, CasesName, id.Text), Vault, id) is { } note ? note
        : opened is null || opened.LogKeys.IsDefaultOrEmpty || opened.LogKeys[0] == LogKeys(id).Ed25519.Verifier.Text ? null
        : throw new InvalidDataException($"{Path.Combine(Folder, CasesName, id.Text, CopiedLog.Marker)} is missing: the first leaf says that this log is kept elsewhere");

    /// <summary>Makes a copy of a case's log, or puts a new one in the place of an older one: a crash leaves the one or the other.</summary>
    /// <param name="id">The case.</param>
    /// <param name="records">All that the copy holds.</param>
    /// <param name="main">The signed checkpoint of the main log.</param>
    /// <param name="old">The log that is replaced, which is closed.</param>
    public void ReplaceCopy(CaseId id, IReadOnlyList<SealedRecord> records, SignedNote main, CaseLog? old)
    {
        var (ed25519, mlDsa) = LogKeys(id);
        var copied = new CopiedLog(Path.Combine(Folder, CasesName, id.Text));
        copied.Write(folder => CaseLog.Open(folder, id, [ed25519, mlDsa], _clock, Vault, Blobs, new(null)), records, main, Vault, id);
        old?.Dispose();
        copied.Swap();
    }

    /// <summary>Whether the log above the cases was begun.</summary>
    public bool HasRegistry => Directory.Exists(Path.Combine(Folder, RegistryName));

    /// <summary>The log above the cases, begun when it is first asked for.</summary>
    public Registry Registry => _registry ??= OpenRegistry();

    /// <summary>Whether anybody's activity was recorded here.</summary>
    public bool HasActivity => _activity is not null || ActivityLog.IsIn(Folder) || Keys.LogsBehind(ActivityLog.FolderName + "-").Any();

    /// <summary>The log of activity, opened when it is first asked for and begun with its first entry. From any thread.</summary>
    public ActivityLog Activity
    {
        get
        {
            lock (_opening)
            {
                return _activity ??= ActivityLog.Open(Folder, ActivityKeys, () => Keys.LogsBehind(ActivityLog.FolderName + "-"), _clock, Vault, _lastSeen);
            }
        }
    }

    /// <summary>The keys that sign a case's checkpoints.</summary>
    public (SignerKey Ed25519, SignerKey MlDsa) LogKeys(CaseId id) => Keys.Log($"{Id}.invalid/{id}", id.Text);

    // One that begins behind a log that was put back has a name of its own: the old one may have gone on elsewhere, and its name with it.
    private (SignerKey Ed25519, SignerKey MlDsa) ActivityKeys(string segment) => Keys.Log(
        $"{Id}.invalid/{ActivityLog.FolderName}{(segment == "0000" ? "" : "-" + Base64Url.Encode(RandomNumberGenerator.GetBytes(6)))}", $"{ActivityLog.FolderName}-{segment}");

    private Registry OpenRegistry()
    {
        // A restored workspace begins another registry: the old one may have gone on elsewhere, and its name with it.
        var (ed25519, mlDsa) = Keys.Log($"{Id}.invalid/{RegistryName}-{Base64Url.Encode(RandomNumberGenerator.GetBytes(6))}", RegistryName);
        return Registry.Open(Path.Combine(Folder, RegistryName), [ed25519, mlDsa], _clock, Vault);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _logs.ForEach(log => log.Dispose());
        _registry?.Dispose();
        _activity?.Dispose();
        Index.Dispose();
        _lock.Dispose();
    }
}
