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

    public static void Read(ReadOnlySpan<byte> messages, int stride, Span<Vector512<uint>> words16)
    {
        for (var lane = 0; lane < Count; lane++)
        {
            words16[lane] = Swapped(Vector512.Create(messages.Slice(lane * stride, 64))).AsUInt32();
        }

        Turn(words16);
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

    /// <summary>Every four bytes in the other order: words of SHA-256 are big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Swapped(Vector512<byte> bytes)
    {
        var order = Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
        var twice = Vector256.Create(order, order);
        return Avx512BW.Shuffle(bytes, Vector512.Create(twice, twice));
    }

    /// <summary>Rows become columns: each step swaps the off-diagonal quarters of blocks half as large as before.</summary>
    private static void Turn(Span<Vector512<uint>> rows)
    {
        var column = Vector512<uint>.Indices;
        for (var step = Count / 2; step > 0; step /= 2)
        {
            var left = Vector512.Equals(column & Vector512.Create((uint)step), Vector512<uint>.Zero);
            var upper = Vector512.ConditionalSelect(left, column, column + Vector512.Create((uint)(Count - step)));
            var lower = Vector512.ConditionalSelect(
                left, column + Vector512.Create((uint)step), column + Vector512.Create((uint)Count));
            for (var row = 0; row < Count; row++)
            {
                if ((row & step) == 0)
                {
                    var (a, b) = (rows[row], rows[row + step]);
                    rows[row] = Avx512F.PermuteVar16x32x2(a, upper, b);
                    rows[row + step] = Avx512F.PermuteVar16x32x2(a, lower, b);
                }
            }
        }
    }
}
