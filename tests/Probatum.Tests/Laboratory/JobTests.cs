using System.Collections.Immutable;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Laboratory;

public sealed class JobTests
{
    private static readonly EntityId Tube = Said.Id(1);
    private static readonly EntityId Blind = Said.Id(2);
    private static readonly EntityId Lab = Said.Id(3);
    private static readonly EntityId Incident = Said.Id(4);
    private static readonly EntityId Job = Said.Id(5);

    [Theory]
    [InlineData("blank", "", "", null)]
    [InlineData("blank", "", "X:not-found", true)]
    [InlineData("blank", "", "X:found", false)]
    [InlineData("background", "X", "X:found", true)]
    [InlineData("spiked", "X", "", null)]
    [InlineData("spiked", "X", "x:found", true)]
    [InlineData("spiked", "X", "X:not-found", false)]
    [InlineData("spiked", "X", "X:inconclusive", false)]
    [InlineData("spiked", "X", "X:found Y:found", false)]
    [InlineData("spiked", "X", "X:found Y:not-found", true)]
    [InlineData("spiked", "X Y", "X:found", null)]
    public void A_control_is_answered_right_wrong_or_not_yet(string sort, string expected, string answers, bool? right) =>
        Assert.Equal(right, JobReview.Answer(Control(sort, expected), Lab, State(Control(sort, expected), [.. answers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => Result(Blind, one))]))!.IsRight);

    [Theory]
    [InlineData("X:found", "X:found", true)]
    [InlineData("X:found", "X:not-found", false)]
    [InlineData("X:found", "", null)]
    [InlineData("X:found Y:found", "X:found", null)]
    public void A_duplicate_is_answered_as_the_sample_that_it_is_of(string here, string there, bool? right)
    {
        var control = Control("duplicate", "") with { Of = Tube };
        Assert.Equal(right, JobReview.Answer(control, Lab, State(
            control, [.. here.Split(' ').Select(one => Result(Blind, one)), .. there.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => Result(Tube, one))]))!.IsRight);
    }

    [Fact]
    public void No_control_ever_raises_a_level() =>
        Gen.Select(Gen.Int[0, QualityControlDeclared.Sorts.Length - 1], OneOf("", "X", "X Y"), OneOf("found", "not-found", "inconclusive"), Gen.Bool).Sample((sort, expected, outcome, job) =>
        {
            var control = Control(QualityControlDeclared.Sorts[sort], expected) with { Of = Tube };
            var good = Result(Tube, "X:found") with { Result = Said.Id(20), Job = job ? Job : null };
            Level Now(params Statement[] more) => SubstanceLevels.Of(State(null, [good, Result(Blind, $"X:{outcome}"), .. more]), Said.Tables).SelectMany(one => one.Words).First(word => word.Result == Said.Id(20)).Level;
            Assert.True(Now(control) <= Now());
        });

    [Fact]
    public void What_is_declared_a_control_is_none_of_the_incidents_samples_nor_is_what_was_found_in_it()
    {
        var split = new SampleSplit(Tube, null, null, null, null, [new(Said.Id(30), "a", null, null)]);
        var later = new SampleSplit(Said.Id(30), null, null, null, null, [new(Said.Id(31), "b", null, null)]);
        var state = State(null, [split, new QualityControlDeclared(Said.Id(30), "spiked", null, ["X"], null), later, Result(Said.Id(31), "X:found")]);
        var found = Assert.Single(SubstanceLevels.Of(state, Said.Tables));
        Assert.Equal(Said.Id(30), found.Sample);
        var facts = IncidentFacts.Of(new(state, Said.Tables, []), state.Incidents.Incidents[0]);
        Assert.Empty(facts.Substances);
        Assert.Empty(facts.InControls);
        Assert.Equal([Tube, Blind], facts.Samples.Select(sample => sample.Id));
        state = State(null, [split, new QualityControlDeclared(Said.Id(30), "blank", null, [], null), Result(Said.Id(30), "X:found")]);
        Assert.Single(IncidentFacts.Of(new(state, Said.Tables, []), state.Incidents.Incidents[0]).InControls);
    }

    [Fact]
    public void A_job_counts_what_names_it_and_what_its_laboratory_says_of_its_samples()
    {
        var split = new SampleSplit(Tube, null, null, null, null, [new(Said.Id(30), "a", null, null)]);
        var state = State(null, [split, Result(Said.Id(30), "X:found")]);
        var review = JobReview.Of(state.Laboratory.Jobs[0], state);
        Assert.Equal([Blind], review.Outstanding);
        Assert.Single(review.Results);
        Assert.Empty(JobReview.Of(state.Laboratory.Jobs[0], State(null, [Result(Tube, "X:found") with { Laboratory = Said.Id(9) }])).Results);
    }

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static QualityControlDeclared Control(string sort, string expected) => new(Blind, sort, null, [.. expected.Split(' ', StringSplitOptions.RemoveEmptyEntries)], null);

    private static ResultReported Result(EntityId sample, string said) =>
        new(null, sample, Lab, said.Split(':')[0], said.Split(':')[1], ["GC_EI_MS", "LC_MSMS"], true, true, null, null, null);

    private static CaseState State(Statement? control, ImmutableArray<Statement> more) => Said.State(
        new Statement?[]
        {
            new PartyDescribed(Lab, "lab", "laboratory", null, null, null), new IncidentOpened(Incident, "I", null, null, null), Sample(Tube, "S"), Sample(Blind, "T"),
            new LaboratoryJobOpened(Job, Lab, null, [Tube, Blind], null, [], null, null), control,
        }.OfType<Statement>().Concat(more));

    private static SampleCollected Sample(EntityId id, string label) => new(id, Incident, label, "ENV_SOIL", null, null, null, null, null, null, [], null);
}
