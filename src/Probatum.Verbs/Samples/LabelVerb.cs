using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Export;

namespace Probatum.Verbs;

/// <summary>probatum sample label: labels to print.</summary>
internal static class LabelVerb
{
    private const int MostLabels = 10_000;

    public static Command Of(Shell shell)
    {
        var samples = new Argument<string[]>("SAMPLE") { Description = "samples, in this order", Arity = ArgumentArity.ZeroOrMore };
        var (output, all, blind) = (Verb.Required("--output", "a .png, .svg or .pdf; further sheets of pictures get -2, -3 … before the ending", "FILE"), Verb.Flag("--all", "every sample of the case"), Verb.Flag("--blind", "only the code under which a laboratory gets it: nothing else, also not in the QR code"));
        output.Aliases.Add("-o");
        var (laboratory, grid, date) = (Verb.Option("--laboratory", "with --blind: whose code, where a sample has several", "PARTY"), Verb.Option("--grid", "columns and rows of a sheet of A4, such as 3x8; one label alone is 70 by 37 mm without it", "CxR"), Verb.Option("--date", "a date to print on each", "DATE"));
        var blank = new Option<int?>("--blank") { Description = "print N labels for samples that are still to be taken; 'sample add --label-id' uses one", HelpName = "N" };
        return Verb.Reading(
            shell, "label", "Print labels with a QR code that every sample verb takes in place of a name. Never a place, a person or a substance.",
            "probatum sample label S-09 S-10 --grid 3x8 -o labels.pdf", [samples, output, all, blank, blind, laboratory, grid, date], (parse, opened) =>
            {
                var names = parse.GetValue(samples) ?? [];
                if (new[] { names.Length > 0, parse.GetValue(all), parse.GetValue(blank) is not null }.Count(given => given) != 1)
                {
                    throw new BadInputException("say which: samples, --all or --blank N");
                }

                if (parse.GetValue(blank) is < 1 or > MostLabels)
                {
                    throw new BadInputException($"--blank is a number from 1 to {MostLabels}");
                }

                if (parse.GetValue(blank) is not null && parse.GetValue(blind))
                {
                    throw new BadInputException("--blind prints codes that were given, and a sample still to be taken has none");
                }

                var when = parse.GetValue(date) is { } typed ? OpenedCase.When(typed)!.Words : null;
                var of = opened.FindOr("party", parse.GetValue(laboratory));
                var chosen = names.Length > 0 ? names.Select(name => opened.State.Samples.Samples[opened.Find("sample", name)]) : opened.State.Samples.All;
                var labels = parse.GetValue(blank) is { } count
                    ? [.. Enumerable.Range(0, count).Select(_ => Blank(new(opened.Id, opened.NewId()), when))]
                    : chosen.Take(MostLabels).Select(sample => parse.GetValue(blind) ? Blind(sample, of, when, opened) : Label(sample, when, opened)).ToList();
                if (labels.Count == 0)
                {
                    throw new BadInputException("this case has no sample to label");
                }

                var written = Write(parse.GetRequiredValue(output), labels, parse.GetValue(grid));
                return Answer.Of(
                    [$"{Words.Count(labels.Count, "label")} in {string.Join(", ", written)}"],
                    JsonMap.Of(
                        ("files", JsonList.Of(written.Select(file => (Json)file))),
                        ("labels", JsonList.Of(labels.Select(label => (Json)JsonMap.Of(("title", label.Title), ("code", label.Code)))))));
            });
    }

    private static PrintedLabel Label(SampleView sample, string? when, OpenedCase opened)
    {
        var label = new SampleLabel(opened.Id, sample.Id);
        return new(sample.Label, label.Payload, [label.Check, Short(opened.Id), .. when is null ? [] : new[] { when }]);
    }

    // A person who types has no scanner: the id stands below, to be typed with its check.
    private static PrintedLabel Blank(SampleLabel label, string? when) =>
        new(label.Check, label.Payload, [$"{label.Sample}:", label.Check, Short(label.Case), .. when is null ? [] : new[] { when }]);

    private static PrintedLabel Blind(SampleView sample, EntityId? laboratory, string? when, OpenedCase opened)
    {
        var codes = sample.Codes.Where(code => code.Code is not null && (laboratory is null || code.Laboratory == laboratory)).ToList();
        return codes switch
        {
            [{ Code: { } code }] => new(code, code, when is null ? [] : [when]),
            [] => throw new BadInputException($"{sample.Label} has no code{(laboratory is null ? "" : $" for {opened.State.Parties.Name(laboratory)}")}; give it one with 'probatum sample code'"),
            _ => throw new BadInputException($"{sample.Label} has {codes.Count} codes: say with --laboratory which is printed"),
        };
    }

    private static string Short(CaseId id) => $"case {id.Text[..8]}";

    private static List<string> Write(string path, List<PrintedLabel> labels, string? grid)
    {
        var pages = labels.Count == 1 && grid is null ? [LabelSheets.One(labels[0])] : Sheets(labels, grid ?? "3x8");
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending is ".pdf" or ".png" && pages.Select(page => page.Lacking).FirstOrDefault(letter => letter is not null) is { } letter)
        {
            throw new BadInputException($"{path}: the letter '{letter}' is not in the program's own font, which has Latin, Greek and Cyrillic; write an .svg, which the printing program's fonts show");
        }

        switch (ending)
        {
            case ".pdf":
                Files.Write(path, Pdf.Write("Labels", pages));
                return [path];
            case ".png" or ".svg":
                return [.. pages.Select((page, i) =>
                {
                    var file = i == 0 ? path : Path.ChangeExtension(path, null) + string.Create(CultureInfo.InvariantCulture, $"-{i + 1}{ending}");
                    Files.Write(file, ending == ".png" ? page.Png() : Encoding.UTF8.GetBytes(page.Svg()));
                    return file;
                })];
            default:
                throw new BadInputException($"{path}: labels are written as .png, .svg or .pdf");
        }
    }

    private static ImmutableArray<Drawing> Sheets(List<PrintedLabel> labels, string grid) =>
        grid.Split('x') is [var wide, var high] && int.TryParse(wide, NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
        && columns is >= 1 and <= LabelSheets.MostColumns && rows is >= 1 and <= LabelSheets.MostRows
            ? [.. LabelSheets.Sheets(labels, columns, rows)]
            : throw new BadInputException($"--grid is columns x rows such as 3x8, at most {LabelSheets.MostColumns}x{LabelSheets.MostRows}");
}
