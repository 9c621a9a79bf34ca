namespace Probatum.Text;

/// <summary>Tokens [From, To) of one sentence.</summary>
internal readonly record struct Phrase(int From, int To)
{
    public bool IsEmpty => To <= From;
}

/// <summary>UTF-16 units [Start, End) of the document.</summary>
internal readonly record struct Piece(int Start, int End);

/// <summary>A claim as a rule found it, before names are resolved; content grows while quotations go on.</summary>
/// <param name="Sentence">Where the source stands.</param>
/// <param name="Source">The source's tokens in <paramref name="Sentence"/>; empty where nobody is named.</param>
/// <param name="Cue">The reporting words.</param>
/// <param name="Content">What is said.</param>
/// <param name="Class">The cue's class: assert, deny, request, warn, predict, commit.</param>
/// <param name="Presupposes">The cue takes its content for true.</param>
/// <param name="Rule">The rule's name.</param>
internal sealed record Draft(
    Sentence Sentence, Phrase Source, List<Piece> Cue, List<Piece> Content, string Class, bool Presupposes, string Rule)
{
    /// <summary>The cue's token, or that of the source in a headline; orders claims and finds the last
    /// subject.</summary>
    public int Anchor { get; init; }

    /// <summary>The report ends in a colon: the quotation is the next paragraph.</summary>
    public bool AwaitsQuotation { get; init; }

    /// <summary>The language whose rules found it.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Tokens of the sentence that name who passed the speaker's words on ('an agency quoted an
    /// official').</summary>
    public Phrase ThroughPhrase { get; init; }

    /// <summary>Tokens of the sentence that name whom the speaker cites.</summary>
    public Phrase BehindPhrase { get; init; }

    /// <summary>The link of the chain before the speaker.</summary>
    public Speaker? Through { get; set; }

    /// <summary>The link of the chain after the speaker.</summary>
    public Speaker? Behind { get; set; }

    /// <summary>The line is a headline.</summary>
    public bool InHeading { get; set; }

    /// <summary>Whom 'he' or a short name stands for; filled in when the document is read in order.</summary>
    public Speaker? Speaker { get; set; }

    /// <summary>In how many other claims it is told.</summary>
    public int Depth { get; set; }

    /// <summary>How far the claim may be trusted, in thousandths; null where no model was asked.</summary>
    public int? InThousand { get; private set; }

    /// <summary>The same draft with its confidence.</summary>
    public Draft With(int inThousand)
    {
        InThousand = inThousand;
        return this;
    }

    /// <summary>The draft of a verb whose cue is tokens <paramref name="start"/> to <paramref
    /// name="cueEnd"/>.</summary>
    public static Draft Of(
        Sentence s, Phrase subject, int start, int cueEnd, List<Piece> content, VerbUse use, string rule)
    {
        var cue = new Piece(s[start].Start, s[cueEnd - 1].End);
        return new(s, subject, [cue], content, use.Verb.Class, use.Verb.Presupposes, rule) { Anchor = start };
    }
}
