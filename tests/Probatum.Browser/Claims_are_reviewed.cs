using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>The inbox: claims beside the text that they stand in, reviewed from the keyboard.</summary>
public sealed class Claims_are_reviewed(Chromium chromium, Filled filled) : IClassFixture<Filled>
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
}
