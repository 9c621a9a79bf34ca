using System.Globalization;
using Probatum.Core;

namespace Probatum.Export;

/// <summary>One thing to write down by hand.</summary>
/// <param name="Words">What is asked.</param>
/// <param name="Option">The option or argument that types it in later.</param>
/// <param name="Lines">How many lines of handwriting it gets.</param>
public sealed record FormField(string Words, string Option, int Lines = 1);

/// <summary>A form of A4 to fill in by hand, and to type in later.</summary>
/// <param name="Title">The step.</param>
/// <param name="Verb">The verb that types it in, such as "sample add".</param>
/// <param name="Hint">What whoever fills it in must know.</param>
/// <param name="Fields">From above.</param>
/// <param name="Signatures">Who signs.</param>
public sealed record PaperForm(string Title, string Verb, string Hint, IReadOnlyList<FormField> Fields, IReadOnlyList<string> Signatures)
{
    private const int PerMillimetre = 4;
    private const int Width = 210 * PerMillimetre;
    private const int Height = 297 * PerMillimetre;
    private const int Margin = 15 * PerMillimetre;
    private const int Asked = 62 * PerMillimetre;
    private const int LineHeight = 8 * PerMillimetre;
    private const int SignatureHeight = 17 * PerMillimetre;
    private const string Ink = "#000000";
    private const string Grey = "#555555";
    private const string Rule = "#888888";

    /// <summary>The form's pages; a signature stands on the last.</summary>
    public IReadOnlyList<Drawing> Pages()
    {
        var pages = new List<Drawing>();
        var y = Next(pages);
        foreach (var field in Fields)
        {
            var high = (field.Lines * LineHeight) + 4;
            if (y + high > Height - Margin)
            {
                y = Next(pages);
            }

            Field(pages[^1], field, y, high);
            y += high;
        }

        if (y + (Signatures.Count * SignatureHeight) > Height - Margin)
        {
            y = Next(pages);
        }

        foreach (var who in Signatures)
        {
            y += SignatureHeight;
            pages[^1].Add(new PlotLine([(Margin, y), (Width - Margin, y)], Ink, 1));
            pages[^1].Add(new PlotWords(Margin, y + 13, "start", Grey, $"{who}: name, organisation, signature, date and time with offset from UTC", 11));
        }

        for (var i = 0; i < pages.Count; i++)
        {
            pages[i].Add(new PlotWords(Width - Margin, Height - 28, "end", Grey, string.Create(CultureInfo.InvariantCulture, $"{Title}, sheet {i + 1} of {pages.Count}"), 11));
        }

        return pages;
    }

    private int Next(List<Drawing> pages)
    {
        var page = new Drawing(Width, Height, Title) { PerMillimetre = PerMillimetre };
        pages.Add(page);
        var y = Margin;
        page.Add(new PlotWords(Margin, y + 8, "start", Ink, Title, 24));
        page.Add(new PlotWords(Width - Margin, y + 8, "end", Ink, "Case: ____________________   Form no.: ____________", 13));
        y += 30;
        foreach (var line in SvgText.Lines($"{Hint} Typed in later with: probatum {Verb}; the grey words name what takes each field. Strike out what is wrong so that it stays readable, and initial it.", Width - (2 * Margin), 12, 5))
        {
            page.Add(new PlotWords(Margin, y, "start", Ink, line, 12));
            y += 16;
        }

        return y;
    }

    private static void Field(Drawing page, FormField field, int y, int high)
    {
        page.Add(new PlotFigure([(Margin, y), (Width - Margin, y), (Width - Margin, y + high), (Margin, y + high)], "#ffffff", Ink, 1));
        page.Add(new PlotLine([(Margin + Asked, y), (Margin + Asked, y + high)], Ink, 1));
        var at = y + 15;
        foreach (var line in SvgText.Lines(field.Words, Asked - 16, 12, field.Lines == 1 ? 1 : 3))
        {
            page.Add(new PlotWords(Margin + 6, at, "start", Ink, line, 12));
            at += 15;
        }

        page.Add(new PlotWords(Margin + 6, at, "start", Grey, field.Option, 11));
        for (var line = 1; line < field.Lines; line++)
        {
            page.Add(new PlotLine([(Margin + Asked + 8, y + (line * LineHeight)), (Width - Margin - 8, y + (line * LineHeight))], Rule, 0.5));
        }
    }
}
