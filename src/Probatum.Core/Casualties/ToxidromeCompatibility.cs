using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>A sign that some people had, with how many they are and how many sides told it. A person counts once.</summary>
public sealed record SignTold(string Key, string Words, int People, int Tellers, SignWeight Weight);

/// <summary>How what was told fits one class. Classes of equal points share a rank.</summary>
public sealed record ClassCompatibility(
    ToxidromeClass Class, int Rank, int Points, ImmutableArray<SignTold> Fitting, ImmutableArray<SignTold> Contradicting)
{
    /// <summary>Whether more speaks for the class than against it.</summary>
    public bool IsCompatible => Points > 0 && !Fitting.IsEmpty;
}

/// <summary>A word of one person's record: a sign's, with the treatment that causes it by itself, or one that no table knows.</summary>
public sealed record WordOf(string Code, string Word, string? Treatment);

/// <summary>
/// With which classes of substances the signs of an incident's casualties are compatible, in order. A class is no substance, and
/// compatible is no finding.
/// </summary>
/// <param name="Classes">Every class of the table, the best first.</param>
/// <param name="DecidingNothing">Signs that fit every compatible class, or every class there is.</param>
/// <param name="SetAside">Signs that a treatment given before causes by itself.</param>
/// <param name="NotUnderstood">Words that name no sign of the table.</param>
/// <param name="WithoutSigns">The codes of people of whom no sign is on record.</param>
/// <param name="People">How many people have signs that were counted.</param>
/// <param name="Tellers">How many sides told of them.</param>
/// <param name="WithoutTeller">Of how many people nobody is on record as having told.</param>
/// <param name="Family">What the leading classes have in common, where signs tell no more.</param>
/// <remarks>Source: docs/domain.md 5.3.</remarks>
public sealed record ToxidromeCompatibility(
    ImmutableArray<ClassCompatibility> Classes, ImmutableArray<string> DecidingNothing, ImmutableArray<WordOf> SetAside,
    ImmutableArray<WordOf> NotUnderstood, ImmutableArray<string> WithoutSigns, int People, int Tellers, int WithoutTeller, string? Family)
{
    private static readonly ImmutableArray<string> Negations = ["no", "not", "without", "never"];

    /// <summary>Holds the signs of these people against the tables; <paramref name="side"/> is whom a teller acts for.</summary>
    public static ToxidromeCompatibility Of(IEnumerable<CasualtyRecorded> casualties, ToxidromeTables tables, Func<EntityId, EntityId> side) =>
        Of(casualties.Select(PersonTold.Of), tables, side);

    /// <summary>The same for people of whom several records tell; the order of the records changes nothing.</summary>
    public static ToxidromeCompatibility Of(IEnumerable<PersonTold> people, ToxidromeTables tables, Func<EntityId, EntityId> side)
    {
        var (aside, unknown, without) = (new List<WordOf>(), new List<WordOf>(), new List<string>());
        var told = new HashSet<(string Person, string Sign, EntityId? Teller)>();
        foreach (var one in people)
        {
            var code = one.Recorded.Code ?? one.Recorded.Casualty?.Text ?? "-";
            if (one.Told.All(record => record.Signs.IsEmpty))
            {
                without.Add(code);
            }

            foreach (var (record, sign) in one.Told.SelectMany(record => record.Signs.Select(sign => (record, sign))))
            {
                var treated = record.Before.SelectMany(text => Given(text, tables));
                if (tables.KeyOf(sign.Name) is not { } key)
                {
                    unknown.Add(new(code, sign.Name, null));
                }
                else if (treated.FirstOrDefault(treatment => treatment.Causes.Contains(key)) is { } cause)
                {
                    aside.Add(new(code, tables.Signs[key], cause.Words));
                }
                else
                {
                    told.Add((code, key, record.Teller is { } teller ? side(teller) : null));
                }
            }
        }

        var signs = told.GroupBy(one => one.Sign).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Key: group.Key, People: group.Select(one => one.Person).Distinct().Count(), Tellers: group.Select(one => one.Teller).OfType<EntityId>().Distinct().Count())).ToList();

        // What fits every class there is puts none before another.
        var everywhere = signs.Where(sign => tables.Classes.All(one => Fits(tables, sign.Key, one.Key))).Select(sign => sign.Key).ToHashSet();
        var classes = tables.Classes.Select(one => Held(one, [.. signs.Where(sign => tables.Weights.ContainsKey((sign.Key, one.Key)))
            .Select(sign => new SignTold(sign.Key, tables.Signs[sign.Key], sign.People, sign.Tellers, tables.Weights[(sign.Key, one.Key)]))], everywhere)).ToList();
        ImmutableArray<ClassCompatibility> ranked = [.. classes.Select(one => one with { Rank = 1 + classes.Count(other => other.Points > one.Points) }).OrderBy(one => one.Rank)];
        var compatible = ranked.Where(one => one.IsCompatible).ToList();
        return new(
            ranked,
            [.. signs.Where(sign => everywhere.Contains(sign.Key) || (compatible.Count > 1 && compatible.TrueForAll(one => Fits(tables, sign.Key, one.Class.Key)))).Select(sign => tables.Signs[sign.Key])],
            [.. aside.Distinct()], [.. unknown.Distinct()], [.. without], told.Select(one => one.Person).Distinct().Count(), told.Select(one => one.Teller).OfType<EntityId>().Distinct().Count(),
            told.Where(one => one.Teller is null).Select(one => one.Person).Distinct().Count(), Common(compatible));
    }

    private static bool Fits(ToxidromeTables tables, string sign, string one) => tables.Weights.TryGetValue((sign, one), out var weight) && weight.Points > 0;

    private static ClassCompatibility Held(ToxidromeClass one, ImmutableArray<SignTold> signs, HashSet<string> everywhere) => new(
        one, 0, signs.Where(sign => !everywhere.Contains(sign.Key)).Sum(sign => sign.People * sign.Weight.Points),
        [.. signs.Where(sign => sign.Weight.Points > 0).OrderByDescending(sign => sign.Weight.Points)],
        [.. signs.Where(sign => sign.Weight.Points < 0).OrderBy(sign => sign.Weight.Points)]);

    /// <summary>The family of the two leading classes and of all that share their ranks; null where it is not one.</summary>
    private static string? Common(List<ClassCompatibility> compatible)
    {
        var leading = compatible.Count < 2 ? [] : compatible.Where(one => one.Rank <= compatible[1].Rank).Select(one => one.Class.Family).Distinct().ToList();
        return leading is [{ Length: > 0 } family] ? family : null;
    }

    /// <summary>The treatments that the text names; "no atropine" names none.</summary>
    private static List<Treatment> Given(string? text, ToxidromeTables tables)
    {
        var words = FoldedName.Of(text ?? "").Split(' ');
        return [.. tables.Treatments.Where(treatment => treatment.Names.Any(name => Names(words, name.Split(' '))))];
    }

    private static bool Names(string[] words, string[] name)
    {
        for (var at = 0; at + name.Length <= words.Length; at++)
        {
            if (words.AsSpan(at, name.Length).SequenceEqual(name) && !words[Math.Max(0, at - 2)..at].Any(word => Negations.Contains(word)))
            {
                return true;
            }
        }

        return false;
    }
}
