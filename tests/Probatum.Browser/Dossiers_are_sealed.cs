using System.Text.Json;
using Microsoft.Playwright;
using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>Sealing in the browser: what a reader will see, then the dossier, which the program and the page hold to be one.</summary>
public sealed class Dossiers_are_sealed(Chromium chromium, Filled filled)
{
    [Fact]
    public async Task A_dossier_is_previewed_sealed_through_a_reload_and_checked_by_others()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await served.OwnerAsync(chromium);
        await owner.Page.GotoAsync($"{owner.Page.Url}/dossiers");
        await owner.SettledAsync();
        await owner.Page.GetByRole(AriaRole.Tab, new() { Name = "public" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("sealed members stay back under public");
        var said = await owner.Page.GetByRole(AriaRole.Tabpanel).Locator("p").First.InnerTextAsync();
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Seal and sign" }).ClickAsync();
        await Assertions.Expect(owner.Page.Locator(".job")).ToBeVisibleAsync();

        // Whoever leaves finds it again.
        await owner.Page.GotoAsync($"{served.Address}/jobs");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.Locator(".job", new() { HasText = "seal" })).ToContainTextAsync("done");
        var zip = Path.Combine(Directory.CreateTempSubdirectory("probatum-sealed-").FullName, "dossier.zip");
        var download = await owner.Page.RunAndWaitForDownloadAsync(() => owner.Page.GetByRole(AriaRole.Link, new() { Name = "dossier-public.zip" }).ClickAsync());
        await download.SaveAsAsync(zip);
        var verdict = Desk.Run("verify", zip, "--json").Expect(0);
        using var json = JsonDocument.Parse(verdict.Out);
        Assert.DoesNotContain(json.RootElement.GetProperty("checks").EnumerateArray(), check => check.GetProperty("outcome").GetString() == "fails");

        // The seal itself seals nothing: what was foretold is what stays back.
        Assert.Contains(said.Split(' ')[0] + " ", verdict.Out, StringComparison.Ordinal);
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task Two_people_at_one_record_see_each_other_s_words_and_write_nothing_over_them()
    {
        await using var served = await filled.ServeAsync("aleppo-1070");
        await using var owner = await served.OwnerAsync(chromium);
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/inbox");
        await owner.SettledAsync();
        var other = await owner.Person.NewPageAsync();
        await other.GotoAsync($"{home}/inbox");
        await other.WaitForFunctionAsync("() => document.querySelector('[data-live=yes]')");

        // One confirms while the other is writing a reason: the text stays, and the claim's new standing is there.
        await other.GetByLabel("Reason").FillAsync("half a thought");
        var first = await owner.Page.Locator("[role=option][aria-selected=true] b").InnerTextAsync();
        await owner.Page.Keyboard.PressAsync("c");
        await Assertions.Expect(other.Locator("[role=option]", new() { HasText = $"{first} " })).ToContainTextAsync("the report says so");
        await Assertions.Expect(other.GetByLabel("Reason")).ToHaveValueAsync("half a thought");
        owner.AssertAtPeace();
    }
}
