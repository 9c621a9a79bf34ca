using System.Collections;

namespace Probatum.Core;

/// <summary>A list to which rows are added at the end and in which they are replaced. A change makes another list and leaves this one as it is.</summary>
/// <remarks>As <see cref="GrownDictionary{TKey, TValue}"/>, of which it is one by place: a change of the newest takes constant time.</remarks>
public sealed class GrownRows<T> : IReadOnlyList<T>
{
    private readonly GrownDictionary<int, T> _rows;

    internal GrownRows(GrownDictionary<int, T> rows) => _rows = rows;

    /// <summary>How many rows it has.</summary>
    public int Count => _rows.Count;

    /// <summary>Whether it has none.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The row at that place.</summary>
    public T this[int index] => _rows.TryGetValue(index, out var row) ? row : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>These rows with one more.</summary>
    public GrownRows<T> Add(T row) => new(_rows.Add(Count, row));

    /// <summary>These rows with another at a place that has one.</summary>
    public GrownRows<T> Set(int index, T row) =>
        _rows.ContainsKey(index) ? new(_rows.Set(index, row)) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes lists without rows.</summary>
public static class GrownRows
{
    /// <summary>The list without rows.</summary>
    public static GrownRows<T> Empty<T>() => new(GrownDictionary.Empty<int, T>());
}
