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
        Desk.Run("verify", desk.At("public")).Expect(0);
    }

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

            count += text.Contains(Planted, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }
}
