using System.Text;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Intake;

namespace Probatum.Cli.Verbs;

/// <summary>What the command line asks of an import.</summary>
internal sealed record ImportWish(string Path, SheetKind Kind, SheetReading Reading, bool IsOdk, bool SkipsBad, bool TakesConflicts, bool IsDry, int? Batch, string? Report, bool IsJson);

/// <summary>A sheet that is held against a case, and recorded.</summary>
internal sealed class SheetImport
{
    private const int MostListed = 50;

    // As many rows are acknowledged together where nobody says otherwise: a killed import has lost no more than these, and memory holds no more of them.
    private const int UsualBatch = 2000;

    private readonly Shell _shell;
    private readonly OpenedCase _opened;
    private readonly ImportWish _wish;
    private readonly byte[] _bytes;
    private readonly CaseNames _names;
    private readonly ReadSheet _sheet;
    private readonly ImportView? _before;

    public SheetImport(Shell shell, OpenedCase opened, ImportWish wish)
    {
        (_shell, _opened, _wish) = (shell, opened, wish);
        _bytes = Files.Read(wish.Path);
        opened.Registered(opened.Author.Name);
        var (grid, media, fault) = Grid(_bytes);
        var folder = Path.GetDirectoryName(Path.GetFullPath(wish.Path))!;
        _names = new(opened, path => media?.Invoke(path) ?? (File.Exists(Path.Combine(folder, path)) ? Files.Read(Path.Combine(folder, path)) : null));
        _sheet = (grid is null ? null : Sheets.Read(grid, wish.Kind, wish.Reading, _names, out fault)) ?? throw new BadInputException($"{wish.Path}: {fault}");
        var digest = Digests.Hex(_bytes);
        _before = opened.State.Imports.All.LastOrDefault(import =>
            !import.IsWithdrawn && import.Said is { } said && said.File?.Sha256 == digest && said.Sort == wish.Kind.Name && said.Sheet == _sheet.Grid.Name);
        Fates = RowFates.Of(opened, wish.Kind, _sheet, _before, wish.IsOdk, wish.TakesConflicts, wish.IsDry || wish.Report is not null);
    }

    /// <summary>What becomes of every row.</summary>
    public IReadOnlyList<RowFate> Fates { get; }

    /// <summary>How the sheet was read, to be read so again.</summary>
    public SheetReading Reading => _sheet.As(_wish.Reading);

    /// <summary>Notes on the sheet, and the report where one is asked for.</summary>
    public void Tell()
    {
        foreach (var note in _sheet.Notes)
        {
            _opened.Note($"{_wish.Path}: {note}");
        }

        if (_wish.Report is { } report)
        {
            Files.CheckIsNone(report, [_wish.Path]);
            Files.Write(report, Encoding.UTF8.GetBytes("\uFEFF" + string.Concat(Lines())));
        }
    }

    /// <summary>What would become of every row; nothing is written.</summary>
    public Answer Foreseen()
    {
        if (_wish.IsJson)
        {
            foreach (var fate in Fates)
            {
                _shell.Out.WriteLine(CanonicalJson.WriteText(Json(fate)));
            }
        }

        var word = _sheet.Grid.HasLetters ? "row" : "line";
        return Answer.Of(
            [
                .. Columns.Of([word, "fate", ""], Fates.Select(fate => new[] { $"{fate.Row.Cells.Number}", fate.Name, string.Join("; note: ", [fate.Words, .. fate.Notes]) })),
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
            _shell.Error.WriteLine(SafeText.Line($"{_wish.Path}: {(fate.Row.Faults.IsEmpty ? $"{(_sheet.Grid.HasLetters ? "row" : "line")} {fate.Row.Cells.Number}: " : "")}{fate.Words}"));
        }

        if (bad.Count > MostListed)
        {
            _shell.Error.WriteLine($"{_wish.Path}: {bad.Count - MostListed} more of this kind; --report FILE.csv has them all");
        }

        if (bad.Count > 0 && !_wish.SkipsBad)
        {
            throw new BadInputException($"{_wish.Path}: {bad.Count} of {Words.Count(Fates.Count, "row")} can't be recorded; nothing was recorded (--skip-bad records the others{(Count(Fate.Conflict) > 0 ? ", --record-conflicts those whose label is taken" : "")})");
        }

        var good = Fates.Where(fate => fate.What == Fate.Recorded).Select(fate => fate.Row).ToList();
        var import = _before?.Id ?? _opened.NewId();
        var receipts = new List<Receipt>();
        if (good.Count > 0)
        {
            Append(good, import, receipts);
        }

        var words = good.Count == 0 ? $"nothing to record{Others()}"
            : $"{Counted(good.Count)} imported{(_before is null ? "" : ", going on with")} {(_before is null ? "as " : "")}{_opened.Call(import)}{Others()}";
        var answer = OpenedCase.Recorded([.. receipts], words, [.. Summary(("import", good.Count == 0 ? null : (Json)import.Text)).Members.Select(member => (member.Key, (Json?)member.Value))]);
        return answer with { Code = bad.Count > 0 ? 1 : 0 };
    }

    private void Append(List<ReadRow> good, EntityId import, List<Receipt> receipts)
    {
        // The original first: a record never names a file that is not kept.
        var file = _opened.Workspace.Blobs.Put(_bytes, Media());
        _names.KeepFiles(good.SelectMany(row => row.Statements));
        var (before, author, reading) = (_opened.State.Samples, _opened.Author, CanonicalJson.WriteText(Reading.ToJson()));
        using (var progress = new ProgressLine(_shell, _wish.Kind.Name))
        {
            var done = 0;
            foreach (var part in good.Chunk(_wish.Batch ?? UsualBatch))
            {
                var rows = part.SelectMany(row => Enumerable.Repeat(row.Cells.Key, row.Statements.Length)).ToList();
                var head = new SheetImported(import, file, Path.GetFileName(_wish.Path), _wish.Kind.Name, _sheet.Grid.Name, _sheet.Rows.Count, RowRanges.Write(rows), reading);
                receipts.AddRange(_opened.RecordPart(author, [new(head), .. part.SelectMany(row => row.Statements).Select(statement => new Intended(statement))]));
                done += part.Length;
                _opened.FollowMeanwhile();
                progress.Report((double)done / good.Count);
                if (_wish.Batch is not null)
                {
                    _shell.Error.WriteLine($"acknowledged {done} of {good.Count} rows, up to leaf {receipts[^1].Index}");
                }
            }
        }

        _opened.RecordedParts(before);
    }

    private (SheetGrid? Grid, Func<string, byte[]?>? Media, IntakeFault Fault) Grid(byte[] bytes)
    {
        if (!_wish.IsOdk)
        {
            return (SheetGrid.Read(bytes, _wish.Reading, out var unread), null, unread);
        }

        var odk = OdkSubmissions.Read(bytes, _wish.Kind, _wish.Reading, out var fault);
        return (odk?.Grid, odk is null ? null : odk.Media, fault);
    }

    private string Media() => Path.GetExtension(_wish.Path).ToLowerInvariant() switch
    {
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".zip" => "application/zip",
        ".xml" => "application/xml",
        _ => "text/csv",
    };

    private int Count(Fate what) => Fates.Count(fate => fate.What == what);

    private string Counted(int rows) => $"{rows} {(rows == 1 ? _wish.Kind.One : _wish.Kind.Name)}";

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

    /// <summary>The sheet as it came, with what became of each row behind it, for whoever made the sheet.</summary>
    private IEnumerable<string> Lines()
    {
        var width = _sheet.Headings.Cells.Length;
        yield return Line([.. _sheet.Headings.Cells.Select(cell => cell.Text), "fate", "why", "notes"]);
        foreach (var fate in Fates)
        {
            yield return Line([.. Enumerable.Range(0, width).Select(i => fate.Row.Cells[i].Text), fate.Name, fate.Words, string.Join("; ", fate.Notes)]);
        }
    }

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(CsvCell.Of)) + "\r\n";
}
