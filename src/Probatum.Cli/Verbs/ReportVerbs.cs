using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Intake;
using Probatum.Text;

namespace Probatum.Cli.Verbs;

/// <summary>probatum report …</summary>
internal static class ReportVerbs
{
    public static Command Of(Shell shell) => Verb.Group("report", "Reports: documents captured as they are, with the claims read in them.", Add(shell), List(shell), Show(shell));

    private static Command Add(Shell shell)
    {
        var files = Verb.Arguments("FILE", "HTML, PDF or plain text");
        var source = Verb.Option("--source", "who published it; becomes a party of the case if it is none yet", "NAME");
        var published = Verb.Option("--published", "when it was published; else what the document says", "TIME");
        var address = Verb.Option("--address", "where it was found; nothing is fetched", "URL");
        var title = Verb.Option("--title", "its headline; else what the document says", "TEXT");
        var language = Verb.Language();
        return Verb.Writing(
            shell, "add", "Capture documents: the original is kept unaltered with its digest, claims in it are proposed.",
            "probatum report add article.html --source 'The Northern Post' --published 2016-11-21", [files, source, published, address, title, language], (parse, opened) =>
            {
                // All documents are read before the first is recorded: a file that can't be read leaves nothing behind.
                var read = parse.GetRequiredValue(files).Select(path => (Path: path, Bytes: Original(path))).Select(one => (one.Path, one.Bytes, Report: Read(one.Path, one.Bytes))).ToList();
                var added = new List<(string Path, EntityId Id, int Claims)>();
                var receipts = ImmutableArray<Core.Receipt>.Empty;
                foreach (var (path, bytes, report) in read)
                {
                    var (id, statements) = Capture(opened, parse.GetValue(source) ?? report.Publisher, bytes, report, shell, new(
                        parse.GetValue(title), parse.GetValue(published), parse.GetValue(address), parse.GetValue(language)));
                    var captured = statements.OfType<ReportCaptured>().Single();
                    var earlier = opened.State.Claims.Reports.FirstOrDefault(one => one.Captured.Original?.Sha256 == captured.Original?.Sha256);
                    receipts = opened.Record(statements);
                    if (earlier is not null)
                    {
                        opened.Note($"{path}: the same file is on record already as report {opened.Call(earlier.Id)}");
                    }

                    if (captured.LanguageNote is { } passedOver)
                    {
                        opened.Note($"{path}: {passedOver}");
                    }

                    added.Add((path, id, statements.OfType<ClaimProposed>().Count()));
                }

                return OpenedCase.Recorded(
                    receipts, string.Join('\n', added.Select(one => $"report {opened.Call(one.Id)}: {Path.GetFileName(one.Path)}, {Words.Count(one.Claims, "claim")} proposed")),
                    ("reports", JsonList.Of(added.Select(one => (Json)JsonMap.Of(("file", one.Path), ("report", one.Id.Text), ("claims", (long)one.Claims))))));
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the captured reports.", "probatum report list", [], (parse, opened) =>
    {
        var reports = opened.State.Claims.Reports;
        return Answer.Of(
            Columns.Of(["report", "published", "by", "language", "claims", "title"], reports.Select(one => new[]
            {
                opened.Call(one.Id), one.Captured.Published?.Words ?? "-", opened.State.Parties.Name(one.Captured.Publisher), one.Captured.Language ?? "-",
                $"{opened.State.Claims.Claims.Count(claim => claim.Said.Report == one.Id)}", one.Captured.Title ?? "-",
            })),
            JsonList.Of(reports.Select(one => (Json)JsonMap.Of(
                ("report", one.Id.Text), ("handle", opened.Call(one.Id)), ("title", one.Captured.Title ?? ""), ("sha256", one.Captured.Original?.Sha256 ?? ""),
                ("published", one.Captured.Published?.Words is { } when ? when : null), ("address", one.Captured.Address is { } at ? at : null),
                ("language", one.Captured.Language is { } language ? language : null), ("note", one.Captured.LanguageNote is { } note ? note : null)))));
    });

    private static Command Show(Shell shell)
    {
        var name = Verb.Argument("REPORT", "a report such as R1");
        return Verb.Reading(shell, "show", "Print a report's text, as its claims count positions in it.", "probatum report show R1", [name], (parse, opened) =>
        {
            var report = opened.State.Claims.Report(opened.Find("report", parse.GetRequiredValue(name)))!;
            var text = report.Captured.Text is { } blob && opened.Workspace.Blobs.Read(blob.Sha256) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : "";
            if (report.Captured.LanguageNote is { } note)
            {
                opened.Note($"{opened.Call(report.Id)}: {note}");
            }

            return new(text.TrimEnd('\n'), JsonMap.Of(("report", report.Id.Text), ("text", text)));
        });
    }

    private static byte[] Original(string path) => path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        ? throw new BadInputException($"{path}: this version fetches nothing; save the page and add the file with --address")
        : Files.Read(path);

    private static ReadReport Read(string path, byte[] bytes) =>
        ReportFormats.Read(bytes, out var fault) ?? throw new BadInputException($"{path}: {fault}");

    private static (EntityId Id, List<Statement> Statements) Capture(
        OpenedCase opened, string? publisher, byte[] bytes, ReadReport report, Shell shell, (string? Title, string? Published, string? Address, string? Language) said)
    {
        var statements = new List<Statement>();
        EntityId? party = null;
        if (publisher is not null)
        {
            party = opened.State.Entities.Named(publisher).FirstOrDefault(one => one.Sort == "party")?.Id;
            if (party is null)
            {
                party = opened.NewId();
                statements.Add(new PartyDescribed(party, publisher, "publication", null, "F", null));
            }
        }

        var published = OpenedCase.When(said.Published) ?? (report.Published is { } day ? When.Parse(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "the document") : null);
        var id = opened.NewId();
        var places = opened.State.Incidents.Incidents.Select(incident => incident.Where?.Said).OfType<string>().ToImmutableArray();
        var claims = ClaimExtractor.Read(report.Text, new(
            said.Title ?? report.Title, publisher, published?.Earliest is { } date ? DateOnly.FromDateTime(date.DateTime) : null, places, said.Language));
        statements.Add(new ReportCaptured(
            id, said.Title ?? report.Title, party, published, When.At(shell.Clock().ToUniversalTime(), "device"), said.Address,
            opened.Workspace.Blobs.Put(bytes, report.Media), opened.Workspace.Blobs.Put(Encoding.UTF8.GetBytes(report.Text), "text/plain"), report.Reader,
            claims.Language.Main.Code, claims.Language.Note));
        statements.AddRange(ClaimProposals.Of(id, report.Text, claims, shell.Random));
        return (id, statements);
    }
}
