using System.Text.Json;
using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>Search, the records themselves, and what everybody did.</summary>
public sealed class Records_are_found_and_read(Chromium chromium, Filled filled)
{
    [Fact]
    public async Task Words_are_found_while_they_are_typed_and_lead_to_the_record()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await ReaderAsync(served);
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/search");
        await owner.SettledAsync();
        await owner.Page.Locator("#words").PressSequentiallyAsync("sampl");
        await Assertions.Expect(owner.Page.Locator(".hits mark").First).ToBeVisibleAsync();

        // By what was found it can be narrowed, and the address says so.
        var all = await owner.Page.Locator("[data-found]").GetAttributeAsync("data-found");
        await owner.Page.Locator("#words").PressAsync("Enter");
        await owner.Page.WaitForURLAsync("**/search?q=sampl");
        await owner.Page.GotoAsync($"{home}/search?q=sample");
        await owner.SettledAsync();
        all = await owner.Page.Locator("[data-found]").GetAttributeAsync("data-found");
        await owner.Page.Locator(".facet a").First.ClickAsync();
        await owner.Page.WaitForURLAsync("**/search?q=sample&kind=*");
        await Assertions.Expect(owner.Page.Locator("[data-found]")).Not.ToHaveAttributeAsync("data-found", all!);
        Assert.Empty(await owner.AxeAsync());
        await LookedAtAsync(owner, "search");

        // j goes to the first, Enter opens it.
        await owner.Page.Locator("main").FocusAsync();
        await owner.Page.Keyboard.PressAsync("j");
        await owner.Page.Keyboard.PressAsync("Enter");
        await owner.Page.WaitForURLAsync("**/records/*");
        await Assertions.Expect(owner.Page.Locator("h1")).ToContainTextAsync("leaf");

        await owner.Page.GotoAsync($"{served.Address}/search?q=sample");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.Locator(".hits > li").First).ToBeVisibleAsync();
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task What_is_withheld_from_a_reader_is_not_found_by_its_words()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await ReaderAsync(served);
        var home = owner.Page.Url;
        var id = new Uri(home).Segments[^1];
        await owner.Page.GotoAsync($"{home}/members");
        await owner.SettledAsync();
        await owner.Page.Locator("section:has(#invite) label:has-text(\"Role\") select").SelectOptionAsync("auditor");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Let in" }).ClickAsync();
        var link = await owner.Page.Locator("[data-link]").InnerTextAsync();
        await using var auditor = await served.JoinAsync(chromium, link, "Ben");

        // Every passage that the auditor is shown stands in what the auditor may read of that record.
        var whole = await FoundAsync(owner, id, "sample");
        var narrow = await FoundAsync(auditor, id, "sample");
        Assert.True(whole.GetProperty("counted").GetInt32() > narrow.GetProperty("counted").GetInt32());
        foreach (var hit in narrow.GetProperty("hits").EnumerateArray().Take(5))
        {
            await auditor.Page.GotoAsync($"{home}/records/{hit.GetProperty("leaf").GetInt64()}");
            await auditor.SettledAsync();
            var passage = hit.GetProperty("passage").GetString()!.Trim('…').Split('\n')[0].Trim();
            await Assertions.Expect(auditor.Page.Locator("main")).ToContainTextAsync(passage.Length > 40 ? passage[..40].Trim() : passage);
        }

        var status = await auditor.Page.EvaluateAsync<int>($"async () => (await fetch('/api/v1/cases/{id}/records/1/text')).status");
        Assert.Equal(403, status);
        Assert.Equal(403, await auditor.Page.EvaluateAsync<int>("async () => (await fetch('/api/v1/activity')).status"));
        Assert.Equal(403, await auditor.Page.EvaluateAsync<int>($"async () => (await fetch('/api/v1/cases/{id}/activity.csv')).status"));
        Assert.Equal(200, await auditor.Page.EvaluateAsync<int>($"async () => (await fetch('/api/v1/cases/{id}/activity')).status"));
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task Every_record_is_listed_and_its_page_has_what_proves_it()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await ReaderAsync(served);
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/records");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.Locator(".records-table tbody a").First).ToBeVisibleAsync();
        Assert.Empty(await owner.AxeAsync());
        await LookedAtAsync(owner, "records");
        await owner.Page.Locator("main label:has-text(\"Kind\") select").SelectOptionAsync("case-opened");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await owner.Page.WaitForURLAsync("**/records?kind=case-opened");
        await Assertions.Expect(owner.Page.Locator("[data-shown]")).ToHaveAttributeAsync("data-shown", "1");
        await owner.Page.Locator(".records-table tbody a").First.ClickAsync();
        await owner.Page.WaitForURLAsync("**/records/0");
        await Assertions.Expect(owner.Page.Locator("h1")).ToContainTextAsync("Case opened");
        await Assertions.Expect(owner.Page.Locator("section:has(#proof) pre")).ToContainTextAsync("probatum/case-opened@1", new() { UseInnerText = false });
        Assert.Empty(await owner.AxeAsync());
        await LookedAtAsync(owner, "record");
        var download = await owner.Page.RunAndWaitForDownloadAsync(() => owner.Page.GetByRole(AriaRole.Link, new() { Name = "Download the proof" }).ClickAsync());
        Assert.StartsWith("c2sp.org/tlog-proof@v1", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task What_everybody_did_is_filtered_and_read_by_those_who_may()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await ReaderAsync(served);
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/search?q=chlorine");
        await owner.SettledAsync();
        await owner.Page.GotoAsync($"{home}/activity?what=search");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.Locator("tbody tr").First).ToContainTextAsync("chlorine");
        Assert.Empty(await owner.AxeAsync());
        await LookedAtAsync(owner, "activity-case");
        await owner.Page.GotoAsync($"{served.Address}/activity");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.Locator("tbody")).ToContainTextAsync("sign in");
        await Assertions.Expect(owner.Page.Locator("section:has(#signed)")).ToContainTextAsync("leaves, root");
        await owner.Page.Locator("main label:has-text(\"What\") select").SelectOptionAsync("started");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await owner.Page.WaitForURLAsync("**/activity?what=started");
        await Assertions.Expect(owner.Page.Locator("tbody")).Not.ToContainTextAsync("sign in");
        Assert.Empty(await owner.AxeAsync());
        await LookedAtAsync(owner, "activity");
        owner.AssertAtPeace();
    }

    /// <summary>The owner of the only case, at its home. Who only reads needs no key in the case.</summary>
    private async Task<Screen> ReaderAsync(Served served, Look? look = null)
    {
        var owner = await served.JoinAsync(chromium, served.Link!, "Ada", look);
        await owner.Page.Locator(".cards a").First.ClickAsync();
        await owner.Page.WaitForURLAsync($"{served.Address}/case/*");
        return owner;
    }

    private static async Task<JsonElement> FoundAsync(Screen screen, string caseId, string words) =>
        await screen.Page.EvaluateAsync<JsonElement>($"async () => await (await fetch('/api/v1/search?take=100&case={caseId}&q={words}')).json()");

    private static async Task LookedAtAsync(Screen screen, string name)
    {
        await screen.AssertFitsAsync();
        await screen.PictureAsync(name);
        await screen.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await screen.PictureAsync($"{name}-dark");
        Assert.Empty(await screen.AxeAsync());
        await screen.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await screen.Page.SetViewportSizeAsync(390, 844);
        await screen.AssertFitsAsync();
        await screen.PictureAsync($"{name}-phone");
        await screen.Page.SetViewportSizeAsync(1280, 900);
        await screen.Page.EvaluateAsync("() => { document.documentElement.dir = 'rtl'; }");
        await screen.AssertFitsAsync();
        await screen.PictureAsync($"{name}-rtl");
        await screen.Page.EvaluateAsync("() => { document.documentElement.dir = 'ltr'; }");
    }
}
