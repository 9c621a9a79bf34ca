using Probatum.Ledger;
using Sodium = NSec.Cryptography;

namespace Probatum.Bench;

/// <summary>Ed25519 through our room against the library alone.</summary>
internal static class SignatureBenchmark
{
    public static Benchmark Row { get; } = new("signatures", "Ed25519 signatures of 600 bytes verified, one core", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var (seed, message) = (new byte[32], new byte[600]);
        var signature = Ed25519.Native.Sign(seed, message);
        var key = VerifierKey.Create("k", KeyType.Ed25519, Ed25519.Native.PublicKey(seed));
        yield return new(
            "verified by a key", Rate(settings, () => key.Verify(message, signature)), "NSec's own loop",
            Library(settings, message, signature, key.PublicKey.Span), new(Ratio: 0.95));
    }

    /// <summary>The rate of NSec with a key that was read once: the limit of whatever checks signatures one by one.</summary>
    public static double Library(Settings settings, byte[] message, byte[] signature, ReadOnlySpan<byte> publicKey)
    {
        var algorithm = Sodium.SignatureAlgorithm.Ed25519;
        var key = Sodium.PublicKey.Import(algorithm, publicKey, Sodium.KeyBlobFormat.RawPublicKey);
        return Rate(settings, () => algorithm.Verify(key, message, signature));
    }

    private static double Rate(Settings settings, Func<bool> verify) => Measure.CoreRate(settings.Runs, () =>
    {
        const int Count = 5_000;
        for (var i = 0; i < Count; i++)
        {
            if (!verify())
            {
                throw new InvalidDataException("a good signature was refused");
            }
        }

        return Count;
    });
}
