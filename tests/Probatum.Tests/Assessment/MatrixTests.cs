using CsCheck;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Assessment;

public sealed class MatrixTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId Team = Said.Id(2);
    private static readonly EntityId[] Tubes = [Said.Id(10), Said.Id(11), Said.Id(12)];
    private static readonly KeyName Second = new("k-BBBBBBBBBBBBBBBBBBBBBB");
    private static readonly Statement[] Setting =
    [
        new PartyDescribed(Team, "team", null, null, null, null), new IncidentOpened(Incident, "I", null, null, null),
        .. Tubes.Select((tube, i) => new SampleCollected(tube, Incident, $"S{i}", "ENV_SOIL", null, null, null, Team, null, "TEAM_COLLECTED", [], null)),
        new SampleSplit(Tubes[0], null, null, null, null, [new(Said.Id(13), "S0/A", null, null)]),
        new ResultReported(Said.Id(20), Said.Id(13), Team, "X", "found", ["GC_EI_MS"], null, null, null, null, null),
    ];

    [Fact]
    public void What_fits_everything_decides_nothing_and_neither_does_what_is_only_said()
    {
        var matrix = Matrix(
            [.. Said.Tables.Hypotheses.Select(row => Link(row.Key, Tubes[0], "consistent")), Link("H3", Tubes[1], "inconsistent"), Link("H1", Tubes[1], "consistent"), .. Said.Tables.Hypotheses.Select(row => Link(row.Key, Tubes[2], "inconsistent"))]);
        Assert.Equal([false, true, false], matrix.Together.Items.Select(item => item.Decides));
        Assert.Equal(["H3"], matrix.Together.Items[1].Against);

        var absent = new AbsenceRecorded(Said.Id(30), "ABS", Incident, "a crater", false, null, null, null, null);
        Assert.False(Matrix([absent, Link("H1", Said.Id(30), "inconsistent")]).Together.Items.Single().Decides);
        Assert.False(Matrix([absent with { Sought = true, How = "on foot" }, Link("H1", Said.Id(30), "inconsistent")]).Together.Items.Single().Decides);
        Assert.True(Matrix([absent with { Sought = true, How = "on foot", By = Team }, Link("H1", Said.Id(30), "inconsistent")]).Together.Items.Single().Decides);
    }

    [Fact]
    public void All_that_was_found_in_one_sample_is_one_body_of_evidence()
    {
        var matrix = Matrix([Link("H3", Tubes[0], "inconsistent"), Link("H3", Said.Id(13), "inconsistent"), Link("H3", Said.Id(20), "inconsistent"), Link("H5", Tubes[1], "inconsistent"), Link("H5", Tubes[2], "inconsistent")]);
        Assert.Equal((1, 2), (Standing(matrix, "H3").Against.Length, Standing(matrix, "H5").Against.Length));
        Assert.Equal((1, 6, 7), (Standing(matrix, "H1").Place, Standing(matrix, "H3").Place, Standing(matrix, "H5").Place));
    }

    [Fact]
    public void Two_analysts_stay_two_and_where_they_differ_neither_counts()
    {
        var state = Said.State([.. Setting, Link("H3", Tubes[0], "inconsistent"), Link("H6", Tubes[0], "inconsistent")]);
        foreach (var link in new[] { Link("H3", Tubes[0], "consistent"), Link("H6", Tubes[0], "inconsistent") })
        {
            Assert.NotEqual("evidence/linked", Rules.Judge(state, new(Second, "analyst", null), link)?.Code);
            Assert.Equal("evidence/linked", Rules.Judge(state, new(Said.Owner, "analyst", null), link)?.Code);
            var entry = Said.Entry(state.Entries.Count, link);
            state = state.Then(entry with { Envelope = entry.Envelope with { By = [Second] } });
        }

        var matrix = HypothesisMatrix.Of(Facts(state));
        Assert.Equal(2, matrix.Analysts.Length);
        var differs = Assert.Single(matrix.Differences);
        Assert.Equal(("H3", 2), (differs.Hypothesis, differs.Marks.Length));
        Assert.Empty(Standing(matrix, "H3").Against);
        Assert.Single(Standing(matrix, "H6").Against);
        Assert.Equal([1, 0], matrix.Analysts.Select(analyst => analyst.Standing.Single(one => one.Key == "H3").Against.Length));
        Assert.Empty(Core.Cases.Conflicts.Of(state));
    }

    [Fact]
    public void One_item_that_carries_the_order_is_named_and_many_hide_it()
    {
        var alone = Matrix([Link("H1", Tubes[0], "consistent"), .. new[] { "H2", "H3", "H4", "H5", "H6", "H7" }.Select(key => Link(key, Tubes[0], "inconsistent"))]);
        var hangs = Assert.Single(alone.Together.Sensitive);
        Assert.Equal(["H1"], hangs.First);
        Assert.Equal(7, hangs.FirstWithout.Length);
        var several = Matrix([.. Tubes.SelectMany(tube => new[] { "H2", "H3", "H4", "H5", "H6", "H7" }.Select(key => Link(key, tube, "inconsistent")))]);
        Assert.Empty(several.Together.Sensitive);
    }

    [Fact]
    public void The_order_of_the_records_changes_no_place() => Gen.Shuffle(Marks).Sample(marks =>
    {
        static IEnumerable<string> Places(HypothesisMatrix matrix) => matrix.Together.Standing.Select(one => $"{one.Key} {one.Place} {one.Against.Length} {one.For.Length}").Order(StringComparer.Ordinal);
        Assert.Equal(Places(Matrix(Marks)), Places(Matrix(marks)));
    }, iter: 50);

    [Fact]
    public void A_finding_above_the_ceiling_is_adopted_only_where_a_second_person_took_that_on()
    {
        var finding = new FindingProposed(Said.Id(40), Incident, "OPCW_FFM", "likely", [Tubes[0]], [], "none");
        var state = Said.State([.. Setting, finding]);
        var review = new FindingReviewed(finding.Finding, "adopted", "seen");
        Refused? Judge(CaseState one) => CeilingRule.Judge(one, Said.Tables, [], review);
        Assert.Equal("finding/above-ceiling", Judge(state)?.Code);
        Assert.Null(CeilingRule.Judge(state, Said.Tables, [], review with { Verdict = "rejected" }));
        Assert.Null(Judge(Said.State([.. Setting, finding with { Wording = "cannot-determine" }])));

        var over = new CeilingOverridden(finding.Finding, "cannot-determine", "held elsewhere");
        Assert.Equal("finding/own-override", Rules.Judge(state, new(Said.Owner, "owner", null), over)?.Code);
        Assert.Null(Rules.Judge(state, new(Second, "reviewer", null), over));
        Assert.Equal("finding/no-reason", Rules.Judge(state, new(Second, "reviewer", null), over with { Reason = "" })?.Code);

        // By the proposer's own key it changes nothing, even where a merged log holds it.
        Assert.Equal("finding/above-ceiling", Judge(state.Then(Said.Entry(99, over)))?.Code);
        var entry = Said.Entry(99, over);
        Assert.Null(Judge(state.Then(entry with { Envelope = entry.Envelope with { By = [Second] } })));
    }

    [Fact]
    public void A_later_finding_takes_the_place_of_an_earlier_one_once_it_is_adopted()
    {
        Entry By(KeyName key, long at, Statement said) => Said.Entry(at, said) is var entry ? entry with { Envelope = entry.Envelope with { By = [key] } } : entry;
        FindingProposed first = new(Said.Id(40), Incident, "OPCW_FFM", "cannot-determine", [], [], "none"), later = first with { Finding = Said.Id(41), Supersedes = first.Finding };
        var state = Said.State([.. Setting, first]).Then(By(Second, 90, new FindingReviewed(first.Finding, "adopted", "seen")));
        Assert.True(state.Findings.Find(first.Finding)!.Stands);
        Assert.Equal("finding/stands", Rules.Judge(state, new(Said.Owner, "owner", null), later with { Supersedes = null })?.Code);
        Assert.Null(Rules.Judge(state, new(Said.Owner, "owner", null), later));
        state = state.Then(Said.Entry(91, later));
        Assert.True(state.Findings.Find(first.Finding)!.Stands);
        state = state.Then(By(Second, 92, new FindingReviewed(later.Finding, "adopted", "seen")));
        Assert.Equal(("superseded", true), (state.Findings.Find(first.Finding)!.Standing, state.Findings.Find(later.Finding)!.Stands));
    }

    [Fact]
    public void A_drafted_limitation_says_each_need_of_stronger_words_once()
    {
        var ceiling = CaseAssessment.CeilingsOf(Facts(Said.State(Setting))).Single(one => one.Route == "OPCW_FFM");
        var drafted = Limitations.Draft(ceiling, ceiling.Wording, Said.Tables.Conditions);
        Assert.Equal(ceiling.Rungs.SelectMany(rung => rung.Needs).Where(need => !need.Result.Met).Select(need => need.Need).Distinct().Count(), drafted.Length);
        Assert.Contains(drafted, one => one.ToString() == "Wanting: a substance confirmed by one laboratory; no laboratory has confirmed a substance; the highest level is L2 provisional.");
    }

    [Fact]
    public void The_leaf_that_moved_a_ceiling_is_found()
    {
        Statement[] said = [.. Setting, new PartyDescribed(Said.Id(50), "a stranger", null, null, null, null), new CasualtyRecorded(Said.Id(51), Incident, "K", null, null, null, null, null, null, [new("cough", "10 min", null)], null, Team, null)];
        var state = Said.State(said);
        var looked = 0;
        var moved = AssessmentChanges.Between(Setting.Length, said.Length, size =>
        {
            looked++;
            return CaseAssessment.CeilingsOf(Facts(CaseState.Of(state.Entries.Where(entry => entry.Index < size))));
        });
        Assert.All(moved, one => Assert.Equal(said.Length - 1, one.Leaf));
        var ffm = Assert.Single(moved, one => one.Route == "OPCW_FFM");
        Assert.Equal(("cannot-determine", "cannot-determine"), (ffm.Before?.Key, ffm.After?.Key));
        Assert.Equal(["casualties-recorded", "signs-consistent"], ffm.Met.Order(StringComparer.Ordinal));
        Assert.InRange(looked, 2, 3);
        Assert.Empty(AssessmentChanges.Between(3, 3, _ => throw new InvalidOperationException()));
    }

    private static readonly EvidenceLinked[] Marks =
        [Link("H1", Tubes[0], "consistent"), Link("H3", Tubes[0], "inconsistent"), Link("H3", Tubes[1], "inconsistent"), Link("H6", Said.Id(20), "inconsistent"), Link("H7", Tubes[2], "neutral"), Link("H5", Tubes[2], "consistent")];

    private static EvidenceLinked Link(string hypothesis, EntityId item, string bearing) => new(Incident, hypothesis, item, bearing, "a reason");

    private static HypothesisMatrix Matrix(IEnumerable<Statement> said) => HypothesisMatrix.Of(Facts(Said.State([.. Setting, .. said])));

    private static IncidentFacts Facts(CaseState state) => IncidentFacts.Of(new(state, Said.Tables, []), state.Incidents.Incidents[0]);

    private static StandingHypothesis Standing(HypothesisMatrix matrix, string key) => matrix.Together.Standing.Single(one => one.Key == key);
}
