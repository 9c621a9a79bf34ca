using System.Runtime.ExceptionServices;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>Files of which somebody wants the SHA-256. All but <see cref="Files"/> is called by several threads at once.</summary>
internal interface IFilesToHash<T>
{
    /// <summary>The files: drawn one by one and in order, so what a lazy sequence does before it yields happens in order too.</summary>
    IEnumerable<T> Files { get; }

    /// <summary>The content of a file, which is closed when it was read; null when there is none to be hashed.</summary>
    Stream? Open(T file);

    /// <summary>Takes the digest of a file that was read to its end.</summary>
    void Done(T file, ReadOnlySpan<byte> sha256, long length);

    /// <summary>Takes that the content itself said, while it was read, that it was changed; or throws.</summary>
    void Refuse(T file, InvalidDataException why);
}

/// <summary>Takes the SHA-256 of many files: on all processors, and on each side by side in lanes.</summary>
internal static class FileDigests
{
    // Code for lanes is compiled when it is first called. That takes about as long as it gains with so many bytes.
    private const long WorthLanes = 1 << 24;

    /// <summary>Hashes them all. The first exception ends it and is thrown as it is; whatever was opened is closed.</summary>
    public static void Take<T>(IFilesToHash<T> wanted)
    {
        // By default the pool has as many threads at hand as there are processors.
        ThreadPool.GetMinThreads(out var workers, out _);
        Take(wanted, HashPaths.BestForLong, workers, WorthLanes);
    }

    /// <summary>The same on that path and by so many workers; so many of the first bytes are hashed file by file.</summary>
    internal static void Take<T>(IFilesToHash<T> wanted, HashPath path, int workers, long worthLanes)
    {
        using var files = new DrawnFiles<T>(wanted, path, workers, worthLanes);
        Whole(() => Parallel.For(0, workers, _ =>
        {
            using var worker = new HashingWorker<T>(files);
            worker.Work();
        }));
    }

    /// <summary>Does what several threads do, and throws the first exception of one of them as it is.</summary>
    public static void Whole(Action parallel)
    {
        try
        {
            parallel();
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }

    /// <summary>Closes what was not read to its end. That it is not whole is no news: something else failed before.</summary>
    public static void Abandon(Stream content)
    {
        try
        {
            content.Dispose();
        }
        catch (IOException)
        {
        }
    }
}

/// <summary>What the workers share: the files not drawn yet, and the long ones that wait. Safe for several threads.</summary>
internal sealed class DrawnFiles<T>(IFilesToHash<T> wanted, HashPath path, int workers, long worthLanes) : IDisposable
{
    // Enough to find some of about one length among them; each is open while it waits.
    private const int MostWaiting = 64;

    private readonly Lock _gate = new();
    private readonly IEnumerator<T> _files = wanted.Files.GetEnumerator();
    private readonly LongFiles<T> _waiting = new(path switch { HashPath.Sixteen => 16, HashPath.Eight => 8, _ => 1 }, workers);
    private long _alone;
    private volatile bool _failed;

    public IFilesToHash<T> Wanted => wanted;

    public HashPath Path => path;

    /// <summary>Whether some worker failed: what the others do is not needed any more.</summary>
    public bool HasFailed => _failed;

    /// <summary>The next file, to be opened; or files that were opened and shall be hashed now, together if they are several.</summary>
    public bool TryDraw(out T file, out OpenFile<T>[] opened)
    {
        (file, opened) = (default!, []);
        lock (_gate)
        {
            if (_failed)
            {
                return false;
            }

            if (!_waiting.IsComplete && _waiting.Count < MostWaiting)
            {
                if (_files.MoveNext())
                {
                    file = _files.Current;
                    return true;
                }

                _waiting.IsComplete = true;
            }

            opened = _waiting.Take();
            return opened.Length > 0;
        }
    }

    /// <summary>Lets a long file wait for others of its length.</summary>
    public void Wait(OpenFile<T> file)
    {
        lock (_gate)
        {
            _waiting.Add(file);
        }
    }

    /// <summary>Whether a file of that length goes into lanes: there are some, and enough was hashed without.</summary>
    public bool IsForLanes(long length) =>
        path != HashPath.One && (Interlocked.Read(ref _alone) >= worthLanes || Interlocked.Add(ref _alone, Math.Min(length, worthLanes)) > worthLanes);

    public void Fail() => _failed = true;

    public void Dispose()
    {
        _files.Dispose();
        foreach (var file in _waiting.TakeAll())
        {
            FileDigests.Abandon(file.Content);
        }
    }
}
