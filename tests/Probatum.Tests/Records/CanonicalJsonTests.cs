using System.Globalization;
using System.Text;
using CsCheck;
using Probatum.Core.Records;

namespace Probatum.Tests.Records;

public sealed class CanonicalJsonTests
{
    private static readonly Gen<Json> Values = Gen.Int.Select(seed => Value(new Random(seed), 0));

    [Theory]
    [InlineData("structures", null)]
    [InlineData("unicode", null)]
    [InlineData("arrays", "json/no-value")]
    [InlineData("french", "json/bad-name")]
    [InlineData("values", "json/no-value")]
    [InlineData("weird", "json/bad-name")]
    public void A_published_canonical_document_is_read_if_it_keeps_to_the_profile(string name, string? code)
    {
        var bytes = File.ReadAllBytes(TestData.At($"vectors/jcs/output/{name}.json"));
        Assert.Equal(Convert.FromHexString(string.Concat(File.ReadAllText(TestData.At($"vectors/jcs/outhex/{name}.txt")).Where(char.IsAsciiHexDigit))), bytes);
        Assert.Equal(code is null, CanonicalJson.TryRead(bytes, out var value, out var fault));
        Assert.Equal(code, fault.Code);
        Assert.True(code is not null || CanonicalJson.Write(value).AsSpan().SequenceEqual(bytes));
        Assert.False(CanonicalJson.TryRead(File.ReadAllBytes(TestData.At($"vectors/jcs/input/{name}.json")), out _, out _));
    }

    [Fact]
    public void Of_the_published_numbers_the_whole_ones_that_every_reader_keeps_are_read()
    {
        var lines = File.ReadAllLines(TestData.At("vectors/jcs/es6-numbers-1000.csv"));
        foreach (var text in lines.Select(line => line.Split(',')[1]))
        {
            var fits = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number is >= -JsonNumber.Largest and <= JsonNumber.Largest;
            Assert.Equal(fits, CanonicalJson.TryRead(Encoding.ASCII.GetBytes(text), out var value, out _));
            Assert.True(!fits || value.Equals(new JsonNumber(number)), text);
        }
    }

    [Fact]
    public void What_is_written_is_read_as_the_same_value() => Values.Sample(value =>
        CanonicalJson.TryRead(CanonicalJson.Write(value), out var read, out _) && read.Equals(value));

    [Fact]
    public void What_is_written_is_what_another_json_reader_understands() => Values.Sample(value =>
    {
        using var document = System.Text.Json.JsonDocument.Parse(CanonicalJson.Write(value));
        Assert.Equal(Plain(value), Plain(document.RootElement));
    });

    [Fact]
    public void Changed_bytes_are_refused_or_are_the_one_spelling_of_another_value() =>
        Gen.Select(Values, Gen.Int, Gen.Byte).Sample((value, place, with) =>
        {
            var bytes = CanonicalJson.Write(value);
            byte[][] changed =
            [
                Mutations.Flip(bytes, place), Mutations.Insert(bytes, place, with), Mutations.Insert(bytes, place, " \t\n,0\"\\-"u8[with % 8]),
                Mutations.Remove(bytes, place),
            ];
            return changed.All(other => !CanonicalJson.TryRead(other, out var read, out _)
                || (CanonicalJson.Write(read).AsSpan().SequenceEqual(other) && !read.Equals(value)));
        });

    [Fact]
    public void No_bytes_make_the_reader_throw() => Gen.OneOf(Gen.Byte.Array[0, 60], Likely).Sample(bytes =>
        !CanonicalJson.TryRead(bytes, out var value, out var fault)
            ? fault != default && fault.At >= 0 && fault.At <= bytes.Length
            : CanonicalJson.Write(value).AsSpan().SequenceEqual(bytes));

    [Theory]
    [InlineData(9007199254740992)]
    [InlineData(-9007199254740992)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_number_that_some_reader_would_round_is_not_written(long number) =>
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(new JsonNumber(number)));

    [Fact]
    public void Half_of_a_pair_a_foreign_name_and_a_deep_nest_are_not_written()
    {
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write("\ud83d"));
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(JsonMap.Of(("p\u00eache", "fruit"))));
        Assert.NotEmpty(CanonicalJson.Write(Nest(CanonicalJson.DeepestNesting)));
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(Nest(CanonicalJson.DeepestNesting + 1)));
    }

    [Fact]
    public void A_deep_nest_is_refused_and_exhausts_no_stack()
    {
        var deep = Encoding.ASCII.GetBytes(new string('[', 1_000_000));
        Assert.False(CanonicalJson.TryRead(deep, out _, out var fault));
        Assert.Equal("json/too-deep", fault.Code);
    }

    [Fact]
    public void A_text_that_is_absent_is_left_out() =>
        Assert.Equal("{\"a\":\"x\"}", CanonicalJson.WriteText(JsonMap.Of(("a", "x"), ("b", (string?)null))));

    private static Gen<byte[]> Likely { get; } =
        Gen.String[Gen.Char["{}[]\",:\\u0019abtrfulse-.eE é"], 0, 24].Select(Encoding.UTF8.GetBytes);

    private static JsonList Nest(int depth) => depth == 0 ? new([]) : new([Nest(depth - 1)]);

    private static Json Value(Random random, int depth) => random.Next(depth > 4 ? 3 : 5) switch
    {
        0 => Text(random),
        1 => random.NextInt64(-JsonNumber.Largest, JsonNumber.Largest + 1) >> random.Next(53),
        2 => new JsonTruth(random.Next(2) == 0),
        3 => JsonList.Of(Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1)).ToList()),
        _ => JsonMap.Of(Enumerable.Range(0, random.Next(4)).Select(i => $"{Name(random)}{i}").Select(name => (name, (Json?)Value(random, depth + 1))).ToList()),
    };

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(5) switch
    {
        0 => char.ConvertFromUtf32(random.Next(0x10000, 0x110000)),
        1 => ((char)random.Next(0x20)).ToString(),
        2 => "\"\\/\u007f\u0080\u2028\ufeff"[random.Next(7)].ToString(),
        3 => ((char)random.Next(0xe000, 0x10000)).ToString(),
        _ => ((char)random.Next(0x20, 0xd800)).ToString(),
    }));

    private static string Name(Random random) => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => (char)random.Next(0x80)));

    private static string Plain(Json value) => value switch
    {
        JsonText text => $"t{text.Value}",
        JsonNumber number => $"n{number.Value}",
        JsonTruth truth => truth.Value ? "true" : "false",
        JsonList list => $"[{string.Join('|', list.Items.Select(Plain))}]",
        JsonMap map => $"{{{string.Join('|', map.Members.Select(member => $"{member.Key}={Plain(member.Value)}"))}}}",
        _ => "",
    };

    private static string Plain(System.Text.Json.JsonElement value) => value.ValueKind switch
    {
        System.Text.Json.JsonValueKind.String => $"t{value.GetString()}",
        System.Text.Json.JsonValueKind.Number => $"n{value.GetInt64()}",
        System.Text.Json.JsonValueKind.Array => $"[{string.Join('|', value.EnumerateArray().Select(Plain))}]",
        System.Text.Json.JsonValueKind.Object =>
            $"{{{string.Join('|', value.EnumerateObject().Select(member => $"{member.Name}={Plain(member.Value)}"))}}}",
        var kind => kind == System.Text.Json.JsonValueKind.True ? "true" : "false",
    };
}

/// <summary>Small changes to bytes; any place is some place.</summary>
internal static class Mutations
{
    public static byte[] Flip(byte[] bytes, int place)
    {
        var changed = bytes.ToArray();
        var bit = (int)((uint)place % (uint)(bytes.Length * 8));
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }

    public static byte[] Insert(byte[] bytes, int place, byte with)
    {
        var at = (int)((uint)place % (uint)(bytes.Length + 1));
        return [.. bytes[..at], with, .. bytes[at..]];
    }

    public static byte[] Remove(byte[] bytes, int place)
    {
        var at = (int)((uint)place % (uint)bytes.Length);
        return [.. bytes[..at], .. bytes[(at + 1)..]];
    }
}
