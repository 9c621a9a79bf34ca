using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Incidents;

/// <summary>The incidents of a case, what is alleged of each, and the material that parties say they hold.</summary>
public sealed record IncidentsView(
    ImmutableList<IncidentOpened> Incidents, ImmutableList<AllegationRecorded> Allegations, ImmutableList<SamplesClaimed> Claimed)
{
    /// <summary>No incident.</summary>
    public static IncidentsView Empty { get; } = new([], [], []);

    /// <summary>The view after this entry. An incident is opened once: what changes is said by a correction.</summary>
    public IncidentsView Then(Entry entry) => entry.Statement switch
    {
        IncidentOpened incident when !Incidents.Exists(known => known.Incident is not null && known.Incident == incident.Incident) => this with { Incidents = Incidents.Add(incident) },
        AllegationRecorded allegation => this with { Allegations = Allegations.Add(allegation) },
        SamplesClaimed claimed => this with { Claimed = Claimed.Add(claimed) },
        _ => this,
    };
}
