using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Probatum.Core.Cases;
using Probatum.Ledger;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Api;
using Probatum.Web.Runs;

namespace Probatum.Browser;

/// <summary>What somebody may not, by whatever way it is tried: with another's key, an old answer, a second tab, a long wait, a damaged file.</summary>
public sealed class The_side_doors_are_shut(Chromium chromium)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_added_only_by_whoever_has_it_and_to_one_account()
    {
        await using var room = await Room.OpenAsync();
        var (ada, ben) = (room.Account("ada", null), room.Account("ben", null));
        using var adas = room.Client(ada);
        using var bens = room.Client(ben);
        var (mine, other) = (room.NewKey(), room.NewKey());
        async Task<HttpResponseMessage> AddAsync(HttpClient client, SignerKey key, SignerKey signs, string? challenge = null, HttpClient? asks = null)
        {
            var given = await (await (asks ?? client).PostAsJsonAsync("/api/v1/me/keys/challenge", new { }, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);
            return await client.PostAsJsonAsync("/api/v1/me/keys", new
            {
                publicKey = Convert.ToBase64String(key.Verifier.PublicKey.Span),
                device = "x",
                challenge = challenge ?? given.GetProperty("challenge").GetString(),
                signature = Convert.ToBase64String(signs.Sign(Encoding.UTF8.GetBytes(given.GetProperty("text").GetString()!))),
            }, Stop);
        }

        using var without = await bens.PostAsJsonAsync("/api/v1/me/keys", new { publicKey = Convert.ToBase64String(mine.Verifier.PublicKey.Span), device = "x" }, Stop);
        using var forged = await AddAsync(bens, mine, other);
        using var foreign = await AddAsync(bens, mine, mine, asks: adas);
        using var unknown = await AddAsync(adas, mine, mine, "none");
        Assert.All([without, forged, foreign, unknown], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        using var right = await AddAsync(adas, mine, mine);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        using var taken = await AddAsync(bens, mine, mine);
        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
        Assert.Contains("another account", await taken.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty(room.Server.Room.Accounts.Find(ben.Id)!.Keys);

        // A proof is no record, and no record is a proof.
        Assert.DoesNotContain("probatum/", AccountEndpoints.ProofText(ada, "c"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_a_signature_says_no_more_than_the_sight_of_whoever_looks()
    {
        await using var room = await Room.OpenAsync();
        var (ada, _) = await room.OwnerAsync();
        var ben = room.Account("ben", Room.Of("analyst"));
        var key = room.NewKey();
        ben = room.Server.Room.Accounts.Change(ben.Id, now => now with { Keys = [new(key.Verifier.Text, "test", room.Now)] });
        await room.SignedAsync(room.Members.Register(room.Visit(ada).Case(room.Case)!, ben.Keys[0], "analyst", "Benjamin Example", null));
        Assert.Equal("Benjamin Example", Assert.IsType<KeyRegistered>(Assert.Single(room.Members.For(room.Visit(ben).Case(room.Case)!)).Statement).Holder);
        ben = room.Server.Room.Accounts.Change(ben.Id, now => now with { Grants = now.Grants.SetItem(room.Case, Room.Of("auditor")) });
        var told = Assert.Single(room.Members.For(room.Visit(ben).Case(room.Case)!));
        Assert.Null(Assert.IsType<KeyRegistered>(told.Statement).Holder);
        Assert.DoesNotContain(told.Told.Disclosures, one => one.Name == "holder");
    }

    [Fact]
    public async Task A_job_is_own_only_to_the_session_that_began_it()
    {
        await using var room = await Room.OpenAsync();
        var (ada, _) = await room.OwnerAsync();
        using var program = await room.ProgramAsync(ada, "incident *");
        using var browser = room.Client(ada);
        var begun = await room.StartAsync(program, "incident/open", ["I-9"]);
        Assert.True(begun.GetProperty("own").GetBoolean());
        var seen = await browser.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{begun.GetProperty("id").GetString()}", Stop);
        Assert.False(seen.GetProperty("own").GetBoolean());
        await room.SignedAsync(room.Jobs.Find(begun.GetProperty("id").GetString()!, room.Visit(ada))!);
    }

    [Fact]
    public async Task A_browser_signs_unasked_only_what_its_own_session_began()
    {
        await using var room = await Room.OpenAsync();
        room.Jobs.SignedWithin = TimeSpan.FromSeconds(60);
        var ada = room.Account("ada", new("owner", true, true, true, []), true);
        await using var screen = await chromium.ScreenAsync(room.Address);
        await screen.Person.AddCookiesAsync([new() { Name = Web.Gate.Cookie, Value = room.Server.Room.Sessions.Begin(ada, "test").Secret, Url = room.Address }]);
        await screen.Page.GotoAsync($"{room.Address}/account");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Make a key in this browser" }).ClickAsync();
        await Assertions.Expect(screen.Page.Locator("[data-key-name]")).ToHaveCountAsync(1);

        // Its own session's: signed at once.
        await screen.Page.GotoAsync($"{room.Address}/case/{room.Case}/members");
        await screen.SettledAsync();
        Assert.Equal($"{room.Address}/", await screen.Page.EvaluateAsync<string>("() => new URL(window.probatum.within('/'), location.href).href"));
        foreach (var elsewhere in new[] { "/\\evil.example", "//evil.example", "javascript:alert(1)", "https://evil.example/", "\\\\evil.example" })
        {
            Assert.Equal("/", await screen.Page.EvaluateAsync<string>("to => window.probatum.within(to)", elsewhere));
        }

        Assert.Equal($"{room.Address}/case/x?a=1", await screen.Page.EvaluateAsync<string>("() => window.probatum.within('/case/x?a=1')"));

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Register the key of" }).ClickAsync();
        await Assertions.Expect(screen.Page.Locator("section:has(#who) tbody tr").First.GetByText("k-").First).ToBeVisibleAsync();

        // A program's: shown, and signed when somebody says so.
        using var program = await room.ProgramAsync(ada, "incident *");
        var begun = await room.StartAsync(program, "incident/open", ["I-9"]);
        var toast = screen.Page.Locator("#signing");
        await Assertions.Expect(toast).ToContainTextAsync("incident-opened");
        Assert.Equal("signing", (await program.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{begun.GetProperty("id").GetString()}", Stop)).GetProperty("state").GetString());
        Assert.Empty(await screen.AxeAsync());
        await toast.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
        var job = room.Jobs.Find(begun.GetProperty("id").GetString()!, room.Visit(ada))!;
        await job.Ended.WaitAsync(Stop);
        Assert.True(job.State == JobState.Done, job.Text);
        await Assertions.Expect(toast).ToBeHiddenAsync();
        screen.AssertAtPeace();
    }

    [Fact]
    public async Task A_version_is_one_person_s_own_and_nothing_is_said_unchanged_to_who_may_not_read_it()
    {
        await using var room = await Room.OpenAsync();
        var path = $"/api/v1/cases/{room.Case}";
        using var reader = room.Client(room.Account("reader", Room.Of("reader")));
        using var exporter = room.Client(room.Account("exporter", Room.Of("reader", mayExport: true)));
        async Task<HttpResponseMessage> GetAsync(HttpClient client, string at, EntityTagHeaderValue? tag = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (tag is not null)
            {
                request.Headers.IfNoneMatch.Add(tag);
            }

            return await client.SendAsync(request, Stop);
        }

        using var mine = await GetAsync(reader, path);
        using var theirs = await GetAsync(exporter, path);
        Assert.NotEqual(mine.Headers.ETag, theirs.Headers.ETag);
        using var crossed = await GetAsync(reader, path, theirs.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, crossed.StatusCode);
        using var closed = await GetAsync(reader, $"{path}/verbs/export/places?output=x.geojson", mine.Headers.ETag);
        Assert.Equal(HttpStatusCode.BadRequest, closed.StatusCode);
        var before = room.Server.Room.Activity.Log.Size;
        using var known = await GetAsync(reader, $"{path}/verbs/casualty/show?argument=K-02", mine.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(("casualty show", "K-02"), Assert.Single(Since(room, before).Select(one => (one.Subject, one.Detail))));

        using var owner = room.Client(room.Account("owner", new("owner", true, true, true, []), true));
        using var bundle = await owner.GetAsync($"/log/{room.Case}/tile/entries/000.p/{room.Server.Room.Case(room.Case)!.Now.Size}", Stop);
        Assert.Equal((HttpStatusCode.OK, true), (bundle.StatusCode, bundle.Headers.CacheControl?.NoStore));
    }

    [Fact]
    public async Task Every_search_is_on_record_with_its_words_whichever_way_it_is_made()
    {
        await using var room = await Room.OpenAsync();
        using var owner = room.Client(room.Account("owner", new("owner", true, true, true, []), true));
        foreach (var (path, words) in new[] { ("/search?q=soilwords", "soilwords"), ($"/case/{room.Case}/search?q=placewords", "placewords"), ("/api/v1/search?q=apiwords&kind=sample-collected", "apiwords, kind sample-collected"), ($"/api/v1/search?q=other&case={room.Case}", "other") })
        {
            var before = room.Server.Room.Activity.Log.Size;
            using var answer = await owner.GetAsync(path, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(words, Assert.Single(Since(room, before), one => one.What == ActivityKinds.Search).Detail);
        }
    }

    [Fact]
    public async Task What_was_asked_of_a_verb_is_on_record_and_what_was_written_stays_in_the_record()
    {
        await using var room = await Room.OpenAsync();
        var (ada, _) = await room.OwnerAsync();
        using var owner = room.Client(ada);
        var before = room.Server.Room.Activity.Log.Size;
        using var read = await owner.GetAsync($"/api/v1/cases/{room.Case}/verbs/casualty/show?argument=K-02", Stop);
        using var taken = await owner.PostAsJsonAsync($"/api/v1/cases/{room.Case}/verbs/export/fhir", new { options = new { output = "f.json", casualty = "K-02", withhold = "court" } }, Stop);
        var remark = await room.StartAsync(owner, "sample/remark", ["S-1"], new { text = "whispered words", by = "Team" });
        await room.SignedAsync(room.Jobs.Find(remark.GetProperty("id").GetString()!, room.Visit(ada))!);
        var noted = Since(room, before).Select(one => (one.What, one.Subject, one.Detail)).ToList();
        Assert.Contains((ActivityKinds.Read, "casualty show", "K-02"), noted);
        var export = Assert.Single(noted, one => one is { What: ActivityKinds.Export, Subject: "export fhir" }).Detail!;
        Assert.Contains("--casualty K-02", export, StringComparison.Ordinal);
        Assert.Contains("--withhold court", export, StringComparison.Ordinal);
        var wrote = Assert.Single(noted, one => one is { What: ActivityKinds.Verb, Subject: "sample remark" }).Detail!;
        Assert.StartsWith("S-1", wrote, StringComparison.Ordinal);
        Assert.DoesNotContain("whispered", wrote, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_screen_that_stands_open_shows_nothing_more_once_the_case_is_taken_away_or_its_session_ends()
    {
        await using var room = await Room.OpenAsync();
        foreach (var isSignedOut in new[] { false, true })
        {
            var account = room.Account($"ben{isSignedOut}", Room.Of("analyst"));
            var secret = room.Server.Room.Sessions.Begin(account, "test").Secret;
            await using var screen = await chromium.ScreenAsync(room.Address);
            await screen.Person.AddCookiesAsync([new() { Name = Web.Gate.Cookie, Value = secret, Url = room.Address }]);
            await screen.Page.GotoAsync($"{room.Address}/case/{room.Case}/people");
            await screen.SettledAsync();
            await Assertions.Expect(screen.Page.Locator("main")).ToContainTextAsync("K-01");
            if (isSignedOut)
            {
                room.Server.Room.Sessions.End(secret);
                await Assertions.Expect(screen.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"^{room.Address}/sign-in"));
            }
            else
            {
                room.Server.Room.Accounts.TakeGrant(account.Id, room.Case);

                // Frame and screen both leave: what counts is where they arrive.
                await Assertions.Expect(screen.Page).ToHaveURLAsync($"{room.Address}/");
                await Assertions.Expect(screen.Page.Locator("main")).ToContainTextAsync("You have no case yet");
            }
        }
    }

    [Fact]
    public async Task One_damaged_log_keeps_nobody_from_the_other_cases()
    {
        var damaged = "";
        await using var room = await Room.OpenAsync(desk =>
        {
            var cases = Path.Combine(desk.Workspace, "cases");
            var known = Directory.GetDirectories(cases).ToHashSet();
            desk.In("case", "open", "Another").Expect(0);
            var folder = Directory.GetDirectories(cases).Single(path => !known.Contains(path));
            damaged = Path.GetFileName(folder);
            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            {
                File.WriteAllBytes(file, [.. File.ReadAllBytes(file).Reverse()]);
            }
        });
        var account = room.Account("owner", new("owner", true, true, true, []), true);
        account = room.Server.Room.Accounts.Change(account.Id, now => now with { Grants = now.Grants.SetItem(damaged, new("owner", true, true, true, [])) });
        using var owner = room.Client(account);
        foreach (var path in new[] { "/", "/account", "/api/v1/cases", "/api/v1/search?q=soil", "/search?q=soil", $"/case/{room.Case}", "/api/v1/activity" })
        {
            using var answer = await owner.GetAsync(path, Stop);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} answered {answer.StatusCode}");
        }

        Assert.Contains(damaged, await owner.GetStringAsync("/", Stop), StringComparison.Ordinal);
        using var itself = await owner.GetAsync($"/api/v1/cases/{damaged}", Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, itself.StatusCode);
    }

    [Fact]
    public async Task A_new_way_in_ends_every_old_one()
    {
        await using var room = await Room.OpenAsync();
        var ada = room.Account("ada", Room.Of("analyst"));
        using var program = await room.ProgramAsync(ada, "sample *");
        using var before = room.Client(ada);
        room.Server.Room.Accounts.Change(ada.Id, now => now with { Passkeys = [new("AAAA", "AAAA", room.Now, 0, [], true, false, false, "AAAA", "AAAA", "lost")] });
        var secret = room.Server.Room.Accounts.Invite(new("", false, null, null, ada.Id, room.Now.AddDays(1)), room.Now);
        var totp = Totp.Base32([.. Enumerable.Range(0, 20).Select(i => (byte)i)]);
        using var nobody = room.Client(null);
        using var joined = await nobody.PostAsJsonAsync("/api/v1/join/password", new { secret, password = "a long enough password", totp, code = Totp.Code(Totp.FromBase32(totp), Totp.StepOf(room.Now)) }, Stop);
        Assert.True(joined.StatusCode == HttpStatusCode.OK, await joined.Content.ReadAsStringAsync(Stop));
        Assert.Empty(room.Server.Room.Accounts.Find(ada.Id)!.Passkeys);
        foreach (var old in new[] { before, program })
        {
            using var answer = await old.GetAsync("/api/v1/cases", Stop);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_passkey_that_is_removed_signs_out_whoever_came_in_by_it()
    {
        await using var room = await Room.OpenAsync();
        var ada = room.Account("ada", Room.Of("analyst"));
        Passkey Key(string id) => new(id, "AAAA", room.Now, 0, [], true, false, false, "AAAA", "AAAA", "lost");
        ada = room.Server.Room.Accounts.Change(ada.Id, now => now with { Passkeys = [Key("AAAA"), Key("BBBB")] });
        using var lost = room.Client(ada);
        using var here = room.Client(ada);
        using var removed = await here.DeleteAsync($"/api/v1/me/passkeys/{AccountEndpoints.Name(ada.Passkeys[0])}", Stop);
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        using var answer = await lost.GetAsync("/api/v1/cases", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var again = room.Client(null);
        again.DefaultRequestHeaders.Add("Cookie", removed.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var goesOn = await again.GetAsync("/api/v1/cases", Stop);
        Assert.Equal(HttpStatusCode.OK, goesOn.StatusCode);
    }

    [Fact]
    public async Task Invitations_are_listed_taken_back_and_end_with_the_grant_of_who_made_them()
    {
        await using var room = await Room.OpenAsync();
        var (ada, ben) = (room.Account("ada", new("owner", true, true, true, []), true), room.Account("ben", Room.Of("owner")));
        using var owner = room.Client(ada);
        using var analyst = room.Client(room.Account("cleo", Room.Of("analyst")));
        var (seen, bens) = (room.Visit(ada).Case(room.Case)!, room.Visit(ben).Case(room.Case)!);
        var first = await room.Members.LetIn(seen, null, Room.Of("analyst", mayExport: true));
        var second = await room.Members.LetIn(bens, null, Room.Of("reader"));
        var path = $"/api/v1/cases/{room.Case}/invitations";
        using var refused = await analyst.GetAsync(path, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var listed = (await owner.GetFromJsonAsync<JsonElement>(path, Stop)).EnumerateArray().ToList();
        Assert.Equal([ada.Id, ben.Id], listed.Select(one => one.GetProperty("issuer").GetString()));
        Assert.DoesNotContain(first!, await owner.GetStringAsync(path, Stop), StringComparison.Ordinal);
        using var gone = await owner.DeleteAsync($"{path}/{listed[0].GetProperty("id").GetString()}", Stop);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Null(room.Server.Room.Accounts.FindInvitation(first, room.Now));
        Assert.NotNull(room.Server.Room.Accounts.FindInvitation(second, room.Now));
        await room.Members.TakeAway(seen, ben.Id);
        Assert.Null(room.Server.Room.Accounts.FindInvitation(second, room.Now));
    }

    [Fact]
    public async Task Only_who_has_a_permission_gives_it_and_nobody_gives_it_to_oneself()
    {
        await using var room = await Room.OpenAsync();
        var (ada, ben) = (room.Account("ada", Room.Of("owner")), room.Account("ben", null));
        var seen = room.Visit(ada).Case(room.Case)!;
        foreach (var grant in new[] { Room.Of("analyst", mayExport: true), Room.Of("analyst", mayWithhold: true), Room.Of("analyst") with { MayOpenIdentities = true }, Room.Of("emperor") })
        {
            foreach (var whom in new[] { null, ben.Id })
            {
                await Assert.ThrowsAsync<BadInputException>(() => room.Members.LetIn(seen, whom, grant));
            }
        }

        await Assert.ThrowsAsync<BadInputException>(() => room.Members.LetIn(seen, ada.Id, Room.Of("owner")));
        await Assert.ThrowsAsync<BadInputException>(() => room.Members.LetIn(room.Visit(room.Account("cleo", Room.Of("analyst"))).Case(room.Case)!, ben.Id, Room.Of("reader")));
        await room.Members.LetIn(seen, ben.Id, Room.Of("analyst"));
        Assert.Equal("analyst", room.Server.Room.Accounts.Find(ben.Id)!.Grants[room.Case].Role);

        // What somebody has already stays theirs when their role changes.
        room.Server.Room.Accounts.Change(ben.Id, now => now with { Grants = now.Grants.SetItem(room.Case, Room.Of("analyst", mayExport: true)) });
        await room.Members.LetIn(seen, ben.Id, Room.Of("reviewer", mayExport: true));
        Assert.True(room.Server.Room.Accounts.Find(ben.Id)!.Grants[room.Case].MayExport);
    }

    [Fact]
    public async Task Whoever_waited_after_wrong_passwords_has_all_tries_again()
    {
        await using var room = await Room.OpenAsync(new DateTimeOffset(2031, 5, 4, 10, 0, 0, TimeSpan.Zero));
        var signIn = room.Server.App.Services.GetRequiredService<SignIn>();
        var secret = Totp.Base32([.. Enumerable.Range(0, 20).Select(i => (byte)i)]);
        var account = room.Account("ada", Room.Of("analyst"));
        room.Server.Room.Accounts.Change(account.Id, now => now with { Password = signIn.Hash("a long enough password"), TotpSecret = secret });
        for (var i = 0; i < SignIn.MostFailures; i++)
        {
            Assert.Null(signIn.ByPassword("ada", "wrong", ""));
        }

        room.Now += SignIn.LockedFor + TimeSpan.FromSeconds(1);
        Assert.Null(signIn.ByPassword("ada", "wrong", ""));
        Assert.NotNull(signIn.ByPassword("ada", "a long enough password", Totp.Code(Totp.FromBase32(secret), Totp.StepOf(room.Now))));
    }

    [Fact]
    public async Task Every_file_that_comes_out_needs_the_permission_to_export_but_the_half_of_a_hand_over()
    {
        await using var room = await Room.OpenAsync();
        var (with, without) = (room.Visit(room.Account("with", Room.Of("owner", mayExport: true, mayWithhold: true))).Case(room.Case)!, room.Visit(room.Account("without", Room.Of("owner"))).Case(room.Case)!);
        var giving = VerbRules.All.Values.Where(rule => rule.Needs == Needs.Case).SelectMany(rule => VerbRules.OptionsOf(rule.Words).Where(option => PathValues.Of(option) == ValueSort.Output).Select(option => (rule.Words, option.Name))).ToList();
        Assert.Contains(("case timeline", "--svg"), giving);
        Assert.Contains(("sample transfer", "--out"), giving);
        foreach (var (words, option) in giving)
        {
            var asking = new Asking(words, [], [(option, ["file"])]);
            await room.Jobs.CheckAsync(with, asking);
            if (option == "--out")
            {
                await room.Jobs.CheckAsync(without, asking);
            }
            else
            {
                Assert.Contains("'export'", (await Assert.ThrowsAsync<BadInputException>(() => room.Jobs.CheckAsync(without, asking))).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task No_answer_names_a_place_of_the_server_s_machine()
    {
        await using var room = await Room.OpenAsync();
        using var owner = room.Client(room.Account("owner", new("owner", true, true, true, []), true));
        foreach (var (verb, options) in new (string, object)[] { ("export/places", new { output = "p.geojson" }), ("bundle/export", new { output = "b.bundle" }), ("bundle/export", new { output = "b.bundle", author = "zz" }), ("export/table", new { output = "t.csv" }) })
        {
            using var answer = await owner.PostAsJsonAsync($"/api/v1/cases/{room.Case}/verbs/{verb}", new { options, arguments = verb == "export/table" ? new[] { "samples" } : [] }, Stop);
            var said = await answer.Content.ReadAsStringAsync(Stop);
            Assert.DoesNotContain(room.Folder, said, StringComparison.Ordinal);
            Assert.DoesNotContain("served", said, StringComparison.Ordinal);
            Assert.DoesNotContain("the keys are", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_sees_a_case_in_part_learns_no_names_of_members_and_the_activity_names_nobody_in_a_compartment()
    {
        await using var room = await Room.OpenAsync();
        room.Account("Zebulon Stranger", null);
        var member = room.Account("Yolanda Member", Room.Of("analyst"));
        var person = room.Server.Room.Case(room.Case)!.Now.State.Entities.ByName["K-01"];
        room.Server.Room.Accounts.Change(pages => pages with { Compartments = pages.Compartments.SetItem(room.Case, [person.Text]) });
        using var inside = room.Client(room.Account("inside", Room.Of("owner") with { Compartments = [person.Text] }));
        using var outside = room.Client(room.Account("outside", Room.Of("owner")));
        using var auditor = room.Client(room.Account("auditor", Room.Of("auditor")));
        using var read = await inside.GetAsync($"/api/v1/cases/{room.Case}/verbs/casualty/show?argument=K-01", Stop);
        using var page = await inside.GetAsync($"/case/{room.Case}/people/{person.Text}", Stop);
        var path = $"/api/v1/cases/{room.Case}/activity";
        Assert.Contains("K-01", await inside.GetStringAsync(path, Stop), StringComparison.Ordinal);
        foreach (var client in new[] { outside, auditor })
        {
            foreach (var at in new[] { path, $"{path}?text=K-01", $"/case/{room.Case}/activity" })
            {
                var told = await client.GetStringAsync(at, Stop);
                Assert.DoesNotContain("K-01", at.Contains("text=", StringComparison.Ordinal) ? "" : told, StringComparison.Ordinal);
                Assert.DoesNotContain(person.Text, told, StringComparison.Ordinal);
                Assert.DoesNotContain("Zebulon", told, StringComparison.Ordinal);
            }
        }

        Assert.Contains("Yolanda", await outside.GetStringAsync($"/case/{room.Case}/members", Stop), StringComparison.Ordinal);
        Assert.DoesNotContain("Yolanda", await auditor.GetStringAsync($"/case/{room.Case}/members", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_reports_opens_reports_and_one_for_checkpoints_no_records()
    {
        await using var room = await Room.OpenAsync(desk =>
        {
            desk.In("report", "add", desk.File("report.txt", "The ministry said that nothing happened."), "--title", "A report").Expect(0);
            desk.In("media", "add", desk.File("picture.txt", "no picture"), "--incident", "I-1").Expect(0);
        });
        var owner = room.Account("owner", new("owner", true, true, true, []), true);
        var files = room.Server.Room.Case(room.Case)!.Now.State.Entries.SelectMany(entry => Subject.FilesOf(entry).Select(file => (entry.Type, file.Sha256))).ToList();
        var (report, other) = (files.First(one => one.Type == "report-captured").Sha256, files.First(one => one.Type != "report-captured").Sha256);
        using var reports = await room.ProgramAsync(owner, "report show");
        using var bundles = await room.ProgramAsync(owner, "bundle export");
        using var checkpoints = await room.ProgramAsync(owner, "log checkpoint");
        async Task<HttpStatusCode> CodeAsync(HttpClient client, string path)
        {
            using var answer = await client.GetAsync(path, Stop);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await CodeAsync(reports, $"/api/v1/cases/{room.Case}/files/{report}"));
        Assert.Equal(HttpStatusCode.NotFound, await CodeAsync(reports, $"/api/v1/cases/{room.Case}/files/{other}"));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(bundles, $"/api/v1/cases/{room.Case}/files/{other}"));
        Assert.Equal(HttpStatusCode.NotFound, await CodeAsync(checkpoints, $"/api/v1/cases/{room.Case}/files/{report}"));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(checkpoints, $"/log/{room.Case}/checkpoint"));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync(checkpoints, $"/log/{room.Case}/tile/entries/000.p/{room.Server.Room.Case(room.Case)!.Now.Size}"));
    }

    [Fact]
    public async Task What_is_not_in_its_form_is_said_to_be_so()
    {
        await using var room = await Room.OpenAsync();
        using var owner = room.Client(room.Account("owner", new("owner", true, true, true, []), true));
        foreach (var (path, body) in new[]
        {
            ("/api/v1/me/keys", """{"publicKey": "!", "device": "x"}"""), ("/api/v1/me/keys", "{}"), ("/api/v1/me/passkey", """{"ceremony": "x"}"""), ("/api/v1/sign-in/passkey", """{"ceremony": "x"}"""),
            ("/api/v1/me/tokens", """{"verbs": [null], "days": 1}"""), ("/api/v1/me/tokens", """{"days": 1}"""), ("/api/v1/cases", "{}"), ($"/api/v1/cases/{room.Case}/verbs/sample/list", """{"arguments": [null]}"""),
            ($"/api/v1/cases/{room.Case}/verbs/sample/list", """{"options": {"x": "\ud800"}}"""), ($"/api/v1/cases/{room.Case}/verbs/sample/list", "["),
        })
        {
            using var answer = await owner.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Stop);
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{path} {body} answered {answer.StatusCode}");
            Assert.Contains("title", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        foreach (var path in new[] { $"/case/{room.Case}/records/9223372036854775807", $"/case/{room.Case}/places?view=cards&page=2147483647", $"/api/v1/cases/{room.Case}/records/9223372036854775807/text", $"/api/v1/cases/{room.Case}/records/9223372036854775807/proof" })
        {
            using var answer = await owner.GetAsync(path, Stop);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path} answered {answer.StatusCode}");
        }
    }

    private static List<ActivityEntry> Since(Room room, long before) =>
        [.. room.Server.Room.Activity.Log.Read(ActivityFilter.All, null, (int)(room.Server.Room.Activity.Log.Size - before)).Entries.Select(one => one.Entry)];
}
