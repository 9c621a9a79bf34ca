using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Probatum.Export.Reports;

/// <summary>Reads the SVG that this program draws, and no other, so that it can be made a PNG for programs that show no SVG.</summary>
/// <remarks>Known are rectangles, circles, paths of straight lines, and words, also turned a quarter; what else there is would be a drawing of ours that nobody taught it.</remarks>
internal static partial class SvgPicture
{
    /// <summary>The drawing.</summary>
    /// <exception cref="NotSupportedException">It has something that is not known here.</exception>
    public static Drawing Read(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        var drawing = new Drawing((int)Number(root, "width"), (int)Number(root, "height"), root.Elements().FirstOrDefault(one => one.Name.LocalName == "title")?.Value ?? "");
        drawing.Add(new PlotArea([[(0, 0), (drawing.Width, 0), (drawing.Width, drawing.Height), (0, drawing.Height)]], "#ffffff"));
        foreach (var element in root.Elements())
        {
            Add(drawing, element);
        }

        return drawing;
    }

    private static void Add(Drawing drawing, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "title" or "desc":
                break;
            case "rect" when Text(element, "width")?.EndsWith('%') == true:
                break;
            case "rect":
                var (x, y, width, height) = (Number(element, "x"), Number(element, "y"), Number(element, "width"), Number(element, "height"));
                Shape(drawing, element, [[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]], true);
                break;
            case "circle":
                drawing.Add(new PlotDot(Number(element, "cx"), Number(element, "cy"), Number(element, "r"), Colour(element, "fill") ?? "#000000"));
                break;
            case "path":
                var lines = Lines(Text(element, "d") ?? "");
                Shape(drawing, element, lines.ConvertAll(line => line.Points), lines.TrueForAll(line => line.IsClosed));
                break;
            case "text":
                var turned = Turned().Match(Text(element, "transform") ?? "");
                drawing.Add(new PlotWords(
                    turned.Success ? Number(turned.Groups[1].Value) : Number(element, "x"), turned.Success ? Number(turned.Groups[2].Value) : Number(element, "y"), Text(element, "text-anchor") ?? "start",
                    Colour(element, "fill") ?? "#000000", element.Value, (int)Number(element, "font-size"), turned.Success));
                break;
            default:
                throw new NotSupportedException($"the element {element.Name.LocalName}");
        }
    }

    private static void Shape(Drawing drawing, XElement element, List<List<(double X, double Y)>> figures, bool isClosed)
    {
        if (Colour(element, "fill") is { } fill && isClosed)
        {
            drawing.Add(new PlotArea(figures, fill));
        }

        if (Colour(element, "stroke") is { } stroke)
        {
            foreach (var figure in figures.Where(figure => figure.Count > 1))
            {
                drawing.Add(new PlotLine(isClosed ? [.. figure, figure[0]] : figure, stroke, Text(element, "stroke-width") is { } width ? Number(width) : 1));
            }
        }
    }

    private static List<(List<(double X, double Y)> Points, bool IsClosed)> Lines(string path)
    {
        var lines = new List<(List<(double X, double Y)> Points, bool IsClosed)>();
        var (x, y) = (0.0, 0.0);
        foreach (Match step in Steps().Matches(path))
        {
            var (letter, numbers) = (step.Groups[1].Value[0], Numbers().Matches(step.Groups[2].Value).Select(one => Number(one.Value)).ToList());
            switch (letter)
            {
                case 'M' or 'L' or 'm' or 'l':
                    for (var i = 0; i + 1 < numbers.Count; i += 2)
                    {
                        (x, y) = char.IsLower(letter) ? (x + numbers[i], y + numbers[i + 1]) : (numbers[i], numbers[i + 1]);
                        if (letter is 'M' or 'm' && i == 0)
                        {
                            lines.Add(([], false));
                        }

                        lines[^1].Points.Add((x, y));
                    }

                    break;
                case 'H' or 'h':
                    x = letter == 'h' ? x + numbers[0] : numbers[0];
                    lines[^1].Points.Add((x, y));
                    break;
                case 'V' or 'v':
                    y = letter == 'v' ? y + numbers[0] : numbers[0];
                    lines[^1].Points.Add((x, y));
                    break;
                case 'Z' or 'z':
                    lines[^1] = (lines[^1].Points, true);
                    (x, y) = lines[^1].Points[0];
                    break;
                default:
                    throw new NotSupportedException($"the step {letter} of a path");
            }
        }

        return lines;
    }

    private static string? Text(XElement element, string name) => element.Attribute(name)?.Value;

    private static string? Colour(XElement element, string name) => Text(element, name) switch
    {
        null or "none" => null,
        [_, var r, var g, var b] => $"#{r}{r}{g}{g}{b}{b}",
        var colour => colour,
    };

    private static double Number(XElement element, string name) => Number(Text(element, name) ?? "0");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^translate\((\S+) (\S+)\) rotate\(-90\)$")]
    private static partial Regex Turned();

    [GeneratedRegex("([A-Za-z])([^A-Za-z]*)")]
    private static partial Regex Steps();

    [GeneratedRegex(@"-?[0-9]+(?:\.[0-9]+)?")]
    private static partial Regex Numbers();
}
