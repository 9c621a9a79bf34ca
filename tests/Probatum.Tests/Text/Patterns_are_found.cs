namespace Probatum.Tests.Text;

/// <summary>One invented sentence for every pattern: rule, and 'source | cue | content'.</summary>
public sealed class Patterns_are_found
{
    [Theory]
    [InlineData("quote-tag", "“The wells were clean before that night,” Mara Lund said.",
        "Mara Lund | said | “The wells were clean before that night,”")]
    [InlineData("quote-tag", "\"The wells were clean,\" she told reporters on Friday.",
        "she | told reporters | \"The wells were clean,\"")]
    [InlineData("tag-quote", "Mara Lund said: “The wells were clean before that night.”",
        "Mara Lund | said | “The wells were clean before that night.”")]
    [InlineData("inverted-tag", "“The wells were clean before that night,” said Mara Lund.",
        "Mara Lund | said | “The wells were clean before that night,”")]
    [InlineData("trailing-tag", "Three wells were closed after the attack, the water board said on Monday.",
        "the water board | said | Three wells were closed after the attack")]
    [InlineData("inverted-trailing", "Three wells were closed after the attack, said the water board.",
        "the water board | said | Three wells were closed after the attack")]
    [InlineData("verb-that", "The water board stated on Friday that three wells were closed.",
        "The water board | stated | three wells were closed")]
    [InlineData("verb-clause", "Villagers say the wells were closed.", "Villagers | say | the wells were closed")]
    [InlineData("verb-object", "The ministry condemned the attack on the village.",
        "The ministry | condemned | the attack on the village")]
    [InlineData("according-head", "According to Mara Lund, three wells were closed.",
        "Mara Lund | According to | three wells were closed")]
    [InlineData("according-tail", "Three wells were closed, according to the water board.",
        "the water board | according to | Three wells were closed")]
    [InlineData("as-reported", "As the water board reported, three wells were closed.",
        "the water board | reported | three wells were closed")]
    [InlineData("accuse", "The council accused the garrison of poisoning three wells.",
        "The council | accused | the garrison of poisoning three wells")]
    [InlineData("passive-accuse", "The garrison is accused of poisoning three wells.",
        " | is accused | The garrison + poisoning three wells")]
    [InlineData("nominal", "The council's allegation that the garrison closed three wells drew no answer.",
        "The council | allegation | the garrison closed three wells drew no answer")]
    [InlineData("unattributed", "Soldiers reportedly used tear gas near the mill.",
        " | reportedly | Soldiers + used tear gas near the mill")]
    [InlineData("verb-request", "The council urged the agency to send a mission.",
        "The council | urged | the agency to send a mission")]
    [InlineData("verb-preposition", "The council called for an inquiry into the deaths.",
        "The council | called for | an inquiry into the deaths")]
    public void In_one_sentence(string rule, string text, string shown)
    {
        var claim = Read.Claims(text)[0];
        Assert.Equal((rule, shown), (claim.Rule, Read.Shown(text, claim)));
    }

    [Theory]
    [InlineData("Garrison closed three wells – Water Board", "Water Board |  | Garrison closed three wells",
        "headline-dash")]
    [InlineData("Water Board: garrison closed three wells", "Water Board |  | garrison closed three wells",
        "headline-colon")]
    [InlineData("Council accuses garrison of poisoning wells", "Council | accuses | garrison of poisoning wells",
        "accuse")]
    public void In_a_headline(string line, string shown, string rule)
    {
        var text = line + "\n\nNothing more is known.\n";
        var claim = Read.Only(text);
        Assert.Equal(("headline", shown, rule), (claim.Kind, Read.Shown(text, claim), claim.Rule));
    }

    [Fact]
    public void A_participle_takes_the_subject_of_its_sentence() => Assert.Equal(
        ["the water board | said | Three wells were closed", "the water board | adding | a fourth was in use"],
        Read.Shown("Three wells were closed, the water board said, adding that a fourth was in use."));

    [Fact]
    public void A_second_verb_takes_the_subject_of_the_first() => Assert.Equal(
        ["The garrison | denied | the allegations", "The garrison | accused | the council of poisoning the wells"],
        Read.Shown("The garrison denied the allegations and accused the council of poisoning the wells."));

    [Fact]
    public void A_claim_inside_a_claim_is_a_claim_with_a_longer_chain()
    {
        var text = "Mara Lund said that villagers reported that the wells smelled of chlorine.";
        Assert.Equal(
            ["Mara Lund | said | villagers reported that the wells smelled of chlorine",
                "villagers | reported | the wells smelled of chlorine"],
            Read.Shown(text));
        Assert.Equal(["The Northern Post", "Mara Lund", "villagers"],
            Read.Claims(text)[1].Chain.Select(item => item.Name));
    }

    [Fact]
    public void A_claim_ends_where_another_voice_takes_over() => Assert.Equal(
        ["Villagers | said | the wells were closed", "the board | denied | the charge"],
        Read.Shown("Villagers said the wells were closed; the board denied the charge."));

    [Fact]
    public void What_somebody_cites_is_a_claim_of_the_one_cited() => Assert.Contains(
        "letters from villagers | citing | the wells were closed",
        Read.Shown("Mara Lund said the wells were closed, citing letters from villagers."));

    [Theory]
    [InlineData("Read more: Garrison closed three wells – Water Board")]
    [InlineData("[**READ MORE: Garrison closed three wells – Water Board**](#)")]
    [InlineData("Also read: Garrison closed three wells – Water Board")]
    [InlineData("See also: Council accuses garrison of poisoning wells")]
    public void A_teaser_is_no_claim_of_this_report(string line) =>
        Assert.Empty(Read.Claims("Nothing is known yet.\n\n" + line + "\n"));

    [Theory]
    [InlineData("The council would not say that the wells were closed.")]
    [InlineData("The garrison declined to say whether the wells were closed.")]
    [InlineData("The states have passed laws on water.")]
    [InlineData("The reported attack closed three wells.")]
    [InlineData("According to established procedure, the wells are sealed.")]
    public void What_nobody_said_is_no_claim(string text) => Assert.Empty(Read.Claims(text));

    [Fact]
    public void Abbreviations_and_initials_do_not_end_a_sentence() => Assert.Equal(
        ["Gen. A. B. Lund of the U.S. mission | said | the wells were closed"],
        Read.Shown("Gen. A. B. Lund of the U.S. mission said the wells were closed."));
}
