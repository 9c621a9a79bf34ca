using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>A workspace as the program serves it, in a process of its own, on a free port.</summary>
public sealed class Served : IAsyncDisposable
{
    private readonly Process _program;

    private Served(Process program, string address, string? link, string workspace) => (_program, Address, Link, Workspace) = (program, address, link, workspace);

    /// <summary>http://localhost:PORT, without a slash at its end.</summary>
    public string Address { get; }

    /// <summary>The one-time link that creates the owner; null where there is one.</summary>
    public string? Link { get; }

    /// <summary>The folder that is served.</summary>
    public string Workspace { get; }

    /// <summary>Serves a workspace until it is disposed.</summary>
    public static async Task<Served> StartAsync(string workspace, params string[] more)
    {
        // A machine of its own: copies of one workspace would look like each other rolled back.
        var state = Directory.CreateTempSubdirectory("probatum-state-").FullName;
        var program = Desk.Start(["serve", "--workspace", workspace, "--urls", "http://localhost:0", "--json", .. more], ("PROBATUM_STATE", state));
        var address = await SaidAsync(program, "address") ?? throw new InvalidOperationException(await program.StandardError.ReadToEndAsync());
        var link = File.Exists(Path.Combine(workspace, "accounts")) && !more.Contains("--new-owner") ? null : await SaidAsync(program, "link");
        return new(program, address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal).TrimEnd('/'), link, workspace);
    }

    /// <summary>A new workspace without cases, served.</summary>
    public static Task<Served> EmptyAsync()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("probatum-served-").FullName, "workspace");
        Desk.Run("init", folder).Expect(0);
        return StartAsync(folder);
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
        await screen.Page.WaitForURLAsync($"{Address}/");
        await screen.SettledAsync();
        return screen;
    }

    /// <summary>The owner of the only case, come in by the link, whose key is registered in it; at the case's home.</summary>
    public async Task<Screen> OwnerAsync(Chromium chromium, Look? look = null)
    {
        var owner = await JoinAsync(chromium, Link!, "Ada", look);
        await owner.Page.Locator(".cards a").First.ClickAsync();
        await owner.Page.WaitForURLAsync($"{Address}/case/*");
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/members");
        await owner.SettledAsync();
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Register the key of" }).ClickAsync();
        try
        {
            await Assertions.Expect(owner.Page.Locator("section:has(#who) tbody tr").First).ToContainTextAsync("k-");
        }
        catch (PlaywrightException e)
        {
            throw new InvalidOperationException($"the owner's key was not registered: {await owner.Page.Locator("main").InnerTextAsync()}\n{string.Join('\n', owner.Complaints)}\n{string.Join('\n', owner.Requests.TakeLast(15))}", e);
        }

        await owner.Page.GotoAsync(home);
        await owner.SettledAsync();
        return owner;
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
