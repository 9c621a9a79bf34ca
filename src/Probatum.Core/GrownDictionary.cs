using System.Collections;
using System.Collections.Concurrent;

namespace Probatum.Core;

/// <summary>A map in which entries are added and replaced, never removed. Each change makes another map and leaves this one as it is.</summary>
/// <remarks>
/// All maps of one line share one table and differ in how much of it they see, so that a change of the newest takes no longer
/// in a case of a million records than in one of ten. The table keeps what was replaced behind what replaced it, for the older
/// maps. Changing an older one copies what it sees. Safe to read and to change from several threads. Entries come in no
/// particular order.
/// </remarks>
public sealed class GrownDictionary<TKey, TValue> : IReadOnlyCollection<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private readonly Table _table;
    private readonly int _changes;

    private GrownDictionary(Table table, int changes, int count) => (_table, _changes, Count) = (table, changes, count);

    internal GrownDictionary(IEqualityComparer<TKey> comparer)
        : this(new Table(comparer), 0, 0)
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
        if (_table.Entries.TryGetValue(key, out var latest) && Seen(latest) is { } entry)
        {
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
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

        return Set(key, value);
    }

    /// <summary>This map with that value under that key, whatever was there.</summary>
    public GrownDictionary<TKey, TValue> Set(TKey key, TValue value)
    {
        // Whoever takes the next change of the table is its newest map; no entry is beyond that change then. The empty map,
        // which is kept for ever, never shares.
        var table = _changes > 0 && Interlocked.CompareExchange(ref _table.Taken, _changes + 1, _changes) == _changes ? _table : Copy();
        if (table.Entries.TryAdd(key, new(value, _changes, null)))
        {
            return new(table, _changes + 1, Count + 1);
        }

        table.Entries[key] = new(value, _changes, table.Entries[key]);
        return new(table, _changes + 1, Count);
    }

    /// <summary>This map with one more entry, or this map where the key is there.</summary>
    public GrownDictionary<TKey, TValue> TryAdd(TKey key, TValue value) => ContainsKey(key) ? this : Add(key, value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        foreach (var (key, latest) in _table.Entries)
        {
            if (Seen(latest) is { } entry)
            {
                yield return new(key, entry.Value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Table Copy()
    {
        var copy = new Table(_table.Comparer) { Taken = _changes + 1 };
        foreach (var (key, latest) in _table.Entries)
        {
            if (Seen(latest) is { } entry)
            {
                copy.Entries[key] = new(entry.Value, entry.Change, null);
            }
        }

        return copy;
    }

    /// <summary>What this map sees of a key: the last that was put there before its own end.</summary>
    private Entry? Seen(Entry latest)
    {
        var entry = latest;
        while (entry is not null && entry.Change >= _changes)
        {
            entry = entry.Earlier;
        }

        return entry;
    }

    private sealed class Entry(TValue value, int change, Entry? earlier)
    {
        public readonly TValue Value = value;
        public readonly int Change = change;
        public readonly Entry? Earlier = earlier;
    }

    private sealed class Table(IEqualityComparer<TKey> comparer)
    {
        public int Taken;

        public IEqualityComparer<TKey> Comparer => comparer;

        public ConcurrentDictionary<TKey, Entry> Entries { get; } = new(1, 4, comparer);
    }
}

/// <summary>Makes maps without entries.</summary>
public static class GrownDictionary
{
    /// <summary>The map without entries, whose keys are compared by this comparer, or by their own equality.</summary>
    public static GrownDictionary<TKey, TValue> Empty<TKey, TValue>(IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => new(comparer ?? EqualityComparer<TKey>.Default);
}
