namespace Probatum.Core.Claims;

/// <summary>When a text may go to a language model: when the owner allowed it for this case and host.</summary>
internal static class ModelRules
{
    public static Refused? Judge(ModelAllowed word) =>
        string.IsNullOrWhiteSpace(word.Host) || string.IsNullOrWhiteSpace(word.Reason) ? new("model/reason", "say which host, and why") : null;

    public static Refused? Judge(ModelAsked asked, CaseState state) =>
        state.Claims.Report(asked.Report) is null ? new("model/no-report", "what a model is asked about is a captured report")
        : asked.Host is not { } host || !state.Claims.ModelHosts.Contains(host) ? new("model/not-allowed", "the owner has not allowed texts of this case to go to that host")
        : null;
}
