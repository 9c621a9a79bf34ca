using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>The laboratory on screen: runs drawn and laid over each other, a component beside its candidate, criteria, laboratories side by side.</summary>
public sealed class Runs_are_drawn(Chromium chromium, Filled filled)
{
    [Fact]
    public async Task A_run_is_drawn_with_its_blank_and_a_component_beside_its_candidate()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await served.OwnerAsync(chromium);
        await owner.Page.GotoAsync($"{owner.Page.Url}/laboratory");
        await owner.SettledAsync();
        var chart = owner.Page.Locator(".chart");
        await Assertions.Expect(chart.Locator("canvas")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Page.Locator(".lead", new() { HasText = "No answer of a library search is a confirmation" })).ToBeVisibleAsync();
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "With its blank" }).ClickAsync();
        await owner.Page.WaitForURLAsync("**with=**");
        await Assertions.Expect(chart).ToHaveAttributeAsync("data-curves", "2");

        // By keys, buttons and the wheel.
        var whole = await Width(chart);
        await chart.FocusAsync();
        await owner.Page.Keyboard.PressAsync("+");
        await Assertions.Expect(chart).Not.ToHaveAttributeAsync("data-to", (whole.To).ToString(CultureInfo.InvariantCulture));
        Assert.InRange((await Width(chart)).Width / whole.Width, 0.45, 0.55);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Nearer" }).ClickAsync();
        Assert.InRange((await Width(chart)).Width / whole.Width, 0.2, 0.3);
        await chart.Locator(".u-over").HoverAsync();
        await owner.Page.Mouse.WheelAsync(0, -100);
        await owner.Page.WaitForFunctionAsync("most => { const data = document.querySelector('.chart').dataset; return data.to - data.from < most; }", 0.2 * whole.Width);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Whole run" }).ClickAsync();
        Assert.InRange((await Width(chart)).Width / whole.Width, 0.99, 1.01);

        // By drag.
        var box = (await chart.Locator(".u-over").BoundingBoxAsync())!;
        await owner.Page.Mouse.MoveAsync(box.X + (box.Width / 4), box.Y + 60);
        await owner.Page.Mouse.DownAsync();
        await owner.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 60, new() { Steps = 5 });
        await owner.Page.Mouse.UpAsync();
        Assert.InRange((await Width(chart)).Width / whole.Width, 0.2, 0.3);

        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Spectrum 1", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.Page.Locator(".spectrum svg")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Page.Locator(".spectrum")).ToContainTextAsync("Upwards: No. 1");
        await owner.AssertFineAsync("laboratory");
    }

    [Fact]
    public async Task Results_are_held_against_criteria_and_laboratories_stand_side_by_side()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await served.OwnerAsync(chromium);
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/laboratory?show=results");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.Locator(".result").First).ToBeVisibleAsync();
        await owner.AssertFineAsync("laboratory-results");
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Side by side", Exact = true }).ClickAsync();
        await owner.Page.WaitForURLAsync("**show=compare**");
        var table = owner.Page.Locator("table.beside");
        await Assertions.Expect(table).ToContainTextAsync("SYNTHETIC Laboratory DL 01");
        await Assertions.Expect(table).ToContainTextAsync("SYNTHETIC Laboratory DL 02");
        await owner.AssertFineAsync("laboratory-compare");
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Jobs and controls", Exact = true }).ClickAsync();
        await owner.Page.WaitForURLAsync("**show=jobs**");
        await owner.AssertFineAsync("laboratory-jobs");
    }

    [Fact]
    public async Task A_run_of_a_hundred_thousand_points_is_drawn_whole()
    {
        const int Points = 100_000;
        var workspace = filled.Copy();
        var run = Path.Combine(workspace, "..", $"run-{Guid.NewGuid():N}.jdx");
        var text = new StringBuilder("##TITLE=a long run\n##JCAMP-DX=4.24\n##DATA TYPE=INFRARED SPECTRUM\n##ORIGIN=test\n##OWNER=test\n##XUNITS=1/CM\n##YUNITS=ABSORBANCE\n##FIRSTX=1\n")
            .Append(CultureInfo.InvariantCulture, $"##LASTX={Points}\n##NPOINTS={Points}\n##FIRSTY=10\n##XFACTOR=1\n##YFACTOR=1\n##DELTAX=1\n##XYDATA=(X++(Y..Y))\n");
        for (var at = 1; at <= Points; at += 10)
        {
            text.Append(CultureInfo.InvariantCulture, $"{at} {string.Join(' ', Enumerable.Range(at, Math.Min(10, Points - at + 1)).Select(i => i == 77_777 ? 90_000 : 10 + (i % 7)))}\n");
        }

        await File.WriteAllTextAsync(run, text.Append("##END=\n").ToString(), TestContext.Current.CancellationToken);
        Desk.Run("sample", "reading", "LX-01", "--technique", "FTIR_ATR", "--photo", run, "--by", "SYNTHETIC Secretariat Inspection Team", "--workspace", workspace, "--key", "registrar").Expect(0);
        await using var served = await Served.StartAsync(workspace);
        await using var owner = await served.OwnerAsync(chromium);
        await owner.Page.GotoAsync($"{owner.Page.Url}/laboratory");
        await owner.SettledAsync();
        await owner.Page.Locator("tr", new() { HasText = "FTIR_ATR" }).Last.Locator("input[name=run]").CheckAsync();
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Draw" }).ClickAsync();
        await owner.Page.WaitForURLAsync("**run=**");
        await Assertions.Expect(owner.Page.Locator(".chart")).ToHaveAttributeAsync("data-points", Points.ToString(CultureInfo.InvariantCulture));
        await Assertions.Expect(owner.Page.Locator("figcaption")).ToContainTextAsync("100,000 points");
        await owner.AssertFineAsync("laboratory-long");
    }

    private static async Task<(double To, double Width)> Width(ILocator chart)
    {
        var (from, to) = (double.Parse((await chart.GetAttributeAsync("data-from"))!, CultureInfo.InvariantCulture), double.Parse((await chart.GetAttributeAsync("data-to"))!, CultureInfo.InvariantCulture));
        return (to, to - from);
    }
}
