using System.Collections;
using System.Runtime.CompilerServices;

namespace Probatum.Core;

/// <summary>A list to which items are only ever added at the end. Adding makes another list and leaves this one as it is.</summary>
/// <remarks>
/// All lists of one line share one array and differ in how much of it they see. Adding to the newest takes constant time on
/// average; adding to an older one copies what it sees. Safe to read and to add to from several threads.
/// </remarks>
[CollectionBuilder(typeof(GrownList), nameof(GrownList.Create))]
public sealed class GrownList<T> : IReadOnlyList<T>
{
    private readonly Shared _shared;
    private readonly T[] _items;

    private GrownList(Shared shared, T[] items, int count) => (_shared, _items, Count) = (shared, items, count);

    internal GrownList(ReadOnlySpan<T> items)
        : this(new() { Taken = items.Length }, items.ToArray(), items.Length)
    {
    }

    /// <summary>How many items it has.</summary>
    public int Count { get; }

    /// <summary>Whether it has none.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The item at that place.</summary>
    public T this[int index] => index < Count ? _items[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>This list with one more item.</summary>
    public GrownList<T> Add(T item)
    {
        // Whoever takes the next place is the newest list. An array that is full, or of an older list, is left to those before;
        // the empty list, which is kept for ever, never shares.
        var isNewest = Count > 0 && Interlocked.CompareExchange(ref _shared.Taken, Count + 1, Count) == Count;
        if (isNewest && Count < _items.Length)
        {
            _items[Count] = item;
            return new(_shared, _items, Count + 1);
        }

        var items = new T[Math.Max(4, 2 * Count)];
        Array.Copy(_items, items, Count);
        items[Count] = item;
        return new(isNewest ? _shared : new() { Taken = Count + 1 }, items, Count + 1);
    }

    /// <summary>The first item for which it holds, or the default.</summary>
    public T? Find(Predicate<T> holds) => Array.FindIndex(_items, 0, Count, holds) is >= 0 and var at ? _items[at] : default;

    /// <summary>Whether it holds for any item.</summary>
    public bool Exists(Predicate<T> holds) => Array.FindIndex(_items, 0, Count, holds) >= 0;

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return _items[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Shared
    {
        public int Taken;
    }
}

/// <summary>Makes lists of items that are there already.</summary>
public static class GrownList
{
    /// <summary>The list of these items.</summary>
    public static GrownList<T> Create<T>(ReadOnlySpan<T> items) => new(items);
}
