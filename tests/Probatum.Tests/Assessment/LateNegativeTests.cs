using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Assessment;

public sealed class LateNegativeTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId Tube = Said.Id(2);
    private static readonly EntityId One = Said.Id(3);
    private static readonly EntityId Other = Said.Id(4);

    [Theory]
    [InlineData("IMPA", "BIO_URINE", "2031-02-01", true)]
    [InlineData("isopropyl methylphosphonic acid", "BIO_URINE", "2031-01-10", false)]
    [InlineData("IMPA", "ENV_SOIL", "2031-02-01", false)]
    [InlineData("IMPA", "ENV_WATER", "2031-12-01", false)]
    [InlineData("chloride ion", "ENV_SOIL", "2035-01-01", false)]
    [InlineData("something else", "BIO_URINE", "2031-02-01", false)]
    [InlineData("IMPA", "QC_FIELD_BLANK", "2031-12-01", false)]
    public void A_not_found_is_uninformative_when_the_marker_cannot_last_that_long(string substance, string matrix, string collected, bool late)
    {
        var word = Assert.Single(Together(matrix, collected, Result(One, substance, "not-found", null)).Words);
        Assert.Equal(late, word.Late is { AtCollection: true });
    }

    [Fact]
    public void A_result_that_was_reported_late_says_that_its_storage_is_not_on_record()
    {
        var word = Assert.Single(Together("BIO_URINE", "2031-01-02", Result(One, "IMPA", "not-found", "2031-03-01")).Words);
        Assert.Contains("reported 58 days or more after the incident", word.Late!.Words, StringComparison.Ordinal);
        Assert.Contains("stored is not on record", word.Late.Words, StringComparison.Ordinal);
        Assert.Contains("unverified", word.Late.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_late_negative_alone_makes_no_disagreement_but_one_beside_a_later_find_does()
    {
        Assert.False(Together("BIO_URINE", "2031-01-02", Result(One, "IMPA", "found", "2031-01-05"), Result(Other, "IMPA", "not-found", "2031-03-01")).Disagreement);
        Assert.True(Together("BIO_URINE", "2031-01-02", Result(One, "IMPA", "found", "2031-03-01"), Result(Other, "IMPA", "not-found", "2031-02-20")).Disagreement);
        Assert.True(Together("BIO_URINE", "2031-01-02", Result(One, "IMPA", "found", "2031-01-05"), Result(Other, "IMPA", "not-found", "2031-01-06")).Disagreement);
    }

    [Fact]
    public void Without_times_or_without_the_table_nothing_is_called_late()
    {
        Assert.Null(Assert.Single(Together("BIO_URINE", null, Result(One, "IMPA", "not-found", null)).Words).Late);
        Assert.Null(Assert.Single(Assert.Single(SubstanceLevels.Of(
            State("BIO_URINE", "2031-12-01", Result(One, "IMPA", "not-found", null)), Said.Tables with { Markers = null })).Words).Late);
    }

    private static SubstanceInSample Together(string matrix, string? collected, params Statement[] results) =>
        Assert.Single(SubstanceLevels.Of(State(matrix, collected, results), Said.Tables));

    private static CaseState State(string matrix, string? collected, params Statement[] results) => Said.State(
    [
        new PartyDescribed(One, "one", "laboratory", null, null, null), new PartyDescribed(Other, "other", "laboratory", null, null, null),
        new IncidentOpened(Incident, "I-1", "an event", Said.At("2031-01-01"), null),
        new SampleCollected(Tube, Incident, "S", matrix, null, collected is null ? null : Said.At(collected), null, null, null, null, [], null), .. results,
    ]);

    private static ResultReported Result(EntityId lab, string substance, string outcome, string? when) =>
        new(null, Tube, lab, substance, outcome, ["GC_EI_MS", "LC_MSMS"], true, true, null, when is null ? null : Said.At(when), null);
}
