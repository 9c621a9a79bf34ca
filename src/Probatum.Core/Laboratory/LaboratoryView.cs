using Probatum.Core.Cases;
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

    /// <summary>What laboratories were asked to do.</summary>
    public GrownList<LaboratoryJobOpened> Jobs { get; init; } = [];

    /// <summary>Which laboratories are designated, as told.</summary>
    public GrownList<(long Index, LaboratoryDesignated Said)> Designations { get; init; } = [];

    /// <summary>What was declared a control, by the sample; the last word on it holds.</summary>
    public GrownDictionary<EntityId, QualityControlDeclared> Controls { get; init; } = GrownDictionary.Empty<EntityId, QualityControlDeclared>();

    /// <summary>The controls by their ids, so that the order is the same everywhere.</summary>
    public IEnumerable<QualityControlDeclared> ControlsInOrder => Controls.Values.OrderBy(control => control.Sample!.Value.Text, StringComparer.Ordinal);

    /// <summary>The view after this entry.</summary>
    public LaboratoryView Then(Entry entry, Hand hand) => entry.Statement switch
    {
        InstrumentRunRecorded { Run: { } id } run => this with { Runs = Runs.Set(id, run) },
        IdentificationMade made => this with { Identifications = Identifications.Add((entry.Index, made)) },
        ResultReported reported => this with { Results = Results.Add((entry.Index, reported, hand.SpeaksFor(reported.Laboratory))) },
        LaboratoryJobOpened { Job: not null } job => this with { Jobs = Jobs.Add(job) },
        LaboratoryDesignated { Laboratory: not null } designated => this with { Designations = Designations.Add((entry.Index, designated)) },
        QualityControlDeclared { Sample: { } sample } control => this with { Controls = Controls.Set(sample, control) },
        _ => this,
    };
}
