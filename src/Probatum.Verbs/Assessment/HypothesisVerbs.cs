using System.CommandLine;
using Probatum.Core.Assessment;
using Probatum.Core.Findings;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum hypothesis …</summary>
internal static class HypothesisVerbs
{
    public static Command Of(Shell shell) => Verb.Group("hypothesis", "Explanations that the evidence is held against.", State(shell), Matrix(shell));

    private static Command State(Shell shell)
    {
        var incident = Verb.Required("--incident", "the incident", "INCIDENT");
        var key = Verb.Option("--hypothesis", "one key; else the whole minimum set of the case's tables", "KEY");
        var text = Verb.Option("--text", "with --hypothesis: it in this case's words", "TEXT");
        return Verb.Writing(shell, "state", "State hypotheses for an incident: the minimum set, staging and 'no event' among them, or one more.", "probatum hypothesis state --incident I-1", [incident, key, text], (parse, opened) =>
        {
            var on = opened.Find("incident", parse.GetRequiredValue(incident));
            var rows = parse.GetValue(key) is { } one
                ? [(one, parse.GetValue(text) ?? opened.Tables.Hypotheses.FirstOrDefault(row => row.Key == one)?.Words ?? throw new BadInputException($"'{one}' is not of the minimum set: give its --text"))]
                : opened.Tables.Hypotheses.Where(row => !opened.State.Findings.Hypotheses.Exists(known => known.Incident == on && known.Key == row.Key)).Select(row => (row.Key, row.Words)).ToList();
            if (rows.Count == 0)
            {
                throw new BadInputException($"the whole minimum set is stated for {parse.GetRequiredValue(incident)} already; give one more with --hypothesis and --text");
            }

            var receipts = opened.Record(rows.Select(row => new HypothesisStated(opened.NewId(), on, row.Item1, row.Item2)));
            return OpenedCase.Recorded(receipts, $"stated for {parse.GetRequiredValue(incident)}: {string.Join(", ", rows.Select(row => row.Item1))}", ("keys", JsonList.Of(rows.Select(row => (Json)row.Item1))));
        });
    }

    private static Command Matrix(Shell shell)
    {
        var incident = Verb.Required("--incident", "the incident", "INCIDENT");
        return Verb.Reading(
            shell, "matrix", "Show evidence against hypotheses: each analyst's marks side by side, what tells hypotheses apart, where they stand, and on which single item that hangs.", "probatum hypothesis matrix --incident I-1", [incident], (parse, opened) =>
            {
                var id = opened.Find("incident", parse.GetRequiredValue(incident));
                var matrix = HypothesisMatrix.Of(IncidentFacts.Of(new(opened.Counting(), opened.Tables, opened.History.Remarks), opened.State.Incidents.Incidents.Last(one => one.Incident == id)));
                return Answer.Of(Lines(matrix, opened), Json(matrix, opened));
            });
    }

    /// <summary>The mark as it stands in a cell: + consistent, - inconsistent, 0 neutral; a stroke between what analysts differ on.</summary>
    private static string Cell(IEnumerable<string> said) => string.Join("/", said.Select(one => one switch { "consistent" => "+", "inconsistent" => "-", _ => "0" })) is { Length: > 0 } text ? text : ".";

    private static IEnumerable<string> Lines(HypothesisMatrix matrix, OpenedCase opened)
    {
        if (matrix.Items.IsEmpty)
        {
            return ["no item is held against any hypothesis; 'probatum evidence link' does it"];
        }

        var analysts = matrix.Analysts.Select(one => one.Analyst!.Value).ToList();
        string Holder(KeyName key) => opened.History.Keys.Keys.GetValueOrDefault(key)?.Holder ?? key.Text;
        return
        [
            .. matrix.Hypotheses.Select(one => $"{one.Key}  {one.Words}"), "",
            .. Columns.Of(
                ["item", .. matrix.Hypotheses.Select(one => one.Key), "decides"],
                matrix.Together.Items.Select(row => (string[])[
                    opened.Call(row.Item.Item) + (row.Item.IsEvidence ? "" : " (said or not sought: counts for nothing)"), .. matrix.Hypotheses.Select(one => Cell(row.Item.Said(one.Key))),
                    row.Decides ? $"speaks against {string.Join(", ", row.Against)}" : "nothing",
                ])),
            "+ consistent, - inconsistent, 0 neutral, . not held against it; +/- analysts differ",
            .. matrix.Differences.IsEmpty ? [] : matrix.Differences.SelectMany(one => one.Marks.Select(mark =>
                $"  {opened.Call(one.Item.Item)} on {one.Hypothesis}, {Holder(mark.Analyst)}: {mark.Said.Bearing} ({mark.Said.Reason ?? "reason withheld"}), leaf {mark.Index}")).Prepend("Analysts differ, and both stay:").Prepend(""),
            "", "Where they stand, what speaks against counted first (a sample with all that was found in it counts once):",
            .. Standing(matrix.Together, "", opened),
            .. analysts.Count < 2 ? [] : matrix.Analysts.SelectMany(one => Standing(one, "  ", opened).Prepend($"  {Holder(one.Analyst!.Value)}:")),
            .. matrix.Together.Sensitive.IsEmpty ? ["", "No single item changes that order if it is wrong."] : matrix.Together.Sensitive.Select(Sensitive).Prepend("If one item is wrong:").Prepend(""),
        ];

        string Sensitive(Sensitivity one) => $"  without {string.Join(", ", one.Items.Select(item => opened.Call(item.Item)))}: {string.Join(", ", one.OrderWithout)}{(one.First.SequenceEqual(one.FirstWithout) ? "" : $"; first is {string.Join(", ", one.FirstWithout)} and no longer {string.Join(", ", one.First)}")}";
    }

    private static IEnumerable<string> Standing(AnalystMatrix view, string indent, OpenedCase opened) => view.Standing.Select(one =>
        $"{indent}{one.Place}. {one.Key}: against {Names(one.Against, opened)}; for {Names(one.For, opened)}");

    private static string Names(IReadOnlyCollection<MatrixItem> items, OpenedCase opened) =>
        items.Count == 0 ? "nothing" : $"{items.Count} ({string.Join(", ", items.Select(item => opened.Call(item.Body ?? item.Item)))})";

    private static JsonMap Json(HypothesisMatrix matrix, OpenedCase opened) => JsonMap.Of(
        ("hypotheses", JsonList.Of(matrix.Hypotheses.Select(one => (Json)JsonMap.Of(("key", one.Key), ("words", one.Words))))),
        ("items", JsonList.Of(matrix.Together.Items.Select(row => (Json)JsonMap.Of(
            ("item", opened.Call(row.Item.Item)), ("body", row.Item.Body is { } body ? opened.Call(body) : null), ("evidence", new JsonTruth(row.Item.IsEvidence)), ("decides", new JsonTruth(row.Decides)),
            ("marks", JsonList.Of(row.Item.Marks.Select(mark => (Json)JsonMap.Of(
                ("hypothesis", mark.Said.Hypothesis), ("bearing", mark.Said.Bearing), ("reason", mark.Said.Reason), ("analyst", mark.Analyst.Text), ("leaf", mark.Index))))))))),
        ("together", Json(matrix.Together, opened)), ("analysts", JsonList.Of(matrix.Analysts.Select(one => (Json)Json(one, opened)))),
        ("differences", JsonList.Of(matrix.Differences.Select(one => (Json)JsonMap.Of(("item", opened.Call(one.Item.Item)), ("hypothesis", one.Hypothesis), ("leaves", JsonList.Of(one.Marks.Select(mark => (Json)mark.Index))))))));

    private static JsonMap Json(AnalystMatrix view, OpenedCase opened) => JsonMap.Of(
        ("analyst", view.Analyst?.Text),
        ("standing", JsonList.Of(view.Standing.Select(one => (Json)JsonMap.Of(
            ("key", one.Key), ("place", (long)one.Place), ("against", JsonList.Of(one.Against.Select(item => (Json)opened.Call(item.Body ?? item.Item)))), ("for", JsonList.Of(one.For.Select(item => (Json)opened.Call(item.Body ?? item.Item)))))))),
        ("sensitive", JsonList.Of(view.Sensitive.Select(one => (Json)JsonMap.Of(
            ("items", JsonList.Of(one.Items.Select(item => (Json)opened.Call(item.Item)))), ("first", JsonList.Of(one.First.Select(key => (Json)key))),
            ("firstWithout", JsonList.Of(one.FirstWithout.Select(key => (Json)key))), ("orderWithout", JsonList.Of(one.OrderWithout.Select(key => (Json)key))))))));
}
