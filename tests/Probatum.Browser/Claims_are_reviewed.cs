using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>The inbox: claims beside the text that they stand in, reviewed from the keyboard.</summary>
public sealed class Claims_are_reviewed(Chromium chromium, Filled filled)
{
    [Fact]
    public async Task A_report_is_reviewed_without_a_mouse()
    {
        await using var served = await filled.ServeAsync("aleppo-1070");
        await using var owner = await served.OwnerAsync(chromium);
        await owner.Page.Keyboard.PressAsync("g");
        await owner.Page.Keyboard.PressAsync("i");
        await owner.Page.WaitForURLAsync("**/inbox");
        await owner.SettledAsync();
        var open = int.Parse((await owner.Page.Locator("#claims-title").InnerTextAsync()).Split(", ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.NotInRange(open, 0, 0);
        var queue = owner.Page.Locator("#claim-queue");
        await Assertions.Expect(queue).ToBeFocusedAsync();

        // A correction is left by Escape, keeps what was typed, and the claims have the keys again; so after choosing who speaks.
        var words = owner.Page.Locator(".detail form.verb textarea").First;
        await owner.Page.Keyboard.PressAsync("e");
        await Assertions.Expect(words).ToBeFocusedAsync();
        await words.FillAsync("words of mine");
        await owner.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(queue).ToBeFocusedAsync();
        await owner.Page.Keyboard.PressAsync("e");
        await Assertions.Expect(words).ToHaveValueAsync("words of mine");
        await owner.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(queue).ToBeFocusedAsync();
        await owner.Page.Keyboard.PressAsync("s");
        await Assertions.Expect(owner.Page.Locator("#speaker")).ToBeFocusedAsync();
        await owner.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(queue).ToBeFocusedAsync();
        var badge = owner.Page.Locator(".tabs a[href$='/inbox'] .count");
        var waiting = int.Parse(await badge.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < open; i++)
        {
            await owner.Page.Keyboard.PressAsync(i % 3 == 1 ? "x" : "c");
        }

        await Assertions.Expect(owner.Page.Locator("#claims-title")).ToContainTextAsync(", 0 open");
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Assertions.Expect(queue).ToContainTextAsync("the report says so");
        await (waiting == open ? Assertions.Expect(badge).ToHaveCountAsync(0) : Assertions.Expect(badge).ToHaveTextAsync($"{waiting - open}"));
        Assert.Empty(await owner.AxeAsync());
        await owner.PictureAsync("inbox");
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task Reports_stand_together_by_origin_and_an_echo_is_confirmed_by_a_key()
    {
        await using var served = await filled.ServeAsync("aleppo-1070");
        await using var owner = await served.OwnerAsync(chromium);
        await owner.Page.GotoAsync($"{owner.Page.Url}/inbox");
        await owner.SettledAsync();
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "By origin" }).ClickAsync();
        await owner.Page.WaitForURLAsync("**/echoes");
        await owner.SettledAsync();
        var origin = owner.Page.Locator("section:has(h2)").First;
        await Assertions.Expect(origin.Locator("ol li").First).ToContainTextAsync("the earliest known");
        Assert.NotInRange(await origin.Locator("ol li").CountAsync(), 0, 1);
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Region, new() { Name = "What goes back to what, drawn" }).Locator("svg")).ToBeVisibleAsync();
        await owner.AssertFineAsync("echoes");

        // A proposal is somebody's word once it is signed; until then nothing of the case changes.
        var proposed = owner.Page.Locator(".echoes > li.proposed");
        var (edge, open) = (await proposed.First.GetAttributeAsync("aria-label"), await proposed.CountAsync());
        await owner.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(owner.Page.Locator(".echoes > li").First).ToBeFocusedAsync();
        await owner.Page.Keyboard.PressAsync("c");
        var word = owner.Page.Locator($".echoes > li[aria-label='{edge!.Replace("proposed", "confirmed", StringComparison.Ordinal)}']");
        await Assertions.Expect(word).ToBeVisibleAsync();
        await Assertions.Expect(word.GetByRole(AriaRole.Button, new() { Name = "Confirm" })).ToHaveCountAsync(0);
        await word.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Assertions.Expect(owner.Page.Locator(".echoes > li.rejected")).ToHaveCountAsync(1);
        await Assertions.Expect(proposed).ToHaveCountAsync(open - 1);
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);

        // Fewer points, fewer proposals; what is on record stays.
        await owner.Page.GotoAsync($"{owner.Page.Url}?min=1000");
        await owner.SettledAsync();
        Assert.InRange(await owner.Page.Locator(".echoes > li").CountAsync(), 0, open);
        owner.AssertAtPeace();
    }
}
