using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>probatum import</summary>
internal static class ImportVerb
{
    public static Command Of(Shell shell)
    {
        var sheet = new Argument<string?>("SHEET") { Description = "a CSV or a workbook (XLSX); with --odk submissions of a form (ZIP, XML, CSV)", Arity = ArgumentArity.ZeroOrOne };
        var kind = Verb.Option("--as", string.Join(", ", Sheets.All.Select(one => one.Name)), "KIND");
        kind.AcceptOnlyFromAmong([.. Sheets.All.Select(one => one.Name)]);
        var reading = new ReadingOptions();
        var odk = Verb.Flag("--odk", "SHEET holds submissions of a form as ODK, KoBo and others export them; those that came in before are recognised by their instanceID");
        var dry = Verb.Flag("--dry-run", "say what would become of every row, record nothing; with --json a line for each row, and one for all");
        var report = Verb.Option("--report", "write the sheet with what becomes of each row into this file, for whoever made the sheet", "FILE.csv");
        var save = Verb.Option("--save-mapping", "write how the sheet was read into this file, for --mapping", "FILE.json");
        var skip = Verb.Flag("--skip-bad", "record the good rows and say which were left; else one bad row and nothing is recorded");
        var conflicts = Verb.Flag("--record-conflicts", "record also what bears a label that is on record with other content; each is an anomaly");
        var batch = Verb.Option("--batch", "rows acknowledged together (2000)", "ROWS");
        var undo = Verb.Option("--undo", "withdraw all that came in by this import: it stays on record and counts for nothing", "IMPORT");
        var redo = Verb.Option("--redo", "let what came in by a withdrawn import count again", "IMPORT");
        var reason = Verb.Option("--reason", "why it is withdrawn or put back", "WHY");
        var command = Verb.Writing(
            shell, "import",
            $"Import a sheet that somebody made. Headings are known by the name of a column, by a list of words (English, Russian, Arabic) or as you say. Columns: {string.Join("; ", Sheets.All.Select(one => $"{one.Name}: {string.Join(',', one.Columns.Select(column => column.Name))}"))}.",
            "probatum import samples.xlsx --as samples --map 'Probe-Nr.=label' --dates dd.MM.yyyy --dry-run",
            [sheet, kind, .. reading.All, odk, dry, report, save, skip, conflicts, batch, undo, redo, reason], (parse, opened) =>
            {
                if ((parse.GetValue(undo) ?? parse.GetValue(redo)) is { } named)
                {
                    return Withdraw(opened, named, parse.GetValue(undo) is not null, parse.GetValue(reason) ?? throw new BadInputException("an import is withdrawn, or put back, for a reason: --reason WHY"));
                }

                if (parse.GetValue(sheet) is not { } path || parse.GetValue(kind) is not { } name)
                {
                    throw new BadInputException("an import needs the sheet and what its rows are: probatum import SHEET --as KIND ('probatum import --help')");
                }

                var size = Batch(parse.GetValue(batch));
                var import = new SheetImport(shell, opened, new(
                    path, Sheets.All.Single(one => one.Name == name), reading.Said(parse), parse.GetValue(odk), parse.GetValue(skip), parse.GetValue(conflicts), parse.GetValue(dry), size, parse.GetValue(report),
                    Verb.Said(parse, Verb.AsJson)));
                if (parse.GetValue(save) is { } mapping)
                {
                    Files.WriteNew(mapping, Encoding.UTF8.GetBytes(CanonicalJson.WriteText(import.Reading.ToJson()) + "\n"));
                }

                import.Tell();
                return parse.GetValue(dry) ? import.Rows.Foreseen() : import.Rows.Record();
            });
        command.Add(List(shell));
        command.Add(Show(shell));
        command.Add(Form(shell));
        command.Add(ImportFhirVerb.Of(shell));
        return command;
    }

    /// <summary>How many rows are acknowledged together, as the command line says.</summary>
    internal static int? Batch(string? text) => text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new BadInputException($"'{text}' is no number of rows");

    private static Answer Withdraw(OpenedCase opened, string name, bool withdrawn, string reason)
    {
        var id = opened.Find("import", name);
        var receipts = opened.Record(new ImportWithdrawn(id, withdrawn, reason));
        foreach (var (entry, of) in ImportsView.LeftOver(opened.State).Take(20))
        {
            opened.Note(LeftOver(entry, of));
        }

        var records = opened.State.Imports.Find(id)!.Records;
        return OpenedCase.Recorded(
            receipts, $"{opened.Call(id)} {(withdrawn ? "withdrawn" : "put back")}: {Words.Count(records, "record")} {(records == 1 ? "counts" : "count")} {(withdrawn ? "for nothing" : "again")}",
            ("import", id.Text), ("withdrawn", new JsonTruth(withdrawn)), ("records", records));
    }

    /// <summary>That a record speaks of something which is withdrawn.</summary>
    internal static string LeftOver(Entry entry, NamedEntity of) => $"leaf {entry.Index} ({entry.Type}) speaks of {of.Label ?? of.Handle}, which came in by an import that is withdrawn";

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the imports: the sheet, how many of its rows are on record, and whether it is withdrawn.", "probatum import list", [], (parse, opened) =>
    {
        var all = opened.State.Imports.All.Where(import => import.Said is not null).ToList();
        return Answer.Of(
            Columns.Of(["import", "rows of", "records", "of rows", "state", "file"], all.Select(import => new[]
            {
                opened.Call(import.Id), import.Said!.Sort ?? "withheld", $"{import.Records}", $"{import.Said.Total}", State(import), $"{import.Said.Name}{(import.Said.Sheet is { } sheet ? $", sheet '{sheet}'" : "")}",
            })),
            JsonList.Of(all.Select(import => (Json)JsonMap.Of([.. Head(opened, import)]))));
    });

    private static Command Show(Shell shell)
    {
        var name = Verb.Argument("IMPORT", "the import by its short name (E1)");
        return Verb.Reading(shell, "show", "Show an import: how the sheet was read, and for each row the record that it became.", "probatum import show E1", [name], (parse, opened) =>
        {
            var import = opened.State.Imports.Find(opened.Find("import", parse.GetRequiredValue(name)))!;
            var things = opened.State.Entities.Entities.Values.GroupBy(one => one.Index).ToDictionary(group => group.Key, group => group.MinBy(one => one.Handle, StringComparer.Ordinal)!);
            var rows = import.Rows(opened.History).Select(row => (row.Row, row.Entry, Thing: row.Entry is { } entry ? things.GetValueOrDefault(entry.Index) : null)).ToList();
            string Of(Entry? entry) => entry is null ? "not here" : import.IsWithdrawn ? "withdrawn" : opened.State.CorrectedBy.ContainsKey(entry.Id) ? "corrected since" : "";
            return Answer.Of(
                [
                    $"{opened.Call(import.Id)}: {import.Said?.Sort} of {import.Said?.Name}{(import.Said?.Sheet is { } sheet ? $", sheet '{sheet}'" : "")}, {Words.Count(import.Records, "record")} of {Words.Count(import.Said?.Total ?? 0, "row")}",
                    $"file {import.Said?.File?.Sha256 ?? "withheld"}", $"read as {import.Said?.Reading ?? "withheld"}",
                    .. import.Word is { } word ? [$"{(import.IsWithdrawn ? "withdrawn" : "put back")}: {word.Reason ?? "reason withheld"}"] : Array.Empty<string>(),
                    .. Columns.Of(["row", "leaf", "thing", "record", ""], rows.Select(row => new[] { row.Row, $"{row.Entry?.Index}", row.Thing?.Handle ?? "", row.Entry?.Id.Text ?? "", $"{row.Thing?.Label} {Of(row.Entry)}".Trim() })),
                ],
                JsonMap.Of(
                    [
                        .. Head(opened, import), ("reading", import.Said?.Reading is { } reading ? (Json)reading : null),
                        ("rows", JsonList.Of(rows.Select(row => (Json)JsonMap.Of(
                            ("row", row.Row), ("record", row.Entry is { } entry ? (Json)entry.Id.Text : null), ("leaf", row.Entry is { } at ? (Json)at.Index : null),
                            ("thing", row.Thing is { } thing ? (Json)thing.Id.Text : null), ("label", row.Thing?.Label is { } label ? (Json)label : null), ("state", Of(row.Entry)))))),
                    ]));
        });
    }

    private static Command Form(Shell shell)
    {
        var kind = Verb.Argument("KIND", string.Join(", ", Sheets.All.Select(one => one.Name)));
        kind.AcceptOnlyFromAmong([.. Sheets.All.Select(one => one.Name)]);
        var output = Verb.Required("--output", "where it goes", "FILE.xlsx");
        output.Aliases.Add("-o");
        return Verb.Alone(shell, "form", "Write a form for telephones (XLSForm, for ODK and KoBo) that asks for the columns of a kind of sheet; what is filled in comes back with 'import --odk'.",
            "probatum import form samples -o samples.xlsx", [kind, output], parse =>
        {
            var (chosen, path) = (Sheets.All.Single(one => one.Name == parse.GetRequiredValue(kind)), parse.GetRequiredValue(output));
            var tables = CaseVerbs.ReadTables(Shell.TablesFolder);
            if (!Core.RuleTables.TryRead(tables, out var rules, out var fault))
            {
                throw new InvalidDataException(fault.Why);
            }

            Files.WriteNew(path, XlsForm.Write(chosen, rules.Matrices.Keys, rules.Techniques.Keys));
            return new($"{path}: a form for {chosen.Name}", JsonMap.Of(("file", path), ("kind", chosen.Name)));
        });
    }

    private static string State(ImportView import) => import.IsWithdrawn ? "withdrawn" : import.Word is not null ? "put back" : "";

    private static IEnumerable<(string Name, Json? Value)> Head(OpenedCase opened, ImportView import) =>
    [
        ("import", import.Id.Text), ("handle", opened.Call(import.Id)), ("sort", import.Said?.Sort is { } sort ? (Json)sort : null), ("name", import.Said?.Name is { } name ? (Json)name : null),
        ("sheet", import.Said?.Sheet is { } sheet ? (Json)sheet : null), ("file", import.Said?.File is { } file ? (Json)file.Sha256 : null), ("records", import.Records),
        ("total", import.Said?.Total is { } total ? (Json)total : null), ("withdrawn", new JsonTruth(import.IsWithdrawn)), ("reason", import.Word?.Reason is { } why ? (Json)why : null),
    ];
}
