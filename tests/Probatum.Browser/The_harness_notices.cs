using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>The tests in a browser would be worth nothing if what goes wrong there were not noticed.</summary>
public sealed class The_harness_notices(Chromium chromium)
{
    [Fact]
    public async Task What_a_page_asks_of_others_and_what_its_policy_refuses()
    {
        using var desk = new Desk();
        desk.File("index.html", """
            <!doctype html><html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1>
            <img alt="from elsewhere" src="http://127.0.0.1:9/picture.png"><script>document.title = 'ran';</script></main></body></html>
            """);
        await using var site = await StaticSite.ServeAsync(desk.Folder, "/verify/", ("Content-Security-Policy", "default-src 'none'; img-src *"));
        await using var screen = await chromium.OpenAsync(site.Address);
        Assert.Equal("A page", await screen.Page.TitleAsync());
        Assert.Contains(screen.Requests, request => request.Address.Host == "127.0.0.1");
        Assert.Contains(screen.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
        Assert.ThrowsAny<Exception>(screen.AssertAtPeace);
    }

    [Fact]
    public async Task A_page_that_keeps_people_out_and_one_that_is_too_wide()
    {
        using var desk = new Desk();
        desk.File("index.html", """
            <!doctype html><html><head><title>A page</title></head><body><main><h1>A page</h1><input><table><tr>
            <td>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</td></tr></table></main></body></html>
            """);
        await using var site = await StaticSite.ServeAsync(desk.Folder, "/");
        await using var screen = await chromium.OpenAsync(site.Address, Look.Telephone);
        await Assert.ThrowsAnyAsync<Exception>(screen.AssertFitsAsync);
        Assert.Equal(["html-has-lang", "label"], (await screen.AxeAsync()).Select(line => line.Split(':')[0]).Order());
        var folder = Directory.CreateTempSubdirectory("probatum-pictures-").FullName;
        await screen.PictureAsync("harness", folder);
        Assert.True(new FileInfo(Path.Combine(folder, "harness.png")).Length > 1000);
    }
}
