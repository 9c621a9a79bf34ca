namespace Probatum.Core.Claims;

/// <summary>The one form in which a claim is shown: SOURCE, per OUTLET, DATE.</summary>
public static class ClaimWords
{
    /// <summary>"SOURCE, per OUTLET, DATE": the speaker first, then the links of the chain outwards, then the report's date.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="state">Its case.</param>
    /// <param name="nobody">What stands there where no speaker does.</param>
    public static string Attribution(ClaimView claim, CaseState state, string nobody = "nobody named here")
    {
        var report = state.Claims.Report(claim.Said.Report);
        var speaker = claim.Speaker is { } party ? state.Parties.Name(party) : claim.Said.Speaker ?? nobody;
        var outlets = claim.Said.Chain.Select(link => link.Name).Where(name => name != claim.Said.Speaker && name != "unattributed").Reverse().ToList();
        if (report?.Captured.Publisher is { } publisher && !outlets.Contains(state.Parties.Name(publisher)))
        {
            outlets.Add(state.Parties.Name(publisher));
        }

        var per = string.Concat(outlets.Where(outlet => outlet != speaker).Distinct().Select(outlet => $", per {outlet}"));
        return $"{speaker}{per}, {report?.Captured.Published?.Words ?? "undated"}";
    }
}
