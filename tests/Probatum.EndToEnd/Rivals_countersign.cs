using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Probatum.Ledger;

namespace Probatum.EndToEnd;

/// <summary>Two parties that do not trust each other, nor us: what each signs, neither can unsay; and programs of others take part.</summary>
public sealed class Rivals_countersign
{
    [Fact]
    public void A_dossier_is_complete_when_every_named_party_signed_by_network_or_by_file()
    {
        using var desk = new Desk();
        var (a, b) = (Witness(desk, "A"), Witness(desk, "B"));
        OpenCase(desk, $"# agreed\nwitness A {a[0]}\nwitness A-pq {a[1]}\ngroup party-a all A A-pq\nwitness B {b[0]}\ngroup rivals all party-a B\nquorum rivals\n");
        var log = LogKeys(desk);
        Array.ForEach(["A", "B"], name => Array.ForEach(log, key => Desk.Run("witness", "trust", desk.At(name), key).Expect(0)));
        desk.In("incident", "open", "I-1", "--when", "2031-05-03").Expect(0);
        using var served = Served.Start(desk.At("B"));

        // B is asked over the network while the seal is made, A has none.
        var first = desk.In("seal", "-o", desk.At("first"), "--cosign", served.Url).Expect(1).Out;
        Assert.Contains("FAILS quorum: the dossier does not count as complete: 1 of the 2 that rivals needs have signed; missing: party-a", first, StringComparison.Ordinal);
        Assert.Contains("missing: party-a", Desk.Run("verify", desk.At("first")).Expect(1).Out, StringComparison.Ordinal);
        var leaves = desk.Leaves();
        desk.In("log", "cosign", "--request", desk.At("request")).Expect(0);
        Desk.Run("witness", "sign", desk.At("A"), desk.At("request"), "-o", desk.At("answer")).Expect(0);
        desk.In("log", "cosign", "--answer", desk.At("answer")).Expect(0);
        desk.In("seal", "--again", "-o", desk.At("dossier.zip")).Expect(0);
        Assert.Equal(leaves, desk.Leaves());

        var verdict = Desk.Run("verify", desk.At("dossier.zip")).Expect(0).Out;
        Assert.Matches("holds +quorum +.*A \\(20.*A-pq \\(20.*B \\(20", verdict);
        Assert.Matches("holds +history +countersigned by ", verdict);
        var policy = desk.File("mine", $"log {log[0]}\nwitness w {b[0]}\nquorum w\n");
        Assert.Matches("holds +trust ", Desk.Run("verify", desk.At("dossier.zip"), "--policy", policy).Expect(1).Out);
        policy = desk.File("other", $"log {log[0]}\nwitness w {Witness(desk, "C")[0]}\nquorum w\n");
        Assert.Matches("fails +trust +the policy's quorum is not met: w has not signed", Desk.Run("verify", desk.At("dossier.zip"), "--policy", policy).Expect(1).Out);

        // The next time A's request starts where A stands, and a seal may be signed before any dossier is written.
        desk.In("incident", "open", "I-2", "--when", "2031-05-04").Expect(0);
        Assert.Contains("no dossier written", desk.In("seal").Expect(0).Out, StringComparison.Ordinal);
        desk.In("log", "cosign", "--witness", served.Url).Expect(0);
        desk.In("log", "cosign", "--request", desk.At("request-2"), "--for", "A").Expect(0);
        Assert.StartsWith($"old {leaves}\n", File.ReadAllText(desk.At("request-2")), StringComparison.Ordinal);
        Desk.Run("witness", "sign", desk.At("A"), desk.At("request-2"), "-o", desk.At("answer-2")).Expect(0);
        Assert.Contains("WANTING", desk.In("log", "cosign", "--answer", desk.At("answer")).Expect(1).Out, StringComparison.Ordinal);
        desk.In("log", "cosign", "--answer", desk.At("answer-2")).Expect(0);
        desk.In("seal", "--again", "-o", desk.At("second")).Expect(0);
        Desk.Run("verify", desk.At("second")).Expect(0);
        Assert.Contains("note the quorum rests on a witness whose kind of key this reader does not check", Reader(desk.At("second")).Expect(0).Out, StringComparison.Ordinal);
        Assert.StartsWith("FAIL log: the quorum of the case's policy is not met", Reader(desk.At("first")).Expect(1).Out, StringComparison.Ordinal);
        var note = File.ReadAllText(desk.At("second/data/log/checkpoint"));
        var line = note.Split('\n').First(text => text.StartsWith("— B.example/w ", StringComparison.Ordinal));
        File.WriteAllText(desk.At("second/data/log/checkpoint"), note.Replace(line, line[..40] + (line[40] == 'A' ? 'B' : 'A') + line[41..], StringComparison.Ordinal));
        Assert.StartsWith("FAIL log: the cosignature of B does not verify", Reader(desk.At("second")).Expect(1).Out, StringComparison.Ordinal);
        Assert.Contains("a.example/w", desk.In("log", "prove", "0").Expect(0).Out.Replace("A.example", "a.example", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("the last seal is under court", desk.In("seal", "--again", "--withhold", "public", "-o", desk.At("third")).Expect(2).Error, StringComparison.Ordinal);
        desk.In("incident", "open", "I-3", "--when", "2031-05-05").Expect(0);
        Assert.Contains("no seal", desk.In("seal", "--again", "-o", desk.At("third")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Matches("stopped; \\d+ requests answered", served.Stop().Expect(0).Out);
    }

    [Fact]
    public async Task The_server_of_a_party_s_screens_answers_as_its_witness()
    {
        using var desk = new Desk();
        Witness(desk, "A");
        OpenCase(desk, null);
        Array.ForEach(LogKeys(desk), key => Desk.Run("witness", "trust", desk.At("A"), key).Expect(0));
        Desk.Run("init", desk.At("theirs")).Expect(0);
        using var served = Served.Start(Desk.Start(["serve", "--workspace", desk.At("theirs"), "--witness", desk.At("A"), "--urls", "http://localhost:0"], ("PROBATUM_STATE", desk.At("state"))));
        Assert.Contains("is held", Desk.Run("witness", "sign", desk.At("A"), desk.At("A.vkeys"), "-o", desk.At("x")).Expect(2).Error, StringComparison.Ordinal);
        var vkeys = File.ReadAllLines(desk.At("A.vkeys"));
        desk.In("log", "cosign", "--witness", $"{served.Url}/witness", "--vkey", vkeys[0], vkeys[1]).Expect(0);
        Assert.Contains("— A.example/w ", desk.In("log", "checkpoint").Expect(0).Out, StringComparison.Ordinal);

        // Nobody is signed in: nothing beside it is open, and it takes no more than a witness does.
        using var http = new HttpClient();
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.GetAsync(new Uri($"{served.Url}/witness/add-checkpoint"), stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"{served.Url}/witness/"), stop)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync(new Uri($"{served.Url}/witness/add-checkpoint"), new StringContent("no checkpoint"), stop)).StatusCode);
        using var large = new HttpRequestMessage(HttpMethod.Post, new Uri($"{served.Url}/witness/add-checkpoint")) { Content = new ByteArrayContent(new byte[2 << 20]), Headers = { ExpectContinue = true } };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await http.SendAsync(large, stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri($"{served.Url}/api/v1/cases"), stop)).StatusCode);
        Assert.Matches("stopped; \\d+ requests answered", served.Stop().Expect(0).Out);
    }

    [Fact]
    public void Two_histories_of_one_log_meet_a_witness_that_keeps_the_proof()
    {
        using var desk = new Desk();
        Witness(desk, "A");
        OpenCase(desk, null);
        Array.ForEach(LogKeys(desk), key => Desk.Run("witness", "trust", desk.At("A"), key).Expect(0));
        using var served = Served.Start(desk.At("A"));
        var vkeys = File.ReadAllLines(desk.At("A.vkeys"));

        // The party that keeps the log makes a copy of everything, and goes on in both.
        Copy(desk.Workspace, desk.At("copy"));
        desk.In("incident", "open", "I-1", "--when", "2031-05-03").Expect(0);
        Desk.Elsewhere("incident", "open", "another", "--when", "2031-05-03", "--workspace", desk.At("copy")).Expect(0);
        desk.In("log", "cosign", "--witness", served.Url, "--vkey", vkeys[0], vkeys[1]).Expect(0);
        var refused = Desk.Elsewhere("log", "cosign", "--witness", served.Url, "--vkey", vkeys[0], "--workspace", desk.At("copy")).Expect(1).Out;
        Assert.Contains("it signed another history of this log", refused, StringComparison.Ordinal);

        // An old copy is told that the witness has seen more.
        desk.In("incident", "open", "I-2", "--when", "2031-05-03").Expect(0);
        desk.In("log", "cosign", "--witness", served.Url, "--vkey", vkeys[0]).Expect(0);
        Assert.Contains("it has signed 3 leaves of this log, which has 2 here", Desk.Elsewhere("log", "cosign", "--witness", served.Url, "--vkey", vkeys[0], "--workspace", desk.At("copy")).Expect(1).Out, StringComparison.Ordinal);

        Assert.Contains("PROVES A FORK", Desk.Run("witness", "conflicts", desk.At("A"), "-o", desk.At("evidence")).Expect(1).Out, StringComparison.Ordinal);
        var pair = Directory.GetDirectories(desk.At("evidence")).Single();
        var key = LogKeys(desk)[0];
        Assert.Contains("PROVES A FORK", Desk.Run("witness", "evidence", $"{pair}/1.checkpoint", $"{pair}/2.checkpoint", "--vkey", key).Expect(1).Out, StringComparison.Ordinal);
        Desk.Run("witness", "evidence", $"{pair}/1.checkpoint", $"{pair}/1.checkpoint", "--vkey", key).Expect(0);
        Desk.Run("witness", "evidence", $"{pair}/1.checkpoint", $"{pair}/2.checkpoint", "--vkey", vkeys[0]).Expect(2);

        // Any note tool checks either half by itself.
        var peer = Peers.Tlogpeer();
        desk.File("log.vkey", key + "\n");
        Array.ForEach(["1", "2"], half => Desk.Other(peer, desk.Folder, "verify", "-vkey", "log.vkey", $"{pair}/{half}.checkpoint").Expect(0));
    }

    [Fact]
    public void A_witness_of_others_signs_our_log_and_its_lines_count_in_a_dossier()
    {
        var peer = Peers.Tlogpeer();
        using var desk = new Desk();
        Desk.Other(peer, desk.Folder, "keygen", "-name", "peer.example/w", "-cosigner", "-out", "w").Expect(0);
        OpenCase(desk, $"witness peer {File.ReadAllText(desk.At("w.vkey")).Trim()}\nquorum peer\n");
        desk.File("log.vkey", LogKeys(desk)[0] + "\n");
        using var served = Served.Start(Desk.Start(peer, ["witness", "-listen", "127.0.0.1:0", "-skey", desk.At("w.skey"), "-vkey", desk.At("log.vkey"), "-state", desk.At("state")]));
        desk.In("log", "cosign", "--witness", served.Url).Expect(0);
        desk.In("incident", "open", "I-1", "--when", "2031-05-03").Expect(0);
        desk.In("seal", "-o", desk.At("dossier"), "--cosign", served.Url).Expect(0);
        Desk.Run("verify", desk.At("dossier")).Expect(0);
        Assert.StartsWith("good: ", Reader(desk.At("dossier")).Expect(0).Out, StringComparison.Ordinal);
        Desk.Other(peer, desk.Folder, "audit", "-dir", "dossier/data/log", "-vkey", "log.vkey", "-cosigner", "w.vkey", "-quorum", "1").Expect(0);
        desk.File("p", desk.In("log", "prove", "1").Expect(0).Out);

        // Another root at the size that the peer signed.
        Copy(desk.Workspace, desk.At("copy"));
        desk.In("incident", "open", "I-2", "--when", "2031-05-03").Expect(0);
        desk.In("log", "cosign", "--witness", served.Url).Expect(0);
        Desk.Elsewhere("incident", "open", "another", "--when", "2031-05-03", "--workspace", desk.At("copy")).Expect(0);
        Assert.Contains("it signed another history", Desk.Elsewhere("log", "cosign", "--witness", served.Url, "--workspace", desk.At("copy")).Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_kinds_of_cosignature_are_checked_and_made_by_a_peer_in_another_language()
    {
        var peer = Peers.Jspeer();
        using var desk = new Desk();
        Desk.Other("node", peer, "jspeer.mjs", "keygen", "peer.example/w", "6", "a test seed", desk.At("pq")).Expect(0);
        var a = Witness(desk, "A");
        OpenCase(desk, $"witness peer {File.ReadAllText(desk.At("pq.vkey")).Trim()}\nwitness A {a[0]}\nwitness A-pq {a[1]}\ngroup all-three all peer A A-pq\nquorum all-three\n");
        Desk.Run("witness", "trust", desk.At("A"), LogKeys(desk)[1]).Expect(0);
        desk.In("seal").Expect(0);
        desk.In("log", "cosign", "--request", desk.At("request")).Expect(0);
        Desk.Run("witness", "sign", desk.At("A"), desk.At("request"), "-o", desk.At("answer")).Expect(0);
        desk.File("checkpoint", desk.In("log", "checkpoint").Expect(0).Out);
        desk.File("peer-answer", Desk.Other("node", peer, "jspeer.mjs", "cosign", desk.At("pq.skey"), "1800000000", desk.At("checkpoint")).Expect(0).Out);
        desk.In("log", "cosign", "--answer", desk.At("answer"), desk.At("peer-answer")).Expect(0);
        desk.In("seal", "--again", "-o", desk.At("dossier")).Expect(0);
        Assert.Matches("holds +history +.*peer.example/w \\(2027-01-15T08:00:00Z\\)", Desk.Run("verify", desk.At("dossier")).Expect(0).Out);
        foreach (var (key, i) in a.Select((key, i) => (key, i)))
        {
            desk.File($"{i}.vkey", key + "\n");
        }

        var keys = desk.At("dossier/data/keys");
        Desk.Other("node", peer, "jspeer.mjs", "verify", desk.At("dossier/data/log/checkpoint"), $"{keys}/log.vkey", $"{keys}/log-mldsa.vkey", desk.At("0.vkey"), desk.At("1.vkey"), desk.At("pq.vkey")).Expect(0);
    }

    [Fact]
    public async Task Our_witness_and_that_of_others_answer_every_request_alike()
    {
        var (peer, vectors, stop) = (Peers.Tlogpeer(), TestData.At("vectors/tlog"), TestContext.Current.CancellationToken);
        using var desk = new Desk();
        Desk.Run("witness", "init", desk.At("ours"), "--name", "ours.example/w").Expect(0);
        Desk.Run("witness", "trust", desk.At("ours"), (await File.ReadAllTextAsync(Path.Combine(vectors, "keys/log.vkey"), stop)).Trim()).Expect(0);
        using var ours = Served.Start(desk.At("ours"));
        using var theirs = Served.Start(Desk.Start(peer, ["witness", "-listen", "127.0.0.1:0", "-skey", Path.Combine(vectors, "keys/w1.skey"), "-vkey", Path.Combine(vectors, "keys/log.vkey"), "-state", desk.At("state")]));
        using var http = new HttpClient();
        List<(string Name, byte[] Body)> requests = [];
        foreach (var from in new[] { 0, 1, 2, 3, 255, 256, 257, 600 })
        {
            // Everything there is, asked wherever the witnesses stand; the peer's own prover moves them on.
            requests.AddRange(Directory.GetFiles(Path.Combine(vectors, "bodies")).Order(StringComparer.Ordinal).Where(path => !path.Contains("70000", StringComparison.Ordinal)).Select(path => (path, File.ReadAllBytes(path))));
            requests.AddRange(Directory.GetFiles(Path.Combine(vectors, "negative"), "body-*").Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllBytes(path))));
            requests.Add(($"prove -from {from}", Encoding.UTF8.GetBytes(Desk.Other(peer, desk.Folder, "prove", "-dir", Path.Combine(vectors, "size-600"), "-from", $"{from}").Expect(0).Out)));
            foreach (var file in new[] { "bad-log-signature", "rogue-only", "only-witnesses", "origin-differs-from-key", "text-changed", "crlf", "size-plus", "empty-tree-wrong-root" })
            {
                requests.Add((file, [.. "old 0\n\n"u8, .. File.ReadAllBytes(Path.Combine(vectors, "negative", file))]));
            }
        }

        requests.AddRange(Directory.GetFiles(Path.Combine(vectors, "bodies"), "*70000*").Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllBytes(path))));
        var statuses = new HashSet<int>();
        foreach (var (name, body) in requests)
        {
            var (ourStatus, ourBody, ourType) = await Post(ours.Url, body);
            var (theirStatus, theirBody, _) = await Post(theirs.Url, body);

            // Two are refused by both, for reasons in another order; ours is the specification's.
            var otherReason = (name, ourStatus, theirStatus) is ("crlf", 400, 404) or ("empty-tree-wrong-root", 409, 422);
            Assert.True(ourStatus == theirStatus || otherReason, $"{name}: {ourStatus} {ourBody}, and the peer {theirStatus} {theirBody}");
            Assert.True(ourStatus != 409 || otherReason || (ourBody == theirBody && ourType == "text/x.tlog.size"), name);
            statuses.Add(ourStatus);
        }

        Assert.Superset(new HashSet<int> { 200, 400, 403, 404, 409, 422 }, statuses);
        var (latest, note, _) = await Get($"{ours.Url}/{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("probatum.example/log"u8))}/checkpoint");
        Assert.Equal(200, latest);
        Assert.StartsWith("probatum.example/log\n70000\n", note, StringComparison.Ordinal);
        Assert.Equal(404, (await Get($"{ours.Url}/checkpoint")).Status);
        Assert.Equal(405, (await Get($"{ours.Url}/add-checkpoint")).Status);
        using var large = new HttpRequestMessage(HttpMethod.Post, new Uri($"{ours.Url}/add-checkpoint")) { Content = new ByteArrayContent(new byte[2 << 20]), Headers = { ExpectContinue = true } };
        Assert.Equal(413, (await Read(await http.SendAsync(large, stop))).Status);

        async Task<(int Status, string Body, string? Type)> Post(string url, byte[] body) => await Read(await http.PostAsync(new Uri($"{url}/add-checkpoint"), new ByteArrayContent(body), stop));
        async Task<(int Status, string Body, string? Type)> Get(string url) => await Read(await http.GetAsync(new Uri(url), stop));
        async Task<(int Status, string Body, string? Type)> Read(HttpResponseMessage response) => ((int)response.StatusCode, await response.Content.ReadAsStringAsync(stop), response.Content.Headers.ContentType?.MediaType);
    }

    // kill -9 at random moments while it signs: what somebody holds a signature of is on the disk.
    [Fact]
    public async Task A_killed_witness_remembers_what_it_signed()
    {
        using var desk = new Desk();
        var vectors = TestData.At("vectors/tlog");
        Desk.Run("witness", "init", desk.At("w"), "--name", "w.example").Expect(0);
        Desk.Run("witness", "trust", desk.At("w"), (await File.ReadAllTextAsync(Path.Combine(vectors, "keys/log.vkey"), TestContext.Current.CancellationToken)).Trim()).Expect(0);
        using var http = new HttpClient();
        foreach (var (old, size) in new[] { (0, 1), (1, 2), (2, 3), (3, 255), (255, 256) })
        {
            using var served = Served.Start(desk.At("w"));
            var body = await File.ReadAllBytesAsync(Path.Combine(vectors, $"bodies/old-{old}-new-{size}.txt"), TestContext.Current.CancellationToken);
            var response = await http.PostAsync(new Uri($"{served.Url}/add-checkpoint"), new ByteArrayContent(body), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            served.Kill();
        }

        Assert.Contains("stands at size 256", Desk.Run("witness", "sign", desk.At("w"), Path.Combine(vectors, "bodies/old-0-new-1.txt"), "-o", desk.At("x")).Expect(1).Out, StringComparison.Ordinal);
        Assert.False(File.Exists(desk.At("x")));
    }

    [Fact]
    public void What_can_not_be_is_refused_and_changes_nothing()
    {
        using var desk = new Desk();
        var a = Witness(desk, "A");
        OpenCase(desk, null);
        string Fails(params string[] args) => Desk.Run(args).Expect(2).Error;
        string FailsIn(params string[] args) => desk.In(args).Expect(2).Error;
        Assert.Contains("line 1: 'witness' with 1 items is none of", FailsIn("case", "open", "B", "--policy", desk.File("bad", "witness x\n")), StringComparison.Ordinal);
        Assert.Contains("names a log", FailsIn("case", "open", "B", "--policy", desk.File("log", $"log {LogKeys(desk)[0]}\nquorum none\n")), StringComparison.Ordinal);
        Assert.Contains("say either --request", FailsIn("log", "cosign"), StringComparison.Ordinal);
        Assert.Contains("is no size from 0 to 1", FailsIn("log", "cosign", "--request", desk.At("r"), "--old", "2"), StringComparison.Ordinal);
        Assert.Contains("is no http or https address", FailsIn("log", "cosign", "--witness", "file:///etc"), StringComparison.Ordinal);
        Assert.Contains("can't be reached", desk.In("log", "cosign", "--witness", "http://127.0.0.1:9").Expect(1).Out, StringComparison.Ordinal);
        Assert.Contains("is no address and port", Fails("witness", "serve", desk.At("A"), "--listen", "7380"), StringComparison.Ordinal);
        Assert.Contains("is no witness", Fails("witness", "sign", desk.Workspace, desk.At("bad"), "-o", desk.At("o")), StringComparison.Ordinal);
        Assert.Contains("is no key", Fails("witness", "trust", desk.At("A"), "nonsense"), StringComparison.Ordinal);
        Assert.Contains("names no log", Fails("verify", desk.Folder, "--policy", desk.File("none", "quorum none\n")), StringComparison.Ordinal);
        desk.In("log", "cosign", "--request", desk.At("request")).Expect(0);
        Desk.Run("witness", "trust", desk.At("A"), LogKeys(desk)[0]).Expect(0);
        Desk.Run("witness", "sign", desk.At("A"), desk.At("request"), "-o", desk.At("answer")).Expect(0);
        Assert.Contains("whose keys are not known here", desk.In("log", "cosign", "--answer", desk.At("answer")).Expect(1).Out, StringComparison.Ordinal);
        Assert.Contains("signature lines", desk.In("log", "cosign", "--answer", desk.At("request"), "--vkey", a[0]).Expect(1).Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(desk.At("workspace/cases", desk.CaseId(), "cosignatures")));
        desk.In("log", "cosign", "--answer", desk.At("answer"), "--vkey", a[0]).Expect(0);
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(desk.In("log", "checkpoint").Expect(0).Out), out var note, out _));
        Assert.Equal(3, note.Signatures.Length);
        File.AppendAllText(desk.At("workspace/cases", desk.CaseId(), "cosignatures/1"), "damage");
        Assert.Matches("WANTING .*cosignatures/1 was changed", desk.In("log", "audit").Expect(1).Out);
    }

    /// <summary>The reader that was written from the documents alone.</summary>
    private static Printed Reader(string dossier)
    {
        Assert.SkipUnless(Desk.Has("node"), "node is not here");
        return Desk.Other("node", TestData.Repository, "tests/reader/reader.mjs", dossier);
    }

    private static void OpenCase(Desk desk, string? policy)
    {
        Desk.Run("init", desk.Workspace).Expect(0);
        desk.In(["case", "open", "A case", .. policy is null ? Array.Empty<string>() : ["--policy", desk.File("policy", policy)]]).Expect(0);
    }

    private static string[] Witness(Desk desk, string name)
    {
        using var json = JsonDocument.Parse(Desk.Run("witness", "init", desk.At(name), "--name", $"{name}.example/w", "--json").Expect(0).Out);
        string[] vkeys = [.. json.RootElement.GetProperty("vkeys").EnumerateArray().Select(key => key.GetString()!)];
        File.WriteAllLines(desk.At($"{name}.vkeys"), vkeys);
        return vkeys;
    }

    private static string[] LogKeys(Desk desk)
    {
        var tiles = Directory.CreateTempSubdirectory("probatum-test-").FullName;
        desk.In("log", "export-tiles", "-o", tiles).Expect(0);
        string[] keys = [File.ReadAllText(Path.Combine(tiles, "log.vkey")).Trim(), File.ReadAllText(Path.Combine(tiles, "log-mldsa.vkey")).Trim()];
        Directory.Delete(tiles, true);
        return keys;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(file, there);
        }

        Directory.GetDirectories(from, "journal", SearchOption.AllDirectories).ToList().ForEach(folder => Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder))));
    }

    /// <summary>A running witness, ours or another's, which says its address in its first line.</summary>
    private sealed class Served(Process process, string url) : IDisposable
    {
        public string Url => url;

        public static Served Start(string folder) => Start(Desk.Start(["witness", "serve", folder, "--listen", "127.0.0.1:0"]));

        public static Served Start(Process process)
        {
            var line = process.StandardOutput.ReadLine();
            return line?.Split(' ')[^1] is { } url && url.StartsWith("http://127.0.0.1:", StringComparison.Ordinal)
                ? new(process, url)
                : throw new InvalidOperationException($"it does not listen: {line} {process.StandardError.ReadToEnd()}");
        }

        public Printed Stop()
        {
            Desk.Other("kill", "/", "-TERM", $"{process.Id}").Expect(0);
            return Desk.Finish(process);
        }

        public void Kill()
        {
            process.Kill();
            process.WaitForExit();
        }

        public void Dispose()
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }
}
