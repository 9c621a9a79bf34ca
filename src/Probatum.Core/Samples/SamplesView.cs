using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>A sample or aliquot with its chain. <c>Root</c> is the sample that it was once part of, itself when never split.</summary>
public sealed record SampleView(
    EntityId Id, EntityId Root, EntityId? Parent, string Label, SampleCollected Collected, string? Quantity, CustodyChain Chain,
    ImmutableArray<EntityId> Aliquots)
{
    /// <summary>Whether it is a blank, background, control or duplicate and not a sample of the incident itself.</summary>
    public bool IsControl => Collected.Matrix?.StartsWith("QC_", StringComparison.Ordinal) == true;

    /// <summary>Whether it comes from a person or an animal.</summary>
    public bool IsBiomedical => Collected.Matrix?.StartsWith("BIO_", StringComparison.Ordinal) == true;
}

/// <summary>All samples of a case with their chains, in the order in which they came to be.</summary>
public sealed record SamplesView(
    ImmutableDictionary<EntityId, SampleView> Samples, ImmutableArray<EntityId> InOrder,
    ImmutableDictionary<EntityId, CustodyChain> Unknown, ImmutableHashSet<string> Labels)
{
    private static readonly SampleCollected NothingSaid = new(null, null, null, null, null, null, null, null, null, null, [], null);

    /// <summary>No samples.</summary>
    public static SamplesView Empty { get; } =
        new(ImmutableDictionary<EntityId, SampleView>.Empty, [], ImmutableDictionary<EntityId, CustodyChain>.Empty,
            ImmutableHashSet.Create<string>(StringComparer.Ordinal));

    /// <summary>The samples in order.</summary>
    public IEnumerable<SampleView> All => InOrder.Select(id => Samples[id]);

    /// <summary>The view after this entry; total over withheld members, which at worst leave a sample out.</summary>
    public SamplesView Then(Entry entry) => entry.Statement switch
    {
        SampleCollected { Sample: { } id } collected => Collect(entry, id, collected),
        SampleOpened { Sample: { } id } opened => Link(
            id, new Opening(entry.Index, opened.When, Assurance.Direct, opened.By, opened.SealFound, opened.SealApplied)),
        CustodyTransferred { Sample: { } id } moved => Link(id, Moved(entry, moved, Assurance.Direct, true)),
        CustodyReported { Sample: { } id } moved => Link(id, Moved(entry, moved, Assurance.Reported, moved.Paper is not null)),
        CustodyRefused { Sample: { } id } refused => Link(id, new Refusal(entry.Index, refused.When, Assurance.Direct, refused.To)),
        SampleSplit { Sample: { } id } split => Split(entry, id, split),
        _ => this,
    };

    /// <summary>The assurance with which a collection is known, by the origin of the sample.</summary>
    /// <remarks>Only what the mandated team saw itself is direct; all else is told. Source: docs/domain, 2.7.</remarks>
    public static Assurance OfOrigin(string? origin) => origin switch
    {
        "TEAM_COLLECTED" or "COLLECTED_IN_TEAM_PRESENCE" => Assurance.Direct,
        "STATE_HANDOVER" or "STATE_VIA_STATE" or "THIRD_PARTY_HANDOVER" or "CLAIMANT_HELD" => Assurance.Reported,
        _ => Assurance.Gap,
    };

    private static HandOver Moved(Entry entry, CustodyMove move, Assurance assurance, bool hasForm) =>
        new(entry.Index, move.When, assurance, move.From, move.To, move.SealFound, move.SealApplied, hasForm);

    private SamplesView Collect(Entry entry, EntityId id, SampleCollected collected)
    {
        var link = new Collection(entry.Index, collected.When, OfOrigin(collected.Origin), collected.Collector, collected.Seal);
        if (Samples.ContainsKey(id))
        {
            return Link(id, link);
        }

        var earlier = Unknown.GetValueOrDefault(id, CustodyChain.Empty);
        return Add(new(id, id, null, collected.Label ?? id.Text, collected, collected.Quantity, earlier.Then(link), []));
    }

    private SamplesView Split(Entry entry, EntityId id, SampleSplit split)
    {
        if (!Samples.TryGetValue(id, out var parent))
        {
            parent = new(id, id, null, id.Text, NothingSaid, null, Unknown.GetValueOrDefault(id, CustodyChain.Empty), []);
        }

        var tooMuch = Amount(parent.Quantity) is var (there, unit)
            && split.Aliquots.Select(aliquot => Amount(aliquot.Quantity)).Where(part => part?.Unit == unit).Sum(part => part!.Value.Value) > there;
        Division Link(string? seal) =>
            new(entry.Index, split.When, Assurance.Direct, split.By, split.SealFound, seal, tooMuch);

        var view = this with
        {
            Samples = Samples.SetItem(id, parent with
            {
                Chain = parent.Chain.Then(Link(split.SealApplied)),
                Aliquots = [.. parent.Aliquots, .. split.Aliquots.Select(aliquot => aliquot.Sample)],
            }),
            InOrder = Samples.ContainsKey(id) ? InOrder : InOrder.Add(id),
        };
        return split.Aliquots.Where(aliquot => !view.Samples.ContainsKey(aliquot.Sample)).Aggregate(view, (all, aliquot) => all.Add(new(
            aliquot.Sample, parent.Root, id, aliquot.Label, parent.Collected, aliquot.Quantity,
            parent.Chain.Then(Link(aliquot.Seal)), [])));
    }

    private SamplesView Add(SampleView sample)
    {
        return this with
        {
            Samples = Samples.SetItem(sample.Id, Labels.Contains(sample.Label) ? sample with { Chain = sample.Chain.With(Anomaly.DuplicateLabel) } : sample),
            InOrder = InOrder.Add(sample.Id),
            Labels = Labels.Add(sample.Label),
        };
    }

    private SamplesView Link(EntityId id, CustodyLink link) => Samples.TryGetValue(id, out var sample)
        ? this with { Samples = Samples.SetItem(id, sample with { Chain = sample.Chain.Then(link) }) }
        : this with { Unknown = Unknown.SetItem(id, Unknown.GetValueOrDefault(id, CustodyChain.Empty).Then(link)) };

    /// <summary>Reads "12.5 g"; null when it is no number and a unit.</summary>
    private static (decimal Value, string Unit)? Amount(string? quantity)
    {
        var parts = quantity?.Split(' ', 2) ?? [];
        return parts.Length == 2 && decimal.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? (value, parts[1])
            : null;
    }
}
