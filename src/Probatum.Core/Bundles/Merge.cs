using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Bundles;

/// <summary>A record of a bundle that may not stand in the log, and why.</summary>
public sealed record NotTaken(BundledLeaf Leaf, string Type, Refused Why);

/// <summary>What merging a bundle comes to, before anything is written.</summary>
/// <param name="Records">The records to append; for a copy that is made anew, all that it will hold.</param>
/// <param name="NotTaken">Those of the bundle that are not appended.</param>
/// <param name="Completed">Leaves that are in the log already, with all disclosures that are known now.</param>
/// <param name="Files">The files of the bundle to keep.</param>
/// <param name="New">How many records come new.</param>
/// <param name="Forgotten">Files that only records of somebody erased name, who had not been erased here.</param>
/// <param name="History">The case afterwards.</param>
public sealed record MergePlan(
    ImmutableArray<SealedRecord> Records, ImmutableArray<NotTaken> NotTaken, ImmutableArray<(long Index, SealedRecord Record)> Completed,
    ImmutableArray<string> Files, int New, ImmutableArray<string> Forgotten, CaseHistory History);

/// <summary>Decides what a bundle adds to a log. Pure: the same log and bundle give the same answer everywhere.</summary>
/// <remarks>Source: docs/format.md, section 9.</remarks>
public static class Merge
{
    /// <summary>
    /// Adds to a log whatever of the bundle it does not have, in the bundle's order; null when the bundle does not belong to the log.
    /// </summary>
    public static MergePlan? Into(LogReading log, Bundle bundle, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(bundle);
        if (Judge(log.History, bundle, out fault) is false)
        {
            return null;
        }

        var history = log.History;
        var (taken, notTaken) = (new List<(BundledLeaf Leaf, ReadRecord Record)>(), new List<NotTaken>());
        var known = new HashSet<RecordId>();
        foreach (var leaf in bundle.Leaves.Where(leaf => log.Place(leaf.Id) is null && known.Add(leaf.Id)))
        {
            if (!RecordText.TryRead(leaf.Bytes, leaf.Disclosures, out var record, out var unread))
            {
                notTaken.Add(new(leaf, "", new(unread.Code, unread.Why)));
                continue;
            }

            var next = history.Then(leaf.Bytes, leaf.Disclosures, SignatureCheck.Every);
            var why = next.Remarks is [.., { Void: true } last] && last.Index == history.Size ? new Refused(last.Code, last.Why)
                : record.Statement is null ? new("record/unknown-type", $"the kind {record.Type}@{record.Major} is not known to this version")
                : record.Envelope.Seen is { } seen && seen.Size <= log.Leaves.Count && log.RootAt(seen.Size) != seen.Root
                ? new("seen/other-history", $"its author saw a log of {seen.Size} leaves with another root")
                : record.Envelope.Corrects is { } corrected && !history.Ids.ContainsKey(corrected)
                ? new("corrects/unknown", $"it corrects {corrected}, which is not here; behind it, it would change nothing: merge the bundle that has it first")
                : null;
            if (why is not null)
            {
                notTaken.Add(new(leaf, record.Type, why));
                continue;
            }

            history = next;
            taken.Add((leaf, record));
        }

        var forgetting = new Forgetting(history.State);
        var completed = bundle.Leaves.Select(leaf => Complete(log, leaf, forgetting)).OfType<(long, SealedRecord)>().ToImmutableArray();
        ImmutableArray<SealedRecord> records = [.. taken.Select(one => forgetting.Seal(one.Leaf, one.Record.Statement))];
        fault = default;
        return new(
            records, [.. notTaken], completed, Kept(bundle, records.Concat(completed.Select(one => one.Item2)).Concat(Here(log, bundle, forgetting))), taken.Count,
            FilesForgotten(log.History.State, history.State), history);
    }

    /// <summary>
    /// Makes a copy of a log anew: the main log's leaves as the bundle has them, behind those that the copy holds of it, and then what
    /// was recorded on the copy and is not in the main log. Null when the bundle does not go on where the copy ends, or shows another
    /// history.
    /// </summary>
    /// <param name="copy">The copy as it is; nothing read for a new one.</param>
    /// <param name="held">The main log's checkpoint that the copy holds, null for a new one.</param>
    /// <param name="bundle">A bundle of the main log from some leaf up to its checkpoint.</param>
    /// <param name="fault">Why not.</param>
    public static MergePlan? IntoCopy(LogReading copy, Checkpoint? held, Bundle bundle, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(copy);
        ArgumentNullException.ThrowIfNull(bundle);
        var size = held?.Size ?? 0;
        if (bundle.First is not { } first || first > size)
        {
            fault = new("bundle/gap", 0, bundle.First is null
                ? "it holds some records of the case; a copy begins with the whole log ('bundle export' where the log is kept, without --author)"
                : $"it begins at leaf {bundle.First}, and the main log is known here up to {size} leaves: export it with --since {size}, or without");
            return null;
        }

        using var main = new LogReading();
        foreach (var leaf in copy.Leaves.Take((int)first).Concat(bundle.Leaves.Select(leaf => With(leaf, copy))))
        {
            main.Take(leaf.Bytes, leaf.Disclosures, SignatureCheck.Every);
        }

        if (Judge(main.History, bundle, out fault) is false)
        {
            return null;
        }

        if (main.RootAt(bundle.Tree.Size) != bundle.Tree.Root)
        {
            fault = new("bundle/root", 0, $"the {bundle.Tree.Size} leaves do not hash to the checkpoint's root");
            return null;
        }

        if (held is not null && (bundle.Tree.Size < size || main.RootAt(size) != held.Root))
        {
            fault = new("bundle/fork", 0, $"the checkpoint of {size} leaves that is held here is not on the way to this one: the main log has two histories");
            return null;
        }

        var before = main.Leaves.Count;
        foreach (var own in copy.Leaves.Skip((int)size).Where(leaf => main.Place(leaf.Id) is null).ToList())
        {
            main.Take(own.Bytes, own.Disclosures, SignatureCheck.Every);
        }

        var forgetting = new Forgetting(main.History.State);
        ImmutableArray<SealedRecord> records =
        [
            .. main.Leaves.Select(leaf => forgetting.Seal(leaf, RecordText.TryRead(leaf.Bytes, leaf.Disclosures, out var record, out _) ? record.Statement : null)),
        ];
        return new(
            records, [], [], Kept(bundle, records), main.Leaves.Take(before).Count(leaf => copy.Place(leaf.Id) is null),
            FilesForgotten(copy.History.State, main.History.State), main.History);
    }

    /// <summary>Leaves of the bundle that are in the log, as they can be opened here: a file of theirs may have been missing.</summary>
    private static IEnumerable<SealedRecord> Here(LogReading log, Bundle bundle, Forgetting forgetting) => bundle.Leaves
        .Select(leaf => log.Place(leaf.Id) is { } place ? log.Leaves[place] : null).OfType<BundledLeaf>()
        .Select(leaf => forgetting.Seal(leaf, RecordText.TryRead(leaf.Bytes, leaf.Disclosures, out var record, out _) ? record.Statement : null));

    /// <summary>The leaf with what the copy knows of it besides.</summary>
    private static BundledLeaf With(BundledLeaf leaf, LogReading copy) =>
        copy.Place(leaf.Id) is { } place ? leaf with { Disclosures = Union(leaf.Disclosures, copy.Leaves[place].Disclosures) } : leaf;

    private static bool Judge(CaseHistory history, Bundle bundle, out Fault fault)
    {
        if (history.Id != bundle.Case || history.State.Opened is not { } opened)
        {
            fault = new("bundle/case", 0, "its first leaf does not open the case that it names");
            return false;
        }

        var keys = opened.LogKeys.Select(text => VerifierKey.TryParse(text, out var key, out _) ? key : null).OfType<VerifierKey>().ToList();
        if (bundle.Tree.Origin.EndsWith($"/{bundle.Case}", StringComparison.Ordinal) && keys.TrueForAll(key => key.Name == bundle.Tree.Origin)
            && bundle.Checkpoint.TryVerifyLines(keys, out var lines, out fault) && keys.Count > 0 && lines.Distinct().Count() == keys.Count)
        {
            fault = default;
            return true;
        }

        fault = new("bundle/checkpoint", 0, "the checkpoint is not signed by the keys of the case's log");
        return false;
    }

    private static (long Index, SealedRecord Record)? Complete(LogReading log, BundledLeaf leaf, Forgetting forgetting)
    {
        if (log.Place(leaf.Id) is not { } place)
        {
            return null;
        }

        var known = log.Leaves[place];
        if (leaf.Disclosures.All(known.Disclosures.Contains))
        {
            return null;
        }

        var all = Union(known.Disclosures, leaf.Disclosures);
        return all.Length > known.Disclosures.Length && RecordText.TryRead(known.Bytes, all, out var record, out _)
            && forgetting.Seal(known with { Disclosures = all }, record.Statement) is { Disclosures.IsEmpty: false } whole
            ? (place, whole)
            : null;
    }

    private static ImmutableArray<string> Union(ImmutableArray<string> one, ImmutableArray<string> other) =>
        [.. one.Concat(other).Distinct().OrderBy(Digests.OfText, StringComparer.Ordinal)];

    private static ImmutableArray<string> Kept(Bundle bundle, IEnumerable<SealedRecord> records) => bundle.Files.IsEmpty ? [] :
    [
        .. records.SelectMany(record => Bundle.NamedBy(
            RecordText.TryRead(record.Leaf, [], out var read, out _) ? read.Statement : null, record.Disclosures.Select(one => one.Text)))
            .Where(bundle.Files.Contains).Distinct().Order(StringComparer.Ordinal),
    ];

    private static ImmutableArray<string> FilesForgotten(CaseState before, CaseState after)
    {
        var newly = after.Erasures.Records.Except(before.Erasures.Records);
        return [.. Subject.FilesOnlyIn([.. before.Entries.Where(entry => newly.Contains(entry.Id))], before)];
    }

    /// <summary>Seals leaves for the disk, without what opens the records of anybody who was erased.</summary>
    private sealed class Forgetting(CaseState after)
    {
        public SealedRecord Seal(BundledLeaf leaf, Statement? statement)
        {
            var subject = Subject.Of(statement);
            var isErased = after.Erasures.Records.Contains(leaf.Id) || (subject is { } who && after.Erasures.Subjects.ContainsKey(who));
            return new(
                leaf.Id, leaf.Bytes,
                isErased ? [] : [.. leaf.Disclosures.Select(text => Disclosure.TryOpen(text, out var one, out _) ? one : null).OfType<Disclosure>()],
                isErased ? null : subject);
        }
    }
}
