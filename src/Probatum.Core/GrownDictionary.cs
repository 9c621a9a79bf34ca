using System.Collections;
using System.Collections.Concurrent;

namespace Probatum.Core;

/// <summary>A map to which entries are only ever added, each key once. Adding makes another map and leaves this one as it is.</summary>
/// <remarks>
/// All maps of one line share one table and differ in how much of it they see, so that adding to the newest takes no longer
/// in a case of a million records than in one of ten. Adding to an older one copies what it sees. Safe to read and to add to
/// from several threads. Entries come in no particular order.
/// </remarks>
public sealed class GrownDictionary<TKey, TValue> : IReadOnlyCollection<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private readonly Table _table;

    private GrownDictionary(Table table, int count) => (_table, Count) = (table, count);

    internal GrownDictionary(IEqualityComparer<TKey> comparer)
        : this(new Table(comparer), 0)
    {
    }

    /// <summary>How many entries it has.</summary>
    public int Count { get; }

    /// <summary>The values.</summary>
    public IEnumerable<TValue> Values => this.Select(entry => entry.Value);

    /// <summary>The value of a key, which must be there.</summary>
    public TValue this[TKey key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException("the map has no such key");

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGetValue(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value)
    {
        var isThere = _table.Entries.TryGetValue(key, out var entry) && entry.Place < Count;
        value = isThere ? entry.Value : default;
        return isThere;
    }

    /// <summary>The value of a key, or the default where it is not there.</summary>
    public TValue? GetValueOrDefault(TKey key) => TryGetValue(key, out var value) ? value : default;

    /// <summary>Whether a key is there.</summary>
    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <summary>This map with one more entry; a key that is there already is a bug of the caller.</summary>
    public GrownDictionary<TKey, TValue> Add(TKey key, TValue value)
    {
        if (ContainsKey(key))
        {
            throw new ArgumentException("the map has this key", nameof(key));
        }

        // Whoever takes the next place in the table is its newest map; no entry is beyond that place then. The empty map, which
        // is kept for ever, never shares.
        var table = Count > 0 && Interlocked.CompareExchange(ref _table.Taken, Count + 1, Count) == Count ? _table : Copy();
        table.Entries[key] = (value, Count);
        return new(table, Count + 1);
    }

    /// <summary>This map with one more entry, or this map where the key is there.</summary>
    public GrownDictionary<TKey, TValue> TryAdd(TKey key, TValue value) => ContainsKey(key) ? this : Add(key, value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        foreach (var (key, (value, place)) in _table.Entries)
        {
            if (place < Count)
            {
                yield return new(key, value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Table Copy()
    {
        var copy = new Table(_table.Comparer) { Taken = Count + 1 };
        foreach (var (key, entry) in _table.Entries)
        {
            if (entry.Place < Count)
            {
                copy.Entries[key] = entry;
            }
        }

        return copy;
    }

    private sealed class Table(IEqualityComparer<TKey> comparer)
    {
        public int Taken;

        public IEqualityComparer<TKey> Comparer => comparer;

        public ConcurrentDictionary<TKey, (TValue Value, int Place)> Entries { get; } = new(1, 4, comparer);
    }
}

/// <summary>Makes maps without entries.</summary>
public static class GrownDictionary
{
    /// <summary>The map without entries, whose keys are compared by this comparer, or by their own equality.</summary>
    public static GrownDictionary<TKey, TValue> Empty<TKey, TValue>(IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => new(comparer ?? EqualityComparer<TKey>.Default);
}
