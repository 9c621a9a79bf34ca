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
        ? new(Parties.Set(id, party), Parties.ContainsKey(id) ? InOrder : InOrder.Add(id), party.Name is null && !Numbers.ContainsKey(id) ? Numbers.Add(id, Numbers.Count + 1) : Numbers)
        : this;

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
