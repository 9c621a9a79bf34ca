using Probatum.Core.Records;

namespace Probatum.Core.Sites;

/// <summary>A site with everything told of it, in log order.</summary>
public sealed record SiteView(EntityId Id, SiteDescribed Described, GrownList<SiteStatusTold> Told);

/// <summary>The sites and remnants of a case in log order.</summary>
public sealed record SitesView(GrownRows<SiteView> Sites, GrownDictionary<EntityId, int> Positions, GrownList<RemnantRecorded> Remnants, GrownDictionary<EntityId, int> RemnantPositions)
{
    /// <summary>None.</summary>
    public static SitesView Empty { get; } = new(GrownRows.Empty<SiteView>(), GrownDictionary.Empty<EntityId, int>(), [], GrownDictionary.Empty<EntityId, int>());

    /// <summary>The view after this entry.</summary>
    public SitesView Then(Entry entry) => entry.Statement switch
    {
        SiteDescribed { Site: { } id } described when !Positions.ContainsKey(id) =>
            this with { Sites = Sites.Add(new(id, described, [])), Positions = Positions.Add(id, Sites.Count) },
        SiteStatusTold { Site: { } id } told when Positions.TryGetValue(id, out var at) => this with { Sites = Sites.Set(at, Sites[at] with { Told = Sites[at].Told.Add(told) }) },
        RemnantRecorded { Remnant: { } id } remnant when !RemnantPositions.ContainsKey(id) =>
            this with { Remnants = Remnants.Add(remnant), RemnantPositions = RemnantPositions.Add(id, Remnants.Count) },
        _ => this,
    };

    /// <summary>The site of that id, or null.</summary>
    public SiteView? Find(EntityId? id) => id is { } known && Positions.TryGetValue(known, out var at) ? Sites[at] : null;
}
