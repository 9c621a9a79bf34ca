using Probatum.Core;
using Probatum.Core.Claims;

namespace Probatum.Web.Pages.Reports;

/// <summary>Who speaks in a claim, where that is two: the person whom the report names, and the party that an analyst tied it to.</summary>
internal static class Speaking
{
    /// <summary>The person behind the party; empty where the two are one, or one is missing.</summary>
    public static string Behind(ClaimView claim, CaseState state) =>
        claim.Speaker is { } tied && claim.Said.Speaker is { } named && !string.Equals(named, state.Parties.Name(tied), StringComparison.OrdinalIgnoreCase) ? $" ({named})" : "";

    /// <summary>Whether a confirmed claim is tied to no party, so that no allegation can stand on it.</summary>
    public static bool IsLoose(ClaimView claim) => claim.IsConfirmed && claim.Speaker is null;
}
