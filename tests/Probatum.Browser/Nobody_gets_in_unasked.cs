using System.CommandLine;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Probatum.Verbs;
using Probatum.Web;
using Probatum.Web.Accounts;
using Probatum.Web.Runs;

namespace Probatum.Browser;

/// <summary>Who may open which address and run which verb: generated from the addresses and verbs themselves, so that a new one without a rule fails.</summary>
public sealed class Nobody_gets_in_unasked
{
    // The ways in, and nothing else.
    private static readonly string[] Open =
    [
        "/sign-in", "/join", "/api/v1/sign-in/passkey/options", "/api/v1/sign-in/passkey", "/api/v1/sign-in/password", "/api/v1/sign-in/out", "/api/v1/join/look", "/api/v1/join/passkey/options",
        "/api/v1/join/passkey", "/api/v1/join/password",
    ];

    [Fact]
    public async Task Every_address_states_what_it_needs_and_only_the_ways_in_need_nothing()
    {
        await using var room = await Room.OpenAsync();
        var endpoints = Endpoints(room);
        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.True(Gate.NeedsOf(endpoint) is not null, $"{endpoint.RoutePattern.RawText} states nothing that it needs"));
        Assert.Equal(Open.Order(StringComparer.Ordinal), endpoints.Where(endpoint => Gate.NeedsOf(endpoint) == Needs.Nothing).Select(Pattern).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_session_every_other_address_is_closed()
    {
        await using var room = await Room.OpenAsync();
        using var nobody = room.Client(null);
        foreach (var endpoint in Endpoints(room).Where(endpoint => Gate.NeedsOf(endpoint) != Needs.Nothing))
        {
            var path = Filled(endpoint, room.Case);
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var answer = await nobody.SendAsync(new(new(method), path));
                Assert.True(
                    answer.StatusCode == HttpStatusCode.Unauthorized || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().StartsWith("/sign-in?", StringComparison.Ordinal)),
                    $"{method} {path} answered {answer.StatusCode} to nobody");
                Assert.DoesNotContain("A case", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Whoever_has_no_role_in_a_case_does_not_learn_that_it_is_there()
    {
        await using var room = await Room.OpenAsync();
        using var stranger = room.Client(room.Account("stranger", null));
        foreach (var endpoint in Endpoints(room).Where(endpoint => endpoint.RoutePattern.GetParameter("CaseId") is not null))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var here = await stranger.SendAsync(new(new(method), Filled(endpoint, room.Case)));
                using var nowhere = await stranger.SendAsync(new(new(method), Filled(endpoint, "c-AAAAAAAAAAAAAAAAAAAAAA")));
                Assert.Equal(HttpStatusCode.NotFound, here.StatusCode);
                Assert.Equal(await nowhere.Content.ReadAsStringAsync(), await here.Content.ReadAsStringAsync());
            }
        }

        Assert.Equal("[]\n", await stranger.GetStringAsync("/api/v1/cases"));
    }

    [Fact]
    public void Every_verb_of_the_program_is_served_by_a_rule_or_said_not_to_be()
    {
        var verbs = VerbRules.Leaves(CommandLine.Build(new(TextWriter.Null, TextWriter.Null, () => default, _ => { }, true))).Select(verb => verb.Words).ToList();
        Assert.Empty(VerbRules.NotServed.Keys.Except(verbs));
        Assert.Equal(verbs.Except(VerbRules.NotServed.Keys).Order(StringComparer.Ordinal), VerbRules.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(VerbRules.NotServed.Values, Assert.NotEmpty);
    }

    // A value with one of these names is words; every other name of a value must be told apart as a path, a name or a number.
    private static readonly string[] InWords =
    [
        "NAME", "ROLE", "PARTY", "WHO", "WHY", "SORT", "A-F", "LABEL", "TEXT", "TIME", "PLACE", "LAT,LON", "METRES", "URL", "CODE", "LANG", "CLAIM", "REPORT", "STATE", "0-1", "1-6", "WORDS", "WHAT", "FIELD=VALUE", "'A > B'",
        "CLAIMS", "INCIDENT", "STANCE", "KEY", "AMOUNT", "SEAL", "SAMPLE", "N", "WORD", "ALIQUOT", "NUMBER", "HEX", "LOW,HIGH", "HOW", "RECORD", "ITEM", "KIND", "CxR", "DATE", "BAND", "SEX", "SIGN", "VITAL", "SYSTEM=VALUE",
        "CLASS", "PURPOSE", "AGE1", "OUTCOME", "JOB", "SCOPE", "ROUTE", "SPAN", "NOTE", "REQUEST", "STEP", "BITS", "SITE", "MEASURE", "VERDICT", "FINDING", "MEMBER", "SIZE", "PAPER", "PROGRAM", "ORIGIN", "WORD=MEANING",
        "SYSTEM", "DEGREES", "PERCENT", "TECHNIQUE:CRITERION=pass|fail|not-reported[:VALUE]", "yes|no", "BASIS", "COLUMN", "HEADING=COLUMN", "FORMAT", "OFFSET", "SHEET", "ROW", "ROWS", "IMPORT", "ZONE", "WORD=VALUE", "UNIT", "MAP", "ENCODING", "SIGN=VALUE",
        "ALLEGATION", "POINTS", "COLUMN=WORDS", "COLUMN:WORD=MEANING", "HEADING", "FORM",
    ];

    [Fact]
    public void Every_value_of_a_served_verb_is_known_as_words_or_told_apart_as_a_file()
    {
        var unknown = VerbRules.All.Keys.SelectMany(words => VerbRules.CommandOf(words).Options.Where(option => option.HelpName is not null && option.Name is not ("--case" or "--workspace") && PathValues.Of(option) == ValueSort.Words && !InWords.Contains(option.HelpName))
            .Select(option => $"{words} {option.Name}={option.HelpName}")).ToList();
        Assert.True(unknown.Count == 0, string.Join('\n', unknown));
    }

    [Fact]
    public void No_value_reaches_a_file_outside_the_folders_of_its_own_job()
    {
        var folder = Directory.CreateTempSubdirectory("probatum-confined-").FullName;
        var (sent, made) = (Directory.CreateDirectory(Path.Combine(folder, "in")).FullName, Directory.CreateDirectory(Path.Combine(folder, "out")).FullName);
        var symbols = VerbRules.All.Keys.SelectMany(words => VerbRules.CommandOf(words).Options.Cast<Symbol>().Concat(VerbRules.CommandOf(words).Arguments)).Where(symbol => PathValues.Of(symbol) is ValueSort.Input or ValueSort.Output).ToArray();
        string[] parts = ["..", "/", "\\", "/etc/passwd", "C:", "a", ".", "~", "\0", "-", "in", "@/etc/passwd", "con", " ", "\u202e", "é"];
        var pieces = Gen.Int[0, parts.Length - 1].Array[1, 5].Select(some => string.Concat(some.Select(one => parts[one])));
        Gen.Select(Gen.Int[0, symbols.Length - 1], Gen.OneOf(pieces, Gen.String)).Sample((at, value) =>
        {
            try
            {
                var path = Path.GetFullPath(PathValues.Confined(symbols[at], value, sent, made));
                return path.StartsWith(sent + Path.DirectorySeparatorChar, StringComparison.Ordinal) || path.StartsWith(made + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            }
            catch (BadInputException)
            {
                return true;
            }
        });
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Each_role_runs_the_verbs_of_its_rule_and_no_others()
    {
        await using var room = await Room.OpenAsync();
        var jobs = room.Server.App.Services.GetRequiredService<Jobs>();
        foreach (var role in Grant.Roles)
        {
            var seen = room.Visit(room.Account(role, Room.Of(role))).Case(room.Case)!;
            foreach (var rule in VerbRules.All.Values)
            {
                // The permissions of the web application; what a role may write, the core says when it is signed.
                var expected = rule.Needs is Needs.Export or Needs.Withhold || (role == "laboratory" && !rule.IsBlindSafe) || (role is "reader" or "auditor" && rule.Kind == VerbKind.Writes);
                var refused = VerbRules.Refusal(rule, seen.Grant) is not null;
                Assert.True(expected == refused, $"{role}: {rule.Words}");
                if (refused)
                {
                    Assert.Throws<BadInputException>(() => jobs.Start(seen, new(rule.Words, [], [])));
                }
            }
        }
    }

    [Fact]
    public async Task An_export_is_a_permission_of_its_own_and_writing_does_not_include_it()
    {
        await using var room = await Room.OpenAsync();
        using var writer = room.Client(room.Account("writer", Room.Of("owner")));
        using var answer = await writer.PostAsJsonAsync($"/api/v1/cases/{room.Case}/verbs/export/places", new { options = new { output = "places.geojson" } });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("needs the permission", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var exporter = room.Client(room.Account("exporter", Room.Of("reader", mayExport: true)));
        using var given = await exporter.PostAsJsonAsync($"/api/v1/cases/{room.Case}/verbs/export/places", new { options = new { output = "places.geojson" } });
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
    }

    [Fact]
    public async Task A_token_runs_its_verbs_in_its_case_and_nothing_else_and_ends()
    {
        await using var room = await Room.OpenAsync();
        var account = room.Account("owner", SignedGrant(), true);
        using var program = await room.ProgramAsync(account, "sample *");
        using var samples = await program.GetAsync($"/api/v1/cases/{room.Case}/verbs/sample/list");
        Assert.Equal(HttpStatusCode.OK, samples.StatusCode);
        Assert.Contains("S-1", await samples.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var claims = await program.GetAsync($"/api/v1/cases/{room.Case}/verbs/claim/list");
        Assert.Equal(HttpStatusCode.BadRequest, claims.StatusCode);
        using var accounts = await program.GetAsync("/api/v1/accounts");
        Assert.Equal(HttpStatusCode.Forbidden, accounts.StatusCode);
        using var screen = await program.GetAsync($"/case/{room.Case}");
        Assert.Equal(HttpStatusCode.Redirect, screen.StatusCode);
        foreach (var closed in new[] { "/api/v1/search?q=soil", $"/api/v1/cases/{room.Case}/records/0/text", $"/api/v1/cases/{room.Case}/places", $"/api/v1/cases/{room.Case}/activity", $"/log/{room.Case}/checkpoint", "/api/v1/me", "/api/v1/me/tokens" })
        {
            using var answer = await program.GetAsync(closed);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{closed} answered {answer.StatusCode} to a token for samples");
        }

        room.Now += TimeSpan.FromDays(4);
        using var late = await program.GetAsync("/api/v1/cases");
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task Another_site_s_page_changes_nothing_and_this_server_has_no_other_name()
    {
        await using var room = await Room.OpenAsync();
        using var owner = room.Client(room.Account("owner", SignedGrant(), true));
        foreach (var (header, value) in new[] { ("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site") })
        {
            using var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/v1/me/tokens") { Content = JsonContent.Create(new { verbs = new[] { "*" }, days = 1 }) };
            foreign.Headers.Add(header, value);
            using var answer = await owner.SendAsync(foreign);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var named = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = "evil.example" } };
        using var other = await owner.SendAsync(named);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, other.StatusCode);
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_nothing_is_written_over_what_was_not_seen()
    {
        await using var room = await Room.OpenAsync();
        using var owner = room.Client(room.Account("owner", SignedGrant(), true));
        async Task<HttpResponseMessage> PostAsync(string key, string? match)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cases/{room.Case}/verbs/sample/list") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", key);
            if (match is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", match);
            }

            return await owner.SendAsync(request);
        }

        using var first = await PostAsync("one", null);
        using var again = await PostAsync("one", null);
        using var another = await PostAsync("two", null);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.NotEqual(first.Headers.Location, another.Headers.Location);
        using var stale = await PostAsync("three", "\"1\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);

        using var fresh = await owner.GetAsync($"/api/v1/cases/{room.Case}");
        using var conditional = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cases/{room.Case}");
        conditional.Headers.IfNoneMatch.Add(fresh.Headers.ETag!);
        using var known = await owner.SendAsync(conditional);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task What_a_sight_withholds_is_not_in_what_it_shows()
    {
        await using var room = await Room.OpenAsync();
        var person = room.Server.Room.Case(room.Case)!.Now.State.Entities.ByName["K-01"];
        room.Server.Room.Accounts.Change(pages => pages with { Compartments = pages.Compartments.SetItem(room.Case, [person.Text]) });
        string Shown(Grant grant) => string.Join(' ', room.Visit(room.Account($"n{Guid.NewGuid():N}", grant)).Case(room.Case)!.State.Casualties.Casualties.Select(one => one.Code));
        Assert.DoesNotContain("K-01", Shown(Room.Of("analyst")), StringComparison.Ordinal);
        Assert.Contains("K-02", Shown(Room.Of("analyst")), StringComparison.Ordinal);
        Assert.Contains("K-01", Shown(Room.Of("analyst") with { Compartments = [person.Text] }), StringComparison.Ordinal);
        Assert.DoesNotContain("K-02", Shown(Room.Of("laboratory")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_read_of_a_case_is_on_record_before_it_is_answered()
    {
        await using var room = await Room.OpenAsync();
        using var owner = room.Client(room.Account("owner", SignedGrant(), true));
        foreach (var path in new[] { $"/case/{room.Case}", $"/case/{room.Case}/people", $"/api/v1/cases/{room.Case}/places", $"/api/v1/cases/{room.Case}/records/0/text", $"/api/v1/cases/{room.Case}/verbs/sample/list", $"/log/{room.Case}/checkpoint" })
        {
            var before = room.Server.Room.Activity.Log.Size;
            using var answer = await owner.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var read = Assert.Single(room.Server.Room.Activity.Log.Read(Storage.ActivityFilter.All, null, (int)(room.Server.Room.Activity.Log.Size - before)).Entries).Entry;
            Assert.Equal((Storage.ActivityKinds.Read, room.Case), (read.What, read.Case?.Text));
            Assert.Contains(read.Subject!.Split(' ', '/')[^1], path, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_account_waits_after_failures_and_a_code_counts_once()
    {
        await using var room = await Room.OpenAsync(new DateTimeOffset(2031, 5, 4, 10, 0, 0, TimeSpan.Zero));
        var signIn = room.Server.App.Services.GetRequiredService<SignIn>();
        var secret = Totp.Base32(Enumerable.Range(0, 20).Select(i => (byte)i).ToArray());
        var account = room.Account("ada", Room.Of("analyst"));
        room.Server.Room.Accounts.Change(account.Id, now => now with { Password = signIn.Hash("a long enough password"), TotpSecret = secret });
        string Code() => Totp.Code(Totp.FromBase32(secret), Totp.StepOf(room.Now));
        Assert.Null(signIn.ByPassword("ada", "a long enough password", "000000"));
        Assert.NotNull(signIn.ByPassword("Ada ", "a long enough password", Code()));
        Assert.Null(signIn.ByPassword("ada", "a long enough password", Code()));
        for (var i = 0; i < SignIn.MostFailures; i++)
        {
            Assert.Null(signIn.ByPassword("ada", "wrong", Code()));
        }

        room.Now += TimeSpan.FromMinutes(2);
        Assert.Null(signIn.ByPassword("ada", "a long enough password", Code()));
        room.Now += SignIn.LockedFor;
        Assert.NotNull(signIn.ByPassword("ada", "a long enough password", Code()));
    }

    // RFC 6238, appendix B, SHA-1.
    [Theory, InlineData(59, "94287082"), InlineData(1111111109, "07081804"), InlineData(1111111111, "14050471"), InlineData(1234567890, "89005924"), InlineData(2000000000, "69279037"), InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code("12345678901234567890"u8, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds)), 8));

    [Fact]
    public async Task A_value_that_begins_with_an_at_sign_reads_no_file()
    {
        await using var room = await Room.OpenAsync();
        using var owner = room.Client(room.Account("owner", SignedGrant(), true));
        using var answer = await owner.GetAsync($"/api/v1/cases/{room.Case}/verbs/sample/show?argument=@/etc/passwd");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("@/etc/passwd", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("root:", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Grant SignedGrant() => new("owner", true, true, true, []);

    private static List<RouteEndpoint> Endpoints(Room room) => [.. room.Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static string Filled(RouteEndpoint endpoint, string caseId) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "CaseId" } => caseId,
        _ => "x",
    }))));
}
