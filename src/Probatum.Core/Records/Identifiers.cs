using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>Fills a span with unpredictable bytes. The shell hands in the machine's generator, a test a seeded one.</summary>
public delegate void Randomness(Span<byte> bytes);

/// <summary>The name of a record: "r-" and the base64url of the SHA-256 of its text.</summary>
public readonly record struct RecordId(string Text)
{
    /// <summary>The id of the record with this text.</summary>
    public static RecordId Of(ReadOnlySpan<byte> text) => new("r-" + Base64Url.Encode(SHA256.HashData(text)));

    /// <summary>Whether the text has the form of a record's name.</summary>
    public static bool IsWellFormed(string text) =>
        text.StartsWith("r-", StringComparison.Ordinal) && Digests.IsSpelled(text.AsSpan(2));

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>The name of a case: "c-" and 128 random bits.</summary>
public readonly record struct CaseId(string Text)
{
    /// <summary>A new name.</summary>
    public static CaseId New(Randomness random) => new("c-" + Names.Random(random));

    /// <summary>Whether the text has the form of a case's name.</summary>
    public static bool IsWellFormed(string text) => Names.IsWellFormed(text, "c-");

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>
/// The name of a thing that records speak of (a sample, a claim, a party …): "e-" and 128 random bits. What the thing is
/// called by people is a label in a record.
/// </summary>
public readonly record struct EntityId(string Text)
{
    /// <summary>A new name.</summary>
    public static EntityId New(Randomness random) => new("e-" + Names.Random(random));

    /// <summary>Whether the text has the form of an entity's name.</summary>
    public static bool IsWellFormed(string text) => Names.IsWellFormed(text, "e-");

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>
/// The name of a signing key: "k-" and the first 22 characters of base64url(SHA-256(01 ‖ public key)). It certifies
/// itself and says nothing about the person.
/// </summary>
public readonly record struct KeyName(string Text)
{
    /// <summary>The name of this Ed25519 public key (32 bytes).</summary>
    public static KeyName Of(ReadOnlySpan<byte> publicKey) =>
        new("k-" + Base64Url.Encode(SHA256.HashData([(byte)KeyType.Ed25519, .. publicKey]))[..22]);

    /// <summary>Whether the text has the form of a key's name.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == 24 && text.StartsWith("k-", StringComparison.Ordinal)
        && text.AsSpan(2).IndexOfAnyExcept(Names.Letters) < 0;

    /// <summary>The Ed25519 public key (32 bytes) under its own name.</summary>
    public static VerifierKey Verifier(ReadOnlySpan<byte> publicKey) => VerifierKey.Create(Of(publicKey).Text, KeyType.Ed25519, publicKey);

    /// <summary>The signing key of this seed (32 bytes), under its own name.</summary>
    public static SignerKey Signer(ReadOnlySpan<byte> seed) =>
        SignerKey.FromSeed(Of(Ed25519.Native.PublicKey(seed)).Text, KeyType.Ed25519, seed);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>The common form of the random names.</summary>
internal static class Names
{
    public const int Length = 22;

    public static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Random(Randomness random)
    {
        var bits = new byte[16];
        random(bits);
        return Base64Url.Encode(bits);
    }

    public static bool IsWellFormed(string text, string prefix) =>
        text.Length == prefix.Length + Length && text.StartsWith(prefix, StringComparison.Ordinal)
        && Base64Url.IsSpelled(text.AsSpan(prefix.Length), 16);
}

/// <summary>SHA-256 in the two spellings that records use.</summary>
public static class Digests
{
    /// <summary>Lower-case hexadecimal, as file names and BagIt manifests have it.</summary>
    public static string Hex(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(SHA256.HashData(data));

    /// <summary>The same of data in pieces.</summary>
    internal static string Hex(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Base64url of the digest of an ASCII text, as sealed members have it.</summary>
    public static string OfText(string ascii) => Base64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(ascii)));

    /// <summary><see cref="OfText"/> of each text, which must be ASCII; many are hashed at once.</summary>
    internal static string[] OfTexts(ReadOnlySpan<string> ascii)
    {
        var length = 0;
        foreach (var text in ascii)
        {
            length += text.Length;
        }

        var (bytes, at) = (new byte[length], 0);
        var messages = new ReadOnlyMemory<byte>[ascii.Length];
        for (var i = 0; i < ascii.Length; i++)
        {
            Encoding.ASCII.GetBytes(ascii[i], bytes.AsSpan(at));
            messages[i] = bytes.AsMemory(at, ascii[i].Length);
            at += ascii[i].Length;
        }

        var digests = new byte[ascii.Length * Hash256.Length];
        ShortHashes.Sha256(messages, digests);
        var spelled = new string[ascii.Length];
        for (var i = 0; i < spelled.Length; i++)
        {
            spelled[i] = Base64Url.Encode(digests.AsSpan(i * Hash256.Length, Hash256.Length));
        }

        return spelled;
    }

    /// <summary>Whether the text is a digest in base64url.</summary>
    internal static bool IsSpelled(ReadOnlySpan<char> text) => Base64Url.IsSpelled(text, Hash256.Length);

    /// <summary>Whether the text is 64 lower-case hexadecimal digits.</summary>
    public static bool IsHex(string text) => text.Length == 64 && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>Sorted copies of the names, each once.</summary>
    internal static ImmutableArray<string> Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
