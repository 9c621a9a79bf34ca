using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>The pictures of documents are known by their digests, and no picture keeps the words of its document back.</summary>
public sealed class Pictures_are_told_apart
{
    private const string Words = "Officials said that nine samples were taken.";

    private static readonly byte[] Picture = Papers.Picture(1);
    private static readonly string Digest = Convert.ToHexStringLower(SHA256.HashData(Picture));

    [Fact]
    public void The_same_picture_is_the_same_in_every_kind_of_document()
    {
        Assert.Equal([Digest], Read(Docx(("word/media/image1.png", Picture))).Pictures);
        Assert.Equal([Digest], Read(Encoding.UTF8.GetBytes($"<!doctype html><html><body><p>{Words}</p><img src='data:image/png;base64,{Convert.ToBase64String(Picture)}'></body></html>")).Pictures);
        Assert.Equal([Digest], Read(Mail(Picture)).Pictures);
        var outlook = Papers.Compound(
            ("__properties_version1.0", new byte[32]), Papers.Property("1000", Words), ("__attach_version1.0_#00000000/__substg1.0_37010102", Picture));
        Assert.Equal([Digest], Read(outlook).Pictures);

        var jpeg = Jpeg(200, 150);
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(jpeg))], Read(PdfPages.Pictured(Words, jpeg, 200, 150)).Pictures);
        Assert.Equal(Read(PdfPages.Pictured(Words, jpeg, 200, 150)).Pictures, Read(Mail(jpeg)).Pictures);
    }

    [Fact]
    public void Logos_and_other_files_are_none_and_one_that_comes_twice_is_one()
    {
        var docx = Docx(
            ("word/media/logo.png", Papers.Picture(2, 300, 40)), ("word/media/a.png", Picture), ("word/media/b.png", Picture), ("word/media/film.bin", RandomNumberGenerator.GetBytes(5000)),
            ("word/other/c.png", Papers.Picture(3)));
        Assert.Equal([Digest], Read(docx).Pictures);
    }

    [Fact]
    public void A_document_has_at_most_so_many() =>
        Assert.Equal(Pictures.Most, Read(Docx([.. Enumerable.Range(0, Pictures.Most + 6).Select(i => ($"word/media/{i}.png", Papers.Picture(i)))])).Pictures.Length);

    [Fact]
    public void Pictures_that_are_no_good_keep_no_words_back()
    {
        // A head that says anything, a file cut off, one that unpacks to more than is read.
        var giant = (byte[])Picture.Clone();
        BinaryPrimitives.WriteUInt32BigEndian(giant.AsSpan(16), uint.MaxValue);
        BinaryPrimitives.WriteUInt32BigEndian(giant.AsSpan(20), uint.MaxValue);
        foreach (var hostile in new[] { giant, Picture[..20], Picture[..3000], new byte[Pictures.LargestFile + 1] })
        {
            Assert.Contains(Words, Read(Docx(("word/media/a.png", hostile))).Text, StringComparison.Ordinal);
            Assert.Contains(Words, Read(Mail(hostile)).Text, StringComparison.Ordinal);
        }

        Assert.Contains(Read(Docx(("word/media/a.png", new byte[Pictures.LargestFile + 1]))).Notes, note => note.StartsWith("pictures from word/media/a.png on are not compared: ", StringComparison.Ordinal));
        Assert.Contains(Words, Read(PdfPages.Pictured(Words, [1, 2, 3], int.MaxValue, int.MaxValue)).Text, StringComparison.Ordinal);
        Assert.Empty(Read(Encoding.UTF8.GetBytes($"<!doctype html><html><body><p>{Words}</p><img src='data:image/png;base64,%%%'></body></html>")).Pictures);
    }

    [Fact]
    public void Any_bytes_have_a_size_or_none() => Gen.Select(Gen.OneOf("\u0089PNG\r\n\u001a\n", "GIF89a", "BM", "RIFF0000WEBPVP8X", "RIFF0000WEBPVP8L", "RIFF0000WEBPVP8 ", "ÿØÿ", "ÿØÿÿ", ""), Gen.Byte.Array[0, 60]).Sample(
        (head, tail) => PictureSize.Of([.. Encoding.Latin1.GetBytes(head), .. tail]) is not { } size || (size.Width >= 0 && size.Height >= 0), iter: 20_000);

    [Fact]
    public void Any_change_to_a_document_with_pictures_gives_a_text_or_a_reason()
    {
        Damaged.Anywhere(Docx(("word/media/image1.png", Picture[..4000])));
        Damaged.Anywhere(PdfPages.Pictured(Words, Jpeg(200, 150), 200, 150));
        Damaged.Anywhere(Mail(Picture[..4000]));
    }

    [Fact]
    public void Pictures_go_from_one_process_to_another()
    {
        var report = Read(Docx(("word/media/image1.png", Picture)));
        Assert.Equal(report.Pictures, ReportWire.Read(ReportWire.Write(report, default), out _)!.Pictures);
    }

    private static byte[] Docx(params (string Name, byte[] Bytes)[] media)
    {
        using var zip = new MemoryStream();
        zip.Write(Papers.Docx(Papers.P(Words)));
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Update, true))
        {
            foreach (var (name, bytes) in media)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                stream.Write(bytes);
            }
        }

        return zip.ToArray();
    }

    private static byte[] Mail(byte[] picture) => Encoding.ASCII.GetBytes(string.Join("\r\n",
        "From: a@a.example", "Subject: Samples", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b1", "", "--b1", "Content-Type: text/plain", "", Words,
        "--b1", "Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64", "", Convert.ToBase64String(picture, Base64FormattingOptions.InsertLineBreaks), "--b1--", ""));

    /// <summary>The head of a JPEG and noise: nobody decodes it.</summary>
    private static byte[] Jpeg(ushort width, ushort height) =>
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1, 0xFF, 0xC0, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0, .. Papers.Picture(9)[100..4000], 0xFF, 0xD9,
    ];

    private static ReadReport Read(byte[] bytes) => ReportFormats.Read(bytes, out var fault) ?? throw new InvalidOperationException(fault.ToString());
}
