using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>What is kept of who one casualty is, and who opened it.</summary>
/// <param name="Casualty">The casualty.</param>
/// <param name="Kept">Every file that was kept, in log order; the last one holds.</param>
/// <param name="Opened">Every opening, in log order.</param>
public sealed record KeptIdentity(EntityId Casualty, ImmutableArray<(Entry Entry, IdentityKept Said)> Kept, ImmutableArray<(Entry Entry, IdentityOpened Said)> Opened);

/// <summary>Of whom it is kept who they are, and who opened that.</summary>
/// <remarks>What somebody saw is not unseen by a correction: every record counts by itself.</remarks>
public static class IdentitiesView
{
    /// <summary>The identities that are kept, in the order in which each was first kept.</summary>
    public static ImmutableArray<KeptIdentity> Of(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var opened = state.Entries.Where(entry => entry.Statement is IdentityOpened).Select(entry => (Entry: entry, Said: (IdentityOpened)entry.Statement!)).ToLookup(one => one.Said.Casualty);
        return
        [
            .. state.Entries.Where(entry => entry.Statement is IdentityKept { Casualty: not null }).Select(entry => (Entry: entry, Said: (IdentityKept)entry.Statement!))
                .GroupBy(one => one.Said.Casualty!.Value).Select(one => new KeptIdentity(one.Key, [.. one], [.. opened[one.Key]])),
        ];
    }

    /// <summary>What is kept of this casualty, or null.</summary>
    public static KeptIdentity? Find(CaseState state, EntityId casualty) => Of(state).FirstOrDefault(one => one.Casualty == casualty);
}
