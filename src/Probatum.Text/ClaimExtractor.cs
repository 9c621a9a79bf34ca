using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Takes attributed claims out of an English text by rules: who said what, each with its words in the
/// text.</summary>
/// <remarks>
/// Pure and total: the same text and information give the same claims, and no text makes it throw. What it returns are
/// proposals; nothing in them says whether a claim is true, and no side has a rule of its own. Time grows with the
/// length of the text; sentences and nesting are bounded.
/// </remarks>
public static class ClaimExtractor
{
    /// <summary>The engine, kept with every proposal so that it can be made again.</summary>
    public const string Version = "rules-1";

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
    public static ImmutableArray<ProposedClaim> Extract(string text, DocumentInfo info, ClaimModel? model = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(info);
        if (text.Length > Longest)
        {
            throw new ArgumentException($"a text has at most {Longest} characters", nameof(text));
        }

        var known = DocumentHead.Complete(text, info);
        var drafts = Drafts(text, known);
        if (model is not null)
        {
            drafts = [.. JoinedClaims.Of(text, drafts, model)
                .Select(joined => joined.Draft.With(model.Trust(joined.Features).InThousand))
                .Where(draft => draft.Rule != JoinedClaims.Rule || draft.InThousand >= LeastInThousand).OrderBy(Begin).ThenBy(Nesting.At)];
        }

        var around = Nesting.Around(drafts);
        Resolve(drafts, around);
        var own = new PhraseList((info.Places.IsDefault ? [] : info.Places).Select(place => (place, place)));
        var positions = CodePoints.Map(text);
        var builder = new ClaimBuilder(text, positions, known, own);
        return [.. Enumerable.Range(0, drafts.Count).Where(i => around[i].Count <= DeepestNesting)
            .Select((i, number) => builder.Build(drafts[i], around[i], number + 1))];
    }

    /// <summary>What the rules read, in the order of the text.</summary>
    internal static List<Draft> Drafts(string text, DocumentInfo known) => [.. ClaimReader.Read(text, known.Title).OrderBy(Begin).ThenBy(Nesting.At)];

    // Nobody reports that a said that b said … nine times over; the bound keeps time linear on a text that does.
    private const int DeepestNesting = 8;

    private static int Begin(Draft draft) => draft.Content.Min(piece => piece.Start);

    // In the order of the text, headlines last: a headline's short name is explained below it.
    private static void Resolve(List<Draft> drafts, List<Draft>[] around)
    {
        var memory = new SpeakerMemory();
        foreach (var i in Enumerable.Range(0, drafts.Count).OrderBy(i => drafts[i].InHeading)
            .ThenBy(i => Nesting.At(drafts[i])))
        {
            var outer = around[i].Count > 0 ? around[i][^1].Speaker : null;
            var speaker = memory.Resolve(drafts[i], outer);
            drafts[i].Speaker = drafts[i].InHeading ? memory.Expand(speaker.Name) ?? speaker : speaker;
        }
    }
}
