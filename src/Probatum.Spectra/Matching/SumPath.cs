using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace Probatum.Spectra;

/// <summary>By which registers the sums of the index are looked through. All find the same spectra.</summary>
public enum SumPath
{
    /// <summary>One after another.</summary>
    One,

    /// <summary>Sixteen at once, on 256-bit registers.</summary>
    Sixteen,

    /// <summary>Thirty-two at once, on 512-bit registers.</summary>
    ThirtyTwo,
}

/// <summary>Which paths this processor has.</summary>
public static class SumPaths
{
    /// <summary>From the narrowest; every processor has the first.</summary>
    public static ImmutableArray<SumPath> Supported { get; } =
    [
        SumPath.One,
        .. Vector256.IsHardwareAccelerated ? [SumPath.Sixteen] : ImmutableArray<SumPath>.Empty,
        .. Vector512.IsHardwareAccelerated ? [SumPath.ThirtyTwo] : ImmutableArray<SumPath>.Empty,
    ];

    /// <summary>The widest, which is the fastest.</summary>
    public static SumPath Best => Supported[^1];
}
