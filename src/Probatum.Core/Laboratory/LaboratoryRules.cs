namespace Probatum.Core.Laboratory;

/// <summary>What may be recorded about runs, identifications and laboratory results.</summary>
internal static class LaboratoryRules
{
    public static Refused? Judge(InstrumentRunRecorded run, CaseState state) => run switch
    {
        { Purpose: not ("safety" or "screening" or "evidential") } => new("run/purpose", "a run is for safety, screening or evidential use"),
        { Sample: { } id } when !state.Samples.Samples.ContainsKey(id) => new("run/no-sample", "the run's sample is not of this case"),
        { BlankRun: { } id } when !state.Laboratory.Runs.ContainsKey(id) => new("run/no-blank", "the blank run is not of this case"),
        _ => null,
    };

    public static Refused? Judge(IdentificationMade made, CaseState state) =>
        made.Run is not { } id || !state.Laboratory.Runs.TryGetValue(id, out var run)
            ? new("identification/no-run", "an identification is made in a recorded run")
            : run.Raw?.Sha256 != made.RawDigest
                ? new("identification/other-file", "the raw file's digest is not that of the run")
                : null;

    public static Refused? Judge(ResultReported result, CaseState state, Actor actor) => result switch
    {
        _ when actor.Role == "laboratory" && !state.Parties.SameSide(actor.Party, result.Laboratory)
            => new("result/other-laboratory", $"a laboratory's key reports its own results, not those of {state.Parties.Name(result.Laboratory)}"),
        _ when result.Sample is not { } id || !state.Samples.Samples.ContainsKey(id) => new("result/no-sample", "the result's sample is not of this case"),
        { Code: { } code } when state.Samples.Codes.TryGetValue(code, out var coded) && coded != result.Sample && state.Samples.Samples.GetValueOrDefault(result.Sample!.Value)?.Parent != coded
            => new("result/other-code", $"'{code}' is the code of another sample"),
        _ when result.Criteria.Any(one => one.Outcome is not (CriterionReported.Pass or CriterionReported.Fail or CriterionReported.NotReported))
            => new("result/criterion", "a criterion comes out as pass, fail or not-reported"),
        { Outcome: not ("found" or "not-found" or "inconclusive") } => new("result/outcome", "an outcome is found, not-found or inconclusive"),
        _ when result.Laboratory is not { } lab || !state.Parties.Parties.ContainsKey(lab) => new("result/no-laboratory", "the laboratory is no party of this case"),
        _ => null,
    };
}
