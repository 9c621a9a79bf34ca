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

    /// <summary>Waits until the verifier is loaded.</summary>
    public Task ReadyAsync() => Assertions.Expect(Page.Locator("main[data-ready]")).ToBeAttachedAsync(new() { Timeout = 120_000 });

    /// <summary>Chooses a dossier, a ZIP or a folder, and waits for what is said of it.</summary>
    public async Task CheckAsync(string dossier)
    {
        var before = await Page.Locator("main").GetAttributeAsync("data-checked") ?? "0";
        await GiveAsync(dossier);
        await Assertions.Expect(Page.Locator($"main:not([data-checked='{before}'])[data-checked]")).ToBeAttachedAsync(new() { Timeout = 120_000 });
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

    /// <summary>Drops files on the page, as a file manager does.</summary>
    public async Task DropAsync(params string[] files)
    {
        // Only the browser itself can make such a drop, so it is asked by the debugger's way in.
        var debugger = await Screen.Person.NewCDPSessionAsync(Page);
        await Page.Locator("#drop").ScrollIntoViewIfNeededAsync();
        var field = (await Page.Locator("#drop").BoundingBoxAsync())!;
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
        {
            await debugger.SendAsync("Input.dispatchDragEvent", new()
            {
                ["type"] = type,
                ["x"] = field.X + 20,
                ["y"] = field.Y + 20,
                ["data"] = new Dictionary<string, object> { ["items"] = Array.Empty<object>(), ["files"] = files, ["dragOperationsMask"] = 1 },
            });
        }
    }

    /// <summary>The id of what has the focus.</summary>
    public Task<string> FocusAsync() => Page.EvaluateAsync<string>("() => document.activeElement.id");

    public Task<string> SentenceAsync() => Page.Locator("#sentence").InnerTextAsync();

    public async ValueTask DisposeAsync()
    {
        await Screen.DisposeAsync();
        await _site.DisposeAsync();
    }
}
