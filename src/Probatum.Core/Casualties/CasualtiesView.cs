using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>What one record tells of a person's signs: who tells it, who saw them, when, and which treatments were given before.</summary>
/// <param name="Teller">The party whose word it is.</param>
/// <param name="Observer">Who saw what has no observer of its own.</param>
/// <param name="When">When the person was looked at; null where the signs have only their onsets.</param>
/// <param name="Signs">The signs that the person had.</param>
/// <param name="Before">The treatments that may have been given before, in the words of their records.</param>
public sealed record SignsTold(EntityId? Teller, string? Observer, When? When, ImmutableArray<Sign> Signs, ImmutableArray<string> Before)
{
    /// <summary>What was looked for and not there, or is not known.</summary>
    public ImmutableArray<Sign> Others { get; init; } = [];

    internal static SignsTold Of(EntityId? teller, string? observer, When? when, ImmutableArray<Sign> signs, ImmutableArray<string> before) =>
        new(teller, observer, when, [.. signs.Where(sign => sign.IsPresent)], before) { Others = [.. signs.Where(sign => !sign.IsPresent)] };
}

/// <summary>A person with all that records tell of the signs.</summary>
public sealed record PersonTold(CasualtyRecorded Recorded, ImmutableArray<SignsTold> Told)
{
    /// <summary>A person of whom there is one record.</summary>
    public static PersonTold Of(CasualtyRecorded one) => new(one, [SignsTold.Of(one.ToldBy, null, null, one.Signs, Filled(one.TreatedBefore))]);

    internal static ImmutableArray<string> Filled(string? text) => text is null ? [] : [text];
}

/// <summary>What became of a person: in whose words, and when.</summary>
public sealed record OutcomeTold(string Outcome, When? When, EntityId? By);

/// <summary>The persons affected, under their codes, and what later records tell of them.</summary>
public sealed record CasualtiesView(GrownList<CasualtyRecorded> Casualties, GrownDictionary<EntityId, int> Positions)
{
    /// <summary>Nobody.</summary>
    public static CasualtiesView Empty { get; } = new([], GrownDictionary.Empty<EntityId, int>());

    /// <summary>Who was examined, in log order.</summary>
    public GrownList<(long Index, CasualtyExamined Said)> Examined { get; init; } = [];

    /// <summary>Who was treated, in log order.</summary>
    public GrownList<(long Index, CasualtyTreated Said)> Treated { get; init; } = [];

    /// <summary>What became of whom, in log order.</summary>
    public GrownList<(long Index, CasualtyOutcomeRecorded Said)> Outcomes { get; init; } = [];

    /// <summary>The view after this entry. A person counts once: what changes is said by a correction.</summary>
    public CasualtiesView Then(Entry entry) => entry.Statement switch
    {
        CasualtyExamined examined => this with { Examined = Examined.Add((entry.Index, examined)) },
        CasualtyTreated treated => this with { Treated = Treated.Add((entry.Index, treated)) },
        CasualtyOutcomeRecorded outcome => this with { Outcomes = Outcomes.Add((entry.Index, outcome)) },
        CasualtyRecorded { Casualty: null } casualty => this with { Casualties = Casualties.Add(casualty) },
        CasualtyRecorded { Casualty: { } id } casualty when !Positions.ContainsKey(id) => this with { Casualties = Casualties.Add(casualty), Positions = Positions.Add(id, Casualties.Count) },
        _ => this,
    };

    /// <summary>What became of a person, by the last record that tells of it; null where none does.</summary>
    public OutcomeTold? OutcomeOf(CasualtyRecorded one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return one.Casualty is not null && Outcomes.LastOrDefault(later => later.Said.Casualty == one.Casualty && later.Said.Outcome is not null).Said is { Outcome: { } last } said ? new(last, said.When, said.By)
            : one.Outcome is { } first ? new(first, null, one.ToldBy)
            : null;
    }

    /// <summary>These persons with the signs that any record tells of them, each beside whoever tells it.</summary>
    public IEnumerable<PersonTold> Told(IEnumerable<CasualtyRecorded> people)
    {
        var (examined, treated) = (Examined.ToLookup(one => one.Said.Casualty, one => one.Said), Treated.ToLookup(one => one.Said.Casualty, one => one.Said));
        foreach (var one in people)
        {
            if (one.Casualty is null)
            {
                yield return PersonTold.Of(one);
                continue;
            }

            // Onsets are words, so only what was given before the exposure is known to come before the signs of the first record.
            var first = PersonTold.Filled(one.TreatedBefore);
            var early = treated[one.Casualty].Where(given => given.What is not null && given.When?.Latest <= one.Exposed?.Earliest).Select(given => given.What!);
            yield return new(one, [
                SignsTold.Of(one.ToldBy, null, null, one.Signs, [.. first, .. early]),
                .. examined[one.Casualty].Select(seen => SignsTold.Of(
                    seen.By, seen.Observer, seen.When, seen.Signs,
                    [.. first, .. treated[one.Casualty].Where(given => given.What is not null && !(given.When?.Earliest > seen.When?.Latest)).Select(given => given.What!)])),
            ]);
        }
    }
}
