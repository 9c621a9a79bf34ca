using System.Globalization;
using System.Text;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class EncodingTests
{
    private static readonly Gen<string> AlmostBase64 = Gen.String[Gen.Char["AQgwZz09+/-_= \n"], 0, 12];

    [Fact]
    public void Only_the_one_way_to_write_a_size_is_read() =>
        Gen.OneOf(
            Gen.Long.Select(n => n.ToString(CultureInfo.InvariantCulture)),
            Gen.String[Gen.Char["0123456789+- "], 0, 22])
        .Sample(text => !TreeSize.TryParse(Encoding.UTF8.GetBytes(text), out var size, out _)
            || size.ToString(CultureInfo.InvariantCulture) == text);

    [Theory]
    [InlineData("0", true)]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("18446744073709551616", false)]
    [InlineData("", false)]
    [InlineData("00", false)]
    [InlineData("-1", false)]
    public void A_size_is_0_to_the_largest_signed_number(string text, bool expected) =>
        Assert.Equal(expected, TreeSize.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void Base64_that_is_read_is_written_back() => AlmostBase64.Sample(text =>
        !Base64Strict.TryDecode(text, out var bytes) || Convert.ToBase64String(bytes) == text);

    [Fact]
    public void Base64url_that_is_read_is_written_back() => AlmostBase64.Sample(text =>
        !Base64Url.TryDecode(text, out var bytes) || Base64Url.Encode(bytes) == text);

    [Fact]
    public void What_is_written_is_read() => Gen.Byte.Array[0, 100].Sample(bytes =>
        Base64Strict.TryDecode(Convert.ToBase64String(bytes), out var padded)
        && Base64Url.TryDecode(Base64Url.Encode(bytes), out var url)
        && padded.SequenceEqual(bytes)
        && url.SequenceEqual(bytes));

    [Theory]
    [InlineData("AB")]
    [InlineData("AA==")]
    [InlineData("A")]
    [InlineData("AA ")]
    [InlineData("A A")]
    [InlineData("+A")]
    [InlineData("/w")]
    [InlineData("AA\n")]
    public void Base64url_refuses_padding_other_alphabets_spaces_and_loose_bits(string text) =>
        Assert.False(Base64Url.TryDecode(text, out _));

    [Theory]
    [InlineData("AB==")]
    [InlineData("AA")]
    [InlineData("AA=")]
    [InlineData(" AA==")]
    [InlineData("AA==\n")]
    [InlineData("-A==")]
    public void Base64_refuses_missing_padding_other_alphabets_spaces_and_loose_bits(string text) =>
        Assert.False(Base64Strict.TryDecode(text, out _));

    [Fact]
    public void A_hash_is_its_bytes() => Gen.Byte.Array[32].Sample(bytes =>
    {
        var hash = Hash256.From(bytes);
        Assert.Equal(bytes, hash.ToArray());
        Assert.Equal(Convert.ToHexStringLower(bytes), hash.ToHex());
        Assert.Equal(Base64Url.Encode(bytes), hash.ToBase64Url());
        Assert.True(Hash256.TryFromBase64(hash.ToBase64(), out var read) && read == hash);
        bytes[Array.IndexOf(bytes, bytes.Max())] ^= 1;
        Assert.NotEqual(hash, Hash256.From(bytes));
    });

    [Fact]
    public void Any_changed_byte_makes_another_hash()
    {
        for (var i = 0; i < Hash256.Length; i++)
        {
            var bytes = new byte[Hash256.Length];
            bytes[i] = 1;
            Assert.True(Hash256.From(bytes) != default);
        }
    }

    [Fact]
    public void A_path_that_is_read_is_written_back() =>
        Gen.OneOf(
            Gen.String[Gen.Char["0129x/.p"], 0, 16].Select(tail => "tile/" + tail),
            Gen.String[Gen.Char["0129x/.p"], 0, 16].Select(tail => "tile/entries/" + tail))
        .Sample(path => !TilePath.TryParse(path, out var level, out var index, out var width, out _)
            || (level is { } l ? TilePath.Hashes(l, index, width) : TilePath.Entries(index, width)) == path);

    [Fact]
    public void A_path_that_is_written_is_read() =>
        Gen.Select(Gen.Int[0, 63], Gen.Long[0, long.MaxValue], Gen.Int[1, 256]).Sample((level, index, width) =>
            TilePath.TryParse(TilePath.Hashes(level, index, width), out var l, out var i, out var w, out _)
            && (l, i, w) == (level, index, width)
            && TilePath.TryParse(TilePath.Entries(index, width), out l, out i, out w, out _)
            && (l, i, w) == (null, index, width));

    [Fact]
    public void Paths_are_those_of_the_specification()
    {
        Assert.Equal("tile/0/x001/x234/067", TilePath.Hashes(0, 1234067, 256));
        Assert.Equal("tile/63/000.p/5", TilePath.Hashes(63, 0, 5));
        Assert.Equal("tile/entries/x001/067.p/255", TilePath.Entries(1067, 255));
    }

    [Theory]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/05")]
    [InlineData("tile/64/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/1")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/.p/5")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0/x009/x223/x372/x036/x854/x775/808")]
    [InlineData("checkpoint")]
    [InlineData("")]
    public void Other_paths_are_refused(string path) =>
        Assert.False(TilePath.TryParse(path, out _, out _, out _, out _));

    [Fact]
    public void A_bundle_that_is_read_is_written_back() =>
        Gen.Select(Gen.Byte[0, 3].Array[0, 24], Gen.Int[0, 4]).Sample((bytes, expected) =>
            !EntryBundle.TryDecode(bytes, expected, out var entries, out _)
            || (entries.Length == expected && EntryBundle.Encode(entries).SequenceEqual(bytes)));

    [Fact]
    public void A_bundle_that_is_written_is_read() =>
        Gen.Byte.Array[0, 300].Array[0, 256].Sample(
            entries =>
            {
                var bundle = EntryBundle.Encode([.. entries.Select(entry => (ReadOnlyMemory<byte>)entry)]);
                Assert.True(EntryBundle.TryDecode(bundle, entries.Length, out var read, out _));
                Assert.Equal(entries, read.Select(entry => entry.ToArray()));
                Assert.False(EntryBundle.TryDecode([.. bundle, 0], entries.Length, out _, out var fault));
                Assert.Equal("bundle/trailing", fault.Code);
            },
            iter: 30);

    [Fact]
    public void An_entry_has_at_most_65535_bytes()
    {
        var longest = LogTree.Empty.Extend([new byte[65535]]);
        Assert.Equal(65537, longest.Files[0].Bytes.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => LogTree.Empty.Extend([new byte[65536]]));
    }
}
