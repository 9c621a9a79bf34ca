using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>Coming in: by a one-time link, with a passkey; and the key that signs, which never leaves the browser.</summary>
public sealed class People_come_in(Chromium chromium)
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
}
