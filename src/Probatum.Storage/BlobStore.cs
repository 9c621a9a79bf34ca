using System.Security.Cryptography;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>Files kept by their SHA-256, each under the key of its subject: put once, never changed, checked on the way in and out.</summary>
/// <remarks>
/// A file's name on the disk is a keyed digest of its SHA-256, so that nobody who finds the disk can ask whether a certain file
/// is there. Files that belong to no single subject lie under a key of their own, "files". Source: see <see cref="SealedStream"/>.
/// </remarks>
public sealed class BlobStore(string folder, Vault vault)
{
    /// <summary>The key of all files that are not about one subject.</summary>
    public const string Common = "files";

    /// <summary>Keeps a file; durable when the call returns. The same bytes twice are kept once; a kept file that was changed is put right.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="media">The media type that records state.</param>
    /// <param name="subject">The name of the subject's key: destroyed, it takes the file with it.</param>
    public Blob Put(ReadOnlySpan<byte> bytes, string media, string subject = Common)
    {
        var blob = Blob.Of(bytes, media);
        if (!IsKept(blob.Sha256, subject))
        {
            using var plain = new MemoryStream(bytes.ToArray(), false);
            Write(plain, blob.Sha256, subject);
        }

        return blob;
    }

    /// <summary>Keeps a file of any length from a stream that can be read twice.</summary>
    public Blob PutStream(Stream content, string media, string subject = Common)
    {
        var start = content.Position;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var blob = new Blob(sha256, content.Position - start, media);
        if (!IsKept(sha256, subject))
        {
            content.Position = start;
            Write(content, sha256, subject);
        }

        return blob;
    }

    /// <summary>Keeps a file whose content was checked against its SHA-256.</summary>
    public void PutChecked(string sha256, Func<Stream> open)
    {
        if (!IsKept(sha256, Common))
        {
            using var stream = open();
            Write(stream, sha256, Common);
        }
    }

    /// <summary>A kept file, or null when it is not here or its subject's key is gone. The stream is the caller's to close.</summary>
    /// <exception cref="InvalidDataException">When reading: the bytes on the disk are no longer those that were put.</exception>
    public Stream? Open(string sha256) => Digests.IsHex(sha256) && Kept(sha256).FirstOrDefault(kept => kept.Key is not null) is { Key: { } key, Subject: var subject, Path: var path }
        ? SealedStream.Open(key.Span, Place(sha256, subject), OpenBehindHead(path), path)
        : null;

    /// <summary>A kept file whole, or null.</summary>
    /// <exception cref="InvalidDataException">The bytes on the disk are no longer those that were put.</exception>
    public ReadOnlyMemory<byte>? Read(string sha256)
    {
        using var stream = Open(sha256);
        if (stream is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Digests.Hex(bytes.ToArray()) == sha256 ? bytes.ToArray() : throw new InvalidDataException($"the kept file {PathOf(sha256)} was changed");
    }

    /// <summary>Every kept file that can be opened and does not hold what its name says.</summary>
    public IEnumerable<string> Changed()
    {
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !Path.GetFileName(path).StartsWith('.')) : [])
        {
            if (!IsWhole(path))
            {
                yield return path;
            }
        }
    }

    /// <summary>Removes a file in all its copies.</summary>
    public void Remove(string sha256)
    {
        foreach (var kept in Kept(sha256).ToList())
        {
            DurableFile.Destroy(kept.Path);
        }
    }

    private void Write(Stream plain, string sha256, string subject)
    {
        var path = PathOf(sha256) + (subject == Common ? "" : "." + vault.Blind(subject)[..16]);
        DurableFile.Replace(path, stream =>
        {
            var head = Head(sha256, subject);
            stream.Write(head);
            SealedStream.Seal((vault.FindOrMake(subject) ?? throw new IOException("of somebody who is erased no file is kept")).Span, Place(sha256, subject), plain, stream);
        });
    }

    /// <summary>The head of a kept file: a length, then which file and whose, sealed under the workspace's key.</summary>
    private byte[] Head(string sha256, string subject)
    {
        var head = vault.Seal(System.Text.Encoding.ASCII.GetBytes($"{sha256} {subject}"), "file");
        return [checked((byte)head.Length), .. head];
    }

    private (string Sha256, string Subject)? HeadOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var head = new byte[Math.Max(0, stream.ReadByte())];
        return stream.ReadAtLeast(head, head.Length, false) == head.Length && vault.TryOpen(head, "file") is { } plain
            && System.Text.Encoding.ASCII.GetString(plain).Split(' ') is [var sha256, var subject]
            ? (sha256, subject)
            : null;
    }

    private static FileStream OpenBehindHead(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, SealedStream.Piece);
        stream.Position = 1 + Math.Max(0, stream.ReadByte());
        return stream;
    }

    private IEnumerable<(string Path, string Subject, ReadOnlyMemory<byte>? Key)> Kept(string sha256)
    {
        var common = PathOf(sha256);
        var paths = File.Exists(common) ? [common] : Directory.Exists(Path.GetDirectoryName(common)) ? Directory.GetFiles(Path.GetDirectoryName(common)!, Path.GetFileName(common) + ".*") : [];
        foreach (var path in paths)
        {
            if (HeadOf(path) is not var (of, subject) || of != sha256)
            {
                throw new InvalidDataException($"the kept file {path} was changed");
            }

            yield return (path, subject, vault.Find(subject));
        }
    }

    private bool IsKept(string sha256, string subject)
    {
        var path = PathOf(sha256) + (subject == Common ? "" : "." + vault.Blind(subject)[..16]);
        return File.Exists(path) && HeadOf(path) == (sha256, subject) && IsWhole(path);
    }

    private bool IsWhole(string path)
    {
        try
        {
            if (HeadOf(path) is not var (sha256, subject))
            {
                return false;
            }

            // The key of an erased subject is gone, and what it opened with it: nothing here can be said to have changed.
            if (vault.Find(subject) is not { } key)
            {
                return true;
            }

            using var stream = SealedStream.Open(key.Span, Place(sha256, subject), OpenBehindHead(path), path);
            return Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256 && Path.GetFileName(path).StartsWith(Path.GetFileName(PathOf(sha256)), StringComparison.Ordinal);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static string Place(string sha256, string subject) => $"file/{subject}/{sha256}";

    private string PathOf(string sha256)
    {
        var name = vault.Blind($"file/{sha256}");
        return Path.Combine(folder, name[..2], name);
    }
}
