using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Probatum.Core;

/// <summary>A map in which entries are added and replaced, never removed. Each change makes another map and leaves this one as it is.</summary>
/// <remarks>
/// All maps of one line share one table and differ in how much of it they see, so that a change of the newest takes no longer
/// in a case of a million records than in one of ten. The table is a row of changes: each has its key, its value, and the place
/// of the change that it replaced. Changing an older map copies what it sees. Safe to read and to change from several threads. Entries come in no
/// particular order.
/// </remarks>
public sealed class GrownDictionary<TKey, TValue> : IReadOnlyCollection<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    private readonly Table _table;
    private readonly int _changes;

    private GrownDictionary(Table table, int changes, int count) => (_table, _changes, Count) = (table, changes, count);

    internal GrownDictionary(IEqualityComparer<TKey>? comparer)
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
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var rows = Volatile.Read(ref _table.Rows);
        if (rows.Seen(rows.Find(_table, key, _table.Hash(key)), _changes) is >= 0 and var at)
        {
            value = rows.Changes[at].Value;
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
        var added = Set(key, value);
        return added.Count > Count ? added : throw new ArgumentException("the map has this key", nameof(key));
    }

    /// <summary>This map with that value under that key, whatever was there.</summary>
    public GrownDictionary<TKey, TValue> Set(TKey key, TValue value)
    {
        // Whoever takes the next change of the table is its newest map; no change is beyond that one then. The empty map,
        // which is kept for ever, never shares.
        var table = _changes > 0 && Interlocked.CompareExchange(ref _table.Taken, _changes + 1, _changes) == _changes ? _table : Copy();
        return new(table, table.Taken, table.Put(key, value, table.Taken - 1) ? Count + 1 : Count);
    }

    /// <summary>This map with one more entry, or this map where the key is there.</summary>
    public GrownDictionary<TKey, TValue> TryAdd(TKey key, TValue value) => ContainsKey(key) ? this : Set(key, value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        var rows = Volatile.Read(ref _table.Rows);
        for (var i = 0; i < _changes; i++)
        {
            // What was replaced within this map's sight is told by what replaced it.
            if (Volatile.Read(ref rows.Changes[i].By) is var by && (by == 0 || by >= _changes))
            {
                yield return new(rows.Changes[i].Key, rows.Changes[i].Value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Table Copy()
    {
        var copy = new Table(_table.Comparer);
        foreach (var (key, value) in this)
        {
            copy.Put(key, value, copy.Taken++);
        }

        copy.Taken++;
        return copy;
    }

    /// <summary>One change: the key's value from here on, the change it replaced, and the one that replaced it (0 for none: nothing is replaced by the first change).</summary>
    private struct Change
    {
        public TKey Key;
        public TValue Value;
        public int Hash;

        /// <summary>The next key of the bucket; -1 for none.</summary>
        public int Next;

        /// <summary>The change of the same key before; -1 for none.</summary>
        public int Before;

        /// <summary>The change of the same key after; 0 for none.</summary>
        public int By;
    }

    /// <summary>The changes so far with room for more. It is filled from the front; a larger one takes its place when it is full.</summary>
    private sealed class Rows(Change[] changes, int[] heads)
    {
        public readonly Change[] Changes = changes;

        /// <summary>By bucket, one more than the place of its first key; 0 for none.</summary>
        public readonly int[] Heads = heads;

        /// <summary>The last change of a key; -1 for none.</summary>
        public int Find(Table table, TKey key, int hash)
        {
            for (var at = Volatile.Read(ref Heads[hash & (Heads.Length - 1)]) - 1; at >= 0; at = Volatile.Read(ref Changes[at].Next))
            {
                ref readonly var change = ref Changes[at];
                if (change.Hash == hash && table.Same(change.Key, key))
                {
                    return at;
                }
            }

            return -1;
        }

        /// <summary>What a map of so many changes sees of a key whose last change is at that place.</summary>
        public int Seen(int at, int changes)
        {
            while (at >= changes)
            {
                at = Changes[at].Before;
            }

            return at;
        }

        /// <summary>Links a change into its bucket; one of the same key leaves it for this one. Whether there was none.</summary>
        public bool Link(Table table, int at)
        {
            ref var change = ref Changes[at];
            ref var link = ref Heads[change.Hash & (Heads.Length - 1)];
            var first = link;
            for (var (was, isHead) = (link - 1, true); was >= 0; isHead = false)
            {
                ref var earlier = ref Changes[was];
                if (earlier.Hash == change.Hash && table.Same(earlier.Key, change.Key))
                {
                    // A reader that is at the earlier one goes on from there as before.
                    (change.Next, change.Before) = (earlier.Next, was);
                    Volatile.Write(ref earlier.By, at);
                    Volatile.Write(ref link, isHead ? at + 1 : at);
                    return false;
                }

                link = ref earlier.Next;
                was = link;
            }

            (change.Next, change.Before) = (first - 1, -1);
            Volatile.Write(ref Heads[change.Hash & (Heads.Length - 1)], at + 1);
            return true;
        }
    }

    private sealed class Table(IEqualityComparer<TKey>? comparer)
    {
        private const int Smallest = 4;

        public int Taken;
        public Rows Rows = new(new Change[Smallest], new int[Smallest]);

        public IEqualityComparer<TKey>? Comparer => comparer;

        public int Hash(TKey key)
        {
            var hash = comparer?.GetHashCode(key) ?? EqualityComparer<TKey>.Default.GetHashCode(key);
            return hash ^ (hash >>> 15);
        }

        public bool Same(TKey key, TKey other) => comparer?.Equals(key, other) ?? EqualityComparer<TKey>.Default.Equals(key, other);

        /// <summary>Writes the change of that place, which is the next; whether its key is new. One thread at a time: whoever took the place.</summary>
        public bool Put(TKey key, TValue value, int at)
        {
            var rows = Rows;
            if (at == rows.Changes.Length)
            {
                rows = Larger(rows, at);
            }

            ref var change = ref rows.Changes[at];
            (change.Key, change.Value, change.Hash) = (key, value, Hash(key));
            var isNew = rows.Link(this, at);
            Volatile.Write(ref Rows, rows);
            return isNew;
        }

        private static Rows Larger(Rows full, int count)
        {
            var larger = new Rows(new Change[2 * count], new int[(int)BitOperations.RoundUpToPowerOf2((uint)(2 * count))]);
            Array.Copy(full.Changes, larger.Changes, count);
            for (var i = 0; i < count; i++)
            {
                // Only the last change of a key stands in a bucket.
                ref var change = ref larger.Changes[i];
                if (change.By == 0)
                {
                    ref var head = ref larger.Heads[change.Hash & (larger.Heads.Length - 1)];
                    (change.Next, head) = (head - 1, i + 1);
                }
            }

            return larger;
        }
    }
}

/// <summary>Makes maps without entries.</summary>
public static class GrownDictionary
{
    /// <summary>The map without entries, whose keys are compared by this comparer, or by their own equality.</summary>
    public static GrownDictionary<TKey, TValue> Empty<TKey, TValue>(IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull => new(comparer);
}
