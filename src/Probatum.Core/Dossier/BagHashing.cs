using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace Probatum.Core.Dossier;

/// <summary>One thread's means of hashing files: a buffer that stays in the processor's cache, and a hash that is used again.</summary>
internal sealed class FileHasher : IDisposable
{
    // Half of the second-level cache of a small core: larger buffers fall out of it, smaller ones cost calls.
    private const int BufferLength = 1 << 17;

    private readonly byte[] _buffer = new byte[BufferLength];
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Reads a stream to its end and tells its SHA-256 and its length.</summary>
    public (string Sha256, long Length) Hash(Stream content) => Copy(content, Stream.Null);

    /// <summary>The same, and writes to another stream what passes.</summary>
    public (string Sha256, long Length) Copy(Stream content, Stream to)
    {
        var length = 0L;
        for (int read; (read = content.Read(_buffer)) > 0; length += read)
        {
            to.Write(_buffer, 0, read);
            _sha256.AppendData(_buffer, 0, read);
        }

        return (Convert.ToHexStringLower(_sha256.GetHashAndReset()), length);
    }

    /// <summary>Reads a stream to its end through several hashes.</summary>
    public long Hash(Stream content, IReadOnlyList<IRunningHash> hashes)
    {
        var length = 0L;
        for (int read; (read = content.Read(_buffer)) > 0; length += read)
        {
            foreach (var hash in hashes)
            {
                hash.Append(_buffer.AsSpan(0, read));
            }
        }

        return length;
    }

    public void Dispose() => _sha256.Dispose();
}

/// <summary>Does the same to many files on all processors.</summary>
internal static class EachFile
{
    /// <summary>
    /// Calls <paramref name="body"/> for every item, several at a time. Items are drawn one by one and in order, so what a lazy
    /// sequence does before it yields happens in order too. The first exception ends it and is thrown as it is.
    /// </summary>
    public static void Do<T>(IEnumerable<T> items, Action<T, FileHasher> body) => Whole(() => Parallel.ForEach(
        Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering), static () => new FileHasher(),
        (item, _, hasher) =>
        {
            body(item, hasher);
            return hasher;
        },
        static hasher => hasher.Dispose()));

    /// <summary>The same for the numbers below <paramref name="count"/>, in no order, with nothing to wait for between them.</summary>
    public static void Do(int count, Action<int, FileHasher> body) => Whole(() => Parallel.For(
        0, count, static () => new FileHasher(),
        (i, _, hasher) =>
        {
            body(i, hasher);
            return hasher;
        },
        static hasher => hasher.Dispose()));

    private static void Whole(Action loop)
    {
        try
        {
            loop();
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}

/// <summary>Writes the payload of a bag: several files at a time, hashed on the way.</summary>
public static class BagSealing
{
    /// <summary>Writes every file, in this order, and tells the digest and length of each; the streams are closed.</summary>
    /// <remarks>The sequence is drawn lazily, so no more files are open at once than are being written.</remarks>
    /// <exception cref="IOException">A file changed its length while it was read.</exception>
    public static IReadOnlyList<(string Path, string Sha256, long Length)> Write(IBagWriter bag, IEnumerable<(string Path, Stream Content)> files)
    {
        var digests = new List<(string Path, string Sha256, long Length)>();
        EachFile.Do(Begun(), (file, hasher) =>
        {
            using (file.From)
            using (file.To)
            {
                var (sha256, length) = hasher.Copy(file.From, file.To);
                lock (digests)
                {
                    digests[file.Index] = (file.Path, sha256, length);
                }
            }
        });
        return digests;

        IEnumerable<(int Index, string Path, Stream From, Stream To)> Begun()
        {
            foreach (var (path, content) in files)
            {
                int index;
                lock (digests)
                {
                    index = digests.Count;
                    digests.Add(default);
                }

                yield return (index, path, content, bag.Create(path, content.Length));
            }
        }
    }
}
