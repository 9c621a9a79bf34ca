using Microsoft.Playwright;
using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>Casualties on screen: signs by person, what they are compatible with, and who somebody is only for those who may ask, each time on record.</summary>
public sealed class People_are_kept_apart(Chromium chromium, Filled filled)
{
    private const string Passphrase = "eleven kites over a mill";

    [Fact]
    public async Task Signs_stand_by_person_beside_what_they_are_compatible_with()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await served.OwnerAsync(chromium);
        await owner.Page.GotoAsync($"{owner.Page.Url}/people");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.Locator("table.matrix tbody tr").First).ToBeVisibleAsync();
        await Assertions.Expect(owner.Page.Locator(".caution").First).ToContainTextAsync("compatible is no finding");
        await Assertions.Expect(owner.Page.Locator("main")).ToContainTextAsync("compatible with the class");
        await owner.AssertFineAsync("people");
        await owner.Page.Locator("table.matrix thead a").First.ClickAsync();
        await owner.Page.WaitForURLAsync("**/people/e-*");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Name = "Who this is" })).ToBeVisibleAsync();
        await owner.AssertFineAsync("casualty");

        // A treatment recorded here shows at once.
        await owner.Page.Locator("summary", new() { HasText = "Treatment" }).ClickAsync();
        var form = owner.Page.Locator("details[open]");
        await form.GetByLabel("What").FillAsync("oxygen by mask");
        await form.GetByRole(AriaRole.Button, new() { Name = "Sign and record" }).ClickAsync();
        await Assertions.Expect(owner.Page.Locator(".life")).ToContainTextAsync("oxygen by mask");
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task Who_somebody_is_opens_by_passphrase_and_reason_and_every_opening_is_on_record()
    {
        var workspace = filled.Copy();
        using (var made = Desk.Start(["vault", "init", "--workspace", workspace], ("PROBATUM_VAULT_PASSPHRASE", Passphrase)))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, made.ExitCode);
        }

        await using var served = await Served.StartAsync(workspace);
        await using var owner = await served.OwnerAsync(chromium);
        await owner.Page.GotoAsync($"{owner.Page.Url}/people");
        await owner.SettledAsync();
        await owner.Page.Locator("table.matrix thead a").First.ClickAsync();
        await owner.Page.WaitForURLAsync("**/people/e-*");
        await owner.SettledAsync();
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Keep who this is" }).ClickAsync();
        await owner.Page.WaitForURLAsync("**/identity/**");
        await owner.SettledAsync();
        var identity = owner.Page.Url;
        await owner.Page.GetByLabel("Who this is").FillAsync("Petrunella Example, born 2031-01-01");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Encrypt and record" }).ClickAsync();
        await Assertions.Expect(owner.Page.Locator(".told")).ToContainTextAsync("It is kept");

        // A wrong passphrase opens nothing and records nothing.
        await owner.Page.GetByLabel("Reason").FillAsync("the hospital asks");
        await owner.Page.GetByLabel("Passphrase").FillAsync("twelve kites");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Record the opening and show" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.DoesNotContain("Petrunella", await owner.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await owner.Page.GetByLabel("Reason").FillAsync("the hospital asks");
        await owner.Page.GetByLabel("Passphrase").FillAsync(Passphrase);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Record the opening and show" }).ClickAsync();
        await Assertions.Expect(owner.Page.Locator(".secret-shown pre")).ToHaveTextAsync("Petrunella Example, born 2031-01-01");
        Assert.Equal("", await owner.Page.GetByLabel("Passphrase").InputValueAsync());
        await owner.AssertFineAsync("identity");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Hide" }).ClickAsync();
        await Assertions.Expect(owner.Page.Locator(".secret-shown")).ToHaveCountAsync(0);

        // Once it was opened: with key and reason, and nowhere in the list of jobs.
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the casualty" }).ClickAsync();
        await owner.Page.WaitForURLAsync("**/people/e-*");
        await Assertions.Expect(owner.Page.Locator("section:has(#who)")).ToContainTextAsync("Opened once");
        await Assertions.Expect(owner.Page.Locator("section:has(#who)")).ToContainTextAsync("the hospital asks");
        await owner.Page.GotoAsync($"{served.Address}/jobs");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.Locator("main")).ToContainTextAsync("casualty identity show");
        Assert.DoesNotContain("Petrunella", await owner.Page.ContentAsync(), StringComparison.Ordinal);
        owner.AssertAtPeace();

        // Whoever lacks the permission is refused, whatever the address.
        await owner.Page.GotoAsync(identity.Split("/identity/")[0]);
        await owner.SettledAsync();
        await using var other = await served.MemberAsync(chromium, owner, "Ben", "analyst");
        var refused = await other.Page.GotoAsync(identity);
        Assert.Equal(403, refused!.Status);
        await other.Page.GotoAsync(identity.Replace("/identity/", "/people/", StringComparison.Ordinal));
        await other.SettledAsync();
        await Assertions.Expect(other.Page.Locator("section:has(#who)")).ToContainTextAsync("needs the permission");
        await Assertions.Expect(other.Page.Locator("section:has(#who) a")).ToHaveCountAsync(0);
    }
}
