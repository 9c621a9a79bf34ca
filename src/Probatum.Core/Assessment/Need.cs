using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Assessment;

/// <summary>
/// What a wording of a route needs, as its file writes it: a condition's key, with arguments after a colon where it takes some
/// ("alternatives-excluded:H3,H6"); several with a bar between them where any of them will do.
/// </summary>
public sealed record Need(string Text, ImmutableArray<Requirement> Either)
{
    /// <summary>Reads a need; one that names nothing known is kept, and is met by nothing.</summary>
    public static Need Of(string text) => new(text, [.. text.Split('|').Select(Requirement.Of)]);
}

/// <summary>One condition with its arguments.</summary>
public sealed record Requirement(string Key, ImmutableArray<string> Arguments)
{
    internal static Requirement Of(string text) => text.Split(':', 2) is [var key, var arguments] ? new(key, [.. arguments.Split(',')]) : new(text, []);

    /// <summary>The number that is its first argument; <paramref name="else"/> where there is none.</summary>
    public int Number(int @else) => Arguments.IsEmpty ? @else : int.TryParse(Arguments[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}

/// <summary>Whether a condition is met by the record, why, what would meet it, and the records that it is about.</summary>
/// <param name="Met">Whether it is met.</param>
/// <param name="Why">Why, or why not.</param>
/// <param name="Raise">What would meet it; nothing where it is met.</param>
/// <param name="Items">The things of the case that bear on it.</param>
public sealed record ConditionResult(bool Met, Phrase Why, Phrase Raise, ImmutableArray<EntityId> Items)
{
    /// <summary>The leaves that keep it from being met by being there: without them it would not be farther from it.</summary>
    public ImmutableArray<long> Held { get; init; } = [];
}
