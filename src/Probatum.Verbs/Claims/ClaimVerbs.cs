using System.CommandLine;
using System.Globalization;
using Probatum.Core.Claims;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum claim …</summary>
internal static class ClaimVerbs
{
    private const int WidestWho = 58;

    public static Command Of(Shell shell) => Verb.Group(
        "claim", "Claims: who says what. Confirming one says that the report says it, never that it is true.", List(shell), ClaimShown.Show(shell), ClaimShown.Next(shell), Review(shell, "confirm", "confirmed"),
        Review(shell, "reject", "rejected"), ClaimEditing.Edit(shell), ClaimEditing.Add(shell), ClaimAsking.Of(shell));

    private static Command List(Shell shell)
    {
        var report = Verb.Option("--report", "only those of this report", "REPORT");
        var state = Verb.Option("--state", "only proposed, confirmed, edited or rejected ones", "STATE");
        state.AcceptOnlyFromAmong("proposed", "confirmed", "edited", "rejected");
        return Verb.Reading(shell, "list", "List claims with speaker, stance and words, and whose word it is that the report says so.", "probatum claim list --state proposed", [report, state], (parse, opened) =>
        {
            var of = opened.FindOr("report", parse.GetValue(report));
            bool IsWanted(ClaimView claim) => (of is null ? !claim.IsAside || claim.State != ClaimState.Proposed || parse.GetValue(state) is not null : claim.Said.Report == of) && (parse.GetValue(state) is not { } wanted || Word(claim) == wanted);
            var placed = opened.Placed(IsWanted);
            var claims = placed.Claims.Claims.Where(IsWanted).ToList();
            foreach (var passedOver in placed.Claims.Reports.Where(one => (of is null || one.Id == of) && one.Captured.LanguageNote is not null))
            {
                opened.Note($"{opened.Call(passedOver.Id)}: {passedOver.Captured.LanguageNote}");
            }

            var answering = placed.Claims.Answering();
            return Answer.Of(
                Columns.Of(["claim", "report", "confidence", "party", "stance", "answers", "who, per whom, when", "review", "words"], claims.Select(claim => new[]
                {
                    opened.Call(claim.Id), opened.Call(claim.Said.Report), Confidence(claim), claim.Speaker is { } party ? placed.Parties.Name(party) : "not tied", claim.Said.Stance ?? "-",
                    claim.Answers.IsEmpty ? "-" : string.Join(", ", claim.Answers.Select(id => opened.Call(id))), Who(ClaimWords.Attribution(claim, placed)), Who(ClaimWords.Standing(claim, placed)), Short(ClaimWords.Printed(claim.Said)),
                })),
                JsonList.Of(claims.Select(claim => (Json)JsonMap.Of(
                    ("claim", claim.Id.Text), ("handle", opened.Call(claim.Id)), ("report", claim.Said.Report is { } id ? id.Text : null), ("state", Word(claim)), ("standing", ClaimWords.Standing(claim, placed)),
                    ("stance", claim.Said.Stance is { } stance ? stance : null), ("kind", claim.Said.ClaimKind is { } kind ? kind : null),
                    ("speaker", claim.Said.Speaker is { } speaker ? speaker : null), ("party", claim.Speaker is { } tied ? placed.Parties.Name(tied) : null), ("attribution", ClaimWords.Attribution(claim, placed)),
                    ("cue", claim.Said.Cue is { } cue ? cue : null), ("content", claim.Said.Content ?? ""), ("rule", claim.Said.Rule is { } rule ? rule : null),
                    ("confidence", claim.Said.Confidence is { } chance ? chance : null),
                    ("answers", JsonList.Of(claim.Answers.Select(id => (Json)opened.Call(id)))), ("answeredBy", JsonList.Of(answering[claim.Id].Select(id => (Json)opened.Call(id)))),
                    ("event", JsonList.Of(claim.Said.Event.Select(slot => (Json)JsonMap.Of(("field", slot.Field), ("value", slot.Value)))))))));
        });
    }

    private static Command Review(Shell shell, string name, string verdict)
    {
        var isConfirming = verdict == "confirmed";
        var claims = new Argument<string[]>("CLAIM") { Description = "claims such as C3, or C3-C9 for all from one to the other", Arity = ArgumentArity.ZeroOrMore };
        var words = Verb.Option("--words", "instead of CLAIM: the one claim whose content holds these words", "TEXT");
        var report = Verb.Option("--report", "with --words: look only in this report; alone: show its claims that nobody reviewed", "REPORT");
        var least = Verb.Option("--min-confidence", "with --report: only those of this confidence or more", "0-1");
        var all = Verb.Flag("--all", "with --report: take all that are shown");
        var speaker = Verb.Option("--speaker", "the party that speaks; ties the name in the text to it", "PARTY");
        var credibility = Verb.Option("--credibility", "1 to 6 (Admiralty code)", "1-6");
        var reason = Verb.Option("--reason", "why", "WHY");
        return Verb.Writing(
            shell, name,
            isConfirming ? "Confirm that the report says this. Whether it is true stays open. A speaker with the name of exactly one party is tied to it." : "Reject a proposal: the report does not say this.",
            isConfirming ? "probatum claim confirm C3 --speaker 'The Ministry'" : "probatum claim reject C4-C6 --reason 'the subject is no speaker'", [claims, words, report, least, all, speaker, credibility, reason], (parse, opened) =>
            {
                var (names, of) = (parse.GetValue(claims) ?? [], parse.GetValue(report));
                var isBatch = names.Length == 0 && parse.GetValue(words) is null && of is not null;
                if (!isBatch && (parse.GetValue(all) || parse.GetValue(least) is not null))
                {
                    throw new BadInputException("--all and --min-confidence go with --report alone");
                }

                var chosen = isBatch ? Open(opened, of!, parse.GetValue(least)) : Chosen(opened, names, parse.GetValue(words), of);
                if (isBatch && !parse.GetValue(all))
                {
                    return Answer.Of(
                        [
                            .. chosen.Select(id => opened.State.Claims.Find(id)!).Select(claim => $"{opened.Call(claim.Id)} ({Confidence(claim)}) {Who(ClaimWords.Attribution(claim, opened.State))}: {Short(ClaimWords.Printed(claim.Said))}"),
                            $"{Words.Count(chosen.Count, "claim")} of {opened.Call(opened.Find("report", of!))} would be {verdict}; nothing was recorded, --all does it",
                        ],
                        JsonMap.Of(("claims", JsonList.Of(chosen.Select(id => (Json)id.Text))), ("recorded", new JsonTruth(false))));
                }

                var (party, grade, why) = (opened.FindOr("party", parse.GetValue(speaker)), parse.GetValue(credibility), parse.GetValue(reason));
                var placed = opened.Placed(claim => chosen.Contains(claim.Id));
                var (reviews, already) = (new List<ClaimReviewed>(), new List<string>());
                foreach (var view in chosen.Select(id => placed.Claims.Find(id)!))
                {
                    if (isConfirming && view.Placing == ClaimPlacing.Misplaced)
                    {
                        throw new BadInputException($"{opened.Call(view.Id)}: its words do not stand in the report where it says; 'probatum claim edit' gives others");
                    }

                    // The same word a second time adds nothing; another speaker, grade or reason does. What is not said again stays.
                    var tied = party ?? view.Speaker ?? (isConfirming ? Namesake(opened, view) : null);
                    if (view.State != ClaimState.Proposed && (view.State == ClaimState.Rejected) != isConfirming && why is null && tied == view.Speaker && (grade is null || grade == view.Credibility))
                    {
                        already.Add($"{opened.Call(view.Id)} is {verdict} already");
                        continue;
                    }

                    if (tied != view.Speaker && party is null)
                    {
                        opened.Note($"{opened.Call(view.Id)}: the speaker “{view.Said.Speaker}” is tied to the party of that name; 'probatum claim confirm {opened.Call(view.Id)} --speaker PARTY' ties it to another");
                    }

                    foreach (var allegation in isConfirming ? [] : placed.Incidents.Allegations.Where(allegation => allegation.Claims.Contains(view.Id)))
                    {
                        opened.Note($"the allegation {opened.Call(allegation.Allegation)} stood on {opened.Call(view.Id)}, which counts for it no more");
                    }

                    reviews.Add(new(view.Id, verdict, tied, grade ?? view.Credibility, why));
                }

                if (reviews.Count == 0)
                {
                    throw new BadInputException(already.Count > 0 ? string.Join("; ", already) : $"no claim of {of} is open to that");
                }

                already.ForEach(opened.Note);
                var receipts = opened.Record(reviews);
                return OpenedCase.Recorded(
                    receipts, $"{verdict}: {string.Join(", ", reviews.Select(review => opened.Call(review.Claim)))}", ("claims", JsonList.Of(reviews.Select(review => (Json)review.Claim!.Value.Text))));
            });
    }

    /// <summary>The claims named, or the one whose content holds the words.</summary>
    internal static List<EntityId> Chosen(OpenedCase opened, string[] names, string? words, string? report)
    {
        if (words is null)
        {
            return names.Length > 0 ? [.. names.SelectMany(name => Range(opened, name)).Distinct()] : throw new BadInputException("say which claim: C3, C3-C9, --words TEXT or --report R1");
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

    // "C3", or "C3-C9".
    private static IEnumerable<EntityId> Range(OpenedCase opened, string name)
    {
        if (name.Split('-') is not [['C' or 'c', .. var first], ['C' or 'c', .. var last]] || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to))
        {
            return [opened.Find("claim", name)];
        }

        return from >= 1 && from <= to && to <= opened.State.Claims.Claims.Count
            ? Enumerable.Range(from, to - from + 1).Select(number => opened.Find("claim", FormattableString.Invariant($"C{number}")))
            : throw new BadInputException($"'{name}' is no range of claims; this case has C1 to C{opened.State.Claims.Claims.Count}");
    }

    private static List<EntityId> Open(OpenedCase opened, string report, string? least)
    {
        var of = opened.Find("report", report);
        var bar = least is null ? 0
            : decimal.TryParse(least, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var chance) && chance is >= 0 and <= 1 ? chance * 1000
            : throw new BadInputException($"--min-confidence {least}: a confidence is 0 to 1, such as 0.8");
        return [.. opened.State.Claims.Claims.Where(claim => claim.Said.Report == of && claim.IsOpen && (least is null || claim.Said.Confidence >= bar)).Select(claim => claim.Id)];
    }

    // The one party with the speaker's name; the reader leaves articles out.
    private static EntityId? Namesake(OpenedCase opened, ClaimView claim)
    {
        var wanted = claim.Said.Speaker is { } name ? Bare(name) : "";
        var found = wanted.Length == 0 ? [] : opened.State.Parties.Parties.Where(party => party.Value.Name is { } called && Bare(called) == wanted).Select(party => party.Key).Take(2).ToList();
        return found is [var one] ? one : null;

        static string Bare(string name) => GivenWords.Folded(name) is var folded && folded.StartsWith("the ", StringComparison.Ordinal) ? folded[4..] : folded;
    }

    private static string Word(ClaimView claim) => claim.State.ToString().ToLowerInvariant();

    private static string Confidence(ClaimView claim) => claim.Said.Confidence is { } chance ? (chance / 1000m).ToString("0.00", CultureInfo.InvariantCulture) : "-";

    // Names are cut, the date behind them is not.
    private static string Who(string attribution)
    {
        var date = attribution.LastIndexOf(", ", StringComparison.Ordinal);
        var room = WidestWho - (attribution.Length - date);
        return attribution.Length <= WidestWho || date < 0 || room < 1 ? attribution : attribution[..(char.IsHighSurrogate(attribution[room - 1]) ? room - 1 : room)] + "…" + attribution[date..];
    }

    internal static string Short(string words) => words.Length > 110 ? words[..(char.IsHighSurrogate(words[108]) ? 108 : 109)] + "…" : words;
}
