using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Probatum.Core.Casualties;
using Probatum.Ledger;
using Probatum.Verbs;

namespace Probatum.EndToEnd;

/// <summary>The identity vault: what is kept of who a casualty is, who opens it, and that nothing of it gets anywhere else.</summary>
public sealed class Who_a_casualty_is_is_kept_apart : IDisposable
{
    private const string Name = "Aldanova Petrunella";
    private const string Passphrase = "nine owls in a barn";
    private const string Reason = "Unmistakable hospital asks";

    private readonly Desk _desk = new Desk().WithCase();
    private readonly Dictionary<string, string> _secrets = new() { ["PROBATUM_VAULT_PASSPHRASE"] = Passphrase };

    public Who_a_casualty_is_is_kept_apart()
    {
        _desk.In("casualty", "add", "K-01", "--incident", "I-1", "--sign", "cough").Expect(0);
        In("vault", "init").Expect(0);
    }

    [Fact]
    public void That_it_is_opened_is_on_record_before_it_is_shown()
    {
        Assert.Contains("no identity is kept", In("casualty", "identity", "show", "K-01", "--reason", Reason).Expect(2).Error, StringComparison.Ordinal);
        Keep("K-01", $"\uFEFF{Name}\nborn 1990, the yard behind the mill خان\n\n");
        var before = _desk.Leaves();
        var shown = In("casualty", "identity", "show", "K-01", "--reason", Reason, "--by", "Team").Expect(0);
        Assert.Equal($"{Name}\nborn 1990, the yard behind the mill خان\n", shown.Out);
        Assert.Equal(before + 1, _desk.Leaves());
        using var list = JsonDocument.Parse(In("casualty", "identity", "list", "--json").Expect(0).Out);
        var opening = Assert.Single(list.RootElement[0].GetProperty("opened").EnumerateArray());
        Assert.Equal((Reason, "Team", list.RootElement[0].GetProperty("kept")[0].GetProperty("record").GetString()), (opening.GetProperty("reason").GetString(), opening.GetProperty("by").GetString(), opening.GetProperty("kept").GetString()));
        Assert.Contains($"for Team: {Reason}", In("casualty", "identity", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("kept apart, opened once", _desk.In("casualty", "show", "K-01").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("who 1 person is, kept apart; opened once", _desk.In("case", "show").Expect(0).Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(In("casualty", "identity", "show", "K-01", "--reason", Reason, "--json").Expect(0).Out);
        Assert.StartsWith(Name, json.RootElement.GetProperty("identity").GetString(), StringComparison.Ordinal);
        Assert.Equal(before + 2, _desk.Leaves());
    }

    [Fact]
    public void A_wrong_passphrase_shows_nothing_and_records_nothing()
    {
        Keep("K-01", Name);
        var before = _desk.Leaves();
        _secrets["PROBATUM_VAULT_PASSPHRASE"] = "ten owls in a barn";
        Nothing(In("casualty", "identity", "show", "K-01", "--reason", Reason), "passphrase is wrong");
        Assert.Equal(before, _desk.Leaves());
    }

    [Fact]
    public void Where_the_opening_can_not_be_recorded_nothing_is_shown()
    {
        Keep("K-01", Name);
        _desk.In("key", "new", "analyst").Expect(0);
        _desk.In("key", "register", "analyst", "--role", "analyst").Expect(0);
        Nothing(In("casualty", "identity", "show", "K-01", "--reason", Reason, "--key", "analyst"), "access/not-permitted");
        Nothing(In("casualty", "identity", "show", "K-01", "--reason", " "), "identity/reason");
        _desk.In("casualty", "add", "K-02", "--key", "analyst").Expect(0);
        Keep("K-02", Name, "--key", "analyst");
        _desk.In("key", "new", "custodian").Expect(0);
        _desk.In("key", "register", "custodian", "--role", "custodian").Expect(0);
        var files = Files(_desk.Workspace).Length;
        Nothing(In("casualty", "identity", "set", "K-01", "--from", _desk.File("person.txt", Name), "--key", "custodian"), "access/not-permitted");
        Assert.Equal(files, Files(_desk.Workspace).Length);

        // A log that was put back signs nothing, and a full disk takes nothing.
        _desk.In("backup", "-o", _desk.At("b.zip"), "--keys", _desk.At("keys.zip")).Expect(0);
        Desk.Elsewhere("restore", _desk.At("b.zip"), _desk.At("there"), "--keys", _desk.At("keys.zip")).Expect(0);
        Nothing(Run("casualty", "identity", "show", "K-01", "--reason", Reason, "--workspace", _desk.At("there")), "reconcile");
        Run("log", "reconcile", "--nothing-later", "--reason", "x", "--workspace", _desk.At("there")).Expect(0);
        Assert.Contains(Name, Run("casualty", "identity", "show", "K-01", "--reason", Reason, "--workspace", _desk.At("there")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_disk_that_takes_nothing_nothing_is_shown()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "limits the size of files");
        Keep("K-01", Name);
        using var process = Desk.Start("sh", ["-c", $"ulimit -f 4; exec '{Desk.Program}' casualty identity show K-01 --reason x -w '{_desk.Workspace}'"],
            ("PROBATUM_VAULT_PASSPHRASE", Passphrase), ("DOTNET_EnableDiagnostics", "0"), ("DOTNET_EnableWriteXorExecute", "0"));
        Nothing(Desk.Finish(process), "files may not grow that long here");
    }

    [Fact]
    public void What_is_kept_anew_takes_the_place_of_what_was_kept()
    {
        Keep("K-01", "Somebody else");
        using var second = AgeIdentity.FromSecret(RandomNumberGenerator.GetBytes(32));
        Keep("K-01", Name, "--recipient", second.Recipient.Text);
        Assert.Equal($"{Name}\n", In("casualty", "identity", "show", "K-01", "--reason", Reason).Expect(0).Out);
        Assert.Equal("Somebody else\n", In("casualty", "identity", "show", "K-01", "--reason", Reason, "--record", $"{_desk.Leaves() - 3}").Expect(0).Out);
        Nothing(In("casualty", "identity", "show", "K-01", "--reason", Reason, "--record", "0"), "'0' keeps no identity of K-01");
        Assert.Contains("in place of 1 earlier one), for 2 recipients", In("casualty", "identity", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("correction/identity", _desk.In("correct", $"{_desk.Leaves() - 1}", "--set", "reason=none", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_custodian_opens_it_with_a_key_of_their_own_elsewhere()
    {
        var there = _desk.At("there");
        Desk.Run("init", there).Expect(0);
        using var made = JsonDocument.Parse(Run("vault", "init", "--workspace", there, "--json").Expect(0).Out);
        using var key = JsonDocument.Parse(Run("key", "new", "second", "--workspace", there, "--json").Expect(0).Out);
        _desk.In("casualty", "add", "K-02").Expect(0);
        Keep("K-01", Name, "--recipient", made.RootElement.GetProperty("recipient").GetString()!);
        Keep("K-02", Name);
        _desk.In("bundle", "export", "-o", _desk.At("case.bundle")).Expect(0);
        Desk.Run("bundle", "merge", _desk.At("case.bundle"), "--workspace", there).Expect(0);
        string[] show = ["casualty", "identity", "show", "K-01", "--reason", Reason, "--key", "second", "--workspace", there];
        Nothing(Run(show), "not registered");
        _desk.In("key", "register", key.RootElement.GetProperty("vkey").GetString()!, "--role", "owner", "--holder", "Second custodian", "--out", _desk.At("second.half")).Expect(0);
        Run("key", "accept", _desk.At("second.half"), "--key", "second", "--workspace", there).Expect(0);
        Assert.Equal($"{Name}\n", Run(show).Expect(0).Out);
        Nothing(Run([.. show.Select(word => word == "K-01" ? "K-02" : word)]), "was not encrypted to the vault of this workspace");

        // The opening comes home with what else was recorded there.
        Run("bundle", "export", "-o", _desk.At("home.bundle"), "--workspace", there).Expect(0);
        _desk.In("bundle", "merge", _desk.At("home.bundle")).Expect(0);
        Assert.Contains($"Second custodian: {Reason}", In("casualty", "identity", "list").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_text_nor_ciphertext_nor_reason_is_in_any_dossier()
    {
        Keep("K-01", Name);
        In("casualty", "identity", "show", "K-01", "--reason", Reason).Expect(0);
        var ciphertext = Ciphertext("K-01");
        Assert.True(ciphertext.AsSpan().StartsWith("age-encryption.org/v1\n"u8));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(ciphertext));
        foreach (var policy in new[] { "public", "parties", "court", "laboratory", _desk.File("open.json", """{"name":"open","rules":[]}""") })
        {
            var dossier = _desk.At(Path.GetFileNameWithoutExtension(policy));
            _desk.In("seal", "-o", dossier, "--withhold", policy).Expect(0);
            Desk.Run("verify", dossier).Expect(0);
            Assert.All(Directory.GetFiles(dossier, "*", SearchOption.AllDirectories), path =>
            {
                var bytes = File.ReadAllBytes(path);
                Assert.True(bytes.AsSpan().IndexOf(ciphertext.AsSpan(0, 100)) < 0 && bytes.AsSpan().IndexOf(ciphertext.AsSpan(^100)) < 0 && bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Name)) < 0, path);
                Assert.DoesNotContain(sha256, path, StringComparison.Ordinal);
            });
            var disclosed = string.Concat(Directory.GetFiles(Path.Combine(dossier, "data", "disclosures")).SelectMany(File.ReadLines).Select(line => Base64Url.TryDecode(line, out var json) ? Encoding.UTF8.GetString(json) : throw new InvalidDataException(line)));
            Assert.DoesNotContain(sha256, disclosed, StringComparison.Ordinal);
            Assert.Equal(policy.EndsWith("open.json", StringComparison.Ordinal), disclosed.Contains(Reason, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Nothing_of_it_lies_anywhere_in_the_clear()
    {
        var text = _desk.File("person.txt", Name);
        In("casualty", "identity", "set", "K-01", "--from", text).Expect(0);
        File.Delete(text);
        In("casualty", "identity", "show", "K-01", "--reason", "x").Expect(0);
        In("search", "Petrunella").Expect(1);
        _desk.In("export", "table", "records", "-o", _desk.At("records.csv")).Expect(0);
        _desk.In("export", "table", "casualties", "-o", _desk.At("casualties.csv")).Expect(0);
        _desk.In("bundle", "export", "-o", _desk.At("case.bundle")).Expect(0);
        ZipFile.ExtractToDirectory(_desk.At("case.bundle"), _desk.At("bundle"));
        Assert.All(Directory.GetFiles(_desk.Folder, "*", SearchOption.AllDirectories), path =>
        {
            var bytes = File.ReadAllBytes(path);
            Assert.All([Name, "Petrunella", "AGE-SECRET", Passphrase], word => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) < 0, $"{path} holds {word}"));
        });
    }

    [Fact]
    public void Two_identities_of_other_lengths_have_files_of_one_length()
    {
        _desk.In("casualty", "add", "K-02").Expect(0);
        Keep("K-01", "A");
        Keep("K-02", new string('B', 1000));
        Assert.Equal(Ciphertext("K-01").Length, Ciphertext("K-02").Length);
    }

    [Fact]
    public void Whoever_is_erased_is_nobody_here_and_on_every_copy()
    {
        var there = _desk.At("there");
        Desk.Run("init", there).Expect(0);
        Keep("K-01", "Somebody else");
        Keep("K-01", Name);
        In("casualty", "identity", "show", "K-01", "--reason", Reason).Expect(0);
        _desk.In("bundle", "export", "-o", _desk.At("one.bundle")).Expect(0);
        Desk.Run("bundle", "merge", _desk.At("one.bundle"), "--workspace", there).Expect(0);
        var files = Files(_desk.Workspace).Length;
        var copied = Files(there).Length;

        var erased = _desk.In("erase", "K-01", "--reason", "asked").Expect(0);
        Assert.Contains("4 records and 2 files", erased.Out, StringComparison.Ordinal);
        Assert.Equal(files - 2, Files(_desk.Workspace).Length);
        Assert.Contains("no casualty 'K-01'", In("casualty", "identity", "show", "K-01", "--reason", Reason).Expect(2).Error, StringComparison.Ordinal);
        Assert.Empty(In("casualty", "identity", "list").Expect(0).Out);
        _desk.In("log", "audit").Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);

        _desk.In("bundle", "export", "-o", _desk.At("two.bundle")).Expect(0);
        Desk.Run("bundle", "merge", _desk.At("two.bundle"), "--workspace", there).Expect(0);
        Assert.Equal(copied - 2, Files(there).Length);

        // An older bundle does not bring the file back.
        Desk.Run("bundle", "merge", _desk.At("one.bundle"), "--workspace", _desk.Workspace);
        Desk.Run("bundle", "merge", _desk.At("one.bundle"), "--workspace", there);
        Assert.Equal((files - 2, copied - 2), (Files(_desk.Workspace).Length, Files(there).Length));
    }

    [Fact]
    public void A_crash_between_the_erasure_and_the_files_is_finished_by_the_next_opening()
    {
        Keep("K-01", Name);
        var files = Files(_desk.Workspace).Length;
        Desk.Other("cp", _desk.Folder, "-r", "workspace/blobs", "workspace/keys", ".").Expect(0);
        _desk.In("erase", "K-01", "--reason", "asked").Expect(0);
        Desk.Other("cp", _desk.Folder, "-r", "blobs", "keys", "workspace").Expect(0);
        Assert.Equal(files, Files(_desk.Workspace).Length);
        _desk.In("case", "show").Expect(0);
        Assert.Equal(files - 1, Files(_desk.Workspace).Length);
    }

    [Fact]
    public void The_key_is_made_once_shown_never_and_its_passphrase_changes()
    {
        Assert.Contains("there is a vault already", In("vault", "init").Expect(2).Error, StringComparison.Ordinal);
        var shown = In("vault", "show", "--json").Expect(0).Out;
        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.Contains("\"recipient\":\"age1", shown, StringComparison.Ordinal);
        Keep("K-01", Name);
        _secrets["PROBATUM_NEW_VAULT_PASSPHRASE"] = "short";
        In("vault", "passphrase").Expect(2);
        _secrets["PROBATUM_NEW_VAULT_PASSPHRASE"] = "a dozen owls in a barn";
        In("vault", "passphrase").Expect(0);
        Nothing(In("casualty", "identity", "show", "K-01", "--reason", Reason), "passphrase is wrong");
        _secrets["PROBATUM_VAULT_PASSPHRASE"] = "a dozen owls in a barn";
        Assert.Contains(Name, In("casualty", "identity", "show", "K-01", "--reason", Reason).Expect(0).Out, StringComparison.Ordinal);
        Desk.Run("init", _desk.At("bare")).Expect(0);
        Assert.Contains("'probatum vault init'", Run("vault", "show", "--workspace", _desk.At("bare")).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_piped_into_the_program_itself_and_comes_out_again()
    {
        using var set = Desk.Start(["casualty", "identity", "set", "K-01", "--from", "-", "-w", _desk.Workspace]);
        set.StandardInput.Write(Name);
        set.StandardInput.Close();
        Desk.Finish(set).Expect(0);
        Assert.Equal($"{Name}\n", In("casualty", "identity", "show", "K-01", "--reason", Reason).Expect(0).Out);
    }

    [Fact]
    public void What_can_not_be_kept_is_named_without_a_word_of_it()
    {
        var before = _desk.Leaves();
        string[] set = ["casualty", "identity", "set", "K-01", "--from"];
        Nothing(In([.. set, _desk.File("long.txt", Name + new string('x', IdentityText.Longest))]), "more than 32 KiB");
        Nothing(In([.. set, _desk.File("longer.txt", Name + new string('x', 200_000))]), "more than 32 KiB");
        File.WriteAllBytes(_desk.At("bad.txt"), [.. Encoding.UTF8.GetBytes(Name), 0xff]);
        Nothing(In([.. set, _desk.At("bad.txt")]), $"bad.txt:{Name.Length}: it is no text in UTF-8");
        Nothing(In([.. set, _desk.File("empty.txt", " \n")]), "it says nothing");
        Nothing(In([.. set, _desk.At("none.txt")]), "there is no such file");
        var good = _desk.File("person.txt", Name);
        Nothing(In([.. set, good, "--recipient", "age1nobody"]), "is no recipient");
        var secret = AgeIdentity.FromSecret(new byte[32]).ToSecretText();
        Assert.DoesNotContain(secret, Nothing(In([.. set, good, "--recipient", secret]), "a secret key was given").Error, StringComparison.Ordinal);
        Nothing(In("casualty", "identity", "set", "K-99", "--from", good), "no casualty 'K-99'");
        File.WriteAllText(_desk.At("workspace", "keys", "vault.recipient"), AgeIdentity.FromSecret(new byte[32]).Recipient.Text + "\n");
        Nothing(In([.. set, good]), "was changed");
        Assert.Equal(before, _desk.Leaves());
    }

    [Fact]
    public void The_program_age_opens_what_is_kept()
    {
        Assert.SkipUnless(Desk.Has("age") && Desk.Has("age-keygen"), "age is not here (./test installs it)");
        Desk.Other("age-keygen", _desk.Folder, "-o", "second.key").Expect(0);
        var recipient = Desk.Other("age-keygen", _desk.Folder, "-y", "second.key").Expect(0).Out.Trim();
        Keep("K-01", $"{Name}\nخان", "--recipient", recipient);
        File.WriteAllBytes(_desk.At("kept.age"), Ciphertext("K-01"));
        Assert.Equal($"{Name}\nخان", Desk.Other("age", _desk.Folder, "-d", "-i", "second.key", "kept.age").Expect(0).Out.TrimEnd());

        // And the vault's key, as the file that it is; age asks a terminal for its passphrase.
        Assert.SkipUnless(Desk.Has("script"), "no program 'script' is here to be asked at a terminal");
        using var typed = Desk.Start("script", ["-qec", $"age -d -i '{_desk.At("workspace", "keys", "vault.age")}' -o '{_desk.At("opened.txt")}' '{_desk.At("kept.age")}'", "/dev/null"]);
        typed.StandardInput.Write(Passphrase + "\n");
        typed.StandardInput.Flush();
        Desk.Finish(typed).Expect(0);
        Assert.Equal($"{Name}\nخان", File.ReadAllText(_desk.At("opened.txt")).TrimEnd());
    }

    [Fact]
    public void What_the_program_age_encrypts_is_read()
    {
        Assert.SkipUnless(Desk.Has("age") && Desk.Has("age-keygen"), "age is not here (./test installs it)");
        Desk.Other("age-keygen", _desk.Folder, "-o", "a.key").Expect(0);
        Assert.True(AgeIdentity.TryParseFile(File.ReadAllText(_desk.At("a.key")), out var identity, out var fault), fault.Why);
        foreach (var length in new[] { 0, 5, 65535, 65536, 65537, 200_000 })
        {
            var plain = RandomNumberGenerator.GetBytes(length);
            File.WriteAllBytes(_desk.At("plain"), plain);
            Desk.Other("age", _desk.Folder, "-r", identity.Recipient.Text, "-o", "a.age", "plain").Expect(0);
            Assert.True(AgeFile.TryDecrypt(File.ReadAllBytes(_desk.At("a.age")), identity, out var read, out fault), fault.Why);
            Assert.Equal(plain, read);
            File.WriteAllBytes(_desk.At("b.age"), AgeFile.Encrypt(plain, [identity.Recipient], RandomNumberGenerator.Fill));
            Desk.Other("age", _desk.Folder, "-d", "-i", "a.key", "-o", "back", "b.age").Expect(0);
            Assert.Equal(plain, length > 0 ? File.ReadAllBytes(_desk.At("back")) : []);
            File.Delete(_desk.At("back"));
        }
    }

    public void Dispose() => _desk.Dispose();

    private Printed In(params string[] args) => Run([.. args, "--workspace", _desk.Workspace]);

    /// <summary>As people work, but for the cost of a guess at the passphrase.</summary>
    private Printed Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(args, new(output, error, () => DateTimeOffset.UtcNow, RandomNumberGenerator.Fill, true)
        {
            LastSeen = args.Contains(_desk.At("there")) ? new(null) : Storage.LastSeen.OfThisMachine(),
            Secret = (variable, _) => _secrets[variable],
            VaultWork = 4,
        });
        return new(output.ToString(), error.ToString(), code);
    }

    private void Keep(string code, string text, params string[] more) => In(["casualty", "identity", "set", code, "--from", _desk.File("person.txt", text), .. more]).Expect(0);

    /// <summary>Refused, with that reason, and not a word of who it is.</summary>
    private static Printed Nothing(Printed printed, string why)
    {
        Assert.NotEqual(0, printed.Code);
        Assert.Empty(printed.Out);
        Assert.Contains(why, printed.Error, StringComparison.Ordinal);
        Assert.All(Name.Split(' '), word => Assert.DoesNotContain(word, printed.Error, StringComparison.Ordinal));
        return printed;
    }

    private byte[] Ciphertext(string code)
    {
        using var list = JsonDocument.Parse(In("casualty", "identity", "list", "--json").Expect(0).Out);
        var sha256 = list.RootElement.EnumerateArray().Single(one => one.GetProperty("code").GetString() == code).GetProperty("kept").EnumerateArray().Last().GetProperty("file").GetString();
        var bundle = _desk.At($"{Guid.NewGuid():n}.bundle");
        _desk.In("bundle", "export", "-o", bundle).Expect(0);
        using var zip = ZipFile.OpenRead(bundle);
        using var file = zip.GetEntry($"files/{sha256}")!.Open();
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string[] Files(string workspace) => Directory.GetFiles(Path.Combine(workspace, "blobs"), "*", SearchOption.AllDirectories);
}
