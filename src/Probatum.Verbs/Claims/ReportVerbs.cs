using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Intake;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>probatum report …</summary>
internal static class ReportVerbs
{
    public static Command Of(Shell shell) => Verb.Group("report", "Reports: documents captured as they are, with the claims read in them; and the report of the case, written.", Add(shell), List(shell), Show(shell), SetAside(shell), ReportWriteVerb.Of(shell));

    private static Command Add(Shell shell)
    {
        var files = Verb.Arguments("FILE", "PDF, DOCX, HTML, mail (EML, MSG), web archive (WARC, WACZ), plain text or Markdown; or the URL of a page, which is then fetched");
        var source = Verb.Option("--source", "who published it; becomes a party of the case if it is none yet", "NAME");
        var sort = Verb.Option("--source-sort", "what sort of party a new source is (publication); a person must not be called a publication, whose name goes out", "SORT");
        var published = Verb.Option("--published", "when it was published; else what the document or its first lines say; also of what it holds that gives no day", "TIME");
        var address = Verb.Option("--address", "where it was found; this is not fetched", "URL");
        var title = Verb.Option("--title", "its headline; else what the document says", "TEXT");
        var (language, model) = (Verb.Language(), TextVerbs.ModelOption);
        var ocr = new Option<string?>("--ocr") { Description = "recognise the text of a PDF's pages that have none, with Tesseract and pdftoppm where they are installed: its language, such as eng or ara+eng (eng)", HelpName = "LANG", Arity = ArgumentArity.ZeroOrOne };
        var screenshot = Verb.Flag("--screenshot", "with a URL: also a picture of the page, by Chromium where it is installed");
        return Verb.Writing(
            shell, "add", "Capture documents: the original is kept unaltered with its digest, claims in it are proposed. The network is used for a URL alone.",
            "probatum report add article.html --source 'The Northern Post' --published 2016-11-21", [files, source, sort, published, address, title, language, model, ocr, screenshot], (parse, opened) =>
            {
                // All documents are read before the first is recorded: a file that is no document leaves nothing behind.
                var recognise = parse.GetResult(ocr) is null ? null : parse.GetValue(ocr) ?? "eng";
                var read = parse.GetRequiredValue(files).Select(path => Read(path, recognise, parse.GetValue(screenshot), shell)).ToList();
                var captured = new CapturedReports(opened, shell, new(parse.GetValue(source), parse.GetValue(title), parse.GetValue(published), parse.GetValue(address), parse.GetValue(language), TextVerbs.Model(parse.GetValue(model)), parse.GetValue(sort) ?? "publication"));
                read.ForEach(captured.Add);
                var earlier = captured.Reports.ToDictionary(one => one.Id, one => opened.State.Claims.Reports.FirstOrDefault(known => known.Captured.Original?.Sha256 == one.Sha256));
                var receipts = opened.Record(captured.Statements);
                foreach (var party in captured.Statements.OfType<Core.Cases.PartyDescribed>())
                {
                    opened.Note($"party {opened.State.Entities.Find(party.Party)!.Handle} is new: {party.Name}, {party.Sort}; a person is described anew with 'probatum party describe'");
                }

                foreach (var one in captured.Reports)
                {
                    if (earlier[one.Id] is { } known)
                    {
                        opened.Note($"{one.Name}: the same file is on record already as report {opened.Call(known.Id)}");
                    }

                    if (one.Unread is not null)
                    {
                        opened.Note($"{one.Name}: {one.Unread}; the original is kept without a text");
                    }

                    if (one.Language is { } passedOver)
                    {
                        opened.Note($"{one.Name}: {passedOver}");
                    }
                }

                var answer = OpenedCase.Recorded(
                    receipts, string.Join('\n', captured.Reports.Select(one => $"report {opened.Call(one.Id)}: {one.Name}, {(one.Unread is null ? $"{Words.Count(one.Claims, "claim")} proposed" : "kept, not read")}")),
                    ("reports", JsonList.Of(captured.Reports.Select(one => (Json)JsonMap.Of(
                        ("file", one.Name), ("report", one.Id.Text), ("claims", (long)one.Claims), ("unread", one.Unread is { } why ? why : null),
                        ("notes", JsonList.Of(one.Notes.Select(note => (Json)note))))))));
                return answer with { Code = read.Exists(one => one.Report is null) ? 1 : 0 };
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the captured reports.", "probatum report list", [], (parse, opened) =>
    {
        var reports = opened.State.Claims.Reports;
        return Answer.Of(
            Columns.Of(["report", "published", "by", "language", "claims", "title"], reports.Select(one => new[]
            {
                opened.Call(one.Id), one.Captured.Published?.Words ?? "-", opened.State.Parties.Name(one.Captured.Publisher), one.Captured.Language ?? "-",
                $"{opened.State.Claims.Claims.Count(claim => claim.Said.Report == one.Id)}",
                (one.Aside is null ? "" : "SET ASIDE: ") + (one.Captured.Title ?? "-") + (one.Captured.Container is { } container ? $" (in {opened.Call(container)})" : ""),
            })),
            JsonList.Of(reports.Select(one => (Json)JsonMap.Of(
                ("report", one.Id.Text), ("handle", opened.Call(one.Id)), ("title", one.Captured.Title ?? ""), ("sha256", one.Captured.Original?.Sha256 ?? ""),
                ("published", one.Captured.Published?.Words is { } when ? when : null), ("address", one.Captured.Address is { } at ? at : null),
                ("container", one.Captured.Container is { } within ? within.Text : null), ("setAside", new JsonTruth(one.Aside is not null)),
                ("language", one.Captured.Language is { } language ? language : null), ("note", one.Captured.LanguageNote is { } note ? note : null)))));
    });

    private static Command SetAside(Shell shell)
    {
        var report = Verb.Argument("REPORT", "a report such as R13");
        var reason = Verb.Required("--reason", "why: captured by mistake, twice …", "WHY");
        var undo = Verb.Flag("--undo", "it counts again");
        return Verb.Writing(
            shell, "set-aside", "Set a report aside: it stays, its claims count for nothing, and what is proposed of it is not listed. Nothing is erased.", "probatum report set-aside R13 --reason 'another matter'",
            [report, reason, undo], (parse, opened) =>
            {
                var (id, isAside) = (opened.Find("report", parse.GetRequiredValue(report)), !parse.GetValue(undo));
                foreach (var allegation in opened.State.Incidents.Allegations.Where(one => isAside && one.Claims.Any(claim => opened.State.Claims.Find(claim)?.Said.Report == id)))
                {
                    opened.Note($"the allegation {opened.Call(allegation.Allegation)} stood on claims of {opened.Call(id)}, which count for it no more");
                }

                return OpenedCase.Recorded(opened.Record(new ReportSetAside(id, isAside, parse.GetRequiredValue(reason))), $"report {opened.Call(id)} {(isAside ? "set aside" : "counts again")}", ("report", id.Text));
            });
    }

    private static Command Show(Shell shell)
    {
        var name = Verb.Argument("REPORT", "a report such as R1");
        var claim = Verb.Option("--claim", "instead of the text: where in the original the words of this claim stand", "CLAIM");
        var reading = Verb.Flag("--reading", "instead of the text: how it was read, and what the file tells of itself");
        return Verb.Reading(
            shell, "show", "Print a report's text, as its claims count positions in it; or where in the original a claim stands.",
            "probatum report show R1 --claim C2", [name, claim, reading], (parse, opened) =>
            {
                var report = opened.State.Claims.Report(opened.Find("report", parse.GetRequiredValue(name)))!;
                var text = Kept(opened, report.Captured.Text) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : "";
                if (report.Captured.LanguageNote is { } note)
                {
                    opened.Note($"{opened.Call(report.Id)}: {note}");
                }

                if (report.Aside is { } aside)
                {
                    opened.Note($"{opened.Call(report.Id)} was set aside: {aside.Reason}");
                }

                return parse.GetValue(claim) is { } wanted ? Places(opened, report, text, wanted)
                    : parse.GetValue(reading) ? Told(opened, report)
                    : new(text.Length > 0 ? text.TrimEnd('\n') : Told(opened, report).Text, JsonMap.Of(("report", report.Id.Text), ("text", text)));
            });
    }

    private static Answer Places(OpenedCase opened, ReportView report, string text, string wanted)
    {
        var id = opened.Find("claim", wanted);
        var said = opened.State.Claims.Claims.Single(one => one.Id == id).Said;
        if (said.Report != report.Id)
        {
            throw new BadInputException($"{opened.Call(id)} is no claim of {opened.Call(report.Id)}");
        }

        var map = Reading(opened, report)?.Map ?? SourceMap.Empty;
        var rows = new[] { ("source", said.SourceSpans), ("cue", said.CueSpans), ("content", said.ContentSpans) }.SelectMany(part => part.Item2.IsDefaultOrEmpty ? [] : part.Item2.Select(span =>
            (Part: part.Item1, Span: span, Words: Slice(text, span), Places: map.Of(span.Start, span.End, text).ToList()))).ToList();
        return Answer.Of(
            rows.SelectMany(row => row.Places.DefaultIfEmpty("no place is known").Select(place => $"  {place}").Prepend($"{row.Part} {row.Span.Start} to {row.Span.End}: {row.Words}")),
            JsonMap.Of(("claim", id.Text), ("places", JsonList.Of(rows.Select(row => (Json)JsonMap.Of(
                ("part", row.Part), ("start", row.Span.Start), ("end", row.Span.End), ("words", row.Words), ("places", JsonList.Of(row.Places.Select(place => (Json)place)))))))));
    }

    private static string Slice(string text, TextSpan span) =>
        span.End <= int.MaxValue ? CodePoints.Slice(text, new((int)span.Start, (int)span.End)).ReplaceLineEndings(" ") : "";

    private static Answer Told(OpenedCase opened, ReportView report)
    {
        var reading = Reading(opened, report);
        return Answer.Of(
            [$"reader: {reading?.Reader ?? report.Captured.Reader ?? "unknown"}", .. reading?.Notes ?? [], .. reading?.Told.Select(told => $"the file says, {told.Name}: {told.Value}") ?? [],
                .. Images(report).Select(digest => $"picture, SHA-256 {digest}")],
            JsonMap.Of(
                ("report", report.Id.Text), ("reader", reading?.Reader ?? report.Captured.Reader ?? ""), ("notes", JsonList.Of(reading?.Notes.Select(note => (Json)note) ?? [])),
                ("told", JsonList.Of(reading?.Told.Select(told => (Json)JsonMap.Of(("name", told.Name), ("value", told.Value))) ?? [])),
                ("images", JsonList.Of(Images(report).Select(digest => (Json)digest)))));
    }

    private static ImmutableArray<string> Images(ReportView report) => report.Captured.Images.IsDefault ? [] : report.Captured.Images;

    private static ReadingFile? Reading(OpenedCase opened, ReportView report) => Kept(opened, report.Captured.Reading) is { } bytes ? ReadingFile.TryRead(bytes) : null;

    private static ReadOnlyMemory<byte>? Kept(OpenedCase opened, Blob? blob) => blob is null ? null : opened.Workspace.Blobs.Read(blob.Sha256);

    private static ReadDocument Read(string path, string? recognise, bool screenshot, Shell shell)
    {
        if (AddressCapture.IsAddress(path))
        {
            return AddressCapture.Read(path, screenshot, shell);
        }

        var bytes = Files.Read(path);
        var report = DocumentReading.Read(bytes, recognise, out var fault);
        return report is null && fault.Code == ReportFormats.Unknown
            ? throw new BadInputException($"{path}: {fault}")
            : new(path, bytes, ReportFormats.Of(bytes)?.Media ?? Files.Media(path), report, fault);
    }
}
