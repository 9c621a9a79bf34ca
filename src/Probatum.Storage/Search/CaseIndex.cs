using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>A line of the list of cases.</summary>
public sealed record IndexedCase(CaseId Id, string Title, long Size);

/// <summary>What is looked up without folding a log: the cases, their records, the words in them. Rebuilt from the logs at any time.</summary>
/// <remarks>
/// SQLite in WAL mode; a cache, so it need not survive a crash, only notice one: it remembers up to which leaf it goes. Without a path it
/// lives in memory, for as long as the workspace is open. Safe for several threads: one follows at a time, others search meanwhile, each on a
/// connection of its own out of a few; without a path whoever follows and whoever searches wait for each other, some thousand records at a time.
/// </remarks>
public sealed class CaseIndex : IDisposable
{
    /// <summary>How many records are counted of one search, and how far its pages go.</summary>
    public const int MostCounted = 1000;

    private const int BatchRecords = 4096;
    internal const int Corrupt = 11;

    private const int NoDatabase = 26;

    private readonly string? _path;
    private readonly SearchFolding _folding;
    private readonly Func<string, ReadOnlyMemory<byte>?> _file;
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly Lock _following = new();
    private readonly Lock _opening = new();
    private readonly SemaphoreSlim _slots = new(Math.Max(2, Environment.ProcessorCount));
    private readonly ConcurrentBag<IndexSession> _sessions = [];
    private IndexFile? _opened;

    /// <summary>An index that is opened, or made, when it is first asked.</summary>
    /// <param name="path">Its file; null for one in memory.</param>
    /// <param name="folding">How words are compared.</param>
    /// <param name="file">A kept file by its SHA-256, for the texts of reports; null where it is not at hand or may not be read.</param>
    public CaseIndex(string? path, SearchFolding folding, Func<string, ReadOnlyMemory<byte>?> file) => (_path, _folding, _file) = (path, folding, file);

    /// <summary>Whether it begins empty in every process, and has to follow every log before it is asked.</summary>
    public bool IsInMemory => _path is null;

    /// <summary>Brings the index up to the history of a case; what is there already stays.</summary>
    public void Follow(CaseHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Id is { } id)
        {
            Follow(id, history.State, history.Size);
        }
    }

    /// <summary>The same of a case's state after so many leaves.</summary>
    internal void Follow(CaseId id, CaseState state, long size)
    {
        lock (_following)
        {
            // An index that was made before somebody was erased still has the words: it is thrown away whole.
            if (Healing(() => Reading(opened => opened.Find(id)?.Erased)) is { } known && known != state.Erasures.Records.Count)
            {
                Discard();
            }

            Healing(() => Take(id, state, size));
        }
    }

    /// <summary>The cases by title.</summary>
    public ImmutableArray<IndexedCase> Cases() => Healing(() => Reading(opened => opened.Cases()));

    /// <summary>Searches; waits where as many others search as the machine has processors.</summary>
    public SearchResult Search(SearchRequest request)
    {
        _slots.Wait();
        try
        {
            return Healing(() => Find(request));
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>The same; those that wait hold no thread.</summary>
    public async Task<SearchResult> SearchAsync(SearchRequest request, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Healing(() => Find(request));
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>A digest of everything in the index, by which a rebuilt one is compared with the one before.</summary>
    public string Digest() => Healing(() => Reading(opened => opened.Hashed()));

    /// <summary>Throws the index away.</summary>
    public void Discard()
    {
        _gate.EnterWriteLock();
        try
        {
            Close();
            foreach (var file in _path is null ? [] : new[] { _path, _path + "-wal", _path + "-shm" })
            {
                File.Delete(file);
            }
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.EnterWriteLock();
        try
        {
            Close();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    private void Close()
    {
        while (_sessions.TryTake(out var session))
        {
            session.Dispose();
        }

        _opened?.Dispose();
        _opened = null;
    }

    /// <summary>A damaged cache is no loss: it is thrown away, and what is asked for is looked up in a new one.</summary>
    /// <remarks>The new index knows only what is followed from then on; whoever lists cases follows each log first.</remarks>
    private T Healing<T>(Func<T> look)
    {
        try
        {
            return look();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NoDatabase)
        {
            Discard();
            return look();
        }
    }

    private T Reading<T>(Func<IndexFile, T> read)
    {
        _gate.EnterReadLock();
        try
        {
            var opened = Open();
            lock (opened)
            {
                return read(opened);
            }
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>As <see cref="Reading"/>; without a path nobody searches meanwhile.</summary>
    private T Writing<T>(Func<IndexFile, T> write)
    {
        if (_path is not null)
        {
            return Reading(write);
        }

        _gate.EnterWriteLock();
        try
        {
            return write(Open());
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    private IndexFile Open()
    {
        lock (_opening)
        {
            return _opened ??= IndexFile.Open(_path, _folding.Name);
        }
    }

    private long Take(CaseId id, CaseState state, long size)
    {
        var entries = state.Entries;
        var erased = state.Erasures.Records;
        for (; ; )
        {
            // Whoever found the index damaged meanwhile threw it away: every batch begins where the index says.
            var from = Reading(opened => opened.Find(id)?.Size);
            var at = First(entries, from ?? 0);
            if (from is not null && at == entries.Count && from >= size)
            {
                while (Writing(opened => opened.Merge()))
                {
                }

                return size;
            }

            var end = Math.Min(entries.Count, at + BatchRecords);
            var batch = new IndexBatch(_folding);
            for (; at < end; at++)
            {
                // Of an erased record no word is taken, whether its key is destroyed by now or not.
                batch.Add(entries[at], erased.Contains(entries[at].Id) ? [[]] : RecordTexts.Of(entries[at], Kept));
            }

            var place = new IndexedCase(id, state.Opened?.Title ?? "", at == entries.Count ? size : entries[at].Index);
            Writing(opened => opened.Find(id)?.Size == from && opened.Write(batch, place, erased.Count));
        }
    }

    private static int First(GrownList<Entry> entries, long leaf)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = entries[middle].Index < leaf ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>A kept file; one that was changed has no words here, the audit names it.</summary>
    private ReadOnlyMemory<byte>? Kept(string sha256)
    {
        try
        {
            return _file(sha256);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private SearchResult Find(SearchRequest request)
    {
        _gate.EnterReadLock();
        try
        {
            var opened = Open();
            var session = _sessions.TryTake(out var free) ? free : opened.Session();
            try
            {
                var result = new IndexSearch(opened, session, _folding, request).Run();
                _sessions.Add(session);
                return result;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }
}
