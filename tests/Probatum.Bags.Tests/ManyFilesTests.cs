using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Dossier;

namespace Probatum.Bags.Tests;

/// <summary>Bags of many files, short and long, on a disk: as they are hashed side by side when they are sealed and verified.</summary>
public sealed class ManyFilesTests
{
    // Together more than is hashed file by file; some long enough to be grouped, one to be handed to the disk in portions.
    private static readonly int[] Lengths =
        [.. Enumerable.Range(0, 300).Select(i => i * 37), .. Enumerable.Repeat(1 << 20, 40), .. Enumerable.Range(0, 9).Select(i => 1_100_000 + (i * 77_777)), 20 << 20];

    [Theory]
    [InlineData("a")]
    [InlineData("a.zip")]
    public void What_is_sealed_lies_there_byte_for_byte_and_is_valid(string form)
    {
        using var folder = new Folder();
        Seal(folder.At(form));
        using var opened = BagFiles.Open(folder.At(form));
        var seen = new Seen();
        var said = BagValidation.Of(opened.Reader, seen);
        Assert.Empty(said.Faults);
        Assert.Equal(Lengths.Length, said.Files);
        Assert.Equal(Lengths.Sum(length => (long)length), said.Octets);
        Assert.Equal(Lengths.Length, seen.Times);
        Assert.Equal(1.0, seen.Last);
        for (var i = 0; i < Lengths.Length; i++)
        {
            Assert.Equal((Hex(Bytes(i)), (long)Lengths[i]), said.Digests[$"data/{i}"]);
        }

        using var longest = opened.Reader.Open($"data/{Lengths.Length - 1}")!;
        var bytes = new byte[Lengths[^1] + 1];
        Assert.Equal(Lengths[^1], longest.ReadAtLeast(bytes, bytes.Length, false));
        Assert.Equal(Bytes(Lengths.Length - 1), bytes.AsSpan(0, Lengths[^1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(320)]
    [InlineData(345)]
    [InlineData(349)]
    public void A_changed_byte_in_one_file_of_a_zip_is_told_of_that_file_alone(int changed)
    {
        using var folder = new Folder();
        var path = folder.At("a.zip");
        Seal(path);
        var bytes = File.ReadAllBytes(path);

        // Its own header is the first place where its name stands; the content follows.
        var name = $"data/{changed}";
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name)) + name.Length;
        bytes[at + (Lengths[changed] / 2)] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var bag = new ZipBag(path);
        var fault = Assert.Single(BagValidation.Of(bag).Faults);
        Assert.Equal("bagit/unreadable", fault.Code);
        Assert.EndsWith($"the content of data/{changed} was changed", fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_replaced_and_vanished_files_of_a_folder_are_each_told_and_no_other_is()
    {
        using var folder = new Folder();
        Seal(folder.At("a"));
        foreach (var i in new[] { 7, 310, 349 })
        {
            using var file = File.Open(folder.At($"a/data/{i}"), FileMode.Open);
            file.Position = Lengths[i] - 1;
            file.WriteByte((byte)(Bytes(i)[^1] ^ 1));
        }

        var bag = new FolderBag(folder.At("a"));
        Assert.Equal(Lengths.Length + 2, bag.Paths.Count());
        File.Delete(folder.At("a/data/20"));
        File.Delete(folder.At("a/data/21"));
        Directory.CreateDirectory(folder.At("a/data/21"));
        File.Delete(folder.At("a/data/22"));
        File.CreateSymbolicLink(folder.At("a/data/22"), folder.At("a/data/23"));
        var faults = BagValidation.Of(bag).Faults;
        Assert.Equal(
            ["bagit/digest data/310", "bagit/digest data/349", "bagit/digest data/7", "bagit/unreadable data/20", "bagit/unreadable data/21", "bagit/unreadable data/22"],
            faults.Select(fault => $"{fault.Code} {fault.Why[fault.Why.IndexOf("data/", StringComparison.Ordinal)..].Split(' ')[0]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_of_several_digests_of_a_file_is_compared()
    {
        using var folder = new Folder();
        Seal(folder.At("a"));
        Manifest("sha512", SHA512.HashData);
        Manifest("sha384", SHA384.HashData);
        Assert.Empty(BagValidation.Of(new FolderBag(folder.At("a"))).Faults);
        File.WriteAllBytes(folder.At("a/data/330"), Bytes(331));
        Assert.Equal(
            ["sha256", "sha384", "sha512"],
            BagValidation.Of(new FolderBag(folder.At("a"))).Faults.Select(fault => fault.Why.Split(' ')[4]).Order(StringComparer.Ordinal));

        void Manifest(string name, Func<byte[], byte[]> hash) => File.WriteAllText(
            folder.At($"a/manifest-{name}.txt"),
            string.Concat(Enumerable.Range(0, Lengths.Length).Select(i => $"{Convert.ToHexStringLower(hash(Bytes(i)))}  data/{i}\n")));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a.zip")]
    public void A_file_that_changes_its_length_while_it_is_sealed_spoils_the_bag_and_is_named(string form)
    {
        using var folder = new Folder();
        using var bag = BagFiles.Create(folder.At(form));
        var files = Enumerable.Range(0, 60).Select(i => ($"data/{i}", (Stream)new Sized(Bytes(i + 280), i == 40 ? 1 : 0)));
        Assert.Contains("data/40", Assert.Throws<IOException>(() => BagSealing.Write(bag, files)).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(bag.Finish);
    }

    private static void Seal(string path)
    {
        using var bag = BagFiles.Create(path);
        var written = BagSealing.Write(bag, Lengths.Select((_, i) => ($"data/{i}", (Stream)new MemoryStream(Bytes(i)))));
        Assert.Equal(Lengths.Select((length, i) => ($"data/{i}", Hex(Bytes(i)), (long)length)), written);
        bag.Write(BagLayout.Declaration, Encoding.ASCII.GetBytes(BagLayout.DeclarationText));
        bag.Write(BagLayout.Manifest, Encoding.ASCII.GetBytes(BagLayout.ManifestText(written.Select(file => (file.Path, file.Sha256)))));
        bag.Finish();
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Bytes(int which)
    {
        var bytes = new byte[Lengths[which]];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((i * 7) + (i >> 8) + (which * 3));
        }

        return bytes;
    }

    private sealed class Sized(byte[] bytes, int more) : MemoryStream(bytes)
    {
        public override long Length => base.Length + more;
    }

    private sealed class Seen : IProgress<double>
    {
        private int _times;

        public int Times => _times;

        public double Last { get; private set; }

        public void Report(double value)
        {
            Interlocked.Increment(ref _times);
            lock (this)
            {
                Last = Math.Max(Last, value);
            }
        }
    }
}
