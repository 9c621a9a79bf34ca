using System.IO.Compression;
using System.Text;
using CsCheck;
using Probatum.Core.Dossier;

namespace Probatum.Storage.Tests;

public sealed class BagTests
{
    [Fact]
    public void A_zip_and_a_folder_of_one_dossier_hold_and_say_the_same()
    {
        using var folder = new Folder();
        var written = Exercise.Write();
        written.RecordSeal("court");
        using (var zip = new ZipBagWriter(folder.At("a.zip")))
        using (var bag = new FolderBagWriter(folder.At("a")))
        {
            Assert.Equal(DossierWriter.Write(written.Log, WithholdingPolicy.Nothing, zip), DossierWriter.Write(written.Log, WithholdingPolicy.Nothing, bag));
            zip.Finish();
            bag.Finish();
        }

        using var packed = new ZipBag(folder.At("a.zip"));
        var (first, second) = (DossierVerifier.Verify(packed), DossierVerifier.Verify(new FolderBag(folder.At("a"))));
        Assert.True(first.Holds);
        Assert.Equal(first.ToJson(), second.ToJson());
        ZipFile.ExtractToDirectory(folder.At("a.zip"), folder.At("b"));
        Assert.Equal(first.ToJson(), DossierVerifier.Verify(new FolderBag(folder.At("b"))).ToJson());
    }

    [Fact]
    public void Every_flipped_byte_of_a_zip_is_refused()
    {
        using var folder = new Folder();
        Zip(folder.At("good.zip"), ("bagit.txt", "one\n"), ("data/two", new string('2', 300)), ("data/empty", ""));
        var good = File.ReadAllBytes(folder.At("good.zip"));
        using (var bag = new ZipBag(folder.At("good.zip")))
        {
            Assert.Equal(["bagit.txt", "data/two", "data/empty"], bag.Paths);
        }

        for (var at = 0; at < good.Length; at++)
        {
            var bad = good.ToArray();
            bad[at] ^= (byte)(1 << (at % 8));
            Refused(folder, bad);
        }

        Gen.Select(Gen.Int[0, good.Length], Gen.Byte.Array[0, 30], Gen.Int[0, 30]).Where(one => one.Item2.Length + one.Item3 > 0).Sample(
            (at, garbage, skipped) =>
            {
                byte[] bad = [.. good.Take(at), .. garbage, .. good.Skip(at + skipped)];
                if (!bad.AsSpan().SequenceEqual(good))
                {
                    Refused(folder, bad);
                }
            },
            iter: 500, threads: 1);
    }

    [Fact]
    public void A_zip_that_others_made_is_refused_whatever_form_it_has()
    {
        using var folder = new Folder();
        foreach (var level in new[] { CompressionLevel.NoCompression, CompressionLevel.Optimal })
        {
            using (var zip = ZipFile.Open(folder.At("other.zip"), ZipArchiveMode.Create))
            {
                using var entry = zip.CreateEntry("bagit.txt", level).Open();
                entry.Write(Encoding.ASCII.GetBytes(new string('0', 1 << 20)));
            }

            Refused(folder, File.ReadAllBytes(folder.At("other.zip")));
            File.Delete(folder.At("other.zip"));
        }

        Refused(folder, []);
        Refused(folder, [0x50, 0x4b, 5, 6]);
        Refused(folder, new byte[22]);
        Gen.Byte.Array[0, 200].Sample(bytes => Refused(folder, bytes), iter: 200, threads: 1);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/passwd")]
    [InlineData("data/../../evil")]
    [InlineData("data//x")]
    [InlineData("data\\x")]
    [InlineData("C:x")]
    [InlineData("data/")]
    [InlineData("./x")]
    [InlineData("data/with space")]
    public void A_zip_with_a_name_that_leads_elsewhere_is_refused(string name)
    {
        using var folder = new Folder();
        Zip(folder.At("x.zip"), (name, "x"));
        Assert.Throws<InvalidDataException>(() => new ZipBag(folder.At("x.zip")));
    }

    [Fact]
    public void A_zip_with_one_name_twice_is_refused()
    {
        using var folder = new Folder();
        Zip(folder.At("x.zip"), ("data/a", "x"), ("data/a", "y"));
        Assert.Throws<InvalidDataException>(() => new ZipBag(folder.At("x.zip")));
    }

    [Fact]
    public void Other_tools_read_our_zip()
    {
        using var folder = new Folder();
        Zip(folder.At("x.zip"), ("bagit.txt", "one\n"), ("data/empty", ""));
        using var zip = ZipFile.OpenRead(folder.At("x.zip"));
        Assert.Equal(["bagit.txt", "data/empty"], zip.Entries.Select(entry => entry.FullName));
        using var reader = new StreamReader(zip.Entries[0].Open());
        Assert.Equal("one\n", reader.ReadToEnd());
    }

    [Fact]
    public void Links_and_empty_folders_are_named_so_that_a_reader_refuses_them_and_are_not_followed()
    {
        using var folder = new Folder();
        using var elsewhere = new Folder();
        File.WriteAllText(elsewhere.At("secret"), "s");
        Directory.CreateDirectory(folder.At("data/empty"));
        File.WriteAllText(folder.At("data/file"), "f");
        File.CreateSymbolicLink(folder.At("data/link"), elsewhere.At("secret"));
        File.CreateSymbolicLink(folder.At("data/broken"), elsewhere.At("nothing"));
        Directory.CreateSymbolicLink(folder.At("data/folder"), elsewhere.Path);
        Directory.CreateSymbolicLink(folder.At("data/circle"), folder.Path);
        var bag = new FolderBag(folder.Path);
        Assert.Equal(
            ["data/broken:link", "data/circle:link", "data/empty:empty-folder", "data/file", "data/folder:link", "data/link:link"],
            bag.Paths.Order(StringComparer.Ordinal));
        foreach (var path in new[] { "data/link", "data/broken", "data/folder/secret", "data/circle/data/file", "../x", "data/empty", "data/nothing" })
        {
            Assert.Null(bag.Open(path));
        }

        using var file = bag.Open("data/file");
        Assert.NotNull(file);
        Assert.False(DossierVerifier.Verify(bag).Holds);
    }

    [Fact]
    public void What_was_not_finished_leaves_nothing_behind_and_nothing_is_overwritten()
    {
        using var folder = new Folder();
        using (var zip = new ZipBagWriter(folder.At("a.zip")))
        using (var bag = new FolderBagWriter(folder.At("a")))
        {
            zip.Write("x", new MemoryStream([1]));
            bag.Write("x/y", new MemoryStream([1]));
            Assert.False(File.Exists(folder.At("a.zip")));
            Assert.False(Directory.Exists(folder.At("a")));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Zip(folder.At("b.zip"), ("x", "y"));
        Directory.CreateDirectory(folder.At("b"));
        File.WriteAllText(folder.At("b/there"), "");
        Assert.Throws<IOException>(() => new ZipBagWriter(folder.At("b.zip")));
        Assert.Throws<IOException>(() => new FolderBagWriter(folder.At("b")));
        Assert.Throws<IOException>(() => new FolderBagWriter(folder.At("b.zip")));
    }

    private static void Zip(string path, params (string Name, string Text)[] files)
    {
        using var zip = new ZipBagWriter(path);
        foreach (var (name, text) in files)
        {
            zip.Write(name, new MemoryStream(Encoding.ASCII.GetBytes(text)));
        }

        zip.Finish();
    }

    private static void Refused(Folder folder, byte[] bytes)
    {
        File.WriteAllBytes(folder.At("bad.zip"), bytes);
        Assert.Throws<InvalidDataException>(() => new ZipBag(folder.At("bad.zip")).Dispose());
    }
}
