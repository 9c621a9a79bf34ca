using System.Collections.Immutable;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;
using Probatum.Core.Sites;

namespace Probatum.Tests.Assessment;

/// <summary>What holds of every ceiling, whatever the case.</summary>
public sealed class BoundTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId[] Parties = [Said.Id(2), Said.Id(3), Said.Id(4), Said.Id(5), Said.Id(6)];
    private static readonly EntityId Tube = Said.Id(10);
    private static readonly EntityId Other = Said.Id(12);
    private static readonly EntityId Blank = Said.Id(11);

    /// <summary>Records that bring a case up, and records that hold it down; later ones may build on earlier ones.</summary>
    private static readonly Statement[][] Parts =
    [
        [Sample(Tube, "S", "ENV_SOIL")], [Sample(Other, "T", "ENV_WIPE")], [Sample(Blank, "B", "QC_BACKGROUND")],
        [Handed(Tube, 2, 3), Handed(Tube, 3, 4)], [Handed(Other, 2, 3), Handed(Other, 3, 4)],
        [Result(3, Tube, "found")], [Result(4, Tube, "found")], [Result(3, Other, "found")],
        [Result(4, Tube, "not-found")], [Result(4, Other, "not-found")], [Result(3, Blank, "not-found")], [Result(3, Blank, "found")],
        [Person(20, "cough"), Person(21, "cough")], [Person(22, "miosis")],
        Account(0, 30, "alleges"), Account(1, 40, "alleges"), Account(1, 50, "denies"),
        [.. Said.Tables.Hypotheses.Select(row => Link(row.Key, Tube, row.Key == "H1" ? "consistent" : "inconsistent"))],
        [Link("H3", Other, "consistent"), Link("H5", Other, "consistent")],
        [new RemnantRecorded(Said.Id(60), "R", Incident, null, null, null, null, null, Parties[2], null, null, [], null, [], null, [], null, null, null)],
    ];

    private static readonly Gen<int> Some = Gen.Int[0, (1 << Parts.Length) - 1];

    [Fact]
    public void Without_the_records_that_hold_it_down_a_ceiling_is_never_lower() => Some.Sample(parts =>
    {
        var state = Said.State(With(parts));
        foreach (var (ceiling, held) in Ceilings(state).Select(ceiling => (ceiling, ceiling.Caps.Concat(ceiling.CapsAbove).SelectMany(cap => cap.Held).ToHashSet())).Where(one => one.Item2.Count > 0))
        {
            var freed = Ceilings(CaseState.Of(state.Entries.Where(entry => !held.Contains(entry.Index)))).Single(one => one.Route == ceiling.Route);
            Assert.True(Rung(freed) <= Rung(ceiling), $"{parts:x}, {ceiling.Route}: {ceiling.Wording.Key} became {freed.Wording.Key}");
        }
    });

    [Fact]
    public void Each_cap_that_names_what_holds_it_down_is_lifted_or_stays_without_it() => Some.Sample(parts =>
    {
        var state = Said.State(With(parts));
        foreach (var (ceiling, cap) in Ceilings(state).SelectMany(ceiling => ceiling.Caps.Concat(ceiling.CapsAbove).Where(cap => !cap.Held.IsEmpty).Select(cap => (ceiling, cap))))
        {
            var freed = Ceilings(CaseState.Of(state.Entries.Where(entry => !cap.Held.Contains(entry.Index)))).Single(one => one.Route == ceiling.Route);
            Assert.True(Rung(freed) <= Rung(ceiling), $"{parts:x}, {ceiling.Route}, {cap.Condition}");
        }
    }, iter: 300);

    [Fact]
    public void What_supports_nothing_changes_no_ceiling() => Gen.Select(Some, Gen.Int[0, Idle.Length - 1].List[1, 4]).Sample(one =>
        Assert.Equal(Words(Said.State(With(one.Item1))), Words(Said.State([.. With(one.Item1), .. one.Item2.Distinct().SelectMany(i => Idle[i])]))));

    [Fact]
    public void A_report_that_comes_again_raises_nothing() => Gen.Select(Some, Gen.Int[1, 5]).Sample(one =>
    {
        Statement[] once = [.. With(one.Item1 | (1 << 14))];
        var again = Enumerable.Range(0, one.Item2).SelectMany(i => Account(0, 200 + (10 * i), "alleges"));
        Assert.Equal(Words(Said.State(once)), Words(Said.State([.. once, .. again])));
    });

    [Fact]
    public void Names_change_no_ceiling() => Gen.Select(Some, Gen.Shuffle(Enumerable.Range(0, Parties.Length).ToArray())).Sample(one =>
    {
        string[] names = ["Republic of A", "Kingdom of B", "Mandated team", "DL 01", "DL 02"];
        IEnumerable<Statement> Named(int[] order) => With(one.Item1).Select(said => said is PartyDescribed party ? party with { Name = names[order[Array.IndexOf(Parties, party.Party!.Value)]] } : said);
        Assert.Equal(Words(Said.State(Named([0, 1, 2, 3, 4]))), Words(Said.State(Named(one.Item2))));
    });

    [Fact]
    public void Who_alleges_and_who_denies_change_places_and_nothing_else() => Some.Sample(parts =>
    {
        // The two parties to the dispute, and all that each says and gives, are exchanged.
        var swapped = With(parts).Select(said => said switch
        {
            ClaimReviewed { Speaker: { } by } review => review with { Speaker = Exchanged(by) },
            AllegationRecorded { By: { } by } allegation => allegation with { By = Exchanged(by) },
            _ => said,
        });
        Assert.Equal(Words(Said.State(With(parts))), Words(Said.State(swapped)));
        static EntityId Exchanged(EntityId party) => party == Parties[0] ? Parties[1] : party == Parties[1] ? Parties[0] : party;
    });

    [Fact]
    public void Describing_a_party_anew_takes_it_out_of_no_dispute_and_makes_no_second_origin_of_it()
    {
        Statement[] both = [.. Setting, new PartyDescribed(Parties[1], "party 1", null, Parties[0], null, null), .. Account(0, 30, "alleges"), .. Account(1, 40, "alleges"), new PartyDescribed(Parties[3], "party 3", null, Parties[0], null, null)];
        Statement[] anew = [.. both, new PartyDescribed(Parties[1], "party 1", null, null, null, null), new PartyDescribed(Parties[3], "party 3", null, null, null, null)];
        foreach (var said in new[] { both, anew })
        {
            var facts = CaseAssessment.Of(Said.State(said), Said.Tables, []).Incidents.Single().Facts;
            Assert.Equal(1, facts.IndependentOrigins);
            Assert.True(facts.IsInDispute(Parties[3]));
        }

        Assert.Equal(2, CaseAssessment.Of(Said.State([.. Setting, .. Account(0, 30, "alleges"), .. Account(1, 40, "alleges")]), Said.Tables, []).Incidents.Single().Facts.IndependentOrigins);
    }

    [Fact]
    public void What_comes_from_much_else_is_shown_and_nothing_rests_on_it()
    {
        Statement[] said = [.. Setting, Sample(Tube, "S", "ENV_SOIL"), Handed(Tube, 2, 3), Handed(Tube, 3, 4), Result(3, Tube, "found", "TNT"), Result(4, Tube, "found", "TNT")];
        var assessed = CaseAssessment.Of(Said.State(said), Said.Tables, []).Incidents.Single();
        Assert.Null(assessed.Facts.Highest);
        Assert.Equal(Level.L4, Assert.Single(assessed.Facts.Substances).Level);
        Assert.Contains("TNT also comes from much else (any munition): it weighs towards nothing.", assessed.Says);
        Assert.Contains(assessed.Ceilings.Single(one => one.Route == "OPCW_FFM").CapsAbove, cap => cap.Condition == "confirmed-one-laboratory" && cap.Why.ToString().EndsWith("because it comes from much else too", StringComparison.Ordinal));
    }

    [Fact]
    public void A_designated_laboratory_told_of_by_the_body_that_gave_it_the_sample_counts_as_reported()
    {
        Statement[] there = [.. Setting, Sample(Tube, "S", "BIO_PLASMA"), Handed(Tube, 2, 3)];
        var bare = new ResultReported(Said.Id(70), Tube, Parties[3], "X", "found", [], null, null, null, Said.At("2016-12-01"), null, ToldBy: Parties[2], Document: "S/1");
        var designated = new LaboratoryDesignated(Parties[3], "a scheme", "biomedical", Said.At("2016-01-01"), Said.At("2017-01-01"), "a list");
        Level Of(params Statement[] said) => SubstanceLevels.Of(Said.State([.. there, .. said]), Said.Tables).Single().Words.Single().Level;

        Assert.Equal(Level.L3, Of(designated, bare));
        Assert.Equal(Level.L0, Of(bare));
        Assert.Equal(Level.L0, Of(designated with { Scope = "environmental" }, bare));
        Assert.Equal(Level.L0, Of(designated with { Until = Said.At("2016-11-01") }, bare));
        Assert.Equal(Level.L0, Of(designated, bare with { When = null }));
        Assert.Equal(Level.L2, Of(designated, bare with { Techniques = ["GC_EI_MS"] }));
        Assert.NotEqual(Level.L3, Of(designated, bare with { BlanksClean = false }));

        // What its laboratory's own key did not sign.
        Level Told(ResultReported result, params Statement[] said) => ResultLevel.Of(result, false, Said.State([.. there, designated, result, .. said]), Said.Tables).Level;
        Assert.Equal(Level.L3, Told(bare));
        Assert.Equal(Level.L2, Told(bare with { ToldBy = null, Document = null }));
        Assert.Equal(Level.L2, Told(bare with { ToldBy = Parties[4] }));
        Assert.Equal(Level.L2, Told(bare, Account(2, 30, "alleges")));
    }

    [Fact]
    public void Late_or_not_looked_for_is_no_negative_and_two_laboratories_that_looked_in_time_are()
    {
        Statement[] there = [.. Setting, Sample(Tube, "S", "ENV_SOIL"), Handed(Tube, 2, 3), Handed(Tube, 3, 4)];
        string Wording(params Statement[] said) => Ceilings(Said.State([.. there, .. said])).Single(one => one.Route == "CWC_X_ASSISTANCE_IAU").Wording.Key;
        Assert.Equal("facts-samples", Wording(Result(3, Tube, "not-found")));
        Assert.Equal("facts-negative", Wording(Result(3, Tube, "not-found"), Result(4, Tube, "not-found")));
        Assert.Equal("facts-one-laboratory", Wording(Result(3, Tube, "not-found"), Result(4, Tube, "not-found"), Result(3, Tube, "found", "Y")));
        Assert.Equal("facts-samples", Wording(Result(3, Tube, "not-found"), Result(4, Tube, "inconclusive")));
    }

    private static readonly Statement[] Setting =
    [
        .. Parties.Select((party, i) => new PartyDescribed(party, $"party {i}", null, null, null, null)), new IncidentOpened(Incident, "I", null, null, null),
    ];

    private static readonly Statement[][] Idle =
    [
        [new SiteDescribed(Said.Id(80), "Z", Incident, "a place", null, null, null)],
        [new ClaimProposed(Said.Id(81), null, null, null, null, null, null, null, "somebody", [], [], [], [], null, "it was used", [])],
        [new ObservationAttached(Said.Id(82), Incident, "state-comment", Parties[1], null, "we disagree")],
        [new RequestMade(Said.Id(83), Incident, "Q", "OPCW_FFM", Parties[0], Parties[2], null, null, [])],
        [new OutcomePublished(Said.Id(84), Incident, "OPCW_FFM", Parties[2], "S/1", null, "determined", null)],
        [new AbsenceRecorded(Said.Id(85), "ABS", Incident, "a crater", false, null, null, null, null), Link("H6", Said.Id(85), "consistent"), Link("H3", Said.Id(85), "inconsistent")],
        [Sample(Said.Id(86), "E", "ENV_AIR") with { Incident = Said.Id(87) }],
        [new PartyDescribed(Said.Id(88), "a newcomer", null, null, null, null)],
        [new LaboratoryDesignated(Parties[3], "a scheme", "environmental", null, null, "a list")],
    ];

    private static IEnumerable<Statement> With(int parts) => Setting.Concat(Parts.Where((_, i) => (parts & (1 << i)) != 0).SelectMany(part => part));

    private static ImmutableArray<Ceiling> Ceilings(CaseState state) => CaseAssessment.Of(state, Said.Tables, []).Incidents.Single().Ceilings;

    private static IEnumerable<string> Words(CaseState state) => Ceilings(state).Select(ceiling => $"{ceiling.Route}: {ceiling.Wording.Key}, {string.Join(", ", ceiling.Caps.Select(cap => cap.Condition))}");

    private static int Rung(Ceiling ceiling) => Said.Tables.Routes[ceiling.Route].Wordings.IndexOf(ceiling.Wording);

    private static CustodyTransferred Handed(EntityId sample, int from, int to) => new(sample, Parties[from], Parties[to], Said.At($"2016-11-1{to}"), null, "100", null, null, null);

    private static SampleCollected Sample(EntityId id, string label, string matrix) => new(id, Incident, label, matrix, null, Said.At("2016-11-12"), null, Parties[2], "100", "TEAM_COLLECTED", [], null);

    private static ResultReported Result(int lab, EntityId sample, string outcome, string substance = "X") =>
        new(null, sample, Parties[lab], substance, outcome, ["GC_EI_MS", "LC_MSMS"], true, true, null, null, null);

    private static Core.Casualties.CasualtyRecorded Person(int id, string sign) =>
        new(Said.Id(id), Incident, $"K{id}", null, null, null, null, null, null, [new(sign, "10 min", null)], null, Parties[2], null);

    private static EvidenceLinked Link(string hypothesis, EntityId item, string bearing) => new(Incident, hypothesis, item, bearing, "a reason");

    private static Statement[] Account(int speaker, int number, string stance) =>
    [
        new ClaimProposed(Said.Id(number), null, null, null, null, null, null, null, "somebody", [], [], [], [], null, "it was used", []),
        new ClaimReviewed(Said.Id(number), "confirmed", Parties[speaker], null, null),
        new AllegationRecorded(Said.Id(number + 1), Incident, Parties[speaker], stance, null, [Said.Id(number)], []),
    ];
}
