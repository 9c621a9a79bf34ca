using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>The persons affected, under their codes.</summary>
public sealed record CasualtiesView(ImmutableList<CasualtyRecorded> Casualties)
{
    /// <summary>Nobody.</summary>
    public static CasualtiesView Empty { get; } = new([]);

    /// <summary>The view after this entry. A person counts once: what changes is said by a correction.</summary>
    public CasualtiesView Then(Entry entry) =>
        entry.Statement is CasualtyRecorded casualty && !Casualties.Exists(known => known.Casualty is not null && known.Casualty == casualty.Casualty)
            ? new(Casualties.Add(casualty))
            : this;
}
