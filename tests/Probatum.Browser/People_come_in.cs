using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>Coming in: by a one-time link, with a passkey; and the key that signs, which never leaves the browser.</summary>
public sealed class People_come_in(Chromium chromium, Filled filled)
{
    [Fact]
    public async Task The_owner_joins_by_link_and_opens_a_case_that_the_browser_signs()
    {
        await using var served = await Served.EmptyAsync();
        await using var owner = await served.JoinAsync(chromium, served.Link!, "Ada");
        await owner.Page.GetByLabel("Title").FillAsync("A case of the browser");
        await Assertions.Expect(owner.Page.GetByLabel("Your name on record")).ToHaveValueAsync("Ada");
        await owner.Page.GetByLabel("You act for").FillAsync("Field team");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Open and sign" }).ClickAsync();
        await owner.Page.WaitForURLAsync($"{served.Address}/case/*");
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("A case of the browser");
        owner.AssertAtPeace();

        // The key that opened it has ended; another one of this browser is on record under her name and for her party.
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/members");
        await owner.SettledAsync();
        var keys = owner.Page.Locator("section:has(#keys-on-record) tbody tr");
        await Assertions.Expect(keys).ToHaveCountAsync(2);
        await Assertions.Expect(keys.Filter(new() { HasText = "Ada" })).ToContainTextAsync("Field team");
        await owner.AssertFineAsync("members-new");

        await owner.Page.GotoAsync($"{home}/incidents");
        await owner.SettledAsync();
        await owner.Page.GetByLabel("Label").FillAsync("I-1");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Open and sign" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 2, Name = "I-1" })).ToBeVisibleAsync();

        // So a sample that she collects can be handed over; without a receiver the screen says what is missing.
        await owner.Page.GotoAsync($"{home}/samples");
        await owner.SettledAsync();
        await owner.Page.GetByLabel("Label").FillAsync("S-1");
        await owner.Page.GetByLabel("When").FillAsync("2999-01-01");
        await owner.Page.GetByLabel("Collector").FillAsync("Field team");
        await owner.Page.Locator("[name='--incident']").FillAsync("I-1");
        await Assertions.Expect(owner.Page.GetByText("This lies in the future")).ToBeVisibleAsync();
        await owner.Page.GetByLabel("When").FillAsync("yesterday");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Sign and record" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("When: 'yesterday' is no time");

        // What was typed is there after the refusal, after a reload, and gone once it is on record.
        await owner.Page.ReloadAsync();
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.GetByLabel("Label")).ToHaveValueAsync("S-1");
        await Assertions.Expect(owner.Page.GetByLabel("Collector")).ToHaveValueAsync("Field team");
        await owner.Page.GetByLabel("When").FillAsync("2026-01-01");
        await owner.Page.GetByLabel("Matrix").SelectOptionAsync("ENV_SOIL");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Sign and record" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Link, new() { Name = "S-1" })).ToBeVisibleAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Link, new() { Name = "The record at leaf" })).ToBeVisibleAsync();
        await Assertions.Expect(owner.Page.GetByLabel("Label")).ToHaveValueAsync("");
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "S-1" }).ClickAsync();
        await owner.Page.WaitForURLAsync("**/samples/e-*");
        await Assertions.Expect(owner.Page.GetByText("nobody who acts for another party has a key")).ToBeVisibleAsync();

        // The matrix is marked by hand, once explanations are stated.
        await owner.Page.GotoAsync($"{home}/assessment");
        await owner.SettledAsync();
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "State the minimum set of explanations" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Button, new() { Name = "State the minimum set of explanations" })).ToHaveCountAsync(0);
        var cell = owner.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "S-1" }).GetByRole(AriaRole.Gridcell).Nth(1);
        await cell.ClickAsync();
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "inconsistent" }).ClickAsync();
        await owner.Page.GetByLabel("Why you mark S-1 so").FillAsync("nothing was found in it");
        await owner.AssertFineAsync("assessment-marked");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Sign 1 mark" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Button, new() { Name = "Sign 1 mark" })).ToHaveCountAsync(0);
        await Assertions.Expect(cell).ToContainTextAsync("inconsistent");

        // The palette offers what is meant first.
        await owner.Page.Keyboard.PressAsync("Control+k");
        await owner.Page.Locator("#palette-words").FillAsync("party add");
        await Assertions.Expect(owner.Page.Locator("#palette-chosen")).ToContainTextAsync("party add");
        await owner.Page.Keyboard.PressAsync("Escape");
        owner.AssertAtPeace();

        // Anybody checks dossiers, with or without the last slash.
        await owner.Page.GotoAsync($"{served.Address}/verify");
        await owner.Page.WaitForURLAsync("**/verify/");
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        // What is not there says so as a page.
        await owner.Page.GotoAsync($"{home}-not");
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Link, new() { Name = "Your cases" })).ToBeVisibleAsync();

        // The link is good once.
        await using var second = await served.PersonAsync(chromium);
        await second.Page.GotoAsync(served.Link!);
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("used already");
    }

    [Fact]
    public async Task The_owner_s_key_is_registered_and_another_person_s_by_both_signatures()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await served.OwnerAsync(chromium);
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/members");
        await owner.SettledAsync();
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Let in" }).ClickAsync();
        var link = await owner.Page.Locator("[data-link]").InnerTextAsync();

        await using var second = await served.JoinAsync(chromium, link, "Ben");
        await owner.Page.ReloadAsync();
        await owner.SettledAsync();
        var row = owner.Page.Locator("section:has(#who) tr", new() { HasText = "Ben" });
        // Both sides see what is next without a reload.
        await second.Page.GotoAsync($"{home}/members");
        await second.SettledAsync();
        await Assertions.Expect(second.Page.GetByText("Your key signs nothing here yet. Ada can register it")).ToBeVisibleAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Register the key of" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("waits for Ben's signature");
        await Assertions.Expect(row.GetByRole(AriaRole.Button, new() { Name = "Register the key of" })).ToHaveCountAsync(0);
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Assertions.Expect(second.Page.Locator(".tabs a[href$='/members'] .count")).ToHaveTextAsync("1");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
        await Assertions.Expect(second.Page.Locator("section:has(#keys-on-record)")).ToContainTextAsync("Ben");

        // The other's screen shows it without a reload.
        await Assertions.Expect(row).ToContainTextAsync("k-");
        owner.AssertAtPeace();
        second.AssertAtPeace();

        // What is said for some seconds lies over what is below it.
        await Assertions.Expect(owner.Page.Locator("#signing")).ToBeHiddenAsync();
        Assert.Empty(await owner.AxeAsync());
    }
}
