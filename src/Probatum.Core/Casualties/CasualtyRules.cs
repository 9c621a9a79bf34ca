namespace Probatum.Core.Casualties;

/// <summary>What may be recorded about persons affected.</summary>
internal static class CasualtyRules
{
    public static Refused? Judge(CasualtyRecorded casualty, CaseState state) => casualty switch
    {
        { Code: null or "" } => new("casualty/no-code", "a person is recorded under a code"),
        _ when state.Casualties.Casualties.Exists(other => other.Code == casualty.Code)
            => new("casualty/code", $"the code {casualty.Code} stands for somebody already; correct that record"),
        _ when casualty.Signs.Any(sign => sign.Name.Length == 0) => new("casualty/sign", "a sign has a name"),
        _ when casualty.Incident is not null && !Incidents.IncidentRules.Knows(state, casualty.Incident)
            => new("casualty/no-incident", "the casualty's incident is not of this case"),
        _ => null,
    };
}
