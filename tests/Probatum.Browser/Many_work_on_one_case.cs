using System.Net.Http.Json;
using System.Text.Json;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Browser;

/// <summary>Several people at one case: what they record fits together, and what one may not see comes out nowhere.</summary>
public sealed class Many_work_on_one_case
{
    [Fact]
    public async Task What_somebody_writes_at_once_beside_a_half_that_waits_has_numbers_of_its_own()
    {
        await using var room = await Room.OpenAsync();
        using var owner = new Signing(room, "custodian", "team");
        Assert.Equal("done", (await owner.EndAsync(await owner.StartAsync(
            "sample/transfer", ["S-1"], ("from", "Team"), ("to", "Laboratory"), ("receiver-key", room.Key("laboratory").Verifier.Name), ("when", "2031-05-04T10:00Z"), ("where", "the office"), ("seal-found", "A-1"), ("out", "S-1.half")))).GetProperty("state").GetString());
        var jobs = new List<JsonElement>();
        foreach (var text in new[] { "one", "two" })
        {
            jobs.Add(await owner.StartAsync("sample/remark", ["S-1"], ("text", text), ("by", "Team")));
        }

        foreach (var job in jobs)
        {
            Assert.Equal("done", (await owner.EndAsync(job)).GetProperty("state").GetString());
        }

        Assert.DoesNotContain(room.Live.Now.Remarks, remark => remark.Code == "seq/equivocation");
    }

    [Fact]
    public async Task A_seal_counts_what_somebody_recorded_while_it_waited()
    {
        await using var room = await Room.OpenAsync();
        using var first = new Signing(room, "custodian", "team");
        using var second = new Signing(room, "owner", "owner");
        var remark = await first.StartAsync("sample/remark", ["S-1"], ("text", "one"), ("by", "Team"));
        await first.UntilAskedAsync(remark);
        var seal = await second.StartAsync("seal", [], ("output", "d.zip"), ("withhold", "court"));
        await Task.Delay(500);
        await first.EndAsync(remark);
        var ended = await second.EndAsync(seal);
        Assert.Equal(("done", 0), (ended.GetProperty("state").GetString(), ended.GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task Nothing_that_is_taken_out_holds_more_than_its_maker_may_see()
    {
        await using var room = await Room.OpenAsync();
        var person = room.Live.Now.State.Entities.ByName["K-01"];
        room.Server.Room.Accounts.Change(pages => pages with { Compartments = pages.Compartments.SetItem(room.Case, [person.Text]) });
        using var outside = new Signing(room, "registrar", "owner");
        foreach (var (verb, file, options) in new (string, string, (string, string)[])[]
        {
            ("bundle/export", "x.bundle", [("output", "x.bundle")]), ("report/write", "r.html", [("output", "r.html"), ("policy", "court")]), ("report/write", "r.html", [("output", "r.html")]),
            ("export/fhir", "f.json", [("output", "f.json"), ("withhold", "court")]), ("export/fhir", "f.json", [("output", "f.json")]), ("seal", "d.zip", [("output", "d.zip"), ("withhold", "parties")]),
        })
        {
            var size = room.Live.Now.Size;
            var ended = await outside.EndAsync(await outside.StartAsync(verb, [], options));
            var isMade = ended.GetProperty("state").GetString() == "done";
            Assert.True((verb is "report/write" or "export/fhir") == isMade, $"{verb}: {ended}");
            Assert.Equal(size, room.Live.Now.Size);
            if (isMade)
            {
                var bytes = await outside.Http.GetStringAsync($"/api/v1/jobs/{ended.GetProperty("id").GetString()}/files/{file}");
                Assert.Contains("K-02", bytes, StringComparison.Ordinal);
                Assert.DoesNotContain("K-01", bytes, StringComparison.Ordinal);
                Assert.DoesNotContain(person.Text, bytes, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task What_takes_long_is_kept_for_the_sight_that_it_was_worked_out_for()
    {
        await using var room = await Room.OpenAsync();
        using var writer = new Signing(room, "custodian", "team");
        var ben = room.Account("ben", Room.Of("laboratory"));
        var visit = room.Visit(ben);
        (string What, long Size) Slowly(SeenCase seen) => seen.Lately("told", one =>
        {
            Thread.Sleep(400);
            return string.Join(' ', one.State.Entries.Select(entry => entry.Withheld));
        });
        var (_, size) = Slowly(visit.Case(room.Case)!);
        await writer.EndAsync(await writer.StartAsync("sample/remark", ["S-1"], ("text", "one"), ("by", "Team")));

        // Asked for as a laboratory, which may see more by the time that it is worked out.
        var seen = visit.Case(room.Case)!;
        Assert.Equal(size, Slowly(seen).Size);
        room.Server.Room.Accounts.Change(ben.Id, account => account with { Grants = account.Grants.SetItem(room.Case, Room.Of("analyst")) });
        while (Slowly(seen).Size == size)
        {
            await Task.Delay(20);
        }

        Assert.Equal(string.Join(' ', seen.State.Entries.Select(entry => entry.Withheld)), Slowly(seen).What);
        Assert.NotEqual(Slowly(seen).What, string.Join(' ', room.Live.Now.State.Entries.Select(entry => entry.Withheld)));
    }

    [Fact]
    public async Task A_refusal_tells_whoever_works_blind_nothing()
    {
        await using var room = await Room.OpenAsync();
        var sample = room.Live.Now.State.Samples.All.First().Id.Text;
        using var blind = new Signing(room, "laboratory", "laboratory");
        var ended = await blind.EndAsync(await blind.StartAsync("sample/open", [sample], ("by", "A ministry"), ("reason", "x")));
        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.DoesNotContain("S-1", ended.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Team", ended.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_goes_on_while_others_record()
    {
        await using var room = await Room.OpenAsync();
        using var owner = new Signing(room, "custodian", "team");
        var reader = room.Visit(room.Account("reader", Room.Of("reader")));
        var stop = false;
        var reading = Task.Run(() =>
        {
            for (var looks = 0; ; looks++)
            {
                var seen = reader.Case(room.Case)!;
                Assert.Equal(seen.State.Entries.Count, seen.History.Size);
                if (Volatile.Read(ref stop) && seen.History.Size == room.Live.Now.Size)
                {
                    return looks;
                }
            }
        });
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal("done", (await owner.EndAsync(await owner.StartAsync("sample/remark", ["S-1"], ("text", $"remark {i}"), ("by", "Team")))).GetProperty("state").GetString());
        }

        Volatile.Write(ref stop, true);
        Assert.True(await reading > 0);
    }

    /// <summary>A program that signs by a key which it has.</summary>
    private sealed class Signing(Room room, string role, string key) : IDisposable
    {
        public HttpClient Http { get; } = room.Client(room.Account($"{role} {key}", new Grant(role, true, true, false, []), key));

        public async Task<JsonElement> StartAsync(string verb, string[] arguments, params (string Name, string Value)[] options)
        {
            var said = await room.StartAsync(Http, verb, arguments, options.ToDictionary(one => one.Name, one => one.Value));
            return said.TryGetProperty("state", out _) ? said : JsonSerializer.SerializeToElement(new { state = "failed", id = "-", text = said.GetRawText() });
        }

        public async Task<JsonElement> UntilAskedAsync(JsonElement job)
        {
            while (job.GetProperty("state").GetString() == "running")
            {
                await Task.Delay(20);
                job = await Http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job.GetProperty("id").GetString()}");
            }

            return job;
        }

        public async Task<JsonElement> EndAsync(JsonElement job)
        {
            while ((job = await UntilAskedAsync(job)).GetProperty("state").GetString() == "signing")
            {
                var asked = job.GetProperty("asked");
                var texts = asked.GetProperty("texts").EnumerateArray().Select(text => Convert.ToBase64String(room.Key(key).Sign(text.GetBytesFromBase64()))).ToArray();
                using var sent = await Http.PostAsJsonAsync($"/api/v1/jobs/{job.GetProperty("id").GetString()}/signatures", new { number = asked.GetProperty("number").GetInt32(), signatures = texts });
                await Task.Delay(20);
                job = await Http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{job.GetProperty("id").GetString()}");
            }

            return job;
        }

        public void Dispose() => Http.Dispose();
    }
}
