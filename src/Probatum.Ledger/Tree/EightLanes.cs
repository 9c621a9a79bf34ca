using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Probatum.Ledger;

/// <summary>Eight messages in the 256-bit registers of AVX2.</summary>
internal readonly struct EightLanes : ILanes<Vector256<uint>>
{
    public static int Count => 8;

    internal static bool IsSupported => Vector256.IsHardwareAccelerated && Avx2.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> places, Span<Vector256<uint>> words16)
    {
        for (var half = 0; half < 2; half++)
        {
            var rows = words16.Slice(half * Count, Count);
            for (var lane = 0; lane < Count; lane++)
            {
                rows[lane] = Swapped(Vector256.Create(bytes.Slice(places[lane] + (half * 32), 32))).AsUInt32();
            }

            Turn(rows);
        }
    }

    public static void Write(ReadOnlySpan<Vector256<uint>> state8, Span<byte> digests)
    {
        Span<Vector256<uint>> rows = stackalloc Vector256<uint>[Count];
        state8.CopyTo(rows);
        Turn(rows);
        for (var lane = 0; lane < Count; lane++)
        {
            Swapped(rows[lane].AsByte()).CopyTo(digests[(lane * Hash256.Length)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Same(uint word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> a, Vector256<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateRight(Vector256<uint> value, [ConstantExpected] byte bits) =>
        (value >>> bits) | (value << (32 - bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftLeft(Vector256<uint> value, [ConstantExpected] byte bits) =>
        value << bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftRight(Vector256<uint> value, [ConstantExpected] byte bits) =>
        value >>> bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Choose(Vector256<uint> which, Vector256<uint> yes, Vector256<uint> no) =>
        (which & (yes ^ no)) ^ no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Majority(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
        (a & b) | (c & (a | b));

    /// <summary>Every four bytes in the other order: words of SHA-256 are big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Swapped(Vector256<byte> bytes)
    {
        var order = Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
        return Avx2.Shuffle(bytes, Vector256.Create(order, order));
    }

    /// <summary>Rows become columns: first in each square of four words, then whole squares change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(Span<Vector256<uint>> rows)
    {
        for (var row = 0; row < Count; row += 4)
        {
            var four = rows.Slice(row, 4);
            var abEven = Avx2.UnpackLow(four[0], four[1]).AsUInt64();
            var abOdd = Avx2.UnpackHigh(four[0], four[1]).AsUInt64();
            var cdEven = Avx2.UnpackLow(four[2], four[3]).AsUInt64();
            var cdOdd = Avx2.UnpackHigh(four[2], four[3]).AsUInt64();
            four[0] = Avx2.UnpackLow(abEven, cdEven).AsUInt32();
            four[1] = Avx2.UnpackHigh(abEven, cdEven).AsUInt32();
            four[2] = Avx2.UnpackLow(abOdd, cdOdd).AsUInt32();
            four[3] = Avx2.UnpackHigh(abOdd, cdOdd).AsUInt32();
        }

        for (var i = 0; i < 4; i++)
        {
            var (a, b) = (rows[i], rows[i + 4]);
            rows[i] = Avx2.Permute2x128(a, b, 0x20);
            rows[i + 4] = Avx2.Permute2x128(a, b, 0x31);
        }
    }
}
