using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>Whether the last word was typed to its end.</summary>
public enum LastWord
{
    /// <summary>As all others: a whole word.</summary>
    Whole,

    /// <summary>The beginning of one, as while somebody types; whole where a space follows it.</summary>
    Begun,
}

/// <summary>What somebody may see: nothing else is found, counted or shown in a facet.</summary>
/// <param name="Cases">The cases, each with the kinds of records in it, null for all kinds; null for every case.</param>
/// <param name="MaySee">Asked of each record at last, with its case and leaf, such as for compartments; null where all of it may be seen. From several threads.</param>
public sealed record SearchScope(ImmutableDictionary<CaseId, ImmutableHashSet<string>?>? Cases, Func<CaseId, long, bool>? MaySee)
{
    /// <summary>Of somebody who may see all of the workspace.</summary>
    public static SearchScope Everything { get; } = new(null, null);

    /// <summary>Some cases whole.</summary>
    public static SearchScope Of(params IEnumerable<CaseId> cases) => new(cases.ToImmutableDictionary(id => id, _ => (ImmutableHashSet<string>?)null), null);
}

/// <summary>What of the records is asked for, beside their words: within one list any, between lists all; an empty list asks nothing.</summary>
public sealed record SearchFilter
{
    /// <summary>Nothing is asked.</summary>
    public static SearchFilter Nothing { get; } = new();

    /// <summary>Kinds of records.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];

    /// <summary>Cases.</summary>
    public ImmutableArray<CaseId> Cases { get; init; } = [];

    /// <summary>The names of the keys that signed first.</summary>
    public ImmutableArray<KeyName> Authors { get; init; } = [];

    /// <summary>Years or months in which the author says the record was made: "2016", "2016-11". Anything else finds nothing.</summary>
    public ImmutableArray<string> Made { get; init; } = [];
}

/// <summary>What is searched for, and which of it is wanted.</summary>
/// <param name="Words">
/// All of them must stand in one record, in any order and member. Words in quotes stand behind one another; of a word behind a minus none stands
/// there. No sign means anything else, and none is an error.
/// </param>
/// <param name="Scope">What may be seen.</param>
public sealed record SearchRequest(string Words, SearchScope Scope)
{
    /// <summary>What is asked beside the words.</summary>
    public SearchFilter Filter { get; init; } = SearchFilter.Nothing;

    /// <summary>Whether the last word was typed to its end.</summary>
    public LastWord Last { get; init; } = LastWord.Whole;

    /// <summary>How many hits to pass over.</summary>
    public int Skip { get; init; }

    /// <summary>How many hits to give.</summary>
    public int Take { get; init; } = 20;
}

/// <summary>A stretch of a text, in UTF-16 units.</summary>
public readonly record struct Stretch(int Start, int Length);

/// <summary>A record in which the searched words stand.</summary>
/// <param name="Case">Its case.</param>
/// <param name="Index">Its leaf.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Author">The key that signed it first.</param>
/// <param name="Made">When its author says it was made; null where that is no time. To the minute.</param>
/// <param name="IsExact">Whether the words themselves stand there; else other spellings of the names.</param>
/// <param name="Member">The member that is shown.</param>
/// <param name="Passage">A piece of its text, with "…" where it is cut.</param>
/// <param name="Marks">Where the words stand in the passage.</param>
public sealed record FoundRecord(
    CaseId Case, long Index, string Type, KeyName Author, DateTimeOffset? Made, bool IsExact, string Member, string Passage, ImmutableArray<Stretch> Marks)
{
    /// <summary>The passage with signs before and behind each word.</summary>
    public string Marked(string before, string behind)
    {
        var marked = new System.Text.StringBuilder();
        var at = 0;
        foreach (var mark in Marks)
        {
            marked.Append(Passage, at, mark.Start - at).Append(before).Append(Passage, mark.Start, mark.Length).Append(behind);
            at = mark.Start + mark.Length;
        }

        return marked.Append(Passage, at, Passage.Length - at).ToString();
    }
}

/// <summary>How many of the counted records have a value.</summary>
public readonly record struct FacetCount(string Value, int Count);

/// <summary>What was found.</summary>
/// <param name="Hits">The wanted page of it: records with the words themselves first, then those with other spellings; the newest first.</param>
/// <param name="Counted">How many records were counted; pages end with them.</param>
/// <param name="Exact">How many of them have the words themselves.</param>
/// <param name="IsPartial">Whether more may be there: work is bounded, and what is counted are the first <see cref="CaseIndex.MostCounted"/>.</param>
/// <param name="Kinds">Of the counted records: by kind, most frequent first, as the other facets.</param>
/// <param name="Cases">By case.</param>
/// <param name="Authors">By the key that signed first.</param>
/// <param name="Years">By the year in which they were made, as their authors say; the latest first.</param>
/// <param name="Months">By the month, as "2016-11"; the latest first.</param>
public sealed record SearchResult(
    ImmutableArray<FoundRecord> Hits, int Counted, int Exact, bool IsPartial, ImmutableArray<FacetCount> Kinds, ImmutableArray<FacetCount> Cases,
    ImmutableArray<FacetCount> Authors, ImmutableArray<FacetCount> Years, ImmutableArray<FacetCount> Months)
{
    /// <summary>Nothing was found.</summary>
    public static SearchResult None { get; } = new([], 0, 0, false, [], [], [], [], []);
}
