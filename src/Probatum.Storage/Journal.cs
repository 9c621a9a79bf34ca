using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>An entry of a log with what is kept beside it: for a record, its disclosures as they lie on the disk.</summary>
internal readonly record struct LogEntry(ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Aside);

/// <summary>One committed batch: what was added after which size, and the checkpoint that covers it.</summary>
internal sealed record Batch(long OldSize, ImmutableArray<LogEntry> Entries, ReadOnlyMemory<byte> Checkpoint);

/// <summary>
/// The two files into which every batch goes first: one write, one sync, and the batch is in the log whatever happens after it.
/// </summary>
/// <remarks>
/// A batch is a magic number, the size before it, a body and a checkpoint, each with its length, and the SHA-256 of all that.
/// The digest at the end is the commit: a torn batch has none. While one file's batches are being published, the other one takes
/// the next; then they change places, and batches that were published are written over, so what follows a batch may be the rest of
/// older ones. The files grow in steps and are never cut, so that a sync has the content to write and nothing else.
/// Source of the idea: write-ahead logging.
/// </remarks>
internal sealed class Journal(IDisk disk, ILogCipher cipher)
{
    public const string Folder = "journal";
    private const uint Magic = 0x50424A32;
    private const int Head = 4 + 8 + 4;
    private const int DigestLength = 32;
    private const int LeastRoom = 64 * 1024;
    private const int LongestBatch = 1 << 30;

    private static readonly string[] Files = [Folder + "/0", Folder + "/1"];

    private int _file;
    private long _at;
    private long _room;
    private bool _otherIsFree = true;

    /// <summary>Writes a batch without its checkpoint and gives the entries as they read back from the disk.</summary>
    /// <exception cref="InvalidDataException">They read back otherwise than they were written.</exception>
    public Staged Stage(long oldSize, IReadOnlyList<LogEntry> entries)
    {
        var body = cipher.Seal(Encode(entries), $"{Folder}/{oldSize}");
        var head = new byte[Head + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(head, Magic);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(4), oldSize);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(12), body.Length);
        body.CopyTo(head.AsSpan(Head));
        MakeRoom(head.Length + LeastRoom);
        disk.WriteAt(Files[_file], _at, head);
        var back = new byte[head.Length];
        return disk.ReadAt(Files[_file], _at, back) == back.Length && back.AsSpan().SequenceEqual(head) && cipher.TryOpen(back.AsMemory(Head), $"{Folder}/{oldSize}") is { } plain && TryDecode(plain, out var read)
            ? new(back, oldSize, read)
            : throw new InvalidDataException($"{disk.NameOf(Files[_file])} reads back otherwise than it was written; nothing was signed");
    }

    /// <summary>Adds the checkpoint to a staged batch and makes it durable: the commit.</summary>
    public void Commit(Staged staged, ReadOnlySpan<byte> checkpoint)
    {
        var covering = cipher.Seal(checkpoint, $"{Folder}/checkpoint/{staged.OldSize}");
        var tail = new byte[4 + covering.Length + DigestLength];
        BinaryPrimitives.WriteInt32BigEndian(tail, covering.Length);
        covering.CopyTo(tail.AsSpan(4));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(staged.Head);
        hash.AppendData(tail.AsSpan(0, tail.Length - DigestLength));
        hash.GetHashAndReset(tail.AsSpan(tail.Length - DigestLength));
        disk.WriteAt(Files[_file], _at + staged.Head.Length, tail);
        disk.Sync(Files[_file]);
        _at += staged.Head.Length + tail.Length;
    }

    /// <summary>The committed batches from that size on, in order.</summary>
    /// <exception cref="InvalidDataException">A committed batch can't be read, and another one follows it.</exception>
    public ImmutableArray<Batch> ReadFrom(long size)
    {
        var found = new Dictionary<long, (Batch Batch, int File, long End)>();
        for (var file = 0; file < Files.Length; file++)
        {
            var length = disk.Length(Files[file]);
            if (length == 0)
            {
                continue;
            }

            // Mostly all of it was published: nothing is kept of that, so a server that opens logs all day makes no garbage of their size.
            var pooled = ArrayPool<byte>.Shared.Rent(length <= Array.MaxLength ? (int)length : throw new InvalidDataException($"{disk.NameOf(Files[file])} is longer than any journal"));
            try
            {
                var bytes = pooled.AsSpan(0, disk.ReadAt(Files[file], 0, pooled.AsSpan(0, (int)length)));
                for (var at = 0; (at = Find(bytes, at)) >= 0;)
                {
                    var whole = IsWhole(bytes[at..], out var oldSize, out var taken);
                    if (whole && oldSize >= size && (whole = TryRead(bytes.Slice(at, taken).ToArray(), out var batch)))
                    {
                        found[oldSize] = (batch!, file, at + taken);
                    }

                    at += whole ? taken : 1;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(pooled);
            }
        }

        var batches = ImmutableArray.CreateBuilder<Batch>();
        for ((_file, _at, _otherIsFree) = (0, 0, true); found.Remove(size, out var next); size += next.Batch.Entries.Length)
        {
            _otherIsFree &= batches.Count == 0 || _file == next.File;
            batches.Add(next.Batch);
            (_file, _at) = (next.File, next.End);
        }

        _room = 0;
        return found.Count == 0 ? batches.ToImmutable() : throw new InvalidDataException(
            $"{disk.NameOf(Folder)}: a batch behind {found.Keys.Min()} entries is there, and the log ends at {size}: the checkpoint or a committed batch before it is missing or was changed");
    }

    /// <summary>Whether another instance has committed a batch behind the last one that this one knows.</summary>
    public bool HasMore(long size)
    {
        Span<byte> head = stackalloc byte[Head];
        foreach (var (file, at) in new[] { (_file, _at), (1 - _file, 0L) })
        {
            if (disk.ReadAt(Files[file], at, head) == Head && BinaryPrimitives.ReadUInt32BigEndian(head) == Magic && BinaryPrimitives.ReadInt64BigEndian(head[4..]) == size)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The batches of this file go to be published: the next one goes to the beginning of the other file, if its batches were.</summary>
    public void BeginPublication()
    {
        if (_otherIsFree)
        {
            (_file, _at, _room, _otherIsFree) = (1 - _file, 0, 0, false);
        }
    }

    /// <summary>What had been written when the publication began is published.</summary>
    public void EndPublication() => _otherIsFree = true;

    private static int Find(ReadOnlySpan<byte> bytes, int from)
    {
        Span<byte> magic = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(magic, Magic);
        return from < bytes.Length && bytes[from..].IndexOf(magic) is >= 0 and var at ? from + at : -1;
    }

    private void MakeRoom(int length)
    {
        _room = Math.Max(_room, disk.Length(Files[_file]));
        if (_at + length > _room)
        {
            var more = new byte[Math.Max(LeastRoom, Math.Max(length, (int)Math.Min(_room, 16 << 20)))];
            disk.WriteAt(Files[_file], _room, more);
            _room += more.Length;
        }
    }

    /// <summary>Whether a batch stands here and was committed: its digest says that it is whole. It is no key, since whoever can write here can make one, so nothing in it is believed.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> bytes, out long oldSize, out int length)
    {
        (oldSize, length) = (0, 0);
        if (bytes.Length < Head || BinaryPrimitives.ReadUInt32BigEndian(bytes) != Magic)
        {
            return false;
        }

        oldSize = BinaryPrimitives.ReadInt64BigEndian(bytes[4..]);
        var body = BinaryPrimitives.ReadInt32BigEndian(bytes[12..]);
        var tailAt = Head + (long)body;
        if (oldSize < 0 || body is < 0 or > LongestBatch || tailAt + 4 > bytes.Length)
        {
            return false;
        }

        var covering = BinaryPrimitives.ReadInt32BigEndian(bytes[(int)tailAt..]);
        var digestAt = tailAt + 4 + covering;
        if (covering is < 0 or > SignedNote.DefaultLimit || digestAt + DigestLength > bytes.Length
            || !SHA256.HashData(bytes[..(int)digestAt]).AsSpan().SequenceEqual(bytes.Slice((int)digestAt, DigestLength)))
        {
            return false;
        }

        length = (int)digestAt + DigestLength;
        return true;
    }

    /// <summary>Reads a whole batch.</summary>
    private bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Batch? batch)
    {
        batch = null;
        var (oldSize, body) = (BinaryPrimitives.ReadInt64BigEndian(bytes.Span[4..]), BinaryPrimitives.ReadInt32BigEndian(bytes.Span[12..]));
        var covering = bytes[(Head + body + 4)..^DigestLength];
        if (cipher.TryOpen(bytes.Slice(Head, body), $"{Folder}/{oldSize}") is not { } plain || !TryDecode(plain, out var entries)
            || cipher.TryOpen(covering, $"{Folder}/checkpoint/{oldSize}") is not { } checkpoint)
        {
            return false;
        }

        batch = new(oldSize, entries, checkpoint);
        return true;
    }

    private static byte[] Encode(IReadOnlyList<LogEntry> entries)
    {
        var bytes = new byte[4 + entries.Sum(entry => 8 + entry.Bytes.Length + entry.Aside.Length)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, entries.Count);
        var at = 4;
        foreach (var entry in entries)
        {
            at = Part(bytes, Part(bytes, at, entry.Bytes.Span), entry.Aside.Span);
        }

        return bytes;
    }

    private static int Part(byte[] bytes, int at, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), part.Length);
        part.CopyTo(bytes.AsSpan(at + 4));
        return at + 4 + part.Length;
    }

    private static bool TryDecode(ReadOnlyMemory<byte> bytes, out ImmutableArray<LogEntry> entries)
    {
        entries = [];
        if (bytes.Length < 4 || BinaryPrimitives.ReadInt32BigEndian(bytes.Span) is var count && (count < 0 || count > bytes.Length / 8))
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<LogEntry>(count);
        var at = 4;
        for (var i = 0; i < count; i++)
        {
            if (!TryTake(bytes, ref at, out var entry) || !TryTake(bytes, ref at, out var aside) || entry.Length > EntryBundle.LongestEntry)
            {
                return false;
            }

            read.Add(new(entry, aside));
        }

        entries = read.MoveToImmutable();
        return at == bytes.Length && count > 0;
    }

    private static bool TryTake(ReadOnlyMemory<byte> bytes, ref int at, out ReadOnlyMemory<byte> part)
    {
        part = default;
        if (bytes.Length - at < 4 || BinaryPrimitives.ReadInt32BigEndian(bytes.Span[at..]) is var length && (length < 0 || length > bytes.Length - at - 4))
        {
            return false;
        }

        part = bytes.Slice(at + 4, length);
        at += 4 + length;
        return true;
    }
}

/// <summary>A batch that is written and read back, and not yet covered.</summary>
internal sealed record Staged(byte[] Head, long OldSize, ImmutableArray<LogEntry> Entries);

/// <summary>How a log's files lie on the disk: as they are, so that any tool for such logs reads them, or sealed.</summary>
internal interface ILogCipher
{
    /// <summary>The bytes for the disk, bound to a place.</summary>
    byte[] Seal(ReadOnlySpan<byte> plain, string place);

    /// <summary>What was sealed for that place; null when it was changed.</summary>
    ReadOnlyMemory<byte>? TryOpen(ReadOnlyMemory<byte> bytes, string place);
}

/// <summary>The files as they are.</summary>
internal sealed class PlainLog : ILogCipher
{
    public byte[] Seal(ReadOnlySpan<byte> plain, string place) => plain.ToArray();

    public ReadOnlyMemory<byte>? TryOpen(ReadOnlyMemory<byte> bytes, string place) => bytes;
}

/// <summary>The files under the workspace's key.</summary>
internal sealed class SealedLog(Vault vault, string log) : ILogCipher
{
    public byte[] Seal(ReadOnlySpan<byte> plain, string place) => vault.Seal(plain, $"{log}/{place}");

    public ReadOnlyMemory<byte>? TryOpen(ReadOnlyMemory<byte> bytes, string place)
    {
        // Not one expression: there, null would turn into an empty memory.
        if (vault.TryOpen(bytes.Span, $"{log}/{place}") is { } plain)
        {
            return plain;
        }

        return null;
    }
}
