using System.Text;

namespace Probatum.EndToEnd;

/// <summary>A workspace under a passphrase, one whose persons are erased, and keys that a token holds.</summary>
public sealed class A_stolen_disk_tells_nothing : IDisposable
{
    private const string Passphrase = "seven herons on one leg";

    private readonly Desk _desk = new();

    [Fact]
    public void Under_a_passphrase_no_word_and_no_name_lies_on_the_disk()
    {
        Under("", "init", _desk.Workspace, "--passphrase").Expect(2);
        Under("short", "init", _desk.Workspace, "--passphrase").Expect(2);
        Assert.False(Directory.Exists(_desk.Workspace));
        Under(Passphrase, "init", _desk.Workspace, "--passphrase").Expect(0);
        In("case", "open", "Orchard quarantine").Expect(0);
        In("party", "add", "Zinnia Okonkwo", "--sort", "person").Expect(0);
        In("key", "new", "zinnia").Expect(0);
        In("key", "register", "zinnia", "--role", "analyst", "--holder", "Zinnia Okonkwo").Expect(0);
        In("report", "add", _desk.File("zinnia.txt", "The orchard smelled of chlorine, Zinnia Okonkwo said.\n"), "--source", "Zinnia Okonkwo").Expect(0);
        Assert.Contains("Orchard quarantine", In("case", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("orchard", In("search", "chlorine").Expect(0).Out, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("nothing is wanting", In("log", "audit", "--rebuild").Expect(0).Out, StringComparison.Ordinal);
        var dossier = _desk.At("dossier");
        In("seal", "-o", dossier).Expect(0);
        Desk.Run("verify", dossier).Expect(0);

        foreach (var path in Directory.GetFiles(_desk.Workspace, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(path);
            foreach (var word in new[] { "zinnia", "Zinnia", "rchard", "chlorine", "probatum/", "PRIVATE", "owner", "analyst", "\"_sd\"" })
            {
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) < 0, $"{path} holds '{word}'");
                Assert.DoesNotContain(word, path[_desk.Workspace.Length..], StringComparison.Ordinal);
            }
        }

        foreach (var wrong in new[] { "seven herons on one le", "seven herons on one leg " })
        {
            Assert.Contains("the passphrase is wrong", Under(wrong, "case", "list", "--workspace", _desk.Workspace).Expect(2).Error, StringComparison.Ordinal);
        }

        Assert.Contains("PROBATUM_PASSPHRASE", Under("", "case", "list", "--workspace", _desk.Workspace).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_passphrase_opens_and_the_old_one_does_not()
    {
        Under(Passphrase, "init", _desk.Workspace, "--passphrase").Expect(0);
        In("case", "open", "A case").Expect(0);
        Finished(Desk.Start(["key", "passphrase", "--workspace", _desk.Workspace], ("PROBATUM_PASSPHRASE", Passphrase), ("PROBATUM_NEW_PASSPHRASE", "eight herons, two legs"))).Expect(0);
        Under(Passphrase, "case", "list", "--workspace", _desk.Workspace).Expect(2);
        Assert.Contains("A case", Under("eight herons, two legs", "case", "list", "--workspace", _desk.Workspace).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_erased_person_is_gone_from_every_view_and_the_proofs_stay()
    {
        _desk.WithCase();
        _desk.In("party", "add", "Quentin Abara", "--sort", "person").Expect(0);
        _desk.In("casualty", "add", "K-77", "--incident", "I-1", "--sign", "miosis", "--consent", "spoken, withdrawn later").Expect(0);
        var before = _desk.In("log", "prove", "K-77").Expect(0).Out;
        var copy = _desk.At("copy");
        Copy(_desk.Workspace, copy);
        Assert.Contains("no casualty and no party", _desk.In("erase", "S-1", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        var erased = _desk.In("erase", "K-77", "--reason", "consent withdrawn on 2031-06-02").Expect(0);
        Assert.Contains("1 record", erased.Out, StringComparison.Ordinal);
        _desk.In("erase", "Quentin Abara", "--reason", "asked for it").Expect(0);
        foreach (var printed in new[] { _desk.In("case", "show", "--json"), _desk.In("party", "list"), _desk.In("casualty", "list"), _desk.In("case", "timeline"), _desk.In("search", "miosis"), _desk.In("search", "Quentin") })
        {
            Assert.DoesNotContain("K-77", printed.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("miosis", printed.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("Quentin", printed.Out, StringComparison.Ordinal);
        }

        Assert.Contains("nothing is wanting", _desk.In("log", "audit", "--rebuild").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        var verdict = Desk.Run("verify", _desk.At("dossier")).Expect(0).Out;
        Assert.DoesNotContain("fails ", verdict, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"erased\"", File.ReadAllText(_desk.At("dossier/data/withheld.json")), StringComparison.Ordinal);
        Assert.DoesNotContain("miosis", File.ReadAllText(_desk.At("dossier/data/README.html")), StringComparison.Ordinal);
        Assert.Contains(before.Split('\n')[1], _desk.In("log", "prove", before.Split('\n')[1]["index ".Length..]).Expect(0).Out, StringComparison.Ordinal);

        // A copy of the disk from before has everything but loses it as soon as it learns of the erasure.
        Assert.Contains("K-77", Desk.Run("casualty", "list", "--workspace", copy).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("no casualty and no party", _desk.In("erase", "K-77", "--reason", "again").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_between_the_record_and_the_destruction_is_finished_by_the_next_opening()
    {
        _desk.WithCase();
        _desk.In("casualty", "add", "K-78", "--incident", "I-1", "--sign", "miosis").Expect(0);
        var subjects = Path.Combine(_desk.Workspace, "keys", "subjects");
        var kept = Directory.GetFiles(subjects).ToDictionary(path => path, File.ReadAllBytes);
        _desk.In("erase", "K-78", "--reason", "asked for it").Expect(0);
        var gone = Assert.Single(kept.Keys, path => !File.ReadAllBytes(path).SequenceEqual(kept[path]));
        File.WriteAllBytes(gone, kept[gone]);
        Assert.DoesNotContain("miosis", _desk.In("casualty", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.True(File.ReadAllBytes(gone).Length < kept[gone].Length);
    }

    [Fact]
    public void A_key_on_a_token_signs_and_never_lies_in_the_workspace()
    {
        const string Library = "/usr/lib/softhsm/libsofthsm2.so";
        if (!File.Exists(Library))
        {
            Assert.Skip("SoftHSM is not installed");
        }

        Directory.CreateDirectory(_desk.At("tokens"));
        _desk.File("softhsm2.conf", $"directories.tokendir = {_desk.At("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
        Finished(Desk.Start("softhsm2-util", ["--init-token", "--free", "--label", "desk", "--pin", "1234", "--so-pin", "5678"], ("SOFTHSM2_CONF", _desk.At("softhsm2.conf")))).Expect(0);
        _desk.WithCase();
        Printed With(string pin, params string[] args) =>
            Finished(Desk.Start([.. args, "--workspace", _desk.Workspace], ("PROBATUM_PIN", pin), ("SOFTHSM2_CONF", _desk.At("softhsm2.conf"))));
        Assert.Contains("the PIN is wrong", With("4321", "key", "new", "hard", "--pkcs11", Library, "--token", "desk").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no token 'other'", With("1234", "key", "new", "hard", "--pkcs11", Library, "--token", "other").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no PKCS#11 library", With("1234", "key", "new", "hard", "--pkcs11", "/bin/true", "--token", "desk").Expect(2).Error, StringComparison.Ordinal);
        With("1234", "key", "new", "hard", "--pkcs11", Library, "--token", "desk").Expect(0);
        With("1234", "key", "register", "hard", "--role", "registrar", "--holder", "H. Ardware").Expect(0);
        With("1234", "party", "add", "From the token", "--key", "hard").Expect(0);
        Assert.Contains("the PIN is wrong", With("4321", "party", "add", "Not", "--key", "hard").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("From the token", _desk.In("party", "list").Expect(0).Out, StringComparison.Ordinal);
        With("1234", "key", "new", "hard-2", "--pkcs11", Library, "--token", "desk").Expect(0);
        With("1234", "key", "rotate", "hard", "--by", "hard-2", "--reason", "yearly").Expect(0);
        Assert.Contains("revoked", With("1234", "party", "add", "Late", "--key", "hard").Expect(2).Error, StringComparison.Ordinal);
        With("1234", "party", "add", "From the next", "--key", "hard-2").Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
    }

    public void Dispose() => _desk.Dispose();

    private Printed In(params string[] args) => Under(Passphrase, [.. args, "--workspace", _desk.Workspace]);

    private static Printed Under(string passphrase, params string[] args)
    {
        using var process = Desk.Start(args, ("PROBATUM_PASSPHRASE", passphrase));
        process.StandardInput.Close();
        return Desk.Finish(process);
    }

    private static Printed Finished(System.Diagnostics.Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            return Desk.Finish(process);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var path in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(path, there);
        }
    }
}
