using Probatum.Text;

namespace Probatum.Tests.Text;

public sealed class Stance_and_event
{
    [Theory]
    [InlineData("The council said the wells were closed.", "asserts", null)]
    [InlineData("The garrison denied that soldiers closed the wells.", "denies", null)]
    [InlineData("The garrison said the charges were unfounded.", "denies", null)]
    [InlineData("The council demanded that the wells be opened.", "requests", null)]
    [InlineData("The council warned that soldiers might use tear gas.", "warns", "possible")]
    [InlineData("The council predicted that the wells would be closed.", "predicts", null)]
    [InlineData("The garrison said the papers will be handed over to the agency.", "commits", null)]
    [InlineData("The council said sarin was probably used.", "asserts", "probable")]
    [InlineData("The council said the alleged attack closed the mill.", "asserts", "unverified")]
    public void Stance_and_certainty_follow_cue_and_words(string text, string stance, string? certainty)
    {
        var claim = Read.Only(text);
        Assert.Equal((stance, certainty), (claim.Stance, claim.Certainty));
    }

    [Fact]
    public void Two_stances_under_one_cue_are_two_claims() => Assert.Equal(
        ["warns", "predicts"],
        Read.Claims("The staff has been warning that soldiers might use gas, but the blame would fall on the council.")
            .Select(claim => claim.Stance));

    [Theory]
    [InlineData("substance", "sarin and chlorine gas were found near a gas cylinder", "sarin,chlorine")]
    [InlineData("substance", "poisonous gas came from the mill", "poisonous gas")]
    [InlineData("perpetrator", "soldiers used sarin near the mill", "soldiers")]
    [InlineData("perpetrator", "chlorine was used by the Northern army", "northern army")]
    [InlineData("target", "chlorine was used against civilians and the Northern army", "civilians,Northern army")]
    [InlineData("munition", "two mortar shells and a barrel bomb hit the mill", "mortar shells,barrel bomb")]
    [InlineData("delivery", "helicopters dropped barrels on the mill", "helicopters")]
    [InlineData("counts", "33 people were killed and the 15 injured were treated", "killed=33,injured=15")]
    [InlineData("counts", "more than 50 shells and dozens of rockets fell", "munitions=50,munitions=dozens")]
    [InlineData("counts", "Area 12 shells fell every day", "")]
    [InlineData("counts", "the pauses of Area 12 took 10-hour turns", "")]
    [InlineData("samples", "soil samples and fragments of mines were sent", "soil samples,fragments of mines")]
    [InlineData("where", "shells fell in Area 12 and on the Old Mill Hospital in Idlib province",
        "Area 12,Old Mill Hospital,Idlib province")]
    [InlineData("where", "shells fell near Upper Lundby", "Upper Lundby")]
    [InlineData("when", "shells fell on May 3", "2021-05-03")]
    [InlineData("when", "shells fell in October and on 21 August 2013", "2020-10,2013-08-21")]
    [InlineData("when", "shells fell yesterday and on Friday and on 05.04.2017", "2021-05-11,2021-05-07,2017-04-05")]
    public void Slots_are_read_from_the_content(string field, string content, string values)
    {
        var info = Read.Known with { Places = ["Upper Lundby"] };
        var claim = ClaimExtractor.Extract($"The council said that {content}.", info)[0];
        Assert.Equal(values, string.Join(',', Read.Slots(claim, field)));
    }

    [Fact]
    public void A_day_of_saying_is_not_a_day_of_the_event() =>
        Assert.Empty(Read.Slots(Read.Only("The council said on Monday that shells hit the mill."), "when"));

    [Fact]
    public void A_date_without_a_year_is_left_out_where_the_report_has_none() => Assert.Empty(Read.Slots(
        ClaimExtractor.Extract("The council said that shells fell on May 3.", new DocumentInfo())[0], "when"));

    [Fact]
    public void The_one_accused_is_the_alleged_doer() => Assert.Equal(
        ["northern garrison"],
            Read.Slots(Read.Only("The council accused the Northern garrison of poisoning three wells."),
                "perpetrator"));

    [Fact]
    public void A_substance_tells_how_much_its_name_says() => Assert.Equal(
        ["named", "family", "vague", null],
        new[] { "sarin", "nerve agent", "poison gas", "tea" }.Select(SubstanceNames.Specificity));

    [Fact]
    public void A_topic_follows_the_words() => Assert.Equal(
        ["use", "casualties", "evidence", "blame", "other"],
        new[] { "sarin was used", "five were killed", "samples were proof", "the garrison is responsible",
            "the mill is open" }
            .Select(content => Read.Only($"The council said that {content}.").Topic));
}
