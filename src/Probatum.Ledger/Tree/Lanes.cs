using System.Diagnostics.CodeAnalysis;

namespace Probatum.Ledger;

/// <summary>One 32-bit word of several messages side by side, and what SHA-256 does with it.</summary>
/// <remarks>Addition wraps around at 2^32. Source: FIPS 180-4 sections 2.2.2 and 4.1.2.</remarks>
internal interface ILanes<T>
    where T : unmanaged
{
    /// <summary>How many messages lie side by side.</summary>
    static abstract int Count { get; }

    /// <summary>Reads one block of 64 bytes of every message: each from its own place in the bytes.</summary>
    static abstract void Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> places, Span<T> words16);

    /// <summary>Writes the digest of every message, one after another.</summary>
    static abstract void Write(ReadOnlySpan<T> state8, Span<byte> digests);

    static abstract T Same(uint word);

    static abstract T Add(T a, T b);

    static abstract T RotateRight(T value, [ConstantExpected] byte bits);

    static abstract T ShiftRight(T value, [ConstantExpected] byte bits);

    static abstract T ShiftLeft(T value, [ConstantExpected] byte bits);

    static abstract T Xor(T a, T b, T c);

    /// <summary>Bit by bit: <paramref name="yes"/> where <paramref name="which"/> is set, else <paramref name="no"/>.</summary>
    static abstract T Choose(T which, T yes, T no);

    /// <summary>Bit by bit: what at least two of the three have.</summary>
    static abstract T Majority(T a, T b, T c);
}
