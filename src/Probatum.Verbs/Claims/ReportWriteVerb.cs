using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Claims;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Export.Reports;

namespace Probatum.Verbs;

/// <summary>probatum report write</summary>
internal static class ReportWriteVerb
{
    private static readonly string[] Endings = [".html", ".docx", ".pdf"];

    public static Command Of(Shell shell)
    {
        var wanted = new Argument<string?>("CASE") { Description = "the case, if there is more than one", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string>("--output", "-o") { Description = "the report: HTML, DOCX or PDF by its ending", HelpName = "FILE.html|.docx|.pdf", Required = true };
        var incident = Verb.Option("--incident", "one incident alone, such as I1; else all", "INCIDENT");
        var language = new Option<string>("--language") { Description = $"the language of its sentences: {string.Join(", ", ReportLanguage.All.Select(one => one.Code))}", HelpName = "CODE", DefaultValueFactory = _ => PhrasePiece.English };
        var policy = Verb.Option("--policy", "only what a reader of a dossier under this policy sees: court, laboratory, parties, public, or a file", "POLICY");
        var marking = Verb.Option("--marking", "the confidentiality marking of the whole, such as 'OPCW RESTRICTED'; a higher one of a record goes before it", "TEXT");
        var markings = Verb.Option("--markings", "a table kind,marking: what the records of each kind bear; every paragraph then bears the highest of what it rests on", "FILE");
        var dossier = Verb.Option("--dossier", "references lead to the page of this dossier, a folder or the beginning of a URL; else to the report's own list of records", "DIR|URL");
        var paper = new Option<string>("--paper") { Description = "a4 or letter", HelpName = "PAPER", DefaultValueFactory = _ => "a4" };
        var by = Verb.Option("--printer", "which program makes the PDF: weasyprint (PDF/UA, contents with pages) or chromium (several times faster); else the first that is there, and chromium for a long report", "PROGRAM");
        by.AcceptOnlyFromAmong(Printer.WeasyPrint, Printer.Chromium);
        return Verb.Alone(
            shell, "write", "Write the report of the case in the structure that bodies use: every sentence with the records it rests on. Nothing is recorded and nothing asked of a network. PDF needs weasyprint or chromium.",
            "probatum report write -o report.pdf --language ar --policy public", [wanted, output, incident, language, policy, marking, markings, dossier, paper, by, Verb.Case, Verb.Workspace], parse =>
            {
                var to = parse.GetRequiredValue(output);
                var ending = Path.GetExtension(to).ToLowerInvariant();
                if (!Endings.Contains(ending))
                {
                    throw new BadInputException($"{to}: a report ends with {string.Join(", ", Endings)}");
                }

                var spoken = ReportLanguage.Of(parse.GetRequiredValue(language))
                    ?? throw new BadInputException($"there is no language '{parse.GetValue(language)}': {string.Join(", ", ReportLanguage.All.Select(one => $"{one.Code} ({one.Name})"))} come with the program");
                if (parse.GetValue(dossier) is { } leads && leads.Split('/', '?', '#')[0].Split(':', 2) is [var scheme, _] && scheme is not ("http" or "https"))
                {
                    throw new BadInputException($"--dossier {leads}: give a folder, or the beginning of an http or https address");
                }

                var style = new ReportStyle(spoken, parse.GetRequiredValue(paper).ToLowerInvariant(), parse.GetValue(dossier));
                if (!ReportStyle.Papers.Contains(style.Paper))
                {
                    throw new BadInputException($"there is no paper '{style.Paper}': {string.Join(", ", ReportStyle.Papers)}");
                }

                var printer = ending == ".pdf" ? Printer.Find(parse.GetValue(by), spoken.IsRightToLeft) : null;
                var read = Read(parse.GetValue(markings));
                var withheld = parse.GetValue(policy) is { } name ? SealVerb.Policy(name).Policy : null;
                using var opened = OpenedCase.Open(parse, shell, parse.GetValue(wanted));
                if (!opened.IsServed && Path.GetFullPath(to).StartsWith(Path.GetFullPath(opened.Workspace.Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    throw new BadInputException($"{to}: lies in the workspace; a report is written beside it");
                }

                using var progress = new ProgressLine(shell, "writing");
                var source = Source(opened, withheld) with { Markings = read, Marking = parse.GetValue(marking), Incident = parse.GetValue(incident) is { } one ? opened.Find("incident", one) : null };
                var report = CaseReport.Of(source, progress);
                byte[] bytes;
                if (ending == ".docx")
                {
                    bytes = DocxReport.Write(report, style);
                }
                else
                {
                    var html = HtmlReport.Write(report, style);
                    printer = printer?.For(html);
                    bytes = printer is null ? Encoding.UTF8.GetBytes(html) : printer.Print(html, progress);
                }

                Files.Write(to, bytes);
                return Said(to, bytes, report, printer);
            });
    }

    /// <summary>The case as the report's reader may see it: as a dossier under that policy would tell it, or all that is here.</summary>
    private static ReportSource Source(OpenedCase opened, WithholdingPolicy? policy)
    {
        var checkpoint = opened.Log.Covered ?? throw new BadInputException("nothing is on record yet, so there is nothing to report");
        var (state, remarks, withheld) = (opened.Counting(), opened.History.Remarks, ImmutableArray<(string, long)>.Empty);
        if (policy is not null)
        {
            using var still = opened.Log.Still();
            var (history, members) = DossierWriter.AsTold(opened.Told, policy);
            (state, remarks) = (ClaimPlaces.In(history.State, opened.Workspace.Blobs.Read), history.Remarks);
            withheld = [.. members.ByReason().Select(one => (one.Reason, (long)one.Members))];
        }

        // What no record that the reader sees names can't be in what the reader is given.
        var named = state.Entries.Where(entry => entry.Statement is not null).SelectMany(entry =>
        {
            var body = new BodyWriter();
            entry.Statement!.Describe(body);
            return body.Sealed.SelectMany(member => DossierContent.Blobs(member.Value));
        }).Select(blob => blob.Sha256).ToHashSet(StringComparer.Ordinal);
        return new(
            opened.Id, state, opened.Tables, CaseAssessment.Of(state, opened.Tables, remarks), [.. remarks], checkpoint.Size, checkpoint.Root.ToBase64(),
            digest => named.Contains(digest) ? opened.Workspace.Blobs.Read(digest) : null)
        {
            Policy = policy?.Name,
            Withheld = withheld,
        };
    }

    private static Markings Read(string? path)
    {
        if (path is null)
        {
            return Markings.None;
        }

        return Markings.TryRead(Files.Read(path), out var markings, out var fault) ? markings : throw new BadInputException($"{path}: {fault.Why}");
    }

    private static Answer Said(string to, byte[] bytes, Report report, Printer? printer)
    {
        var (sections, references, pages) = (report.Sections.Count(), report.Cited.Count, printer is null ? (int?)null : Printer.Pages(bytes));
        var withheld = report.Withheld == 0 ? "" : $"; {Words.Count(report.Withheld, "member")} withheld";
        return new(
            $"report {to}: {Words.Count(sections, "section")}{(pages is { } count ? $", {Words.Count(count, "page")}" : "")}, {bytes.Length} bytes, rests on {Words.Count(references, "record")}{withheld}{(printer is null ? "" : $"; {printer.Says}")}",
            JsonMap.Of(
                ("file", to), ("pages", pages is { } number ? (long)number : null), ("bytes", (long)bytes.Length), ("sha256", Digests.Hex(bytes)), ("sections", (long)sections), ("references", (long)references),
                ("withheld", report.Withheld), ("marking", report.Marking is { } marking ? marking : null), ("printer", printer is null ? null : (Json)printer.Says)));
    }
}
