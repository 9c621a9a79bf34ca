using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core.Records;
using Probatum.Intake;
using Probatum.Text;
using Probatum.Text.Echoes;

namespace Probatum.Verbs;

/// <summary>probatum echoes, with files or on a case, and the verbs below it.</summary>
internal static class EchoesVerb
{
    public static Command Of(Shell shell)
    {
        var files = new Argument<string[]>("FILE") { Description = "HTML, PDF or plain text: compare these files alone, without a workspace", Arity = ArgumentArity.ZeroOrMore };
        var allegation = Verb.Option("--allegation", "only echoes of reports behind this allegation, and its origins", "ALLEGATION");
        var min = new Option<int>("--min") { Description = "only proposals of at least so many points, of 1000", HelpName = "POINTS" };
        var svg = Verb.Option("--svg", "draw it into this file", "FILE");
        var claims = Verb.Flag("--claims", "also which claim of a report goes back to which claim of another, and to whom; in the drawing, too");
        var command = Verb.Alone(
            shell, "echoes",
            "Show which reports go back to one origin: proposals with the shared passage and every reason, and what analysts confirmed. A proposal counts for nothing until it is confirmed.",
            "probatum echoes --allegation A1 --svg echoes.svg\n  probatum echoes --claims --json\n  probatum echoes article.html statement.txt --json\n  probatum echoes confirm R4:R1", [files, allegation, min, svg, claims, Verb.Case, Verb.Workspace], parse =>
            {
                var least = parse.GetValue(min);
                if (least is < 0 or > 1000)
                {
                    throw new BadInputException($"--min {least.ToString(CultureInfo.InvariantCulture)}: points are 0 to 1000");
                }

                if (parse.GetValue(files) is { Length: > 0 } paths)
                {
                    return parse.GetValue(allegation) is null ? OfFiles(paths, least, parse.GetValue(svg), parse.GetValue(claims)) : throw new BadInputException("--allegation is about a case: give no files");
                }

                using var opened = OpenedCase.Open(parse, shell);
                var shown = OfCase(opened, parse.GetValue(allegation) is { } name ? opened.Find("allegation", name) : null, parse.GetValue(claims));
                return Shown(shown, least, parse.GetValue(svg));
            });
        command.Add(EchoReviewVerbs.Of(shell, "confirm", "confirmed"));
        command.Add(EchoReviewVerbs.Of(shell, "reject", "rejected"));
        return command;
    }

    /// <summary>The text of a report of the case; null where it is not kept here.</summary>
    internal static Func<Blob, string?> Reading(OpenedCase opened) =>
        blob => opened.Workspace.Blobs.Read(blob.Sha256) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private static Answer OfFiles(string[] paths, int min, string? svg, bool claims)
    {
        var texts = new EchoText[paths.Length];
        if (svg is not null)
        {
            Files.CheckIsNone(svg, paths);
        }

        var names = paths.CountBy(path => Path.GetFileNameWithoutExtension(path)).ToDictionary();
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < paths.Length; i++)
        {
            var bytes = Files.Read(paths[i]);
            if (ReportFormats.Read(bytes, out var fault) is not { } report)
            {
                throw new BadInputException($"{paths[i]}: {fault}");
            }

            var text = report.Media == "text/plain" && bytes is [0xEF, 0xBB, 0xBF, ..] ? Encoding.UTF8.GetString(bytes) : report.Text;
            var name = Path.GetFileNameWithoutExtension(paths[i]);
            var id = names[name] > 1 ? paths[i] : name;
            texts[i] = new(id, text, report.Publisher, report.Published, Images: report.Pictures);
            if (!known.Add(id))
            {
                throw new BadInputException($"{paths[i]}: is given twice");
            }
        }

        Parallel.For(0, texts.Length, i => texts[i] = texts[i] with { Claims = [.. ClaimExtractor.Extract(texts[i].Text, new(null, texts[i].Publisher, texts[i].Date)).Select(claim => claim with { Id = $"{texts[i].Id}#{claim.Id}" })] });
        var graph = EchoFinder.Find(texts, Environment.ProcessorCount);
        return Shown(EchoesShown.Alone([.. texts], graph, claims), min, svg);
    }

    private static EchoesShown OfCase(OpenedCase opened, EntityId? allegation, bool claims)
    {
        var texts = EchoProposals.Texts(opened.State, Reading(opened));
        var missing = opened.State.Claims.Reports.Count - texts.Length;
        if (missing > 0)
        {
            opened.Note($"the texts of {Words.Count(missing, "report")} are not kept here and were not compared");
        }

        return EchoesShown.OfCase(opened.State, texts, EchoProposals.Find(opened.State, texts, Environment.ProcessorCount), allegation, claims);
    }

    private static Answer Shown(EchoesShown shown, int min, string? svg)
    {
        if (svg is not null)
        {
            Files.Write(svg, Encoding.UTF8.GetBytes(shown.Svg(min)));
        }

        return Answer.Of(shown.Lines(min), shown.Json(min));
    }
}
