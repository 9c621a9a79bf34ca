using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Records;

namespace Probatum.Core.Assessment;

/// <summary>What people, places and speakers must come to.</summary>
public static partial class Conditions
{
    private static readonly Phrase NoSign = $"no sign is told";

    private static ConditionResult CasualtiesRecorded(IncidentFacts facts, int least)
    {
        // A person's record is as good as the best telling of it.
        var wanting = facts.State.Casualties.Told(facts.Casualties).Select(person => (
            Casualty: person.Recorded, Lacks: person.Told.OrderBy(told => told.Signs.IsDefaultOrEmpty).Select(told => Lacks(facts, told)).OrderBy(lacks => lacks is not null).First())).ToList();
        var good = wanting.Where(one => one.Lacks is null).Select(one => one.Casualty.Casualty).ToList();
        if (wanting.Exists(one => ReferenceEquals(one.Lacks, NoSign)) && facts.SignsWithheld() is { Count: > 0 } withheld)
        {
            Phrase held = $"signs withheld or not said";
            wanting = [.. wanting.Select(one => ReferenceEquals(one.Lacks, NoSign) && one.Casualty.Casualty is { } id && withheld.Contains(id) ? (one.Casualty, held) : one)];
        }

        Phrase Group(IGrouping<string, (CasualtyRecorded Casualty, Phrase? Lacks)> group)
        {
            var named = Phrase.List(group.Take(MostNamed).Select(one => one.Casualty.Code is { } code ? Phrase.Verbatim(code) : $"code withheld"));
            return group.Count() > MostNamed ? $"{group.First().Lacks!} ({named} and {group.Count() - MostNamed} more)" : (Phrase)$"{group.First().Lacks!} ({named})";
        }

        return good.Count >= least
            ? Good($"{Phrase.Count(good.Count, "{0} casualty with signs, and their onset or who observed them, is on record, told by others than the parties to the dispute and the press", "{0} casualties with signs, and their onset or who observed them, are on record, told by others than the parties to the dispute and the press")}", good.OfType<EntityId>())
            : new(
                false,
                wanting.Count == 0 ? $"no casualty is on record"
                    : (Phrase)$"{Phrase.List(wanting.Where(one => one.Lacks is not null).GroupBy(one => one.Lacks!.ToString()).Select(Group), "; ")}",
                $"signs with their onset or who observed them, from a medical record or an interview: told by a party that neither alleges nor denies and is no publication",
                [.. facts.Casualties.Select(casualty => casualty.Casualty).OfType<EntityId>()]);
    }

    // Why what is told of one person is no medical record and no interview; null where it may be one.
    private static Phrase? Lacks(IncidentFacts facts, SignsTold told) => told switch
    {
        { Signs.IsDefaultOrEmpty: true } => NoSign,
        { Teller: null } => $"told by nobody named",
        _ when facts.IsInDispute(told.Teller) => $"told by a party that alleges, denies or holds claimed material, {facts.State.Parties.Name(told.Teller)}",
        _ when facts.State.Parties.IsPublication(told.Teller) => $"told by a publication, {facts.State.Parties.Name(told.Teller)}",
        { Observer: null or "", When: null } when !told.Signs.Any(sign => sign.Onset is { Length: > 0 } || sign.Observer is { Length: > 0 }) => $"neither onset nor observer of a sign is told",
        _ => null,
    };

    /// <summary>
    /// The signs that others than the parties tell fit a class of substances by a hallmark, more people have such signs than signs that
    /// speak against it, and where a substance of a known class is relied on, it is such a class.
    /// </summary>
    private static ConditionResult SignsConsistent(IncidentFacts facts)
    {
        if (facts.Tables.Toxidromes is not { } tables)
        {
            return new(false, $"the case pins no table of signs", $"tables that have one, adopted by the case's owner", []);
        }

        var people = facts.State.Casualties.Told(facts.Casualties)
            .Select(person => person with { Told = [.. person.Told.Where(told => Lacks(facts, told) is null)] }).Where(person => !person.Told.IsEmpty).ToList();
        ImmutableArray<EntityId> items = [.. people.Select(person => person.Recorded.Casualty).OfType<EntityId>()];
        var held = ToxidromeCompatibility.Of(people, tables, facts.State.Parties.Top);
        var relied = facts.Relied.Where(one => one.Level >= Level.L2).SelectMany(facts.Markers).Select(row => row.Class).Where(key => key.Length > 0).ToHashSet(StringComparer.Ordinal);
        var fitting = held.Classes.Where(one => one.IsCompatible && one.Fitting.Any(sign => sign.Weight.Weight == "H")
            && one.Fitting.Max(sign => sign.People) > one.Contradicting.Select(sign => sign.People).DefaultIfEmpty(0).Max()).ToList();
        var meeting = fitting.Where(one => relied.Count == 0 || relied.Contains(one.Class.Key)).ToList();
        Phrase raise = $"signs of more people with who observed them, from medical records or interviews; and what treatment or injury may account for the others";
        return (people.Count, fitting.Count, meeting.Count) switch
        {
            (0, _, _) => new(false, $"no signs are told by others than the parties and the press", raise, []),
            (_, 0, _) => new(false, $"the signs of {Phrase.Count(people.Count, "{0} person", "{0} persons")} fit no class of substances by a hallmark sign without as many that speak against it", raise, items),
            (_, _, 0) => new(
                false, $"the signs fit {Phrase.List(fitting.Select(one => Phrase.Of(one.Class.Words)))}, and what laboratories found is of another class", raise, items),
            _ => Good($"the signs of {Phrase.Count(people.Count, "{0} person", "{0} persons")} are compatible with {Phrase.List(meeting.Select(one => Phrase.Of(one.Class.Words)))}", items),
        };
    }

    private static ConditionResult AccessToPlace(IncidentFacts facts)
    {
        var sites = facts.State.Sites.Sites.Where(site => site.Described.Incident == facts.Incident.Incident).ToList();
        var visited = sites.Where(site => site.Told.Exists(told => told.Status == "visited" && told.By is not null && !facts.IsInDispute(told.By))).Select(site => site.Id).ToList();
        var taken = facts.Samples.Where(sample => sample.Collected.Origin == "TEAM_COLLECTED" && sample.Collected.Collector is not null && !facts.IsInDispute(sample.Collected.Collector)).Select(sample => sample.Id).ToList();
        var refused = sites.SelectMany(site => site.Told).Where(told => told.Status is "access-refused" or "access-delayed" or "unsafe").ToList();
        return visited.Count + taken.Count > 0
            ? Good($"a team that is no party to the dispute was at the place", visited.Concat(taken))
            : new(
                false,
                refused.Count == 0 ? $"no visit of the place by a team that is no party to the dispute is on record"
                    : (Phrase)$"no visit of the place is on record; {Phrase.List(refused.Take(MostNamed).Select(told => (Phrase)$"{facts.State.Parties.Name(told.ToldBy)} tells: {Phrase.Of(told.Status!)}{(told.Reason is { } reason ? (Phrase)$" ({reason})" : Phrase.None)}"), "; ")}",
                $"access of a mandated team to the place", [.. sites.Select(site => site.Id)]);
    }

    /// <summary>Something beside what people say: found by a laboratory, or a remnant examined, by somebody who is no party to the dispute.</summary>
    private static ConditionResult Corroborated(IncidentFacts facts)
    {
        var found = facts.Bearing.Where(one => one.Words.Any(word => IsIndependentFind(facts, word))).Select(one => one.Sample).ToList();
        var remnants = facts.State.Sites.Remnants.Where(remnant => remnant.Incident == facts.Incident.Incident && remnant.By is not null && !facts.IsInDispute(remnant.By)).Select(remnant => remnant.Remnant).OfType<EntityId>().ToList();
        return (found.Count, remnants.Count) switch
        {
            ( > 0, _) => Good($"a laboratory outside the dispute found something that bears on it", found),
            (_, > 0) => Good($"{Phrase.Count(remnants.Count, "{0} remnant was", "{0} remnants were")} examined by somebody outside the dispute", remnants),
            _ => new(
                false, $"nothing but what people say: no laboratory outside the dispute found anything that bears on it, and nobody outside it examined a remnant",
                $"a laboratory's result of L2 or above, or a remnant examined and recorded by somebody who is no party to the dispute", []),
        };
    }

    private static ConditionResult IndependentOrigins(IncidentFacts facts, int least)
    {
        // A speaker whom nobody tied to a party may be anybody's spokesman, so it is no origin of its own.
        var alleging = facts.Origins.Where(origin => !origin.Denies).ToList();
        var known = alleging.Where(origin => origin.Party is not null).ToList();
        return facts.IndependentOrigins >= least
            ? Good($"{Phrase.Count(known.Count, "{0} origin alleges", "{0} origins allege")} it: {Phrase.List(known.Select(origin => origin.Name))}", known.SelectMany(origin => origin.Claims).Select(claim => claim.Id))
            : new(
                false,
                alleging.Count switch
                {
                    0 => $"no allegation with a confirmed claim is on record",
                    1 => $"everything alleged goes back to one origin: {alleging[0].Name}",
                    _ when known.Count == alleging.Count && facts.IndependentOrigins < 2 => $"one side speaks for all of it, in part echoing others: {Phrase.List(known.Select(origin => origin.Name))}",
                    _ when known.Count == alleging.Count => $"{Phrase.Count(facts.IndependentOrigins, "{0} origin alleges", "{0} origins allege")} it, and {least} are needed: {Phrase.List(known.Select(origin => origin.Name))}",
                    _ => $"not tied to a party, so not counted as an origin: {Phrase.List(alleging.Except(known).Select(origin => origin.Name))}",
                },
                $"an account by an independent origin that saw or examined it itself", [.. alleging.SelectMany(origin => origin.Claims).Select(claim => claim.Id).Distinct()]);
    }

    private static ConditionResult AlternativesWeighed(IncidentFacts facts, ImmutableArray<string> keys)
    {
        var asked = facts.Tables.Hypotheses.Where(row => keys.IsEmpty || keys.Contains(row.Key)).ToList();
        var open = asked.Where(row => !facts.EvidenceMarks.Any(mark => mark.Said.Hypothesis == row.Key && mark.Said.Bearing != "neutral")).Select(row => row.Key).ToList();
        return open.Count == 0
            ? Good($"every explanation of the minimum set was held against evidence", facts.EvidenceMarks.Select(mark => mark.Said.Item).OfType<EntityId>())
            : new(false, $"not held against any evidence: {Phrase.List(open)}", $"an evidence link with its reason for each of these", []);
    }

    private static ConditionResult AlternativesExcluded(IncidentFacts facts, ImmutableArray<string> keys)
    {
        var asked = facts.Tables.Hypotheses.Where(row => row.Key != "H1" && (keys.IsEmpty || keys.Contains(row.Key))).ToList();
        bool Has(string key, string bearing) => facts.EvidenceMarks.Any(mark => mark.Said.Hypothesis == key && mark.Said.Bearing == bearing);
        var open = asked.Where(row => !Has(row.Key, "inconsistent") || Has(row.Key, "consistent")).Select(row => row.Key).ToList();
        return open.Count == 0
            ? Good($"evidence speaks against every alternative and for none", facts.EvidenceMarks.Select(mark => mark.Said.Item).OfType<EntityId>())
            : new(
                false, $"alternatives that evidence does not exclude: {Phrase.List(open)}", $"diagnostic evidence against each of these",
                [.. facts.EvidenceMarks.Where(mark => open.Contains(mark.Said.Hypothesis!) && mark.Said.Bearing == "consistent").Select(mark => mark.Said.Item).OfType<EntityId>().Distinct()])
            {
                // A mark that is all that an explanation was weighed by holds up too.
                Held =
                [
                    .. facts.EvidenceMarks.Where(mark => open.Contains(mark.Said.Hypothesis!) && mark.Said.Bearing == "consistent" && Has(mark.Said.Hypothesis!, "inconsistent")).Select(mark => mark.Index),
                ],
            };
    }
}
