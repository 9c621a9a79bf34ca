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

    /// <summary>Whether that is its short name, and not its label.</summary>
    public bool IsShort(string name) => name.Equals(Handle, StringComparison.OrdinalIgnoreCase) && !name.Equals(Label, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is evidence that explanations can be held against. What people say or publish is not, however often.</summary>
    public bool IsEvidence => Sort is "sample" or "run" or "identification" or "result" or "casualty" or "item of media" or "remnant";
}

/// <summary>
/// Every entity of a case by id, handle and label. Handles number each sort in log order; they are for people at a screen and
/// never stand in a record. <c>Counts</c> has the last number by the letter of the handle, <c>ByHandle</c> the entity by letter and number,
/// <c>ByName</c> the first that bears a name, <c>Namesakes</c> those after it. <c>Withdrawn</c> are those of which all that was recorded was
/// withdrawn: they keep their handle, and their label is free.
/// </summary>
public sealed record EntitiesView(
    GrownDictionary<EntityId, NamedEntity> Entities, ImmutableArray<int> Counts, GrownDictionary<int, EntityId> ByHandle,
    GrownDictionary<string, EntityId> ByName, GrownDictionary<string, GrownList<EntityId>> Namesakes, ImmutableHashSet<EntityId> Withdrawn)
{
    // 26 letters of so many fit into a number of 32 bits; a case of more entities of a sort would be beyond any log.
    private const int MostOfALetter = 80_000_000;

    /// <summary>No entities.</summary>
    public static EntitiesView Empty { get; } = new(
        GrownDictionary.Empty<EntityId, NamedEntity>(), [.. new int[26]], GrownDictionary.Empty<int, EntityId>(),
        GrownDictionary.Empty<string, EntityId>(StringComparer.OrdinalIgnoreCase),
        GrownDictionary.Empty<string, GrownList<EntityId>>(StringComparer.OrdinalIgnoreCase), []);

    /// <summary>The view after this entry.</summary>
    public EntitiesView Then(Entry entry) => Introduce(entry.Statement, entry.Index, false);

    /// <summary>The view after an entry that is withdrawn.</summary>
    public EntitiesView ThenWithdrawn(Entry entry) => Introduce(entry.Statement, entry.Index, true);

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

    private EntitiesView Introduce(Statement? statement, long at, bool isWithdrawn) => statement switch
    {
        PartyDescribed s => Add(s.Party, "party", 'P', s.Name, at, isWithdrawn),
        ReportCaptured s => Add(s.Report, "report", 'R', null, at, isWithdrawn),
        ClaimProposed s => Add(s.Claim, "claim", 'C', null, at, isWithdrawn),
        IncidentOpened s => Add(s.Incident, "incident", 'I', s.Label, at, isWithdrawn),
        AllegationRecorded s => Add(s.Allegation, "allegation", 'A', null, at, isWithdrawn),
        SamplesClaimed s => Add(s.Item, "claimed material", 'M', null, at, isWithdrawn),
        SampleCollected s => Add(s.Sample, "sample", 'S', s.Label, at, isWithdrawn),
        SampleSplit s => Add(s.Aliquots, at, isWithdrawn),
        InstrumentRunRecorded s => Add(s.Run, "run", 'U', null, at, isWithdrawn),
        IdentificationMade s => Add(s.Identification, "identification", 'D', null, at, isWithdrawn),
        ResultReported s => Add(s.Result, "result", 'L', null, at, isWithdrawn),
        LaboratoryJobOpened s => Add(s.Job, "job", 'J', null, at, isWithdrawn),
        CasualtyRecorded s => Add(s.Casualty, "casualty", 'K', s.Code, at, isWithdrawn),
        ConsentRecorded s => Add(s.Consent, "consent", 'G', null, at, isWithdrawn).Add(s.Person, "person", 'W', s.Code, at, isWithdrawn),
        RequestMade s => Add(s.Request, "request", 'Q', s.Label, at, isWithdrawn),
        NoteExchanged s => Add(s.Note, "note", 'N', s.Number, at, isWithdrawn),
        MaterialHandedOver s => Add(s.Handover, "hand-over", 'H', s.Receipt, at, isWithdrawn),
        InterviewHeld s => Add(s.Interview, "interview", 'T', null, at, isWithdrawn).Add(s.Person, "person", 'W', s.Code, at, isWithdrawn),
        MediaCaptured s => Add(s.Item, "item of media", 'V', s.Label, at, isWithdrawn),
        SiteDescribed s => Add(s.Site, "site", 'Z', s.Label, at, isWithdrawn),
        RemnantRecorded s => Add(s.Remnant, "remnant", 'X', s.Label, at, isWithdrawn),
        HypothesisStated s => Add(s.Hypothesis, "hypothesis", 'Y', s.Key, at, isWithdrawn),
        OutcomePublished s => Add(s.Outcome, "published outcome", 'O', s.Document, at, isWithdrawn),
        FindingProposed s => Add(s.Finding, "finding", 'F', null, at, isWithdrawn),
        AbsenceRecorded s => Add(s.Absence, "absence", 'B', s.Label, at, isWithdrawn),
        SheetImported s => Add(s.Import, "import", 'E', null, at, isWithdrawn),
        ObservationAttached s => Add(s.Observation, "observation", 'B', null, at, isWithdrawn),
        _ => this,
    };

    private EntitiesView Add(ImmutableArray<Aliquot> parts, long at, bool isWithdrawn) =>
        parts.Aggregate(this, (view, part) => view.Add(part.Sample, "sample", 'S', part.Label, at, isWithdrawn));

    private EntitiesView Add(EntityId? introduced, string sort, char letter, string? label, long index, bool isWithdrawn)
    {
        if (introduced is not { } id)
        {
            return this;
        }

        if (Entities.TryGetValue(id, out var known))
        {
            if (isWithdrawn)
            {
                return this;
            }

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
        var (byName, namesakes) = isWithdrawn ? (ByName, Namesakes) : Remembered(label, id);
        return new(
            Entities.Add(id, new(id, sort, letter, number, label, index)), Counts.SetItem(letter - 'A', number), ByHandle.Add(Slot(letter, number), id),
            byName, namesakes, isWithdrawn ? Withdrawn.Add(id) : Withdrawn);
    }

    private EntitiesView Remember(string? name, EntityId id)
    {
        var (byName, namesakes) = Remembered(name, id);
        return this with { ByName = byName, Namesakes = namesakes };
    }

    private (GrownDictionary<string, EntityId> ByName, GrownDictionary<string, GrownList<EntityId>> Namesakes) Remembered(string? name, EntityId id)
    {
        if (name is null)
        {
            return (ByName, Namesakes);
        }

        if (!ByName.TryGetValue(name, out var first))
        {
            return (ByName.Add(name, id), Namesakes);
        }

        var others = Namesakes.GetValueOrDefault(name) ?? [];
        return (ByName, first == id || (others is [.., var last] && last == id) ? Namesakes : Namesakes.Set(name, others.Add(id)));
    }
}
