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
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;
using Probatum.Core.Sites;

namespace Probatum.Core.Access;

/// <summary>Every "may …" of the product: which role may write which kind of record. What has no row is refused.</summary>
public static class Permissions
{
    private static readonly ImmutableArray<string> Everybody = ["owner", "registrar", "analyst", "reviewer", "custodian", "laboratory"];

    private static readonly FrozenDictionary<RecordKind, ImmutableArray<string>> Rows = new Dictionary<RecordKind, ImmutableArray<string>>
    {
        [CaseOpened.Row] = ["owner"],
        [RulesAdopted.Row] = ["owner"],
        [KeyRegistered.Row] = ["owner", "registrar"],
        [KeyRevoked.Row] = ["owner", "registrar"],
        [PartyDescribed.Row] = ["owner", "registrar", "analyst"],
        [Erased.Row] = ["owner", "registrar"],
        [TimeStamped.Row] = ["owner", "registrar"],
        [LogContinued.Row] = ["owner"],
        [LateReceived.Row] = ["owner", "registrar"],
        [SheetImported.Row] = ["owner", "registrar", "analyst", "custodian", "laboratory"],
        [ImportWithdrawn.Row] = ["owner", "registrar", "analyst", "custodian", "laboratory"],
        [ReportCaptured.Row] = ["owner", "registrar", "analyst"],
        [ReportSetAside.Row] = ["owner", "analyst", "reviewer"],
        [ClaimProposed.Row] = ["owner", "registrar", "analyst"],
        [ClaimReviewed.Row] = ["owner", "analyst", "reviewer"],
        [ClaimEdited.Row] = ["owner", "analyst", "reviewer"],
        [EchoReviewed.Row] = ["owner", "analyst", "reviewer"],
        [ModelAllowed.Row] = ["owner"],
        [ModelAsked.Row] = ["owner", "registrar", "analyst"],
        [IncidentOpened.Row] = ["owner", "analyst"],
        [AllegationRecorded.Row] = ["owner", "analyst"],
        [SamplesClaimed.Row] = ["owner", "analyst"],
        [SampleCollected.Row] = ["owner", "registrar", "custodian"],
        [SampleOpened.Row] = ["owner", "registrar", "custodian", "laboratory"],
        [SampleSplit.Row] = ["owner", "registrar", "custodian", "laboratory"],
        [CustodyTransferred.Row] = ["owner", "registrar", "custodian", "laboratory"],
        [CustodyReported.Row] = ["owner", "registrar"],
        [CustodyRefused.Row] = ["owner", "registrar", "custodian", "laboratory"],
        [SealChecked.Row] = Everybody,
        [SampleStored.Row] = ["owner", "registrar", "custodian", "laboratory"],
        [SampleDisposed.Row] = ["owner", "registrar", "custodian", "laboratory"],
        [BlindCodeGiven.Row] = ["owner", "registrar", "custodian"],
        [CustodySupported.Row] = ["owner", "registrar", "analyst", "reviewer"],
        [CustodyRemarked.Row] = Everybody,
        [InstrumentRunRecorded.Row] = ["owner", "registrar", "analyst", "laboratory"],
        [IdentificationMade.Row] = ["owner", "analyst", "laboratory"],
        [ResultReported.Row] = ["owner", "registrar", "laboratory"],
        [LaboratoryJobOpened.Row] = ["owner", "registrar", "custodian"],
        [LaboratoryDesignated.Row] = ["owner", "registrar", "analyst"],
        [QualityControlDeclared.Row] = ["owner", "registrar", "custodian"],
        [CasualtyRecorded.Row] = ["owner", "registrar", "analyst"],
        [CasualtyExamined.Row] = ["owner", "registrar", "analyst"],
        [CasualtyTreated.Row] = ["owner", "registrar", "analyst"],
        [CasualtyOutcomeRecorded.Row] = ["owner", "registrar", "analyst"],
        [IdentityKept.Row] = ["owner", "registrar", "analyst"],
        [IdentityOpened.Row] = ["owner"],
        [ConsentRecorded.Row] = ["owner", "registrar", "analyst", "custodian"],
        [ConsentWithdrawn.Row] = ["owner", "registrar", "analyst", "custodian"],
        [LawfulBasisRecorded.Row] = ["owner", "registrar"],
        [RequestMade.Row] = ["owner", "registrar", "analyst"],
        [StepTaken.Row] = ["owner", "registrar", "analyst"],
        [ReplyReceived.Row] = ["owner", "registrar", "analyst"],
        [DeadlineExtended.Row] = ["owner", "registrar", "analyst"],
        [NoteExchanged.Row] = ["owner", "registrar", "analyst"],
        [MaterialHandedOver.Row] = ["owner", "registrar", "custodian"],
        [InterviewHeld.Row] = ["owner", "registrar", "analyst"],
        [MediaCaptured.Row] = ["owner", "registrar", "analyst"],
        [MediaExamined.Row] = ["owner", "registrar", "analyst"],
        [MediaLocated.Row] = ["owner", "analyst", "reviewer"],
        [MediaCompared.Row] = ["owner", "analyst", "reviewer"],
        [SiteDescribed.Row] = ["owner", "registrar", "analyst"],
        [SiteStatusTold.Row] = ["owner", "registrar", "analyst"],
        [RemnantRecorded.Row] = ["owner", "registrar", "analyst", "custodian"],
        [HypothesisStated.Row] = ["owner", "analyst", "reviewer"],
        [EvidenceLinked.Row] = ["owner", "analyst", "reviewer"],
        [AbsenceRecorded.Row] = ["owner", "registrar", "analyst", "reviewer"],
        [OutcomePublished.Row] = ["owner", "registrar", "analyst"],
        [FindingProposed.Row] = ["owner", "analyst"],
        [CeilingOverridden.Row] = ["owner", "reviewer"],
        [FindingReviewed.Row] = ["owner", "reviewer"],
        [ObservationAttached.Row] = Everybody,
        [DossierSealed.Row] = ["owner", "registrar"],
        [DossierHandedOver.Row] = ["owner", "registrar"],
    }.ToFrozenDictionary();

    /// <summary>The roles that a key can be registered with.</summary>
    public static ImmutableArray<string> Roles => Everybody;

    /// <summary>The roles that may write this kind of record, for a refusal to name them.</summary>
    public static ImmutableArray<string> RolesFor(RecordKind kind) => Rows.GetValueOrDefault(kind, []);

    /// <summary>Whether this role may write this kind of record.</summary>
    public static bool MayWrite(string? role, RecordKind kind) =>
        role is not null && Rows.TryGetValue(kind, out var roles) && roles.Contains(role);
}
