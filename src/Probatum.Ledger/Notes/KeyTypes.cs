using System.Collections.Immutable;

namespace Probatum.Ledger;

internal delegate byte[] SignMessage(ReadOnlySpan<byte> message);

internal delegate byte[] PublicKeyOfSeed(ReadOnlySpan<byte> seed32);

internal delegate bool VerifyWithKey(
    ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

/// <summary>All that differs between types of key.</summary>
internal sealed record KeyTypeRow(
    KeyType Type,
    int PublicKeyLength,
    bool CarriesTime,
    PublicKeyOfSeed PublicKey,
    Func<byte[], SignMessage> Signing,
    VerifyWithKey Verify);

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
            SignatureLibraries.MlDsa44Verify),
    ];

    internal static KeyTypeRow? Find(KeyType type) => All.FirstOrDefault(row => row.Type == type);

    internal static KeyTypeRow Get(KeyType type) =>
        Find(type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "no such type of key");

    private static KeyTypeRow OverEd25519(KeyType type, bool carriesTime) => new(
        type, Ed25519.KeyLength, carriesTime, Ed25519.Default.PublicKey, seed => message => Ed25519.Default.Sign(seed, message),
        Ed25519.Default.Verify);
}
