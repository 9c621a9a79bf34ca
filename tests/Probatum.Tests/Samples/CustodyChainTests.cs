using CsCheck;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Samples;

public sealed class CustodyChainTests
{
    /// <summary>Papers without a fault: collected, then handed over, opened and split in order, a new seal at each opening.</summary>
    private static readonly Gen<CustodyLink[]> Papers = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 600]).Array[0, 9].Select(Written);

    [Fact]
    public void Clean_papers_show_nothing_odd() =>
        Papers.Sample(papers => CustodyChain.Of(papers) is { Anomalies.IsEmpty: true } chain && chain.Assurance(Said.Tables.Anomalies) == Assurance.Direct);

    [Fact]
    public void Leaving_out_any_link_but_the_last_opens_a_gap() =>
        Papers.Where(papers => papers.Length > 1)
            .SelectMany(papers => Gen.Int[0, papers.Length - 2], (papers, lost) => papers.Where((_, i) => i != lost))
            .Sample(papers => CustodyChain.Of(papers).Assurance(Said.Tables.Anomalies) == Assurance.Gap);

    [Fact]
    public void A_prefix_and_then_the_rest_is_the_whole() =>
        Papers.SelectMany(papers => Gen.Shuffle(papers)).SelectMany(papers => Gen.Int[0, papers.Length], (papers, at) => (papers, at)).Sample((papers, at) =>
        {
            var whole = CustodyChain.Of(papers);
            var parts = papers[at..].Aggregate(CustodyChain.Of(papers[..at]), (chain, link) => chain.Then(link));
            return whole.Links.SequenceEqual(parts.Links) && whole.Anomalies.SequenceEqual(parts.Anomalies)
                && (whole.Custodian, whole.Seal, whole.At) == (parts.Custodian, parts.Seal, parts.At);
        });

    [Fact]
    public void The_weakest_link_counts_and_an_anomaly_lowers_it_as_its_row_says() =>
        Gen.Select(Gen.Enum<Assurance>().Array[1, 6], Gen.Enum<Anomaly>().Array[0, 4]).Sample((links, odd) =>
        {
            var chain = CustodyChain.Of(links.Select((assurance, i) => (CustodyLink)(i == 0
                ? new Collection(0, At(0), assurance, Said.Id(1), "1")
                : new HandOver(i, At(i), assurance, Said.Id(i), Said.Id(i + 1), "1", null, true))));
            chain = odd.Aggregate(chain, (all, what) => all.With(what));
            var expected = links.Concat(odd.Select(what => Said.Tables.Anomalies.AtMost(what))).Min();
            Assert.Equal(expected, chain.Assurance(Said.Tables.Anomalies));
        });

    [Fact]
    public void A_kind_of_anomaly_that_has_no_row_leaves_a_gap_and_every_kind_has_one()
    {
        Assert.Equal(Assurance.Gap, new AnomalyTable(System.Collections.Immutable.ImmutableDictionary<Anomaly, (Assurance, string, long?)>.Empty).AtMost(Anomaly.NoForm));
        Assert.Equal(Enum.GetValues<Anomaly>().Order(), Said.Tables.Anomalies.Rows.Keys.Order());
    }

    [Fact]
    public void A_chain_of_nothing_is_a_gap() => Assert.Equal(Assurance.Gap, CustodyChain.Empty.Assurance(Said.Tables.Anomalies));

    [Theory]
    [InlineData("100", 1)]
    [InlineData("101", 1)]
    [InlineData("102", 2)]
    public void One_misreading_of_a_seal_is_told_once_and_a_further_one_anew(string next, int mismatches)
    {
        CustodyLink[] links =
        [
            new Collection(0, At(0), Assurance.Direct, Said.Id(1), "100"), new HandOver(1, At(1), Assurance.Reported, Said.Id(1), Said.Id(2), "101", null, true),
            new HandOver(2, At(2), Assurance.Reported, Said.Id(2), Said.Id(3), next, null, true),
        ];
        Assert.Equal(mismatches, CustodyChain.Of(links).Anomalies.Count(one => one.What == Anomaly.SealMismatch));
    }

    [Fact]
    public void A_seal_that_is_another_a_seal_not_read_and_a_stranger_at_the_seal_are_told_apart()
    {
        var collected = new Collection(0, At(0), Assurance.Direct, Said.Id(1), "100");
        Odd(collected, new HandOver(1, At(1), Assurance.Direct, Said.Id(1), Said.Id(2), "101", null, true), Anomaly.SealMismatch);
        Odd(collected, new HandOver(1, At(1), Assurance.Direct, Said.Id(1), Said.Id(2), null, null, true), Anomaly.SealNotRead);
        Odd(collected, new HandOver(1, At(1), Assurance.Reported, Said.Id(3), Said.Id(2), "100", null, true), Anomaly.WrongCustodian);
        Odd(collected, new Opening(1, At(1), Assurance.Direct, Said.Id(3), "100", "200"), Anomaly.WrongCustodian);
        Odd(collected, new HandOver(1, At(1), Assurance.Reported, Said.Id(1), Said.Id(2), "100", null, false), Anomaly.NoForm);
        Odd(collected, new HandOver(1, null, Assurance.Reported, Said.Id(1), Said.Id(2), "100", null, true), Anomaly.TimeUnknown);
        Odd(collected, new HandOver(1, When.NotKnown("the form is torn"), Assurance.Reported, Said.Id(1), Said.Id(2), "100", null, true), Anomaly.TimeUnknown);
        Odd(collected, new HandOver(1, At(-1), Assurance.Reported, Said.Id(1), Said.Id(2), "100", null, true), Anomaly.TimeReversed);
        Odd(collected, new Collection(1, At(1), Assurance.Direct, Said.Id(1), "100"), Anomaly.CollectedTwice);
        Odd(collected, new Refusal(1, At(1), Assurance.Direct, Said.Id(2)), Anomaly.Refused);
        Odd(collected, new Division(1, At(1), Assurance.Direct, Said.Id(1), "100", "200", true), Anomaly.QuantityMismatch);
    }

    [Fact]
    public void A_refused_hand_over_leaves_custodian_and_seal_as_they_were()
    {
        var collected = new Collection(0, At(0), Assurance.Direct, Said.Id(1), "100");
        var chain = CustodyChain.Of([collected, new Refusal(1, At(1), Assurance.Direct, Said.Id(2))]);
        Assert.Equal((Said.Id(1), "100"), (chain.Custodian, chain.Seal));
        Assert.Equal(Assurance.Direct, chain.Assurance(Said.Tables.Anomalies));
    }

    [Fact]
    public void A_day_without_an_hour_fits_an_hour_of_that_day_and_hides_no_earlier_act()
    {
        var morning = new Collection(0, Said.At("2016-11-13T09:00:00Z"), Assurance.Direct, Said.Id(1), "1");
        var day = new HandOver(1, Said.At("2016-11-13"), Assurance.Direct, Said.Id(1), Said.Id(2), "1", null, true);
        var before = new HandOver(2, Said.At("2016-11-13T08:00:00Z"), Assurance.Direct, Said.Id(2), Said.Id(3), "1", null, true);
        Assert.Empty(CustodyChain.Of([morning, day]).Anomalies);
        Assert.Equal([(before, Anomaly.TimeReversed)], CustodyChain.Of([morning, day, before]).Anomalies);
    }

    [Fact]
    public void One_wrong_year_is_one_anomaly_and_not_one_for_every_later_act()
    {
        var links = new CustodyLink[]
        {
            new Collection(0, Said.At("2016-11-13"), Assurance.Direct, Said.Id(1), "1"),
            new HandOver(1, Said.At("2061-11-14"), Assurance.Direct, Said.Id(1), Said.Id(2), "1", null, true),
            new HandOver(2, Said.At("2016-11-15"), Assurance.Direct, Said.Id(2), Said.Id(3), "1", null, true),
            new HandOver(3, Said.At("2016-11-16"), Assurance.Direct, Said.Id(3), Said.Id(4), "1", null, true),
        };
        Assert.Equal([(links[2], Anomaly.TimeReversed)], CustodyChain.Of(links).Anomalies);
    }

    private static void Odd(CustodyLink first, CustodyLink second, Anomaly what) =>
        Assert.Equal([(second, what)], CustodyChain.Of([first, second]).Anomalies);

    private static When At(int hour) => When.At(new DateTimeOffset(2016, 11, 13, 12, 0, 0, TimeSpan.Zero).AddHours(hour), "test");

    private static CustodyLink[] Written((int Kind, int Minutes)[] steps)
    {
        var at = new DateTimeOffset(2016, 11, 13, 8, 0, 0, TimeSpan.Zero);
        var (holder, seal) = (1, 100);
        var links = new List<CustodyLink> { new Collection(0, When.At(at, "form"), Assurance.Direct, Said.Id(holder), $"{seal}") };
        foreach (var (kind, minutes) in steps)
        {
            at = at.AddMinutes(minutes);
            var (index, when, by, found) = (links.Count, When.At(at, "form"), Said.Id(holder), $"{seal}");
            links.Add(kind switch
            {
                0 => new HandOver(index, when, Assurance.Direct, by, Said.Id(++holder), found, null, true),
                1 => new HandOver(index, when, Assurance.Direct, by, Said.Id(++holder), found, $"{++seal}", true),
                2 => new Opening(index, when, Assurance.Direct, by, found, $"{++seal}"),
                _ => new Division(index, when, Assurance.Direct, by, found, $"{++seal}", false),
            });
        }

        return [.. links];
    }
}
