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

        if (allegation.Stance == AllegationRecorded.Withdrawn)
        {
            return null;
        }

        if (allegation.Stance is not ("alleges" or "denies"))
        {
            return new("allegation/stance", "a party alleges or denies");
        }

        if (allegation.Claims.IsDefaultOrEmpty)
        {
            return new("allegation/no-claim", "an allegation stands on at least one confirmed claim of the party");
        }

        foreach (var id in allegation.Claims)
        {
            var (claim, name) = (state.Claims.Find(id), state.Entities.Call(id));
            if (claim?.IsConfirmed != true)
            {
                return new("allegation/claim-not-confirmed", $"{name} is not confirmed: an allegation stands on claims that an analyst has read");
            }

            if (!state.Parties.SameSide(claim.Speaker, allegation.By))
            {
                return new(
                    "allegation/other-speaker",
                    $"{name} is spoken by {(claim.Speaker is { } speaker ? state.Parties.Name(speaker) : "nobody whom the analyst tied to a party")}, not by {state.Parties.Name(allegation.By)}");
            }

            if (claim.Said.Stance == Claims.ClaimView.Withdraws)
            {
                return new("allegation/withdrawal", $"{name} takes another claim back: nothing is alleged or denied by that");
            }

            if (allegation.Stance == "alleges" && claim.Said.Stance == "denies")
            {
                return new("allegation/denial", $"{name} is a denial: nothing is alleged by denying it");
            }
        }

        return null;
    }

    public static Refused? Judge(SamplesClaimed claimed, CaseState state) => claimed switch
    {
        _ when !Knows(state, claimed.Incident) => new("material/no-incident", "claimed material belongs to an incident of this case"),
        _ when state.Claims.Find(claimed.Claim)?.IsConfirmed != true
            => new("material/claim-not-confirmed", "claimed material stands on a confirmed claim"),
        _ when state.Claims.Find(claimed.Claim)!.Said.Stance == "denies" => new("material/denial", $"{state.Entities.Call(claimed.Claim)} is a denial"),
        { Count: < 1 } => new("material/count", "a count is 1 or more; leave it out where none is told"),
        _ => null,
    };

    public static bool Knows(CaseState state, Records.EntityId? incident) =>
        state.Incidents.Incidents.Exists(known => known.Incident is not null && known.Incident == incident);
}
