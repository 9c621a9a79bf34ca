using System.Collections.Immutable;

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
}
