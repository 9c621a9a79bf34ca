using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Probatum.Core.Records;
using Probatum.EndToEnd;
using Probatum.Ledger;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;
using Probatum.Web.Runs;

namespace Probatum.Browser;

/// <summary>A served workspace in this process, with people of every role in its only case; no browser needed.</summary>
public sealed class Room : IAsyncDisposable
{
    private readonly Desk _desk = new();
    private readonly Workspace _workspace;

    private readonly Dictionary<string, SignerKey> _keys = [];

    private Room(DateTimeOffset? now, Action<Desk>? before)
    {
        _desk.WithCase();
        _desk.In("sample", "add", "S-1", "--incident", "I-1", "--matrix", "ENV_SOIL", "--quantity", "5 g", "--when", "2031-05-03", "--where", "the place", "--collector", "Team", "--seal", "A-1", "--origin", "TEAM_COLLECTED").Expect(0);
        _desk.In("casualty", "add", "K-01", "--incident", "I-1").Expect(0);
        _desk.In("casualty", "add", "K-02", "--incident", "I-1").Expect(0);
        foreach (var (key, party) in new[] { ("team", "Team"), ("laboratory", "Laboratory") })
        {
            _desk.In("key", "new", key).Expect(0);
            _desk.In("key", "register", key, "--role", "custodian", "--party", party, "--holder", key).Expect(0);
        }

        before?.Invoke(_desk);
        Now = now ?? DateTimeOffset.UtcNow;
        var shell = new Shell(TextWriter.Null, TextWriter.Null, () => Now, RandomNumberGenerator.Fill, true);
        _workspace = Workspace.Open(_desk.Workspace, () => Now, TimeSpan.FromSeconds(5), _ => { }, () => "", new LastSeen(null), OpenedCase.Folding());
        Server = WebServer.Build(_workspace, shell, new(["http://localhost:0"], null, false, _ => { }, _ => { }, _ => { }, null, _ => { }));
    }

    /// <summary>The server.</summary>
    public WebServer Server { get; }

    /// <summary>The time that the server goes by.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>http://localhost:PORT</summary>
    public string Address { get; private set; } = "";

    /// <summary>The only case.</summary>
    public string Case => Server.Room.Cases.Single().Id.Text;

    /// <summary>The case as it is held.</summary>
    public LiveCase Live => Server.Room.Cases.Single();

    /// <summary>A key of the workspace, for a test that signs as a person's browser or program would.</summary>
    public Ledger.SignerKey Key(string name) => _workspace.Keys.Find(name) ?? throw new ArgumentException($"there is no key '{name}'");

    /// <summary>The folder of the workspace.</summary>
    public string Folder => _desk.Workspace;

    /// <summary>Verbs at work.</summary>
    public Jobs Jobs => Server.App.Services.GetRequiredService<Jobs>();

    /// <summary>Who works on cases.</summary>
    public Members Members => Server.App.Services.GetRequiredService<Members>();

    /// <summary>Starts it.</summary>
    public static async Task<Room> OpenAsync(DateTimeOffset? now = null) => await OpenAsync(null, now);

    /// <summary>Starts it over a workspace in which something was done before.</summary>
    internal static async Task<Room> OpenAsync(Action<Desk>? before, DateTimeOffset? now = null)
    {
        var room = new Room(now, before);
        await room.Server.App.StartAsync();
        room.Address = room.Server.App.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        return room;
    }

    /// <summary>Makes an account with a grant in the case; null for no grant.</summary>
    public Account Account(string name, Grant? grant, bool isOwner = false)
    {
        var account = new Account(
            Server.Room.Accounts.NewId("a"), name, name, isOwner, [], null, null, [],
            grant is null ? ImmutableSortedDictionary<string, Grant>.Empty : ImmutableSortedDictionary<string, Grant>.Empty.Add(Case, grant), false, 0, null, "t-1");
        Server.Room.Accounts.Change(pages => pages with { Accounts = pages.Accounts.SetItem(account.Id, account) });
        return account;
    }

    /// <summary>The same with a key that signs in the case.</summary>
    public Account Account(string name, Grant grant, string key)
    {
        var made = Account(name, grant);
        return Server.Room.Accounts.Change(made.Id, account => account with { Keys = [new(Key(key).Verifier.Text, "test", Now)] });
    }

    /// <summary>A key that lies with the test.</summary>
    public SignerKey NewKey()
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        var key = KeyName.Signer(seed);
        return _keys[key.Verifier.Name] = key;
    }

    /// <summary>Makes an owner of the case and the workspace whose key, which lies with the test, may sign.</summary>
    public async Task<(Account Account, SignerKey Key)> OwnerAsync(string name = "ada")
    {
        var (account, key) = (Account(name, new("owner", true, true, true, []), true), NewKey());
        account = Server.Room.Accounts.Change(account.Id, now => now with { Keys = [new(key.Verifier.Text, "test", Now)] });
        var job = Members.RegisterOwner(Visit(account).Case(Case)!, account.Keys[0], name);
        await SignedAsync(job);
        Assert.True(job.State == JobState.Done, job.Text);
        return (account, key);
    }

    /// <summary>Signs whatever a job asks for with keys of the test, until it is over.</summary>
    public async Task SignedAsync(Job job)
    {
        while (!job.IsOver)
        {
            if (job.Asked is { } asked)
            {
                job.TrySign(asked.Number, [.. asked.Texts.Select(text => _keys[asked.Key].Sign(text).ToArray())], _keys[asked.Key].Verifier);
            }

            await Task.WhenAny(job.Ended, Task.Delay(20));
        }
    }

    /// <summary>A grant of a role without further permissions.</summary>
    public static Grant Of(string role, bool mayExport = false, bool mayWithhold = false) => new(role, mayExport, mayWithhold, false, []);

    /// <summary>Who asks by the session of an account; nobody for null.</summary>
    public HttpClient Client(Account? account)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(Address) };
        if (account is not null)
        {
            client.DefaultRequestHeaders.Add("Cookie", $"{Gate.Cookie}={Server.Room.Sessions.Begin(account, "test").Secret}");
        }

        return client;
    }

    /// <summary>Asks for a verb as a program does that does not wait for its end; what is answered, a job or why there is none.</summary>
    public async Task<JsonElement> StartAsync(HttpClient client, string verb, string[] arguments, object? options = null, params string[] match)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cases/{Case}/verbs/{verb}") { Content = JsonContent.Create(new { arguments, options = options ?? new { } }) };
        request.Headers.Add("Prefer", "respond-async");
        foreach (var one in match)
        {
            request.Headers.TryAddWithoutValidation("If-Match", one);
        }

        using var answer = await client.SendAsync(request);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>A visit of an account.</summary>
    public Visit Visit(Account account) => new(Server.Room, Server.Room.Sessions.Begin(account, "test").Session, "test");

    /// <summary>A token of an account.</summary>
    public async Task<HttpClient> ProgramAsync(Account account, params string[] verbs)
    {
        using var client = Client(account);
        var made = await client.PostAsJsonAsync("/api/v1/me/tokens", new { name = "test", @case = Case, verbs, days = 3 });
        var token = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        var program = Client(null);
        program.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return program;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _workspace.Dispose();
        _desk.Dispose();
    }
}
