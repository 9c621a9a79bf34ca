using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>A file whose rows or resources become records.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Sort">What its rows are, as on record.</param>
/// <param name="One">What one of them is called.</param>
/// <param name="Many">What several are called.</param>
/// <param name="Kept">The bytes that are kept: the file, or what may be kept of it.</param>
/// <param name="Media">Their media type.</param>
/// <param name="Sheet">The sheet in a file of several.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Reading">How they were read, one line of JSON.</param>
/// <param name="Word">What the place of a row is called.</param>
/// <param name="KeepFiles">Keeps the files that these records name.</param>
internal sealed record ImportedFile(
    string Path, string Sort, string One, string Many, byte[] Kept, string Media, string? Sheet, IReadOnlyList<ReadRow> Rows, string Reading, string Word, Action<IEnumerable<Statement>> KeepFiles);

/// <summary>Rows that are held against a case, and recorded: all of them or none where one is bad, a batch at a time.</summary>
internal sealed class RowsImport(Shell shell, OpenedCase opened, ImportedFile file, bool isOfForm, bool skipsBad, bool takesConflicts, bool withNotes, int? batch, bool isJson)
{
    private const int MostListed = 50;

    // As many rows are acknowledged together where nobody says otherwise: a killed import has lost no more than these, and memory holds no more of them.
    private const int UsualBatch = 2000;

    private readonly ImportView? _before = Before(opened, file);

    /// <summary>What becomes of every row.</summary>
    public IReadOnlyList<RowFate> Fates { get; } = RowFates.Of(opened, file.Sort, file.Rows, Before(opened, file), isOfForm, takesConflicts, withNotes);

    /// <summary>What would become of every row; nothing is written.</summary>
    public Answer Foreseen()
    {
        if (isJson)
        {
            foreach (var fate in Fates)
            {
                shell.Out.WriteLine(CanonicalJson.WriteText(Json(fate)));
            }
        }

        return Answer.Of(
            [
                .. Columns.Of([file.Word, "fate", ""], Fates.Select(fate => new[] { Called(fate.Row), fate.Name, string.Join("; note: ", [fate.Words, .. fate.Notes]) })),
                $"{Counted(Count(Fate.Recorded))} can be imported{Others()}; nothing was recorded",
            ],
            Summary(("dryRun", new JsonTruth(true))), Count(Fate.Conflict) + Count(Fate.Refused) > 0 ? 1 : 0);
    }

    /// <summary>Records what can be recorded: all of it, or with <c>--skip-bad</c> what is good.</summary>
    public Answer Record()
    {
        var bad = Fates.Where(fate => fate.What is Fate.Conflict or Fate.Refused).ToList();
        foreach (var fate in bad.Take(MostListed))
        {
            shell.Error.WriteLine(SafeText.Line($"{file.Path}: {(fate.Row.Faults.IsEmpty ? $"{file.Word} {Called(fate.Row)}: " : "")}{fate.Words}"));
        }

        if (bad.Count > MostListed)
        {
            shell.Error.WriteLine($"{file.Path}: {bad.Count - MostListed} more of this kind; --dry-run has them all");
        }

        if (bad.Count > 0 && !skipsBad)
        {
            throw new BadInputException($"{file.Path}: {bad.Count} of {Words.Count(Fates.Count, "row")} can't be recorded; nothing was recorded (--skip-bad records the others{(Count(Fate.Conflict) > 0 ? ", --record-conflicts those whose label is taken" : "")})");
        }

        var good = Fates.Where(fate => fate.What == Fate.Recorded).Select(fate => fate.Row).ToList();
        var import = _before?.Id ?? opened.NewId();
        var receipts = new List<Receipt>();
        if (good.Count > 0)
        {
            Append(good, import, receipts);
        }

        var words = good.Count == 0 ? $"nothing to record{Others()}"
            : $"{Counted(good.Count)} imported{(_before is null ? "" : ", going on with")} {(_before is null ? "as " : "")}{opened.Call(import)}{Others()}";
        var answer = OpenedCase.Recorded([.. receipts], words, [.. Summary(("import", good.Count == 0 ? null : (Json)import.Text)).Members.Select(member => (member.Key, (Json?)member.Value))]);
        return answer with { Code = bad.Count > 0 ? 1 : 0 };
    }

    private void Append(List<ReadRow> good, EntityId import, List<Receipt> receipts)
    {
        // The original first: a record never names a file that is not kept.
        var kept = opened.Workspace.Blobs.Put(file.Kept, file.Media);
        file.KeepFiles(good.SelectMany(row => row.Statements));
        var (before, author) = (opened.State.Samples, opened.Author);
        using (var progress = new ProgressLine(shell, file.Many))
        {
            var done = 0;
            foreach (var part in good.Chunk(batch ?? UsualBatch))
            {
                var rows = part.SelectMany(row => Enumerable.Repeat(row.Cells.Key, row.Statements.Length)).ToList();
                var head = new SheetImported(import, kept, Path.GetFileName(file.Path), file.Sort, file.Sheet, file.Rows.Count, RowRanges.Write(rows), file.Reading);
                receipts.AddRange(opened.RecordPart(author, [new(head), .. part.SelectMany(row => row.Statements).Select(statement => new Intended(statement))]));
                done += part.Length;
                opened.FollowMeanwhile();
                progress.Report((double)done / good.Count);
                if (batch is not null)
                {
                    shell.Error.WriteLine($"acknowledged {done} of {good.Count} rows, up to leaf {receipts[^1].Index}");
                }
            }
        }

        opened.RecordedParts(before);
    }

    private int Count(Fate what) => Fates.Count(fate => fate.What == what);

    private string Counted(int rows) => $"{rows} {(rows == 1 ? file.One : file.Many)}";

    private string Others()
    {
        var others = new[] { (Fate.OnRecord, "on record already"), (Fate.Conflict, "in conflict"), (Fate.Refused, "refused") }
            .Select(one => (Count: Count(one.Item1), Words: one.Item2)).Where(one => one.Count > 0).Select(one => $", {one.Count} {one.Words}");
        return string.Concat(others);
    }

    private JsonMap Summary(params IEnumerable<(string Name, Json? Value)> more) => JsonMap.Of(
        [
            ("rows", (long)Count(Fate.Recorded)), ("onRecord", (long)Count(Fate.OnRecord)), ("conflicts", (long)Count(Fate.Conflict)), ("refused", (long)Count(Fate.Refused)),
            .. more,
        ]);

    private static JsonMap Json(RowFate fate) => JsonMap.Of(
        ("row", (long)fate.Row.Cells.Number), ("name", fate.Row.Cells.Name is { } name ? (Json)name : null), ("fate", fate.Name), ("words", fate.Words),
        ("record", fate.Entry is { } entry ? (Json)entry.Id.Text : null), ("notes", JsonList.Of(fate.Notes.Select(note => (Json)note))),
        ("faults", JsonList.Of(fate.Row.Faults.Select(fault => (Json)JsonMap.Of(("place", fault.Place), ("why", fault.Why))))));

    /// <summary>A row by its name where it has one, else by its number.</summary>
    private string Called(ReadRow row) => file.Word == "resource" ? row.Cells.Key : $"{row.Cells.Number}";

    /// <summary>The same file's import of before, of which this goes on.</summary>
    private static ImportView? Before(OpenedCase opened, ImportedFile file)
    {
        var digest = Digests.Hex(file.Kept);
        return opened.State.Imports.All.LastOrDefault(import =>
            !import.IsWithdrawn && import.Said is { } said && said.File?.Sha256 == digest && said.Sort == file.Sort && said.Sheet == file.Sheet);
    }
}
