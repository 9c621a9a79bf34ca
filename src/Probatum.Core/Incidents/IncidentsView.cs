using Probatum.Core.Records;

namespace Probatum.Core.Incidents;

/// <summary>The incidents of a case, what is alleged of each, and the material that parties say they hold.</summary>
public sealed record IncidentsView(
    GrownList<IncidentOpened> Incidents, GrownDictionary<EntityId, int> Positions, GrownList<AllegationRecorded> Allegations,
    GrownList<SamplesClaimed> Claimed)
{
    /// <summary>No incident.</summary>
    public static IncidentsView Empty { get; } = new([], GrownDictionary.Empty<EntityId, int>(), [], []);

    /// <summary>The view after this entry. An incident is opened once: what changes is said by a correction.</summary>
    public IncidentsView Then(Entry entry) => entry.Statement switch
    {
        IncidentOpened { Incident: null } unnamed => this with { Incidents = Incidents.Add(unnamed) },
        IncidentOpened { Incident: { } id } incident when !Positions.ContainsKey(id) => this with
        {
            Incidents = Incidents.Add(incident),
            Positions = Positions.Add(id, Incidents.Count),
        },
        AllegationRecorded allegation => this with { Allegations = Allegations.Add(allegation) },
        SamplesClaimed claimed => this with { Claimed = Claimed.Add(claimed) },
        _ => this,
    };
}
