using CsCheck;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Assessment;

public sealed class CeilingTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId Claimant = Said.Id(2);
    private static readonly EntityId Witness = Said.Id(3);
    private static readonly EntityId Team = Said.Id(4);
    private static readonly EntityId[] Labs = [Said.Id(5), Said.Id(6)];
    private static readonly EntityId Tube = Said.Id(10);
    private static readonly EntityId Blank = Said.Id(11);

    /// <summary>What a case may have or lack, each with the records that bring it; later ones may build on earlier ones.</summary>
    private static readonly (string What, Statement[] Records)[] Parts =
    [
        ("a sample", [Sample(Tube, "S", "ENV_SOIL")]),
        ("a control", [Sample(Blank, "B", "QC_BACKGROUND")]),
        ("hand-overs", [Handed(Team, Labs[0], "2016-11-14"), Handed(Labs[0], Labs[1], "2016-11-15")]),
        ("a field reading", [new ResultReported(null, Tube, Team, "X", "found", ["GCMS_PORTABLE"], null, null, null, null, null)]),
        ("one laboratory", [Result(Labs[0], Tube, "found")]),
        ("another laboratory", [Result(Labs[1], Tube, "found")]),
        ("a clean control", [Result(Labs[0], Blank, "not-found")]),
        ("a casualty", [new CasualtyRecorded(Said.Id(20), Incident, "K", null, null, null, null, null, null, [new("cough", "10 min", null)], null, Team, null)]),
        ("an account of the claimant", Account(Claimant, 30)),
        ("an account of a witness", Account(Witness, 40)),
        ("all hypotheses weighed", [.. Said.Tables.Hypotheses.Select(row => Link(row.Key, row.Key == "H1" ? "consistent" : "inconsistent"))]),
    ];

    private static readonly Statement[] Setting =
    [
        new PartyDescribed(Claimant, "claimant", null, null, null, null), new PartyDescribed(Witness, "witness", null, null, null, null),
        new PartyDescribed(Team, "team", null, null, null, null), new PartyDescribed(Labs[0], "DL 01", null, null, null, null),
        new PartyDescribed(Labs[1], "DL 02", null, null, null, null), new IncidentOpened(Incident, "I", null, null, null),
    ];

    [Fact]
    public void More_on_record_never_lowers_a_ceiling_and_less_never_raises_one() =>
        Gen.Select(Gen.Int[0, (1 << Parts.Length) - 1], Gen.Int[0, (1 << Parts.Length) - 1]).Sample((some, more) =>
        {
            var (fewer, all) = (Rungs(With(some)), Rungs(With(some | more)));
            Assert.All(fewer.Zip(all), pair => Assert.True(pair.First >= pair.Second, $"{some:x} {more:x}: {pair}"));
        });

    [Fact]
    public void Everything_met_carries_the_strongest_wording_and_nothing_met_the_weakest()
    {
        Assert.All(Rungs(With((1 << Parts.Length) - 1)), rung => Assert.Equal(0, rung));
        Assert.Equal(Said.Tables.Routes.Values.Where(route => !route.Wordings.IsEmpty).Select(route => route.Wordings.Length - 1), Rungs(Setting));
    }

    [Fact]
    public void A_further_result_of_poor_custody_takes_nothing_from_those_before_it()
    {
        Statement[] one = [.. With(0b100_0111_1111 & ~(1 << 5)), .. Parts[8].Records, .. Parts[9].Records];
        var poor = Said.Id(12);
        Statement[] two =
        [
            .. one, Sample(poor, "P", "ENV_SOIL"), new CustodyReported(poor, Witness, Labs[1], null, null, "999", null, null, null, null), new CustodyReported(poor, Labs[1], Labs[0], null, null, "999", null, null, null, null),
            Result(Labs[0], poor, "found"), Result(Labs[1], poor, "found"),
        ];
        Assert.Equal("more-than-likely", Assess(one).Ceilings.Single(ceiling => ceiling.Route == "OPCW_FFM").Wording.Key);
        var after = Assess(two).Ceilings.Single(ceiling => ceiling.Route == "OPCW_FFM");
        Assert.Equal("more-than-likely", after.Wording.Key);
        Assert.Contains(after.CapsAndAbove(), cap => cap.Condition == "custody-no-gap");
    }

    [Fact]
    public void Claims_and_echoes_never_raise_a_ceiling_however_often_they_are_repeated() =>
        Gen.Select(Gen.Int[0, (1 << Parts.Length) - 1], Gen.Int[1, 12], Gen.Bool).Sample((some, times, tied) =>
        {
            Statement[] once = [.. With(some | (1 << 8))];
            var repeated = Enumerable.Range(0, times).SelectMany(i => Account(tied ? Claimant : null, 100 + (10 * i), $"a spokesman, told {i}"));
            var material = Enumerable.Range(0, times).Select(i => new SamplesClaimed(
                Said.Id(500 + i), Incident, null, 9, [], null, Claimant, Claimant, Claimant, null, "GC_EI_MS", "confirmed", ["X"]));
            Assert.Equal(Rungs(once), Rungs([.. once, .. repeated, .. material]));
        });

    [Fact]
    public void Of_claims_alone_every_route_says_the_least_it_can()
    {
        Statement[] claims = [.. Setting, .. Parts[8].Records, .. Parts[9].Records, .. Parts[10].Records];
        Assert.All(Assess(claims).Ceilings, ceiling => Assert.Empty(ceiling.Wording.Needs));
    }

    [Fact]
    public void One_origin_counts_once_through_however_many_mouths()
    {
        var spokesman = Said.Id(70);
        Statement[] said =
        [
            .. Setting, new PartyDescribed(spokesman, "spokesman", null, Claimant, null, null), .. Account(Claimant, 100), .. Account(spokesman, 200), .. Account(null, 300),
        ];
        var facts = Assess(said).Facts;
        Assert.Equal(["claimant", "somebody"], facts.Origins.Select(origin => origin.Name));
        Assert.Equal(2, facts.Origins[0].Claims.Length);
        Assert.False(Conditions.Judge("independent-origins", facts, Level.L0).Met);
        Assert.True(Conditions.Judge("independent-origins", Assess([.. said, .. Account(Witness, 400)]).Facts, Level.L0).Met);
    }

    [Fact]
    public void A_denial_is_no_allegation_nor_is_one_whose_stance_is_withheld()
    {
        Statement[] denial = [.. Account(Witness, 400)];
        Statement[] said = [.. Setting, .. Account(Claimant, 100), .. denial[..^1], (AllegationRecorded)denial[^1] with { Stance = null }];
        Assert.Single(Assess(said).Facts.Origins);
        said[^1] = (AllegationRecorded)denial[^1] with { Stance = "denies" };
        Assert.False(Conditions.Judge("independent-origins", Assess(said).Facts, Level.L0).Met);
    }

    [Fact]
    public void A_laboratory_of_a_party_to_the_dispute_is_not_independent()
    {
        var own = new PartyDescribed(Labs[0], "DL 01", null, Claimant, null, null);
        var all = With((1 << Parts.Length) - 1);
        Assert.True(Conditions.Judge("laboratory-independent", Assess([.. all]).Facts, Level.L3).Met);
        var only = all.Where(said => said is not ResultReported { Laboratory: { } lab } || lab != Labs[1]).Append(own).ToArray();
        Assert.False(Conditions.Judge("laboratory-independent", Assess(only).Facts, Level.L3).Met);
    }

    [Fact]
    public void What_a_claimant_holds_is_not_there_until_it_has_left_the_collectors_hands()
    {
        var held = Sample(Tube, "S", "ENV_SOIL") with { Origin = "CLAIMANT_HELD", Collector = Claimant };
        Assert.False(Met("physical-sample", held));
        Assert.False(Met("physical-sample", held with { Origin = null }));
        Assert.False(Met("physical-sample", held with { Origin = "UNKNOWN" }));
        var move = new CustodyReported(Tube, Claimant, Team, null, null, "100", null, null, null, null);
        Assert.True(Met("physical-sample", held, move));
        Assert.True(Met("handed-over", held, move));
        Assert.False(Met("physical-sample", held, move with { To = Said.Id(70) }, new PartyDescribed(Said.Id(70), "its store", null, Claimant, null, null)));
    }

    [Theory]
    [InlineData("", "team", "10 min", null)]
    [InlineData("", "team", null, "a doctor")]
    [InlineData("neither onset nor observer of a sign is told (K)", "team", null, null)]
    [InlineData("neither onset nor observer of a sign is told (K)", "team", "", "")]
    [InlineData("told by nobody named (K)", null, "10 min", "a doctor")]
    [InlineData("told by a publication, newspaper (K)", "newspaper", "10 min", "a doctor")]
    [InlineData("told by a publication, its reporter (K)", "its reporter", "10 min", "a doctor")]
    [InlineData("told by a party that alleges, denies or holds claimed material, claimant (K)", "claimant", "10 min", "a doctor")]
    [InlineData("told by a party that alleges, denies or holds claimed material, witness (K)", "witness", "10 min", "a doctor")]
    public void Persons_affected_are_recorded_where_a_medical_record_or_an_interview_may_lie_behind(string why, string? teller, string? onset, string? observer)
    {
        var (paper, reporter) = (Said.Id(60), Said.Id(61));
        var by = teller switch { "team" => Team, "newspaper" => paper, "its reporter" => reporter, "claimant" => Claimant, "witness" => Witness, _ => (EntityId?)null };
        var denial = Account(Witness, 40);
        Statement[] said =
        [
            .. Setting, new PartyDescribed(paper, "newspaper", "publication", null, null, null), new PartyDescribed(reporter, "its reporter", "person", paper, null, null),
            .. Account(Claimant, 30), .. denial[..^1], (AllegationRecorded)denial[^1] with { Stance = "denies" },
            new CasualtyRecorded(Said.Id(20), Incident, "K", null, null, null, null, null, null, [new("cough", onset, observer)], null, by, null),
        ];
        var result = Conditions.Judge("casualties-recorded", Assess(said).Facts, Level.L0);
        Assert.Equal((why.Length == 0, true), (result.Met, result.Met || result.Why.ToString() == why));
    }

    [Fact]
    public void A_claim_that_nobody_confirmed_stands_beside_no_hypothesis()
    {
        var claim = Said.Id(30);
        Statement[] said = [.. Setting, new HypothesisStated(Said.Id(90), Incident, "H1", null), Account(Claimant, 30)[0]];
        var link = new EvidenceLinked(Incident, "H1", claim, "consistent", "it says so");
        Assert.Equal("evidence/claim-not-confirmed", Core.Rules.Judge(Said.State(said), new(Said.Owner, "analyst", null), link)!.Code);
        Assert.Null(Core.Rules.Judge(Said.State([.. said, new ClaimReviewed(claim, "confirmed", null, null, null)]), new(Said.Owner, "analyst", null), link));
        Assert.Empty(Assess([.. said, link]).Hypotheses.SelectMany(one => one.Consistent));
        Assert.Empty(Assess([.. said, link, new ClaimReviewed(claim, "rejected", null, null, null)]).Hypotheses.SelectMany(one => one.Consistent));
        Assert.Single(Assess([.. said, link, new ClaimReviewed(claim, "confirmed", null, null, null)]).Hypotheses.SelectMany(one => one.Consistent));
    }

    [Fact]
    public void A_control_that_was_spiked_or_is_a_duplicate_may_hold_the_substance_and_a_blank_may_not()
    {
        foreach (var (matrix, clean) in new[] { ("QC_BACKGROUND", false), ("QC_FIELD_BLANK", false), ("QC_POSITIVE_CONTROL", true), ("QC_DUPLICATE", true) })
        {
            var odd = Said.Id(80);
            Statement[] said = [.. With((1 << Parts.Length) - 1), Sample(odd, "Q", matrix), Result(Labs[0], odd, "found")];
            Assert.Equal(clean, Conditions.Judge("controls-clean", Assess(said).Facts, Level.L3).Met);
        }
    }

    [Fact]
    public void A_condition_that_nobody_knows_is_never_met_and_every_route_names_known_ones()
    {
        var facts = Assess([.. With((1 << Parts.Length) - 1)]).Facts;
        Gen.String.Where(key => !Need.Of(key).Either.Any(asked => Conditions.Keys.Contains(asked.Key))).Sample(key => !Conditions.Judge(key, facts, Level.L0).Met);
        Assert.All(Said.Tables.Routes.Values.SelectMany(route => route.Wordings).SelectMany(wording => wording.Needs).SelectMany(need => Need.Of(need).Either), asked => Assert.Contains(asked.Key, Conditions.Keys));
    }

    [Fact]
    public void A_record_not_understood_or_void_caps_what_needs_all_to_be_understood()
    {
        var state = Said.State(With((1 << Parts.Length) - 1));
        var strange = Said.Entry(999, Setting[0]) with { Type = "from-the-future", Statement = null };
        Assert.Contains(Ceiling(state.Then(strange), []).CapsAndAbove(), cap => cap.Condition == "all-understood");
        Assert.Contains(Ceiling(state, [new(5, "signature/bad", "bad", true)]).CapsAndAbove(), cap => cap.Condition == "all-understood");
        Assert.DoesNotContain(Ceiling(state, [new(5, "seq/gap", "gap", false)]).CapsAndAbove(), cap => cap.Condition == "all-understood");
    }

    [Fact]
    public void The_same_case_gives_the_same_json()
    {
        var written = Exercise.Write();
        byte[] Json(Core.CaseState state) => CanonicalJson.Write(AssessmentJson.Of(CaseAssessment.Of(state, Said.Tables, written.History.Remarks), written.Id));
        var first = Json(written.State);
        Assert.Equal(first, Json(Exercise.Write().State));
        Assert.Equal(first, Json(Core.CaseState.Of(written.State.Entries)));
        Assert.Equal(first, Json(written.State.Entries.Aggregate(Core.CaseState.Empty, (state, entry) => state.Then(entry))));
    }

    private static Ceiling Ceiling(Core.CaseState state, Remark[] remarks) =>
        CaseAssessment.Of(state, Said.Tables, remarks).Incidents.Single().Ceilings.Single(ceiling => ceiling.Route == "OPCW_FFM");

    private static bool Met(string condition, params Statement[] said) => Conditions.Judge(condition, Assess([.. Setting, .. said]).Facts, Level.L0).Met;

    private static IEnumerable<Statement> With(int parts) =>
        Setting.Concat(Parts.Where((_, i) => (parts & (1 << i)) != 0).SelectMany(part => part.Records));

    private static IncidentAssessment Assess(Statement[] said) => CaseAssessment.Of(Said.State(said), Said.Tables, []).Incidents.Single();

    /// <summary>For each route the rung that the record carries; 0 is the strongest.</summary>
    private static int[] Rungs(IEnumerable<Statement> said) =>
        [.. Assess([.. said]).Ceilings.Select(ceiling => Said.Tables.Routes[ceiling.Route].Wordings.IndexOf(ceiling.Wording))];

    private static CustodyTransferred Handed(EntityId from, EntityId to, string when) => new(Tube, from, to, Said.At(when), null, "100", null, null, null);

    private static SampleCollected Sample(EntityId id, string label, string matrix) =>
        new(id, Incident, label, matrix, null, Said.At("2016-11-13"), null, Team, "100", "TEAM_COLLECTED", [], null);

    private static ResultReported Result(EntityId lab, EntityId sample, string outcome) =>
        new(null, sample, lab, "X", outcome, ["GC_EI_MS", "LC_MSMS"], true, true, null, null, null);

    private static EvidenceLinked Link(string hypothesis, string bearing) => new(Incident, hypothesis, Tube, bearing, "a reason");

    private static Statement[] Account(EntityId? speaker, int number, string name = "somebody") =>
    [
        new ClaimProposed(Said.Id(number), null, null, null, null, null, null, null, name, [], [], [], [], null, "it was used", []),
        new ClaimReviewed(Said.Id(number), "confirmed", speaker, null, null),
        new AllegationRecorded(Said.Id(number + 1), Incident, speaker, "alleges", null, [Said.Id(number)], []),
    ];
}

internal static class CeilingAdditions
{
    public static IEnumerable<Cap> CapsAndAbove(this Ceiling ceiling) => ceiling.Caps.Concat(ceiling.CapsAbove);
}
