using System.Runtime.InteropServices;

namespace Probatum.Bench;

/// <summary>SHA-256 by the machine's libcrypto with nothing around it: the most that hashing one by one can reach.</summary>
internal static partial class LibCrypto
{
    // SHA256_CTX has 112 bytes.
    private const int StateBytes = 128;

    /// <summary>Whether it is here.</summary>
    public static bool IsHere { get; } =
        NativeLibrary.TryLoad("libcrypto.so.3", out var library) && NativeLibrary.TryGetExport(library, "SHA256_Final", out _);

    /// <summary>Writes the digest of the message.</summary>
    public static void Sha256(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        Span<byte> state = stackalloc byte[StateBytes];
        _ = Init(ref MemoryMarshal.GetReference(state));
        _ = Update(ref MemoryMarshal.GetReference(state), in MemoryMarshal.GetReference(message), message.Length);
        _ = Final(ref MemoryMarshal.GetReference(digest), ref MemoryMarshal.GetReference(state));
    }

    [SuppressGCTransition]
    [LibraryImport("libcrypto.so.3", EntryPoint = "SHA256_Init")]
    private static partial int Init(ref byte state);

    [SuppressGCTransition]
    [LibraryImport("libcrypto.so.3", EntryPoint = "SHA256_Update")]
    private static partial int Update(ref byte state, in byte message, nint length);

    [SuppressGCTransition]
    [LibraryImport("libcrypto.so.3", EntryPoint = "SHA256_Final")]
    private static partial int Final(ref byte digest, ref byte state);
}
