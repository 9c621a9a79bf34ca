using System.Reflection;
using Microsoft.Playwright;
using Probatum.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Probatum.Browser;

/// <summary>The distribution's Chromium, started once for all tests when the first one asks for it; ask for it in a constructor.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // Long enough for a busy machine, in milliseconds: what never comes fails all the same.
    private const int Patience = 120_000;

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _driver;
    private IBrowser? _browser;

    /// <summary>What this Chromium is started with beside what all are.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>Whether whoever uses it goes on where a certificate is not trusted.</summary>
    public bool GoesOn { get; init; }

    /// <summary>Where Chromium lies: PROBATUM_CHROMIUM, else where Debian puts it.</summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable("PROBATUM_CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium";

    /// <summary>Opens an address as somebody who was never there: no cookies, no storage. Skips the test where there is no Chromium.</summary>
    /// <param name="address">Whole, with http://localhost:PORT; passkeys and WebCrypto work on that name and on no number.</param>
    /// <param name="look">Size of the screen, light or dark, and the like.</param>
    public async Task<Screen> OpenAsync(string address, Look? look = null)
    {
        var screen = await ScreenAsync(new Uri(address).GetLeftPart(UriPartial.Authority), look);
        await screen.Page.GotoAsync(address);
        return screen;
    }

    /// <summary>A screen of somebody new on which nothing is open yet, for what must be set up before the first page.</summary>
    /// <param name="origin">The only origin that its requests may go to, as http://localhost:PORT.</param>
    /// <param name="look">Size of the screen, light or dark, and the like.</param>
    public async Task<Screen> ScreenAsync(string origin, Look? look = null)
    {
        Assert.SkipUnless(File.Exists(Program), $"no Chromium at {Program} (./test installs it; PROBATUM_CHROMIUM names another)");
        var shown = look ?? new();
        var context = await (await BrowserAsync()).NewContextAsync(new()
        {
            ViewportSize = new() { Width = shown.Width, Height = shown.Height },
            ColorScheme = shown.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = shown.Locale,
            TimezoneId = "UTC",
            AcceptDownloads = true,
            IgnoreHTTPSErrors = GoesOn,
        });
        context.SetDefaultTimeout(Patience);
        return new(context, await context.NewPageAsync(), origin);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _driver?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser> BrowserAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _browser ??= await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<IBrowser> StartAsync()
    {
        // The driver is looked for in .playwright of this folder; the project does not copy it (see there).
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", Assembly.GetExecutingAssembly()
            .GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "PlaywrightPackage").Value);
        _driver = await Playwright.CreateAsync();

        Assertions.SetDefaultExpectTimeout(Patience);
        return await _driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args =
            [
                // Without a sandbox, as root in a container has none; no service of the maker is asked anything.
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                .. More,
            ],
        });
    }
}
