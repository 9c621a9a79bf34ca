using Probatum.Text;

namespace Probatum.Tests.Text;

public sealed class Speakers_and_chains
{
    [Fact]
    public void A_long_title_splits_into_body_office_rank_and_name()
    {
        var claim = Read.Only("Northern Defence Ministry spokesperson Major General Ivo Tarn said the wells were closed.");
        Assert.Equal(new ChainItem("Ivo Tarn", "spokesperson, Major General", "Northern Defence Ministry"),
            claim.Chain[^1]);
    }

    [Fact]
    public void A_name_after_its_office_is_the_name() => Assert.Equal(
        new ChainItem("Ivo Tarn", "press secretary", "palace"),
        Read.Only("The palace’s press secretary, Ivo Tarn, told reporters that the wells were closed.").Chain[^1]);

    [Theory]
    [InlineData("He said the wells were closed.")]
    [InlineData("Tarn said the wells were closed.")]
    [InlineData("The spokesman said the wells were closed.")]
    [InlineData("“The wells were closed that night,” he said.")]
    public void Later_mentions_come_back_to_the_name(string later) => Assert.Equal(
        ["Ivo Tarn", "Ivo Tarn"],
        Read.Claims("Palace spokesman Ivo Tarn said the mill was open.\n\n" + later).Select(claim => claim.Speaker));

    [Fact]
    public void He_is_the_last_voice_where_no_person_has_spoken() => Assert.Equal(
        ["Tarn", "Tarn"],
        Read.Claims("Tarn said the mill was open. He said the wells were closed.").Select(claim => claim.Speaker));

    [Fact]
    public void A_slip_of_typing_comes_back_to_the_name() => Assert.Equal(
        "Ivo Tarnovsky",
            Read.Claims("Palace spokesman Ivo Tarnovsky said the mill was open. Tarnovsk said the wells were closed.")[1].Speaker);

    [Fact]
    public void The_chain_begins_with_the_publisher_and_ends_with_the_last_who_knows() => Assert.Equal(
        ["The Northern Post", "Mara Lund", "Northern experts"],
        Read.Only("According to Mara Lund, Northern experts took samples from the wells.")
            .Chain.Select(item => item.Name));

    [Fact]
    public void A_claim_of_nobody_says_so()
    {
        var claim = Read.Only("Soldiers allegedly used tear gas near the mill.");
        Assert.Equal(("unattributed", "unverified", "unattributed"),
            (claim.Kind, claim.Certainty, claim.Chain[^1].Name));
        Assert.Empty(claim.Source);
    }

    [Fact]
    public void The_head_of_a_text_gives_what_the_caller_does_not_know()
    {
        var text = "Garrison closed three wells – Water Board\n\n12/05/2021\n\nNORTHTOWN (Northwire) – Shells hit the mill yesterday, villagers said.\n";
        var claims = ClaimExtractor.Extract(text, new DocumentInfo());
        Assert.Equal(["headline", "indirect"], claims.Select(claim => claim.Kind));
        Assert.All(claims, claim => Assert.Equal("Northwire", claim.Chain[0].Name));
        Assert.Equal(["2021-05-11"], Read.Slots(claims[1], "when"));
    }

    [Fact]
    public void A_cue_that_presupposes_is_marked()
    {
        Assert.True(Read.Only("The council confirmed that the wells were closed.").CuePresupposes);
        Assert.False(Read.Only("The council said that the wells were closed.").CuePresupposes);
    }
}
