using System.Collections.Frozen;
using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Consents;
using Probatum.Core.Dossier;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Interviews;
using Probatum.Core.Laboratory;
using Probatum.Core.Media;
using Probatum.Core.Requests;
using Probatum.Core.Samples;
using Probatum.Core.Sites;

namespace Probatum.Core.Records;

/// <summary>The closed list of what a record can say. A new kind is one record in its slice and its line here.</summary>
public static class RecordKinds
{
    /// <summary>Every kind that this version writes and understands.</summary>
    public static ImmutableArray<RecordKind> All { get; } =
    [
        CaseOpened.Row, RulesAdopted.Row, KeyRegistered.Row, KeyRevoked.Row, PartyDescribed.Row, Erased.Row, TimeStamped.Row, LogContinued.Row,
        LateReceived.Row, SheetImported.Row, ImportWithdrawn.Row,
        ReportCaptured.Row, ReportSetAside.Row, ClaimProposed.Row, ClaimReviewed.Row, ClaimEdited.Row, EchoReviewed.Row, ModelAllowed.Row, ModelAsked.Row,
        IncidentOpened.Row, AllegationRecorded.Row, SamplesClaimed.Row,
        SampleCollected.Row, SampleOpened.Row, SampleSplit.Row, CustodyTransferred.Row, CustodyReported.Row, CustodyRefused.Row,
        SealChecked.Row, SampleStored.Row, SampleDisposed.Row, BlindCodeGiven.Row, CustodySupported.Row, CustodyRemarked.Row,
        InstrumentRunRecorded.Row, IdentificationMade.Row, ResultReported.Row, LaboratoryJobOpened.Row, LaboratoryDesignated.Row, QualityControlDeclared.Row,
        CasualtyRecorded.Row, CasualtyExamined.Row, CasualtyTreated.Row, CasualtyOutcomeRecorded.Row, IdentityKept.Row, IdentityOpened.Row, ConsentRecorded.Row, ConsentWithdrawn.Row, LawfulBasisRecorded.Row,
        RequestMade.Row, StepTaken.Row, ReplyReceived.Row, DeadlineExtended.Row, NoteExchanged.Row, MaterialHandedOver.Row,
        InterviewHeld.Row, MediaCaptured.Row, MediaExamined.Row, MediaLocated.Row, MediaCompared.Row, SiteDescribed.Row, SiteStatusTold.Row, RemnantRecorded.Row,
        HypothesisStated.Row, EvidenceLinked.Row, AbsenceRecorded.Row, OutcomePublished.Row, FindingProposed.Row, CeilingOverridden.Row, FindingReviewed.Row,
        ObservationAttached.Row,
        DossierSealed.Row, DossierHandedOver.Row,
    ];

    private static readonly FrozenDictionary<(string Name, int Major), RecordKind> Rows =
        All.ToFrozenDictionary(kind => (kind.Name, kind.Major));

    /// <summary>The kind of that name and version, or null: a reader then lists the record as not understood.</summary>
    public static RecordKind? Find(string name, int major) => Rows.GetValueOrDefault((name, major));
}
