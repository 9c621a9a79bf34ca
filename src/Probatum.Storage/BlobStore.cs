using System.Security.Cryptography;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>Files kept by their SHA-256: put once, never changed, checked on the way in.</summary>
public sealed class BlobStore(string folder)
{
    /// <summary>Keeps a file; durable when the call returns. The same bytes twice are kept once; a kept file that was changed is put right.</summary>
    public Blob Put(ReadOnlySpan<byte> bytes, string media)
    {
        var blob = Blob.Of(bytes, media);
        var path = PathOf(blob.Sha256);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            DurableFile.Replace(path, bytes);
        }

        return blob;
    }

    /// <summary>A kept file, or null. The stream is the caller's to close.</summary>
    public Stream? Open(string sha256)
    {
        var path = PathOf(sha256);
        return Digests.IsHex(sha256) && File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read) : null;
    }

    /// <summary>A kept file whole, or null.</summary>
    /// <exception cref="InvalidDataException">The bytes on the disk are no longer those that were put.</exception>
    public ReadOnlyMemory<byte>? Read(string sha256)
    {
        using var stream = Open(sha256);
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Digests.Hex(bytes) == sha256 ? bytes : throw new InvalidDataException($"the kept file {PathOf(sha256)} was changed");
    }

    /// <summary>Every kept file whose bytes do not have the digest of its name.</summary>
    public IEnumerable<string> Changed()
    {
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [])
        {
            using var stream = File.OpenRead(path);
            if (!Path.GetFileName(path).StartsWith('.') && Convert.ToHexStringLower(SHA256.HashData(stream)) != Path.GetFileName(path))
            {
                yield return path;
            }
        }
    }

    private string PathOf(string sha256) => Path.Combine(folder, sha256.Length > 2 ? sha256[..2] : "xx", sha256);
}
