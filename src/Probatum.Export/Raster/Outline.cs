namespace Probatum.Export.Raster;

/// <summary>What is to be filled: edges between points, in 256ths of a point of the picture.</summary>
/// <remarks>
/// An area counts as inside where the edges run round it once or more, as SVG's nonzero rule says, so that pieces of one pen's
/// stroke may overlap. Places come from sums, products and square roots alone, which every machine gives alike.
/// </remarks>
internal sealed class Outline(double scale)
{
    /// <summary>Parts of a point.</summary>
    public const int Unit = 256;

    // beyond every picture, and far from where whole numbers end
    private const double Far = 30_000.0;

    // In pixels, far below what is drawn.
    private const double SamePlace = 1e-6;

    // cosines of 0, 22.5, 45, 67.5 and 90 degrees
    private static readonly double[] Eighths = [1.0, 0.923879532511286756, 0.707106781186547524, 0.382683432365089772, 0.0];

    public List<Edge> Edges { get; } = [];

    /// <summary>A closed figure, whichever way its corners run.</summary>
    public Outline Figure(IReadOnlyList<(double X, double Y)> corners)
    {
        for (var i = 0; i < corners.Count; i++)
        {
            var next = corners[(i + 1) % corners.Count];
            Add(corners[i].X, corners[i].Y, next.X, next.Y);
        }

        return this;
    }

    /// <summary>A circle, as a figure of sixteen corners.</summary>
    public Outline Circle(double x, double y, double radius)
    {
        var corners = new (double, double)[16];
        for (var i = 0; i < corners.Length; i++)
        {
            var (cosine, sine) = Direction(i);
            corners[i] = (x + (radius * cosine), y + (radius * sine));
        }

        return Figure(corners);
    }

    /// <summary>A pen drawn from point to point: ends cut off square, corners round.</summary>
    /// <param name="points">The points.</param>
    /// <param name="width">The pen's width in pixels.</param>
    /// <param name="closed">Back to the first point.</param>
    public Outline Stroke(IReadOnlyList<(double X, double Y)> points, double width, bool closed)
    {
        var half = width / 2.0;
        for (var i = 0; i < points.Count - (closed ? 0 : 1); i++)
        {
            var (from, to) = (points[i], points[(i + 1) % points.Count]);
            var (dx, dy) = (to.X - from.X, to.Y - from.Y);
            var length = Math.Sqrt((dx * dx) + (dy * dy));

            // What is nearer than this is one place: which way it lies would be chance.
            if (!(length > SamePlace))
            {
                continue;
            }

            // all pieces run the same way round, else two that overlap would cancel
            var (nx, ny) = (-dy / length * half, dx / length * half);
            Figure([(from.X + nx, from.Y + ny), (from.X - nx, from.Y - ny), (to.X - nx, to.Y - ny), (to.X + nx, to.Y + ny)]);
            if (i > 0 || closed)
            {
                Circle(from.X, from.Y, half);
            }
        }

        return this;
    }

    /// <summary>One edge between two places in pixels.</summary>
    public void Add(double x1, double y1, double x2, double y2)
    {
        var (fromX, fromY, toX, toY) = (Fixed(x1), Fixed(y1), Fixed(x2), Fixed(y2));
        if (fromY != toY)
        {
            Edges.Add(fromY < toY ? new(fromX, fromY, toX, toY, 1) : new(toX, toY, fromX, fromY, -1));
        }
    }

    private int Fixed(double value) => (int)Math.Floor((Math.Clamp(double.IsNaN(value) ? 0.0 : value * scale, -Far, Far) * Unit) + 0.5);

    private static (double Cosine, double Sine) Direction(int sixteenth)
    {
        var (quarter, rest) = Math.DivRem(sixteenth, 4);
        var (c, s) = (Eighths[rest], Eighths[4 - rest]);
        return quarter switch { 0 => (c, s), 1 => (-s, c), 2 => (-c, -s), _ => (s, -c) };
    }

    /// <summary>An edge from its upper end to its lower, and whether it was drawn downwards (1) or upwards (-1).</summary>
    public readonly record struct Edge(int X1, int Y1, int X2, int Y2, int Turn)
    {
        /// <summary>Where it is at a height between its ends.</summary>
        public int At(int y) => X1 + (int)((long)(X2 - X1) * (y - Y1) / (Y2 - Y1));
    }
}
