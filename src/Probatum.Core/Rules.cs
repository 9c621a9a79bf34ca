using Probatum.Core.Access;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Consents;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Interviews;
using Probatum.Core.Laboratory;
using Probatum.Core.Media;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;
using Probatum.Core.Sites;

namespace Probatum.Core;

/// <summary>Whether a statement may be recorded now: permission first, then the rule of its slice.</summary>
/// <remarks>Pure: the same state and statement give the same answer on a phone, a server and in a test.</remarks>
public static class Rules
{
    /// <summary>Null when it may; otherwise why not.</summary>
    public static Refused? Judge(CaseState state, Actor actor, Statement statement)
    {
        if (!Permissions.MayWrite(actor.Role, statement.Kind))
        {
            return new("access/not-permitted", $"a key with the role '{actor.Role ?? "none"}' may not write {statement.Kind.Name}");
        }

        return statement switch
        {
            CaseOpened s => s.Judge(),
            Erased s => Subject.Judge(s, state),
            ImportWithdrawn s => ImportRules.Judge(s, state),
            ReportSetAside s => ClaimRules.Judge(s, state),
            ClaimProposed s => ClaimRules.Judge(s, state),
            ClaimReviewed s => ClaimRules.Judge(s, state),
            ClaimEdited s => ClaimRules.Judge(s, state),
            EchoReviewed s => EchoRules.Judge(s, state),
            ModelAllowed s => ModelRules.Judge(s),
            ModelAsked s => ModelRules.Judge(s, state),
            IncidentOpened s => IncidentRules.Judge(s, state),
            AllegationRecorded s => IncidentRules.Judge(s, state),
            SamplesClaimed s => IncidentRules.Judge(s, state),
            SampleCollected s => SampleRules.Judge(s, state),
            SampleOpened s => SampleRules.Judge(s, state),
            SampleSplit s => SampleRules.Judge(s, state),
            CustodyTransferred s => SampleRules.Judge(s, state),
            CustodyRefused s => SampleRules.Judge(s, state, actor.Party),
            SealChecked s => SampleRules.Known(s.Sample, state),
            SampleStored s => SampleRules.Judge(s, state),
            SampleDisposed s => SampleRules.Judge(s, state),
            BlindCodeGiven s => SampleRules.Judge(s, state),
            CustodySupported s => SampleRules.Judge(s, state, actor.Party),
            CustodyRemarked s => SampleRules.Judge(s, state),
            InstrumentRunRecorded s => LaboratoryRules.Judge(s, state),
            IdentificationMade s => LaboratoryRules.Judge(s, state),
            ResultReported s => LaboratoryRules.Judge(s, state, actor),
            LaboratoryJobOpened s => LaboratoryRules.Judge(s, state),
            QualityControlDeclared s => LaboratoryRules.Judge(s, state),
            LaboratoryDesignated s => LaboratoryRules.Judge(s, state),
            CasualtyRecorded s => CasualtyRules.Judge(s, state),
            CasualtyExamined s => CasualtyRules.Judge(s, state),
            CasualtyTreated s => CasualtyRules.Judge(s, state),
            CasualtyOutcomeRecorded s => CasualtyRules.Judge(s, state),
            IdentityKept s => CasualtyRules.Judge(s, state),
            IdentityOpened s => CasualtyRules.Judge(s, state),
            ConsentRecorded s => ConsentRules.Judge(s, state),
            ConsentWithdrawn s => ConsentRules.Judge(s, state),
            LawfulBasisRecorded s => ConsentRules.Judge(s, state),
            StepTaken s => KnownRequest(s.Request, state) ?? RequestRules.Judge(s, state),
            ReplyReceived s => KnownRequest(s.Request, state),
            DeadlineExtended s => KnownRequest(s.Request, state) ?? RequestRules.Judge(s),
            NoteExchanged s => RequestRules.Judge(s, state),
            MaterialHandedOver s => RequestRules.Judge(s, state),
            InterviewHeld s => InterviewRules.Judge(s, state),
            MediaCaptured s => MediaRules.Judge(s, state),
            MediaExamined s => MediaRules.Known(s.Item, state),
            MediaLocated s => MediaRules.Judge(s, state),
            MediaCompared s => MediaRules.Judge(s, state),
            SiteDescribed s => SiteRules.Judge(s, state),
            SiteStatusTold s => SiteRules.Judge(s, state),
            RemnantRecorded s => SiteRules.Judge(s, state),
            EvidenceLinked s => FindingRules.Judge(s, state, actor.Key),
            AbsenceRecorded s => FindingRules.Judge(s, state),
            FindingProposed s => FindingRules.Judge(s, state),
            CeilingOverridden s => FindingRules.Judge(s, state, actor.Key),
            FindingReviewed s => FindingRules.Judge(s, state, actor.Key),
            ObservationAttached s => FindingRules.Judge(s, state),
            _ => null,
        };
    }

    private static Refused? KnownRequest(EntityId? request, CaseState state) =>
        state.Requests.Find(request) is not null ? null : new("request/unknown", "there is no such request");
}
