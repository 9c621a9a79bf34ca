using System.Globalization;
using System.IO.Compression;
using System.Text;
using Probatum.Core;
using Probatum.Export.Raster;

namespace Probatum.Export;

/// <summary>Writes drawings as the pages of a PDF, in the program's own letters: the same bytes on every machine.</summary>
/// <remarks>
/// Source: ISO 32000-1 (PDF 1.7). Each letter that occurs is a procedure of a Type 3 font with a ToUnicode map, so that words can
/// be searched and copied. No date, no producer's name, no script.
/// </remarks>
public static class Pdf
{
    private const double PointsPerMillimetre = 72 / 25.4;
    private const int MostLetters = 255;

    /// <summary>The file.</summary>
    /// <exception cref="ArgumentException">A page has no size on paper, or a letter that the font lacks (<see cref="Drawing.Lacking"/>).</exception>
    public static byte[] Write(string title, IReadOnlyList<Drawing> pages)
    {
        var letters = pages.SelectMany(page => page.Shapes.OfType<PlotWords>()).SelectMany(words => SafeText.Line(words.Text).EnumerateRunes()).Distinct().Order().ToList();
        if (pages.FirstOrDefault(page => page.Lacking is not null || page.PerMillimetre is null) is { } unfit)
        {
            throw new ArgumentException(unfit.Lacking is { } letter ? $"the letter {letter} is not in the font" : "a page needs a size on paper", nameof(pages));
        }

        // 1 catalogue, 2 pages, 3 about; then fonts with their letters, then each page with its content
        var objects = new List<byte[]> { Array.Empty<byte>(), Array.Empty<byte>(), Array.Empty<byte>() };
        var fonts = letters.Chunk(MostLetters).Select(some => Font(objects, some)).ToList();
        var named = string.Concat(fonts.Select((font, i) => $"/F{i} {font} 0 R "));
        var kids = new List<int>();
        foreach (var page in pages)
        {
            var content = Add(objects, Stream(Content(page, letters)));
            var scale = PointsPerMillimetre / page.PerMillimetre!.Value;
            kids.Add(Add(objects, Ascii($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {N(page.Width * scale)} {N(page.Height * scale)}]/Resources<</Font<<{named}>>>>/Contents {content} 0 R>>")));
        }

        objects[0] = Ascii("<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</DisplayDocTitle true>>>>");
        objects[1] = Ascii($"<</Type/Pages/Count {kids.Count}/Kids[{string.Join(' ', kids.Select(kid => $"{kid} 0 R"))}]>>");
        objects[2] = Ascii($"<</Title <FEFF{Hex(SafeText.Line(title))}>>>");
        return File(objects);
    }

    private static int Font(List<byte[]> objects, Rune[] letters)
    {
        var (procedures, widths, map) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (var i = 0; i < letters.Length; i++)
        {
            var (contours, advance) = Lettering.Glyph(letters[i]);
            var points = contours.SelectMany(contour => contour).DefaultIfEmpty().ToList();
            var box = $"{N(points.Min(p => p.X))} {N(points.Min(p => p.Y))} {N(points.Max(p => p.X))} {N(points.Max(p => p.Y))}";
            var drawn = Add(objects, Stream($"{N(advance)} 0 {box} d1\n{string.Concat(contours.Where(contour => contour.Count > 1).Select(contour => Way(contour) + "h\n"))}f\n"));
            procedures.Append(CultureInfo.InvariantCulture, $"/g{i + 1} {drawn} 0 R ");
            widths.Append(N(advance)).Append(' ');
            map.Append(CultureInfo.InvariantCulture, $"1 beginbfchar\n<{i + 1:X2}> <{Hex(letters[i].ToString())}>\nendbfchar\n");
        }

        var toUnicode = Add(objects, Stream(
            $"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Own def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{map}endcmap\nend\nend\n"));
        return Add(objects, Ascii(
            $"<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<<{procedures}>>/Encoding<</Type/Encoding/Differences[1 {string.Concat(Enumerable.Range(1, letters.Length).Select(i => $"/g{i} "))}]>>"
            + $"/FirstChar 1/LastChar {letters.Length}/Widths[{widths}]/ToUnicode {toUnicode} 0 R/Resources<<>>>>"));
    }

    private static string Content(Drawing page, List<Rune> letters)
    {
        var scale = PointsPerMillimetre / page.PerMillimetre!.Value;
        var text = new StringBuilder();

        // y grows downwards in drawings
        text.Append(CultureInfo.InvariantCulture, $"{N(scale)} 0 0 {N(-scale)} 0 {N(page.Height * scale)} cm\n1 j\n");
        foreach (var shape in page.Shapes)
        {
            _ = shape switch
            {
                PlotLine line => text.Append(CultureInfo.InvariantCulture, $"{Colour(line.Colour)} RG {N(line.Width)} w\n{Way(line.Points)}S\n"),
                PlotFigure figure => text.Append(CultureInfo.InvariantCulture, $"{Colour(figure.Fill)} rg {Colour(figure.Stroke)} RG {N(figure.Width)} w\n{Way(figure.Corners)}b\n"),
                PlotArea area => text.Append(CultureInfo.InvariantCulture, $"{Colour(area.Fill)} rg\n{string.Concat(area.Figures.Select(one => Way(one) + "h\n"))}f\n"),
                PlotWords words => Words(text, words, letters),
                _ => throw new InvalidOperationException(shape.GetType().Name),
            };
        }

        return text.ToString();
    }

    private static StringBuilder Words(StringBuilder text, PlotWords words, List<Rune> letters)
    {
        var runes = SafeText.Line(words.Text).EnumerateRunes().ToList();
        var width = runes.Sum(rune => Lettering.Glyph(rune).Advance) * words.Size / 1000;
        var back = words.Anchor switch { "middle" => width / 2, "end" => width, _ => 0.0 };
        var place = words.Turned ? $"0 -1 -1 0 {N(words.X)} {N(words.Y + back)}" : $"1 0 0 -1 {N(words.X - back)} {N(words.Y)}";
        text.Append(CultureInfo.InvariantCulture, $"BT {Colour(words.Colour)} rg {place} Tm\n");
        for (var at = 0; at < runes.Count;)
        {
            var font = letters.BinarySearch(runes[at]) / MostLetters;
            var run = runes.Skip(at).TakeWhile(rune => letters.BinarySearch(rune) / MostLetters == font).Select(rune => (letters.BinarySearch(rune) % MostLetters) + 1).ToList();
            text.Append(CultureInfo.InvariantCulture, $"/F{font} {words.Size} Tf <{string.Concat(run.Select(code => code.ToString("X2", CultureInfo.InvariantCulture)))}> Tj\n");
            at += run.Count;
        }

        return text.Append("ET\n");
    }

    private static byte[] File(List<byte[]> objects)
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"u8);
        var places = new List<long>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(file.Position);
            file.Write(Ascii($"{i + 1} 0 obj\n"));
            file.Write(objects[i]);
            file.Write("\nendobj\n"u8);
        }

        var table = file.Position;
        file.Write(Ascii($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n{string.Concat(places.Select(place => $"{place.ToString("D10", CultureInfo.InvariantCulture)} 00000 n \n"))}"));
        file.Write(Ascii($"trailer\n<</Size {objects.Count + 1}/Root 1 0 R/Info 3 0 R>>\nstartxref\n{table}\n%%EOF\n"));
        return file.ToArray();
    }

    private static byte[] Stream(string content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(Ascii(content));
        }

        return [.. Ascii($"<</Length {packed.Length}/Filter/FlateDecode>>\nstream\n"), .. packed.ToArray(), .. "\nendstream"u8];
    }

    private static int Add(List<byte[]> objects, byte[] one)
    {
        objects.Add(one);
        return objects.Count;
    }

    private static string Way(IReadOnlyList<(double X, double Y)> points) => string.Concat(points.Select((p, i) => $"{N(p.X)} {N(p.Y)} {(i == 0 ? 'm' : 'l')}\n"));

    private static string Colour(string colour)
    {
        var value = int.Parse(colour.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var (red, green, blue) = colour.Length == 4 ? (((value >> 8) & 15) * 17, ((value >> 4) & 15) * 17, (value & 15) * 17) : (value >> 16, (value >> 8) & 255, value & 255);
        return $"{N(red / 255.0)} {N(green / 255.0)} {N(blue / 255.0)}";
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text));

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static string N(double value) => Drawing.N(value);
}
