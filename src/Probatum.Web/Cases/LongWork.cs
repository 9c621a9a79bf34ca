using System.Collections.Concurrent;
using System.Diagnostics;

namespace Probatum.Web.Cases;

/// <summary>
/// What takes long to work out of a case, for each sight of it. The first time whoever asks waits. While the case goes on it is then
/// worked out beside all else, and whoever asks is given what it was a moment ago; screens look again when there is a newer one.
/// </summary>
/// <remarks>Safe for many threads.</remarks>
internal sealed class LongWork(LiveCase of)
{
    // What is done in this time is done at once.
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(50);

    // One at a time in the whole server, and a rest as long as the work: what people wait for comes first.
    private static readonly SemaphoreSlim Place = new(1, 1);

    private readonly ConcurrentDictionary<(Sight Sight, string What), Working> _workings = new();

    /// <summary>What is worked out, and of how many leaves.</summary>
    /// <param name="seen">The case as it is looked at.</param>
    /// <param name="what">The name of what is worked out.</param>
    /// <param name="make">Works it out.</param>
    public (T Value, long Size) Lately<T>(SeenCase seen, string what, Func<SeenCase, T> make)
        where T : class
    {
        // Of a narrower sight even how it stands now may take long: its size is the log's.
        var (working, size) = (_workings.GetOrAdd((seen.Sight, what), _ => new()), of.Now.Size);
        lock (working)
        {
            if (working.Last is null || (working.Last.Size < size && working.Last.Took <= Quick && working.AtWork is null))
            {
                working.Last = Make(seen, make);
            }
            else if (working.Last.Size < size)
            {
                working.AtWork ??= Task.Run(() => Beside(working, seen, make));
            }

            return ((T)working.Last.Value, working.Last.Size);
        }
    }

    /// <summary>The same of what takes so long that nobody is to wait for it at first either: null while it is worked out, and screens look again once it is.</summary>
    public (T Value, long Size)? Soon<T>(SeenCase seen, string what, Func<SeenCase, T> make)
        where T : class
    {
        var working = _workings.GetOrAdd((seen.Sight, what), _ => new());
        Task begun;
        lock (working)
        {
            if (working.Last is not null)
            {
                return Lately(seen, what, make);
            }

            begun = working.AtWork ??= Task.Run(() => Beside(working, seen, make));
        }

        begun.Wait(Quick);
        lock (working)
        {
            return working.Last is { } made ? ((T)made.Value, made.Size) : null;
        }
    }

    /// <summary>Lets go of what was worked out for a sight that nobody has any more.</summary>
    public void LetGo(Sight sight)
    {
        foreach (var key in _workings.Keys.Where(key => key.Sight == sight))
        {
            _workings.TryRemove(key, out _);
        }
    }

    private async Task Beside<T>(Working working, SeenCase seen, Func<SeenCase, T> make)
        where T : class
    {
        await Place.WaitAsync().ConfigureAwait(false);
        Worked? made = null;
        try
        {
            // By the sight that it is kept for, whatever whoever asked may see by now.
            made = Make(new(seen.Visit, of, seen.Grant, seen.Sight), make);
        }
        finally
        {
            lock (working)
            {
                (working.Last, working.AtWork) = (made ?? working.Last, null);
            }

            _ = Rest(made?.Took ?? TimeSpan.Zero);
        }

        of.Stir();

        static async Task Rest(TimeSpan time)
        {
            await Task.Delay(time).ConfigureAwait(false);
            Place.Release();
        }
    }

    private static Worked Make<T>(SeenCase seen, Func<SeenCase, T> make)
        where T : class
    {
        var start = Stopwatch.GetTimestamp();
        return new(make(seen), seen.History.Size, Stopwatch.GetElapsedTime(start));
    }

    private sealed record Worked(object Value, long Size, TimeSpan Took);

    private sealed class Working
    {
        public Worked? Last { get; set; }

        /// <summary>Ends once it is worked out; null while nobody is at it.</summary>
        public Task? AtWork { get; set; }
    }
}
