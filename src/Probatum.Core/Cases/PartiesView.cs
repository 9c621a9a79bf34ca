using System.Globalization;
using Probatum.Core.Records;

namespace Probatum.Core.Cases;

/// <summary>Who speaks, holds, collects, analyses, asks or answers in this case; those whose name is withheld are numbered as they come.</summary>
public sealed record PartiesView(GrownDictionary<EntityId, PartyDescribed> Parties, GrownList<EntityId> InOrder, GrownDictionary<EntityId, int> Numbers)
{
    /// <summary>Nobody.</summary>
    public static PartiesView Empty { get; } = new(GrownDictionary.Empty<EntityId, PartyDescribed>(), [], GrownDictionary.Empty<EntityId, int>());

    /// <summary>The view after this entry.</summary>
    public PartiesView Then(Entry entry) => entry.Statement is PartyDescribed { Party: { } id } party
        ? new(Parties.Set(id, party), Parties.ContainsKey(id) ? InOrder : InOrder.Add(id), party.Name is null && !Numbers.ContainsKey(id) ? Numbers.Add(id, Numbers.Count + 1) : Numbers) { Joined = Join(id, party.BelongsTo) }
        : this;

    /// <summary>
    /// The side of a party for whatever bounds what may be said: all that it was ever said to act for is one side with it, so that describing a party anew takes
    /// it out of no dispute and makes no second origin of it. What a correction took back does not count.
    /// </summary>
    public EntityId SideOf(EntityId party)
    {
        while (Joined.TryGetValue(party, out var above))
        {
            party = above;
        }

        return party;
    }

    // Each leads to another of its side, and one of them nowhere; which one that is does not hang on the order of the records.
    private GrownDictionary<EntityId, EntityId> Joined { get; init; } = GrownDictionary.Empty<EntityId, EntityId>();

    private GrownDictionary<EntityId, EntityId> Join(EntityId party, EntityId? belongsTo)
    {
        var (one, other) = (SideOf(party), SideOf(belongsTo ?? party));
        return one == other ? Joined : string.CompareOrdinal(one.Text, other.Text) < 0 ? Joined.Set(other, one) : Joined.Set(one, other);
    }

    /// <summary>What people call a party; where its name is withheld, what it is and a number, so that readers can tell one from the other.</summary>
    public string Name(EntityId? id) => id is not { Text: not null } known ? "a party not named"
        : !Parties.TryGetValue(known, out var party) ? $"party {known.Text[^4..]} (description withheld)"
        : party.Name ?? $"{party.Sort ?? "party"} {Numbers[known].ToString(CultureInfo.InvariantCulture)} (withheld)";

    /// <summary>
    /// The party that this one ultimately acts for, so that one side counts once. Parties that belong to each other in a circle
    /// are one side: each of them leads to the same one.
    /// </summary>
    public EntityId Top(EntityId id)
    {
        var way = new List<EntityId> { id };
        while (Parties.GetValueOrDefault(way[^1])?.BelongsTo is { } above)
        {
            if (way.IndexOf(above) is >= 0 and var circle)
            {
                return way[circle..].MinBy(party => party.Text, StringComparer.Ordinal);
            }

            way.Add(above);
        }

        return way[^1];
    }

    /// <summary>Whether the party, or whom it acts for, is described as a publication or press: it passes on what others told it.</summary>
    public bool IsPublication(EntityId? id) => id is { } known && new[] { known, Top(known) }.Any(party =>
        Parties.GetValueOrDefault(party)?.Sort?.Split([' ', ',', '-', '/']).Any(word => Printing.Contains(word, StringComparer.OrdinalIgnoreCase)) == true);

    private static readonly string[] Printing = ["publication", "publications", "publisher", "press", "newspaper", "media", "news", "broadcaster"];

    /// <summary>Whether both act for the same party; false where either is unknown.</summary>
    public bool SameSide(EntityId? a, EntityId? b) => a is { } one && b is { } other && Top(one) == Top(other);
}
