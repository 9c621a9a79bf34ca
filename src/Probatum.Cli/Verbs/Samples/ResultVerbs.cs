using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Assessment;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum result …</summary>
internal static class ResultVerbs
{
    public static Command Of(Shell shell) => Verb.Group("result", "Laboratory results. Two laboratories stay two results.", Add(shell), List(shell), Markers(shell));

    private static Command Add(Shell shell)
    {
        var sample = Verb.Argument("SAMPLE", "the sample or aliquot that was analysed");
        var (lab, substance, outcome) = (Verb.Required("--laboratory", "the party that analysed it", "PARTY"), Verb.Required("--substance", "as reported", "NAME"), Verb.Required("--outcome", "found, not-found or inconclusive", "OUTCOME"));
        outcome.AcceptOnlyFromAmong("found", "not-found", "inconclusive");
        var techniques = Verb.Several("--technique", "keys such as GC_EI_MS, LC_MSMS", "KEY");
        var (standard, blanks) = (Verb.Flag("--reference-standard", "compared with a reference standard"), Verb.Flag("--blanks-clean", "blanks run alongside were clean"));
        var (word, when, file) = (Verb.Option("--word", "the laboratory's own word", "WORD"), Verb.Option("--when", "when it was reported", "TIME"), Verb.Option("--report", "the report as a file", "FILE"));
        return Verb.Writing(
            shell, "add", "Record what a laboratory reports for one substance in one sample.", "probatum result add S-09/A --laboratory 'DL 01' --substance X --outcome found --technique GC_EI_MS LC_MSMS --reference-standard --blanks-clean",
            [sample, lab, substance, outcome, techniques, standard, blanks, word, when, file], (parse, opened) =>
            {
                var used = (parse.GetValue(techniques) ?? []).Select(key => opened.Technique(key).Key).ToImmutableArray();
                var id = opened.NewId();
                var receipts = opened.Record(new ResultReported(
                    id, opened.Find("sample", parse.GetRequiredValue(sample)), opened.Find("party", parse.GetRequiredValue(lab)), parse.GetRequiredValue(substance),
                    parse.GetRequiredValue(outcome), used, parse.GetValue(standard), parse.GetValue(blanks), parse.GetValue(word),
                    OpenedCase.When(parse.GetValue(when)), opened.Keep(parse.GetValue(file), Files.Media(parse.GetValue(file) ?? ""))));
                return OpenedCase.Recorded(receipts, $"result {opened.Call(id)}: {parse.GetRequiredValue(substance)} in {parse.GetRequiredValue(sample)}, {parse.GetRequiredValue(outcome)}", ("result", id.Text));
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List each substance in each sample: the computed level, and every laboratory's word beside it.", "probatum result list", [], (parse, opened) =>
    {
        var levels = SubstanceLevels.Of(opened.State, opened.Tables);
        return Answer.Of(
            Columns.Of(["sample", "level", "disagreement", "substance", "words"], levels.Select(one => new[]
            {
                opened.Call(one.Sample), one.Level?.Words() ?? "not found", one.Disagreement ? "yes" : "no", one.Substance,
                string.Join("; ", one.Words.Select(word => $"{opened.State.Parties.Name(word.Laboratory)}: {word.Outcome} ({(word.Blocked is { } blocked ? $"does not count, {blocked}" : word.Late?.Words ?? word.Why)})")),
            })),
            JsonList.Of(levels.Select(one => (Json)JsonMap.Of(
                ("sample", opened.Call(one.Sample)), ("substance", one.Substance), ("level", one.Level is { } level ? level.ToString() : null), ("disagreement", new JsonTruth(one.Disagreement)),
                ("words", JsonList.Of(one.Words.Select(word => (Json)JsonMap.Of(
                    ("laboratory", opened.State.Parties.Name(word.Laboratory)), ("outcome", word.Outcome), ("level", word.Level.ToString()), ("why", word.Why),
                    ("word", word.Word is { } said ? said : null), ("uninformative", word.Late?.Words), ("blocked", word.Blocked)))))))));
    });

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
