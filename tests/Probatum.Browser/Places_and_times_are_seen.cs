using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>Map, time line, table and cards: four views over one filter that stands in the address.</summary>
public sealed class Places_and_times_are_seen(Chromium chromium, Filled filled)
{
    private static readonly string[] Views = ["map", "time", "table", "cards"];

    [Fact]
    public async Task Four_views_show_what_one_address_says_and_its_items_lead_to_their_records()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await ReaderAsync(served);
        var home = owner.Page.Url;
        foreach (var view in Views)
        {
            await ShownAsync(owner, $"{home}/places?view={view}", view);
            Assert.Empty(await owner.AxeAsync());
            await owner.AssertFitsAsync();
            await owner.PictureAsync($"places-{view}");
        }

        // The filter is pressed together; the address that comes of it shows somebody else the same.
        await ShownAsync(owner, $"{home}/places?view=table", "table");
        var all = await ShownCountAsync(owner);
        await owner.Page.Locator("button.chip.kind-sample").ClickAsync();
        await owner.Page.WaitForURLAsync("**/places?view=table&kind=sample");
        await Assertions.Expect(owner.Page.Locator("[data-shown]")).Not.ToHaveAttributeAsync("data-shown", $"{all}");
        var samples = await ShownCountAsync(owner);
        Assert.InRange(samples, 1, all - 1);
        await ShownAsync(owner, owner.Page.Url, "table");
        Assert.Equal(samples, await ShownCountAsync(owner));

        // A time that is not known passes no bounds, and is not hidden without any.
        await ShownAsync(owner, $"{home}/places?view=table&from=1900-01-01&to=1900-01-02", "table");
        Assert.Equal(0, await ShownCountAsync(owner));

        await ShownAsync(owner, $"{home}/places?view=cards&kind=sample", "cards");
        await owner.Page.Locator(".cards a[data-step]").First.ClickAsync();
        await owner.Page.WaitForURLAsync("**/records/*");
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("leaf");
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task The_views_fit_a_telephone_the_night_and_right_to_left()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await ReaderAsync(served, Look.Dark);
        var home = owner.Page.Url;
        foreach (var view in Views)
        {
            await ShownAsync(owner, $"{home}/places?view={view}", view);
            Assert.Empty(await owner.AxeAsync());
            await owner.PictureAsync($"places-{view}-dark");
            await owner.Page.SetViewportSizeAsync(390, 844);
            await owner.AssertFitsAsync();
            await owner.PictureAsync($"places-{view}-phone");
            await owner.Page.SetViewportSizeAsync(1280, 900);
            await owner.TurnAsync();
            await owner.AssertFitsAsync();
            await owner.PictureAsync($"places-{view}-rtl");
        }

        owner.AssertAtPeace();
    }

    [Fact]
    public async Task The_map_is_moved_by_keys_and_lists_what_is_in_view()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await ReaderAsync(served);
        await ShownAsync(owner, $"{owner.Page.Url}/places", "map");
        await Assertions.Expect(owner.Page.Locator("[data-map-list] a").First).ToBeVisibleAsync();
        var canvas = owner.Page.Locator(".map-frame canvas");
        await canvas.FocusAsync();

        // Far to the east nothing of this case lies; 0 shows all of it again.
        for (var i = 0; i < 40; i++)
        {
            await owner.Page.Keyboard.PressAsync("ArrowRight");
        }

        await Assertions.Expect(owner.Page.Locator("[data-map-status]")).ToContainTextAsync("0 of");
        await Assertions.Expect(owner.Page.Locator("[data-map-list] a")).ToHaveCountAsync(0);
        await owner.Page.Keyboard.PressAsync("0");
        await Assertions.Expect(owner.Page.Locator("[data-map-list] a").First).ToBeVisibleAsync();
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task The_workspace_s_own_map_takes_the_place_of_the_outlines()
    {
        await using var served = await filled.ServeAsync();
        await File.WriteAllTextAsync(Path.Combine(served.Workspace, "basemap.geojson"), """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[30,30],[40,30],[40,40],[30,30]]]}}]}""");
        await using var owner = await ReaderAsync(served);
        await ShownAsync(owner, $"{owner.Page.Url}/places", "map");
        await Assertions.Expect(owner.Page.Locator("[data-land]")).ToHaveAttributeAsync("data-land", "1");
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task Fifty_thousand_things_show_and_respond_in_all_four_views()
    {
        const int Many = 50_000;
        using var desk = new Desk().WithCase();
        var sheet = new StringBuilder("label,matrix,collected,lat,lon,radius_m,collector\n");
        for (var i = 0; i < Many; i++)
        {
            var day = new DateTime(2016, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i % 20_000);
            sheet.Append(CultureInfo.InvariantCulture, $"N-{i},ENV_SOIL,{day:yyyy-MM-dd'T'HH:mm:ss'Z'},{33 + (i % 211 * 0.01)},{36 + (i % 307 * 0.01)},{(i % 5) * 50},Team\n");
        }

        var path = desk.File("many.csv", sheet.ToString());
        desk.In("import", path, "--as", "samples").Expect(0);
        await using var served = await Served.StartAsync(desk.At("workspace"));
        await using var owner = await ReaderAsync(served);
        var home = owner.Page.Url;

        await ShownAsync(owner, $"{home}/places?kind=sample", "map");
        await Assertions.Expect(owner.Page.Locator(".map-view")).ToHaveAttributeAsync("data-items", $"{Many}");
        var before = await owner.Page.Locator(".map-view").GetAttributeAsync("data-drawn");
        await owner.Page.Locator(".map-frame canvas").FocusAsync();
        await owner.Page.Keyboard.PressAsync("+");
        await Assertions.Expect(owner.Page.Locator(".map-view")).Not.ToHaveAttributeAsync("data-drawn", before!);
        await owner.PictureAsync("places-map-many");

        await ShownAsync(owner, $"{home}/places?view=time&kind=sample", "time");
        await Assertions.Expect(owner.Page.Locator(".time-view")).ToHaveAttributeAsync("data-drawn", $"{Many} of {Many}");
        await owner.Page.Locator(".time-frame canvas").FocusAsync();
        await owner.Page.Keyboard.PressAsync("+");
        await Assertions.Expect(owner.Page.Locator(".time-view")).Not.ToHaveAttributeAsync("data-drawn", $"{Many} of {Many}");
        await owner.PictureAsync("places-time-many");

        await ShownAsync(owner, $"{home}/places?view=table&kind=sample", "table");
        await owner.Page.Locator(".places-table").EvaluateAsync("table => { table.scrollTop = table.scrollHeight; }");
        await Assertions.Expect(owner.Page.Locator(".places-table")).ToContainTextAsync("N-19999 collected");
        Assert.InRange(await owner.Page.Locator(".places-table tbody tr").CountAsync(), 1, 200);

        await ShownAsync(owner, $"{home}/places?view=cards&kind=sample", "cards");
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToContainTextAsync("121–240 of 50,000");
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

    private static async Task ShownAsync(Screen screen, string address, string view)
    {
        await screen.Page.GotoAsync(address);
        await screen.SettledAsync();
        await Assertions.Expect(screen.Page.Locator("[data-shown]")).ToBeVisibleAsync();
        if (view is "map" or "time")
        {
            await Assertions.Expect(screen.Page.Locator($"[data-view={view}][data-items][data-drawn]")).ToBeVisibleAsync();
        }

        if (view == "map")
        {
            await Assertions.Expect(screen.Page.Locator("[data-land]")).Not.ToHaveAttributeAsync("data-land", "none");
        }
    }

    private static async Task<int> ShownCountAsync(Screen screen) => int.Parse((await screen.Page.Locator("[data-shown]").GetAttributeAsync("data-shown"))!, CultureInfo.InvariantCulture);
}
