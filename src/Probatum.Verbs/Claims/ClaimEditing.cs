using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Claims;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum claim add and edit: an analyst's own reading of a report, in the report's own words.</summary>
internal static class ClaimEditing
{
    private sealed record Words(
        Option<string[]> Content, Option<string?> Cue, Option<string?> Source, Option<string?> Name, Option<string?> Stance, Option<string?> Kind, Option<string?> Topic,
        Option<string?> Certainty, Option<string[]> Event, Option<string?> Chain, Option<string?> Answers, Option<string?> Speaker, Option<string?> Credibility, Option<string?> Reason)
    {
        public static Words New()
        {
            var words = new Words(
                Verb.Several("--content", "what is said: words of the report, each piece once", "WORDS"), Verb.Option("--cue", "the words that report; none for no such words", "WORDS"),
                Verb.Option("--source", "who speaks, as the report prints it; none where nobody is named", "WORDS"), Verb.Option("--name", "the name behind the source, as it stands anywhere in the report", "NAME"),
                Verb.Option("--stance", "asserts, denies, requests, warns, predicts, commits or withdraws (with --answers: the speaker takes that back)", "WHAT"), Verb.Option("--kind", "direct, indirect, mixed, headline or unattributed", "WHAT"),
                Verb.Option("--topic", "use, blame, evidence, casualties, response or other", "WHAT"), Verb.Option("--certainty", "probable, possible, unverified or flat", "WHAT"),
                Verb.Several("--event", "what the content says of the event, such as substance=chlorine; FIELD= takes it away", "FIELD=VALUE"),
                Verb.Option("--chain", "on whose word, outermost first, whose word it is last; each stands in the report or is a party", "'A > B'"),
                Verb.Option("--answers", "the claims that it denies, confirms, withdraws or comments on, such as C1,C4; none for no claim", "CLAIMS"),
                Verb.Option("--speaker", "the party that speaks; ties the name in the text to it", "PARTY"), Verb.Option("--credibility", "1 to 6 (Admiralty code)", "1-6"), Verb.Option("--reason", "why", "WHY"));
            words.Stance.AcceptOnlyFromAmong("asserts", "denies", "requests", "warns", "predicts", "commits", ClaimView.Withdraws);
            words.Kind.AcceptOnlyFromAmong("direct", "indirect", "mixed", "headline", "unattributed");
            words.Topic.AcceptOnlyFromAmong("use", "blame", "evidence", "casualties", "response", "other");
            words.Certainty.AcceptOnlyFromAmong("probable", "possible", "unverified", "flat");
            return words;
        }

        /// <summary>What a proposal says too.</summary>
        public IEnumerable<Symbol> Proposing => [Content, Cue, Source, Name, Stance, Kind, Topic, Certainty, Event, Chain, Answers];

        public IEnumerable<Symbol> Symbols => [.. Proposing, Speaker, Credibility, Reason];
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
                    throw new BadInputException("say what to change: --content, --cue, --source, --name, --stance, --kind, --topic, --certainty, --event, --chain, --answers, --speaker or --credibility");
                }

                var edit = Read(parse, opened, words, view.Said, view.Id, view.Speaker, view.Credibility);
                return IsTheSame(edit.Of(view.Said), view.Said) && edit.Speaker == view.Speaker && edit.Credibility == view.Credibility
                    ? throw new BadInputException($"{opened.Call(view.Id)} says that already")
                    : OpenedCase.Recorded(opened.Record([edit]), $"edited: {opened.Call(view.Id)}", ("claims", JsonList.Of([(Json)view.Id.Text])));
            });
    }

    public static Command Add(Shell shell)
    {
        var (report, words) = (Verb.Argument("REPORT", "a report such as R1"), Words.New());
        return Verb.Writing(
            shell, "add", "Propose a claim that no rule found, in the report's own words. Confirm it like any other.",
            "probatum claim add R1 --content 'four people were hurt' --cue said --source 'The Ministry'", [report, .. words.Proposing], (parse, opened) =>
            {
                var of = opened.Find("report", parse.GetRequiredValue(report));
                if (parse.GetValue(words.Content)!.Length == 0)
                {
                    throw new BadInputException("say the words with --content");
                }

                var id = opened.NewId();
                var bare = new ClaimProposed(id, of, null, "by-hand", "indirect", "asserts", "other", null, null, [], [], [], [], null, null, []);
                var said = Read(parse, opened, words, bare, id, null, null).Of(bare) with { Rule = "by-hand" };
                if (opened.State.Claims.Claims.FirstOrDefault(known => known.Said.Report == of && Same(known.Said.ContentSpans, said.ContentSpans) && Same(known.Said.CueSpans, said.CueSpans)) is { } there)
                {
                    throw new BadInputException($"{opened.Call(there.Id)} says that already ({ClaimWords.Standing(there, opened.State)}); 'probatum claim edit' changes it");
                }

                var publisher = opened.State.Claims.Report(of)?.Captured.Publisher is { } party ? opened.State.Parties.Name(party) : null;
                var chain = parse.GetValue(words.Chain) is not null ? said.Chain
                    : [.. new[] { publisher, said.Speaker ?? (said.SourceSpans.IsEmpty ? "unattributed" : null) }.OfType<string>().Select(name => new ChainLink(name, null, null))];
                var receipts = opened.Record([said with { Chain = chain }]);
                return OpenedCase.Recorded(receipts, $"proposed: {opened.Call(id)}", ("claim", id.Text));
            });
    }

    private static bool IsTheSame(ClaimProposed a, ClaimProposed b) =>
        (a.ClaimKind, a.Stance, a.Topic, a.Certainty, a.Speaker, a.Cue, a.Content) == (b.ClaimKind, b.Stance, b.Topic, b.Certainty, b.Speaker, b.Cue, b.Content)
        && Same(a.SourceSpans, b.SourceSpans) && Same(a.CueSpans, b.CueSpans) && Same(a.ContentSpans, b.ContentSpans) && a.Event.SequenceEqual(b.Event) && a.Chain.SequenceEqual(b.Chain)
        && Each(a.Answers).SequenceEqual(Each(b.Answers));

    private static ImmutableArray<EntityId> Each(ImmutableArray<EntityId> answers) => answers.IsDefault ? [] : answers;

    private static bool Same(ImmutableArray<TextSpan> a, ImmutableArray<TextSpan> b) => (a.IsDefault ? [] : a).SequenceEqual(b.IsDefault ? [] : b);

    private static ClaimEdited Read(ParseResult parse, OpenedCase opened, Words words, ClaimProposed said, EntityId id, EntityId? speaker, string? credibility)
    {
        var report = opened.State.Claims.Report(said.Report);
        var given = new GivenWords(ClaimShown.TextOf(opened, said.Report) ?? throw new BadInputException("the report has no text: nothing can be found in it"), report?.Captured.Language);
        var (who, reporting) = (parse.GetValue(words.Source), parse.GetValue(words.Cue));
        var (source, cue, content) = given.Placed(who == "none" ? null : who, reporting == "none" ? null : reporting, parse.GetValue(words.Content)!, said);
        (source, cue) = (who == "none" ? [] : source, reporting == "none" ? [] : cue);
        var links = parse.GetValue(words.Chain) is { } told ? Chain(opened, given, told) : default;
        // The last of a chain is whose word it is.
        var name = parse.GetValue(words.Name)
            ?? (!links.IsDefault && given.HasName(links[^1].Name) ? links[^1].Name : who is null ? said.Speaker : who == "none" ? null : who);
        if (name is not null && name != said.Speaker && !given.HasName(name))
        {
            throw new BadInputException($"the report does not hold the name '{name}'; a claim is its speaker's under the name that the report gives, --speaker ties that to a party");
        }

        var areWords = reporting is not null || parse.GetValue(words.Content)!.Length > 0;
        foreach (var note in !areWords ? [] : new[] { given.Turned("cue", cue), given.Turned("content", content) }.OfType<string>().Distinct())
        {
            opened.Note(note);
        }

        var chain = !links.IsDefault ? links
            : name == said.Speaker ? said.Chain
            : [.. said.Chain.Where(link => link.Name != said.Speaker && link.Name != "unattributed"), new ChainLink(name ?? "unattributed", null, null)];
        return new(
            id, parse.GetValue(words.Kind) ?? said.ClaimKind, parse.GetValue(words.Stance) ?? said.Stance, parse.GetValue(words.Topic) ?? said.Topic,
            parse.GetValue(words.Certainty) is { } certainty ? certainty == "flat" ? null : certainty : said.Certainty, name, chain, source, cue, content,
            given.Slices(cue) is { Length: > 0 } cueWords ? cueWords : null, given.Slices(content), Event(said.Event, parse.GetValue(words.Event)!, given, content),
            opened.FindOr("party", parse.GetValue(words.Speaker)) ?? speaker, parse.GetValue(words.Credibility) ?? credibility, parse.GetValue(words.Reason),
            parse.GetValue(words.Answers) is not { } answers ? Each(said.Answers) : answers == "none" ? []
                : [.. answers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => opened.Find("claim", name)).Distinct()]);
    }

    private static ImmutableArray<ChainLink> Chain(OpenedCase opened, GivenWords given, string links)
    {
        var names = links.Split('>', StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(name => name.Length == 0 || (!given.HasName(name) && !opened.State.Entities.Named(name).Any(one => one.Sort == "party"))) is { } odd
            ? throw new BadInputException($"--chain: '{odd}' does not stand in the report and is no party of this case; give it as 'OUTLET > SOURCE'")
            : [.. names.Select(name => new ChainLink(name, null, null))];
    }

    private static ImmutableArray<EventField> Event(ImmutableArray<EventField> said, string[] changes, GivenWords given, ImmutableArray<TextSpan> content)
    {
        var fields = said.ToList();
        foreach (var group in changes.Select(change => change.Split('=', 2)).GroupBy(pair => pair[0], StringComparer.Ordinal))
        {
            if (group.Any(pair => pair.Length < 2) || group.Key is not ("when" or "where" or "substance" or "perpetrator" or "target" or "munition" or "delivery" or "samples" or "counts" or "colour" or "smell" or "sound"))
            {
                throw new BadInputException($"--event {group.Key}: FIELD=VALUE, with FIELD when, where, substance, perpetrator, target, munition, delivery, samples, counts, colour, smell or sound");
            }

            foreach (var value in group.Select(pair => pair[1]).Where(value => value.Length > 0 && !said.Contains(new(group.Key, value)) && !given.Says(content, group.Key, value)))
            {
                throw new BadInputException($"--event {group.Key}={value}: the content does not say so; a value stands in the content (when: also as 2031-05-03; counts: WHAT=NUMBER)");
            }

            fields.RemoveAll(field => field.Field == group.Key);
            fields.AddRange(group.Where(pair => pair[1].Length > 0).Select(pair => new EventField(pair[0], pair[1])));
        }

        return [.. fields];
    }
}
