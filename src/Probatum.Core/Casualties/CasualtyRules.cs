using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>What may be recorded about persons affected.</summary>
internal static class CasualtyRules
{
    public static Refused? Judge(CasualtyRecorded casualty, CaseState state) => casualty switch
    {
        { Code: null or "" } => new("casualty/no-code", "a person is recorded under a code"),
        _ when state.Casualties.Casualties.Exists(other => other.Code == casualty.Code)
            => new("casualty/code", $"the code {casualty.Code} stands for somebody already; correct that record"),
        _ when Sign.Fault(casualty.Signs) is { } odd => new("casualty/sign", odd),
        _ when casualty.Incident is not null && !Incidents.IncidentRules.Knows(state, casualty.Incident)
            => new("casualty/no-incident", "the casualty's incident is not of this case"),
        _ => null,
    };

    public static Refused? Judge(CasualtyExamined examined, CaseState state) =>
        Known(examined.Casualty, state) ?? (
            Sign.Fault(examined.Signs) is { } odd ? new("casualty/sign", odd)
            : (examined.TriageSystem is null) != (examined.TriageValue is null) ? new("casualty/triage", "a triage value goes with the system that it is of")
            : null);

    public static Refused? Judge(CasualtyTreated treated, CaseState state) =>
        Known(treated.Casualty, state) ?? (string.IsNullOrWhiteSpace(treated.What) ? new("casualty/treatment", "what was given is said") : null);

    public static Refused? Judge(CasualtyOutcomeRecorded outcome, CaseState state) =>
        Known(outcome.Casualty, state) ?? outcome switch
        {
            { Outcome: null or "" } => new("casualty/outcome", "an outcome has words"),
            { Classification: { } one } when !CasualtyOutcomeRecorded.Classifications.Contains(one)
                => new("casualty/classification", $"'{one}' is no class of a case; there are {string.Join(", ", CasualtyOutcomeRecorded.Classifications)}"),
            { Classification: not null, Definition: null } or { Classification: not null, DecidedBy: null }
                => new("casualty/definition", "a classification names the case definition with its version, and who decided"),
            _ => null,
        };

    public static Refused? Judge(IdentityKept kept, CaseState state) =>
        Known(kept.Casualty, state) ?? (kept.File is null ? new("identity/file", "the file is named in which the identity is kept") : null);

    public static Refused? Judge(IdentityOpened opened, CaseState state) =>
        Known(opened.Casualty, state) ?? (
            SafeText.IsBlank(opened.Reason) ? new("identity/reason", "an identity is opened for a reason")
            : !state.Entries.Exists(entry => entry.Id.Text == opened.Kept && entry.Statement is IdentityKept kept && kept.Casualty == opened.Casualty)
                ? new("identity/not-kept", "no such identity of this casualty is kept")
            : null);

    private static Refused? Known(EntityId? casualty, CaseState state) =>
        casualty is { } id && state.Casualties.Positions.ContainsKey(id) ? null : new("casualty/unknown", "there is no such casualty");
}
