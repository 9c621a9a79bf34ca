using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>A piece of a text, [<paramref name="Start"/>, <paramref name="End"/>).</summary>
/// <param name="Start">First position, counted in Unicode code points, not in UTF-16 units.</param>
/// <param name="End">Position after the last, counted in code points.</param>
public readonly record struct Span(int Start, int End);

/// <summary>One who passed a claim on, or who made it.</summary>
/// <param name="Name">The name as the text gives it, titles and articles left off; <c>unattributed</c> if nobody is
/// named.</param>
/// <param name="Role">Office or rank, as printed.</param>
/// <param name="Org">The body spoken for.</param>
public sealed record ChainItem(string Name, string? Role = null, string? Org = null);

/// <summary>One thing a claim says about the alleged event; it stands in the claim's content and nowhere
/// else.</summary>
/// <param name="Field">when, where, substance, perpetrator, target, munition, delivery, samples or counts.</param>
/// <param name="Value">The value as the text names it; a date in ISO form, a count as <c>what=number</c>.</param>
/// <param name="Span">The words the value was read from.</param>
public sealed record EventSlot(string Field, string Value, Span Span);

/// <summary>What somebody is reported to have said, as a rule read it: a proposal that a person confirms or
/// rejects.</summary>
/// <remarks>Nothing here says whether the claim is true. Every span lies in the text it was read from.</remarks>
/// <param name="Id">C1, C2, … in the order of the text.</param>
/// <param name="Source">Who speaks, as printed; empty where nobody is named.</param>
/// <param name="Cue">The words that report; empty in a headline without a verb.</param>
/// <param name="Content">What is said, in one or more pieces.</param>
/// <param name="Kind">direct, indirect, mixed, headline or unattributed.</param>
/// <param name="Stance">asserts, denies, requests, warns, predicts or commits.</param>
/// <param name="Topic">use, blame, evidence, casualties, response or other.</param>
/// <param name="Certainty">probable, possible or unverified; null where the claim is flat.</param>
/// <param name="Speaker">The name behind <paramref name="Source"/>, pronouns and short names resolved.</param>
/// <param name="Chain">From the document's publisher to the last who holds the knowledge.</param>
/// <param name="Event">What the content says about the alleged event.</param>
/// <param name="Rule">The rule that made the proposal.</param>
/// <param name="CuePresupposes">The cue itself takes its content for true ('confirmed'); never take that over.</param>
public sealed record ProposedClaim(
    string Id, ImmutableArray<Span> Source, ImmutableArray<Span> Cue, ImmutableArray<Span> Content,
    string Kind, string Stance, string Topic, string? Certainty,
    string? Speaker, ImmutableArray<ChainItem> Chain, ImmutableArray<EventSlot> Event, string Rule,
        bool CuePresupposes)
{
    /// <summary>
    /// The chance, in thousandths, that content, source and cue are what a careful reader would mark; null where no model was
    /// asked. It says nothing of whether the claim is true.
    /// </summary>
    public int? InThousand { get; init; }

    /// <summary>The claims of the same text that this one denies, confirms or comments on; none where no reason was met.</summary>
    public ImmutableArray<Answer> Answers { get; init; } = [];
}

/// <summary>A claim that another one answers. It says nothing of whether either is true.</summary>
/// <param name="Claim">The id of the claim that is answered.</param>
/// <param name="Reason">Why: told-in-it, source-named, pointed-at or blamed.</param>
public sealed record Answer(string Claim, string Reason);

/// <summary>What is known of a report besides its text; what is not given is looked for in the text's own
/// head.</summary>
/// <param name="Title">Its headline.</param>
/// <param name="Publisher">Who published it; the first link of every chain.</param>
/// <param name="Date">Its date; words such as 'last Friday' are read against it.</param>
/// <param name="Places">Places of the case, in the spelling that is to be found.</param>
/// <param name="Language">The code of its language where the caller knows it ('ru'); it must have rules.</param>
/// <param name="Gazetteer">Places of the world; English names after a word of place are looked up there. Null for the case's own and the small list alone.</param>
public sealed record DocumentInfo(
    string? Title = null, string? Publisher = null, DateOnly? Date = null, ImmutableArray<string> Places = default,
    string? Language = null, Gazetteer? Gazetteer = null);

/// <summary>What was read in a text.</summary>
/// <param name="Language">Its language, and whether parts of it were passed over.</param>
/// <param name="Claims">The claims in the order in which they begin.</param>
public sealed record ReadClaims(LanguageReading Language, ImmutableArray<ProposedClaim> Claims);
