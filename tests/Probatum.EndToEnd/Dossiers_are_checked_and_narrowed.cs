using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>What is done with dossiers alone, without the workspace that they came from.</summary>
public sealed class Dossiers_are_checked_and_narrowed
{
    [Fact]
    public void A_dossier_is_narrowed_twice_and_compared_with_what_it_came_from()
    {
        using var desk = new Desk().WithCase();
        desk.In("seal", "-o", desk.At("whole")).Expect(0);
        Desk.Run("redact", desk.At("whole"), "-o", desk.At("public.zip"), "--withhold", "public").Expect(0);
        Desk.Run("redact", desk.At("public.zip"), "-o", desk.At("least"), "--disclose", "0", "2-3").Expect(0);
        Desk.Run("verify", desk.At("public.zip")).Expect(0);
        Desk.Run("verify", desk.At("least")).Expect(0);
        using var json = JsonDocument.Parse(Desk.Run("compare", desk.At("whole"), desk.At("least"), "--json").Expect(0).Out);
        Assert.Equal("same", json.RootElement.GetProperty("lineage").GetString());
        Assert.NotEqual(0, json.RootElement.GetProperty("onlyFirstOpens").GetArrayLength());
        Assert.Equal(0, json.RootElement.GetProperty("onlySecondOpens").GetArrayLength());
        desk.In("party", "add", "Late").Expect(0);
        desk.In("seal", "-o", desk.At("later")).Expect(0);
        Assert.Contains("is older", Desk.Run("compare", desk.At("least"), desk.At("later")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_histories_give_exit_code_1_and_both_checkpoints_as_evidence()
    {
        using var desk = new Desk().WithCase();
        foreach (var file in Directory.GetFiles(desk.Workspace, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(desk.At("copy"), Path.GetRelativePath(desk.Workspace, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        desk.In("party", "add", "One").Expect(0);
        Desk.Elsewhere("party", "add", "Other", "--workspace", desk.At("copy")).Expect(0);
        desk.In("seal", "-o", desk.At("a")).Expect(0);
        Desk.Elsewhere("seal", "-o", desk.At("b"), "--workspace", desk.At("copy")).Expect(0);
        var printed = Desk.Run("compare", desk.At("a"), desk.At("b"), "--evidence", desk.At("evidence")).Expect(1);
        Assert.Contains("TWO HISTORIES: leaf 4", printed.Out, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(desk.At("a", "data", "log", "checkpoint")), File.ReadAllBytes(desk.At("evidence", "checkpoint-1")));
        Assert.Equal(File.ReadAllBytes(desk.At("b", "data", "log", "checkpoint")), File.ReadAllBytes(desk.At("evidence", "checkpoint-2")));
    }

    [Fact]
    public void What_cannot_be_narrowed_or_compared_is_refused_and_nothing_is_written()
    {
        using var desk = new Desk().WithCase();
        desk.In("seal", "-o", desk.At("whole")).Expect(0);
        Desk.Run("redact", desk.At("whole"), "-o", desk.At("x")).Expect(2);
        Desk.Run("redact", desk.At("whole"), "-o", desk.At("x"), "--disclose", "3-1").Expect(2);
        Desk.Run("redact", desk.At("whole"), "-o", desk.At("whole"), "--disclose", "3").Expect(2);
        File.AppendAllText(desk.At("whole", "data", "README.html"), " ");
        Assert.Contains("does not hold", Desk.Run("redact", desk.At("whole"), "-o", desk.At("x"), "--disclose", "3").Expect(2).Error, StringComparison.Ordinal);
        Desk.Run("compare", desk.At("whole"), desk.At("nothing")).Expect(2);
        Assert.False(Directory.Exists(desk.At("x")));
        Assert.False(Directory.Exists(desk.At("x.unfinished")));
    }

    [Fact]
    public void A_bag_of_others_is_named_as_one_with_exit_code_1()
    {
        using var desk = new Desk();
        Directory.CreateDirectory(desk.At("bag", "data"));
        desk.File("bag/data/a", "abc");
        desk.File("bag/bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n");
        desk.File("bag/manifest-md5.txt", "900150983cd24fb0d6963f7d28e17f72  data/a\n");
        Assert.Contains("a valid bag, but no dossier", Desk.Run("verify", desk.At("bag")).Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_single_file_verifier_says_the_same_with_nothing_around_it()
    {
        var published = Path.Combine(Repository(), "artifacts", "verify", "probatum-verify");
        Assert.SkipUnless(File.Exists(published), "not published (./publish-verify)");
        using var desk = new Desk().WithCase();
        desk.In("seal", "-o", desk.At("whole")).Expect(0);
        desk.In("seal", "-o", desk.At("public.zip"), "--withhold", "public").Expect(0);
        File.Copy(published, desk.At("probatum-verify"));
        foreach (var dossier in new[] { "whole", "public.zip" })
        {
            var said = Desk.Run("verify", desk.At(dossier), "--json").Expect(0);
            Assert.Equal(said, Bare(desk, desk.At(dossier), "--json"));
            Assert.Equal(Desk.Run("verify", desk.At(dossier)).Expect(0), Bare(desk, desk.At(dossier)));
            var policy = desk.File("policy", $"log {File.ReadAllText(desk.At("whole", "data", "keys", "log.vkey"))}quorum none\n");
            Assert.Equal(Desk.Run("verify", desk.At(dossier), "--policy", policy).Expect(1), Bare(desk, desk.At(dossier), "--policy", policy));
        }

        File.AppendAllText(desk.At("whole", "data", "README.html"), " ");
        Assert.Equal(Desk.Run("verify", desk.At("whole"), "--json").Expect(1), Bare(desk, desk.At("whole"), "--json"));
        Bare(desk, desk.At("nothing")).Expect(2);
        Bare(desk, "--unknown").Expect(2);
        Bare(desk, desk.At("whole"), "--policy", desk.At("nothing")).Expect(2);
        Bare(desk, "--help").Expect(0);
        Assert.True(new FileInfo(published).Length < 25_000_000);
        Assert.SkipUnless(Desk.Has("ldd"), "no ldd");
        string[] known = ["linux-vdso.so", "libm.so", "libc.so", "libdl.so", "libpthread.so", "librt.so", "libgcc_s.so", "ld-linux"];
        Assert.All(
            Desk.Other("ldd", desk.Folder, published).Expect(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Contains(known, name => line.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_validator_of_others_accepts_the_crate_and_finds_every_file_in_it()
    {
        var peer = Peers.RoCrate();
        using var desk = new Desk().WithCase();
        desk.In("seal", "-o", desk.At("whole")).Expect(0);

        // What fetches the context is not called: nothing goes over a network.
        const string Script = """
            const fs = require('fs'), path = require('path');
            const { Validator } = require('./node_modules/ro-crate/lib/validator');
            const root = process.argv[2], validator = new Validator();
            validator.parseJSON(fs.readFileSync(path.join(root, 'ro-crate-metadata.json'), 'utf8'));
            validator.rootDataEntity();
            const files = fs.readdirSync(root, { recursive: true }).filter(file => fs.lstatSync(path.join(root, file)).isFile());
            validator.checkFiles(Object.fromEntries(files.map(file => [file, { exists: true, inCrate: false, isDir: false }])));
            const odd = validator.results.filter(one => one.status !== 'success');
            console.log(JSON.stringify(odd));
            process.exit(odd.length ? 1 : validator.results.length ? 0 : 3);
            """;
        File.WriteAllText(Path.Combine(peer, "validate.cjs"), Script);
        Desk.Other("node", peer, "validate.cjs", desk.At("whole", "data")).Expect(0);
        File.Delete(desk.At("whole", "data", "README.html"));
        Desk.Other("node", peer, "validate.cjs", desk.At("whole", "data")).Expect(1);
    }

    /// <summary>Runs the copied verifier with an empty environment.</summary>
    private static Printed Bare(Desk desk, params string[] args) => Desk.Other("/usr/bin/env", desk.Folder, ["-i", desk.At("probatum-verify"), .. args]);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Probatum.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
