using System.Text;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>A mail is its words and its header as told; what is attached are documents of their own.</summary>
public sealed class Mails_become_reports
{
    private static readonly string Mail = Lines(
        "Received: from b.example by c.example; Mon, 5 May 2031 10:00:03 +0300", "Received: from a.example by b.example; Mon, 5 May 2031 10:00:01 +0300",
        "From: =?utf-8?B?0JzQtdC70YzQvdC40Lo=?= <miller@a.example>", "To: team@c.example", "Date: Mon, 5 May 2031 10:00:00 +0300", "Subject: =?utf-8?Q?Nine?=", " =?utf-8?Q?_samples?=",
        "Message-ID: <1@a.example>", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"b1\"", "", "preamble",
        "--b1", "Content-Type: multipart/alternative; boundary=b2", "", "--b2", "Content-Type: text/html", "", "<p>The page.</p>", "--b2",
        "Content-Type: text/plain; charset=windows-1251", "Content-Transfer-Encoding: quoted-printable", "", "=C4=E5=E2=FF=F2=FC samples were ta=", "ken.", "--b2--",
        "--b1", "Content-Type: application/octet-stream", "Content-Disposition: attachment; filename*=utf-8''n%C3%A4he.txt", "Content-Transfer-Encoding: base64", "", "T2ZmaWNpYWxzIHNhaWQg", "dGhhdCBpdCByYWluZWQuCg==",
        "--b1", "Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64", "", Convert.ToBase64String([0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3]),
        "--b1", "Content-Type: message/rfc822", "", "From: a@a.example", "Subject: Inner", "MIME-Version: 1.0", "", "Inner words.", "--b1--", "");

    [Fact]
    public void Its_words_header_and_attachments()
    {
        var mail = Read(Encoding.ASCII.GetBytes(Mail));
        Assert.Equal(("Nine samples\n\nДевять samples were taken.\n", "Nine samples", new DateOnly(2031, 5, 5)), (mail.Text, mail.Title, mail.Published));
        Assert.Equal(["from b.example by c.example; Mon, 5 May 2031 10:00:03 +0300", "from a.example by b.example; Mon, 5 May 2031 10:00:01 +0300"], mail.Told.Where(one => one.Name == "Received").Select(one => one.Value));
        Assert.Contains(new("From", "Мельник <miller@a.example>"), mail.Told);
        Assert.Equal(["part 1.2, line 1"], mail.Map.Of(20, 30, mail.Text));
        Assert.Equal(["nähe.txt", "part 4"], mail.Parts.Select(part => part.Name));
        Assert.Equal(["Officials said that it rained.\n", "Inner\n\nInner words.\n"], mail.Parts.Select(part => part.Report!.Text));
        Assert.Contains("a.png (image/png, 8 bytes, SHA-256 ", Assert.Single(mail.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_with_the_plainest_header_is_a_mail_and_a_text_with_names_and_colons_is_none()
    {
        Assert.Equal("s\n\nWords.\n", Read("From: Press <press@x.example>\nTo: a@b.example\nSubject: s\nDate: Mon, 4 Mar 2024 10:00:00 +0000\n\nWords.\n"u8.ToArray()).Text);
        Assert.Equal("text/plain", Read("From: the ministry\nDate: Monday\nSubject: nine samples\n\nWords.\n"u8.ToArray()).Media);
    }

    [Fact]
    public void A_body_that_is_a_page_is_read_whole_with_its_elements()
    {
        var mail = Read(Encoding.ASCII.GetBytes(Lines("From: a@a.example", "MIME-Version: 1.0", "Content-Type: text/html", "", "<div>One.</div><p>Two.</p>")));
        Assert.Equal("One.\n\nTwo.\n", mail.Text);
        Assert.Equal(["part 1, node /html/body/p"], mail.Map.Of(6, 10, mail.Text));
    }

    [Fact]
    public void Mails_in_mails_are_opened_to_a_depth()
    {
        var mail = "From: a@a.example\nMIME-Version: 1.0\nSubject: innermost\n\nWords.\n";
        for (var i = 0; i < 30; i++)
        {
            mail = $"From: a@a.example\nMIME-Version: 1.0\nSubject: s{i}\nContent-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\nContent-Type: message/rfc822\n\n{mail}\n--b{i}--\n";
        }

        var (report, depth) = (Read(Encoding.ASCII.GetBytes(mail)), 0);
        for (; report.Parts.Length > 0; depth++)
        {
            report = report.Parts[0].Report!;
        }

        Assert.Equal(6, depth);
        Assert.Contains("not read, and in the original alone", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_of_many_parts_is_opened_so_far()
    {
        var mail = "From: a@a.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\nContent-Disposition: attachment\n\nx\n", 100_000)) + "--b--\n";
        Assert.Equal(200, Read(Encoding.ASCII.GetBytes(mail)).Parts.Length);
    }

    [Fact]
    public void An_outlook_message_is_read_like_a_mail()
    {
        var mail = Read(Message(new string('x', 5000)));
        Assert.Equal("Nine samples\n\nNine samples were taken.\n", mail.Text);
        Assert.Equal(new DateOnly(2031, 5, 5), mail.Published);
        Assert.Contains(new("From", "Мельник"), mail.Told);
        Assert.Contains(new("Received", "from a.example"), mail.Told);
        Assert.Equal([("long.txt", new string('x', 5000)), ("Inner", "Inner\n\nInner words.\n")], mail.Parts.Select(part => (part.Name, part.Report!.Text)));
    }

    [Fact]
    public void A_mail_changed_anywhere_gives_a_text_or_a_reason() => Damaged.Anywhere(Encoding.ASCII.GetBytes(Mail));

    [Fact]
    public void An_outlook_message_changed_anywhere_gives_a_text_or_a_reason() => Damaged.Anywhere(Message("short"));

    // Source: [MS-OXRTFCP] 4.1.1, "Example of compressed RTF".
    [Fact]
    public void A_body_of_packed_rich_text_is_read()
    {
        var packed = Convert.FromHexString("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0");
        var mail = Read(Papers.Compound(("__properties_version1.0", new byte[48]), Papers.Property("0037", "Rich"), ("__substg1.0_10090102", packed)));
        Assert.Equal("Rich\n\nhello world\n", mail.Text);
        Assert.Equal(["part RTF body, paragraph 1"], mail.Map.Of(6, 11, mail.Text));
        Damaged.Anywhere(packed, bytes => CompressedRtf.Unpack(bytes) is null ? new("rtf/none", "", "none") : null);
    }

    private static byte[] Message(string attached)
    {
        var properties = new byte[32 + 16];
        BitConverter.GetBytes(0x00390040).CopyTo(properties, 32);
        BitConverter.GetBytes(new DateTimeOffset(2031, 5, 5, 7, 0, 0, TimeSpan.Zero).ToFileTime()).CopyTo(properties, 40);
        return Papers.Compound(
            ("__properties_version1.0", properties), Papers.Property("0037", "Nine samples"), Papers.Property("1000", "Nine samples were taken."), Papers.Property("0C1A", "Мельник"),
            Papers.Property("007D", "Received: from a.example\r\n"),
            Papers.Property("3707", "long.txt", "__attach_version1.0_#00000000/"), ("__attach_version1.0_#00000000/__substg1.0_37010102", Encoding.UTF8.GetBytes(attached)),
            Papers.Property("0037", "Inner", "__attach_version1.0_#00000001/__substg1.0_3701000D/"), Papers.Property("1000", "Inner words.", "__attach_version1.0_#00000001/__substg1.0_3701000D/"));
    }

    private static string Lines(params string[] lines) => string.Join("\r\n", lines);

    private static ReadReport Read(byte[] bytes)
    {
        var report = ReportFormats.Read(bytes, out var fault);
        Assert.True(report is not null, fault.ToString());
        return report;
    }
}
