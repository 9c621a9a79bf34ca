using System.Text;
using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>From any words of a text back to page and box, node or line of the original.</summary>
public sealed class Words_stand_where_the_map_says
{
    private const string Sentence = "Officials of the northern province said on Tuesday, in a statement of some length, that sample number";

    private static readonly string Page =
        "<!doctype html><html><head><title>Nine samples taken</title></head><body><nav><ul><li><a href='/'>Home</a></li></ul></nav>"
        + $"<article><h1>Nine samples</h1>{string.Concat(Enumerable.Range(1, 6).Select(i => $"<p>{Sentence} {i} was taken 😀 near the mill, <b>and nobody</b> else was there.</p>"))}</article>"
        + "<footer>Copyright.</footer></body></html>";

    [Fact]
    public void Words_of_an_article_stand_in_their_element_of_the_page()
    {
        var report = Read(Encoding.UTF8.GetBytes(Page));
        Assert.All(Enumerable.Range(1, 6), i => Assert.Equal([$"node /html/body/article/p[{i}]"], Where(report, $"sample number {i} was")));
        Assert.Equal("node /html/body/article/p[1]/b", Where(report, "and nobody")[0]);
        Assert.Equal(["node /html/head/title"], Where(report, "Nine samples taken"));
    }

    [Fact]
    public void Words_of_a_page_that_is_read_whole_do_too()
    {
        var report = Read("<html><body><p>One.</p><div>Two <i>three</i></div><p>Four.</p></body></html>"u8.ToArray());
        Assert.Equal(["node /html/body/p[1]"], Where(report, "One."));
        Assert.Equal(["node /html/body/div", "node /html/body/div/i"], Where(report, "Two three"));
        Assert.Equal(["node /html/body/p[2]"], Where(report, "Four."));
    }

    [Fact]
    public void Words_of_a_pdf_stand_in_their_box_on_their_page()
    {
        var report = Read(PdfPages.Drawn(Line(72, 720, "First page."), $"{Line(72, 720, "Nine samples")} {Line(72, 700, "were taken.")}"));
        var places = Where(report, "samples\nwere");
        Assert.Equal(2, places.Count);
        Assert.StartsWith("page 2, box 100,717", places[0], StringComparison.Ordinal);
        Assert.StartsWith("page 2, box 72,6", places[1], StringComparison.Ordinal);
        Assert.StartsWith("page 1, box 72,7", Assert.Single(Where(report, "First page")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_broken_at_the_end_of_a_line_is_whole_and_has_both_boxes()
    {
        var report = Read(PdfPages.Drawn($"{Line(72, 720, "a well-known mill was exam-")} {Line(72, 700, "ined by the well-")} {Line(72, 680, "known North-")} {Line(72, 660, "South team")}"));
        Assert.Equal("a well-known mill was examined by the well-known North-\nSouth team\n", report.Text);
        Assert.Equal(2, Where(report, "examined").Count);
    }

    [Theory]
    [InlineData("one\ntwo\r\nthree\rfour", "three", "line 3")]
    [InlineData("one\ntwo\r\nthree\rfour", "four", "line 4")]
    [InlineData("one\ntwo\r\nthree\rfour", "two\r\nth", "line 2 to 3")]
    public void Words_of_a_plain_text_stand_in_their_line(string text, string words, string place) =>
        Assert.Equal([place], Where(Read(Encoding.UTF8.GetBytes(text)), words));

    [Theory]
    [InlineData("ةمالس", "سلامة")]
    [InlineData("ﺔﻣﻼﺳ", "سلامة")]
    [InlineData("(12) دعب", "بعد (12)")]
    [InlineData("said مالس today", "said سلام today")]
    [InlineData("דלי 1,250 (א)", "(א) 1,250 ילד")]
    public void A_line_drawn_from_left_to_right_is_read_in_its_own_direction(string drawn, string read)
    {
        var glyphs = drawn.Select((c, i) => new PdfGlyph(LetterForms.Plain(c.ToString()), i * 6, (i * 6) + 6, 700, 710)).ToList();
        Assert.Equal(read, string.Concat(PdfLine.Read(glyphs, 10).Select(glyph => glyph.Value)));
        glyphs.Reverse();
        if (!drawn.Any(char.IsAsciiLetter))
        {
            Assert.Equal(read, string.Concat(PdfLine.Read(glyphs, 10).Select(glyph => glyph.Value)));
        }
    }

    [Fact]
    public void Whatever_is_added_and_taken_away_the_map_counts_code_points() =>
        Gen.Select(Gen.OneOf("word", "😀", " ", "\n", "é", "x").Array[0, 4], Gen.Int[-1, 3], Gen.Int[0, 3]).Array[0, 20].Sample(steps =>
        {
            var (mapped, model) = (new MappedText(), new List<(string Rune, int Place)>());
            foreach (var (pieces, place, lost) in steps)
            {
                mapped.Append(string.Concat(pieces), place < 0 ? -1 : mapped.Place(new(Page: place + 1)));
                model.AddRange(string.Concat(pieces).EnumerateRunes().Select(rune => (rune.ToString(), place)));
                for (var i = 0; i < lost && model.Count > 0; i++)
                {
                    mapped.Shorten(model[^1].Rune.Length);
                    model.RemoveAt(model.Count - 1);
                }
            }

            var (text, map) = mapped.Build();
            var places = new int[model.Count];
            Array.Fill(places, -1);
            foreach (var run in map.Runs)
            {
                Array.Fill(places, map.Places[run.Place].Page!.Value - 1, run.Start, run.End - run.Start);
            }

            return text == string.Concat(model.Select(one => one.Rune)) && places.SequenceEqual(model.Select(one => one.Place));
        });

    [Fact]
    public void What_is_written_of_a_reading_is_read_again()
    {
        foreach (var report in new[] { Read(Encoding.UTF8.GetBytes(Page)), Read(PdfPages.Of("/Title (Report) /Author (Somebody)", "First.", "Second.")) })
        {
            var again = ReadingFile.TryRead(report.Reading.ToBytes());
            Assert.NotNull(again);
            Assert.Equal(report.Reading.ToBytes(), again.ToBytes());
        }
    }

    [Fact]
    public void Any_bytes_are_a_reading_or_none()
    {
        var whole = Read(PdfPages.Of("", "First.")).Reading.ToBytes();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            var bytes = (byte[])whole.Clone();
            foreach (var (at, value) in changes)
            {
                bytes[at] = value;
            }

            var read = ReadingFile.TryRead(bytes);
            return read is null || read.Map.Of(0, 1000, "First.\n").ToList().Count >= 0;
        });
    }

    private static string Line(int x, int y, string words) => $"BT /F1 12 Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET";

    private static List<string> Where(ReadReport report, string words)
    {
        var at = report.Text.IndexOf(words, StringComparison.Ordinal);
        Assert.True(at >= 0, report.Text);
        var start = report.Text[..at].EnumerateRunes().Count();
        return [.. report.Map.Of(start, start + words.EnumerateRunes().Count(), report.Text)];
    }

    private static ReadReport Read(byte[] bytes)
    {
        var report = ReportFormats.Read(bytes, out var fault);
        Assert.True(report is not null, fault.ToString());
        return report;
    }
}
