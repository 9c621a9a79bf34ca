using System.Collections.Immutable;
using System.Globalization;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>Who did what in a workspace: every reading of protected data, export, sign-in and change. Nothing in it ever expires or is taken out.</summary>
/// <remarks>
/// A log as the cases have, of its own: append-only, each leaf a line of canonical JSON (<see cref="ActivityEntry"/>), every batch under a
/// checkpoint signed by Ed25519 and ML-DSA-44 under the origin "ws-….invalid/activity". Safe for any number of threads: writers are gathered
/// into batches, readers read beside them. A log that was put back from a backup may have gone on elsewhere, so it is never written to again: the
/// next one begins behind it, names its checkpoint in its first leaf, and both are read as one.
/// </remarks>
public sealed class ActivityLog : IDisposable
{
    /// <summary>The folder below the workspace.</summary>
    public const string FolderName = "activity";

    /// <summary>The folder of the cache.</summary>
    public const string CacheName = "activity-index";

    /// <summary>How many leaves are read at most for one page; behind them <see cref="ActivityPage.Next"/> goes on.</summary>
    public const int MostRead = 20_000;

    private readonly Func<DateTimeOffset> _clock;
    private readonly Func<string, ActivitySegment> _open;
    private readonly Func<IEnumerable<string>> _known;
    private readonly SemaphoreSlim _beginning = new(1);
    private ImmutableArray<ActivitySegment> _segments;
    private ActivitySegment? _checked;
    private bool _isDisposed;

    private ActivityLog(Func<DateTimeOffset> clock, Func<string, ActivitySegment> open, Func<IEnumerable<string>> known, ImmutableArray<ActivitySegment> segments) =>
        (_clock, _open, _known, _segments) = (clock, open, known, segments);

    /// <summary>How many entries there are.</summary>
    public long Size => _segments.Sum(segment => segment.Size);

    /// <summary>The tree that is signed now; null before the first entry.</summary>
    public Checkpoint? Covered => _segments is [.., var last] ? last.Covered : null;

    /// <param name="workspace">The folder of the workspace.</param>
    /// <param name="keys">The keys of a log by its name in <see cref="FolderName"/>.</param>
    /// <param name="known">The names that have keys already.</param>
    /// <param name="clock">The machine's clock.</param>
    /// <param name="vault">The workspace's keys.</param>
    /// <param name="lastSeen">What this machine saw of the logs before.</param>
    internal static ActivityLog Open(string workspace, Func<string, (SignerKey, SignerKey)> keys, Func<IEnumerable<string>> known, Func<DateTimeOffset> clock, Vault vault, LastSeen lastSeen)
    {
        ActivitySegment OpenOne(string name) =>
            ActivitySegment.Open(Path.Combine(workspace, FolderName, name), Path.Combine(workspace, CacheName), keys(name), clock, vault, lastSeen);

        return new(clock, OpenOne, known, [.. Names(workspace).Select(OpenOne)]);
    }

    /// <summary>Whether a workspace has one.</summary>
    internal static bool IsIn(string workspace) => Names(workspace).Any();

    /// <summary>Records what was done, at this moment: in the log, signed and durable when it ends, and to be read. Its place among all.</summary>
    /// <exception cref="IOException">The disk did not take it: what was to be recorded must not be done.</exception>
    /// <exception cref="ArgumentException">The kind is none of the list, or the session no digest.</exception>
    public async Task<long> RecordAsync(ActivityEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var leaf = (entry with { At = _clock() }).ToLeaf();
        var last = await LastAsync().ConfigureAwait(false);
        return _segments.TakeWhile(segment => segment != last).Sum(segment => segment.Size) + await last.AppendAsync(leaf).ConfigureAwait(false);
    }

    /// <summary>The entries that pass, the newest first.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="before">Read on from here: <see cref="ActivityPage.Next"/> of the page before; null for the newest.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="InvalidDataException">A file of the log was changed.</exception>
    public ActivityPage Read(ActivityFilter filter, long? before, int count)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var segments = _segments;
        var reading = new Reading(filter, before ?? long.MaxValue, count);
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            // Only the last one grows.
            if (reading.Next(segments[i], segments.Take(i).Sum(segment => segment.Size)) is { } next)
            {
                return new(reading.Found, next > 0 ? next : null);
            }
        }

        return new(reading.Found, null);
    }

    /// <summary>Reads all of it and holds it to its signed roots: what does not hold, in words; nothing where all does.</summary>
    public async Task<ImmutableArray<string>> AuditAsync()
    {
        var wanting = ImmutableArray.CreateBuilder<string>();
        foreach (var segment in _segments)
        {
            if (await segment.AuditAsync().ConfigureAwait(false) is { } why)
            {
                wanting.Add($"{segment.Folder}: {why}");
            }
        }

        wanting.AddRange(_known().Except(_segments.Select(segment => Path.GetFileName(segment.Folder))).Select(name => $"{FolderName}/{name}: its log has keys here, but is gone"));
        return wanting.ToImmutable();
    }

    /// <summary>Writes all of it into the folder, so that a copy of the folder has it.</summary>
    public async Task PublishAsync()
    {
        foreach (var segment in _segments)
        {
            await segment.PublishAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Finishes what waits, and lets the files go.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (var segment in _segments)
        {
            segment.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        _beginning.Dispose();
    }

    private static IEnumerable<string> Names(string workspace) => Path.Combine(workspace, FolderName) is var folder && Directory.Exists(folder)
        ? Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).Where(name => name.Length == 4 && name.All(char.IsAsciiDigit)).Order(StringComparer.Ordinal)
        : [];

    /// <summary>The one that is written to; begun where there is none, or none that may go on.</summary>
    private async Task<ActivitySegment> LastAsync()
    {
        if (_checked is { } known)
        {
            return known;
        }

        await _beginning.WaitAsync().ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_checked is null)
            {
                var ended = _segments is [.., var last] && last.IsEnded ? last : null;
                if (_segments.IsEmpty || ended is not null)
                {
                    _segments = _segments.Add(_open(_segments.Length.ToString("0000", CultureInfo.InvariantCulture)));
                }

                if (ended is { Covered: { } covered })
                {
                    await _segments[^1].AppendAsync((new ActivityEntry(ActivityKinds.LogBegun, ActivityOutcome.Done)
                    {
                        At = _clock(),
                        Subject = ended.Origin,
                        Detail = $"goes on behind {covered.Size} leaves, root {covered.Root}, as they were put back from a copy",
                    }).ToLeaf()).ConfigureAwait(false);
                }

                _checked = _segments[^1];
            }

            return _checked;
        }
        finally
        {
            _beginning.Release();
        }
    }

    /// <summary>One reading from the newest entry to older ones.</summary>
    private sealed class Reading(ActivityFilter filter, long before, int count)
    {
        private readonly List<int> _letters = ActivityColumns.LettersOf(filter.Text ?? "");
        private readonly ImmutableArray<(long, ActivityEntry)>.Builder _found = ImmutableArray.CreateBuilder<(long, ActivityEntry)>();
        private readonly (long From, long To) _times = (filter.Since?.ToUnixTimeMilliseconds() ?? long.MinValue, filter.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        private int _read;

        public ImmutableArray<(long Place, ActivityEntry Entry)> Found => _found.ToImmutable();

        /// <summary>Reads a segment whose first entry has that place among all; where to read on when the page is full, else null.</summary>
        public long? Next(ActivitySegment segment, long offset)
        {
            var columns = segment.Columns();
            var index = Math.Min(columns.Count, before - offset);
            if (Numbers(filter.Account is { } account ? [account] : [], columns) is not { } accounts || Numbers(filter.What, columns) is not { } kinds
                || Numbers(filter.Case is { } id ? [id.Text] : [], columns) is not { } cases)
            {
                return null;
            }

            var last = default((long, ImmutableArray<ReadOnlyMemory<byte>>));
            while (--index >= 0)
            {
                if (_letters.Count > 0 && !columns.MayHave(index / TilePath.FullWidth, _letters))
                {
                    index -= index % TilePath.FullWidth;
                    continue;
                }

                var row = columns[index];
                if (row.At < _times.From || row.At >= _times.To || !Has(accounts, row.Account) || !Has(kinds, row.What) || !Has(cases, row.Case))
                {
                    continue;
                }

                if (_found.Count == count || _read++ == MostRead)
                {
                    return offset + index + 1;
                }

                if (ActivityEntry.Of(segment.Leaf(index, ref last).Span) is { } entry
                    && (filter.Text is not { } text || entry.Texts.Any(one => one.Contains(text, StringComparison.OrdinalIgnoreCase))))
                {
                    _found.Add((offset + index, entry));
                }
            }

            return null;
        }

        private static bool Has(ImmutableArray<int> wanted, int number) => wanted.IsEmpty || wanted.Contains(number);

        /// <summary>The numbers of these names; empty where none is asked for, null where no leaf has any.</summary>
        private static ImmutableArray<int>? Numbers(ImmutableArray<string> names, ActivityColumns columns)
        {
            ImmutableArray<int> numbers = [.. names.Select(columns.NumberOf).OfType<int>()];
            return names.IsEmpty || !numbers.IsEmpty ? numbers : null;
        }
    }
}
