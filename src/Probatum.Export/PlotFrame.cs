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

/// <summary>A part of a drawing with two axes: places by value, texts that never run over each other.</summary>
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

    private readonly Drawing _drawing;
    private readonly List<(double Left, double Right, double Top)> _written = [];

    /// <param name="drawing">The picture, begun with <see cref="Begin"/>.</param>
    /// <param name="top">Upper edge of the drawing, in pixels.</param>
    /// <param name="bottom">Lower edge.</param>
    /// <param name="x">Along.</param>
    /// <param name="y">Upwards.</param>
    public PlotFrame(Drawing drawing, int top, int bottom, PlotAxis x, PlotAxis y)
    {
        (_drawing, Top, Bottom, XAxis, YAxis) = (drawing, top, bottom, x, y);
    }

    public int Top { get; }

    public int Bottom { get; }

    public PlotAxis XAxis { get; }

    public PlotAxis YAxis { get; }

    /// <summary>A white picture with its title, and below it what must not be forgotten.</summary>
    public static Drawing Begin(int height, string title, string caution)
    {
        var drawing = new Drawing(Width, height, title);
        drawing.Add(new PlotWords(Left, 20, "start", Ink, OneLine(title, Width - Left - Right, 14), 14));
        drawing.Add(new PlotWords(Left, 38, "start", Grey, OneLine(caution, Width - Left - Right, Font), Font));
        return drawing;
    }

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
            Write(Left - 6, Y(tick) + 4, "end", Ink, text);
        }

        foreach (var tick in XAxis.Ticks())
        {
            Line(X(tick), Bottom, X(tick), Bottom + 5, Ink, 1);
            Write(X(tick), Bottom + 19, "middle", Ink, N(tick));
        }

        Line(Left, Bottom, Width - Right, Bottom, Ink, 1);
        Line(Left, Top, Left, Bottom, Ink, 1);
        Write((Left + Width - Right) / 2.0, Bottom + 38, "middle", Ink, XAxis.Label);
        _drawing.Add(new PlotWords(16, (Top + Bottom) / 2.0, "middle", Ink, YAxis.Label, Font, Turned: true));
    }

    public void Line(double x1, double y1, double x2, double y2, string colour, double width) => _drawing.Add(new PlotLine([(x1, y1), (x2, y2)], colour, width));

    public void Curve(IEnumerable<(double X, double Y)> points, string colour) =>
        _drawing.Add(new PlotLine([.. points.Select(p => (X(p.X), Y(p.Y)))], colour, 1.3));

    /// <summary>A mark at a place in pixels: a filled or hollow triangle pointing down, a square, or for what is unknown a short stroke.</summary>
    public void Mark(double x, double y, string wording) => _drawing.Add(wording switch
    {
        "library" => new PlotFigure([(x, y), (x - 5, y - 9), (x + 5, y - 9)], Vermilion, Vermilion, 1.2),
        "standard" => new PlotFigure([(x, y), (x - 5, y - 9), (x + 5, y - 9)], Ink, Ink, 1.2),
        "library-index" => new PlotFigure([(x, y), (x - 5, y - 9), (x + 5, y - 9)], Blue, Blue, 1.2),
        "contradicted" => new PlotFigure([(x, y), (x - 5, y - 9), (x + 5, y - 9)], "#ffffff", Grey, 1.2),
        "class" => new PlotFigure([(x, y), (x - 5, y - 9), (x + 5, y - 9)], "#ffffff", Vermilion, 1.2),
        "blank" => new PlotFigure([(x - 4, y - 9), (x + 4, y - 9), (x + 4, y - 1), (x - 4, y - 1)], "#ffffff", Grey, 1.2),
        _ => new PlotFigure([(x - 1, y - 7), (x + 1, y - 7), (x + 1, y - 1), (x - 1, y - 1)], Grey, Grey, 1.2),
    });

    public void Dot(double x, double y, string colour) => _drawing.Add(new PlotDot(x, y, 3.5, colour));

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
        Write(x, y, "middle", colour, text);
        return true;
    }

    public void Write(double x, double y, string anchor, string colour, string text) =>
        _drawing.Add(new PlotWords(x, y, anchor, colour, text, Font));

    /// <summary>At most four decimals, a full stop, no exponent.</summary>
    public static string N(double value) => Drawing.N(value);
}
