using System.Text;
using CsCheck;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Tests.Records;

public sealed class RecordTextTests
{
    private static readonly RecordVector[] Good = [.. RecordVectors.All().Where(vector => vector.Code is null && vector.Leaf.Length < 5000)];

    public static TheoryData<string> Kinds => [.. RecordKinds.All.Select(kind => kind.Name)];

    [Fact]
    public void Every_kind_of_statement_is_in_the_list() => Assert.Equal(Statements.Count, RecordKinds.All.Length);

    [Theory, MemberData(nameof(Kinds))]
    public void A_record_of_every_kind_reads_as_it_was_written(string name) => Gen.Int.Sample(
        seed =>
        {
            var statement = Statements.Of(RecordKinds.All.Single(kind => kind.Name == name), seed);
            var record = new Notebook().Write(statement, [Notebook.Owner]);
            var read = Read(record, record.Disclosures);
            Assert.Equal(record.Id, read.Id);
            Assert.Equal(0, read.Withheld);
            Assert.IsType(statement.GetType(), read.Statement);
            Assert.Equal(Statements.Said(statement), Statements.Said(read.Statement!));
        },
        iter: 40);

    [Theory, MemberData(nameof(Kinds))]
    public void Any_members_can_be_withheld_and_the_rest_still_reads(string name) => Gen.Select(Gen.Int, Gen.Int).Sample(
        (seed, mask) =>
        {
            var record = new Notebook().Write(Statements.Of(RecordKinds.All.Single(kind => kind.Name == name), seed), [Notebook.Owner]);
            var kept = record.Disclosures.Where((_, i) => (mask >> (i % 32) & 1) == 0).ToList();
            var read = Read(record, kept);
            Assert.Equal(record.Disclosures.Length - kept.Count, read.Withheld);
            Assert.Equal(JsonMap.Of(kept.Select(one => (one.Name, (Json?)one.Value))), Statements.Said(read.Statement!).Sealed);
        },
        iter: 40);

    [Fact]
    public void A_changed_record_is_refused_wherever_it_was_changed() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int, Gen.Byte).Sample((which, place, with) =>
        {
            var (leaf, disclosures) = (Good[which].Leaf, Good[which].Disclosures);
            return RecordVectors.Judge(Mutations.Flip(leaf, place), disclosures) is not null
                && RecordVectors.Judge(Mutations.Insert(leaf, place, with), disclosures) is not null
                && RecordVectors.Judge(Mutations.Remove(leaf, place), disclosures) is not null;
        });

    [Fact]
    public void A_changed_disclosure_is_refused_wherever_it_was_changed() =>
        Gen.Select(Gen.Int, Gen.Byte).Sample((place, with) =>
        {
            var vector = Good.Single(one => one.Name == "all-disclosed");
            var text = Encoding.ASCII.GetBytes(vector.Disclosures[0]);
            return new[] { Mutations.Flip(text, place), Mutations.Insert(text, place, with), Mutations.Remove(text, place) }
                .All(bytes => RecordVectors.Judge(vector.Leaf, [Encoding.Latin1.GetString(bytes)]) is not null);
        });

    [Fact]
    public void No_bytes_make_the_reader_throw() =>
        Gen.Select(Gen.OneOf(Gen.Byte.Array[0, 200], Shuffled), Gen.String.Array[0, 3]).Sample((leaf, disclosures) =>
        {
            _ = RecordText.TryRead(leaf, disclosures, out _, out var fault);
            return fault != default || leaf.Length > 0;
        });

    [Fact]
    public void A_disclosure_that_is_read_is_the_one_that_was_sealed() => Gen.Select(Gen.Int, Gen.String[Gen.Char[' ', '~'], 0, 20]).Sample(
        (seed, name) =>
        {
            var written = Disclosure.Seal(name, seed, new Random(seed).NextBytes);
            return Disclosure.TryOpen(written.Text, out var read, out _) && read.Equals(written) && read.Digest == written.Digest;
        });

    [Fact]
    public void Two_seals_of_one_value_have_nothing_in_common()
    {
        var random = new Random(1);
        Assert.NotEqual(Disclosure.Seal("label", "S-09", random.NextBytes).Digest, Disclosure.Seal("label", "S-09", random.NextBytes).Digest);
    }

    [Fact]
    public void No_text_makes_the_opener_of_disclosures_throw() =>
        Gen.OneOf(Gen.String, Gen.Byte.Array[0, 60].Select(bytes => Base64Url.Encode(bytes)), Openable).Sample(text =>
            !Disclosure.TryOpen(text, out var read, out var fault) ? fault != default : read.Text == text);

    [Fact]
    public void A_disclosure_of_more_than_4_MiB_is_refused()
    {
        Assert.False(Disclosure.TryOpen(new string('A', Disclosure.LongestText + 1), out _, out var fault));
        Assert.Equal("disclosure/encoding", fault.Code);
    }

    [Fact]
    public void A_record_that_does_not_fit_into_a_leaf_is_not_signed() => Assert.Throws<ArgumentException>(() =>
        RecordText.Sign($"probatum/x@1\n\"{new string('x', RecordText.LongestLeaf)}\"\n", [], Notebook.Owner));

    [Fact]
    public void A_part_of_a_value_that_the_kind_does_not_know_is_a_fault()
    {
        Assert.Equal("body/form", Fault("finding-proposed", ("grounds", new JsonList([]))));
        Assert.Equal("body/form", Fault("casualty-recorded", ("signs", new JsonList([JsonMap.Of(("sign", "miosis"), ("severity", "grave"))]))));
        Assert.Equal("body/form", Fault("sample-collected", ("when", JsonMap.Of(("said", "at noon"), ("certainty", "low")))));
        Assert.Equal("body/unknown-member", Fault("sample-collected", ("verdict", "guilty")));
        Assert.Equal("body/unknown-member", Fault("sample-collected", (RecordText.CorrectionReason, "no correction")));
    }

    [Theory]
    [InlineData("""{"unknown":"forgotten","said":"noon"}""")]
    [InlineData("""{"from":"2016-11-13T00:00:00Z"}""")]
    [InlineData("""{"said":"noon","from":"2016-11-13T12:00Z"}""")]
    [InlineData("""{"said":"noon","from":"2016-11-13"}""")]
    [InlineData("""{"said":"noon","from":"2016-11-14T12:00:00Z","to":"2016-11-13T12:00:00Z"}""")]
    [InlineData("{}")]
    public void A_time_that_says_nothing_or_two_things_is_a_fault(string json) => Assert.Equal("body/type", Fault("sample-collected", ("when", Parse(json))));

    [Theory]
    [InlineData("""{"latE7":1}""")]
    [InlineData("""{"latE7":900000001,"lonE7":0}""")]
    [InlineData("""{"latE7":0,"lonE7":-1800000001}""")]
    [InlineData("""{"radiusM":-1}""")]
    [InlineData("""{"area":{"sha256":"AB","size":1,"media":"x"}}""")]
    public void A_place_off_the_globe_is_a_fault(string json) => Assert.Equal("body/type", Fault("sample-collected", ("where", Parse(json))));

    [Theory]
    [InlineData("sample", "\"e-AAAA\"")]
    [InlineData("label", "1")]
    [InlineData("witnesses", "\"x\"")]
    [InlineData("witnesses", "[1]")]
    [InlineData("when", "\"noon\"")]
    public void A_member_of_another_type_is_a_fault(string name, string json) =>
        Assert.Equal("body/type", Fault("sample-collected", (name, Parse(json))));

    [Fact]
    public void A_correction_gives_its_reason_or_withholds_it()
    {
        var notebook = Notebook.Opened();
        var first = notebook.Say(Notebook.Analyst, new ReviewedClaim("confirmed").Statement);
        var bare = notebook.Write(new ReviewedClaim("rejected").Statement, [Notebook.Analyst], corrects: first, reason: null);
        Assert.False(RecordText.TryRead(bare.Leaf, [.. bare.Disclosures.Select(one => one.Text)], out _, out var fault));
        Assert.Equal("body/missing", fault.Code);
        var good = notebook.Write(new ReviewedClaim("rejected").Statement, [Notebook.Analyst], corrects: first);
        Assert.Equal("a slip of the pen", Read(good, good.Disclosures).CorrectionReason);
        Assert.Null(Read(good, good.Disclosures.Where(one => one.Name != RecordText.CorrectionReason)).CorrectionReason);
    }

    private static Gen<byte[]> Shuffled { get; } = Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int.Array[1, 4], Gen.Byte).Select((which, places, with) =>
        places.Aggregate(Good[which].Leaf, (leaf, place) => leaf.Length < 2 ? leaf : (place & 3) switch
        {
            0 => Mutations.Flip(leaf, place),
            1 => Mutations.Insert(leaf, place, with),
            2 => Mutations.Remove(leaf, place),
            _ => leaf[..(int)((uint)place % (uint)leaf.Length)] is { Length: > 0 } cut ? cut : leaf,
        }));

    private static Gen<string> Openable { get; } = Gen.String[Gen.Char["[]{}\",AAAAAAAAaé0\\"], 0, 40].Select(text =>
        Base64Url.Encode(Encoding.UTF8.GetBytes($"[\"AAAAAAAAAAAAAAAAAAAAAA\",{text}]")));

    private static ReadRecord Read(SealedRecord record, IEnumerable<Disclosure> kept)
    {
        Assert.True(RecordText.TryRead(record.Leaf, [.. kept.Select(one => one.Text)], out var read, out var fault), fault.Why);
        Assert.True(read.TryVerify([Notebook.Owner.Verifier, Notebook.Analyst.Verifier], out fault), fault.Why);
        return read;
    }

    private static Json Parse(string json)
    {
        var sorted = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        return From(sorted);
        static Json From(System.Text.Json.Nodes.JsonNode node) => node switch
        {
            System.Text.Json.Nodes.JsonObject map => JsonMap.Of(map.Select(member => (member.Key, (Json?)From(member.Value!)))),
            System.Text.Json.Nodes.JsonArray list => JsonList.Of(list.Select(item => From(item!))),
            _ when node.GetValueKind() == System.Text.Json.JsonValueKind.String => node.GetValue<string>(),
            _ => node.GetValue<long>(),
        };
    }

    /// <summary>The code of the fault in a record with one member besides withheld ones.</summary>
    private static string Fault(string kind, (string Name, Json Value) member)
    {
        var (disclosure, other) = (
            Disclosure.Seal(member.Name, member.Value, span => span.Clear()), Disclosure.Seal("withheld", "", span => span.Fill(1)));
        var json = JsonMap.Of(
            ("_sd", JsonList.Of(new[] { disclosure.Digest, other.Digest }.Order(StringComparer.Ordinal).Select(digest => (Json)digest))),
            ("by", JsonList.Of([Notebook.Owner.Verifier.Name])), ("case", Notebook.Case.Text),
            ("made", JsonMap.Of(("at", "2016-11-13T11:31:04Z"), ("clock", "device"))), ("seq", 0));
        var note = SignedNote.Sign($"probatum/{kind}@1\n{CanonicalJson.WriteText(json)}\n", Notebook.Owner);
        return RecordText.TryRead(note.ToBytes(), [disclosure.Text], out _, out var fault) ? "" : fault.Code;
    }

    private sealed record ReviewedClaim(string Verdict)
    {
        public ClaimReviewed Statement { get; } = new(EntityId.New(span => span.Clear()), Verdict, null, null, null);
    }
}
