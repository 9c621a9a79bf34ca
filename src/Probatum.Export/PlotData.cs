using Probatum.Core.Records;
using Probatum.Spectra;

namespace Probatum.Export;

/// <summary>What <see cref="SpectrumPlots"/> draws, as JSON for other programs' pictures; whole numbers only.</summary>
public static class PlotData
{
    /// <summary>Milliseconds and total ion counts of every scan, and each component's time, height and wording.</summary>
    public static Json Chromatogram(InstrumentRun run, IReadOnlyList<ComponentAnswer> answers)
    {
        var totals = SpectrumPlots.Totals(run);
        return JsonMap.Of(
            ("timesMs", JsonList.Of(totals.Select(p => (Json)Whole(p.X * 1000.0)))),
            ("totals", JsonList.Of(totals.Select(p => (Json)Whole(p.Y)))),
            ("components", JsonList.Of(answers.Select(a => (Json)JsonMap.Of(
                ("apexMs", Whole(a.Component.ApexSeconds * 1000.0)), ("height", Whole(a.Component.Height)), ("wording", a.Wording))))));
    }

    /// <summary>The lines of a component and of its best candidate: mass in thousandths, height in thousandths of the base peak.</summary>
    public static Json Mirror(Spectrum component, Hit? candidate) => JsonMap.Of(
        ("component", Lines(component.Peaks)), ("candidate", candidate is null ? null : Lines(candidate.Record.Peaks)),
        ("name", candidate is null ? null : candidate.Record.Name),
        ("scoreMillionths", candidate is null ? null : (long)candidate.ScoreMillionths));

    /// <summary>Scale, phase, homologues with times in milliseconds, and how far each is off its neighbours, in thousandths.</summary>
    public static Json Ladder(RetentionLadder ladder) => JsonMap.Of(
        ("scale", ladder.OwnScale), ("phase", ladder.Phase is { } phase ? phase : null), ("isothermal", new JsonTruth(ladder.IsIsothermal)),
        ("steps", JsonList.Of(ladder.Steps.Select(s => (Json)JsonMap.Of(("carbon", (long)s.Carbon), ("timeMs", Whole(s.Seconds * 1000.0)))))),
        ("misfits", JsonList.Of(ladder.Misfits().Select(m => (Json)JsonMap.Of(("carbon", (long)m.Carbon), ("offMilli", Whole(m.Off * 1000.0)))))));

    private static JsonList Lines(IReadOnlyCollection<Peak> peaks)
    {
        var high = peaks.Select(p => p.Intensity).DefaultIfEmpty(1.0).Max();
        return JsonList.Of(peaks.Select(p => (Json)JsonList.Of([Whole(p.Mz * 1000.0), Whole(1000.0 * p.Intensity / high)])));
    }

    private static Json Whole(double value) => (long)Math.Floor(value + 0.5);
}
