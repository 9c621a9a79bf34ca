using System.Collections.Frozen;

namespace Probatum.Text.Echoes;

/// <summary>Somebody whom a report names as a speaker or as its source, with the words of the name that tell him from others.</summary>
/// <param name="Shown">The name as the report gives it.</param>
/// <param name="Words">The folded words of the name, in order of their hashes.</param>
/// <param name="Telling">Those words that are no title, office or word of grammar.</param>
/// <param name="IsState">Whether the name is that of a state, which only bodies of that state share.</param>
/// <param name="Initials">The first letters of its capitalised words.</param>
/// <param name="Content">Where what he says stands.</param>
/// <param name="IsSource">Whether he passes on what another says.</param>
internal sealed record Identity(string Shown, ulong[] Words, ulong[] Telling, bool IsState, string Initials, Span Content, bool IsSource)
{
    private const int MostNames = 200;

    private static readonly FrozenDictionary<string, string> StateOf =
        Text.Words.Demonyms.SelectMany(pair => new[] { (Form: pair.Value, State: pair.Key), (Form: pair.Key, State: pair.Key) })
            .DistinctBy(pair => pair.Form).ToFrozenDictionary(pair => Folding.Plain(pair.Form), pair => Folding.Plain(pair.State));

    private static readonly FrozenSet<string> Generic = Text.Words.People.Values.SelectMany(words => words).Select(Folding.Plain)
        .Concat(["letter", "statement", "report", "reports", "people", "residents", "video", "local", "state", "unattributed", "national", "international", "federal", "affairs"])
        .ToFrozenSet();

    private static readonly FrozenSet<ulong> OfState = new[]
    {
        "foreign", "defense", "ministry", "government", "army", "military", "president", "state", "mod", "mfa", "affair", "minister", "general", "staff", "expatriate",
        "regime", "force", "armed", "and", "of", "the", "for",
    }.Select(word => Hash64.Of(word)).ToFrozenSet();

    /// <summary>Everybody whom the claims of a report name, but for its publisher, each once.</summary>
    public static Identity[] Of(EchoText text)
    {
        var found = new Dictionary<string, Identity>(StringComparer.Ordinal);
        foreach (var claim in text.Claims.IsDefault ? [] : text.Claims)
        {
            for (var i = 0; i < claim.Chain.Length; i++)
            {
                var item = claim.Chain[i];
                if (claim.Content.IsDefaultOrEmpty || IsSame(item.Name, text.Publisher))
                {
                    continue;
                }

                var isSource = i < claim.Chain.Length - 1;
                foreach (var name in new[] { item.Name, item.Org }.OfType<string>())
                {
                    if (found.TryGetValue(name, out var known))
                    {
                        found[name] = known with { IsSource = known.IsSource || isSource };
                    }
                    else if (Read(name, claim.Content[0], isSource) is { } identity)
                    {
                        found.Add(name, identity);
                    }
                }
            }
        }

        return [.. found.Values.OrderBy(one => one.Shown, StringComparer.Ordinal).Take(MostNames)];
    }

    /// <summary>The name as an identity; null where it names nobody in particular.</summary>
    public static Identity? Read(string name, Span content, bool isSource)
    {
        var parts = name.Split([' ', '\u00A0', ',', '-', '(', ')', '"'], 24, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var plain = parts.Select(part => (Part: part, Plain: Folding.Plain(part))).Where(one => one.Plain.Length > 0).ToList();
        var telling = plain.Where(one => char.IsUpper(one.Part[0]) && one.Plain.Length > 1 && !Generic.Contains(one.Plain) && !SmallWords.IsGrammar(one.Plain)).ToList();
        if (telling.Count == 0)
        {
            return null;
        }

        var states = telling.Count(one => StateOf.ContainsKey(one.Plain));
        return new(
            name, Hashes(plain.Select(one => one.Plain)), Hashes(telling.Select(one => one.Plain)), states == telling.Count,
            string.Concat(plain.Where(one => char.IsUpper(one.Part[0])).Select(one => one.Plain[0])), content, isSource);
    }

    /// <summary>Whether both may be the same: the words of one name are among those of the other, or one is the other's initials.</summary>
    public bool IsSameAs(Identity other)
    {
        if (IsState || other.IsState)
        {
            // 'Syria' is whoever speaks for that state, and nobody else who has the word in his name.
            return Telling.Intersect(other.Telling).Any() && Words.Concat(other.Words).Except(Telling.Intersect(other.Telling)).All(OfState.Contains);
        }

        return (Telling.All(other.Telling.Contains) || other.Telling.All(Telling.Contains)) || IsShortFor(other) || other.IsShortFor(this);
    }

    /// <summary>Whether two printed names are the same words.</summary>
    public static bool IsSame(string a, string? b) => b is not null && string.Equals(Folding.Plain(a), Folding.Plain(b), StringComparison.Ordinal);

    private bool IsShortFor(Identity other) => Words.Length == 1 && other.Words.Length >= 3 && Shown.Length is >= 3 and <= 8 && Folding.Plain(Shown) == other.Initials;

    private static ulong[] Hashes(IEnumerable<string> plain) =>
        [.. plain.Select(word => StateOf.GetValueOrDefault(word, word)).Select(word => Hash64.Of(Folding.Word(word))).Distinct().Order()];
}
