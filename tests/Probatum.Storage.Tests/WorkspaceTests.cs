using System.Text;
using CsCheck;
using Probatum.Core.Cases;

namespace Probatum.Storage.Tests;

public sealed class WorkspaceTests
{
    private static readonly Func<DateTimeOffset> Clock = () => DateTimeOffset.UnixEpoch.AddYears(50);

    private static readonly Func<string> NoPassphrase = () => throw new InvalidOperationException("there is no passphrase to ask for");

    [Fact]
    public async Task A_second_opener_waits_hears_who_holds_it_and_gives_up_naming_the_holder()
    {
        using var folder = new Folder();
        Workspace.Create(folder.At("w"));
        var held = Workspace.Open(folder.At("w"), Clock, TimeSpan.Zero, _ => { }, NoPassphrase, new(null));
        var heard = new List<string>();
        var refused = Assert.Throws<WorkspaceHeldException>(() => Workspace.Open(folder.At("w"), Clock, TimeSpan.FromMilliseconds(200), heard.Add, NoPassphrase, new(null)));
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", refused.Message, StringComparison.Ordinal);
        Assert.Single(heard);
        var waiting = Task.Run(() => Workspace.Open(folder.At("w"), Clock, TimeSpan.FromSeconds(20), _ => { }, NoPassphrase, new(null)), TestContext.Current.CancellationToken);
        await Task.Delay(150, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        (await waiting).Dispose();
        Assert.False(File.Exists(folder.At("w/lock-holder")));
    }

    [Fact]
    public void A_workspace_is_made_only_in_an_absent_or_empty_folder_and_opened_only_where_one_is()
    {
        using var folder = new Folder();
        Assert.Throws<IOException>(() => Workspace.Open(folder.Path, Clock, TimeSpan.Zero, _ => { }, NoPassphrase, new(null)));
        Workspace.Create(folder.Path);
        Assert.Throws<IOException>(() => Workspace.Create(folder.Path));
        foreach (var marker in new[] { "", "[]", "{}", "{\"format\":3,\"id\":\"x\"}", "{\"format\":\"2\"}", "{\"format\":2}" })
        {
            File.WriteAllText(folder.At("workspace.json"), marker);
            Assert.IsAssignableFrom<IOException>(Record.Exception(() => Workspace.Open(folder.Path, Clock, TimeSpan.Zero, _ => { }, NoPassphrase, new(null))));
        }
    }

    [Fact]
    public void Keys_are_private_named_plainly_and_never_overwritten()
    {
        using var folder = new Folder();
        var keys = new KeyFolder(folder.At("keys"), Vault.Create(folder.At("keys"), null));
        var key = keys.Create("owner");
        Assert.Equal(key.Text, keys.Find("owner")!.Text);
        Assert.Throws<IOException>(() => keys.Create("owner"));
        Assert.Equal(key.Text, keys.Find("owner")!.Text);
        var (first, second) = (keys.Log("ws-x.invalid/c", "c-1"), keys.Log("ws-x.invalid/c", "c-1"));
        Assert.Equal((first.Ed25519.Text, first.MlDsa.Text), (second.Ed25519.Text, second.MlDsa.Text));
        Assert.Equal(["owner"], keys.Names);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in Directory.GetFiles(folder.At("keys"), "*", SearchOption.AllDirectories))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
    }

    [Fact]
    public void A_name_that_leads_elsewhere_is_no_name_of_a_key()
    {
        using var folder = new Folder();
        var keys = new KeyFolder(folder.At("keys"), Vault.Create(folder.At("keys"), null));
        foreach (var name in new[] { "", ".", "..", "../x", "a/b", "a\\b", ".hidden", "ä", "a b", new string('a', 65), "a\0b", "a\n" })
        {
            Assert.False(KeyFolder.IsName(name));
            Assert.Throws<IOException>(() => keys.Create(name));
            Assert.Null(keys.Find(name));
        }

        Assert.Empty(keys.Names);
    }

    [Fact]
    public void A_file_put_twice_is_kept_once_and_a_changed_one_is_noticed_named_and_put_right()
    {
        using var folder = new Folder();
        var blobs = new BlobStore(folder.At("blobs"), Vault.Create(folder.At("keys"), null));
        var blob = blobs.Put("abc"u8, "text/plain");
        Assert.Equal(blob, blobs.Put("abc"u8, "text/plain"));
        Assert.Equal("abc"u8, blobs.Read(blob.Sha256)!.Value.Span);
        Assert.Empty(blobs.Changed());
        var path = Assert.Single(Directory.GetFiles(folder.At("blobs"), "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(blob.Sha256, path, StringComparison.Ordinal);
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path)[..^1], (byte)(File.ReadAllBytes(path)[^1] ^ 1)]);
        Assert.Equal([path], blobs.Changed());
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => blobs.Read(blob.Sha256)).Message, StringComparison.Ordinal);
        blobs.Put("abc"u8, "text/plain");
        Assert.Empty(blobs.Changed());
        foreach (var name in new[] { "", "x", "../../workspace.json", new string('0', 64), blob.Sha256.ToUpperInvariant() })
        {
            Assert.Null(blobs.Read(name));
        }
    }

    [Fact]
    public void A_kept_file_of_any_length_comes_back_and_says_how_long_it_is()
    {
        using var folder = new Folder();
        var blobs = new BlobStore(folder.At("blobs"), Vault.Create(folder.At("keys"), null));
        foreach (var length in new[] { 0, 1, 65_535, 65_536, 65_537, 131_072, 200_000 })
        {
            var bytes = new byte[length];
            new Random(length).NextBytes(bytes);
            var blob = blobs.Put(bytes, "");
            using var stream = blobs.Open(blob.Sha256)!;
            Assert.Equal(length, stream.Length);
            Assert.Equal(bytes, blobs.Read(blob.Sha256)!.Value.ToArray());
            using var again = new MemoryStream(bytes);
            Assert.Equal(blob, blobs.PutStream(again, ""));
            var path = Directory.GetFiles(folder.At("blobs"), "*", SearchOption.AllDirectories).Single(path => new FileInfo(path).Length > length && !blobs.Changed().Contains(path) && Kept(path, blob.Sha256));
            var good = File.ReadAllBytes(path);
            foreach (var cut in new[] { good.Length - 1, good.Length - 17, good.Length / 2, good.Length - 65_552 }.Where(cut => cut > 0))
            {
                File.WriteAllBytes(path, good[..cut]);
                Assert.Throws<InvalidDataException>(() => blobs.Read(blob.Sha256));
            }

            File.WriteAllBytes(path, good);
            bool Kept(string file, string sha256)
            {
                var there = File.ReadAllBytes(file);
                File.Delete(file);
                var gone = blobs.Read(sha256) is null;
                File.WriteAllBytes(file, there);
                return gone;
            }
        }
    }

    [Fact]
    public void An_index_made_anew_from_the_log_is_the_one_that_grew_with_it()
    {
        using var folder = new Folder();
        var written = Exercise.Write();
        using var grown = new CaseIndex(folder.At("grown.sqlite"), SearchFolding.CaseOnly, _ => null);
        var history = CaseHistory.Empty;
        foreach (var entry in written.State.Entries)
        {
            Assert.True(Ledger.LogAudit.TryAudit(written.Log.Covered!, written.Log, (index, leaf) =>
            {
                if (index == entry.Index)
                {
                    history = history.Then(leaf, written.Log.Disclosures(index), SignatureCheck.AlreadyChecked);
                }
            }, out _));
            grown.Follow(history);
        }

        using var anew = new CaseIndex(folder.At("anew.sqlite"), SearchFolding.CaseOnly, _ => null);
        anew.Follow(written.History);
        anew.Follow(written.History);
        Assert.Equal(grown.Digest(), anew.Digest());
        Assert.Contains(anew.Search(new("ministry", SearchScope.Everything)).Hits, found => found.Case == written.Id);
        Assert.Equal(written.State.Entries.Count, Assert.Single(anew.Cases()).Size);
    }

    [Fact]
    public void A_damaged_index_is_thrown_away_and_made_anew()
    {
        using var folder = new Folder();
        var written = Exercise.Write();
        var path = folder.At("index.sqlite");
        string digest;
        using (var index = new CaseIndex(path, SearchFolding.CaseOnly, _ => null))
        {
            index.Follow(written.History);
            digest = index.Digest();
        }

        var good = File.ReadAllBytes(path);
        foreach (var damage in new Func<byte[], byte[]>[]
        {
            _ => [], _ => Encoding.ASCII.GetBytes(new string('x', 5000)), bytes => bytes[..5000], bytes => [.. bytes[..100], .. new byte[bytes.Length - 100]],
            bytes => [.. bytes[..4096], .. Enumerable.Repeat((byte)0x5a, bytes.Length - 4096)],
        })
        {
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            File.WriteAllBytes(path, damage(good));
            using var index = new CaseIndex(path, SearchFolding.CaseOnly, _ => null);
            index.Follow(written.History);
            index.Search(new("ministry", SearchScope.Everything));
            index.Follow(written.History);
            Assert.Equal(digest, index.Digest());
        }
    }
}
