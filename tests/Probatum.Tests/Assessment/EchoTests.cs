using System.Collections.Immutable;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Tests.Assessment;

/// <summary>What confirmed echoes do to the count of origins: they take away and never add.</summary>
public sealed class EchoTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId[] Parties = [Said.Id(2), Said.Id(3), Said.Id(4)];
    private static readonly EntityId[] Reports = [Said.Id(11), Said.Id(12), Said.Id(13)];
    private static readonly EntityId[] Claims = [Said.Id(21), Said.Id(22), Said.Id(23)];

    /// <summary>Three parties, a report and a confirmed claim of each at 10 to 20, each alleging it.</summary>
    private static readonly Statement[] Setting =
    [
        new IncidentOpened(Incident, "I", null, null, null),
        .. Parties.Select((party, i) => new PartyDescribed(party, $"party {i}", null, null, null, null)),
        .. Reports.Select((report, i) => new ReportCaptured(report, $"report {i}", null, null, null, null, Blob.Of([(byte)i], "text/plain"), null, null)),
        .. Claims.Select((claim, i) => new ClaimProposed(claim, Reports[i], null, null, null, "asserts", null, null, $"speaker {i}", [], [], [], [new(10, 20)], null, "it was used", [])),
        .. Claims.Select((claim, i) => new ClaimReviewed(claim, "confirmed", Parties[i], null, null)),
        .. Claims.Select((claim, i) => new AllegationRecorded(Said.Id(31 + i), Incident, Parties[i], "alleges", null, [claim], [])),
    ];

    [Fact]
    public void Without_an_echo_every_side_is_an_origin() => Assert.Equal(["party 0", "party 1", "party 2"], Names());

    [Fact]
    public void A_claim_that_repeats_another_goes_back_to_its_origin()
    {
        Assert.Equal(["party 0", "party 2"], Names(Echo(Claims[1], Claims[0])));
        Assert.Equal(["party 0"], Names(Echo(Claims[1], Claims[0]), Echo(Claims[2], Claims[1])));
        var says = Assess(Echo(Claims[1], Claims[0])).Says;
        Assert.Contains("party 0 alleges it: 2 confirmed claims (C1, C2) from one origin; C2 is an echo, said by party 1.", says);
        Assert.Contains("everything alleged goes back to one origin: party 0", Condition(Echo(Claims[1], Claims[0]), Echo(Claims[2], Claims[1])).Why.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_is_captured_again_raises_no_count()
    {
        // The same report once more, with its claim confirmed for whoever prints it: by a claim's echo the count is that of before.
        var (again, copy) = (Said.Id(14), Said.Id(25));
        Statement[] more =
        [
            new ReportCaptured(again, "report 0", null, null, null, null, Blob.Of([0], "text/plain"), null, null, Images: ["aa"]),
            new ClaimProposed(copy, again, null, null, null, "asserts", null, null, "speaker 0", [], [], [], [new(10, 20)], null, "it was used", []),
            new ClaimReviewed(copy, "confirmed", Parties[0], null, null), new AllegationRecorded(Said.Id(41), Incident, Parties[0], "alleges", null, [copy], []),
        ];
        Assert.Equal(Names(), Names(more));
        Assert.Equal(Names(), Names([.. more, Echo(copy, Claims[0])]));
        Assert.Equal(Names(Echo(Claims[1], Claims[0])), Names([.. more, Echo(Claims[1], copy), Echo(copy, Claims[0])]));
    }

    [Fact]
    public void A_rejected_echo_counts_for_nothing_and_the_last_word_holds()
    {
        Assert.Equal(3, Names(Echo(Claims[1], Claims[0], "rejected")).Length);
        Assert.Equal(3, Names(Echo(Claims[1], Claims[0]), Echo(Claims[1], Claims[0], "rejected")).Length);
        Assert.Equal(2, Names(Echo(Claims[1], Claims[0], "rejected"), Echo(Claims[1], Claims[0])).Length);
    }

    [Fact]
    public void An_echo_of_a_report_moves_the_claims_in_its_passages_alone()
    {
        Assert.Equal(["party 0", "party 2"], Names(Passage(15, 30, 5, 12)));
        Assert.Equal(3, Names(Passage(20, 30, 5, 12)).Length);
        Assert.Equal(3, Names(Passage(15, 30, 20, 40)).Length);
    }

    [Fact]
    public void A_report_that_cites_a_party_passes_on_and_a_claim_that_does_goes_back_to_it()
    {
        Assert.Equal(3, Names(Echo(Reports[1], Parties[0]) with { FromSpans = [new(0, 40)], ToSpans = [] }).Length);
        Assert.Equal(["party 0", "party 2"], Names(Echo(Claims[1], Parties[0])));
    }

    [Fact]
    public void A_claim_that_was_edited_is_its_partys_as_one_that_was_confirmed()
    {
        Statement[] edited = [.. Setting.Select(one => one is ClaimReviewed { Claim: { } id, Speaker: { } party } ? Edit(id, party, "another name in the text") : one)];
        var facts = CaseAssessment.Of(Said.State(edited), Said.Tables, []).Incidents.Single();
        Assert.Equal(["party 0", "party 1", "party 2"], facts.Facts.Origins.Select(origin => origin.Name));
        Assert.All(facts.Facts.Origins, origin => Assert.Empty(origin.Echoes));
        Assert.True(Conditions.Judge("independent-origins", facts.Facts, Level.L0).Met);

        // What is said later of the same claim ties it anew, and what is not said again stays.
        Statement[] later = [.. edited, new ClaimReviewed(Claims[0], "confirmed", null, "2", null), new ClaimReviewed(Claims[1], "confirmed", Parties[0], null, null)];
        Assert.Equal(Parties[0], Said.State(later).Claims.Find(Claims[0])!.Speaker);
        Assert.Equal(Parties[0], Said.State(later).Claims.Find(Claims[1])!.Speaker);
    }

    [Fact]
    public void Of_a_speaker_tied_to_nobody_the_assessment_says_so()
    {
        Statement[] untied = [.. Setting.Select(one => one is ClaimReviewed review && review.Claim == Claims[2] ? review with { Speaker = null } : one)];
        Assert.Contains(
            "Somebody tied to no party, in the report “speaker 2”, alleges it: 1 confirmed claim (C3) from one origin.", CaseAssessment.Of(Said.State(untied), Said.Tables, []).Incidents.Single().Says);
    }

    [Fact]
    public void A_correction_of_a_proposal_leaves_its_proposer_and_sets_the_confidence_of_other_words_aside()
    {
        var first = (ClaimProposed)Setting.First(one => one is ClaimProposed) with { Engine = "rules", Rule = "says", Confidence = 900 };
        Statement[] said = [.. Setting.Take(7), first];
        ClaimProposed Corrected(ClaimProposed by) => CaseState.Of([.. Said.Entries(said), Said.Entry(said.Length, by, corrects: said.Length - 1)]).Claims.Find(first.Claim)!.Said;
        var claimed = Corrected(first with { Content = "more", Engine = "better", Rule = "best", Confidence = 1000 });
        Assert.Equal(("more", "rules", "says", null), (claimed.Content, claimed.Engine, claimed.Rule, claimed.Confidence));
        Assert.Equal(900, Corrected(first with { Stance = "denies" }).Confidence);
        Assert.Equal(900, Corrected(first with { Stance = "denies", Confidence = 950 }).Confidence);
        Assert.Equal("claim/proposer", ClaimRules.JudgeCorrection(first with { Rule = "another" }, first)!.Code);
        Assert.Equal("claim/proposer", ClaimRules.JudgeCorrection(first with { Engine = null }, first)!.Code);
        Assert.Equal("claim/confidence", ClaimRules.JudgeCorrection(first with { Confidence = 901 }, first)!.Code);
        Assert.Equal("claim/other-report", ClaimRules.JudgeCorrection(first with { Report = Reports[1] }, first)!.Code);
        Assert.Null(ClaimRules.JudgeCorrection(first with { Stance = "denies" }, first));
        Assert.Null(ClaimRules.JudgeCorrection(first with { Content = "more", Confidence = null }, first));
    }

    [Fact]
    public void What_a_speaker_takes_back_is_no_allegation_of_its_any_more_and_stays_to_be_seen()
    {
        var taken = Said.Id(25);
        Statement[] With(EntityId? by, EntityId answered) =>
        [
            .. Setting, new ClaimProposed(taken, Reports[2], null, null, null, ClaimView.Withdraws, null, null, "speaker 0", [], [], [], [new(40, 50)], null, "it was a mistake", [], Answers: [answered]),
            new ClaimReviewed(taken, "confirmed", by, null, null),
        ];
        IncidentAssessment Of(Statement[] said) => CaseAssessment.Of(Said.State(said), Said.Tables, []).Incidents.Single();
        var assessment = Of(With(Parties[0], Claims[0]));
        Assert.Equal(["party 1", "party 2"], assessment.Facts.Origins.Select(origin => origin.Name));
        Assert.Contains("C1 is no allegation or denial of party 0 any more: party 0, undated, withdraws: “it was a mistake” (C4).", assessment.Says);

        // What echoes it goes back to nothing that counts.
        var echoed = Of([.. With(Parties[0], Claims[0]), Echo(Claims[1], Claims[0])]);
        Assert.Equal(["party 2"], echoed.Facts.Origins.Select(origin => origin.Name));
        Assert.Contains("C2 goes back to C1, which was taken back, and counts for nothing.", echoed.Says);

        // Nobody takes back what another said, and whom nobody tied to a party takes nothing back.
        Assert.Equal(3, Of(With(Parties[1], Claims[0])).Facts.Origins.Length);
        Assert.Equal(3, Of(With(null, Claims[0])).Facts.Origins.Length);
        Assert.Equal(3, Of([.. With(Parties[0], Claims[0])[..^1], new ClaimReviewed(taken, "rejected", Parties[0], null, null)]).Facts.Origins.Length);
        var state = Said.State(With(Parties[0], Claims[0]));
        Assert.Equal(
            "allegation/withdrawal", Rules.Judge(state, new(Said.Owner, "analyst", null), new AllegationRecorded(Said.Id(60), Incident, Parties[0], "denies", null, [taken], []))!.Code);
        Assert.Equal(taken, EchoRoots.Of(Said.State([.. With(Parties[0], Claims[0]), Echo(taken, Claims[0])]), state.Claims.Find(taken)!).Claim.Id);
        Assert.Null(Rules.Judge(state, new(Said.Owner, "analyst", null), Edit(Claims[0], Parties[0], "speaker 0") with { Stance = ClaimView.Withdraws }));
    }

    [Fact]
    public void A_report_that_was_set_aside_counts_for_nothing_until_it_counts_again()
    {
        var aside = new ReportSetAside(Reports[0], true, "another matter");
        Assert.Equal(["party 1", "party 2"], Names(aside));
        Assert.Equal(3, Names(aside, aside with { Aside = false }).Length);
        var late = new ClaimProposed(Said.Id(26), Reports[0], null, null, null, "asserts", null, null, null, [], [], [], [], null, "x", []);
        var state = Said.State([.. Setting, aside, late]);
        Assert.False(state.Claims.Find(late.Claim)!.IsOpen);
        Assert.Equal("its report was set aside, so it counts for nothing", ClaimWords.Standing(state.Claims.Find(Claims[0])!, state));
        var analyst = new Probatum.Core.Actor(Said.Owner, "analyst", null);
        Assert.Equal("report/aside", Rules.Judge(state, analyst, aside)!.Code);
        Assert.Equal("report/aside", Rules.Judge(state, analyst, new ReportSetAside(Reports[1], false, "x"))!.Code);
        Assert.Equal("report/unknown", Rules.Judge(state, analyst, aside with { Report = Claims[0] })!.Code);
        Assert.Equal("report/no-reason", Rules.Judge(state, analyst, new ReportSetAside(Reports[1], true, ""))!.Code);
        Assert.Null(Rules.Judge(state, analyst, aside with { Aside = false }));
    }

    [Fact]
    public void An_allegation_that_was_withdrawn_makes_no_origin_and_no_party_to_the_dispute()
    {
        Statement[] said = [.. Setting.Select(one => one is AllegationRecorded { By: { } by } allegation && by == Parties[0] ? allegation with { Stance = AllegationRecorded.Withdrawn } : one)];
        var facts = CaseAssessment.Of(Said.State(said), Said.Tables, []).Incidents.Single().Facts;
        Assert.Equal(["party 1", "party 2"], facts.Origins.Select(origin => origin.Name));
        Assert.False(facts.Alleges(Parties[0]));
        Assert.False(facts.IsInDispute(Parties[0]));
    }

    private static ClaimEdited Edit(EntityId claim, EntityId? party, string name) =>
        new(claim, "indirect", "asserts", "use", null, name, [], [], [], [new(10, 20)], null, "it was used", [], party, null, null);

    [Fact]
    public void A_denial_is_no_echo_of_what_it_denies()
    {
        Statement[] said = [.. Setting.Select(one => one is ClaimProposed { Claim: { } id } claim && id == Claims[1] ? claim with { Stance = "denies" } : one), Echo(Claims[1], Claims[0])];
        Assert.Equal(Claims[1], EchoRoots.Of(Said.State(said), Said.State(said).Claims.Find(Claims[1])!).Claim.Id);
    }

    [Fact]
    public void What_was_confirmed_of_words_that_were_corrected_since_does_not_count()
    {
        Statement[] said = [.. Setting, Echo(Claims[1], Claims[0])];
        var claim = Array.FindIndex(said, one => one is ClaimProposed { Claim: { } id } && id == Claims[1]);
        var entries = Said.Entries(said).ToList();
        Assert.Equal(Claims[0], Root(CaseState.Of(entries)));
        entries.Add(Said.Entry(entries.Count, (ClaimProposed)said[claim] with { Content = "something else" }, corrects: claim));
        Assert.Equal(Claims[1], Root(CaseState.Of(entries)));
        static EntityId Root(CaseState state) => EchoRoots.Of(state, state.Claims.Find(Claims[1])!).Claim.Id;
    }

    [Fact]
    public void Echoes_never_raise_the_number_of_origins_and_circles_end()
    {
        var ends = ImmutableArray.Create([.. Claims, .. Reports, .. Parties]);
        var echo = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 8], Gen.Bool, Gen.Int[0, 3]).Select((from, to, confirmed, spans) =>
            Echo(ends[from], ends[to], confirmed ? "confirmed" : "rejected") with { FromSpans = [new(8 * spans, 12 + (8 * spans))], ToSpans = [new(5, 25)] });
        echo.Array[0, 8].Sample(echoes =>
        {
            var facts = Assess([.. echoes]).Facts;
            Assert.InRange(facts.IndependentOrigins, 1, 3);
            Assert.Equal(3, facts.Origins.SelectMany(origin => origin.Claims).Select(claim => claim.Id).Distinct().Count());

            // The same said once more changes nothing, and no part of it raises the count above that without it.
            Assert.Equal(facts.IndependentOrigins, Assess([.. echoes, .. echoes.TakeLast(1)]).Facts.IndependentOrigins);
        });
    }

    [Fact]
    public void One_party_that_repeats_two_others_does_not_become_two_origins()
    {
        var more = Said.Id(24);
        Statement[] said =
        [
            .. Setting.Where(one => one is not AllegationRecorded), new ClaimProposed(more, Reports[2], null, null, null, "asserts", null, null, "speaker 2", [], [], [], [], null, "again", []),
            new ClaimReviewed(more, "confirmed", Parties[2], null, null), new AllegationRecorded(Said.Id(40), Incident, Parties[2], "alleges", null, [Claims[2], more], []),
            Echo(Claims[2], Claims[0]), Echo(more, Claims[1]),
        ];
        var facts = CaseAssessment.Of(Said.State(said), Said.Tables, []).Incidents.Single().Facts;
        Assert.Equal(1, facts.IndependentOrigins);
        Assert.False(Conditions.Judge("independent-origins", facts, Level.L0).Met);
    }

    [Theory]
    [InlineData("echo/from", 2, 21, "quotes", "confirmed")]
    [InlineData("echo/to", 21, 1, "quotes", "confirmed")]
    [InlineData("echo/verdict", 22, 21, "quotes", "perhaps")]
    [InlineData("echo/sort", 22, 21, "resembles", "confirmed")]
    [InlineData("echo/circle", 21, 22, "quotes", "confirmed")]
    [InlineData("echo/circle", 21, 21, "quotes", "confirmed")]
    [InlineData("", 21, 22, "quotes", "rejected")]
    [InlineData("", 23, 2, "cites", "confirmed")]
    public void A_rule_says_what_may_be_recorded(string code, int from, int to, string sort, string verdict)
    {
        var state = Said.State([.. Setting, Echo(Claims[1], Claims[0])]);
        var refused = Rules.Judge(state, new(Said.Owner, "analyst", null), Echo(Said.Id(from), Said.Id(to), verdict) with { Sort = sort });
        Assert.Equal(code, refused?.Code ?? "");
    }

    [Fact]
    public void A_passage_has_a_place_in_both_texts_and_a_custodian_has_no_say()
    {
        var state = Said.State(Setting);
        Assert.Equal("echo/passages", Rules.Judge(state, new(Said.Owner, "analyst", null), Passage(1, 2, 1, 2) with { FromSpans = [new(1, 2), new(3, 4)] })!.Code);
        Assert.Equal("access/not-permitted", Rules.Judge(state, new(Said.Owner, "custodian", null), Echo(Claims[1], Claims[0]))!.Code);
    }

    [Fact]
    public void A_drawing_escapes_what_others_wrote()
    {
        var svg = EchoDrawing.Svg([new("R1", "2021", "<b>&"), new("R2", "2022", "x")], [new(1, 0, "quotes", false)], [new("\"Ministry\" <i>", [0, 1])]);
        var drawn = System.Xml.Linq.XDocument.Parse(svg);
        Assert.Contains("<b>&", drawn.Root!.Value, StringComparison.Ordinal);
        Assert.Single(drawn.Descendants(), one => one.Attribute("stroke-dasharray") is not null);
    }

    private static EchoReviewed Echo(EntityId from, EntityId to, string verdict = "confirmed") => new(from, to, "repeats", verdict, [], [], null, [], null);

    private static EchoReviewed Passage(int from, int end, int to, int toEnd) => Echo(Reports[1], Reports[0]) with { FromSpans = [new(from, end)], ToSpans = [new(to, toEnd)] };

    private static IncidentAssessment Assess(params Statement[] echoes) => CaseAssessment.Of(Said.State([.. Setting, .. echoes]), Said.Tables, []).Incidents.Single();

    private static string[] Names(params Statement[] echoes) => [.. Assess(echoes).Facts.Origins.Select(origin => origin.Name)];

    private static ConditionResult Condition(params Statement[] echoes) => Conditions.Judge("independent-origins", Assess(echoes).Facts, Level.L0);
}
