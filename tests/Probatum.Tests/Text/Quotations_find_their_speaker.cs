namespace Probatum.Tests.Text;

public sealed class Quotations_find_their_speaker
{
    private const string First = "The wells were clean before that night";

    [Theory]
    [InlineData("“", "”")]
    [InlineData("\"", "\"")]
    [InlineData("„", "“")]
    [InlineData("«", "»")]
    [InlineData("''", "''")]
    [InlineData("‘", "’")]
    [InlineData("*“", "”*")]
    public void In_every_pair_of_marks(string open, string close) => Assert.Equal(
        ("Mara Lund", "said"),
        Read.Only($"{open}{First},{close} Mara Lund said.") is var claim
            ? (claim.Speaker, Read.Words($"{open}{First},{close} Mara Lund said.", claim.Cue)) : default);

    [Fact]
    public void A_tag_in_the_middle_joins_both_parts() => Assert.Equal(
        [$"she | said | “{First},” + “but now they smell of chlorine.”"],
        Read.Shown($"“{First},” she said, “but now they smell of chlorine.”"));

    [Fact]
    public void A_second_quotation_of_the_paragraph_goes_on() => Assert.Equal(
        [$"she | said | “{First},” + “Now they smell of chlorine.”"],
        Read.Shown($"“{First},” she said. “Now they smell of chlorine.”"));

    [Fact]
    public void A_quotation_left_open_ends_with_its_paragraph_and_goes_on_in_the_next()
    {
        var text = $"Mara Lund said: “{First}.\n\n“Now they smell of chlorine.”\n\nNothing else is known.";
        Assert.Equal([$"Mara Lund | said | “{First}. + “Now they smell of chlorine.”"], Read.Shown(text));
    }

    [Fact]
    public void A_colon_waits_for_the_next_paragraph() => Assert.Equal(
        [$"Mara Lund | wrote | “{First} came.”"], Read.Shown($"Mara Lund wrote:\n\n“{First} came.”\n"));

    [Fact]
    public void An_untagged_quotation_belongs_to_the_voice_before_it()
    {
        var claims = Read.Claims($"Mara Lund said the wells were closed.\n\n“{First} came.”\n");
        Assert.Equal(["Mara Lund", "Mara Lund"], claims.Select(claim => claim.Speaker));
        Assert.Equal("untagged-quotation", claims[1].Rule);
    }

    [Fact]
    public void A_closing_mark_turned_round_opens() => Assert.Equal(
        ["Mara Lund | said | ”We know who closed the wells,”"],
        Read.Shown("Mara Lund said.”We know who closed the wells,” and left."));

    [Fact]
    public void Kinds_tell_direct_from_mixed_from_indirect() => Assert.Equal(
        ["direct", "mixed", "indirect"],
        Read.Claims($"“{First},” she said.\n\nShe said the wells were “closed to all of us”.\n\nShe said the wells were closed.").Select(claim => claim.Kind));
}
