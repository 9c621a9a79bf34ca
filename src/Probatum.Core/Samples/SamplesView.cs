using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>A sample or aliquot with its chain. <c>Root</c> is the sample that it was once part of, itself when never split.</summary>
public sealed record SampleView(
    EntityId Id, EntityId Root, EntityId? Parent, string Label, SampleCollected Collected, string? Quantity, CustodyChain Chain,
    ImmutableArray<EntityId> Aliquots)
{
    /// <summary>The codes under which laboratories got it.</summary>
    public ImmutableArray<BlindCodeGiven> Codes { get; init; } = [];

    /// <summary>What was used of it, each as recorded.</summary>
    public ImmutableArray<string> Used { get; init; } = [];

    /// <summary>Where it stands, by the last act: collected, sealed, received, seal-verified, opened, resealed, split, used …</summary>
    public string Stage => Chain.Links.LastOrDefault(link => link is not Refusal) switch
    {
        Collection { Applied: null } => "collected",
        Collection => "sealed",
        HandOver => "received",
        SealReading => "seal-verified",
        Opening { Applied: null } => "opened",
        Opening => "resealed",
        Division { Applied: null } => "split",
        Division => Parent is null ? "split-resealed" : "sealed",
        Disposal disposal => disposal.How ?? "disposed",
        _ => "unknown",
    };

    /// <summary>The sort of control that it was declared to be; null where nobody did.</summary>
    public string? Control { get; init; }

    /// <summary>Whether it is a blank, background or control and not a sample of the incident itself, by its matrix or because it was declared one.</summary>
    public bool IsControl => Control is not (null or QualityControlDeclared.Duplicate) || (Collected.Matrix?.StartsWith("QC_", StringComparison.Ordinal) == true && Collected.Matrix != "QC_DUPLICATE");

    /// <summary>Whether it is a control that must be free of the substance: all but the one that was spiked with it.</summary>
    public bool IsBlank => IsControl && Collected.Matrix != "QC_POSITIVE_CONTROL" && Control != QualityControlDeclared.Spiked;

    /// <summary>Whether any record says that it came into the hands of that party's side.</summary>
    public bool CameTo(EntityId party, PartiesView parties) => Chain.Links.Any(link => link switch
    {
        Collection collected => parties.SameSide(collected.By, party),
        HandOver move => parties.SameSide(move.To, party),
        _ => false,
    });

    /// <summary>Whether it comes from a person or an animal.</summary>
    public bool IsBiomedical => Collected.Matrix?.StartsWith("BIO_", StringComparison.Ordinal) == true;
}

/// <summary>All samples of a case with their chains, in the order in which a record first spoke of them.</summary>
public sealed record SamplesView(
    GrownDictionary<EntityId, SampleView> Samples, GrownList<EntityId> InOrder, GrownDictionary<string, EntityId> Labels)
{
    private static readonly SampleCollected NothingSaid = new(null, null, null, null, null, null, null, null, null, null, [], null, [], []);

    /// <summary>The samples by the codes that they were given.</summary>
    public GrownDictionary<string, EntityId> Codes { get; init; } = GrownDictionary.Empty<string, EntityId>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The incidents that have a blank or control, and the samples that one names.</summary>
    public GrownDictionary<EntityId, EntityId> Controlled { get; init; } = GrownDictionary.Empty<EntityId, EntityId>();

    /// <summary>No samples.</summary>
    public static SamplesView Empty { get; } = new(
        GrownDictionary.Empty<EntityId, SampleView>(), [], GrownDictionary.Empty<string, EntityId>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The samples in order.</summary>
    public IEnumerable<SampleView> All => InOrder.Select(id => Samples[id]);

    /// <summary>The view after this entry; total over withheld members, which at worst leave a sample out.</summary>
    public SamplesView Then(Entry entry, Hand hand) => entry.Statement switch
    {
        SampleCollected { Sample: { } id } collected => Collect(entry, hand, id, collected),
        SampleOpened { Sample: { } id } opened => Link(
            id, new Opening(entry.Index, opened.When, Own(hand, opened.By), opened.By, opened.SealFound, opened.SealApplied) { Record = entry.Id, Told = entry.Statement, CorrectedAt = entry.CorrectedAt, Photos = Filled(opened.Photos) }),
        CustodyTransferred { Sample: { } id } moved => Link(id, Moved(entry, moved, Assurance.Direct, true)),
        CustodyReported { Sample: { } id } moved => Link(id, Moved(entry, moved, Assurance.Reported, moved.Paper is not null)),
        CustodyRefused { Sample: { } id } refused => Link(id, new Refusal(entry.Index, refused.When, Assurance.Direct, refused.To) { Record = entry.Id, Told = entry.Statement, CorrectedAt = entry.CorrectedAt, From = refused.From, Reason = refused.Reason }),
        SampleSplit { Sample: { } id } split => Split(entry, hand, id, split),
        SealChecked { Sample: { } id } read => Link(
            id, new SealReading(entry.Index, read.When, Own(hand, read.By), read.By, read.SealFound, read.Intact) { Record = entry.Id, Told = entry.Statement, CorrectedAt = entry.CorrectedAt, Photos = Filled(read.Photos) }),
        SampleStored { Sample: { } id } stored => Store(entry, hand, id, stored),
        SampleDisposed { Sample: { } id } disposed => Dispose(entry, hand, id, disposed),
        BlindCodeGiven { Sample: { } id, Code: { } code } given => Set(Get(id) with { Codes = [.. Get(id).Codes, given] }) with { Codes = Codes.TryAdd(code, id) },
        QualityControlDeclared { Sample: { } id, Sort: { } sort } declared => Declare(id, sort, declared.Of),
        CustodySupported { Sample: { } id } support => Support(entry, hand, id, support),
        CustodyRemarked { Sample: { } id } remarked => Remark(entry, id, remarked),
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
        new(entry.Index, move.When, assurance, move.From, move.To, move.SealFound, move.SealApplied, hasForm)
        {
            Record = entry.Id,
            Told = entry.Statement,
            CorrectedAt = entry.CorrectedAt,
            Place = move.Where,
            Label = move.Label,
            Form = move.Form,
            Photos = Filled(move.Form?.Photos ?? default),
        };

    // Direct is what a party signed itself; what another typed in for it is told.
    private static Assurance Own(Hand hand, EntityId? by) => hand.SpeaksFor(by) ? Assurance.Direct : Assurance.Reported;

    private static ImmutableArray<T> Filled<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;

    private static RecordId? IdOf(string? text) => text is not null && RecordId.IsWellFormed(text) ? new RecordId(text) : null;

    /// <summary>A record of a collection may come after those of what followed; what they told of the sample is kept.</summary>
    private SamplesView Collect(Entry entry, Hand hand, EntityId id, SampleCollected collected)
    {
        var known = OfOrigin(collected.Origin);

        // Direct is what the collector signed itself; what another typed in for it is told.
        var assurance = known == Assurance.Direct && !hand.SpeaksFor(collected.Collector) ? Assurance.Reported : known;
        var link = new Collection(entry.Index, collected.When, assurance, collected.Collector, collected.Seal)
        {
            Record = entry.Id,
            Told = entry.Statement,
            CorrectedAt = entry.CorrectedAt,
            Place = collected.Where,
            Photos = Filled(collected.Photos),
            Digest = collected.Digest,
        };
        var sample = Get(id);
        var chain = sample.Chain.Then(link);
        if (!ReferenceEquals(sample.Collected, NothingSaid))
        {
            return Set(sample with { Chain = chain });
        }

        sample = sample with { Chain = chain, Collected = collected, Quantity = collected.Quantity, Label = collected.Label ?? id.Text };
        var view = Labelled(sample);
        return sample.IsControl ? view.Controls(id, Filled(collected.ControlOf) is { IsEmpty: false } named ? named : collected.Incident is { } incident ? [incident] : []) : view;
    }

    private SamplesView Controls(EntityId id, ImmutableArray<EntityId> beside) => this with { Controlled = beside.Aggregate(Controlled, (all, one) => all.TryAdd(one, id)) };

    /// <summary>A control is none of the sample's parts any more, whatever it was taken from; its own parts are of it. A duplicate stays a part.</summary>
    private SamplesView Declare(EntityId id, string sort, EntityId? of)
    {
        var root = sort == QualityControlDeclared.Duplicate ? Get(id).Root : id;
        var view = Parts(id).Aggregate(this, (all, part) => all.Set(all.Get(part) with { Control = sort, Root = root }));
        return root != id || (of ?? Get(id).Collected.Incident) is not { } beside ? view : view with { Controlled = view.Controlled.TryAdd(beside, id) };
    }

    private IEnumerable<EntityId> Parts(EntityId id) => Get(id).Aliquots.SelectMany(Parts).Prepend(id);

    private SamplesView Split(Entry entry, Hand hand, EntityId id, SampleSplit split)
    {
        var parent = Get(id);
        var tooMuch = Left(parent, split.Aliquots.Select(aliquot => aliquot.Quantity)) < 0;
        Division Link(string? seal) => new(entry.Index, split.When, Own(hand, split.By), split.By, split.SealFound, seal, tooMuch) { Record = entry.Id, Told = entry.Statement, CorrectedAt = entry.CorrectedAt, Photos = Filled(split.Photos) };

        var added = split.Aliquots.DistinctBy(aliquot => aliquot.Sample)
            .Where(aliquot => aliquot.Sample != id && !Samples.ContainsKey(aliquot.Sample)).ToList();
        var view = Set(parent with
        {
            Chain = parent.Chain.Then(Link(split.SealApplied)),
            Aliquots = [.. parent.Aliquots, .. added.Select(aliquot => aliquot.Sample)],
        });
        view = added.Aggregate(view, (all, aliquot) => all.Labelled(new(
            aliquot.Sample, parent.Root, id, aliquot.Label, parent.Collected, aliquot.Quantity, parent.Chain.Then(Link(aliquot.Seal)), [])
        { Control = parent.Control }));

        // An aliquot that is on record already came to be twice; it stays where it was and says so.
        return split.Aliquots.Except(added).Select(aliquot => aliquot.Sample)
            .Aggregate(view, (all, twice) => all.Set(all.Samples[twice] with { Chain = all.Samples[twice].Chain.With(Anomaly.CollectedTwice) }));
    }

    /// <summary>Keeps a sample that has just been given its label; two samples of one label can't be told apart, so both say so.</summary>
    private SamplesView Labelled(SampleView sample)
    {
        if (!Labels.TryGetValue(sample.Label, out var first))
        {
            return (this with { Labels = Labels.Add(sample.Label, sample.Id) }).Set(sample);
        }

        var earlier = Samples[first];
        var view = Set(sample with { Chain = sample.Chain.With(Anomaly.DuplicateLabel) });
        return earlier.Chain.Anomalies.Exists(anomaly => anomaly.What == Anomaly.DuplicateLabel)
            ? view
            : view.Set(earlier with { Chain = earlier.Chain.With(Anomaly.DuplicateLabel) });
    }

    private SamplesView Link(EntityId id, CustodyLink link) => Chained(id, Get(id).Chain.Then(link));

    private SamplesView Store(Entry entry, Hand hand, EntityId id, SampleStored stored)
    {
        var chain = Get(id).Chain;
        return Chained(id, chain with
        {
            Stores = chain.Stores.Add(new(entry.Index, stored.When, Own(hand, stored.By), stored.By, stored.Lowest, stored.Highest, stored.LimitLow, stored.LimitHigh)
            { Record = entry.Id, Told = entry.Statement, CorrectedAt = entry.CorrectedAt, Place = stored.Where }),
        });
    }

    private SamplesView Remark(Entry entry, EntityId id, CustodyRemarked remarked)
    {
        var chain = Get(id).Chain;
        return Chained(id, chain with
        {
            Notes = chain.Notes.Add(new(
                entry.Index, IdOf(remarked.Record), remarked.By, remarked.When, AnomalyTable.Kind(remarked.Notes), AnomalyTable.Kind(remarked.Answers), remarked.Resolution, remarked.Text)
            { CorrectedAt = entry.CorrectedAt }),
        });
    }

    private SamplesView Dispose(Entry entry, Hand hand, EntityId id, SampleDisposed disposed)
    {
        var sample = Get(id);
        var (isPart, amount) = (disposed.How == "used", disposed.Quantity);
        var tooMuch = amount is not null && isPart && Left(sample, [amount]) < 0;
        var link = new Disposal(entry.Index, disposed.When, Own(hand, disposed.By), disposed.By, disposed.How, disposed.To, disposed.SealFound, disposed.SealApplied, tooMuch) { Record = entry.Id, Told = entry.Statement, CorrectedAt = entry.CorrectedAt };
        return Set(sample with { Chain = sample.Chain.Then(link), Used = amount is not null && isPart ? [.. sample.Used, amount] : sample.Used });
    }

    /// <summary>Support counts only for a link of the sample that the supporter was no part of.</summary>
    private SamplesView Support(Entry entry, Hand hand, EntityId id, CustodySupported support) =>
        IdOf(support.Record) is { } record && Get(id).Chain.Links.Find(link => link.Record == record) is { } link && hand.SpeaksFor(support.By)
            && !link.Parties.Any(party => hand.SpeaksFor(party))
            ? Chained(id, Get(id).Chain with { Supports = Get(id).Chain.Supports.Add(new(entry.Index, record, support.By, support.Basis, support.Items) { CorrectedAt = entry.CorrectedAt }) })
            : this;

    private SamplesView Chained(EntityId id, CustodyChain chain) => Set(Get(id) with { Chain = chain });

    /// <summary>The sample of that id; one that no record collected is known by its id alone.</summary>
    private SampleView Get(EntityId id) =>
        Samples.TryGetValue(id, out var sample) ? sample : new(id, id, null, id.Text, NothingSaid, null, CustodyChain.Empty, []);

    private SamplesView Set(SampleView sample) => this with
    {
        Samples = Samples.Set(sample.Id, sample),
        InOrder = Samples.ContainsKey(sample.Id) ? InOrder : InOrder.Add(sample.Id),
    };

    /// <summary>What is left of a sample, in the smallest unit of its kind, if it gives away this besides; null where that can't be told.</summary>
    private decimal? Left(SampleView sample, IEnumerable<string?> besides) => Amount.Read(sample.Quantity) is not { } there ? null
        : there.Smallest - Given(sample).Concat(besides)
            .Select(Amount.Read).Where(part => part?.Kind == there.Kind).Sum(part => part!.Value.Smallest);

    private IEnumerable<string?> Given(SampleView sample) => sample.Aliquots.Select(part => Samples[part].Quantity).Concat(sample.Used);

    /// <summary>What is left of a sample by the records, in the unit in which it was measured; null where that can't be told.</summary>
    public string? Remaining(SampleView sample) =>
        sample.Chain.End is null && Given(sample).All(part => Amount.Read(part)?.Kind == Amount.Read(sample.Quantity)?.Kind) && Left(sample, []) is { } left && Amount.Read(sample.Quantity) is { } there ? there.In(Math.Max(0, left)) : null;
}
