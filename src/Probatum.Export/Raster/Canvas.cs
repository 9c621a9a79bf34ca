using System.Globalization;

namespace Probatum.Export.Raster;

/// <summary>A white picture that areas are filled on, their borders mixed by how much of a point they cover.</summary>
/// <remarks>A row is cut into eight lines; along a line the share is exact. Whole numbers alone: every machine gives the same picture.</remarks>
internal sealed class Canvas
{
    private const int Lines = 8;
    private const int LineHeight = Outline.Unit / Lines;
    private const int Whole = Lines * Outline.Unit;
    private readonly int[] _covered;
    private readonly List<(int X, int Turn)> _crossings = [];

    public Canvas(int width, int height)
    {
        (Width, Height, _covered) = (width, height, new int[width]);
        Pixels = new byte[width * height * 3];
        Pixels.AsSpan().Fill(0xFF);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green and blue of each point, row by row from above.</summary>
    public byte[] Pixels { get; }

    /// <summary>Fills an area with a colour, <c>#rrggbb</c> or <c>#rgb</c>.</summary>
    public void Fill(Outline outline, string colour)
    {
        var (red, green, blue) = Colour(colour);
        var edges = outline.Edges;
        edges.Sort((a, b) => a.Y1 != b.Y1 ? a.Y1.CompareTo(b.Y1) : a.X1.CompareTo(b.X1));
        var active = new List<Outline.Edge>();
        var next = 0;
        var firstRow = edges.Count == 0 ? Height : Math.Max(0, edges[0].Y1 / Outline.Unit);
        for (var row = firstRow; row < Height && (next < edges.Count || active.Count > 0); row++)
        {
            var any = false;
            for (var line = 0; line < Lines; line++)
            {
                var y = (row * Outline.Unit) + (line * LineHeight) + (LineHeight / 2);
                while (next < edges.Count && edges[next].Y1 <= y)
                {
                    active.Add(edges[next++]);
                }

                active.RemoveAll(edge => edge.Y2 <= y);
                any |= Cover(active, y);
            }

            if (any)
            {
                Mix(row, red, green, blue);
            }
        }
    }

    private bool Cover(List<Outline.Edge> active, int y)
    {
        _crossings.Clear();
        foreach (var edge in active)
        {
            _crossings.Add((edge.At(y), edge.Turn));
        }

        // at one place, whatever its order, nothing lies between: the sort need not be stable
        _crossings.Sort((a, b) => a.X.CompareTo(b.X));
        var (turns, any) = (0, false);
        for (var i = 0; i < _crossings.Count; i++)
        {
            if (turns != 0)
            {
                any |= Cover(_crossings[i - 1].X, _crossings[i].X);
            }

            turns += _crossings[i].Turn;
        }

        return any;
    }

    private bool Cover(int from, int to)
    {
        (from, to) = (Math.Max(from, 0), Math.Min(to, Width * Outline.Unit));
        if (from >= to)
        {
            return false;
        }

        var (first, last) = (from / Outline.Unit, to / Outline.Unit);
        if (first == last)
        {
            _covered[first] += to - from;
            return true;
        }

        _covered[first] += Outline.Unit - (from % Outline.Unit);
        for (var x = first + 1; x < last; x++)
        {
            _covered[x] += Outline.Unit;
        }

        if (last < Width)
        {
            _covered[last] += to % Outline.Unit;
        }

        return true;
    }

    private void Mix(int row, int red, int green, int blue)
    {
        for (var x = 0; x < Width; x++)
        {
            if (_covered[x] == 0)
            {
                continue;
            }

            var (share, at) = (Math.Min(_covered[x], Whole), ((row * Width) + x) * 3);
            Pixels[at] = Mixed(Pixels[at], red, share);
            Pixels[at + 1] = Mixed(Pixels[at + 1], green, share);
            Pixels[at + 2] = Mixed(Pixels[at + 2], blue, share);
            _covered[x] = 0;
        }
    }

    private static byte Mixed(int old, int colour, int share) => (byte)(((old * (Whole - share)) + (colour * share) + (Whole / 2)) / Whole);

    private static (int Red, int Green, int Blue) Colour(string text)
    {
        var value = int.Parse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return text.Length == 4
            ? (((value >> 8) & 15) * 17, ((value >> 4) & 15) * 17, (value & 15) * 17)
            : ((value >> 16) & 255, (value >> 8) & 255, value & 255);
    }
}
