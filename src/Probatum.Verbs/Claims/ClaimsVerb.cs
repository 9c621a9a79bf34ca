using System.CommandLine;
using System.Text;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>probatum claims</summary>
internal static class ClaimsVerb
{
    public static Command Of(Shell shell)
    {
        var files = Verb.Arguments("FILE", "PDF, DOCX, HTML, mail (EML, MSG), plain text or Markdown");
        var language = Verb.Language();
        var model = TextVerbs.ModelOption;
        var command = new Command("claims", "Read the claims in documents, without a workspace: one line of JSON for each file, in order, also where a file can't be read.\n\nExample:\n  probatum claims article.txt > claims.jsonl")
        {
            files, language, model, Verb.AsJson,
        };
        command.SetAction(parse =>
        {
            var failed = 0;
            ClaimModel? used;
            try
            {
                used = TextVerbs.Model(parse.GetValue(model));
            }
            catch (BadInputException e)
            {
                shell.Error.WriteLine($"probatum: {e.Message}");
                return 2;
            }

            foreach (var path in parse.GetRequiredValue(files))
            {
                failed += Line(shell, path, parse.GetValue(language), used) ? 0 : 1;
            }

            return failed == 0 ? 0 : 2;
        });
        return command;
    }

    private static bool Line(Shell shell, string path, string? language, ClaimModel? model)
    {
        var id = Path.GetFileNameWithoutExtension(path);
        try
        {
            var bytes = Files.Read(path);
            if (DocumentReading.Read(bytes, null, out var fault) is not { } report)
            {
                throw new BadInputException($"{path}: {fault}");
            }

            if (report.Text.Length == 0)
            {
                throw new BadInputException($"{path}: has no words of its own and holds {Words.Count(report.Parts.Length, "document")}; 'probatum report add' reads them");
            }

            // A text's positions count what stands in the file, a byte order mark included.
            var text = report.Media == "text/plain" && bytes is [0xEF, 0xBB, 0xBF, ..] ? Encoding.UTF8.GetString(bytes) : report.Text;
            var date = report.Published;
            var read = ClaimExtractor.Read(text, new(report.Title, report.Publisher, date, Language: language, Gazetteer: PlaceLists.Shipped), model);
            shell.Out.WriteLine(ClaimsJson.WriteLine(id, text, read));
            if (read.Language.Note is { } note)
            {
                shell.Error.WriteLine($"note: {path}: {note}");
            }

            return true;
        }
        catch (Exception e) when (e is BadInputException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            shell.Error.WriteLine($"probatum: {e.Message}");
            shell.Out.WriteLine(ClaimsJson.WriteError(id, e.Message));
            return false;
        }
    }
}
