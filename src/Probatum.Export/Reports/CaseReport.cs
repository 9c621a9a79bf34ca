using System.Collections.Immutable;

namespace Probatum.Export.Reports;

/// <summary>Writes the report of a case in the structure that bodies use.</summary>
/// <remarks>A pure function of its source: no clock, no network. Source of the structure: docs/domain.md 7.</remarks>
public static class CaseReport
{
    /// <summary>The report.</summary>
    public static Report Of(ReportSource source, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var pages = new ReportPages(source);
        var incidents = source.Assessment.Incidents.Where(one => pages.IsIn(one.Incident.Incident)).ToImmutableArray();
        var front = new FrontPart(pages, incidents);
        var assessment = new AssessmentPart(pages, incidents);
        Action[] parts =
        [
            front.Summary, front.Mandate, new NarrativePart(pages, incidents).Write, new ActivitiesPart(pages).Write, new SamplesPart(pages, incidents).Write, new ResultsPart(pages).Write,
            new PersonsPart(pages, incidents).Write, new DigitalPart(pages).Write, assessment.Write, assessment.Limits, assessment.Observations, new AnnexPart(pages).Write,
        ];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i]();
            progress?.Report((i + 1.0) / (parts.Length + 1));
        }

        var marking = Marking(source, pages.Blocks);
        var title = source.State.Opened?.Title ?? "Untitled";
        var report = new Report(title, marking, front.Title(marking), pages.Blocks, source.Size, source.Withheld.Sum(one => one.Members));
        new AnnexPart(pages).Records(report.Cited);
        return report with { Blocks = pages.Blocks };
    }

    // The highest that any part bears; what the writer gives stands unless a part is higher on the same scale.
    private static string? Marking(ReportSource source, ImmutableArray<ReportBlock> blocks)
    {
        var highest = new Report("", null, [], blocks, 0, 0).Rows.Select(row => row.Marking ?? Reports.Marking.Unmarked).DefaultIfEmpty(Reports.Marking.Unmarked).Max();
        return (source.Marking, Markings.Parse(source.Marking)) switch
        {
            (null, _) => highest == Reports.Marking.Unmarked ? null : Markings.Words(highest),
            ({ } given, null) => highest == Reports.Marking.Unmarked ? given : $"{given}; {Markings.Words(highest)}",
            (_, { } known) => Markings.Words((Marking)Math.Max((int)known, (int)highest)),
        };
    }
}
