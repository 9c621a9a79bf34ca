using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using KeyName = Probatum.Core.Records.KeyName;

namespace Probatum.Bench;

/// <summary>What the records of a large case carry, once its views are made.</summary>
internal static class AssessBenchmark
{
    private const int Incidents = 20;

    public static Benchmark Row { get; } = new("assess", "the assessment of a large case of twenty incidents under every route, after the fold", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? 100_000 : settings.Size;
        var tables = RuleTables.TryRead(MillionBenchmark.DiskLog.RuleTableFiles(), out var read, out var fault) ? read : throw new InvalidDataException(fault.Why);
        var state = CaseState.Of(Entries(size));
        double Rate(Action once) => size / Enumerable.Range(0, settings.Runs).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            once();
            return clock.Elapsed.TotalSeconds;
        }).Order().ElementAt(settings.Runs / 2);
        var rate = Rate(() => CaseAssessment.Of(state, tables, []));
        yield return new($"{size} entries, {Incidents} incidents", rate, "", null, new(Rate: 100_000)) { Note = $"{size / rate:0.00} s together" };
        var json = Rate(() => CanonicalJson.Write(AssessmentJson.Of(CaseAssessment.Of(state, tables, []), CaseId.New(RandomNumberGenerator.Fill))));
        yield return new("the same with its JSON", json, "", null, Bar.None) { Note = $"{size / json:0.00} s together" };
    }

    private static IEnumerable<Entry> Entries(int size)
    {
        var author = new KeyName("k-bench-----------------");
        var index = 0L;
        foreach (var said in Statements(size).Take(size))
        {
            var envelope = new Envelope(new("c-bench"), [author], index, null, null, new("2031-05-03T00:00:00Z", "device"), []);
            yield return new(index, new($"r-{index}"), said.Kind.Name, said.Kind.Major, envelope, said, 0);
            index++;
        }
    }

    private static IEnumerable<Statement> Statements(int size)
    {
        static EntityId New() => EntityId.New(RandomNumberGenerator.Fill);
        ImmutableArray<EntityId> parties = [.. Enumerable.Range(0, 40).Select(_ => New())];
        ImmutableArray<EntityId> incidents = [.. Enumerable.Range(0, Incidents).Select(_ => New())];
        var when = When.Parse("2031-05-04", "the form");
        foreach (var party in parties)
        {
            yield return new PartyDescribed(party, $"party {parties.IndexOf(party)}", "body", null, null, null);
        }

        foreach (var incident in incidents)
        {
            yield return new IncidentOpened(incident, $"I-{incidents.IndexOf(incident)}", "an incident", when, null);
        }

        for (var i = 0; i < size; i++)
        {
            var (incident, sample, person) = (incidents[i % Incidents], New(), New());
            EntityId Party(int step) => parties[(i + step) % parties.Length];
            yield return new SampleCollected(sample, incident, $"S-{i}", i % 9 == 0 ? "QC_BACKGROUND" : "ENV_SOIL", null, when, null, Party(0), "seal", "TEAM_COLLECTED", [], null);
            yield return new CustodyReported(sample, Party(0), Party(1), when, null, "seal", "seal", null, null, null);
            yield return new ResultReported(New(), sample, Party(1), i % 3 == 0 ? "IMPA" : "substance X", i % 5 == 0 ? "not-found" : "found", ["GC_EI_MS", "LC_MSMS"], true, true, null, when, null);
            yield return new CasualtyRecorded(person, incident, $"K-{i}", null, null, null, null, null, null, [new("miosis", "10 min", null), new("cough", null, null)], null, Party(7), null);
            var claims = Enumerable.Range(0, 3).Select(_ => New()).ToImmutableArray();
            foreach (var claim in claims)
            {
                yield return new ClaimProposed(claim, null, null, null, null, "asserts", null, null, "a speaker", [], [], [], [], "said", "it was used", [new("when", "2031-05-03"), new("where", "a village")]);
                yield return new ClaimReviewed(claim, "confirmed", Party(i % 2 == 0 ? 30 : 31), "6", null);
            }

            yield return new AllegationRecorded(New(), incident, Party(30), i % 4 == 0 ? "denies" : "alleges", null, claims, []);
            yield return new EvidenceLinked(incident, $"H{1 + (i % 7)}", sample, i % 2 == 0 ? "consistent" : "inconsistent", "a reason");
        }
    }
}
