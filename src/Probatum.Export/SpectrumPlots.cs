using System.Collections.Immutable;
using System.Globalization;
using Probatum.Spectra;

namespace Probatum.Export;

/// <summary>Pictures of a run, of a component beside its candidate and of a ladder, which need no program of ours.</summary>
public static class SpectrumPlots
{
    private const string Caution = "Presumptive at the most: one technique. A library match is no confirmation.";
    private const int Top = 74;
    private const int MostPoints = 3000;
    private const int MostLabels = 14;
    private const double Crowded = 13.0;

    /// <summary>Total ion current over time, each component marked at its time by what is said of it.</summary>
    /// <remarks>Heights are drawn by their roots: components lie four decades apart, and a small one must be seen.</remarks>
    public static Drawing Chromatogram(InstrumentRun run, IReadOnlyList<ComponentAnswer> answers, string title)
    {
        const int Height = 470;
        var points = Totals(run);
        var drawing = PlotFrame.Begin(Height, title, Caution);
        if (points.Count == 0)
        {
            return drawing;
        }

        var (unit, prefix) = Scale(points.Max(p => p.Y));
        var frame = new PlotFrame(
            drawing, Top + 26, Height - 50,
            PlotAxis.Of(points[0].X / 60.0, points[^1].X / 60.0, "retention time, min"),
            PlotAxis.Of(0.0, Math.Sqrt(Math.Max(1.0, points.Max(p => p.Y)) / unit), $"total ion current, {prefix}counts (root scale)"));
        frame.Axes(RootTicks(frame).Select(value => (Math.Sqrt(value), PlotFrame.N(value))));
        // of each group of scans the lowest and the highest are drawn, so that thinning never hides a peak
        frame.Curve(
            points.Chunk(Math.Max(1, 2 * points.Count / MostPoints))
                .SelectMany(group => new[] { group.MinBy(p => p.Y), group.MaxBy(p => p.Y) }.OrderBy(p => p.X))
                .Select(p => (p.X / 60.0, Math.Sqrt(p.Y / unit))),
            PlotFrame.Blue);
        var at = PlotFrame.Left + 4.0;
        foreach (var (wording, words) in ((string, string)[])[
            ("standard", "with a standard"), ("library-index", "with its index"), ("library", "library spectrum only"), ("contradicted", "contradicted"), ("class", "class only"), ("blank", "also in the blank"), ("unknown", "unknown")])
        {
            frame.Mark(at, Top - 14, wording);
            frame.Write(at + 12, Top - 15, "start", PlotFrame.Grey, words);
            at += 34 + (6.4 * words.Length);
        }

        // the highest get their numbers first; a number that would run over another is left out, its mark stays
        foreach (var (one, i) in answers.Select((one, i) => (one, i)).OrderByDescending(a => a.one.Component.Height).ThenBy(a => a.i))
        {
            var x = frame.X(one.Component.ApexSeconds / 60.0);
            frame.Mark(x, Top + 22, one.Wording);
            frame.TryWrite(x, Top + 8, "#1a1a1a", (i + 1).ToString(CultureInfo.InvariantCulture));
        }

        return drawing;
    }

    /// <summary>The component's spectrum above, its best candidate's below, both to the base peak.</summary>
    public static Drawing Mirror(Spectrum component, Hit? candidate, string title)
    {
        const int Height = 430;
        var drawing = PlotFrame.Begin(Height, title, Caution);
        var theirs = candidate?.Record.Peaks ?? [];
        var masses = component.Peaks.Concat(theirs).Select(peak => peak.Mz).DefaultIfEmpty(0).ToList();
        var frame = new PlotFrame(
            drawing, Top, Height - 50, PlotAxis.Of(Math.Max(0, masses.Min() - 5), masses.Max() + 5, "m/z"),
            PlotAxis.Of(-118, 118, "relative height, %"));
        frame.Axes(frame.YAxis.Ticks().Select(tick => (tick, PlotFrame.N(Math.Abs(tick)))));
        Sticks(frame, component.Peaks, 1, PlotFrame.Blue);
        Sticks(frame, theirs, -1, PlotFrame.Vermilion);
        frame.Line(PlotFrame.Left, frame.Y(0), PlotFrame.Width - PlotFrame.Right, frame.Y(0), "#1a1a1a", 1);
        // above the drawing: within it they would run through lines' numbers
        var name = candidate is null ? "no candidate"
            : string.Create(CultureInfo.InvariantCulture, $"library: {candidate.Record.Name}, score {candidate.ScoreMillionths / 1_000_000m:0.000}");
        const int Room = PlotFrame.Width - PlotFrame.Left - PlotFrame.Right - 20;
        frame.Write(PlotFrame.Left, Top - 20, "start", PlotFrame.Blue, "upwards: measured component");
        frame.Write(PlotFrame.Left, Top - 5, "start", PlotFrame.Vermilion, PlotFrame.OneLine($"downwards: {name}", Room, 12));
        return drawing;
    }

    /// <summary>A Raman or infrared spectrum above, a reference below, each between its least and greatest height; wave numbers fall to the right as is usual.</summary>
    public static Drawing Optical(OpticalSpectrum measured, OpticalSpectrum? reference, string referenceTitle, string title)
    {
        const int Height = 430;
        var drawing = PlotFrame.Begin(Height, title, Caution);
        var from = Math.Min(measured.Range.From, reference?.Range.From ?? measured.Range.From);
        var to = Math.Max(measured.Range.To, reference?.Range.To ?? measured.Range.To);
        var axis = PlotAxis.Of(from, to, "wave number, 1/cm");
        axis = axis with { From = axis.To, To = axis.From };
        var frame = new PlotFrame(drawing, Top, Height - 50, axis, PlotAxis.Of(0, 244, "height, each to its own greatest"));
        frame.Axes([]);
        Draw(measured, 124, PlotFrame.Blue);
        if (reference is not null)
        {
            Draw(reference, 2, PlotFrame.Vermilion);
        }

        const int Room = PlotFrame.Width - PlotFrame.Left - PlotFrame.Right - 20;
        frame.Write(PlotFrame.Left + 8, frame.Y(230), "start", PlotFrame.Blue, "measured");
        frame.Write(PlotFrame.Left + 8, frame.Y(108), "start", PlotFrame.Vermilion, PlotFrame.OneLine(referenceTitle, Room, 12));
        return drawing;

        void Draw(OpticalSpectrum spectrum, double ground, string colour)
        {
            var (low, high) = (spectrum.Y.Min(), spectrum.Y.Max());
            frame.Curve(spectrum.X.Zip(spectrum.Y).Select(point => (point.First, ground + (100.0 * (point.Second - low) / Math.Max(high - low, 1e-300)))), colour);
        }
    }

    /// <summary>A ladder's indices over time, and below how far each homologue is from what its neighbours give.</summary>
    public static Drawing Ladder(RetentionLadder ladder, IReadOnlyList<ComponentAnswer> answers, string title)
    {
        const int Height = 560;
        var steps = ladder.Steps;
        var way = ladder.IsIsothermal ? "isothermal, logarithmic between neighbours" : "temperature programmed, linear between neighbours";
        var drawing = PlotFrame.Begin(Height, title, $"{ladder.OwnScale}, {ladder.Phase ?? "phase not named"}, {way}. Grey: components of the run.");
        var margin = 0.03 * (steps[^1].Seconds - steps[0].Seconds);
        var time = PlotAxis.Of((steps[0].Seconds - margin) / 60.0, (steps[^1].Seconds + margin) / 60.0, "retention time, min");
        var upper = new PlotFrame(drawing, Top - 14, 350, time, PlotAxis.Of((100.0 * steps[0].Carbon) - 40, (100.0 * steps[^1].Carbon) + 40, "retention index"));
        upper.Axes();
        upper.Curve(
            Enumerable.Range(0, 401).Select(i => steps[0].Seconds + ((steps[^1].Seconds - steps[0].Seconds) * i / 400.0))
                .Select(s => (s / 60.0, ladder.IndexAt(s) ?? (100.0 * steps[^1].Carbon))), PlotFrame.Blue);
        foreach (var (carbon, seconds) in steps)
        {
            upper.Dot(upper.X(seconds / 60.0), upper.Y(100.0 * carbon), PlotFrame.Blue);
            upper.TryWrite(upper.X(seconds / 60.0), upper.Y(100.0 * carbon) - 9, "#1a1a1a", string.Create(CultureInfo.InvariantCulture, $"C{carbon}"));
        }

        foreach (var seconds in answers.Select(a => a.Component.ApexSeconds))
        {
            if (ladder.IndexAt(seconds) is { } index)
            {
                upper.Mark(upper.X(seconds / 60.0), upper.Y(index) + 14, "unknown");
            }
        }

        var misfits = ladder.Misfits();
        var most = misfits.Select(m => Math.Abs(m.Off)).DefaultIfEmpty(1.0).Max() * 1.15;
        var lower = new PlotFrame(drawing, 420, Height - 50, time, PlotAxis.Of(-Math.Max(1, most), Math.Max(1, most), "off, index units"));
        lower.Axes();
        foreach (var (carbon, off) in misfits)
        {
            var x = lower.X(steps.First(s => s.Carbon == carbon).Seconds / 60.0);
            lower.Line(x, lower.Y(0), x, lower.Y(off), PlotFrame.Vermilion, 2);
            lower.Dot(x, lower.Y(off), PlotFrame.Vermilion);
        }

        return drawing;
    }

    /// <summary>Time in seconds and the sum of a scan's intensities, in order of time.</summary>
    internal static List<(double X, double Y)> Totals(InstrumentRun run) =>
        [.. run.Scans.Where(scan => scan.Seconds is not null).Select(scan => (X: scan.Seconds!.Value, Y: Total(run, scan))).OrderBy(p => p.X)];

    private static void Sticks(PlotFrame frame, ImmutableArray<Peak> peaks, int direction, string colour)
    {
        var high = peaks.Select(peak => peak.Intensity).DefaultIfEmpty(1).Max();
        foreach (var (mass, height) in peaks)
        {
            var x = frame.X(mass);
            frame.Line(x, frame.Y(0), x, frame.Y(direction * 100.0 * height / high), colour, 1.6);
        }

        foreach (var (mass, height) in peaks.OrderByDescending(peak => peak.Intensity).ThenBy(peak => peak.Mz).Take(MostLabels))
        {
            var y = frame.Y(direction * 100.0 * height / high) + (direction > 0 ? -4 : 13);
            // a higher line beside it would run through the number
            if (peaks.Any(other => other.Intensity > height && Math.Abs(frame.X(other.Mz) - frame.X(mass)) < Crowded))
            {
                continue;
            }

            frame.TryWrite(frame.X(mass), y, "#1a1a1a", Math.Round(mass).ToString(CultureInfo.InvariantCulture));
        }
    }

    // 0 and then 1, 2, 5 times powers of ten, as close as they can be read
    private static IEnumerable<double> RootTicks(PlotFrame frame)
    {
        const double Apart = 22.0;
        yield return 0.0;
        var last = frame.Y(0.0);
        for (var power = 1e-3; Math.Sqrt(power) < frame.YAxis.To; power *= 10.0)
        {
            foreach (var value in new[] { power, 2.0 * power, 5.0 * power })
            {
                if (Math.Sqrt(value) <= frame.YAxis.To && last - frame.Y(Math.Sqrt(value)) >= Apart)
                {
                    last = frame.Y(Math.Sqrt(value));
                    yield return value;
                }
            }
        }
    }

    private static double Total(InstrumentRun run, Scan scan)
    {
        var sum = 0.0;
        for (var i = scan.First; i < scan.First + scan.Count; i++)
        {
            sum += run.Intensities[i];
        }

        return sum;
    }

    private static (double Unit, string Prefix) Scale(double high) => high switch
    {
        >= 1e6 => (1e6, "million "),
        >= 1e3 => (1e3, "thousand "),
        _ => (1.0, ""),
    };
}
