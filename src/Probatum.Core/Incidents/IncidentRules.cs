using Probatum.Core.Claims;

namespace Probatum.Core.Incidents;

/// <summary>What may be recorded about incidents and what is alleged of them.</summary>
internal static class IncidentRules
{
    public static Refused? Judge(IncidentOpened incident, CaseState state) =>
        Knows(state, incident.Incident) ? new("incident/twice", "the incident is open already")
        : state.Incidents.Incidents.Exists(other => other.Label is not null && other.Label == incident.Label) ? new("incident/label", $"the case has an incident '{incident.Label}' already")
        : null;

    public static Refused? Judge(AllegationRecorded allegation, CaseState state)
    {
        if (!Knows(state, allegation.Incident))
        {
            return new("allegation/no-incident", "an allegation is about an incident of this case");
        }

        if (allegation.Stance is not ("alleges" or "denies"))
        {
            return new("allegation/stance", "a party alleges or denies");
        }

        var open = allegation.Claims.FirstOrDefault(id => state.Claims.Find(id)?.State != ClaimState.Confirmed);
        return open == default
            ? null
            : new("allegation/claim-not-confirmed", $"{state.Entities.Call(open)} is not confirmed: an allegation stands on claims that an analyst has read");
    }

    public static Refused? Judge(SamplesClaimed claimed, CaseState state) => claimed switch
    {
        _ when !Knows(state, claimed.Incident) => new("material/no-incident", "claimed material belongs to an incident of this case"),
        _ when claimed.Claim is not null && state.Claims.Find(claimed.Claim)?.State != ClaimState.Confirmed
            => new("material/claim-not-confirmed", "claimed material stands on a confirmed claim"),
        { Count: < 0 } => new("material/count", "a count is not negative"),
        _ => null,
    };

    public static bool Knows(CaseState state, Records.EntityId? incident) =>
        state.Incidents.Incidents.Exists(known => known.Incident is not null && known.Incident == incident);
}
