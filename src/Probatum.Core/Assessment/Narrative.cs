using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;

namespace Probatum.Core.Assessment;

/// <summary>What somebody tells of one element of an incident: in which words, by whom, and in which record.</summary>
/// <param name="Value">The words, as told.</param>
/// <param name="Teller">The side that tells it, or the person's code; null where nobody is tied to it.</param>
/// <param name="Name">Who that is.</param>
/// <param name="Source">The claim, casualty or other thing of the case that tells it.</param>
/// <param name="Denies">Whether it stands in a denial.</param>
public sealed record Told(string Value, EntityId? Teller, string Name, EntityId? Source, bool Denies);

/// <summary>One version of an element, with all who tell it so.</summary>
public sealed record NarrativeVersion(string Words, ImmutableArray<Told> Tellers)
{
    /// <summary>How many independent tellers it has: of one side, and of echoes, one.</summary>
    public int Independent => Tellers.Select(told => told.Teller?.Text ?? told.Name).Distinct(StringComparer.Ordinal).Count();
}

/// <summary>One element of an incident in every version that is told of it.</summary>
/// <param name="Element">where, when, substance, counts, colour, smell …</param>
/// <param name="Versions">The versions, those with most tellers first.</param>
/// <param name="Contradicts">Whether two versions can't both hold: times that do not meet, numbers that differ. Words that differ are told beside each other and contradict nothing by themselves.</param>
public sealed record NarrativeElement(string Element, ImmutableArray<NarrativeVersion> Versions, bool Contradicts)
{
    /// <summary>Whether it is told differently.</summary>
    public bool Differs => Versions.Length > 1;

    /// <summary>Whether two independent tellers say the same.</summary>
    public bool Agrees => Versions.Any(version => version.Independent > 1);
}

/// <summary>
/// The composite narrative of an incident, which is a view and nobody's account: element by element who tells it so and who otherwise. Every
/// version stays with its tellers; none is chosen.
/// </summary>
/// <remarks>Source: docs/domain.md 6.4 (a composite is a view with a list of discrepancies).</remarks>
public sealed partial record Narrative(ImmutableArray<NarrativeElement> Elements)
{
    private static readonly ImmutableArray<string> Order = ["when", "where", "counts", "substance", "munition", "delivery", "colour", "smell", "sound", "seen", "distance", "target", "perpetrator", "samples"];

    /// <summary>The elements that are told differently.</summary>
    public IEnumerable<NarrativeElement> Discrepancies => Elements.Where(element => element.Differs);

    /// <summary>
    /// The narrative of what confirmed claims in the incident's allegations and in its interviews' statements say, and of what its
    /// casualties' records tell of what was seen and smelled.
    /// </summary>
    public static Narrative Of(IncidentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var all = Claims(facts).Concat(Casualties(facts)).ToList();
        return new([.. all.GroupBy(one => one.Element).OrderBy(group => Order.IndexOf(group.Key) is >= 0 and var at ? at : int.MaxValue).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Element(group.Key, [.. group.Select(one => one.Told)]))]);
    }

    private static IEnumerable<(string Element, Told Told)> Claims(IncidentFacts facts)
    {
        var (state, id) = (facts.State, facts.Incident.Incident);
        var statements = facts.Case.Interviews[id].Where(held => held.Statement is not null).ToLookup(held => held.Statement!.Value);
        var denied = facts.Case.Allegations[id].Where(allegation => allegation.Stance == "denies").SelectMany(allegation => allegation.Claims).ToHashSet();
        var alleged = facts.Case.Allegations[id].Where(allegation => allegation.Stance != AllegationRecorded.Withdrawn).SelectMany(allegation => allegation.Claims).ToHashSet();
        var told = alleged.Select(claim => state.Claims.Find(claim)).OfType<ClaimView>()
            .Concat(statements.Count == 0 ? [] : state.Claims.Claims.Where(claim => claim.Said.Report is { } report && statements.Contains(report)))
            .Where(claim => claim.IsConfirmed && claim.Said.Stance != ClaimView.Withdraws && !facts.Case.Withdrawn.Contains(claim.Id)).DistinctBy(claim => claim.Id).OrderBy(claim => claim.Index);
        foreach (var claim in told)
        {
            // Who repeats is no second teller.
            var root = EchoRoots.Of(state, claim);
            var asked = claim.Said.Report is { } report ? statements[report].FirstOrDefault() : null;
            var (teller, name) = asked is not null ? (asked.Person, state.Entities.Call(asked.Person)) : (root.Side(state), root.Name(state));
            foreach (var field in claim.Said.Event.Where(field => field.Value.Length > 0))
            {
                yield return (field.Field, new(field.Value, teller, name, claim.Id, denied.Contains(claim.Id)));
            }
        }
    }

    private static IEnumerable<(string Element, Told Told)> Casualties(IncidentFacts facts)
    {
        foreach (var one in facts.Casualties)
        {
            Told Tell(string value) => new(value, one.Casualty, one.Code ?? facts.State.Entities.Call(one.Casualty), one.Casualty, false);
            foreach (var (element, value) in new[] { ("smell", one.Smelled), ("seen", one.Seen), ("distance", one.Distance), ("when", one.Exposed?.Words), ("where", one.ExposedAt?.Said) })
            {
                if (value is { Length: > 0 })
                {
                    yield return (element, Tell(value));
                }
            }
        }
    }

    private static NarrativeElement Element(string name, ImmutableArray<Told> told)
    {
        ImmutableArray<NarrativeVersion> versions =
        [
            .. told.GroupBy(one => FoldedName.Of(one.Value)).Select(group => new NarrativeVersion(group.First().Value, [.. group])).OrderByDescending(version => version.Independent),
        ];
        return new(name, versions, name switch
        {
            "when" => Disjoint(versions.Select(version => When.Parse(version.Words, "narrative"))),
            "counts" or "samples" => versions.SelectMany(version => Numbers().Matches(version.Words).Select(number => (What: FoldedName.Of(Numbers().Replace(version.Words, "")), Number: number.Value)))
                .GroupBy(one => one.What).Any(group => group.Select(one => one.Number).Distinct().Count() > 1),
            _ => false,
        });
    }

    private static bool Disjoint(IEnumerable<When?> times)
    {
        var known = times.Where(when => when is { Earliest: not null, Latest: not null }).Select(when => (From: when!.Earliest!.Value, To: when.Latest!.Value)).ToList();
        return known.Count > 1 && known.Max(one => one.From) > known.Min(one => one.To);
    }

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
