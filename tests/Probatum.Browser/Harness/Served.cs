using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>A workspace as the program serves it, in a process of its own, on a free port.</summary>
public sealed class Served : IAsyncDisposable
{
    private readonly Process _program;

    private Served(Process program, string address, string? certificate, string? link, string workspace) => (_program, Address, Certificate, Link, Workspace) = (program, address, certificate, link, workspace);

    /// <summary>http://localhost:PORT, without a slash at its end.</summary>
    public string Address { get; }

    /// <summary>The SHA-256 of its certificate as it printed it; null without https.</summary>
    public string? Certificate { get; }

    /// <summary>The one-time link that creates the owner; null where there is one.</summary>
    public string? Link { get; }

    /// <summary>The folder that is served.</summary>
    public string Workspace { get; }

    /// <summary>Serves a workspace until it is disposed.</summary>
    public static async Task<Served> StartAsync(string workspace, params string[] more)
    {
        // Asked before it starts: making the link makes the file.
        var hasOwner = File.Exists(Path.Combine(workspace, "accounts"));

        // A machine of its own: copies of one workspace would look like each other rolled back.
        var state = Directory.CreateTempSubdirectory("probatum-state-").FullName;
        var program = Desk.Start(["serve", "--workspace", workspace, "--json", .. more.Contains("--urls") ? [] : new[] { "--urls", "http://localhost:0" }, .. more], ("PROBATUM_STATE", state));
        var address = await SaidAsync(program, "address") ?? throw new InvalidOperationException(await program.StandardError.ReadToEndAsync());
        var certificate = address.StartsWith("https", StringComparison.Ordinal) ? await SaidAsync(program, "certificate") : null;
        var link = hasOwner && !more.Contains("--new-owner") ? null : await SaidAsync(program, "link");
        return new(program, address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal).TrimEnd('/'), certificate, link, workspace);
    }

    /// <summary>A new workspace without cases, served.</summary>
    public static Task<Served> EmptyAsync(params string[] more)
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("probatum-served-").FullName, "workspace");
        Desk.Run("init", folder).Expect(0);
        return StartAsync(folder, more);
    }

    /// <summary>Opens a window whose person has an authenticator, which every ceremony of WebAuthn uses without a question.</summary>
    public async Task<Screen> PersonAsync(Chromium chromium, Look? look = null)
    {
        var screen = await chromium.ScreenAsync(Address, look);
        var debugger = await screen.Person.NewCDPSessionAsync(screen.Page);
        await debugger.SendAsync("WebAuthn.enable");
        await debugger.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        return screen;
    }

    /// <summary>Opens a window of somebody who comes in by a one-time link, with a passkey and a key of this browser.</summary>
    public async Task<Screen> JoinAsync(Chromium chromium, string link, string name, Look? look = null)
    {
        var screen = await PersonAsync(chromium, look);
        await screen.Page.GotoAsync(link);
        await screen.Page.GetByLabel("Name to sign in with").FillAsync(name);
        await screen.Page.GetByLabel("Name that others see").FillAsync(name);
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey and come in" }).ClickAsync();
        try
        {
            await screen.Page.WaitForURLAsync($"{Address}/", new() { WaitUntil = WaitUntilState.Commit });
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{name} did not come in; the page says: {await screen.Page.InnerTextAsync("body")}", e);
        }

        await screen.SettledAsync();
        return screen;
    }

    /// <summary>The owner of the only case, come in by the link, whose key is registered in it; at the case's home.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="look">How the page is looked at.</param>
    /// <param name="party">The party that the key acts for, by its name; null for none.</param>
    public async Task<Screen> OwnerAsync(Chromium chromium, Look? look = null, string? party = null)
    {
        var owner = await JoinAsync(chromium, Link!, "Ada", look);
        await owner.Page.Locator(".cards a").First.ClickAsync();
        await owner.Page.WaitForURLAsync($"{Address}/case/*");
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/members");
        await owner.SettledAsync();
        if (party is not null)
        {
            await owner.Page.GetByLabel("Acts for").First.SelectOptionAsync(new SelectOptionValue { Label = party });
        }

        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Register the key of" }).ClickAsync();
        var (row, refused) = (owner.Page.Locator("section:has(#who) tbody tr").First, owner.Page.GetByRole(AriaRole.Alert));
        await Assertions.Expect(row.GetByText("k-").Or(refused).First).ToBeVisibleAsync();
        Assert.True(await refused.CountAsync() == 0, await refused.CountAsync() == 0 ? "" : await refused.InnerTextAsync());
        await owner.Page.GotoAsync(home);
        await owner.SettledAsync();
        return owner;
    }

    /// <summary>Lets somebody new into the owner's case, with a key that is registered by both signatures; at the case's home.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="owner">The owner's window, at the case's home, where it is again at the end.</param>
    /// <param name="name">The newcomer's name.</param>
    /// <param name="role">The newcomer's role.</param>
    /// <param name="party">The party that the key acts for, by its name; null for none.</param>
    /// <param name="look">How the newcomer looks at the page.</param>
    public async Task<Screen> MemberAsync(Chromium chromium, Screen owner, string name, string role, string? party = null, Look? look = null)
    {
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/members");
        await owner.SettledAsync();
        await owner.Page.Locator("section:has(#invite)").GetByLabel("Role").SelectOptionAsync(role);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Let in" }).ClickAsync();
        var member = await JoinAsync(chromium, await owner.Page.Locator("[data-link]").InnerTextAsync(), name, look);
        await owner.Page.ReloadAsync();
        await owner.SettledAsync();
        var row = owner.Page.Locator("section:has(#who) tr", new() { HasText = name });
        if (party is not null)
        {
            await row.GetByLabel("Acts for").SelectOptionAsync(new SelectOptionValue { Label = party });
        }

        await row.GetByRole(AriaRole.Button, new() { Name = "Register the key of" }).ClickAsync();
        await Assertions.Expect(row.Locator(".waits")).ToBeVisibleAsync();
        await member.Page.GotoAsync($"{home}/members");
        await member.SettledAsync();
        await member.Page.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();

        // Whoever works blind is not shown who holds which key.
        await Assertions.Expect(owner.Page.Locator("section:has(#keys-on-record)")).ToContainTextAsync(name);
        foreach (var screen in new[] { member, owner })
        {
            await screen.Page.GotoAsync(home);
            await screen.SettledAsync();
        }

        return member;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_program.HasExited)
        {
            _program.Kill(true);
            await _program.WaitForExitAsync();
        }

        _program.Dispose();
    }

    private static async Task<string?> SaidAsync(Process program, string what)
    {
        for (var line = await program.StandardOutput.ReadLineAsync(); line is not null; line = await program.StandardOutput.ReadLineAsync())
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty(what, out var value))
            {
                return value.GetString();
            }
        }

        return null;
    }
}
