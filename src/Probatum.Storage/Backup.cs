using System.Text;
using Probatum.Bags;
using Probatum.Core.Dossier;

namespace Probatum.Storage;

/// <summary>Copies of a workspace: what is sealed in one file, the keys that open it in another.</summary>
/// <remarks>
/// The first may be kept in any number of generations and places: it opens nothing. Of the second there is one, which each backup
/// replaces: a key that was destroyed must not live on in an older copy. Both are in the one form of ZIP that a dossier has, with a
/// manifest of SHA-256 digests as BagIt has it.
/// </remarks>
public static class Backup
{
    /// <summary>The file in a case's folder that says that it was put back.</summary>
    public const string Marker = "restored";

    private const string Keys = "keys/";

    // Locks, a cache, what a server keeps of its jobs, batches that are published, and the registry, of which a restored workspace begins another: made anew.
    private static readonly string[] LeftOut = ["lock", "lock-holder", "index.sqlite", "index.sqlite-wal", "index.sqlite-shm"];

    /// <summary>Writes everything but the keys, or the keys alone. The workspace must be held.</summary>
    /// <returns>How many files, and how many bytes.</returns>
    public static (int Files, long Bytes) Write(string workspace, bool keys, IBagWriter bag, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(bag);
        var paths = Directory.EnumerateFiles(workspace, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(workspace, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => path.StartsWith(Keys, StringComparison.Ordinal) == keys && !LeftOut.Contains(Path.GetFileName(path)) && !path.Contains("/journal/", StringComparison.Ordinal) && !path.StartsWith("registry/", StringComparison.Ordinal) && !path.StartsWith("served/", StringComparison.Ordinal) && !path.StartsWith(ActivityLog.CacheName + "/", StringComparison.Ordinal) && !path.StartsWith("keys/log/registry.", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith('.'))
            .Order(StringComparer.Ordinal).ToList();
        var manifest = new List<(string Path, string Sha256)>();
        var bytes = 0L;
        foreach (var path in paths)
        {
            using var stream = File.OpenRead(Path.Combine(workspace, path));
            using var hash = System.Security.Cryptography.SHA256.Create();
            using (var through = new System.Security.Cryptography.CryptoStream(stream, hash, System.Security.Cryptography.CryptoStreamMode.Read, true))
            using (var file = bag.Create(path, stream.Length))
            {
                through.CopyTo(file);
            }

            manifest.Add((path, Convert.ToHexStringLower(hash.Hash!)));
            bytes += stream.Length;
            progress?.Report((double)manifest.Count / paths.Count);
        }

        bag.Write(BagLayout.Manifest, Encoding.UTF8.GetBytes(BagLayout.ManifestText(manifest)));
        return (paths.Count, bytes);
    }

    /// <summary>Puts a copy into an absent or empty folder, which has its name only when all of it is there; every log that is kept in it signs nothing until it is reconciled.</summary>
    /// <exception cref="InvalidDataException">A file is missing, was changed, or is none of a backup.</exception>
    /// <exception cref="IOException">The folder has something in it.</exception>
    public static void Restore(IBagReader copy, IBagReader keys, string folder, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(copy);
        ArgumentNullException.ThrowIfNull(keys);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"{folder} is not empty");
        }

        // A name of its own: nothing that lies there already is taken for a rest of ours.
        var unfinished = $"{Place(folder)}.{Guid.NewGuid():n}.unfinished";
        DurableFile.CreatePrivateFolder(unfinished);
        try
        {
            Take(copy, false, unfinished, progress);
            Take(keys, true, unfinished, null);
            var cases = Path.Combine(unfinished, "cases");
            foreach (var log in Directory.Exists(cases) ? Directory.GetDirectories(cases).Where(log => !File.Exists(Path.Combine(log, CopiedLog.Marker))) : [])
            {
                DurableFile.Replace(Path.Combine(log, Marker), "put back from a backup\n"u8);
            }

            // What was done here from now on stands in a log that begins behind this one.
            var activity = Path.Combine(unfinished, ActivityLog.FolderName);
            foreach (var log in Directory.Exists(activity) ? Directory.GetDirectories(activity) : [])
            {
                DurableFile.Replace(Path.Combine(log, Marker), "put back from a backup\n"u8);
            }

            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }

            Durable.TrySyncFileSystem(unfinished);
            Directory.Move(unfinished, folder);
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, true);
            }
        }
    }

    /// <summary>What restores into this folder left behind that were broken off, or are still at work: the decrypted half of a workspace.</summary>
    public static IReadOnlyList<string> BrokenOff(string folder) =>
        Path.GetDirectoryName(Place(folder)) is { } above && Directory.Exists(above)
            ? [.. Directory.GetDirectories(above, $"{Path.GetFileName(Place(folder))}.*.unfinished").Order(StringComparer.Ordinal)]
            : [];

    private static string Place(string folder) => Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>Puts new keys in the place of the old ones, which are overwritten first: a key that was destroyed must not lie in free space.</summary>
    public static void ReplaceKeys(string fresh, string keys)
    {
        DurableFile.Destroy(keys);
        File.Move(fresh, keys, true);
        Durable.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(keys))!);
    }

    private static void Take(IBagReader bag, bool keys, string folder, IProgress<double>? progress)
    {
        var what = keys ? "the keys" : "the backup";
        var manifest = Manifest(bag, what);
        var done = 0;
        foreach (var (path, sha256) in manifest)
        {
            if (!BagLayout.IsSafe(path) || path.StartsWith(Keys, StringComparison.Ordinal) != keys)
            {
                throw new InvalidDataException($"{what}: {path} is no file of {what}");
            }

            using var stream = bag.Open(path) ?? throw new InvalidDataException($"{what}: {path} is missing");
            using var hash = System.Security.Cryptography.SHA256.Create();
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (keys && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(full, options))
            using (var through = new System.Security.Cryptography.CryptoStream(stream, hash, System.Security.Cryptography.CryptoStreamMode.Read))
            {
                through.CopyTo(file);
                file.Flush(true);
            }

            if (Convert.ToHexStringLower(hash.Hash!) != sha256)
            {
                throw new InvalidDataException($"{what}: {path} was changed");
            }

            progress?.Report((double)++done / manifest.Count);
        }

        var named = manifest.Select(file => file.Path).Append(BagLayout.Manifest).ToHashSet(StringComparer.Ordinal);
        if (bag.Paths.FirstOrDefault(path => !named.Contains(path)) is { } extra)
        {
            throw new InvalidDataException($"{what}: {extra} is named by nothing in it");
        }
    }

    private static List<(string Path, string Sha256)> Manifest(IBagReader bag, string what)
    {
        using var stream = bag.Open(BagLayout.Manifest) ?? throw new InvalidDataException($"{what}: it has no {BagLayout.Manifest}, so it is no backup");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var (files, seen) = (new List<(string, string)>(), new HashSet<string>(StringComparer.Ordinal));
        for (string? line; (line = reader.ReadLine()) is not null;)
        {
            files.Add(line.Split("  ") is [{ Length: 64 } sha256, { Length: > 0 } path] && seen.Add(path) ? (path, sha256) : throw new InvalidDataException($"{what}: line {files.Count + 1} of {BagLayout.Manifest} is none of a manifest"));
        }

        return files;
    }
}
