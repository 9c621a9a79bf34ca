using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsCheck;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Tests.Records;

/// <summary>The second reader over the records of a whole dossier, good and tampered with.</summary>
public sealed class Second_reader_checks_dossiers
{
    private const string Origin = "ws-AAAAAAAAAAAAAAAAAAAAAA.invalid/c-TGFyY2hfZXhlcmNpc2VfMQ";

    private static readonly SignerKey Log = SignerKey.FromSeed(Origin, KeyType.Ed25519, Hash256.Sha256("probatum test log"u8).ToArray());
    private static readonly EntityId Ministry = EntityId.New(span => span.Fill(2));

    [Fact]
    public void A_good_dossier_is_good()
    {
        var (code, words) = Read(Notebook(), _ => { });
        Assert.True(code == 0, words);
        Assert.Equal("good: 6 records of c-TGFyY2hfZXhlcmNpc2VfMQ, 15 members disclosed, 1 withheld, 0 notes", words);
    }

    [Fact]
    public void A_dossier_of_many_bundles_is_good()
    {
        var notebook = Notebook();
        for (var i = 0; i < 520; i++)
        {
            notebook.Say(Records.Notebook.Analyst, Party(i.ToString(CultureInfo.InvariantCulture)));
        }

        var (code, words) = Read(notebook, _ => { });
        Assert.True(code == 0, words);
        Assert.StartsWith("good: 526 records", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Odd_sequences_are_noted_as_this_program_notes_them()
    {
        var notebook = Notebook();
        notebook.Add(notebook.Write(Party("a"), [Records.Notebook.Analyst], seq: 9, prev: RecordId.Of([1])));
        notebook.Add(notebook.Write(Party("b"), [Records.Notebook.Analyst], seq: 9, prev: RecordId.Of([1])));
        notebook.Add(notebook.Write(Party("c"), [Records.Notebook.Analyst], prev: RecordId.Of([1])));
        var (code, words) = Read(notebook, _ => { });
        Assert.True(code == 0, words);
        Assert.Equal(["seq/gap", "seq/equivocation", "seq/prev"], notebook.Words());
        Assert.Equal(
            ["note leaf 6: no record number 2", "note leaf 7: a second record number 9", "note leaf 8: prev names another record"],
            words.Split('\n').SkipLast(1).Select(line => line.Split(" of k-")[0]));
    }

    [Fact]
    public void Conflicts_are_those_that_this_program_finds() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 8], Gen.Bool).Array[2, 9].Sample(
        acts =>
        {
            var notebook = Notebook();
            SignerKey[] authors = [Records.Notebook.Owner, Records.Notebook.Analyst, Records.Notebook.Key("second")];
            notebook.Register(authors[2], "registrar");
            var said = new List<(RecordId Id, string Kind)>();
            foreach (var (author, what, value, seen, correct) in acts)
            {
                Statement statement = what switch
                {
                    0 => Party($"name {value}") with { Party = EntityId.New(span => span.Fill(7)) },
                    1 => new Core.Claims.ClaimReviewed(Ministry, value == 0 ? "confirmed" : "rejected", null, "2", $"reason {value}"),
                    2 => new Core.Samples.CustodyReported(Ministry, Ministry, EntityId.New(span => span.Fill((byte)value)), null, null, null, null, null, null, null),
                    _ => new Core.Findings.ObservationAttached(EntityId.New(span => span.Fill(9)), null, "state-comment", null, null, $"text {value}"),
                };
                var first = said.FirstOrDefault(one => correct && author != 1 && one.Kind == statement.Kind.Name).Id;
                var at = Math.Max(0, notebook.History.Size + 2 - seen);
                var record = notebook.Write(statement, [authors[author]], corrects: first.Text is null ? null : first, seen: new(at, Hash256.From(new byte[32])));
                said.Add((notebook.Add(record), statement.Kind.Name));
            }

            if (notebook.History.Remarks.Any(remark => remark.Void))
            {
                return;
            }

            var (code, words) = Read(notebook, _ => { });
            Assert.True(code == 0, words);
            Assert.Equal(
                Conflicts.Of(notebook.History.State).Select(conflict => string.Join(", ", conflict.Records.Select(entry => entry.Index))).Distinct().Order(StringComparer.Ordinal),
                words.Split('\n').Where(line => line.EndsWith(" are a conflict", StringComparison.Ordinal)).Select(line => line["note leaves ".Length..^" are a conflict".Length]).Order(StringComparer.Ordinal));
        },
        iter: 25, threads: 1);

    public static TheoryData<string> Changes =>
    [
        "data/log/checkpoint", "data/log/tile/entries/000.p/6", "data/keys/log.vkey", "data/disclosures/0.txt",
        $"data/keys/{Records.Notebook.Analyst.Verifier.Name}.vkey",
    ];

    [Theory, MemberData(nameof(Changes))]
    public void Any_changed_byte_fails(string path) => Gen.Int.Sample(
        place =>
        {
            var (code, words) = Read(Notebook(), folder => File.WriteAllBytes(folder.At(path), Mutations.Flip(File.ReadAllBytes(folder.At(path)), place)));
            return code == 1 && words.StartsWith("FAIL ", StringComparison.Ordinal);
        },
        iter: 6, threads: 1);

    [Fact]
    public void Leaves_that_do_not_belong_fail_with_their_index()
    {
        AssertFails("leaf 0: leaf 0, and only leaf 0, opens a case", new Notebook(), Party("first"), Records.Notebook.Owner);
        AssertFails("leaf 6: leaf 0, and only leaf 0, opens a case", Notebook(), new CaseOpened("again", null, Records.Notebook.Owner.Verifier.Text, [Log.Verifier.Text], JsonMap.Empty), Records.Notebook.Owner);
        AssertFails("leaf 6: the key ", Notebook(), Party("stranger"), Records.Notebook.Stranger);
        AssertFails("leaf 6: a new key co-signs", Notebook(), Records.Notebook.Registration(Records.Notebook.Stranger, "analyst"), Records.Notebook.Owner);
        AssertFails("leaf 6: a new key co-signs", Notebook(), Records.Notebook.Registration(Records.Notebook.Stranger, "analyst"), Records.Notebook.Stranger);

        var revoked = Notebook();
        revoked.Say(Records.Notebook.Owner, new KeyRevoked(Records.Notebook.Analyst.Verifier.Name, "lost"));
        AssertFails("leaf 7: the key ", revoked, Party("late"), Records.Notebook.Analyst);

        var foreign = Notebook();
        foreign.Add(foreign.Write(Party("elsewhere"), [Records.Notebook.Analyst], inCase: CaseId.New(span => span.Fill(1))));
        AssertFails("leaf 6: the record is of another case", foreign);

        var twice = Notebook();
        var record = twice.Write(Party("twice"), [Records.Notebook.Analyst]);
        twice.Add(record);
        twice.Add(record);
        AssertFails("leaf 7: the same record stands twice", twice);
    }

    [Fact]
    public void A_member_that_is_neither_disclosed_nor_counted_fails()
    {
        AssertFails("leaf 4: disclosed and withheld members are not those of _sd", folder => File.WriteAllText(folder.At("data/withheld.json"), "[]"));
        AssertFails("log: withheld.json is no list", folder => File.WriteAllText(folder.At("data/withheld.json"), "{}"));
        AssertFails("leaf 5: disclosed and withheld members are not those of _sd", folder => File.Delete(folder.At("data/disclosures/5.txt")));
        AssertFails("log: disclosures/6.txt is of no leaf", folder => File.WriteAllText(folder.At("data/disclosures/6.txt"), ""));
        AssertFails("leaf 5: the disclosure of ", folder => File.Copy(folder.At("data/disclosures/4.txt"), folder.At("data/disclosures/5.txt"), true));
    }

    // Another name is another party: whoever describes one differently, unseen, would be a conflict.
    private static PartyDescribed Party(string name) => new(
        name.EndsWith("Ministry", StringComparison.Ordinal) ? Ministry : EntityId.New(span => Hash256.Sha256(Encoding.UTF8.GetBytes(name)).ToArray().AsSpan(0, 16).CopyTo(span)),
        name, "state", null, null, null);

    private static Notebook Notebook()
    {
        var notebook = new Notebook();
        var tables = JsonMap.Of(("routes/opcw-ffm.json", new string('0', 64)));
        notebook.Add(notebook.Write(new CaseOpened("Larch", "exercise", Records.Notebook.Owner.Verifier.Text, [Log.Verifier.Text], tables), [Records.Notebook.Owner]));
        notebook.Register(Records.Notebook.Analyst, "analyst");
        notebook.Register(Records.Notebook.Custodian, "custodian");
        var first = notebook.Say(Records.Notebook.Analyst, Party("Ministry"));
        notebook.Add(notebook.Write(Party("The Ministry"), [Records.Notebook.Analyst], corrects: first), "name");
        notebook.Say(Records.Notebook.Owner, Party("Ministry of Health"));
        return notebook;
    }

    private static void AssertFails(string words, Notebook notebook, Statement statement, SignerKey by)
    {
        notebook.Add(notebook.Write(statement, [by]));
        AssertFails(words, notebook);
    }

    private static void AssertFails(string words, Notebook notebook) => Assert.StartsWith($"FAIL {words}", Read(notebook, _ => { }).Words, StringComparison.Ordinal);

    private static void AssertFails(string words, Action<TemporaryFolder> change) => Assert.StartsWith($"FAIL {words}", Read(Notebook(), change).Words, StringComparison.Ordinal);

    private static (int Code, string Words) Read(Notebook notebook, Action<TemporaryFolder> change)
    {
        using var folder = new TemporaryFolder();
        Write(notebook, folder);
        change(folder);
        return Second_reader_agrees.Reader(folder.Path);
    }

    private static void Write(Notebook notebook, TemporaryFolder folder)
    {
        var leaves = notebook.Leaves.Select(leaf => leaf.Leaf).ToList();
        for (var i = 0; i * TilePath.FullWidth < leaves.Count; i++)
        {
            var bundle = leaves.Skip(i * TilePath.FullWidth).Take(TilePath.FullWidth).ToList();
            File.WriteAllBytes(folder.At($"data/log/{TilePath.Entries(i, bundle.Count)}"), EntryBundle.Encode(bundle));
        }

        var root = Merkle.Root([.. leaves.Select(leaf => Merkle.Leaf(leaf.Span))]);
        File.WriteAllBytes(folder.At("data/log/checkpoint"), new Checkpoint(Origin, leaves.Count, root).Sign([Log], 0).ToBytes());
        File.WriteAllText(folder.At("data/keys/log.vkey"), Log.Verifier.Text + "\n");
        foreach (var key in notebook.History.Keys.Keys.Values)
        {
            File.WriteAllText(folder.At($"data/keys/{key.Key.Name}.vkey"), key.Key.Text + "\n");
        }

        var withheld = ImmutableArray.CreateBuilder<Json>();
        for (var i = 0; i < leaves.Count; i++)
        {
            var texts = notebook.Leaves[i].Disclosures;
            if (texts.Count > 0)
            {
                File.WriteAllText(folder.At($"data/disclosures/{i}.txt"), string.Concat(texts.Select(text => text + "\n")));
            }

            if (RecordText.TryRead(leaves[i], texts, out var record, out _))
            {
                withheld.AddRange(record.Envelope.Sealed.Except(texts.Select(Digests.OfText))
                    .Select(digest => (Json)JsonMap.Of(("digest", digest), ("index", i), ("reason", "person"))));
            }
        }

        File.WriteAllText(folder.At("data/withheld.json"), Encoding.UTF8.GetString(CanonicalJson.Write(new JsonList(withheld.ToImmutable()))));
    }
}
