using System.Numerics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class Ed25519Tests
{
    private static readonly byte[] AnySignature = Ed25519.Native.Sign(new byte[32], []);

    public static TheoryData<string> Implementations => ["native", "managed"];

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Exactly_the_43_strict_edge_cases_are_accepted(string name)
    {
        var cases = EdgeCases().ToList();
        Assert.Equal(914, cases.Count);
        Assert.Equal(43, cases.Count(c => Named(name).Verify(c.Key, c.Message, c.Signature)));
        Assert.Equal(43, cases.Count(c => Named(name).Verifier(c.Key)(c.Message, c.Signature)));
        Assert.Equal(43, cases.Count(c => UsedOften(name, c.Key)(c.Message, c.Signature)));
        Assert.Equal(43, cases.Count(c => VerifierKey.Create("k", KeyType.Ed25519, c.Key).Verify(c.Message, c.Signature)));
    }

    [Fact]
    public void Both_implementations_agree_on_every_edge_case() => Assert.All(
        EdgeCases(),
        c => Assert.Equal(
            Ed25519.Native.Verify(c.Key, c.Message, c.Signature),
            Ed25519.Managed.Verify(c.Key, c.Message, c.Signature)));

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Every_wycheproof_signature_is_judged_as_published(string name)
    {
        var count = 0;
        var groups = LogVectors.Json("ed25519/wycheproof-ed25519.json").GetProperty("testGroups");
        foreach (var group in groups.EnumerateArray())
        {
            var key = Hex(group.GetProperty("publicKey").GetProperty("pk").GetString()!);
            var often = UsedOften(name, key);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var (message, signature) = (Hex(test.GetProperty("msg").GetString()!), Hex(test.GetProperty("sig").GetString()!));
                var valid = test.GetProperty("result").GetString() == "valid";
                Assert.True(valid == Named(name).Verify(key, message, signature), test.ToString());
                Assert.True(valid == often(message, signature), test.ToString());
                count++;
            }
        }

        Assert.Equal(151, count);
    }

    [Fact]
    public void Both_implementations_sign_alike_and_any_flipped_bit_is_refused_by_both() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[1, 80], Gen.Int[0, 1 << 20]).Sample((seed, message, flip) =>
        {
            var (key, signature) = (Ed25519.Native.PublicKey(seed), Ed25519.Native.Sign(seed, message));
            Assert.Equal(key, Ed25519.Managed.PublicKey(seed));
            Assert.Equal(signature, Ed25519.Managed.Sign(seed, message));
            Assert.False(Ed25519.IsLowOrder(key));
            foreach (var name in new[] { "native", "managed" })
            {
                Assert.True(Named(name).Verify(key, message, signature));
                Assert.False(Named(name).Verify(key, message, Flip(signature, flip)));
                Assert.False(Named(name).Verify(key, Flip(message, flip), signature));
                Assert.False(Named(name).Verify(Flip(key, flip), message, signature));
            }
        });

    [Fact]
    public void Both_implementations_agree_on_mixed_up_edge_cases()
    {
        var cases = EdgeCases().ToList();
        var any = Gen.Int[0, cases.Count - 1];
        Gen.Select(any, any, any, Gen.Int[0, 511]).Sample(
            (k, r, s, bit) =>
            {
                byte[] mixed = [.. cases[r].Signature[..32], .. cases[s].Signature[32..]];
                foreach (var signature in new[] { mixed, Flip(cases[k].Signature, bit) })
                {
                    Assert.Equal(
                        Ed25519.Native.Verify(cases[k].Key, cases[k].Message, signature),
                        Ed25519.Managed.Verify(cases[k].Key, cases[k].Message, signature));
                }
            },
            iter: 2000);
    }

    [Fact]
    public void Keys_of_low_order_are_known_in_any_encoding()
    {
        foreach (var c in EdgeCases())
        {
            Assert.Equal(c.Flags.Contains("low_order_A"), Ed25519.IsLowOrder(c.Key));
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void A_wrong_length_is_answered_with_no(string name)
    {
        Assert.False(Named(name).Verify(new byte[31], [], new byte[64]));
        Assert.False(Named(name).Verify(new byte[32], [], new byte[65]));
        Assert.False(Named(name).Verify([], [], []));
        Assert.False(Named(name).Verifier(new byte[31])([], new byte[64]));
        Assert.False(Named(name).Verifier(new byte[32])([], new byte[63]));
    }

    [Fact]
    public void A_key_that_is_used_often_judges_as_before()
    {
        var seeds = Enumerable.Range(0, 4).Select(number => Enumerable.Repeat((byte)number, 32).ToArray()).ToList();
        var keys = seeds.ConvertAll(seed => UsedOften("managed", Ed25519.Native.PublicKey(seed)));
        Gen.Select(Gen.Int[0, 3], Gen.Byte.Array[0, 3000], Gen.Int[0, 511], Gen.Bool).Sample(
            (number, message, bit, isFlipped) =>
            {
                var signature = Ed25519.Native.Sign(seeds[number], message);
                Assert.Equal(!isFlipped, keys[number](message, isFlipped ? Flip(signature, bit) : signature));
            },
            iter: 2000);
    }

    [Fact]
    public void The_field_computes_as_whole_numbers_do()
    {
        var p = BigInteger.Pow(2, 255) - 19;
        var edge = Gen.Select(Gen.Int[0, 4].Select(i => new[] { 0, p, BigInteger.Pow(2, 255), BigInteger.Pow(2, 204), BigInteger.Pow(2, 51) }[i]), Gen.Int[-40, 40]).Select((near, by) => near + by);
        var any = Gen.OneOf(edge.Where(n => n >= 0 && n < BigInteger.Pow(2, 255)), Gen.Byte.Array[32].Select(bytes => new BigInteger(bytes, isUnsigned: true) % BigInteger.Pow(2, 255)));
        Gen.Select(any, any, any, any).Sample((a, b, c, d) =>
        {
            var (x, y, z, w) = (Field(a), Field(b), Field(c), Field(d));
            Assert.Equal(((a * b % p) + (c * d % p)) % p, Number(x * y + z * w));
            Assert.Equal((((a * b) - (c * d)) % p + p) % p, Number(x * y - z * w));
            // The widest limbs that a point's formulas multiply: differences of a sum of sums.
            Assert.Equal((((a * b) + (c * d) - (a * c) - (b * d)) % p + p) % p * ((((c * d) - (a * b)) % p + p) % p) % p, Number((x * y + z * w - (x * z + y * w)) * (z * w - x * y)));
            Assert.Equal(BigInteger.ModPow((((a * b) - (c * d)) % p + p) % p, 2, p), Number((x * y - z * w).Squared()));
            Assert.Equal(BigInteger.ModPow(a, p - 2, p), Number(x.Inverse()));
            Assert.Equal(BigInteger.ModPow(a, (p - 5) / 8, p), Number(x.RootPower()));
        });

        static FieldElement Field(BigInteger number)
        {
            var bytes = new byte[32];
            Assert.True(number.TryWriteBytes(bytes, out _, isUnsigned: true));
            return FieldElement.Read(bytes);
        }

        static BigInteger Number(FieldElement element)
        {
            var bytes = new byte[32];
            element.Write(bytes);
            return new(bytes, isUnsigned: true);
        }
    }

    // Under a key that made good as many signatures as it takes until its multiples are computed.
    private static VerifySignature UsedOften(string name, byte[] key)
    {
        var verify = Named(name).Verifier(key);
        for (var i = 0; i < 70; i++)
        {
            Assert.Equal(key.AsSpan().SequenceEqual(Ed25519.Native.PublicKey(new byte[32])), verify([], AnySignature));
        }

        return verify;
    }

    private static IEd25519 Named(string name) => name == "native" ? Ed25519.Native : Ed25519.Managed;

    private static IEnumerable<(byte[] Key, byte[] Message, byte[] Signature, string[] Flags)> EdgeCases() =>
        LogVectors.Json("ed25519/cctv-edge-cases.json").EnumerateArray().Select(item => (
            Hex(item.GetProperty("key").GetString()!),
            Encoding.UTF8.GetBytes(item.GetProperty("msg").GetString()!),
            Hex(item.GetProperty("sig").GetString()!),
            item.GetProperty("flags") is { ValueKind: JsonValueKind.Array } flags
                ? flags.EnumerateArray().Select(flag => flag.GetString()!).ToArray()
                : []));

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    private static byte[] Flip(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8 % bytes.Length] ^= (byte)(1 << (bit % 8));
        return flipped;
    }
}
