using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>How the logs of two dossiers stand to each other.</summary>
public enum Lineage
{
    /// <summary>The same leaves.</summary>
    Same,

    /// <summary>The first log is the beginning of the second: it is the older one.</summary>
    FirstIsOlder,

    /// <summary>The second log is the beginning of the first.</summary>
    SecondIsOlder,

    /// <summary>Neither is the beginning of the other: whoever signed both showed two histories.</summary>
    Fork,

    /// <summary>The second is the sequel of the first: its first record names a checkpoint that the first log had.</summary>
    SecondContinues,

    /// <summary>The first is the sequel of the second.</summary>
    FirstContinues,
}

/// <summary>One sealed member that one dossier opens and the other withholds.</summary>
public sealed record OpenedMember(long Index, string Type, string Member, string? ReasonElsewhere);

/// <summary>One of the two: what is needed of it to compare.</summary>
public sealed record ComparedDossier(
    CaseId Case, Checkpoint? Continues, Checkpoint Checkpoint, ReadOnlyMemory<byte> SignedCheckpoint, DossierSealed? Seal,
    ImmutableSortedDictionary<string, string> Tables, ImmutableSortedSet<string> Files)
{
    internal JsonMap ToJson() => JsonMap.Of(
        ("size", Checkpoint.Size), ("root", Checkpoint.Root.ToBase64()), ("origin", Checkpoint.Origin), ("policy", Seal?.Policy), ("engine", Seal?.Engine),
        ("ceilings", Seal?.Ceilings ?? JsonMap.Empty));
}

/// <summary>Two dossiers of one case, or of a case and its sequel, side by side: which is older, whether both tell one history, and what each opens that the other does not.</summary>
/// <remarks>Pure and symmetric: comparing the other way round gives the mirror image. Says nothing about whether either holds: verify both.</remarks>
public sealed record DossierComparison(
    ComparedDossier First, ComparedDossier Second, Lineage Lineage, long? FirstDifferentLeaf,
    ImmutableArray<OpenedMember> OnlyFirstOpens, ImmutableArray<OpenedMember> OnlySecondOpens,
    ImmutableArray<(Withholding First, string SecondReason)> ReasonsDiffer)
{
    /// <summary>Compares; a fault says which of the two is no dossier that can be read, or that they are of two cases.</summary>
    public static bool TryOf(IBagReader first, IBagReader second, out DossierComparison comparison, out Fault fault)
    {
        comparison = null!;
        if (!Side.TryRead(first, "the first dossier", out var a, out fault) || !Side.TryRead(second, "the second dossier", out var b, out fault))
        {
            return false;
        }

        if (a.Dossier.Case != b.Dossier.Case)
        {
            return TryOfSequel(a, b, out comparison, out fault);
        }

        var shared = Math.Min(a.Leaves.Count, b.Leaves.Count);
        var different = Enumerable.Range(0, shared).Where(i => a.Leaves[i] != b.Leaves[i]).Select(i => (long?)i).FirstOrDefault();
        var lineage = (different, a.Leaves.Count.CompareTo(b.Leaves.Count)) switch
        {
            ({ }, _) => Lineage.Fork,
            (null, 0) => Lineage.Same,
            (null, < 0) => Lineage.FirstIsOlder,
            _ => Lineage.SecondIsOlder,
        };

        // Beyond a fork the same number is not the same record.
        var common = different ?? shared;
        comparison = new(
            a.Dossier, b.Dossier, lineage, different, a.OpensMoreThan(b, common), b.OpensMoreThan(a, common),
            [.. a.Withheld.Where(one => one.Key.Index < common && b.Withheld.TryGetValue(one.Key, out var other) && other != one.Value)
                .Select(one => (new Withholding(one.Key.Index, one.Key.Digest, one.Value), b.Withheld[one.Key]))
                .OrderBy(one => one.Item1.Index).ThenBy(one => one.Item1.Digest, StringComparer.Ordinal)]);
        return true;
    }

    private static bool TryOfSequel(Side a, Side b, out DossierComparison comparison, out Fault fault)
    {
        comparison = null!;
        if (!a.TryContinues(b, out var first, out fault) || !b.TryContinues(a, out var second, out fault))
        {
            return false;
        }

        if (!first && !second)
        {
            fault = new("compare/cases", 0, $"the dossiers are of two cases, {a.Dossier.Case} and {b.Dossier.Case}, and neither says that it continues the other");
            return false;
        }

        comparison = new(a.Dossier, b.Dossier, second ? Lineage.SecondContinues : Lineage.FirstContinues, null, [], [], []);
        return true;
    }

    /// <summary>Files that one holds and the other does not.</summary>
    public ImmutableArray<string> FilesOnlyInFirst => [.. First.Files.Except(Second.Files).Order(StringComparer.Ordinal)];

    /// <summary>Files that the second holds and the first does not.</summary>
    public ImmutableArray<string> FilesOnlyInSecond => [.. Second.Files.Except(First.Files).Order(StringComparer.Ordinal)];

    /// <summary>Ceilings that the two seals state otherwise: "incident/route", the one wording, the other.</summary>
    public ImmutableArray<(string Ceiling, string? First, string? Second)> CeilingsDiffer => Differ(
        Stated(First), Stated(Second));

    /// <summary>Rule tables that differ: name, the one digest, the other.</summary>
    public ImmutableArray<(string Table, string? First, string? Second)> TablesDiffer => Differ(First.Tables, Second.Tables);

    /// <summary>The comparison for a person, with the two as they were called.</summary>
    public IEnumerable<string> Lines(string first, string second)
    {
        yield return Lineage switch
        {
            Lineage.Same => $"one history: both hold the same {First.Checkpoint.Size} leaves, root {First.Checkpoint.Root.ToBase64()}",
            Lineage.Fork => $"TWO HISTORIES: leaf {FirstDifferentLeaf} of {first} is not leaf {FirstDifferentLeaf} of {second}; whoever signed both showed different logs to different readers",
            Lineage.SecondContinues => Sequel(second, Second, first, First),
            Lineage.FirstContinues => Sequel(first, First, second, Second),
            Lineage.FirstIsOlder => $"one history: {first} ({First.Checkpoint.Size} leaves) is older, and the beginning of {second} ({Second.Checkpoint.Size} leaves); recomputed",
            _ => $"one history: {second} ({Second.Checkpoint.Size} leaves) is older, and the beginning of {first} ({First.Checkpoint.Size} leaves); recomputed",
        };
        if (Lineage == Lineage.Fork)
        {
            yield return $"checkpoint of {first}:\n{SafeText.Visible(System.Text.Encoding.UTF8.GetString(First.SignedCheckpoint.Span).TrimEnd())}";
            yield return $"checkpoint of {second}:\n{SafeText.Visible(System.Text.Encoding.UTF8.GetString(Second.SignedCheckpoint.Span).TrimEnd())}";
        }

        foreach (var (name, other, opened) in new[] { (first, second, OnlyFirstOpens), (second, first, OnlySecondOpens) })
        {
            foreach (var kind in opened.GroupBy(one => one.Type).OrderBy(kind => kind.Key, StringComparer.Ordinal))
            {
                yield return $"only {name} opens {kind.Count()} members of {kind.Key}, which {other} withholds ({string.Join(", ", kind.Select(one => one.ReasonElsewhere ?? "uncounted").Distinct().Order(StringComparer.Ordinal))})";
            }
        }

        if (First.Case == Second.Case && OnlyFirstOpens.IsEmpty && OnlySecondOpens.IsEmpty)
        {
            yield return "of the leaves that both hold, both open the same members";
        }

        if (!ReasonsDiffer.IsEmpty)
        {
            yield return $"{ReasonsDiffer.Length} members are withheld by both for different reasons: {string.Join(", ", ReasonsDiffer.Select(one => $"{one.First.Reason} and {one.SecondReason}").Distinct().Order(StringComparer.Ordinal))}";
        }

        yield return $"files: {First.Files.Intersect(Second.Files).Count} in both, {FilesOnlyInFirst.Length} only in {first}, {FilesOnlyInSecond.Length} only in {second}";
        yield return $"sealed: {first} under {First.Seal?.Policy ?? "no seal"}, {second} under {Second.Seal?.Policy ?? "no seal"}";
        foreach (var (ceiling, one, other) in CeilingsDiffer)
        {
            yield return $"stated ceiling {ceiling}: {one ?? "none"} in {first}, {other ?? "none"} in {second}";
        }

        foreach (var (table, one, other) in TablesDiffer)
        {
            yield return $"rule table {table}: {one ?? "none"} in {first}, {other ?? "none"} in {second}";
        }
    }

    /// <summary>The comparison for a program.</summary>
    public JsonMap ToJson() => JsonMap.Of(
        ("case", First.Case.Text), ("lineage", Lineage switch { Lineage.Same => "same", Lineage.FirstIsOlder => "first-is-older", Lineage.SecondIsOlder => "second-is-older", Lineage.FirstContinues => "first-continues", Lineage.SecondContinues => "second-continues", _ => "fork" }),
        ("continues", (First.Continues ?? Second.Continues) is { } from && First.Case != Second.Case ? new JsonNumber(from.Size) : null),
        ("firstDifferentLeaf", FirstDifferentLeaf is { } leaf ? new JsonNumber(leaf) : null),
        ("first", First.ToJson()), ("second", Second.ToJson()),
        ("onlyFirstOpens", Members(OnlyFirstOpens)), ("onlySecondOpens", Members(OnlySecondOpens)),
        ("reasonsDiffer", JsonList.Of(ReasonsDiffer.Select(one => (Json)JsonMap.Of(
            ("index", one.First.Index), ("digest", one.First.Digest), ("first", one.First.Reason), ("second", one.SecondReason))))),
        ("filesOnlyInFirst", JsonList.Of(FilesOnlyInFirst.Select(file => (Json)file))), ("filesOnlyInSecond", JsonList.Of(FilesOnlyInSecond.Select(file => (Json)file))),
        ("ceilingsDiffer", Pairs(CeilingsDiffer)), ("tablesDiffer", Pairs(TablesDiffer)));

    private static string Sequel(string later, ComparedDossier sequel, string earlier, ComparedDossier before) =>
        $"two logs, one after the other: {later} continues {earlier} from leaf {sequel.Continues!.Size} on; the root that its first record names is that of these leaves, recomputed"
        + (before.Checkpoint.Size > sequel.Continues.Size ? $"; the {before.Checkpoint.Size - sequel.Continues.Size} later leaves of {earlier} are not continued" : "");

    private static JsonList Members(IEnumerable<OpenedMember> members) => JsonList.Of(members.Select(one => (Json)JsonMap.Of(
        ("index", one.Index), ("type", one.Type), ("member", one.Member), ("reason", one.ReasonElsewhere))));

    private static JsonList Pairs(IEnumerable<(string Name, string? First, string? Second)> pairs) =>
        JsonList.Of(pairs.Select(one => (Json)JsonMap.Of(("name", one.Name), ("first", one.First), ("second", one.Second))));

    private static ImmutableSortedDictionary<string, string> Stated(ComparedDossier dossier) =>
        (dossier.Seal?.Ceilings.Members ?? JsonMap.Empty.Members).ToImmutableSortedDictionary(
            one => one.Key, one => (one.Value as JsonText)?.Value ?? CanonicalJson.WriteText(one.Value), StringComparer.Ordinal);

    private static ImmutableArray<(string, string?, string?)> Differ(ImmutableSortedDictionary<string, string> first, ImmutableSortedDictionary<string, string> second) =>
    [
        .. first.Keys.Union(second.Keys).Order(StringComparer.Ordinal)
            .Where(name => first.GetValueOrDefault(name) != second.GetValueOrDefault(name))
            .Select(name => (name, first.GetValueOrDefault(name), second.GetValueOrDefault(name))),
    ];

    /// <summary>One dossier, read.</summary>
    private sealed record Side(
        ComparedDossier Dossier, List<Hash256> Leaves, Dictionary<(long Index, string Digest), OpenedMember> Opened,
        Dictionary<(long Index, string Digest), string> Withheld)
    {
        public ImmutableArray<OpenedMember> OpensMoreThan(Side other, long common) =>
        [
            .. Opened.Where(one => one.Key.Index < common && !other.Opened.ContainsKey(one.Key))
                .Select(one => one.Value with { ReasonElsewhere = other.Withheld.GetValueOrDefault(one.Key) })
                .OrderBy(one => one.Index).ThenBy(one => one.Member, StringComparer.Ordinal),
        ];

        /// <summary>Whether this case says that it continues the other's log; a fault if it says so and that log was never such.</summary>
        public bool TryContinues(Side other, out bool continues, out Fault fault)
        {
            (continues, fault) = (Dossier.Continues?.Origin == other.Dossier.Checkpoint.Origin, default);
            if (continues && Dossier.Continues is { } named
                && (named.Size > other.Leaves.Count || Merkle.Root([.. other.Leaves.Take((int)named.Size)]) != named.Root))
            {
                fault = new("compare/continues", 0, named.Size > other.Leaves.Count
                    ? $"{Dossier.Case} continues {other.Dossier.Case} from leaf {named.Size} on, and the dossier of that ends before, at {other.Leaves.Count}; compare with a later one"
                    : $"{Dossier.Case} says that it continues {other.Dossier.Case} from leaf {named.Size} on, and names another root than these leaves have: another history of that log");
            }

            return fault == default;
        }

        public static bool TryRead(IBagReader bag, string which, out Side side, out Fault fault)
        {
            side = null!;
            if (Text(bag, BagLayout.Checkpoint) is not { } signed || !SignedNote.TryParse(signed.Span, out var note, out fault)
                || !Checkpoint.TryParse(note.Text, out var checkpoint, out fault))
            {
                fault = new("compare/checkpoint", 0, $"{which} has no checkpoint that can be read");
                return false;
            }

            if (!TryWithheld(bag, out var withheld))
            {
                fault = new("compare/withheld", 0, $"{which} has no list of what it withholds");
                return false;
            }

            var (leaves, history) = (new List<Hash256>(), CaseHistory.Empty);
            var disclosures = new DisclosureReading(bag, _ => { });
            var opened = new Dictionary<(long, string), OpenedMember>();
            if (!LogAudit.TryAudit(checkpoint, new Tiles(bag), Visit, out fault))
            {
                fault = fault with { Why = $"the log of {which} does not hash to its checkpoint: {fault.Why}" };
                return false;
            }

            if (history.Id is not { } id)
            {
                fault = new("compare/case", 0, $"{which} opens no case");
                return false;
            }

            var keys = (history.State.Opened?.LogKeys ?? []).Select(text => VerifierKey.TryParse(text, out var key, out _) && key.Name == checkpoint.Origin ? key : null).OfType<VerifierKey>().ToList();
            if (keys.Count == 0 || !note.TryVerify(keys, out var verified, out fault) || verified.Length != keys.Count)
            {
                fault = new("compare/signature", 0, $"the checkpoint of {which} is not signed by the log's keys, so it says nothing of whoever keeps the log");
                return false;
            }

            side = new(
                new(
                    id, history.State.Opened?.Before, checkpoint, signed, history.State.Entries is [.., { Statement: DossierSealed last }] ? last : null, history.State.Tables.ToImmutableSortedDictionary(StringComparer.Ordinal),
                    [.. bag.Paths.Where(path => path.StartsWith(BagLayout.File(""), StringComparison.Ordinal)).Select(path => path[BagLayout.File("").Length..])]),
                leaves, opened, withheld.DistinctBy(one => (one.Index, one.Digest)).ToDictionary(one => (one.Index, one.Digest), one => one.Reason));
            return true;

            void Visit(long index, ReadOnlyMemory<byte> leaf)
            {
                leaves.Add(Merkle.Leaf(leaf.Span));
                history = history.Then(leaf, disclosures.Of(index), SignatureCheck.AlreadyChecked, out var record, out _);
                foreach (var one in record?.Opened ?? [])
                {
                    opened[(index, one.Digest)] = new(index, record!.Type, one.Name, null);
                }
            }
        }

        private static bool TryWithheld(IBagReader bag, out WithheldMembers withheld)
        {
            withheld = new();
            try
            {
                using var list = bag.Open(BagLayout.Withheld);
                return list is not null && WithheldMembers.TryRead(list, out withheld, out _);
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }

        private static ReadOnlyMemory<byte>? Text(IBagReader bag, string path)
        {
            try
            {
                return BagTexts.Read(bag, path);
            }
            catch (InvalidDataException)
            {
                return null;
            }
        }

        private sealed class Tiles(IBagReader bag) : ITileReader
        {
            public ReadOnlyMemory<byte>? Read(string path) => Text(bag, BagLayout.Log + path);
        }
    }
}
