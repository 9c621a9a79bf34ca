using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Export.Reports;

namespace Probatum.Tests.Export.Reports;

public sealed partial class LanguageTests
{
    private static readonly Report Report = Reported.Of(Reported.Case());

    [Fact]
    public void Whatever_a_report_says_is_there_in_every_language()
    {
        // How a result came to its level is put together in English.
        var english = SubstanceLevels.Of(Reported.Case().State, Said.Tables).SelectMany(one => one.Words).Select(word => word.Why).ToHashSet();
        Assert.All(ReportLanguage.All, language => Assert.Empty(
            Report.Phrases.Concat(ReportWords.All).SelectMany(phrase => phrase.All).Where(phrase => !phrase.IsEmpty && !phrase.IsIn(language.Phrases)).Select(phrase => phrase.Form).Distinct().Except(english)));
    }

    [Fact]
    public void No_translation_loses_a_value_or_makes_one_up() => Assert.All(ReportLanguage.All.Where(language => language.Texts is not null).SelectMany(language => language.Texts!.Entries), entry =>
    {
        var asked = Values().Matches(entry.Key).Select(match => match.Value).Order().ToList();
        for (var form = 0; form < entry.Value.Length; form++)
        {
            // "No samples", "one sample", "two samples" are words of their own in Arabic.
            var said = Values().Matches(entry.Value[form]).Select(match => match.Value).Order();
            Assert.Equal(entry.Value.Length > 1 && form < 3 ? asked.Where(value => value != "{0}") : asked, entry.Value.Length > 1 && form < 3 ? said.Where(value => value != "{0}") : said);
        }
    });

    [Fact]
    public void Arabic_has_six_forms_of_number_and_says_each_where_it_belongs()
    {
        var arabic = Reported.Arabic;
        Assert.StartsWith("nplurals=6;", arabic.Texts!.Headers["Plural-Forms"], StringComparison.Ordinal);
        Assert.All(arabic.Texts.Entries.Values.Where(forms => forms.Length > 1), forms => Assert.Equal(6, forms.Length));
        Assert.Equal(
            ["لا عينات", "عينة واحدة", "عينتان", "3 عينات", "10 عينات", "11 عينة", "99 عينة", "100 عينة", "103 عينات"],
            new[] { 0, 1, 2, 3, 10, 11, 99, 100, 103 }.Select(count => Phrase.Count(count, "{0} sample", "{0} samples").In(arabic)));
    }

    [Fact]
    public void What_is_not_translated_stands_in_English_and_says_so()
    {
        var pieces = ((Phrase)$"nobody translated this of {"a name"}").Pieces(Reported.Arabic);
        Assert.Equal([(PhrasePiece.English, false), (null, true)], pieces.Select(piece => (piece.Language, piece.IsValue)));
        Assert.Equal("nobody translated this of a name", string.Concat(pieces.Select(piece => piece.Text)));
    }

    [Fact]
    public void What_is_written_as_a_PO_file_is_read_again() =>
        Gen.Select(Text, Text).Array[0, 8].Where(pairs => pairs.DistinctBy(pair => pair.Item1).Count() == pairs.Length).Sample(pairs =>
        {
            var file = new StringBuilder("msgid \"\"\nmsgstr \"Language: xx\\n\"\n\n");
            foreach (var (form, words) in pairs)
            {
                file.Append("# a comment\nmsgid ").Append(Quoted(form)).Append("\nmsgstr \"\"\n").Append(Quoted(words)).Append("\n\n");
            }

            Assert.True(PoFile.TryRead(Encoding.UTF8.GetBytes(file.ToString()), out var po, out var fault), fault.Why);
            Assert.Equal("xx", po.Headers["Language"]);
            Assert.All(pairs, pair => Assert.Equal(pair.Item2, po.Entries[pair.Item1][0]));
        });

    [Fact]
    public void Damaged_files_are_refused_and_never_break_the_reader()
    {
        var whole = Encoding.UTF8.GetBytes("# x\nmsgid \"\"\nmsgstr \"Plural-Forms: nplurals=2;\\n\"\n\nmsgid \"{0} a\"\nmsgid_plural \"{0} b\"\nmsgstr[0] \"c\"\nmsgstr[1] \"d\"\n\n#, fuzzy\nmsgid \"e\"\nmsgstr \"f\"\n");
        Assert.True(PoFile.TryRead(whole, out var po, out _));
        Assert.Equal((2, false), (po.Entries["{0} a"].Length, po.Entries.ContainsKey("e")));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Array[1, 6].Sample(damage =>
        {
            var bytes = whole.ToArray();
            foreach (var (at, to, cut) in damage)
            {
                bytes[at % bytes.Length] = to;
                bytes = cut % 7 == 0 && cut > 0 ? bytes[..Math.Min(cut, bytes.Length)] : bytes;
            }

            return PoFile.TryRead(bytes, out _, out var fault) == (fault == default);
        });
        Gen.Byte.Array[0, 400].Sample(bytes => PoFile.TryRead(bytes, out _, out var fault) == (fault == default));
    }

    [Theory]
    [InlineData("msgid \"a\"\n")]
    [InlineData("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n")]
    [InlineData("msgctxt \"a\"\nmsgid \"a\"\nmsgstr \"c\"\n")]
    [InlineData("msgid \"a\"\nmsgstr[0] \"c\"\n")]
    [InlineData("msgid \"a\nmsgstr \"c\"\n")]
    [InlineData("msgid \"a\"\nmsgstr \"c\\x\"\n")]
    [InlineData("words\n")]
    public void What_is_no_PO_file_is_refused(string text) => Assert.False(PoFile.TryRead(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void A_file_that_is_too_large_is_refused() => Assert.False(PoFile.TryRead(new byte[PoFile.Largest + 1], out _, out _));

    private static readonly Gen<string> Text = Gen.String[Gen.Char["ab {}01\"\\\n\tعين"], 1, 12];

    private static string Quoted(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + '"';

    [GeneratedRegex(@"\{[0-9]+\}")]
    private static partial Regex Values();
}
