using CsCheck;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Dossier;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Tests.Dossier;

/// <summary>A case that is told to somebody while it goes on.</summary>
public sealed class ToldCaseTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId Person = Said.Id(11);
    private static readonly Concealed OfPerson = new([Person.Text], ["K-11"]);

    private static readonly Gen<Statement> Statements = Gen.Select(Gen.Int[0, 7], Gen.Int[10, 13], Gen.Int[20, 24]).Select((Func<int, int, int, Statement>)((sort, party, other) => sort switch
    {
        0 => new PartyDescribed(Said.Id(party), $"Petra Aldan{party}", "person", null, "F", null),
        1 => new PartyDescribed(Said.Id(other), $"Ministry {other}", "body", null, "F", null),
        2 => new IncidentOpened(EntityId.New(Said.Seeded((party * 100) + other)), $"I-{party}{other}", $"The house of Aldan{party} beside K-11 and K-111", null, null),
        3 => new CasualtyRecorded(Said.Id(other), Incident, $"K-{other}", null, null, null, null, null, null, [], null, Said.Id(party), null),
        4 => new EvidenceLinked(Incident, "H1", Said.Id(party), "against", "as seen"),
        5 => new ClaimReviewed(Said.Id(30), "confirmed", Said.Id(party), null, null),
        6 => new ClaimReviewed(Said.Id(30), "confirmed", Said.Id(other), null, $"heard of Aldan{party}"),
        _ => new Erased(Said.Id(40), ["r-1"], 0, "asked"),
    }));

    public static TheoryData<string, bool> Sights => [.. Directory.GetFiles(Path.Combine(TestData.Repository, "data", "policies")).SelectMany(path => new[] { (Path.GetFileName(path)!, true), (Path.GetFileName(path)!, false) })];

    [Theory]
    [MemberData(nameof(Sights))]
    public void It_goes_on_to_what_it_would_be_told_from_the_beginning(string file, bool isConcealed)
    {
        var policy = WithholdingPolicy.TryRead(File.ReadAllBytes(Path.Combine(TestData.Repository, "data", "policies", file)), out var read, out var fault) ? read : throw new InvalidDataException(fault.Why);
        var concealed = isConcealed ? OfPerson : Concealed.Nobody;
        Statements.Array[1, 8].Array[1, 5].Sample(
            parts =>
            {
                var log = new Growing();
                log.Add(new IncidentOpened(Incident, "I-1", "An incident", null, null));
                var told = ToldCase.Of(log, policy, concealed);
                foreach (var part in parts)
                {
                    var before = (told, Seen(told.History));
                    Array.ForEach(part, log.Add);
                    told = told.Then(log);
                    var anew = ToldCase.Of(log, policy, concealed);
                    Assert.Equal(Seen(anew.History), Seen(told.History));
                    Assert.Equal((anew.Withheld, anew.ForNames, string.Join(' ', anew.ByReason)), (told.Withheld, told.ForNames, string.Join(' ', told.ByReason)));
                    Assert.Equal(Seen(anew.History), Seen(DossierWriter.AsTold(new ToldSource(log, policy, concealed), WithholdingPolicy.Nothing).History));
                    if (!isConcealed)
                    {
                        var (history, withheld) = DossierWriter.AsTold(log, policy);
                        Assert.Equal(Seen(history), Seen(told.History));
                        Assert.Equal((withheld.Count, withheld.ForNames), (told.Withheld, told.ForNames));
                        Assert.Equal(withheld.ByReason().Select(one => (one.Reason, (long)one.Members)), told.ByReason);
                    }

                    // What was given away stays as it was, and where the telling is the same it is the beginning of what is told now.
                    Assert.Equal(before.Item2, Seen(before.told.History));
                    Assert.True(!ReferenceEquals(before.told.Telling, told.Telling) || Seen(told.History).StartsWith(before.Item2, StringComparison.Ordinal));
                }
            },
            iter: 12);
    }

    [Fact]
    public void What_names_somebody_who_is_concealed_stays_closed_wherever_it_stands()
    {
        var log = new Growing();
        log.Add(new IncidentOpened(Incident, "I-1", "An incident", null, null));
        log.Add(new PartyDescribed(Person, "Petra Aldan", "person", null, "F", null));
        log.Add(new EvidenceLinked(Incident, "H1", Person, "against", "irritated eyes"));
        log.Add(new IncidentOpened(Said.Id(2), "I-2", "beside K-11", null, null));
        log.Add(new IncidentOpened(Said.Id(3), "I-3", "beside K-111", null, null));
        log.Add(new SheetImported(Said.Id(4), new(new string('a', 64), 3, "text/csv"), "people.csv", "casualties", null, 1, ["2"], null));
        var told = ToldCase.Of(log, WithholdingPolicy.Nothing, OfPerson).History.State;
        Assert.DoesNotContain(told.Entries, entry => entry.Index is 2 or 3 or 4 && Open(entry).Length > 0);
        Assert.Contains("beside K-111", Open(told.Entries[5]), StringComparison.Ordinal);
        Assert.DoesNotContain(new string('a', 64), Open(told.Entries[6]), StringComparison.Ordinal);
        Assert.Contains(Said.Id(4).Text, Open(told.Entries[6]), StringComparison.Ordinal);
    }

    private static string Seen(CaseHistory history) => string.Concat(history.State.Entries.Select(entry => $"{entry.Index} {entry.Withheld} {Open(entry)}\n"));

    private static string Open(Entry entry)
    {
        var body = new BodyWriter();
        entry.Statement?.Describe(body);
        return string.Join(' ', body.Sealed.Select(member => $"{member.Name}={CanonicalText(member.Value)}"));
    }

    private static string CanonicalText(Json value) => CanonicalJson.WriteText(value);

    /// <summary>A log that takes any statement, as an import would.</summary>
    private sealed class Growing : IDossierSource
    {
        private readonly WrittenCase _written = new();
        private long _seq = 1;
        private readonly HashSet<long> _erased = [];
        private RecordId _last;

        public Growing() => _last = _written.History.State.Entries[0].Id;

        public ReadOnlyMemory<byte> Checkpoint => ((IDossierSource)_written.Log).Checkpoint;

        public LogStamps? Stamps => null;

        public void Add(Statement said)
        {
            // An erasure destroys what opens the leaf before it.
            if (said is Erased erased)
            {
                _erased.Add(_seq - 1);
                said = erased with { Records = [_last.Text] };
            }

            var owner = _written.Owner;
            var (text, disclosures) = RecordText.Compose(
                said, (digests, open) => new(_written.Id, [new(owner.Key.Verifier.Name)], _seq, _last, null, new("2031-05-04T10:00:00Z", "device"), digests, null, open), _written.Random);
            var record = RecordText.Sign(text, disclosures, owner.Key);
            Assert.NotNull(_written.Log.Append(_written.Log.Covered!.Size, [record]));
            (_seq, _last) = (_seq + 1, record.Id);
        }

        public ReadOnlyMemory<byte>? Read(string path) => ((IDossierSource)_written.Log).Read(path);

        public IReadOnlyList<string> Disclosures(long index) => _erased.Contains(index) ? [] : ((IDossierSource)_written.Log).Disclosures(index);

        public Stream? OpenFile(string sha256) => _written.Log.OpenFile(sha256);
    }
}
