using System.Text.Json;
using Microsoft.Playwright;
using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>The main job from the first link to the checked dossier, on the screens alone: once with a mouse, once with nothing but keys.</summary>
public sealed class A_case_goes_its_whole_way(Chromium chromium)
{
    private const string Ministry = "Ministry of Defence of Northland";
    private const string Council = "Council of Southland";

    private readonly string _folder = Directory.CreateTempSubdirectory("probatum-way-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_a_statement_to_a_dossier_that_others_check(bool byKeys)
    {
        await using var served = await Served.EmptyAsync();
        await using var screen = await served.PersonAsync(chromium);
        Hand hand = byKeys ? new KeysHand(screen) : new MouseHand(screen);
        var page = screen.Page;

        // In by the link, and a case.
        await page.GotoAsync(served.Link!);
        await hand.WriteAsync(page.GetByLabel("Name to sign in with"), "ada");
        await hand.WriteAsync(page.GetByLabel("Name that others see"), "Ada");
        await hand.PressAsync("Make a passkey and come in");
        await page.WaitForURLAsync($"{served.Address}/");
        await screen.SettledAsync();
        await hand.WriteAsync(page.GetByLabel("Title"), "The mill");
        await hand.WriteAsync(page.GetByLabel("You act for"), "Field team");
        await hand.PressAsync("Open and sign");
        await page.WaitForURLAsync($"{served.Address}/case/*");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("The mill");

        // Who speaks, and of what.
        foreach (var (party, sort) in new[] { (Ministry, "state body"), (Council, "armed group") })
        {
            await Go("Incidents", "n");
            await hand.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Add a party", Exact = true }));
            await page.WaitForURLAsync("**/do/party/add");
            await screen.SettledAsync();
            await hand.WriteAsync(page.Locator("[name=NAME]"), party);
            await hand.WriteAsync(page.Locator("[name='--sort']"), sort);
            await Record(page.Locator("form.verb"));
        }

        await Go("Incidents", "n");
        var opening = page.Locator("section:has(#new-incident) form");
        await hand.WriteAsync(opening.Locator("[name=LABEL]"), "I-1");
        await hand.WriteAsync(opening.Locator("[name='--when']"), "2026-05-03");
        await hand.WriteAsync(opening.Locator("[name='--where']"), "the mill");
        await hand.PressAsync(opening.GetByRole(AriaRole.Button, new() { Name = "Open and sign" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2, Name = "I-1" })).ToBeVisibleAsync();

        // A statement, what it says and who says it.
        await Go("Inbox", "i");
        var report = page.Locator(".reports form");
        await hand.GiveAsync(report.Locator("input[type=file]"), Text(
            "statement.txt",
            $"The {Ministry} said that shells with chlorine had hit the mill on 3 May.\n\nThe {Council} denied that it had used chlorine.\n\nThe {Ministry} said that its experts had taken nine samples at the mill.\n"));
        await hand.WriteAsync(report.Locator("[name='--source']"), "Daily Mill");
        await hand.WriteAsync(report.Locator("[name='--published']"), "2026-05-04");
        await hand.PressAsync(report.GetByRole(AriaRole.Button, new() { Name = "Capture and sign" }));
        await Assertions.Expect(page.Locator("#claims-title")).ToContainTextAsync("3 claims, 3 open");
        var queue = page.Locator("#claim-queue");
        for (var i = 0; i < 3; i++)
        {
            var now = page.Locator("#claim-queue [role=option][aria-selected=true]");
            var name = await now.Locator("b").InnerTextAsync();
            await hand.WriteAsync(page.GetByLabel("Speaks as"), (await now.InnerTextAsync()).Contains("Council", StringComparison.Ordinal) ? Council : Ministry);
            if (byKeys)
            {
                await page.Keyboard.PressAsync("Enter");
                await Assertions.Expect(queue).ToBeFocusedAsync();
                await page.Keyboard.PressAsync("c");
            }
            else
            {
                await hand.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Confirm c" }));
            }

            await Assertions.Expect(page.Locator("#claim-queue [role=option]", new() { HasText = $"{name} " })).ToContainTextAsync("the report says so");
        }

        await Assertions.Expect(page.Locator("#claims-title")).ToContainTextAsync("3 claims, 0 open");
        var claims = await page.Locator("#claim-queue [role=option]").AllInnerTextsAsync();
        foreach (var (party, stance) in new[] { (Ministry, "alleges"), (Council, "denies") })
        {
            await Go("Incidents", "n");
            await Open("Record an allegation");
            var allegation = page.Locator("details[open] form.verb");
            await hand.WriteAsync(allegation.Locator("[name='--by']"), party);
            await hand.ChooseAsync(allegation.Locator("[name='--stance']"), stance);
            await hand.WriteAsync(allegation.Locator("[name='--claim']"), claims.First(claim => claim.Contains(party, StringComparison.Ordinal)).Split(' ')[0]);
            await Record(allegation);
        }

        // A sample of the team's own, and what a portable instrument says of it.
        await Go("Samples", "s");
        var collected = page.Locator("details.do[open] form.verb");
        await hand.WriteAsync(collected.Locator("[name=LABEL]"), "S-1");
        await hand.WriteAsync(collected.Locator("[name='--incident']"), "I-1");
        await hand.ChooseAsync(collected.Locator("[name='--matrix']"), await collected.Locator("[name='--matrix'] option[value=ENV_SOIL]").InnerTextAsync());
        await hand.WriteAsync(collected.Locator("[name='--quantity']"), "5 g");
        await hand.WriteAsync(collected.Locator("[name='--when']"), "2026-05-04T10:00Z");
        await hand.WriteAsync(collected.Locator("[name='--where']"), "crater at the mill");
        await hand.WriteAsync(collected.Locator("[name='--collector']"), "Field team");
        await hand.WriteAsync(collected.Locator("[name='--seal']"), "A-1");
        await Record(collected);
        await Go("Laboratory", "l");
        await Open("Find what is in a run");
        var run = page.Locator("details.do[open] form.verb");
        var (runs, library) = (Path.Combine(TestData.Repository, "examples", "exercise-larch", "runs"), Path.Combine(_folder, "mill.pbl"));
        Desk.Run("library", "build", Path.Combine(runs, "library.msp"), "-o", library).Expect(0);
        await hand.GiveAsync(run.Locator("input[type=file]").First, Path.Combine(runs, "LX-01.cdf.gz"));
        await hand.ChooseAsync(run.Locator("[name='--purpose']"), "screening");
        await hand.WriteAsync(run.Locator("[name='--sample']"), "S-1");
        await hand.WriteAsync(run.Locator("[name='--when']"), "2026-05-04T11:00Z");
        await hand.GiveAsync(run.Locator(".field:has(label:text-is('Library')) input[type=file]"), library);
        await hand.TickAsync(run.Locator("[name='--keep-spectra']"));
        await Record(run);

        // What was measured upwards, what it answers to downwards.
        await hand.PressAsync("Spectrum 1");
        await Assertions.Expect(page.Locator(".spectrum")).ToContainTextAsync("Downwards: Larch compound");
        await Assertions.Expect(page.Locator(".spectrum")).Not.ToHaveAttributeAsync("data-mirror", "0");
        await screen.PictureAsync($"mirror-{(byKeys ? "keys" : "mouse")}");

        // A person affected, and one sign of hers.
        await Go("People", "p");
        await Open("Record a person affected");
        var person = page.Locator("details.do[open] form.verb");
        await hand.WriteAsync(person.Locator("[name=CODE]"), "K-01");
        await hand.WriteAsync(person.Locator("[name='--incident']"), "I-1");
        await hand.WriteAsync(person.Locator("[name='--sign']"), "cough");
        await hand.WriteAsync(person.Locator("[name='--told-by']"), "Field team");
        await Record(person);

        // What was asked of the watchdog.
        await Go("Requests", "r");
        var request = page.Locator("section:has(#new-request) form.verb");
        await hand.WriteAsync(request.Locator("[name=LABEL]"), "NV-1");
        await hand.ChooseAsync(request.Locator("[name='--route']"), await request.Locator("[name='--route'] option[value=CWC_X_ASSISTANCE_IAU]").InnerTextAsync());
        await hand.WriteAsync(request.Locator("[name='--from']"), Ministry);
        await hand.WriteAsync(request.Locator("[name='--to']"), "Daily Mill");
        await hand.WriteAsync(request.Locator("[name='--incident']"), "I-1");
        await hand.WriteAsync(request.Locator("[name='--when']"), "2026-05-05");
        await Record(request);

        // What the evidence can carry: explanations, a mark, and what nobody may claim.
        await Go("Assessment", "a");
        await hand.PressAsync("State the minimum set of explanations");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "State the minimum set of explanations" })).ToHaveCountAsync(0);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "S-1" }).Filter(new() { Has = page.GetByRole(AriaRole.Gridcell) }).First;
        if (byKeys)
        {
            await hand.PressAsync(page.Locator("[role=gridcell][tabindex='0']"));
            for (var i = 0; !await row.EvaluateAsync<bool>("row => row.contains(document.activeElement)"); i++)
            {
                Assert.True(i < 60, "the row is not reached by arrows");
                await page.Keyboard.PressAsync("ArrowDown");
            }

            await page.Keyboard.PressAsync("-");
        }
        else
        {
            await hand.PressAsync(row.GetByRole(AriaRole.Gridcell).First);
            await hand.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "inconsistent" }));
        }

        await hand.WriteAsync(page.Locator("#mark-reason"), "nothing was confirmed in it");
        await hand.PressAsync("Sign 1 mark");
        await Assertions.Expect(row).ToContainTextAsync("inconsistent");

        // Nothing was confirmed, and nothing is said to be: neither what was claimed nor the one reading lifts a wording.
        var said = string.Join('\n', await page.Locator("section:has(#on-record) li").AllInnerTextsAsync());
        Assert.Contains($"{Ministry} alleges it: 1 confirmed claim", said, StringComparison.Ordinal);
        Assert.Contains($"{Council} denies it: 1 confirmed claim", said, StringComparison.Ordinal);
        Assert.Contains("S-1: one field technique alone, L1 presumptive at the most", said, StringComparison.Ordinal);
        Assert.Contains("Also said: " + Ministry, said, StringComparison.Ordinal);
        var carried = await page.Locator(".rung.strongest p").AllInnerTextsAsync();
        Assert.Equal(4, carried.Count);
        foreach (var words in new[] { "is not established", "no fact about a chemical is established", "cannot confidently determine", "could not be corroborated" })
        {
            Assert.Contains(carried, one => one.Contains(words, StringComparison.Ordinal));
        }

        // Sealed, taken out, checked by the page and by the program.
        await Go("Dossiers", "d");
        await hand.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Seal and sign" }));
        var zip = Path.Combine(_folder, "dossier.zip");
        var link = page.GetByRole(AriaRole.Link, new() { NameRegex = new("dossier-.*\\.zip") });
        await Assertions.Expect(link).ToBeVisibleAsync();
        await (await page.RunAndWaitForDownloadAsync(() => hand.PressAsync(link))).SaveAsAsync(zip);
        screen.AssertAtPeace();
        await page.GotoAsync($"{served.Address}/verify/");
        await Assertions.Expect(page.Locator("main[data-ready]")).ToBeAttachedAsync();
        await hand.GiveAsync(byKeys ? page.Locator("#zip") : page.GetByText("Choose a ZIP file"), zip);
        await Assertions.Expect(page.Locator("#sentence")).ToContainTextAsync("holds");
        using var verdict = JsonDocument.Parse(Desk.Run("verify", zip, "--json").Expect(0).Out);
        Assert.DoesNotContain(verdict.RootElement.GetProperty("checks").EnumerateArray(), check => check.GetProperty("outcome").GetString() == "fails");

        async Task Go(string tab, string key)
        {
            await screen.SettledAsync();
            await hand.GoAsync(tab, key);
            await Assertions.Expect(page.Locator(".tabs a[aria-current=page]")).ToContainTextAsync(tab);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await screen.SettledAsync();
        }

        async Task Open(string folded)
        {
            if (await page.Locator("details[open] > summary", new() { HasText = folded }).CountAsync() == 0)
            {
                await hand.PressAsync(page.Locator("summary", new() { HasText = folded }));
            }
        }

        async Task Record(ILocator form)
        {
            await hand.PressAsync(form.Locator("button.primary"));
            await Assertions.Expect(page.Locator(".recorded").Or(page.GetByRole(AriaRole.Alert)).First).ToBeVisibleAsync();
            Assert.True(await page.GetByRole(AriaRole.Alert).CountAsync() == 0, await page.GetByRole(AriaRole.Alert).CountAsync() == 0 ? "" : await page.GetByRole(AriaRole.Alert).First.InnerTextAsync());
        }
    }

    private string Text(string name, string words)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, words);
        return path;
    }
}
