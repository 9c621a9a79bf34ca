using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Probatum.Ledger;

/// <summary>SHA-256 of several messages of equally many blocks, one in each lane of a vector. Source: FIPS 180-4.</summary>
/// <remarks>
/// A processor does the same to all lanes at once, so that sixteen short messages take the time of about one. Lanes have
/// the same digests as any other SHA-256; which code runs is not to be seen in any result.
/// </remarks>
internal static class Sha256Lanes<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<T>
{
    private const int Block = 64;
    private const int Words = 16;
    private const int StateWords = 8;

    /// <summary>
    /// Hashes padded messages that lie one after another, <paramref name="blocks"/> blocks each and one for every lane,
    /// into digests one after another.
    /// </summary>
    internal static void Hash(ReadOnlySpan<byte> padded, int blocks, Span<byte> digests)
    {
        Span<T> words = stackalloc T[Words];
        Span<T> state = stackalloc T[StateWords];
        Span<int> places = stackalloc int[TLanes.Count];
        Places(places, blocks * Block);
        Start(state);
        for (var block = 0; block < blocks; block++)
        {
            TLanes.Read(padded[(block * Block)..], places, words);
            Compress(state, words);
        }

        TLanes.Write(state, digests);
    }

    /// <summary>
    /// Takes as many blocks of every message into its state: eight words of it, each in all lanes. A message's blocks lie one
    /// after another from its place on.
    /// </summary>
    /// <remarks>Much goes through here at once, so it is compiled for speed before the first call and not after many.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Advance(Span<uint> state, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> places, int blocks)
    {
        Span<T> words = stackalloc T[Words];
        var states = MemoryMarshal.Cast<uint, T>(state);
        for (var block = 0; block < blocks; block++)
        {
            TLanes.Read(bytes[(block * Block)..], places, words);
            Rounds(states, words);
        }
    }

    /// <summary>
    /// Hashes padded messages of at most <paramref name="most"/> blocks each, one for every lane, that begin that many blocks
    /// apart; <paramref name="blocks"/> says how many each has.
    /// </summary>
    internal static void HashUneven(ReadOnlySpan<byte> padded, int most, ReadOnlySpan<byte> blocks, Span<byte> digests)
    {
        Span<T> words = stackalloc T[Words];
        Span<T> state = stackalloc T[StateWords];
        Span<byte> now = stackalloc byte[TLanes.Count * Hash256.Length];
        Span<int> places = stackalloc int[TLanes.Count];
        Places(places, most * Block);
        Start(state);
        for (var block = 0; block < most && !blocks.IsEmpty; block++)
        {
            TLanes.Read(padded[(block * Block)..], places, words);
            Compress(state, words);
            if (!blocks.Contains((byte)(block + 1)))
            {
                continue;
            }

            // A lane's digest is the state after its own last block; what the lane does afterwards is nothing.
            TLanes.Write(state, now);
            for (var lane = 0; lane < blocks.Length; lane++)
            {
                if (blocks[lane] == block + 1)
                {
                    now.Slice(lane * Hash256.Length, Hash256.Length).CopyTo(digests[(lane * Hash256.Length)..]);
                }
            }
        }
    }

    /// <summary>The hashes over 01 and a pair of digests; as many pairs, one after another, as there are lanes.</summary>
    internal static void Nodes(ReadOnlySpan<byte> pairs, Span<byte> digests)
    {
        // A pair is 16 words; the byte before it moves each word by a byte, and the last byte into a second block. There
        // follow the bit that ends every message, zeroes, and the length of 65 bytes in bits.
        Span<T> words = stackalloc T[Words];
        Span<T> state = stackalloc T[StateWords];
        Span<int> places = stackalloc int[TLanes.Count];
        Places(places, Block);
        Start(state);
        TLanes.Read(pairs, places, words);
        var before = TLanes.Same(1);
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            words[i] = TLanes.Add(TLanes.ShiftLeft(before, 24), TLanes.ShiftRight(word, 8));
            before = word;
        }

        Compress(state, words);
        words.Fill(TLanes.Same(0));
        words[0] = TLanes.Add(TLanes.ShiftLeft(before, 24), TLanes.Same(0x0080_0000));
        words[Words - 1] = TLanes.Same(8 * (1 + Block));
        Compress(state, words);
        TLanes.Write(state, digests);
    }

    private static void Places(Span<int> places, int stride)
    {
        for (var lane = 0; lane < places.Length; lane++)
        {
            places[lane] = lane * stride;
        }
    }

    private static void Start(Span<T> state)
    {
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = TLanes.Same(Sha256Constants.Start[i]);
        }
    }

    // Not a part of its callers: what is inlined more than once is too much for the compiler, which then calls every addition.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Compress(Span<T> state, Span<T> w) => Rounds(state, w);

    // FIPS 180-4 section 6.2.2. The letters change places every round; written out eight times, they stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rounds(Span<T> state, Span<T> w)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < 64; t += 8)
        {
            var half = w.Slice(t & 8, 8);
            var k = Sha256Constants.Round.Slice(t, 8);
            Round(a, b, c, ref d, e, f, g, ref h, half[0], k[0]);
            Round(h, a, b, ref c, d, e, f, ref g, half[1], k[1]);
            Round(g, h, a, ref b, c, d, e, ref f, half[2], k[2]);
            Round(f, g, h, ref a, b, c, d, ref e, half[3], k[3]);
            Round(e, f, g, ref h, a, b, c, ref d, half[4], k[4]);
            Round(d, e, f, ref g, h, a, b, ref c, half[5], k[5]);
            Round(c, d, e, ref f, g, h, a, ref b, half[6], k[6]);
            Round(b, c, d, ref e, f, g, h, ref a, half[7], k[7]);
            if (t < 48)
            {
                Extend(w, t & 8);
            }
        }

        state[0] = TLanes.Add(state[0], a);
        state[1] = TLanes.Add(state[1], b);
        state[2] = TLanes.Add(state[2], c);
        state[3] = TLanes.Add(state[3], d);
        state[4] = TLanes.Add(state[4], e);
        state[5] = TLanes.Add(state[5], f);
        state[6] = TLanes.Add(state[6], g);
        state[7] = TLanes.Add(state[7], h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(T a, T b, T c, ref T d, T e, T f, T g, ref T h, T w, uint k)
    {
        var sum = TLanes.Add(TLanes.Add(h, TLanes.Add(w, TLanes.Same(k))), TLanes.Choose(e, f, g));
        sum = TLanes.Add(
            sum, TLanes.Xor(TLanes.RotateRight(e, 6), TLanes.RotateRight(e, 11), TLanes.RotateRight(e, 25)));
        var other = TLanes.Add(
            TLanes.Xor(TLanes.RotateRight(a, 2), TLanes.RotateRight(a, 13), TLanes.RotateRight(a, 22)),
            TLanes.Majority(a, b, c));
        d = TLanes.Add(d, sum);
        h = TLanes.Add(sum, other);
    }

    // The words of 8 rounds replace those of 16 rounds before; the schedule only ever looks 16 words back.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(Span<T> w, int from)
    {
        ref var first = ref MemoryMarshal.GetReference(w);
        for (var i = from; i < from + 8; i++)
        {
            // Every index is masked to below 16, the length of w.
            var early = Unsafe.Add(ref first, (i + 1) & 15);
            var late = Unsafe.Add(ref first, (i + 14) & 15);
            var a = TLanes.Xor(TLanes.RotateRight(early, 7), TLanes.RotateRight(early, 18), TLanes.ShiftRight(early, 3));
            var b = TLanes.Xor(TLanes.RotateRight(late, 17), TLanes.RotateRight(late, 19), TLanes.ShiftRight(late, 10));
            ref var word = ref Unsafe.Add(ref first, i & 15);
            word = TLanes.Add(TLanes.Add(word, a), TLanes.Add(Unsafe.Add(ref first, (i + 9) & 15), b));
        }
    }
}

/// <summary>The constants of SHA-256. Source: FIPS 180-4 sections 4.2.2 and 5.3.3.</summary>
internal static class Sha256Constants
{
    internal static ReadOnlySpan<uint> Start =>
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    internal static ReadOnlySpan<uint> Round =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];
}
