using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CsCheck;
using Probatum.Bags;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage.Tests;

public sealed class ActivityLogTests : IDisposable
{
    private static readonly CaseId Case = CaseId.New(Said.Seeded(1));

    private readonly Folder _folder = new();

    private DateTimeOffset _now = new(2031, 5, 4, 10, 0, 0, TimeSpan.Zero);

    public ActivityLogTests() => Workspace.Create(_folder.At("w"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_recorded_is_read_at_once_newest_first_and_after_reopening()
    {
        using (var workspace = Open())
        {
            Assert.False(workspace.HasActivity);
            Assert.Empty(workspace.Activity.Read(ActivityFilter.All, null, 10).Entries);
            Assert.False(workspace.HasActivity && Directory.Exists(_folder.At("w/activity")));
            for (var i = 0; i < 600; i++)
            {
                Assert.Equal(i, await workspace.Activity.RecordAsync(Act(ActivityKinds.Read, $"no {i}")));
                Assert.Equal($"no {i}", Assert.Single(workspace.Activity.Read(ActivityFilter.All, null, 1).Entries).Entry.Detail);
            }
        }

        using var again = Open();
        Assert.Equal(600, again.Activity.Size);
        var details = new List<string?>();
        for (long? next = null; ;)
        {
            var page = again.Activity.Read(ActivityFilter.All, next, 70);
            details.AddRange(page.Entries.Select(one => one.Entry.Detail));
            if ((next = page.Next) is null)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 600).Reverse().Select(i => $"no {i}"), details);
        Assert.Empty(await again.Activity.AuditAsync());
    }

    [Fact]
    public async Task Every_member_comes_back_and_a_leaf_is_one_line_of_canonical_json()
    {
        using var workspace = Open();
        var entry = new ActivityEntry(ActivityKinds.Export, ActivityOutcome.Refused)
        {
            Account = "Åse",
            Session = ActivityEntry.DigestOf("secret"),
            Token = "nightly",
            Case = Case,
            Subject = "e-1",
            Detail = "зарин \"x\"\n😀\ud800",
            Address = "10.0.0.1",
        };
        await workspace.Activity.RecordAsync(entry);
        var read = Assert.Single(workspace.Activity.Read(ActivityFilter.All, null, 10).Entries).Entry;
        Assert.Equal(entry with { At = _now, Detail = "зарин \"x\"\n😀\ufffd" }, read);
        await workspace.Activity.PublishAsync();
        var bundle = File.ReadAllBytes(_folder.At("w/activity/0000/tile/entries/000.p/1"));
        Assert.True(EntryBundle.TryDecode(bundle, 1, out var leaves, out _));
        Assert.True(CanonicalJson.TryRead(leaves[0].Span, out _, out _));
        Assert.DoesNotContain((byte)'\n', leaves[0].ToArray());
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(leaves[0].Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_a_sessions_secret_nor_a_kind_of_no_list_gets_in_and_no_text_is_too_long()
    {
        using var workspace = Open();
        await Assert.ThrowsAsync<ArgumentException>(() => workspace.Activity.RecordAsync(Act(ActivityKinds.Read, "") with { Session = "a cookie's value" }));
        await Assert.ThrowsAsync<ArgumentException>(() => workspace.Activity.RecordAsync(Act("looked", "")));
        var longest = new string('\u0001', 1_000_000);
        await workspace.Activity.RecordAsync(Act(ActivityKinds.Search, longest) with { Account = longest, Subject = longest, Token = longest, Address = longest });
        Assert.EndsWith("…", Assert.Single(workspace.Activity.Read(ActivityFilter.All, null, 10).Entries).Entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_gives_what_looking_at_every_entry_gives()
    {
        using var workspace = Open();
        var all = new List<ActivityEntry>();
        var random = new Random(1);
        var writing = new List<Task>();
        for (var i = 0; i < 2000; i++)
        {
            _now = _now.AddSeconds(random.Next(-2, 10));
            var entry = new ActivityEntry(ActivityKinds.All[random.Next(8)], ActivityOutcome.Done)
            {
                Account = random.Next(5) is 0 ? null : $"account {random.Next(6)}",
                Case = random.Next(2) is 0 ? null : Case,
                Detail = $"Word{random.Next(300)} ЗАРИН{random.Next(9)}",
            };
            all.Add(entry with { At = _now });
            writing.Add(workspace.Activity.RecordAsync(entry));
        }

        await Task.WhenAll(writing);
        Gen.Select(Gen.Int[-1, 6], Gen.Int[0, 3], Gen.Bool, Gen.Int[-1, 2000], Gen.Int[0, 5].Select(i => new[] { null, "word17", "зарин3", "zz", "7", "nothing of it" }[i]), Gen.Int[1, 300]).Sample(
            (account, kinds, about, since, text, size) =>
            {
                var filter = new ActivityFilter
                {
                    Account = account < 0 ? null : $"account {account}",
                    What = [.. ActivityKinds.All.Take(kinds)],
                    Case = about ? Case : null,
                    Since = since < 0 ? null : all[Math.Min(since, 1999)].At,
                    Until = since < 0 ? null : all[Math.Min(since, 1999)].At.AddHours(1),
                    Text = text,
                };
                var expected = all.Where(one => (filter.Account is null || one.Account == filter.Account) && (kinds == 0 || filter.What.Contains(one.What)) && (!about || one.Case == Case)
                    && (filter.Since is null || (one.At >= filter.Since && one.At < filter.Until))
                    && (text is null || $"{one.What}\n{one.Account}\n{one.Case?.Text}\n{one.Detail}".Contains(text, StringComparison.OrdinalIgnoreCase))).Reverse().ToList();
                var read = new List<ActivityEntry>();
                for (long? next = null; ;)
                {
                    var page = workspace.Activity.Read(filter, next, size);
                    read.AddRange(page.Entries.Select(one => one.Entry));
                    if ((next = page.Next) is null)
                    {
                        return expected.SequenceEqual(read);
                    }
                }
            },
            iter: 200, threads: 1);
    }

    [Fact]
    public async Task Many_write_and_read_at_once_and_nothing_acknowledged_is_lost()
    {
        var acknowledged = new ConcurrentDictionary<long, string>();
        using (var workspace = Open())
        {
            var writers = Enumerable.Range(0, 16).Select(writer => Task.Run(
                async () =>
                {
                    for (var i = 0; i < 400; i++)
                    {
                        var text = string.Create(CultureInfo.InvariantCulture, $"{writer} {i} {new string('x', 600)}");
                        var place = await workspace.Activity.RecordAsync(Act(ActivityKinds.Verb, text));
                        Assert.True(acknowledged.TryAdd(place, text));
                        if (i % 40 == 0)
                        {
                            Assert.Contains(workspace.Activity.Read(new() { Text = $"{writer} {i} x" }, null, 3).Entries, one => one.Place == place && one.Entry.Detail == text);
                            Assert.Equal(50, workspace.Activity.Read(ActivityFilter.All, null, 50).Entries.Length is var got && place < 50 ? 50 : got);
                        }

                        if (i == 200 && writer < 3)
                        {
                            await workspace.Activity.PublishAsync();
                        }
                    }
                },
                TestContext.Current.CancellationToken));
            await Task.WhenAll(writers);
        }

        using var again = Open();
        Assert.Equal(6400, again.Activity.Size);
        Assert.Empty(await again.Activity.AuditAsync());
        Assert.All(again.Activity.Read(ActivityFilter.All, null, 10_000).Entries, one => Assert.Equal(acknowledged[one.Place], one.Entry.Detail));
    }

    [Fact]
    public async Task A_long_log_is_opened_by_its_cache_and_without_it_the_same()
    {
        using (var workspace = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => workspace.Activity.RecordAsync(Act(i % 1000 == 7 ? ActivityKinds.Export : ActivityKinds.Read, $"entry {i}"))));
            Assert.Equal(20, workspace.Activity.Read(new() { What = [ActivityKinds.Export] }, null, 100).Entries.Length);
        }

        var cache = Assert.Single(Directory.GetFiles(_folder.At("w/activity-index")));
        var expected = Read();
        Assert.Equal(20, expected.Count);
        var good = File.ReadAllBytes(cache);
        foreach (var bytes in new[] { good[..^1], [], [.. good[..^1], (byte)(good[^1] ^ 1)] })
        {
            File.WriteAllBytes(cache, bytes);
            Assert.Equal(expected, Read());
        }

        File.Delete(cache);
        Assert.Equal(expected, Read());
        Assert.True(File.Exists(cache));

        List<(long, ActivityEntry)> Read()
        {
            using var workspace = Open();
            return [.. workspace.Activity.Read(new() { What = [ActivityKinds.Export], Text = "entry" }, null, 100).Entries];
        }
    }

    [Fact]
    public async Task Its_checkpoints_are_signed_by_two_algorithms_under_its_own_name()
    {
        string id;
        using (var workspace = Open())
        {
            id = workspace.Id;
            await workspace.Activity.RecordAsync(Act(ActivityKinds.SignIn, ""));
        }

        Assert.True(SignedNote.TryParse(File.ReadAllBytes(_folder.At("w/activity/0000/checkpoint")), out var note, out _));
        Assert.StartsWith($"{id}.invalid/activity\n1\n", note.Text, StringComparison.Ordinal);
        Assert.Equal(2, note.Signatures.Length);
    }

    [Fact]
    public async Task A_changed_or_missing_log_is_named_by_the_audit()
    {
        using (var workspace = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => workspace.Activity.RecordAsync(Act(ActivityKinds.Read, $"entry {i}"))));
        }

        var bundle = _folder.At("w/activity/0000/tile/entries/000");
        var good = File.ReadAllBytes(bundle);
        File.WriteAllBytes(bundle, [.. good.Select((one, i) => i == good.Length - 3 ? (byte)(one ^ 1) : one)]);
        using (var workspace = Open())
        {
            Assert.Contains("activity", Assert.Single(await workspace.Activity.AuditAsync()), StringComparison.Ordinal);
        }

        Directory.Delete(_folder.At("w/activity"), true);
        using var gone = Open();
        Assert.True(gone.HasActivity);
        Assert.Contains("is gone", Assert.Single(await gone.Activity.AuditAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_passphrase_no_word_of_it_lies_on_the_disk()
    {
        Workspace.Create(_folder.At("p"), "a long passphrase");
        using (var workspace = Workspace.Open(_folder.At("p"), () => _now, TimeSpan.Zero, _ => { }, () => "a long passphrase", new(null)))
        {
            await Task.WhenAll(Enumerable.Range(0, 17_000).Select(i => workspace.Activity.RecordAsync(Act(ActivityKinds.Search, "Unmistakable") with { Account = "Quentin" })));
            Assert.Single(workspace.Activity.Read(new() { Account = "Quentin" }, null, 1).Entries);
        }

        Assert.All(Directory.GetFiles(_folder.At("p"), "*", SearchOption.AllDirectories), file =>
        {
            var bytes = File.ReadAllBytes(file);
            Assert.True(bytes.AsSpan().IndexOf("Unmistakable"u8) < 0 && bytes.AsSpan().IndexOf("Quentin"u8) < 0, file);
        });
        using var again = Workspace.Open(_folder.At("p"), () => _now, TimeSpan.Zero, _ => { }, () => "a long passphrase", new(null));
        Assert.Equal(17_000, again.Activity.Size);
        Assert.Single(again.Activity.Read(new() { Text = "unmistakable" }, null, 1).Entries);
    }

    [Fact]
    public async Task A_log_that_was_put_back_is_read_and_another_one_goes_on_behind_it()
    {
        using (var workspace = Open())
        {
            await workspace.Activity.RecordAsync(Act(ActivityKinds.Read, "before"));
            await workspace.Activity.PublishAsync();
            using var copy = new ZipBagWriter(_folder.At("copy.zip"));
            Backup.Write(workspace.Folder, false, copy);
            copy.Finish();
            using var keys = new ZipBagWriter(_folder.At("keys.zip"));
            Backup.Write(workspace.Folder, true, keys);
            keys.Finish();
            await workspace.Activity.RecordAsync(Act(ActivityKinds.Read, "lost"));
        }

        using (var copy = new ZipBag(_folder.At("copy.zip")))
        using (var keys = new ZipBag(_folder.At("keys.zip")))
        {
            Backup.Restore(copy, keys, _folder.At("back"));
        }

        for (var i = 0; i < 2; i++)
        {
            using var back = Workspace.Open(_folder.At("back"), () => _now, TimeSpan.Zero, _ => { }, () => "", new(null));
            await back.Activity.RecordAsync(Act(ActivityKinds.Read, $"behind {i}"));
            Assert.Equal(3 + i, back.Activity.Size);
            var all = back.Activity.Read(ActivityFilter.All, null, 10).Entries;
            Assert.Equal(["before", "behind 0", "behind 1"], all.Reverse().Where(one => one.Entry.What == ActivityKinds.Read).Select(one => one.Entry.Detail).Take(2 + i).Concat(i == 0 ? ["behind 1"] : []));
            Assert.Contains("1 leaves", Assert.Single(all, one => one.Entry.What == ActivityKinds.LogBegun).Entry.Detail, StringComparison.Ordinal);
            Assert.Equal(all.Select(one => one.Place), all.Select(one => one.Place).OrderDescending());
            Assert.NotEqual($"{back.Id}.invalid/activity", back.Activity.Covered!.Origin);
            Assert.Empty(await back.Activity.AuditAsync());
        }
    }

    [Fact]
    public async Task A_log_of_which_this_machine_saw_more_is_not_written_to_and_the_audit_says_so()
    {
        var seen = new LastSeen(_folder.At("seen"));
        using (var workspace = Open(seen))
        {
            await workspace.Activity.RecordAsync(Act(ActivityKinds.Read, "first"));
        }

        Copy(_folder.At("w"), _folder.At("old"));
        using (var workspace = Open(seen))
        {
            await workspace.Activity.RecordAsync(Act(ActivityKinds.Read, "second"));
        }

        Directory.Delete(_folder.At("w"), true);
        Directory.Move(_folder.At("old"), _folder.At("w"));
        using var old = Open(seen);
        Assert.Contains("this machine saw 2 leaves", Assert.Single(await old.Activity.AuditAsync()), StringComparison.Ordinal);
        await old.Activity.RecordAsync(Act(ActivityKinds.Read, "third"));
        Assert.Equal(3, old.Activity.Size);
        Assert.True(Directory.Exists(_folder.At("w/activity/0001")));
    }

    private static ActivityEntry Act(string what, string detail) => new(what, ActivityOutcome.Done) { Account = "owner", Detail = detail };

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private Workspace Open(LastSeen? seen = null) => Workspace.Open(_folder.At("w"), () => _now, TimeSpan.Zero, _ => { }, () => "", seen ?? new(null));
}
