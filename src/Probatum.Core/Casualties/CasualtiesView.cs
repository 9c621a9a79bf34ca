using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>The persons affected, under their codes.</summary>
public sealed record CasualtiesView(ImmutableList<CasualtyRecorded> Casualties)
{
    /// <summary>Nobody.</summary>
    public static CasualtiesView Empty { get; } = new([]);

    /// <summary>The view after this entry.</summary>
    public CasualtiesView Then(Entry entry) =>
        entry.Statement is CasualtyRecorded casualty ? new(Casualties.Add(casualty)) : this;
}
