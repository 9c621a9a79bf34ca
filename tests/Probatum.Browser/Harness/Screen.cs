using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Probatum.Browser;

/// <summary>What a page asked of the network.</summary>
public sealed record Sent(string Method, Uri Address, string Kind);

/// <summary>A window of one person, with all that it asked of the network and all that went wrong in it.</summary>
public sealed class Screen : IAsyncDisposable
{
    private readonly IBrowserContext _person;
    private readonly string _origin;
    private readonly ConcurrentQueue<Sent> _requests = [];
    private readonly ConcurrentQueue<string> _complaints = [];

    internal Screen(IBrowserContext person, IPage page, string origin)
    {
        (_person, Page, _origin) = (person, page, origin);
        person.Request += (_, request) => _requests.Enqueue(new(request.Method, new(request.Url), request.ResourceType));
        person.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        person.WebError += (_, error) => _complaints.Enqueue($"uncaught: {error.Error}");
    }

    /// <summary>The page, for all that Playwright can do.</summary>
    public IPage Page { get; }

    /// <summary>The person's other windows, cookies and storage.</summary>
    public IBrowserContext Person => _person;

    /// <summary>Every request so far, of all windows of this person.</summary>
    public IReadOnlyList<Sent> Requests => [.. _requests];

    /// <summary>What the console warned of, what was thrown and not caught, what the Content-Security-Policy refused.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>Where pictures of screens are put for somebody to look at: the folder that PROBATUM_SCREENS names; null where it names none, and none are taken.</summary>
    public static string? Pictures { get; } = Environment.GetEnvironmentVariable("PROBATUM_SCREENS") is { Length: > 0 } set ? Directory.CreateDirectory(set).FullName : null;

    /// <summary>Fails where a request left the origin, or anything was complained of.</summary>
    public void AssertAtPeace()
    {
        Assert.All(Requests.Where(request => request.Address.Scheme is not ("data" or "blob")), request => Assert.Equal(_origin, request.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Empty(Complaints);
    }

    /// <summary>Fails where the page is wider than its window: something would have to be scrolled sideways to be read.</summary>
    public async Task AssertFitsAsync() =>
        Assert.InRange(await Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"), 0, 0);

    /// <summary>What axe-core finds wrong under WCAG 2.2 A and AA and its own best practices: rule, place and reason, one a line. Skips where axe is absent.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        var file = Path.Combine(TestData.Repository, "artifacts", "peers", "axe", "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(file), "axe-core is not here (./test installs it)");

        // By the debugger's way in, which the page's own policy on scripts does not rule.
        if (!await Page.EvaluateAsync<bool>("() => !!window.axe"))
        {
            await Page.EvaluateAsync($"() => {{ {await File.ReadAllTextAsync(file)}\n }}");
        }

        var found = await Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
                .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`))
            """);
        return [.. found.EnumerateArray().Select(one => one.GetString()!)];
    }

    /// <summary>Takes a picture of the whole page, where somebody wants to look at it.</summary>
    /// <param name="name">Of the file, without .png; a picture of the same name is replaced.</param>
    /// <param name="folder">Where it is put.</param>
    public async Task PictureAsync(string name, string? folder = null)
    {
        if ((folder ?? Pictures) is { } into)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(into, $"{name}.png"), FullPage = true });
        }
    }

    /// <summary>What asks for files once something is pressed; on a busy machine a browser passes over a press, and a person presses again.</summary>
    public async Task<IFileChooser> ChooserAsync(Func<Task> press)
    {
        for (var left = 3; ; left--)
        {
            try
            {
                return await Page.RunAndWaitForFileChooserAsync(press, new() { Timeout = 30_000 });
            }
            catch (TimeoutException) when (left > 0)
            {
                // Once more.
            }
        }
    }

    /// <summary>Waits until the screen answers: its circuit is up and no request is under way.</summary>
    public async Task SettledAsync()
    {
        await Page.WaitForFunctionAsync("() => window.probatum && (!document.querySelector('[data-live]') || document.querySelector('[data-live=yes]'))");
    }

    /// <summary>Fails where the screen complains, breaks a rule of accessibility, or does not fit a desk or a telephone, light or dark, in either direction; takes a picture of each.</summary>
    /// <param name="name">Of the pictures.</param>
    public async Task AssertFineAsync(string name)
    {
        foreach (var (words, width, isDark, isTurned) in new[] { ("desk", 1280, false, false), ("night", 1280, true, false), ("turned", 1280, false, true), ("telephone", 390, false, false) })
        {
            await Page.SetViewportSizeAsync(width, 900);
            await Page.EmulateMediaAsync(new() { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light });
            await Page.EvaluateAsync($"() => {{ scrollTo(0, 0); document.documentElement.dir = '{(isTurned ? "rtl" : "ltr")}'; }}");
            await PictureAsync($"{name}-{words}");
            await AssertFitsAsync();

            // What it finds hangs on colours and sizes, and not on the direction.
            if (!isTurned)
            {
                Assert.Empty(await AxeAsync());
            }
        }

        await Page.SetViewportSizeAsync(1280, 900);
        await Page.EvaluateAsync("() => { document.documentElement.dir = 'ltr'; }");
        AssertAtPeace();
    }

    /// <summary>Lays the page out from right to left.</summary>
    public Task TurnAsync() => Page.EvaluateAsync("() => { document.documentElement.dir = 'rtl'; }");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _person.DisposeAsync();
}
