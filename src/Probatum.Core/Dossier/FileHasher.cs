using System.Security.Cryptography;

namespace Probatum.Core.Dossier;

/// <summary>One thread's means of hashing files one by one: a buffer that stays in the processor's cache, and a hash that is used again.</summary>
internal sealed class FileHasher : IDisposable
{
    // Half of the second-level cache of a small core: larger buffers fall out of it, smaller ones cost calls.
    private const int BufferLength = 1 << 17;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferLength);
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Reads a stream to its end, writes its SHA-256, 32 bytes, and tells its length.</summary>
    public long Hash(Stream content, Span<byte> sha256)
    {
        var length = 0L;
        try
        {
            for (int read; (read = content.Read(_buffer)) > 0; length += read)
            {
                _sha256.AppendData(_buffer, 0, read);
            }
        }
        finally
        {
            // Also when reading fails: the next file begins with nothing of this one.
            _sha256.GetHashAndReset(sha256);
        }

        return length;
    }

    public void Dispose() => _sha256.Dispose();
}
