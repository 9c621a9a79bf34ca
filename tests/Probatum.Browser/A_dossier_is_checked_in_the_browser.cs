using System.Text.Json;
using Microsoft.Playwright;
using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>The verify page says of a dossier what the program says, and nobody else learns of it.</summary>
public sealed class A_dossier_is_checked_in_the_browser(Chromium chromium, Dossiers dossiers) : IClassFixture<Dossiers>
{
    private const string Whole = "aleppo-1070-whole";
    private const string Sealed = "aleppo-1070-sealed.zip";

    [Fact]
    public async Task It_says_what_the_program_says_of_whole_and_public_dossiers_and_asks_nobody_anything()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        await page.ReadyAsync();
        var loaded = page.Screen.Requests;
        foreach (var dossier in Dossiers.Examples.SelectMany(example => new[] { $"{example}-whole", $"{example}-public", $"{example}-public.zip", $"{example}-sealed.zip" }))
        {
            await AssertSameAsync(page, dossiers.At(dossier), 0);
        }

        Assert.All(loaded, request => Assert.Equal("GET", request.Method));
        Assert.Equal(loaded, page.Screen.Requests.Where(request => request.Address.Scheme != "blob"));
        page.Screen.AssertAtPeace();
    }

    [Fact]
    public async Task Every_check_is_shown_under_one_promise_with_its_outcome_and_words()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        await page.CheckAsync(dossiers.At("exercise-larch-public"));
        Assert.Equal(
            ["Who said it is never mixed with what was found", "Nothing is lost, nothing is rewritten, nothing is leaked", "Nobody has to believe us"],
            await page.Page.Locator(".promise h3 .title").AllInnerTextsAsync());
        using var said = JsonDocument.Parse(Desk.Run("verify", dossiers.At("exercise-larch-public"), "--json").Expect(0).Out);
        var checks = said.RootElement.GetProperty("checks").EnumerateArray().ToList();
        var rows = await page.Page.Locator("#promises tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => row.textContent)");
        Assert.All(checks, check => Assert.Single(rows, row => row.StartsWith($"{check.GetProperty("outcome")}{check.GetProperty("code")}", StringComparison.Ordinal)
            && row.Contains(check.GetProperty("words").GetString()!, StringComparison.Ordinal)));
        Assert.Contains($"{checks.Count(check => check.GetProperty("outcome").GetString() == "not proven")} checks are not proven", await page.SentenceAsync(), StringComparison.Ordinal);
        var facts = await page.Page.Locator("#facts").InnerTextAsync();
        Assert.Contains("SYNTHETIC", facts, StringComparison.Ordinal);
        var checkpoint = File.ReadAllLines(Path.Combine(dossiers.At("exercise-larch-public"), "data", "log", "checkpoint"));
        Assert.Contains($"{checkpoint[1]} records of {checkpoint[0]}", facts, StringComparison.Ordinal);
        Assert.Contains(checkpoint[2], facts, StringComparison.Ordinal);
        using var withheld = JsonDocument.Parse(File.ReadAllText(Path.Combine(dossiers.At("exercise-larch-public"), "data", "withheld.json")));
        Assert.Contains($"{withheld.RootElement.GetArrayLength()} sealed members", facts, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, Action<string>> Damage = new()
    {
        ["a byte of a leaf"] = folder => Flip(Directory.GetFiles(Path.Combine(folder, "data", "log", "tile", "entries"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First()),
        ["a byte of a file"] = folder => Flip(Largest(Path.Combine(folder, "data", "files"))),
        ["a byte of a disclosure"] = folder => Flip(Largest(Path.Combine(folder, "data", "disclosures"))),
        ["a byte of the checkpoint"] = folder => Flip(Path.Combine(folder, "data", "log", "checkpoint")),
        ["a byte of the page for people"] = folder => Flip(Path.Combine(folder, "data", "README.html")),
        ["a file too few"] = folder => File.Delete(Largest(Path.Combine(folder, "data", "files"))),
        ["a file too many"] = folder => File.WriteAllText(Path.Combine(folder, "data", "files", "more"), "more"),
        ["no checkpoint"] = folder => File.Delete(Path.Combine(folder, "data", "log", "checkpoint")),
        ["no manifest"] = folder => File.Delete(Path.Combine(folder, "manifest-sha256.txt")),
    };

    [Fact]
    public async Task A_damaged_folder_fails_in_the_program_s_words()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        foreach (var (damage, doIt) in Damage)
        {
            // The name of the copy says in the message of a failure which damage it was.
            var copy = dossiers.Copy(Whole, damage.Replace(' ', '-'));
            doIt(copy);
            await AssertSameAsync(page, copy, 1);
            Assert.Matches("^This dossier does not hold: [0-9]+ checks? fails?\\.$", await page.SentenceAsync());
            Assert.NotEmpty(await page.Page.Locator(".promise tr.fails").AllAsync());
        }

        page.Screen.AssertAtPeace();
    }

    [Fact]
    public async Task A_missing_file_is_named_beside_the_verdict()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        var copy = dossiers.Copy(Whole, "without-a-file");
        var gone = Largest(Path.Combine(copy, "data", "files"));
        File.Delete(gone);
        await page.CheckAsync(copy);
        Assert.Contains($"data/files/{Path.GetFileName(gone)}", await page.Page.Locator("#facts").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_with_any_one_byte_changed_fails_in_the_program_s_words()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        var length = new FileInfo(dossiers.At(Sealed)).Length;
        foreach (var (at, i) in new[] { 0, 20, length / 3, length / 2, length - 500, length - 1 }.Select((at, i) => (at, i)))
        {
            var copy = dossiers.Copy(Sealed, $"damaged-{i}.zip");
            Flip(copy, at);
            await AssertSameAsync(page, copy, 1);
        }
    }

    // Files from 1 MiB on are hashed by the browser itself.
    [Fact]
    public async Task A_long_file_is_checked_as_well_as_a_short_one()
    {
        using var desk = new Desk().WithCase();
        var film = desk.At("film.bin");
        File.WriteAllBytes(film, [.. Enumerable.Range(0, (1 << 20) + 7).Select(i => (byte)(i * 31 / 7))]);
        desk.In("media", "add", film, "--label", "V-1", "--no-look").Expect(0);
        desk.In("seal", "-o", desk.At("long")).Expect(0);
        desk.In("seal", "-o", desk.At("long.zip")).Expect(0);
        await using var page = await VerifyScreen.OpenAsync(chromium);
        await AssertSameAsync(page, desk.At("long"), 0);
        await AssertSameAsync(page, desk.At("long.zip"), 0);
        Flip(Largest(desk.At("long", "data", "files")));
        await AssertSameAsync(page, desk.At("long"), 1);
        Flip(desk.At("long.zip"));
        await AssertSameAsync(page, desk.At("long.zip"), 1);
    }

    [Fact]
    public async Task What_is_no_dossier_is_said_to_be_none_in_the_program_s_words()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        File.WriteAllText(dossiers.At("text.zip"), "this is no ZIP");
        await AssertSameAsync(page, dossiers.At("text.zip"), 1);
        File.WriteAllText(dossiers.At("empty.zip"), "");
        await AssertSameAsync(page, dossiers.At("empty.zip"), 1);
        var folder = Directory.CreateDirectory(dossiers.At("holiday")).FullName;
        File.WriteAllText(Path.Combine(folder, "picture.txt"), "sun");
        await AssertSameAsync(page, folder, 1);
    }

    [Fact]
    public async Task A_policy_of_the_reader_s_own_decides_and_a_bad_one_is_refused()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        var log = File.ReadAllText(Path.Combine(dossiers.At(Whole), "data", "keys", "log.vkey"));
        var policy = dossiers.At("policy");
        await page.Page.GetByText("Logs and witnesses that you trust").ClickAsync();
        await page.Page.GetByLabel("Policy", new() { Exact = true }).FillAsync("log nonsense");
        await page.CheckAsync(dossiers.At(Whole));
        Assert.Contains("the policy can't be used", await page.Page.Locator("#refused").InnerTextAsync(), StringComparison.Ordinal);
        File.WriteAllText(policy, $"log {log}quorum none\n");
        await page.Page.GetByLabel("Read it from a file").SetInputFilesAsync(policy);
        await Assertions.Expect(page.Page.GetByLabel("Policy", new() { Exact = true })).ToHaveValueAsync(File.ReadAllText(policy));
        await AssertSameAsync(page, dossiers.At(Whole), 1, "--policy", policy);
        Assert.Contains("under a policy of your own, that is wanting", await page.SentenceAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dropped_folders_and_files_are_taken_and_two_at_once_are_not()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        await page.DropAsync(dossiers.At(Sealed));
        await Assertions.Expect(page.Page.Locator("#sentence")).ToContainTextAsync("This dossier holds");
        var copy = dossiers.Copy(Whole, "with-an-empty-folder");
        await page.DropAsync(copy);
        await Assertions.Expect(page.Page.Locator("#name")).ToHaveTextAsync("with-an-empty-folder");
        Assert.Equal(Desk.Run("verify", copy, "--json").Expect(0).Out, await page.SavedAsync("Save as JSON"));
        Directory.CreateDirectory(Path.Combine(copy, "data", "empty"));
        await page.DropAsync(copy);
        await Assertions.Expect(page.Page.Locator("#sentence")).ToContainTextAsync("does not hold");
        Assert.Equal(Desk.Run("verify", copy, "--json").Expect(1).Out, await page.SavedAsync("Save as JSON"));
        await page.DropAsync(dossiers.At(Sealed), dossiers.At("exercise-larch-public.zip"));
        await Assertions.Expect(page.Page.Locator("#refused")).ToContainTextAsync("Drop one dossier");
        page.Screen.AssertAtPeace();
    }

    [Fact]
    public async Task What_is_too_large_for_a_browser_is_told_so_at_once()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        using (var huge = File.Create(dossiers.At("huge.zip")))
        {
            huge.SetLength((4L << 30) + 1);
        }

        await page.CheckAsync(dossiers.At("huge.zip"));
        Assert.Contains("huge.zip is too large for a browser: at most 4 GiB", await page.Page.Locator("#refused").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checking_can_be_cancelled_and_the_next_dossier_is_checked()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        await page.ReadyAsync();
        var folder = Directory.CreateDirectory(dossiers.At("long")).FullName;
        File.WriteAllText(Path.Combine(folder, "bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        File.WriteAllText(Path.Combine(folder, "manifest-sha256.txt"), $"{new string('0', 64)}  data/long\n");
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        using (var file = File.Create(Path.Combine(folder, "data", "long")))
        {
            file.SetLength(3L << 30);
        }

        await page.GiveAsync(folder);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#said")).ToContainTextAsync("Cancelled");
        await AssertSameAsync(page, dossiers.At(Sealed), 0);
        page.Screen.AssertAtPeace();
    }

    [Fact]
    public async Task It_is_served_from_any_path_and_offline_once_loaded()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium, path: "/");
        await page.ReadyAsync();
        await page.Screen.Person.SetOfflineAsync(true);
        await AssertSameAsync(page, dossiers.At(Sealed), 0);
        page.Screen.AssertAtPeace();
    }

    public static TheoryData<string> Looks => [.. Sizes.Keys];

    private static readonly Dictionary<string, Look> Sizes = new() { ["desk"] = new(), ["dark"] = Look.Dark, ["telephone"] = Look.Telephone };

    [Theory, MemberData(nameof(Looks))]
    public async Task Everybody_can_use_it_on_any_screen(string look)
    {
        await using var page = await VerifyScreen.OpenAsync(chromium, Sizes[look]);
        await page.ReadyAsync();
        await page.Page.GetByText("Logs and witnesses that you trust").ClickAsync();
        await page.Page.GetByText("What this page does").ClickAsync();
        await AssertUsableAsync($"verify-{look}-empty");
        await page.CheckAsync(dossiers.At("exercise-larch-public.zip"));
        await AssertUsableAsync($"verify-{look}-holds");
        var copy = dossiers.Copy(Whole, $"damaged-for-{look}");
        Flip(Path.Combine(copy, "data", "log", "checkpoint"));
        await page.CheckAsync(copy);
        await AssertUsableAsync($"verify-{look}-fails");
        await page.Screen.TurnAsync();
        await AssertUsableAsync($"verify-{look}-turned");

        async Task AssertUsableAsync(string name)
        {
            await page.Screen.PictureAsync(name);
            await page.Screen.AssertFitsAsync();
            Assert.Empty(await page.Screen.AxeAsync());
        }
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_and_the_verdict_is_told()
    {
        await using var page = await VerifyScreen.OpenAsync(chromium);
        await page.ReadyAsync();
        foreach (var reached in new[] { "zip", "folder" })
        {
            await page.Page.Keyboard.PressAsync("Tab");
            Assert.Equal(reached, await page.FocusAsync());
            Assert.NotEqual("none", await page.Page.Locator($"label:has(#{reached}) > span").EvaluateAsync<string>("span => getComputedStyle(span).outlineStyle"));
        }

        var chooser = await page.Screen.ChooserAsync(() => page.Page.Keyboard.PressAsync("Enter"));
        await chooser.SetFilesAsync(dossiers.At(Whole));
        await Assertions.Expect(page.Page.Locator("#sentence")).ToBeFocusedAsync();
        for (var i = 0; i < 12 && await page.FocusAsync() != "save-json"; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
        }

        var saved = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Keyboard.PressAsync("Enter"));
        Assert.Equal($"{Whole}.verified.json", saved.SuggestedFilename);
    }

    /// <summary>What the page saves is exactly what the program prints, with and without --json.</summary>
    private static async Task AssertSameAsync(VerifyScreen page, string dossier, int code, params string[] options)
    {
        await page.CheckAsync(dossier);
        var (folder, name) = (Path.GetDirectoryName(dossier)!, Path.GetFileName(dossier));
        if (Directory.Exists(dossier))
        {
            Assert.Equal(Desk.Run(["verify", dossier, .. options, "--json"]).Expect(code).Out, await page.SavedAsync("Save as JSON"));
            Assert.Equal(Desk.Run(["verify", dossier, .. options]).Expect(code).Out.Replace(dossier, name, StringComparison.Ordinal), await page.SavedAsync("Save as text"));
        }
        else
        {
            // What is wrong with a ZIP is told with its path, and in the order of these sentences: so the program runs where the ZIP lies.
            Assert.Equal(Desk.Other(Desk.Program, folder, ["verify", name, .. options, "--json"]).Expect(code).Out, await page.SavedAsync("Save as JSON"));
        }
    }

    private static string Largest(string folder) => Directory.GetFiles(folder).OrderByDescending(file => new FileInfo(file).Length).ThenBy(file => file, StringComparer.Ordinal).First();

    private static void Flip(string file) => Flip(file, new FileInfo(file).Length / 2);

    private static void Flip(string file, long at)
    {
        using var stream = File.Open(file, FileMode.Open);
        stream.Position = at;
        var there = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(there ^ 1));
    }
}
