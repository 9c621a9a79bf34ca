using System.IO.Compression;
using System.Text;
using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>Submissions of a form say the same as XML of a telephone and as a server's CSV.</summary>
public sealed class Submissions_become_a_sheet
{
    private const string Xml = """
        <data id="probatum_samples" xmlns:orx="http://openrosa.org/xforms">
          <start>2031-05-04T10:00:00.000+03:00</start>
          <label>S-1</label>
          <place_group><place>Mill</place><geopoint>35.1 37.2 0 4.5</geopoint><deeper><note/></deeper></place_group>
          <collected>2031-05-04T10:20:00.000+03:00</collected>
          <photo>1.jpg</photo>
          <aliquots><aliquot_label>S-1a</aliquot_label><aliquot_quantity>2 g</aliquot_quantity><aliquot_seal>A-2</aliquot_seal></aliquots>
          <aliquots><aliquot_label>S-1b</aliquot_label></aliquots>
          <orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta>
        </data>
        """;

    private static readonly SheetKind Samples = Sheets.All[0];

    private static readonly byte[] Phone = Zip(("one/submission.xml", Xml), ("one/1.jpg", "picture"));

    private static readonly byte[] Server = Zip(
        ("samples.csv", "SubmissionDate,start,label,place_group-place,place_group-geopoint-Latitude,place_group-geopoint-Longitude,place_group-geopoint-Altitude,place_group-geopoint-Accuracy,place_group-deeper-note,collected,photo,KEY\n2031-05-04T11:00:00Z,,S-1,Mill,35.1,37.2,0,4.5,,2031-05-04T10:20:00.000+03:00,1.jpg,uuid:1\n"),
        ("samples-aliquots.csv", "aliquot_label,aliquot_quantity,aliquot_seal,PARENT_KEY,KEY\nS-1a,2 g,A-2,uuid:1,uuid:1/aliquots[1]\nS-1b,,,uuid:1,uuid:1/aliquots[2]\n"),
        ("media/1.jpg", "picture"));

    [Fact]
    public void A_telephone_s_xml_and_a_server_s_csv_say_the_same()
    {
        var (phone, server) = (Read(Phone), Read(Server));
        foreach (var (column, said) in new[] { ("label", "S-1"), ("place", "Mill"), ("geopoint", "35.1 37.2 0 4.5"), ("collected", "2031-05-04T10:20:00.000+03:00"), ("aliquots", "S-1a|2 g|A-2;S-1b"), ("note", "") })
        {
            Assert.Equal((column, said), (column, Cell(phone, column)));
            Assert.Equal((column, said), (column, Cell(server, column)));
        }

        Assert.Equal(("uuid:1", "uuid:1"), (phone.Grid.Rows[1].Key, server.Grid.Rows[1].Key));
        Assert.Equal(["picture", "picture"], new[] { phone, server }.Select(one => Encoding.ASCII.GetString(one.Media(Cell(one, "photo"))!)));
        Assert.Contains("not read: start", phone.Grid.Notes);
    }

    [Fact]
    public void One_submission_twice_is_refused()
    {
        Assert.Null(OdkSubmissions.Read(Zip(("a/submission.xml", Xml), ("b/submission.xml", Xml)), Samples, SheetReading.AsItStands, out var fault));
        Assert.Equal("odk/twice", fault.Code);
    }

    [Theory]
    [InlineData("<data><label>S-1</label></data>", "odk/no-id")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><data instanceID=\"uuid:1\"><label>&b;</label></data>", "odk/xml")]
    [InlineData("<data instanceID=\"uuid:1\"><label>S-1</label><label>S-2</label></data>", "odk/twice")]
    [InlineData("label\nS-1\n", "odk/no-id")]
    public void What_is_no_submission_is_refused_by_name(string text, string code)
    {
        Assert.Null(OdkSubmissions.Read(Encoding.UTF8.GetBytes(text), Samples, SheetReading.AsItStands, out var fault));
        Assert.Equal(code, fault.Code);
    }

    [Fact]
    public void Groups_within_groups_have_an_end()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000));
        Assert.Null(OdkSubmissions.Read(Encoding.UTF8.GetBytes($"<data instanceID=\"uuid:1\">{deep}</data>"), Samples, SheetReading.AsItStands, out var fault));
        Assert.Equal("odk/too-deep", fault.Code);
    }

    [Fact]
    public void Any_damage_gives_a_sheet_or_a_reason() =>
        Gen.Select(Gen.Int[0, Xml.Length - 1], Gen.Int[0, 30], Gen.Char["<>/\"=a&; "], Gen.Int[0, Server.Length - 1], Gen.Byte).Sample((at, cut, c, flip, value) =>
        {
            byte[] zip = [.. Server];
            zip[flip] = value;
            return new[] { Encoding.UTF8.GetBytes(Xml.Remove(at, Math.Min(cut, Xml.Length - at)).Insert(at, c.ToString())), zip }
                .All(bytes => OdkSubmissions.Read(bytes, Samples, SheetReading.AsItStands, out var fault) is not null || fault.Why.Length > 0);
        });

    private static OdkSubmissions Read(byte[] bytes)
    {
        var read = OdkSubmissions.Read(bytes, Samples, SheetReading.AsItStands, out var fault);
        Assert.True(read is not null, fault.ToString());
        return read;
    }

    private static string Cell(OdkSubmissions read, string heading) =>
        read.Grid.Rows[1][Array.FindIndex(read.Grid.Rows[0].Cells, cell => cell.Text == heading)].Text;

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, true))
        {
            foreach (var (name, text) in files)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }
}
