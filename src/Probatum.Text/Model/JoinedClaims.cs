namespace Probatum.Text;

/// <summary>The rules' claims, each with what the model makes of it, and the model's own where the rules have none.</summary>
internal static class JoinedClaims
{
    /// <summary>The name of the rule that a claim of the model alone bears.</summary>
    public const string Rule = "model";

    private const double Same = 0.5;
    private const int FewSentences = 24;
    private const int MostSentences = 96;

    /// <summary>One claim and the features that say how far it may be trusted.</summary>
    public readonly record struct Joined(Draft Draft, uint[] Features);

    /// <summary>All claims of a text: the rules' and what the model adds.</summary>
    /// <remarks>Read in pieces of so many sentences, so that time grows with the length of the text.</remarks>
    public static List<Joined> Of(string text, List<Draft> drafts, ClaimModel model)
    {
        var around = Nesting.Around(drafts);
        for (var i = 0; i < drafts.Count; i++)
        {
            drafts[i].Depth = around[i].Count;
        }

        var words = new CommonWords(text);
        var byPlace = drafts.OrderBy(Nesting.At).ToList();
        var (joined, next) = (new List<Joined>(), 0);
        foreach (var sentences in Pieces(FlatSentence.Of(text)))
        {
            var end = sentences[^1].Tokens[^1].End;
            var here = byPlace.Skip(next).TakeWhile(draft => Nesting.At(draft) < end).ToList();
            next += here.Count;
            OfPiece(sentences, here, joined);
        }

        joined.AddRange(byPlace.Skip(next).Select(draft => new Joined(draft, Features(text, words, draft, null))));
        return joined;

        void OfPiece(List<FlatSentence> sentences, List<Draft> here, List<Joined> into)
        {
            var outer = here.FindAll(draft => draft.Depth == 0);
            var marked = MarkedClaims.Of(model, sentences, Labels(sentences, outer), nested: false);
            marked.RemoveAll(claim => IsNobody(text, claim));
            var own = marked.Where(claim => !here.Exists(draft => IsSame(words, draft, claim))).ToList();

            // Once more inside what each of them holds: a claim may be told within another.
            foreach (var content in outer.SelectMany(draft => draft.Content).Concat(own.SelectMany(claim => claim.Content)).Distinct().ToList())
            {
                var inside = FlatSentence.Of(text, content).ToList();
                var inner = here.FindAll(draft => draft.Cue.Count > 0 && content.Start <= draft.Cue[0].Start && draft.Cue[0].End <= content.End);
                var found = MarkedClaims.Of(model, inside, Labels(inside, inner), nested: true);
                found.RemoveAll(claim => IsNobody(text, claim));
                marked.AddRange(found);
                own.AddRange(found.Where(claim => !here.Exists(draft => IsSame(words, draft, claim)) && !own.Exists(other => words.Overlap(other.Content, claim.Content) >= Same)));
            }

            into.AddRange(here.Select(draft => new Joined(
                draft, Features(text, words, draft, marked.Where(claim => words.Overlap(draft.Content, claim.Content) > 0).MaxBy(claim => words.Overlap(draft.Content, claim.Content))))));
            into.AddRange(own.Select(claim => DraftOf(text, claim)).Zip(own, (draft, claim) => new Joined(draft, Features(text, words, draft, claim))));
        }
    }

    // Whole paragraphs, as many as fit.
    private static IEnumerable<List<FlatSentence>> Pieces(IEnumerable<FlatSentence> sentences)
    {
        var piece = new List<FlatSentence>();
        foreach (var sentence in sentences)
        {
            if (piece.Count >= MostSentences || (piece.Count >= FewSentences && sentence.BeginsParagraph))
            {
                yield return piece;
                piece = [];
            }

            piece.Add(sentence);
        }

        if (piece.Count > 0)
        {
            yield return piece;
        }
    }

    /// <summary>The labels that claims give the tokens of sentences.</summary>
    public static List<byte[]> Labels(IReadOnlyList<FlatSentence> sentences, IReadOnlyCollection<Draft> drafts)
    {
        var parts = drafts.Select(draft => (Source: (IReadOnlyList<Piece>)SourceOf(draft), Cue: (IReadOnlyList<Piece>)draft.Cue, Content: (IReadOnlyList<Piece>)draft.Content)).ToList();
        return [.. sentences.Select(s => s.Label(Within(s, parts)))];
    }

    /// <summary>Those of some claims that touch a sentence: others mark nothing in it.</summary>
    public static IEnumerable<(IReadOnlyList<Piece> Source, IReadOnlyList<Piece> Cue, IReadOnlyList<Piece> Content)> Within(
        FlatSentence s, List<(IReadOnlyList<Piece> Source, IReadOnlyList<Piece> Cue, IReadOnlyList<Piece> Content)> claims)
    {
        var (start, end) = (s.Tokens[0].Start, s.Tokens[^1].End);
        return claims.Where(claim => claim.Source.Concat(claim.Cue).Concat(claim.Content).Any(piece => piece.Start < end && start < piece.End));
    }

    /// <summary>Where a draft's source stands; nothing where nobody is named.</summary>
    public static List<Piece> SourceOf(Draft draft) => draft.Source.IsEmpty ? [] : [new(draft.Sentence[draft.Source.From].Start, draft.Sentence[draft.Source.To - 1].End)];

    private static bool IsSame(CommonWords words, Draft draft, MarkedClaim claim) => words.Overlap(draft.Content, claim.Content) >= Same
        || draft.Cue.Exists(piece => piece.Start < claim.Cue.End && claim.Cue.Start < piece.End);

    // 'Nobody claimed', 'Neither A nor B said', 'Without saying': what the rules leave out the model does not bring back.
    private static bool IsNobody(string text, MarkedClaim claim)
    {
        if (claim.Source.Count == 0)
        {
            return false;
        }

        if (claim.Content.Count > 0 && text.AsSpan(claim.Content[0].Start) is var said && (said.StartsWith("not to be named") || said.StartsWith("not to be identified")))
        {
            return true;
        }

        var start = Math.Max(0, text.LastIndexOfAny(['\n', '.', '!', '?', ';'], Math.Max(0, claim.Source[0].Start - 1)) + 1);
        var s = new Sentence(Tokeniser.Read(text, start, Math.Max(claim.Source[^1].End, claim.Cue.End)), 0);
        var (from, to) = (s.Tokens.FindIndex(token => token.Start >= claim.Source[0].Start), s.Tokens.FindLastIndex(token => token.End <= claim.Source[^1].End) + 1);
        return from >= 0 && to > from
            && (VerbRules.IsNobody(s, new(from, to)) || Enumerable.Range(from, to - from).All(i => s.IsIn(i, "preposition", "subordinator", "adverb") || s.Is(i, "without"))
                || s.Tokens.Exists(token => token.Start >= claim.Cue.Start && (token.Is("neither") || token.Is("nor") || token.IsIn("negation")) && token.End <= claim.Cue.End));
    }

    private static Draft DraftOf(string text, MarkedClaim claim)
    {
        var source = claim.Source.Count > 0 ? claim.Source[0] : Subject(text, claim);
        var sentence = new Sentence(source is { } piece ? Tokeniser.Read(text, piece.Start, piece.End) : Tokeniser.Read(text, claim.Cue.Start, claim.Cue.End), 0);
        var cue = Tokeniser.Read(text, claim.Cue.Start, claim.Cue.End);
        var use = cue.Select(token => token.Use).LastOrDefault(one => one is not null)?.Verb;
        var noun = cue.Where(token => Words.Nouns.ContainsKey(token.Lower)).Select(token => Words.Nouns[token.Lower]).FirstOrDefault();
        return new(
            sentence, source is null ? default : new(0, sentence.Count), [claim.Cue], claim.Content, use?.Class ?? noun.Class ?? "assert", use?.Presupposes ?? noun.Presupposes, Rule)
        {
            Anchor = sentence.Count,
        };
    }

    // The subject before the cue where the model marks none.
    private static Piece? Subject(string text, MarkedClaim claim)
    {
        var start = Math.Max(0, text.LastIndexOfAny(['\n', '.', '!', '?', ';', '"', '“', '”'], Math.Max(0, claim.Cue.Start - 1)) + 1);
        var s = new Sentence(Tokeniser.Read(text, start, claim.Cue.Start), 0);
        return s.Count > 0 && NounPhrases.LeftOf(s, s.Count) is { IsEmpty: false } left
            && new Piece(s[left.From].Start, s[left.To - 1].End) is var piece && !claim.Content.Exists(one => one.Start < piece.End && piece.Start < one.End) ? piece : null;
    }

    private static uint[] Features(string text, CommonWords words, Draft draft, MarkedClaim? marked)
    {
        var rule = SequenceFeatures.Hash(draft.Rule);
        var cue = draft.Cue.Count > 0 ? Tokeniser.Read(text, draft.Cue[0].Start, draft.Cue[0].End) : [];
        var verb = SequenceFeatures.Hash(cue.Select(token => token.Use?.Verb.Base).LastOrDefault(one => one is not null) ?? cue.Select(token => token.Lower).LastOrDefault() ?? "");
        var length = draft.Content.Sum(words.Within);
        var quoted = draft.Content.Exists(piece => text.AsSpan(piece.Start, piece.End - piece.Start).IndexOfAny("\"“”«") >= 0) || (draft.Content[0].Start > 0 && text[draft.Content[0].Start - 1] is '"' or '“' or '«');
        var source = SourceOf(draft);
        var who = source.Count == 0 ? 0u : draft.Sentence[draft.Source.From].IsIn("pronoun") ? 1u : draft.Sentence[draft.Source.To - 1].IsCapital || SequenceFeatures.IsSide(draft.Sentence[draft.Source.To - 1]) ? 2u : 3u;
        var overlap = marked is null ? 0.0 : words.Overlap(draft.Content, marked.Content);
        var agrees = overlap switch { 0.0 => 0u, < 0.3 => 1u, < 0.5 => 2u, < 0.8 => 3u, < 0.95 => 4u, _ => 5u };
        var onCue = marked is not null && draft.Cue.Exists(piece => piece.Start < marked.Cue.End && marked.Cue.Start < piece.End) ? 1u : 0u;
        var onSource = marked is not null && source.Exists(piece => marked.Source.Exists(other => piece.Start < other.End && other.Start < piece.End)) ? 1u : 0u;
        var margin = marked is null ? 0u : marked.Margin switch { < ClaimModel.Unit / 2 => 1u, < ClaimModel.Unit => 2u, < 2 * ClaimModel.Unit => 3u, < 4 * ClaimModel.Unit => 4u, _ => 5u };
        var size = length switch { 0 => 0u, < 3 => 1u, < 6 => 2u, < 13 => 3u, < 31 => 4u, _ => 5u };
        var all = new List<uint>();
        Add(0); Add(1, rule); Add(2, verb); Add(3, size); Add(4, who); Add(5, quoted ? 1u : 0u); Add(6, (uint)Math.Min(draft.Depth, 3)); Add(7, draft.InHeading ? 1u : 0u);
        Add(8, agrees); Add(9, onCue, onSource); Add(10, margin); Add(11, rule, agrees); Add(12, agrees, margin); Add(13, onCue, agrees); Add(14, rule, who);
        Add(15, (uint)Math.Min(draft.Content.Count, 3)); Add(16, size, quoted ? 1u : 0u); Add(17, rule, size); Add(18, who, onSource);
        return [.. all];

        void Add(uint template, uint a = 0, uint b = 0) => all.Add(SequenceFeatures.Mix(SequenceFeatures.Mix(SequenceFeatures.Mix(0x85EBCA6B, template), a), b));
    }
}
