using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Assessment;

/// <summary>The assessment as JSON: the same case and tables give the same bytes.</summary>
public static class AssessmentJson
{
    /// <summary>
    /// <c>{"case","ceilings":[{"incident","route","wording","caps":[…]}],"incidents":[…]}</c>; see docs/assessment.md.
    /// </summary>
    public static JsonMap Of(CaseAssessment assessment, CaseId id) => JsonMap.Of(
        ("case", id.Text),
        ("title", assessment.State.Opened?.Title is { } title ? title : null),
        ("ceilings", JsonList.Of(assessment.Incidents.SelectMany(incident => incident.Ceilings.Select(ceiling => Ceiling(incident, ceiling, assessment.State))))),
        ("incidents", JsonList.Of(assessment.Incidents.Select(incident => Incident(incident, assessment.State)))));

    private static JsonMap Ceiling(IncidentAssessment incident, Ceiling ceiling, CaseState state) => JsonMap.Of(
        ("incident", state.Entities.Call(incident.Incident.Incident)),
        ("route", ceiling.Route),
        ("key", ceiling.Wording.Key),
        ("wording", ceiling.Wording.Words),
        ("verbatim", new JsonTruth(ceiling.Wording.Verbatim)),
        ("source", ceiling.Wording.Source),
        ("class", ceiling.Wording.Class),
        ("next", ceiling.Next is { } next ? next.Words : null),
        ("level", incident.Facts.Highest is { } level ? level.ToString() : null),
        ("rungs", JsonList.Of(ceiling.Rungs.Select(rung => (Json)JsonMap.Of(
            ("key", rung.Wording.Key), ("met", new JsonTruth(rung.Met)),
            ("needs", JsonList.Of(rung.Needs.Select(need => (Json)JsonMap.Of(
                ("condition", need.Need), ("met", new JsonTruth(need.Result.Met)), ("why", need.Result.Why.ToString()), ("items", JsonList.Of(need.Result.Items.Select(item => (Json)state.Entities.Call(item)))))))))))),
        ("caps", Caps([.. ceiling.NextSteps], state)),
        ("capsAbove", Caps(ceiling.CapsAbove, state)));

    private static JsonList Caps(ImmutableArray<Cap> caps, CaseState state) => JsonList.Of(caps.Select(cap => (Json)JsonMap.Of(
        ("condition", cap.Condition), ("why", cap.Why.ToString()), ("raise", cap.Raise.ToString()), ("effort", cap.Effort == 0 ? null : (long)cap.Effort),
        ("items", JsonList.Of(cap.Items.Select(item => (Json)state.Entities.Call(item)))),
        ("held", cap.Held.IsEmpty ? null : JsonList.Of(cap.Held.Select(leaf => (Json)leaf))))));

    private static JsonMap Incident(IncidentAssessment incident, CaseState state) => JsonMap.Of(
        ("incident", state.Entities.Call(incident.Incident.Incident)),
        ("title", incident.Incident.Title is { } title ? title : null),
        ("says", JsonList.Of(incident.Says.Select(sentence => (Json)sentence))),
        ("origins", JsonList.Of(incident.Facts.Origins.Select(origin => (Json)JsonMap.Of(
            ("name", origin.Name), ("denies", new JsonTruth(origin.Denies)), ("counts", new JsonTruth(origin.Party is not null)),
            ("claims", JsonList.Of(origin.Ways.Select(way => (Json)JsonMap.Of(
                ("claim", state.Entities.Call(way.Way[0].Id)), ("way", JsonList.Of(way.Way.Skip(1).Select(claim => (Json)state.Entities.Call(claim.Id)))), ("party", way.Party is { } party ? state.Parties.Name(party) : null))))))))),
        ("hypotheses", JsonList.Of(incident.Hypotheses.Select(one => (Json)JsonMap.Of(
            ("key", one.Key), ("words", one.Words), ("consistent", Links(one.Consistent, state)),
            ("inconsistent", Links(one.Inconsistent, state)), ("neutral", Links(one.Neutral, state)))))),
        ("published", JsonList.Of(incident.Outcomes.Select(outcome => (Json)JsonMap.Of(
            ("body", state.Parties.Name(outcome.Body)), ("route", outcome.Route is { } route ? route : null),
            ("document", outcome.Document is { } document ? document : null), ("wording", outcome.Wording ?? "withheld"),
            ("when", outcome.When?.Words is { } when ? when : null),
            ("computed", incident.Ceilings.FirstOrDefault(ceiling => ceiling.Route == outcome.Route)?.Wording.Words is { } words ? words : null))))),
        ("findings", JsonList.Of(incident.Findings.Select(finding => (Json)JsonMap.Of(
            ("handle", state.Entities.Call(finding.Finding.Proposed.Finding)), ("route", finding.Finding.Proposed.Route ?? ""),
            ("wording", finding.Finding.Proposed.Wording ?? "withheld"), ("limitation", finding.Finding.Proposed.Limitation ?? "withheld"),
            ("state", finding.Finding.Standing), ("exceedsCeiling", new JsonTruth(finding.Exceeds)), ("override", finding.Finding.Override?.Said.Reason))))),
        ("observations", JsonList.Of(incident.Observations.Select(one => (Json)JsonMap.Of(
            ("sort", one.Sort ?? ""), ("by", state.Parties.Name(one.By)), ("text", one.Text ?? "withheld"))))));

    private static JsonList Links(ImmutableArray<Findings.EvidenceMark> links, CaseState state) => JsonList.Of(links.Select(link => (Json)JsonMap.Of(
        ("item", state.Entities.Call(link.Said.Item)), ("reason", link.Said.Reason ?? "withheld"), ("analyst", link.Analyst.Text))));
}
