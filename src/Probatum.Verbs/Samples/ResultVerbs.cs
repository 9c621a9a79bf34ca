using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Verbs;

/// <summary>probatum result …</summary>
internal static class ResultVerbs
{
    public static Command Of(Shell shell) => Verb.Group("result", "Laboratory results. Two laboratories stay two results.", Add(shell), List(shell), Show(shell), Compare(shell), Markers(shell));

    private static Command Add(Shell shell)
    {
        var sample = Verb.Argument("SAMPLE", "the sample or aliquot that was analysed, or the code under which the laboratory had it");
        var (lab, substance, outcome) = (Verb.Required("--laboratory", "the party that analysed it", "PARTY"), Verb.Required("--substance", "as reported", "NAME"), Verb.Required("--outcome", "found, not-found or inconclusive", "OUTCOME"));
        outcome.AcceptOnlyFromAmong("found", "not-found", "inconclusive");
        var techniques = Verb.Several("--technique", "keys such as GC_EI_MS, LC_MSMS", "KEY");
        var (standard, blanks) = (Verb.Flag("--reference-standard", "compared with a reference standard"), Verb.Flag("--blanks-clean", "blanks run alongside were clean"));
        var (word, when, file) = (Verb.Option("--word", "the laboratory's own word", "WORD"), Verb.Option("--when", "when it was reported", "TIME"), Verb.Option("--report", "the report as a file", "FILE"));
        var job = Verb.Option("--job", "the job that it was reported for", "JOB");
        var (analysed, code) = (Verb.Option("--analysed", "when it was analysed", "TIME"), Verb.Option("--code", "the code under which the laboratory had it", "CODE"));
        var (amount, limit) = (Verb.Option("--amount", "how much, as reported", "AMOUNT"), Verb.Option("--detection-limit", "the least that it would have found, as reported", "AMOUNT"));
        var profile = Verb.Option("--profile", "the criteria that it is held against, such as designated-laboratory; what they ask and nobody says is not reported", "NAME");
        var criteria = Verb.Several("--criterion", $"how one came out, such as GC_EI_MS:RI_TOLERANCE=pass:3 or {AskedCriterion.OfResult}:BLANK_RULE=pass", "TECHNIQUE:CRITERION=pass|fail|not-reported[:VALUE]");
        var (teller, document) = (Verb.Option("--told-by", "who tells it for the laboratory, such as the body that had it analysed", "PARTY"), Verb.Option("--document", "with --told-by: in which document", "TEXT"));
        return Verb.Writing(
            shell, "add", "Record what a laboratory reports for one substance in one sample; what keeps it from carrying more is said.", "probatum result add S-09/A --laboratory 'DL 01' --substance X --outcome found --technique GC_EI_MS LC_MSMS --reference-standard --blanks-clean --profile designated-laboratory --criterion GC_EI_MS:RI_TOLERANCE=pass:3",
            [sample, lab, substance, outcome, techniques, standard, blanks, word, when, file, job, analysed, code, amount, limit, profile, criteria, teller, document], (parse, opened) =>
            {
                var used = (parse.GetValue(techniques) ?? []).Select(key => opened.Technique(key).Key).ToImmutableArray();
                var held = Profile(opened, parse.GetValue(profile));
                var id = opened.NewId();
                var receipts = opened.Record(new ResultReported(
                    id, opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(lab)), parse.GetRequiredValue(substance),
                    parse.GetRequiredValue(outcome), used, parse.GetValue(standard) ? true : null, parse.GetValue(blanks) ? true : null, parse.GetValue(word),
                    OpenedCase.When(parse.GetValue(when)), opened.Keep(parse.GetValue(file), Files.Media(parse.GetValue(file) ?? "")), opened.FindOr("job", parse.GetValue(job)),
                    parse.GetValue(code) ?? (opened.State.Samples.Codes.ContainsKey(parse.GetRequiredValue(sample)) ? parse.GetRequiredValue(sample) : null),
                    OpenedCase.When(parse.GetValue(analysed)), parse.GetValue(amount), parse.GetValue(limit), held?.Id,
                    [.. (parse.GetValue(criteria) ?? []).Select(text => CriterionReported.Parse(text, used, opened.Tables.Criteria, out var why) ?? throw new BadInputException(why))],
                    opened.FindOr("party", parse.GetValue(teller)), parse.GetValue(document)));
                foreach (var remark in ResultReview.Of(id, opened.State, opened.Tables)!.Remarks(opened.State, opened.Tables))
                {
                    opened.Note(remark);
                }

                return OpenedCase.Recorded(receipts, $"result {opened.Call(id)}: {parse.GetRequiredValue(substance)} in {parse.GetRequiredValue(sample)}, {parse.GetRequiredValue(outcome)}", ("result", id.Text));
            });
    }

    /// <summary>The profile of that name in the case's tables; null for null.</summary>
    internal static CriteriaProfile? Profile(OpenedCase opened, string? name) => name is null ? null
        : opened.Tables.Criteria is not { } table ? throw new BadInputException("this case was opened with no table of criteria (data/criteria); a case opened now pins it")
        : table.Find(name) ?? throw new BadInputException($"'{name}' is no profile of this case's criteria: {string.Join(", ", table.Profiles.Keys)}");

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List each substance in each sample: the computed level, the time from the incident to the analysis, and every laboratory's word beside it.", "probatum result list", [], (parse, opened) =>
    {
        var levels = SubstanceLevels.Of(opened.State, opened.Tables);
        return Answer.Of(
            Columns.Of(["sample", "level", "since the incident", "disagreement", "substance", "words"], levels.Select(one => new[]
            {
                opened.Call(one.Sample), Together(one),
                string.Join(", ", one.Words.Select(word => word.SinceIncident?.Words).OfType<string>().Distinct()) is { Length: > 0 } since ? since : "not told", one.Disagreement ? "yes" : "no", one.Substance,
                string.Join("; ", one.Words.Select(word => $"{opened.State.Parties.Name(word.Laboratory)}: {word.Outcome} ({(word.Blocked is { } blocked ? $"does not count, {blocked}" : word.Late?.Words ?? word.Why)})")),
            })),
            JsonList.Of(levels.Select(one => (Json)JsonMap.Of(
                ("sample", opened.Call(one.Sample)), ("substance", one.Substance), ("level", one.Level is { } level ? level.ToString() : null),
                ("disagreement", new JsonTruth(one.Disagreement)),
                ("words", JsonList.Of(one.Words.Select(word => (Json)JsonMap.Of(
                    ("laboratory", opened.State.Parties.Name(word.Laboratory)), ("outcome", word.Outcome), ("level", word.Level.ToString()), ("why", word.Why),
                    ("sinceIncident", Json(word.SinceIncident)), ("word", word.Word is { } said ? said : null), ("uninformative", word.Late?.Words), ("blocked", word.Blocked)))))))));
    });

    private static string Together(SubstanceInSample? one) =>
        one?.Level?.Words() ?? (one?.Words.Any(word => word.Outcome == "found") == true ? "found, and nothing of it counts" : "not found");

    private static JsonMap? Json(Elapsed? elapsed) => elapsed is null ? null : JsonMap.Of(("leastHours", elapsed.LeastHours), ("mostHours", elapsed.MostHours));

    private static Command Show(Shell shell)
    {
        var name = Verb.Argument("RESULT", "its short name, such as L1");
        return Verb.Reading(shell, "show", "Show a laboratory's result: each criterion, the level by steps, times, storage, custody up to the laboratory.", "probatum result show L1", [name], (parse, opened) =>
        {
            var (state, tables) = (opened.State, opened.Tables);
            var review = ResultReview.Of(opened.Find("result", parse.GetRequiredValue(name)), state, tables) ?? throw new BadInputException($"nothing of the result '{parse.GetRequiredValue(name)}' counts");
            var reported = review.Reported;
            var at = reported.Analysed is null ? "to the report" : "to the analysis";
            var (own, together) = (review.Own.Level, review.Together);
            return Answer.Of(
                [
                    $"{opened.Call(reported.Result)}: {reported.Substance ?? "substance withheld"} in {opened.Call(reported.Sample)}, {reported.Outcome ?? "outcome withheld"}, by {state.Parties.Name(reported.Laboratory)}{(review.Signed ? "" : ", not signed by it")}",
                    .. Said(reported, opened),
                    review.Criteria.Profile is { } profile ? $"held against {profile.Id}{(profile.Asked.Any(asked => !asked.Verified) ? " (not verified)" : "")}:" : "held against no profile of criteria",
                    .. review.Criteria.Criteria.Select(criterion => $"  {Outcome(criterion)}  {criterion.Name}{(criterion.Value is { } value ? $": {value}" : "")}{(criterion.Limit is { } most ? $" (limit: {most})" : "")}{(criterion.Asked is { Required: false } ? ", a screening aid" : "")}"),
                    $"level {own.Words()}:",
                    .. review.Own.Steps.Select(step => $"  {step.After}  {step.What}"),
                    $"together with what others report: {Together(together)}{(together?.Disagreement == true ? "; laboratories disagree" : "")}",
                    $"from the collection {at}: {review.SinceCollection?.Words ?? "not told"}; from the incident {at}: {review.SinceIncident?.Words ?? "not told"}",
                    .. review.Stores.IsEmpty ? ["how it was stored in between is not on record"] : review.Stores.Select(store => $"  kept {store.When?.Words ?? "at a time not told"}{(store.Place?.Said is { } place ? $" at {place}" : "")}: {Celsius.Range(store.Lowest, store.Highest)}{(store.IsExcursion ? ", warmer or colder than it was to be kept" : "")}"),
                    review.Held ? $"custody up to the laboratory: {review.Custody.ToString().ToLowerInvariant()}" : $"custody up to the laboratory: gap; no record says that {state.Parties.Name(reported.Laboratory)} held {opened.Call(reported.Sample)}",
                    .. review.Late is { } late ? new[] { late.Words } : [],
                ],
                JsonMap.Of(
                    ("result", opened.Call(reported.Result)), ("sample", opened.Call(reported.Sample)), ("laboratory", state.Parties.Name(reported.Laboratory)), ("substance", reported.Substance),
                    ("outcome", reported.Outcome), ("signed", new JsonTruth(review.Signed)), ("word", reported.Word), ("code", reported.Code), ("job", reported.Job is { } job ? opened.Call(job) : null), ("analysed", reported.Analysed?.Words), ("when", reported.When?.Words),
                    ("amount", reported.Amount), ("detectionLimit", reported.DetectionLimit), ("toldBy", reported.ToldBy is { } teller ? state.Parties.Name(teller) : null), ("document", reported.Document), ("profile", reported.Profile), ("criteria", JsonList.Of(review.Criteria.Criteria.Select(Json))),
                    ("level", own.ToString()), ("steps", JsonList.Of(review.Own.Steps.Select(step => (Json)JsonMap.Of(("what", step.What), ("level", step.After.ToString()), ("lowers", new JsonTruth(step.Lowers)))))),
                    ("together", together?.Level?.ToString()), ("sinceCollection", Json(review.SinceCollection)), ("sinceIncident", Json(review.SinceIncident)),
                    ("storage", JsonList.Of(review.Stores.Select(store => (Json)JsonMap.Of(("when", store.When?.Words), ("lowest", Number(store.Lowest)), ("highest", Number(store.Highest)), ("excursion", new JsonTruth(store.IsExcursion)))))),
                    ("held", new JsonTruth(review.Held)), ("custody", review.Custody.ToString().ToLowerInvariant()), ("uninformative", review.Late?.Words)));
        });
    }

    private static Json? Number(long? value) => value is { } number ? number : null;

    private static Json Json(JudgedCriterion one) => JsonMap.Of(
        ("technique", one.Technique), ("criterion", one.Key), ("outcome", one.Outcome), ("value", one.Value), ("limit", one.Limit), ("required", new JsonTruth(one.Asked is { Required: true })),
        ("source", one.Asked?.Source), ("verified", one.Asked is { } asked ? new JsonTruth(asked.Verified) : null));

    private static string Outcome(JudgedCriterion one) => one.Outcome.Replace('-', ' ').PadRight("not reported".Length);

    private static IEnumerable<string> Said(ResultReported reported, OpenedCase opened)
    {
        string[] said =
        [
            reported.Job is { } job ? $"for the job {opened.Call(job)}" : "", reported.Code is { } code ? $"under the code {code}" : "", reported.Techniques.IsEmpty ? "by no technique named" : $"by {string.Join(", ", reported.Techniques)}",
            reported.Amount is { } amount ? $"amount {amount}" : "", reported.DetectionLimit is { } limit ? $"detection limit {limit}" : "",
            reported.Analysed is { } analysed ? $"analysed {analysed.Words}" : "", reported.When is { } when ? $"reported {when.Words}" : "", reported.Word is { } word ? $"its word: “{word}”" : "",
            reported.ToldBy is { } teller ? $"told for it by {opened.State.Parties.Name(teller)}{(reported.Document is { } document ? $", in {document}" : "")}" : "",
        ];
        yield return $"  {string.Join("; ", said.Where(one => one.Length > 0))}";
    }

    private static Command Compare(Shell shell)
    {
        var name = Verb.Argument("SAMPLE", "the sample; its aliquots count with it");
        return Verb.Reading(shell, "compare", "Lay what laboratories report of the parts of one sample side by side: each keeps its own word, agreement is computed and nothing is merged.", "probatum result compare S-09", [name], (parse, opened) =>
        {
            var state = opened.State;
            var compared = LaboratoryComparison.Of(opened.Find("sample", parse.GetRequiredValue(name)), state);
            return Answer.Of(
                [
                    $"{opened.Call(compared.Sample)}: {Words.Count(compared.Substances.Length, "substance")}, {compared.Laboratories.Length} {(compared.Laboratories.Length == 1 ? "laboratory" : "laboratories")}",
                    .. compared.Substances.SelectMany(one => new[] { $"{one.Substance}: {LaboratoryComparison.Words(one.Agreement)}{OneSide(one, state)}" }
                        .Concat(compared.Laboratories.Select(laboratory => $"  {state.Parties.Name(laboratory)}: {Cell(one, laboratory, state, opened.Tables)}"))),
                    .. compared.Substances.IsEmpty ? ["no laboratory reports anything of it"] : Array.Empty<string>(),
                ],
                JsonMap.Of(
                    ("sample", opened.Call(compared.Sample)), ("laboratories", JsonList.Of(compared.Laboratories.Select(laboratory => (Json)state.Parties.Name(laboratory)))),
                    ("substances", JsonList.Of(compared.Substances.Select(one => (Json)JsonMap.Of(
                        ("substance", one.Substance), ("agreement", Words.Kebab(one.Agreement)), ("results", JsonList.Of(one.Results.Select(of => of.Reported).Select(result => (Json)JsonMap.Of(
                            ("result", opened.Call(result.Result)), ("sample", opened.Call(result.Sample)), ("laboratory", state.Parties.Name(result.Laboratory)), ("outcome", result.Outcome),
                            ("techniques", JsonList.Of(result.Techniques.Select(technique => (Json)technique))), ("amount", result.Amount), ("detectionLimit", result.DetectionLimit), ("word", result.Word),
                            ("uninformative", LateNegative.Of(state, opened.Tables, result)?.Words),
                            ("profile", result.Profile), ("criteria", JsonList.Of(CriteriaReview.Of(result, state, opened.Tables).Criteria.Select(Json)))))))))))));
        });
    }

    /// <summary>What one laboratory reports of one substance, in its own words with the criteria that were not met.</summary>
    public static string Cell(ComparedSubstance one, EntityId laboratory, CaseState state, RuleTables tables) => string.Join("; ", one.Results.Where(result => result.Reported.Laboratory == laboratory).Select(of =>
    {
        var (result, isBlocked) = of;
        var criteria = CriteriaReview.Of(result, state, tables);
        var odd = criteria.Criteria.Where(criterion => criterion.Outcome != CriterionReported.Pass && criterion.Asked is not { Required: false }).Select(criterion => $"{criterion.Name} {criterion.Outcome.Replace('-', ' ')}").ToList();
        return $"{result.Outcome} in {state.Entities.Call(result.Sample)}, by {(result.Techniques.IsEmpty ? "no technique named" : string.Join(", ", result.Techniques))}"
            + $"{(result.Amount is { } amount ? $", {amount}" : "")}{(result.DetectionLimit is { } limit ? $", detection limit {limit}" : "")}{(result.Word is { } word ? $", its word: “{word}”" : "")}"
            + $"{(odd.Count > 0 ? $"; {string.Join(", ", odd)}" : criteria.Profile is { } met ? $"; every criterion of {met.Id} passed" : "; no criteria")}"
            + $"{(LateNegative.Of(state, tables, result) is { } late ? $"; {late.Words}" : "")}"
            + (isBlocked ? "; does not count for want of consent" : "");
    })) is { Length: > 0 } cell ? cell : "not reported";

    /// <summary>Says where those that agree are of one side; else nothing.</summary>
    public static string OneSide(ComparedSubstance one, CaseState state) =>
        one.Agreement is Agreement.AgreeFound or Agreement.AgreeNotFound && one.Results.Where(result => !result.IsBlocked && result.Reported.Outcome is "found" or "not-found").Select(result => state.Parties.Top(result.Reported.Laboratory!.Value)).Distinct().Count() == 1
            ? ", but they are of one side" : "";

    private static Command Markers(Shell shell)
    {
        var name = new Argument<string?>("NAME") { Description = "only this substance", Arity = ArgumentArity.ZeroOrOne };
        return Verb.Reading(shell, "markers", "List what finding a substance weighs, what else it comes from and how long it lasts: weight towards an explanation, never that something was used.", "probatum result markers thiodiglycol", [name], (parse, opened) =>
        {
            var table = opened.Tables.Markers ?? throw new BadInputException("this case was opened with no table of markers (data/markers); a case opened now pins it");
            List<Marker> rows = [.. parse.GetValue(name) is { } one ? table.Of(one) : table.Rows];
            return Answer.Of(
                Columns.Of(["marker", "weight", "lasts", "verified", "matrix", "indicates", "also from"], rows.Select(row => new[]
                {
                    row.Name, Weight(row.Specificity), row.Persistence.Words, row.Verified ? "yes" : "no", string.Join(" ", row.Matrices), row.Indication, row.Innocent,
                })),
                JsonList.Of(rows.Select(row => (Json)JsonMap.Of(
                    ("marker", row.Name), ("weight", Weight(row.Specificity)), ("persistence", row.Persistence.Key), ("hours", row.Persistence.Hours), ("verified", new JsonTruth(row.Verified)),
                    ("matrices", JsonList.Of(row.Matrices.Select(matrix => (Json)matrix))), ("indicates", row.Indication), ("alsoFrom", row.Innocent), ("source", row.Source)))));
        });
    }

    private static string Weight(Specificity specificity) => specificity switch
    {
        Specificity.Unique => "not expected from innocent sources",
        Specificity.Supportive => "supports, with context",
        _ => "unspecific: also from much else",
    };
}
