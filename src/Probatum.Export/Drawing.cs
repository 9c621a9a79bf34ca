using System.Globalization;
using System.Text;
using Probatum.Core;
using Probatum.Export.Raster;

namespace Probatum.Export;

/// <summary>A picture on white, as SVG that other programs can work with, or as PNG that looks the same everywhere.</summary>
public sealed class Drawing
{
    /// <summary>Points of a PNG along one pixel of the drawing.</summary>
    private const int Scale = 2;

    private readonly List<PlotShape> _shapes = [];

    internal Drawing(int width, int height, string title)
    {
        (Width, Height, Title) = (width, height, title);
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>What it shows.</summary>
    public string Title { get; }

    /// <summary>Pixels of the drawing along a millimetre of paper; null where it is for the screen.</summary>
    public int? PerMillimetre { get; init; }

    internal IReadOnlyList<PlotShape> Shapes => _shapes;

    internal void Add(PlotShape shape) => _shapes.Add(shape);

    /// <summary>The picture as SVG; its words are in whatever plain font the reader's program has.</summary>
    public string Svg()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{Length(Width)}\" height=\"{Length(Height)}\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>");
        svg.Append(SafeText.Escape(Title)).Append("</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        foreach (var shape in _shapes)
        {
            _ = shape switch
            {
                PlotLine line => svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" stroke=\"{line.Colour}\" stroke-width=\"{N(line.Width)}\" stroke-linejoin=\"round\" d=\"{Way(line.Points)}\"/>"),
                PlotFigure figure => svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{Way(figure.Corners)}Z\" fill=\"{figure.Fill}\" stroke=\"{figure.Stroke}\" stroke-width=\"{N(figure.Width)}\" stroke-linejoin=\"round\"/>"),
                PlotDot dot => svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(dot.X)}\" cy=\"{N(dot.Y)}\" r=\"{N(dot.Radius)}\" fill=\"{dot.Fill}\"/>"),
                PlotArea area => svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"{area.Fill}\" shape-rendering=\"crispEdges\" d=\"{string.Join(' ', area.Figures.Select(figure => Way(figure) + "Z"))}\"/>"),
                PlotWords words => Write(svg, words),
                _ => throw new InvalidOperationException(shape.GetType().Name),
            };
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The picture as PNG, two points to a pixel, in an own font: no font of the machine's is asked for.</summary>
    /// <remarks>Letters that the font lacks (it has Latin, Greek and Cyrillic) are drawn as boxes; the SVG has them.</remarks>
    public byte[] Png() => Png(Scale);

    /// <summary>The same with another number of points to a pixel.</summary>
    internal byte[] Png(int scale)
    {
        var canvas = new Canvas(Width * scale, Height * scale);
        foreach (var shape in _shapes)
        {
            switch (shape)
            {
                case PlotLine line:
                    canvas.Fill(new Outline(scale).Stroke(line.Points, line.Width, closed: false), line.Colour);
                    break;
                case PlotFigure figure:
                    canvas.Fill(new Outline(scale).Figure(figure.Corners), figure.Fill);
                    canvas.Fill(new Outline(scale).Stroke(figure.Corners, figure.Width, closed: true), figure.Stroke);
                    break;
                case PlotDot dot:
                    canvas.Fill(new Outline(scale).Circle(dot.X, dot.Y, dot.Radius), dot.Fill);
                    break;
                case PlotArea area:
                    canvas.Fill(area.Figures.Aggregate(new Outline(scale), (all, figure) => all.Figure(figure)), area.Fill);
                    break;
                case PlotWords words:
                    canvas.Fill(Lettering.Of(words, new(scale)), words.Colour);
                    break;
                default:
                    throw new InvalidOperationException(shape.GetType().Name);
            }
        }

        return Raster.Png.Write(canvas.Width, canvas.Height, canvas.Pixels, PerMillimetre * scale * 1000);
    }

    /// <summary>The first letter that the program's own font lacks, which PNG and PDF can't show.</summary>
    public string? Lacking => _shapes.OfType<PlotWords>().Select(words => Lettering.Lacking(words.Text)).FirstOrDefault(letter => letter is not null);

    private string Length(int pixels) => PerMillimetre is { } per ? $"{N((double)pixels / per)}mm" : pixels.ToString(CultureInfo.InvariantCulture);

    /// <summary>At most four decimals, a full stop, no exponent.</summary>
    internal static string N(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Way(IEnumerable<(double X, double Y)> points) => "M" + string.Join(" L", points.Select(p => $"{N(p.X)} {N(p.Y)}"));

    private static StringBuilder Write(StringBuilder svg, PlotWords words)
    {
        var place = words.Turned ? $"transform=\"translate({N(words.X)} {N(words.Y)}) rotate(-90)\"" : $"x=\"{N(words.X)}\" y=\"{N(words.Y)}\"";
        return svg.Append(CultureInfo.InvariantCulture, $"<text {place} text-anchor=\"{words.Anchor}\" fill=\"{words.Colour}\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"{words.Size}\">")
            .Append(SafeText.Escape(words.Text)).Append("</text>");
    }
}
