using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>The verify page as somebody uses it, served as any web server would under the policy that the program's own has.</summary>
internal sealed class VerifyScreen : IAsyncDisposable
{
    /// <summary>Nothing from elsewhere, nothing inline; only WebAssembly may be compiled.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly StaticSite _site;

    private VerifyScreen(StaticSite site, Screen screen) => (_site, Screen) = (site, screen);

    public Screen Screen { get; }

    public IPage Page => Screen.Page;

    /// <summary>Where the build lays the page out.</summary>
    public static string Folder { get; } = Path.Combine(TestData.Repository, "artifacts", "verify-page");

    public static async Task<VerifyScreen> OpenAsync(Chromium chromium, Look? look = null, string path = "/verify/")
    {
        var site = await StaticSite.ServeAsync(Folder, path, ("Content-Security-Policy", Policy), ("X-Content-Type-Options", "nosniff"));
        return new(site, await chromium.OpenAsync(site.Address, look));
    }

    /// <summary>Chooses a dossier, a ZIP or a folder, and waits for what is said of it.</summary>
    public async Task<VerifyScreen> CheckAsync(string dossier)
    {
        await GiveAsync(dossier);
        await Assertions.Expect(Page.Locator("#result, #refused").Filter(new() { Visible = true }).First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        return this;
    }

    /// <summary>Chooses a dossier and does not wait.</summary>
    public Task GiveAsync(string dossier) =>
        Page.GetByLabel(File.Exists(dossier) ? "Choose a ZIP file" : "Choose a folder").SetInputFilesAsync(dossier);

    /// <summary>What a button saves.</summary>
    public async Task<string> SavedAsync(string button)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    public Task<string> SentenceAsync() => Page.Locator("#sentence").InnerTextAsync();

    public async ValueTask DisposeAsync()
    {
        await Screen.DisposeAsync();
        await _site.DisposeAsync();
    }
}
