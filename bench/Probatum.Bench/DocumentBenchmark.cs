using System.Diagnostics;
using System.Globalization;
using Probatum.Intake;
using Probatum.Tests.Intake;

namespace Probatum.Bench;

/// <summary>A long PDF read page by page, each word with its box.</summary>
internal static class DocumentBenchmark
{
    private const int Pages = 1000;
    private const int Lines = 45;

    private static readonly string[] Words = "officials said that nine samples were taken near the mill by a team of the northern province".Split(' ');

    public static Benchmark Row { get; } = new("pdf", "a PDF of 1,000 pages read with the place of every word; pages a second", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var pages = settings.Size == 0 ? Pages : settings.Size;
        var random = new Random(1);
        var pdf = PdfPages.Drawn([.. Enumerable.Range(0, pages).Select(_ => string.Join('\n', Enumerable.Range(0, Lines).Select(line => string.Create(
            CultureInfo.InvariantCulture, $"BT /F1 10 Tf 1 0 0 1 60 {740 - (15 * line)} Tm ({string.Join(' ', Enumerable.Range(0, 12).Select(_ => Words[random.Next(Words.Length)]))}) Tj ET"))))]);
        var runs = 0;
        var rate = Measure.Rate(settings.Runs, () =>
        {
            runs = ReportFormats.Read(pdf, out var fault) is { } report ? report.Map.Runs.Length : throw new InvalidDataException(fault.ToString());
            return pages;
        });
        using var process = Process.GetCurrentProcess();
        yield return new("pages", rate, "", null, Bar.None)
        {
            Note = FormattableString.Invariant($"{runs} words with a box, {pdf.Length >> 10} KiB, peak memory of the process so far {process.PeakWorkingSet64 >> 20} MiB"),
        };
    }
}
