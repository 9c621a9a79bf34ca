using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Probatum.Core.Dossier;
using Probatum.Core.Records;

namespace Probatum.Tests.Dossier;

public sealed class NameSearchTests
{
    private static readonly ImmutableHashSet<string> None = [];

    [Theory]
    [InlineData("Petra Aldan", "as PETRA ALDAN said")]
    [InlineData("Petra Aldan", "Petra\u00A0 Aldan's yard")]
    [InlineData("Petra Aldan", "https://example.org/petra-aldan/2031")]
    [InlineData("Petra Aldan", "Dr. Aldan")]
    [InlineData("Petra Aldan", "(Petra)")]
    [InlineData("Zoë Łukasz-Müller", "zoe lukasz muller")]
    [InlineData("Zoë Łukasz-Müller", "LukaszMuller")]
    [InlineData("Zoe\u0308 Ost", "Zoë Ost")]
    [InlineData("Pat O'Brien", "Pat O’Brien")]
    [InlineData("Pat O'Brien", "OBrien")]
    [InlineData("Li Wu", "by Li Wu.")]
    [InlineData("Игорь Конашенков", "сказал Конашенкову")]
    [InlineData("Игорь Конашенков", "Konashenkov")]
    [InlineData("Петра Алдан", "о Петре")]
    [InlineData("محمد العلي", "قال محمد")]
    [InlineData("محمد العلي", "ومُحَمّد")]
    [InlineData("أحمد خالد", "احمد")]
    [InlineData("李明", "据李明说")]
    public void A_name_is_found_however_it_is_spelled(string name, string text) => Assert.True(Of(name).StandsIn(text));

    [Theory]
    [InlineData("Petra Aldan", "petrified aldanese")]
    [InlineData("Petra Aldan", "compe tra lda n")]
    [InlineData("Li Wu", "Li alone")]
    [InlineData("A", "A case")]
    [InlineData("", "anything")]
    [InlineData("Dr Doctor", "a doctor")]
    public void Another_word_is_no_name(string name, string text) =>
        Assert.False(NameSearch.Of([], [name], new HashSet<string> { "dr", "doctor" }, None).StandsIn(text));

    [Fact]
    public void What_others_bear_too_is_no_part_and_the_whole_is_found_all_the_same()
    {
        var search = NameSearch.Of([], ["Petra Russian"], None, new HashSet<string> { "russian" });
        Assert.False(search.StandsIn("the Russian ministry"));
        Assert.True(search.StandsIn("Petra-Russian"));
    }

    [Fact]
    public void A_bodys_name_is_found_as_a_whole_alone()
    {
        var search = NameSearch.Of(["Laboratory DL 01"], [], None, None);
        Assert.False(search.StandsIn("the laboratory"));
        Assert.True(search.StandsIn("Laboratory DL-01"));
    }

    [Fact]
    public void It_stands_in_a_value_however_deep_and_never_in_the_name_of_an_entity()
    {
        Assert.True(Of("Aldan").StandsIn(JsonMap.Of(("chain", JsonList.Of([JsonMap.Of(("org", "Aldan & sons"))])))));
        Assert.False(Of("Aldan").StandsIn((Json)"e-AAAAAAAA-aldan-AAAAAAA"));
        Assert.False(Of("Aldan").StandsIn((Json)4));
    }

    [Fact]
    public void Among_many_names_each_is_found_where_a_plain_search_finds_it() =>
        Gen.Select(Gen.String[Gen.Char["abß é"], 1, 6].Array[1, 8], Gen.String[Gen.Char["abß é"], 0, 30]).Sample((names, text) =>
        {
            var plain = " " + Plain(text) + " ";
            Assert.Equal(
                names.Any(name => Squeezed(name).Length > 1 && Starts(plain).Any(at => Joined(plain, at).Contains(Squeezed(name), StringComparer.Ordinal))),
                NameSearch.OfWhole(names).StandsIn(text));
        });

    [Fact]
    public void Any_text_is_answered() => Gen.Select(Gen.String, Gen.String).Sample((name, text) =>
    {
        Of(name).StandsIn(text);
        var letters = NameSearch.Words(name).Sum(word => word.Length);
        return letters < 2 || Of(name).StandsIn($"before {name} after");
    });

    private static NameSearch Of(string name) => NameSearch.Of([], [name], None, None);

    private static string Plain(string text) => text.Replace("ß", "ss", StringComparison.Ordinal).Replace('é', 'e');

    private static string Squeezed(string text) => Plain(text).Replace(" ", "", StringComparison.Ordinal);

    private static IEnumerable<int> Starts(string text) => Enumerable.Range(1, text.Length - 1).Where(i => text[i] != ' ' && text[i - 1] == ' ');

    /// <summary>The words from there on, joined: one, two, three …</summary>
    private static IEnumerable<string> Joined(string text, int at)
    {
        var joined = new StringBuilder();
        foreach (var word in text[at..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return joined.Append(word).ToString();
        }
    }
}
