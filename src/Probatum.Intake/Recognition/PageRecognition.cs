using System.Globalization;
using System.Text;

namespace Probatum.Intake;

/// <summary>Recognises the words of single pages of one PDF, and keeps account of it.</summary>
/// <param name="pdf">The PDF.</param>
/// <param name="language">As Tesseract names it.</param>
/// <param name="folder">An empty folder for pictures.</param>
/// <param name="tesseract">Where that program is.</param>
/// <param name="pdftoppm">Where that program is.</param>
internal sealed class PageRecognition(byte[] pdf, string language, string folder, string tesseract, string pdftoppm)
{
    private const int DotsPerInch = 200;
    private const int MostPages = 300;

    private static readonly TimeSpan LongestPage = TimeSpan.FromSeconds(180);

    private readonly List<int> _pages = [];
    private string? _version;
    private int _words;
    private long _confidence;

    /// <summary>Whether any page had to be recognised.</summary>
    public bool IsUsed => _version is not null;

    /// <summary>Program, version and language.</summary>
    public string Reader => $"tesseract/{_version} {language}";

    /// <summary>Why there are no words after all.</summary>
    public IntakeFault Nothing => new("ocr/no-text", "", $"no text was recognised in the pictures of its pages ({language})");

    /// <summary>What a person must know of it.</summary>
    public IEnumerable<string> Notes => _pages.Count == 0 ? [] :
    [
        $"recognised in a picture at {DotsPerInch} dots an inch, by Tesseract {_version} for {language}: {PdfDocuments.Named(_pages)}; letters and words may be wrong",
        $"{_words} words recognised, of which Tesseract is sure by {_confidence / Math.Max(1, _words)} % on average",
    ];

    /// <summary>Adds the words of a page; false when there are none, or no more pages are recognised.</summary>
    public bool Append(int page, MappedText text)
    {
        if (_pages.Count == MostPages)
        {
            return false;
        }

        try
        {
            var (file, picture) = (Path.Combine(folder, "document.pdf"), Path.Combine(folder, "page"));
            if (_version is null)
            {
                File.WriteAllBytes(file, pdf);
                _version = Encoding.UTF8.GetString(OtherProgram.Run(tesseract, ["--version"], LongestPage)).Split('\n')[0].Replace("tesseract", "", StringComparison.Ordinal).Trim();
            }

            var number = page.ToString(CultureInfo.InvariantCulture);
            OtherProgram.Run(pdftoppm, ["-r", DotsPerInch.ToString(CultureInfo.InvariantCulture), "-png", "-singlefile", "-f", number, "-l", number, file, picture], LongestPage);
            var table = OtherProgram.Run(tesseract, [picture + ".png", "stdout", "-l", language, "tsv"], LongestPage);
            var (found, sure) = TesseractPage.Append(Encoding.UTF8.GetString(table), text, page, DotsPerInch);
            if (found == 0)
            {
                return false;
            }

            (_words, _confidence) = (_words + found, _confidence + sure);
            _pages.Add(page);
            return true;
        }
        catch (IOException e)
        {
            throw new RecognitionException(e.Message);
        }
    }
}

/// <summary>A program that recognises words failed; the message says how.</summary>
internal sealed class RecognitionException(string message) : Exception($"the text could not be recognised: {message}");
