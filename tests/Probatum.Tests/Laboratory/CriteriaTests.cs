using System.Collections.Immutable;
using CsCheck;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Laboratory;

public sealed class CriteriaTests
{
    private static readonly EntityId Tube = Said.Id(1);
    private static readonly EntityId Lab = Said.Id(2);
    private static readonly EntityId Other = Said.Id(3);
    private static readonly EntityId Team = Said.Id(4);

    private static readonly string[] Outcomes = ["pass", "fail", "not-reported", "perhaps"];
    private static readonly string[] Keys = ["RI_TOLERANCE", "RT_TOLERANCE", "SN_MIN", "MATCH_FACTOR_MIN", "ION_RATIO_TOL", "BLANK_RULE", "BIO_RULE", "TWO_TECHNIQUES", "SMELL"];
    private static readonly string[] Techniques = ["GC_EI_MS", "LC_MSMS", "NMR", "RESULT"];

    private static readonly Gen<CriterionReported> AnyCriterion = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 8], Gen.Int[0, 3]).Select((technique, key, outcome) => new CriterionReported(Techniques[technique], Keys[key], Outcomes[outcome]));

    [Fact]
    public void What_is_not_reported_is_no_pass_and_raises_nothing() =>
        Gen.Select(AnyCriterion.Array[0, 8], Gen.Int[0, 8], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 3]).Sample((criteria, key, technique, signed, profile) =>
        {
            var before = Good([.. criteria], profile switch { 0 => null, 1 => "no such profile/1", 2 => "screening/1", _ => "designated-laboratory/1" });
            var after = before with { Criteria = before.Criteria.Add(new(Techniques[technique], Keys[key], "not-reported")) };
            Assert.True(ResultLevel.Of(after, signed, null, Said.Tables).Level <= ResultLevel.Of(before, signed, null, Said.Tables).Level);
            Assert.True(ResultLevel.Of(before, signed, null, Said.Tables).Level <= ResultLevel.Of(before with { Criteria = [], Profile = null }, signed, null, Said.Tables).Level);
            Assert.DoesNotContain(CriteriaReview.Of(before with { Criteria = [], BlanksClean = null }, null, Said.Tables).Criteria, one => one.Outcome == "pass" && one.Key != "TWO_TECHNIQUES");
        });

    [Fact]
    public void A_failed_criterion_confirms_nothing_whatever_the_profile_and_a_screening_aid_only_shows()
    {
        foreach (var profile in new[] { null, "designated-laboratory/1", "screening/1", "no such profile/1" })
        {
            Assert.Equal(Level.L2, Of(Good([new("GC_EI_MS", "RI_TOLERANCE", "fail", "34")], profile)).Level);
        }

        Assert.Equal(Level.L3, Of(Good([new("GC_EI_MS", "MATCH_FACTOR_MIN", "fail")], "designated-laboratory/1")).Level);
        Assert.Equal(Level.L2, Of(Good([new("GC_EI_MS", "RI_TOLERANCE", "pass"), new("GC_EI_MS", "RI_TOLERANCE", "fail")], "designated-laboratory/1")).Level);
    }

    [Fact]
    public void What_a_profile_asks_and_nobody_says_is_named_beside_the_level()
    {
        var level = Of(Good([new("GC_EI_MS", "RI_TOLERANCE", "pass", "3")], "designated-laboratory/1"));
        Assert.Equal(Level.L3, level.Level);
        Assert.Contains("not reported of designated-laboratory/1: RT_TOLERANCE (GC_EI_MS), RT_TOLERANCE (LC_MSMS)", level.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("RI_TOLERANCE", level.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("BIO_RULE", level.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("TWO_TECHNIQUES", level.Why, StringComparison.Ordinal);
        Assert.Contains("none of the case's tables", Of(Good([], "no such profile/1")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_for_biomedical_samples_is_asked_of_those()
    {
        foreach (var matrix in new[] { "BIO_URINE", "ENV_SOIL" })
        {
            var state = Said.State(new SampleCollected(Tube, null, "S", matrix, null, null, null, null, null, null, [], null));
            Assert.Equal(matrix == "BIO_URINE", CriteriaReview.Of(Good([], "designated-laboratory"), state, Said.Tables).Criteria.Any(one => one is { Key: "BIO_RULE", IsMissing: true }));
        }
    }

    [Fact]
    public void A_laboratory_that_no_record_brings_the_sample_to_confirms_nothing()
    {
        Statement[] setting =
        [
            new PartyDescribed(Lab, "one", "laboratory", null, null, null), new PartyDescribed(Other, "other", "laboratory", null, null, null), new PartyDescribed(Team, "team", null, null, null, null),
            new SampleCollected(Tube, null, "S", "ENV_SOIL", null, null, null, Team, null, null, [], null), Good([], null), Good([], null) with { Laboratory = Other, Result = Said.Id(11) },
        ];
        Assert.Equal(Level.L2, Assert.Single(SubstanceLevels.Of(Said.State(setting), Said.Tables)).Level);
        Statement[] moved = [.. setting, Moved(Team, Lab), Moved(Lab, Other)];
        Assert.Equal(Level.L4, Assert.Single(SubstanceLevels.Of(Said.State(moved), Said.Tables)).Level);
        Assert.Contains(ResultReview.Of(Said.Id(10), Said.State(setting), Said.Tables)!.Remarks(Said.State(setting), Said.Tables), remark => remark.Contains("no record says that one held S", StringComparison.Ordinal));
    }

    [Fact]
    public void Agreement_is_the_same_whoever_comes_first_and_of_one_laboratory_there_is_none() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 2]).Array[0, 6].Sample(pairs =>
        {
            var words = pairs.Select(pair => (Said.Id(pair.Item1), pair.Item2 switch { 0 => "found", 1 => "not-found", _ => "inconclusive" })).ToList();
            var agreement = LaboratoryComparison.AgreementOf(words);
            Assert.Equal(agreement, LaboratoryComparison.AgreementOf(Enumerable.Reverse(words)));
            Assert.Equal(agreement, LaboratoryComparison.AgreementOf(words.Select(word => (word.Item1 == Said.Id(1) ? Said.Id(2) : word.Item1 == Said.Id(2) ? Said.Id(1) : word.Item1, word.Item2))));
            Assert.False(agreement is Agreement.AgreeFound or Agreement.AgreeNotFound && words.Where(word => word.Item2 != "inconclusive").Select(word => word.Item1).Distinct().Count() < 2);
        });

    [Theory]
    [InlineData("2031-05-03T10:00Z", "2031-05-04T12:00Z", "26 hours")]
    [InlineData("2031-05-03", "2031-05-04", "0 to 47 hours")]
    [InlineData("2031-05-01T00:00Z", "2031-06-10", "40 days")]
    [InlineData("2031-05-04T12:00Z", "2031-05-03T10:00Z", "before it, as told")]
    public void Elapsed_time_is_as_wide_as_what_was_told(string from, string to, string words) =>
        Assert.Equal(words, Elapsed.Between(Said.At(from), Said.At(to))!.Words);

    [Fact]
    public void Of_a_time_that_nobody_knows_nothing_has_elapsed()
    {
        Assert.Null(Elapsed.Between(When.NotKnown("no"), Said.At("2031-05-03")));
        Assert.Null(Elapsed.Between(Said.At("2031-05-03"), null));
    }

    private static ResultLevel Of(ResultReported result) => ResultLevel.Of(result, true, null, Said.Tables);

    private static CustodyReported Moved(EntityId from, EntityId to) => new(Tube, from, to, null, null, null, null, null, null, null);

    private static ResultReported Good(ImmutableArray<CriterionReported> criteria, string? profile) =>
        new(Said.Id(10), Tube, Lab, "X", "found", ["GC_EI_MS", "LC_MSMS"], true, true, null, null, null, Profile: profile, Criteria: criteria);
}
