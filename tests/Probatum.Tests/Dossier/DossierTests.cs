using System.Text;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Dossier;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Ledger;
using Check = Probatum.Core.Dossier.Check;

namespace Probatum.Tests.Dossier;

public sealed class DossierTests
{
    private static readonly Lazy<MemoryBag> Court = new(() => Exercise.Write().Seal(WithholdingPolicy.Nothing));

    public static TheoryData<string> Policies => [.. Directory.GetFiles(Path.Combine(TestData.Repository, "data", "policies")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_is_sealed_holds_under_every_policy(string file)
    {
        var policy = Policy(file);
        var bag = Exercise.Write().Seal(policy);
        var verdict = DossierVerifier.Verify(bag);
        Assert.Empty(Failing(verdict));
        Assert.True(verdict.Holds);
        Assert.Equal(policy.Name != "court", verdict.Content!.Withheld.Count > 0);
        Assert.All(verdict.Content.Withheld, one => Assert.Contains(policy.Rules.Select(rule => rule.Reason).Append(policy.Otherwise), reason => reason == one.Reason));
    }

    [Fact]
    public void A_claim_whose_words_do_not_stand_in_its_report_is_named_counts_for_nothing_and_stops_no_seal()
    {
        var written = Exercise.Write();
        var (claim, party) = (Said.Id(2001), Said.Id(2002));
        written.Record(
            new PartyDescribed(party, "Another side", null, null, null, null),
            new ClaimProposed(claim, Said.Id(1020), null, "by-hand", null, "asserts", "use", null, "everyone", [], [], [], [new(18, 30)], null, "VX was used", []),
            new ClaimReviewed(claim, "confirmed", party, null, null),
            new AllegationRecorded(Said.Id(2003), Exercise.Incident, party, "alleges", null, [claim], []));
        Assert.Equal(2, CaseAssessment.Of(written.State, Said.Tables, []).Incidents.Single().Facts.IndependentOrigins);
        var verdict = DossierVerifier.Verify(written.Seal(WithholdingPolicy.Nothing));
        Assert.True(verdict.Holds);
        Assert.Contains(
            verdict.Checks, check => check is { Code: "claims", Outcome: Outcome.NotProven, Words: "C2: its words do not stand in the report where it says, so it counts for nothing" });
        Assert.Equal(1, verdict.Content!.Assessment.Incidents.Single().Facts.IndependentOrigins);
        Assert.Contains("its words do not stand in the report, so it counts for nothing", ReaderPage.Render(verdict.Content), StringComparison.Ordinal);
        Assert.Contains("C2: its words do not stand in the report, so it counts for nothing.", verdict.Content.Assessment.Incidents.Single().Says);
        Assert.Contains("the report says so (owner k-", ReaderPage.Render(verdict.Content), StringComparison.Ordinal);

        // Where the text is withheld nobody can tell, and that is said.
        Assert.Empty(Failing(DossierVerifier.Verify(written.Seal(Policy("public.json")))));
    }

    [Fact]
    public void The_same_case_gives_the_same_bytes() => Assert.Equal(Court.Value.Files, Exercise.Write().Seal(WithholdingPolicy.Nothing).Files);

    [Fact]
    public void Verifying_opens_nothing_that_does_not_lie_in_the_bag_and_leaves_no_file_unopened()
    {
        var bag = Court.Value;
        bag.Opened.Clear();
        DossierVerifier.Verify(bag);
        Assert.Empty(bag.Files.Keys.Except(bag.Opened));
        Assert.All(bag.Opened.Except(bag.Files.Keys), path => Assert.StartsWith("data/disclosures/", path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_narrower_dossier_has_the_same_root_and_says_what_was_stated_and_what_can_be_recomputed()
    {
        var written = Exercise.Write();
        var whole = written.Seal(WithholdingPolicy.Nothing);
        var narrow = new MemoryBag();
        var nobodyCollected = new WithholdingPolicy("narrow", [new("sample-collected", "origin", "place"), new("result-reported", "techniques", "source")]);
        DossierWriter.Write(written.Log, nobodyCollected, narrow);
        Assert.Equal(whole.Files[BagLayout.Checkpoint], narrow.Files[BagLayout.Checkpoint]);
        var verdict = DossierVerifier.Verify(narrow);
        Assert.Empty(Failing(verdict));
        var ceilings = Assert.Single(verdict.Checks, check => check.Code == "ceilings");
        Assert.Equal(Outcome.NotProven, ceilings.Outcome);
        Assert.Contains("stated: {", ceilings.Words, StringComparison.Ordinal);
        Assert.Contains("recomputable from what is disclosed: {", ceilings.Words, StringComparison.Ordinal);
        Assert.Contains("4 withheld members", ceilings.Words, StringComparison.Ordinal);
        Assert.Equal(Outcome.NotProven, Assert.Single(verdict.Checks, check => check.Code == "withholding").Outcome);
        var own = DossierVerifier.Verify(Exercise.Write().Seal(nobodyCollected));
        Assert.Equal(Outcome.Holds, Assert.Single(own.Checks, check => check.Code == "withholding").Outcome);
    }

    [Fact]
    public void Any_flipped_byte_of_any_file_fails()
    {
        var paths = Court.Value.Files.Keys.ToArray();
        Gen.Select(Gen.Int[0, paths.Length - 1], Gen.Int[0, 1 << 20], Gen.Int[1, 255]).Sample(
            (which, at, bits) =>
            {
                var bag = new MemoryBag(Court.Value.Files);
                var bytes = bag.Files[paths[which]];
                bytes[at % bytes.Length] ^= (byte)bits;
                Fails(bag, paths[which]);
            },
            iter: 250, threads: 1);
    }

    [Fact]
    public void Any_flipped_byte_fails_also_when_whoever_flips_it_makes_both_manifests_anew()
    {
        var paths = Court.Value.Files.Keys.Where(path => path is not (BagLayout.Manifest or BagLayout.TagManifest)).ToArray();
        Gen.Select(Gen.Int[0, paths.Length - 1], Gen.Int[0, 1 << 20], Gen.Int[1, 255]).Sample(
            (which, at, bits) =>
            {
                var bag = new MemoryBag(Court.Value.Files);
                var bytes = bag.Files[paths[which]];
                bytes[at % bytes.Length] ^= (byte)bits;
                Fails(bag.Remade(), paths[which]);
            },
            iter: 80, threads: 1);
    }

    [Fact]
    public void A_file_that_is_cut_lengthened_taken_away_renamed_or_swapped_fails_whoever_makes_the_manifests()
    {
        var paths = Court.Value.Files.Keys.ToArray();
        foreach (var path in paths.Where((_, i) => i % 7 == 0))
        {
            foreach (var remade in new[] { true, false })
            {
                void Change(Action<SortedDictionary<string, byte[]>> change)
                {
                    var bag = new MemoryBag(Court.Value.Files);
                    change(bag.Files);
                    Fails(remade && bag.Files.ContainsKey(BagLayout.Info) && bag.Files.ContainsKey(BagLayout.Declaration)
                        && path is not (BagLayout.Manifest or BagLayout.TagManifest) ? bag.Remade() : bag, path);
                }

                Change(files => files[path] = files[path][..^1]);
                Change(files => files[path] = [.. files[path], (byte)'\n']);
                Change(files => files.Remove(path));
                Change(files =>
                {
                    files[path + "x"] = files[path];
                    files.Remove(path);
                });
                Change(files => (files[path], files[paths[^1]]) = (files[paths[^1]], [.. files[path], 7]));
            }
        }
    }

    [Theory]
    [InlineData("data/extra")]
    [InlineData("data/files/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("data/disclosures/9999.txt")]
    [InlineData("data/disclosures/00.txt")]
    [InlineData("data/log/tile/0/007")]
    [InlineData("data/keys/k-AAAAAAAAAAAAAAAAAAAAAA.vkey")]
    [InlineData("note.txt")]
    [InlineData("fetch.txt")]
    [InlineData("data/../etc/passwd")]
    [InlineData("data/a b")]
    [InlineData("data/ü")]
    public void A_file_too_many_fails(string path)
    {
        var bag = new MemoryBag(Court.Value.Files);
        bag.Files[path] = "x\n"u8.ToArray();
        Fails(bag, path);
        Fails(bag.Remade(), path);
    }

    [Fact]
    public void A_disclosure_moved_to_another_leaf_or_put_twice_or_out_of_order_fails()
    {
        var disclosures = Court.Value.Files.Keys.Where(path => path.StartsWith("data/disclosures/", StringComparison.Ordinal)).ToArray();
        Gen.Select(Gen.Int[0, disclosures.Length - 1], Gen.Int[0, disclosures.Length - 1], Gen.Int[0, 20], Gen.Int[0, 20]).Sample(
            (from, to, line, at) =>
            {
                var bag = new MemoryBag(Court.Value.Files);
                var lines = Lines(bag, disclosures[from]);
                var moved = lines[line % lines.Count];
                if (from != to)
                {
                    lines.Remove(moved);
                    bag.Files[disclosures[from]] = Bytes(lines);
                }

                var there = Lines(bag, disclosures[to]);
                there.Insert(at % (there.Count + 1), moved);
                bag.Files[disclosures[to]] = Bytes(there);
                Fails(bag.Remade(), $"{disclosures[from]} to {disclosures[to]}");
            },
            iter: 40, threads: 1);
        var turned = new MemoryBag(Court.Value.Files);
        turned.Files[disclosures[0]] = Bytes([.. Enumerable.Reverse(Lines(turned, disclosures[0]))]);
        Fails(turned.Remade(), "order");
    }

    [Fact]
    public void Another_value_in_a_withheld_place_fails_and_so_does_a_withheld_member_that_is_not_counted()
    {
        var written = Exercise.Write();
        var narrow = written.Seal(Policy("public.json"));
        Assert.True(CanonicalJson.TryRead(narrow.Files[BagLayout.Withheld], out var json, out _));
        var list = ((JsonList)json).Items;
        var (index, digest) = (((JsonMap)list[0]).Number("index")!.Value, ((JsonMap)list[0]).Text("digest"));
        var forged = Disclosure.Seal("witnesses", JsonList.Of(["another person"]), Said.Seeded(5));
        var uncounted = new MemoryBag(narrow.Files);
        uncounted.Files[BagLayout.Withheld] = CanonicalJson.Write(new JsonList(list.RemoveAt(0)));
        Fails(uncounted.Remade(), "uncounted");
        var path = BagLayout.Disclosures(index);
        foreach (var withheld in new[] { list, list.RemoveAt(0) })
        {
            var bag = new MemoryBag(narrow.Files);
            bag.Files[path] = Bytes([.. bag.Files.ContainsKey(path) ? Lines(bag, path) : [], forged.Text]);
            bag.Files[BagLayout.Withheld] = CanonicalJson.Write(new JsonList(withheld));
            Fails(bag.Remade(), "forged");
        }

        var turned = new MemoryBag(narrow.Files);
        turned.Files[BagLayout.Withheld] = CanonicalJson.Write(new JsonList([.. list.Reverse()]));
        Fails(turned.Remade(), "order");
        Assert.NotNull(digest);
    }

    [Fact]
    public void Leaves_of_another_case_fail()
    {
        var (written, other) = (Exercise.Write(), Exercise.Write(seed: 2));
        var foreign = new List<SealedRecord>();
        Assert.True(LogAudit.TryAudit(other.Log.Covered!, other.Log, (index, leaf) => foreign.Add(
            new(default, leaf.ToArray(), [.. other.Log.Disclosures(index).Select(Opened)])), out _));
        Assert.NotNull(written.Log.Append(written.History.Size, [foreign[5]]));
        Fails(Sealed(written), "foreign record");
    }

    [Fact]
    public void Leaves_in_another_order_or_without_a_signature_fail()
    {
        foreach (var change in new Action<List<SealedRecord>>[]
        {
            records => (records[3], records[4]) = (records[4], records[3]),
            records => (records[0], records[1]) = (records[1], records[0]),
            records => records.RemoveAt(4),
            records => records[4] = records[4] with { Leaf = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(records[4].Leaf.Span).Split("\n\n")[0] + "\n\n") },
            records => records[4] = records[4] with { Leaf = (byte[])[.. records[4].Leaf.ToArray()[..^9], .. "AAAAAAA=\n"u8] },
        })
        {
            var written = Exercise.Write();
            written.RecordSeal("court");
            var records = Records(written);
            change(records);
            var log = new MemoryLog(written.Signers);
            log.Append(0, records);
            foreach (var file in written.Log.Tiles.Values)
            {
                log.Keep(file, "");
            }

            Assert.False(DossierVerifier.Verify(Resealed(written, log)).Holds);
        }
    }

    [Fact]
    public void A_record_after_the_seal_fails()
    {
        var written = Exercise.Write();
        written.RecordSeal("court");
        written.Record(new PartyDescribed(Said.Id(7), "late", null, null, null, null));
        Fails(Sealed(written), "tail");
    }

    [Fact]
    public void A_dossier_that_nobody_sealed_fails() => Fails(Sealed(Exercise.Write()), "no seal");

    [Fact]
    public void Stated_ceilings_that_the_records_do_not_carry_fail()
    {
        var stated = JsonMap.Of(($"{Exercise.Incident}/OPCW_FFM", "determined"), ($"{Exercise.Incident}/CWC_X_ASSISTANCE_IAU", "facts-two-laboratories"));
        var verdict = DossierVerifier.Verify(Exercise.Write().Seal(WithholdingPolicy.Nothing, stated));
        Assert.Equal(["ceilings"], Failing(verdict).Select(check => check.Code).Where(code => code != "pages"));
    }

    [Fact]
    public void What_reads_stronger_because_something_is_withheld_fails()
    {
        var written = Exercise.Write();
        var third = Said.Id(3001);
        written.Record(new PartyDescribed(third, "DL 03", "laboratory", Exercise.Ministry, null, null));
        written.Record(new CustodyReported(Said.Id(1030), Exercise.Laboratory, third, Said.At("2016-11-17"), null, "102", null, null, null, null));
        written.Record(written.Key("laboratory", third), new Intended(new ResultReported(
            Said.Id(3002), Said.Id(1030), third, "substance X", "found", ["GC_EI_MS", "LC_MSMS"], true, true, null, null, null)));
        Assert.Empty(Failing(DossierVerifier.Verify(written.Seal(WithholdingPolicy.Nothing))));
        var verdict = DossierVerifier.Verify(written.Seal(new("narrow", [new("party-described", "belongsTo", "side")])));
        var check = Assert.Single(Failing(verdict));
        Assert.Equal("ceilings", check.Code);
        Assert.Contains("CWC_VIII_38E_TAV: sealed as 'no-identity', now 'identity-one-laboratory'", check.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_signed_by_fewer_others_or_in_another_order_fails()
    {
        var written = Exercise.Write();
        var bag = written.Seal(WithholdingPolicy.Nothing);
        Assert.True(SignedNote.TryParse(bag.Files[BagLayout.Checkpoint], out var note, out _));
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint, out _));
        var stranger = SignerKey.FromSeed(checkpoint.Origin, KeyType.Ed25519, new byte[32]);
        foreach (var signers in new SignerKey[][] { [written.Signers[0]], [written.Signers[1]], [.. written.Signers, stranger], [written.Signers[1], written.Signers[0]], [stranger] })
        {
            var changed = new MemoryBag(bag.Files);
            changed.Files[BagLayout.Checkpoint] = checkpoint.Sign(signers, 1_700_000_000).ToBytes();
            Fails(changed.Remade(), $"{signers.Length} signers");
        }
    }

    [Fact]
    public void A_bag_of_anything_fails_and_never_throws()
    {
        var names = Court.Value.Files.Keys.Concat(["bagit.txt", "data/log/checkpoint", "x", "data/", ""]).ToArray();
        var content = Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Int[0, Court.Value.Files.Count - 1].Select(i => Court.Value.Files.Values.ElementAt(i)));
        Gen.Select(Gen.Int[0, names.Length - 1], content).Array[0, 30].Sample(
            files => !DossierVerifier.Verify(new MemoryBag(files.DistinctBy(file => file.Item1).Select(file => KeyValuePair.Create(names[file.Item1], file.Item2)))).Holds,
            iter: 100, threads: 1);
    }

    [Fact]
    public void Garbage_in_any_place_of_a_good_bag_never_throws() =>
        Gen.Select(Gen.Int[0, Court.Value.Files.Count - 1], Gen.Byte.Array[0, 300], Gen.Int[0, 5000]).Array[1, 3].Sample(
            places =>
            {
                var bag = new MemoryBag(Court.Value.Files);
                foreach (var (which, garbage, at) in places)
                {
                    var path = Court.Value.Files.Keys.ElementAt(which);
                    bag.Files[path] = [.. bag.Files[path].Take(at), .. garbage, .. bag.Files[path].Skip(at + garbage.Length)];
                }

                Assert.Equal(bag.Remade().Files.SequenceEqual(Court.Value.Files, new SameFile()), DossierVerifier.Verify(bag).Holds);
            },
            iter: 80, threads: 1);

    [Fact]
    public void A_case_whose_records_say_the_strangest_things_is_sealed_and_verified_without_a_crash()
    {
        var written = Exercise.Write();
        var far = new When("the end", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", null);
        written.Record(
            new Core.Requests.RequestMade(Said.Id(2000), Exercise.Incident, "Q", "CWC_X_ASSISTANCE_IAU", null, null, far, null, []),
            new Core.Requests.StepTaken(Said.Id(2000), "received", null, far, null, null, null),
            new Core.Requests.StepTaken(Said.Id(2000), "returned", null, null, null, null, null),
            new Core.Samples.CustodyReported(Said.Id(2001), null, null, null, null, null, null, null, null, null),
            new PartyDescribed(Said.Id(2002), "\u0000<script>\uFFFF😀" + string.Concat(Enumerable.Repeat("😀", 40)), null, Said.Id(2003), null, null),
            new PartyDescribed(Said.Id(2003), "circle", null, Said.Id(2002), null, null),
            new SamplesClaimed(Said.Id(2004), Exercise.Incident, Said.Id(1021), JsonNumber.Largest, [], null, Said.Id(2002), null, null, null, "NO_SUCH", "word", []),
            new Core.Samples.SampleCollected(
                Said.Id(2005), Exercise.Incident, string.Concat(Enumerable.Repeat("😀", 40)), "NO_SUCH", "9999999999999999999999999999999 g", far, null, Said.Id(2002), null, "UNKNOWN", [], null),
            new Core.Samples.SampleSplit(Said.Id(2005), Said.Id(2002), null, null, null, [new(Said.Id(2006), "\u202Ex", "79228162514264337593543950335 g", null)]));
        Assert.Empty(Failing(DossierVerifier.Verify(written.Seal(WithholdingPolicy.Nothing))));
    }

    private static MemoryBag Sealed(WrittenCase written) => Resealed(written, written.Log);

    private static MemoryBag Resealed(WrittenCase written, MemoryLog log)
    {
        var bag = new MemoryBag();
        try
        {
            DossierWriter.Write(new WithFiles(log, written.Log), WithholdingPolicy.Nothing, bag);
        }
        catch (InvalidDataException)
        {
            // A log without its first record pins no tables; the writer says so and leaves a bag that lacks its tags.
        }

        return bag;
    }

    private static List<SealedRecord> Records(WrittenCase written)
    {
        var records = new List<SealedRecord>();
        Assert.True(LogAudit.TryAudit(written.Log.Covered!, written.Log, (index, leaf) => records.Add(
            new(default, leaf.ToArray(), [.. written.Log.Disclosures(index).Select(Opened)])), out _));
        return records;
    }

    private static Disclosure Opened(string text) => Disclosure.TryOpen(text, out var one, out var fault) ? one : throw new InvalidDataException(fault.Why);

    private static WithholdingPolicy Policy(string file)
    {
        Assert.True(WithholdingPolicy.TryRead(File.ReadAllBytes(Path.Combine(TestData.Repository, "data", "policies", file)), out var policy, out var fault), fault.Why);
        return policy;
    }

    private static void Fails(MemoryBag bag, string what) => Assert.False(DossierVerifier.Verify(bag).Holds, what);

    private static IEnumerable<Check> Failing(Verdict verdict) => verdict.Checks.Where(check => check.Outcome == Outcome.Fails);

    private static List<string> Lines(MemoryBag bag, string path) => [.. Encoding.ASCII.GetString(bag.Files[path]).Split('\n')[..^1]];

    private static byte[] Bytes(IEnumerable<string> lines) => Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private sealed class WithFiles(MemoryLog log, MemoryLog files) : IDossierSource
    {
        public ReadOnlyMemory<byte> Checkpoint => log.Checkpoint;

        public IReadOnlyList<string> Disclosures(long index) => log.Disclosures(index);

        public LogStamps? Stamps => null;

        public Stream? OpenFile(string sha256) => files.OpenFile(sha256);

        public ReadOnlyMemory<byte>? Read(string path) => log.Read(path);
    }

    private sealed class SameFile : IEqualityComparer<KeyValuePair<string, byte[]>>
    {
        public bool Equals(KeyValuePair<string, byte[]> x, KeyValuePair<string, byte[]> y) => x.Key == y.Key && x.Value.AsSpan().SequenceEqual(y.Value);

        public int GetHashCode(KeyValuePair<string, byte[]> obj) => obj.Key.GetHashCode(StringComparison.Ordinal);
    }
}
