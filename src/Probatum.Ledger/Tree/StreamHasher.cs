using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Probatum.Ledger;

/// <summary>SHA-256 of several messages of any length at once, one in each lane, each fed in pieces. Not thread-safe.</summary>
/// <remarks>
/// <para>
/// A message is begun, fed, best until its <see cref="Room"/> is empty, and ended; <see cref="Step"/> takes as many blocks of all
/// messages as each has. An ended message has its digest when all its blocks were taken, and its lane is free for another.
/// </para>
/// <para>A step takes the same time however many lanes have a message: with few of them the platform's own SHA-256 is faster.</para>
/// </remarks>
public sealed class StreamHasher
{
    private const int Block = 64;
    private const int StateWords = 8;

    // What ends a message takes at most two blocks. Three, so that no two lanes lie a power of two apart: their blocks would
    // then drive each other out of the cache.
    private const int Behind = 3 * Block;

    private readonly int _room;
    private readonly byte[] _bytes;
    private readonly uint[] _state;
    private readonly int[] _places;
    private readonly Lane[] _lanes;

    /// <summary>A hasher that holds that many bytes of each message: a multiple of 64, and at least that.</summary>
    /// <remarks>A path that the processor does not have, or that has no lanes, is a bug of the caller.</remarks>
    public StreamHasher(HashPath path, int room)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(HashPaths.Supported.IndexOf(path), 1, nameof(path));
        ArgumentOutOfRangeException.ThrowIfLessThan(room, Block);
        ArgumentOutOfRangeException.ThrowIfNotEqual(room % Block, 0, nameof(room));
        Lanes = path == HashPath.Sixteen ? SixteenLanes.Count : EightLanes.Count;
        _room = room;
        _bytes = GC.AllocateUninitializedArray<byte>(checked(Lanes * (room + Behind)));
        _state = new uint[StateWords * Lanes];
        _places = new int[Lanes];
        _lanes = new Lane[Lanes];
    }

    /// <summary>How many messages it hashes at once.</summary>
    public int Lanes { get; }

    /// <summary>Begins a message in a lane, whatever was there before.</summary>
    public void Begin(int lane)
    {
        var at = lane * (_room + Behind);
        _lanes[lane] = new() { IsTaken = true, At = at, End = at };
        for (var word = 0; word < StateWords; word++)
        {
            _state[(word * Lanes) + lane] = Sha256Constants.Start[word];
        }
    }

    /// <summary>Where the next bytes of a lane's message go; empty when it has enough for a step, or has ended.</summary>
    public Span<byte> Room(int lane)
    {
        ref var one = ref Taken(lane);
        if (one.IsEnded)
        {
            return [];
        }

        var start = lane * (_room + Behind);
        if (one.At > start && one.End - one.At < Block)
        {
            _bytes.AsSpan(one.At, one.End - one.At).CopyTo(_bytes.AsSpan(start));
            (one.At, one.End) = (start, start + one.End - one.At);
        }

        return one.At > start ? [] : _bytes.AsSpan(one.End, start + _room - one.End);
    }

    /// <summary>Takes as many bytes as were written to the lane's room.</summary>
    public void Feed(int lane, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Room(lane).Length);
        _lanes[lane].End += count;
        _lanes[lane].Length += count;
    }

    /// <summary>Says that no more bytes of a lane's message come.</summary>
    public void End(int lane)
    {
        // A bit, zeroes and the length in 64 bits make the blocks whole. Source: FIPS 180-4 section 5.1.1.
        ref var one = ref Taken(lane);
        if (one.IsEnded)
        {
            throw new InvalidOperationException($"the message in lane {lane} has ended already");
        }

        var held = one.End - one.At;
        var padding = _bytes.AsSpan(one.End, ((((held + 8) / Block) + 1) * Block) - held);
        padding.Clear();
        padding[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(padding[^8..], checked(8 * one.Length));
        one.End += padding.Length;
        one.IsEnded = true;
    }

    /// <summary>Gives a lane free, whatever became of its message.</summary>
    public void Leave(int lane) => _lanes[lane] = default;

    /// <summary>Goes on with all messages, as far as the one that has the fewest blocks here.</summary>
    public void Step()
    {
        var (blocks, somewhere) = (int.MaxValue, 0);
        foreach (ref readonly var lane in _lanes.AsSpan())
        {
            if (lane.IsTaken)
            {
                blocks = Math.Min(blocks, (lane.End - lane.At) / Block);
                somewhere = lane.At;
            }
        }

        if (blocks is 0 or int.MaxValue)
        {
            return;
        }

        for (var i = 0; i < Lanes; i++)
        {
            // A lane without a message reads along with another: what it hashes is nothing.
            _places[i] = _lanes[i].IsTaken ? _lanes[i].At : somewhere;
            _lanes[i].At += _lanes[i].IsTaken ? blocks * Block : 0;
        }

        if (Lanes == SixteenLanes.Count)
        {
            Sha256Lanes<Vector512<uint>, SixteenLanes>.Advance(_state, _bytes, _places, blocks);
        }
        else
        {
            Sha256Lanes<Vector256<uint>, EightLanes>.Advance(_state, _bytes, _places, blocks);
        }
    }

    /// <summary>The digest, 32 bytes, of a lane's message when it has ended and all its blocks were taken; then the lane is free.</summary>
    public bool TryDigest(int lane, Span<byte> digest)
    {
        if (!_lanes[lane].IsEnded || _lanes[lane].At < _lanes[lane].End)
        {
            return false;
        }

        for (var word = 0; word < StateWords; word++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest[(word * sizeof(uint))..], _state[(word * Lanes) + lane]);
        }

        Leave(lane);
        return true;
    }

    private ref Lane Taken(int lane)
    {
        if (!_lanes[lane].IsTaken)
        {
            throw new InvalidOperationException($"lane {lane} has no message");
        }

        return ref _lanes[lane];
    }

    /// <summary>A lane's message: its bytes that were not taken yet lie from one place to another.</summary>
    private struct Lane
    {
        public bool IsTaken;
        public bool IsEnded;
        public int At;
        public int End;
        public long Length;
    }
}
