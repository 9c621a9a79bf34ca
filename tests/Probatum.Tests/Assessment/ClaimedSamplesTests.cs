using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Tests.Assessment;

/// <summary>
/// The public record of November 2016 about "Area 1070" in its smallest form: one party says that it collected and analysed
/// nine samples itself; its word moves from "with high probability" to "confirmed". Source: docs/domain, section 8.
/// </summary>
public sealed class ClaimedSamplesTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId Ministry = Said.Id(2);
    private static readonly EntityId Secretariat = Said.Id(3);

    private static readonly IncidentAssessment Assessed = Assess();

    [Fact]
    public void What_the_party_says_of_its_samples_stands_as_its_statement() => Assert.Contains(
        Assessed.Says,
        says => says.StartsWith("9 samples (mine fragments, soil) are claimed by the party that says it collected and analysed them itself, the Ministry of Defence", StringComparison.Ordinal)
            && says.Contains("a statement about evidence, not evidence", StringComparison.Ordinal));

    [Fact]
    public void No_hand_over_is_on_record_and_it_is_said() =>
        Assert.Contains("No hand-over of the 9 samples is on record.", Assessed.Says);

    [Fact]
    public void The_result_is_presumptive_at_the_most_whatever_word_was_used() => Assert.Contains(
        Assessed.Says,
        says => says.Contains("is L1 presumptive at the most, whatever word was used; the word was “confirmed”", StringComparison.Ordinal));

    [Fact]
    public void That_the_word_moved_is_said() => Assert.Contains(
        Assessed.Says,
        says => says.StartsWith("The word of the Ministry of Defence moved: “with high probability” (2016-11-11), then “confirmed” (2016-11-21)", StringComparison.Ordinal));

    [Fact]
    public void Nobody_else_confirms_it_and_all_goes_back_to_one_origin()
    {
        Assert.Contains(Assessed.Says, says => says.StartsWith("No independent origin confirms the claimed results", StringComparison.Ordinal));
        Assert.Contains(Assessed.Says, says => says.StartsWith("the Ministry of Defence alleges it: 2 confirmed claims", StringComparison.Ordinal) && says.EndsWith("from one origin.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_word_confirmed_stands_nowhere_but_in_quotation_marks_and_denials() =>
        Assert.All(Assessed.Says, says => Assert.DoesNotContain("confirmed", says.Replace("“confirmed”", "", StringComparison.Ordinal).Replace("confirmed claim", "", StringComparison.Ordinal), StringComparison.Ordinal));

    [Fact]
    public void Every_ceiling_is_the_lowest_and_says_what_would_raise_it() => Assert.All(Assessed.Ceilings, ceiling =>
    {
        Assert.Contains(ceiling.Wording.Key, new[] { "cannot-determine", "alleged-only", "no-identity", "not-corroborated" });
        Assert.NotEmpty(ceiling.Caps);
        Assert.All(ceiling.Caps.Concat(ceiling.CapsAbove), cap => Assert.False(cap.Raise.IsEmpty));
        Assert.Contains(
            ceiling.Caps.Concat(ceiling.CapsAbove),
            cap => cap.Condition == "physical-sample" && cap.Why.ToString().Contains("18 are claimed by the Ministry of Defence", StringComparison.Ordinal));
    });

    [Fact]
    public void The_published_outcome_stands_beside_the_computed_one()
    {
        var json = CanonicalJson.WriteText(AssessmentJson.Of(CaseAssessment.Of(Case(), Said.Tables, []), CaseId.New(Said.Seeded(1))));
        Assert.Contains("\"computed\":\"cannot confidently determine whether or not a specific chemical was used as a weapon\"", json, StringComparison.Ordinal);
        Assert.Contains("\"document\":\"S/1642/2018\"", json, StringComparison.Ordinal);
        Assert.Single(Assessed.Outcomes);
    }

    private static IncidentAssessment Assess() => CaseAssessment.Of(Case(), Said.Tables, []).Incidents.Single();

    private static Core.CaseState Case() => Said.State(
    [
        new PartyDescribed(Ministry, "the Ministry of Defence", "government", null, null, null),
        new PartyDescribed(Secretariat, "the Technical Secretariat", "organisation", null, null, null),
        new IncidentOpened(Incident, "I-1", "Area 1070", Said.At("2016-10-30"), new("Area 1070")),
        .. Told(10, "2016-11-11", "with high probability"), .. Told(20, "2016-11-21", "confirmed"),
        new OutcomePublished(
            Said.Id(90), Incident, "OPCW_FFM", Secretariat, "S/1642/2018", Said.At("2018-07-02"),
            "cannot confidently determine whether or not a specific chemical was used as a weapon", "no visit"),
    ]);

    private static IEnumerable<Statement> Told(int number, string day, string word) =>
    [
        new ReportCaptured(Said.Id(number), "a briefing", null, Said.At(day), Said.At(day), null, null, null, null),
        new ClaimProposed(Said.Id(number + 1), Said.Id(number), null, null, null, null, null, null, "the spokesman", [], [], [], [], "said", word, []),
        new ClaimReviewed(Said.Id(number + 1), "confirmed", Ministry, null, null),
        new AllegationRecorded(Said.Id(number + 2), Incident, Ministry, "alleges", null, [Said.Id(number + 1)], []),
        new SamplesClaimed(
            Said.Id(number + 3), Incident, Said.Id(number + 1), 9, ["mine fragments", "soil"], false, Ministry, Ministry, Ministry, "express identification",
            "EXPRESS_UNSPECIFIED", word, ["chlorine", "white phosphorus"]),
    ];
}
