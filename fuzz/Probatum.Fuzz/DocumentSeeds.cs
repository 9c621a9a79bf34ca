using System.Text;
using Probatum.Tests.Intake;

namespace Probatum.Fuzz;

/// <summary>A small document of every format.</summary>
internal static class DocumentSeeds
{
    private const string Page = "<!doctype html><html><head><meta charset=utf-8><title>A</title></head><body><article><h1>A</h1><p>Officials said <b>that</b> it rained.</p><table><tr><td>1<td>2</table></article></body></html>";

    private const string Mail =
        "From: =?utf-8?B?0Jw=?= <a@a.example>\r\nDate: Mon, 5 May 2031 10:00:00 +0300\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A4 words\r\n"
        + "--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b\r\nContent-Disposition: attachment; filename*0*=utf-8''a%20; filename*1=b.txt\r\nContent-Transfer-Encoding: base64\r\n\r\nV29yZHMu\r\n--b--\r\n";

    private static readonly byte[] Warc = Encoding.ASCII.GetBytes(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:a>\r\nWARC-Date: 2031-05-05T10:00:00Z\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: application/http\r\nWARC-Payload-Digest: sha1:AAAA\r\nContent-Length: 105\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n16\r\n<html><p>Words.</html>\r\n0\r\n\r\n\r\n\r\n");

    public static IReadOnlyList<(string Name, byte[] Bytes)> All { get; } =
    [
        ("PDF", PdfPages.Of("/Title (A)", "First page.", "Second page.")),
        ("PDF, packed", PdfPages.Packed("A packed page.", 10)),
        ("HTML", Encoding.UTF8.GetBytes(Page)),
        ("DOCX", Papers.Docx(Papers.P("Words.") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p><w:del><w:r/></w:del><w:r><w:footnoteReference w:id='1'/></w:r></w:p>", ("word/footnotes.xml", $"<w:f $W><w:footnote w:id='1'>{Papers.P("Note.")}</w:footnote></w:f>"))),
        ("RTF", Encoding.ASCII.GetBytes(@"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 A;}}{\info{\title T}}Words \'e4\u1081? said.\par{\footnote A note.}{\*\x y}\bin3 abc\cell\row}")),
        ("mail", Encoding.ASCII.GetBytes(Mail)),
        ("Outlook message", Papers.Compound(("__properties_version1.0", new byte[48]), Papers.Property("0037", "s"), Papers.Property("1000", "Words."), Papers.Property("3707", "a.txt", "__attach_version1.0_#00000000/"), ("__attach_version1.0_#00000000/__substg1.0_37010102", new byte[5000]))),
        ("WARC", Warc),
        ("WACZ", Papers.Zip(("datapackage.json", "{\"resources\":[{\"path\":\"archive/a.warc\",\"hash\":\"sha256:00\"}]}"u8.ToArray()), ("archive/a.warc", Warc), ("pages/pages.jsonl", "{\"url\":\"http://a.example/\"}"u8.ToArray()))),
        ("Markdown", "# A\n\n**Words** [of](https://a.example) _it_.\n\n| a | b |\n|--|--|\n"u8.ToArray()),
        ("text", CodePages("windows-1251", "Представитель министерства заявил, что девять проб были взяты у мельницы.")),
    ];

    private static byte[] CodePages(string name, string text) => CodePagesEncodingProvider.Instance.GetEncoding(name)!.GetBytes(text);
}
