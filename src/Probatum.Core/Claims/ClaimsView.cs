using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Core.Claims;

/// <summary>Where a claim stands in review.</summary>
public enum ClaimState
{
    /// <summary>Put forward by a rule or an analyst; nobody has looked at it.</summary>
    Proposed,

    /// <summary>An analyst says: this is what the report says.</summary>
    Confirmed,

    /// <summary>An analyst says: the report does not say this.</summary>
    Rejected,

    /// <summary>An analyst says: this is what the report says, in words of the analyst's choosing.</summary>
    Edited,
}

/// <summary>Whether a claim's words stand in its report, as far as the report's text is at hand.</summary>
public enum ClaimPlacing
{
    /// <summary>Nobody looked, or the text is not at hand.</summary>
    Unread,

    /// <summary>Where the words stand is withheld.</summary>
    Unplaced,

    /// <summary>They stand there.</summary>
    Stands,

    /// <summary>They do not: the claim counts for nothing.</summary>
    Misplaced,
}

/// <summary>A claim with its review.</summary>
/// <remarks>
/// <c>Said</c> is what holds: the proposal, or what an analyst put in its place, which <c>Edit</c> has. <c>SaysSince</c> is the leaf since
/// which the proposal has its words; a review or an edit before it was of others and does not count.
/// </remarks>
public sealed record ClaimView(
    long Index, EntityId Id, ClaimProposed Said, ClaimState State, ClaimReviewed? Review, long SaysSince = 0, ClaimProposed? Proposed = null, ClaimEdited? Edit = null)
{
    /// <summary>Whether its words stand in its report; <see cref="ClaimPlaces.In"/> finds out.</summary>
    public ClaimPlacing Placing { get; init; }

    /// <summary>The key whose word on it holds, and when that was, as its author says; null where nobody reviewed it.</summary>
    public (KeyName By, string At)? Reviewed { get; init; }

    /// <summary>The stance of a claim by which a speaker takes back what it answers.</summary>
    public const string Withdraws = "withdraws";

    /// <summary>Whether its report was set aside.</summary>
    public bool IsAside { get; init; }

    /// <summary>Whether an analyst says that the report says this, the report was not set aside, and its text does not tell otherwise.</summary>
    public bool IsConfirmed => (State is ClaimState.Confirmed or ClaimState.Edited) && Placing != ClaimPlacing.Misplaced && !IsAside;

    /// <summary>Whether it waits for a review.</summary>
    public bool IsOpen => State == ClaimState.Proposed && !IsAside;

    /// <summary>The grade of the last word on it that gives one.</summary>
    public string? Credibility => Review?.Credibility ?? Edit?.Credibility;

    /// <summary>The party that an analyst ties the speaker to; null where none is.</summary>
    public EntityId? Speaker => Review?.Speaker ?? Edit?.Speaker;

    /// <summary>The record that its words are in.</summary>
    public object Source => (object?)Edit ?? Proposed ?? Said;

    /// <summary>The claims that this one answers.</summary>
    public ImmutableArray<EntityId> Answers => Said.Answers.IsDefault ? [] : Said.Answers;

    /// <summary>The facts of one kind that the claim's content names.</summary>
    public IEnumerable<string> Facts(string field) => Said.Event.Where(fact => fact.Field == field).Select(fact => fact.Value);
}

/// <summary>A captured report. <c>Aside</c> is the word by which it was set aside, null where it was not or was taken back.</summary>
public sealed record ReportView(long Index, EntityId Id, ReportCaptured Captured, ReportSetAside? Aside = null);

/// <summary>The reports and the claims drawn from them, in log order.</summary>
public sealed record ClaimsView(
    GrownRows<ReportView> Reports, GrownRows<ClaimView> Claims, GrownDictionary<EntityId, int> Positions,
    GrownDictionary<EntityId, int> ReportPositions)
{
    /// <summary>Nothing captured.</summary>
    public static ClaimsView Empty { get; } = new(GrownRows.Empty<ReportView>(), GrownRows.Empty<ClaimView>(), GrownDictionary.Empty<EntityId, int>(), GrownDictionary.Empty<EntityId, int>());

    /// <summary>The hosts of language models that texts of this case may go to; none until the owner says so.</summary>
    public ImmutableSortedSet<string> ModelHosts { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The view after this entry.</summary>
    public ClaimsView Then(Entry entry) => entry.Statement switch
    {
        ReportCaptured { Report: { } id } report when !ReportPositions.ContainsKey(id) => this with
        {
            Reports = Reports.Add(new(entry.Index, id, report)),
            ReportPositions = ReportPositions.Add(id, Reports.Count),
        },
        ClaimProposed { Claim: { } id } claim when !Positions.ContainsKey(id) => this with
        {
            Claims = Claims.Add(new(entry.Index, id, claim, ClaimState.Proposed, null, entry.SaysSince) { IsAside = Report(claim.Report)?.Aside is not null }),
            Positions = Positions.Add(id, Claims.Count),
        },
        ClaimReviewed { Claim: { } id } review when Positions.TryGetValue(id, out var at) && entry.SaysSince > Claims[at].SaysSince => this with
        {
            Claims = Claims.Set(at, Claims[at] with
            {
                State = review.Verdict != "confirmed" ? ClaimState.Rejected : Claims[at].Edit is null ? ClaimState.Confirmed : ClaimState.Edited,
                Review = review,
                Reviewed = Reviewer(entry),
            }),
        },
        ClaimEdited { Claim: { } id } edit when Positions.TryGetValue(id, out var at) && entry.SaysSince > Claims[at].SaysSince => this with
        {
            Claims = Claims.Set(at, Claims[at] with
            {
                State = ClaimState.Edited,
                Said = edit.Of(Claims[at].Proposed ?? Claims[at].Said),
                Proposed = Claims[at].Proposed ?? Claims[at].Said,
                Edit = edit,
                Review = null,
                Reviewed = Reviewer(entry),
            }),
        },
        ReportSetAside { Report: { } id } word when ReportPositions.TryGetValue(id, out var at) => SetAside(id, at, word.Aside == true ? word : null),
        ModelAllowed { Host: { } host } word => this with { ModelHosts = word.Allowed == true ? ModelHosts.Add(host) : ModelHosts.Remove(host) },
        _ => this,
    };

    private ClaimsView SetAside(EntityId report, int at, ReportSetAside? word) => this with
    {
        Reports = Reports.Set(at, Reports[at] with { Aside = word }),
        Claims = Enumerable.Range(0, Claims.Count).Where(i => Claims[i].Said.Report == report).Aggregate(Claims, (claims, i) => claims.Set(i, claims[i] with { IsAside = word is not null })),
    };

    private static (KeyName By, string At) Reviewer(Entry entry) => (entry.Corrector ?? entry.Author, entry.Envelope.Made.At);

    /// <summary>The claim of that id, or null.</summary>
    public ClaimView? Find(EntityId? id) => id is { } known && Positions.TryGetValue(known, out var at) ? Claims[at] : null;

    /// <summary>The confirmed claims by which speakers take others of their own side back, by the one that is taken back.</summary>
    /// <remarks>Only whom an analyst tied to a party can take back what that party's side said.</remarks>
    public ILookup<EntityId, ClaimView> Withdrawn(PartiesView parties) =>
        Claims.Where(claim => claim.IsConfirmed && claim.Said.Stance == ClaimView.Withdraws)
            .SelectMany(claim => claim.Answers.Where(answered => parties.SameSide(Find(answered)?.Speaker, claim.Speaker)).Select(answered => (Answered: answered, Claim: claim)))
            .ToLookup(pair => pair.Answered, pair => pair.Claim);

    /// <summary>The claims that answer another, by the one that is answered. Which are in it changes nothing of what is answered.</summary>
    public ILookup<EntityId, EntityId> Answering() =>
        Claims.SelectMany(claim => claim.Answers.Select(answered => (Answered: answered, claim.Id))).ToLookup(pair => pair.Answered, pair => pair.Id);

    /// <summary>The report of that id, or null.</summary>
    public ReportView? Report(EntityId? id) => id is { } known && ReportPositions.TryGetValue(known, out var at) ? Reports[at] : null;
}
