using Probatum.Core.Records;

namespace Probatum.Core.Cases;

/// <summary>For whom the author of a record signs, as the case knew it at that leaf.</summary>
/// <param name="Party">The party of the author's key; null where the key has none.</param>
/// <param name="Parties">The parties then; null where nobody asks.</param>
public readonly record struct Hand(EntityId? Party, PartiesView? Parties)
{
    /// <summary>The hand of whoever a record names.</summary>
    public static Hand Any => default;

    /// <summary>Whether it acts for that party's side: its own word, and not one typed in for another.</summary>
    public bool SpeaksFor(EntityId? party) => Parties is not { } known || known.SameSide(Party, party);
}
