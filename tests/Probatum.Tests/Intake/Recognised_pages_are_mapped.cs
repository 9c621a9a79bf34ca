using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>Words from Tesseract's table, with their boxes in points from the lower left corner; and what goes between processes.</summary>
public sealed class Recognised_pages_are_mapped
{
    private const string Table =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        + "1\t1\t0\t0\t0\t0\t0\t0\t1700\t2200\t-1\t\n4\t1\t1\t1\t1\t0\t200\t200\t600\t40\t-1\t\n"
        + "5\t1\t1\t1\t1\t1\t200\t200\t100\t40\t96.5\tNine\n5\t1\t1\t1\t1\t2\t320\t200\t200\t40\t90\tsamples\n5\t1\t1\t1\t2\t1\t200\t260\t100\t40\t80\twere\n5\t1\t2\t1\t1\t1\t200\t400\t100\t40\t80\ttaken.\n";

    [Fact]
    public void Lines_and_blocks_are_kept_and_boxes_turned_round()
    {
        var mapped = new MappedText();
        Assert.Equal((4, 346), TesseractPage.Append(Table, mapped, 3, 200));
        var (text, map) = mapped.Build();
        Assert.Equal("Nine samples\nwere\n\ntaken.", text);
        Assert.Equal(["page 3, box 72,705.6,115.2,14.4"], map.Of(0, 12, text));
    }

    [Fact]
    public void Any_table_gives_words_or_none() =>
        Gen.OneOf("5", "1", "\t", "\n", "-1", "9999999999", "2147483647", "-2147483648", "word", "NaN").Array[0, 80].Sample(cells => TesseractPage.Append(string.Concat(cells), new(), 1, 200).Words >= 0);

    [Fact]
    public void A_report_goes_from_process_to_process_unchanged()
    {
        var mail = System.Text.Encoding.ASCII.GetBytes("From: a@a.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWords.\n--b\nContent-Disposition: attachment; filename=a.txt\n\nMore words.\n--b--\n");
        var report = ReportFormats.Read(mail, out var fault)!;
        var wire = ReportWire.Write(report, fault);
        Assert.Equal(wire, ReportWire.Write(ReportWire.Read(wire, out _), default));
        Assert.Null(ReportWire.Read(ReportWire.Write(null, new("a/b", "c", "d")), out var read));
        Assert.Equal(new IntakeFault("a/b", "c", "d"), read);
        Damaged.Anywhere(wire, bytes =>
        {
            try
            {
                ReportWire.Read(bytes, out _);
            }
            catch (InvalidDataException)
            {
                // Told as such.
            }

            return null;
        });
    }
}
