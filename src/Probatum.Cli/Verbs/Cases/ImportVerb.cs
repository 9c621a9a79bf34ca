using System.CommandLine;
using System.Globalization;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Intake;

namespace Probatum.Cli.Verbs;

/// <summary>probatum import</summary>
internal static class ImportVerb
{
    public static Command Of(Shell shell)
    {
        var sheet = Verb.Argument("SHEET", "a CSV in UTF-8; lines beginning with # before the header are remarks");
        var kind = Verb.Required("--as", string.Join(", ", Sheets.All.Select(one => one.Name)), "KIND");
        kind.AcceptOnlyFromAmong([.. Sheets.All.Select(one => one.Name)]);
        var dry = Verb.Flag("--dry-run", "read and judge every row, record nothing");
        var batch = Verb.Option("--batch", "rows acknowledged together; else the whole sheet, all or nothing", "ROWS");
        return Verb.Writing(
            shell, "import", $"Import a sheet. Columns: {string.Join("; ", Sheets.All.Select(one => $"{one.Name}: {string.Join(',', one.Columns)}"))}.",
            "probatum import samples.csv --as samples", [sheet, kind, dry, batch], (parse, opened) =>
            {
                var path = parse.GetRequiredValue(sheet);
                var chosen = Sheets.All.Single(one => one.Name == parse.GetRequiredValue(kind));
                var rows = Sheets.Read(Files.Read(path), chosen, new CaseNames(opened, path), out var fault) ?? throw new BadInputException($"{path}: {fault}");
                string Place(int row) => $"{path}: line {rows[row].Line}";
                var known = rows.Select(row => row.Statement).OfType<SampleCollected>().Count(sample => opened.State.Samples.Labels.ContainsKey(sample.Label ?? ""));
                if (parse.GetValue(dry))
                {
                    NoteKnown(opened, known);
                    return Judge(opened, rows, Place, chosen);
                }

                var size = parse.GetValue(batch) is { } text
                    ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new BadInputException($"'{text}' is no number of rows")
                    : Math.Max(1, rows.Length);
                var receipts = new List<Core.Receipt>();
                using (var progress = new ProgressLine(shell, chosen.Name))
                {
                    if (size < rows.Length)
                    {
                        // In parts, a bad row far down must not leave half a sheet: every row is judged before the first is written.
                        Judge(opened, rows, Place, chosen);
                    }

                    foreach (var part in rows.Select(row => row.Statement).Chunk(size))
                    {
                        var done = receipts.Count;
                        receipts.AddRange(opened.RecordAll([.. part.Select(statement => new Core.Intended(statement))], row => Place(done + row)));
                        progress.Report((double)receipts.Count / rows.Length);
                        if (size < rows.Length)
                        {
                            shell.Error.WriteLine($"acknowledged {receipts.Count} of {rows.Length} rows, up to leaf {receipts[^1].Index}");
                        }
                    }
                }

                NoteKnown(opened, known);
                return OpenedCase.Recorded([.. receipts], $"{Counted(rows.Length, chosen)} imported", ("rows", (long)rows.Length));
            });
    }

    private static Answer Judge(OpenedCase opened, IReadOnlyList<(int Line, Statement Statement)> rows, Func<int, string> place, SheetKind kind)
    {
        opened.Registered(opened.Author.Name);
        var submission = Core.CaseFile.Submit(
            opened.History, opened.Id, opened.Seen, opened.Author, [.. rows.Select(row => new Core.Intended(row.Statement))], new NowhereLog());
        return submission is Core.NotAccepted { Why: var why } refused
            ? throw new BadInputException($"{place(refused.Position)}: {OpenedCase.Refusal(why, rows[refused.Position].Statement.Kind)}; nothing was recorded")
            : new($"{Counted(rows.Count, kind)} can be imported; nothing was recorded", JsonMap.Of(("rows", (long)rows.Count), ("dryRun", new JsonTruth(true))));
    }

    private static string Counted(int rows, SheetKind kind) => $"{rows} {(rows == 1 ? kind.One : kind.Name)}";

    private static void NoteKnown(OpenedCase opened, int labels)
    {
        if (labels > 0)
        {
            opened.Note($"{Words.Count(labels, "label")} {(labels == 1 ? "stands" : "stand")} on record already; each is an anomaly of its own ('probatum sample list')");
        }
    }

    /// <summary>Takes nothing: what is submitted to it was only judged.</summary>
    private sealed class NowhereLog : Core.ICaseLog
    {
        public Ledger.Checkpoint? Append(long expectedSize, IReadOnlyList<SealedRecord> records) => null;
    }

    private sealed class CaseNames(OpenedCase opened, string sheet) : ISheetNames
    {
        public EntityId? Party(string name) => One("party", name);

        public EntityId? Incident(string label) => One("incident", label);

        public EntityId? Sample(string label) => One("sample", label);

        public Blob? File(string path)
        {
            var full = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(sheet))!, path);
            return System.IO.File.Exists(full) ? opened.Keep(full, Files.Media(full)) : null;
        }

        public IEnumerable<string> Matrices => opened.Tables.Matrices.Keys;

        public IEnumerable<string> Techniques => opened.Tables.Techniques.Keys;

        public EntityId NewId() => opened.NewId();

        private EntityId? One(string sort, string name) =>
            opened.State.Entities.Named(name).Where(one => one.Sort == sort).ToList() is [var one] ? one.Id : null;
    }
}
