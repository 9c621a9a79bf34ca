namespace Probatum.Spectra;

/// <summary>The least-squares parabola through points at even steps.</summary>
internal static class Parabola
{
    /// <summary>Where its vertex lies, in steps from the highest point, within the reach; 0 where it opens upwards.</summary>
    /// <param name="net">The heights.</param>
    /// <param name="top">The highest one's place.</param>
    /// <param name="reach">How many points count on each side; 1 at least, and all must be there.</param>
    public static double Vertex(ReadOnlySpan<float> net, int top, int reach)
    {
        double squares = 0.0, fourths = 0.0, slope = 0.0, bend = 0.0;
        for (var x = -reach; x <= reach; x++)
        {
            squares += x * x;
            fourths += (double)x * x * x * x;
        }

        var mean = squares / ((2 * reach) + 1);
        for (var x = -reach; x <= reach; x++)
        {
            slope += x * (double)net[top + x];
            bend += ((x * x) - mean) * net[top + x];
        }

        slope /= squares;
        bend /= fourths - (mean * squares);
        return bend < 0.0 ? Math.Clamp(-0.5 * slope / bend, -reach, reach) : 0.0;
    }
}
