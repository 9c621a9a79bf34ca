using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Text;

namespace Probatum.Storage.Tests;

public sealed class SearchTests : IDisposable
{
    private static readonly SearchWords Words = new();

    private static readonly SearchFolding Folding = new(SearchWords.Version, Words.Written, Words.Asked);

    private readonly Folder _folder = new();

    private readonly CaseIndex _index;

    public SearchTests() => _index = new(_folder.At("index.sqlite"), Folding, sha256 => Texts.GetValueOrDefault(sha256));

    private Dictionary<string, ReadOnlyMemory<byte>?> Texts { get; } = [];

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Хамадания")]
    [InlineData("хамадании")]
    [InlineData("الحمدانية")]
    [InlineData("والحَمدانِيّة")]
    [InlineData("Al-Hamadaniyah")]
    [InlineData("al Hamadaniyah")]
    [InlineData("Hamadaniya")]
    [InlineData("hamadaniya")]
    [InlineData("Аль-Хамадания")]
    public void A_name_is_found_in_every_script_and_spelling(string asked)
    {
        _index.Follow(Said("Shells fell on Al-Hamadaniyah.", "Снаряды упали на Хамаданию.", "سقطت القذائف على الحمدانية", "Shells fell on Hamadaniya district.", "Shells fell elsewhere.").History);
        Assert.Equal(4, Find(asked).Counted);
    }

    [Theory]
    [InlineData("Homs", "حمص")]
    [InlineData("хомс", "Homs")]
    [InlineData("Douma", "دوما")]
    [InlineData("Idlib", "إدلب")]
    [InlineData("Идлиб", "Idleb")]
    [InlineData("Khan Shaykhun", "خان شيخون")]
    [InlineData("Saraqib", "Саракиб")]
    [InlineData("الكيماوي", "كيماوي")]
    [InlineData("الغاز", "والغاز")]
    [InlineData("sulphur", "sulfur")]
    [InlineData("sample", "SAMPLES")]
    [InlineData("cafe", "café")]
    [InlineData("2016", "٢٠١٦")]
    [InlineData("S-12", "s 12")]
    [InlineData("ministry", "The ministry's word")]
    public void One_word_is_found_as_the_other(string asked, string written)
    {
        _index.Follow(Said(written, "something else").History);
        Assert.Equal(1, Find(asked).Counted);
    }

    [Fact]
    public void The_words_themselves_come_before_other_spellings_of_names()
    {
        _index.Follow(Said("Homs was hit", "حمص", "Homs again").History);
        var found = Find("homs");
        Assert.Equal((3, 2), (found.Counted, found.Exact));
        Assert.Equal([true, true, false], found.Hits.Select(hit => hit.IsExact));
        Assert.Equal(["[Homs] again", "[Homs] was hit", "[حمص]"], found.Hits.Select(hit => hit.Marked("[", "]")));
    }

    [Fact]
    public void Words_in_quotes_stand_behind_one_another_and_none_behind_a_minus_stands_there()
    {
        _index.Follow(Said("yellow gas was seen", "gas of a yellow colour", "no gas at all", "a yellow flag").History);
        Assert.Equal(2, Find("yellow gas").Counted);
        Assert.Equal("[yellow] [gas] was seen", Assert.Single(Find("\"yellow gas\"").Hits).Marked("[", "]"));
        Assert.Equal("a [yellow] flag", Assert.Single(Find("yellow -gas").Hits).Marked("[", "]"));
        Assert.Equal(1, Find("gas -\"yellow gas\" -no").Counted);
        Assert.Equal(0, Find("-gas").Counted);
    }

    [Fact]
    public void The_last_word_may_be_a_beginning_as_it_is_typed()
    {
        _index.Follow(Said("chlorine cylinder", "chloride", "Хлор", "a chapel", "Al-Hamadaniyah").History);
        Assert.Equal(0, Find("chlo").Counted);
        Assert.Equal(2, Begun("chlo").Counted);
        Assert.Equal(1, Begun("cylinder chlo").Counted);
        Assert.Equal("[chlorine] cylinder", Assert.Single(Begun("cylin").Hits, hit => hit.IsExact).Marked("[", "]").Replace("[cylinder]", "cylinder", StringComparison.Ordinal).Replace("chlorine", "[chlorine]", StringComparison.Ordinal));
        Assert.Equal(0, Begun("chlo ").Counted);
        Assert.Equal(1, Begun("хамад").Counted);
        Assert.Equal(1, Begun("hamada").Counted);
    }

    [Fact]
    public void The_text_of_a_report_is_found_and_not_once_it_can_be_read_no_more()
    {
        var text = string.Concat(Enumerable.Range(0, 9000).Select(i => $"filler{i} ")) + "then a helicopter came\n";
        var blob = Keep(text);
        var written = Written(new ReportCaptured(Id(1), "A page", null, null, null, null, blob, blob, "html/1"));
        _index.Follow(written.History);
        var hit = Assert.Single(Find("helicopter").Hits);
        Assert.Equal(("text", "report-captured"), (hit.Member, hit.Type));
        Assert.Contains("then a [helicopter] came", hit.Marked("[", "]"), StringComparison.Ordinal);
        Assert.Equal(1, Find("page filler1").Counted);
        Texts.Clear();
        _index.Discard();
        _index.Follow(written.History);
        Assert.Equal(0, Find("helicopter").Counted);
        Assert.Equal(1, Find("page").Counted);
    }

    [Fact]
    public void No_word_of_an_erased_record_is_taken_though_it_can_still_be_read()
    {
        var person = Id(7);
        var written = Written(new PartyDescribed(person, "Unmistakable", "person", null, null, null));
        _index.Follow(written.History);
        Assert.Equal(1, Find("Unmistakable").Counted);
        var about = Subject.About(person, written.State);
        written.Record(new Erased(person, [.. about.Select(entry => entry.Id.Text)], 0, "asked"));
        _index.Follow(written.History);
        Assert.Contains(written.State.Entries, entry => entry.Statement is PartyDescribed { Name: "Unmistakable" });
        Assert.Equal(0, Find("Unmistakable").Counted);
        Assert.Equal(1, Find("asked").Counted);
    }

    [Fact]
    public void Facets_count_what_was_found_and_narrow_it()
    {
        var (first, second) = (Said("yellow gas", "yellow flag"), Said(5, "yellow gas", "blue gas"));
        first.Record(new IncidentOpened(Id(2), "I-1", "yellow gas", null, null));
        _index.Follow(first.History);
        _index.Follow(second.History);
        var found = Find("yellow");
        Assert.Equal([new("party-described", 3), new("incident-opened", 1)], found.Kinds);
        Assert.Equal([new(first.Id.Text, 3), new(second.Id.Text, 1)], found.Cases);
        Assert.Equal(4, found.Years.Sum(year => year.Count));
        Assert.Equal(4, found.Months.Sum(month => month.Count));
        Assert.Equal(4, found.Authors.Sum(author => author.Count));
        Assert.Equal(1, Narrowed(new() { Kinds = ["incident-opened"] }));
        Assert.Equal(4, Narrowed(new() { Kinds = ["incident-opened", "party-described"] }));
        Assert.Equal(1, Narrowed(new() { Cases = [second.Id] }));
        Assert.Equal(0, Narrowed(new() { Cases = [second.Id], Kinds = ["incident-opened"] }));
        Assert.Equal(4, Narrowed(new() { Made = [found.Months[0].Value] }));
        Assert.Equal(4, Narrowed(new() { Made = [found.Years[0].Value, "nonsense"] }));
        Assert.Equal(0, Narrowed(new() { Made = ["1999"] }));
        Assert.Equal(0, Narrowed(new() { Kinds = ["no-such-kind"] }));
        Assert.Equal(3, Narrowed(new() { Authors = [new(found.Authors[0].Value)] }));

        int Narrowed(SearchFilter filter)
        {
            var one = _index.Search(new("yellow", SearchScope.Everything) { Filter = filter });
            Assert.Equal(one.Counted, one.Kinds.Sum(kind => kind.Count));
            return one.Counted;
        }
    }

    [Fact]
    public void What_may_not_be_seen_is_not_found_not_counted_and_in_no_facet()
    {
        var (first, second) = (Said("yellow gas", "yellow flag"), Said(5, "yellow gas"));
        first.Record(new IncidentOpened(Id(2), "I-1", "yellow gas", null, null));
        _index.Follow(first.History);
        _index.Follow(second.History);
        Gen.Select(
            Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 8]).Sample(
            (cases, kinds, leaf) =>
            {
                var allowed = new[] { first.Id, second.Id }.Where((_, i) => (cases & (1 << i)) != 0).ToImmutableDictionary(id => id, _ => kinds ? ImmutableHashSet.Create("party-described") : null);
                var found = _index.Search(new("yellow", new(allowed, (id, at) => id != first.Id || at != leaf)));
                var expected = new[] { first, second }.Where(one => allowed.ContainsKey(one.Id)).SelectMany(one => one.State.Entries.Select(entry => (one.Id, Entry: entry)))
                    .Where(one => (one.Id != first.Id || one.Entry.Index != leaf)
                        && (one.Entry.Statement is PartyDescribed { Name: { } name } ? name.Contains("yellow", StringComparison.Ordinal) : one.Entry.Statement is IncidentOpened && !kinds)).ToList();
                return expected.Select(one => (one.Id, one.Entry.Index)).ToHashSet().SetEquals(found.Hits.Select(hit => (hit.Case, hit.Index)))
                    && found.Counted == expected.Count && found.Cases.Sum(one => one.Count) == expected.Count && found.Kinds.Sum(one => one.Count) == expected.Count;
            },
            threads: 1);
        Assert.Equal(0, _index.Search(new("yellow", SearchScope.Of())).Counted);
    }

    [Fact]
    public void Pages_follow_one_another_without_gap_or_repetition()
    {
        var written = Said([.. Enumerable.Range(0, 57).Select(i => $"yellow {i}")]);
        _index.Follow(written.History);
        var all = new List<long>();
        for (var skip = 0; skip < 70; skip += 10)
        {
            var page = _index.Search(new("yellow", SearchScope.Everything) { Skip = skip, Take = 10 });
            Assert.Equal(57, page.Counted);
            all.AddRange(page.Hits.Select(hit => hit.Index));
        }

        Assert.Equal(57, all.Distinct().Count());
        Assert.Equal(57, all.Count);
    }

    [Fact]
    public void Nothing_that_is_typed_is_an_error_or_query_language()
    {
        _index.Follow(Exercise.Write().History);
        var other = Said(9, "AND OR NOT NEAR text words");
        _index.Follow(other.History);
        var signs = Gen.OneOf(
            Gen.String[Gen.Char, 0, 12], Gen.String[Gen.Char["\"*()^:-+{}'=~ ANDORNEARtext\0“«\ud800é\u0627\u0644"], 0, 24]);
        Gen.Select(signs, Gen.Enum<LastWord>()).Sample((typed, last) => _index.Search(new(typed, SearchScope.Everything) { Last = last }).Hits.Length <= 20, threads: 1);
        foreach (var words in new[] { "AND", "NOT", "NEAR", "text:words", "text*", "OR OR OR", "(text", "^text", "text + words", "NEAR(text words)" })
        {
            Assert.Equal((words, 1), (words, _index.Search(new(words, SearchScope.Of(other.Id))).Counted));
        }

        Assert.Equal(0, Find("=c1").Counted + Find("~hmdn").Counted + Find("=k2").Counted);
        _index.Search(new(string.Concat(Enumerable.Repeat("word -\"a b\" ", 100_000)), SearchScope.Everything) { Last = LastWord.Begun });
    }

    [Fact]
    public void Marks_stand_on_whole_signs_and_within_the_passage()
    {
        var written = Said("😀gas and gas", new string('x', 300) + " gas " + new string('é', 300), "gas");
        _index.Follow(written.History);
        var found = Find("gas");
        Assert.Equal(3, found.Counted);
        Assert.All(found.Hits, hit => Assert.NotEmpty(hit.Marks));
        Assert.All(found.Hits, hit => Assert.All(hit.Marks, mark => Assert.Equal("gas", hit.Passage.Substring(mark.Start, mark.Length))));
        Assert.All(found.Hits, hit => Assert.Equal(hit.Passage, Encoding.UTF8.GetString(new UTF8Encoding(false, true).GetBytes(hit.Passage))));
        Assert.All(found.Hits, hit => Assert.True(hit.Passage.Length < 250));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hundred_search_while_one_writes_and_each_sees_whole_records(bool inMemory)
    {
        using var index = new CaseIndex(inMemory ? null : _folder.At("many.sqlite"), Folding, _ => null);
        var written = Said("yellow 0");
        index.Follow(written.History);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 100).Select(reader => Task.Run(
            async () =>
            {
                for (var (before, rounds) = (0, 0); !done.IsCancellationRequested || rounds < 3; rounds++)
                {
                    var found = await index.SearchAsync(new(reader % 2 == 0 ? "yellow" : "жёлтый -blue", SearchScope.Everything) { Take = 5 }, CancellationToken.None);
                    Assert.True(found.Counted >= before, "what was found once is found again");
                    Assert.All(found.Hits, hit => Assert.NotEmpty(hit.Marks));
                    before = found.Counted;
                }
            },
            TestContext.Current.CancellationToken)).ToList();
        for (var i = 1; i < 40; i++)
        {
            written.Record(new PartyDescribed(Id(100 + i), $"yellow {i} жёлтый", "body", null, null, null));
            index.Follow(written.History);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(40, index.Search(new("yellow", SearchScope.Everything)).Counted);
        Assert.Equal(39, index.Search(new("жёлтый", SearchScope.Everything)).Counted);
    }

    [Fact]
    public async Task Whoever_searches_while_it_is_thrown_away_gets_an_answer()
    {
        var written = Said("yellow");
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    Assert.InRange(Find("yellow").Counted, 0, 1);
                }
            },
            TestContext.Current.CancellationToken)).ToList();
        for (var i = 0; i < 20; i++)
        {
            _index.Discard();
            _index.Follow(written.History);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(1, Find("yellow").Counted);
    }

    [Fact]
    public void An_index_made_with_another_folding_or_by_another_version_is_made_anew()
    {
        var written = Said("Homs");
        using (var plain = new CaseIndex(_folder.At("index.sqlite"), SearchFolding.CaseOnly, _ => null))
        {
            plain.Follow(written.History);
            Assert.Equal(0, plain.Search(new("хомс", SearchScope.Everything)).Counted);
        }

        Assert.Empty(_index.Cases());
        _index.Follow(written.History);
        Assert.Equal(1, Find("хомс").Counted);
    }

    private static EntityId Id(int number) => TestSupport.Said.Id(number);

    private static WrittenCase Said(params string[] names) => Said(1, names);

    private static WrittenCase Said(int seed, params string[] names)
    {
        var written = new WrittenCase(seed, _ => { });
        written.Record([.. names.Select((name, i) => new PartyDescribed(Id(20 + i), name, "body", null, null, null))]);
        return written;
    }

    private static WrittenCase Written(params Statement[] statements)
    {
        var written = new WrittenCase(1, _ => { });
        written.Record(statements);
        return written;
    }

    private SearchResult Find(string words) => _index.Search(new(words, SearchScope.Everything));

    private SearchResult Begun(string words) => _index.Search(new(words, SearchScope.Everything) { Last = LastWord.Begun });

    private Blob Keep(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var blob = Blob.Of(bytes, "text/plain");
        Texts[blob.Sha256] = bytes;
        return blob;
    }
}
