using System.Collections.Immutable;

namespace Probatum.Text.Echoes;

/// <summary>A report as echoes are looked for in it.</summary>
/// <param name="Id">What it is called; no other text of the set is called so.</param>
/// <param name="Text">Its text; spans count code points of it.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="Date">Its date. One without a date is taken to be later than all others.</param>
/// <param name="Claims">Who says what in it.</param>
/// <param name="Images">Digests of its pictures, in any one spelling.</param>
/// <param name="Address">Where it was published: another report that names this address cites it.</param>
public sealed record EchoText(
    string Id, string Text, string? Publisher = null, DateOnly? Date = null,
    ImmutableArray<ProposedClaim> Claims = default, ImmutableArray<string> Images = default, string? Address = null);

/// <summary>The same passage in two texts.</summary>
/// <param name="From">Where it stands in the later text, in code points.</param>
/// <param name="To">Where it stands in the earlier text.</param>
/// <param name="Words">How many words stand in both, in the same order.</param>
/// <param name="Alike">Those words in thousandths of the longer of the two passages.</param>
/// <param name="IsQuoted">Whether it stands between quotation marks in one of the two.</param>
public sealed record EchoPassage(Span From, Span To, int Words, int Alike, bool IsQuoted);

/// <summary>One reason why two reports may go back to one origin.</summary>
/// <param name="Name">quotation, passage, phrases, shingles, speaker, numbers, context, event, names, cites or image.</param>
/// <param name="Points">What it adds to the score.</param>
/// <param name="Why">What was met, for a person.</param>
public sealed record EchoSignal(string Name, int Points, string Why);

/// <summary>A proposal: one report repeats another, or cites a source. A person confirms or rejects it.</summary>
/// <param name="From">The later report.</param>
/// <param name="To">The earlier report, or the name of a source outside the set.</param>
/// <param name="IsOutside">Whether <paramref name="To"/> is a name that the report gives, and no report of the set.</param>
/// <param name="Sort">quotes, cites, repeats or translates.</param>
/// <param name="Score">The points together, at most 1000.</param>
/// <param name="IsOrdered">Whether the dates say which came first.</param>
/// <param name="Passages">What stands in both, in the order of the later text; for a source outside, where it is cited.</param>
/// <param name="Signals">Every reason, the strongest first.</param>
public sealed record EchoEdge(
    string From, string To, bool IsOutside, string Sort, int Score, bool IsOrdered,
    ImmutableArray<EchoPassage> Passages, ImmutableArray<EchoSignal> Signals);

/// <summary>One origin that several reports go back to.</summary>
/// <param name="Name">Who is said to have said it, where the claims name somebody.</param>
/// <param name="First">The earliest report known that has it: not necessarily where it comes from.</param>
/// <param name="Reports">All reports that have it, the earliest first.</param>
/// <param name="Place">Where it stands in the earliest.</param>
public sealed record EchoOrigin(string? Name, string First, ImmutableArray<string> Reports, Span Place);

/// <summary>What a set of reports shares.</summary>
/// <param name="Edges">Every proposal between reports, and every citation of a source outside.</param>
/// <param name="Origins">What several reports go back to.</param>
/// <param name="Alone">Reports that share nothing with another one.</param>
public sealed record EchoGraph(ImmutableArray<EchoEdge> Edges, ImmutableArray<EchoOrigin> Origins, ImmutableArray<string> Alone)
{
    /// <summary>How many origins the reports have at the most, as far as their words tell.</summary>
    public int Count => Origins.Length + Alone.Length;
}
