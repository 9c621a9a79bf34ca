using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Consents;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Interviews;
using Probatum.Core.Laboratory;
using Probatum.Core.Media;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;
using Probatum.Core.Sites;

namespace Probatum.Core;

/// <summary>Everything that the records of one case say, as one value: all folds side by side.</summary>
/// <remarks>
/// A pure function of the entries in log order. A correction takes the place of what it corrects (the last by index
/// holds); the corrected entry stays in <see cref="Entries"/>. So does what came in by an import that is withdrawn, of which only the names are kept.
/// </remarks>
public sealed record CaseState(
    GrownList<Entry> Entries, ImmutableDictionary<RecordId, RecordId> CorrectedBy, CaseOpened? Opened, EntitiesView Entities,
    PartiesView Parties,
    ClaimsView Claims, EchoesView Echoes, IncidentsView Incidents, SamplesView Samples, LaboratoryView Laboratory, CasualtiesView Casualties, ConsentsView Consents,
    RequestsView Requests, InterviewsView Interviews, MediaView Media, SitesView Sites, FindingsView Findings, KeyRing Keys, ErasuresView Erasures, ImportsView Imports,
    ImmutableList<(long Index, TimeStamped Said)> TimeStamps)
{
    /// <summary>A case without records.</summary>
    public static CaseState Empty { get; } = new(
        [], ImmutableDictionary<RecordId, RecordId>.Empty, null, EntitiesView.Empty, PartiesView.Empty, ClaimsView.Empty, EchoesView.Empty, IncidentsView.Empty,
        SamplesView.Empty, LaboratoryView.Empty, CasualtiesView.Empty, ConsentsView.Empty, RequestsView.Empty, InterviewsView.Empty, MediaView.Empty, SitesView.Empty, FindingsView.Empty, KeyRing.Empty, ErasuresView.Empty, ImportsView.Empty, []);

    /// <summary>The state that these entries leave behind.</summary>
    public static CaseState Of(IEnumerable<Entry> entries)
    {
        var all = entries as GrownList<Entry> ?? [.. entries];
        var standing = Standing(all);
        var views = new Views(Empty, all.Aggregate(ImportsView.Empty, (imports, entry) => imports.Then(entry)));
        foreach (var entry in Corrected(all, standing))
        {
            views.Add(entry);
        }

        return views.Done(all, standing.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Id)) with { Tables = all.Aggregate(Empty.Tables, Adopted) };
    }

    /// <summary>This state with one more entry. A correction or a withdrawal changes the past, so it folds everything anew.</summary>
    public CaseState Then(Entry entry)
    {
        if (entry.Envelope.Corrects is not null || Imports.ChangesThePast(entry))
        {
            return Of(Entries.Add(entry));
        }

        var views = new Views(this, Imports.Then(entry));
        views.Add(entry);
        return views.Done(Entries.Add(entry), CorrectedBy) with { Tables = Adopted(Tables, entry) };
    }

    private static ImmutableSortedDictionary<string, string> Adopted(ImmutableSortedDictionary<string, string> tables, Entry entry) =>
        entry.Statement switch { CaseOpened opened => opened.Tables, RulesAdopted adopted => adopted.Tables, _ => null } is { } map
            ? tables.SetItems(map.Members.Where(table => table.Value is JsonText).Select(table => KeyValuePair.Create(table.Key, ((JsonText)table.Value).Value)))
            : tables;

    /// <summary>The entry at that leaf; null where the leaf counts for nothing or is not there.</summary>
    public Entry? At(long index) => At(Entries, index);

    internal static Entry? At(GrownList<Entry> entries, long index)
    {
        // Entries are in the order of their leaves, some of which are void.
        var (low, high) = (0, entries.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (entries[middle].Index == index)
            {
                return entries[middle];
            }

            (low, high) = entries[middle].Index < index ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>The parties of the state that these entries leave behind, without its other views.</summary>
    internal static PartiesView PartiesOf(GrownList<Entry> entries)
    {
        // A chain of corrections may lead through other kinds to the party's record.
        GrownList<Entry> some = [.. entries.Where(entry => entry.Envelope.Corrects is not null || entry.Type == PartyDescribed.Row.Name)];
        return Corrected(some, Standing(some)).Aggregate(PartiesView.Empty, (parties, entry) => parties.Then(entry));
    }

    /// <summary>The rule tables that hold, as name to SHA-256: those pinned when the case was opened, replaced by what was adopted later.</summary>
    public ImmutableSortedDictionary<string, string> Tables { get; private init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The entries that count, each in its own place and saying what its last correction says: none that corrects another, none that came in by a withdrawn import.</summary>
    public IEnumerable<Entry> Counting => Corrected(Entries, Standing(Entries)).Where(entry => !Imports.IsWithdrawn(entry));

    /// <summary>The entries whose type this version does not know.</summary>
    public IEnumerable<Entry> NotUnderstood => Entries.Where(entry => entry.Statement is null);

    /// <summary>The views of a state while entries are added to them, which nobody else sees until all are in.</summary>
    private sealed class Views(CaseState from, ImportsView imports)
    {
        private CaseOpened? _opened = from.Opened;
        private EntitiesView _entities = from.Entities;
        private PartiesView _parties = from.Parties;
        private ClaimsView _claims = from.Claims;
        private EchoesView _echoes = from.Echoes;
        private IncidentsView _incidents = from.Incidents;
        private SamplesView _samples = from.Samples;
        private LaboratoryView _laboratory = from.Laboratory;
        private CasualtiesView _casualties = from.Casualties;
        private ConsentsView _consents = from.Consents;
        private RequestsView _requests = from.Requests;
        private InterviewsView _interviews = from.Interviews;
        private MediaView _media = from.Media;
        private SitesView _sites = from.Sites;
        private FindingsView _findings = from.Findings;
        private KeyRing _keys = from.Keys;
        private ErasuresView _erasures = from.Erasures;
        private ImmutableList<(long Index, TimeStamped Said)> _timeStamps = from.TimeStamps;

        public void Add(Entry entry)
        {
            if (imports.IsWithdrawn(entry))
            {
                _entities = _entities.ThenWithdrawn(entry);
                return;
            }

            // A record of a key that the case does not know never gets here: it is void.
            var hand = _keys.Keys.TryGetValue(entry.Author, out var key) ? new Hand(key.Party, _parties) : Hand.Any;
            _keys = _keys.Then(entry);
            _opened = entry.Statement as CaseOpened ?? _opened;
            _entities = _entities.Then(entry);
            _parties = _parties.Then(entry);
            _claims = _claims.Then(entry);
            _echoes = _echoes.Then(entry);
            _incidents = _incidents.Then(entry);
            _samples = _samples.Then(entry, hand);
            _laboratory = _laboratory.Then(entry, hand);
            _casualties = _casualties.Then(entry);
            _consents = _consents.Then(entry);
            _requests = _requests.Then(entry);
            _interviews = _interviews.Then(entry);
            _media = _media.Then(entry);
            _sites = _sites.Then(entry);
            _findings = _findings.Then(entry);
            _erasures = _erasures.Then(entry);
            _timeStamps = entry.Statement is TimeStamped stamped ? _timeStamps.Add((entry.Index, stamped)) : _timeStamps;
        }

        public CaseState Done(GrownList<Entry> entries, ImmutableDictionary<RecordId, RecordId> correctedBy) => new(
            entries, correctedBy, _opened, _entities, _parties, _claims, _echoes, _incidents, _samples, _laboratory, _casualties, _consents, _requests, _interviews, _media, _sites, _findings, _keys,
            _erasures, imports, _timeStamps);
    }

    /// <summary>The entries that correct nothing, each saying what its last correction says.</summary>
    private static IEnumerable<Entry> Corrected(GrownList<Entry> entries, Dictionary<RecordId, Entry> standing)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is { Envelope.Corrects: null } entry)
            {
                yield return standing.Count > 0 && standing.TryGetValue(entry.Id, out var correction)
                    ? entry with { Statement = correction.Statement is ClaimProposed said && entry.Statement is ClaimProposed first ? said.Correcting(first) : correction.Statement, Corrector = correction.Author, CorrectedAt = correction.Index }
                    : entry;
            }
        }
    }

    /// <summary>For every corrected record its last correction of the same type; a correction of a correction counts for the first.</summary>
    private static Dictionary<RecordId, Entry> Standing(GrownList<Entry> entries)
    {
        if (!entries.Exists(entry => entry.Envelope.Corrects is not null))
        {
            return [];
        }

        var types = entries.ToDictionary(entry => entry.Id, entry => entry);
        var standing = new Dictionary<RecordId, Entry>();
        foreach (var entry in entries.Where(entry => entry.Envelope.Corrects is not null))
        {
            var first = entry.Envelope.Corrects!.Value;
            while (types.TryGetValue(first, out var corrected) && corrected.Envelope.Corrects is { } earlier && corrected.Index < entry.Index)
            {
                first = earlier;
            }

            if (types.TryGetValue(first, out var original) && original.Type == entry.Type && original.Index < entry.Index)
            {
                standing[first] = entry;
            }
        }

        return standing;
    }
}
