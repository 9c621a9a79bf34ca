using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Cases;

/// <summary>A kind of record that sets a single-valued fact.</summary>
/// <param name="Fact">What is set, in words; kinds that share it set the same fact.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Key">The members that say of what: where one of them is missing or withheld, nothing can be compared.</param>
/// <param name="Value">The members that say what it is: records that agree in all of them are no conflict.</param>
/// <param name="Why">Why there can be only one.</param>
public sealed record SingleValued(string Fact, RecordKind Kind, ImmutableArray<string> Key, ImmutableArray<string> Value, string Why);

/// <summary>Records that set one fact differently, none of whose authors had seen the other's.</summary>
/// <param name="Fact">What is set, and of what.</param>
/// <param name="Records">The records, in log order: two or more.</param>
public sealed record Conflict(string Fact, ImmutableArray<Entry> Records)
{
    /// <summary>The code under which a conflict is told.</summary>
    public const string Code = "records/conflict";

    /// <summary>The conflict as a sentence.</summary>
    public string Words =>
        $"leaves {string.Join(", ", Records.Select(entry => entry.Index.ToString(CultureInfo.InvariantCulture)))} differ on {Fact}, and none of their authors had seen the other's; "
        + "whoever has seen all of them records what holds";
}

/// <summary>
/// The conflicts of a case: for each single-valued fact those records that no other record of the fact had seen. Where there are two
/// or more and they differ, nobody has decided between them yet.
/// </summary>
/// <remarks>
/// Pure, and the same whatever the order in which bundles were merged. Who has seen what comes from the records alone. Source:
/// docs/format.md, section 6, "Conflict".
/// </remarks>
public static class Conflicts
{
    private const string CorrectionFact = "the correction of";

    /// <summary>Which kinds set which fact. A correction, of any kind, also sets what its record says.</summary>
    public static ImmutableArray<SingleValued> Rows { get; } =
    [
        new("the review of", ClaimReviewed.Row, ["claim"], ["verdict", "speaker", "credibility"], "a claim is confirmed or rejected, for one speaker"),
        new("the reading of", ClaimEdited.Row, ["claim"], ["kind", "stance", "certainty", "speakerName", "content", "contentText", "event", "speaker", "answers"], "a claim says one thing, by one speaker"),
        new("the review of", FindingReviewed.Row, ["finding"], ["verdict"], "a finding is adopted or it is not"),
        new("the setting aside of", ReportSetAside.Row, ["report"], ["aside"], "a report counts or it does not"),
        new("the withdrawal of", ImportWithdrawn.Row, ["import"], ["withdrawn"], "an import counts or it does not"),
        new("the echo between", EchoReviewed.Row, ["from", "to"], ["verdict", "sort"], "one thing goes back to another or it does not, in one way"),
        new("the description of", PartyDescribed.Row, ["party"], ["name", "sort", "belongsTo", "reliability"], "a party acts for one other at the most, and has one grade"),
        new("the opening of", IncidentOpened.Row, ["incident"], ["label", "title", "when", "where"], "an incident has one time and one place"),
        new("the collection of", SampleCollected.Row, ["sample"], ["incident", "label", "matrix", "collector", "seal", "origin", "when", "where"], "a sample is collected once"),
        new("the next holder of", CustodyTransferred.Row, ["sample", "from"], ["to"], "a holder gives a sample to one other"),
        new("the next holder of", CustodyReported.Row, ["sample", "from"], ["to"], "a holder gives a sample to one other"),
        new("the seal on", SampleOpened.Row, ["sample"], ["sealApplied"], "the last seal is on the container"),
        new("the seal on", SampleSplit.Row, ["sample"], ["sealApplied", "aliquots"], "the last seal is on the container"),
        new("the wording of", HypothesisStated.Row, ["key", "incident"], ["text"], "a hypothesis of an incident has one wording"),
        new("the registration of", KeyRegistered.Row, ["key"], ["role", "party", "holder"], "a key has one holder in one role; the first registration holds"),
        new("the rule tables", RulesAdopted.Row, [], ["tables"], "a case is judged by one set of tables"),
    ];

    /// <summary>The conflicts of a case as they stand, by the first leaf of each.</summary>
    public static ImmutableArray<Conflict> Of(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var roots = new Roots(state.Entries);
        var sight = new Sight(state.Entries);
        return
        [
            .. Candidates(state, roots)
                .SelectMany(candidates => candidates.Value.SelectMany(at => Writes(state.Entries[at], roots, state).Where(write => Hash(write.Place) == candidates.Key)).GroupBy(write => write.Place))
                .Select(fact => fact.DistinctBy(write => write.Entry.Id).ToList()).Where(fact => fact.Count > 1)
                .OrderBy(fact => fact[0].Entry.Index).ThenBy(fact => fact[0].Order).Select(fact => Heads(fact, sight)).Where(Differ)
                .Select(heads => new Conflict(heads[0].Fact, [.. heads.Select(head => head.Entry)]))
                .DistinctBy(conflict => string.Join(' ', conflict.Records.Select(entry => entry.Id.Text)))
                .OrderBy(conflict => conflict.Records[0].Index).ThenBy(conflict => conflict.Fact, StringComparer.Ordinal),
        ];
    }

    /// <summary>What was written of the fact and is not written over by somebody who had seen it.</summary>
    private static List<Write> Heads(List<Write> fact, Sight sight) =>
        [.. fact.Where(one => !fact.Exists(other => other.Entry.Id != one.Entry.Id && sight.Has(other.Entry, one.Entry)))];

    private static bool Differ(List<Write> heads) => heads.Skip(1).Any(head => !head.Value.SequenceEqual(heads[0].Value));

    /// <summary>
    /// The entries that may set one fact together, by their places in the list. Of a case of a million records most facts are set once:
    /// of those nothing is kept but a hash of what is set. Two facts of one hash come together and are told apart behind.
    /// </summary>
    private static Dictionary<int, List<int>> Candidates(CaseState state, Roots roots)
    {
        var (first, several) = (new Dictionary<int, int>(), new Dictionary<int, List<int>>());
        for (var at = 0; at < state.Entries.Count; at++)
        {
            foreach (var place in Places(state.Entries[at], roots))
            {
                var hash = Hash(place);
                if (first.TryAdd(hash, at))
                {
                    continue;
                }

                if (!several.TryGetValue(hash, out var all))
                {
                    several[hash] = all = [first[hash]];
                }

                if (all[^1] != at)
                {
                    all.Add(at);
                }
            }
        }

        return several;
    }

    private static int Hash(string place) => string.GetHashCode(place, StringComparison.Ordinal);

    private static IEnumerable<string> Places(Entry entry, Roots roots)
    {
        if (entry.Statement?.Kind is { } kind && RowOf(kind) is { } row)
        {
            foreach (var members in Speakers(entry, roots, row))
            {
                if (Place(row, members) is { } place)
                {
                    yield return place;
                }
            }
        }

        if (entry.Envelope.Corrects is not null && roots.Of(entry) is var root && root != entry)
        {
            yield return Correction(root);
        }
    }

    private static IEnumerable<Write> Writes(Entry entry, Roots roots, CaseState state)
    {
        var order = 0;
        if (entry.Statement?.Kind is { } kind && RowOf(kind) is { } row)
        {
            var value = Values(Members(entry.Statement), row.Value);
            foreach (var members in Speakers(entry, roots, row))
            {
                if (Place(row, members) is { } place)
                {
                    yield return new(place, $"{row.Fact} {string.Join(", ", Values(members, row.Key).Select(one => Call(one, state)))}".TrimEnd(), entry, value, order++);
                }
            }
        }

        if (roots.Of(entry) is var root && root != entry)
        {
            ImmutableArray<Json?> value = [entry.Statement is null ? null : JsonMap.Of(Members(entry.Statement).Select(member => (member.Key, (Json?)member.Value)))];
            yield return new(Correction(root), $"{CorrectionFact} leaf {root.Index.ToString(CultureInfo.InvariantCulture)}", entry, value, order);
        }
    }

    private static SingleValued? RowOf(RecordKind kind)
    {
        foreach (var row in Rows)
        {
            if (row.Kind == kind)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>What the entry says itself, and what the record says that it corrects: a fact of either is set.</summary>
    private static IEnumerable<Dictionary<string, Json>> Speakers(Entry entry, Roots roots, SingleValued row)
    {
        if (roots.Of(entry) is var root && root != entry && root.Statement is { } corrected && corrected.Kind == row.Kind)
        {
            yield return Members(corrected);
        }

        yield return Members(entry.Statement!);
    }

    private static string? Place(SingleValued row, Dictionary<string, Json> members)
    {
        var place = new System.Text.StringBuilder(row.Fact);
        foreach (var name in row.Key)
        {
            if (!members.TryGetValue(name, out var value))
            {
                return null;
            }

            place.Append('\n').Append(Text(value));
        }

        return place.ToString();
    }

    private static string Correction(Entry root) => $"{CorrectionFact}\n{root.Id}";

    /// <summary>The record that a correction, or a correction of one, is about; itself for all others.</summary>
    private sealed class Roots(GrownList<Entry> entries)
    {
        private readonly Dictionary<RecordId, Entry> _byId = entries.Exists(entry => entry.Envelope.Corrects is not null) ? entries.ToDictionary(entry => entry.Id) : [];

        public Entry Of(Entry entry)
        {
            var root = entry;
            while (root.Envelope.Corrects is { } corrected && _byId.TryGetValue(corrected, out var earlier) && earlier.Index < root.Index && earlier.Type == entry.Type)
            {
                root = earlier;
            }

            return root;
        }
    }

    private static Dictionary<string, Json> Members(Statement statement)
    {
        var body = new BodyWriter();
        statement.Describe(body);
        var members = body.Sealed.ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        foreach (var (name, value) in body.Open?.Members ?? JsonMap.Empty.Members)
        {
            members[name] = value;
        }

        return members;
    }

    private static ImmutableArray<Json?> Values(Dictionary<string, Json> members, ImmutableArray<string> names) => [.. names.Select(name => members.GetValueOrDefault(name))];

    private static string Text(Json? json) => json switch { null => "", JsonText { Value: var text } when EntityId.IsWellFormed(text) => text, _ => CanonicalJson.WriteText(json) };

    private static string Call(Json? json, CaseState state) => json switch
    {
        JsonText { Value: var text } when EntityId.IsWellFormed(text) => state.Parties.Parties.GetValueOrDefault(new(text))?.Name ?? state.Entities.Call(new EntityId(text)),
        JsonText { Value: var text } => text,
        _ => Text(json),
    };

    /// <summary>What an entry sets; <c>Order</c> is the place among all that it sets.</summary>
    private sealed record Write(string Place, string Fact, Entry Entry, ImmutableArray<Json?> Value, int Order);

    /// <summary>Who had seen what, as far as the records show it.</summary>
    private sealed class Sight
    {
        // The largest size that an author had seen by each of its records; those that had seen nothing are left out.
        private readonly Dictionary<RecordId, long> _seen = [];
        private readonly Dictionary<(KeyName By, RecordId Corrected), long> _named = [];

        public Sight(GrownList<Entry> entries)
        {
            foreach (var author in entries.GroupBy(entry => entry.Author))
            {
                // Records of one number stand side by side: none of them is earlier than another.
                var (largest, upToNumber, number) = (0L, 0L, -1L);
                foreach (var entry in author.OrderBy(entry => entry.Envelope.Seq))
                {
                    if (entry.Envelope.Seq != number)
                    {
                        (largest, number) = (upToNumber, entry.Envelope.Seq);
                    }

                    if (Math.Max(largest, Size(entry)) is > 0 and var seen)
                    {
                        _seen[entry.Id] = seen;
                    }

                    upToNumber = Math.Max(upToNumber, Size(entry));
                    if (entry.Envelope.Corrects is { } corrected)
                    {
                        _named.TryAdd((author.Key, corrected), number);
                    }
                }
            }
        }

        /// <summary>
        /// Whether the author of one record had another one before it: it lies in a checkpoint that the author held, is an
        /// earlier one of its own, was corrected by it, or bears its signature and stands before.
        /// </summary>
        public bool Has(Entry later, Entry earlier) =>
            earlier.Index < _seen.GetValueOrDefault(later.Id)
            || (earlier.Author == later.Author && earlier.Envelope.Seq < later.Envelope.Seq)
            || (_named.TryGetValue((later.Author, earlier.Id), out var since) && since <= later.Envelope.Seq)
            || (earlier.Envelope.By.Contains(later.Author) && earlier.Author != later.Author && earlier.Index < later.Index);

        /// <summary>A size beyond the record's own place shows nothing: the author names a log that was not there.</summary>
        private static long Size(Entry entry) => entry.Envelope.Seen is { } seen && seen.Size <= entry.Index ? seen.Size : 0;
    }
}
