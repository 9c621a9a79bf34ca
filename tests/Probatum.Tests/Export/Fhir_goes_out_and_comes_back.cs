using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Consents;
using Probatum.Core.Fhir;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Export;
using Probatum.Intake;
using Probatum.Tests.Intake;

namespace Probatum.Tests.Export;

/// <summary>
/// What goes out as FHIR and comes into an empty case goes out again with the same clinical content: every Patient, Consent, Specimen, Observation and Procedure
/// with all its elements, but for names of resources and entities, the words by which the source is told, the origin of samples, and levels, which are computed.
/// </summary>
public sealed class Fhir_goes_out_and_comes_back
{
    private static readonly string[] Clinical = ["Patient", "Consent", "Specimen", "Observation", "Procedure"];
    private static readonly string[] NotClinical = ["origin", "how", "reason"];

    private static readonly string[] Texts =
    [
        "cough", "no rash", "Atemnot", "зрачки сужены", "نعم", "<b>&\"x\"", "a/b@c", "5 mg", "<0.50 ng/mL", "-3", "12.500 µg", "1e5", "007 mg", "true", "absent", "two\nlines", "x\u0001y", "505-60-2", "not found", "🙂 half",
    ];

    private static readonly When[] Times =
    [
        Said.At("2031-05-04T10:00Z"), Said.At("2031-05-04T10:00:07+03:30"), Said.At("2031-05-04"), Said.At("2031-05-04/2031-05-06"), When.NotKnown("nobody wrote it down"), new("in the morning", null, null, "told"),
        new("since May 4", "2031-05-04T00:00:00Z", null, "told"),
    ];

    [Fact]
    public void The_clinical_content_stays_whatever_was_recorded() => Gen.Int.Sample(
        seed =>
        {
            var first = Recorded(new Random(seed));
            var file = Export(first);
            var second = Empty(7);
            var read = FhirReading.Read(file.Bytes, Wish(second), new Names(second), out var fault);
            Assert.True(read is not null, fault.ToString());
            Assert.All(read.Rows, row => Assert.Empty(row.Faults));
            second.Record([.. read.Rows.SelectMany(row => row.Statements)]);
            Assert.Equal(Content(file.Bytes), Content(Export(second).Bytes));
        },
        iter: 60);

    [Fact]
    public void The_same_leaves_give_the_same_bytes_however_they_came()
    {
        var one = Recorded(new Random(3));
        var again = one.History.State.Entries.Aggregate(CaseState.Empty, (state, entry) => state.Then(entry));
        Assert.Equal(Export(one).Bytes, FhirExport.Of(one.Id, again, one.History.Size, Said.Tables, null, null).Bytes);
        Assert.Equal(Export(one).Bytes, Export(Recorded(new Random(3))).Bytes);
    }

    [Fact]
    public void Damaged_bytes_are_read_or_refused_with_a_reason()
    {
        var bytes = Export(Recorded(new Random(5))).Bytes;
        var names = new Names(Empty(7));
        Damaged.Anywhere(bytes, some => FhirReading.Read(some, Wish(names.Case), names, out var fault) is null ? fault : null);
        for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 200))
        {
            Assert.Null(FhirReading.Read(bytes.AsMemory(0, length), Wish(names.Case), names, out var fault));
            Assert.NotEmpty(fault.Why);
        }
    }

    [Fact]
    public void Deep_and_large_files_are_refused()
    {
        var names = new Names(Empty(7));
        IntakeFault Refused(string text)
        {
            Assert.Null(FhirReading.Read(Encoding.UTF8.GetBytes(text), Wish(names.Case), names, out var fault));
            return fault;
        }

        Assert.Equal("fhir/json", Refused("""{"resourceType":"Patient","x":""" + new string('[', 100_000)).Code);
        Assert.Equal("fhir/long", Refused($$"""{"resourceType":"Patient","id":"{{new string('x', 600_000)}}"}""").Code);
        Assert.Equal("fhir/many", Refused(string.Join('\n', Enumerable.Range(0, 100_001).Select(i => $$"""{"resourceType":"Basic","id":"{{i}}"}"""))).Code);
        Assert.Equal("fhir/many", Refused("""{"resourceType":"Bundle","type":"collection","x":[""" + string.Join(',', Enumerable.Repeat("[]", 3_000_001)) + "]}").Code);
        Assert.Equal("fhir/text", Refused("""{"resourceType":"Patient","id":"\ud800"}""").Code);
        Assert.Equal("fhir/contained", Refused("""{"resourceType":"Patient","id":"a","contained":[{"resourceType":"Patient","id":"b","contained":[]}]}""").Code);
    }

    [Fact]
    public void Samples_in_a_circle_and_parts_of_parts_are_told_apart()
    {
        var names = new Names(Empty(7));
        static string Specimen(string id, string? parent) => $$"""{"resourceType":"Specimen","id":"{{id}}","type":{"text":"blood","coding":[{"system":"urn:probatum:fhir:matrix","code":"BIO_BLOOD"}]}{{(parent is null ? "" : $",\"parent\":[{{\"reference\":\"Specimen/{parent}\"}}]")}}}""";
        var circle = FhirReading.Read(Encoding.UTF8.GetBytes(string.Join('\n', Specimen("a", "b"), Specimen("b", "a"))), Wish(names.Case), names, out _)!;
        Assert.All(circle.Rows, row => Assert.NotEmpty(row.Faults));
        var chain = FhirReading.Read(Encoding.UTF8.GetBytes(string.Join('\n', Specimen("c", "b"), Specimen("b", "a"), Specimen("a", null))), Wish(names.Case), names, out _)!;
        Assert.Equal(["Specimen/a", "Specimen/b", "Specimen/c"], chain.Rows.Select(row => row.Cells.Key));
        Assert.All(chain.Rows, row => Assert.Empty(row.Faults));
    }

    [Theory]
    [InlineData("""{"value":5.50,"unit":"mg/L","code":"mg/L"}""", "5.50 mg/L")]
    [InlineData("""{"value":5.50,"comparator":"<","code":"ug"}""", "<5.50 ug")]
    [InlineData("""{"value":48,"unit":"beats/min","code":"/min"}""", "48 beats/min (/min)")]
    [InlineData("""{"value":0.1,"unit":"mg/L","code":"ug/L"}""", "0.1 mg/L (ug/L)")]
    [InlineData("""{"value":-0.0}""", "-0.0")]
    public void A_quantity_keeps_comparator_digits_and_unit(string json, string words)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal(words, FhirValues.Quantity(FhirNode.Root(document.RootElement, "q")));
    }

    [Theory]
    [InlineData("2031", "2031-01-01T00:00:00+00:00", "2031-12-31T23:59:59+00:00")]
    [InlineData("2032-02", "2032-02-01T00:00:00+00:00", "2032-02-29T23:59:59+00:00")]
    [InlineData("2031-05-04T10:20:30.123456+03:30", "2031-05-04T10:20:30+03:30", "2031-05-04T10:20:30+03:30")]
    [InlineData("2031-13", null, null)]
    [InlineData("2031-02-29", null, null)]
    [InlineData("2031-05-04T10:20:30", null, null)]
    [InlineData("٢٠٣١", null, null)]
    public void A_time_is_as_wide_as_it_is_said(string text, string? from, string? to) =>
        Assert.Equal((from, to), FhirValues.Bounds(text) is var (first, last) ? (first.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture), last.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture)) : (null, null));

    private static FhirFile Export(WrittenCase one) => FhirExport.Of(one.Id, one.State, one.History.Size, Said.Tables, null, null);

    private static FhirWish Wish(WrittenCase one) => new(Party(one, "Hospital"), "Hospital", null, null, null, ImmutableSortedDictionary<string, string>.Empty, null, false);

    private static EntityId Party(WrittenCase one, string name) => one.State.Entities.Named(name).Single().Id;

    /// <summary>A case with parties and an incident and nothing else.</summary>
    private static WrittenCase Empty(int seed)
    {
        var one = new WrittenCase(seed);
        foreach (var (name, sort) in new[] { ("Hospital", "organisation"), ("Clinic", "organisation"), ("Laboratory A", "laboratory"), ("Team", "organisation") })
        {
            one.Record(new PartyDescribed(EntityId.New(one.Random), name, sort, null, null, null));
        }

        one.Record(new IncidentOpened(EntityId.New(one.Random), "I-1", null, null, null));
        return one;
    }

    private static WrittenCase Recorded(Random random)
    {
        var one = Empty(2);
        T Any<T>(params T[] some) => some[random.Next(some.Length)];
        string Text() => Any(Texts);
        string? Maybe() => random.Next(2) == 0 ? null : Text();
        When? Time() => random.Next(4) == 0 ? null : Any(Times);
        ImmutableArray<T> Some<T>(Func<T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make())];
        Sign Sign() => new(Text(), Maybe(), Maybe(), Any(null, "absent", "unknown"));
        EntityId By() => Party(one, Any("Hospital", "Clinic"));
        var (people, samples, number) = (new List<EntityId>(), new List<EntityId>(), 0);
        for (var i = 0; i < 12; i++)
        {
            var person = people.Count == 0 ? default : people[random.Next(people.Count)];
            switch (people.Count == 0 ? 0 : random.Next(8))
            {
                case 0:
                    people.Add(EntityId.New(one.Random));
                    one.Record(new CasualtyRecorded(
                        people[^1], random.Next(2) == 0 ? null : one.State.Entities.Named("I-1")[0].Id, $"K-{++number}", Maybe(), Any(null, "female", "Male", "as told"), Maybe(), Time(), null, Maybe(), Some(Sign), Maybe(), By(), null,
                        Maybe(), Maybe(), Maybe(), Maybe(), Maybe(), Maybe(), Maybe()));
                    break;
                case 1:
                    var triage = Maybe();
                    one.Record(new CasualtyExamined(
                        person, Time(), By(), Maybe(), Some(Sign), Some(() => new Vital(Text(), Text(), Maybe())), Maybe(), Maybe(), Maybe(), triage is null ? null : Text(), triage, Maybe()));
                    break;
                case 2:
                    one.Record(new CasualtyTreated(person, Time(), Text(), By(), Maybe()));
                    break;
                case 3:
                    var known = random.Next(2) == 0;
                    one.Record(new CasualtyOutcomeRecorded(person, Text(), Time(), By(), Maybe(), [], known ? null : "probable", known ? null : Text(), known ? null : By()));
                    break;
                case 4:
                    one.Record(new ConsentRecorded(EntityId.New(one.Random), person, null, [.. Purpose.All.Where(_ => random.Next(2) == 0).DefaultIfEmpty("court")], Maybe(), Maybe(), Maybe(), Time(), null, null, Maybe(), null));
                    break;
                case 5:
                    one.Record(new ConsentWithdrawn(person, [Any("court", "medical-data", "public")], Time(), Maybe()));
                    break;
                case 6:
                    samples.Add(EntityId.New(one.Random));
                    var team = Party(one, "Team");
                    one.Record(new SampleCollected(
                        samples[^1], null, $"B-{++number}", Any("BIO_BLOOD", "BIO_URINE", "BIO_POSTMORTEM"), Any(null, "4.0 ml", "about 5 ml"), Time(), null, team, Maybe(), null, [], Maybe(), [], [], Maybe(), null, random.Next(3) == 0 ? null : person));
                    if (random.Next(2) == 0)
                    {
                        var part = EntityId.New(one.Random);
                        one.Record(new SampleSplit(samples[^1], team, Time(), null, null, [new(part, $"B-{number}a", Any(null, "2 ml"), Maybe()), new(EntityId.New(one.Random), $"B-{number}b", null, null)]));
                        samples.Add(part);
                    }

                    break;
                default:
                    if (samples.Count > 0)
                    {
                        one.Record(new ResultReported(
                            EntityId.New(one.Random), samples[random.Next(samples.Count)], Party(one, "Laboratory A"), Text(), Any("found", "not-found", "inconclusive"), Any<ImmutableArray<string>>([], ["GC_EI_MS"], ["GC_EI_MS", "LC_MSMS"]), Any<bool?>(null, true, false),
                            Any<bool?>(null, true, false), Maybe(), Time(), null, null, null, Time(), Maybe(), Maybe(), Maybe(), Some(() => new CriterionReported("RESULT", Text(), Any("pass", "fail", "not-reported"), Maybe(), Maybe()))));
                    }

                    break;
            }
        }

        return one;
    }

    /// <summary>The clinical content, one text for each resource, sorted.</summary>
    private static List<string> Content(byte[] bytes)
    {
        var entries = JsonNode.Parse(bytes)!["entry"]!.AsArray();
        string? Name(JsonNode resource) => (string?)resource["resourceType"] is "Patient" or "Specimen" ? (string?)resource["identifier"]![0]!["value"] : (string?)resource["resourceType"];
        var names = entries.ToDictionary(entry => (string)entry!["fullUrl"]!, entry => Name(entry!["resource"]!));
        return [.. entries.Select(entry => entry!["resource"]!).Where(one => Clinical.Contains((string)one["resourceType"]!) && !one.ToJsonString().Contains("urn:probatum:fhir:level", StringComparison.Ordinal)).Select(Of).Order(StringComparer.Ordinal)];

        string Of(JsonNode resource)
        {
            var (bare, type) = (resource.DeepClone().AsObject(), (string)resource["resourceType"]!);
            bare.Remove("id");
            if (type == "Specimen")
            {
                bare.Remove("note");
            }

            // "no rash" comes back as a rash that was absent: the words go, what they say stays.
            if (bare["category"]?.ToJsonString().Contains("\"sign\"", StringComparison.Ordinal) == true && bare["extension"] is JsonArray extensions)
            {
                bare["extension"] = new JsonArray([.. extensions.Where(one => (string?)one!["url"] != FhirNames.AsTold).Select(one => one!.DeepClone())]);
            }

            return Plain(bare)!.ToJsonString();
        }

        JsonNode? Plain(JsonNode? node) => node switch
        {
            JsonObject { } map when (string?)map["system"] == FhirNames.Entity || IsNotClinical((string?)map["url"]) => null,
            JsonObject { } map when (string?)map["system"] == FhirNames.Party => "a party",
            JsonObject { } map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, pair.Key == "reference" ? names[(string)pair.Value!] : Plain(pair.Value))).Where(pair => pair.Value is not null)),
            JsonArray { } list => list.Select(Plain).Where(item => item is not null).ToArray() is { Length: > 0 } some ? new JsonArray(some) : null,
            _ => node?.DeepClone(),
        };

        static bool IsNotClinical(string? url) => url is not null && NotClinical.Any(name => url == FhirNames.Extension(name));
    }

    private sealed class Names(WrittenCase one) : IFhirNames
    {
        public WrittenCase Case => one;

        public IEnumerable<string> Matrices => Said.Tables.Matrices.Keys;

        public IEnumerable<string> Techniques => Said.Tables.Techniques.Keys;

        public EntityId? Party(string name) => Find("party", name);

        public EntityId? Incident(string label) => Find("incident", label);

        public EntityId? Sample(string label) => Find("sample", label);

        public EntityId? Job(string name) => null;

        public CriteriaTable? Criteria => null;

        public EntityId? Person(string code) => Find("casualty", code) ?? Find("person", code);

        public Statement? Standing(EntityId id) => null;

        public Blob? File(string path) => null;

        public Photo? Photo(string path) => null;

        public EntityId NewId() => EntityId.New(one.Random);

        private EntityId? Find(string sort, string name) => one.State.Entities.Named(name).Where(found => found.Sort == sort).Select(found => (EntityId?)found.Id).FirstOrDefault();
    }
}
