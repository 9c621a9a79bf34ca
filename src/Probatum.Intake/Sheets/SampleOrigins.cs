using System.Collections.Immutable;

namespace Probatum.Intake;

/// <summary>The keys for how a sample came to whoever records it. Source: docs/domain.md 2.7.</summary>
public static class SampleOrigins
{
    /// <summary>Every key, in the order of the page.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        "TEAM_COLLECTED", "COLLECTED_IN_TEAM_PRESENCE", "STATE_HANDOVER", "STATE_VIA_STATE", "THIRD_PARTY_HANDOVER", "CLAIMANT_HELD", "UNKNOWN",
    ];
}
