using System.Globalization;
using Probatum.Text;

namespace Probatum.Tests.Text.Languages;

/// <summary>Annotated reports of the repository's own: how much of the annotation is met, and how much is proposed.</summary>
public sealed class Reports_in_other_languages_are_read
{
    // Floors as measured. The figures that say something of other texts are in docs/claims.md: those of the first measuring.
    [Theory]
    [InlineData("ru", "dev", 54, 54)]
    [InlineData("ru", "held", 37, 37)]
    [InlineData("ru", "agency", 21, 23)]
    [InlineData("ru", "last", 19, 21)]
    [InlineData("ar", "dev", 55, 55)]
    [InlineData("ar", "held", 35, 36)]
    [InlineData("ar", "agency", 21, 22)]
    [InlineData("ar", "last", 15, 16)]
    public void No_fewer_claims_are_met_than_before(string language, string split, int least, int mostProposed)
    {
        var (met, proposed) = (0, 0);
        foreach (var report in Annotated.Of(language).Where(report => report.Split == split))
        {
            var claims = Read(report.Text).ToList();
            proposed += claims.Count;
            foreach (var truth in report.Claims)
            {
                met += claims.Find(claim => Annotated.Meets(report.Text, truth, claim)) is { } found && claims.Remove(found) ? 1 : 0;
            }
        }

        Assert.True(met >= least && proposed <= mostProposed, $"{met} met, {proposed} proposed");
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("ar")]
    public void Stance_is_the_annotation_s_for_nine_of_ten(string language)
    {
        var pairs = Annotated.Of(language).SelectMany(report => report.Claims.Select(truth =>
            (Truth: truth.Stance, Found: Read(report.Text).FirstOrDefault(claim => Annotated.Meets(report.Text, truth, claim))?.Stance)))
            .Where(pair => pair.Found is not null).ToList();
        Assert.True(pairs.Count(pair => pair.Truth == pair.Found) * 10 >= pairs.Count * 9);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("ar")]
    public void The_set_is_large_enough_and_a_third_of_it_was_held_back(string language)
    {
        var reports = Annotated.Of(language).ToList();
        var (all, held) = (reports.Sum(report => report.Claims.Length), reports.Where(report => report.Split != "dev").Sum(report => report.Claims.Length));
        Assert.True(reports.Count >= 12 && all >= 60 && held * 3 >= all);
    }

    private static System.Collections.Immutable.ImmutableArray<ProposedClaim> Read(string text) =>
        ClaimExtractor.Extract(text, new DocumentInfo(Date: DateOnly.Parse("2031-06-10", CultureInfo.InvariantCulture)));
}
