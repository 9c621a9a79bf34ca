using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Probatum.Bags;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>What a witness keeps: its keys, the logs it knows, the latest checkpoint of each that it signed, and evidence.</summary>
/// <remarks>
/// One process at a time, many threads in it. keys/ed25519.key and keys/mldsa44.key · logs, a policy file of log lines ·
/// checkpoints/HEX, where HEX is SHA-256 of the origin, and an empty signed/HEX for each log ever signed · conflicts/HEX/fork-ID or unconnected-ID, each with
/// 1.checkpoint and 2.checkpoint. Whoever puts an old copy
/// of checkpoints/ back makes a witness that signs two histories: there is no backup of a witness, only a new one.
/// </remarks>
public sealed class WitnessFolder : IDisposable
{
    /// <summary>The most pairs of evidence of one sort that are kept of one log.</summary>
    public const int MostConflicts = 100;

    /// <summary>The longest origin, in bytes of UTF-8: the name in a cosignature of type 06 has one byte for its length.</summary>
    public const int LongestOrigin = 255;

    private readonly string _folder;
    private readonly WorkspaceLock _held;
    private readonly Func<DateTimeOffset> _clock;
    private readonly ImmutableArray<SignerKey> _keys;
    private readonly Lock _deciding = new();

    private WitnessFolder(string folder, WorkspaceLock held, Func<DateTimeOffset> clock)
    {
        (_folder, _held, _clock) = (folder, held, clock);
        _keys = [.. KeyPaths(folder).Select(KeyFile.Read)];
        Logs = ReadLogs(folder);
    }

    /// <summary>The keys that others verify this witness with: Ed25519 (04) and ML-DSA-44 (06), of one name.</summary>
    public ImmutableArray<VerifierKey> Keys => [.. _keys.Select(key => key.Verifier)];

    /// <summary>The logs that it knows.</summary>
    public TrustPolicy Logs { get; private set; }

    /// <summary>Makes a witness of that name in an absent or empty folder.</summary>
    /// <exception cref="IOException">The folder has something in it, or the name can't be one.</exception>
    public static void Create(string folder, string name)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"{folder} is not empty");
        }

        var types = new[] { KeyType.CosignatureEd25519, KeyType.CosignatureMlDsa44 };
        ImmutableArray<SignerKey> keys;
        try
        {
            keys = [.. types.Select(type => SignerKey.FromSeed(name, type, RandomNumberGenerator.GetBytes(32)))];
        }
        catch (ArgumentException e)
        {
            throw new IOException($"'{name}' can't be the name of a witness: characters but space and plus, as in witness.example/w1", e);
        }

        if (Encoding.UTF8.GetByteCount(name) > LongestOrigin)
        {
            throw new IOException($"the name of a witness has at most {LongestOrigin} bytes");
        }

        folder = Path.GetFullPath(folder);
        DurableFile.CreateFolder(folder);
        DurableFile.Replace(LogsPath(folder), TrustPolicy.OfLogs().ToBytes());
        foreach (var (path, key) in KeyPaths(folder).Zip(keys))
        {
            KeyFile.Write(path, key);
        }
    }

    /// <summary>Opens a witness for this process alone.</summary>
    /// <exception cref="IOException">It is none, or another process holds it longer than <paramref name="patience"/>.</exception>
    public static WitnessFolder Open(string folder, Func<DateTimeOffset> clock, TimeSpan patience, Action<string> waiting)
    {
        MustBe(folder);
        var held = WorkspaceLock.Take(folder, patience, waiting);
        try
        {
            return new(Path.GetFullPath(folder), held, clock);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The evidence kept in a witness's folder, with the folder of each pair and the keys known of its log.</summary>
    public static IEnumerable<(string Path, ForkEvidence Evidence, ImmutableArray<VerifierKey> LogKeys)> Conflicts(string folder)
    {
        MustBe(folder);
        var logs = ReadLogs(folder);
        foreach (var path in Folders(Path.Combine(folder, "conflicts")).SelectMany(Folders))
        {
            yield return (path, ReadEvidence(Path.Combine(path, "1.checkpoint"), Path.Combine(path, "2.checkpoint")), [.. logs.Logs.Select(log => log.Key)]);
        }
    }

    /// <summary>Reads two checkpoints that may not go together.</summary>
    /// <exception cref="InvalidDataException">One of them is no signed note.</exception>
    public static ForkEvidence ReadEvidence(string one, string other)
    {
        return new(Read(one), Read(other));

        static SignedNote Read(string path) => SignedNote.TryParse(File.ReadAllBytes(path), out var note, out var fault)
            ? note
            : throw new InvalidDataException($"{path}: {fault.Why}");
    }

    /// <summary>Knows one more key of a log from now on; several keys of one origin are one log.</summary>
    /// <exception cref="IOException">The key is known already, is no log's, or its name is too long.</exception>
    public void Trust(VerifierKey key, string? url)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Encoding.UTF8.GetByteCount(key.Name) > LongestOrigin)
        {
            throw new IOException($"an origin has at most {LongestOrigin} bytes");
        }

        if (_keys.Any(own => own.Verifier.PublicKey.Span.SequenceEqual(key.PublicKey.Span)))
        {
            throw new IOException("this is a key of the witness itself");
        }

        lock (_deciding)
        {
            Logs = Logs.TryWithLog(key, url, out var more, out var fault) ? more : throw new IOException(fault.Why);
            DurableFile.Replace(LogsPath(_folder), Logs.ToBytes());
        }
    }

    /// <summary>Answers a request. A checkpoint that is signed is on the disk before this returns.</summary>
    /// <exception cref="InvalidDataException">What was stored can't be read: this witness must not sign for that log.</exception>
    public WitnessAnswer Answer(ReadOnlySpan<byte> request)
    {
        // Reading the state, deciding and storing are one step: else a slow request could roll a faster one back.
        lock (_deciding)
        {
            var answer = WitnessRules.Decide(request, KeysOf, Stored, _keys, _clock().ToUnixTimeSeconds());
            if (answer is WitnessCosigned signed)
            {
                // The name first: a checkpoint that is gone later is missed, and not taken for one that never was.
                var hex = HexOf(signed.State.Checkpoint.Origin);
                if (!File.Exists(SignedPath(hex)))
                {
                    DurableFile.Replace(SignedPath(hex), []);
                }

                DurableFile.Replace(StatePath(hex), signed.State.Note.ToBytes());
            }

            if (answer.Evidence is { } evidence)
            {
                Keep(evidence.First.Text.Split('\n')[0], evidence);
            }

            return answer;
        }
    }

    /// <summary>The latest checkpoint that was signed of the log whose origin has that SHA-256 in hex, or null.</summary>
    public byte[]? Latest(string originHex)
    {
        ArgumentNullException.ThrowIfNull(originHex);
        lock (_deciding)
        {
            return Logs.Logs.Any(log => HexOf(log.Key.Name) == originHex) && File.Exists(StatePath(originHex)) ? File.ReadAllBytes(StatePath(originHex)) : null;
        }
    }

    /// <summary>The path of a log's latest checkpoint at a witness: SHA-256 of its origin in hex.</summary>
    public static string HexOf(string origin) => Hash256.Sha256(Encoding.UTF8.GetBytes(origin)).ToHex();

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    private ImmutableArray<VerifierKey> KeysOf(string origin) => [.. Logs.Logs.Select(log => log.Key).Where(key => key.Name == origin)];

    private WitnessState? Stored(string origin)
    {
        var path = StatePath(HexOf(origin));
        if (!File.Exists(path))
        {
            // A crash between the two writes looks the same; then nothing was signed, and whoever keeps the witness removes the name.
            return File.Exists(SignedPath(HexOf(origin)))
                ? throw new InvalidDataException($"{path} is missing, and this witness signed for that log before ({SignedPath(HexOf(origin))}); it must not sign for it again")
                : null;
        }

        return WitnessState.TryRead(File.ReadAllBytes(path), Keys, out var state, out var fault) && state.Checkpoint.Origin == origin
            ? state
            : throw new InvalidDataException($"{path} is not what this witness signed: {fault.Why}");
    }

    /// <summary>
    /// Under a temporary name first: a pair is whole or not there. The same pair is kept once; what proves nothing takes no room
    /// from what does.
    /// </summary>
    private void Keep(string origin, ForkEvidence evidence)
    {
        var sort = evidence.TryJudge(KeysOf(origin), out var verdict, out _) && verdict == ForkVerdict.Fork ? "fork" : "unconnected";
        var kept = Path.Combine(_folder, "conflicts", HexOf(origin));
        var path = Path.Combine(kept, $"{sort}-{evidence.Id}");
        if (Directory.Exists(path) || Folders(kept).Count(other => Path.GetFileName(other).StartsWith(sort, StringComparison.Ordinal)) >= MostConflicts)
        {
            return;
        }

        var temporary = Path.Combine(kept, $".{evidence.Id}");
        DurableFile.Replace(Path.Combine(temporary, "1.checkpoint"), evidence.First.ToBytes());
        DurableFile.Replace(Path.Combine(temporary, "2.checkpoint"), evidence.Second.ToBytes());
        Directory.Move(temporary, path);
        Durable.SyncFolder(kept);
    }

    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)
        : [];

    private string SignedPath(string originHex) => Path.Combine(_folder, "signed", originHex);

    private string StatePath(string originHex) => Path.Combine(_folder, "checkpoints", originHex);

    private static void MustBe(string folder)
    {
        if (!File.Exists(LogsPath(folder)) || !KeyPaths(folder).All(File.Exists))
        {
            throw new IOException($"{folder} is no witness; make one with 'probatum witness init {folder} --name NAME'");
        }
    }

    private static TrustPolicy ReadLogs(string folder) => TrustPolicy.TryParse(File.ReadAllBytes(LogsPath(folder)), out var logs, out var fault)
        ? logs
        : throw new InvalidDataException($"{LogsPath(folder)}: {fault.Why}");

    private static string LogsPath(string folder) => Path.Combine(folder, "logs");

    private static IEnumerable<string> KeyPaths(string folder) => [Path.Combine(folder, "keys", "ed25519.key"), Path.Combine(folder, "keys", "mldsa44.key")];
}
