using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>Consent by purpose, what comes from a person's body, and what several observers tell of a person over time.</summary>
public sealed class People_are_asked_and_looked_after : IDisposable
{
    private readonly Desk _desk = new();

    public People_are_asked_and_looked_after()
    {
        Desk.Run("init", _desk.Workspace).Expect(0);
        _desk.In("case", "open", "SYNTHETIC exercise").Expect(0);
        foreach (var party in new[] { "Hospital", "Clinic", "Laboratory", "Team" })
        {
            _desk.In("party", "add", party).Expect(0);
        }

        _desk.In("incident", "open", "I-1", "--when", "2031-05-04").Expect(0);
        _desk.In("casualty", "add", "K-01", "--incident", "I-1", "--exposed", "2031-05-04T10:00Z", "--smelled", "bleach", "--told-by", "Hospital").Expect(0);
    }

    [Fact]
    public void Blood_without_consent_is_recorded_and_blocked_until_law_or_consent_carries_it()
    {
        Assert.Contains("B-1: blocked: no consent to biosample", _desk.In("sample", "add", "B-1", "--incident", "I-1", "--matrix", "BIO_BLOOD", "--from-person", "K-01", "--collector", "Team", "--origin", "TEAM_COLLECTED").Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("B-2: whose it is is not told", _desk.In("sample", "add", "B-2", "--incident", "I-1", "--matrix", "BIO_URINE", "--collector", "Team").Expect(0).Error, StringComparison.Ordinal);
        _desk.In("result", "add", "B-1", "--laboratory", "Laboratory", "--substance", "X", "--outcome", "found", "--technique", "GC_EI_MS").Expect(0);
        Assert.Contains("! blocked: no consent to biosample", _desk.In("sample", "show", "B-1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("does not count, no consent to biosample", _desk.In("result", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("consent-held", _desk.In("assess", "--json").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("consent", "check", "K-01", "--purpose", "biosample").Expect(1);

        _desk.In("consent", "record", "K-01", "--purpose", "biosample", "medical-data", "--form", "F-2", "--version", "3", "--language", "ar", "--when", "2031-05-05", "--witness", "N-1").Expect(0);
        Assert.Contains("consent, 2031-05-05", _desk.In("consent", "check", "K-01", "--purpose", "biosample").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("consent-held", _desk.In("assess", "--json").Expect(0).Out, StringComparison.Ordinal);

        // What counted goes on counting; what comes after the withdrawal does not.
        _desk.In("consent", "withdraw", "K-01", "--purpose", "biosample", "--when", "2031-05-06").Expect(0);
        _desk.In("result", "add", "B-1", "--laboratory", "Laboratory", "--substance", "Y", "--outcome", "found", "--technique", "GC_EI_MS").Expect(0);
        using var results = JsonDocument.Parse(_desk.In("result", "list", "--json").Expect(0).Out);
        var levels = results.RootElement.EnumerateArray().ToDictionary(one => one.GetProperty("substance").GetString()!, one => one.TryGetProperty("level", out var level) && level.ValueKind == JsonValueKind.String);
        Assert.Equal(new Dictionary<string, bool> { ["X"] = true, ["Y"] = false }, levels);
        Assert.Contains("consent to biosample is withdrawn", _desk.In("sample", "show", "B-1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("found, and nothing of it counts", _desk.In("result", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("does not count for want of consent", _desk.In("result", "compare", "B-1").Expect(0).Out, StringComparison.Ordinal);

        // Nothing that was recorded is put right into a consent.
        Assert.Contains("correction/person", _desk.In("correct", "B-1", "--unset", "person", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("correction/withdrawal", _desk.In("correct", Withdrawal(), "--set", "purposes=[\"public\"]", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);

        _desk.In("consent", "basis", "K-01", "--purpose", "biosample", "--basis", "court order", "--authority", "District court").Expect(0);
        Assert.Contains("lawful basis: court order", _desk.In("sample", "show", "B-1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("consent/purpose", _desk.In("consent", "record", "K-01", "--purpose", "everything").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("has no person or casualty", _desk.In("consent", "withdraw", "K-99", "--all").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Consent_comes_first_and_the_person_stays_one()
    {
        _desk.In("consent", "record", "W-1", "--purpose", "interview", "--how", "spoken").Expect(0);
        _desk.In("interview", "add", "W-1", "--by", "Team").Expect(0);
        _desk.In("casualty", "add", "W-1", "--incident", "I-1", "--sign", "cough").Expect(0);
        Assert.Contains("consent", _desk.In("consent", "check", "W-1", "--purpose", "interview").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("casualty", "examine", "W-1", "--sign", "Unmistakable", "--by", "Clinic").Expect(0);

        // All of it goes with the person.
        _desk.In("erase", "W-1", "--reason", "asked").Expect(0);
        Assert.DoesNotContain("Unmistakable", _desk.In("casualty", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("W-1", _desk.In("consent", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("W-1", _desk.In("interview", "list").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Observers_tell_one_after_the_other_and_a_treatment_sets_aside_what_it_causes()
    {
        Assert.Contains("  no sign is told in this record", _desk.In("casualty", "show", "K-01").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("is no measurement", _desk.In("casualty", "examine", "K-01", "--vital", "pulse 52").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("casualty/definition", _desk.In("casualty", "outcome", "K-01", "died", "--class", "probable").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("casualty", "examine", "K-01", "--by", "Clinic", "--when", "2031-05-04T14:00Z", "--sign", "mydriasis", "cough", "--observer", "nurse").Expect(0);
        _desk.In("casualty", "treat", "K-01", "atropine 2 mg", "--when", "2031-05-04T12:00Z", "--by", "Hospital", "--reason", "slow pulse").Expect(0);
        _desk.In("casualty", "examine", "K-01", "--by", "Hospital", "--when", "2031-05-04T11:00Z", "--sign", "miosis", "cough", "--vital", "pulse=48 /min@11:05", "--pupil-left", "pinpoint", "--triage", "START=immediate", "--observer", "doctor", "--facility", "H-2").Expect(0);
        _desk.In("casualty", "outcome", "K-01", "discharged", "--when", "2031-05-09", "--by", "Hospital", "--class", "probable", "--definition", "CDC 2022", "--decided-by", "Hospital").Expect(0);

        var shown = _desk.In("casualty", "show", "K-01").Expect(0).Out;
        string[] parts =
        [
            "smelled, as told: bleach", "2031-05-04T11:00Z: examined by Hospital, doctor, at H-2, triage START immediate, left pupil pinpoint, pulse 48 /min (11:05)", "miosis, onset not said, seen by doctor",
            "2031-05-04T12:00Z: treated by Hospital: atropine 2 mg, because slow pulse", "2031-05-04T14:00Z: examined by Clinic, nurse", "classed probable by Hospital under CDC 2022",
        ];
        Assert.All(parts, part => Assert.Contains(part, shown, StringComparison.Ordinal));
        Assert.Equal(parts.Select(part => shown.IndexOf(part, StringComparison.Ordinal)).Order(), parts.Select(part => shown.IndexOf(part, StringComparison.Ordinal)));

        var compatible = _desk.In("casualty", "compatible", "--incident", "I-1").Expect(0).Out;
        Assert.Contains("K-01: wide pupils (atropine)", compatible, StringComparison.Ordinal);
        Assert.Contains("1 person with signs that count, told by 2 sides", compatible, StringComparison.Ordinal);
        var list = _desk.In("casualty", "list").Expect(0).Out;
        Assert.Matches("(?m)^cough +2", list);
        Assert.Matches("(?m)^miosis +1", list);

        // What an examination tells counts in the assessment as in the list, and a person once.
        Assert.Contains("signs told: cough 1, miosis 1, mydriasis 1.", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_became_of_a_person_and_what_it_consents_to_are_said_once_by_the_last_word()
    {
        _desk.In("casualty", "outcome", "K-01", "admitted", "--when", "2031-05-05", "--by", "Clinic").Expect(0);
        _desk.In("casualty", "outcome", "K-01", "died", "--when", "2031-05-06", "--by", "Clinic").Expect(0);
        _desk.In("consent", "record", "K-01", "--purpose", "medical-data", "--purpose", "public", "--when", "2031-05-04").Expect(0);
        _desk.In("consent", "withdraw", "K-01", "--purpose", "public").Expect(0);
        var shown = _desk.In("casualty", "show", "K-01").Expect(0).Out;
        Assert.Contains("outcome: died, 2031-05-06, as Clinic tells", shown, StringComparison.Ordinal);
        Assert.Contains("consent: medical-data: consent, 2031-05-04; public: consent to public is withdrawn", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("not said; told by", shown, StringComparison.Ordinal);

        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        var page = File.ReadAllText(_desk.At("dossier/data/README.html"));
        Assert.Contains("died, 2031-05-06, as Clinic tells", page, StringComparison.Ordinal);
        Assert.Contains("public: consent to public is withdrawn", page, StringComparison.Ordinal);
        Assert.Contains("no sign is told (K-01)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Signs_that_stay_back_are_not_called_absent()
    {
        _desk.In("casualty", "examine", "K-01", "--by", "Clinic", "--sign", "cough").Expect(0);
        _desk.In("seal", "-o", _desk.At("public"), "--withhold", "public").Expect(0);
        var page = File.ReadAllText(_desk.At("public/data/README.html"));
        Assert.Contains("signs withheld or not said", page, StringComparison.Ordinal);
        Assert.DoesNotContain("no sign is told", page, StringComparison.Ordinal);
        Desk.Run("verify", _desk.At("public")).Expect(0);
    }

    private string Withdrawal()
    {
        _desk.In("export", "table", "records", "-o", _desk.At("records.json")).Expect(0);
        using var records = JsonDocument.Parse(File.ReadAllText(_desk.At("records.json")));
        return records.RootElement.EnumerateArray().Last(one => one.GetProperty("type").GetString() == "consent-withdrawn").GetProperty("record").GetString()!;
    }

    public void Dispose() => _desk.Dispose();
}
