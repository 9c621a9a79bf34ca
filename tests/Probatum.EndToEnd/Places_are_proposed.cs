using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>The places that a report names are looked up here and nowhere else; which one is meant is left to the analyst.</summary>
public sealed class Places_are_proposed : IDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public void All_places_of_a_name_are_listed_with_how_closely_they_are_spelt()
    {
        var all = Desk.Run("text", "place", "Tripoli", "Saraqeb", "Qwertzuipol").Expect(0).Out;
        foreach (var part in new[] { "Tripoli: ", "Tripoli: Tripoli, Libya (32.8874, 13.1873)", ", Lebanon (34.", "the same spelling", "Saraqib: Idlib, Syria (35.8645, 36.8059); the same consonants only", "Qwertzuipol: no place of the list" })
        {
            Assert.Contains(part, all, StringComparison.Ordinal);
        }

        var near = Desk.Run("text", "place", "Tripoli", "--near", "36,34").Expect(0).Out.Split('\n');
        Assert.Contains("Lebanon", near[1], StringComparison.Ordinal);
        Assert.Contains("km", near[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Lebanon", Desk.Run("text", "place", "Tripoli", "--country", "Libya").Expect(0).Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Desk.Run("text", "place", "سراقب", "--country", "sy", "--json").Expect(0).Out);
        var found = json.RootElement.GetProperty("names")[0].GetProperty("candidates")[0];
        Assert.Equal(("Saraqib", "سراقب", "exact", "SY", 358645000), (
            found.GetProperty("name").GetString(), found.GetProperty("spelling").GetString(), found.GetProperty("match").GetString(), found.GetProperty("countryCode").GetString(), found.GetProperty("latE7").GetInt64()));
    }

    [Theory]
    [InlineData("--near 36: longitude and latitude", "--near", "36")]
    [InlineData("--near 360,12: longitude and latitude", "--near", "360,12")]
    [InlineData("bad.bin: it is no list of places", "--list", "bad.bin")]
    [InlineData("none.bin: there is no such file", "--list", "none.bin")]
    public void What_cannot_be_used_is_named(string why, string option, string value)
    {
        _desk.File("bad.bin", "Probatum places 2\n");
        Assert.Contains(why, Desk.Run("text", "place", "Lyon", option, option == "--list" ? _desk.At(value) : value).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_shows_what_its_places_may_be_and_settles_nothing()
    {
        _desk.WithCase().In("incident", "open", "I-2", "--where", "Binnish").Expect(0);
        _desk.File("a.txt", "The Northern Post\n3 May 2021\n\nThe Northern Ministry said that shells fell in Binnish, in Tripoli and in the town of Qaranful.\n");
        _desk.In("report", "add", _desk.At("a.txt"), "--source", "The Northern Post", "--published", "2021-05-03").Expect(0);
        var shown = _desk.In("claim", "show", "C1").Expect(0).Out;
        Assert.Contains("where: Binnish\n    2 places that are known may be meant; which one is not settled:\n      Binnish: the place of incident I-2; the same spelling\n", shown, StringComparison.Ordinal);
        Assert.Contains("places that are known may be meant; which one is not settled:\n      Tripoli: ", shown, StringComparison.Ordinal);
        Assert.Contains("more: probatum text place 'Tripoli'", shown, StringComparison.Ordinal);
        Assert.Contains("+places-", shown, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_desk.In("claim", "show", "C1", "--json").Expect(0).Out);
        Assert.Equal("I-2", json.RootElement.GetProperty("places")[0].GetProperty("candidates")[0].GetProperty("incident").GetString());
    }

    [Fact]
    public void A_list_is_made_of_files_and_a_damaged_one_is_named()
    {
        _desk.File("cities.json", """[{"name":"Lúnd","lat":"12.34567","lng":"-1.5","country":"AA","admin1":"01","admin2":""},{"name":"Larch","lat":"1","lng":"2","country":"AA","admin1":"","admin2":""}]""");
        _desk.File("areas.json", """[{"code":"AA.01","name":"The North"}]""");
        _desk.File("countries.json", """{"AA":"Arland"}""");
        _desk.File("words", "larch\nLund\n");
        File.WriteAllBytes(_desk.At("ar.mo"), Catalogue(("7", "لوند")));
        File.WriteAllBytes(_desk.At("en.mo"), Catalogue(("7", "Lund")));
        string[] make = ["text", "gazetteer", "--cities", _desk.At("cities.json"), "--areas", _desk.At("areas.json"), "--countries", _desk.At("countries.json"), "--names", _desk.At("ar.mo"), "--english", _desk.At("en.mo"), "--words", _desk.At("words"), "--about", "invented", "-o", _desk.At("places.bin")];
        Assert.Contains("2 places, 1 other names", Desk.Run(make).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("لوند (Lúnd): The North, Arland (12.3457, -1.5000)", Desk.Run("text", "place", "لوند", "--list", _desk.At("places.bin")).Expect(0).Out, StringComparison.Ordinal);
        var whole = File.ReadAllBytes(_desk.At("ar.mo"));
        File.WriteAllBytes(_desk.At("ar.mo"), whole[..^9]);
        Assert.Contains("ar.mo: the catalogue is cut short or damaged", Desk.Run(make).Expect(2).Error, StringComparison.Ordinal);
        File.WriteAllBytes(_desk.At("ar.mo"), whole);
        _desk.File("cities.json", """[{"name":"Lund","lat":"north","lng":"2","country":"AA","admin1":""}]""");
        Assert.Contains("cities.json: is not as expected", Desk.Run(make).Expect(2).Error, StringComparison.Ordinal);
        Desk.Run("text", "gazetteer", "--from", _desk.At("places.bin"), "-o", _desk.At("again.bin")).Expect(0);
        Assert.Equal(File.ReadAllBytes(_desk.At("places.bin")), File.ReadAllBytes(_desk.At("again.bin")));
        Assert.Contains("or --from alone", Desk.Run("text", "gazetteer", "-o", _desk.At("again.bin")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("--names and --english go together", Desk.Run([.. make.Where(word => word != "--english" && word != _desk.At("en.mo"))]).Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();

    // GNU gettext manual, "The Format of GNU MO Files".
    private static byte[] Catalogue(params (string Id, string Text)[] rows)
    {
        var (texts, file) = (rows.Select(row => Encoding.UTF8.GetBytes(row.Id)).Concat(rows.Select(row => Encoding.UTF8.GetBytes(row.Text))).ToList(), new List<byte>());
        void Number(int number)
        {
            var four = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(four, number);
            file.AddRange(four);
        }

        new List<int> { unchecked((int)0x950412de), 0, rows.Length, 20, 20 + (8 * rows.Length) }.ForEach(Number);
        var at = 20 + (16 * rows.Length);
        foreach (var text in texts)
        {
            Number(text.Length);
            Number(at);
            at += text.Length;
        }

        texts.ForEach(file.AddRange);
        return [.. file];
    }
}
