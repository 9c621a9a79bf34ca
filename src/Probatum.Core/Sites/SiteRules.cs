using Probatum.Core.Records;

namespace Probatum.Core.Sites;

/// <summary>What may be recorded about sites and remnants.</summary>
internal static class SiteRules
{
    public static Refused? Judge(SiteDescribed site, CaseState state) => site switch
    {
        { Label: null or "" } => new("site/no-label", "a site has a short name"),
        { Label: { } label } when state.Sites.Sites.Any(other => other.Described.Label == label) => new("site/label", $"the case has a site '{label}' already"),
        _ => Incident(site.Incident, state),
    };

    public static Refused? Judge(SiteStatusTold told, CaseState state) => told switch
    {
        _ when state.Sites.Find(told.Site) is null => new("site/unknown", "there is no such site"),
        { Status: { } status } when !SiteStatusTold.Statuses.Contains(status) => new("site/status", $"'{status}' is nothing that is told of a site; there are {string.Join(", ", SiteStatusTold.Statuses)}"),
        { Claim: { } claim } when state.Claims.Find(claim)?.IsConfirmed != true => new("site/claim-not-confirmed", $"{state.Entities.Call(claim)} is not confirmed: it must say so in the report first"),
        _ => null,
    };

    public static Refused? Judge(RemnantRecorded remnant, CaseState state) => remnant switch
    {
        { Label: null or "" } => new("remnant/no-label", "a remnant has a short name"),
        { Label: { } label } when state.Sites.Remnants.Exists(other => other.Label == label) => new("remnant/label", $"the case has a remnant '{label}' already"),
        { Site: { } site } when state.Sites.Find(site) is null => new("remnant/no-site", "the remnant's site is not of this case"),
        { SaidToBe: not null, SaidBy: null } => new("remnant/nobody-says", "who says what it is to be is named"),
        _ => Incident(remnant.Incident, state),
    };

    private static Refused? Incident(EntityId? incident, CaseState state) =>
        incident is null || Incidents.IncidentRules.Knows(state, incident) ? null : new("site/no-incident", "the incident is not of this case");
}
