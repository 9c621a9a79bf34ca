using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Export.Reports;

/// <summary>Collects the blocks of a report from top to bottom, with the words that all its parts share.</summary>
internal sealed class ReportPages
{
    private readonly ImmutableArray<ReportBlock>.Builder _blocks = ImmutableArray.CreateBuilder<ReportBlock>();
    private readonly bool _marks;
    private readonly HashSet<EntityId> _scope = [];
    private int _sections;
    private int _annexes;
    private int _headings;

    public ReportPages(ReportSource source)
    {
        Source = source;
        Leaves = new(source.State);
        _marks = source.Markings.AreUsed(source.State);
        if (source.Incident is { } incident)
        {
            Scope(incident);
        }
    }

    public ReportSource Source { get; }

    public CitedLeaves Leaves { get; }

    public CaseState State => Source.State;

    public RuleTables Tables => Source.Tables;

    public ImmutableArray<ReportBlock> Blocks => _blocks.ToImmutable();

    /// <summary>Whether what is of this incident belongs into the report.</summary>
    public bool IsIn(EntityId? incident) => Source.Incident is not { } wanted || incident == wanted;

    /// <summary>Whether the thing belongs to the report's incident, or there is none chosen.</summary>
    public bool IsAbout(EntityId? id) => Source.Incident is null || (id is { } known && _scope.Contains(known));

    /// <summary>Whether what the leaf says is about the report's incident.</summary>
    public bool IsAbout(long leaf) => Source.Incident is null || (State.At(leaf)?.Statement is { } said && Mentioned(said).Any(_scope.Contains));

    public void Section(Phrase title) => _blocks.Add(new ReportHeading(2, (++_sections).ToString(CultureInfo.InvariantCulture), title, Anchor(), false));

    public void Annex(Phrase title) => _blocks.Add(new ReportHeading(2, ((char)('A' + _annexes++)).ToString(), title, Anchor(), true));

    public void Heading(Phrase title) => _blocks.Add(new ReportHeading(3, "", title, Anchor(), false));

    public void Below(Phrase title) => _blocks.Add(new ReportHeading(4, "", title, Anchor(), false));

    /// <summary>A sentence with the leaves that it rests on.</summary>
    public void Say(Phrase text, params IEnumerable<long> leaves) => _blocks.Add(new ReportText(Row([text], leaves)));

    /// <summary>A sentence that stands out.</summary>
    public void Stress(Phrase text, params IEnumerable<long> leaves) => _blocks.Add(new ReportText(Row([text], leaves), true));

    /// <summary>A sentence whose numbers are counts of records that it cites.</summary>
    public void Count(Phrase text, IEnumerable<ReportCount> counts, IEnumerable<long> leaves) => _blocks.Add(new ReportText(Row([text], leaves) with { Counts = [.. counts] }));

    public void List(IEnumerable<ReportRow> items)
    {
        ImmutableArray<ReportRow> all = [.. items];
        if (!all.IsEmpty)
        {
            _blocks.Add(new ReportList(all));
        }
    }

    /// <summary>A table; without rows it is left out.</summary>
    public void Table(Phrase caption, ImmutableArray<Phrase> heads, IEnumerable<ReportRow> rows, bool hasLeaves = true)
    {
        ImmutableArray<ReportRow> all = [.. rows];
        if (!all.IsEmpty)
        {
            _blocks.Add(new ReportTable(caption, heads, all, hasLeaves));
        }
    }

    public void Figure(Phrase caption, Phrase description, string svg, params IEnumerable<long> leaves) => _blocks.Add(new ReportFigure(Row([caption], leaves), description, svg));

    public ReportRow Row(ImmutableArray<Phrase> cells, IEnumerable<long> leaves)
    {
        ImmutableArray<long> all = [.. leaves.Where(leaf => leaf >= 0).Distinct().Order()];
        return new(cells, all) { Marking = _marks ? all.Select(State.At).OfType<Entry>().Select(Source.Markings.Of).DefaultIfEmpty(Marking.Unmarked).Max() : null };
    }

    /// <summary>What stands where a record gives nothing.</summary>
    public Phrase Gap(Statement? said) => Leaves.Entry(said)?.Withheld > 0 ? (Phrase)$"withheld or not said" : $"not said";

    public Phrase Text(string? text, Statement? said) => text is null ? Gap(said) : Phrase.Verbatim(text);

    /// <summary>Somebody's words in quotation marks; where they are not there, what stands in their place, without.</summary>
    public Phrase Quote(string? text, Statement? said) => text is null ? Gap(said) : (Phrase)$"“{text}”";

    /// <summary>Whether the report is of a part of the record: what it computes is then of what is disclosed.</summary>
    public bool IsNarrowed => !Source.Withheld.IsEmpty;

    public Phrase Party(EntityId? id, Statement? said) => id is null ? Gap(said) : Phrase.Verbatim(State.Parties.Name(id));

    public Phrase Time(When? when, Statement? said) => when switch
    {
        null => Gap(said),
        { Said: { } words } => Phrase.Verbatim(words),
        { Unknown: { } why } => $"unknown: {why}",
        _ => $"time not given",
    };

    public Phrase Place(Where? where, Statement? said) => where is null ? Gap(said) : Phrase.Verbatim(where.Words);

    /// <summary>What people call a thing.</summary>
    public Phrase Call(EntityId? id, Statement? said = null) => id is null ? Gap(said) : Phrase.Verbatim(State.Entities.Call(id));

    /// <summary>A word of a rule table or of the program that is written with hyphens in records: "first-account".</summary>
    public Phrase Word(string? word, Statement? said) => word is null ? Gap(said) : Phrase.Of(word.Replace('-', ' '));

    /// <summary>English words of a rule table.</summary>
    public static Phrase English(string words) => $"{new Quoted(words, PhrasePiece.English)}";

    /// <summary>A party as the subject of a sentence, with the leaf that describes it.</summary>
    public IEnumerable<long> Named(params IEnumerable<EntityId?> parties) => parties.SelectMany(party => Leaves.Of(party));

    private string Anchor() => string.Create(CultureInfo.InvariantCulture, $"h-{++_headings}");

    // What belongs to an incident: what says so itself, then what speaks of that; a claim does so only by an allegation.
    private void Scope(EntityId incident)
    {
        _scope.Add(incident);
        foreach (var allegation in State.Incidents.Allegations.Where(one => one.Incident == incident))
        {
            foreach (var claim in allegation.Claims)
            {
                _scope.Add(claim);
                if (State.Claims.Find(claim)?.Said.Report is { } report)
                {
                    _scope.Add(report);
                }
            }
        }

        var introduced = State.Entities.Entities.ToLookup(pair => pair.Value.Index, pair => pair.Key);
        foreach (var entry in State.Counting.Where(entry => entry.Statement is not (null or Core.Claims.ClaimProposed or Core.Claims.ReportCaptured or Core.Cases.PartyDescribed or IncidentOpened)))
        {
            if (Mentioned(entry.Statement!).Any(_scope.Contains))
            {
                _scope.UnionWith(introduced[entry.Index]);
            }
        }
    }

    private static IEnumerable<EntityId> Mentioned(Statement said)
    {
        var body = new BodyWriter();
        said.Describe(body);
        return body.Sealed.SelectMany(member => Ids(member.Value));
    }

    private static IEnumerable<EntityId> Ids(Json json) => json switch
    {
        JsonText text when EntityId.IsWellFormed(text.Value) => [new(text.Value)],
        JsonList list => list.Items.SelectMany(Ids),
        JsonMap map => map.Members.Values.SelectMany(Ids),
        _ => [],
    };
}
