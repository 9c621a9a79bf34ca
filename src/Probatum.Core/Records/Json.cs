using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Probatum.Core.Records;

/// <summary>One value of the JSON profile that records are made of: text, whole number, truth value, list or map.</summary>
/// <remarks>No fractions, no null, no floating point: every value has exactly one spelling. Source: RFC 8785.</remarks>
public abstract record Json
{
    /// <summary>A text as a value; no text is no value, which a map leaves out.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Json?(string? text) => text is null ? null : new JsonText(text);

    /// <summary>A whole number as a value.</summary>
    public static implicit operator Json(long number) => new JsonNumber(number);

    /// <summary>The same as <see cref="op_Implicit(string)"/>.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static Json? ToJson(string? text) => text;
}

/// <summary>Any valid Unicode text, kept as given.</summary>
public sealed record JsonText(string Value) : Json;

/// <summary>A whole number within ±(2^53 − 1).</summary>
public sealed record JsonNumber(long Value) : Json
{
    /// <summary>The largest magnitude that every JSON reader keeps exactly: 2^53 − 1.</summary>
    public const long Largest = (1L << 53) - 1;
}

/// <summary>True or false.</summary>
public sealed record JsonTruth(bool Value) : Json;

/// <summary>Values in order.</summary>
public sealed record JsonList(ImmutableArray<Json> Items) : Json
{
    /// <summary>A list of these values.</summary>
    public static JsonList Of(IEnumerable<Json> items) => new([.. items]);

    /// <inheritdoc/>
    public bool Equals(JsonList? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Aggregate(17, HashCode.Combine);
}

/// <summary>Named values; names are ASCII and sorted by ordinal.</summary>
public sealed record JsonMap : Json
{
    private JsonMap(JsonMembers members) => Members = members;

    /// <summary>The map without members.</summary>
    public static JsonMap Empty { get; } = new(new JsonMembers([]));

    /// <summary>The members by name.</summary>
    public JsonMembers Members { get; }

    /// <summary>A map of these members; a null value is left out, so that absence has one spelling.</summary>
    /// <exception cref="ArgumentException">One name stands twice with two values.</exception>
    public static JsonMap Of(params IEnumerable<(string Name, Json? Value)> members)
    {
        var sorted = new List<KeyValuePair<string, Json>>();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                sorted.Add(new(name, value));
            }
        }

        sorted.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        for (var i = sorted.Count - 1; i > 0; i--)
        {
            if (sorted[i].Key == sorted[i - 1].Key)
            {
                if (!sorted[i].Value.Equals(sorted[i - 1].Value))
                {
                    throw new ArgumentException($"the member '{sorted[i].Key}' stands twice with two values", nameof(members));
                }

                sorted.RemoveAt(i);
            }
        }

        return OfSorted([.. sorted]);
    }

    /// <summary>The map of members that are sorted already, each name once.</summary>
    internal static JsonMap OfSorted(ImmutableArray<KeyValuePair<string, Json>> members) => members.IsEmpty ? Empty : new(new JsonMembers(members));

    /// <summary>The member of that name, or null.</summary>
    public Json? this[string name] => Members.IndexOf(name) is >= 0 and var at ? Members[at].Value : null;

    /// <summary>The text of that member, or null when it is absent or no text.</summary>
    public string? Text(string name) => (this[name] as JsonText)?.Value;

    /// <summary>The number of that member, or null when it is absent or no number.</summary>
    public long? Number(string name) => (this[name] as JsonNumber)?.Value;

    /// <summary>The items of that member; empty when it is absent or no list.</summary>
    public ImmutableArray<Json> List(string name) => (this[name] as JsonList)?.Items ?? [];

    /// <summary>The texts in the list of that member; items that are no text are left out.</summary>
    public ImmutableArray<string> Texts(string name) => [.. List(name).OfType<JsonText>().Select(text => text.Value)];

    /// <inheritdoc/>
    public bool Equals(JsonMap? other) => other is not null && Members.Equals(other.Members);

    /// <inheritdoc/>
    public override int GetHashCode() => Members.GetHashCode();
}

/// <summary>The members of a map in the order of their names, each name once.</summary>
public sealed class JsonMembers : IReadOnlyList<KeyValuePair<string, Json>>, IEquatable<JsonMembers>
{
    private readonly ImmutableArray<KeyValuePair<string, Json>> _sorted;

    internal JsonMembers(ImmutableArray<KeyValuePair<string, Json>> sorted) => _sorted = sorted;

    /// <summary>How many there are.</summary>
    public int Count => _sorted.Length;

    /// <summary>The names in order.</summary>
    public IEnumerable<string> Keys => _sorted.Select(member => member.Key);

    /// <summary>The values in the order of the names.</summary>
    public IEnumerable<Json> Values => _sorted.Select(member => member.Value);

    /// <summary>The member at that place in the order of names.</summary>
    public KeyValuePair<string, Json> this[int index] => _sorted[index];

    /// <summary>The place of that name; negative when there is none.</summary>
    public int IndexOf(string name)
    {
        var (low, high) = (0, _sorted.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = string.CompareOrdinal(_sorted[middle].Key, name);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <inheritdoc/>
    public bool Equals(JsonMembers? other) => other is not null && _sorted.AsSpan().SequenceEqual(other._sorted.AsSpan(), Same);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonMembers);

    /// <inheritdoc/>
    public override int GetHashCode() => _sorted.Aggregate(19, (hash, member) => HashCode.Combine(hash, member.Key, member.Value));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Json>> GetEnumerator() => _sorted.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static MemberComparer Same { get; } = new();

    private sealed class MemberComparer : IEqualityComparer<KeyValuePair<string, Json>>
    {
        public bool Equals(KeyValuePair<string, Json> x, KeyValuePair<string, Json> y) => x.Key == y.Key && x.Value.Equals(y.Value);

        public int GetHashCode(KeyValuePair<string, Json> obj) => HashCode.Combine(obj.Key, obj.Value);
    }
}
