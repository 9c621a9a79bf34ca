using System.Text;
using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>What a case has of persons' health goes to a hospital as FHIR, and what hospitals have comes in as told, without names and without a finding.</summary>
public sealed class Persons_go_out_and_come_in_as_FHIR : IDisposable
{
    /// <summary>As other systems write: contained resources, urn:uuid, codes of their own, extensions that nobody here knows.</summary>
    private const string Foreign = """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-000000000001","request":{"method":"POST","url":"Patient"},"resource":{"resourceType":"Patient","id":"p1","meta":{"versionId":"7"},
          "extension":[{"url":"http://example.org/ward","valueString":"4B"}],"identifier":[{"system":"http://example.org/codes","value":"K-77"}],"gender":"male","birthDate":"1987","maritalStatus":{"text":"M"}}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-000000000002","request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation","status":"final",
          "contained":[{"resourceType":"Practitioner","id":"doc"}],"code":{"coding":[{"system":"http://snomed.info/sct","code":"49727002","display":"Cough"}]},
          "subject":{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000001"},"effectiveDateTime":"2031-05-04T12:30:00.123+03:00","performer":[{"reference":"#doc"}],
          "valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"2667000","display":"Absent"}]}}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-000000000003","request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation","status":"final","code":{"text":"Blood pressure"},
          "subject":{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000001"},"effectivePeriod":{"start":"2031-05-04","end":"2031-05-05"},
          "component":[{"code":{"text":"systolic"},"valueQuantity":{"value":107.50,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},{"code":{"text":"diastolic"},"valueQuantity":{"value":60,"comparator":"<","unit":"mmHg","code":"kPa"}}]}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-000000000004","request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation","status":"final","code":{"text":"miosis"},
          "subject":{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000001"},"dataAbsentReason":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"not-performed"}]}}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-000000000005","request":{"method":"POST","url":"Specimen"},"resource":{"resourceType":"Specimen","accessionIdentifier":{"value":"X-5"},"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0487","code":"UR"}]},
          "subject":{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000001"},"receivedTime":"2031-05-06T08:00:00Z","collection":{"collectedDateTime":"2031-05-05","quantity":{"value":12.0,"unit":"mL"}}}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-000000000006","request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation","status":"final","code":{"text":"thiodiglycol"},"specimen":{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000005"},
          "performer":[{"type":"Organization","display":"Central Lab"}],"interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"ND"}]}]}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-000000000007","request":{"method":"POST","url":"DiagnosticReport"},"resource":{"resourceType":"DiagnosticReport","status":"final","code":{"text":"toxicology"},"issued":"2031-05-07T10:00:00Z",
          "result":[{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000006"}],"conclusion":"nothing unusual","conclusionCode":[{"text":"no exposure"}]}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-000000000008","request":{"method":"POST","url":"MedicationAdministration"},"resource":{"resourceType":"MedicationAdministration","status":"not-done","medicationCodeableConcept":{"text":"atropine"},
          "subject":{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000001"},"effectiveDateTime":"2031-05-04"}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-00000000000b","request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation","status":"final","code":{"text":"panel"},"subject":{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000001"},
          "hasMember":[{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000003"}]}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-000000000009","request":{"method":"POST","url":"Condition"},"resource":{"resourceType":"Condition","code":{"text":"nerve agent poisoning"},"subject":{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000001"}}},
         {"fullUrl":"urn:uuid:0b6f6a10-0000-4000-8000-00000000000a","request":{"method":"POST","url":"Consent"},"resource":{"resourceType":"Consent","status":"active","scope":{"coding":[{"code":"patient-privacy"}]},"category":[{"text":"x"}],
          "patient":{"reference":"urn:uuid:0b6f6a10-0000-4000-8000-000000000001"},"dateTime":"2031-05-04","policyRule":{"text":"house form 2"},"provision":{"type":"permit"}}}
        ]}
        """;

    private static readonly string[] Read = ["--source", "Hospital", "--map", "Central Lab=Laboratory", "patient-privacy=biosample", "--codes", "http://example.org/codes", "--incident", "I-1", "--origin", "THIRD_PARTY_HANDOVER"];

    private readonly Desk _desk = new Desk().WithCase();

    public Persons_go_out_and_come_in_as_FHIR()
    {
        _desk.In("party", "add", "Hospital", "--sort", "organisation").Expect(0);
        _desk.In("party", "add", "Roe Jane", "--sort", "person").Expect(0);
    }

    [Fact]
    public void What_goes_out_is_valid_tells_absent_from_present_and_holds_no_name_and_no_blind_code()
    {
        var (file, text, error) = Exported();
        Assert.Contains("0 errors", Peers.Fhir(file).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Roe", text, StringComparison.Ordinal);
        Assert.DoesNotContain("BLIND-9", text, StringComparison.Ordinal);
        Assert.Contains("left out: words in which the name of a person stands", error, StringComparison.Ordinal);
        using var bundle = JsonDocument.Parse(text);
        var observed = Resources(bundle, "Observation").Where(one => one.GetProperty("code").TryGetProperty("text", out _)).ToLookup(one => one.GetProperty("code").GetProperty("text").GetString());
        Assert.True(observed["cough"].Single().GetProperty("valueBoolean").GetBoolean());
        Assert.False(observed["miosis"].Single().GetProperty("valueBoolean").GetBoolean());
        Assert.False(observed["rash"].Single().GetProperty("valueBoolean").GetBoolean());
        Assert.Equal("unknown", observed["vomiting"].Single().GetProperty("dataAbsentReason").GetProperty("coding")[0].GetProperty("code").GetString());
        Assert.Equal("48 /min", $"{observed["pulse"].Single().GetProperty("valueQuantity").GetProperty("value")} {observed["pulse"].Single().GetProperty("valueQuantity").GetProperty("unit")}");
        var result = observed["505-60-2"].Single();
        Assert.Equal("DET", result.GetProperty("interpretation")[0].GetProperty("coding")[0].GetProperty("code").GetString());
        Assert.DoesNotContain("level", result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Condition", text, StringComparison.Ordinal);
        var report = Assert.Single(Resources(bundle, "DiagnosticReport"));
        Assert.Contains("says: “confirmed”", report.GetProperty("conclusion").GetString(), StringComparison.Ordinal);

        // Every resource has its record, and the party whose word it is stands apart from the key that signed.
        var targets = Resources(bundle, "Provenance").Select(one => one.GetProperty("target")[0].GetProperty("reference").GetString()).ToHashSet();
        Assert.All(bundle.RootElement.GetProperty("entry").EnumerateArray().Where(entry => entry.GetProperty("resource").GetProperty("resourceType").GetString() != "Provenance" && !entry.ToString().Contains("level of identification", StringComparison.Ordinal)),
            entry => Assert.Contains(entry.GetProperty("fullUrl").GetString(), targets));

        // The same case is the same bytes.
        _desk.In("export", "fhir", "-o", _desk.At("again.json")).Expect(0);
        Assert.Equal(text, File.ReadAllText(_desk.At("again.json")));
        _desk.In("export", "fhir", "--casualty", "K-02", "-o", _desk.At("two.json")).Expect(0);
        Assert.DoesNotContain("K-01", File.ReadAllText(_desk.At("two.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_withdrawal_a_policy_and_an_erasure_keep_back_what_they_keep_back_elsewhere()
    {
        Exported();
        Assert.Contains("stay back", _desk.In("export", "fhir", "--withhold", "public", "-o", _desk.At("public.json")).Expect(0).Error, StringComparison.Ordinal);
        var narrowed = File.ReadAllText(_desk.At("public.json"));
        Assert.DoesNotContain("miosis", narrowed, StringComparison.Ordinal);
        Assert.Contains("K-01", narrowed, StringComparison.Ordinal);
        Assert.Contains("0 errors", Peers.Fhir(_desk.At("public.json")).Out, StringComparison.Ordinal);

        _desk.In("consent", "withdraw", "K-01", "--purpose", "medical-data", "biosample").Expect(0);
        _desk.In("result", "add", "B-1", "--laboratory", "Laboratory", "--substance", "later", "--outcome", "found").Expect(0);
        Assert.Contains("consent to medical-data is withdrawn", _desk.In("export", "fhir", "-o", _desk.At("closed.json")).Expect(0).Error, StringComparison.Ordinal);
        var closed = File.ReadAllText(_desk.At("closed.json"));
        Assert.DoesNotContain("miosis", closed, StringComparison.Ordinal);
        Assert.DoesNotContain("later", closed, StringComparison.Ordinal);
        Assert.Contains("\"inactive\"", closed, StringComparison.Ordinal);

        _desk.In("erase", "K-01", "--reason", "asked").Expect(0);
        _desk.In("export", "fhir", "-o", _desk.At("erased.json")).Expect(0);
        Assert.DoesNotContain("K-01", File.ReadAllText(_desk.At("erased.json")), StringComparison.Ordinal);
        Assert.Contains("0 errors", Peers.Fhir(_desk.At("closed.json"), _desk.At("erased.json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_system_wrote_is_dry_run_imported_traced_and_withdrawn()
    {
        var (file, before) = (_desk.File("foreign.json", Foreign), _desk.Leaves());
        var dry = _desk.In(["import", "fhir", file, .. Read, "--dry-run", "--json"]).Expect(0);
        var lines = dry.Out.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(lines[..^1], line => Assert.Equal("record", line.GetProperty("fate").GetString()));
        var notTaken = lines[^1].GetProperty("notTaken").EnumerateArray().Select(one => one.GetProperty("path").GetString()!).ToList();
        Assert.All(
            new[] { "Condition: this type of resource is not read", "Patient.birthDate", "Patient.extension", "Patient.maritalStatus", "MedicationAdministration: status 'not-done': it is not said to have been done", "DiagnosticReport.conclusionCode", "Observation: it groups others, which are read by themselves", "Observation.code.coding.system" },
            path => Assert.Contains(path, notTaken));
        Assert.Equal(before, _desk.Leaves());

        Assert.StartsWith("7 resources imported as E1", _desk.In(["import", "fhir", file, .. Read]).Expect(0).Out, StringComparison.Ordinal);
        var shown = _desk.In("casualty", "show", "K-77").Expect(0).Out;
        Assert.All(
            new[]
            {
                "K-77: age not said, male", "told by Hospital", "Cough: absent", "seen by Practitioner/doc", "miosis: unknown", "systolic 107.50 mmHg", "diastolic <60 mmHg (kPa)", "2031-05-04T12:30:00.123+03:00: examined by Hospital",
            },
            words => Assert.Contains(words, shown, StringComparison.Ordinal));
        Assert.DoesNotContain("atropine", shown, StringComparison.Ordinal);
        Assert.Contains("thiodiglycol", _desk.In("result", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("not-found", _desk.In("result", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("poisoning", _desk.In("finding", "list").Expect(0).Out + shown, StringComparison.Ordinal);
        Assert.Contains("consent, 2031-05-04", _desk.In("consent", "check", "K-77", "--purpose", "biosample").Expect(0).Out, StringComparison.Ordinal);

        // Each resource leads to its record; the file is kept; the same again records nothing.
        Assert.Contains("urn:uuid:0b6f6a10-0000-4000-8000-000000000005", _desk.In("import", "show", "E1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("nothing to record, 7 on record already", _desk.In(["import", "fhir", file, .. Read]).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("7 records count for nothing", _desk.In("import", "--undo", "E1", "--reason", "another hospital's").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("K-77", _desk.In("casualty", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("no person or casualty", _desk.In("consent", "check", "K-77", "--purpose", "biosample").Expect(2).Error, StringComparison.Ordinal);
        Assert.StartsWith("7 resources imported as E2", _desk.In(["import", "fhir", file, .. Read]).Expect(0).Out, StringComparison.Ordinal);
        _desk.In("export", "fhir", "-o", _desk.At("out.json")).Expect(0);
        var exported = File.ReadAllText(_desk.At("out.json"));
        Assert.Contains("received 2031-05-06T08:00:00Z, by whom is not said; as Hospital reports (FHIR)", exported, StringComparison.Ordinal);
        Assert.Contains("\"value\": 107.50", exported, StringComparison.Ordinal);
        Assert.Contains("0 errors", Peers.Fhir(_desk.At("out.json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_names_is_refused_and_without_them_only_what_was_taken_is_kept()
    {
        var file = _desk.File("named.json", """
            {"resourceType":"Bundle","type":"searchset","entry":[
             {"fullUrl":"http://hospital.example/fhir/Patient/a1","resource":{"resourceType":"Patient","id":"a1","text":{"status":"generated","div":"<div>Omar Unmistakable</div>"},"name":[{"family":"Unmistakable","given":["Omar"]}],
              "telecom":[{"system":"phone","value":"555-0100"}],"address":[{"city":"Springfield"}],"birthDate":"1987-03-02","identifier":[{"system":"urn:national","value":"99887766"}],"gender":"female"}},
             {"fullUrl":"http://hospital.example/fhir/Observation/o1","resource":{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"cough"},"subject":{"reference":"Patient/a1","display":"Omar Unmistakable"},
              "performer":[{"reference":"Practitioner/d9","display":"Dr Careful"}],"valueBoolean":true}},
             {"fullUrl":"http://hospital.example/fhir/Practitioner/d9","resource":{"resourceType":"Practitioner","id":"d9","name":[{"text":"Dr Careful"}]}}
            ]}
            """);
        var (before, leaves) = (Files(), _desk.Leaves());
        var refused = _desk.In("import", "fhir", file, "--source", "Hospital").Expect(2).Error;
        Assert.Contains("Bundle.entry[0].resource.text", refused, StringComparison.Ordinal);
        Assert.Contains("--without-names", refused, StringComparison.Ordinal);
        Assert.Equal((before, leaves), (Files(), _desk.Leaves()));

        var taken = _desk.In("import", "fhir", file, "--source", "Hospital", "--without-names").Expect(0);
        Assert.Contains("only what is taken is kept, not the file", taken.Error, StringComparison.Ordinal);
        Assert.Contains("cough", _desk.In("casualty", "show", "a1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("seen by Practitioner/d9", _desk.In("casualty", "show", "a1").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("seal", "--withhold", "court", "-o", _desk.At("dossier")).Expect(0);
        foreach (var name in new[] { "Unmistakable", "Careful", "555-0100", "Springfield", "99887766", "1987-03-02" })
        {
            Assert.DoesNotContain(Directory.GetFiles(_desk.At("dossier"), "*", SearchOption.AllDirectories), path => File.ReadAllText(path, Encoding.Latin1).Contains(name, StringComparison.Ordinal));
        }

        // What is kept reads as the file did.
        var kept = Directory.GetFiles(_desk.At("dossier", "data", "files")).Single(path => File.ReadAllText(path).Contains("hospital.example", StringComparison.Ordinal));
        File.Copy(kept, _desk.At("kept.json"));
        Assert.Contains("2 on record already", _desk.In("import", "fhir", _desk.At("kept.json"), "--source", "Hospital").Expect(0).Out, StringComparison.Ordinal);

        // A name in words that would be recorded is no less a name.
        var noted = _desk.File("noted.json", """{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a2","name":[{"family":"Unmistakable"}]}},{"resource":{"resourceType":"Observation","status":"final","code":{"text":"cough"},"subject":{"reference":"Patient/a2"},"valueString":"as Mrs Unmistakable says"}}]}""");
        Assert.Contains("a name that the file gives to somebody", _desk.In("import", "fhir", noted, "--source", "Hospital", "--without-names").Expect(2).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/none"},"valueBoolean":true}""", "Observation.subject.reference: 'Patient/none' is not in this file")]
    [InlineData("""{"resourceType":"Patient","id":"a","id":"b"}""", "Patient.id: the name stands twice")]
    [InlineData("""{"resourceType":"Bundle","type":"history"}""", "Bundle.type: a Bundle of the type 'history' is not read; expected collection")]
    [InlineData("""{"resourceType":"Patient","id":"a","modifierExtension":[{"url":"urn:not","valueBoolean":true}]}""", "Patient.modifierExtension: it may change what everything beside it means")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a"}},{"resource":{"resourceType":"Observation","status":"final","code":{"text":"cough"},"subject":{"reference":"Patient/a"}}}]}""", "nobody can tell whether it was there")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a"}},{"resource":{"resourceType":"Observation","status":"final","code":{"text":"cough"},"subject":{"reference":"Patient/a"},"valueBoolean":true,"interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"NEG"}]}]}}]}""", "contradict one another")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a"}},{"resource":{"resourceType":"Consent","status":"active","category":[{"coding":[{"system":"urn:probatum:fhir:purpose","code":"biosample"}]}],"patient":{"reference":"Patient/a"},"provision":{"type":"permit","provision":[{"type":"deny"}]}}}]}""", "a consent with exceptions is not read")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a"}},{"resource":{"resourceType":"Specimen","id":"s","type":{"text":"soil","coding":[{"system":"urn:probatum:fhir:matrix","code":"ENV_SOIL"}]},"subject":{"reference":"Patient/a"}}}]}""", "does not come from a person")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a"}},{"resource":{"resourceType":"Observation","status":"final","code":{"text":"cough"},"subject":{"reference":"Patient/a"},"focus":[{"reference":"Patient/b"}],"valueBoolean":true}}]}""", "what was observed is not the subject")]
    [InlineData("""{"resourceType":"DiagnosticReport","status":"final","presentedForm":[{"contentType":"application/pdf","data":"AAAA"}]}""", "DiagnosticReport.presentedForm[0].data: it says who somebody is, or may")]
    [InlineData("""{"resourceType":"Observation","text":{"status":"generated","div":"<div>x</div>"}}""", "Observation.text: it says who somebody is, or may")]
    [InlineData("not json", "line 1, byte 2: this is no JSON")]
    [InlineData("", "there is nothing in it")]
    public void What_can_t_be_read_safely_is_named_by_its_path_and_nothing_is_recorded(string text, string why)
    {
        var (file, before) = (_desk.File("bad.json", text), _desk.Leaves());
        Assert.Contains(why, _desk.In("import", "fhir", file, "--source", "Hospital").Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    [Fact]
    public void Lines_of_resources_are_read_and_a_killed_import_goes_on()
    {
        var lines = Enumerable.Range(1, 30).SelectMany(i => new[]
        {
            $$"""{"resourceType":"Patient","id":"n{{i}}"}""", $$$"""{"resourceType":"Observation","id":"o{{{i}}}","status":"final","code":{"text":"cough"},"subject":{"reference":"Patient/n{{{i}}}"},"valueBoolean":{{{(i % 2 == 0 ? "true" : "false")}}}}""",
        });
        var file = _desk.File("lines.ndjson", string.Join('\n', lines) + "\n");
        Assert.Contains("60 resources imported as E1", _desk.In("import", "fhir", file, "--source", "Hospital", "--batch", "7").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("cough: absent", _desk.In("casualty", "show", "n1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("60 on record already", _desk.In("import", "fhir", file, "--source", "Hospital").Expect(0).Out, StringComparison.Ordinal);
        var cut = File.ReadAllText(file)[..2000];
        Assert.Contains($"line {cut.Count(c => c == '\n') + 1}: line 1, byte", _desk.In("import", "fhir", _desk.File("cut.ndjson", cut), "--source", "Hospital").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_is_not_imported_into_its_own_case()
    {
        var (file, _, _) = Exported();
        Assert.Contains("an export of this very case", _desk.In("import", "fhir", file, "--source", "Hospital").Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();

    private static IEnumerable<JsonElement> Resources(JsonDocument bundle, string type) =>
        bundle.RootElement.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource")).Where(one => one.GetProperty("resourceType").GetString() == type);

    private (string File, string Text, string Error) Exported()
    {
        _desk.In("casualty", "add", "K-01", "--incident", "I-1", "--exposed", "2031-05-04T10:00Z", "--sex", "Female", "--age-band", "30-39", "--treated-before", "no atropine", "--told-by", "Hospital", "--sign", "cough@10 min/medic", "absent:miosis/medic", "unknown:vomiting", "no rash").Expect(0);
        _desk.In("casualty", "add", "K-02", "--told-by", "Roe Jane").Expect(0);
        _desk.In("casualty", "examine", "K-01", "--by", "Hospital", "--when", "2031-05-04T11:00Z", "--vital", "pulse=48 /min", "note=asked for Jane Roe", "--triage", "START=immediate", "--observer", "doctor").Expect(0);
        _desk.In("casualty", "treat", "K-01", "oxygen", "--when", "unknown: not written down", "--by", "Hospital").Expect(0);
        _desk.In("casualty", "outcome", "K-01", "discharged", "--by", "Hospital", "--class", "probable", "--definition", "CDC 2022", "--decided-by", "Hospital").Expect(0);
        _desk.In("consent", "record", "K-01", "--purpose", "biosample", "medical-data", "--version", "3", "--language", "ar").Expect(0);
        _desk.In("sample", "add", "B-1", "--matrix", "BIO_BLOOD", "--from-person", "K-01", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--quantity", "4.0 ml").Expect(0);
        _desk.In("sample", "code", "B-1", "--laboratory", "Laboratory", "--code", "BLIND-9").Expect(0);
        _desk.In("result", "add", "B-1", "--laboratory", "Laboratory", "--substance", "505-60-2", "--outcome", "found", "--technique", "GC_EI_MS", "--word", "confirmed", "--when", "2031-05-10").Expect(0);
        var printed = _desk.In("export", "fhir", "-o", _desk.At("out.json")).Expect(0);
        return (_desk.At("out.json"), File.ReadAllText(_desk.At("out.json")), printed.Error);
    }

    private int Files() => Directory.GetFiles(_desk.Workspace, "*", SearchOption.AllDirectories).Length;
}
