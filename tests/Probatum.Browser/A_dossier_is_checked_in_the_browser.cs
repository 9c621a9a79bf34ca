using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>The verify page says of a dossier what the program says, and nobody else learns of it.</summary>
public sealed class A_dossier_is_checked_in_the_browser(Chromium chromium, Dossiers dossiers) : IClassFixture<Dossiers>
{
    [Theory]
    [InlineData("aleppo-1070-whole")]
    [InlineData("aleppo-1070-public")]
    [InlineData("aleppo-1070-sealed.zip")]
    [InlineData("exercise-larch-whole")]
    [InlineData("exercise-larch-public.zip")]
    public async Task It_says_what_the_program_says(string dossier)
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        await AssertSameAsync(page, dossiers.At(dossier), 0);
        page.Screen.AssertAtPeace();
    }

    /// <summary>The page's files are exactly what the program prints, with and without --json.</summary>
    private static async Task AssertSameAsync(VerifyScreen page, string dossier, int code)
    {
        await page.CheckAsync(dossier);
        var name = Path.GetFileName(dossier);
        Assert.Equal(Desk.Run("verify", dossier, "--json").Expect(code).Out.Replace(dossier, name, StringComparison.Ordinal), await page.SavedAsync("Save as JSON"));
        Assert.Equal(Desk.Run("verify", dossier).Expect(code).Out.Replace(dossier, name, StringComparison.Ordinal), await page.SavedAsync("Save as text"));
    }
}
