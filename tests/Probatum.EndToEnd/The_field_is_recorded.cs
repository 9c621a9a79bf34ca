using System.Text.Json;
using Probatum.Intake;

namespace Probatum.EndToEnd;

/// <summary>What surrounds the samples: sites and who held them, remnants, interviews, films, notes, hand-overs, extended deadlines.</summary>
public sealed class The_field_is_recorded : IDisposable
{
    private readonly Desk _desk = new();

    public The_field_is_recorded()
    {
        Desk.Run("init", _desk.Workspace).Expect(0);
        _desk.In("case", "open", "SYNTHETIC exercise").Expect(0);
        foreach (var party in new[] { "State A", "Party B", "OPCW", "Team", "Channel" })
        {
            _desk.In("party", "add", party).Expect(0);
        }

        _desk.In("incident", "open", "I-1", "--when", "2031-05-04").Expect(0);
    }

    [Fact]
    public void Two_tell_of_one_site_differently_and_both_stay()
    {
        _desk.In("site", "add", "Z-1", "--incident", "I-1", "--title", "crater in the yard", "--at", "36.17,37.08", "--radius", "20").Expect(0);
        _desk.In("site", "tell", "Z-1", "access-refused", "--by", "Party B", "--told-by", "OPCW", "--when", "2031-05-06", "--reason", "not safe").Expect(0);
        _desk.In("site", "tell", "Z-1", "access-open", "--by", "Party B", "--told-by", "Party B", "--when", "2031-05-05/2031-05-07").Expect(0);
        Assert.Contains("site/status", _desk.In("site", "tell", "Z-1", "attacked", "--told-by", "OPCW", "--when", "2031-05-06").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("remnant", "add", "X-1", "--site", "Z-1", "--incident", "I-1", "--sort", "bent tube", "--measure", "length=412 mm@steel rule", "--marking", "LOT 7-81", "--in-place", "--by", "Team", "--when", "2031-05-07").Expect(0);
        Assert.Contains("remnant/nobody-says", _desk.In("remnant", "add", "X-2", "--said-to-be", "a rocket").Expect(2).Error, StringComparison.Ordinal);

        var shown = _desk.In("site", "show", "Z-1").Expect(0).Out;
        Assert.Contains("access open, Party B, as Party B tells", shown, StringComparison.Ordinal);
        Assert.Contains("access refused, Party B (not safe), as OPCW tells", shown, StringComparison.Ordinal);
        Assert.Contains("found here: X-1, bent tube", shown, StringComparison.Ordinal);
        Assert.Contains("length: 412 mm (steel rule)", _desk.In("remnant", "show", "X-1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("marking as read: LOT 7-81", _desk.In("remnant", "show", "X-1").Expect(0).Out, StringComparison.Ordinal);
        var line = _desk.In("case", "timeline").Expect(0).Out;
        Assert.Contains("Z-1: access refused, Party B: not safe", line, StringComparison.Ordinal);
        Assert.Contains("X-1: bent tube recorded", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_was_asked_before_is_told_before_a_person_is_asked_again()
    {
        _desk.In("casualty", "add", "K-01", "--incident", "I-1", "--sign", "cough").Expect(0);
        Assert.Contains("has no person or casualty", _desk.In("interview", "check", "W-9").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("nobody on record has asked K-01", _desk.In("interview", "check", "K-01").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("interview", "add", "K-01", "--incident", "I-1", "--by", "Team", "--sort", "first-account", "--asked-before", "Relief group@2031-05-05", "--when", "2031-05-06", "--alone").Expect(0);
        var before = _desk.In("interview", "check", "K-01").Expect(1).Out;
        Assert.Contains("Team, 2031-05-06, first account", before, StringComparison.Ordinal);
        Assert.Contains("Relief group, 2031-05-05, as told in T1", before, StringComparison.Ordinal);
        Assert.Contains("K-01 was asked before: Team", _desk.In("interview", "add", "K-01", "--by", "OPCW", "--sort", "further").Expect(0).Error, StringComparison.Ordinal);

        // Somebody who is asked first and recorded as a casualty later is one person.
        _desk.In("interview", "add", "W-2", "--by", "Team", "--role", "witness").Expect(0);
        Assert.Contains("interview/sort", _desk.In("interview", "add", "W-2", "--by", "Team", "--sort", "short").Expect(2).Error, StringComparison.Ordinal);
        using var list = JsonDocument.Parse(_desk.In("interview", "list", "--json").Expect(0).Out);
        var people = list.RootElement.EnumerateArray().GroupBy(one => one.GetProperty("code").GetString()).ToDictionary(group => group.Key!, group => group.Select(one => one.GetProperty("person").GetString()).Distinct().Count());
        Assert.Equal(new Dictionary<string, int> { ["K-01"] = 1, ["W-2"] = 1 }, people);

        // It goes with the person.
        _desk.In("erase", "K-01", "--reason", "withdrew consent").Expect(0);
        Assert.DoesNotContain("Relief group", _desk.In("interview", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_claimed_told_by_the_file_and_derived_stay_apart()
    {
        Assert.SkipWhen(OtherProgram.Find("ffmpeg") is null, "ffmpeg is not installed");
        var (film, cut, other) = (_desk.At("film.mp4"), _desk.At("cut.mp4"), _desk.At("other.mp4"));
        OtherProgram.Run(OtherProgram.Find("ffmpeg")!, ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=5:duration=2", "-f", "lavfi", "-i", "mandelbrot=size=320x240:rate=5", "-filter_complex", "[1:v]trim=duration=2,setpts=PTS-STARTPTS[m];[0:v][m]concat=n=2:v=1", "-pix_fmt", "yuv420p", film], TimeSpan.FromMinutes(1));
        OtherProgram.Run(OtherProgram.Find("ffmpeg")!, ["-v", "error", "-ss", "2", "-i", film, "-vf", "scale=160:120,eq=brightness=0.05", "-crf", "35", cut], TimeSpan.FromMinutes(1));
        OtherProgram.Run(OtherProgram.Find("ffmpeg")!, ["-v", "error", "-f", "lavfi", "-i", "smptebars=size=320x240:rate=5:duration=1", "-pix_fmt", "yuv420p", other], TimeSpan.FromMinutes(1));

        // A name with a number's place in it is this one file's, and leads to no other.
        OtherProgram.Run(OtherProgram.Find("ffmpeg")!, ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x64", "-frames:v", "1", _desk.At("other7.jpg")], TimeSpan.FromMinutes(1));
        File.WriteAllText(_desk.At("other%d.jpg"), "junk");
        Assert.Contains("can't read it", _desk.In("media", "add", _desk.At("other%d.jpg"), "--label", "V-0").Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("say whose with --claimed-by", _desk.In("media", "add", film, "--claimed-when", "2031-05-04").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("media", "add", film, "--label", "V-1", "--incident", "I-1", "--publisher", "Channel", "--published", "2031-05-05", "--claimed-by", "Channel", "--claimed-when", "2031-05-04", "--claimed-at", "36.17,37.08", "--radius", "50", "--hand", "A resident=filmed@2031-05-04").Expect(0);
        Assert.Contains("looks like V-1", _desk.In("media", "add", cut, "--label", "V-2").Expect(0).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("looks like", _desk.In("media", "add", other, "--label", "V-3").Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("the same file stands on record as V-1", _desk.In("media", "add", film, "--no-look").Expect(0).Error, StringComparison.Ordinal);
        _desk.In("media", "locate", "V-1", "--when", "2031-05-06", "--at", "36.20,37.08", "--radius", "30", "--basis", "water tower", "--by", "Team").Expect(0);
        _desk.In("media", "compare", "V-1", "V-2", "part", "--reason", "V-2 is its second half").Expect(0);

        var shown = _desk.In("media", "show", "V-1").Expect(0).Out;
        foreach (var part in new[]
        {
            "before: A resident filmed, 2031-05-04, as told", "claimed by Channel: 2031-05-04, 36.17,37.08 ± 50 m", "derived by Team: 2031-05-06, 36.2,37.08 ± 30 m; water tower", "320 × 240, 4.0 s; video h264; 2 pictures: 0.0 s, 2.0 s",
            "! the time claimed (2031-05-04) and the time derived (2031-05-06) exclude each other", "! the place claimed and the place derived are 3340 m apart, more than their uncertainty",
            "! it was published (2031-05-05) before the time derived (2031-05-06)", "like V-2:", "an analyst says: part",
        })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        using var alike = JsonDocument.Parse(_desk.In("media", "alike", "--json").Expect(0).Out);
        Assert.All(alike.RootElement.EnumerateArray(), pair => Assert.DoesNotContain("V-3", pair.ToString(), StringComparison.Ordinal));
        Assert.Contains("V-1 taken, as claimed", _desk.In("case", "timeline").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_names_other_files_is_not_followed()
    {
        Assert.SkipWhen(OtherProgram.Find("ffmpeg") is null, "ffmpeg is not installed");
        var (secret, list) = (_desk.At("secret.txt"), _desk.At("list.mp4"));
        File.WriteAllText(secret, "the secret");
        foreach (var hostile in new[] { $"ffconcat version 1.0\nfile '{secret}'\n", $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:{secret}\n#EXT-X-ENDLIST\n", "", "no film at all" })
        {
            File.WriteAllText(list, hostile);
            Assert.Null(MediaReading.Read(list, out var fault));
            Assert.Equal("media/unreadable", fault.Code);
            Assert.DoesNotContain(_desk.At(""), fault.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Notes_are_answered_hand_overs_have_receipts_and_deadlines_are_extended()
    {
        _desk.In("request", "new", "Q-1", "--route", "CWC_X_ASSISTANCE_IAU", "--from", "State A", "--to", "OPCW", "--when", "2031-05-05").Expect(0);
        _desk.In("note", "add", "NV 109", "--from", "State A", "--to", "OPCW", "--when", "2031-05-05", "--subject", "asks for a visit", "--request", "Q-1").Expect(0);
        Assert.Contains("no answer on record", _desk.In("note", "list").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("note", "add", "NV/ODG/1", "--from", "OPCW", "--to", "State A", "--when", "2031-05-06", "--answers", "NV 109").Expect(0);
        Assert.Contains("answered by NV/ODG/1, 2031-05-06", _desk.In("note", "show", "NV 109").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("sample", "add", "S-01", "--incident", "I-1").Expect(0);
        Assert.Contains("handover/nothing", _desk.In("request", "handover", "--from", "State A", "--to", "OPCW").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("request", "handover", "--from", "State A", "--to", "OPCW", "--receipt", "HP-3", "--item", "medical reports, 4", "--sample", "S-01", "--request", "Q-1", "--when", "2031-05-07", "--reservation", "one page is missing").Expect(0);
        Assert.Contains("hand-over HP-3, 2031-05-07: State A to OPCW, medical reports, 4, S-01; reservation: one page is missing", _desk.In("note", "list").Expect(0).Out, StringComparison.Ordinal);

        _desk.In("request", "step", "Q-1", "initiated", "--when", "2031-05-06T00:00Z").Expect(0);
        Assert.Contains("2031-05-09T00:00:00Z", Deadline("D32"), StringComparison.Ordinal);
        _desk.In("request", "extend", "Q-1", "D32", "--extent", "PT72H", "--by", "OPCW", "--when", "2031-05-08").Expect(0);
        _desk.In("request", "extend", "Q-1", "D32", "--extent", "PT72H", "--by", "OPCW", "--when", "2031-05-11").Expect(0);
        Assert.Contains("2031-05-15T00:00:00Z", Deadline("D32"), StringComparison.Ordinal);
        Assert.Contains("running", Deadline("D32"), StringComparison.Ordinal);

        // What is called an extension shortens nothing.
        _desk.In("request", "extend", "Q-1", "D32", "--until", "2031-05-08T00:00Z", "--by", "OPCW").Expect(0);
        Assert.Contains("2031-05-15T00:00:00Z", Deadline("D32"), StringComparison.Ordinal);
        Assert.Contains("provides for no extension", _desk.In("request", "extend", "Q-1", "D34", "--extent", "PT24H").Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("request/extent", _desk.In("request", "extend", "Q-1", "D32", "--extent", "soon").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("has no deadline 'D99'", _desk.In("request", "extend", "Q-1", "D99", "--extent", "PT1H").Expect(2).Error, StringComparison.Ordinal);
        var list = _desk.In("request", "list").Expect(0).Out;
        Assert.Contains("D32 extended", list, StringComparison.Ordinal);
        Assert.Contains("note NV 109", list, StringComparison.Ordinal);
    }

    private string Deadline(string id) => _desk.In("request", "deadlines", "--as-of", "2031-05-13T12:00Z").Expect(0).Out.Split('\n').Single(line => line.Contains($" {id} ", StringComparison.Ordinal));

    public void Dispose() => _desk.Dispose();
}
