using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Probatum.Intake;

namespace Probatum.EndToEnd;

/// <summary>A registrar has a sheet that somebody else made: it is read as it is said, held against the case, recorded, traced and withdrawn.</summary>
public sealed class Somebody_s_sheet_is_imported : IDisposable
{
    private const string Columns = "label,matrix,quantity,collected,collector\n";

    private static readonly string[] Foreign =
    [
        "--sheet", "Proben", "--map", "Probe-Nr.=label", "Material=matrix", "Datum=collected", "Menge=quantity", "--value", "matrix:Boden=ENV_SOIL", "--set", "collector=Team", "origin=STATE_HANDOVER",
        "--dates", "dd.MM.yyyy", "--zone", "+03:00", "--ignore", "Bemerkung",
    ];

    private readonly Desk _desk = new Desk().WithCase();

    [Fact]
    public void A_workbook_with_foreign_headings_becomes_samples_that_can_be_traced_to_their_rows()
    {
        var book = Book("P-1,Boden,13.11.2016,12 g,nass", "P-2,Boden,14.11.2016,,");
        var mapping = _desk.At("mapping.json");
        var printed = _desk.In(["import", book, "--as", "samples", .. Foreign, "--save-mapping", mapping]).Expect(0);
        Assert.StartsWith("2 samples imported as E1", printed.Out, StringComparison.Ordinal);
        Assert.Contains("note: " + book + ": ignored: 'Bemerkung'\n", printed.Error, StringComparison.Ordinal);
        var shown = Json(_desk.In("import", "show", "E1", "--json").Expect(0).Out);
        Assert.Equal([("3", "P-1"), ("4", "P-2")], shown.GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("row").GetString()!, row.GetProperty("label").GetString()!)));
        Assert.Equal("Proben", shown.GetProperty("sheet").GetString());
        Assert.Contains("\"said\":\"13.11.2016\"", _desk.In("case", "timeline", "--json").Expect(0).Out, StringComparison.Ordinal);

        // The next sheet of the same maker needs nothing but the mapping.
        var next = Book("P-3,Boden,15.11.2016,1 g,");
        Assert.StartsWith("1 sample imported as E2", _desk.In("import", next, "--as", "samples", "--mapping", mapping).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_takes_no_file_but_those_beside_it_and_knows_no_short_names()
    {
        var outside = _desk.File("secret.txt", "a secret");
        Directory.CreateDirectory(_desk.At("sheets", "photos"));
        File.WriteAllText(_desk.At("sheets", "photos", "1.jpg"), "a picture");
        File.CreateSymbolicLink(_desk.At("sheets", "link.jpg"), outside);
        foreach (var path in new[] { outside, "../secret.txt", "photos/../../secret.txt", "link.jpg" })
        {
            Assert.Contains("can't be read", _desk.In("import", Sheet($"S-1,ENV_SOIL,,,Team,{path}"), "--as", "samples").Expect(2).Error, StringComparison.Ordinal);
        }

        _desk.In("import", Sheet("S-9,ENV_SOIL,,,Team,photos/1.jpg"), "--as", "samples").Expect(0);

        // The one sample has the short name S1, which its sheet's maker never saw.
        File.WriteAllText(_desk.At("sheets", "results.csv"), "sample,laboratory,substance,outcome\nS1,Team,X,found\n");
        Assert.Contains("'S1' is not the label of exactly one sample", _desk.In("import", _desk.At("sheets", "results.csv"), "--as", "results").Expect(2).Error, StringComparison.Ordinal);

        string Sheet(string row)
        {
            File.WriteAllText(_desk.At("sheets", "samples.csv"), $"label,matrix,quantity,collected,collector,photo\n{row}\n");
            return _desk.At("sheets", "samples.csv");
        }
    }

    [Fact]
    public void A_sheet_of_casualties_stays_back_from_a_court_with_the_names_that_were_not_taken()
    {
        _desk.In("import", _desk.File("people.csv", "code,sex,RealName\nK-1,f,Planted Name\n"), "--as", "casualties", "--ignore", "RealName").Expect(0);
        _desk.In("seal", "--withhold", "court", "-o", _desk.At("dossier")).Expect(0);
        Assert.DoesNotContain(Directory.GetFiles(_desk.At("dossier"), "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("Planted Name", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bad_cell_is_named_by_file_sheet_row_column_and_cell_and_nothing_is_recorded()
    {
        var (book, before) = (Book("P-1,Boden,13.11.2016,12 g,", "P-2,Boden,31.02.2016,,", "P-3,Sand,14.11.2016,,"), _desk.Leaves());
        var error = _desk.In(["import", book, "--as", "samples", .. Foreign]).Expect(2).Error;
        Assert.Contains($"{book}: sheet 'Proben', row 4, column 'Datum' (C4): '31.02.2016' is no date; expected dd.MM.yyyy as said by --dates", error, StringComparison.Ordinal);
        Assert.Contains("sheet 'Proben', row 5, column 'Material' (B5): 'Sand' is no matrix", error, StringComparison.Ordinal);
        Assert.Contains("2 of 3 rows can't be recorded; nothing was recorded", error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
        Assert.StartsWith("1 sample imported as E1, 2 refused", _desk.In(["import", book, "--as", "samples", .. Foreign, "--skip-bad"]).Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_says_what_would_become_of_every_row_and_writes_nothing()
    {
        _desk.In("import", _desk.File("first.csv", Columns + "S-1,ENV_SOIL,1 g,2031-05-04,Team\nS-2,ENV_SOIL,1 g,2031-05-04,Team\n"), "--as", "samples").Expect(0);
        var (before, files) = (_desk.Leaves(), Directory.GetFiles(_desk.Workspace, "*", SearchOption.AllDirectories).Length);
        var sheet = _desk.File("second.csv", Columns + "S-1,ENV_SOIL,1 g,2031-05-04,Team\nS-2,ENV_SOIL,2 g,2031-05-04,Team\nS-3,ENV_SOIL,1 g,2031-05-04,Team\nS-4,ENV_SOIL,1 g,May 4,Team\n");
        var report = _desk.At("report.csv");
        var lines = _desk.In("import", sheet, "--as", "samples", "--dry-run", "--json", "--report", report).Expect(1).Out.TrimEnd('\n').Split('\n').Select(Json).ToList();
        Assert.Equal(["on-record", "conflict", "record", "refused"], lines[..^1].Select(line => line.GetProperty("fate").GetString()));
        Assert.Contains("says something else: quantity", lines[1].GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 1, 1, 1), (lines[^1].GetProperty("rows").GetInt32(), lines[^1].GetProperty("onRecord").GetInt32(), lines[^1].GetProperty("conflicts").GetInt32(), lines[^1].GetProperty("refused").GetInt32()));
        Assert.StartsWith("\uFEFFlabel,matrix,quantity,collected,collector,fate,why,notes\r\nS-1,ENV_SOIL,1 g,2031-05-04,Team,on-record,", File.ReadAllText(report, Encoding.UTF8).Insert(0, "\uFEFF"), StringComparison.Ordinal);
        Assert.Equal((before, files), (_desk.Leaves(), Directory.GetFiles(_desk.Workspace, "*", SearchOption.AllDirectories).Length));
        Assert.Contains("1 sample can be imported, 1 on record already, 1 in conflict, 1 refused; nothing was recorded", _desk.In("import", sheet, "--as", "samples", "--dry-run").Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_import_is_withdrawn_and_put_back_and_nothing_is_erased()
    {
        var sheet = _desk.File("samples.csv", Columns + "S-1,ENV_SOIL,1 g,2031-05-04,Team\nS-2,ENV_SOIL,1 g,2031-05-04,Team\n");
        _desk.In("import", sheet, "--as", "samples").Expect(0);
        _desk.In("result", "add", "S-1", "--laboratory", "Laboratory", "--substance", "X", "--outcome", "found").Expect(0);
        var before = _desk.Leaves();
        var undone = _desk.In("import", "--undo", "E1", "--reason", "the wrong sheet").Expect(0);
        Assert.Contains("E1 withdrawn: 2 records count for nothing", undone.Out, StringComparison.Ordinal);
        Assert.Contains("(result-reported) speaks of S-1, which came in by an import that is withdrawn", undone.Error, StringComparison.Ordinal);
        Assert.Contains("speaks of S-1", _desk.In("case", "show").Expect(0).Out, StringComparison.Ordinal);
        Assert.Equal(before + 1, _desk.Leaves());
        Assert.DoesNotContain("S-2", _desk.In("sample", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("withdrawn", _desk.In("import", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("import/withdrawn", _desk.In("import", "--undo", "E1", "--reason", "again").Expect(2).Error, StringComparison.Ordinal);

        // The same sheet, read anew, is another import; the labels are free.
        Assert.StartsWith("2 samples imported as E2", _desk.In("import", sheet, "--as", "samples").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("import", "--undo", "E2", "--reason", "the first was right").Expect(0);
        _desk.In("import", "--redo", "E1", "--reason", "it was the right one").Expect(0);
        Assert.Contains("S-2", _desk.In("sample", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("duplicate-label", _desk.In("sample", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("log", "audit", "--rebuild").Expect(0);
    }

    [Fact]
    public void A_sealed_dossier_with_a_withdrawn_import_holds_whatever_is_withheld()
    {
        _desk.In("import", _desk.File("samples.csv", Columns + "S-1,ENV_SOIL,1 g,2031-05-04,Team\n"), "--as", "samples").Expect(0);
        _desk.In("import", "--undo", "E1", "--reason", "the wrong sheet").Expect(0);
        _desk.In("seal", "-o", _desk.At("whole")).Expect(0);
        Desk.Run("verify", _desk.At("whole")).Expect(0);
        Assert.Contains("sample-collected@1, withdrawn with its import: it counts for nothing", File.ReadAllText(_desk.At("whole", "data", "README.html")), StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("public"), "--withhold", "public").Expect(0);
        Desk.Run("verify", _desk.At("public")).Expect(0);
    }

    [Fact]
    public void Submissions_of_a_form_come_in_with_their_pictures_and_once()
    {
        const string Xml = "<data id=\"f\"><label>{0}</label><matrix>ENV_SOIL</matrix><collector>Team</collector><origin>TEAM_COLLECTED</origin><collected>2031-05-04T10:20:00.000+03:00</collected><geopoint>35.1 37.2 0 4.5</geopoint><photo>1.jpg</photo>"
            + "<aliquots><aliquot_label>{0}a</aliquot_label><aliquot_quantity>2 g</aliquot_quantity></aliquots><meta><instanceID>uuid:{0}</instanceID></meta></data>";
        string Zip(string name, params string[] labels)
        {
            using var zip = ZipFile.Open(_desk.At(name), ZipArchiveMode.Create);
            foreach (var label in labels)
            {
                foreach (var (file, text) in new[] { ("submission.xml", string.Format(System.Globalization.CultureInfo.InvariantCulture, Xml, label)), ("1.jpg", $"picture of {label}") })
                {
                    using var stream = zip.CreateEntry($"{label}/{file}").Open();
                    stream.Write(Encoding.UTF8.GetBytes(text));
                }
            }

            return _desk.At(name);
        }

        Assert.StartsWith("2 samples imported as E1", _desk.In("import", Zip("a.zip", "T-1", "T-2"), "--as", "samples", "--odk").Expect(0).Out, StringComparison.Ordinal);
        Assert.StartsWith("1 sample imported as E2, 2 on record already", _desk.In("import", Zip("b.zip", "T-1", "T-2", "T-3"), "--as", "samples", "--odk").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("uuid:T-3", _desk.In("import", "show", "E2").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Assert.True(File.Exists(_desk.At("dossier", "data", "files", Core.Records.Blob.Of("picture of T-1"u8, "").Sha256)));
        Assert.Contains("T-1a", _desk.In("sample", "list").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_form_of_a_kind_is_written_as_a_workbook()
    {
        _desk.In("case", "show").Expect(0);
        Desk.Run("import", "form", "samples", "-o", _desk.At("form.xlsx")).Expect(0);
        Assert.Contains("say which with --sheet: 'survey', 'choices', 'settings'", _desk.In("import", _desk.At("form.xlsx"), "--as", "samples").Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();

    private string Book(params string[] rows)
    {
        var path = _desk.At($"samples{Guid.NewGuid():N}.xlsx");
        File.WriteAllBytes(path, WorkbookWriter.Write(
            ("Deckblatt", [["Probenliste"]]), ("Proben", [["Liste der Proben"], ["Probe-Nr.", "Material", "Datum", "Menge", "Bemerkung"], .. rows.Select(row => row.Split(','))])));
        return path;
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
