using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>The persons affected, under their codes.</summary>
public sealed record CasualtiesView(GrownList<CasualtyRecorded> Casualties, GrownDictionary<EntityId, int> Positions)
{
    /// <summary>Nobody.</summary>
    public static CasualtiesView Empty { get; } = new([], GrownDictionary.Empty<EntityId, int>());

    /// <summary>The view after this entry. A person counts once: what changes is said by a correction.</summary>
    public CasualtiesView Then(Entry entry) =>
        entry.Statement is not CasualtyRecorded casualty ? this
        : casualty.Casualty is not { } id ? this with { Casualties = Casualties.Add(casualty) }
        : Positions.ContainsKey(id) ? this
        : new(Casualties.Add(casualty), Positions.Add(id, Casualties.Count));
}
