using System.Text;
using Probatum.Core.Records;

namespace Probatum.EndToEnd;

/// <summary>Every free member of every record has a name planted in it; none of them stands in the public dossier.</summary>
public sealed class The_public_dossier_keeps_names_back
{
    private const string Planted = "Planted-Name";

    [Fact]
    public void In_no_file_and_in_no_disclosure()
    {
        using var desk = new Desk().WithCase();
        var paper = desk.File("paper.txt", $"signed {Planted}");
        void Do(params string[] args) => desk.In(args).Expect(0);
        Do("party", "add", $"Dr {Planted}", "--sort", "person");
        Do("party", "add", $"{Planted} laboratory", "--sort", "laboratory");
        Do("key", "new", "lab");
        Do("key", "register", "lab", "--role", "laboratory", "--party", "Laboratory", "--holder", Planted);
        Do("incident", "open", "I-2", "--where", $"barn of {Planted}", "--at", "0.1,-20.1");
        Do("report", "add", desk.File("a.txt", $"Officials said that it rained.\n\nNote by {Planted}.\n"), "--source", "The Post");
        Do("claim", "confirm", "--words", "it rained", "--reason", $"{Planted} read it");
        Do("sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--seal", "A", "--where", $"yard of {Planted}", "--witness", Planted, "--note", $"blood of {Planted}");
        Do("sample", "open", "S-1", "--by", "Team", "--seal-found", "A", "--seal-applied", "B", "--reason", $"asked by {Planted}");
        Do("sample", "transfer", "S-1", "--from", "Team", "--to", "Laboratory", "--when", "2031-05-05", "--seal-found", "B", "--where", $"house of {Planted}", "--condition", $"seen by {Planted}", "--purpose", $"for {Planted}", "--paper", paper);
        Do("casualty", "add", "K-1", "--incident", "I-1", "--age-band", Planted, "--sex", Planted, "--role", Planted, "--exposed-at", $"near {Planted}", "--treated-before", $"by {Planted}", "--sign", $"cough@soon/{Planted}", "--outcome", $"home to {Planted}", "--consent", $"given by {Planted}");
        Do("casualty", "examine", "K-1", "--by", "Team", "--facility", Planted, "--sign", $"miosis/{Planted}", "--observer", Planted, "--vital", $"pulse=50@{Planted}");
        Do("casualty", "treat", "K-1", $"washed by {Planted}", "--by", "Team", "--reason", Planted);
        Do("casualty", "outcome", "K-1", $"home to {Planted}", "--by", "Team", "--autopsy", Planted, "--report", paper);
        Do("consent", "record", "K-1", "--purpose", "biosample", "--form", Planted, "--witness", Planted, "--interpreter", Planted, "--how", Planted, "--file", paper);
        Do("consent", "withdraw", "K-1", "--purpose", "biosample", "--reason", $"feared by {Planted}");
        Do("consent", "basis", "K-1", "--purpose", "biosample", "--basis", $"order on {Planted}", "--authority", Planted, "--document", Planted);
        Do("result", "add", "S-1", "--laboratory", "Laboratory", "--substance", "X", "--outcome", "found", "--technique", "GC_EI_MS", "--report", paper);
        Do("request", "new", "Q-1", "--route", "CWC_X_ASSISTANCE_IAU", "--from", "Team", "--to", "Laboratory", "--document", $"note of {Planted}", "--item", $"effects=seen by {Planted}");
        Do("request", "step", "Q-1", "received", "--when", "2031-05-06", "--note", Planted, "--document", Planted);
        Do("request", "reply", "Q-1", "--from", "Laboratory", "--text", $"ask {Planted}", "--document", Planted);
        Do("hypothesis", "state", "--incident", "I-1");
        Do("evidence", "link", "S-1", "--incident", "I-1", "--consistent", "H1", "--reason", $"says {Planted}");
        Do("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "cannot-determine", "--limitation", $"{Planted} could not be heard");
        Do("finding", "observe", "--incident", "I-1", "--sort", "state-comment", "--by", "Team", "--text", $"{Planted} disagrees");
        Do("correct", "S-1", "--set", "quantity=1 g", "--reason", $"{Planted} misread it");
        Do("seal", "-o", desk.At("court"));
        Do("seal", "-o", desk.At("public"), "--withhold", "public");
        Assert.InRange(Leaks(desk.At("court")), 15, 100);
        Assert.Equal(0, Leaks(desk.At("public")));
        var shown = File.ReadAllText(Path.Combine(desk.At("public"), "data", "README.html"));
        Assert.Contains("K-1", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("miosis", shown, StringComparison.Ordinal);
        Desk.Run("verify", desk.At("public")).Expect(0);
    }

    [Fact]
    public void Nor_where_reports_and_analysts_say_it_and_those_who_speak_for_a_body_are_named()
    {
        using var desk = new Desk().WithCase();
        void Do(params string[] args) => desk.In(args).Expect(0);
        Do("party", "add", "The Ministry", "--sort", "state body");
        Do("party", "add", "Viktor Orme", "--sort", "official", "--belongs-to", "The Ministry");
        Do("party", "add", "Petra Planted-Name", "--sort", "person");
        var told = desk.In("report", "add", desk.File("a.txt", "Petra Planted-Name, a nurse, said that it rained. Viktor Orme said that Ms Planted-Name was wrong.\n"), "--source", "Planted-Name", "--source-sort", "person").Expect(0);
        Assert.Contains("Planted-Name, person", told.Error, StringComparison.Ordinal);
        Do("claim", "confirm", "--words", "it rained", "--speaker", "Petra Planted-Name");
        Do("claim", "confirm", "--words", "was wrong", "--speaker", "Viktor Orme");
        Do("allegation", "add", "--incident", "I-1", "--by", "Petra Planted-Name", "--stance", "alleges", "--words", "it rained", "--title", "What PLANTED NAME saw");
        Do("incident", "open", "Planted-Name-1", "--title", "yard of Petra");
        Do("seal", "-o", desk.At("court"));
        var sealing = desk.In("seal", "-o", desk.At("public"), "--withhold", "public", "--json").Expect(0).Out;
        Desk.Run("redact", desk.At("court"), "-o", desk.At("narrow"), "--withhold", "public").Expect(0);
        Assert.InRange(Leaks(desk.At("court")), 5, 100);
        Assert.Equal(0, Leaks(desk.At("public")));
        Assert.Equal(0, Leaks(desk.At("narrow")));
        using var json = System.Text.Json.JsonDocument.Parse(sealing);
        Assert.InRange(json.RootElement.GetProperty("forNames").GetInt64(), 6, 100);
        Assert.Equal(json.RootElement.GetProperty("withheld").GetInt64(), json.RootElement.GetProperty("reasons").EnumerateArray().Sum(one => one.GetProperty("members").GetInt64()));
        var page = File.ReadAllText(Path.Combine(desk.At("public"), "data", "README.html"));
        Assert.Contains("Viktor Orme", page, StringComparison.Ordinal);
        Assert.Contains("person 2 (withheld)", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?<![A-Za-z0-9_-])e-[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])", page);
        Desk.Run("verify", desk.At("public")).Expect(0);
        Desk.Run("verify", desk.At("narrow")).Expect(0);
    }

    [Fact]
    public void A_policy_that_there_is_not_is_answered_with_those_that_there_are() =>
        Assert.Contains("court, laboratory, parties, public", Desk.Run("redact", "nowhere", "-o", "x", "--withhold", "nonsense").Expect(2).Error, StringComparison.Ordinal);

    /// <summary>How many files show the name, disclosures opened.</summary>
    private static int Leaks(string dossier)
    {
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(dossier, "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(path);
            if (path.Contains("/disclosures/", StringComparison.Ordinal))
            {
                text = string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => Disclosure.TryOpen(line, out var one, out _) ? Encoding.UTF8.GetString(CanonicalJson.Write(JsonMap.Of((one.Name, one.Value)))) : line));
            }

            count += text.Contains(Planted, StringComparison.OrdinalIgnoreCase) || text.Contains("planted name", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        return count;
    }
}
