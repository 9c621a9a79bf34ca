using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Core.Assessment;

/// <summary>
/// Who is a party to the dispute about each incident, as far as levels ask: who alleges or denies, whoever speaks in that, and who holds material that is only
/// claimed; each with its whole side.
/// </summary>
public sealed class Disputes(CaseState state)
{
    private readonly ILookup<EntityId?, EntityId> _sides = state.Incidents.Allegations.Where(allegation => allegation.Stance != AllegationRecorded.Withdrawn)
        .SelectMany(allegation => allegation.Claims.Select(claim => state.Claims.Find(claim)?.Speaker).Append(allegation.By).Select(party => (allegation.Incident, Party: party)))
        .Concat(state.Incidents.Claimed.Select(item => (item.Incident, Party: item.HeldBy)))
        .Where(one => one.Party is not null).Select(one => (one.Incident, Side: state.Parties.SideOf(one.Party!.Value))).Distinct().ToLookup(one => one.Incident, one => one.Side);

    /// <summary>Whether the party is of a side of the dispute about that incident.</summary>
    public bool Has(EntityId? incident, EntityId party) => _sides[incident].Contains(state.Parties.SideOf(party));

    /// <summary>Whether a key that acts for such a side wrote the leaf; so it counts where the leaf is not there.</summary>
    public bool Wrote(EntityId? incident, long leaf) =>
        state.At(leaf) is not { } entry || entry.Hands.Any(key => state.Keys.Keys.GetValueOrDefault(key)?.Party is { } party && Has(incident, party));
}
