using Probatum.Bags;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>
/// The folder of a case whose log another workspace keeps: a log of its own, under own keys, and the main log's last checkpoint, which
/// marks it as a copy.
/// </summary>
/// <remarks>
/// A copy is never changed in place when the main log has grown, but written anew beside the old one and put in its place:
/// 1. the new log and its mark are written into FOLDER.new: a crash leaves a folder that the next opening removes;
/// 2. FOLDER becomes FOLDER.old: FOLDER.new is whole, and the next opening puts it in place;
/// 3. FOLDER.new becomes FOLDER: the swap is done; FOLDER.old is removed, now or by the next opening.
/// </remarks>
internal sealed class CopiedLog(string folder)
{
    public const string Marker = "copy-of";

    private const int MostInOneBatch = 1000;
    private const string NewEnding = ".new";
    private const string OldEnding = ".old";

    private readonly string _new = folder + NewEnding;
    private readonly string _old = folder + OldEnding;

    /// <summary>The main log's checkpoint; null where the folder is that of a log that is kept here, or of none.</summary>
    public static SignedNote? MainCheckpoint(string folder, Vault vault, CaseId id)
    {
        var path = Path.Combine(folder, Marker);
        return !File.Exists(path) ? null
            : vault.TryOpen(File.ReadAllBytes(path), Place(id)) is { } plain && SignedNote.TryParse(plain, out var note, out _) ? note
            : throw new InvalidDataException($"{path} was changed");
    }

    /// <summary>Writes the new copy beside the old one.</summary>
    public void Write(Func<string, CaseLog> open, IReadOnlyList<SealedRecord> records, SignedNote main, Vault vault, CaseId id)
    {
        Remove(_new);
        using (var log = open(_new))
        {
            foreach (var batch in records.Chunk(MostInOneBatch))
            {
                _ = log.Append(log.Covered?.Size ?? 0, batch) ?? throw new IOException($"{_new}: another process writes there");
            }

            log.Publish();
        }

        DurableFile.Replace(Path.Combine(_new, Marker), vault.Seal(main.ToBytes(), Place(id)));
    }

    /// <summary>Puts the new copy in the place of the old one.</summary>
    public void Swap()
    {
        if (Directory.Exists(folder))
        {
            Move(folder, _old);
        }

        Move(_new, folder);
        Remove(_old);
    }

    /// <summary>Ends what a crash left, for every case.</summary>
    public static void FinishSwaps(string cases)
    {
        foreach (var old in Directory.Exists(cases) ? Directory.GetDirectories(cases, "*" + OldEnding) : [])
        {
            var (name, next) = (old[..^OldEnding.Length], old[..^OldEnding.Length] + NewEnding);
            if (!Directory.Exists(name))
            {
                Move(Directory.Exists(next) ? next : old, name);
            }

            Remove(old);
        }

        foreach (var unfinished in Directory.Exists(cases) ? Directory.GetDirectories(cases, "*" + NewEnding) : [])
        {
            Remove(unfinished);
        }
    }

    private static string Place(CaseId id) => $"{id.Text}/{Marker}";

    private static void Move(string from, string to)
    {
        Directory.Move(from, to);
        Durable.SyncFolder(Path.GetDirectoryName(to)!);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, true);
        }
    }
}
