using System.Text;
using CsCheck;
using Probatum.Core.Dossier;

namespace Probatum.Tests.Dossier;

public sealed class BagItTests
{
    private const string Declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

    // Digests of "abc": FIPS 180-2 appendix B, FIPS 180-2 change notice 1 (SHA-224), RFC 1321, RFC 3174.
    public static TheoryData<string, string> Abc => new()
    {
        { "md5", "900150983cd24fb0d6963f7d28e17f72" },
        { "sha1", "a9993e364706816aba3e25717850c26c9cd0d89d" },
        { "sha224", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7" },
        { "sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "sha384", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7" },
        { "sha512", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
    };

    [Theory]
    [MemberData(nameof(Abc))]
    public void Every_digest_that_bags_use_is_computed(string algorithm, string digest)
    {
        Assert.True(Valid(("bagit.txt", Declaration), ("data/a", "abc"), ($"manifest-{algorithm}.txt", $"{digest}  data/a\n")));
        Assert.True(Valid(("bagit.txt", Declaration), ("data/a", "abc"), ($"manifest-{algorithm}.txt", $"{digest.ToUpperInvariant()}\t data/a")));
        Assert.False(Valid(("bagit.txt", Declaration), ("data/a", "abd"), ($"manifest-{algorithm}.txt", $"{digest}  data/a\n")));
    }

    [Fact]
    public void A_long_message_has_its_published_sha224()
    {
        // A million times "a": FIPS 180-2 change notice 1.
        using var hash = new Sha224();
        for (var i = 0; i < 1000; i++)
        {
            hash.Append(Encoding.ASCII.GetBytes(new string('a', 1000)));
        }

        Assert.Equal("20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67", hash.Hex());
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("/etc/passwd")]
    [InlineData("~/a")]
    [InlineData("~root/a")]
    [InlineData("data/../../a")]
    [InlineData("data/./a")]
    [InlineData("data//a")]
    [InlineData("C:\\a")]
    [InlineData("\\\\host\\share")]
    [InlineData("data\\..\\..\\a")]
    [InlineData("data/..\\..\\a")]
    [InlineData("\\.\\./\\.\\./a")]
    [InlineData("bag-info.txt")]
    [InlineData("data")]
    [InlineData("data/a\0b")]
    public void A_path_that_leads_out_of_the_payload_is_refused_in_manifest_and_fetch(string path)
    {
        var abc = ("manifest-sha256.txt", Sha256("abc") + "  data/a\n");
        Assert.True(Valid(("bagit.txt", Declaration), ("data/a", "abc"), abc));
        Assert.False(Valid(("bagit.txt", Declaration), ("data/a", "abc"), (abc.Item1, abc.Item2 + Sha256("") + "  " + path + "\n")));
        Assert.False(Valid(("bagit.txt", Declaration), ("data/a", "abc"), abc, ("fetch.txt", "https://host.invalid/a - " + path + "\n")));
        Assert.True(Valid(("bagit.txt", Declaration), ("data/a", "abc"), abc, ("fetch.txt", "https://host.invalid/a 3 data/a\n")));
    }

    [Fact]
    public void A_path_stays_inside_when_no_part_of_it_is_empty_or_leads_up_whichever_way_parts_are_divided() =>
        Gen.String[Gen.Char["ab./\\:~\0"], 0, 9].Sample(path =>
        {
            var parts = path.Split('/');
            var leadsUp = parts.Concat(path.Split('\\')).SelectMany(part => part.Split('/', '\\')).Any(part => part == "..");
            if (BagLines.StaysInside(path))
            {
                Assert.DoesNotContain("", parts);
                Assert.DoesNotContain(".", parts);
                Assert.False(leadsUp || path.Contains('\0', StringComparison.Ordinal) || path[0] is '/' or '\\' or '~' || path is [_, ':', ..] && char.IsAsciiLetter(path[0]));
            }
            else
            {
                Assert.True(
                    parts.Any(part => part is "" or ".") || path.Contains("..", StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal)
                        || path[0] is '\\' or '~' || path is [_, ':', ..] || path.Contains('\\', StringComparison.Ordinal));
            }
        });

    [Fact]
    public void A_bag_of_any_names_is_valid_and_any_change_to_it_is_not()
    {
        var part = Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['A', 'Z'], Gen.Char[" %.-_é中'\"&<>*?\u2028\u0085\f\r\n"]), 1, 40]
            .Where(name => name is not ("." or "..") && name.Trim() == name && !name.StartsWith('*'));
        var path = Gen.OneOf(part, part.Array[2, 4].Select(parts => string.Join('/', parts)));
        Gen.Select(Gen.Dictionary(path, Gen.Byte.Array[0, 50])[1, 12], Gen.Int[0, 4], Gen.Int[0, 1000]).Sample(
            (files, change, which) =>
            {
                var bag = new MemoryBag(files.Select(file => KeyValuePair.Create("data/" + file.Key, file.Value)));
                var lines = bag.Files.Select(file => $"{Core.Records.Digests.Hex(file.Value)}  {Encoded(file.Key)}\n").ToList();
                bag.Files["bagit.txt"] = Encoding.UTF8.GetBytes(Declaration);
                bag.Files["manifest-sha256.txt"] = Encoding.UTF8.GetBytes(string.Concat(lines));
                var said = BagValidation.Of(bag);
                Assert.True(said.IsValid, said.Faults.FirstOrDefault()?.Why);
                Assert.Equal((files.Count, files.Values.Sum(bytes => (long)bytes.Length)), (said.Files, said.Octets));
                var victim = bag.Files.Keys.Where(name => name.StartsWith("data/", StringComparison.Ordinal)).ElementAt(which % files.Count);
                switch (change)
                {
                    case 0:
                        bag.Files[victim] = [.. bag.Files[victim], 0];
                        break;
                    case 1:
                        bag.Files.Remove(victim);
                        break;
                    case 2:
                        bag.Files[victim + "x"] = [];
                        break;
                    case 3:
                        bag.Files["manifest-sha256.txt"] = Encoding.UTF8.GetBytes(string.Concat(lines.Append(lines[which % lines.Count])));
                        break;
                    default:
                        bag.Files["manifest-sha256.txt"] = Encoding.UTF8.GetBytes(string.Concat(lines.Where((_, i) => i != which % lines.Count)));
                        break;
                }

                Assert.False(BagValidation.Of(bag).IsValid);
            },
            iter: 200, threads: 1);
    }

    [Fact]
    public void Nothing_that_tag_files_hold_makes_the_check_throw()
    {
        var pieces = AnyOf(
            "BagIt-Version: 1.0\n", "BagIt-Version: 0.97\r\n", "Tag-File-Character-Encoding: UTF-8\n", "Tag-File-Character-Encoding: UTF-16\n", Sha256("abc"),
            "  ", "\t", "*", "data/a", "data/", "../", "%", "%0A", "%25", "\r", "\n", "\0", "Payload-Oxum: 3.1\n", "Payload-Oxum: 99999999999999999999.1\n", "https://x.invalid", " - ", "é", "\ufeff");
        var text = Gen.OneOf(pieces.Array[0, 12].Select(string.Concat).Select(Encoding.UTF8.GetBytes), Gen.Byte.Array[0, 100]);
        var name = AnyOf("bagit.txt", "manifest-md5.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "tagmanifest-x.txt", "fetch.txt", "bag-info.txt", "package-info.txt", "data/a", "data/b");
        Gen.Dictionary(name, text)[0, 9].Sample(
            files =>
            {
                var bag = new MemoryBag([.. files]);
                _ = BagValidation.Of(bag);
                bag.Files["bagit.txt"] = Encoding.UTF8.GetBytes(Declaration);
                _ = BagValidation.Of(bag);
                Assert.False(DossierVerifier.Verify(bag).Holds);
            },
            iter: 1000, threads: 1);
    }

    [Fact]
    public void A_name_of_a_manifest_can_be_long_and_no_longer_than_a_system_allows()
    {
        foreach (var (length, valid) in new[] { (4000, true), (40_000, false) })
        {
            var path = "data/" + new string('n', length);
            Assert.Equal(valid, Valid(("bagit.txt", Declaration), (path, "abc"), ("manifest-sha256.txt", $"{Sha256("abc")}  {path}\n")));
        }
    }

    [Fact]
    public void A_valid_bag_that_is_no_dossier_is_called_one()
    {
        var bag = Bag(("bagit.txt", Declaration), ("data/a", "abc"), ("manifest-sha256.txt", Sha256("abc") + "  data/a\n"));
        var verdict = DossierVerifier.Verify(bag);
        Assert.False(verdict.Holds);
        Assert.Equal(
            [("bag/valid", Outcome.Holds, "a valid BagIt 1.0 bag: 1 payload files, 3 bytes"), ("dossier", Outcome.Fails, "a valid bag, but no dossier: data/log/checkpoint is missing")],
            verdict.Checks.Select(check => (check.Code, check.Outcome, check.Words)));
        bag.Files["data/a"] = "abd"u8.ToArray();
        Assert.Contains(DossierVerifier.Verify(bag).Checks, check => check.Code == "bag/valid" && check.Outcome == Outcome.Fails);
    }

    [Fact]
    public void Names_that_some_systems_take_for_one_are_told_from_other_names()
    {
        Assert.True(NameForms.AreOne("data/Núñez", "data/Nu\u0301n\u0303ez"));
        Assert.True(NameForms.AreOne("data/Nu\u0301n\u0303ez", "data/Núñez"));
        Assert.True(NameForms.AreOne("data/a", "DATA/A"));
        Assert.False(NameForms.AreOne("data/Núñez", "data/Nunez"));
        Assert.False(NameForms.AreOne("data/éa", "data/e\u0301b"));
        Assert.False(NameForms.AreOne("data/éa", "data/ùa"));
    }

    private static Gen<string> AnyOf(params string[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    private static string Encoded(string path) => path.Replace("%", "%25", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal);

    private static string Sha256(string text) => Core.Records.Digests.Hex(Encoding.UTF8.GetBytes(text));

    private static bool Valid(params (string Path, string Text)[] files) => BagValidation.Of(Bag(files)).IsValid;

    private static MemoryBag Bag(params (string Path, string Text)[] files) =>
        new(files.Select(file => KeyValuePair.Create(file.Path, Encoding.UTF8.GetBytes(file.Text))));
}
