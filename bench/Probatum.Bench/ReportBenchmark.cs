using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Probatum.Cli;
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
            File.WriteAllText(sheet, Sheet(size));
            var workspace = Path.Combine(folder, "workspace");
            Command("init", workspace);
            foreach (var line in new[] { "case open A", "party add Team", "incident open I-1" })
            {
                Command([.. line.Split(' '), "--workspace", workspace]);
            }

            Command("import", sheet, "--as", "samples", "--workspace", workspace);
            foreach (var (printer, bar) in new[] { ("weasyprint", Bar.None), ("chromium", new Bar(10)) })
            {
                var to = Path.Combine(folder, $"{printer}.pdf");
                var pdf = Seconds(() => Command("report", "write", "-o", to, "--printer", printer, "--workspace", workspace));
                using var document = PdfDocument.Open(to);
                yield return new($"pages by {printer}", document.NumberOfPages / pdf, "", null, bar) { Note = string.Create(CultureInfo.InvariantCulture, $"{document.NumberOfPages} pages in {pdf:0.0} s, {new FileInfo(to).Length >> 10} KiB") };
            }

            foreach (var ending in new[] { "html", "docx" })
            {
                var to = Path.Combine(folder, $"report.{ending}");
                var taken = Seconds(() => Command("report", "write", "-o", to, "--workspace", workspace));
                yield return new($"samples as {ending}", size / taken, "", null, Bar.None) { Note = string.Create(CultureInfo.InvariantCulture, $"{taken:0.0} s, {new FileInfo(to).Length >> 10} KiB") };
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Sheet(int size)
    {
        var text = new StringBuilder("label,matrix,quantity,collected,place,lat,lon,radius_m,collector,seal,origin,witnesses,incident,note\n");
        for (var i = 0; i < size; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"S-{i},ENV_SOIL,{(i % 90) + 1} g,2031-05-04T10:00Z,Mill north {i},35.{i * 400 % 1_000_000:000000},37.1,5,Team,A-{i},TEAM_COLLECTED,,I-1,\n");
        }

        return text.ToString();
    }

    private static double Seconds(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Command(params string[] args)
    {
        using var error = new StringWriter();
        var code = CommandLine.Run(args, new(TextWriter.Null, error, () => DateTimeOffset.UtcNow, RandomNumberGenerator.Fill, true) { LastSeen = new(null) });
        if (code != 0)
        {
            throw new InvalidOperationException(error.ToString());
        }
    }
}
