using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

/// <summary>The format age-encryption.org/v1: vectors of C2SP, the numbers of the standards it stands on, and what holds for all files.</summary>
public sealed class AgeTests
{
    private const int Chunk = 64 * 1024;

    private static readonly string Folder = Path.Combine(TestData.Repository, "tests", "vectors", "age");

    private static readonly AgeIdentity Reader = AgeIdentity.FromSecret(SHA256.HashData("probatum example reader"u8));

    private static readonly byte[] Small = AgeFile.Encrypt("who it is"u8, [Reader.Recipient], RandomNumberGenerator.Fill);

    public static TheoryData<string> Vectors => [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).Where(name => name != "README.md").Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Vectors))]
    public void A_file_of_the_community_comes_out_as_it_says(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name));
        var end = bytes.AsSpan().IndexOf("\n\n"u8);
        var said = Encoding.ASCII.GetString(bytes.AsSpan(0, end)).Split('\n').Select(line => line.Split(": ", 2)).ToLookup(pair => pair[0], pair => pair[1]);
        var file = said["compressed"].Any() ? Unpacked(bytes[(end + 2)..]) : bytes[(end + 2)..];
        var outcomes = said["passphrase"].Any() ? said["passphrase"].Select(phrase => (AgeFile.TryDecrypt(file, phrase, out var plain, out var fault), plain, fault)).ToList()
            : said["identity"].DefaultIfEmpty(Reader.ToSecretText()).Select(text => (AgeFile.TryDecrypt(file, Identity(text), out var plain, out var fault), plain, fault)).ToList();
        var (opened, content, why) = outcomes.Find(outcome => outcome.Item1) is { Item1: true } good ? good : outcomes[0];

        // A nonce that is cut short is a fault of the payload here, and nothing of a payload that fails is given.
        var expected = name is "stream_no_nonce" or "stream_short_nonce" ? "payload failure" : said["expect"].Single();
        Assert.Equal(expected, opened ? "success" : why.Code switch { "age/no-match" => "no match", "age/mac" => "HMAC failure", "age/payload" => "payload failure", _ => "header failure" });
        Assert.True(opened ? said["payload"].Single() == Convert.ToHexStringLower(SHA256.HashData(content)) : content.Length == 0);
    }

    [Fact]
    public void The_example_of_the_specification_is_read_and_written()
    {
        using var identity = Identity("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
        Assert.Equal("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj", identity.Recipient.Text);
        Assert.Equal("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", identity.ToSecretText());
    }

    // RFC 7748, section 5.2: a thousand times over.
    [Fact]
    public void Agreement_comes_to_what_its_standard_says()
    {
        var (k, u) = (new byte[32], new byte[32]);
        (k[0], u[0]) = (9, 9);
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(X25519.TryAgree(k, u, out var next));
            (k, u) = (next, k);
            Assert.True(i > 0 || Convert.ToHexStringLower(k) == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
        }

        Assert.Equal("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", Convert.ToHexStringLower(k));
    }

    // RFC 7914, section 12.
    [Fact]
    public void Stretching_comes_to_what_its_standard_says() => Assert.Equal(
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2",
        Convert.ToHexStringLower(SignatureLibraries.Scrypt("pleaseletmein"u8.ToArray(), "SodiumChloride"u8.ToArray(), 16384, 8, 32)));

    [Theory]
    [InlineData("A12UEL5L", true)]
    [InlineData("a12uel5l", true)]
    [InlineData("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs", true)]
    [InlineData("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", true)]
    [InlineData("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", true)]
    [InlineData("?1ezyfcl", true)]
    [InlineData(" 1nwldj5", false)]
    [InlineData("pzry9x0s0muk", false)]
    [InlineData("1pzry9x0s0muk", false)]
    [InlineData("x1b4n0q5v", false)]
    [InlineData("li1dgmt3", false)]
    [InlineData("A1G7SGD8", false)]
    [InlineData("10a06t8", false)]
    [InlineData("1qzzfhee", false)]
    [InlineData("a12UEL5L", false)]
    public void The_texts_of_BIP_173_are_read_or_refused(string text, bool expected) => Assert.Equal(expected, Bech32.TryDecode(text, out _, out _));

    [Fact]
    public void Letters_give_back_the_bytes_and_one_wrong_letter_is_noticed() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Int[0, 61], Gen.Char["qpzry9x8gf2tvdw0s3jn54khce6mua7l"]).Sample((bytes, at, letter) =>
        {
            var text = Bech32.Encode("age", bytes);
            var other = string.Concat(text.AsSpan(0, at), letter.ToString(), text.AsSpan(at + 1));
            return Bech32.TryDecode(text, out var prefix, out var read) && prefix == "age" && read.SequenceEqual(bytes) && (other == text || !Bech32.TryDecode(other, out _, out _));
        });

    [Fact]
    public void A_recipient_has_one_spelling_and_no_low_order()
    {
        Assert.True(AgeRecipient.TryParse(Reader.Recipient.Text, out var read, out _));
        Assert.Equal(Reader.Recipient.Text, read.Text);
        Assert.False(AgeRecipient.TryParse(Reader.Recipient.Text.ToUpperInvariant(), out _, out _));
        Assert.False(AgeRecipient.TryParse(Reader.ToSecretText(), out _, out var fault) || fault.Why.Contains("AGE-SECRET", StringComparison.Ordinal));
        Assert.False(AgeIdentity.TryParse(Reader.ToSecretText().ToLowerInvariant(), out _, out _));
        byte[] one = [1, .. new byte[31]];
        Assert.All([new byte[32], one], point => Assert.False(AgeRecipient.TryParse(Bech32.Encode("age", point), out _, out _)));
    }

    [Fact]
    public void What_is_encrypted_opens_again_whatever_its_length() =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 100], Gen.Int[Chunk - 2, Chunk + 2], Gen.Int[(2 * Chunk) - 2, (2 * Chunk) + 2]), Gen.Int[1, 3], Gen.Int[0, 2], Gen.Byte).Sample(
            (length, count, which, filling) =>
            {
                var plain = Enumerable.Range(0, length).Select(i => (byte)(filling + i)).ToArray();
                var readers = Enumerable.Range(0, count).Select(i => AgeIdentity.FromSecret(SHA256.HashData([(byte)i]))).ToList();
                var file = AgeFile.Encrypt(plain, [.. readers.Select(reader => reader.Recipient)], RandomNumberGenerator.Fill);
                return AgeFile.TryDecrypt(file, readers[which % count], out var read, out _) && read.SequenceEqual(plain)
                    && !AgeFile.TryDecrypt(file, Reader, out _, out var fault) && AgeFile.IsWrongKey(fault);
            },
            iter: 30);

    [Fact]
    public void A_passphrase_opens_what_is_under_it_and_another_does_not() => Gen.Select(Gen.Byte.Array[0, 40], Gen.String[0, 12], Gen.String[0, 12], Gen.Int[1, 6]).Sample(
        (plain, phrase, other, work) =>
        {
            var file = AgeFile.EncryptUnder(plain, phrase, work, RandomNumberGenerator.Fill);
            return AgeFile.TryDecrypt(file, phrase, out var read, out _) && read.SequenceEqual(plain)
                && (Encoding.UTF8.GetBytes(other).SequenceEqual(Encoding.UTF8.GetBytes(phrase)) || (!AgeFile.TryDecrypt(file, other, out _, out var fault) && AgeFile.IsWrongKey(fault)));
        },
        iter: 50);

    [Fact]
    public void Any_flipped_bit_is_refused_and_nothing_of_it_given() => Assert.All(Enumerable.Range(0, Small.Length * 8), bit =>
    {
        var file = Small.ToArray();
        file[bit / 8] ^= (byte)(1 << (bit % 8));
        Assert.False(AgeFile.TryDecrypt(file, Reader, out var plain, out var fault));
        Assert.True(plain.Length == 0 && fault != default);
    });

    [Fact]
    public void What_is_cut_or_goes_on_is_refused()
    {
        Assert.All(Enumerable.Range(0, Small.Length), length => Assert.False(AgeFile.TryDecrypt(Small.AsMemory(0, length), Reader, out _, out _)));
        Assert.All([1, 16, 32], more => Assert.False(AgeFile.TryDecrypt((byte[])[.. Small, .. new byte[more]], Reader, out _, out _)));
    }

    [Fact]
    public void Chunks_that_change_places_or_end_early_are_refused()
    {
        var file = AgeFile.Encrypt(new byte[(2 * Chunk) + 5], [Reader.Recipient], RandomNumberGenerator.Fill);
        var start = file.Length - 5 - 16 - (2 * (Chunk + 16));
        var (head, first, second, last) = (file[..start], file[start..(start + Chunk + 16)], file[(start + Chunk + 16)..^21], file[^21..]);
        Assert.True(AgeFile.TryDecrypt((byte[])[.. head, .. first, .. second, .. last], Reader, out _, out _));
        Assert.All(
            new byte[][] { [.. head, .. second, .. first, .. last], [.. head, .. first, .. second], [.. head, .. first, .. last], [.. head, .. last], [.. head, .. first, .. second, .. last, .. last] },
            changed => Assert.False(AgeFile.TryDecrypt(changed, Reader, out _, out _)));
    }

    [Fact]
    public void Any_bytes_are_answered() => Gen.OneOf(
            Gen.Byte.Array[0, 300],
            Gen.String[Gen.Char["-> \nXscrypt25519age/v1AA18="], 0, 200].Select(text => Encoding.ASCII.GetBytes("age-encryption.org/v1\n" + text)),
            Gen.Select(Gen.Int[0, Small.Length], Gen.Int[0, Small.Length], Gen.Byte.Array[0, 5]).Select((from, to, between) => (byte[])[.. Small[..from], .. between, .. Small[to..]]))
        .Sample(bytes => (!AgeFile.TryDecrypt(bytes, Reader, out var plain, out var fault) ? fault != default && plain.Length == 0 : bytes.SequenceEqual(Small))
            && !AgeFile.TryDecrypt(bytes, "", out _, out _));

    [Fact]
    public void A_header_without_end_and_a_file_without_end_are_refused()
    {
        var stanzas = string.Concat(Enumerable.Repeat("-> grease\n\n", 7000));
        Assert.False(AgeFile.TryDecrypt(Encoding.ASCII.GetBytes($"age-encryption.org/v1\n{stanzas}"), Reader, out _, out var fault));
        Assert.Equal("age/header-cut", fault.Code);
        Assert.False(AgeFile.TryDecrypt(new byte[AgeFile.Longest + 1], Reader, out _, out fault));
        Assert.Equal("age/too-long", fault.Code);
    }

    [Theory]
    [InlineData("# a note\n\nSECRET\n", true)]
    [InlineData("SECRET", true)]
    [InlineData("SECRET\r\n", true)]
    [InlineData("SECRET\nSECRET\n", false)]
    [InlineData(" SECRET\n", false)]
    [InlineData("# SECRET\n", false)]
    [InlineData("", false)]
    public void An_identity_file_has_one_identity(string text, bool expected) =>
        Assert.Equal(expected, AgeIdentity.TryParseFile(text.Replace("SECRET", Reader.ToSecretText(), StringComparison.Ordinal), out _, out var fault) && fault == default);

    private static AgeIdentity Identity(string text) => AgeIdentity.TryParse(text, out var identity, out var fault) ? identity : throw new InvalidDataException(fault.Why);

    private static byte[] Unpacked(byte[] bytes)
    {
        using var packed = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var all = new MemoryStream();
        packed.CopyTo(all);
        return all.ToArray();
    }
}
