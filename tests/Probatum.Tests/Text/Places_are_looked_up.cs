using System.Text;
using System.Text.Json;
using CsCheck;
using Probatum.Text;

namespace Probatum.Tests.Text;

/// <summary>Names of places in several spellings, and the list that comes with the program.</summary>
public sealed class Places_are_looked_up
{
    private static readonly string ShippedFile = Path.Combine(TestData.Repository, "data/gazetteer/places.bin");
    private static readonly Gazetteer Shipped = Gazetteer.Read(File.ReadAllBytes(ShippedFile), out _)!;

    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.String[Gen.Char["aeiouklmnrstdhqyAEKSL -'’‘āīūḩşţéèñößłæ"], 1, 20], Gen.String[Gen.Char["حلبسرقدوماةىأإالك "], 1, 12], Gen.String[Gen.Char["аеёиклмнорстьщАЖЯ-"], 1, 12], Gen.String);

    private static readonly Gen<KnownPlace> Places = Gen.Select(
        Names.Where(name => PlaceNames.Fold(name).Length > 0 && Encoding.UTF8.GetByteCount(name) <= 255 && IsSound(name)), Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[-90_0000, 90_0000], Gen.Int[-180_0000, 180_0000], Gen.Bool,
        (name, area, country, lat, lon, word) => new KnownPlace(name, area == 0 ? "" : $"Area {area}", ((string[])["AA", "BB", "CC"])[country], $"Country {country}", lat, lon, word));

    [Fact]
    public void A_folded_name_folds_to_itself() => Names.Sample(name => PlaceNames.Fold(PlaceNames.Fold(name)) == PlaceNames.Fold(name));

    [Fact]
    public void Two_spellings_meet_in_either_order() => Gen.Select(Names, Names).Sample((a, b) => PlaceNames.Match(a, b) == PlaceNames.Match(b, a));

    [Theory]
    [InlineData("Al-Bab", "Al Bāb", PlaceMatch.Folded)]
    [InlineData("ash-Shughur", "Shughūr", PlaceMatch.Folded)]
    [InlineData("Deir ez Zor", "DEIR-EZ-ZOR", PlaceMatch.Folded)]
    [InlineData("Hamah", "Ḩamāh", PlaceMatch.Folded)]
    [InlineData("Sana'a", "Sanaa", PlaceMatch.Folded)]
    [InlineData("Алеппо", "Aleppo", PlaceMatch.Folded)]
    [InlineData("Khan Sheikhoun", "Khān Shaykhūn", PlaceMatch.Skeleton)]
    [InlineData("Saraqeb", "Saraqib", PlaceMatch.Skeleton)]
    [InlineData("Саракиб", "Saraqib", PlaceMatch.Skeleton)]
    [InlineData("سراقب", "Saraqib", PlaceMatch.Skeleton)]
    [InlineData("Douma", "Dūmā", PlaceMatch.Skeleton)]
    [InlineData("Homs", "Hims", null)]
    [InlineData("Mosul", "Kirkuk", null)]
    public void Spellings_meet_as_closely_as_they_are_written(string name, string other, PlaceMatch? match) => Assert.Equal(match, PlaceNames.Match(name, other));

    [Fact]
    public void Every_name_of_a_list_is_found_and_any_order_gives_the_same_bytes() => Gen.Select(Places.List[1, 12], Names, Gen.Int[0, 11]).Sample((places, other, of) =>
    {
        var names = PlaceNames.Fold(other).Length > 0 && IsSound(other) && Encoding.UTF8.GetByteCount(other) <= 255 ? new[] { (other, places[of % places.Count]) } : [];
        var file = Gazetteer.Write("about", places, names);
        var list = Gazetteer.Read(file, out var why);
        Assert.True(list is not null, why);
        Assert.Equal(file, Gazetteer.Write("about", places.AsEnumerable().Reverse(), names));
        Assert.All(places, place => Assert.Contains(list.Find(place.Name), hit => hit.Place == place && hit.Match == PlaceMatch.Exact));
        Assert.All(names, name => Assert.Contains(list.Find(name.other), hit => hit.Place == name.Item2));
    });

    [Fact]
    public void A_damaged_list_is_refused_or_answers() => Gen.Select(Places.List[1, 5], Gen.Int[0, 4000], Gen.Byte, Gen.Bool).Sample((places, at, value, cut) =>
    {
        var file = Gazetteer.Write("about", places, []);
        file[at % file.Length] = value;
        var list = Gazetteer.Read(cut ? file.AsMemory(0, at % file.Length) : file, out var why);
        Assert.Equal(list is null, why.Length > 0);
        Assert.All(places, place => list?.Find(place.Name));
    });

    [Fact]
    public void Bytes_that_are_no_list_are_refused() => Gen.Byte.Array[0, 200].Select(Gen.Bool, (bytes, begins) => begins ? [.. "Probatum places 1\n"u8, .. bytes] : bytes).Sample(bytes =>
        Gazetteer.Read(bytes, out var why) is { Names: 0 } || why.Length > 0);

    [Fact]
    public void A_file_above_the_limit_is_refused() => Assert.True(Gazetteer.Read(new byte[Gazetteer.LargestFile + 1], out var why) is null && why.Contains("too large", StringComparison.Ordinal));

    [Fact]
    public void Every_shipped_name_stands_in_order_and_is_found_by_itself()
    {
        var (all, before) = (Shipped.All.ToList(), (Skeleton: "", Folded: ""));
        Assert.Equal(175_600, all.Count, 100.0);
        foreach (var (name, _) in all)
        {
            var folded = PlaceNames.Fold(name);
            var key = (Skeleton: PlaceNames.Skeleton(folded), Folded: folded);
            Assert.True(string.CompareOrdinal(before.Skeleton, key.Skeleton) is < 0 or 0 && (before.Skeleton != key.Skeleton || string.CompareOrdinal(before.Folded, key.Folded) <= 0), name);
            before = key;
        }

        Assert.All(all.Where((_, at) => at % 17 == 0), row => Assert.Contains(Shipped.Find(row.Name), hit => hit.Place == row.Place && hit.Match == PlaceMatch.Exact));
    }

    [Fact]
    public void The_shipped_list_is_what_its_rows_give()
    {
        var all = Shipped.All.ToList();
        var made = Gazetteer.Write(Shipped.About, all.Select(row => row.Place), all.Where(row => row.Name != row.Place.Name));
        Assert.True(made.AsSpan().SequenceEqual(File.ReadAllBytes(ShippedFile)), "the folding of names has changed: put the list in order again (data/gazetteer/README.md)");
        Assert.Contains(Shipped.Digest, File.ReadAllText(Path.Combine(TestData.Repository, "data/gazetteer/README.md")), StringComparison.Ordinal);
        Assert.True(made.Length < 4 << 20 && Shipped.About.Contains("GeoNames", StringComparison.Ordinal) && Shipped.About.Contains("CC BY 4.0", StringComparison.Ordinal));
    }

    // docs/claims.md, section 12, tells these.
    [Theory]
    [InlineData("Aleppo", PlaceMatch.Exact)]
    [InlineData("Homs", PlaceMatch.Exact)]
    [InlineData("Idlib", PlaceMatch.Exact)]
    [InlineData("Hama", PlaceMatch.Folded)]
    [InlineData("Sarmin", PlaceMatch.Folded)]
    [InlineData("Al-Bab", PlaceMatch.Folded)]
    [InlineData("Khan Sheikhoun", PlaceMatch.Skeleton)]
    [InlineData("Saraqeb", PlaceMatch.Skeleton)]
    [InlineData("Kafr Zita", PlaceMatch.Skeleton)]
    [InlineData("Douma", PlaceMatch.Skeleton)]
    [InlineData("Zamalka", null)]
    [InlineData("Moadamiya", null)]
    [InlineData("Jobar", null)]
    [InlineData("Latamneh", null)]
    [InlineData("Ltamenah", null)]
    [InlineData("Talmenes", null)]
    [InlineData("Khan al-Asal", null)]
    [InlineData("Hamadaniyah", null)]
    [InlineData("Ghouta", null)]
    public void Spellings_of_reports_are_found_in_their_country_or_are_missing(string name, PlaceMatch? match) =>
        Assert.Equal(match, Shipped.Find(name).FirstOrDefault(hit => hit.Place.CountryCode == "SY")?.Match);

    [Theory]
    [InlineData("حلب", "Aleppo")]
    [InlineData("سراقب", "Saraqib")]
    [InlineData("الموصل", "Mosul")]
    public void An_Arabic_name_finds_its_place(string name, string place) => Assert.Contains(Shipped.Find(name), hit => hit.Place.Name == place && hit.Match == PlaceMatch.Exact);

    [Theory]
    [InlineData("shells fell in Binnish", "Binnish")]
    [InlineData("gas was used near Jisr al-Shughur on Monday", "Jisr al-Shughur")]
    [InlineData("gas was used in Binnish and Taftanaz", "Binnish,Taftanaz")]
    [InlineData("a shell fell in the town of Reading", "Reading")]
    [InlineData("a shell fell in Reading, England", "Reading")]
    [InlineData("a shell fell in Lyon", "Lyon")]
    [InlineData("he was reading in Reading", "")]
    [InlineData("confidence in Martin was lost", "")]
    [InlineData("he put trust in Mobile", "")]
    [InlineData("letters from Lyon say so", "")]
    [InlineData("it happened in Lyon's suburbs", "")]
    [InlineData("it was said in Paris Match", "")]
    [InlineData("it was told at Bank of Lyon", "")]
    [InlineData("Binnish was hit", "")]
    [InlineData("it happened in January", "")]
    [InlineData("the men of Binnish fled", "")]
    [InlineData("it happened in Qwertzuipol", "")]
    public void A_name_is_a_place_after_a_word_of_place_only(string content, string places) => Assert.Equal(places, string.Join(',', Read.Slots(
        ClaimExtractor.Extract($"The council said that {content}.", Read.Known with { Gazetteer = Shipped })[0], "where")));

    [Fact]
    public void Every_country_is_a_place_in_the_same_words()
    {
        var countries = Shipped.All.Select(row => row.Place.Country).Distinct().Where(name => name.Length >= 4 && name.Split(' ').All(word => word.All(char.IsLetter) && char.IsUpper(word[0]))).ToList();
        Assert.InRange(countries.Count, 180, 246);
        Assert.All(countries, country => Assert.Equal([country], Read.Slots(
            ClaimExtractor.Extract($"The council said that shells fell on the roofs of three houses in {country}.", Read.Known with { Gazetteer = Shipped })[0], "where")));
    }

    [Theory]
    [InlineData("example-annotation.jsonl")]
    [InlineData("chemical-dev.jsonl")]
    public void No_place_of_annotated_reports_is_lost_or_wrong_for_the_list(string file)
    {
        foreach (var line in File.ReadLines(TestData.At("data/attribution/" + file)).Where(line => line.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            var text = json.RootElement.GetProperty("text").GetString()!;
            Assert.Equal(
                ClaimExtractor.Extract(text, new()).Select(claim => string.Join(',', claim.Event)), ClaimExtractor.Extract(text, new(Gazetteer: Shipped)).Select(claim => string.Join(',', claim.Event)));
        }
    }

    private static bool IsSound(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) == name;
}
