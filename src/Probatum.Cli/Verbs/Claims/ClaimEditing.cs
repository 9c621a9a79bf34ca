using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Intake;
using Probatum.Text;

namespace Probatum.Cli.Verbs;

/// <summary>probatum claim add, edit and show: an analyst's own reading of a report, in the report's own words.</summary>
internal static class ClaimEditing
{
    private const int ContextPoints = 200;
    private const int MostCandidates = 50;

    private sealed record Words(
        Option<string[]> Content, Option<string?> Cue, Option<string?> Source, Option<string?> Name, Option<string?> Stance, Option<string?> Kind, Option<string?> Topic,
        Option<string?> Certainty, Option<string[]> Event, Option<string?> Answers, Option<string?> Speaker, Option<string?> Credibility, Option<string?> Reason)
    {
        public static Words New()
        {
            var words = new Words(
                Verb.Several("--content", "what is said: words of the report, each piece once", "WORDS"), Verb.Option("--cue", "the words that report; none for no such words", "WORDS"),
                Verb.Option("--source", "who speaks, as the report prints it; none where nobody is named", "WORDS"), Verb.Option("--name", "the name behind the source", "NAME"),
                Verb.Option("--stance", "asserts, denies, requests, warns, predicts or commits", "WHAT"), Verb.Option("--kind", "direct, indirect, mixed, headline or unattributed", "WHAT"),
                Verb.Option("--topic", "use, blame, evidence, casualties, response or other", "WHAT"), Verb.Option("--certainty", "probable, possible, unverified or flat", "WHAT"),
                Verb.Several("--event", "what the content says of the event, such as substance=chlorine; FIELD= takes it away", "FIELD=VALUE"),
                Verb.Option("--answers", "the claims that it denies, confirms or comments on, such as C1,C4; none for no claim", "CLAIMS"),
                Verb.Option("--speaker", "the party that speaks; ties the name in the text to it", "PARTY"), Verb.Option("--credibility", "1 to 6 (Admiralty code)", "1-6"), Verb.Option("--reason", "why", "WHY"));
            words.Stance.AcceptOnlyFromAmong("asserts", "denies", "requests", "warns", "predicts", "commits");
            words.Kind.AcceptOnlyFromAmong("direct", "indirect", "mixed", "headline", "unattributed");
            words.Topic.AcceptOnlyFromAmong("use", "blame", "evidence", "casualties", "response", "other");
            words.Certainty.AcceptOnlyFromAmong("probable", "possible", "unverified", "flat");
            return words;
        }

        public IEnumerable<Symbol> Symbols => [Content, Cue, Source, Name, Stance, Kind, Topic, Certainty, Event, Answers, Speaker, Credibility, Reason];
    }

    public static Command Edit(Shell shell)
    {
        var (claim, words) = (Verb.Argument("CLAIM", "a claim such as C3"), Words.New());
        return Verb.Writing(
            shell, "edit", "Put your own reading of the report in place of a proposal, which stays in the log. It confirms that the report says this, never that it is true.",
            "probatum claim edit C3 --source 'the Observatory' --stance denies --reason 'the rule took the outlet'", [claim, .. words.Symbols], (parse, opened) =>
            {
                var view = opened.State.Claims.Find(opened.Find("claim", parse.GetRequiredValue(claim)))!;
                if (words.Symbols.OfType<Option>().Where(option => option != words.Reason).All(option => parse.GetResult(option) is null or { Implicit: true }))
                {
                    throw new BadInputException("say what to change: --content, --cue, --source, --name, --stance, --kind, --topic, --certainty, --event, --answers, --speaker or --credibility");
                }

                var edit = Read(parse, opened, words, view.Said, view.Id, view.Speaker, view.Review?.Credibility ?? view.Edit?.Credibility);
                return IsTheSame(edit.Of(view.Said), view.Said) && edit.Speaker == view.Speaker && edit.Credibility == (view.Review?.Credibility ?? view.Edit?.Credibility)
                    ? throw new BadInputException($"{opened.Call(view.Id)} says that already")
                    : OpenedCase.Recorded(opened.Record([edit]), $"edited: {opened.Call(view.Id)}", ("claims", JsonList.Of([(Json)view.Id.Text])));
            });
    }

    public static Command Add(Shell shell)
    {
        var (report, words) = (Verb.Argument("REPORT", "a report such as R1"), Words.New());
        return Verb.Writing(
            shell, "add", "Propose a claim that no rule found, in the report's own words. Confirm it like any other.",
            "probatum claim add R1 --content 'four people were hurt' --cue said --source 'The Ministry'", [report, .. words.Symbols], (parse, opened) =>
            {
                var of = opened.Find("report", parse.GetRequiredValue(report));
                if (parse.GetValue(words.Content)!.Length == 0)
                {
                    throw new BadInputException("say the words with --content");
                }

                if (parse.GetValue(words.Speaker) is not null || parse.GetValue(words.Credibility) is not null)
                {
                    throw new BadInputException("--speaker and --credibility are said when it is confirmed");
                }

                var id = opened.NewId();
                var bare = new ClaimProposed(id, of, null, "by-hand", "indirect", "asserts", "other", null, null, [], [], [], [], null, null, []);
                var said = Read(parse, opened, words, bare, id, null, null).Of(bare) with { Rule = "by-hand" };
                var publisher = opened.State.Claims.Report(of)?.Captured.Publisher is { } party ? opened.State.Parties.Name(party) : null;
                var chain = new[] { publisher, said.Speaker ?? (said.SourceSpans.IsEmpty ? "unattributed" : null) }.OfType<string>().Select(name => new ChainLink(name, null, null)).ToImmutableArray();
                var receipts = opened.Record([said with { Chain = chain }]);
                return OpenedCase.Recorded(receipts, $"proposed: {opened.Call(id)}", ("claim", id.Text));
            });
    }

    public static Command Show(Shell shell)
    {
        var claim = Verb.Argument("CLAIM", "a claim such as C3");
        return Verb.Reading(shell, "show", "Print one claim whole: its words in the report, speaker and chain, what it says of the event, and who proposed, confirmed or edited it.", "probatum claim show C3", [claim], (parse, opened) =>
        {
            var view = opened.State.Claims.Find(opened.Find("claim", parse.GetRequiredValue(claim)))!;
            var (said, text) = (view.Said, TextOf(opened, view.Said.Report));
            var answeredBy = opened.State.Claims.Answering()[view.Id].ToList();
            var proposed = AnswerProposals.Of(opened.State, view);
            var history = opened.State.Entries.Where(entry => entry.Statement is ClaimProposed { Claim: { } a } && a == view.Id || entry.Statement is ClaimEdited { Claim: { } b } && b == view.Id || entry.Statement is ClaimReviewed { Claim: { } c } && c == view.Id)
                .Select(entry => (Leaf: entry.Index, What: What(entry.Statement!), Why: entry.Statement switch { ClaimEdited e => e.Reason, ClaimReviewed r => r.Reason, _ => null })).ToList();
            return Answer.Of(
                [
                    $"{opened.Call(view.Id)}, {view.State.ToString().ToLowerInvariant()}: {ClaimWords.Attribution(view, opened.State)}",
                    $"  {said.Stance ?? "stance not given"}, {said.ClaimKind ?? "kind not given"}, {said.Topic ?? "topic not given"}{(said.Certainty is { } hedge ? $", {hedge}" : "")}{(said.Confidence is { } chance ? $"; the reader's confidence in its own reading {chance / 1000m:0.000}" : "")}",
                    $"  source: {(text is null ? said.Speaker ?? "-" : Slices(text, said.SourceSpans))}; cue as printed: {said.Cue ?? "-"}",
                    $"  “{said.Content ?? "withheld"}”",
                    .. text is null || said.ContentSpans.IsDefaultOrEmpty ? [] : new[] { $"  in the report: {Context(text, said.ContentSpans)}" },
                    $"  chain: {(said.Chain.IsEmpty ? "-" : string.Join(" > ", said.Chain.Select(link => link.Name)))}",
                    .. said.Event.SelectMany(slot => (slot is { Field: "where", Value: { } place } ? PlaceVerb.Lines(opened, place) : []).Prepend($"  {slot.Field}: {slot.Value}")),
                    .. view.Answers.Select(id => $"  answers {Called(opened, id)}"), .. answeredBy.Select(id => $"  answered by {Called(opened, id)}"),
                    .. proposed.Select(one => $"  {(one.IsAnswered ? "may answer" : "may be answered by")} {Called(opened, one.Other.Id)} of {opened.Call(one.Other.Said.Report)} ({one.Reason}; a proposal, not on record)"),
                    .. history.Select(one => $"  leaf {one.Leaf}: {one.What}{(one.Why is { } why ? $": {why}" : "")}"),
                    .. view.Proposed is { } first && view.Edit is not null ? new[] { $"  the proposal was: {first.Speaker ?? "nobody named"} {first.Cue}: “{first.Content}”" } : [],
                ],
                JsonMap.Of(
                    ("claim", view.Id.Text), ("handle", opened.Call(view.Id)), ("state", view.State.ToString().ToLowerInvariant()), ("attribution", ClaimWords.Attribution(view, opened.State)),
                    ("stance", said.Stance), ("kind", said.ClaimKind), ("topic", said.Topic), ("certainty", said.Certainty), ("cue", said.Cue), ("content", said.Content),
                    ("confidence", said.Confidence is { } number ? number : null), ("chain", JsonList.Of(said.Chain.Select(link => (Json)link.Name))),
                    ("event", JsonList.Of(said.Event.Select(slot => (Json)JsonMap.Of(("field", slot.Field), ("value", slot.Value))))),
                    ("answers", JsonList.Of(view.Answers.Select(id => (Json)opened.Call(id)))), ("answeredBy", JsonList.Of(answeredBy.Select(id => (Json)opened.Call(id)))),
                    ("proposedAnswers", JsonList.Of(proposed.Select(one => (Json)JsonMap.Of(
                        ("answer", opened.Call(one.IsAnswered ? view.Id : one.Other.Id)), ("answered", opened.Call(one.IsAnswered ? one.Other.Id : view.Id)), ("reason", one.Reason))))),
                    ("places", JsonList.Of(said.Event.Where(slot => slot.Field == "where").Select(slot => slot.Value).OfType<string>().Select(place => (Json)JsonMap.Of(
                        ("where", place), ("candidates", JsonList.Of(PlaceVerb.Candidates(opened, place).Take(MostCandidates).Select(one => one.ToJson()))), ("count", (long)PlaceVerb.Candidates(opened, place).Length))))),
                    ("history", JsonList.Of(history.Select(one => (Json)JsonMap.Of(("leaf", one.Leaf), ("what", one.What), ("why", one.Why)))))));
        });
    }

    private static string Called(OpenedCase opened, EntityId id) =>
        opened.State.Claims.Find(id) is { } claim ? $"{opened.Call(id)}: {ClaimWords.Attribution(claim, opened.State)}: “{Short(claim.Said.Content)}”" : opened.Call(id);

    private static string Short(string? content) => content is { Length: > 80 } ? content[..79] + "…" : content ?? "withheld";

    private static ImmutableArray<EntityId> Each(ImmutableArray<EntityId> answers) => answers.IsDefault ? [] : answers;

    private static bool IsTheSame(ClaimProposed a, ClaimProposed b) =>
        (a.ClaimKind, a.Stance, a.Topic, a.Certainty, a.Speaker, a.Cue, a.Content) == (b.ClaimKind, b.Stance, b.Topic, b.Certainty, b.Speaker, b.Cue, b.Content)
        && a.SourceSpans.SequenceEqual(b.SourceSpans) && a.CueSpans.SequenceEqual(b.CueSpans) && a.ContentSpans.SequenceEqual(b.ContentSpans) && a.Event.SequenceEqual(b.Event)
        && Each(a.Answers).SequenceEqual(Each(b.Answers));

    private static string What(Statement statement) => statement switch
    {
        ClaimProposed { Engine: { } engine, Rule: var rule } => $"proposed by {engine}, rule {rule}",
        ClaimProposed => "proposed by hand",
        ClaimEdited => "edited",
        ClaimReviewed review => review.Verdict ?? "reviewed",
        _ => "",
    };

    private static ClaimEdited Read(ParseResult parse, OpenedCase opened, Words words, ClaimProposed said, EntityId id, EntityId? speaker, string? credibility)
    {
        var text = TextOf(opened, said.Report) ?? throw new BadInputException("the report has no text: nothing can be found in it");
        var near = said.ContentSpans.IsDefaultOrEmpty ? 0 : (int)said.ContentSpans[0].Start;
        var content = parse.GetValue(words.Content)! is { Length: > 0 } pieces ? Placed(text, pieces, near) : said.ContentSpans;
        near = content.IsDefaultOrEmpty ? 0 : (int)content[0].Start;
        var cue = parse.GetValue(words.Cue) is { } reporting ? reporting == "none" ? [] : Placed(text, [reporting], near) : said.CueSpans;
        var source = parse.GetValue(words.Source) is { } who ? who == "none" ? [] : Placed(text, [who], cue.IsDefaultOrEmpty ? near : (int)cue[0].Start) : said.SourceSpans;
        var name = parse.GetValue(words.Name) ?? (parse.GetValue(words.Source) is { } named ? named == "none" ? null : named : said.Speaker);
        var chain = name == said.Speaker ? said.Chain : [.. said.Chain.Where(link => link.Name != said.Speaker && link.Name != "unattributed"), new ChainLink(name ?? "unattributed", null, null)];
        return new(
            id, parse.GetValue(words.Kind) ?? said.ClaimKind, parse.GetValue(words.Stance) ?? said.Stance, parse.GetValue(words.Topic) ?? said.Topic,
            parse.GetValue(words.Certainty) is { } certainty ? certainty == "flat" ? null : certainty : said.Certainty, name, chain, source, cue, content,
            Slices(text, cue) is { Length: > 0 } cueWords ? cueWords : null, Slices(text, content), Event(said.Event, parse.GetValue(words.Event)!),
            opened.FindOr("party", parse.GetValue(words.Speaker)) ?? speaker, parse.GetValue(words.Credibility) ?? credibility, parse.GetValue(words.Reason),
            parse.GetValue(words.Answers) is not { } answers ? Each(said.Answers) : answers == "none" ? []
                : [.. answers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => opened.Find("claim", name)).Distinct()]);
    }

    private static ImmutableArray<EventField> Event(ImmutableArray<EventField> said, string[] changes)
    {
        var fields = said.ToList();
        foreach (var group in changes.Select(change => change.Split('=', 2)).GroupBy(pair => pair[0], StringComparer.Ordinal))
        {
            if (group.Any(pair => pair.Length < 2) || group.Key is not ("when" or "where" or "substance" or "perpetrator" or "target" or "munition" or "delivery" or "samples" or "counts"))
            {
                throw new BadInputException($"--event {group.Key}: FIELD=VALUE, with FIELD when, where, substance, perpetrator, target, munition, delivery, samples or counts");
            }

            fields.RemoveAll(field => field.Field == group.Key);
            fields.AddRange(group.Where(pair => pair[1].Length > 0).Select(pair => new EventField(pair[0], pair[1])));
        }

        return [.. fields];
    }

    // Words stand verbatim in the report: at the place nearest to where the claim is.
    private static ImmutableArray<TextSpan> Placed(string text, string[] pieces, int near) =>
    [
        .. pieces.Select(words =>
        {
            var best = -1;
            var wanted = CodePoints.ToUtf16(text, near);
            for (var at = text.IndexOf(words, StringComparison.Ordinal); at >= 0 && words.Length > 0; at = text.IndexOf(words, at + 1, StringComparison.Ordinal))
            {
                best = best < 0 || Math.Abs(at - wanted) < Math.Abs(best - wanted) ? at : best;
            }

            return best < 0 ? throw new BadInputException($"the report does not hold the words '{words}'; give them exactly as they stand")
                : new TextSpan(CodePoints.FromUtf16(text, best), CodePoints.FromUtf16(text, best + words.Length));
        }).OrderBy(span => span.Start),
    ];

    private static string? TextOf(OpenedCase opened, EntityId? report) =>
        opened.State.Claims.Report(report)?.Captured.Text is { } blob && opened.Workspace.Blobs.Read(blob.Sha256) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private static string Slices(string text, ImmutableArray<TextSpan> spans) =>
        spans.IsDefaultOrEmpty ? "" : string.Join(" … ", spans.Select(span => CodePoints.Slice(text, new((int)span.Start, (int)span.End))));

    private static string Context(string text, ImmutableArray<TextSpan> spans)
    {
        var (start, end) = ((int)spans[0].Start, (int)spans[^1].End);
        var before = CodePoints.Slice(text, new(Math.Max(0, start - ContextPoints), start));
        var after = CodePoints.Slice(text, new(end, Math.Min(end + ContextPoints, CodePoints.Count(text))));
        return $"…{before}[{CodePoints.Slice(text, new(start, end))}]{after}…".ReplaceLineEndings(" ");
    }
}
