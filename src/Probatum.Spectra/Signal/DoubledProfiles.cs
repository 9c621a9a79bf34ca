namespace Probatum.Spectra;

/// <summary>Finds one compound's profile that was taken for two.</summary>
internal static class DoubledProfiles
{
    private const double NearInSigmas = 0.7;
    private const double OwnLines = 0.9;
    private const double AllLines = 0.6;
    private const double RemainderInSigmas = 2.0;
    private const double RemainderHeight = 0.1;
    private const double SignificantInErrors = 5.0;

    /// <summary>The lesser of two that are one; null where there are none.</summary>
    public static int? Find(IonTraces traces, ElutionGroup group)
    {
        var heights = Enumerable.Range(0, group.Members.Count).Select(group.HeightOf).ToArray();
        for (var lesser = 0; lesser < heights.Length; lesser++)
        {
            for (var greater = 0; greater < heights.Length; greater++)
            {
                var isLesser = heights[lesser] < heights[greater]
                    || (heights[lesser] == heights[greater] && lesser > greater);
                if (isLesser && AreOne(traces, group, lesser, greater, heights))
                {
                    return lesser;
                }
            }
        }

        return null;
    }

    private static bool AreOne(IonTraces traces, ElutionGroup group, int lesser, int greater, double[] heights)
    {
        if (heights[lesser] == 0.0)
        {
            return true;
        }

        var scans = Math.Abs(group.Members[lesser].Shape.Top - group.Members[greater].Shape.Top);
        var apart = scans * traces.Interval / traces.PeakSigma;
        var isNear = apart < NearInSigmas && group.Likeness(lesser, greater) > AllLines;
        // a profile that is not quite its compound's leaves a small copy of the spectrum on its flank
        var isRemainder = apart < RemainderInSigmas && heights[lesser] < RemainderHeight * heights[greater];
        return (isNear || isRemainder) && group.Likeness(lesser, greater, SignificantInErrors) > OwnLines;
    }
}
