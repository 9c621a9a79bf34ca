using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Probatum.Web.Cases;
using Probatum.Web.Runs;

namespace Probatum.Browser;

/// <summary>Verbs at work for many: nobody's wait, upload or unsigned record holds up another, and a result is for whoever may have it.</summary>
public sealed class Jobs_hold_nobody_up
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_is_for_nobody_who_may_no_longer_have_it()
    {
        await using var room = await Room.OpenAsync();
        var ben = room.Account("ben", Room.Of("analyst", mayExport: true));
        using var client = room.Client(ben);
        using var made = await client.PostAsJsonAsync($"/api/v1/cases/{room.Case}/verbs/export/places", new { options = new { output = "places.geojson" } }, Stop);
        using var list = await client.PostAsJsonAsync($"/api/v1/cases/{room.Case}/verbs/casualty/list", new { }, Stop);
        var (export, read) = (made.Headers.Location!.ToString(), list.Headers.Location!.ToString());
        async Task<HttpStatusCode> CodeAsync(string path)
        {
            using var answer = await client.GetAsync(path, Stop);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await CodeAsync($"{export}/files/places.geojson"));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(read));

        // Without the permission to export: the export is gone, what was read is not.
        room.Server.Room.Accounts.Change(ben.Id, now => now with { Grants = now.Grants.SetItem(room.Case, Room.Of("analyst")) });
        Assert.Equal(HttpStatusCode.NotFound, await CodeAsync($"{export}/files/places.geojson"));
        Assert.Equal(HttpStatusCode.NotFound, await CodeAsync(export));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(read));

        // With somebody in a compartment: it told of them.
        var person = room.Server.Room.Case(room.Case)!.Now.State.Entities.ByName["K-01"];
        room.Server.Room.Accounts.Change(pages => pages with { Compartments = pages.Compartments.SetItem(room.Case, [person.Text]) });
        Assert.Equal(HttpStatusCode.NotFound, await CodeAsync(read));
        Assert.DoesNotContain("K-01", await client.GetStringAsync("/api/v1/jobs", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leaves_records_unsigned_stops_nobody_s_reading()
    {
        await using var room = await Room.OpenAsync();
        var (ada, _) = await room.OwnerAsync();
        using var idle = room.Client(ada);
        for (var i = 0; i < 9; i++)
        {
            await room.StartAsync(idle, "incident/open", [$"U-{i}"]);
        }

        using var other = room.Client(room.Account("ben", Room.Of("analyst")));
        foreach (var client in new[] { other, idle })
        {
            using var answer = await client.GetAsync($"/api/v1/cases/{room.Case}/verbs/sample/list", Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Single(room.Jobs.Of(room.Visit(ada)), job => job.State == JobState.Signing);
    }

    [Fact]
    public async Task Behind_a_record_that_nobody_signs_no_other_of_that_person_holds_anybody_up()
    {
        await using var room = await Room.OpenAsync();
        var (ada, _) = await room.OwnerAsync();
        room.Jobs.SignedWithin = TimeSpan.FromSeconds(5);
        using var idle = room.Client(ada);
        var begun = new List<Job>();
        for (var i = 0; i < 5; i++)
        {
            begun.Add(room.Jobs.Find((await room.StartAsync(idle, "incident/open", [$"U-{i}"])).GetProperty("id").GetString()!, room.Visit(ada))!);
        }

        await Task.WhenAll(begun.Select(job => job.Ended)).WaitAsync(Stop);
        Assert.Single(begun, job => job.Text!.Contains("no browser with the key", StringComparison.Ordinal));
        Assert.Equal(4, begun.Count(job => job.Text!.Contains("an earlier record of yours", StringComparison.Ordinal)));
        room.Jobs.SignedWithin = TimeSpan.FromSeconds(30);
        var again = room.Jobs.Find((await room.StartAsync(idle, "incident/open", ["U-9"])).GetProperty("id").GetString()!, room.Visit(ada))!;
        await room.SignedAsync(again);
        Assert.True(again.State == JobState.Done, again.Text);
    }

    [Fact]
    public async Task Nothing_is_taken_in_for_what_is_refused_and_nothing_too_large()
    {
        await using var room = await Room.OpenAsync();
        using var reader = room.Client(room.Account("reader", Room.Of("reader")));
        using var owner = room.Client(room.Account("owner", new("owner", true, true, true, []), true));
        var served = Path.Combine(room.Folder, "served");
        async Task<HttpStatusCode> SendAsync(HttpClient client, string verb, string asking, params (string Name, byte[] Bytes)[] files)
        {
            using var form = new MultipartFormDataContent { { new StringContent(asking, Encoding.UTF8, "application/json"), "asking" } };
            foreach (var (name, bytes) in files)
            {
                form.Add(new ByteArrayContent(bytes), "file", name);
            }

            using var answer = await client.PostAsync($"/api/v1/cases/{room.Case}/verbs/{verb}", form, Stop);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(reader, "no/such", "{}", ("a.csv", [1])));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(reader, "import", "{}", ("a.csv", [1])));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(owner, "sample/list", "{}", ("a.csv", [1]), ("a.csv", [2])));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(owner, "sample/list", "{}", (new string('é', 150), [1])));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(owner, "sample/list", $"{{\"key\": \"{new string('k', 300_000)}\"}}"));

        // Asked before it is sent, as programs ask for what is large: the answer is not lost behind what nobody reads.
        using var asked = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cases/{room.Case}/verbs/sample/list") { Content = new StringContent($"{{\"key\": \"{new string('k', 5 << 20)}\"}}", Encoding.UTF8, "application/json"), Headers = { ExpectContinue = true } };
        using var large = await owner.SendAsync(asked, Stop);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var cut = new StringContent("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf", Encoding.UTF8);
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var truncated = await owner.PostAsync($"/api/v1/cases/{room.Case}/verbs/sample/list", cut, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, truncated.StatusCode);
        Assert.Empty(Directory.GetDirectories(served));

        // What a server that was killed left is gone at the next start.
        Directory.CreateDirectory(Path.Combine(served, "f-left", "in"));
        using var next = new Jobs(room.Server.Room);
        Assert.Empty(Directory.GetDirectories(served));
    }

    [Fact]
    public async Task Of_two_who_decided_on_the_same_version_one_records()
    {
        await using var room = await Room.OpenAsync();
        var (ada, _) = await room.OwnerAsync();
        using var owner = room.Client(ada);
        using var fresh = await owner.GetAsync($"/api/v1/cases/{room.Case}", Stop);
        var tag = fresh.Headers.ETag!.ToString();
        var before = room.Server.Room.Case(room.Case)!.Now.Size;
        var first = await room.StartAsync(owner, "incident/open", ["V-1"], match: [tag]);
        var second = await room.StartAsync(owner, "incident/open", ["V-2"], match: [tag]);
        var jobs = new[] { first, second }.Select(one => room.Jobs.Find(one.GetProperty("id").GetString()!, room.Visit(ada))!).ToList();
        await Task.WhenAll(jobs.Select(room.SignedAsync));
        Assert.Single(jobs, job => job.State == JobState.Done);
        Assert.Contains("has changed since", Assert.Single(jobs, job => job.State == JobState.Failed).Text, StringComparison.Ordinal);
        Assert.Equal(before + 1, room.Server.Room.Case(room.Case)!.Now.Size);

        Assert.Equal(412, (await room.StartAsync(owner, "incident/open", ["V-3"], match: [tag])).GetProperty("status").GetInt32());
        Assert.Equal(400, (await room.StartAsync(owner, "incident/open", ["V-3"], match: [tag, "\"other\""])).GetProperty("status").GetInt32());
        var any = await room.StartAsync(owner, "incident/open", ["V-4"], match: ["*"]);
        var job = room.Jobs.Find(any.GetProperty("id").GetString()!, room.Visit(ada))!;
        await room.SignedAsync(job);
        Assert.True(job.State == JobState.Done, job.Text);
    }

    [Fact]
    public async Task Signing_out_on_one_device_breaks_nothing_on_another()
    {
        await using var room = await Room.OpenAsync();
        var ada = room.Account("ada", Room.Of("analyst"));
        var (secret, _) = room.Server.Room.Sessions.Begin(ada, "test");
        using var first = room.Client(null);
        first.DefaultRequestHeaders.Add("Cookie", $"{Web.Gate.Cookie}={secret}");
        using var events = await first.GetAsync("/api/v1/jobs/events", HttpCompletionOption.ResponseHeadersRead, Stop);
        room.Server.Room.Sessions.End(secret);
        using var second = room.Client(ada);
        using var answer = await second.GetAsync($"/api/v1/cases/{room.Case}/verbs/sample/list", Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_case_that_nobody_signed_leaves_nothing_behind()
    {
        await using var room = await Room.OpenAsync();
        room.Jobs.SignedWithin = TimeSpan.FromMilliseconds(200);
        var account = room.Account("owner", null, true);
        account = room.Server.Room.Accounts.Change(account.Id, now => now with { Keys = [new(room.NewKey().Verifier.Text, "test", room.Now)] });
        var before = Files();
        var job = room.Server.App.Services.GetRequiredService<NewCases>().Open(room.Visit(account), "Never signed", null, null);
        await job.Ended.WaitAsync(Stop);
        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal(before, Files());

        string[] Files() => [.. new[] { "cases", Path.Combine("keys", "log") }.SelectMany(name => Directory.GetFileSystemEntries(Path.Combine(room.Folder, name), "*", SearchOption.AllDirectories)).Where(path => Path.GetFileName(path) is var name && !name.StartsWith("activity", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_key_of_idempotence_stands_for_one_request_alone()
    {
        await using var room = await Room.OpenAsync();
        using var owner = room.Client(room.Account("owner", new("owner", true, true, true, []), true));
        async Task<HttpStatusCode> PostAsync(string verb, object body)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cases/{room.Case}/verbs/{verb}") { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", "one");
            using var answer = await owner.SendAsync(request, Stop);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await PostAsync("sample/show", new { arguments = new[] { "S-1" } }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("sample/show", new { arguments = new[] { "S-1" } }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PostAsync("sample/show", new { arguments = new[] { "S-2" } }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PostAsync("casualty/list", new { }));
    }

    [Fact]
    public async Task A_job_is_kept_for_an_hour_from_its_end()
    {
        await using var room = await Room.OpenAsync();
        var (ada, _) = await room.OwnerAsync();
        using var owner = room.Client(ada);
        var begun = await room.StartAsync(owner, "incident/open", ["I-9"]);
        var job = room.Jobs.Find(begun.GetProperty("id").GetString()!, room.Visit(ada))!;
        room.Now += TimeSpan.FromMinutes(50);
        await room.SignedAsync(job);
        foreach (var (minutes, isKept) in new[] { (30, true), (31, false) })
        {
            room.Now += TimeSpan.FromMinutes(minutes);
            room.Jobs.Discard(room.Jobs.NewFolder());
            Assert.Equal(isKept, room.Jobs.Find(job.Id, room.Visit(ada)) is not null);
        }
    }
}
