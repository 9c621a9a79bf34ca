using CsCheck;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Samples;

/// <summary>What only a look at a whole sample shows, and what people say to it. Source: docs/domain.md 2.8.</summary>
public sealed class CustodyReviewTests
{
    private static readonly EntityId Team = Said.Id(1);
    private static readonly EntityId Lab = Said.Id(2);
    private static readonly EntityId Incident = Said.Id(5);
    private static readonly EntityId Tube = Said.Id(10);

    [Fact]
    public void Days_that_nobody_accounts_for_are_one_and_a_storage_record_accounts_for_them()
    {
        Statement[] moved = [Collected("2031-05-04T10:00Z"), Moved("2031-05-12T10:00Z")];
        Assert.Equal([Anomaly.UnaccountedTime], Kinds(moved));
        Assert.Empty(Kinds([.. moved, Stored("2031-05-04T10:00Z/2031-05-12T09:00Z")]));
        Assert.Equal([Anomaly.UnaccountedTime], Kinds([.. moved, Stored("2031-05-04T10:00Z/2031-05-06T10:00Z")]));
    }

    [Fact]
    public void It_was_warmer_than_it_was_to_be_kept_or_with_somebody_else()
    {
        Assert.Equal([Anomaly.TemperatureExcursion], Kinds([Collected("2031-05-04T10:00Z"), Stored("2031-05-04T11:00Z/2031-05-05T10:00Z", highest: 9000)]));
        Assert.Equal([Anomaly.Overlap], Kinds([Collected("2031-05-04T10:00Z"), Stored("2031-05-04T11:00Z/2031-05-05T10:00Z", by: Lab)]));
        Assert.Empty(Kinds([Collected("2031-05-04T10:00Z"), Moved("2031-05-05T10:00Z"), Stored("2031-05-04T11:00Z/2031-05-06T10:00Z", by: Lab)]));
    }

    [Theory]
    [InlineData("2031-05-04T12:00:00Z", 500_000_000, 200_000_000)]
    [InlineData("2031-05-06T12:00:00Z", 500_000_000, 200_000_000, Anomaly.PhotoTimeContradicts)]
    [InlineData("2031-05-04T12:00:00Z", 500_100_000, 200_000_000, Anomaly.PlaceContradicts)]
    [InlineData("2031-05-04T12:00:00Z", 500_000_000, 200_060_000)]
    [InlineData("2031-05-04T12:00:00Z", 500_000_000, 200_120_000, Anomaly.PlaceContradicts)]
    public void A_photograph_of_another_time_or_place(string taken, long lat, long lon, params Anomaly[] expected)
    {
        var photo = new Photo(Blob.Of([1], "image/jpeg"), taken, lat, lon);
        var collected = Collected("2031-05-04T10:00Z") with { Where = new("the mill", 500_000_000, 200_000_000, 50), Photos = [photo] };
        Assert.Equal(expected, Kinds([collected]));
    }

    [Fact]
    public void A_form_that_was_written_days_later_a_label_that_is_another_and_an_objection()
    {
        var moved = new CustodyReported(
            Tube, Team, Lab, Said.At("2031-05-05T10:00Z"), null, "1", null, null, null, Blob.Of([1], "application/pdf"), "S-10",
            new(null, [], null, "the State's observer objects", null, null, null, null, [], Said.At("2031-05-09T10:00Z"), null, null, null));
        Assert.Equal([Anomaly.Objection, Anomaly.LateForm, Anomaly.LabelMismatch], Kinds([Collected("2031-05-04T10:00Z"), moved]));
        Assert.Equal([Anomaly.Objection, Anomaly.LateForm], Kinds([Collected("2031-05-04T10:00Z"), new BlindCodeGiven(Tube, Lab, "S-10", Team), moved]));
    }

    [Fact]
    public void A_sample_of_an_incident_without_a_control_says_so_until_one_is_there()
    {
        var sample = Collected("2031-05-04T10:00Z") with { Incident = Incident, Matrix = "ENV_SOIL" };
        var blank = Collected("2031-05-04T10:30Z") with { Sample = Said.Id(11), Label = "B-1", Incident = Incident, Matrix = "QC_FIELD_BLANK" };
        Assert.Equal([Anomaly.NoBlank], Kinds([sample]));
        Assert.Empty(Kinds([sample, blank]));
        Assert.Empty(Kinds([sample, blank with { Incident = null, ControlOf = [Tube] }]));
    }

    [Fact]
    public void A_digital_item_that_changed_and_one_that_did_not()
    {
        static CustodyTransferred With(string before, string after) => Moved("2031-05-05T10:00Z") with { Form = new(null, [], null, null, null, null, null, null, [], null, before, after, "sha256sum 9.5") };
        var item = Collected("2031-05-04T10:00Z") with { Matrix = "DIGITAL", Digest = new('a', 64) };
        Assert.Empty(Kinds([item, With(new('a', 64), new('a', 64))]));
        Assert.Equal([Anomaly.DigestMismatch], Kinds([item, With(new('a', 64), new('b', 64))]));
        Assert.Equal([Anomaly.DigestMismatch], Kinds([item, With(new('b', 64), new('b', 64))]));
    }

    [Fact]
    public void What_is_used_counts_with_the_aliquots_and_nothing_follows_the_end()
    {
        Statement[] life =
        [
            Collected("2031-05-04T10:00Z") with { Quantity = "2 g" }, new SampleSplit(Tube, Team, Said.At("2031-05-04T11:00Z"), "1", "2", [new(Said.Id(20), "S-09/A", "900 mg", "3")]),
            Used("600 mg", "2", "4"), Used("500 mg", "4", "5"),
        ];
        var state = Said.State(life[..3]);
        Assert.Equal("0.5 g", state.Samples.Remaining(state.Samples.Samples[Tube]));
        Assert.Empty(Kinds(life[..3]));
        Assert.Empty(Kinds(life));
        Assert.Equal([Anomaly.QuantityMismatch], Kinds([.. life, Used("1 mg", "5", "6")]));
        Assert.Equal([Anomaly.AfterEnd], Kinds([Collected("2031-05-04T10:00Z"), new SampleDisposed(Tube, Team, "destroyed", Said.At("2031-05-05"), null, null, "1", null, [], null, null), Moved("2031-05-06")]).Distinct());
    }

    [Fact]
    public void A_seal_that_is_read_whole_is_read_and_one_that_is_broken_says_so()
    {
        static SealChecked Read(string seal, bool intact) => new(Tube, Lab, Said.At("2031-05-05T10:00Z"), seal, intact, null, [], []);
        Assert.Empty(Kinds([Collected("2031-05-04T10:00Z"), Read("1", true)]));
        Assert.Equal([Anomaly.SealBroken], Kinds([Collected("2031-05-04T10:00Z"), Read("1", false)]));
        Assert.Equal([Anomaly.SealMismatch], Kinds([Collected("2031-05-04T10:00Z"), Read("7", true)]));
    }

    [Fact]
    public void What_is_told_is_corroborated_by_a_party_that_was_no_part_of_it_and_by_no_other()
    {
        var state = Said.State(Collected("2031-05-04T10:00Z") with { Origin = "STATE_HANDOVER" });
        var sample = state.Samples.Samples[Tube];
        Assert.Equal(Assurance.Reported, CustodyReview.Of(sample, state.Samples, Said.Tables.Anomalies).Assurance);
        var record = sample.Chain.Links[0].Record!.Value.Text;
        var support = new CustodySupported(Tube, record, Said.Id(9), "the duty log and two accounts agree", []);
        Assert.Equal("custody/own-word", SampleRules.Judge(support with { By = Team }, state, Team)?.Code);
        Assert.Equal("custody/not-speaker", SampleRules.Judge(support, state, Said.Id(8))?.Code);
        Assert.Equal("custody/no-link", SampleRules.Judge(support with { Record = "r-x" }, state, Said.Id(9))?.Code);
        Assert.Null(SampleRules.Judge(support, state, Said.Id(9)));
    }

    [Fact]
    public void An_answer_stands_beside_an_anomaly_and_changes_nothing_of_its_effect()
    {
        Statement[] odd = [Collected("2031-05-04T10:00Z"), Moved("2031-05-05T10:00Z") with { SealFound = "9" }];
        var answered = Review([.. odd, new CustodyRemarked(Tube, null, Team, null, null, "seal-mismatch", "explained", "a slip of the pen", [])]);
        Assert.Equal("a slip of the pen", Assert.Single(Assert.Single(answered.Misfits).Answers).Text);
        Assert.Equal((Assurance.Gap, Review(odd).Assurance), (answered.Assurance, Assurance.Gap));
        Assert.Equal([Anomaly.CollectorUnavailable], Kinds([Collected("2031-05-04T10:00Z"), new CustodyRemarked(Tube, null, Team, null, "collector-unavailable", null, null, "moved away", [])]));
    }

    [Fact]
    public void A_remark_never_raises_the_assurance_of_a_chain() => Gen.Select(Gen.Enum<Anomaly>(), Gen.Bool, Gen.Bool).Sample((kind, notes, moved) =>
    {
        Statement[] life = moved ? [Collected("2031-05-04T10:00Z"), Moved("2031-05-05T10:00Z")] : [Collected("2031-05-04T10:00Z")];
        var key = string.Concat($"{kind}".Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
        var remark = new CustodyRemarked(Tube, null, Team, null, notes ? key : null, notes ? null : key, notes ? null : "explained", "words", []);
        return Review([.. life, remark]).Assurance <= Review(life).Assurance;
    });

    [Fact]
    public void Parts_never_add_up_to_more_than_the_whole_without_a_word() => Gen.Int[1, 400].Array[1, 6].Sample(parts =>
    {
        List<Statement> life = [Collected("2031-05-04T10:00Z") with { Quantity = "1 g" }];
        var seal = 1;
        foreach (var part in parts)
        {
            life.Add(Used($"{part} mg", $"{seal}", $"{++seal}"));
        }

        return Kinds([.. life]).Contains(Anomaly.QuantityMismatch) == parts.Sum() > 1000;
    });

    private static SampleCollected Collected(string when) =>
        new(Tube, null, "S-09", "MUN_FRAGMENT", null, Said.At(when), null, Team, "1", "TEAM_COLLECTED", [], null);

    private static CustodyTransferred Moved(string when) => new(Tube, Team, Lab, Said.At(when), null, "1", null, null, null);

    private static SampleStored Stored(string when, EntityId? by = null, long highest = 7000) => new(Tube, by ?? Team, null, Said.At(when), 3000, highest, 2000, 8000, null, null);

    private static SampleDisposed Used(string quantity, string found, string applied) =>
        new(Tube, Team, "used", Said.At("2031-05-04T12:00Z"), quantity, null, found, applied, [], null, null);

    private static CustodyReview Review(params Statement[] life)
    {
        var samples = Said.State(life).Samples;
        return CustodyReview.Of(samples.Samples[Tube], samples, Said.Tables.Anomalies);
    }

    private static Anomaly[] Kinds(params Statement[] life) => [.. Review(life).Misfits.Select(one => one.What)];
}
