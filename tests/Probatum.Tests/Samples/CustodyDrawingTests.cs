using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Samples;

public sealed class CustodyDrawingTests
{
    private static readonly EntityId Sample = Said.Id(1);

    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ Wm/<>&\"'\u202E\u0000\n😀中"], 1, 300],
        Gen.Const("SYNTHETIC Larchia Rapid Analysis Unit of the Ministry of Defence"));

    [Fact]
    public void Whatever_the_names_every_picture_is_xml_its_boxes_are_of_one_size_and_no_line_leaves_its_box() =>
        Gen.Select(Names, Names, Gen.Bool).Sample((name, seal, twice) =>
        {
            var svg = Draw(name, seal, twice);
            var boxes = svg.Elements().Where(element => element.Name.LocalName == "rect").ToList();
            Assert.Equal(twice ? 3 : 2, boxes.Count);
            Assert.Single(boxes.Select(box => (Number(box, "width"), Number(box, "height"))).Distinct());
            foreach (var text in svg.Elements().Where(element => element.Name.LocalName == "text"))
            {
                var box = boxes.Last(one => Number(one, "x") < Number(text, "x"));
                Assert.True(Number(text, "x") + (text.Value.Length * 5.9) <= Number(box, "x") + Number(box, "width"), text.Value);
                Assert.True(Number(text, "y") < Number(svg, "height"));
            }

            Assert.DoesNotContain('\u202E', svg.ToString());
        });

    [Fact]
    public void A_long_name_is_shown_whole_on_two_lines_and_an_anomaly_in_the_words_of_its_row()
    {
        var words = Words(Draw("SYNTHETIC Larchia Rapid Analysis Unit", "S-2040", false));
        Assert.Contains("SYNTHETIC Larchia Rapid Analysis Unit", words, StringComparison.Ordinal);
        Assert.Contains("! " + Said.Tables.Anomalies.Words(Anomaly.SealMismatch), words, StringComparison.Ordinal);
        Assert.DoesNotContain("SealMismatch", words, StringComparison.Ordinal);
        Assert.Contains("seal found: S-2040", words, StringComparison.Ordinal);
        Assert.DoesNotContain('…', words);
    }

    [Fact]
    public void A_sample_nobody_acted_on_says_so() => Assert.Contains(
        "no act on this sample", CustodyDrawing.Svg(
            new(new SampleView(Sample, Sample, null, "S-1", new(null, null, null, null, null, null, null, null, null, null, [], null), null, CustodyChain.Empty, []), [], Assurance.Gap),
            Said.Tables.Anomalies, PartiesView.Empty), StringComparison.Ordinal);

    [Fact]
    public void An_interval_on_the_time_line_shows_both_its_ends()
    {
        var svg = XElement.Parse(TimeLineDrawing.Svg([new(0, Said.At("2031-05-03T18:40Z/2031-05-03T19:00Z"), "incident", "-", new string('w', 2000))]));
        Assert.Contains(svg.Elements(), element => element.Value == "2031-05-03T18:40Z/");
        Assert.Contains(svg.Elements(), element => element.Value == "2031-05-03T19:00Z");
        Assert.EndsWith("…", svg.Elements().Last().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_keep_every_letter_while_there_is_room() =>
        Gen.String[Gen.Char["ab XY/中é"], 0, 120].Sample(text =>
        {
            var lines = SvgText.Lines(text, 100, 11, 1000);
            Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
            Assert.All(lines, line => Assert.InRange(line.Length, 1, 17));
            var cut = SvgText.Lines(text, 100, 11, 2);
            Assert.True(lines.Length <= 2 ? cut.SequenceEqual(lines) : cut is [var first, [.., '…']] && first == lines[0]);
        });

    private static XElement Draw(string name, string seal, bool twice)
    {
        var state = Said.State(
        [
            new PartyDescribed(Said.Id(2), name, null, null, null, null),
            new SampleCollected(Sample, null, name, null, null, Said.At("2031-05-04"), null, Said.Id(2), "S-2004", "TEAM_COLLECTED", [], null),
            new CustodyReported(Sample, Said.Id(2), Said.Id(2), Said.At("2031-05-05"), null, seal, seal, null, null, null),
            .. twice ? new Statement[] { new SampleOpened(Sample, Said.Id(2), Said.At("2031-05-06"), seal, null, null) } : [],
        ]);
        return XElement.Parse(CustodyDrawing.Svg(CustodyReview.Of(state.Samples.Samples[Sample], state.Samples, Said.Tables.Anomalies), Said.Tables.Anomalies, state.Parties));
    }

    private static string Words(XElement svg) => string.Join(" ", svg.Elements().Where(element => element.Name.LocalName == "text").Select(element => element.Value));

    private static int Number(XElement element, string name) => int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
