using System.Text;
using Probatum.Intake;
using UglyToad.PdfPig;

namespace Probatum.Verbs;

/// <summary>Makes a PDF of a page with a program of the machine: WeasyPrint where it is installed, else Chromium.</summary>
internal sealed class Printer
{
    /// <summary>Its name: PDF/UA, a contents list with pages; slower.</summary>
    public const string WeasyPrint = "weasyprint";

    /// <summary>Its name: faster.</summary>
    public const string Chromium = "chromium";

    private const int LongForWeasyPrint = 800_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(20);

    private readonly string _program;
    private readonly bool _isBrowser;
    private readonly bool _isWanted;

    private Printer(string program, bool isBrowser, bool isWanted)
    {
        (_program, _isBrowser, _isWanted) = (program, isBrowser, isWanted);
    }

    /// <summary>What the PDF is and is not.</summary>
    public string Says => _isBrowser ? "made by Chromium: tagged, no PDF/A" : "made by WeasyPrint as PDF/UA-1: tagged, not validated";

    /// <summary>The program that is wanted, or the first that is there; Chromium first for what is written from right to left, whose text WeasyPrint leaves unreadable to programs.</summary>
    /// <exception cref="BadInputException">It is not installed.</exception>
    public static Printer Find(string? wanted, bool isRightToLeft) =>
        wanted is null && isRightToLeft && Screenshot.Browser is { } first ? new(first, true, false)
        : wanted is null or WeasyPrint && OtherProgram.Find(WeasyPrint) is { } weasyprint ? new(weasyprint, false, wanted is not null)
        : wanted is null or Chromium && Screenshot.Browser is { } browser ? new(browser, true, wanted is not null)
        : throw new BadInputException(wanted is not null ? $"{wanted} is not on the PATH; install it ('apt-get install {wanted}'), or leave --printer out" : "a PDF needs weasyprint or chromium, and neither is on the PATH; install one of them ('apt-get install weasyprint'), or write .html or .docx");

    /// <summary>This program, or for a long page that nobody wants it for the one that is several times faster, where it is there.</summary>
    public Printer For(string html) => !_isWanted && !_isBrowser && html.Length > LongForWeasyPrint && Screenshot.Browser is { } browser ? new(browser, true, false) : this;

    /// <summary>How many pages a PDF has.</summary>
    public static int Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return document.NumberOfPages;
    }

    /// <summary>The PDF. How far the other program is, nobody knows: the bar goes on as usual and waits before its end.</summary>
    public byte[] Print(string html, IProgress<double> progress)
    {
        var folder = Directory.CreateTempSubdirectory("probatum-report-").FullName;
        try
        {
            var (from, to) = (Path.Combine(folder, "report.html"), Path.Combine(folder, "report.pdf"));
            File.WriteAllText(from, html, new UTF8Encoding(false));
            var running = Task.Run(() => OtherProgram.Run(_program, Arguments(folder, from, to), Longest));
            for (var waited = TimeSpan.Zero; !running.Wait(200); waited += TimeSpan.FromMilliseconds(200))
            {
                progress.Report(waited / (waited + Usual));
            }

            running.GetAwaiter().GetResult();
            var pdf = File.Exists(to) ? File.ReadAllBytes(to) : [];
            return pdf.AsSpan().StartsWith("%PDF-"u8) ? pdf : throw new IOException($"{Path.GetFileName(_program)} made no PDF");
        }
        catch (Exception e) when (e is IOException or AggregateException { InnerException: IOException })
        {
            throw new BadInputException($"the PDF was not made: {(e.InnerException ?? e).Message}; nothing was written");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private IEnumerable<string> Arguments(string folder, string from, string to) => _isBrowser
        ?
        [
            .. Environment.UserName == "root" ? ["--no-sandbox"] : Array.Empty<string>(), "--headless", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-background-networking", "--disable-component-update",
            $"--user-data-dir={Path.Combine(folder, "profile")}", "--no-pdf-header-footer", "--generate-pdf-document-outline", $"--print-to-pdf={to}", new Uri(from).AbsoluteUri,
        ]
        : ["--quiet", "--pdf-variant", "pdf/ua-1", from, to];
}
