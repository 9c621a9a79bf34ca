using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>Coming in: by a one-time link, with a passkey; and the key that signs, which never leaves the browser.</summary>
public sealed class People_come_in(Chromium chromium, Filled filled) : IClassFixture<Filled>
{
    [Fact]
    public async Task The_owner_joins_by_link_and_opens_a_case_that_the_browser_signs()
    {
        await using var served = await Served.EmptyAsync();
        await using var owner = await served.JoinAsync(chromium, served.Link!, "Ada");
        await owner.Page.GetByLabel("Title").FillAsync("A case of the browser");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Open and sign" }).ClickAsync();
        await owner.Page.WaitForURLAsync($"{served.Address}/case/*");
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("A case of the browser");
        owner.AssertAtPeace();

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
        await row.GetByRole(AriaRole.Button, new() { Name = "Register the key of" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);

        await second.Page.GotoAsync($"{home}/members");
        await second.SettledAsync();
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
        await Assertions.Expect(second.Page.Locator("section:has(#keys-on-record)")).ToContainTextAsync("Ben");

        // The other's screen shows it without a reload.
        await Assertions.Expect(row).ToContainTextAsync("k-");
        owner.AssertAtPeace();
        second.AssertAtPeace();
        Assert.Empty(await owner.AxeAsync());
    }
}
