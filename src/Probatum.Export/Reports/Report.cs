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
public sealed record ReportTable(Phrase Caption, ImmutableArray<Phrase> Heads, ImmutableArray<ReportRow> Rows, bool HasLeaves = true) : ReportBlock
{
    // In tenths of a small letter: what a line of a table on paper holds, the edges of a cell, a word that may break anywhere.
    private const int ALine = 1080;
    private const int Edges = 16;
    private const int OfBreakable = 130;
    private const int MostMarks = 240;
    private const int Breakable = 22;

    /// <summary>The head of the column of records.</summary>
    public static Phrase Records { get; } = $"records";

    /// <summary>The share of each column in hundredths: its longest word first, then as its usual text asks for.</summary>
    public ImmutableArray<int> Widths(IPhrases? language)
    {
        List<(int Least, int Usual)> asked = [.. Heads.Select((head, i) => Asked(head.In(language), Rows.Select(row => row.Cells[i].In(language))))];
        if (HasLeaves)
        {
            var marks = Rows.Select(row => ReportReferences.Marks(row.Leaves).Sum(mark => mark.Mark.Length + 1)).Order().ElementAt(Rows.Length * 3 / 4);
            asked.Add((Math.Max(Wide(Records.In(language)), 60) + Edges, Math.Min(marks * 8, MostMarks) + Edges));
        }

        var spare = Math.Max(0, ALine - asked.Sum(one => one.Least));
        var wanted = Math.Max(1, asked.Sum(one => Math.Max(0, one.Usual - one.Least)));
        var widths = asked.ConvertAll(one => (one.Least * 1000) + (Math.Max(0, one.Usual - one.Least) * Math.Min(1000, spare * 1000 / wanted)));
        var shares = widths.ConvertAll(one => Math.Max(3, (int)((long)one * 100 / widths.Sum())));
        shares[shares.IndexOf(shares.Max())] += 100 - shares.Sum();
        return [.. shares];
    }

    private static (int Least, int Usual) Asked(string head, IEnumerable<string> texts)
    {
        var all = texts.ToList();
        var least = all.SelectMany(text => text.Split(' ')).Select(word => word.Length > Breakable ? OfBreakable : Wide(word)).Concat(head.Split(' ').Select(word => Wide(word) * 11 / 10)).Max();
        return (Math.Max(40, least) + Edges, all.Select(text => Math.Min(Wide(text), 1600)).Order().ElementAt(all.Count * 3 / 4) + Edges);
    }

    private static int Wide(string text) => text.Sum(letter => char.IsUpper(letter) ? 13 : 10);
}

/// <summary>A drawing with what it shows; its own words are English.</summary>
/// <param name="Row">The caption.</param>
/// <param name="Description">What is to be seen, for whoever can't see it.</param>
/// <param name="Svg">The drawing, our own markup.</param>
public sealed record ReportFigure(ReportRow Row, Phrase Description, string Svg) : ReportBlock;
