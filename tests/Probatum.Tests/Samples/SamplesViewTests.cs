using CsCheck;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Samples;

public sealed class SamplesViewTests
{
    private static readonly EntityId Team = Said.Id(1);
    private static readonly EntityId Lab = Said.Id(2);
    private static readonly EntityId Stranger = Said.Id(3);
    private static readonly EntityId Tube = Said.Id(10);

    [Fact]
    public void A_sample_collected_handed_over_split_and_opened_in_order_has_no_anomaly_nor_has_its_aliquot()
    {
        var samples = Said.State(
            Collected(Tube, "S-09", "12.5 g"), Moved(Tube, Team, Lab, "100"), Split(Tube, Lab, "100", ("S-09/a", "6 g"), ("S-09/b", "6 g")),
            Opened(Said.Id(11), Lab, "S-09/a")).Samples;
        Assert.All(samples.All, sample => Assert.Empty(sample.Chain.Anomalies));
        Assert.All(samples.All, sample => Assert.Equal(Assurance.Direct, sample.Chain.Assurance(Said.Tables.Anomalies)));
        Assert.Equal(["S-09", "S-09/a", "S-09/b"], samples.All.Select(sample => sample.Label));
    }

    [Fact]
    public void An_aliquot_inherits_the_history_and_the_oddities_of_its_sample_up_to_the_split()
    {
        var samples = Said.State(
            Collected(Tube, "S-09", "12.5 g"), Moved(Tube, Stranger, Lab, "999"), Split(Tube, Lab, "999", ("a", "6 g")), Moved(Tube, Lab, Team, "1")).Samples;
        var (parent, aliquot) = (samples.Samples[Tube], samples.Samples[Said.Id(11)]);
        Assert.Equal([Anomaly.WrongCustodian, Anomaly.SealMismatch], Kinds(aliquot));
        Assert.Equal([Anomaly.WrongCustodian, Anomaly.SealMismatch, Anomaly.TimeReversed], Kinds(parent));
        Assert.Equal((Tube, (EntityId?)Tube), (aliquot.Root, aliquot.Parent));
        Assert.Equal(parent.Chain.Links.Take(2), aliquot.Chain.Links.Take(2));
        Assert.Equal("a", aliquot.Chain.Seal);
    }

    [Fact]
    public void Two_samples_of_one_label_both_say_so_and_no_other()
    {
        var samples = Said.State(Collected(Tube, "S-09"), Collected(Said.Id(20), "S-10"), Collected(Said.Id(21), "S-09"), Collected(Said.Id(22), "S-09")).Samples;
        Assert.Equal(
            [[Anomaly.DuplicateLabel], [], [Anomaly.DuplicateLabel], [Anomaly.DuplicateLabel]], samples.All.Select(Kinds));
    }

    [Theory]
    [InlineData("12 g", new[] { "6 g", "6 g" }, false)]
    [InlineData("12 g", new[] { "6 g", "6.1 g" }, true)]
    [InlineData("12 g", new[] { "7 g" }, false)]
    [InlineData("12 g", new[] { "13 ml" }, false)]
    [InlineData("some", new[] { "13 g" }, false)]
    [InlineData("12 g", new[] { "79228162514264337593543950335 g", "79228162514264337593543950335 g" }, false)]
    public void Aliquots_that_are_more_than_the_sample_was_are_an_anomaly(string whole, string[] parts, bool odd)
    {
        var samples = Said.State(Collected(Tube, "S", whole), Split(Tube, Team, "100", [.. parts.Select((part, i) => ($"{i}", (string?)part))])).Samples;
        Assert.Equal(odd ? [Anomaly.QuantityMismatch] : [], Kinds(samples.Samples[Tube]));
        Assert.Equal(odd ? [Anomaly.QuantityMismatch] : [], Kinds(samples.Samples[Said.Id(11)]));
    }

    [Fact]
    public void Two_splits_that_together_take_more_than_there_was_are_noticed_at_the_second()
    {
        var second = new SampleSplit(Tube, Team, Said.At("2016-11-15"), "1", "2", [new(Said.Id(30), "c", "8 g", "c")]);
        var samples = Said.State(Collected(Tube, "S", "12 g"), Split(Tube, Team, "100", ("a", "8 g")), second).Samples;
        Assert.Empty(Kinds(samples.Samples[Said.Id(11)]));
        Assert.Equal([Anomaly.QuantityMismatch], Kinds(samples.Samples[Said.Id(30)]));
    }

    [Fact]
    public void What_nobody_collected_is_shown_and_a_late_record_of_its_collection_is_no_second_one()
    {
        var paper = Paper(Tube, Team, Lab);
        var alone = Said.State(paper).Samples;
        Assert.Equal(Anomaly.NotCollected, Assert.Single(alone.All).Chain.Anomalies[0].What);
        var late = Said.State(paper, Collected(Tube, "S-09", "3 g")).Samples.Samples[Tube];
        Assert.DoesNotContain(Anomaly.CollectedTwice, Kinds(late));
        Assert.Contains(Anomaly.NotCollected, Kinds(late));
        Assert.Equal(("S-09", "3 g"), (late.Label, late.Quantity));
    }

    [Fact]
    public void A_split_into_what_is_on_record_already_makes_no_circle_and_is_an_anomaly()
    {
        var other = Said.Id(40);
        var samples = Said.State(
            Collected(Tube, "S"), Split(Tube, Team, "100", ("a", "1 g")),
            new SampleSplit(Said.Id(11), Team, null, null, null, [new(Tube, "back", null, null), new(Said.Id(11), "self", null, null)]),
            new SampleSplit(other, Team, null, null, null, [new(other, "self", null, null)])).Samples;
        Assert.Empty(samples.Samples[Said.Id(11)].Aliquots);
        Assert.Empty(samples.Samples[other].Aliquots);
        Assert.Contains(Anomaly.CollectedTwice, Kinds(samples.Samples[Tube]));
    }

    [Fact]
    public void Only_what_the_mandated_team_saw_is_collected_directly() =>
        Assert.Equal(
            [Assurance.Direct, Assurance.Direct, Assurance.Reported, Assurance.Reported, Assurance.Reported, Assurance.Reported, Assurance.Gap, Assurance.Gap],
            new[] { "TEAM_COLLECTED", "COLLECTED_IN_TEAM_PRESENCE", "STATE_HANDOVER", "STATE_VIA_STATE", "THIRD_PARTY_HANDOVER", "CLAIMANT_HELD", "UNKNOWN", null }
                .Select(SamplesView.OfOrigin));

    [Fact]
    public void A_live_hand_over_by_whoever_does_not_hold_the_sample_is_refused()
    {
        var state = Said.State(Party(Team, "team"), Party(Lab, "lab"), Collected(Tube, "S-09"));
        var owner = new Actor(Said.Owner, "owner", null);
        Assert.Equal("custody/wrong-custodian", Rules.Judge(state, owner, Moved(Tube, Lab, Team, "100"))?.Code);
        Assert.Equal("custody/wrong-custodian", Rules.Judge(state, owner, Opened(Tube, Lab, "100"))?.Code);
        Assert.Equal("custody/wrong-custodian", Rules.Judge(state, owner, Split(Tube, Lab, "100", ("a", null)))?.Code);
        Assert.Equal("custody/same-party", Rules.Judge(state, owner, Moved(Tube, Team, Team, "100"))?.Code);
        Assert.Equal("sample/unknown", Rules.Judge(state, owner, Moved(Said.Id(99), Team, Lab, "100"))?.Code);
        Assert.Equal("sample/aliquot-twice", Rules.Judge(state, owner, new SampleSplit(Tube, Team, null, null, null, [new(Tube, "x", null, null)]))?.Code);
        Assert.Equal("sample/no-aliquots", Rules.Judge(state, owner, Split(Tube, Team, "100"))?.Code);
        Assert.Null(Rules.Judge(state, owner, Moved(Tube, Team, Lab, "wrong seal")));
    }

    [Fact]
    public void A_hand_over_on_paper_is_recorded_whatever_it_says_and_what_does_not_fit_is_an_anomaly()
    {
        var paper = Paper(Tube, Stranger, Lab) with { Paper = null };
        var state = Said.State(Collected(Tube, "S-09"));
        Assert.Null(Rules.Judge(state, new(Said.Owner, "registrar", null), paper));
        Assert.Null(Rules.Judge(CaseState.Empty, new(Said.Owner, "registrar", null), paper));
        var sample = state.Then(Said.Entry(1, paper)).Samples.Samples[Tube];
        Assert.Equal([Anomaly.WrongCustodian, Anomaly.NoForm], Kinds(sample));
        Assert.Equal(Lab, sample.Chain.Custodian);
    }

    [Fact]
    public void A_prefix_and_then_the_rest_is_the_whole_state_corrections_among_them() =>
        Records.SelectMany(said => Gen.Int[0, said.Length], (said, at) => (said, at)).Sample(
            (said, at) =>
            {
                var entries = said.Select((one, i) => Said.Entry(i, one.Said, corrects: one.Corrects % Math.Max(1, i) is var first && i > 0 && one.Corrects >= 0
                    && said[first].Said.Kind == one.Said.Kind ? first : null)).ToList();
                var whole = CaseState.Of(entries).Samples;
                var parts = entries.Skip(at).Aggregate(CaseState.Of(entries.Take(at)), (state, entry) => state.Then(entry)).Samples;
                Assert.Equal(Shown(whole), Shown(parts));
            },
            iter: 300);

    internal static SampleCollected Collected(EntityId id, string label, string? quantity = null) => new(
        id, null, label, "ENV_SOIL", quantity, Said.At("2016-11-13T09:00:00Z"), null, Team, "100", "TEAM_COLLECTED", [], null);

    [Fact]
    public void What_is_left_and_what_was_given_away_is_never_more_than_there_was_and_more_says_so() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 9_000]).Array[0, 8].Sample(acts =>
        {
            var (said, given) = (new List<Statement> { Collected(Tube, "S-09", "12 g") }, 0);
            foreach (var ((isSplit, milligrams), i) in acts.Select((act, i) => (act, i)))
            {
                given += milligrams;
                said.Add(isSplit
                    ? new SampleSplit(Tube, Team, Said.At("2016-11-15"), "100", "100", [new Aliquot(Said.Id(100 + i), $"part {i}", $"{milligrams} mg", null)])
                    : new SampleDisposed(Tube, Team, "used", Said.At("2016-11-15"), $"{milligrams} mg", null, "100", "100", [], null, null));
            }

            var (state, sample) = (Said.State([.. said]).Samples, Said.State([.. said]).Samples.Samples[Tube]);
            var left = Amount.Read(state.Remaining(sample))!.Value.Smallest / 1000;
            Assert.Equal(Math.Max(0, 12_000 - given), left);
            Assert.Equal(given > 12_000, Kinds(sample).Contains(Anomaly.QuantityMismatch));
        });

    private static readonly Gen<(Statement Said, int Corrects)[]> Records = Gen.Select(
        Gen.Int[0, 4], Gen.Int[10, 14], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[-3, 8]).Select((kind, sample, from, to, corrects) => (kind switch
        {
            0 => (Statement)Collected(Said.Id(sample), $"S{sample % 4}", "5 g"),
            1 => Moved(Said.Id(sample), Said.Id(from), Said.Id(to), "100"),
            2 => Paper(Said.Id(sample), Said.Id(from), Said.Id(to)),
            3 => Opened(Said.Id(sample), Said.Id(from), "100"),
            _ => Split(Said.Id(sample), Said.Id(from), "100", ("a", "4 g"), ("b", "4 g")),
        }, corrects)).Array[0, 12];

    private static string Shown(SamplesView view) => string.Join('\n', view.All.Select(sample =>
        $"{sample.Id} {sample.Root} {sample.Label} {sample.Quantity} {sample.Chain.Custodian} {sample.Chain.Seal} "
        + string.Join(' ', sample.Chain.Links.Select(link => link.Index)) + " " + string.Join(' ', Kinds(sample)) + string.Join(' ', sample.Aliquots)));

    private static IEnumerable<Anomaly> Kinds(SampleView sample) => sample.Chain.Anomalies.Select(one => one.What);

    private static PartyDescribed Party(EntityId id, string name) => new(id, name, null, null, null, null);

    private static CustodyTransferred Moved(EntityId sample, EntityId from, EntityId to, string? found) =>
        new(sample, from, to, Said.At("2016-11-14"), null, found, null, null, null);

    private static CustodyReported Paper(EntityId sample, EntityId from, EntityId to) =>
        new(sample, from, to, Said.At("2016-11-14"), null, "100", null, null, null, new Blob(new string('0', 64), 1, "image/png"));

    private static SampleOpened Opened(EntityId sample, EntityId by, string found) => new(sample, by, Said.At("2016-11-16"), found, "200", "analysis");

    private static SampleSplit Split(EntityId sample, EntityId by, string found, params (string Label, string? Quantity)[] parts) => new(
        sample, by, Said.At("2016-11-15"), found, "1",
        [.. parts.Select((part, i) => new Aliquot(Said.Id((sample == Tube ? 11 : 50) + i), part.Label, part.Quantity, part.Label))]);
}
