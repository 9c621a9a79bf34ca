using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Casualties;
using Probatum.Core.Consents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;

namespace Probatum.Core.Cases;

/// <summary>
/// Rows of a sheet that somebody made were recorded: the author's next records are, in order, those of <c>Rows</c>. A sheet that was
/// recorded in several parts has one such record before each, all of one <c>Import</c>.
/// </summary>
/// <remarks>
/// <c>File</c> is the sheet as it came (or, of a file with names, what was taken of it), <c>Name</c> what its file was called, <c>Sort</c> what its rows are (samples), <c>Sheet</c> the name of the one that was read in a file of
/// several, <c>Total</c> how many rows that one has, <c>Reading</c> how headings and cells were read (canonical JSON). See <see cref="RowRanges"/> for the form of rows.
/// </remarks>
public sealed record SheetImported(
    EntityId? Import, Blob? File, string? Name, string? Sort, string? Sheet, long? Total, ImmutableArray<string> Rows, string? Reading) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("sheet-imported", 1, Read);

    /// <summary>The kinds of record that rows of sheets become. Only these can belong to an import, and be withdrawn with it.</summary>
    public static ImmutableArray<RecordKind> Kinds { get; } =
    [
        SampleCollected.Row, SampleSplit.Row, CustodyReported.Row, SealChecked.Row, SampleStored.Row, InstrumentRunRecorded.Row, ResultReported.Row,
        CasualtyRecorded.Row, RequestMade.Row, CasualtyExamined.Row, CasualtyTreated.Row, CasualtyOutcomeRecorded.Row, ConsentRecorded.Row, ConsentWithdrawn.Row,
    ];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("import", Import).Blob("file", File).Text("name", Name).Text("sort", Sort).Text("sheet", Sheet).Number("total", Total).Texts("rows", Rows).Text("reading", Reading);

    private static SheetImported Read(BodyReader body) => new(
        body.Need("import", "file", "sort", "rows").Id("import"), body.Blob("file"), body.Text("name"), body.Text("sort"), body.Text("sheet"), body.Number("total"),
        body.Texts("rows"), body.Text("reading"));
}

/// <summary>All that came in by an import is withdrawn: it stays on record and counts for nothing; or (<c>Withdrawn</c> false) it counts again.</summary>
public sealed record ImportWithdrawn(EntityId? Import, bool? Withdrawn, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("import-withdrawn", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("import", Import).Truth("withdrawn", Withdrawn).Text("reason", Reason);

    private static ImportWithdrawn Read(BodyReader body) => new(
        body.Need("import", "withdrawn", "reason").Id("import"), body.Truth("withdrawn"), body.Text("reason"));
}

/// <summary>Rows by their numbers, "2-401", or by names of their own, "uuid:…"; a row that became two records stands twice.</summary>
public static class RowRanges
{
    // What a range names is held in memory: more rows than a sheet can have are no range.
    private const long MostRows = 4_000_000;

    /// <summary>The rows, those that follow one another as a range.</summary>
    public static ImmutableArray<string> Write(IReadOnlyList<string> rows)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < rows.Count;)
        {
            var (from, next) = (Number(rows[i]), i + 1);
            while (from is { } first && next < rows.Count && Number(rows[next]) == first + (next - i))
            {
                next++;
            }

            texts.Add(next - i > 1 ? $"{rows[i]}-{rows[next - 1]}" : rows[i]);
            i = next;
        }

        return texts.ToImmutable();
    }

    /// <summary>How many rows these are.</summary>
    public static long Count(ImmutableArray<string> rows) => rows.Sum(Length);

    /// <summary>The rows one by one.</summary>
    public static IEnumerable<string> Read(ImmutableArray<string> rows) => rows.SelectMany(text => Range(text) is var (first, last)
        ? Enumerable.Range(0, (int)(last - first + 1)).Select(i => (first + i).ToString(CultureInfo.InvariantCulture))
        : [text]);

    private static long Length(string text) => Range(text) is var (first, last) ? last - first + 1 : 1;

    private static (long First, long Last)? Range(string text) =>
        text.Split('-') is [var from, var to] && Number(from) is { } first && Number(to) is { } last && first < last && last <= MostRows ? (first, last) : null;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text ? number : null;
}

/// <summary>A part of an import: whose it is, where in that author's own sequence its rows begin, and what it says.</summary>
public sealed record ImportPart(long Index, KeyName Author, long FirstSeq, SheetImported Said)
{
    /// <summary>The number in the author's sequence that is behind the last row's.</summary>
    public long EndSeq { get; } = FirstSeq + RowRanges.Count(Said.Rows);
}

/// <summary>An import: its parts in log order, and the last word on whether it is withdrawn.</summary>
public sealed record ImportView(EntityId Id, ImmutableList<ImportPart> Parts, ImportWithdrawn? Word)
{
    /// <summary>Whether all that came in by it counts for nothing.</summary>
    public bool IsWithdrawn => Word?.Withdrawn == true;

    /// <summary>What the first part says of the sheet.</summary>
    public SheetImported? Said => Parts.IsEmpty ? null : Parts[0].Said;

    /// <summary>How many rows of the sheet are on record; one that became two records counts as two.</summary>
    public long Records => Parts.Sum(part => part.EndSeq - part.FirstSeq);

    /// <summary>Every row with the record that it became; null where that record is not here.</summary>
    public IEnumerable<(string Row, Entry? Entry)> Rows(CaseHistory history) => Parts.SelectMany(part => RowRanges.Read(part.Said.Rows).Select((row, i) => (
        row,
        history.Position(part.Author).Ids.TryGetValue(part.FirstSeq + i, out var id) && history.Find(id) is { } entry && ImportsView.CanBelong(entry) ? entry : null)));
}

/// <summary>The imports of a case, and which records are withdrawn with one.</summary>
public sealed record ImportsView(ImmutableDictionary<EntityId, ImportView> Imports, ImmutableList<EntityId> InOrder)
{
    /// <summary>No imports.</summary>
    public static ImportsView Empty { get; } = new(ImmutableDictionary<EntityId, ImportView>.Empty, []);

    /// <summary>The imports in the order in which a record first spoke of them.</summary>
    public IEnumerable<ImportView> All => InOrder.Select(id => Imports[id]);

    /// <summary>The stretches of authors' sequences that are withdrawn.</summary>
    private ImmutableList<ImportPart> Withdrawn { get; init; } = [];

    /// <summary>The import of that id, or null.</summary>
    public ImportView? Find(EntityId? id) => id is { } known ? Imports.GetValueOrDefault(known) : null;

    /// <summary>The view after this entry. A correction of an import says nothing: the records are where they are.</summary>
    public ImportsView Then(Entry entry) => entry.Envelope.Corrects is not null ? this : entry.Statement switch
    {
        SheetImported { Import: { } id } said => With(Get(id) with { Parts = Get(id).Parts.Add(new(entry.Index, entry.Author, entry.Envelope.Seq + 1, said)) }),
        ImportWithdrawn { Import: { } id } word => With(Get(id) with { Word = word }),
        _ => this,
    };

    /// <summary>Whether this entry is one after which others count that did not, or the other way round.</summary>
    public bool ChangesThePast(Entry entry) =>
        entry.Statement is ImportWithdrawn || (entry.Statement is SheetImported { Import: { } id } && Find(id)?.IsWithdrawn == true);

    /// <summary>Whether the entry came in by an import that is withdrawn.</summary>
    public bool IsWithdrawn(Entry entry)
    {
        if (Withdrawn.IsEmpty || !CanBelong(entry))
        {
            return false;
        }

        foreach (var part in Withdrawn)
        {
            if (part.FirstSeq <= entry.Envelope.Seq && entry.Envelope.Seq < part.EndSeq && part.Author == entry.Author)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a record can be one of an import.</summary>
    internal static bool CanBelong(Entry entry) => entry.Envelope.Corrects is null && entry.Statement is { } said && SheetImported.Kinds.Contains(said.Kind);

    /// <summary>What stands on record of things that came in by an import which is withdrawn: each of them says something of what counts no more.</summary>
    public static IEnumerable<(Entry Entry, NamedEntity Of)> LeftOver(CaseState state)
    {
        var gone = state.Entities.Withdrawn;
        return gone.Count == 0 ? [] : state.Entries
            .Where(entry => entry.Statement is not (null or SheetImported or ImportWithdrawn) && entry.Envelope.Corrects is null && !state.Imports.IsWithdrawn(entry))
            .SelectMany(entry => Named(entry).Where(gone.Contains).Distinct().Select(id => (entry, state.Entities.Find(id)!)));
    }

    private static IEnumerable<EntityId> Named(Entry entry)
    {
        var body = new BodyWriter();
        entry.Statement!.Describe(body);
        return body.Sealed.SelectMany(member => Texts(member.Value)).Where(EntityId.IsWellFormed).Select(text => new EntityId(text));
    }

    private static IEnumerable<string> Texts(Json json) => json switch
    {
        JsonText text => [text.Value],
        JsonList list => list.Items.SelectMany(Texts),
        JsonMap map => map.Members.SelectMany(member => Texts(member.Value)),
        _ => [],
    };

    private ImportView Get(EntityId id) => Find(id) ?? new(id, [], null);

    private ImportsView With(ImportView import)
    {
        var all = Imports.SetItem(import.Id, import);
        return new(all, Imports.ContainsKey(import.Id) ? InOrder : InOrder.Add(import.Id))
        {
            Withdrawn = import.IsWithdrawn || Find(import.Id)?.IsWithdrawn == true ? [.. all.Values.Where(one => one.IsWithdrawn).SelectMany(one => one.Parts)] : Withdrawn,
        };
    }
}

/// <summary>What may be recorded about imports.</summary>
internal static class ImportRules
{
    public static Refused? Judge(ImportWithdrawn word, CaseState state) =>
        state.Imports.Find(word.Import) is not { Parts.IsEmpty: false } import ? new("import/unknown", "there is no such import")
        : word.Reason is null or "" ? new("import/no-reason", "an import is withdrawn, or put back, for a reason")
        : import.IsWithdrawn == (word.Withdrawn == true) ? new("import/withdrawn", $"{state.Entities.Call(import.Id)} is {(import.IsWithdrawn ? "withdrawn already" : "not withdrawn")}")
        : null;
}
