using System.Text;
using Probatum.Core.Records;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>What the command line asks of an import.</summary>
internal sealed record ImportWish(string Path, SheetKind Kind, SheetReading Reading, bool IsOdk, bool SkipsBad, bool TakesConflicts, bool IsDry, int? Batch, string? Report, bool IsJson);

/// <summary>A sheet that is held against a case, and recorded.</summary>
internal sealed class SheetImport
{
    private readonly OpenedCase _opened;
    private readonly ImportWish _wish;
    private readonly ReadSheet _sheet;

    public SheetImport(Shell shell, OpenedCase opened, ImportWish wish)
    {
        (_opened, _wish) = (opened, wish);
        var bytes = Files.Read(wish.Path);
        opened.Registered(opened.Author.Name);
        var (grid, media, fault) = Grid(bytes);
        var folder = Path.GetDirectoryName(Path.GetFullPath(wish.Path))!;
        var names = new CaseNames(opened, path => media?.Invoke(path) ?? Beside(folder, path));
        _sheet = (grid is null ? null : Sheets.Read(grid, wish.Kind, wish.Reading, names, out fault)) ?? throw new BadInputException($"{wish.Path}: {fault}");
        Rows = new(
            shell, opened,
            new(wish.Path, wish.Kind.Name, wish.Kind.One, wish.Kind.Name, bytes, Media(), _sheet.Grid.Name, _sheet.Rows, CanonicalJson.WriteText(Reading.ToJson()), _sheet.Grid.HasLetters ? "row" : "line", names.KeepFiles),
            wish.IsOdk, wish.SkipsBad, wish.TakesConflicts, wish.IsDry || wish.Report is not null, wish.Batch, wish.IsJson);
    }

    /// <summary>Its rows, held against the case.</summary>
    public RowsImport Rows { get; }

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

    /// <summary>A file beside the sheet or in a folder there, and no link: a sheet's maker must not choose among what else lies on this machine.</summary>
    private static byte[]? Beside(string folder, string path)
    {
        var parts = path.Split('/', '\\');
        if (Path.IsPathRooted(path) || parts.Any(part => part is "" or "." or ".."))
        {
            return null;
        }

        var at = folder;
        foreach (var part in parts)
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
            {
                return null;
            }
        }

        return File.Exists(at) ? Files.Read(at) : null;
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

    /// <summary>The sheet as it came, with what became of each row behind it, for whoever made the sheet.</summary>
    private IEnumerable<string> Lines()
    {
        var width = _sheet.Headings.Cells.Length;
        yield return Line([.. _sheet.Headings.Cells.Select(cell => cell.Text), "fate", "why", "notes"]);
        foreach (var fate in Rows.Fates)
        {
            yield return Line([.. Enumerable.Range(0, width).Select(i => fate.Row.Cells[i].Text), fate.Name, fate.Words, string.Join("; ", fate.Notes)]);
        }
    }

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(CsvCell.Of)) + "\r\n";
}
