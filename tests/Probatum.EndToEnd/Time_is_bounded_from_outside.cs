using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>Two authorities that have nothing to do with each other stamp the log; readers trust whom they like.</summary>
public sealed class Time_is_bounded_from_outside : IDisposable
{
    private readonly Desk _desk = new();
    private readonly TimeAuthority _here;
    private readonly TimeAuthority _there;

    public Time_is_bounded_from_outside()
    {
        if (!Desk.Has("openssl"))
        {
            Assert.Skip("openssl is not installed");
        }

        (_here, _there) = (new(_desk, "here"), new(_desk, "there"));
        _desk.WithCase();
    }

    [Fact]
    public void Every_record_lies_between_the_stamp_that_its_author_had_seen_and_the_first_one_over_it()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-3);
        var stamped = _desk.In("log", "stamp", "--authority", _here.Url, _there.Url).Expect(0);
        Assert.Contains("here stamped the log of 4 leaves", stamped.Out, StringComparison.Ordinal);
        Assert.Contains("there stamped the log of 4 leaves", stamped.Out, StringComparison.Ordinal);
        _desk.In("party", "add", "After the stamp").Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier"), "--timestamp", _there.Url).Expect(0);

        // With nobody's word for the authorities a stamp is what it says it is; with it, it bounds.
        Assert.Contains("is said to have stamped", Desk.Run("verify", _desk.At("dossier")).Expect(0).Out, StringComparison.Ordinal);
        using var verdict = Verdict(_here.Root, _there.Root);
        Assert.Equal(3, verdict.RootElement.GetProperty("checks").EnumerateArray().Count(check => check.GetProperty("code").GetString() == "time" && check.GetProperty("outcome").GetString() == "holds"));
        Assert.DoesNotContain(verdict.RootElement.GetProperty("checks").EnumerateArray(), check => check.GetProperty("code").GetString() == "time/claimed");
        var runs = verdict.RootElement.GetProperty("times").EnumerateArray().ToList();

        // Leaves 0 to 3 lie under the first stamps, leaf 4 records them, and only what comes behind can have seen them.
        Assert.Equal((5, 6), (runs[^1].GetProperty("first").GetInt32(), runs[^1].GetProperty("last").GetInt32()));
        Assert.All(runs[..^1], run => Assert.False(run.TryGetProperty("notBefore", out _)));
        Assert.All(runs, run => Assert.InRange(run.GetProperty("notAfter").GetDateTimeOffset(), before, DateTimeOffset.UtcNow.AddSeconds(3)));
        Assert.InRange(runs[^1].GetProperty("notBefore").GetDateTimeOffset(), before, runs[^1].GetProperty("notAfter").GetDateTimeOffset());
        Assert.True(runs[0].GetProperty("notAfter").GetDateTimeOffset() <= runs[^1].GetProperty("notAfter").GetDateTimeOffset());

        // One root alone takes one authority alone; the other's stamps are named as not vouched for.
        using var one = Verdict(_here.Root);
        Assert.Single(one.RootElement.GetProperty("checks").EnumerateArray(), check => check.GetProperty("code").GetString() == "time" && check.GetProperty("outcome").GetString() == "holds");
        Assert.Contains(one.RootElement.GetProperty("checks").EnumerateArray(), check => check.GetProperty("words").GetString()!.Contains("there is not vouched for", StringComparison.Ordinal));

        // Tools of others on the same files.
        Desk.Other("openssl", _desk.At("dossier"), "ts", "-verify", "-data", "data/log/registry-checkpoint", "-in", "data/log/stamp-1.tsr", "-CAfile", _there.Root).Expect(0);
        Assert.NotEqual(0, Desk.Other("openssl", _desk.At("dossier"), "ts", "-verify", "-data", "data/log/checkpoint", "-in", "data/log/stamp-1.tsr", "-CAfile", _there.Root).Code);
        if (Desk.Has("go"))
        {
            var leaf = string.Join('\n', File.ReadAllLines(_desk.At("dossier/data/log/checkpoint")).Take(3)) + "\n";
            var vkey = RegistryKey();
            Desk.Other(Peers.Tlogpeer(), _desk.Folder, "proof", "-vkey", _desk.File("registry.vkey", vkey + "\n"), "-leaf", _desk.File("leaf", leaf), "dossier/data/log/registry.tlog-proof").Expect(0);
        }
    }

    [Fact]
    public void Requests_and_answers_are_carried_as_files_where_there_is_no_network()
    {
        _desk.In("log", "stamp", "--request", _desk.At("q.tsq")).Expect(0);
        _desk.In("party", "add", "Meanwhile").Expect(0);
        var (first, second) = (_here.Answer(_desk.At("q.tsq")), _there.Answer(_desk.At("q.tsq")));
        Assert.Contains("here stamped the log of 4 leaves", _desk.In("log", "stamp", "--reply", first, second).Expect(0).Out, StringComparison.Ordinal);
        _desk.In("log", "stamp", "--reply", first).Expect(0);
        Assert.Equal(6, _desk.Leaves());

        // Sealed without a network: seal, carry, take in, write the dossier of that seal.
        _desk.In("seal").Expect(0);
        _desk.In("log", "stamp", "--request", _desk.At("sealed.tsq")).Expect(0);
        Assert.Contains("kept beside the log", _desk.In("log", "stamp", "--reply", _there.Answer(_desk.At("sealed.tsq"))).Expect(0).Out, StringComparison.Ordinal);
        Assert.Equal(7, _desk.Leaves());
        _desk.In("seal", "--again", "-o", _desk.At("dossier")).Expect(0);
        using var verdict = Verdict(_here.Root, _there.Root);
        Assert.Equal(3, verdict.RootElement.GetProperty("checks").EnumerateArray().Count(check => check.GetProperty("code").GetString() == "time" && check.GetProperty("outcome").GetString() == "holds"));
        Assert.Equal(6, verdict.RootElement.GetProperty("times").EnumerateArray().Last().GetProperty("last").GetInt32());

        // The token over the sealed checkpoint is recorded as soon as the log goes on.
        _desk.In("log", "stamp", "--authority", _here.Url).Expect(0);
        _desk.In("party", "add", "Going on").Expect(0);
        _desk.In("log", "stamp", "--authority", _here.Url).Expect(0);
        Assert.Contains("nothing is wanting", _desk.In("log", "audit", "--rebuild").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stamp_whose_certificate_ran_out_counts_when_a_later_one_renewed_it_in_time()
    {
        using var brief = new TimeAuthority(_desk, "brief", days: 1);
        _desk.In("log", "stamp", "--authority", brief.Url).Expect(0);
        _desk.In("seal", "-o", _desk.At("alone")).Expect(0);
        _desk.In("log", "stamp", "--authority", _here.Url).Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        string Then(string dossier, int days) => Desk.RunAt(DateTimeOffset.UtcNow.AddDays(days), "verify", _desk.At(dossier), "--roots", brief.Root, "--roots", _here.Root).Expect(0).Out;
        Assert.Contains("holds       time              brief at", Then("alone", 0), StringComparison.Ordinal);
        Assert.Contains("ran out on", Then("alone", 5), StringComparison.Ordinal);
        Assert.DoesNotContain("holds       time ", Then("alone", 5), StringComparison.Ordinal);
        Assert.Contains("holds       time              brief at", Then("dossier", 5), StringComparison.Ordinal);
        Assert.DoesNotContain("ran out on", Then("dossier", 5), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_authority_should_not_answer_is_refused_and_nothing_is_kept()
    {
        var foreign = _desk.File("foreign.txt", "other bytes\n");
        Desk.Other("openssl", _desk.Folder, "ts", "-query", "-data", foreign, "-sha256", "-cert", "-out", _desk.At("foreign.tsq")).Expect(0);
        _there.Instead = File.ReadAllBytes(_there.Answer(_desk.At("foreign.tsq")));
        Assert.Contains("answered another request", _desk.In("log", "stamp", "--authority", _here.Url, _there.Url).Expect(2).Error, StringComparison.Ordinal);
        _there.Instead = [1, 2, 3];
        Assert.Contains("neither a reply of a time-stamp authority nor a token", _desk.In("log", "stamp", "--authority", _there.Url).Expect(2).Error, StringComparison.Ordinal);
        _there.Instead = new byte[600_000];
        _desk.In("log", "stamp", "--authority", _there.Url).Expect(2);
        Assert.Contains("can't be reached", _desk.In("log", "stamp", "--authority", "http://127.0.0.1:1/").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no address", _desk.In("log", "stamp", "--authority", "file:///etc/passwd").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("answers no request of this case", _desk.In("log", "stamp", "--reply", _here.Answer(_desk.At("foreign.tsq"))).Expect(2).Error, StringComparison.Ordinal);
        _desk.In("log", "stamp").Expect(2);
        _desk.In("log", "stamp", "--authority", _here.Url, "--request", _desk.At("x")).Expect(2);
        Assert.Equal(4, _desk.Leaves());
    }

    [Fact]
    public void A_stamp_of_another_log_or_a_changed_one_fails_by_name()
    {
        _desk.In("seal", "-o", _desk.At("dossier"), "--timestamp", _here.Url).Expect(0);
        foreach (var file in new[] { "registry-checkpoint", "stamp-1.tsr", "registry.tlog-proof" })
        {
            var path = _desk.At("dossier/data/log", file);
            var good = File.ReadAllBytes(path);
            for (var at = 7; at < good.Length; at += good.Length / 9)
            {
                var bad = good.ToArray();
                bad[at] ^= 1;
                File.WriteAllBytes(path, bad);
                var printed = Desk.Run("verify", _desk.At("dossier"), "--roots", _here.Root).Expect(1).Out;
                Assert.Contains($"{file} differs", printed, StringComparison.Ordinal);
                Assert.DoesNotContain("unforeseen", printed, StringComparison.Ordinal);
            }

            File.WriteAllBytes(path, good);
        }

        Desk.Run("verify", _desk.At("dossier"), "--roots", _here.Root).Expect(0);
        Assert.Contains("no certificates", Desk.Run("verify", _desk.At("dossier"), "--roots", _desk.File("x.pem", "nonsense")).Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _here?.Dispose();
        _there?.Dispose();
        _desk.Dispose();
    }

    private JsonDocument Verdict(params string[] roots) =>
        JsonDocument.Parse(Desk.Run(["verify", _desk.At("dossier"), "--json", .. roots.SelectMany(root => new[] { "--roots", root })]).Expect(0).Out);

    /// <summary>The registry's vkey, which a reader gets from whoever keeps it.</summary>
    private string RegistryKey()
    {
        using var workspace = Storage.Workspace.Open(_desk.Workspace, () => DateTimeOffset.UtcNow, TimeSpan.FromSeconds(5), _ => { }, () => "", new(null));
        return workspace.Keys.Log($"{workspace.Id}.invalid/registry", "registry").Ed25519.Verifier.Text;
    }
}
