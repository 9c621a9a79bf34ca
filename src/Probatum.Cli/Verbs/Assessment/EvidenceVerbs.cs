using System.CommandLine;
using Probatum.Core.Findings;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum evidence …</summary>
internal static class EvidenceVerbs
{
    public static Command Of(Shell shell) => Verb.Group("evidence", "How items bear on hypotheses, in an analyst's judgement.", Link(shell));

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
