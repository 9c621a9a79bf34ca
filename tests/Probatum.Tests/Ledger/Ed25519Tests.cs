using System.Text;
using System.Text.Json;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class Ed25519Tests
{
    public static TheoryData<string> Implementations => ["native", "managed"];

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Exactly_the_43_strict_edge_cases_are_accepted(string name)
    {
        var cases = EdgeCases().ToList();
        Assert.Equal(914, cases.Count);
        Assert.Equal(43, cases.Count(c => Named(name).Verify(c.Key, c.Message, c.Signature)));
        Assert.Equal(43, cases.Count(c => Named(name).Verifier(c.Key)(c.Message, c.Signature)));
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
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var valid = Named(name).Verify(
                    key, Hex(test.GetProperty("msg").GetString()!), Hex(test.GetProperty("sig").GetString()!));
                Assert.True(valid == (test.GetProperty("result").GetString() == "valid"), test.ToString());
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
