namespace Probatum.Core.Claims;

/// <summary>The one form in which a claim is shown: SOURCE, per OUTLET, DATE; its words as printed; and whose word it is that the report says so.</summary>
public static class ClaimWords
{
    /// <summary>The report's words, so that none of them reads as ours: 'as printed “confirmed”: “gas was used”'.</summary>
    public static string Printed(ClaimProposed said) => $"{(said.Cue is null ? "" : $"as printed “{said.Cue}”: ")}“{said.Content ?? "withheld"}”";

    /// <summary>What holds of the claim, and who says so: 'the report says so (A. Analyst, 2031-05-06)'. Never that it is true.</summary>
    public static string Standing(ClaimView claim, CaseState state) => claim switch
    {
        { Placing: ClaimPlacing.Misplaced } => "its words do not stand in the report, so it counts for nothing",
        { IsAside: true } => "its report was set aside, so it counts for nothing",
        { State: ClaimState.Confirmed } => $"the report says so{By(claim, state)}",
        { State: ClaimState.Edited } => $"the report says so, as edited{By(claim, state)}",
        { State: ClaimState.Rejected } => $"the report does not say so{By(claim, state)}",
        _ => "proposed, reviewed by nobody",
    };

    private static string By(ClaimView claim, CaseState state)
    {
        if (claim.Reviewed is not { } reviewed)
        {
            return "";
        }

        var key = state.Keys.Keys.GetValueOrDefault(reviewed.By);
        return $" ({key?.Holder ?? $"{key?.Role ?? "key"} {reviewed.By}"}, {reviewed.At.Split('T')[0]})";
    }

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
