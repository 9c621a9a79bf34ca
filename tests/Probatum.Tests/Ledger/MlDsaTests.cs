using System.Security.Cryptography;
using System.Text.Json;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class MlDsaTests
{
    [Fact]
    public void A_hundred_seeds_make_the_published_keys_and_signatures()
    {
        Assert.SkipUnless(Shake128.IsSupported, "SHAKE128 is not on this platform");
        var seeds = Shake128.HashData([], 100 * 32);
        using var all = new Shake128();
        for (var i = 0; i < 100; i++)
        {
            var key = SignerKey.FromSeed("x", KeyType.CosignatureMlDsa44, seeds.AsSpan(i * 32, 32));
            all.AppendData(key.Verifier.PublicKey.Span);
            all.AppendData(key.Sign([]));
        }

        Assert.Equal(
            "d51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4",
            Convert.ToHexStringLower(all.GetHashAndReset(32)));
    }

    [Fact]
    public void Every_wycheproof_signature_without_context_is_judged_as_published()
    {
        var groups = LogVectors.Json("mldsa/wycheproof-mldsa44-verify.json").GetProperty("testGroups");
        var (good, bad) = (0, 0);
        foreach (var group in groups.EnumerateArray())
        {
            var key = Convert.FromHexString(group.GetProperty("publicKey").GetString()!);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                // Our signatures have the empty context; one that is good under another context is none of ours.
                var ours = !test.TryGetProperty("ctx", out var context) || context.GetString() == "";
                var expected = ours && test.GetProperty("result").GetString() == "valid";
                Assert.True(Verifies(key, test) == expected, test.ToString());
                (good, bad) = expected ? (good + 1, bad) : (good, bad + 1);
            }
        }

        Assert.Equal(groups.EnumerateArray().Sum(group => group.GetProperty("tests").GetArrayLength()), good + bad);
        Assert.True(good > 10 && bad > 10);
    }

    private static bool Verifies(byte[] key, JsonElement test)
    {
        var message = Convert.FromHexString(test.GetProperty("msg").GetString()!);
        var signature = Convert.FromHexString(test.GetProperty("sig").GetString()!);
        return key.Length == 1312
            && VerifierKey.Create("x", KeyType.CosignatureMlDsa44, key).Verify(message, signature);
    }
}
