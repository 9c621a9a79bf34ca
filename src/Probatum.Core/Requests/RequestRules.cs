namespace Probatum.Core.Requests;

/// <summary>What may be recorded about requests.</summary>
internal static class RequestRules
{
    public static Refused? Judge(StepTaken step, CaseState state) =>
        state.Requests.Find(step.Request)?.Steps.Exists(taken => taken.Step == step.Step) == true
            ? new("request/step-taken", $"the step {step.Step} is on record already; correct that record")
            : null;
}
