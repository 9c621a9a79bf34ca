using System.Collections.Immutable;
using System.Runtime.Intrinsics.X86;

namespace Probatum.Ledger;

/// <summary>By which code many hashes are computed at once. All give the same digests.</summary>
public enum HashPath
{
    /// <summary>One after another by the platform's SHA-256.</summary>
    One,

    /// <summary>Eight side by side, on 256-bit registers.</summary>
    Eight,

    /// <summary>Sixteen side by side, on 512-bit registers.</summary>
    Sixteen,
}

/// <summary>Which paths this processor has.</summary>
public static class HashPaths
{
    /// <summary>From the narrowest; WebAssembly and all without wide registers have the first alone.</summary>
    public static ImmutableArray<HashPath> Supported { get; } =
    [
        HashPath.One,
        .. EightLanes.IsSupported ? [HashPath.Eight] : ImmutableArray<HashPath>.Empty,
        .. SixteenLanes.IsSupported ? [HashPath.Sixteen] : ImmutableArray<HashPath>.Empty,
    ];

    /// <summary>The widest, which is the fastest.</summary>
    public static HashPath Best => Supported[^1];

    /// <summary>
    /// The fastest for messages of more than a few blocks. There the platform's own code is as fast as eight lanes, where the
    /// processor has instructions for SHA-256; sixteen are faster than both.
    /// </summary>
    public static HashPath BestForLong { get; } = Best == HashPath.Eight && HasSha256 ? HashPath.One : Best;

    // Bit 29 of EBX. Source: AMD64 Architecture Programmer's Manual volume 3, appendix E, function 0000_0007.
    private static bool HasSha256 => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ebx & (1 << 29)) != 0;
}
