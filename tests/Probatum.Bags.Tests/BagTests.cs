using System.IO.Compression;
using System.Text;
using CsCheck;
using Probatum.Core.Dossier;

namespace Probatum.Bags.Tests;

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

    // As a browser does, which hashes long files itself: what is said may not depend on who hashed.
    [Fact]
    public void Of_a_zip_that_the_platform_hashed_the_same_is_said_whatever_is_changed_in_it()
    {
        using var folder = new Folder();
        var (one, two) = (new string('1', 300), new string('2', 500));
        Zip(
            folder.At("good.zip"), ("bagit.txt", BagLayout.DeclarationText), ("data/one", one), ("data/two", two),
            ("manifest-sha256.txt", BagLayout.ManifestText([("data/one", Core.Records.Digests.Hex(Encoding.UTF8.GetBytes(one))), ("data/two", Core.Records.Digests.Hex(Encoding.UTF8.GetBytes(two)))])));
        var good = File.ReadAllBytes(folder.At("good.zip"));
        Assert.True(Said(good, isHashed: true).IsValid);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[0, 7]).Sample(
            (at, bit) =>
            {
                var bad = good.ToArray();
                bad[at] ^= (byte)(1 << bit);
                var (read, hashed) = (Said(bad, isHashed: false), Said(bad, isHashed: true));
                Assert.False(hashed.IsValid);
                Assert.Equal(read.Faults, hashed.Faults);
                Assert.Equal(read.Digests, hashed.Digests);
            },
            iter: 500, threads: 1);

        static BagValidation Said(byte[] bytes, bool isHashed)
        {
            try
            {
                using var bag = new ZipBag("a.zip", new HeldZip(bytes, isHashed));
                return BagValidation.Of(bag);
            }
            catch (InvalidDataException e)
            {
                return new("", [new("zip", e.Message)], [], 0, 0, new Dictionary<string, (string, long)>());
            }
        }
    }

    private sealed class HeldZip(byte[] bytes, bool isHashed) : IZipBytes
    {
        public long Length => bytes.Length;

        public Stream Part(long start, long length) => new MemoryStream(bytes, (int)start, (int)length, false);

        public bool TryDigest(long start, long length, Span<byte> sha256, out uint crc)
        {
            var part = bytes.AsSpan((int)start, (int)length);
            crc = System.IO.Hashing.Crc32.HashToUInt32(part);
            return isHashed && length >= 300 && System.Security.Cryptography.SHA256.HashData(part, sha256) == 32;
        }

        public void Dispose()
        {
        }
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
        OthersAccept(folder.At("x.zip"));
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
        Assert.Equal(["data/broken", "data/file", "data/link"], bag.Paths.Order(StringComparer.Ordinal));
        Assert.Equal(
            [new("data/circle", "link"), new("data/empty", "empty folder"), new("data/folder", "link")],
            bag.NotFiles.OrderBy(other => other.Path, StringComparer.Ordinal));
        foreach (var path in new[] { "data/link", "data/broken", "data/folder/secret", "data/circle/data/file", "../x", "data/empty", "data/nothing" })
        {
            Assert.Null(bag.Open(path));
        }

        using var file = bag.Open("data/file");
        Assert.NotNull(file);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("folder link")]
    [InlineData("pipe")]
    [InlineData("empty folder")]
    public void A_dossier_with_anything_but_files_in_it_fails_and_the_place_is_named(string what)
    {
        using var folder = new Folder();
        using var elsewhere = new Folder();
        using (var bag = new FolderBagWriter(folder.At("a")))
        {
            DossierWriter.Write(Sealed(), WithholdingPolicy.Nothing, bag);
            bag.Finish();
        }

        var odd = folder.At("a/data/odd");
        switch (what)
        {
            case "link":
                File.CreateSymbolicLink(odd, folder.At("a/bagit.txt"));
                break;
            case "folder link":
                Directory.CreateSymbolicLink(odd, elsewhere.Path);
                break;
            case "pipe":
                Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "no mkfifo");
                System.Diagnostics.Process.Start("/usr/bin/mkfifo", odd).WaitForExit();
                break;
            default:
                Directory.CreateDirectory(odd);
                break;
        }

        var verdict = DossierVerifier.Verify(new FolderBag(folder.At("a")));
        Assert.Contains(verdict.Checks, check => check.Outcome == Outcome.Fails && check.Words.Contains("data/odd", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_became_a_link_after_the_bag_was_looked_at_is_not_followed()
    {
        using var folder = new Folder();
        using var elsewhere = new Folder();
        File.WriteAllText(elsewhere.At("secret"), "s");
        File.WriteAllText(folder.At("file"), "f");
        var bag = new FolderBag(folder.Path);
        Assert.Equal(["file"], bag.Paths);
        File.Delete(folder.At("file"));
        File.CreateSymbolicLink(folder.At("file"), elsewhere.At("secret"));
        Assert.Null(bag.Open("file"));
    }

    [Fact]
    public void A_bag_is_read_through_a_link_to_its_folder_and_not_after_it_was_closed()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.At("a/data"));
        File.WriteAllText(folder.At("a/data/file"), "f");
        Directory.CreateSymbolicLink(folder.At("link"), folder.At("a"));
        var bag = new FolderBag(folder.At("link"));
        Assert.Equal("f", Text(bag, "data/file"));
        bag.Dispose();
        Assert.Throws<ObjectDisposedException>(() => bag.Open("data/file"));
    }

    [Fact]
    public void A_file_that_is_not_as_long_as_announced_spoils_the_bag()
    {
        using var folder = new Folder();
        using var zip = new ZipBagWriter(folder.At("a.zip"));
        using var bag = new FolderBagWriter(folder.At("a"));
        foreach (var writer in new IFinishedBag[] { zip, bag })
        {
            var shorter = writer.Create("short", 2);
            shorter.WriteByte(1);
            Assert.Throws<IOException>(shorter.Dispose);
            var longer = writer.Create("long", 1);
            Assert.Throws<IOException>(() => longer.Write([1, 2]));
            Assert.Throws<IOException>(writer.Finish);
        }

        Assert.False(File.Exists(folder.At("a.zip")));
        Assert.False(Directory.Exists(folder.At("a")));
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(120, ushort.MaxValue)]
    [InlineData(uint.MaxValue, 2)]
    public void A_zip_with_64_bit_fields_is_read_by_us_and_by_others_and_every_flipped_byte_of_it_is_refused(long longest, int most)
    {
        using var folder = new Folder();
        var form = new ZipForm(longest, most);
        using (var zip = new ZipBagWriter(folder.At("a.zip"), form))
        {
            zip.Write("a", "1"u8);
            zip.Write("data/two", Encoding.ASCII.GetBytes(new string('2', 130)));
            zip.Write("data/three", "333"u8);
            zip.Finish();
        }

        using (var bag = new ZipBag(folder.At("a.zip"), form))
        {
            Assert.Equal(["a", "data/two", "data/three"], bag.Paths);
            Assert.Equal(new string('2', 130), Text(bag, "data/two"));
        }

        using (var other = ZipFile.OpenRead(folder.At("a.zip")))
        {
            Assert.Equal(["a", "data/two", "data/three"], other.Entries.Select(entry => entry.FullName));
            using var reader = new StreamReader(other.Entries[1].Open());
            Assert.Equal(new string('2', 130), reader.ReadToEnd());
        }

        OthersAccept(folder.At("a.zip"));
        var good = File.ReadAllBytes(folder.At("a.zip"));
        for (var at = 0; at < good.Length; at++)
        {
            var bad = good.ToArray();
            bad[at] ^= (byte)(1 << (at % 8));
            Refused(folder, bad, form);
        }

        Assert.Throws<InvalidDataException>(() => new ZipBag(folder.At("a.zip")));
    }

    [Fact]
    public void A_zip_of_more_than_65535_files_goes_out_and_in_and_64_bit_fields_stand_exactly_where_they_are_needed()
    {
        using var folder = new Folder();
        const int Files = 70_000;
        using (var zip = new ZipBagWriter(folder.At("a.zip")))
        {
            for (var i = 0; i < Files; i++)
            {
                zip.Write($"data/{i}", "x"u8);
            }

            zip.Finish();
        }

        using var bag = new ZipBag(folder.At("a.zip"));
        Assert.Equal(Files, bag.Paths.Count());
        Assert.Equal("x", Text(bag, "data/69999"));
        var form = ZipForm.Usual;
        var large = new ZipEntry("data/large", 5L << 32, 6L << 32, 7);
        Assert.Equal(form.HeadLength(10, large.Length), form.Local(large).Length);
        Assert.Equal(ZipForm.CentralLength + 10 + 28, form.Central(large).Length);
        Assert.Equal(ZipForm.LocalLength + 10, form.Local(large with { Length = uint.MaxValue - 1 }).Length);
        Assert.Equal(ZipForm.EndLength, form.End(65_534, uint.MaxValue - 1, 100).Length);
        Assert.Equal(ZipForm.EndLength + 76, form.End(65_535, 0, 100).Length);
        Assert.Equal(ZipForm.EndLength + 76, form.End(1, uint.MaxValue, 100).Length);
    }

    [Fact]
    public void A_file_of_more_than_four_gigabytes_goes_out_and_in()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PROBATUM_LARGE") == "1", "writes 5 GiB (set PROBATUM_LARGE=1)");
        var folder = Directory.CreateTempSubdirectory("probatum-large-").FullName;
        try
        {
            var (path, block, blocks) = (Path.Combine(folder, "a.zip"), new byte[1 << 20], 5 * 1024);
            using (var zip = new ZipBagWriter(path))
            {
                using (var large = zip.Create("data/large", (long)block.Length * blocks))
                {
                    for (var i = 0; i < blocks; i++)
                    {
                        block[0] = (byte)i;
                        large.Write(block);
                    }
                }

                zip.Write("data/after", "x"u8);
                zip.Finish();
            }

            OthersAccept(path);
            using var bag = new ZipBag(path);
            Assert.Equal("x", Text(bag, "data/after"));
            using var back = bag.Open("data/large")!;
            for (var i = 0; i < blocks; i++)
            {
                back.ReadExactly(block);
                Assert.Equal((byte)i, block[0]);
            }

            Assert.Equal(0, back.Read(block));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void What_is_odd_about_a_zip_of_others_is_named()
    {
        using var folder = new Folder();
        foreach (var (words, make) in Hostile())
        {
            File.WriteAllBytes(folder.At("x.zip"), make());
            var refused = Assert.Throws<InvalidDataException>(() => new ZipBag(folder.At("x.zip")).Dispose());
            Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string Words, Func<byte[]> Make)> Hostile()
    {
        var one = Raw(new ZipEntry("data/a", 0, 1, Crc("x")), "x");
        yield return ("stands behind it", () => [.. one, 0]);
        yield return ("does not fit", () => [0, .. one]);
        yield return ("is compressed", () => Made(CompressionLevel.Optimal, "data/bomb", 1 << 22));
        yield return ("is a link", () => Edited(one, central: 38, 0, 0, 0xFF, 0xA1));
        yield return ("is encrypted", () => Edited(one, central: 8, 1, 0));
        yield return ("overlap", () => Raw([new("data/a", 0, 1, Crc("x")), new("data/b", 0, 1, Crc("x"))], "x"));
        yield return ("is there twice", () => Raw([new("data/a", 0, 1, Crc("x")), new("data/a", 37, 1, Crc("x"))], "x"));
        yield return ("none that a dossier has", () => Raw(new ZipEntry("data/../../a", 0, 1, Crc("x")), "x"));
        yield return ("reach into the directory", () => Raw(new ZipEntry("data/a", 0, 1 << 20, Crc("x")), "x"));
        yield return ("belong to no file", () => Raw([new("data/a", 0, 1, Crc("x"))], "x", "smuggled"));
    }

    private static byte[] Raw(ZipEntry entry, string content) => Raw([entry], content);

    private static byte[] Raw(ZipEntry[] entries, string content, string gap = "")
    {
        byte[] files = [.. entries.SelectMany(entry => ZipForm.Usual.Local(entry).Concat(Encoding.ASCII.GetBytes(content))), .. Encoding.ASCII.GetBytes(gap)];
        byte[] directory = [.. entries.SelectMany(ZipForm.Usual.Central)];
        return [.. files, .. directory, .. ZipForm.Usual.End(entries.Length, files.Length, directory.Length)];
    }

    private static byte[] Edited(byte[] zip, int central, params byte[] bytes)
    {
        var bad = zip.ToArray();
        bytes.CopyTo(bad, bad.AsSpan().IndexOf("PK\u0001\u0002"u8) + central);
        return bad;
    }

    private static byte[] Made(CompressionLevel level, string name, int length)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, true))
        {
            using var entry = zip.CreateEntry(name, level).Open();
            entry.Write(new byte[length]);
        }

        return bytes.ToArray();
    }

    private static uint Crc(string text) => System.IO.Hashing.Crc32.HashToUInt32(Encoding.ASCII.GetBytes(text));

    private static string Text(IBagReader bag, string path)
    {
        using var reader = new StreamReader(bag.Open(path)!);
        return reader.ReadToEnd();
    }

    /// <summary>Tools of others test the ZIP; those that are not here are passed over.</summary>
    private static void OthersAccept(string zip)
    {
        foreach (var (program, args) in new[] { ("unzip", new[] { "-tqq", zip }), ("python3", ["-m", "zipfile", "-t", zip]) })
        {
            if ((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(at => File.Exists(Path.Combine(at, program))))
            {
                using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
                process.WaitForExit();
                Assert.True(process.ExitCode == 0, $"{program}: {said}");
            }
        }
    }

    private static MemoryLog Sealed()
    {
        var written = Exercise.Write();
        written.RecordSeal("court");
        return written.Log;
    }

    [Fact]
    public void What_was_not_finished_leaves_nothing_behind_and_nothing_is_overwritten()
    {
        using var folder = new Folder();
        using (var zip = new ZipBagWriter(folder.At("a.zip")))
        using (var bag = new FolderBagWriter(folder.At("a")))
        {
            zip.Write("x", [1]);
            bag.Write("x/y", [1]);
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
            zip.Write(name, Encoding.ASCII.GetBytes(text));
        }

        zip.Finish();
    }

    /// <summary>Either opening refuses, or reading all files does.</summary>
    private static void Refused(Folder folder, byte[] bytes, ZipForm? form = null)
    {
        File.WriteAllBytes(folder.At("bad.zip"), bytes);
        Assert.Throws<InvalidDataException>(() =>
        {
            using var bag = new ZipBag(folder.At("bad.zip"), form ?? ZipForm.Usual);
            foreach (var path in bag.Paths)
            {
                using var file = bag.Open(path)!;
                file.CopyTo(Stream.Null);
            }
        });
    }
}
