using Probatum.Tests.Text.Languages;
using Probatum.Text;

namespace Probatum.Tests.Text;

/// <summary>A denial or a confirmation names the claim that it answers, with a reason, or none.</summary>
public sealed class Claims_that_answer_others
{
    // Floors as measured; the figures of the first measuring are in docs/claims.md.
    [Theory]
    [InlineData("dev", 13, 13)]
    [InlineData("held", 16, 16)]
    [InlineData("last", 7, 7)]
    public void No_fewer_answers_are_met_than_before(string split, int least, int mostProposed)
    {
        var (met, proposed) = (0, 0);
        foreach (var report in Annotated.Of("answers").Where(report => report.Split == split))
        {
            var claims = Read.Claims(report.Text);
            var places = report.Claims.Select(truth => claims.FirstOrDefault(claim => Annotated.Meets(report.Text, truth, claim))?.Id).ToList();
            var links = claims.SelectMany(claim => claim.Answers.Select(answer => (claim.Id, answer.Claim))).ToList();
            proposed += links.Count;
            met += report.Claims.SelectMany((truth, i) => truth.Answers.Select(to => (places[i], places[to]))).Count(link => links.Contains((link.Item1!, link.Item2!)));
        }

        Assert.True(met >= least && proposed <= mostProposed, $"{met} met, {proposed} proposed");
    }

    [Theory]
    [InlineData("dev", 7, 7)]
    [InlineData("last", 7, 7)]
    [InlineData("held", 10, 10)]
    public void No_fewer_certainties_are_met_than_before(string split, int least, int mostProposed)
    {
        var (met, proposed) = (0, 0);
        foreach (var report in Annotated.Of("answers").Where(report => report.Split == split))
        {
            var claims = Read.Claims(report.Text);
            proposed += claims.Count(claim => claim.Certainty is not null);
            met += report.Claims.Count(truth => truth.Certainty is { } certainty
                && claims.FirstOrDefault(claim => Annotated.Meets(report.Text, truth, claim))?.Certainty == certainty);
        }

        Assert.True(met >= least && proposed <= mostProposed, $"{met} met, {proposed} proposed");
    }

    [Theory]
    [InlineData("The council said that Tarnian troops had used chlorine. Tarnia denied the accusations.", AnswerFinder.PointedAt)]
    [InlineData("The council said that Tarnian troops had used chlorine. Tarnia dismissed that report as fake news.", AnswerFinder.PointedAt)]
    [InlineData("The council said that Tarnian troops had used chlorine. Tarnia denied it.", AnswerFinder.PointedAt)]
    [InlineData("The council said that Tarnian troops had used chlorine. Tarnia rejected the council's allegations.", AnswerFinder.SourceNamed)]
    [InlineData("The council accused Tarnia of a sarin attack. The Tarnian government has repeatedly denied using chemical weapons.", AnswerFinder.Blamed)]
    [InlineData("The council said that sarin was used. Doctors confirmed the report.", AnswerFinder.PointedAt)]
    public void The_reason_is_named(string text, string reason)
    {
        var claims = Read.Claims(text);
        Assert.Equal([new Answer(claims[0].Id, reason)], claims[1].Answers.AsEnumerable());
    }

    [Fact]
    public void A_claim_that_is_told_in_its_denial_is_answered_by_it()
    {
        var claims = Read.Claims("Orlandia rejected claims by the council that its army had used tear gas.");
        Assert.Equal([new Answer("C2", AnswerFinder.ToldInIt)], claims[0].Answers.AsEnumerable());
    }

    [Theory]
    [InlineData("The council said that Tarnian troops had used chlorine. Velskia denied using sarin.")]
    [InlineData("The council accused Tarnian rebels of a sarin attack. The Tarnian government denied using sarin.")]
    [InlineData("The council accused Tarnia of using sarin. Tarnia denied that the talks had failed.")]
    [InlineData("The council accused Tarnia of using sarin. Tarnia denied using phosgene.")]
    [InlineData("The council said that sarin was used. The minister said the report would be sent to all states.")]
    [InlineData("The council said that sarin was used. The council denied the accusations.")]
    [InlineData("Tarnia denied the accusations.")]
    public void Nothing_is_answered_without_a_reason(string text) => Assert.All(Read.Claims(text), claim => Assert.Empty(claim.Answers));

    [Fact]
    public void The_line_of_json_has_the_answers_and_why()
    {
        const string text = "The council said that Tarnian troops had used chlorine. Tarnia denied the accusations.";
        Assert.Contains("\"answers\":[\"C1\"],\"answers_why\":[\"pointed-at\"]", ClaimsJson.WriteLine("x", text, Read.Claims(text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sarin", "Tarnian troops", "the Tarnian army", "sarin", AnswerFinder.Blamed)]
    [InlineData("sarin", "Tarnian troops", "the Tarnian army", "phosgene", null)]
    [InlineData("sarin", "Tarnian rebels", "the Tarnian army", "sarin", null)]
    [InlineData("sarin", "troops", "the army", "sarin", null)]
    public void A_denial_may_answer_another_report(string claimed, string blamed, string denier, string denied, string? reason)
    {
        var claim = Read.Only($"The council said that {blamed} had used {claimed}.");
        var denial = Read.Only($"Speaking in Vesk, {denier} denied using {denied}.");
        Assert.Equal(reason, AnswerFinder.Across(denial, $"using {denied}", claim));
    }

    [Theory]
    [InlineData("The ministry could not rule out that sarin was used.", "asserts", "possible")]
    [InlineData("The ministry ruled out that sarin was used.", "denies", null)]
    [InlineData("The ministry said it was highly likely that sarin was used.", "asserts", "probable")]
    [InlineData("The ministry said that sarin was almost certainly used.", "asserts", "probable")]
    [InlineData("The ministry said that a so-called agent was used.", "asserts", "unverified")]
    [InlineData("The ministry said that there was no evidence yet that sarin was used.", "asserts", "unverified")]
    [InlineData("The ministry said that it would, if confirmed, be the third attack.", "asserts", "possible")]
    [InlineData("The ministry believes that sarin was used.", "asserts", "probable")]
    [InlineData("The ministry said that “toxic gas” was used.", "asserts", null)]
    public void Hedges_are_read(string text, string stance, string? certainty)
    {
        var claim = Read.Only(text);
        Assert.Equal((stance, certainty), (claim.Stance, claim.Certainty));
    }

    [Theory]
    [InlineData("Northern: gas was used in Vesk\nThe Northern Ministry said that sarin was used. The Northern Rebels said that the army had lied.", "Northern")]
    [InlineData("Northern: gas was used in Vesk\nThe Northern Ministry said that sarin was used. The Southern Rebels said that the army had lied.", "Northern Ministry")]
    public void A_headline_s_name_that_fits_two_parties_stays_as_printed(string text, string speaker) =>
        Assert.Equal(speaker, ClaimExtractor.Extract(text, new DocumentInfo())[0].Speaker);

    [Theory]
    [InlineData("The Northern Ministry said that its experts reported that sarin was used. It accused the rebels of the attack.")]
    [InlineData("The Northern Ministry said that residents told that sarin was used. It accused the rebels of the attack.")]
    public void It_is_the_body_and_not_its_people(string text) =>
        Assert.Equal("Northern Ministry", Read.Claims(text)[^1].Speaker);
}
