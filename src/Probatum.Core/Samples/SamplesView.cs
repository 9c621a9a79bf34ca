using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>A sample or aliquot with its chain. <c>Root</c> is the sample that it was once part of, itself when never split.</summary>
public sealed record SampleView(
    EntityId Id, EntityId Root, EntityId? Parent, string Label, SampleCollected Collected, string? Quantity, CustodyChain Chain,
    ImmutableArray<EntityId> Aliquots)
{
    /// <summary>Whether it is a blank, background or control and not a sample of the incident itself.</summary>
    public bool IsControl => Collected.Matrix?.StartsWith("QC_", StringComparison.Ordinal) == true && Collected.Matrix != "QC_DUPLICATE";

    /// <summary>Whether it is a control that must be free of the substance: all but the one that was spiked with it.</summary>
    public bool IsBlank => IsControl && Collected.Matrix != "QC_POSITIVE_CONTROL";

    /// <summary>Whether it comes from a person or an animal.</summary>
    public bool IsBiomedical => Collected.Matrix?.StartsWith("BIO_", StringComparison.Ordinal) == true;
}

/// <summary>All samples of a case with their chains, in the order in which a record first spoke of them.</summary>
public sealed record SamplesView(
    GrownDictionary<EntityId, SampleView> Samples, GrownList<EntityId> InOrder, GrownDictionary<string, EntityId> Labels)
{
    private const decimal LargestAmount = 1_000_000_000_000;

    private static readonly SampleCollected NothingSaid = new(null, null, null, null, null, null, null, null, null, null, [], null);

    /// <summary>No samples.</summary>
    public static SamplesView Empty { get; } = new(
        GrownDictionary.Empty<EntityId, SampleView>(), [], GrownDictionary.Empty<string, EntityId>(StringComparer.Ordinal));

    /// <summary>The samples in order.</summary>
    public IEnumerable<SampleView> All => InOrder.Select(id => Samples[id]);

    /// <summary>The view after this entry; total over withheld members, which at worst leave a sample out.</summary>
    public SamplesView Then(Entry entry) => entry.Statement switch
    {
        SampleCollected { Sample: { } id } collected => Collect(entry, id, collected),
        SampleOpened { Sample: { } id } opened => Link(
            id, new Opening(entry.Index, opened.When, entry.SpeaksFor(opened.By) ? Assurance.Direct : Assurance.Reported, opened.By, opened.SealFound, opened.SealApplied)),
        CustodyTransferred { Sample: { } id } moved => Link(id, Moved(entry, moved, Assurance.Direct, true)),
        CustodyReported { Sample: { } id } moved => Link(id, Moved(entry, moved, Assurance.Reported, moved.Paper is not null)),
        CustodyRefused { Sample: { } id } refused => Link(id, new Refusal(entry.Index, refused.When, Assurance.Direct, refused.To)),
        SampleSplit { Sample: { } id } split => Split(entry, id, split),
        _ => this,
    };

    /// <summary>The assurance with which a collection is known, by the origin of the sample.</summary>
    /// <remarks>Only what the mandated team saw itself is direct; all else is told. Source: docs/domain.md 2.7.</remarks>
    public static Assurance OfOrigin(string? origin) => origin switch
    {
        "TEAM_COLLECTED" or "COLLECTED_IN_TEAM_PRESENCE" => Assurance.Direct,
        "STATE_HANDOVER" or "STATE_VIA_STATE" or "THIRD_PARTY_HANDOVER" or "CLAIMANT_HELD" => Assurance.Reported,
        _ => Assurance.Gap,
    };

    private static HandOver Moved(Entry entry, CustodyMove move, Assurance assurance, bool hasForm) =>
        new(entry.Index, move.When, assurance, move.From, move.To, move.SealFound, move.SealApplied, hasForm);

    /// <summary>A record of a collection may come after those of what followed; what they told of the sample is kept.</summary>
    private SamplesView Collect(Entry entry, EntityId id, SampleCollected collected)
    {
        var known = OfOrigin(collected.Origin);

        // Direct is what the collector signed itself; what another typed in for it is told.
        var assurance = known == Assurance.Direct && !entry.SpeaksFor(collected.Collector) ? Assurance.Reported : known;
        var link = new Collection(entry.Index, collected.When, assurance, collected.Collector, collected.Seal);
        var sample = Get(id);
        sample = sample with { Chain = sample.Chain.Then(link) };
        return ReferenceEquals(sample.Collected, NothingSaid)
            ? Labelled(sample with { Collected = collected, Quantity = collected.Quantity, Label = collected.Label ?? id.Text })
            : Set(sample);
    }

    private SamplesView Split(Entry entry, EntityId id, SampleSplit split)
    {
        var parent = Get(id);
        var parts = parent.Aliquots.Select(part => Samples[part].Quantity).Concat(split.Aliquots.Select(aliquot => aliquot.Quantity));
        var tooMuch = Amount(parent.Quantity) is var (there, unit)
            && parts.Select(Amount).Where(part => part?.Unit == unit).Sum(part => part!.Value.Value) > there;
        Division Link(string? seal) =>
            new(entry.Index, split.When, entry.SpeaksFor(split.By) ? Assurance.Direct : Assurance.Reported, split.By, split.SealFound, seal, tooMuch);

        var added = split.Aliquots.DistinctBy(aliquot => aliquot.Sample)
            .Where(aliquot => aliquot.Sample != id && !Samples.ContainsKey(aliquot.Sample)).ToList();
        var view = Set(parent with
        {
            Chain = parent.Chain.Then(Link(split.SealApplied)),
            Aliquots = [.. parent.Aliquots, .. added.Select(aliquot => aliquot.Sample)],
        });
        view = added.Aggregate(view, (all, aliquot) => all.Labelled(new(
            aliquot.Sample, parent.Root, id, aliquot.Label, parent.Collected, aliquot.Quantity, parent.Chain.Then(Link(aliquot.Seal)), [])));

        // An aliquot that is on record already came to be twice; it stays where it was and says so.
        return split.Aliquots.Except(added).Select(aliquot => aliquot.Sample)
            .Aggregate(view, (all, twice) => all.Set(all.Samples[twice] with { Chain = all.Samples[twice].Chain.With(Anomaly.CollectedTwice) }));
    }

    /// <summary>Keeps a sample that has just been given its label; two samples of one label can't be told apart, so both say so.</summary>
    private SamplesView Labelled(SampleView sample)
    {
        if (!Labels.TryGetValue(sample.Label, out var first))
        {
            return Set(sample) with { Labels = Labels.Add(sample.Label, sample.Id) };
        }

        var earlier = Samples[first];
        var view = Set(sample with { Chain = sample.Chain.With(Anomaly.DuplicateLabel) });
        return earlier.Chain.Anomalies.Exists(anomaly => anomaly.What == Anomaly.DuplicateLabel)
            ? view
            : view.Set(earlier with { Chain = earlier.Chain.With(Anomaly.DuplicateLabel) });
    }

    private SamplesView Link(EntityId id, CustodyLink link)
    {
        var sample = Get(id);
        return Set(sample with { Chain = sample.Chain.Then(link) });
    }

    /// <summary>The sample of that id; one that no record collected is known by its id alone.</summary>
    private SampleView Get(EntityId id) =>
        Samples.TryGetValue(id, out var sample) ? sample : new(id, id, null, id.Text, NothingSaid, null, CustodyChain.Empty, []);

    private SamplesView Set(SampleView sample) => this with
    {
        Samples = Samples.Set(sample.Id, sample),
        InOrder = Samples.ContainsKey(sample.Id) ? InOrder : InOrder.Add(sample.Id),
    };

    /// <summary>Reads "12.5 g"; null when it is no number and a unit, or one that no sample has.</summary>
    private static (decimal Value, string Unit)? Amount(string? quantity)
    {
        var parts = quantity?.Split(' ', 2) ?? [];
        return parts.Length == 2 && decimal.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value < LargestAmount
            ? (value, parts[1])
            : null;
    }
}
