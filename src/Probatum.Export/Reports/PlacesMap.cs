using System.Globalization;
using Probatum.Core;
using Probatum.Core.Records;

namespace Probatum.Export.Reports;

/// <summary>A place as a record tells it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="LatE7">In 10⁻⁷ degrees, WGS 84.</param>
/// <param name="LonE7">In 10⁻⁷ degrees.</param>
/// <param name="RadiusM">Its uncertainty in metres; null where none was told.</param>
/// <param name="Leaf">The leaf that tells of it.</param>
internal sealed record MappedPlace(string Name, long LatE7, long LonE7, long? RadiusM, long Leaf);

/// <summary>
/// Places on a plain grid of degrees: equirectangular about the middle, with a scale and north above. Nothing of a map of others
/// lies below, so that nothing is asked of a network and no border is drawn. Places that lie far apart stand on maps of their own.
/// </summary>
internal sealed class PlacesMap
{
    private const int Width = 720;
    private const int Across = 600;
    private const int Left = 70;
    private const int Top = 24;
    private const int Font = 11;
    private const int Line = 15;
    private const int MostHeight = 520;
    private const int LeastHeight = 220;
    private const double E7 = 10_000_000;

    // Places nearer than this belong on one map.
    private const long TogetherE7 = 5_000_000;
    private const double LeastMetres = 400;

    private PlacesMap(IReadOnlyList<MappedPlace> places)
    {
        Places = places;
        Drawing = Draw();
    }

    public IReadOnlyList<MappedPlace> Places { get; }

    public Drawing Drawing { get; }

    public string South => Degrees(Places.Min(place => place.LatE7));

    public string North => Degrees(Places.Max(place => place.LatE7));

    public string West => Degrees(Places.Min(place => place.LonE7));

    public string East => Degrees(Places.Max(place => place.LonE7));

    /// <summary>As few maps as the places need.</summary>
    public static IEnumerable<PlacesMap> Of(IEnumerable<MappedPlace> places)
    {
        var groups = new List<List<MappedPlace>>();
        foreach (var place in places)
        {
            var near = groups.Where(group => group.Exists(other => Math.Abs(other.LatE7 - place.LatE7) < TogetherE7 && Math.Abs(other.LonE7 - place.LonE7) < TogetherE7)).ToList();
            groups.RemoveAll(near.Contains);
            groups.Add([.. near.SelectMany(group => group), place]);
        }

        return groups.Select(group => group.OrderBy(place => place.Leaf).ToList()).OrderBy(group => group[0].Leaf).Select(group => new PlacesMap(group));
    }

    private Drawing Draw()
    {
        // Where several records tell one place, it is one point.
        var points = Places.GroupBy(place => (place.LatE7, place.LonE7, place.RadiusM)).ToList();
        var middle = (Places.Min(place => place.LatE7) + Places.Max(place => place.LatE7)) / 2 / E7;
        var shrink = Math.Max(0.02, Math.Cos(middle * Math.PI / 180));
        double West(MappedPlace place, int sign) => (place.LonE7 / E7) + (sign * Reach(place) / Where.MetresPerDegree / shrink);
        double South(MappedPlace place, int sign) => (place.LatE7 / E7) + (sign * Reach(place) / Where.MetresPerDegree);
        var (west, east) = (Places.Min(place => West(place, -1)), Places.Max(place => West(place, 1)));
        var (south, north) = (Places.Min(place => South(place, -1)), Places.Max(place => South(place, 1)));
        var least = LeastMetres / Where.MetresPerDegree;
        (west, east) = Wider(west, east, Math.Max((east - west) * 1.2, least / shrink));
        (south, north) = Wider(south, north, Math.Max((north - south) * 1.2, least));

        // One degree is as long both ways, but for the shrinking to the poles.
        var perDegree = Math.Min(Across / ((east - west) * shrink), MostHeight / (north - south));
        var height = (int)Math.Max(LeastHeight, Math.Ceiling((north - south) * perDegree));
        (west, east) = Wider(west, east, Across / perDegree / shrink);
        (south, north) = Wider(south, north, height / perDegree);
        double X(double lon) => Left + ((lon - west) * perDegree * shrink);
        double Y(double lat) => Top + ((north - lat) * perDegree);

        var legend = points.Select((point, i) => SvgText.Lines($"{i + 1}  {string.Join("; ", point.Select(place => place.Name).Distinct())} ({Degrees(point.Key.LatE7)}, {Degrees(point.Key.LonE7)}{(point.Key.RadiusM is { } metres ? string.Create(CultureInfo.InvariantCulture, $" ± {metres} m") : ", uncertainty not said")})", Width - 30, Font, 3)).ToList();
        var foot = Top + height + 40;
        var drawing = new Drawing(Width, foot + (legend.Sum(lines => lines.Length) * Line) + 10, "Places as told");
        drawing.Add(new PlotFigure([(Left, Top), (Left + Across, Top), (Left + Across, Top + height), (Left, Top + height)], "#fbfbf8", "#666666", 1));
        Grid(drawing, west, east, Math.Max((east - west) / 5, 1e-6), value => (X(value), Top, X(value), Top + height), (value, text) => new PlotWords(X(value), Top + height + 16, "middle", "#333333", text, Font));
        Grid(drawing, south, north, Math.Max((north - south) / 4, 1e-6), value => (Left, Y(value), Left + Across, Y(value)), (value, text) => new PlotWords(Left - 6, Y(value) + 4, "end", "#333333", text, Font));
        foreach (var point in points.Where(point => point.Key.RadiusM > 0).OrderByDescending(point => point.Key.RadiusM))
        {
            var (x, y, radius) = (X(point.Key.LonE7 / E7), Y(point.Key.LatE7 / E7), point.Key.RadiusM!.Value / Where.MetresPerDegree * perDegree);
            if (radius >= 1)
            {
                drawing.Add(new PlotFigure([.. Enumerable.Range(0, 72).Select(i => i * Math.PI / 36).Select(turn => (x + (radius * Math.Cos(turn)), y + (radius * Math.Sin(turn))))], "#e3ecf6", "#2b4d7e", 1));
            }
        }

        var shown = points.Select((point, i) => (X: X(point.Key.LonE7 / E7), Y: Y(point.Key.LatE7 / E7), Number: i + 1)).ToList();
        foreach (var (x, y, _) in shown)
        {
            drawing.Add(new PlotDot(x, y, 3.5, "#8a1c1c"));
        }

        // Points that lie on each other have their numbers beside each other.
        while (shown.Count > 0)
        {
            var together = shown.Where(one => Math.Abs(one.X - shown[0].X) < 14 && Math.Abs(one.Y - shown[0].Y) < 14).ToList();
            shown.RemoveAll(together.Contains);
            var numbers = string.Join(", ", together.Select(one => Number(one.Number)));
            var isRight = together[0].X > Left + (Across / 2);
            drawing.Add(new PlotWords(together.Average(one => one.X) + (isRight ? -12 : 12), together.Average(one => one.Y) + 4, isRight ? "end" : "start", "#1a1a1a", numbers, 12));
        }

        Scale(drawing, perDegree, height);
        drawing.Add(new PlotLine([(Left + Across - 20, Top + 46), (Left + Across - 20, Top + 22)], "#1a1a1a", 1.5));
        drawing.Add(new PlotFigure([(Left + Across - 20, Top + 14), (Left + Across - 25, Top + 26), (Left + Across - 15, Top + 26)], "#1a1a1a", "#1a1a1a", 1));
        drawing.Add(new PlotWords(Left + Across - 20, Top + 60, "middle", "#1a1a1a", "N", 12));
        var line = foot;
        foreach (var text in legend.SelectMany(lines => lines))
        {
            drawing.Add(new PlotWords(15, line, "start", "#1a1a1a", text, Font));
            line += Line;
        }

        return drawing;
    }

    private static double Reach(MappedPlace place) => place.RadiusM ?? 0;

    private static (double From, double To) Wider(double from, double to, double width)
    {
        var more = Math.Max(0, width - (to - from)) / 2;
        return (from - more, to + more);
    }

    private static void Grid(Drawing drawing, double from, double to, double about, Func<double, (double X1, double Y1, double X2, double Y2)> line, Func<double, string, PlotWords> words)
    {
        var step = Round(about);
        for (var value = Math.Ceiling(from / step) * step; value <= to; value += step)
        {
            var (x1, y1, x2, y2) = line(value);
            drawing.Add(new PlotLine([(x1, y1), (x2, y2)], "#d5d5cf", 1));
            drawing.Add(words(value, Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture) + "°"));
        }
    }

    private static void Scale(Drawing drawing, double perDegree, int height)
    {
        var metres = Round(Across / 5.0 / perDegree * Where.MetresPerDegree);
        var (length, y) = (metres / Where.MetresPerDegree * perDegree, Top + height - 14.0);
        drawing.Add(new PlotLine([(Left + 12, y - 4), (Left + 12, y), (Left + 12 + length, y), (Left + 12 + length, y - 4)], "#1a1a1a", 1.5));
        drawing.Add(new PlotWords(Left + 12, y - 8, "start", "#1a1a1a", metres >= 1000 ? $"{Drawing.N(metres / 1000)} km" : $"{Drawing.N(metres)} m", Font));
    }

    /// <summary>The next 1, 2 or 5 times a power of ten that is not below.</summary>
    private static double Round(double value)
    {
        var power = 1e-7;
        while (power * 10 <= value)
        {
            power *= 10;
        }

        return value <= power ? power : value <= 2 * power ? 2 * power : value <= 5 * power ? 5 * power : 10 * power;
    }

    private static string Degrees(long e7) => (e7 / 10_000_000m).ToString("0.#######", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
