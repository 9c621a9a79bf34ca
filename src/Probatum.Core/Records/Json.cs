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
public sealed record JsonMap(ImmutableSortedDictionary<string, Json> Members) : Json
{
    /// <summary>The map without members.</summary>
    public static JsonMap Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, Json>(StringComparer.Ordinal));

    /// <summary>A map of these members; a null value is left out, so that absence has one spelling.</summary>
    public static JsonMap Of(params IEnumerable<(string Name, Json? Value)> members)
    {
        var map = Empty.Members.ToBuilder();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                map.Add(name, value);
            }
        }

        return new(map.ToImmutable());
    }

    /// <summary>The member of that name, or null.</summary>
    public Json? this[string name] => Members.GetValueOrDefault(name);

    /// <summary>The text of that member, or null when it is absent or no text.</summary>
    public string? Text(string name) => (this[name] as JsonText)?.Value;

    /// <summary>The number of that member, or null when it is absent or no number.</summary>
    public long? Number(string name) => (this[name] as JsonNumber)?.Value;

    /// <summary>The items of that member; empty when it is absent or no list.</summary>
    public ImmutableArray<Json> List(string name) => (this[name] as JsonList)?.Items ?? [];

    /// <summary>The texts in the list of that member; items that are no text are left out.</summary>
    public ImmutableArray<string> Texts(string name) => [.. List(name).OfType<JsonText>().Select(text => text.Value)];

    /// <inheritdoc/>
    public bool Equals(JsonMap? other) => other is not null && Members.SequenceEqual(other.Members);

    /// <inheritdoc/>
    public override int GetHashCode() => Members.Aggregate(19, (hash, member) => HashCode.Combine(hash, member.Key, member.Value));
}
