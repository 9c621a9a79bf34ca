using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Says which claims a claim answers: a denial, a dismissal or a confirmation points at what somebody else said.</summary>
/// <remarks>
/// Empty rather than guessed: every link has its reason. An answer says nothing of whether either claim is true.
/// Only the claims near by are looked at, so time grows with the length of the text.
/// </remarks>
public static class AnswerFinder
{
    /// <summary>The claim that is answered stands in the words of the answer ('denied claims by X that Y').</summary>
    public const string ToldInIt = "told-in-it";

    /// <summary>The answer names who said it ("the ministry's claims").</summary>
    public const string SourceNamed = "source-named";

    /// <summary>The answer points back ('these accusations', 'that report', 'denied it').</summary>
    public const string PointedAt = "pointed-at";

    /// <summary>The one who denies is the one whom the other claim blames, and nothing in the two speaks against it.</summary>
    public const string Blamed = "blamed";

    private static readonly ImmutableArray<string> Matter = ["substance", "where", "when"];

    private const int Reach = 3;
    private const int MostBefore = 200;
    private const int MostAfter = 20;

    /// <summary>A claim with what is compared.</summary>
    private sealed record Item(
        int Index, ProposedClaim Claim, Draft Draft, Sentence Content, AnswerWords Words, int Paragraph, PartyNames Speaker, ImmutableArray<PartyNames> Blamed)
    {
        public bool Denies => Claim.Stance == "denies";

        public bool Accuses => Claim.Topic is "blame" or "use" || Blamed.Length > 0;
    }

    /// <summary>The claims of one text with what each answers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="claims">Its claims, in order.</param>
    /// <param name="drafts">For each claim the draft that it was built of.</param>
    /// <param name="contents">For each claim the words of its content.</param>
    internal static ImmutableArray<ProposedClaim> Link(string text, ImmutableArray<ProposedClaim> claims, List<Draft> drafts, List<Sentence> contents)
    {
        var breaks = Enumerable.Range(0, text.Length).Where(at => text[at] == '\n').ToList();
        var items = claims.Select((claim, i) => new Item(
            i, claim, drafts[i], contents[i], AnswerWords.Of(drafts[i].Language), ~breaks.BinarySearch(Nesting.At(drafts[i])),
            PartyNames.Of(Spoken(drafts, i)),
            [.. claim.Event.Where(slot => slot.Field == "perpetrator").Select(slot => PartyNames.Of(slot.Value))])).ToArray();
        var linked = claims.ToBuilder();
        foreach (var item in items.Where(item => item.Claim.Kind != "headline" && item.Draft.Speaker is not null))
        {
            var answers = Answered(item, items, linked).Where(answer => answer.To != item.Index).DistinctBy(answer => answer.To).OrderBy(answer => answer.To)
                .Select(answer => new Answer(claims[answer.To].Id, answer.Reason)).ToImmutableArray();
            linked[item.Index] = answers.IsEmpty ? item.Claim : item.Claim with { Answers = answers };
        }

        return linked.ToImmutable();
    }

    // Name, body and office; of 'its spokeswoman' also the one who spoke before her.
    private static string Spoken(List<Draft> drafts, int at)
    {
        var words = new List<string?>();
        for (; at >= 0 && drafts[at].Speaker is { } speaker; at--)
        {
            words.AddRange([speaker.Name, speaker.Org, speaker.Role]);
            if (drafts[at].Language != "en" || speaker.Role is not { } role || !Words.Is("possessive", role.Split(' ', ',')[0].ToLowerInvariant()))
            {
                break;
            }
        }

        return string.Join(' ', words.OfType<string>());
    }

    private static IEnumerable<(int To, string Reason)> Answered(Item item, Item[] items, ImmutableArray<ProposedClaim>.Builder linked)
    {
        var near = items[Math.Max(0, item.Index - MostBefore)..Math.Min(items.Length, item.Index + MostAfter)];
        var mention = Mention.At(item.Content, 0, item.Words) is { } said && Answers(item, said) ? said : (Mention?)null;
        var told = mention is { } noun ? Array.Find(near, other => other.Draft.Rule == "nominal" && other.Draft.Cue[0].Start == item.Content[noun.Noun].Start) : null;
        if (told is not null)
        {
            yield return (told.Index, ToldInIt);
        }

        var others = near.Where(other => other != item && other != told && IsAnswerable(item, other)).ToList();
        var found = mention is { } pointed ? OfMention(item, pointed, told, others, linked)
            : Reply(item) is { } reply ? OfMention(item, reply, told, others, linked) : [];
        foreach (var answered in found)
        {
            yield return answered;
        }

        if (found.Count == 0 && told is null && mention?.By is null && item.Denies && IsOfTheEvent(item))
        {
            var blaming = others.FindAll(other => !other.Denies && other.Accuses && IsBlamed(item, other) && Agrees(item, other));
            foreach (var other in blaming.Where(other => IsBefore(other, item) || (other.Paragraph == item.Paragraph && !blaming.Exists(one => IsBefore(one, item)))))
            {
                yield return (other.Index, Blamed);
            }
        }
    }

    private static List<(int To, string Reason)> OfMention(Item item, Mention mention, Item? told, List<Item> others, ImmutableArray<ProposedClaim>.Builder linked)
    {
        var next = others.Where(other => IsBefore(other, item)).MaxBy(other => Nesting.At(other.Draft));
        bool IsNext(Item other) => ReferenceEquals(other, next) && item.Paragraph - other.Paragraph <= 1;
        var fitting = others.Where(other => Math.Abs(other.Paragraph - item.Paragraph) <= Reach && Agrees(item, other) && Fits(mention, other, linked, IsNext(other))).ToList();
        if (mention.By is { } by)
        {
            var name = PartyNames.Of(by);
            fitting = fitting.FindAll(other => other.Speaker.MayBe(name) || other.Draft.Speaker!.Name.Contains(by, StringComparison.OrdinalIgnoreCase));
        }
        else if (told is { Draft.Source.IsEmpty: false })
        {
            fitting = fitting.FindAll(other => other.Speaker.MayBe(told.Speaker));
        }
        else
        {
            fitting = fitting.FindAll(other => IsBefore(other, item) || (other.Paragraph == item.Paragraph && !fitting.Exists(one => IsBefore(one, item))));
        }

        var blamed = mention.Kind == "denying" ? [] : fitting.FindAll(other => IsBlamed(item, other));
        var chosen = mention.By is not null || told is not null ? fitting
            : blamed.Count > 0 && (item.Denies || mention.Kind == "accusing") ? blamed
            : mention.IsPlain ? fitting.FindAll(other => Shares(item, other))
            : fitting.FindAll(other => other.Claim.Topic is not ("other" or "response") || IsNext(other));
        if (chosen.MinBy(other => Distance(other, item)) is not { } nearest)
        {
            return [];
        }

        // Several are meant: what the same speaker said with it, of the same matter.
        var reason = mention.By is not null || told is not null ? SourceNamed : PointedAt;
        var all = !mention.IsMany ? [nearest] : fitting.FindAll(other => other == nearest
            || (other.Draft.Speaker!.Name == nearest.Draft.Speaker!.Name && other.Paragraph == nearest.Paragraph && other.Claim.Topic is not ("other" or "response")
            && (mention.Kind != "accusing" || chosen.Contains(other))));
        return [.. all.Select(other => (other.Index, reason))];
    }

    // A denial answers whatever it points at. Others do where the noun is of blame, or where the cue or a word of the content judges it.
    private static bool Answers(Item item, Mention mention)
    {
        if (mention.Kind == "it")
        {
            return item.Denies || IsAnsweringCue(item);
        }

        var judged = item.Words.Any(item.Content, "verdict", mention.Noun + 1);
        return item.Denies || IsAnsweringCue(item) || judged;
    }

    private static bool IsAnsweringCue(Item item) => Enumerable.Range(item.Draft.Anchor, Math.Max(0, Math.Min(4, item.Draft.Sentence.Count - item.Draft.Anchor)))
        .Any(at => item.Words.Is(item.Draft.Sentence, at, "answering") && item.Draft.Cue.Exists(piece => piece.Start <= item.Draft.Sentence[at].Start && item.Draft.Sentence[at].End <= piece.End));

    // 'Asked about the accusation, a colonel said …'
    private static Mention? Reply(Item item)
    {
        var s = item.Draft.Sentence;
        for (var at = 0; at < s.Count; at++)
        {
            foreach (var words in item.Words.Replies)
            {
                if (at + words.Length < s.Count && words.Index().All(word => s[at + word.Index].Lower == word.Item) && Mention.At(s, at + words.Length, item.Words) is { } mention)
                {
                    return mention;
                }
            }
        }

        return null;
    }

    private static bool IsAnswerable(Item item, Item other) => other.Claim.Kind != "headline" && other.Draft.Speaker is { } speaker
        && (speaker == Speaker.Unattributed || (speaker.Name != item.Draft.Speaker!.Name && !other.Speaker.IsOf(item.Speaker)))
        && other.Claim.Stance is "asserts" or "denies" or "warns" or "predicts"
        && !Holds(other, item) && !Holds(item, other);

    private static bool Holds(Item outer, Item inner) => outer.Draft.Content.Exists(piece => piece.Start <= Nesting.At(inner.Draft) && Nesting.At(inner.Draft) < piece.End);

    private static bool Fits(Mention mention, Item other, ImmutableArray<ProposedClaim>.Builder linked, bool isNext) => mention.Kind switch
    {
        "denying" => other.Denies || !linked[other.Index].Answers.IsEmpty,
        "accusing" => !other.Denies && (other.Accuses || (isNext && !mention.IsPlain)),
        "found" => !other.Denies && (other.Words.Any(other.Draft.Sentence, "finder") || other.Claim.Topic == "evidence"),
        _ => !other.Denies,
    };

    // The denial is of use or blame, or of any part in it.
    private static bool IsOfTheEvent(Item item)
    {
        var s = item.Content;
        var part = Enumerable.Range(0, s.Count).FirstOrDefault(at => item.Words.Is(s, at, "involvement"), -1);
        return part >= 0 ? s.Count(token => token.IsWord, part + 1) <= 1 || item.Words.Any(s, "event", part + 1) || HasSubstance(item.Claim)
            : item.Claim.Topic is "use" or "blame" || HasSubstance(item.Claim);
    }

    private static int Count(this Sentence s, Predicate<Token> counts, int from) => s.Tokens.Skip(from).Count(token => counts(token));

    private static bool HasSubstance(ProposedClaim claim) => claim.Event.Any(slot => slot.Field is "substance");

    // The other blames the side that speaks, or one that the denial names as well.
    private static bool IsBlamed(Item item, Item other) =>
        other.Blamed.Any(side => side.IsOf(item.Speaker) || item.Blamed.Any(named => named.IsNamed && named.IsOf(side)));

    private static bool IsBefore(Item other, Item item) => Nesting.At(other.Draft) < Nesting.At(item.Draft);

    private static int Distance(Item other, Item item) => Math.Abs(Nesting.At(other.Draft) - Nesting.At(item.Draft));

    private static bool Agrees(Item one, Item other) => Agrees(one.Claim, other.Claim);

    private static bool Shares(Item one, Item other) => Shares(one.Claim, other.Claim);

    // Named substances, places and days of both must not part; a vague name or a family ('nerve agent') goes with any.
    private static bool Agrees(ProposedClaim one, ProposedClaim other) =>
        !Part(one, other, "substance", Words.Specificity) && !Part(one, other, "where", null) && !Part(one, other, "when", null);

    private static bool Part(ProposedClaim one, ProposedClaim other, string field, FrozenDictionary<string, string>? specificity)
    {
        var (a, b) = (Values(one, field), Values(other, field));
        return a.Count > 0 && b.Count > 0 && !Meet(a, b, field)
            && (specificity is null || !a.Concat(b).Any(name => specificity.TryGetValue(name, out var how) && how != "named"));
    }

    private static bool Shares(ProposedClaim one, ProposedClaim other) =>
        Matter.Any(field => Meet(Values(one, field), Values(other, field), field));

    // '2031-05' and '2031-05-14' may be one.
    private static bool Meet(List<string> a, List<string> b, string field) => a.Exists(one => b.Exists(other =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
        || (field == "when" && (one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal)))));

    private static List<string> Values(ProposedClaim claim, string field) => [.. claim.Event.Where(slot => slot.Field == field).Select(slot => slot.Value)];

    /// <summary>
    /// The reason for which <paramref name="answer"/> of one report may answer <paramref name="claim"/> of another; null where there is none.
    /// </summary>
    /// <remarks>
    /// It is a denial by the side that the other claim blames, or it names the other's speaker; and both name a substance, a place or a day in common and
    /// none apart.
    /// </remarks>
    /// <param name="answer">The claim that may answer.</param>
    /// <param name="answerWords">The words of its content.</param>
    /// <param name="claim">The claim that may be answered.</param>
    public static string? Across(ProposedClaim answer, string answerWords, ProposedClaim claim)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(answerWords);
        ArgumentNullException.ThrowIfNull(claim);
        if (answer.Stance != "denies" || claim.Stance is not ("asserts" or "warns" or "predicts") || !Agrees(answer, claim) || !Shares(answer, claim))
        {
            return null;
        }

        var (denier, speaker) = (Party(answer), Party(claim));
        if (denier.IsOf(speaker))
        {
            return null;
        }

        var blamed = claim.Event.Where(slot => slot.Field == "perpetrator").Select(slot => PartyNames.Of(slot.Value));
        return blamed.Any(side => side.IsNamed && side.IsOf(denier)) ? Blamed
            : claim.Speaker is { Length: > 3 } name && name != Speaker.Unattributed.Name && answerWords.Contains(name, StringComparison.OrdinalIgnoreCase) ? SourceNamed
            : null;
    }

    private static PartyNames Party(ProposedClaim claim)
    {
        var link = claim.Chain.LastOrDefault(item => item.Name == claim.Speaker);
        return PartyNames.Of(string.Join(' ', new[] { claim.Speaker, link?.Org, link?.Role }.OfType<string>()));
    }
}
