namespace Probatum.EndToEnd;

/// <summary>Documents of every kind become reports, and every claim is shown where it stands in the original.</summary>
public sealed class Documents_come_in : IDisposable
{
    private readonly Desk _desk = new();

    public Documents_come_in() => _desk.WithCase();

    [Fact]
    public void A_claim_is_shown_in_the_original()
    {
        _desk.In("report", "add", _desk.File("a.html", "<html><body><p>The mill.</p><p>Officials said that nine samples were taken.</p></body></html>")).Expect(0);
        _desk.In("report", "add", _desk.File("b.txt", "The mill.\n\nOfficials said that nine samples were taken.\n")).Expect(0);
        var html = _desk.In("report", "show", "R1", "--claim", "C1").Expect(0).Out;
        Assert.Contains("source 11 to 20: Officials\n  node /html/body/p[2]", html, StringComparison.Ordinal);
        Assert.Contains("nine samples were taken\n  line 3", _desk.In("report", "show", "R2", "--claim", "C2").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("C2 is no claim of R1", _desk.In("report", "show", "R1", "--claim", "C2").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("read as utf-8", _desk.In("report", "show", "R2", "--reading").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_and_what_is_attached_are_reports_and_the_dossier_has_them()
    {
        _desk.File("mail.eml", "From: a@a.example\nDate: Mon, 5 May 2031 10:00:00 +0300\nSubject: Samples\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
            + "--b\n\nOfficials said that nine samples were taken.\n--b\nContent-Disposition: attachment; filename=a.txt\n\nThe ministry said that it rained.\n--b--\n");
        var added = _desk.In("report", "add", _desk.At("mail.eml")).Expect(0).Out;
        Assert.Contains("report R1: mail.eml, 1 claim proposed\nreport R2: mail.eml: a.txt, 1 claim proposed", added, StringComparison.Ordinal);
        Assert.Contains("(in R1)", _desk.In("report", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("the file says, From: a@a.example", _desk.In("report", "show", "R1", "--reading").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
        if (Desk.Has("node"))
        {
            Desk.Other("node", TestData.Repository, "tests/reader/reader.mjs", _desk.At("dossier")).Expect(0);
        }
    }

    [Fact]
    public async Task A_page_that_is_fetched_is_kept_with_all_that_was_sent_and_came()
    {
        using var site = new Site(path => path switch
        {
            "/old" => "HTTP/1.1 302 Found\r\nLocation: /page\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n",
            "/page" => "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\nX-Odd:  kept  as sent\r\n\r\n40\r\n<html><p>Officials said that nine samples were taken.</p></html>\r\n0\r\n\r\n",
            "/loop" => "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n",
            "/file" => "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
            _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        });
        var added = await Task.Run(() => _desk.In("report", "add", $"{site.Address}/old"), TestContext.Current.CancellationToken);
        added.Expect(0);
        Assert.Contains("contacting 127.0.0.1 (127.0.0.1), port", added.Error, StringComparison.Ordinal);
        Assert.Contains("1 claim proposed", added.Out, StringComparison.Ordinal);
        Assert.Contains($"\"address\":\"{site.Address}/page\"", _desk.In("report", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
        Assert.Matches("part urn:uuid:[0-9a-f-]{36}, node /html/body/p", _desk.In("report", "show", "R1", "--claim", "C1").Expect(0).Out);
        Assert.DoesNotContain(site.Requests, request => request.Contains("Cookie", StringComparison.OrdinalIgnoreCase));

        // The original is an archive that reads as one, byte for byte what the site sent.
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
        var archive = Directory.GetFiles(_desk.At("dossier/data/files")).Single(path => File.ReadAllText(path).StartsWith("WARC/1.1", StringComparison.Ordinal));
        var text = await File.ReadAllTextAsync(archive, TestContext.Current.CancellationToken);
        Assert.Contains("X-Odd:  kept  as sent\r\n\r\n40\r\n<html>", text, StringComparison.Ordinal);
        Assert.All(site.Requests, request => Assert.Contains(request, text, StringComparison.Ordinal));
        Assert.Contains("addresses: 127.0.0.1", text, StringComparison.Ordinal);
        Assert.Contains("report R3: ", _desk.In("report", "add", archive).Expect(0).Out, StringComparison.Ordinal);
        foreach (var (path, why) in new[] { ("/gone", "answers 404"), ("/loop", "more than 10 redirects"), ("/file", "is not followed") })
        {
            var before = _desk.Leaves();
            Assert.Contains(why, (await Task.Run(() => _desk.In("report", "add", site.Address + path), TestContext.Current.CancellationToken)).Expect(2).Error, StringComparison.Ordinal);
            Assert.Equal(before, _desk.Leaves());
        }
    }

    [Fact]
    public async Task Over_https_the_chain_of_certificates_is_kept_and_one_that_nobody_vouches_for_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SSL_CERT_FILE names the trusted certificates on Linux");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=site.example", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var names = new System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var site = new Site(_ => "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 27\r\n\r\n<html><p>A word.</p></html>", certificate);
        var refused = await Task.Run(() => _desk.In("report", "add", site.Address), TestContext.Current.CancellationToken);
        Assert.Contains("certificate", refused.Expect(2).Error, StringComparison.Ordinal);
        using var process = Desk.Start(["report", "add", site.Address, "--workspace", _desk.Workspace], ("SSL_CERT_FILE", _desk.File("trusted.pem", certificate.ExportCertificatePem())));
        (await Task.Run(() => Desk.Finish(process), TestContext.Current.CancellationToken)).Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Assert.Contains(Directory.GetFiles(_desk.At("dossier/data/files")), path => File.ReadAllText(path).Contains(certificate.ExportCertificatePem(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_picture_of_the_page_is_in_the_archive()
    {
        Assert.SkipUnless(Intake.Screenshot.Browser is not null, "no Chromium is installed");
        using var site = new Site(_ => "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 27\r\n\r\n<html><p>A word.</p></html>");
        (await Task.Run(() => _desk.In("report", "add", $"{site.Address}/page", "--screenshot"), TestContext.Current.CancellationToken)).Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Assert.Contains(Directory.GetFiles(_desk.At("dossier/data/files")), path => File.ReadAllText(path).Contains($"WARC-Target-URI: urn:screenshot:{site.Address}/page", StringComparison.Ordinal));
    }

    [Fact]
    public void A_scan_is_kept_and_what_recognises_it_is_named()
    {
        File.WriteAllBytes(_desk.At("scan.pdf"), Scan());
        var kept = _desk.In("report", "add", _desk.At("scan.pdf")).Expect(1);
        Assert.Contains("the PDF holds no text: it is a scan", kept.Error, StringComparison.Ordinal);
        Assert.Contains("--ocr", kept.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scan_is_recognised_by_the_programs_of_the_machine()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-ins are shell scripts");
        File.WriteAllBytes(_desk.At("scan.pdf"), Scan());
        Directory.CreateDirectory(_desk.At("bin"));
        Script("pdftoppm", "for last; do :; done; echo picture > \"$last.png\"");
        Script("tesseract", "if [ \"$1\" = --version ]; then echo 'tesseract 5.9.9'; exit 0; fi\n[ \"$(cat \"$1\")\" = picture ] && [ \"$4\" = ara+eng ] || exit 3\n"
            + "printf '1\\t1\\t0\\t0\\t0\\t0\\t0\\t0\\t1700\\t2200\\t-1\\t\\n'; for w in Officials said that it rained.; do printf '5\\t1\\t1\\t1\\t1\\t1\\t200\\t200\\t100\\t40\\t90\\t%s\\n' \"$w\"; done");
        using var process = Desk.Start(["report", "add", _desk.At("scan.pdf"), "--ocr", "ara+eng", "--workspace", _desk.Workspace], ("PATH", $"{_desk.At("bin")}:/usr/bin:/bin"));
        Assert.Contains("1 claim proposed", Desk.Finish(process).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("page 1, box 72,705.6,36,14.4", _desk.In("report", "show", "R1", "--claim", "C1").Expect(0).Out, StringComparison.Ordinal);
        var reading = _desk.In("report", "show", "R1", "--reading").Expect(0).Out;
        Assert.Contains("reader: pdf/2 tesseract/5.9.9 ara+eng", reading, StringComparison.Ordinal);
        Assert.Contains("page 1; letters and words may be wrong", reading, StringComparison.Ordinal);

        // A covering letter with a scanned annex: what has words keeps them.
        File.WriteAllBytes(_desk.At("letter.pdf"), Scan("The ministry said that nine samples were taken."));
        using var mixed = Desk.Start(["report", "add", _desk.At("letter.pdf"), "--ocr", "ara+eng", "--workspace", _desk.Workspace], ("PATH", $"{_desk.At("bin")}:/usr/bin:/bin"));
        Assert.Contains("2 claims proposed", Desk.Finish(mixed).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("page 1; letters and words may be wrong", _desk.In("report", "show", "R2", "--reading").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_bomb_and_a_packed_one_are_kept_with_the_reason()
    {
        using (var zip = System.IO.Compression.ZipFile.Open(_desk.At("bomb.docx"), System.IO.Compression.ZipArchiveMode.Create))
        {
            using var stream = zip.CreateEntry("word/document.xml").Open();
            for (var i = 0; i < 70; i++)
            {
                stream.Write(new byte[1 << 20]);
            }
        }

        Assert.Contains("bomb.docx: word/document.xml: it unpacks to more than 64 MiB; the original is kept", _desk.In("report", "add", _desk.At("bomb.docx")).Expect(1).Error, StringComparison.Ordinal);
    }

    private void Script(string name, string lines)
    {
        File.WriteAllText(_desk.At("bin", name), $"#!/bin/sh\n{lines}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_desk.At("bin", name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A PDF whose first page has nothing on it, and a second one with words where there are some.</summary>
    private static byte[] Scan(string? second = null)
    {
        var drawn = $"BT /F1 12 Tf 72 700 Td ({second}) Tj ET";
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>", second is null ? "<< /Type /Pages /Kids [3 0 R] /Count 1 >>" : "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            $"<< /Length {drawn.Length} >>\nstream\n{drawn}\nendstream",
        };
        var (pdf, places) = ("%PDF-1.4\n", new List<int>());
        foreach (var (words, i) in objects.Select((words, i) => (words, i)))
        {
            places.Add(pdf.Length);
            pdf += $"{i + 1} 0 obj\n{words}\nendobj\n";
        }

        return System.Text.Encoding.ASCII.GetBytes($"{pdf}xref\n0 6\n0000000000 65535 f \n{string.Concat(places.Select(place => $"{place:D10} 00000 n \n"))}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{pdf.Length}\n%%EOF\n");
    }

    public void Dispose() => _desk.Dispose();
}
