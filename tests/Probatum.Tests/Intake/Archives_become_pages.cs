using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>Web archives: each page a report with address, time, record and digests; what does not hold is said.</summary>
public sealed class Archives_become_pages
{
    private const string Page = "<!doctype html><html><head><title>Nine samples</title></head><body><p>Officials said that nine samples were taken.</p></body></html>";

    private static readonly byte[] Whole =
    [
        .. Record("warcinfo", "urn:info", "", "software: warcmaker\r\n"u8.ToArray(), "application/warc-fields"),
        .. Response("urn:a", "http://a.example/page", "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n", Chunked(Packed(Page))),
        .. Response("urn:b", "http://a.example/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n", Encoding.UTF8.GetBytes("<html>Not here.</html>")),
        .. Response("urn:c", "http://a.example/old", "HTTP/1.1 301 Moved\r\nLocation: http://a.example/page\r\n\r\n", []),
        .. Response("urn:d", "http://a.example/paper.pdf", "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n", PdfPages.Of("/Title (Paper)", "A page.")),
        .. Response("urn:e", "http://a.example/x.js", "HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\n\r\n", "var words;"u8.ToArray()),
        .. Record("revisit", "urn:f", "http://a.example/page", [], "application/http", "WARC-Refers-To: <urn:a>"),
        .. Response("urn:g", "http://a.example/wrong", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", Encoding.UTF8.GetBytes(Page), "sha1:AAAA"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pages_come_with_address_time_record_and_digest(bool packed)
    {
        var archive = Read(packed ? Packed(Whole) : Whole);
        Assert.Equal("", archive.Text);
        Assert.Equal(["http://a.example/page", "http://a.example/paper.pdf", "http://a.example/wrong"], archive.Parts.Select(part => part.Address));
        var page = archive.Parts[0];
        Assert.Equal(("2031-05-05T10:00:00Z", Page), (page.Captured, Encoding.UTF8.GetString(page.Bytes)));
        Assert.Contains("nine samples were taken", page.Report!.Text, StringComparison.Ordinal);
        Assert.Contains(new("WARC-Record-ID", "urn:a"), page.Report.Told);
        Assert.Contains("records: 6 response, 1 revisit, 1 warcinfo", archive.Notes);
        Assert.Contains("urn:g: the payload is not that of its digest sha1:AAAA", archive.Notes);
        Assert.Contains("http://a.example/old leads to http://a.example/page (301)", archive.Notes);
        Assert.Contains("urn:f: http://a.example/page was found unchanged on 2031-05-05T10:00:00Z; its words are in urn:a", archive.Notes);
        Assert.DoesNotContain(archive.Notes, note => note.StartsWith("urn:a:", StringComparison.Ordinal) || note.StartsWith("urn:d:", StringComparison.Ordinal));
        Assert.Contains(new("warcinfo software", "warcmaker"), archive.Told);
    }

    [Fact]
    public void A_page_has_the_pictures_of_the_archive_that_it_refers_to()
    {
        var (mine, other) = (Papers.Picture(1), Papers.Picture(2));
        byte[] archive =
        [
            .. Response("urn:a", "http://a.example/news/page", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", Encoding.UTF8.GetBytes(Page.Replace("<p>", "<p><img src='../mill.png' alt=''>", StringComparison.Ordinal))),
            .. Response("urn:b", "http://a.example/mill.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", mine),
            .. Response("urn:c", "http://a.example/other.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", other),
        ];
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(mine))], Read(archive).Parts.Single().Report!.Pictures);
        var packed = Papers.Zip(("datapackage.json", "{}"u8.ToArray()), ("archive/data.warc", archive), ("pages/pages.jsonl", []));
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(mine))], ReportFormats.Read(packed, out _)!.Parts.Single().Report!.Pictures);
    }

    [Fact]
    public void An_archive_cut_off_gives_the_pages_before_and_says_so()
    {
        var cut = Read(Whole[..(Whole.Length - 100)]);
        Assert.Equal(2, cut.Parts.Length);
        Assert.Contains(cut.Notes, note => note.Contains("the archive is cut off in a record; what follows is not read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public void A_body_that_unpacks_without_end_is_not_read(string coding)
    {
        using var packed = new MemoryStream();
        using (Stream pack = coding switch { "br" => new BrotliStream(packed, CompressionLevel.Fastest, true), "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, true), _ => new GZipStream(packed, CompressionLevel.Fastest, true) })
        {
            pack.Write(new byte[65 << 20]);
        }

        var archive = Read(Response("urn:a", "http://a.example/", $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\r\n", packed.ToArray()));
        Assert.Empty(archive.Parts);
        Assert.Contains("http://a.example/ is not read: urn:a: the body unpacks to more than 64 MiB", archive.Notes);
    }

    [Theory]
    [InlineData("warc/header", "WARC/1.0\r\nWARC-Type: response\r\n\r\n")]
    [InlineData("warc/header", "WARC/1.0\r\nnonsense\r\n\r\n")]
    [InlineData("warc/too-large", "WARC/1.0\r\nContent-Length: 999999999999\r\n\r\n")]
    [InlineData("warc/truncated", "WARC/1.0\r\nContent-Length: 10\r\n\r\nabc")]
    public void What_is_no_archive_says_why(string code, string text)
    {
        Assert.Null(ReportFormats.Read(Encoding.ASCII.GetBytes(text), out var fault));
        Assert.Equal(code, fault.Code);
    }

    [Fact]
    public void A_packed_archive_is_held_against_its_digests_and_its_list_of_pages()
    {
        var warc = Packed(Whole);
        var package = $"{{\"title\":\"A crawl\",\"resources\":[{{\"path\":\"archive/a.warc.gz\",\"hash\":\"sha256:{Convert.ToHexStringLower(SHA256.HashData(warc))}\"}},{{\"path\":\"pages/pages.jsonl\",\"hash\":\"sha256:00\"}},{{\"path\":\"gone\",\"hash\":\"sha256:00\"}}]}}";
        var archive = Read(Papers.Zip(
            ("datapackage.json", Encoding.UTF8.GetBytes(package)), ("archive/a.warc.gz", warc),
            ("pages/pages.jsonl", "{\"format\":\"json-pages-1.0\"}\n{\"url\":\"http://a.example/page\",\"ts\":\"2031-05-05T10:00:00Z\"}\nnonsense\n"u8.ToArray())));
        Assert.Equal(["http://a.example/page"], archive.Parts.Select(part => part.Address));
        Assert.Contains("1 of 3 files hold against the digests of the package", archive.Notes);
        Assert.Contains(archive.Notes, note => note.StartsWith("pages/pages.jsonl: it is not that of its digest sha256:00", StringComparison.Ordinal));
        Assert.Contains("gone: the package names it and it is not there", archive.Notes);
        Assert.Contains(new("title", "A crawl"), archive.Told);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("2001:db8::1", false)]
    public void A_redirect_does_not_lead_into_a_private_network(string ip, bool isPrivate) => Assert.Equal(isPrivate, WebCapture.IsPrivate(System.Net.IPAddress.Parse(ip)));

    [Fact]
    public void An_archive_changed_anywhere_gives_pages_or_a_reason() => Damaged.Anywhere(Whole);

    [Fact]
    public void A_packed_one_too()
    {
        Damaged.Anywhere(Packed(Whole));
        Damaged.Anywhere(Papers.Zip(("datapackage.json", "{\"resources\":[{\"path\":\"archive/a.warc\",\"hash\":\"sha256:00\"}]}"u8.ToArray()), ("archive/a.warc", Whole)));
    }

    private static byte[] Response(string id, string address, string head, byte[] body, string? digest = null) =>
        Record("response", id, address, [.. Encoding.ASCII.GetBytes(head), .. body], "application/http; msgtype=response", $"WARC-Payload-Digest: {digest ?? "sha1:" + WarcRecord.Base32(Sha1(body))}");

#pragma warning disable CA5350
    private static byte[] Sha1(byte[] body) => SHA1.HashData(body);
#pragma warning restore CA5350

    private static byte[] Record(string kind, string id, string address, byte[] block, string media, params string[] more) =>
    [
        .. Encoding.UTF8.GetBytes($"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{id}>\r\nWARC-Date: 2031-05-05T10:00:00Z\r\n{(address.Length > 0 ? $"WARC-Target-URI: {address}\r\n" : "")}Content-Type: {media}\r\n"
            + $"{string.Concat(more.Select(line => line + "\r\n"))}Content-Length: {block.Length}\r\n\r\n"), .. block, .. "\r\n\r\n"u8,
    ];

    private static byte[] Chunked(byte[] body) => [.. Encoding.ASCII.GetBytes($"{10:x}\r\n"), .. body[..10], .. Encoding.ASCII.GetBytes($"\r\n{body.Length - 10:x}\r\n"), .. body[10..], .. "\r\n0\r\n\r\n"u8];

    private static byte[] Packed(string text) => Packed(Encoding.UTF8.GetBytes(text));

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static ReadReport Read(byte[] bytes)
    {
        var report = ReportFormats.Read(bytes, out var fault);
        Assert.True(report is not null, fault.ToString());
        return report;
    }
}
