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
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(250);

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
        var (working, size) = (_workings.GetOrAdd((seen.Sight, what), _ => new()), seen.History.Size);
        lock (working)
        {
            if (working.Last is null || (working.Last.Size < size && working.Last.Took <= Quick && !working.IsAtWork))
            {
                working.Last = Make(seen, make);
            }
            else if (working.Last.Size < size && !working.IsAtWork)
            {
                working.IsAtWork = true;
                _ = Task.Run(() => Beside(working, seen, make));
            }

            return ((T)working.Last.Value, working.Last.Size);
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
        try
        {
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
                    (working.Last, working.IsAtWork) = (made ?? working.Last, false);
                }
            }

            of.Stir();
            await Task.Delay(made.Took).ConfigureAwait(false);
        }
        finally
        {
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

        public bool IsAtWork { get; set; }
    }
}
