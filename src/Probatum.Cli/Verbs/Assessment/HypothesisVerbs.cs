using System.CommandLine;
using Probatum.Core.Findings;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum hypothesis …</summary>
internal static class HypothesisVerbs
{
    public static Command Of(Shell shell) => Verb.Group("hypothesis", "Explanations that the evidence is held against.", State(shell));

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
            var receipts = opened.Record(rows.Select(row => new HypothesisStated(opened.NewId(), on, row.Item1, row.Item2)));
            return OpenedCase.Recorded(receipts, $"stated for {parse.GetRequiredValue(incident)}: {string.Join(", ", rows.Select(row => row.Item1))}", ("keys", JsonList.Of(rows.Select(row => (Json)row.Item1))));
        });
    }
}
