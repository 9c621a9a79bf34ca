using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Assessment;

public sealed class FindingTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId Tube = Said.Id(2);
    private static readonly EntityId Claim = Said.Id(3);
    private static readonly KeyName Second = new("k-second----------------");
    private static readonly FindingProposed Proposed = new(Said.Id(4), Incident, "OPCW_FFM", "cannot-determine", [Tube], [Claim], "no visit");

    private static readonly CaseState Case = Said.State(
        new IncidentOpened(Incident, "I", null, null, null),
        new SampleCollected(Tube, Incident, "S", null, null, null, null, null, null, null, [], null),
        new ClaimProposed(Claim, null, null, null, null, null, null, null, null, [], [], [], [], null, "said", []), Proposed);

    [Fact]
    public void A_claim_is_no_ground_nor_is_what_is_not_of_this_case_and_a_finding_says_its_limits()
    {
        Assert.Null(Judge(Proposed));
        Assert.Equal("finding/claim-as-ground", Judge(Proposed with { Grounds = [Tube, Claim] }));
        Assert.Equal("finding/unknown-ground", Judge(Proposed with { Grounds = [Said.Id(99)] }));
        Assert.Equal("finding/unknown-ground", Judge(Proposed with { Grounds = [Said.Id(99), Claim] }));
        Assert.Equal("finding/no-limitation", Judge(Proposed with { Limitation = "" }));
    }

    [Fact]
    public void Nobody_reviews_a_finding_that_he_proposed()
    {
        var review = new FindingReviewed(Proposed.Finding, "adopted", "agreed");
        Assert.Equal("finding/own-review", Judge(review));
        Assert.Null(Rules.Judge(Case, new(Second, "reviewer", null), review));
        Assert.Equal("finding/verdict", Rules.Judge(Case, new(Second, "reviewer", null), review with { Verdict = "maybe" })?.Code);
        Assert.Equal("finding/unknown", Judge(review with { Finding = Said.Id(99) }));
        Assert.Null(Case.Then(Said.Entry(9, review)).Findings.Findings[0].Review);
        Assert.Equal("adopted", Case.Then(Said.Entry(9, review, Second)).Findings.Findings[0].Review?.Verdict);
    }

    [Fact]
    public void Whoever_corrects_a_finding_or_its_review_can_t_adopt_it_so()
    {
        var review = new FindingReviewed(Proposed.Finding, "rejected", "no");
        var rejected = Case.Then(Said.Entry(9, review, Second));
        var turned = rejected.Then(Said.Entry(10, review with { Verdict = "adopted" }, Said.Owner, corrects: 9));
        Assert.NotEqual("adopted", turned.Findings.Findings[0].Review?.Verdict);
        var reworded = Case.Then(Said.Entry(9, Proposed with { Wording = "determined" }, Second, corrects: 3));
        Assert.Equal("determined", reworded.Findings.Findings[0].Proposed.Wording);
        Assert.Equal("finding/own-review", Rules.Judge(reworded, new(Second, "reviewer", null), review)?.Code);
        Assert.Null(reworded.Then(Said.Entry(10, review, Second)).Findings.Findings[0].Review);
    }

    [Theory]
    [InlineData("cannot-determine", false)]
    [InlineData("cannot confidently determine whether or not a specific chemical was used as a weapon", false)]
    [InlineData("determined", true)]
    [InlineData("can only be determined as the use of sarin, as a chemical weapon", true)]
    [InlineData(" More than likely used", true)]
    [InlineData("more-than-likely", true)]
    [InlineData("in words of its own", true)]
    public void A_finding_that_says_more_than_the_record_carries_is_shown_as_such(string wording, bool exceeds)
    {
        var state = Case.Then(Said.Entry(9, Proposed with { Finding = Said.Id(5), Wording = wording }));
        var findings = CaseAssessment.Of(state, Said.Tables, []).Incidents.Single().Findings;
        Assert.Equal([false, exceeds], findings.Select(finding => finding.Exceeds));
    }

    [Fact]
    public void An_evidence_link_gives_its_reason_and_names_what_is_there()
    {
        var state = Case.Then(Said.Entry(9, new HypothesisStated(Said.Id(6), Incident, "H1", null)));
        var link = new EvidenceLinked(Incident, "H1", Tube, "consistent", "seen");
        string? Code(EvidenceLinked one) => Rules.Judge(state, new(Said.Owner, "owner", null), one)?.Code;
        Assert.Null(Code(link));
        Assert.Equal("evidence/bearing", Code(link with { Bearing = "proves" }));
        Assert.Equal("evidence/no-reason", Code(link with { Reason = "" }));
        Assert.Equal("evidence/no-item", Code(link with { Item = Said.Id(99) }));
        Assert.Equal("evidence/no-hypothesis", Code(link with { Hypothesis = "H9" }));
    }

    [Fact]
    public void A_correction_is_held_against_what_stood_before_the_record_it_corrects()
    {
        var written = Exercise.Write();
        var finding = written.State.Entries.Find(entry => entry.Statement is FindingProposed)!;
        var move = written.State.Entries.Find(entry => entry.Statement is CustodyTransferred)!;
        var incident = written.State.Entries.Find(entry => entry.Statement is IncidentOpened)!;
        var said = (FindingProposed)finding.Statement!;
        Assert.Equal("finding/claim-as-ground", Code(said with { Grounds = said.CitesClaims }, finding.Id));
        Assert.Equal("correction/kind", Code(said, move.Id));
        Assert.Equal("correction/unknown", Code(said, new("r-none")));
        Assert.Equal("custody/wrong-custodian", Code((CustodyTransferred)move.Statement! with { From = Exercise.Ministry }, move.Id));
        written.Record(new Intended((IncidentOpened)incident.Statement! with { Title = "another title" }, incident.Id, CorrectionReason: "a slip"));
        Assert.Equal("another title", Assert.Single(written.State.Incidents.Incidents).Title);

        string Code(Statement statement, RecordId corrects) =>
            Assert.IsType<NotAccepted>(written.Submit(written.Owner, new Intended(statement, corrects, CorrectionReason: "a slip"))).Why.Code;
    }

    private static string? Judge(Statement said) => Rules.Judge(Case, new(Said.Owner, "owner", null), said)?.Code;
}
