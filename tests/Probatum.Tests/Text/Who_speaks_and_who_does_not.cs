using Probatum.Text;

namespace Probatum.Tests.Text;

/// <summary>Everyday sentences in which the wrong one, or nobody, is easily taken for the speaker, or a denial for its contrary.</summary>
public sealed class Who_speaks_and_who_does_not
{
    [Theory]
    [InlineData("Neither the Ministry nor the Front confirmed that sarin was used in Dolnice.")]
    [InlineData("Neither Norland nor Sudmark said that sarin was used.")]
    [InlineData("No official has said that chlorine was used.")]
    [InlineData("No witness told the inspectors that the army had used chlorine.")]
    [InlineData("Nobody claimed that the army had used gas.")]
    [InlineData("None of the doctors said that sarin was used.")]
    [InlineData("Not one of the inspectors reported that chlorine was found.")]
    [InlineData("The Ministry neither confirmed nor denied that sarin was used.")]
    [InlineData("The Ministry has stopped claiming that sarin was used.")]
    [InlineData("At no point did the Ministry say that sarin was used.")]
    [InlineData("Opinion: sarin was used in the north")]
    [InlineData("Correction: an earlier post said the army had admitted using chlorine. It has not.")]
    public void Nobody_says_it(string text)
    {
        Assert.Empty(Read.Claims(text));
        Assert.Empty(ClaimExtractor.Extract(text, Read.Known, ClaimModel.Shipped).Where(claim => claim.InThousand is null or >= 300));
    }

    [Theory]
    [InlineData("Tarsk said no sarin had been used.")]
    [InlineData("Tarsk said it had no sarin.")]
    [InlineData("Tarsk insisted that none of its units had sarin.")]
    [InlineData("Tarsk said its troops had not used chemical weapons.")]
    [InlineData("“No sarin was used by our troops,” Dale said.")]
    [InlineData("Petrik called the report “a lie”.")]
    [InlineData("Tarsk branded the allegations lies.")]
    [InlineData("Tarsk's minister described it as “pure fiction”.")]
    [InlineData("Tarsk said that nothing of the kind had happened.")]
    public void It_is_denied(string text) => Assert.Equal("denies", Read.Only(text).Stance);

    [Theory]
    [InlineData("Tarsk said that Kolt troops did not wear masks.")]
    [InlineData("Tarsk said that Kolt did not report its stocks to the OPCW.")]
    [InlineData("The inspectors said that they had received no samples of sarin.")]
    [InlineData("“They used sarin on our village. We will never forget,” Petrik said.")]
    [InlineData("Petrik said it was a deliberate use of sarin, and that they will send samples.")]
    public void It_is_asserted(string text) => Assert.Equal("asserts", Read.Claims(text)[0].Stance);

    [Fact]
    public void A_claim_that_is_taken_up_is_denied_by_another() => Assert.Equal(
        [("asserts", "Ministry", "sarin was used"), ("denies", "Front", "sarin was used")],
        Said("The Ministry said that sarin was used, a claim the Front denied.").Select(claim => (claim.Stance, claim.Speaker, claim.Words)));

    [Theory]
    [InlineData("A critic of President Anders said that sarin was used.", "critic of President Anders")]
    [InlineData("Relatives of Colonel Petrik said that he used sarin.", "Relatives of Colonel Petrik")]
    [InlineData("A spokesperson for President Anders, Dmitri Olk, said that sarin was used.", "Dmitri Olk")]
    [InlineData("The spokesman of the Ministry of Defence, General Ivo Rask, said that sarin was used.", "General Ivo Rask")]
    [InlineData("State television showed a prisoner, who said that the rebels used sarin.", "prisoner")]
    [InlineData("State television quoted Interior Minister Bala as saying that the rebels used sarin.", "Bala")]
    [InlineData("The governor was quoted by Reuters as saying that the army used sarin.", "governor")]
    [InlineData("Norland, Sudmark and Vesta said that Rurik used sarin.", "Norland, Sudmark and Vesta")]
    [InlineData("The Ministry and the General Staff said that sarin was used.", "Ministry and the General Staff")]
    [InlineData("The US State Department in May accused Kolt of using chloropicrin.", "US State Department")]
    [InlineData("Mira Solen said that people coughed. A second resident, who asked not to be named, said the shells came from the east.", "second resident")]
    [InlineData("Nadia Renn said that sarin was used. The harbourmaster, Tom Achten, said that it was not. He said that the tank was intact.", "Tom Achten")]
    public void The_last_speaker_is(string text, string speaker) => Assert.Equal(speaker, Read.Claims(text)[^1].Speaker);

    [Fact]
    public void One_side_of_a_contrast_does_not_speak_within_the_other() => Assert.Equal(
        [("army", "sarin was used"), ("rebels", "it was chlorine")],
        Said("While the army said that sarin was used, the rebels insisted that it was chlorine.").Select(claim => (claim.Speaker, claim.Words)));

    [Fact]
    public void Who_quotes_is_a_link_before_who_is_quoted() => Assert.Equal(
        ["The Northern Post", "Reuters", "governor"], Read.Only("Reuters quoted the governor as saying the army used sarin.").Chain.Select(item => item.Name));

    [Theory]
    [InlineData("Hamas")]
    [InlineData("Israel")]
    [InlineData("Anvar")]
    [InlineData("Kolts")]
    [InlineData("the SDF")]
    [InlineData("the Taliban")]
    [InlineData("the Houthis")]
    [InlineData("Russia")]
    [InlineData("Ukraine")]
    [InlineData("the US")]
    public void The_letters_of_a_name_decide_nothing(string side)
    {
        var text = $"Officials from {side} deny the attack.\n\nDoctors in Homs say that sarin was used.\n\nOn Monday {side} claim that the rebels used sarin.\n\nSoldiers of {side} say that the rebels used chlorine.";
        Assert.Equal(4, Read.Claims(text).Length);
    }

    [Theory]
    [InlineData("The Ministry said that no one was killed by chlorine.")]
    [InlineData("The Ministry said that not one person was injured.")]
    [InlineData("The Ministry said that none of the 40 people were injured.")]
    [InlineData("The Ministry said that not 50 people were injured.")]
    [InlineData("The Ministry said that one in three of the 300 victims died.")]
    [InlineData("The Ministry said that fewer than 10 people were killed.", "killed=fewer than 10")]
    [InlineData("The Ministry said that up to 500 people had been killed.", "killed=500")]
    [InlineData("The Ministry said that 4 out of 40 people were killed.", "killed=4")]
    public void Counts_are_as_said(string text, params string[] counts) => Assert.Equal(counts, Read.Slots(Read.Claims(text)[0], "counts"));

    [Fact]
    public void Lines_that_a_program_broke_are_one_paragraph()
    {
        const string Text = """
            The Velmar Defence Ministry on Thursday accused Tarsk forces of firing
            three shells filled with chlorine at the village of Dolnice. Officials
            said that 27 people had been hospitalised and that samples of soil had
            been taken in the village by experts. Colonel Ana Petrik said that the
            OPCW had been asked for help by Velmar in a letter.
            """;
        Assert.Equal(
            ["three shells filled with chlorine at the village of Dolnice", "been taken in the village by experts", "OPCW had been asked for help by Velmar in a letter"],
            Said(Text).Select(claim => claim.Words.Split('\n')[^1]));
        Assert.Equal(5, Text.Split('\n').Length);
    }

    private static IEnumerable<(string Stance, string? Speaker, string Words)> Said(string text) => Read.Claims(text).Select(claim => (claim.Stance, (string?)claim.Speaker, Read.Words(text, claim.Content)));
}
