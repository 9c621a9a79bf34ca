using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Agreement = Org.BouncyCastle.Math.EC.Rfc7748.X25519;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;
using Sodium = NSec.Cryptography;

namespace Probatum.Ledger;

/// <summary>
/// The one file that names the libraries which compute signatures and keys, so that another can take their place.
/// </summary>
internal static class SignatureLibraries
{
    internal const int MlDsa44PublicKeyLength = 1312;
    internal const int MlDsa44SignatureLength = 2420;
    internal const int SeedLength = 32;

    /// <summary>False in a program that is built without libsodium: then nothing of it is linked in.</summary>
    [FeatureSwitchDefinition("Probatum.NativeSignatures")]
    private static bool UsesNative => !AppContext.TryGetSwitch("Probatum.NativeSignatures", out var isOn) || isOn;

    /// <summary>Whether libsodium can be had here.</summary>
    internal static bool HasNative { get; } = UsesNative && CanLoad();

    internal static IEd25519 NativeEd25519 => field ??= UsesNative ? new NativeImplementation() : throw new PlatformNotSupportedException("this program is built without libsodium");

    internal static IEd25519 ManagedEd25519 { get; } = new ManagedImplementation();

    private static bool CanLoad()
    {
        try
        {
            return new NativeImplementation().PublicKey(new byte[SeedLength]).Length == Ed25519.KeyLength;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or PlatformNotSupportedException or BadImageFormatException)
        {
            return false;
        }
    }

    /// <summary>The public key of a FIPS 204 seed.</summary>
    internal static byte[] MlDsa44PublicKey(ReadOnlySpan<byte> seed32) =>
        MlDsa44PrivateKey(seed32).GetPublicKeyEncoded();

    /// <summary>
    /// Pure, deterministic, with the empty context; the seed is expanded once. Source: FIPS 204 section 5.2.
    /// </summary>
    internal static SignMessage MlDsa44Signing(byte[] seed32)
    {
        var key = MlDsa44PrivateKey(seed32);
        return message =>
        {
            var signer = new MLDsaSigner(MLDsaParameters.ml_dsa_44, deterministic: true);
            signer.Init(forSigning: true, key);
            signer.BlockUpdate(message);
            return signer.GenerateSignature();
        };
    }

    /// <summary>Wrong lengths are answered with no.</summary>
    internal static bool MlDsa44Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != MlDsa44PublicKeyLength || signature.Length != MlDsa44SignatureLength)
        {
            return false;
        }

        var key = MLDsaPublicKeyParameters.FromEncoding(MLDsaParameters.ml_dsa_44, publicKey.ToArray());
        var verifier = new MLDsaSigner(MLDsaParameters.ml_dsa_44, deterministic: true);
        verifier.Init(forSigning: false, key);
        verifier.BlockUpdate(message);
        return verifier.VerifySignature(signature.ToArray());
    }

    /// <summary>One lane, 32 bytes: what libsodium computes.</summary>
    internal static byte[] Argon2id(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int memoryKiB, int passes) =>
        Sodium.PasswordBasedKeyDerivationAlgorithm
            .Argon2id(new() { DegreeOfParallelism = 1, MemorySize = memoryKiB, NumberOfPasses = passes })
            .DeriveBytes(passphrase, salt, SeedLength);

    /// <summary>One lane. Source: RFC 7914.</summary>
    internal static byte[] Scrypt(byte[] passphrase, byte[] salt, int cost, int blockSize, int length) => SCrypt.Generate(passphrase, salt, cost, blockSize, 1, length);

    /// <summary>The public half of an X25519 secret.</summary>
    internal static byte[] X25519PublicKey(ReadOnlySpan<byte> secret32)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret32.Length, SeedLength, nameof(secret32));
        var point = new byte[SeedLength];
        Agreement.ScalarMultBase(secret32.ToArray(), 0, point, 0);
        return point;
    }

    /// <summary>False where the two come to zero.</summary>
    internal static bool TryX25519(ReadOnlySpan<byte> secret32, ReadOnlySpan<byte> point32, out byte[] shared)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret32.Length, SeedLength, nameof(secret32));
        ArgumentOutOfRangeException.ThrowIfNotEqual(point32.Length, SeedLength, nameof(point32));
        shared = new byte[SeedLength];
        return Agreement.CalculateAgreement(secret32.ToArray(), 0, point32.ToArray(), 0, shared, 0);
    }

    private static MLDsaPrivateKeyParameters MlDsa44PrivateKey(ReadOnlySpan<byte> seed32)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed32.Length, SeedLength, nameof(seed32));
        return MLDsaPrivateKeyParameters.FromSeed(MLDsaParameters.ml_dsa_44, seed32.ToArray());
    }

    private sealed class NativeImplementation : IEd25519
    {
        public bool Verify(
            ReadOnlySpan<byte> publicKey32, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature64) =>
            ImportKey(publicKey32) is { } key && IsGood(key, message, signature64);

        public VerifySignature Verifier(ReadOnlyMemory<byte> publicKey32) => ImportKey(publicKey32.Span) is { } key
            ? (message, signature64) => IsGood(key, message, signature64)
            : static (_, _) => false;

        private static bool IsGood(Sodium.PublicKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature64) =>
            signature64.Length == Ed25519.SignatureLength
            && Sodium.SignatureAlgorithm.Ed25519.Verify(key, message, signature64);

        private static Sodium.PublicKey? ImportKey(ReadOnlySpan<byte> publicKey32) =>
            publicKey32.Length == Ed25519.KeyLength
            && Sodium.PublicKey.TryImport(
                Sodium.SignatureAlgorithm.Ed25519, publicKey32, Sodium.KeyBlobFormat.RawPublicKey, out var key)
            ? key
            : null;

        public byte[] Sign(ReadOnlySpan<byte> seed32, ReadOnlySpan<byte> message)
        {
            using var key = Import(seed32);
            return Sodium.SignatureAlgorithm.Ed25519.Sign(key, message);
        }

        public SignMessage Signing(byte[] seed32)
        {
            var key = Import(seed32);
            return message => Sodium.SignatureAlgorithm.Ed25519.Sign(key, message);
        }

        public byte[] PublicKey(ReadOnlySpan<byte> seed32)
        {
            using var key = Import(seed32);
            return key.PublicKey.Export(Sodium.KeyBlobFormat.RawPublicKey);
        }

        private static Sodium.Key Import(ReadOnlySpan<byte> seed32) =>
            Sodium.Key.Import(Sodium.SignatureAlgorithm.Ed25519, seed32, Sodium.KeyBlobFormat.RawPrivateKey);
    }

    private sealed class ManagedImplementation : IEd25519
    {
        public bool Verify(
            ReadOnlySpan<byte> publicKey32, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature64) =>
            StrictEd25519.Under(publicKey32) is { } key && key.Verify(message, signature64);

        public VerifySignature Verifier(ReadOnlyMemory<byte> publicKey32) =>
            StrictEd25519.Under(publicKey32.Span) is { } key ? key.Verify : static (_, _) => false;

        public byte[] Sign(ReadOnlySpan<byte> seed32, ReadOnlySpan<byte> message)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(seed32.Length, SeedLength, nameof(seed32));
            var signature = new byte[Ed25519.SignatureLength];
            Curve.Sign(seed32.ToArray(), 0, message.ToArray(), 0, message.Length, signature, 0);
            return signature;
        }

        public byte[] PublicKey(ReadOnlySpan<byte> seed32)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(seed32.Length, SeedLength, nameof(seed32));
            var key = new byte[Ed25519.KeyLength];
            Curve.GeneratePublicKey(seed32.ToArray(), 0, key, 0);
            return key;
        }
    }
}
