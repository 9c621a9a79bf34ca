using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>The words an answer may use; none of them says more than one run can carry.</summary>
/// <remarks>No word says "confirmed": that needs a second, independent property, which a search does not have.</remarks>
public static class Wordings
{
    /// <summary>Library spectrum only: the compound is one of the candidates, as far as its spectrum tells.</summary>
    public const string Library = "library";

    /// <summary>
    /// Library spectrum and retention index: as <see cref="Library"/>, and a candidate's index is as near as the profile
    /// asks, on one scale and phase. A second property, of the same injection: no second technique.
    /// </summary>
    public const string LibraryAndIndex = "library-index";

    /// <summary>
    /// Time and spectrum agree with a reference standard run under the same conditions, which the notes name. One technique
    /// still; the other candidates are those that the spectrum does not exclude and no standard was run of.
    /// </summary>
    public const string Standard = "standard";

    /// <summary>The spectrum fits, and neither standard nor retention index of any candidate does: none is found.</summary>
    public const string Contradicted = "contradicted";

    /// <summary>Whether the word says that a compound was found, as far as one technique goes.</summary>
    public static bool IsFound(string wording) => wording is Library or LibraryAndIndex or Standard;

    /// <summary>
    /// Only the kind of compound is told, none is found: more compounds fit than the profile lists, or one spectrum of
    /// the library comes first at several times of the run, as it does for isomers and homologues.
    /// </summary>
    public const string Class = "class";

    /// <summary>The same is in the procedural blank at comparable height: it may come from the laboratory.</summary>
    public const string Blank = "blank";

    /// <summary>
    /// No single reference comes near enough to an infrared or Raman spectrum, and two together explain it much better than the
    /// best alone: a question, none is found.
    /// </summary>
    public const string Mixture = "mixture";

    /// <summary>No compound of the library comes near enough; there are no candidates.</summary>
    public const string Unknown = "unknown";
}

/// <summary>What an answer hangs on besides run and library. Scores and widths in millionths.</summary>
/// <param name="Name">Of the acceptance profile.</param>
/// <param name="Version">Of the acceptance profile.</param>
/// <param name="SetWidthMillionths">Compounds this near to the best score are not told apart.</param>
/// <param name="UnknownBelowMillionths">A best score below this names nothing.</param>
/// <param name="MaxCandidates">How many compounds an answer lists at most; at least 1.</param>
public sealed record IdentificationSettings(
    string Name, string Version, int SetWidthMillionths, int UnknownBelowMillionths, int MaxCandidates)
{
    /// <summary>The profile's conditions; each is judged for every candidate.</summary>
    public ImmutableArray<Criterion> Criteria { get; init; } = [];
}

/// <summary>What can honestly be said of one component.</summary>
/// <param name="Component">When it came, and its spectrum.</param>
/// <param name="Wording">One of <see cref="Wordings"/>.</param>
/// <param name="Candidates">All compounds not told apart from the best, best first; never one picked of them.</param>
/// <param name="Notes">Sentences for the report: what limits the answer, and what was not tested.</param>
public sealed record ComponentAnswer(
    Component Component, string Wording, ImmutableArray<Hit> Candidates, ImmutableArray<string> Notes)
{
    /// <summary>
    /// The chance, in thousandths, that the right compound is among those not told apart, by <see cref="Calibration"/>;
    /// null where there are none, or the profile's sets have another width than those that were counted.
    /// </summary>
    public int? ChanceInThousand { get; init; }

    /// <summary>Its retention index, where a ladder gives one.</summary>
    public RetentionIndex? Index { get; init; }

    /// <summary>What each condition of the profile says of each candidate, in their order.</summary>
    public ImmutableArray<ImmutableArray<CriterionResult>> Criteria { get; init; } = [];
}
