using Microsoft.Playwright;
using Probatum.EndToEnd;

namespace Probatum.Browser;

/// <summary>Samples on screen: what may be done, one sample's life, hand-overs that two people sign on their own devices, labels that are scanned.</summary>
public sealed class Samples_change_hands(Chromium chromium, Filled filled)
{
    private const string Team = "SYNTHETIC Secretariat Inspection Team";
    private const string Laboratory = "SYNTHETIC Laboratory DL 02";

    [Fact]
    public async Task Work_lists_show_what_may_be_done_and_what_does_not_fit()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await served.OwnerAsync(chromium, party: Team);
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/samples");
        await owner.SettledAsync();
        var row = owner.Page.Locator("tr", new() { HasText = "LD-08" });
        await Assertions.Expect(row.GetByRole(AriaRole.Link, new() { Name = "Hand over, both sign" })).ToBeVisibleAsync();
        await Assertions.Expect(row.GetByRole(AriaRole.Link, new() { Name = "Split" })).ToBeVisibleAsync();

        // What a laboratory holds, the team does not hand over.
        await Assertions.Expect(owner.Page.Locator("tr", new() { HasText = "LX-01/A" }).GetByRole(AriaRole.Link, new() { Name = "Hand over, both sign" })).ToHaveCountAsync(0);
        await owner.AssertFineAsync("samples");

        await owner.Page.Locator("form.toolbar").GetByLabel("Shows").SelectOptionAsync("1");
        await owner.Page.Locator("form.toolbar").GetByLabel("State").SelectOptionAsync("sealed");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await owner.Page.WaitForURLAsync("**odd=1**");
        await Assertions.Expect(owner.Page.Locator("main h2")).ToHaveCountAsync(1);
        await row.GetByRole(AriaRole.Link, new() { Name = "LD-08" }).ClickAsync();
        await owner.Page.WaitForURLAsync("**/samples/e-*");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("LD-08");
        await Assertions.Expect(owner.Page.Locator(".drawn svg")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Page.Locator(".odd-words").First).ToBeVisibleAsync();
        await owner.AssertFineAsync("sample");

        // A step taken here shows at once, signed by the browser.
        await owner.Page.Locator("details", new() { HasText = "Remark, or answer an anomaly" }).Locator("summary").ClickAsync();
        await owner.Page.Locator("details[open]").GetByLabel("Text").FillAsync("seen on screen");
        await owner.Page.Locator("details[open]").GetByRole(AriaRole.Button, new() { Name = "Sign and record" }).ClickAsync();
        await Assertions.Expect(owner.Page.Locator("section:has(#chain)")).ToContainTextAsync("seen on screen");
        owner.AssertAtPeace();
    }

    [Theory]
    [InlineData("custodian")]
    [InlineData("laboratory")]
    public async Task Giver_and_receiver_sign_in_turn_each_with_a_key_on_the_own_device(string role)
    {
        await using var served = await filled.ServeAsync();
        await using var giver = await served.OwnerAsync(chromium, party: Team);
        await using var receiver = await served.MemberAsync(chromium, giver, "Ben", role, Laboratory, Look.Telephone);
        var home = giver.Page.Url;
        await giver.Page.GotoAsync($"{home}/samples/LD-08?do=sample-transfer");
        await giver.SettledAsync();
        var form = giver.Page.Locator("details[open]");
        await form.GetByLabel("Receiver").SelectOptionAsync(new SelectOptionValue { Label = await form.Locator("option", new() { HasText = "Ben" }).InnerTextAsync() });
        await form.GetByLabel("Seal found").FillAsync("S-508");
        await form.GetByLabel("Condition").FillAsync("sealed, dry");
        await form.GetByRole(AriaRole.Button, new() { Name = "Sign as the giver" }).ClickAsync();
        await Assertions.Expect(form.Locator(".qr svg")).ToBeVisibleAsync();
        var address = await form.Locator(".signing a").InnerTextAsync();
        if (role == "custodian")
        {
            await giver.AssertFineAsync("hand-over-offered");
        }

        // The giver can't sign for the receiver.
        await giver.Page.GotoAsync(address);
        await giver.SettledAsync();
        await Assertions.Expect(giver.Page.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true })).ToHaveCountAsync(0);
        await Assertions.Expect(giver.Page.Locator(".qr svg")).ToBeVisibleAsync();

        // The receiver reads all that is signed, on a telephone.
        await receiver.Page.GotoAsync(address);
        await receiver.SettledAsync();
        await Assertions.Expect(receiver.Page.Locator("dl.facts")).ToContainTextAsync("S-508");
        await Assertions.Expect(receiver.Page.Locator("dl.facts")).ToContainTextAsync("sealed, dry");
        if (role == "custodian")
        {
            await receiver.AssertFineAsync("hand-over-signing");
        }

        await receiver.Page.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
        await Assertions.Expect(receiver.Page.Locator(".told")).ToContainTextAsync("Both have signed");

        // The giver's screen follows by itself, and the sample is where it went.
        await Assertions.Expect(giver.Page.Locator(".told")).ToContainTextAsync("Both have signed");
        await giver.Page.GetByRole(AriaRole.Link, new() { Name = "The sample and its custody" }).ClickAsync();
        await giver.Page.WaitForURLAsync("**/samples/e-*");
        await Assertions.Expect(giver.Page.Locator(".lead")).ToContainTextAsync($"held by {Laboratory}");
        await Assertions.Expect(giver.Page.Locator(".acts li").Last).ToContainTextAsync("Ben");
        giver.AssertAtPeace();
        receiver.AssertAtPeace();
    }

    [Fact]
    public async Task A_receiver_who_declines_leaves_the_sample_where_it_was()
    {
        await using var served = await filled.ServeAsync();
        await using var giver = await served.OwnerAsync(chromium, party: Team);
        await using var receiver = await served.MemberAsync(chromium, giver, "Ben", "custodian", Laboratory);
        await giver.Page.GotoAsync($"{giver.Page.Url}/samples/LD-08?do=sample-transfer");
        await giver.SettledAsync();
        var form = giver.Page.Locator("details[open]");
        await form.GetByLabel("Receiver").SelectOptionAsync(new SelectOptionValue { Label = await form.Locator("option", new() { HasText = "Ben" }).InnerTextAsync() });
        await form.GetByRole(AriaRole.Button, new() { Name = "Sign as the giver" }).ClickAsync();
        var address = await form.Locator(".signing a").InnerTextAsync();
        await receiver.Page.GotoAsync(address);
        await receiver.SettledAsync();
        await receiver.Page.Locator("summary", new() { HasText = "Decline" }).ClickAsync();
        await receiver.Page.GetByLabel("Why").FillAsync("the seal was not read");
        await receiver.Page.GetByRole(AriaRole.Button, new() { Name = "Decline and record that" }).ClickAsync();
        await Assertions.Expect(receiver.Page.Locator(".told")).ToContainTextAsync("the seal was not read");
        await Assertions.Expect(receiver.Page.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true })).ToHaveCountAsync(0);
        await receiver.Page.GotoAsync(address);
        await receiver.SettledAsync();
        await Assertions.Expect(receiver.Page.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true })).ToHaveCountAsync(0);
        await Assertions.Expect(giver.Page.Locator(".lead")).ToContainTextAsync($"held by {Team}");
        await Assertions.Expect(giver.Page.Locator(".acts")).ToContainTextAsync("the seal was not read");
        giver.AssertAtPeace();
        receiver.AssertAtPeace();
    }

    [Fact]
    public async Task A_label_is_read_from_a_picture_or_typed_and_opens_its_sample()
    {
        await using var served = await filled.ServeAsync();
        await using var owner = await served.OwnerAsync(chromium);
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/samples/LD-08");
        await owner.SettledAsync();
        var code = await owner.Page.Locator(".qr").ScreenshotAsync();
        var check = await owner.Page.Locator("section:has(#label) code").InnerTextAsync();

        await owner.Page.GotoAsync($"{home}/scan");
        await owner.SettledAsync();
        await owner.AssertFineAsync("scan");
        await owner.Page.WaitForFunctionAsync("() => document.querySelector('[data-picture]') && window.jsQR");
        await owner.Page.Locator("[data-picture]").SetInputFilesAsync(new FilePayload { Name = "label.png", MimeType = "image/png", Buffer = code });
        await owner.Page.WaitForURLAsync("**/samples/e-*");
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("LD-08");

        await owner.Page.GotoAsync($"{home}/scan");
        await owner.SettledAsync();
        await owner.Page.Locator("[data-typed]").FillAsync("2222-2222-2223");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await owner.Page.Locator("[data-typed]").FillAsync(check);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
        await owner.Page.WaitForURLAsync("**/samples/e-*");
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task A_label_is_read_by_the_camera()
    {
        Assert.SkipUnless(Desk.Has("ffmpeg"), "ffmpeg is not here (./test installs it)");
        await using var served = await filled.ServeAsync();
        await using var owner = await served.OwnerAsync(chromium);
        var home = owner.Page.Url;
        await owner.Page.GotoAsync($"{home}/samples/LD-08");
        await owner.SettledAsync();
        var folder = Directory.CreateTempSubdirectory("probatum-camera-").FullName;
        await owner.Page.Locator(".qr").ScreenshotAsync(new() { Path = Path.Combine(folder, "label.png") });
        await owner.Page.GotoAsync(home);
        await owner.SettledAsync();

        // A camera that sees the label on a sheet of paper.
        Desk.Other("ffmpeg", folder, "-loglevel", "error", "-loop", "1", "-i", "label.png", "-vf", "scale=240:-1,pad=640:480:200:100:white,format=yuv420p", "-t", "1", "-r", "5", "camera.y4m").Expect(0);
        await using var telephone = new Chromium { More = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={Path.Combine(folder, "camera.y4m")}"] };
        await using var ben = await served.MemberAsync(telephone, owner, "Ben", "custodian", Laboratory, Look.Telephone);
        await ben.Person.GrantPermissionsAsync(["camera"]);
        await ben.Page.GotoAsync($"{home}/scan");
        await ben.SettledAsync();
        await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Use the camera" }).ClickAsync();
        await ben.Page.WaitForURLAsync("**/samples/e-*");
        await Assertions.Expect(ben.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("LD-08");
        ben.AssertAtPeace();
    }
}
