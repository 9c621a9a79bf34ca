using System.Threading.Channels;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>Many writers, one log: all that wait are appended in one batch, with one sync and one signature, and hear of it together.</summary>
/// <remarks>
/// Thread-safe. Holds the log until it is disposed. What is acknowledged is durable and covered by a signed checkpoint; files
/// for readers are written meanwhile by another thread. Order among waiting writers is that in which they came.
/// </remarks>
internal sealed class LogQueue : IAsyncDisposable
{
    private const int MostEntries = 4096;
    private const int MostBytes = 8 << 20;

    private readonly LogStore _log;
    private readonly long _publishAt;
    private readonly Action<long, IReadOnlyList<LogEntry>, Checkpoint>? _appended;
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly Task _loop;

    /// <summary>Begins to take entries.</summary>
    /// <param name="log">The log, which nobody else may use meanwhile.</param>
    /// <param name="publishAt">How many bytes may wait before they are written for readers.</param>
    /// <param name="appended">Hears of each batch, its first index and the checkpoint over it, in order and before its writers do; must not fail.</param>
    public LogQueue(LogStore log, long publishAt = 4 << 20, Action<long, IReadOnlyList<LogEntry>, Checkpoint>? appended = null)
    {
        (_log, _publishAt, _appended) = (log, publishAt, appended);
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Appends one entry: its index, and the checkpoint that covers it.</summary>
    /// <exception cref="IOException">The disk did not take it. It may be there all the same; read the log before trying again.</exception>
    public Task<(long Index, Checkpoint Covering)> AppendAsync(LogEntry entry)
    {
        var waiting = new Waiting(entry);
        return _waiting.Writer.TryWrite(waiting) ? waiting.Done.Task : Task.FromException<(long, Checkpoint)>(new ObjectDisposedException(nameof(LogQueue)));
    }

    /// <summary>Takes no more, finishes what waits, and publishes all of it.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private void Run()
    {
        using var owned = _log.Own();
        var batch = new List<Waiting>();
        (Publication What, Task Writing)? publication = null;
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            Gather(batch);
            Append(batch);
            batch.Clear();
            if (publication is { Writing.IsCompleted: true })
            {
                publication = End(publication.Value);
            }

            if (publication is null && _log.Unpublished > _publishAt && _log.BeginPublication() is { } begun)
            {
                publication = (begun, Task.Factory.StartNew(begun.Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            }
        }

        if (publication is { } last)
        {
            Task.WaitAny(last.Writing);
            End(last);
        }

        if (_log.BeginPublication() is { } rest)
        {
            rest.Write();
            _log.EndPublication(rest);
        }
    }

    /// <summary>A publication that failed is begun again with what waits by then; the journal has all of it.</summary>
    private (Publication, Task)? End((Publication What, Task Writing) publication)
    {
        if (publication.Writing.IsCompletedSuccessfully)
        {
            _log.EndPublication(publication.What);
        }

        return null;
    }

    private void Gather(List<Waiting> batch)
    {
        for (var bytes = 0L; batch.Count < MostEntries && bytes < MostBytes && _waiting.Reader.TryRead(out var next);)
        {
            batch.Add(next);
            bytes += next.Entry.Bytes.Length + next.Entry.Aside.Length;
        }
    }

    private void Append(List<Waiting> batch)
    {
        try
        {
            var first = _log.Covered?.Size ?? 0;
            LogEntry[] entries = [.. batch.Select(one => one.Entry)];
            var covering = _log.AppendHeld(entries);
            _appended?.Invoke(first, entries, covering);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Done.SetResult((first + i, covering));
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            batch.ForEach(one => one.Done.SetException(e));
        }
    }

    private sealed class Waiting(LogEntry entry)
    {
        public LogEntry Entry { get; } = entry;

        public TaskCompletionSource<(long Index, Checkpoint Covering)> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
