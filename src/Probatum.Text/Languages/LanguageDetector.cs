using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Tells the language of a text: the script first, then small words and letters that neighbours lack.</summary>
/// <remarks>
/// Pure, total and linear. A paragraph with enough evidence of its own is in its own language; any other is in the
/// language of all paragraphs of its script together. Where nothing tells more, Latin letters are read as English,
/// Cyrillic ones as Russian and Arabic ones as Arabic: a headline of five names is no evidence against it.
/// </remarks>
internal static class LanguageDetector
{
    private const int OfWord = 3;

    // The first row of the list.
    private const int English = 0;
    private const int LongestWord = 24;

    // A text of so many words with fewer points a hundred words than this is in none of the listed languages; a shorter
    // one only where it has nearly none.
    private const int ManyWords = 30;
    private const int SomeWords = 12;
    private const int FewPoints = 30;
    private const int NearlyNone = 10;

    private static readonly ImmutableArray<Profile> Profiles = [.. WordLists.Rows("languages.csv")
        .Select((row, i) => new Profile(Language.All[i], Enum.Parse<Script>(row[2], ignoreCase: true),
            row[4].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(), row[5].ToFrozenSet()))];

    private static readonly FrozenDictionary<string, ImmutableArray<int>> ByWord = Profiles
        .SelectMany((profile, i) => profile.Words.Select(word => (word, i))).GroupBy(pair => pair.word)
        .ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.i).ToImmutableArray());

    private static readonly FrozenDictionary<char, ImmutableArray<int>> ByLetter = Profiles
        .SelectMany((profile, i) => profile.Letters.Select(letter => (letter, i))).GroupBy(pair => pair.letter)
        .ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.i).ToImmutableArray());

    /// <summary>The language of a text and of each of its paragraphs.</summary>
    /// <param name="text">The text.</param>
    /// <param name="given">The language of all of it, where the caller knows; null to look for it.</param>
    public static (LanguageReading Reading, List<LanguagePart> Parts) Read(string text, Language? given)
    {
        var bounds = Paragraphs.Read(text).ToList();
        if (given is not null)
        {
            return (new(given, 1000, [], Given: true), bounds.ConvertAll(part => new LanguagePart(part.Start, part.End, given)));
        }

        var evidence = bounds.ConvertAll(part => Evidence.Of(text, part.Start, part.End));
        var together = new Dictionary<Script, Evidence>();
        foreach (var one in evidence)
        {
            together[one.Script] = together.TryGetValue(one.Script, out var sum) ? sum.And(one) : one;
        }

        var main = together.ToDictionary(pair => pair.Key, pair => pair.Value.Together());
        var parts = bounds.Zip(evidence, (part, one) =>
            new LanguagePart(part.Start, part.End, one.Alone() ?? main[one.Script])).ToList();
        return (Shares(parts, evidence), parts);
    }

    private static LanguageReading Shares(List<LanguagePart> parts, List<Evidence> evidence)
    {
        var all = evidence.Sum(one => (long)one.Letters);
        var shares = parts.Zip(evidence, (part, one) => (part.Language, one.Letters)).GroupBy(pair => pair.Language)
            .Select(group => (Language: group.Key, Letters: group.Sum(pair => (long)pair.Letters)))
            .Where(share => share.Letters > 0)
            .OrderByDescending(share => share.Letters).ThenBy(share => share.Language.Code, StringComparer.Ordinal)
            .Select(share => (share.Language, (int)(share.Letters * 1000 / all))).ToList();
        return shares.Count == 0 ? new(Language.Unknown, 0, [], Given: false)
            : new(shares[0].Language, shares[0].Item2, [.. shares.Skip(1)], Given: false);
    }

    private sealed record Profile(Language Language, Script Script, FrozenSet<string> Words, FrozenSet<char> Letters);

    /// <summary>What was counted in a paragraph, or in several of one script.</summary>
    private sealed record Evidence(Script Script, int Letters, int Words, ImmutableArray<int> Points)
    {
        public static Evidence Of(string text, int start, int end)
        {
            var scripts = new int[Enum.GetValues<Script>().Length];
            var points = new int[Profiles.Length];
            var (words, begun) = (0, -1);
            for (var at = start; at <= end; at++)
            {
                var script = at < end ? Scripts.Of(text, at) : Script.None;
                if (script != Script.None)
                {
                    scripts[(int)script]++;
                    begun = begun < 0 ? at : begun;
                    foreach (var i in ByLetter.GetValueOrDefault(char.ToLowerInvariant(text[at]), []))
                    {
                        points[i]++;
                    }
                }
                else if (begun >= 0)
                {
                    words++;
                    AddWord(text, begun, at, points);
                    begun = -1;
                }
            }

            var letters = scripts.Skip(1).Sum();
            return new(letters == 0 ? Script.None : (Script)Array.IndexOf(scripts, scripts.Skip(1).Max(), 1), letters, words, [.. points]);
        }

        public Evidence And(Evidence other) => this with
        {
            Letters = Letters + other.Letters,
            Words = Words + other.Words,
            Points = [.. Points.Zip(other.Points, (one, two) => one + two)],
        };

        /// <summary>The language these counts tell by themselves; null where they are too few or too even.</summary>
        public Language? Alone()
        {
            var (best, second) = Best();
            var (least, ahead, part) = Script != Script.Latin ? (6, 3, 5) : best == English ? (9, 6, 3) : (18, 9, 3);
            return best < 0 || Strange() ? null
                : Points[best] >= least && Points[best] - second >= Math.Max(ahead, Points[best] / part) ? Profiles[best].Language : null;
        }

        /// <summary>The likeliest language of these counts.</summary>
        public Language Together() => Script switch
        {
            Script.Latin => Strange() ? Language.Unknown : Alone() ?? (Words >= SomeWords && Points[English] * 100L < (long)Words * NearlyNone ? Language.Unknown : Profiles[English].Language),
            Script.Cyrillic or Script.Arabic => Strange() ? Language.Unknown : Alone() ?? Default(),
            Script.Hebrew or Script.Greek => Profiles.First(profile => profile.Script == Script).Language,
            _ => Language.Unknown,
        };

        private Language Default() =>
            Profiles.First(profile => profile.Script == Script && profile.Language.HasRules).Language;

        private bool Strange() => Words >= SomeWords && Best() is var (best, _) && best >= 0
            && Points[best] * 100L < (long)Words * (Words >= ManyWords ? FewPoints : NearlyNone);

        private (int Best, int Second) Best()
        {
            var own = Enumerable.Range(0, Profiles.Length).Where(i => Profiles[i].Script == Script)
                .OrderByDescending(i => Points[i]).ThenBy(i => i).ToList();
            return own.Count == 0 ? (-1, 0) : (own[0], own.Count > 1 ? Points[own[1]] : 0);
        }

        private static void AddWord(string text, int start, int end, int[] points)
        {
            if (end - start > LongestWord)
            {
                return;
            }

            foreach (var i in ByWord.GetValueOrDefault(text[start..end].ToLowerInvariant(), []))
            {
                points[i] += OfWord;
            }
        }
    }
}
