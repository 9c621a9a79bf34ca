using System.Diagnostics;
using System.Globalization;
using UglyToad.PdfPig;

namespace Probatum.Bench;

/// <summary>The report of a case with many samples, by the whole command.</summary>
internal static class ReportBenchmark
{
    public static Benchmark Row { get; } = new("report", "the report of a case of 1,100 samples as HTML, DOCX and PDF, by the whole command; pages a second", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? 1_100 : settings.Size;
        var folder = Directory.CreateTempSubdirectory("probatum-report-").FullName;
        try
        {
            var sheet = Path.Combine(folder, "samples.csv");
            File.WriteAllText(sheet, ImportBenchmark.Sheet(size));
            var workspace = Path.Combine(folder, "workspace");
            ImportBenchmark.Command("init", workspace);
            foreach (var line in new[] { "case open A", "party add Team", "incident open I-1" })
            {
                ImportBenchmark.Command([.. line.Split(' '), "--workspace", workspace]);
            }

            ImportBenchmark.Command("import", sheet, "--as", "samples", "--workspace", workspace);
            foreach (var (printer, bar) in new[] { ("weasyprint", Bar.None), ("chromium", new Bar(10)) })
            {
                var to = Path.Combine(folder, $"{printer}.pdf");
                var pdf = Seconds(() => ImportBenchmark.Command("report", "write", "-o", to, "--printer", printer, "--workspace", workspace));
                using var document = PdfDocument.Open(to);
                yield return new($"pages by {printer}", document.NumberOfPages / pdf, "", null, bar) { Note = string.Create(CultureInfo.InvariantCulture, $"{document.NumberOfPages} pages in {pdf:0.0} s, {new FileInfo(to).Length >> 10} KiB") };
            }

            foreach (var ending in new[] { "html", "docx" })
            {
                var to = Path.Combine(folder, $"report.{ending}");
                var taken = Seconds(() => ImportBenchmark.Command("report", "write", "-o", to, "--workspace", workspace));
                yield return new($"samples as {ending}", size / taken, "", null, Bar.None) { Note = string.Create(CultureInfo.InvariantCulture, $"{taken:0.0} s, {new FileInfo(to).Length >> 10} KiB") };
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static double Seconds(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
