using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Records;

namespace Probatum.Export.Reports;

/// <summary>Finds the leaves that tell of something: of a statement its own and that of the correction that stands in its place.</summary>
internal sealed class CitedLeaves
{
    private readonly CaseState _state;
    private readonly Dictionary<Statement, Entry> _entries = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<long, long> _corrected = [];

    public CitedLeaves(CaseState state)
    {
        _state = state;
        foreach (var entry in state.Counting.Where(entry => entry.Statement is not null))
        {
            _entries.TryAdd(entry.Statement!, entry);
            if (entry.CorrectedAt is { } at)
            {
                _corrected[entry.Index] = at;
            }
        }

        All = [.. state.Entries.Select(entry => entry.Index)];
        Rules = [.. state.Counting.Where(entry => entry.Statement is CaseOpened or RulesAdopted).Select(entry => entry.Index)];
    }

    /// <summary>Every leaf: that something is nowhere on record rests on all of them.</summary>
    public ImmutableArray<long> All { get; }

    /// <summary>Those that pin the rule tables.</summary>
    public ImmutableArray<long> Rules { get; }

    public Entry? Entry(Statement? said) => said is null ? null : _entries.GetValueOrDefault(said);

    public IEnumerable<long> Of(Statement? said) => Entry(said) is { } entry ? At(entry.Index) : [];

    public IEnumerable<long> Of(IEnumerable<Statement?> said) => said.SelectMany(Of);

    /// <summary>The leaf that introduces a thing, and that of the correction in its place.</summary>
    public IEnumerable<long> Of(EntityId? id) => _state.Entities.Find(id) is { } entity ? At(entity.Index) : [];

    public IEnumerable<long> Of(IEnumerable<EntityId> ids) => ids.SelectMany(id => Of(id));

    /// <summary>A claim: where it was read, and what was said of it last.</summary>
    public IEnumerable<long> Of(ClaimView claim) => [.. At(claim.Index), .. Of((Statement?)claim.Edit), .. Of(claim.Review), .. _state.Claims.Report(claim.Said.Report) is { } report ? [report.Index] : Array.Empty<long>()];

    /// <summary>A leaf, and that of the correction in its place.</summary>
    public IEnumerable<long> At(long index) => _corrected.TryGetValue(index, out var corrected) ? [index, corrected] : [index];
}
