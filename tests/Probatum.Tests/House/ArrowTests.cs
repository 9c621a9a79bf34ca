using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Probatum.Tests.House;

/// <summary>Holds the house's arrows: which room may use which. Everything that is not drawn here is forbidden.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Ledger"] = [],
        ["Spectra"] = [],
        ["Text"] = [],
        ["Core"] = ["Ledger", "Spectra"],
        ["Intake"] = ["Core", "Text"],
        ["Bags"] = ["Core"],
        ["Storage"] = ["Core", "Bags"],
        ["Export"] = ["Core"],
        ["Scale"] = ["Core"],
        ["Field"] = ["Core", "Bags"],
        ["Verify"] = ["Core", "Bags"],
        ["Verbs"] = ["Intake", "Bags", "Storage", "Export"],
        ["Web"] = ["Verbs", "Field"],
        ["Cli"] = ["Verbs", "Web"],
    };

    private static readonly string[] PureRooms = ["Core", "Ledger", "Spectra", "Text"];

    // Names of formats that stand in what we write; nobody connects to them.
    private static readonly string[] Identifiers = ["www.w3.org", "w3id.org", "schema.org", "purl.org", "hl7.org", "c2sp.org", "schemas.openxmlformats.org", "openrosa.org", "purl.oclc.org", "terminology.hl7.org", "unitsofmeasure.org", "snomed.info", "loinc.org"];

    private static readonly string Source = Path.Combine(TestData.Repository, "src");

    private static readonly Dictionary<string, XDocument> Projects = Directory
        .EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(file => Room(Path.GetFileNameWithoutExtension(file)), XDocument.Load);

    public static TheoryData<string> Rooms => [.. Projects.Keys];

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_uses_only_rooms_that_its_arrows_reach(string room)
    {
        Assert.True(Arrows.ContainsKey(room), $"{room} is not drawn");
        Assert.Empty(Reach(room, Uses).Except(Reach(room, name => Arrows[name])));
        Assert.Equal(Uses(room).Distinct(), Uses(room));
    }

    [Fact]
    public void No_room_reaches_itself() => Assert.All(Arrows.Keys, room => Assert.DoesNotContain(room, Reach(room, name => Arrows[name])));

    [Fact]
    public void No_room_uses_code_by_another_way_than_a_project_reference() => Assert.All(Projects, project =>
    {
        Assert.Empty(project.Value.Descendants("Reference"));
        Assert.DoesNotContain(project.Value.Descendants("Compile"), item => item.Attribute("Include")?.Value.Contains("..", StringComparison.Ordinal) == true);
    });

    [Fact]
    public void Exactly_the_pure_rooms_are_guarded_as_pure()
    {
        Assert.Equal(PureRooms, Projects.Where(project => project.Value.Descendants("PureLibrary").Any(flag => flag.Value == "true")).Select(project => project.Key).Order());
        var guard = File.ReadAllText(Path.Combine(Source, "Directory.Build.targets"));
        Assert.Contains("BannedApiAnalyzers", guard, StringComparison.Ordinal);
        Assert.Contains("BannedSymbols.txt", guard, StringComparison.Ordinal);
        Assert.All(
            ["T:System.IO.File;", "T:System.Net.Http.HttpClient;", "P:System.DateTimeOffset.UtcNow;", "T:System.Random;", "M:System.Math.Pow("],
            banned => Assert.Contains(banned, File.ReadAllText(Path.Combine(Source, "BannedSymbols.txt")), StringComparison.Ordinal));
    }

    [Fact]
    public void No_room_lifts_the_ban_but_for_the_one_file_that_maps_memory() => Assert.DoesNotContain(
        Code(), file => file.Text.Contains("RS0030", StringComparison.Ordinal) && PureRooms.Contains(file.Room) && file.Room != "Spectra");

    [Fact]
    public void One_file_names_the_signature_libraries()
    {
        Assert.Equal(["SignatureLibraries.cs"], Code().Where(file => Signatures().IsMatch(file.Text)).Select(file => Path.GetFileName(file.Path)));
        Assert.Equal(["Ledger"], Projects.Where(project => project.Value.Descendants("PackageReference")
            .Any(package => Signatures().IsMatch(package.Attribute("Include")!.Value))).Select(project => project.Key));
    }

    [Fact]
    public void The_cryptographers_room_has_no_word_of_the_field() =>
        Assert.All(Code().Where(file => file.Room == "Ledger"), file => Assert.DoesNotMatch(FieldWords(), file.Text));

    // A licence is kept word for word, with the addresses in it, and so are libraries of others, which browser tests hold to asking nobody.
    [Fact]
    public void Nothing_in_the_house_is_fetched_from_a_host() => Assert.All(
        Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).Where(file => !file.Contains("packages.lock.json", StringComparison.Ordinal) && !file.EndsWith("Fonts/OFL.txt", StringComparison.Ordinal) && !file.Contains("/assets/lib/", StringComparison.Ordinal)),
        file => Assert.All(
            Hosts().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value),
            host => Assert.True(Identifiers.Contains(host) || host.EndsWith(".example", StringComparison.Ordinal) || host.EndsWith(".invalid", StringComparison.Ordinal) || host is "localhost" or "127.0.0.1", $"{file} names {host}")));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(TestData.Repository, "Probatum.slnx"));
        Assert.All(Projects.Keys, room => Assert.Contains($"src/Probatum.{room}/Probatum.{room}.csproj", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_benchmark_is_in_the_list_and_its_bar_is_told()
    {
        var bench = Path.Combine(TestData.Repository, "bench");
        var list = File.ReadAllText(Path.Combine(bench, "Probatum.Bench", "Program.cs"));
        var told = File.ReadAllText(Path.Combine(bench, "README.md"));
        Assert.All(Directory.EnumerateFiles(Path.Combine(bench, "Probatum.Bench"), "*Benchmark.cs").Where(file => Path.GetFileName(file) != "Benchmark.cs"), file =>
        {
            Assert.Contains($"{Path.GetFileNameWithoutExtension(file)}.Row,", list, StringComparison.Ordinal);
            Assert.Contains($"| `{BenchmarkName().Match(File.ReadAllText(file)).Groups[1].Value}`", told, StringComparison.Ordinal);
        });
        Assert.Contains("bench/Probatum.Bench/Probatum.Bench.csproj", File.ReadAllText(Path.Combine(TestData.Repository, "Probatum.slnx")), StringComparison.Ordinal);
    }

    private static string Room(string project) => project["Probatum.".Length..];

    private static string[] Uses(string room) =>
    [
        .. Projects[room].Descendants("ProjectReference")
            .Select(reference => Room(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))),
    ];

    private static HashSet<string> Reach(string room, Func<string, string[]> arrows)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(arrows(room));
        while (open.TryDequeue(out var next))
        {
            if (reached.Add(next))
            {
                Array.ForEach(arrows(next), open.Enqueue);
            }
        }

        return reached;
    }

    private static IEnumerable<(string Room, string Path, string Text)> Code() =>
        Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Room(Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar)[0]), file, File.ReadAllText(file)));

    [GeneratedRegex("Row { get; } = new\\(\"([a-z-]+)\"")]
    private static partial Regex BenchmarkName();

    [GeneratedRegex("NSec|BouncyCastle")]
    private static partial Regex Signatures();

    [GeneratedRegex(@"https?://([^/\s""'<>):]+)")]
    private static partial Regex Hosts();

    [GeneratedRegex(@"\b(case file|sample|custody|allegation|dossier|incident|casualty|witness statement)s?\b", RegexOptions.IgnoreCase)]
    private static partial Regex FieldWords();
}
