using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Records;
using Probatum.Core.Sites;
using Probatum.Export.Reports;

namespace Probatum.Tests.Export.Reports;

/// <summary>Reports of the small exercise.</summary>
internal static class Reported
{
    public static ReportLanguage English { get; } = ReportLanguage.Of("en")!;

    public static ReportLanguage Arabic { get; } = ReportLanguage.Of("ar")!;

    /// <summary>The exercise with more of it than other tests need: interviews, sites, remnants, notes.</summary>
    public static WrittenCase Case()
    {
        var written = Exercise.Write();
        EntityId site = Said.Id(1070), person = Said.Id(1050);
        written.Record(
            new SiteDescribed(site, "Z-1", Exercise.Incident, "a yard", "impact point", new("a yard", 361234567, 371234567, 40), null),
            new SiteStatusTold(site, "access-refused", Exercise.Ministry, Exercise.Team, Said.At("2016-11-12"), "not safe", null, null, null),
            new RemnantRecorded(
                Said.Id(1071), "M-1", Exercise.Incident, site, null, "cylinder", Said.At("2016-11-13"), new("a yard", 361234600, 371234600, 2), Exercise.Team, Exercise.Team, true,
                [new("length", "120 cm", "tape")], "steel", ["a mark"], "bent", [], "a gas cylinder", Exercise.Ministry, null),
            new Core.Interviews.InterviewHeld(
                Said.Id(1072), person, "K-1", Exercise.Incident, "resident", "full", Exercise.Team, ["a team member"], null, "ar", Said.At("2016-11-14"), null, [], [], [], [], true, true, null, [], null),
            new Core.Requests.NoteExchanged(
                Said.Id(1073), "NV 7", Exercise.Ministry, Exercise.Team, Said.At("2016-11-15"), null, "access", Said.Id(1040), null, "the text", null, "OPCW RESTRICTED"));
        return written;
    }

    public static ReportSource Source(WrittenCase written) => Source(written.Id, written.State, [.. written.History.Remarks]);

    public static ReportSource Source(CaseId id, CaseState state, ImmutableArray<Remark> remarks) =>
        new(id, state, Said.Tables, CaseAssessment.Of(state, Said.Tables, remarks), remarks, state.Entries.Count, "root", _ => null);

    public static Report Of(WrittenCase written) => CaseReport.Of(Source(written));
}
