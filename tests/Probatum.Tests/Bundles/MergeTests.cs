using CsCheck;
using Probatum.Core;
using Probatum.Core.Bundles;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Findings;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Tests.Bundles;

/// <summary>What devices bring back to the office, in whatever order.</summary>
public sealed class MergeTests
{
    private static readonly EntityId[] Items = [Said.Id(2001), Said.Id(2002)];
    private static readonly string[] Wordings = ["consistent", "inconsistent", "neutral"];

    // Each act: a device, an item, how it bears. A device that knows its own link makes none again; then it observes.
    private static readonly Gen<(int Device, int Item, int Bearing)[]> Acts = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[0, 2]).Array[1, 8];

    [Fact]
    public void In_whatever_order_bundles_come_the_records_and_the_conflicts_are_the_same() => Acts.SelectMany(acts => Gen.Shuffle(new[] { 0, 1, 2, 3, 4, 5 }), (acts, order) => (acts, order))
        .Sample(one =>
        {
            var devices = Worked(one.acts, out var office);

            // Each device sends its first half, and everything again at the end of its work.
            Bundle Sent(int i) => i < 3 ? devices[i].Bundle(0, devices[i].Records.Count / 2) : devices[i - 3].Bundle();
            using var inOrder = FieldDevice.Read(office);
            using var shuffled = FieldDevice.Read(office);
            Assert.All(Enumerable.Range(0, 6), i => Assert.Empty(FieldDevice.Merged(inOrder, Sent(i)).NotTaken));
            Assert.All(one.order, i => Assert.Empty(FieldDevice.Merged(shuffled, Sent(i)).NotTaken));
            Assert.Equal(Ids(inOrder), Ids(shuffled));
            Assert.Equal(Told(inOrder), Told(shuffled));
            Assert.DoesNotContain(shuffled.History.Remarks, remark => remark.Code == "seq/gap");
        }, iter: 40);

    [Fact]
    public void Two_hands_that_word_one_hypothesis_differently_are_a_conflict_and_the_same_way_are_none() => Acts.Sample(acts =>
    {
        var devices = Worked(acts, out var office);
        using var log = FieldDevice.Read(office);
        Assert.All(devices, device => FieldDevice.Merged(log, device.Bundle()));
        var expected = log.History.State.Entries.Select(entry => (entry, entry.Statement as HypothesisStated)).Where(one => one.Item2 is not null)
            .GroupBy(one => one.Item2!.Key).Count(group => group.Select(one => one.Item2!.Text).Distinct().Count() > 1);
        Assert.Equal(expected, Conflicts.Of(log.History.State).Length);
    }, iter: 40);

    [Fact]
    public void Merging_twice_is_merging_once() => Acts.Sample(acts =>
    {
        var devices = Worked(acts, out var office);
        using var log = FieldDevice.Read(office);
        Assert.All(devices, device => FieldDevice.Merged(log, device.Bundle()));
        var size = log.Leaves.Count;
        Assert.All(devices, device => Assert.Equal((0, 0), (FieldDevice.Merged(log, device.Bundle()).New, FieldDevice.Merged(log, device.Bundle()).Completed.Length)));
        Assert.Equal(size, log.Leaves.Count);
    }, iter: 20);

    [Fact]
    public void A_bundle_is_read_as_it_was_written_and_with_one_byte_changed_it_brings_nothing_else()
    {
        var devices = Worked([(0, 0, 0), (0, 1, 1), (1, 0, 2)], out var office);
        var whole = devices[0].Bundle();
        var bag = new MemoryBag();
        Assert.Empty(Bundle.Write(whole.Case, null, whole.Checkpoint, whole.Leaves, [], _ => null, bag));
        Assert.True(Bundle.TryRead(bag, out var read, out var fault), fault.Why);
        Assert.Equal(whole.Leaves.Select(leaf => leaf.Id), read.Leaves.Select(leaf => leaf.Id));
        Assert.Equal(whole.Checkpoint.ToBytes(), read.Checkpoint.ToBytes());
        using var log = FieldDevice.Read(office);
        var good = Merge.Into(log, read, out _)!.Records.Select(record => (record.Id, Convert.ToHexString(record.Leaf.Span), string.Join(' ', record.Disclosures.Select(one => one.Text)))).ToHashSet();
        var files = bag.Files.SelectMany(file => Enumerable.Range(0, file.Value.Length).Select(at => (file.Key, at))).ToArray();
        Gen.Select(Gen.Int[0, files.Length - 1].Select(i => files[i]), Gen.Byte[1, 255]).Sample((place, by) =>
        {
            var changed = new MemoryBag(bag.Files);
            changed.Files[place.Key][place.at] ^= by;
            if (Bundle.TryRead(changed, out var odd, out var why))
            {
                var plan = Merge.Into(log, odd, out why);
                Assert.All(plan?.Records ?? [], record => Assert.Contains((record.Id, Convert.ToHexString(record.Leaf.Span), string.Join(' ', record.Disclosures.Select(one => one.Text))), good));
                Assert.True(plan is not null || why.Why.Length > 0);
            }
            else
            {
                // A leaf with other digests reads as if its disclosures were another's; with another size in the head there are too many leaves or too few.
                Assert.Matches($"^({(place.Key switch { "leaves" => "leaves|disclosures", "bundle.json" => "bundle.json|leaves", var other => other })}), place [0-9]+: ", why.Why);
            }
        }, iter: 1000);
    }

    [Fact]
    public void Whatever_bytes_a_bundle_has_reading_it_does_not_throw()
    {
        var bag = new MemoryBag();
        var device = Worked([(0, 0, 0)], out _)[0].Bundle();
        Bundle.Write(device.Case, null, device.Checkpoint, device.Leaves, [], _ => null, bag);
        Gen.Select(Gen.Int[0, bag.Files.Count - 1].Select(i => bag.Files.Keys.ElementAt(i)), Gen.Byte.Array[0, 200], Gen.Int[0, 400]).Sample((path, bytes, keep) =>
        {
            var odd = new MemoryBag(bag.Files);
            odd.Files[path] = [.. bag.Files[path].Take(keep), .. bytes];
            if (!Bundle.TryRead(odd, out _, out var fault))
            {
                Assert.False(string.IsNullOrEmpty(fault.Why));
            }
        });
        Assert.False(Bundle.TryRead(new MemoryBag(), out _, out _));
        bag.Files["files/" + new string('0', 64)] = [1];
        Assert.False(Bundle.TryRead(bag, out _, out var named));
        Assert.Contains("no record of the bundle names this file", named.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_not_stand_in_the_log_is_told_with_its_reason_and_the_rest_is_taken()
    {
        var office = Office(out var authors);
        var (lost, other) = (new FieldDevice(office, authors[0]), new FieldDevice(office, authors[1]));
        lost.Force(Stated(0, 0));
        other.Force(new KeyRevoked(authors[2].Name.Text, "not mine to say"));
        other.Force(Stated(1, 1), seen: new(1, Merkle.Empty));
        other.Say(new ObservationAttached(Said.Id(900), null, "differing-observation", null, null, "seen"));
        office.Record(new KeyRevoked(authors[0].Name.Text, "stolen"));
        var stranger = new FieldDevice(office, new Author(KeyName.Signer(new byte[32]), authors[0].Clock, authors[0].Random));
        stranger.Force(Stated(1, 0));
        using var log = FieldDevice.Read(office);
        Assert.Equal(["key/revoked"], FieldDevice.Merged(log, lost.Bundle()).NotTaken.Select(one => one.Why.Code));
        var plan = FieldDevice.Merged(log, other.Bundle());
        Assert.Equal(["access/not-permitted", "seen/other-history"], plan.NotTaken.Select(one => one.Why.Code));
        Assert.Equal(1, plan.New);
        Assert.Equal(["key/not-registered"], FieldDevice.Merged(log, stranger.Bundle()).NotTaken.Select(one => one.Why.Code));
        Assert.DoesNotContain(log.History.Remarks, remark => remark.Void);
    }

    [Fact]
    public void A_correction_waits_for_what_it_corrects()
    {
        var office = Office(out var authors);
        var device = new FieldDevice(office, authors[0]);
        var first = device.Say(new ObservationAttached(Said.Id(900), null, "state-comment", null, null, "one"));
        device.Say(new ObservationAttached(Said.Id(900), null, "state-comment", null, null, "two"), first);
        using var log = FieldDevice.Read(office);
        Assert.Equal(["corrects/unknown"], FieldDevice.Merged(log, device.Bundle(1)).NotTaken.Select(one => one.Why.Code));
        Assert.Equal(2, FieldDevice.Merged(log, device.Bundle()).New);
        Assert.Equal("two", log.History.State.Findings.Observations.Single().Text);
    }

    [Fact]
    public void Two_records_with_one_number_and_a_missing_one_are_seen_through_a_merge()
    {
        var office = Office(out var authors);
        var device = new FieldDevice(office, authors[0]);
        device.Force(Stated(0, 0), seq: 3);
        device.Force(Stated(1, 0), seq: 3);
        using var log = FieldDevice.Read(office);
        Assert.Empty(FieldDevice.Merged(log, device.Bundle()).NotTaken);
        Assert.Equal(["seq/gap", "seq/equivocation"], log.History.Remarks.Select(remark => remark.Code));
    }

    [Fact]
    public void A_bundle_of_another_case_or_another_log_is_refused()
    {
        var office = Office(out var authors);
        var bundle = new FieldDevice(office, authors[0]).Bundle();
        using var other = FieldDevice.Read(new WrittenCase(77));
        Assert.Null(Merge.Into(other, bundle, out var fault));
        Assert.Equal("bundle/case", fault.Code);
        using var log = FieldDevice.Read(office);
        var forged = office.Log.Covered!.Sign([SignerKey.FromSeed(office.Log.Covered.Origin, KeyType.Ed25519, new byte[32])], 0);
        Assert.Null(Merge.Into(log, bundle with { Checkpoint = forged }, out fault));
        Assert.Equal("bundle/checkpoint", fault.Code);
    }

    [Fact]
    public void Withheld_members_come_with_a_later_bundle_but_not_those_of_somebody_erased()
    {
        var office = Office(out var authors);
        var device = new FieldDevice(office, authors[0]);
        var observed = device.Say(new ObservationAttached(Said.Id(900), null, "differing-observation", null, null, "seen"));
        var person = device.Say(new CasualtyRecorded(Said.Id(901), Exercise.Incident, "K-9", "adult", null, "civilian", null, null, null, [], null, null, "given"));
        var bare = device.Bundle();
        bare = bare with { Leaves = [.. bare.Leaves.Select(leaf => leaf with { Disclosures = [] })] };
        using var log = FieldDevice.Read(office);
        FieldDevice.Merged(log, bare);
        Assert.Equal([observed, person], FieldDevice.Merged(log, device.Bundle()).Completed.Select(one => one.Record.Id));

        var erased = new FieldDevice(office, office.Owner);
        erased.Force(new Erased(Said.Id(901), [person.Text], 0, "asked"));
        FieldDevice.Merged(log, erased.Bundle());
        var after = FieldDevice.Merged(log, device.Bundle());
        Assert.Equal([observed], after.Completed.Select(one => one.Record.Id));

        // Nor do they come in with the record itself, where its erasure is known before it.
        using var fresh = FieldDevice.Read(office);
        FieldDevice.Merged(fresh, erased.Bundle());
        Assert.Equal([observed, person], FieldDevice.Merged(fresh, device.Bundle()).Records.Select(record => record.Id));
        Assert.Empty(fresh.Leaves[^1].Disclosures);
        Assert.NotEmpty(fresh.Leaves[^2].Disclosures);
    }

    [Fact]
    public void A_copy_is_the_log_leaf_by_leaf_and_then_what_came_on_the_copy()
    {
        var office = Office(out var authors);
        using var nothing = new LogReading();
        var first = Merge.IntoCopy(nothing, null, Whole(office, 0), out var fault);
        Assert.True(first is not null, fault.Why);
        using var copy = Read(first);
        var held = office.Log.Covered!;
        Assert.Equal(held.Root, copy.RootAt(held.Size));

        // Its own record comes behind; the office goes on; the copy follows, from where it was.
        var device = new FieldDevice(office, authors[0]);
        device.Force(Stated(0, 1));
        FieldDevice.Merged(copy, device.Bundle());
        office.Record(new ObservationAttached(Said.Id(902), null, "state-comment", null, null, "x"));
        var next = Merge.IntoCopy(copy, held, Whole(office, (int)held.Size), out fault);
        Assert.True(next is not null, fault.Why);
        using var again = Read(next);
        Assert.Equal(office.Log.Covered!.Root, again.RootAt(office.Log.Covered.Size));
        Assert.Equal(device.Records[^1].Id, again.Leaves[^1].Id);

        // Merged at the office and brought back, both hold the same records in the same order.
        using var main = FieldDevice.Read(office);
        FieldDevice.Merged(main, device.Bundle());
        Assert.Equal(Ids(main), Ids(again));

        Assert.Null(Merge.IntoCopy(copy, held, Whole(office, (int)held.Size + 1), out fault));
        Assert.Equal("bundle/gap", fault.Code);
        var cut = Whole(office, 0);
        Assert.Null(Merge.IntoCopy(nothing, null, cut with { Leaves = [.. cut.Leaves.Reverse().Skip(1).Append(cut.Leaves[^1]).Reverse()] }, out fault));
        Assert.NotNull(fault.Code);
        var swapped = cut.Leaves.SetItem(3, cut.Leaves[4]).SetItem(4, cut.Leaves[3]);
        Assert.Null(Merge.IntoCopy(nothing, null, cut with { Leaves = swapped }, out fault));
        Assert.Equal("bundle/root", fault.Code);

        // A log that was written differently from the held size on shows two histories.
        Assert.Null(Merge.IntoCopy(copy, held with { Root = Merkle.Empty }, Whole(office, 0), out fault));
        Assert.Equal("bundle/fork", fault.Code);
    }

    private static Bundle Whole(WrittenCase office, int from)
    {
        using var log = FieldDevice.Read(office);
        return new(office.Id, from, FieldDevice.Note(office), [.. log.Leaves.Skip(from)], []);
    }

    private static LogReading Read(MergePlan plan)
    {
        var log = new LogReading();
        foreach (var record in plan.Records)
        {
            log.Take(record.Leaf, [.. record.Disclosures.Select(one => one.Text)], SignatureCheck.Every);
        }

        return log;
    }

    private static HypothesisStated Stated(int item, int word) => new(Said.Id(700 + item), Exercise.Incident, $"H{item}", Wordings[word]);

    private static WrittenCase Office(out Author[] authors)
    {
        var office = new WrittenCase();
        office.Record(new Core.Incidents.IncidentOpened(Exercise.Incident, "I-1", "A place", null, null));
        authors = [office.Key("analyst", null), office.Key("analyst", null), office.Key("analyst", null)];
        return office;
    }

    private static FieldDevice[] Worked(IEnumerable<(int Device, int Item, int Bearing)> acts, out WrittenCase office)
    {
        var written = Office(out var authors);
        FieldDevice[] devices = [.. authors.Select(author => new FieldDevice(written, author))];
        var done = new HashSet<(int, int)>();
        foreach (var (device, item, bearing) in acts)
        {
            devices[device].Force(done.Add((device, item)) ? Stated(item, bearing) : new ObservationAttached(Said.Id((device * 10) + item), null, "state-comment", null, null, "x"));
        }

        office = written;
        return devices;
    }

    private static IEnumerable<string> Ids(LogReading log) => log.History.State.Entries.Select(entry => entry.Id.Text).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Told(LogReading log) => Conflicts.Of(log.History.State)
        .Select(conflict => $"{conflict.Fact}: {string.Join(' ', conflict.Records.Select(entry => entry.Id.Text).Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal);
}
