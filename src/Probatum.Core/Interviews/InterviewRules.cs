namespace Probatum.Core.Interviews;

/// <summary>What may be recorded about interviews.</summary>
internal static class InterviewRules
{
    public static Refused? Judge(InterviewHeld held, CaseState state) => held switch
    {
        { Code: null or "" } => new("interview/no-code", "a person is recorded under a code"),
        { Sort: { } sort } when !InterviewHeld.Sorts.Contains(sort) => new("interview/sort", $"'{sort}' is no sort of interview; there are {string.Join(", ", InterviewHeld.Sorts)}"),
        _ when held.Incident is not null && !Incidents.IncidentRules.Knows(state, held.Incident) => new("interview/no-incident", "the interview's incident is not of this case"),
        _ when state.Entities.Named(held.Code!).Any(one => one.Sort is "person" or "casualty" && one.Id != held.Person) => new("interview/code", $"the code {held.Code} stands for somebody else"),
        _ => null,
    };
}
