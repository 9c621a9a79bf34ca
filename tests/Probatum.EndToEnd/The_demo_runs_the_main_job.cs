using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>The demo, run once as a user would, and what it leaves behind, checked by programs that others wrote.</summary>
public sealed class DemoRun : IDisposable
{
    private readonly Desk _desk = new();

    public DemoRun()
    {
        // Another language setting and no home must change nothing.
        using var process = Desk.Start(["demo", "--out", Folder], ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("HOME", "/nonexistent"));
        Printed = Desk.Finish(process);
    }

    internal Printed Printed { get; }

    public string Folder => _desk.At("demo");

    public string Dossier(string example) => Path.Combine(Folder, example, "dossier");

    public void Dispose() => _desk.Dispose();
}

public sealed class The_demo_runs_the_main_job(DemoRun demo) : IClassFixture<DemoRun>
{
    public static TheoryData<string> Examples => new("aleppo-1070", "exercise-larch");

    [Fact]
    public void It_ends_well_and_leaves_both_dossiers()
    {
        demo.Printed.Expect(0);
        foreach (var example in Examples)
        {
            Assert.True(File.Exists(Path.Combine(demo.Dossier(example.Data), "bagit.txt")));
            Assert.True(File.Exists(Path.Combine(demo.Folder, example.Data, "assessment.json")));
        }
    }

    [Fact]
    public void A_folder_with_something_in_it_is_refused() =>
        Assert.Contains("not empty", Desk.Run("demo", "--out", demo.Folder).Expect(2).Error, StringComparison.Ordinal);

    // What issue and readers ask of the Aleppo record, from the records alone.
    [Theory]
    [InlineData("9 samples")]
    [InlineData("claimed by the party that says it collected and analysed them itself, Russian Defence Ministry")]
    [InlineData("No hand-over of the 9 samples is on record")]
    [InlineData("is L1 presumptive at the most, whatever word was used; the word was “confirmed”")]
    [InlineData("“with high probability” (2016-11-11), then “confirmed” (2016-11-21)")]
    [InlineData("No independent origin confirms the claimed results")]
    [InlineData("Armed opposition denies it")]
    public void The_aleppo_record_says_what_it_can_carry(string words) =>
        Assert.Contains(words, string.Join('\n', Strings(Incident("aleppo-1070").GetProperty("says"))), StringComparison.Ordinal);

    [Fact]
    public void The_aleppo_ceiling_stands_beside_the_published_conclusion_and_says_what_would_raise_it()
    {
        const string Conclusion = "cannot confidently determine whether or not a specific chemical was used as a weapon";
        var published = Incident("aleppo-1070").GetProperty("published")[0];
        Assert.Equal((Conclusion, Conclusion), (published.GetProperty("wording").GetString(), published.GetProperty("computed").GetString()));
        var ceiling = Assessment("aleppo-1070").GetProperty("ceilings").EnumerateArray().First(one => one.GetProperty("route").GetString() == "CWC_X_ASSISTANCE_IAU");
        Assert.StartsWith("Alleged:", ceiling.GetProperty("wording").GetString(), StringComparison.Ordinal);
        Assert.Contains("handed over", ceiling.GetProperty("caps")[0].GetProperty("raise").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_exercise_has_agreement_disagreement_and_broken_chains()
    {
        var says = string.Join('\n', Strings(Incident("exercise-larch").GetProperty("says")));
        Assert.Contains("Larch compound A (SYNTHETIC) in LX-01: L4 two laboratories agree", says, StringComparison.Ordinal);
        Assert.Contains("Larch compound A (SYNTHETIC) in LX-03: L2 provisional; the laboratories disagree", says, StringComparison.Ordinal);
        Assert.Contains("gap for LX-04 LX-06 LX-07", says, StringComparison.Ordinal);
        Assert.Contains(Assessment("exercise-larch").GetProperty("ceilings")[0].GetProperty("caps").EnumerateArray(), cap => cap.GetProperty("condition").GetString() == "no-disagreement");
    }

    [Fact]
    public void The_drill_shows_every_kind_of_anomaly_that_papers_of_one_desk_can_have()
    {
        // The other two come to be where records of two devices meet.
        string[] others = ["not-collected", "collected-twice"];
        using var list = JsonDocument.Parse(Desk.Run("sample", "list", "--json", "--workspace", Path.Combine(demo.Folder, "exercise-larch", "workspace")).Expect(0).Out);
        var drill = list.RootElement.EnumerateArray().Where(sample => sample.GetProperty("label").GetString()!.StartsWith("LD-", StringComparison.Ordinal)).ToList();
        var kinds = drill.SelectMany(sample => sample.GetProperty("anomalies").EnumerateArray()).Select(one => one.GetProperty("kind").GetString()).ToHashSet();
        var table = File.ReadLines(Path.Combine(TestData.Repository, "data", "custody", "anomalies.csv")).Where(line => !line.StartsWith('#')).Skip(1).Select(line => line.Split(',')[0]);
        Assert.Equal(table.Except(others).Order(StringComparer.Ordinal), kinds.Order(StringComparer.Ordinal));
        Assert.All(drill, sample => Assert.InRange(sample.GetProperty("anomalies").EnumerateArray().DistinctBy(one => one.GetProperty("kind").GetString()).Count(), 0, 1));
        var answer = drill.Single(sample => sample.GetProperty("label").GetString() == "LD-01").GetProperty("anomalies")[0].GetProperty("answers")[0];
        Assert.Equal("explained", answer.GetProperty("resolution").GetString());
    }

    [Fact]
    public void The_exercise_says_synthetic_on_its_page() =>
        Assert.Contains("SYNTHETIC: a training exercise", File.ReadAllText(Path.Combine(demo.Dossier("exercise-larch"), "data/README.html")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_page_for_people_needs_neither_script_nor_network(string example)
    {
        var page = File.ReadAllText(Path.Combine(demo.Dossier(example), "data/README.html"));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Time line", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Coreutils_accepts_the_manifests(string example)
    {
        Desk.Other("sha256sum", demo.Dossier(example), "-c", "--quiet", "manifest-sha256.txt").Expect(0);
        Desk.Other("sha256sum", demo.Dossier(example), "-c", "--quiet", "tagmanifest-sha256.txt").Expect(0);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_second_reader_accepts_every_record(string example)
    {
        Assert.SkipUnless(Desk.Has("node"), "node is not here");
        Desk.Other("node", TestData.Repository, "tests/reader/reader.mjs", demo.Dossier(example)).Expect(0);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_log_auditor_that_shares_no_code_accepts_the_log(string example)
    {
        var dossier = demo.Dossier(example);
        Desk.Other(Peers.Tlogpeer(), dossier, "audit", "-dir", "data/log", "-vkey", "data/keys/log.vkey").Expect(0);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Another_implementation_verifies_both_signatures_of_the_checkpoint(string example)
    {
        var dossier = demo.Dossier(example);
        Desk.Other("node", Peers.Jspeer(), "jspeer.mjs", "verify", $"{dossier}/data/log/checkpoint", $"{dossier}/data/keys/log.vkey", $"{dossier}/data/keys/log-mldsa.vkey").Expect(0);
    }

    [Fact]
    public void The_field_runs_are_recomputed_when_the_library_is_given()
    {
        var verdict = Desk.Run("verify", demo.Dossier("exercise-larch"), "--library", Path.Combine(demo.Folder, "exercise-larch/larch.pbl"), "--json").Expect(0);
        var checks = JsonDocument.Parse(verdict.Out).RootElement.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("code").GetString() == "identification").ToList();
        Assert.Equal(4, checks.Count);
        Assert.All(checks, check => Assert.Equal("holds", check.GetProperty("outcome").GetString()));
    }

    [Fact]
    public void A_trust_policy_tells_the_right_log_from_another()
    {
        var (aleppo, larch) = (demo.Dossier("aleppo-1070"), demo.Dossier("exercise-larch"));
        Assert.Contains("\"trust\"", Desk.Run("verify", aleppo, "--policy", $"{aleppo}/data/keys/policy", "--json").Expect(1).Out, StringComparison.Ordinal);
        Assert.Contains("which is no known log", Desk.Run("verify", aleppo, "--policy", $"{larch}/data/keys/policy").Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Proofs_are_accepted_by_a_log_peer()
    {
        var workspace = Path.Combine(demo.Folder, "aleppo-1070/workspace");
        var peer = Peers.Tlogpeer();
        using var desk = new Desk();
        Desk.Run("log", "export-tiles", "-o", desk.At("log"), "--workspace", workspace).Expect(0);
        Desk.Other(peer, desk.Folder, "audit", "-dir", "log", "-vkey", "log/log.vkey").Expect(0);
        var proof = desk.File("7.tlog-proof", Desk.Run("log", "prove", "7", "--workspace", workspace).Expect(0).Out);
        desk.File("consistency", Desk.Run("log", "consistency", "--from", "0", "--workspace", workspace).Expect(0).Out);
        Desk.Other(peer, desk.Folder, "verify", "-vkey", "log/log.vkey", "log/checkpoint").Expect(0);
        File.WriteAllBytes(desk.At("leaf"), Leaf(desk.At("log"), 7));
        Desk.Other(peer, desk.Folder, "proof", "-vkey", "log/log.vkey", "-leaf", "leaf", proof).Expect(0);
    }

    private static byte[] Leaf(string log, int index)
    {
        var bundle = File.ReadAllBytes(Directory.GetFiles(Path.Combine(log, "tile/entries"), "*", SearchOption.AllDirectories).Single());
        var at = 0;
        for (var i = 0; i < index; i++)
        {
            at += 2 + ((bundle[at] << 8) | bundle[at + 1]);
        }

        return bundle[(at + 2)..(at + 2 + ((bundle[at] << 8) | bundle[at + 1]))];
    }

    private JsonElement Assessment(string example) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(demo.Folder, example, "assessment.json"))).RootElement;

    private JsonElement Incident(string example) => Assessment(example).GetProperty("incidents")[0];

    private static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);
}
