using System.Text;
using CsCheck;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Tests.Dossier;

public sealed class RedactionTests
{
    private static readonly Lazy<MemoryBag> Court = new(() => Exercise.Write().Seal(WithholdingPolicy.Nothing));

    private static readonly (string Type, string Member)[] Members =
        [.. RecordKinds.All.SelectMany(kind => kind.SealedMembers.Select(member => (kind.Name, member)))];

    private static Gen<WithholdingPolicy> Policies => Gen.OneOf(
        Gen.Int[0, Members.Length - 1].Array[1, 40].Select(which => new WithholdingPolicy(
            "some", [.. which.Select(i => new WithholdingRule(Members[i].Type, Members[i].Member, "reason-" + (i % 3)))])),
        Gen.Long[0, 60].Array[0, 40].Select(leaves => WithholdingPolicy.Nothing with { Leaves = [.. leaves] }));

    [Fact]
    public void Any_sequence_of_redactions_opens_a_subset_and_counts_the_rest_under_the_same_root() => Policies.Array[1, 3].Sample(
        policies =>
        {
            var before = Court.Value;
            foreach (var policy in policies)
            {
                var after = Narrow(before, policy);
                Assert.Equal(before.Files[BagLayout.Checkpoint], after.Files[BagLayout.Checkpoint]);
                Assert.Empty(after.Files.Keys.Except(before.Files.Keys));
                var (then, now) = (Disclosed(before), Disclosed(after));
                Assert.Subset(then, now);
                Assert.Equal(Sealed(before), now.Select(one => (one.Index, Disclosure.TryOpen(one.Text, out var open, out _) ? open.Digest : "")).Concat(Withheld(after)).Order());
                Assert.Subset(Withheld(after).ToHashSet(), Withheld(before).ToHashSet());

                // Nothing but what stays open may read stronger for it: that is what the check of ceilings is for.
                Assert.DoesNotContain(DossierVerifier.Verify(after).Checks, check => check.Outcome == Outcome.Fails && check.Code != "ceilings");
                before = after;
            }
        },
        iter: 25, threads: 1);

    [Fact]
    public void Reasons_given_before_stay_and_new_ones_are_the_policys()
    {
        var once = Narrow(Court.Value, new("a", [new("sample-collected", "origin", "place")]));
        var twice = Narrow(once, new("b", [new("sample-collected", "origin", "other"), new("sample-collected", "matrix", "matrix")]));
        var reasons = Reasons(twice).GroupBy(one => one).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(["matrix", "place"], reasons.Keys.Order());
        Assert.Equal(Reasons(once).Count(), reasons["place"]);
    }

    [Fact]
    public void Leaves_that_are_not_listed_stay_back_as_such()
    {
        var narrow = Narrow(Court.Value, WithholdingPolicy.Nothing with { Leaves = [0, 3] });
        Assert.Equal(new HashSet<long> { 0, 3 }, Disclosed(narrow).Select(one => one.Index).ToHashSet());
        Assert.Equal(["not-listed"], Reasons(narrow).Distinct());
    }

    [Fact]
    public void Files_that_no_open_member_names_are_left_out()
    {
        var named = Court.Value.Files.Keys.Count(path => path.StartsWith("data/files/", StringComparison.Ordinal));
        var narrow = Narrow(Court.Value, WithholdingPolicy.Nothing with { Leaves = [] });
        var tables = Said.TableFiles.Values.Select(file => BagLayout.File(Digests.Hex(file.Span))).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(tables, narrow.Files.Keys.Where(path => path.StartsWith("data/files/", StringComparison.Ordinal)));
        Assert.True(named > tables.Count());
    }

    [Fact]
    public void What_was_narrowed_by_others_than_the_sealer_is_said()
    {
        var verdict = DossierVerifier.Verify(Narrow(Court.Value, new("a", [new("sample-collected", "seal", "x")])));
        Assert.Equal(Outcome.NotProven, Assert.Single(verdict.Checks, check => check.Code == "withholding").Outcome);
    }

    public static TheoryData<string> Attacks =>
        ["other value", "other salt", "other name", "of another record", "swapped digests", "listed twice", "removed from the list", "opened and listed", "index moved", "reason without a member"];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void A_withheld_place_is_filled_with_nothing_else(string attack)
    {
        var narrow = Narrow(Court.Value, new("a", [new("sample-collected", "origin", "place"), new("sample-collected", "matrix", "place")]));
        Assert.True(DossierVerifier.Verify(narrow).Checks.All(check => check.Outcome != Outcome.Fails || check.Code == "ceilings"));
        var list = ((JsonList)Json(narrow)).Items.Cast<JsonMap>().ToList();
        var (index, digest) = (list[0].Number("index")!.Value, list[0].Text("digest")!);
        var genuine = Disclosed(Court.Value).Where(one => one.Index == index).Select(one => Disclosure.TryOpen(one.Text, out var open, out _) ? open : null).Single(one => one!.Digest == digest)!;
        var last = list.FindLastIndex(one => one.Number("index") != index);
        switch (attack)
        {
            case "other value":
                Open(Disclosure.Seal(genuine.Name, JsonText("another"), Said.Seeded(3)).Text);
                list.RemoveAt(0);
                break;
            case "other salt":
                Open(Disclosure.Seal(genuine.Name, genuine.Value, Said.Seeded(3)).Text);
                list.RemoveAt(0);
                break;
            case "other name":
                Open(Disclosure.Seal("another", genuine.Value, Said.Seeded(3)).Text);
                list.RemoveAt(0);
                break;
            case "of another record":
                Open(Disclosed(narrow).First(one => one.Index != index).Text);
                list.RemoveAt(0);
                break;
            case "swapped digests":
                (list[0], list[last]) = (With(list[0], "digest", list[last].Text("digest")!), With(list[last], "digest", digest));
                break;
            case "listed twice":
                list.Insert(0, list[0]);
                break;
            case "removed from the list":
                list.RemoveAt(0);
                break;
            case "opened and listed":
                Open(genuine.Text);
                break;
            case "index moved":
                list[^1] = JsonMap.Of(("digest", list[^1].Text("digest")), ("index", 1_000_000), ("reason", "place"));
                break;
            default:
                list.Add(JsonMap.Of(("digest", digest), ("index", list[^1].Number("index")!.Value + 1), ("reason", "place")));
                break;
        }

        narrow.Files[BagLayout.Withheld] = CanonicalJson.Write(JsonList.Of(list.OrderBy(one => one.Number("index")).ThenBy(one => one.Text("digest"), StringComparer.Ordinal)));
        Assert.Contains(
            DossierVerifier.Verify(narrow.Remade()).Checks,
            check => check.Code is "disclosures" or "records" && check.Outcome == Outcome.Fails && check.Words.Contains("leaf ", StringComparison.Ordinal));

        void Open(string text)
        {
            var path = BagLayout.Disclosures(index);
            var lines = Encoding.ASCII.GetString(narrow.Files.GetValueOrDefault(path, [])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Append(text);
            narrow.Files[path] = Encoding.ASCII.GetBytes(string.Concat(lines.OrderBy(Digests.OfText, StringComparer.Ordinal).Select(line => line + "\n")));
        }
    }

    [Fact]
    public void Of_two_dossiers_the_older_is_told_and_what_only_one_opens_is_listed()
    {
        var (young, old) = (Exercise.Write(), Exercise.Write());
        var narrow = new WithholdingPolicy("a", [new("sample-collected", "origin", "place")]);
        var older = old.Seal(narrow);
        young.Seal(narrow);
        young.Record(new PartyDescribed(Said.Id(7), "late", null, null, null, null));
        var younger = young.Seal(WithholdingPolicy.Nothing);
        Assert.True(DossierComparison.TryOf(older, younger, out var there, out var fault), fault.Why);
        Assert.True(DossierComparison.TryOf(younger, older, out var back, out fault), fault.Why);
        Assert.Equal((Lineage.FirstIsOlder, Lineage.SecondIsOlder), (there.Lineage, back.Lineage));
        Assert.Empty(there.OnlyFirstOpens);
        Assert.NotEmpty(there.OnlySecondOpens);
        Assert.All(there.OnlySecondOpens, one => Assert.Equal(("sample-collected", "origin", "place"), (one.Type, one.Member, one.ReasonElsewhere)));
        Assert.Equal(there.OnlySecondOpens.AsEnumerable(), back.OnlyFirstOpens);
        Assert.Equal(there.FilesOnlyInFirst.AsEnumerable(), back.FilesOnlyInSecond);
        Assert.True(DossierComparison.TryOf(older, older, out var same, out _));
        Assert.Equal(Lineage.Same, same.Lineage);
        Assert.Contains(same.Lines("a", "b"), line => line.Contains("same members", StringComparison.Ordinal));
    }

    [Fact]
    public void Reasons_that_differ_are_told()
    {
        var (a, b) = (Narrow(Court.Value, new("a", [new("sample-collected", "origin", "place")])), Narrow(Court.Value, new("b", [new("sample-collected", "origin", "person")])));
        Assert.True(DossierComparison.TryOf(a, b, out var comparison, out var fault), fault.Why);
        Assert.NotEmpty(comparison.ReasonsDiffer);
        Assert.All(comparison.ReasonsDiffer, one => Assert.Equal(("place", "person"), (one.First.Reason, one.SecondReason)));
    }

    [Fact]
    public void Two_histories_of_one_case_are_found_at_their_first_different_leaf()
    {
        var (one, other) = (Exercise.Write(), Exercise.Write());
        var forkedAt = one.History.Size;
        one.Record(new PartyDescribed(Said.Id(7), "this", null, null, null, null));
        other.Record(new PartyDescribed(Said.Id(8), "that", null, null, null, null));
        other.Record(new PartyDescribed(Said.Id(9), "more", null, null, null, null));
        var (a, b) = (one.Seal(WithholdingPolicy.Nothing), other.Seal(WithholdingPolicy.Nothing));
        Assert.True(DossierComparison.TryOf(a, b, out var comparison, out var fault), fault.Why);
        Assert.Equal((Lineage.Fork, (long?)forkedAt), (comparison.Lineage, comparison.FirstDifferentLeaf));
        Assert.Empty(comparison.OnlyFirstOpens);
        Assert.Contains(comparison.Lines("a", "b"), line => line.StartsWith("TWO HISTORIES", StringComparison.Ordinal));
    }

    [Fact]
    public void Dossiers_of_two_cases_and_bags_that_are_no_dossiers_are_not_compared()
    {
        Assert.False(DossierComparison.TryOf(Court.Value, Exercise.Write(seed: 2).Seal(WithholdingPolicy.Nothing), out _, out var fault));
        Assert.Equal("compare/cases", fault.Code);
        var broken = new MemoryBag(Court.Value.Files);
        broken.Files[broken.Files.Keys.First(path => path.StartsWith("data/log/tile/entries", StringComparison.Ordinal))][40] ^= 1;
        Assert.False(DossierComparison.TryOf(Court.Value, broken, out _, out fault));
        Assert.Contains("second", fault.Why, StringComparison.Ordinal);
        Assert.False(DossierComparison.TryOf(new MemoryBag(), Court.Value, out _, out fault));
        Assert.Equal("compare/checkpoint", fault.Code);
    }

    private static MemoryBag Narrow(MemoryBag bag, WithholdingPolicy policy)
    {
        var narrow = new MemoryBag();
        DossierRedaction.Write(bag, policy, narrow);
        return narrow;
    }

    private static JsonText JsonText(string text) => new(text);

    private static JsonMap With(JsonMap map, string name, string value) =>
        JsonMap.Of([.. map.Members.Where(member => member.Key != name).Select(member => (member.Key, (Json?)member.Value)), (name, new JsonText(value))]);

    private static Json Json(MemoryBag bag) => CanonicalJson.TryRead(bag.Files[BagLayout.Withheld], out var json, out _) ? json : JsonMap.Empty;

    private static IEnumerable<string> Reasons(MemoryBag bag) => ((JsonList)Json(bag)).Items.Cast<JsonMap>().Select(one => one.Text("reason")!);

    private static IEnumerable<(long Index, string Digest)> Withheld(MemoryBag bag) =>
        ((JsonList)Json(bag)).Items.Cast<JsonMap>().Select(one => (one.Number("index")!.Value, one.Text("digest")!));

    private static HashSet<(long Index, string Text)> Disclosed(MemoryBag bag) =>
    [
        .. bag.Files.Where(file => file.Key.StartsWith("data/disclosures/", StringComparison.Ordinal)).SelectMany(file =>
            Encoding.ASCII.GetString(file.Value).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => (long.Parse(file.Key["data/disclosures/".Length..^4], System.Globalization.CultureInfo.InvariantCulture), line))),
    ];

    private static IEnumerable<(long Index, string Digest)> Sealed(MemoryBag bag)
    {
        var digests = new List<(long, string)>();
        Assert.True(SignedNote.TryParse(bag.Files[BagLayout.Checkpoint], out var note, out _) && Checkpoint.TryParse(note.Text, out var checkpoint, out _)
            && LogAudit.TryAudit(checkpoint, new Tiles(bag), (index, leaf) => digests.AddRange(RecordText.TryRead(leaf, [], out var record, out _) ? record.Envelope.Sealed.Select(one => (index, one)) : []), out _));
        return digests.Order();
    }

    private sealed class Tiles(MemoryBag bag) : ITileReader
    {
        public ReadOnlyMemory<byte>? Read(string path) => bag.Files.TryGetValue(BagLayout.Log + path, out var bytes) ? bytes.AsMemory() : null;
    }
}
