using System.Text;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;

namespace Probatum.TestSupport;

/// <summary>SYNTHETIC. A small case with a record of nearly every kind, so that every part of a dossier has something in it.</summary>
internal static class Exercise
{
    public static EntityId Team { get; } = Said.Id(1001);

    public static EntityId Laboratory { get; } = Said.Id(1002);

    public static EntityId Ministry { get; } = Said.Id(1003);

    public static EntityId Incident { get; } = Said.Id(1010);

    public static WrittenCase Write(int seed = 1)
    {
        Blob report = null!, text = null!, scan = null!, raw = null!;
        var written = new WrittenCase(seed, files =>
        {
            report = files.Keep("<p>The ministry says gas was used.</p>"u8.ToArray(), "text/html");
            text = files.Keep("The ministry says gas was used.\n"u8.ToArray(), "text/plain");
            scan = files.Keep([0x89, 0x50, 0x4e, 0x47, 1, 2, 3], "image/png");
            raw = files.Keep(Encoding.ASCII.GetBytes(new string('r', 3000)), "application/octet-stream");
        });
        EntityId captured = Said.Id(1020), claim = Said.Id(1021), tube = Said.Id(1030), blank = Said.Id(1031), request = Said.Id(1040);
        written.Record(
            new PartyDescribed(Team, "The team", "team", null, null, null),
            new PartyDescribed(Laboratory, "DL 02", "laboratory", null, null, null),
            new PartyDescribed(Ministry, "The ministry", "government", null, "C", "by record"));
        var giver = written.Key("custodian", Team);
        var receiver = written.Key("laboratory", Laboratory);
        var reviewer = written.Key("reviewer", null);
        written.Record(
            new ReportCaptured(captured, "A report", null, Said.At("2016-11-12"), Said.At("2016-11-13"), "https://example.org/1", report, text, "html"),
            new ClaimProposed(
                claim, captured, "rules", "says", "assertion", "supports", "use", null, "the ministry", [new("an agency", null, null)],
                [new(0, 12)], [new(13, 17)], [new(18, 30)], "says", "gas was used", [new("substance", "gas")]),
            new ClaimReviewed(claim, "confirmed", Ministry, "3", "stands in the text"),
            new EchoReviewed(claim, Ministry, "cites", "confirmed", [new(18, 30)], [], "echoes-1", ["cites 500"], "it says so"),
            new IncidentOpened(Incident, "I-1", "A place, 11 November", Said.At("2016-11-11"), new("A place", 361234567, 371234567, 500)),
            new AllegationRecorded(Said.Id(1011), Incident, Ministry, "alleges", "use of gas", [claim], ["chlorine"]),
            new SamplesClaimed(
                Said.Id(1012), Incident, claim, 9, ["soil"], false, Ministry, Ministry, Ministry, "express analysis", "EXPRESS_UNSPECIFIED", "confirmed", ["chlorine"]),
            new SampleCollected(
                tube, Incident, "S-1", "ENV_SOIL", "12 g", Said.At("2016-11-13T09:00:00Z"), new("crater", 361234567, 371234567, 5), Team, "100",
                "TEAM_COLLECTED", ["a witness"], null),
            new SampleCollected(
                blank, Incident, "B-1", "QC_BACKGROUND", "12 g", Said.At("2016-11-13T09:30:00Z"), null, Team, "101", "TEAM_COLLECTED", [], null));
        foreach (var (sample, seal) in new[] { (tube, "100"), (blank, "101") })
        {
            written.Record(giver, new Intended(
                new CustodyTransferred(sample, Team, Laboratory, Said.At("2016-11-14T10:00:00Z"), null, seal, null, "whole", "analysis"), CoSigners: [receiver.Key]));
        }

        written.Record(
            new SampleSplit(tube, Laboratory, Said.At("2016-11-15"), "100", "102", [new(Said.Id(1032), "S-1/a", "4 g", "103")]),
            new CustodyReported(Said.Id(1032), Laboratory, Team, Said.At("2016-11-16"), null, "103", null, null, "return", scan),
            new InstrumentRunRecorded(Said.Id(1033), tube, "GC_EI_MS", "an instrument", Laboratory, Said.At("2016-11-15"), "evidential", raw, null, null),
            new ResultReported(
                Said.Id(1034), tube, Laboratory, "substance X", "found", ["GC_EI_MS", "LC_MSMS"], true, true, "identified", Said.At("2016-11-16"), null),
            new ResultReported(Said.Id(1035), blank, Laboratory, "substance X", "not-found", ["GC_EI_MS", "LC_MSMS"], true, true, null, Said.At("2016-11-16"), null),
            new CasualtyRecorded(
                Said.Id(1050), Incident, "K-1", "adult", "f", "civilian", Said.At("2016-11-11"), new("a house"), "none", [new("cough", "minutes", "a doctor")], "alive",
                Ministry, "given"),
            new RequestMade(request, Incident, "Q-1", "CWC_X_ASSISTANCE_IAU", Ministry, Team, Said.At("2016-11-12"), "NV 1", [new("when", "11 November")]),
            new StepTaken(request, "received", Team, Said.At("2016-11-12T08:00:00Z"), null, null, null),
            new StepTaken(request, "forwarded", Team, Said.At("2016-11-12T12:00:00Z"), null, null, null),
            new ReplyReceived(request, Team, Said.At("2016-11-13"), "NV 2", "a team will come"),
            new HypothesisStated(Said.Id(1060), Incident, "H1", "as alleged"),
            new EvidenceLinked(Incident, "H1", tube, "consistent", "the substance was found"),
            new OutcomePublished(Said.Id(1061), Incident, "OPCW_FFM", Team, "S/1", Said.At("2016-12-01"), "likely", "no visit"),
            new FindingProposed(Said.Id(1062), Incident, "OPCW_FFM", "cannot-determine", [tube], [claim], "the place was not visited"),
            new ObservationAttached(Said.Id(1063), Incident, "state-comment", Ministry, Said.At("2016-12-02"), "We disagree."));
        written.Record(reviewer, new Intended(new FindingReviewed(Said.Id(1062), "adopted", "agreed")));
        return written;
    }
}
