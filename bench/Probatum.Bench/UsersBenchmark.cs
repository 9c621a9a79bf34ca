using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Bench;

/// <summary>A hundred people at work in the web application, on a case of a hundred thousand records beside others of that size.</summary>
internal static class UsersBenchmark
{
    private const int CaseSize = 100_000;
    private const int Users = 100;
    private const int Batch = 4096;
    private const string Peer = "bare Kestrel";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(5);
    private static readonly string[] Screens = ["", "/inbox", "/claims", "/incidents", "/places", "/samples", "/people", "/requests", "/assessment", "/dossiers", "/records", "/laboratory"];

    public static Benchmark Row { get; } = new("users", "a hundred people at screens and searches, a case of 100,000 records in a workspace of a million", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? 1_000_000 : settings.Size;
        var folder = Directory.CreateTempSubdirectory("probatum-users-").FullName;
        try
        {
            var path = Path.Combine(folder, "w");
            Workspace.Create(path);
            using var workspace = Workspace.Open(path, () => DateTimeOffset.UtcNow, TimeSpan.Zero, _ => { }, () => "", new(null), OpenedCase.Folding());
            var start = Stopwatch.GetTimestamp();
            var filled = Enumerable.Range(0, (size + CaseSize - 1) / CaseSize).Select(i => Fill(workspace, Math.Min(CaseSize, size - (i * CaseSize)))).ToList();
            yield return new($"{size} records signed and recorded", size / Stopwatch.GetElapsedTime(start).TotalSeconds, "", null, Bar.None);

            var shell = new Shell(TextWriter.Null, TextWriter.Null, () => DateTimeOffset.UtcNow, RandomNumberGenerator.Fill, true) { LastSeen = new(null) };
            start = Stopwatch.GetTimestamp();
            var server = WebServer.Build(workspace, shell, new(["http://localhost:0"], null, false, _ => { }, _ => { }, _ => { }, null, _ => { }));
            try
            {
                foreach (var figure in Served(server, [.. filled.Select(one => one.Id)], filled[0].More, start, size))
                {
                    yield return figure;
                }
            }
            finally
            {
                server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static IEnumerable<Figure> Served(WebServer server, List<CaseId> ids, IEnumerator<Written> more, long start, int size)
    {
        server.App.StartAsync().GetAwaiter().GetResult();
        var address = server.App.Urls.First();
        var people = Enumerable.Range(0, Users).Select(i => Person(server.Room, ids, i, new Uri(address))).ToList();
        var first = people[0];
        var (home, longest, slowest) = ($"/case/{ids[0]}", 0.0, "");

        // Behind everything else that a start does, the index follows every case.
        while (first.Text("/api/v1/search?q=nothing").Contains("\"behind\":true", StringComparison.Ordinal))
        {
            Thread.Sleep(200);
        }

        yield return new("records ready to be searched after a start", size / Stopwatch.GetElapsedTime(start).TotalSeconds, "", null, Bar.None) { Note = Memory() };
        foreach (var (role, person) in people.DistinctBy(one => one.Role).Select(one => (one.Role, one)))
        {
            foreach (var screen in Screens)
            {
                var clock = Stopwatch.GetTimestamp();
                person.Get(home + screen);
                var took = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
                (longest, slowest) = took > longest ? (took, $"{screen} as {role}") : (longest, slowest);
            }
        }

        yield return new("the slowest screen when it is first opened", 1000 / longest, "", null, Bar.None) { Note = FormattableString.Invariant($"{slowest}: {longest / 1000:0.0} s") };
        using var bare = new Bare((int)Screens.Average(screen => first.Get(home + screen)));
        string Screen(int i) => home + Screens[i % Screens.Length];
        int Number(int i) => (int)((i * 104_729L) % Math.Min(size, CaseSize) / 10 * 10) + 7;
        string Search(int i) => "/api/v1/search?q=" + ((i % 3) switch
        {
            0 => $"seal%20{Number(i)}",
            1 => $"S-{Number(i)}",
            _ => $"report%20{Number(i) - 6}",
        });
        yield return Together("each opening a screen every five seconds", people, Screen, Reading, bare, new(Rate: 5));
        yield return Together("each searching every five seconds", people, Search, Reading, bare, new(Rate: 10));
        using (new Writing(server.Room, ids[0], more))
        {
            yield return Together("each opening a screen every five seconds, ten records written meanwhile every two", people, Screen, Reading, bare, new(Rate: 5));
        }

        yield return AtOnce("screens", people, Screen, bare);
        yield return AtOnce("searches", people, Search, bare);
    }

    /// <summary>Fills a case; what is written in it next is at hand.</summary>
    private static (CaseId Id, IEnumerator<Written> More) Fill(Workspace workspace, int count)
    {
        var id = CaseId.New(RandomNumberGenerator.Fill);
        foreach (var file in Cases.Files)
        {
            workspace.Blobs.Put(file, "text/plain");
        }

        var tables = MillionBenchmark.DiskLog.RuleTableFiles();
        foreach (var bytes in tables.Values)
        {
            workspace.Blobs.Put(bytes.Span, "application/json");
        }

        var (ed25519, mlDsa) = workspace.LogKeys(id);
        using var log = workspace.OpenOwnLog(id);
        var more = Cases.Each(int.MaxValue, id, [ed25519.Verifier.Text, mlDsa.Verifier.Text], RuleTables.Digests(tables)).GetEnumerator();
        for (var left = count; left > 0; left -= Batch)
        {
            log.Append(count - left, [.. Next(more, Math.Min(left, Batch)).Select(one => one.Record)]);
        }

        return (id, more);
    }

    private static Written[] Next(IEnumerator<Written> more, int count) => [.. Enumerable.Range(0, count).Select(_ => more.MoveNext() ? more.Current : throw new InvalidOperationException("there are no more"))];

    /// <summary>An account that is signed in: eight in ten see the whole case, one what a court would, one its blind work.</summary>
    private static Client Person(Workroom room, List<CaseId> ids, int i, Uri address)
    {
        var role = (i % 10) switch { 9 => "laboratory", 8 => "reader", _ => "analyst" };
        var account = new Account(
            room.Accounts.NewId("a"), $"user {i}", $"User {i}", i == 0, [], null, null, [],
            ids.ToImmutableSortedDictionary(id => id.Text, _ => new Grant(role, false, false, false, []), StringComparer.Ordinal), false, 0, null, room.Accounts.NewId("t"));
        room.Accounts.Change(pages => pages with { Accounts = pages.Accounts.SetItem(account.Id, account) });
        return new(address, room.Sessions.Begin(account, "127.0.0.1").Secret, role);
    }

    /// <summary>All of them for a while: at the 95th percentile, beside the same asked of the peer.</summary>
    private static Figure Together(string how, List<Client> people, Func<int, string> path, TimeSpan pause, Bare bare, Bar bar)
    {
        var (ours, theirs) = (Times(people, path, pause), Times([.. people.Select(_ => bare.Client())], _ => "/", pause));
        var (slowest, of) = ours.GroupBy(one => one.What).Select(group => (At(0.95, [.. group]), group.Key)).Max();
        return new($"{Users} people, {how}: answers a second at the 95th percentile", 1000 / At(0.95, ours), Peer, 1000 / At(0.95, theirs), bar)
        {
            Note = FormattableString.Invariant($"p50 {At(0.5, ours):0.0} ms, p95 {At(0.95, ours):0.0} ms, p99 {At(0.99, ours):0.0} ms, slowest {of}: {slowest:0.0} ms; {ours.Count / Long.TotalSeconds:0} a second; {Memory()}"),
        };
    }

    private static Figure AtOnce(string what, List<Client> people, Func<int, string> path, Bare bare)
    {
        var (ours, theirs) = (Times(people, path, TimeSpan.Zero), Times([.. people.Select(_ => bare.Client())], _ => "/", TimeSpan.Zero));
        return new($"{what} answered to {Users} people who ask again at once", ours.Count / Long.TotalSeconds, Peer, theirs.Count / Long.TotalSeconds, Bar.None)
        {
            Note = FormattableString.Invariant($"p95 {At(0.95, ours):0.0} ms; {Memory()}"),
        };
    }

    private static double At(double part, List<(double Took, string What)> times) => times[(int)(part * (times.Count - 1))].Took;

    /// <summary>What each answer took, in milliseconds, and what it was, the quickest first.</summary>
    private static List<(double Took, string What)> Times(List<Client> people, Func<int, string> path, TimeSpan pause)
    {
        var (times, next, end) = (new List<(double, string)>(), 0, Stopwatch.GetTimestamp() + (long)(Long.TotalSeconds * Stopwatch.Frequency));
        Task.WaitAll(people.Select((person, i) => Task.Run(async () =>
        {
            await Task.Delay(pause * i / people.Count).ConfigureAwait(false);
            while (Stopwatch.GetTimestamp() < end)
            {
                var (start, asked) = (Stopwatch.GetTimestamp(), path(Interlocked.Increment(ref next)));
                await person.GetAsync(asked).ConfigureAwait(false);
                var took = Stopwatch.GetElapsedTime(start);
                lock (times)
                {
                    times.Add((took.TotalMilliseconds, $"{asked.Split('?')[0].Split('/')[^1]} as {person.Role}"));
                }

                await Task.Delay(pause > took ? pause - took : TimeSpan.Zero).ConfigureAwait(false);
            }
        })));
        times.Sort();
        return times;
    }

    private static string Memory()
    {
        using var process = Process.GetCurrentProcess();
        return $"memory now {process.WorkingSet64 >> 20} MB, peak {process.PeakWorkingSet64 >> 20} MB, of it managed now {GC.GetTotalMemory(true) >> 20} MB";
    }

    /// <summary>Somebody's browser, as far as it asks for pages.</summary>
    private sealed class Client
    {
        private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

        private readonly Uri _address;
        private readonly string? _secret;

        public Client(Uri address, string? secret, string role) => (_address, _secret, Role) = (address, secret, role);

        public string Role { get; }

        public int Get(string path) => GetAsync(path).GetAwaiter().GetResult();

        public string Text(string path) => Encoding.UTF8.GetString(BytesAsync(path).GetAwaiter().GetResult());

        public async Task<int> GetAsync(string path) => (await BytesAsync(path).ConfigureAwait(false)).Length;

        private async Task<byte[]> BytesAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path));
            if (_secret is not null)
            {
                request.Headers.Add("Cookie", $"{Gate.Cookie}={_secret}");
            }

            using var answer = await Http.SendAsync(request).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false) : throw new InvalidOperationException($"{path}: {answer.StatusCode}");
        }
    }

    /// <summary>The same web server without anything of ours, which answers as many bytes as a screen has.</summary>
    private sealed class Bare : IDisposable
    {
        private readonly WebApplication _app;

        public Bare(int bytes)
        {
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            var body = new byte[bytes];
            _app.Run(context => context.Response.Body.WriteAsync(body).AsTask());
            _app.StartAsync().GetAwaiter().GetResult();
        }

        public Client Client() => new(new(_app.Urls.First()), null, "");

        public void Dispose() => _app.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Somebody who records meanwhile.</summary>
    private sealed class Writing : IDisposable
    {
        private readonly CancellationTokenSource _ends = new();
        private readonly Task _work;

        public Writing(Workroom room, CaseId id, IEnumerator<Written> more) => _work = Task.Run(async () =>
        {
            var live = room.Case(id.Text)!;
            while (!_ends.IsCancellationRequested)
            {
                using (live.Enter())
                {
                    using var log = live.OpenLog();
                    var now = live.Now;
                    var batch = Next(more, 10);
                    log.Append(now.Size, [.. batch.Select(one => one.Record)]);
                    live.Recorded(batch.Aggregate(now, (history, one) => history.Then(one.Leaf, one.Disclosures, SignatureCheck.AlreadyChecked)));
                }

                await Task.Delay(2000, _ends.Token).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            }
        });

        public void Dispose()
        {
            _ends.Cancel();
            _work.Wait();
            _ends.Dispose();
        }
    }
}
