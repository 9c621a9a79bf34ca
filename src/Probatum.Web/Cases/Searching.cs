using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using Probatum.Storage;
using Probatum.Verbs;

namespace Probatum.Web.Cases;

/// <summary>What is searched for: words, and what they are narrowed by.</summary>
/// <param name="Words">As <see cref="SearchRequest"/> has them.</param>
/// <param name="Filter">What is asked beside the words; cases in it narrow those that may be seen.</param>
/// <param name="Last">Whether the last word was typed to its end.</param>
/// <param name="Skip">How many hits to pass over.</param>
/// <param name="Take">How many to give.</param>
public sealed record Wanted(string Words, SearchFilter Filter, LastWord Last, int Skip, int Take);

/// <summary>Search within what somebody may see.</summary>
/// <remarks>
/// Cases that are seen whole share the workspace's index. Of a case that is seen in part an index is made of just what is seen, in memory:
/// words of a withheld member are not in it, so they are neither found nor counted, nor can their absence be asked for.
/// </remarks>
public sealed class Searching : IDisposable
{
    private const int MostNarrowed = 8;
    private const int MostNoted = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Whoever asks for all cases is not to wait for one of them.
    private static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(60);

    // What was asked for in this time is not let go for another: both would be made anew all day.
    private static readonly TimeSpan InUse = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan OneSearch = TimeSpan.FromSeconds(10);

    private readonly Workroom _room;
    private readonly SearchFolding _folding = OpenedCase.Folding();
    private readonly ConcurrentDictionary<string, long> _followed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveCase> _heard = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string What, DateTimeOffset At)> _noted = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly LinkedList<NarrowedIndex> _narrowed = [];
    private readonly CancellationTokenSource _ends = new();
    private Task _following = Task.CompletedTask;

    /// <summary>Search over a workroom; nothing is read yet.</summary>
    public Searching(Workroom room) => _room = room;

    /// <summary>Lets the index follow every case, beside all else that the server does.</summary>
    public void Begin() => Follow([]);

    /// <summary>What is found of it within what that person may see, and whether all of it was looked at: an index may still be behind its log.</summary>
    /// <param name="visit">Who searches.</param>
    /// <param name="only">The only case that is searched; null for all that they may see.</param>
    /// <param name="wanted">What is searched for.</param>
    /// <param name="cancellation">Whether it is still wanted.</param>
    public async Task<(SearchResult Found, bool IsBehind)> Find(Visit visit, string? only, Wanted wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(visit);
        ArgumentNullException.ThrowIfNull(wanted);
        if (wanted.Words.Trim().Length == 0)
        {
            return (SearchResult.None, false);
        }

        await NoteAsync(visit, only, wanted).ConfigureAwait(false);
        var asked = wanted.Filter.Cases.Select(id => id.Text).ToHashSet(StringComparer.Ordinal);
        List<SeenCase> seen = [.. (only is null ? visit.Untold : new[] { visit.Case(only) }.OfType<SeenCase>()).Where(one => asked.Count == 0 || asked.Contains(one.Id.Text))];
        if (seen.Count == 0)
        {
            return (SearchResult.None, false);
        }

        var whole = seen.Where(one => one.Sight.IsWhole).ToList();
        var late = whole.Where(IsLate).ToList();
        if (late.Count > 0)
        {
            await Task.WhenAny(Follow([.. late.Select(one => one.Live)]), Task.Delay(Patience, cancellation)).ConfigureAwait(false);
        }

        var found = new List<SearchResult>();
        if (whole.Count > 0)
        {
            found.Add(await _room.Workspace.Index.SearchAsync(Request(whole), cancellation).ConfigureAwait(false));
        }

        var (narrowed, isBehind) = (seen.Where(one => !one.Sight.IsWhole).Select(one => (one, Index: IndexOf(one, seen.Count == 1))).ToList(), false);
        var patience = Task.Delay(seen.Count == 1 ? Patience : ShortPatience, cancellation);
        foreach (var (one, index) in narrowed)
        {
            if (index is not null && await Task.WhenAny(index, patience).ConfigureAwait(false) == index)
            {
                found.Add(await (await index.ConfigureAwait(false)).SearchAsync(Request([one]), cancellation).ConfigureAwait(false));
            }
            else
            {
                isBehind = true;
            }
        }

        return (Together(found, wanted.Skip, wanted.Take), isBehind || whole.Exists(IsLate));

        // From each as many as all pages up to this one could have of it.
        SearchRequest Request(List<SeenCase> those) => new(wanted.Words, SearchScope.Of(those.Select(one => one.Id)))
        {
            Filter = wanted.Filter,
            Last = wanted.Last,
            Skip = 0,
            Take = wanted.Skip + wanted.Take,
        };

        bool IsLate(SeenCase one) => _followed.GetValueOrDefault(one.Id.Text, -1) < one.Live.Now.Size;
    }

    /// <summary>Writes down what is searched for, before anything is found. A page is made twice when it opens, and is one search.</summary>
    private async Task NoteAsync(Visit visit, string? only, Wanted wanted)
    {
        var filter = wanted.Filter;
        var narrowed = filter.Kinds.Select(one => $"kind {one}").Concat(filter.Cases.Select(one => $"case {one.Text}")).Concat(filter.Authors.Select(one => $"author {one.Text}")).Concat(filter.Made.Select(one => $"made {one}"));
        var detail = string.Join(", ", narrowed.Prepend(wanted.Words.Trim()));
        var (now, mine) = (_room.Now, $"{only}\n{detail}\n{wanted.Skip}");
        if (_noted.TryGetValue(visit.By, out var last) && last.What == mine && now - last.At < OneSearch)
        {
            return;
        }

        await _room.Activity.NoteAsync(visit, ActivityKinds.Search, only, null, detail).ConfigureAwait(false);
        if (_noted.Count > MostNoted)
        {
            _noted.Clear();
        }

        _noted[visit.By] = (mine, now);
    }

    /// <summary>What several indexes found, as one: the words themselves first, the newest first; facets added up.</summary>
    internal static SearchResult Together(IReadOnlyList<SearchResult> found, int skip, int take)
    {
        // One index has its own order, by leaf; between several there is the time that authors say.
        var hits = found is [var only] ? only.Hits.AsEnumerable() : found.SelectMany(one => one.Hits).OrderByDescending(hit => hit.IsExact).ThenByDescending(hit => hit.Made ?? DateTimeOffset.MinValue);
        return new(
            [.. hits.Skip(skip).Take(take)], found.Sum(one => one.Counted), found.Sum(one => one.Exact), found.Any(one => one.IsPartial),
            ByCount(one => one.Kinds), ByCount(one => one.Cases), ByCount(one => one.Authors), ByTime(one => one.Years), ByTime(one => one.Months));

        IEnumerable<FacetCount> Sums(Func<SearchResult, ImmutableArray<FacetCount>> facet) =>
            found.SelectMany(one => facet(one)).GroupBy(one => one.Value, StringComparer.Ordinal).Select(group => new FacetCount(group.Key, group.Sum(one => one.Count)));
        ImmutableArray<FacetCount> ByCount(Func<SearchResult, ImmutableArray<FacetCount>> facet) => [.. Sums(facet).OrderByDescending(one => one.Count).ThenBy(one => one.Value, StringComparer.Ordinal)];
        ImmutableArray<FacetCount> ByTime(Func<SearchResult, ImmutableArray<FacetCount>> facet) => [.. Sums(facet).OrderByDescending(one => one.Value, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends.Cancel();
        foreach (var live in _heard.Values)
        {
            live.Changed -= OnChanged;
        }

        try
        {
            _following.Wait();
        }
        catch (AggregateException)
        {
            // It was told to end.
        }

        lock (_gate)
        {
            foreach (var one in _narrowed)
            {
                one.Index?.Dispose();
            }

            _narrowed.Clear();
        }

        _ends.Dispose();
    }

    /// <summary>Lets the index follow these cases, all of them where none is named, behind what it follows already.</summary>
    private Task Follow(LiveCase[] cases)
    {
        lock (_gate)
        {
            return _ends.IsCancellationRequested ? Task.CompletedTask : _following = _following.ContinueWith(_ => FollowNow(cases), _ends.Token, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void FollowNow(LiveCase[] cases)
    {
        foreach (var live in cases.Length > 0 ? cases : Opened())
        {
            if (_ends.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (_heard.TryAdd(live.Id.Text, live))
                {
                    live.Changed += OnChanged;
                }

                var now = live.Now;
                _room.Workspace.Index.Follow(now);
                _followed[live.Id.Text] = now.Size;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
            {
                // It is a cache: whoever searches is told that it is behind, and it is tried again then.
                _followed.TryRemove(live.Id.Text, out _);
            }
        }
    }

    private IEnumerable<LiveCase> Opened()
    {
        foreach (var id in _room.Workspace.Cases)
        {
            LiveCase? live = null;
            try
            {
                live = _room.Case(id.Text);
            }
            catch (InvalidDataException)
            {
                // A log that does not hold is said to whoever opens it.
            }

            if (live is not null)
            {
                yield return live;
            }
        }
    }

    private void OnChanged() => Follow([.. _heard.Values.Where(live => _followed.GetValueOrDefault(live.Id.Text, -1) < live.Now.Size)]);

    /// <summary>
    /// An index of what is seen of a case, once it goes as far as the case. One that was not asked for long is let go for it; null where
    /// all are in use and it is one of several cases that are searched.
    /// </summary>
    private Task<CaseIndex>? IndexOf(SeenCase seen, bool isAlone)
    {
        lock (_gate)
        {
            var known = _narrowed.FirstOrDefault(one => one.Case == seen.Id.Text && one.Sight == seen.Sight);
            if (known is not null)
            {
                _narrowed.Remove(known);
            }
            else if (!isAlone && _narrowed.Count >= MostNarrowed && _room.Now - _narrowed.Last!.Value.Asked < InUse)
            {
                return null;
            }
            else if (_narrowed.Count >= MostNarrowed)
            {
                _narrowed.RemoveLast();
            }

            known ??= new(seen.Live, seen.Sight, () => new(null, _folding, _room.Workspace.Blobs.Read));
            known.Asked = _room.Now;
            _narrowed.AddFirst(known);
            return known.Follow();
        }
    }
}
