using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>What somebody does at a screen, with whatever they have for it.</summary>
public abstract class Hand(Screen screen)
{
    /// <summary>The screen.</summary>
    public Screen Screen { get; } = screen;

    /// <summary>Its page.</summary>
    protected IPage Page => Screen.Page;

    /// <summary>Presses a button, follows a link, opens what is folded.</summary>
    public abstract Task PressAsync(ILocator what);

    /// <summary>Writes into a field.</summary>
    public abstract Task WriteAsync(ILocator field, string words);

    /// <summary>Chooses of a list what is called so.</summary>
    public abstract Task ChooseAsync(ILocator list, string called);

    /// <summary>Ticks a box.</summary>
    public abstract Task TickAsync(ILocator box);

    /// <summary>Goes to a tab of the case.</summary>
    /// <param name="tab">Its words.</param>
    /// <param name="key">The letter that goes there.</param>
    public abstract Task GoAsync(string tab, string key);

    /// <summary>Gives files where files are asked for.</summary>
    public async Task GiveAsync(ILocator field, params string[] files) => await (await Screen.ChooserAsync(() => PressAsync(field))).SetFilesAsync(files);

    /// <summary>Presses the button of that name.</summary>
    public Task PressAsync(string button) => PressAsync(Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }));
}

/// <summary>A mouse, and keys for text alone.</summary>
public sealed class MouseHand(Screen screen) : Hand(screen)
{
    /// <inheritdoc/>
    public override Task PressAsync(ILocator what) => what.ClickAsync();

    /// <inheritdoc/>
    public override async Task WriteAsync(ILocator field, string words)
    {
        await field.ClickAsync();
        await field.FillAsync(words);
    }

    /// <inheritdoc/>
    public override Task ChooseAsync(ILocator list, string called) => list.SelectOptionAsync(new SelectOptionValue { Label = called });

    /// <inheritdoc/>
    public override Task TickAsync(ILocator box) => box.ClickAsync();

    /// <inheritdoc/>
    public override Task GoAsync(string tab, string key) => Page.Locator(".tabs").GetByRole(AriaRole.Link, new() { Name = tab }).ClickAsync();
}

/// <summary>Keys alone: whatever is not reached by Tab, or not done by a key, is not there.</summary>
public sealed class KeysHand(Screen screen) : Hand(screen)
{
    // More than any screen of these tests has.
    private const int MostStops = 400;

    /// <inheritdoc/>
    public override async Task PressAsync(ILocator what)
    {
        await ReachAsync(what);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <inheritdoc/>
    public override async Task WriteAsync(ILocator field, string words)
    {
        await ReachAsync(field);
        await Page.Keyboard.PressAsync("Control+a");
        await Page.Keyboard.TypeAsync(words);
    }

    /// <inheritdoc/>
    public override async Task ChooseAsync(ILocator list, string called)
    {
        await ReachAsync(list);
        await Page.Keyboard.PressAsync("Home");
        for (var i = 0; await list.EvaluateAsync<string>("list => list.selectedOptions[0]?.label ?? ''") != called; i++)
        {
            Assert.True(i < MostStops, $"the list has nothing called '{called}'");
            await Page.Keyboard.PressAsync("ArrowDown");
        }
    }

    /// <inheritdoc/>
    public override async Task TickAsync(ILocator box)
    {
        await ReachAsync(box);
        await Page.Keyboard.PressAsync("Space");
    }

    /// <inheritdoc/>
    public override async Task GoAsync(string tab, string key)
    {
        // In a field letters are letters.
        await Page.EvaluateAsync("() => document.activeElement?.blur()");
        await Page.Keyboard.PressAsync("g");
        await Page.Keyboard.PressAsync(key);
    }

    private async Task ReachAsync(ILocator what)
    {
        await what.WaitForAsync();
        for (var i = 0; !await what.EvaluateAsync<bool>("one => one === document.activeElement"); i++)
        {
            Assert.True(i < MostStops, $"{what} is not reached by Tab");
            await Page.Keyboard.PressAsync("Tab");
        }
    }
}
