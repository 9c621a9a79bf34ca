using System.Collections.Immutable;

namespace Probatum.Ledger;

internal delegate byte[] PublicKeyOfSeed(ReadOnlySpan<byte> seed32);

/// <summary>All that differs between types of key. A verifier is made once for a key and used for many messages.</summary>
internal sealed record KeyTypeRow(
    KeyType Type,
    int PublicKeyLength,
    bool CarriesTime,
    PublicKeyOfSeed PublicKey,
    Func<byte[], SignMessage> Signing,
    Func<ReadOnlyMemory<byte>, VerifySignature> Verifier);

/// <summary>
/// Every type of key we sign and verify with. A new type is one row here and its message in Cosignature.
/// </summary>
internal static class KeyTypes
{
    internal const int SeedLength = SignatureLibraries.SeedLength;

    internal static ImmutableArray<KeyTypeRow> All { get; } =
    [
        OverEd25519(KeyType.Ed25519, carriesTime: false),
        OverEd25519(KeyType.CosignatureEd25519, carriesTime: true),
        new(
            KeyType.CosignatureMlDsa44,
            SignatureLibraries.MlDsa44PublicKeyLength,
            CarriesTime: true,
            SignatureLibraries.MlDsa44PublicKey,
            SignatureLibraries.MlDsa44Signing,
            key => (message, signature) => SignatureLibraries.MlDsa44Verify(key.Span, message, signature)),
    ];

    internal static KeyTypeRow? Find(KeyType type) => All.FirstOrDefault(row => row.Type == type);

    internal static KeyTypeRow Get(KeyType type) =>
        Find(type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "no such type of key");

    private static KeyTypeRow OverEd25519(KeyType type, bool carriesTime) => new(
        type, Ed25519.KeyLength, carriesTime, Ed25519.Default.PublicKey, Ed25519.Default.Signing,
        Ed25519.Managed.Verifier);
}
