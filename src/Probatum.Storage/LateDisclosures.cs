using System.Buffers.Binary;

namespace Probatum.Storage;

/// <summary>Disclosures that came after their leaf: one file beside the log, each part as it would lie beside its entry.</summary>
/// <remarks>
/// What lies beside the entries is never written anew, so what comes later has a file of its own: parts of an index (8 bytes), a length
/// (4 bytes) and the sealed disclosures. Replaced whole; a subject whose key is destroyed is gone from it as from everywhere.
/// </remarks>
internal sealed class LateDisclosures(IDisk disk, ILogCipher cipher)
{
    private const string Name = "late-disclosures";
    private const int Head = 8 + 4;

    private SortedDictionary<long, ReadOnlyMemory<byte>>? _parts;

    /// <summary>What was kept for that leaf; nothing when it has none.</summary>
    /// <exception cref="InvalidDataException">The file was changed.</exception>
    public ReadOnlyMemory<byte> Find(long index) => Parts.GetValueOrDefault(index);

    /// <summary>Keeps parts, each in place of an older one of its leaf.</summary>
    public void Keep(IEnumerable<(long Index, ReadOnlyMemory<byte> Sealed)> parts)
    {
        var all = new SortedDictionary<long, ReadOnlyMemory<byte>>(Parts);
        foreach (var (index, bytes) in parts)
        {
            all[index] = bytes;
        }

        if (all.Count > 0)
        {
            disk.Replace(Name, cipher.Seal(Encode(all), Name));
            _parts = all;
        }
    }

    private SortedDictionary<long, ReadOnlyMemory<byte>> Parts => _parts ??= Read();

    private SortedDictionary<long, ReadOnlyMemory<byte>> Read()
    {
        if (disk.Read(Name) is not { } bytes)
        {
            return [];
        }

        return cipher.TryOpen(bytes, Name) is { } plain && TryDecode(plain) is { } parts ? parts : throw new InvalidDataException($"{disk.NameOf(Name)} was changed");
    }

    private static byte[] Encode(SortedDictionary<long, ReadOnlyMemory<byte>> parts)
    {
        var bytes = new byte[parts.Sum(part => Head + part.Value.Length)];
        var at = 0;
        foreach (var (index, part) in parts)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), index);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at + 8), part.Length);
            part.Span.CopyTo(bytes.AsSpan(at + Head));
            at += Head + part.Length;
        }

        return bytes;
    }

    private static SortedDictionary<long, ReadOnlyMemory<byte>>? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        var parts = new SortedDictionary<long, ReadOnlyMemory<byte>>();
        var at = 0;
        while (at < bytes.Length)
        {
            if (bytes.Length - at < Head || BinaryPrimitives.ReadInt32BigEndian(bytes.Span[(at + 8)..]) is var length && (length < 0 || length > bytes.Length - at - Head))
            {
                return null;
            }

            parts[BinaryPrimitives.ReadInt64BigEndian(bytes.Span[at..])] = bytes.Slice(at + Head, length);
            at += Head + length;
        }

        return parts;
    }
}
