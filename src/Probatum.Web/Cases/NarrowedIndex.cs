using Probatum.Storage;

namespace Probatum.Web.Cases;

/// <summary>An index in memory of what a sight shows of a case.</summary>
internal sealed class NarrowedIndex(LiveCase live, Sight sight, Func<CaseIndex> empty)
{
    // One at a time is made from nothing: people at screens come first.
    private static readonly SemaphoreSlim Place = new(1, 1);

    private readonly Lock _turn = new();
    private Task<CaseIndex> _following = Task.FromResult<CaseIndex>(null!);
    private CaseIndex? _index;
    private object? _telling;
    private long _size = -1;

    public string Case => live.Id.Text;

    public Sight Sight => sight;

    /// <summary>When it was last asked for.</summary>
    public DateTimeOffset Asked { get; set; }

    /// <summary>What there is of it.</summary>
    public CaseIndex? Index => _index;

    /// <summary>Goes on to where the case is now.</summary>
    public Task<CaseIndex> Follow()
    {
        lock (_turn)
        {
            if (_size != live.Now.Size)
            {
                _size = live.Now.Size;
                _following = _following.ContinueWith(_ => Task.Run(GoOn), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
            }

            return _following;
        }
    }

    private async Task<CaseIndex> GoOn()
    {
        var isFirst = _index is null;
        if (isFirst)
        {
            await Place.WaitAsync().ConfigureAwait(false);
        }

        try
        {
            // What takes back something that was shown is another telling: only the same one is gone on with.
            var told = live.Told(sight);
            var index = ReferenceEquals(told.Telling, _telling) && _index is { } known ? known : empty();
            index.Follow(told.History);
            (_index, _telling) = (index, told.Telling);
            return index;
        }
        catch
        {
            lock (_turn)
            {
                _size = -1;
            }

            throw;
        }
        finally
        {
            if (isFirst)
            {
                Place.Release();
            }
        }
    }
}
