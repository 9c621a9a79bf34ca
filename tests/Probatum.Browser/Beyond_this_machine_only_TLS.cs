using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Playwright;
using Probatum.EndToEnd;
using Probatum.Web.Accounts;

namespace Probatum.Browser;

/// <summary>Https by a certificate that the workspace makes for itself, as in a local network.</summary>
public sealed class Beyond_this_machine_only_TLS
{
    [Fact]
    public async Task Who_trusts_the_certificate_comes_in_with_a_passkey_and_signs()
    {
        await using var served = await Served.EmptyAsync("--urls", "https://localhost:0", "--tls", "self");
        using var shown = await CertificateAsync(served);
        await using var chromium = new Chromium { More = [$"--ignore-certificate-errors-spki-list={Convert.ToBase64String(SHA256.HashData(shown.PublicKey.ExportSubjectPublicKeyInfo()))}"] };
        await using var owner = await served.JoinAsync(chromium, served.Link!, "Ada");
        await owner.Page.GetByLabel("Title").FillAsync("A case over TLS");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Open and sign" }).ClickAsync();
        await owner.Page.WaitForURLAsync($"{served.Address}/case/*");
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("A case over TLS");
        Assert.All(await owner.Person.CookiesAsync(), cookie => Assert.True(cookie is { Secure: true, HttpOnly: true, SameSite: SameSiteAttribute.Strict }, cookie.Name));
        var answer = await owner.Page.GotoAsync(owner.Page.Url);
        Assert.Contains("max-age", (await answer!.AllHeadersAsync())["strict-transport-security"], StringComparison.Ordinal);
        owner.AssertAtPeace();
    }

    [Fact]
    public async Task Who_only_goes_on_is_told_why_no_passkey_is_made_and_comes_in_with_a_password_and_a_code()
    {
        await using var served = await Served.EmptyAsync("--urls", "https://localhost:0", "--tls", "self");
        await using var chromium = new Chromium { GoesOn = true };
        await using var owner = await served.PersonAsync(chromium);

        // What Chromium says on a page whose certificate it was only told to go on with.
        await owner.Page.AddInitScriptAsync("navigator.credentials.create = () => Promise.reject(new DOMException('WebAuthn is not supported on sites with TLS certificate errors.', 'NotAllowedError'))");
        await owner.Page.GotoAsync(served.Link!);
        await owner.Page.GetByLabel("Name to sign in with").FillAsync("ada");
        await owner.Page.GetByLabel("Name that others see").FillAsync("Ada");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey and come in" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not trust the server's certificate");
        await owner.Page.GetByText("Without a passkey: password and code").ClickAsync();
        await owner.Page.GetByLabel("Password").FillAsync("a long enough password");
        await owner.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(Totp.Code(Totp.FromBase32(await owner.Page.Locator("[data-totp]").InnerTextAsync()), Totp.StepOf(DateTimeOffset.UtcNow)));
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Come in", Exact = true }).ClickAsync();
        await owner.Page.WaitForURLAsync($"{served.Address}/");
        await owner.SettledAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Cases");
    }

    [Fact]
    public void Plain_http_is_for_this_machine_only()
    {
        using var desk = new Desk();
        Desk.Run("init", desk.Workspace).Expect(0);
        foreach (var (url, why) in new[] { ("http://0.0.0.0:0", "beyond this machine only https"), ("https://0.0.0.0:0", "https needs a certificate") })
        {
            using var program = Desk.Start(["serve", "--workspace", desk.Workspace, "--urls", url]);
            Assert.Contains(why, Desk.Finish(program).Expect(2).Error, StringComparison.Ordinal);
        }
    }

    private static async Task<X509Certificate2> CertificateAsync(Served served)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", new Uri(served.Address).Port, TestContext.Current.CancellationToken);

        // As whoever compares the digest that was printed with the one that is shown.
        await using var tls = new SslStream(connection.GetStream(), false, (_, shown, _, _) => shown is not null && BitConverter.ToString(SHA256.HashData(shown.GetRawCertData())).Replace('-', ':') == served.Certificate);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, TestContext.Current.CancellationToken);
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }
}
