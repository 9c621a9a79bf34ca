using System.Text.Json;
using CsCheck;
using Probatum.Core;
using Probatum.Verbs;

namespace Probatum.EndToEnd;

/// <summary>What is printed, drawn and taken out: labels that scanners read, tables, places, drawings.</summary>
public sealed class Labels_and_tables_go_out : IDisposable
{
    private readonly Desk _desk = new();

    public Labels_and_tables_go_out()
    {
        _desk.WithCase();
        _desk.In("sample", "add", "S-01", "--incident", "I-1", "--matrix", "ENV_SOIL", "--when", "2031-05-04T10:20Z", "--where", "the yard", "--at", "36.17,37.08", "--radius", "20", "--collector", "Team", "--seal", "A-1", "--origin", "TEAM_COLLECTED").Expect(0);
        _desk.In("sample", "add", "S-02", "--incident", "I-1", "--matrix", "ENV_SOIL", "--collector", "Team").Expect(0);
    }

    [Fact]
    public void A_scanned_label_or_its_check_stands_for_the_sample()
    {
        var payload = Labels("sample", "label", "S-01", "-o", _desk.At("one.svg"))[0].Code;
        var check = payload[(payload.LastIndexOf(':') + 1)..];
        Assert.StartsWith($"probatum:1:{_desk.CaseId()}:e-", payload, StringComparison.Ordinal);
        Assert.StartsWith("S-01:", _desk.In("sample", "show", payload).Expect(0).Out, StringComparison.Ordinal);
        var grouped = $"{check[..4]}-{check[4..8]}-{check[8..]}";
        Assert.StartsWith("S-01:", _desk.In("sample", "show", grouped.ToLowerInvariant()).Expect(0).Out, StringComparison.Ordinal);
        _desk.In("sample", "check", grouped, "--by", "Team", "--seal-found", "A-1").Expect(0);

        var svg = File.ReadAllText(_desk.At("one.svg"));
        Assert.Contains(grouped, svg, StringComparison.Ordinal);
        Assert.DoesNotContain("yard", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("Team", svg, StringComparison.Ordinal);

        var swapped = check[0] == check[1] ? check[..10] + check[11] + check[10] : $"{check[1]}{check[0]}{check[2..]}";
        Assert.Contains("misread or two were swapped", _desk.In("sample", "show", $"{swapped[..4]}-{swapped[4..8]}-{swapped[8..]}").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("check does not go with its sample", _desk.In("sample", "show", payload[..^12] + swapped).Expect(2).Error, StringComparison.Ordinal);

        _desk.In("case", "open", "Another case").Expect(0);
        Assert.Contains("this label is of another case", _desk.In("sample", "show", payload, "--case", "Another").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("of no sample of this case", _desk.In("sample", "show", grouped, "--case", "Another").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_printed_before_becomes_a_sample_once()
    {
        var blanks = Labels("sample", "label", "--blank", "3", "-o", _desk.At("blank.pdf"));
        Assert.Equal(3, blanks.Select(one => one.Code).Distinct().Count());
        Assert.Contains("no sample has it yet", _desk.In("sample", "show", blanks[0].Code).Expect(2).Error, StringComparison.Ordinal);
        _desk.In("sample", "add", "S-10", "--label-id", blanks[0].Code).Expect(0);
        Assert.StartsWith("S-10:", _desk.In("sample", "show", blanks[0].Title).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("used already, by S-10", _desk.In("sample", "add", "S-11", "--label-id", blanks[0].Code).Expect(2).Error, StringComparison.Ordinal);

        var small = blanks[1].Code.Split(':');
        _desk.In("sample", "add", "S-11", "--label-id", $"{small[3]}:{blanks[1].Title}").Expect(0);
        Assert.Contains("not whole, or damaged", _desk.In("sample", "add", "S-12", "--label-id", blanks[2].Title).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blind_label_says_the_code_alone()
    {
        Assert.Contains("has no code", _desk.In("sample", "label", "S-01", "--blind", "-o", _desk.At("blind.svg")).Expect(2).Error, StringComparison.Ordinal);
        _desk.In("sample", "code", "S-01", "--laboratory", "Laboratory", "--code", "QX-7").Expect(0);
        Assert.Equal([("QX-7", "QX-7")], Labels("sample", "label", "S-01", "--blind", "-o", _desk.At("blind.svg")));
        var svg = File.ReadAllText(_desk.At("blind.svg"));
        Assert.Contains(">QX-7<", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("S-01", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("c-", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("pdf")]
    public void A_scanner_of_others_reads_every_label(string ending)
    {
        Assert.SkipUnless(Desk.Has("zbarimg"), "zbarimg is not installed");
        Assert.SkipUnless(ending == "png" || Desk.Has("pdftoppm"), "pdftoppm is not installed");
        var printed = Labels(["sample", "label", "--blank", .. ending == "png" ? new[] { "24" } : ["8", "--grid", "2x4"], "-o", _desk.At("sheet." + ending)]).Select(one => one.Code);
        string[] pictures = ["sheet.png"];
        if (ending == "pdf")
        {
            // A4 at 300 dots an inch, label by label, as a scanner is held to them: in one large picture of a whole sheet it may pass over one.
            const int Wide = 2480 / 2, High = 3508 / 4;
            pictures = [.. Enumerable.Range(0, 8).Select(i => $"label-{i}.png")];
            for (var i = 0; i < pictures.Length; i++)
            {
                Desk.Other("pdftoppm", _desk.Folder, "-r", "300", "-x", $"{i % 2 * Wide}", "-y", $"{i / 2 * High}", "-W", $"{Wide}", "-H", $"{High}", "-png", "-singlefile", "sheet.pdf", $"label-{i}").Expect(0);
            }

            var words = Desk.Other("pdftotext", _desk.Folder, "sheet.pdf", "-").Expect(0).Out;
            Assert.Contains($"case {_desk.CaseId()[..8]}", words, StringComparison.Ordinal);
        }

        var read = pictures.SelectMany(picture => Desk.Other("zbarimg", _desk.Folder, "-q", "--raw", picture).Expect(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(printed.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Letters_that_the_font_lacks_are_refused_in_pictures_and_not_in_svg()
    {
        _desk.In("sample", "add", "عينة", "--incident", "I-1").Expect(0);
        Assert.Contains("write an .svg", _desk.In("sample", "label", "عينة", "-o", _desk.At("l.pdf")).Expect(2).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_desk.At("l.pdf")));
        _desk.In("sample", "label", "عينة", "-o", _desk.At("l.svg")).Expect(0);
        Assert.Contains("عينة", File.ReadAllText(_desk.At("l.svg")), StringComparison.Ordinal);
        foreach (var bad in new[] { new[] { "--grid", "9x9" }, ["--grid", "0x1"], ["--blank", "0"], ["--blank", "2", "--all"], [] })
        {
            _desk.In(["sample", "label", .. bad, "-o", _desk.At("x.pdf"), .. bad is ["--grid", ..] ? new[] { "--all" } : []]).Expect(2);
        }

        Assert.False(File.Exists(_desk.At("x.pdf")));
    }

    [Fact]
    public void A_case_says_how_many_anomalies_it_has() => Assert.Contains("of 2 samples ('probatum sample list' names them", _desk.In("case", "show").Expect(0).Out, StringComparison.Ordinal);

    public static TheoryData<string> Tables => ["reports", "claims", "allegations", "parties", "incidents", "samples", "custody", "anomalies", "results", "substances", "jobs", "controls", "runs", "casualties", "consents", "requests", "deadlines", "notes", "handovers", "interviews", "media", "sites", "remnants", "findings", "records"];

    [Theory, MemberData(nameof(Tables))]
    public void Every_table_has_all_columns_of_its_rows(string table)
    {
        Fill();
        var exported = _desk.In("export", "table", table, "-o", _desk.At("t.csv")).Expect(0);
        Assert.Contains("this is unredacted: nothing of A case (c-", exported.Error, StringComparison.Ordinal);
        _desk.In("export", "table", table, "-o", _desk.At("t.json")).Expect(0);
        var reader = new CsvReader(File.ReadAllText(_desk.At("t.csv")), ',');
        var heads = reader.Row(false, out _, out _)!;
        using var json = JsonDocument.Parse(File.ReadAllText(_desk.At("t.json")));
        foreach (var one in json.RootElement.EnumerateArray())
        {
            var row = reader.Row(false, out _, out _)!;
            Assert.Equal(heads.Count, row.Count);
            Assert.All(one.EnumerateObject().Where(member => table != "samples" || member.Name is not ("links" or "storage")), member => Assert.Contains(member.Name, heads));
        }

        Assert.Null(reader.Row(false, out _, out _));
    }

    [Fact]
    public void A_table_of_results_has_a_row_for_each_result()
    {
        Fill();
        _desk.In("result", "add", "S-01", "--laboratory", "Team", "--substance", "thiodiglycol", "--outcome", "not-found", "--detection-limit", "1 mg/kg", "--analysed", "2031-05-06").Expect(0);
        _desk.In("sample", "check", "S-01", "--by", "Team", "--seal-found", "A-9", "--when", "2031-05-06").Expect(0);
        var rows = Table("results");
        Assert.Equal(["found", "not-found"], rows.Select(row => row["outcome"]).Order(StringComparer.Ordinal));
        Assert.Contains(rows, row => row["detectionLimit"] == "1 mg/kg" && row["analysed"].StartsWith("2031-05-06", StringComparison.Ordinal) && row["laboratory"] == "Team");
        Assert.DoesNotContain(rows.SelectMany(row => row.Values), cell => cell.Contains('{', StringComparison.Ordinal));
        Assert.Single(Table("substances"));

        var sample = Table("samples")[0];
        Assert.Equal(("the yard", "36.17", "37.08", "20", "Team", "I-1"), (sample["place"], sample["lat"], sample["lon"], sample["radius"], sample["collector"], sample["incident"]));
        Assert.Contains("seal-mismatch", sample["anomalies"].Split("; "));
        Assert.Equal("died, 2031-05-06, as Team tells", Table("casualties").Single()["outcome"]);
        Assert.Contains(Table("consents"), row => row["purpose"] == "biosample" && row["holds"] == "true");
    }

    [Fact]
    public void An_act_that_was_corrected_says_so_wherever_it_is_listed()
    {
        _desk.In("sample", "split", "S-01", "--by", "Team", "--when", "2031-05-06", "--seal-found", "A-2", "--into", "S-01/A=1 g=B-1").Expect(0);
        using var split = JsonDocument.Parse(_desk.In("sample", "show", "S-01", "--json").Expect(0).Out);
        var links = split.RootElement.GetProperty("links");
        Assert.Contains("seal-mismatch", _desk.In("sample", "show", "S-01").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("correct", $"{links[links.GetArrayLength() - 1].GetProperty("leaf").GetInt64()}", "--set", "sealFound=A-1", "--reason", "misread").Expect(0);

        using var json = JsonDocument.Parse(_desk.In("sample", "show", "S-01", "--json").Expect(0).Out);
        var leaf = json.RootElement.GetProperty("links").EnumerateArray().Last().GetProperty("correctedBy").GetInt64();
        var shown = _desk.In("sample", "show", "S-01").Expect(0).Out;
        Assert.DoesNotContain("seal-mismatch", shown, StringComparison.Ordinal);
        Assert.Contains($"as corrected by leaf {leaf}", shown, StringComparison.Ordinal);
        Assert.Contains($"as corrected by leaf {leaf}", _desk.In("sample", "show", "S-01/A").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("sample", "page", "S-01", "-o", _desk.At("p.html")).Expect(0);
        Assert.Contains($"as corrected by leaf {leaf}", File.ReadAllText(_desk.At("p.html")), StringComparison.Ordinal);
        Assert.Contains(Table("custody"), row => row["correctedBy"] == $"{leaf}");
    }

    [Fact]
    public void A_sample_s_page_says_what_its_forms_said()
    {
        _desk.File("vial.jpg", "no picture");
        _desk.In("sample", "add", "S-05", "--incident", "I-1", "--method", "scraped", "--witness", "a guard", "--where", "the cellar", "--photo", _desk.At("vial.jpg"), "--collector", "Team", "--seal", "A-5").Expect(0);
        _desk.In("sample", "transfer", "S-05", "--from", "Team", "--to", "Laboratory", "--reported", "--seal-found", "A-5", "--when", "2031-05-07", "--temperature", "4.5", "--receipt", "R-12", "--packaging", "three layers", "--transport", "waybill 7",
            "--dangerous-goods", "UN 3373", "--remarks", "lid scratched", "--objection", "too late", "--label", "S-05", "--condition", "frozen").Expect(0);
        _desk.In("sample", "store", "S-05", "--by", "Laboratory", "--when", "2031-05-07T12:00Z/2031-05-08T12:00Z", "--lowest", "3", "--highest", "6", "--limits", "2,8").Expect(0);
        _desk.In("result", "add", "S-05", "--laboratory", "Laboratory", "--substance", "thiodiglycol", "--outcome", "found", "--technique", "GC_EI_MS", "--amount", "3 mg/kg", "--detection-limit", "1 mg/kg", "--analysed", "2031-05-09", "--when", "2031-05-10",
            "--profile", "designated-laboratory", "--criterion", "GC_EI_MS:RI_TOLERANCE=fail:30").Expect(0);
        _desk.In("sample", "page", "S-05", "-o", _desk.At("p.html")).Expect(0);
        var page = File.ReadAllText(_desk.At("p.html"));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_desk.At("vial.jpg"))));
        foreach (var part in new[]
        {
            hash, "temperature: 4.5", "receipt: R-12", "packaging: three layers", "transport: waybill 7", "dangerous goods entry: UN 3373", "remarks: lid scratched", "objection: too late", "read on the container: S-05", "condition: frozen",
            "2 to 8", ">3 mg/kg<", ">1 mg/kg<", "2031-05-09", "2031-05-10", "fail: RI_TOLERANCE (GC_EI_MS)", "not reported: ", "designated-laboratory",
        })
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }

        var shown = _desk.In("sample", "show", "S-05").Expect(0).Out;
        foreach (var part in new[] { "of the incident I-1, collected at the cellar", "method: scraped", "witnesses: a guard", hash, "receipt: R-12" })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_spreadsheet_finds_no_formula_and_another_reader_the_same_cells()
    {
        Assert.SkipUnless(Desk.Has("python3"), "python3 is not installed");
        _desk.In("party", "add", "=HYPERLINK(\"x\"), \"it\"", "--sort", "person").Expect(0);
        _desk.In("export", "table", "parties", "-o", _desk.At("p.csv")).Expect(0);
        var read = Desk.Other("python3", _desk.Folder, "-c", "import csv,json;print(json.dumps(list(csv.DictReader(open('p.csv',newline='',encoding='utf-8'),strict=True))))").Expect(0).Out;
        using var rows = JsonDocument.Parse(read);
        Assert.Equal(["'=HYPERLINK(\"x\"), \"it\"", "Laboratory", "Team"], rows.RootElement.EnumerateArray().Select(row => row.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Places_are_what_the_standard_says()
    {
        Fill();
        Assert.Contains("unredacted", _desk.In("export", "places", "-o", _desk.At("p.geojson")).Expect(0).Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(_desk.At("p.geojson")));
        Assert.Equal("FeatureCollection", json.RootElement.GetProperty("type").GetString());
        var areas = 0;
        foreach (var feature in json.RootElement.GetProperty("features").EnumerateArray())
        {
            Assert.Equal("Feature", feature.GetProperty("type").GetString());
            var (geometry, properties) = (feature.GetProperty("geometry"), feature.GetProperty("properties"));
            Assert.StartsWith("r-", properties.GetProperty("record").GetString(), StringComparison.Ordinal);
            var coordinates = geometry.GetProperty("coordinates");
            if (geometry.GetProperty("type").GetString() == "Point")
            {
                Inside(coordinates);
                continue;
            }

            areas++;
            Assert.Equal("Polygon", geometry.GetProperty("type").GetString());
            var ring = Assert.Single(coordinates.EnumerateArray()).EnumerateArray().Select(Inside).ToList();
            Assert.True(ring.Count >= 4);
            Assert.Equal(ring[0], ring[^1]);

            // twice the area, positive where the ring runs counterclockwise
            Assert.True(ring.Zip(ring.Skip(1), (a, b) => (a.Lon * b.Lat) - (b.Lon * a.Lat)).Sum() > 0);
            Assert.Equal(20, properties.GetProperty("radiusM").GetInt64());
            Assert.Equal("Team", properties.GetProperty("saidBy").GetString());
        }

        Assert.Equal(1, areas);

        static (decimal Lon, decimal Lat) Inside(JsonElement position)
        {
            var (lon, lat) = (position[0].GetDecimal(), position[1].GetDecimal());
            Assert.Equal(2, position.GetArrayLength());
            Assert.InRange(lon, -180, 180);
            Assert.InRange(lat, -90, 90);
            return (lon, lat);
        }
    }

    [Fact]
    public void Time_line_and_chains_are_drawn()
    {
        _desk.In("export", "timeline", "-o", _desk.At("t.svg")).Expect(0);
        System.Xml.Linq.XDocument.Load(_desk.At("t.svg"));
        _desk.In("export", "timeline", "-o", _desk.At("t.json")).Expect(0);
        using var all = JsonDocument.Parse(_desk.In("case", "timeline", "--json").Expect(0).Out);
        using var exported = JsonDocument.Parse(File.ReadAllText(_desk.At("t.json")));
        Assert.Equal(all.RootElement.GetArrayLength(), exported.RootElement.GetArrayLength());
        Assert.Contains("2 chains", _desk.In("export", "custody", "--all", "-o", _desk.At("chains")).Expect(0).Out, StringComparison.Ordinal);
        Assert.Equal(["S1-S-01.svg", "S2-S-02.svg"], Directory.GetFiles(_desk.At("chains")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        _desk.In("export", "custody", "S-01", "-o", _desk.At("c.png")).Expect(2);
        _desk.In("export", "custody", "-o", _desk.At("c.svg")).Expect(2);
    }

    [Fact]
    public void Any_cell_is_read_back_and_none_is_a_formula() => Gen.String.Array[1, 5].Sample(cells =>
    {
        var row = new CsvReader(string.Join(',', cells.Select(CsvCell.Of)) + "\r\n", ',').Row(false, out _, out _);
        if (cells is [""] || row is null)
        {
            return;
        }

        Assert.All(cells.Zip(row), pair =>
        {
            Assert.Equal(pair.First, pair.Second.Length == pair.First.Length + 1 && pair.Second[0] == '\'' ? pair.Second[1..] : pair.Second);
            Assert.False(pair.Second is ['=' or '@' or '\t', ..]);
        });
    });

    [Fact]
    public void A_sample_s_page_is_whole_and_runs_nothing()
    {
        Fill();
        _desk.In("sample", "split", "S-01", "--by", "Team", "--when", "2031-05-06", "--seal-found", "A-2", "--into", "S-01/A=1 g=B-1", "<script>alert(1)</script>=1 g=B-2").Expect(0);
        Assert.Contains("unredacted", _desk.In("sample", "page", "S-01", "-o", _desk.At("p.html")).Expect(0).Error, StringComparison.Ordinal);
        var page = File.ReadAllText(_desk.At("p.html"));
        foreach (var part in new[]
        {
            "default-src 'none'; style-src 'unsafe-inline'", "Sample S-01", "the yard (36.17,37.08 &#177; 20 m)", "S-01/A", "&lt;script&gt;alert(1)&lt;/script&gt;", "thiodiglycol", "detected", "<td>split</td>",
            "the seal found is another than the one applied",
        })
        {
            Assert.Contains(part, page, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var records = JsonDocument.Parse(_desk.In("sample", "show", "S-01", "--json").Expect(0).Out);
        Assert.All(records.RootElement.GetProperty("links").EnumerateArray(), link => Assert.Contains($"<td>{link.GetProperty("leaf").GetInt64()}</td><td>r-", page, StringComparison.Ordinal));
    }

    public static TheoryData<string> Forms => [.. FormVerb.Forms.Keys];

    [Theory, MemberData(nameof(Forms))]
    public void Every_field_of_a_form_is_an_option_of_its_verb(string step)
    {
        var form = FormVerb.Forms[step];
        System.CommandLine.Command verb = CommandLine.Build(new(TextWriter.Null, TextWriter.Null, () => default, bytes => bytes.Clear(), true));
        foreach (var word in form.Verb.Split(' '))
        {
            verb = verb.Subcommands.Single(one => one.Name == word);
        }

        string[] known = [.. verb.Options.Select(option => option.Name), .. verb.Arguments.Select(argument => argument.Name)];
        Assert.All(form.Fields, field => Assert.Contains(field.Option, known));
        Assert.All(verb.Options.Where(option => option.Required).Select(option => option.Name), option => Assert.True(form.Fields.Any(field => field.Option == option), option));
        Assert.All(verb.Arguments, argument => Assert.Contains(form.Fields, field => field.Option == argument.Name));

        // A signature on another sheet than what it is given for would prove nothing.
        Assert.Contains("1 sheet in", Desk.Run("form", step, "-o", _desk.At("f.pdf")).Expect(0).Out, StringComparison.Ordinal);
        Assert.True(File.ReadAllBytes(_desk.At("f.pdf")).AsSpan().StartsWith("%PDF-1.7"u8));
        if (Desk.Has("pdftotext"))
        {
            var words = Desk.Other("pdftotext", _desk.Folder, "f.pdf", "-").Expect(0).Out;
            Assert.All(form.Fields, field => Assert.Contains(field.Option, words, StringComparison.Ordinal));
        }
    }

    // One of each that the tables list.
    private void Fill()
    {
        _desk.In("sample", "store", "S-01", "--by", "Team", "--when", "2031-05-04T12:00Z/2031-05-05T12:00Z", "--lowest", "3", "--highest", "6").Expect(0);
        _desk.In("result", "add", "S-01", "--laboratory", "Laboratory", "--substance", "thiodiglycol", "--outcome", "found", "--word", "detected").Expect(0);
        _desk.In("casualty", "add", "K-01", "--incident", "I-1", "--sign", "cough").Expect(0);
        _desk.In("casualty", "outcome", "K-01", "died", "--when", "2031-05-06", "--by", "Team").Expect(0);
        _desk.In("consent", "record", "K-01", "--purpose", "biosample").Expect(0);
        _desk.In("laboratory", "control", "S-02", "--sort", "blank").Expect(0);
        _desk.In("laboratory", "job", "open", "Laboratory", "--sample", "S-01", "--sample", "S-02", "--ask", "what is in it").Expect(0);
        _desk.In("request", "handover", "--from", "Team", "--to", "Laboratory", "--item", "a report").Expect(0);
        _desk.In("request", "new", "Q-1", "--route", "CWC_X_ASSISTANCE_IAU", "--from", "Team", "--to", "Laboratory", "--when", "2031-05-05").Expect(0);
        _desk.In("note", "add", "NV 109", "--from", "Team", "--to", "Laboratory", "--when", "2031-05-05", "--subject", "asks").Expect(0);
        _desk.In("interview", "add", "W-1", "--by", "Team", "--role", "witness").Expect(0);
        _desk.In("site", "add", "Z-1", "--incident", "I-1", "--at", "36.1,37.1").Expect(0);
        _desk.In("remnant", "add", "X-1", "--site", "Z-1", "--sort", "bent tube", "--by", "Team").Expect(0);
        _desk.In("report", "add", _desk.File("r.txt", "The ministry said on Monday that nine samples were taken.\n")).Expect(0);
    }

    private List<Dictionary<string, string>> Table(string name)
    {
        _desk.In("export", "table", name, "-o", _desk.At("one.csv")).Expect(0);
        var reader = new CsvReader(File.ReadAllText(_desk.At("one.csv")), ',');
        var heads = reader.Row(false, out _, out _)!;
        List<Dictionary<string, string>> rows = [];
        while (reader.Row(false, out _, out _) is { } row)
        {
            rows.Add(heads.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second));
        }

        return rows;
    }

    private List<(string Title, string Code)> Labels(params string[] args)
    {
        using var json = JsonDocument.Parse(_desk.In([.. args, "--json"]).Expect(0).Out);
        return [.. json.RootElement.GetProperty("labels").EnumerateArray().Select(one => (one.GetProperty("title").GetString()!, one.GetProperty("code").GetString()!))];
    }

    public void Dispose() => _desk.Dispose();
}
