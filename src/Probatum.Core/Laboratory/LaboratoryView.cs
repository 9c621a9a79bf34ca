using Probatum.Core.Records;

namespace Probatum.Core.Laboratory;

/// <summary>The instrument runs, what was identified in them, and what laboratories report. Two laboratories stay two results.</summary>
/// <remarks>A result is signed when a key of its laboratory wrote it, and else told by whoever typed it in.</remarks>
public sealed record LaboratoryView(
    GrownDictionary<EntityId, InstrumentRunRecorded> Runs, GrownList<(long Index, IdentificationMade Made)> Identifications,
    GrownList<(long Index, ResultReported Reported, bool Signed)> Results)
{
    /// <summary>No runs and no results.</summary>
    public static LaboratoryView Empty { get; } = new(GrownDictionary.Empty<EntityId, InstrumentRunRecorded>(), [], []);

    /// <summary>The view after this entry.</summary>
    public LaboratoryView Then(Entry entry) => entry.Statement switch
    {
        InstrumentRunRecorded { Run: { } id } run => this with { Runs = Runs.Set(id, run) },
        IdentificationMade made => this with { Identifications = Identifications.Add((entry.Index, made)) },
        ResultReported reported => this with { Results = Results.Add((entry.Index, reported, entry.SpeaksFor(reported.Laboratory))) },
        _ => this,
    };
}
