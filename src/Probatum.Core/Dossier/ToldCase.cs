using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>A case as a dossier under a policy would tell it. It goes on with the log: what was told before is not read again.</summary>
/// <remarks>A value: the history that was given away stays as it was.</remarks>
public sealed class ToldCase
{
    private readonly WithholdingPolicy _policy;
    private readonly WithheldNames? _names;
    private readonly RecordOpening _opening;

    private ToldCase(WithholdingPolicy policy, Concealed concealed, WithheldNames? names, RecordOpening opening, object telling) =>
        (_policy, Concealed, _names, _opening, Telling) = (policy, concealed, names, opening, telling);

    /// <summary>The case.</summary>
    public CaseHistory History { get; private init; } = CaseHistory.Empty;

    /// <summary>How many members stay back.</summary>
    public long Withheld { get; private init; }

    /// <summary>How many of them because a withheld name stands in them.</summary>
    public long ForNames { get; private init; }

    /// <summary>How many stay back for each reason, most first. What can't be opened because its subject was erased is withheld for that reason.</summary>
    public IEnumerable<(string Reason, long Members)> ByReason
    {
        get
        {
            var erased = History.State.Erasures.Records.Sum(id => History.Ids.TryGetValue(id, out var leaf) ? NotHeld.GetValueOrDefault(leaf) : 0L);
            return Reasons.Concat([new("erased", erased), new(IDossierSource.NotHeld, NotHeld.Values.Sum(count => (long)count) - erased)]).GroupBy(one => one.Key, one => one.Value, StringComparer.Ordinal)
                .Select(group => (Reason: group.Key, Members: group.Sum())).Where(one => one.Members > 0).OrderByDescending(one => one.Members).ThenBy(one => one.Reason, StringComparer.Ordinal);
        }
    }

    /// <summary>Of whom nothing is told.</summary>
    public Concealed Concealed { get; }

    /// <summary>The same object for as long as only more is told: where it changed, what was told before may be withheld now, or the other way.</summary>
    public object Telling { get; }

    // What nobody here can open is counted by its leaf, since it may have been erased.
    private ImmutableDictionary<long, int> NotHeld { get; init; } = ImmutableDictionary<long, int>.Empty;

    private ImmutableDictionary<string, long> Reasons { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Tells a whole log.</summary>
    /// <param name="source">The log, which may not grow meanwhile.</param>
    /// <param name="policy">What stays back.</param>
    /// <param name="concealed">Persons of whom nothing is told.</param>
    /// <exception cref="InvalidDataException">The log does not hold.</exception>
    public static ToldCase Of(IDossierSource source, WithholdingPolicy policy, Concealed concealed)
    {
        ArgumentNullException.ThrowIfNull(source);
        var checkpoint = DossierWriter.Read(source);
        var told = new ToldCase(policy, concealed, WithheldNames.In(source, checkpoint, policy), new(), new());
        var (narrowing, taking) = (told.Over(source), new Taking(told));
        var ahead = new ReadingAhead<Narrowed>((index, leaf, all) => narrowing.Of(index, leaf, all, told._opening, SignatureCheck.AlreadyChecked), taking.Take);
        if (!LogAudit.TryAudit(checkpoint, source, (index, leaf) => ahead.Add(index, leaf, source.Disclosures(index)), out var fault))
        {
            throw new InvalidDataException($"the log does not hold: {fault.Why}");
        }

        ahead.Finish();
        return taking.Done;
    }

    /// <summary>Goes on to where the log is now; tells all of it anew where what was recorded changes what is told of what stood there before.</summary>
    /// <param name="source">The same log, which may not grow meanwhile.</param>
    /// <exception cref="InvalidDataException">The log does not hold.</exception>
    public ToldCase Then(IDossierSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var (taking, narrowing, size) = (new Taking(this), Over(source), DossierWriter.Read(source).Size);
        foreach (var (index, leaf) in LeavesOf(source, History.Size, size))
        {
            var all = source.Disclosures(index);
            if (_opening.Open(leaf, all, SignatureCheck.AlreadyChecked, out _) is { } record && (record.Type == Erased.Row.Name || _names?.ChangeWith(record) == true))
            {
                return Of(source, _policy, Concealed);
            }

            taking.Take(narrowing.Of(index, leaf, all, _opening, SignatureCheck.AlreadyChecked));
        }

        return taking.Done;
    }

    /// <summary>The entries of a log from one index on.</summary>
    internal static IEnumerable<(long Index, ReadOnlyMemory<byte> Leaf)> LeavesOf(ITileReader source, long from, long size)
    {
        for (var bundle = from / TilePath.FullWidth; bundle * TilePath.FullWidth < size; bundle++)
        {
            var (first, width) = (bundle * TilePath.FullWidth, (int)Math.Min(TilePath.FullWidth, size - (bundle * TilePath.FullWidth)));
            var path = TilePath.Entries(bundle, width);
            if (source.Read(path) is not { } bytes || !EntryBundle.TryDecode(bytes, width, out var entries, out _))
            {
                throw new InvalidDataException($"the log does not hold: {path} is not there, or can't be read");
            }

            for (var i = (int)Math.Max(0, from - first); i < width; i++)
            {
                yield return (first + i, entries[i]);
            }
        }
    }

    private Narrowing Over(IDossierSource source) => new(source, _policy, _names, Concealed);

    private sealed class Taking(ToldCase from)
    {
        private readonly ImmutableDictionary<string, long>.Builder _reasons = from.Reasons.ToBuilder();
        private readonly ImmutableDictionary<long, int>.Builder _notHeld = from.NotHeld.ToBuilder();
        private CaseHistory _history = from.History;
        private long _withheld = from.Withheld;
        private long _forNames = from.ForNames;

        public ToldCase Done => new(from._policy, from.Concealed, from._names, from._opening, from.Telling)
        {
            History = _history,
            Withheld = _withheld,
            ForNames = _forNames,
            Reasons = _reasons.ToImmutable(),
            NotHeld = _notHeld.ToImmutable(),
        };

        public void Take(Narrowed one)
        {
            _history = one.Record is { } record ? _history.Then(record, SignatureCheck.AlreadyChecked) : _history.Then(one.Fault);
            from._opening.Keys = _history.Keys;
            _withheld += one.Withheld.Count;
            _forNames += one.ForNames;
            foreach (var member in one.Withheld)
            {
                if (member.Reason == IDossierSource.NotHeld)
                {
                    _notHeld[one.Index] = _notHeld.GetValueOrDefault(one.Index) + 1;
                }
                else
                {
                    _reasons[member.Reason] = _reasons.GetValueOrDefault(member.Reason) + 1;
                }
            }
        }
    }
}

/// <summary>A log as a policy and a compartment leave it, for whoever writes something of what somebody may see.</summary>
public sealed class ToldSource : IDossierSource
{
    private readonly IDossierSource _source;
    private readonly Narrowing _narrowing;
    private readonly RecordOpening _opening = new();
    private readonly long _size;
    private (long Bundle, ImmutableArray<ReadOnlyMemory<byte>> Leaves) _read = (-1, []);

    /// <summary>Narrows a log, which may not grow meanwhile. For one thread.</summary>
    /// <exception cref="InvalidDataException">The log does not hold.</exception>
    public ToldSource(IDossierSource source, WithholdingPolicy policy, Concealed concealed)
    {
        ArgumentNullException.ThrowIfNull(source);
        var checkpoint = DossierWriter.Read(source);
        (_source, _size) = (source, checkpoint.Size);
        _narrowing = new(source, policy, WithheldNames.In(source, checkpoint, policy), concealed);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Checkpoint => _source.Checkpoint;

    /// <inheritdoc/>
    public LogStamps? Stamps => _source.Stamps;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string path) => _source.Read(path);

    /// <inheritdoc/>
    public Stream? OpenFile(string sha256) => _source.OpenFile(sha256);

    /// <inheritdoc/>
    public IReadOnlyList<string> Disclosures(long index)
    {
        if (index / TilePath.FullWidth is var bundle && bundle != _read.Bundle)
        {
            _read = (bundle, [.. ToldCase.LeavesOf(_source, bundle * TilePath.FullWidth, Math.Min(_size, (bundle + 1) * TilePath.FullWidth)).Select(one => one.Leaf)]);
        }

        return _narrowing.Of(index, _read.Leaves[(int)(index % TilePath.FullWidth)], _source.Disclosures(index), _opening, SignatureCheck.AlreadyChecked).Kept;
    }
}
