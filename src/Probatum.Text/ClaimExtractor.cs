using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Takes attributed claims out of a text by rules: who said what, each with its words in the text. There are
/// rules for English, Russian and Arabic.</summary>
/// <remarks>
/// Pure and total: the same text and information give the same claims, and no text makes it throw. What it returns are
/// proposals; nothing in them says whether a claim is true, and no side has a rule of its own. Time grows with the
/// length of the text; sentences and nesting are bounded.
/// </remarks>
public static class ClaimExtractor
{
    /// <summary>The engine, kept with every proposal so that it can be made again.</summary>
    public const string Version = "rules-3";

    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int Longest = 16_000_000;

    /// <summary>Claims that the model alone finds are proposed from this confidence on, in thousandths; what a rule finds is always shown.</summary>
    public const int LeastInThousand = 400;

    /// <summary>The claims of <paramref name="text"/> in the order in which they begin.</summary>
    /// <param name="text">The report, line breaks between its paragraphs.</param>
    /// <param name="info">What is known of it; title, publisher and date are else looked for in its first
    /// lines.</param>
    /// <param name="model">Learned weights that add claims and say how far each may be trusted; null for the rules alone.</param>
    /// <exception cref="ArgumentException">The text is longer than <see cref="Longest"/>.</exception>
    public static ImmutableArray<ProposedClaim> Extract(string text, DocumentInfo info, ClaimModel? model = null) => Read(text, info, model).Claims;

    /// <summary>The claims of <paramref name="text"/>, and in which language it is.</summary>
    /// <param name="text">The report, line breaks between its paragraphs.</param>
    /// <param name="info">What is known of it; its language is else told from its words, paragraph by paragraph.</param>
    /// <param name="model">As for <see cref="Extract"/>; it reads English only.</param>
    /// <exception cref="ArgumentException">The text is longer than <see cref="Longest"/>, or there are no rules for the
    /// language that is given.</exception>
    public static ReadClaims Read(string text, DocumentInfo info, ClaimModel? model = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(info);
        if (text.Length > Longest)
        {
            throw new ArgumentException($"a text has at most {Longest} characters", nameof(text));
        }

        var (language, parts) = LanguageDetector.Read(text, info.Language is { } code ? Given(code) : null);
        var known = DocumentHead.Complete(text, info);
        var drafts = All(text, known, parts, model);
        var around = Nesting.Around(drafts);
        Resolve(drafts, around);
        var readers = new Dictionary<string, IContentReader>();
        var positions = CodePoints.Map(text);
        var builder = new ClaimBuilder(text, positions, known, of =>
            readers.TryGetValue(of, out var reader) ? reader : readers[of] = ContentReader(of, info.Places, info.Gazetteer));
        var kept = Enumerable.Range(0, drafts.Count).Where(i => around[i].Count <= DeepestNesting).ToList();
        var claims = kept.Select((i, number) => builder.Build(drafts[i], around[i], number + 1)).ToImmutableArray();
        return new(language, AnswerFinder.Link(text, claims, kept.ConvertAll(i => drafts[i]), kept.ConvertAll(i => builder.Content(drafts[i]))));
    }

    /// <summary>What the English rules read, in the order of the text.</summary>
    internal static List<Draft> Drafts(string text, DocumentInfo known) => Ordered(ClaimReader.Read(text, known.Title, Paragraphs.Read(text)));

    // Nobody reports that a said that b said … nine times over; the bound keeps time linear on a text that does.
    private const int DeepestNesting = 8;

    private static Language Given(string code) => Language.Of(code) is { HasRules: true } language ? language
        : throw new ArgumentException($"there are no rules for the language '{code}'; there are for {Language.WithRules}", nameof(code));

    // Every paragraph is read with the rules of its language; one in a language without rules is passed over.
    private static List<Draft> All(string text, DocumentInfo known, List<LanguagePart> parts, ClaimModel? model)
    {
        List<(int Start, int End)> In(string code) => [.. parts.Where(part => part.Language.Code == code).Select(part => (part.Start, part.End))];
        var english = In("en");
        var drafts = Ordered(ClaimReader.Read(text, known.Title, english));
        if (model is not null && english.Count > 0)
        {
            drafts = Ordered(JoinedClaims.Of(text, drafts, model)
                .Select(joined => joined.Draft.With(model.Trust(joined.Features).InThousand))
                .Where(draft => draft.Rule != JoinedClaims.Rule
                    || (draft.InThousand >= LeastInThousand && (english.Count == parts.Count || IsIn(english, Begin(draft))))));
        }

        var others = new RussianReader().Read(text, known.Title, In("ru")).Concat(new ArabicReader().Read(text, known.Title, In("ar"))).ToList();
        return others.Count == 0 ? drafts : Ordered(drafts.Concat(others));
    }

    // The paragraphs stand in order.
    private static bool IsIn(List<(int Start, int End)> paragraphs, int at)
    {
        var found = paragraphs.BinarySearch((at, int.MaxValue));
        var before = (found < 0 ? ~found : found + 1) - 1;
        return before >= 0 && at < paragraphs[before].End;
    }

    private static IContentReader ContentReader(string code, ImmutableArray<string> places, Gazetteer? gazetteer)
    {
        var own = (places.IsDefault ? [] : places).Select(place => (place, place));
        return code == "en" ? new EnglishContent(new PhraseList(own), gazetteer) : new TabledContent(Tables(code), new TermList(Tables(code), own));
    }

    private static LanguageTables Tables(string code) => code == "ru" ? RussianForms.Tables : ArabicForms.Tables;

    private static List<Draft> Ordered(IEnumerable<Draft> drafts) => [.. drafts.OrderBy(Begin).ThenBy(Nesting.At)];

    private static int Begin(Draft draft) => draft.Content.Min(piece => piece.Start);

    // In the order of the text, headlines last: a headline's short name is explained below it.
    private static void Resolve(List<Draft> drafts, List<Draft>[] around)
    {
        var memory = new SpeakerMemory();
        var tabled = new Dictionary<string, TabledSpeakers>();
        foreach (var i in Enumerable.Range(0, drafts.Count).OrderBy(i => drafts[i].InHeading)
            .ThenBy(i => Nesting.At(drafts[i])))
        {
            if (drafts[i].Language != "en")
            {
                ResolveTabled(drafts[i], tabled);
                continue;
            }

            var outer = around[i].Count > 0 ? around[i][^1].Speaker : null;
            var speaker = memory.Resolve(drafts[i], outer);
            drafts[i].Through ??= drafts[i].ThroughPhrase.IsEmpty ? null : Speaker.Of(drafts[i].Sentence, drafts[i].ThroughPhrase);
            drafts[i].Speaker = drafts[i].InHeading ? memory.Expand(speaker.Name) ?? speaker : speaker;
        }
    }

    private static void ResolveTabled(Draft draft, Dictionary<string, TabledSpeakers> memories)
    {
        if (!memories.TryGetValue(draft.Language, out var memory))
        {
            memories[draft.Language] = memory = new(Tables(draft.Language));
        }

        draft.Through = draft.ThroughPhrase.IsEmpty ? null : memory.Of(draft.Sentence, draft.ThroughPhrase);
        draft.Speaker = memory.Resolve(draft);
        draft.Behind = draft.BehindPhrase.IsEmpty ? null : memory.Of(draft.Sentence, draft.BehindPhrase);
    }
}
