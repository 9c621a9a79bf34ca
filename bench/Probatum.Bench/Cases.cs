using System.Collections.Immutable;
using System.Security.Cryptography;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using KeyName = Probatum.Core.Records.KeyName;

namespace Probatum.Bench;

/// <summary>A record as a log takes it, with the texts of its disclosures.</summary>
internal sealed record Written(SealedRecord Record)
{
    public ReadOnlyMemory<byte> Leaf => Record.Leaf;

    public string[] Disclosures { get; } = [.. Record.Disclosures.Select(disclosure => disclosure.Text)];

    public void Deconstruct(out ReadOnlyMemory<byte> leaf, out string[] disclosures) => (leaf, disclosures) = (Leaf, Disclosures);
}

/// <summary>Writes a case of any number of records in the proportion of a busy one: mostly claims, reviews and hand-overs.</summary>
internal sealed class Cases
{
    private const string Content = "that something happened there on that day, and that it was seen";

    private readonly Randomness _random = RandomNumberGenerator.Fill;
    private readonly EntityId _party;
    private readonly EntityId _incident;
    private EntityId _report;
    private EntityId _claim;
    private EntityId _sample;

    private Cases() => (_party, _incident, _report) = (EntityId.New(_random), EntityId.New(_random), EntityId.New(_random));

    /// <summary>The files that the records name: a report, its text, in which the words of every claim stand, and a paper.</summary>
    public static ImmutableArray<byte[]> Files { get; } = [[1], System.Text.Encoding.ASCII.GetBytes($"A speaker said {Content}"), [3]];

    /// <summary>A case of that many records, as its one key writes them one after another.</summary>
    public static Written[] Write(int count) => [.. Each(count, CaseId.New(RandomNumberGenerator.Fill), [], JsonMap.Empty)];

    /// <summary>The same one by one, of that case, with the keys of its log and its rule tables, and the statement that the last record makes.</summary>
    public static IEnumerable<Written> Each(int count, CaseId caseId, ImmutableArray<string> logKeys, JsonMap tables, Func<Statement>? last = null)
    {
        var writer = new Cases();
        var key = KeyName.Signer(RandomNumberGenerator.GetBytes(32));
        RecordId? previous = null;
        for (var i = 0; i < count; i++)
        {
            var (seq, prev) = (i, previous);
            var (text, disclosures) = RecordText.Compose(
                i == 0 ? new CaseOpened("A case", "a mandate", key.Verifier.Text, logKeys, tables) : i == count - 1 && last is not null ? last() : writer.Next(i),
                (digests, open) => new(
                    caseId, [new(key.Verifier.Name)], seq, prev, null, new("2016-11-13T11:31:04Z", "device"), digests, null, open),
                writer._random);
            var record = RecordText.Sign(text, disclosures, key);
            previous = record.Id;
            yield return new(record);
        }
    }

    private Statement Next(int number)
    {
        var when = When.Parse("2016-11-13T09:30Z", "the form");
        switch (number % 10)
        {
            case 1 when number == 1:
                return new PartyDescribed(_party, "A party", "body", null, "B", "known for years");
            case 1:
                _report = EntityId.New(_random);
                return new ReportCaptured(
                    _report, $"Report {number}", _party, when, when, "https://news.example/1", Blob.Of(Files[0], "text/html"), Blob.Of(Files[1], "text/plain"), "html/1");
            case 2 when number == 2:
                return new IncidentOpened(_incident, "I-1", "An incident", when, new("a village"));
            case 2 or 3 or 4:
                _claim = EntityId.New(_random);
                return new ClaimProposed(
                    _claim, _report, "rules/1", "said-that", "SAID", "ASSERTS", "USE", "HIGH", "A speaker", [new("A paper", "publisher", null)],
                    [new(0, 9)], [new(10, 14)], [new(15, 15 + Content.Length)], "said", Content, [new("when", "13 November")]);
            case 5 or 6:
                return new ClaimReviewed(_claim, "confirmed", _party, null, null);
            case 7:
                _sample = EntityId.New(_random);
                return new SampleCollected(
                    _sample, _incident, $"S-{number}", "ENV_SOIL", "12.5 g", when, new("at the crater"), _party, $"seal {number}", "TEAM_COLLECTED", [], null);
            default:
                return new CustodyReported(
                    _sample, _party, _party, when, new("the office"), null, null, "sealed", "transport", Blob.Of(Files[2], "application/pdf"));
        }
    }
}
