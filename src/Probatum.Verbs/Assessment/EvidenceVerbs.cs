using System.CommandLine;
using Probatum.Core.Findings;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum evidence …</summary>
internal static class EvidenceVerbs
{
    public static Command Of(Shell shell) => Verb.Group("evidence", "How items bear on hypotheses, in an analyst's judgement; what was expected and is not there.", Link(shell), Absent(shell));

    private static Command Absent(Shell shell)
    {
        var (label, incident, expected) = (Verb.Argument("LABEL", "how the absence is called, such as ABS-1"), Verb.Required("--incident", "the incident", "INCIDENT"), Verb.Required("--expected", "what one would expect to find if it had happened as a hypothesis says", "TEXT"));
        var sought = Verb.Required("--sought", "yes where somebody looked for it; an absence that nobody looked for is shown and counts for nothing", "yes|no");
        sought.AcceptOnlyFromAmong("yes", "no");
        var (how, by, when, document) = (Verb.Option("--how", "how it was looked for, or why not", "TEXT"), Verb.Option("--by", "who looked", "PARTY"), Verb.Option("--when", "when", "TIME"), Verb.Option("--document", "which document tells it", "TEXT"));
        return Verb.Writing(
            shell, "absent", "Record evidence that one would expect and that is not there. It can be held against hypotheses as any item.",
            "probatum evidence absent ABS-1 --incident I-1 --expected 'fragments of a munition' --sought yes --how 'the place was searched on foot' --by 'Team A'", [label, incident, expected, sought, how, by, when, document], (parse, opened) =>
            {
                var id = opened.NewId();
                var receipts = opened.Record(new AbsenceRecorded(
                    id, parse.GetRequiredValue(label), opened.Find("incident", parse.GetRequiredValue(incident)), parse.GetRequiredValue(expected), parse.GetRequiredValue(sought) == "yes", parse.GetValue(how),
                    opened.FindOr("party", parse.GetValue(by)), OpenedCase.When(parse.GetValue(when)), parse.GetValue(document)));
                return OpenedCase.Recorded(receipts, $"{parse.GetRequiredValue(label)}: not there: {parse.GetRequiredValue(expected)}", ("absence", id.Text));
            });
    }

    private static Command Link(Shell shell)
    {
        var item = Verb.Argument("ITEM", "anything of the case: a sample, result, claim, casualty, request …");
        var incident = Verb.Required("--incident", "the incident", "INCIDENT");
        var consistent = Verb.Several("--consistent", "hypotheses that the item fits", "KEY");
        var inconsistent = Verb.Several("--inconsistent", "hypotheses that it speaks against", "KEY");
        var neutral = Verb.Several("--neutral", "hypotheses on which it says nothing", "KEY");
        var reason = Verb.Required("--reason", "why", "WHY");
        return Verb.Writing(
            shell, "link", "Say how one item bears on hypotheses, with the reason.", "probatum evidence link S-09 --incident I-1 --consistent H1 H2 --inconsistent H6 --reason 'material was there'",
            [item, incident, consistent, inconsistent, neutral, reason], (parse, opened) =>
            {
                var on = opened.Find("incident", parse.GetRequiredValue(incident));
                var thing = opened.Any(parse.GetRequiredValue(item)).Id;
                var links = new[] { (consistent, "consistent"), (inconsistent, "inconsistent"), (neutral, "neutral") }
                    .SelectMany(bearing => (parse.GetValue(bearing.Item1) ?? []).Select(key => new EvidenceLinked(on, key, thing, bearing.Item2, parse.GetRequiredValue(reason)))).ToList();
                return links.Count == 0
                    ? throw new BadInputException("say on which hypotheses: --consistent, --inconsistent or --neutral")
                    : OpenedCase.Recorded(opened.Record(links), $"{parse.GetRequiredValue(item)}: {string.Join(", ", links.Select(link => $"{link.Hypothesis} {link.Bearing}"))}", ("links", (Json)(long)links.Count));
            });
    }
}
