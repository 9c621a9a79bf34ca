using System.CommandLine;
using Probatum.Core.Claims;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum claim …</summary>
internal static class ClaimVerbs
{
    public static Command Of(Shell shell) => Verb.Group(
        "claim", "Claims: who says what. Confirming one says that the report says it, never that it is true.", List(shell), ClaimEditing.Show(shell), Review(shell, "confirm", "confirmed"),
        Review(shell, "reject", "rejected"), ClaimEditing.Edit(shell), ClaimEditing.Add(shell), ClaimAsking.Of(shell));

    private static Command List(Shell shell)
    {
        var report = Verb.Option("--report", "only those of this report", "REPORT");
        var state = Verb.Option("--state", "only proposed, confirmed, edited or rejected ones", "STATE");
        state.AcceptOnlyFromAmong("proposed", "confirmed", "edited", "rejected");
        return Verb.Reading(shell, "list", "List claims with speaker, stance and words.", "probatum claim list --state proposed", [report, state], (parse, opened) =>
        {
            var of = opened.FindOr("report", parse.GetValue(report));
            var claims = opened.State.Claims.Claims
                .Where(claim => (of is null || claim.Said.Report == of) && (parse.GetValue(state) is not { } wanted || Word(claim) == wanted)).ToList();
            foreach (var passedOver in opened.State.Claims.Reports.Where(one => (of is null || one.Id == of) && one.Captured.LanguageNote is not null))
            {
                opened.Note($"{opened.Call(passedOver.Id)}: {passedOver.Captured.LanguageNote}");
            }

            var answering = opened.State.Claims.Answering();
            return Answer.Of(
                Columns.Of(["claim", "report", "state", "stance", "answers", "who, per whom, when", "words"], claims.Select(claim => new[]
                {
                    opened.Call(claim.Id), opened.Call(claim.Said.Report), Word(claim), claim.Said.Stance ?? "-",
                    claim.Answers.IsEmpty ? "-" : string.Join(", ", claim.Answers.Select(id => opened.Call(id))), ClaimWords.Attribution(claim, opened.State), Short(claim.Said.Content),
                })),
                JsonList.Of(claims.Select(claim => (Json)JsonMap.Of(
                    ("claim", claim.Id.Text), ("handle", opened.Call(claim.Id)), ("report", claim.Said.Report is { } id ? id.Text : null), ("state", Word(claim)),
                    ("stance", claim.Said.Stance is { } stance ? stance : null), ("kind", claim.Said.ClaimKind is { } kind ? kind : null),
                    ("speaker", claim.Said.Speaker is { } speaker ? speaker : null), ("attribution", ClaimWords.Attribution(claim, opened.State)),
                    ("cue", claim.Said.Cue is { } cue ? cue : null), ("content", claim.Said.Content ?? ""), ("rule", claim.Said.Rule is { } rule ? rule : null),
                    ("confidence", claim.Said.Confidence is { } chance ? chance : null),
                    ("answers", JsonList.Of(claim.Answers.Select(id => (Json)opened.Call(id)))), ("answeredBy", JsonList.Of(answering[claim.Id].Select(id => (Json)opened.Call(id)))),
                    ("event", JsonList.Of(claim.Said.Event.Select(slot => (Json)JsonMap.Of(("field", slot.Field), ("value", slot.Value)))))))));
        });
    }

    private static Command Review(Shell shell, string name, string verdict)
    {
        var claims = new Argument<string[]>("CLAIM") { Description = "claims such as C3", Arity = ArgumentArity.ZeroOrMore };
        var words = Verb.Option("--words", "instead of CLAIM: the one claim whose content holds these words", "TEXT");
        var report = Verb.Option("--report", "with --words: look only in this report", "REPORT");
        var speaker = Verb.Option("--speaker", "the party that speaks; ties the name in the text to it", "PARTY");
        var credibility = Verb.Option("--credibility", "1 to 6 (Admiralty code)", "1-6");
        var reason = Verb.Option("--reason", "why", "WHY");
        return Verb.Writing(
            shell, name, name == "confirm" ? "Confirm that the report says this. Whether it is true stays open." : "Reject a proposal: the report does not say this.",
            $"probatum claim {name} C3 --speaker 'The Ministry'", [claims, words, report, speaker, credibility, reason], (parse, opened) =>
            {
                var chosen = Chosen(opened, parse.GetValue(claims) ?? [], parse.GetValue(words), parse.GetValue(report));
                var (party, grade) = (opened.FindOr("party", parse.GetValue(speaker)), parse.GetValue(credibility));
                foreach (var view in chosen.Select(id => opened.State.Claims.Find(id)!))
                {
                    // The same word a second time adds nothing; another speaker, grade or reason does.
                    if (view.IsConfirmed == (verdict == "confirmed") && view.State != ClaimState.Proposed && parse.GetValue(reason) is null
                        && (party is null || party == view.Speaker) && (grade is null || grade == view.Review?.Credibility))
                    {
                        throw new BadInputException($"{opened.Call(view.Id)} is {verdict} already");
                    }
                }

                var receipts = opened.Record(chosen.Select(id => new ClaimReviewed(
                    id, verdict, party, grade, parse.GetValue(reason))));
                return OpenedCase.Recorded(receipts, $"{verdict}: {string.Join(", ", chosen.Select(id => opened.Call(id)))}", ("claims", JsonList.Of(chosen.Select(id => (Json)id.Text))));
            });
    }

    /// <summary>The claims named, or the one whose content holds the words.</summary>
    internal static List<EntityId> Chosen(OpenedCase opened, string[] names, string? words, string? report)
    {
        if (words is null)
        {
            return names.Length > 0 ? [.. names.Select(name => opened.Find("claim", name))] : throw new BadInputException("say which claim: C3, or --words TEXT");
        }

        var of = opened.FindOr("report", report);
        var found = opened.State.Claims.Claims
            .Where(claim => (of is null || claim.Said.Report == of) && claim.Said.Content?.Contains(words, StringComparison.OrdinalIgnoreCase) == true).ToList();
        return found switch
        {
            [var one] => [one.Id],
            [] => throw new BadInputException($"no claim{(report is null ? "" : $" of {report}")} holds the words '{words}'"),
            _ => throw new BadInputException($"{found.Count} claims hold the words '{words}': {string.Join(", ", found.Select(one => opened.Call(one.Id)))}"),
        };
    }

    private static string Word(ClaimView claim) => claim.State.ToString().ToLowerInvariant();

    private static string Short(string? content) => content is { Length: > 110 } ? content[..109] + "…" : content ?? "withheld";
}
