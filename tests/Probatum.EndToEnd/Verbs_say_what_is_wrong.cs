using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>What a person at the terminal is told: what does not fit, what is missing, who may, and what to do next.</summary>
public sealed class Verbs_say_what_is_wrong : IDisposable
{
    private const string SampleColumns = "label,matrix,quantity,collected,place,lat,lon,radius_m,collector,seal,origin,witnesses,incident,note";

    private readonly Desk _desk = new Desk().WithCase();

    [Theory]
    [InlineData("case open", "needs a title", "case", "open", " ")]
    [InlineData("a case's title", "has a case 'A case' already", "case", "open", "a CASE")]
    [InlineData("an origin", "'BOGUS' is no origin of a sample: TEAM_COLLECTED, ", "sample", "add", "S-1", "--origin", "BOGUS")]
    [InlineData("a technique", "'NOPE' is no technique", "sample", "claimed", "--incident", "I-1", "--held-by", "Team", "--technique", "NOPE")]
    [InlineData("a count", "--count is a number from 1", "sample", "claimed", "--incident", "I-1", "--held-by", "Team", "--count", "0")]
    [InlineData("a key of the workspace", "the key 'stray' is not registered in this case; register it with 'probatum key register'", "party", "add", "X", "--key", "stray")]
    [InlineData("a role", "(owner, registrar, custodian may)", "sample", "add", "S-1", "--key", "analyst")]
    [InlineData("a correction of nothing", "--set NAME=VALUE or --unset NAME", "correct", "I-1", "--reason", "x")]
    [InlineData("a slip in an option after one of many values", "'--told-bye' is not known here", "casualty", "add", "Q1", "--incident", "I-1", "--sign", "cough", "--told-bye", "Team")]
    [InlineData("a choice", "Must be one of: 'owner' 'registrar'", "key", "register", "stray", "--role", "wizard")]
    [InlineData("a short option that is none", "'-z' is not known here", "search", "S-1", "-z", "x")]
    [InlineData("no half", "this is no half of a hand-over", "sample", "receive", "{paper}")]
    public void What_is_refused_is_told_with_what_would_do(string what, string words, params string[] args)
    {
        _desk.In("key", "new", "stray").Expect(0);
        _desk.In("key", "new", "analyst").Expect(0);
        _desk.In("key", "register", "analyst", "--role", "analyst").Expect(0);
        var before = _desk.Leaves();
        var printed = _desk.In([.. args.Select(arg => arg.Replace("{paper}", _desk.File("paper.txt", "A form.\n"), StringComparison.Ordinal))]).Expect(2);
        Assert.True(printed.Error.Contains(words, StringComparison.Ordinal), $"{what}: {printed.Error}");
        Assert.Equal(before, _desk.Leaves());
    }

    [Fact]
    public void A_workspace_where_none_can_be_made_says_so() =>
        Assert.StartsWith("probatum: /proc/foo: no workspace can be made here", Desk.Run("init", "/proc/foo").Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public void A_dossier_that_does_not_hold_or_is_of_another_case_is_not_handed_over()
    {
        var mine = _desk.At("mine");
        _desk.In("seal", "-o", mine).Expect(0);
        using var other = new Desk().WithCase();
        other.In("seal", "-o", other.At("theirs")).Expect(0);
        var before = _desk.Leaves();
        Assert.Contains("of another case", _desk.In("handover", other.At("theirs"), "--to", "Team").Expect(2).Error, StringComparison.Ordinal);
        System.IO.File.AppendAllText(Path.Combine(mine, "data", "README.html"), " ");
        Assert.Contains("does not hold (bag/valid", _desk.In("handover", mine, "--to", "Team").Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    [Fact]
    public void Disclosures_that_are_gone_are_told_by_every_command()
    {
        Directory.Delete(Path.Combine(Directory.GetDirectories(Path.Combine(_desk.Workspace, "cases")).Single(), "aside"), true);
        Assert.Contains("can't be opened here", _desk.In("party", "list").Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("can't be opened here, from leaf 0 on", _desk.In("log", "audit").Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_can_neither_move_the_cursor_nor_turn_the_line_nor_pass_for_a_line_of_ours()
    {
        _desk.In("incident", "open", "I-2", "--title", "x\nHOLDS: forged \u001b[2J\u202Ey").Expect(0);
        _desk.In("party", "add", "P\nHOLDS: forged \u001b[2J\u202Ey").Expect(0);
        foreach (var printed in new[] { _desk.In("assess"), _desk.In("incident", "list"), _desk.In("party", "list"), _desk.In("case", "timeline"), _desk.In("incident", "show", "I\u001b\u202E\nHOLDS: 2") })
        {
            Assert.DoesNotContain((printed.Out + printed.Error).Split('\n'), line => line.StartsWith("HOLDS", StringComparison.Ordinal));
            Assert.DoesNotContain(printed.Out + printed.Error, c => c is '\u001b' or '\u202E');
        }
    }

    [Fact]
    public void What_does_not_fit_is_told_while_it_is_recorded()
    {
        Assert.Empty(_desk.In("sample", "add", "S-1", "--collector", "Team", "--seal", "A-1", "--when", "2031-05-04T10:00Z", "--origin", "TEAM_COLLECTED").Expect(0).Error);
        Assert.Empty(_desk.In("party", "add", "Another").Expect(0).Error);
        Assert.Equal(
            "note: S-1: the seal found is another than the one applied\n",
            _desk.In("sample", "open", "S-1", "--by", "Team", "--when", "2031-05-05T10:00Z", "--seal-found", "A-9", "--seal-applied", "A-2", "--reason", "check").Expect(0).Error);
        Assert.Empty(_desk.In("sample", "open", "S-1", "--by", "Team", "--when", "2031-05-06T10:00Z", "--seal-found", "A-2", "--reason", "check").Expect(0).Error);
    }

    [Fact]
    public void Rows_that_stand_on_record_are_recognised_and_labels_that_do_are_recorded_when_asked()
    {
        var sheet = _desk.File("samples.csv", SampleColumns + "\nS-1,ENV_SOIL,,2031-05-04,,,,,Team,,TEAM_COLLECTED,,I-1,\nS-2,ENV_SOIL,,2031-05-04,,,,,Team,,TEAM_COLLECTED,,I-1,\n");
        Assert.DoesNotContain("on record already", _desk.In("import", sheet, "--as", "samples").Expect(0).Error, StringComparison.Ordinal);
        Assert.Equal("nothing to record, 2 on record already\n", _desk.In("import", sheet, "--as", "samples").Expect(0).Out);
        var other = _desk.File("other.csv", SampleColumns + "\nS-1,ENV_WATER,,2031-05-04,,,,,Team,,TEAM_COLLECTED,,I-1,\n");
        Assert.Contains("line 2: 'S-1' is on record as S-1 (leaf ", _desk.In("import", other, "--as", "samples").Expect(2).Error, StringComparison.Ordinal);
        var again = _desk.In("import", other, "--as", "samples", "--record-conflicts").Expect(0);
        Assert.Contains("note: S-1: another sample of the case bears the same label\n", again.Error, StringComparison.Ordinal);
        Assert.StartsWith("1 sample imported", again.Out, StringComparison.Ordinal);
        var one = _desk.File("one.csv", SampleColumns + "\nS-3,ENV_SOIL,,2031-05-04,,,,,Team,,,,,\n");
        Assert.StartsWith("1 sample imported", _desk.In("import", one, "--as", "samples").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_added_again_is_recorded_and_noted()
    {
        var report = _desk.File("a.txt", "Officials said that it rained.\n");
        Assert.Empty(_desk.In("report", "add", report).Expect(0).Error);
        Assert.Contains("a.txt: the same file is on record already as report R1", _desk.In("report", "add", report).Expect(0).Error, StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(_desk.In("report", "list", "--json").Expect(0).Out).RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("when=2031-05-04", "\"from\":\"2031-05-04T00:00:00Z\"")]
    [InlineData("where=The mill", "\"said\":\"The mill\"")]
    [InlineData("collector=Team", "\"e-")]
    [InlineData("note=seen", "seen")]
    [InlineData("witnesses=A neighbour", "[\"A neighbour\"]")]
    public void A_correction_adds_what_the_record_had_not(string set, string value)
    {
        _desk.In("sample", "add", "S-1").Expect(0);
        _desk.In("correct", "S-1", "--set", set, "--reason", "left out").Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        var said = File.ReadLines(_desk.At($"dossier/data/disclosures/{_desk.Leaves() - 2}.txt")).Select(line => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(line.Trim())));
        Assert.Contains(said, member => member.Contains($"\"{set.Split('=')[0]}\",", StringComparison.Ordinal) && member.Contains(value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("when=May 4", "'May 4' is no time")]
    [InlineData("collector=Nobody", "nothing called 'Nobody'")]
    [InlineData("colour=red", "'colour' is not known")]
    [InlineData("colour=red", "collector (the name of an entity), seal (a text)")]
    public void A_correction_that_does_not_fit_is_refused(string set, string why)
    {
        _desk.In("sample", "add", "S-1").Expect(0);
        Assert.Contains(why, _desk.In("correct", "S-1", "--set", set, "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_is_asked_for_by_name_as_a_correction_is()
    {
        _desk.In("sample", "add", "S-1").Expect(0);
        var leaf = _desk.Leaves() - 1;
        Assert.Equal(_desk.In("log", "prove", $"{leaf}").Expect(0).Out, _desk.In("log", "prove", "S-1").Expect(0).Out);
        Assert.Contains("nothing called", _desk.In("log", "prove", "S-2").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("has no record", _desk.In("log", "prove", $"{leaf + 1}").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_not_recorded_as_a_technique_that_it_is_not()
    {
        var runs = Path.Combine(TestData.Repository, "examples/exercise-larch/runs");
        Desk.Run("library", "build", Path.Combine(runs, "library.msp"), "-o", _desk.At("lib.pbl")).Expect(0);
        _desk.In("sample", "add", "S-1").Expect(0);
        var printed = _desk.In("identify", Path.Combine(runs, "LX-01.cdf.gz"), "--library", _desk.At("lib.pbl"), "--sample", "S-1", "--technique", "NMR").Expect(2);
        Assert.Contains("what fits: GCMS_MOBILE_LAB, GCMS_PORTABLE, GC_EI_MS", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cap_stands_on_a_line_with_what_would_raise_it()
    {
        var lines = _desk.In("assess").Expect(0).Out.Split('\n');
        Assert.Contains("    further up, besides", lines);
        Assert.All(
            lines.Select((line, i) => (line, i)).Where(one => one.line.StartsWith("    x ", StringComparison.Ordinal)),
            cap => Assert.StartsWith("      would be raised by: ", lines[cap.i + 1], StringComparison.Ordinal));
        Assert.Contains("INCIDENT I-1: untitled", lines);
    }

    [Fact]
    public void A_case_without_incidents_has_nothing_to_assess()
    {
        _desk.In("case", "open", "Empty").Expect(0);
        Assert.Contains("no incident is on record", _desk.In("assess", "Empty").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_is_found_by_its_whole_title_also_when_another_begins_with_it()
    {
        _desk.In("case", "open", "A case and more").Expect(0);
        Assert.Contains("Laboratory", _desk.In("party", "list", "--case", "A case").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_and_casualties_are_shown_and_a_deadline_s_state_is_one_word_in_json()
    {
        _desk.In("request", "new", "Q-1", "--route", "CWC_X_ASSISTANCE_IAU", "--from", "Team", "--to", "Laboratory", "--when", "2031-05-06").Expect(0);
        _desk.In("casualty", "add", "K-01", "--incident", "I-1", "--sign", "cough@10 min/medic", "--told-by", "Team").Expect(0);
        Assert.Contains("CWC_X_ASSISTANCE_IAU", _desk.In("request", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("  cough, onset 10 min, seen by medic", _desk.In("casualty", "show", "K-01").Expect(0).Out, StringComparison.Ordinal);
        var states = JsonDocument.Parse(_desk.In("request", "deadlines", "--json").Expect(0).Out).RootElement.EnumerateArray().Select(one => one.GetProperty("state").GetString()).ToHashSet();
        Assert.Contains("not-started", states);
        Assert.Subset(new HashSet<string?>(["met", "met-late", "missed", "running", "not-started", "uncertain"]), states);
    }

    [Fact]
    public void Signs_are_held_against_classes_and_a_late_negative_says_that_it_tells_nothing()
    {
        _desk.In("casualty", "add", "K-11", "--incident", "I-1", "--sign", "pinpoint pupils", "--told-by", "Team").Expect(0);
        _desk.In("casualty", "add", "K-12", "--incident", "I-1", "--sign", "Strange odour", "--told-by", "Team").Expect(0);
        var told = _desk.In("casualty", "compatible", "--incident", "I-1").Expect(0).Out;
        Assert.Contains("compatible with the class nerve agents", told, StringComparison.Ordinal);
        Assert.Contains("K-12: “Strange odour”", told, StringComparison.Ordinal);
        Assert.Contains("compatible is no finding", told, StringComparison.Ordinal);
        _desk.In("incident", "open", "I-9", "--title", "Another", "--when", "2031-01-01").Expect(0);
        _desk.In("sample", "add", "S-90", "--incident", "I-9", "--matrix", "BIO_URINE", "--when", "2031-03-01").Expect(0);
        _desk.In("result", "add", "S-90", "--laboratory", "Laboratory", "--substance", "IMPA", "--outcome", "not-found").Expect(0);
        Assert.Contains("uninformative, a late negative: collected 58 days or more", _desk.In("sample", "show", "S-90").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("uninformative", _desk.In("result", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("not expected from innocent sources", _desk.In("result", "markers", "impa").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_is_held_against_its_route_and_a_supplement_adds_to_it()
    {
        _desk.In("request", "new", "Q-2", "--route", "UNSGM", "--from", "Team", "--to", "Laboratory", "--item", "trigger=smell, told on 4 May", "weather=not known", "--when", "2031-05-06").Expect(0);
        var before = _desk.In("request", "check", "Q-2").Expect(1).Out;
        Assert.Contains("6 of 8 items missing", before, StringComparison.Ordinal);
        Assert.Contains("unknown", before, StringComparison.Ordinal);
        var added = _desk.In("request", "supplement", "Q-2", "--item", "weather=wind from the west, as told", "location=a mill", "site=a yard", "means=not known", "extent=not known", "agent=not known").Expect(0).Out;
        Assert.Contains("still not in it", added, StringComparison.Ordinal);
        _desk.In("request", "supplement", "Q-2", "--item", "conclusion=none").Expect(0);
        Assert.Contains("not known; wind from the west", _desk.In("request", "check", "Q-2").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("request", "supplement", "Q-2", "--item", "smell=strong").Expect(2);
        Assert.Single(JsonDocument.Parse(_desk.In("request", "list", "--json").Expect(0).Out).RootElement.EnumerateArray());
        _desk.In("finding", "propose", "--incident", "I-1", "--route", "UNSGM", "--wording", "x", "--limitation", "y").Expect(2);
    }

    [Fact]
    public void Routes_are_listed_and_what_is_due_next_comes_first()
    {
        Assert.Contains("UN_IIIM", _desk.In("request", "routes").Expect(0).Out, StringComparison.Ordinal);
        var one = _desk.In("request", "routes", "CWC_IX_CHALLENGE").Expect(0).Out;
        Assert.Contains("D11: Director-General: give the request to the inspected State; not less than 12 h before", one, StringComparison.Ordinal);
        Assert.Contains("not verified", one, StringComparison.Ordinal);
        Assert.Equal(11, JsonDocument.Parse(_desk.In("request", "routes", "--json").Expect(0).Out).RootElement.GetArrayLength());
        _desk.In("request", "routes", "NONE").Expect(2);
        _desk.In("request", "new", "Q-3", "--route", "CWC_IX_CHALLENGE", "--from", "Team", "--to", "Laboratory").Expect(0);
        _desk.In("request", "step", "Q-3", "received", "--when", "2031-05-06T08:00Z").Expect(0);
        _desk.In("request", "step", "Q-3", "arrived", "--when", "2031-05-07T08:00Z").Expect(0);
        var first = JsonDocument.Parse(_desk.In("request", "deadlines", "--as-of", "2031-05-07T10:00Z", "--json").Expect(0).Out).RootElement.EnumerateArray().First();
        Assert.Equal("D13", first.GetProperty("deadline").GetString());
        Assert.Equal("2031-05-07T20:00:00Z", first.GetProperty("due").GetString());
    }

    [Fact]
    public void A_table_has_one_line_a_row_whatever_its_cells_hold()
    {
        _desk.In("party", "add", "A\nparty\tof " + new string('x', 200), "--sort", "a\n\n" + new string('y', 200)).Expect(0);
        var lines = _desk.In("party", "list").Expect(0).Out.TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Contains(lines, line => line.Contains("a yyy", StringComparison.Ordinal) && line.Contains("y…  F", StringComparison.Ordinal) && line.Contains("A party of xxx", StringComparison.Ordinal) && line.EndsWith("xx", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_says_why_a_dossier_that_holds_is_found_wanting()
    {
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        var last = Desk.Run("verify", _desk.At("dossier"), "--policy", _desk.At("dossier/data/keys/policy")).Expect(1).Out.TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith("HOLDS", last, StringComparison.Ordinal);
        Assert.EndsWith("exit code 1, because with --policy what is not proven is wanting", last, StringComparison.Ordinal);
        Assert.DoesNotContain("exit code", Desk.Run("verify", _desk.At("dossier")).Expect(0).Out, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();
}
