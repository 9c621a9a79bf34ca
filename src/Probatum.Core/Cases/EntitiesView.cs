using System.Collections.Immutable;
using System.Globalization;
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

namespace Probatum.Core.Cases;

/// <summary>A thing that records speak of: what it is, the letter and number of its handle, its label where it has one, and the leaf that introduced it.</summary>
public sealed record NamedEntity(EntityId Id, string Sort, char Letter, int Number, string? Label, long Index)
{
    /// <summary>By what screens call it where it has no label: S3, C12 …</summary>
    public string Handle => string.Create(CultureInfo.InvariantCulture, $"{Letter}{Number}");

    /// <summary>Whether it is evidence that explanations can be held against. What people say or publish is not, however often.</summary>
    public bool IsEvidence => Sort is "sample" or "run" or "identification" or "result" or "casualty" or "item of media" or "remnant";
}

/// <summary>
/// Every entity of a case by id, handle and label. Handles number each sort in log order; they are for people at a screen and
/// never stand in a record. <c>Counts</c> has the last number by the letter of the handle, <c>ByName</c> has the first that bears a name, <c>Namesakes</c> those after it.
/// </summary>
public sealed record EntitiesView(
    GrownDictionary<EntityId, NamedEntity> Entities, ImmutableArray<int> Counts,
    GrownDictionary<string, EntityId> ByName, GrownDictionary<string, GrownList<EntityId>> Namesakes)
{
    // 26 letters of so many fit into a number of 32 bits; a case of more entities of a sort would be beyond any log.
    private const int MostOfALetter = 80_000_000;

    /// <summary>The entities by letter and number of their handles.</summary>
    public GrownDictionary<int, EntityId> ByHandle { get; init; } = GrownDictionary.Empty<int, EntityId>();

    /// <summary>Those of which all that was recorded was withdrawn: they keep their handle, and their label is free.</summary>
    public ImmutableHashSet<EntityId> Withdrawn { get; init; } = [];

    /// <summary>No entities.</summary>
    public static EntitiesView Empty { get; } = new(
        GrownDictionary.Empty<EntityId, NamedEntity>(), [.. new int[26]],
        GrownDictionary.Empty<string, EntityId>(StringComparer.OrdinalIgnoreCase),
        GrownDictionary.Empty<string, GrownList<EntityId>>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The view after this entry.</summary>
    public EntitiesView Then(Entry entry)
    {
        var view = this;
        foreach (var (id, sort, letter, label) in Introduced(entry.Statement))
        {
            view = id is { } known ? view.Add(known, sort, letter, label, entry.Index) : view;
        }

        return view;
    }

    /// <summary>The view after an entry that is withdrawn.</summary>
    public EntitiesView ThenWithdrawn(Entry entry)
    {
        var view = this;
        foreach (var (id, sort, letter, label) in Introduced(entry.Statement))
        {
            view = id is { } known && !view.Entities.ContainsKey(known)
                ? view.Add(known, sort, letter, label, entry.Index, true) with { Withdrawn = view.Withdrawn.Add(known) }
                : view;
        }

        return view;
    }

    /// <summary>The entity of that id, or null.</summary>
    public NamedEntity? Find(EntityId? id) => id is { } known ? Entities.GetValueOrDefault(known) : null;

    /// <summary>What a screen calls it: its label, else its handle, else its id.</summary>
    public string Call(EntityId? id) => Find(id) is { } entity ? entity.Label ?? entity.Handle : id?.Text ?? "not said";

    /// <summary>All entities that bear this id, handle or label; several when a label is not unique.</summary>
    public ImmutableArray<NamedEntity> Named(string text)
    {
        if (EntityId.IsWellFormed(text) && Find(new EntityId(text)) is { } exact)
        {
            return [exact];
        }

        IEnumerable<EntityId> labelled = ByName.TryGetValue(text, out var first) ? (Namesakes.GetValueOrDefault(text) ?? []).Prepend(first) : [];
        return [.. (Slot(text) is { } slot && ByHandle.TryGetValue(slot, out var called) ? labelled.Prepend(called).Distinct() : labelled).Select(id => Entities[id])];
    }

    /// <summary>The number under which a handle is kept; null for a text that is none.</summary>
    private static int? Slot(string text) =>
        text.Length is > 1 and < 10 && char.ToUpperInvariant(text[0]) is >= 'A' and <= 'Z' and var letter && text[1] is >= '1' and <= '9'
        && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MostOfALetter
            ? Slot(letter, number)
            : null;

    private static int Slot(char letter, int number) => ((letter - 'A') * MostOfALetter) + number;

    private static (EntityId? Id, string Sort, char Letter, string? Label)[] Introduced(Statement? statement) => statement switch
    {
        PartyDescribed s => [(s.Party, "party", 'P', s.Name)],
        ReportCaptured s => [(s.Report, "report", 'R', null)],
        ClaimProposed s => [(s.Claim, "claim", 'C', null)],
        IncidentOpened s => [(s.Incident, "incident", 'I', s.Label)],
        AllegationRecorded s => [(s.Allegation, "allegation", 'A', null)],
        SamplesClaimed s => [(s.Item, "claimed material", 'M', null)],
        SampleCollected s => [(s.Sample, "sample", 'S', s.Label)],
        SampleSplit s => [.. s.Aliquots.Select(part => ((EntityId?)part.Sample, "sample", 'S', (string?)part.Label))],
        InstrumentRunRecorded s => [(s.Run, "run", 'U', null)],
        IdentificationMade s => [(s.Identification, "identification", 'D', null)],
        ResultReported s => [(s.Result, "result", 'L', null)],
        LaboratoryJobOpened s => [(s.Job, "job", 'J', null)],
        CasualtyRecorded s => [(s.Casualty, "casualty", 'K', s.Code)],
        ConsentRecorded s => [(s.Consent, "consent", 'G', null), (s.Person, "person", 'W', s.Code)],
        RequestMade s => [(s.Request, "request", 'Q', s.Label)],
        NoteExchanged s => [(s.Note, "note", 'N', s.Number)],
        MaterialHandedOver s => [(s.Handover, "hand-over", 'H', s.Receipt)],
        InterviewHeld s => [(s.Interview, "interview", 'T', null), (s.Person, "person", 'W', s.Code)],
        MediaCaptured s => [(s.Item, "item of media", 'V', s.Label)],
        SiteDescribed s => [(s.Site, "site", 'Z', s.Label)],
        RemnantRecorded s => [(s.Remnant, "remnant", 'X', s.Label)],
        HypothesisStated s => [(s.Hypothesis, "hypothesis", 'Y', s.Key)],
        OutcomePublished s => [(s.Outcome, "published outcome", 'O', s.Document)],
        FindingProposed s => [(s.Finding, "finding", 'F', null)],
        SheetImported s => [(s.Import, "import", 'E', null)],
        ObservationAttached s => [(s.Observation, "observation", 'B', null)],
        _ => [],
    };

    private EntitiesView Add(EntityId id, string sort, char letter, string? label, long index, bool isWithdrawn = false)
    {
        if (Entities.TryGetValue(id, out var known))
        {
            if (Withdrawn.Contains(id))
            {
                return (this with { Withdrawn = Withdrawn.Remove(id) }).Remember(known.Label, id);
            }

            // Whoever was asked before being recorded as a casualty is one from there on.
            if ((known.Sort, sort) == ("person", "casualty"))
            {
                return (this with { Entities = Entities.Set(id, known with { Sort = sort, Label = label ?? known.Label }) }).Remember(label, id);
            }

            // A party that is described anew bears its new name; the old one still leads to it.
            return sort == "party" && label is not null && label != known.Label ? (this with { Entities = Entities.Set(id, known with { Label = label }) }).Remember(label, id) : this;
        }

        var number = Counts[letter - 'A'] + 1;
        return (this with
        {
            Entities = Entities.Add(id, new(id, sort, letter, number, label, index)),
            Counts = Counts.SetItem(letter - 'A', number),
            ByHandle = ByHandle.Add(Slot(letter, number), id),
        }).Remember(isWithdrawn ? null : label, id);
    }

    private EntitiesView Remember(string? name, EntityId id)
    {
        if (name is null)
        {
            return this;
        }

        if (!ByName.TryGetValue(name, out var first))
        {
            return this with { ByName = ByName.Add(name, id) };
        }

        var others = Namesakes.GetValueOrDefault(name) ?? [];
        return first == id || (others is [.., var last] && last == id) ? this : this with { Namesakes = Namesakes.Set(name, others.Add(id)) };
    }
}
