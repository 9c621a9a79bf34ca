using System.Collections.Immutable;
using Probatum.Core;

namespace Probatum.Export.Reports;

/// <summary>A report of a case: what it says, in order, with the records that each sentence rests on. Three renderers write it.</summary>
/// <param name="Title">The case's title.</param>
/// <param name="Marking">The marking of the whole, the highest of its parts; null where there is none.</param>
/// <param name="Front">The title page.</param>
/// <param name="Blocks">Headings and what stands below them.</param>
/// <param name="Size">How many leaves the log had.</param>
/// <param name="Withheld">How many members the reader for whom it was written can't see.</param>
public sealed record Report(string Title, string? Marking, ImmutableArray<ReportRow> Front, ImmutableArray<ReportBlock> Blocks, long Size, long Withheld)
{
    /// <summary>The numbered sections and annexes.</summary>
    public IEnumerable<ReportHeading> Sections => Blocks.OfType<ReportHeading>().Where(heading => heading.Level == 2);

    /// <summary>Every sentence and row, with what it rests on.</summary>
    public IEnumerable<ReportRow> Rows => Blocks.SelectMany(block => block switch
    {
        ReportText text => [text.Row],
        ReportList list => list.Items,
        ReportTable table => table.Rows,
        ReportFigure figure => [figure.Row],
        _ => Enumerable.Empty<ReportRow>(),
    });

    /// <summary>The leaves that anything in it rests on.</summary>
    public ImmutableSortedSet<long> Cited => [.. Front.Concat(Rows).SelectMany(row => row.Leaves)];

    /// <summary>Every phrase in it.</summary>
    public IEnumerable<Phrase> Phrases => Front.Concat(Rows).SelectMany(row => row.Cells)
        .Concat(Blocks.SelectMany(block => block switch
        {
            ReportHeading heading => [heading.Title],
            ReportTable table => table.Heads.Add(table.Caption),
            ReportFigure figure => [figure.Description],
            _ => ImmutableArray<Phrase>.Empty,
        }));
}

/// <summary>A part of a report. A closed family.</summary>
public abstract record ReportBlock;

/// <summary>A heading of the level 2 to 4, and the name by which a link leads to it. Those of the level 2 have a number, or a letter where <c>IsAnnex</c>.</summary>
public sealed record ReportHeading(int Level, string Mark, Phrase Title, string Anchor, bool IsAnnex) : ReportBlock;

/// <summary>A sentence or row: its cells, the leaves that it rests on, and how it is marked.</summary>
/// <param name="Cells">One for a sentence.</param>
/// <param name="Leaves">In order, each once.</param>
public sealed record ReportRow(ImmutableArray<Phrase> Cells, ImmutableArray<long> Leaves)
{
    /// <summary>What links lead to, such as that of a leaf in the list of records; null where none does.</summary>
    public string? Anchor { get; init; }

    /// <summary>Whether something in it does not fit, which is shown.</summary>
    public bool IsOdd { get; init; }

    /// <summary>The highest marking that its records bear; null where markings are not used.</summary>
    public Marking? Marking { get; init; }

    /// <summary>Which numbers in it are counts of cited records, so that anybody can count again.</summary>
    public ImmutableArray<ReportCount> Counts { get; init; } = [];
}

/// <summary>A number that says how many of the cited records are of a kind.</summary>
public sealed record ReportCount(string Kind, long Number);

/// <summary>A sentence or a paragraph.</summary>
/// <param name="Row">What it says.</param>
/// <param name="IsStrong">Whether it stands out.</param>
public sealed record ReportText(ReportRow Row, bool IsStrong = false) : ReportBlock;

/// <summary>Sentences below each other.</summary>
public sealed record ReportList(ImmutableArray<ReportRow> Items) : ReportBlock;

/// <summary>A table. Its last column, which every renderer adds, has the records that each row rests on.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Heads">The heads of its columns.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="HasLeaves">Whether the column of records is shown; not where the table is the list of records itself.</param>
public sealed record ReportTable(Phrase Caption, ImmutableArray<Phrase> Heads, ImmutableArray<ReportRow> Rows, bool HasLeaves = true) : ReportBlock;

/// <summary>A drawing with what it shows; its own words are English.</summary>
/// <param name="Row">The caption.</param>
/// <param name="Description">What is to be seen, for whoever can't see it.</param>
/// <param name="Svg">The drawing, our own markup.</param>
public sealed record ReportFigure(ReportRow Row, Phrase Description, string Svg) : ReportBlock;
