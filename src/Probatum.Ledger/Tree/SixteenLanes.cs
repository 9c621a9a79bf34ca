using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Probatum.Ledger;

/// <summary>Sixteen messages in the 512-bit registers of AVX-512.</summary>
internal readonly struct SixteenLanes : ILanes<Vector512<uint>>
{
    public static int Count => 16;

    internal static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> places, Span<Vector512<uint>> words16)
    {
        for (var lane = 0; lane < Count; lane += 4)
        {
            TurnFour(
                Block(bytes, places[lane]), Block(bytes, places[lane + 1]), Block(bytes, places[lane + 2]),
                Block(bytes, places[lane + 3]), words16.Slice(lane, 4));
        }

        TurnSquares(words16);
    }

    public static void Write(ReadOnlySpan<Vector512<uint>> state8, Span<byte> digests)
    {
        Span<Vector512<uint>> rows = stackalloc Vector512<uint>[Count];
        state8.CopyTo(rows);
        rows[state8.Length..].Clear();
        Turn(rows);
        for (var lane = 0; lane < Count; lane++)
        {
            Swapped(rows[lane].AsByte()).GetLower().CopyTo(digests[(lane * Hash256.Length)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Same(uint word) => Vector512.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> a, Vector512<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateRight(Vector512<uint> value, [ConstantExpected] byte bits) =>
        Avx512F.RotateRight(value, bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftLeft(Vector512<uint> value, [ConstantExpected] byte bits) =>
        Avx512F.ShiftLeftLogical(value, bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRight(Vector512<uint> value, [ConstantExpected] byte bits) =>
        Avx512F.ShiftRightLogical(value, bits);

    // The last argument of TernaryLogic is the truth table over the three inputs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c) =>
        Avx512F.TernaryLogic(a, b, c, 0x96);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Choose(Vector512<uint> which, Vector512<uint> yes, Vector512<uint> no) =>
        Avx512F.TernaryLogic(which, yes, no, 0xca);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Majority(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c) =>
        Avx512F.TernaryLogic(a, b, c, 0xe8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Block(ReadOnlySpan<byte> bytes, int at) =>
        Swapped(Vector512.Create(bytes.Slice(at, 64))).AsUInt32();

    /// <summary>Every four bytes in the other order: words of SHA-256 are big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Swapped(Vector512<byte> bytes)
    {
        var order = Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
        var twice = Vector256.Create(order, order);
        return Avx512BW.Shuffle(bytes, Vector512.Create(twice, twice));
    }

    /// <summary>Rows become columns: in two steps, which stay in registers.</summary>
    private static void Turn(Span<Vector512<uint>> rows)
    {
        for (var row = 0; row < Count; row += 4)
        {
            TurnFour(rows[row], rows[row + 1], rows[row + 2], rows[row + 3], rows.Slice(row, 4));
        }

        TurnSquares(rows);
    }

    /// <summary>Rows become columns in each square of four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFour(
        Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, Span<Vector512<uint>> turned)
    {
        var abEven = Avx512F.UnpackLow(a, b).AsUInt64();
        var abOdd = Avx512F.UnpackHigh(a, b).AsUInt64();
        var cdEven = Avx512F.UnpackLow(c, d).AsUInt64();
        var cdOdd = Avx512F.UnpackHigh(c, d).AsUInt64();
        turned[0] = Avx512F.UnpackLow(abEven, cdEven).AsUInt32();
        turned[1] = Avx512F.UnpackHigh(abEven, cdEven).AsUInt32();
        turned[2] = Avx512F.UnpackLow(abOdd, cdOdd).AsUInt32();
        turned[3] = Avx512F.UnpackHigh(abOdd, cdOdd).AsUInt32();
    }

    /// <summary>Whole squares of four words change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnSquares(Span<Vector512<uint>> rows)
    {
        for (var i = 0; i < 4; i++)
        {
            var (a, b, c, d) = (rows[i], rows[i + 4], rows[i + 8], rows[i + 12]);
            var abFirst = Avx512F.Shuffle4x128(a, b, 0x44);
            var abLast = Avx512F.Shuffle4x128(a, b, 0xee);
            var cdFirst = Avx512F.Shuffle4x128(c, d, 0x44);
            var cdLast = Avx512F.Shuffle4x128(c, d, 0xee);
            rows[i] = Avx512F.Shuffle4x128(abFirst, cdFirst, 0x88);
            rows[i + 4] = Avx512F.Shuffle4x128(abFirst, cdFirst, 0xdd);
            rows[i + 8] = Avx512F.Shuffle4x128(abLast, cdLast, 0x88);
            rows[i + 12] = Avx512F.Shuffle4x128(abLast, cdLast, 0xdd);
        }
    }
}
