using System.Globalization;
using System.Text;
using Probatum.Core;

namespace Probatum.Export;

/// <summary>One axis: from where to where, and the round values that are written along it.</summary>
internal readonly record struct PlotAxis(double From, double To, double Step, string Label)
{
    private const int WantedTicks = 8;

    /// <summary>An axis whose ticks are 1, 2 or 5 times a power of ten apart.</summary>
    public static PlotAxis Of(double from, double to, string label)
    {
        var width = Math.Max(to - from, 1e-9);
        var power = 1e-12;
        while (power * 10.0 * WantedTicks < width)
        {
            power *= 10.0;
        }

        var step = power * 10.0;
        foreach (var times in (ReadOnlySpan<double>)[1.0, 2.0, 5.0])
        {
            if (power * times * WantedTicks >= width)
            {
                step = power * times;
                break;
            }
        }

        return new(from, from + width, step, label);
    }

    /// <summary>The round values between the ends.</summary>
    public IEnumerable<double> Ticks()
    {
        var (low, high) = (Math.Min(From, To), Math.Max(From, To));
        for (var i = (long)Math.Ceiling((low / Step) - 1e-9); i * Step <= high + (Step * 1e-6); i++)
        {
            yield return i * Step;
        }
    }

    /// <summary>Where a value lies between the ends: 0 to 1.</summary>
    public double Share(double value) => (value - From) / (To - From);
}

/// <summary>A drawing with two axes: places by value, texts that never run over each other, nothing of others unescaped.</summary>
/// <remarks>Colours are of the Okabe-Ito set, told apart by people who see no red or no green, and in print by lightness.</remarks>
internal sealed class PlotFrame
{
    public const int Width = 960;
    public const int Left = 74;
    public const int Right = 18;
    public const string Blue = "#0072B2";
    public const string Vermilion = "#D55E00";
    public const string Grey = "#767676";
    private const string Ink = "#1a1a1a";
    private const int Font = 12;
    private const int Letter = 7;
    private const int Gap = 5;

    private readonly StringBuilder _svg;
    private readonly List<(double Left, double Right, double Top)> _written = [];

    /// <param name="svg">The picture, begun with <see cref="Begin"/>.</param>
    /// <param name="top">Upper edge of the drawing, in pixels.</param>
    /// <param name="bottom">Lower edge.</param>
    /// <param name="x">Along.</param>
    /// <param name="y">Upwards.</param>
    public PlotFrame(StringBuilder svg, int top, int bottom, PlotAxis x, PlotAxis y)
    {
        (_svg, Top, Bottom, XAxis, YAxis) = (svg, top, bottom, x, y);
    }

    public int Top { get; }

    public int Bottom { get; }

    public PlotAxis XAxis { get; }

    public PlotAxis YAxis { get; }

    /// <summary>A white picture with its title, and below it what must not be forgotten.</summary>
    public static StringBuilder Begin(int height, string title, string caution)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>");
        svg.Append(SafeText.Escape(title)).Append("</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        Write(svg, Left, 20, "start", Ink, OneLine(title, Width - Left - Right, 14), 14);
        Write(svg, Left, 38, "start", Grey, OneLine(caution, Width - Left - Right, Font), Font);
        return svg;
    }

    public static string End(StringBuilder svg) => svg.Append("</svg>\n").ToString();

    /// <summary>A text on one line, cut where it is longer than its room.</summary>
    public static string OneLine(string text, int pixels, int font) =>
        SvgText.Lines(text, pixels, font, 1) is [var line] ? line : "";

    public double X(double value) => Left + (XAxis.Share(value) * (Width - Left - Right));

    public double Y(double value) => Bottom - (YAxis.Share(value) * (Bottom - Top));

    /// <summary>Both axes with the upward one's own ticks.</summary>
    public void Axes() => Axes(YAxis.Ticks().Select(tick => (tick, N(tick))));

    /// <summary>Both axes with ticks, faint lines across, and labels with units.</summary>
    /// <param name="yTicks">Places on the upward axis and what is written there.</param>
    public void Axes(IEnumerable<(double At, string Text)> yTicks)
    {
        foreach (var (tick, text) in yTicks)
        {
            Line(Left, Y(tick), Width - Right, Y(tick), "#e3e3e3", 1);
            Write(_svg, Left - 6, Y(tick) + 4, "end", Ink, text, Font);
        }

        foreach (var tick in XAxis.Ticks())
        {
            Line(X(tick), Bottom, X(tick), Bottom + 5, Ink, 1);
            Write(_svg, X(tick), Bottom + 19, "middle", Ink, N(tick), Font);
        }

        Line(Left, Bottom, Width - Right, Bottom, Ink, 1);
        Line(Left, Top, Left, Bottom, Ink, 1);
        Write(_svg, (Left + Width - Right) / 2.0, Bottom + 38, "middle", Ink, XAxis.Label, Font);
        _svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(16 {N((Top + Bottom) / 2.0)}) rotate(-90)\">");
        Write(_svg, 0, 0, "middle", Ink, YAxis.Label, Font);
        _svg.Append("</g>");
    }

    public void Line(double x1, double y1, double x2, double y2, string colour, double width) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}\" stroke=\"{colour}\" stroke-width=\"{N(width)}\"/>");

    public void Curve(IEnumerable<(double X, double Y)> points, string colour) =>
        _svg.Append("<path fill=\"none\" stroke=\"").Append(colour).Append("\" stroke-width=\"1.3\" stroke-linejoin=\"round\" d=\"M")
            .AppendJoin(" L", points.Select(p => $"{N(X(p.X))} {N(Y(p.Y))}")).Append("\"/>");

    /// <summary>A mark at a place in pixels: a filled or hollow triangle pointing down, or a square.</summary>
    public void Mark(double x, double y, string wording)
    {
        var (path, fill, stroke) = wording switch
        {
            "library" => ("l-5 -9h10z", Vermilion, Vermilion),
            "class" => ("l-5 -9h10z", "#fff", Vermilion),
            "blank" => ("m-4 -9h8v8h-8z", "#fff", Grey),
            _ => ("m-1 -7h2v6h-2z", Grey, Grey),
        };
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{N(x)} {N(y)}{path}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.2\"/>");
    }

    public void Dot(double x, double y, string colour) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"3.5\" fill=\"{colour}\"/>");

    /// <summary>Writes at a place in pixels where nothing of this frame stands yet; else writes nothing.</summary>
    public bool TryWrite(double x, double y, string colour, string text)
    {
        var half = ((text.Length * Letter) + Gap) / 2.0;
        if (x - half < Left || x + half > Width - Right
            || _written.Exists(w => x - half < w.Right && x + half > w.Left && Math.Abs(y - w.Top) < Font))
        {
            return false;
        }

        _written.Add((x - half, x + half, y));
        Write(_svg, x, y, "middle", colour, text, Font);
        return true;
    }

    public void Write(double x, double y, string anchor, string colour, string text) =>
        Write(_svg, x, y, anchor, colour, text, Font);

    /// <summary>At most four decimals, a full stop, no exponent.</summary>
    public static string N(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static void Write(StringBuilder svg, double x, double y, string anchor, string colour, string text, int font)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" fill=\"{colour}\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"{font}\">");
        svg.Append(SafeText.Escape(text)).Append("</text>");
    }
}
