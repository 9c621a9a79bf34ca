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

    public static Refused? Judge(LaboratoryJobOpened job, CaseState state) => job switch
    {
        _ when job.Laboratory is not { } lab || !state.Parties.Parties.ContainsKey(lab) => new("job/no-laboratory", "the laboratory is no party of this case"),
        { Samples.IsEmpty: true } => new("job/no-samples", "a job is of one sample at the least"),
        _ when job.Samples.Any(sample => !state.Samples.Samples.ContainsKey(sample)) => new("job/no-sample", "a sample of the job is not of this case"),
        _ => null,
    };

    public static Refused? Judge(QualityControlDeclared control, CaseState state) => control switch
    {
        { Sort: { } sort } when !QualityControlDeclared.Sorts.Contains(sort) => new("control/sort", $"'{sort}' is no sort of control; there are {string.Join(", ", QualityControlDeclared.Sorts)}"),
        _ when control.Sample is not { } id || !state.Samples.Samples.ContainsKey(id) => new("control/no-sample", "the control's sample is not of this case"),
        _ when state.Laboratory.Results.Exists(one => one.Reported.Sample is { } sample && (sample == control.Sample || state.Samples.Samples.GetValueOrDefault(sample)?.Parent == control.Sample))
            => new("control/late", "a result of it is on record already: a control is declared before anybody answers"),
        { Sort: QualityControlDeclared.Duplicate, Of: null } => new("control/no-twin", "a duplicate is one of a sample that is named"),
        { Of: { } of } when of == control.Sample || !state.Samples.Samples.ContainsKey(of) => new("control/no-twin", "what a control belongs to is another sample of this case"),
        { Sort: QualityControlDeclared.Spiked, Expected.IsEmpty: true } => new("control/nothing-expected", "of what is spiked it is said with what"),
        _ => null,
    };

    public static Refused? Judge(LaboratoryDesignated designated, CaseState state) => designated switch
    {
        _ when designated.Laboratory is not { } lab || !state.Parties.Parties.ContainsKey(lab) => new("designation/no-laboratory", "the laboratory is no party of this case"),
        { Scope: { } scope } when !LaboratoryDesignated.Scopes.Contains(scope) => new("designation/scope", $"'{scope}' is no scope; there are {string.Join(", ", LaboratoryDesignated.Scopes)}"),
        _ when string.IsNullOrWhiteSpace(designated.Scheme) || string.IsNullOrWhiteSpace(designated.Document) => new("designation/no-document", "a designation names its scheme and the document that tells of it"),
        _ when designated.Until?.Latest < designated.From?.Earliest => new("designation/times", "a designation ends after it begins"),
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
        { Job: { } job } when !state.Laboratory.Jobs.Exists(known => known.Job == job && known.Laboratory == result.Laboratory)
            => new("result/no-job", "the laboratory was asked to do no such job"),
        { Code: { } code } when state.Samples.Codes.TryGetValue(code, out var coded) && coded != result.Sample && state.Samples.Samples.GetValueOrDefault(result.Sample!.Value)?.Parent != coded
            => new("result/other-code", $"'{code}' is the code of another sample"),
        _ when result.Criteria.Any(one => one.Outcome is not (CriterionReported.Pass or CriterionReported.Fail or CriterionReported.NotReported))
            => new("result/criterion", "a criterion comes out as pass, fail or not-reported"),
        { Outcome: not ("found" or "not-found" or "inconclusive") } => new("result/outcome", "an outcome is found, not-found or inconclusive"),
        _ when result.Laboratory is not { } lab || !state.Parties.Parties.ContainsKey(lab) => new("result/no-laboratory", "the laboratory is no party of this case"),
        { ToldBy: { } teller } when !state.Parties.Parties.ContainsKey(teller) => new("result/no-teller", "who tells the result is no party of this case"),
        { ToldBy: null, Document: not null } => new("result/no-teller", "a document tells a result by somebody: say who, with --told-by"),
        { ToldBy: not null } when string.IsNullOrWhiteSpace(result.Document) => new("result/no-document", "whoever tells a result for a laboratory does so in a document that is named"),
        _ => null,
    };
}
