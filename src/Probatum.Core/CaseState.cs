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
    ClaimsView Claims, EchoesView Echoes, IncidentsView Incidents, SamplesView Samples, LaboratoryView Laboratory, CasualtiesView Casualties,
    RequestsView Requests, InterviewsView Interviews, MediaView Media, SitesView Sites, FindingsView Findings, KeyRing Keys, ErasuresView Erasures, ImportsView Imports,
    ImmutableList<(long Index, TimeStamped Said)> TimeStamps)
{
    /// <summary>What persons agreed to, and what rests on law.</summary>
    public ConsentsView Consents { get; init; } = ConsentsView.Empty;

    /// <summary>A case without records.</summary>
    public static CaseState Empty { get; } = new(
        [], ImmutableDictionary<RecordId, RecordId>.Empty, null, EntitiesView.Empty, PartiesView.Empty, ClaimsView.Empty, EchoesView.Empty, IncidentsView.Empty,
        SamplesView.Empty, LaboratoryView.Empty, CasualtiesView.Empty, RequestsView.Empty, InterviewsView.Empty, MediaView.Empty, SitesView.Empty, FindingsView.Empty, KeyRing.Empty, ErasuresView.Empty, ImportsView.Empty, []);

    /// <summary>The state that these entries leave behind.</summary>
    public static CaseState Of(IEnumerable<Entry> entries)
    {
        var all = entries as GrownList<Entry> ?? [.. entries];
        var standing = Standing(all);
        var state = Corrected(all, standing).Aggregate(Empty with { Imports = all.Aggregate(ImportsView.Empty, (imports, entry) => imports.Then(entry)) }, (state, entry) => state.Fold(entry));
        return state with
        {
            Entries = all,
            CorrectedBy = standing.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Id),
        };
    }

    /// <summary>This state with one more entry. A correction or a withdrawal changes the past, so it folds everything anew.</summary>
    public CaseState Then(Entry entry) => entry.Envelope.Corrects is null && !Imports.ChangesThePast(entry)
        ? (this with { Imports = Imports.Then(entry) }).Fold(entry) with { Entries = Entries.Add(entry) }
        : Of(Entries.Add(entry));

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

    /// <summary>The rule tables that hold: those pinned when the case was opened, replaced by what was adopted later.</summary>
    public ImmutableSortedDictionary<string, string> Tables => Entries
        .Select(entry => entry.Statement switch { CaseOpened opened => opened.Tables, RulesAdopted adopted => adopted.Tables, _ => null })
        .OfType<JsonMap>().SelectMany(map => map.Members)
        .Aggregate(
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            (tables, table) => table.Value is JsonText digest ? tables.SetItem(table.Key, digest.Value) : tables);

    /// <summary>The entries whose type this version does not know.</summary>
    public IEnumerable<Entry> NotUnderstood => Entries.Where(entry => entry.Statement is null);

    private CaseState Fold(Entry entry)
    {
        if (Imports.IsWithdrawn(entry))
        {
            return this with { Entities = Entities.ThenWithdrawn(entry) };
        }

        // A record of a key that the case does not know never gets here: it is void.
        var parties = Parties;
        return Together(Keys.Keys.TryGetValue(entry.Author, out var key) ? entry with { SpeaksFor = other => parties.SameSide(key.Party, other) } : entry);
    }

    private CaseState Together(Entry entry) => this with
    {
        Keys = Keys.Then(entry),
        Opened = entry.Statement as CaseOpened ?? Opened,
        Entities = Entities.Then(entry),
        Parties = Parties.Then(entry),
        Claims = Claims.Then(entry),
        Echoes = Echoes.Then(entry),
        Incidents = Incidents.Then(entry),
        Samples = Samples.Then(entry),
        Laboratory = Laboratory.Then(entry),
        Casualties = Casualties.Then(entry),
        Consents = Consents.Then(entry),
        Requests = Requests.Then(entry),
        Interviews = Interviews.Then(entry),
        Media = Media.Then(entry),
        Sites = Sites.Then(entry),
        Findings = Findings.Then(entry),
        Erasures = Erasures.Then(entry),
        TimeStamps = entry.Statement is TimeStamped stamped ? TimeStamps.Add((entry.Index, stamped)) : TimeStamps,
    };

    /// <summary>The entries that correct nothing, each saying what its last correction says.</summary>
    private static IEnumerable<Entry> Corrected(GrownList<Entry> entries, Dictionary<RecordId, Entry> standing) => entries
        .Where(entry => entry.Envelope.Corrects is null)
        .Select(entry => standing.TryGetValue(entry.Id, out var correction)
            ? entry with { Statement = correction.Statement is ClaimProposed said && entry.Statement is ClaimProposed first ? said.Correcting(first) : correction.Statement, Corrector = correction.Author, CorrectedAt = correction.Index }
            : entry);

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
