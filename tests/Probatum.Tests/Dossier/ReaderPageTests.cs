using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Dossier;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;

namespace Probatum.Tests.Dossier;

public sealed partial class ReaderPageTests
{
    private static readonly EntityId Incident = Said.Id(1);
    private static readonly EntityId Party = Said.Id(2);
    private static readonly EntityId Other = Said.Id(3);
    private static readonly EntityId Sample = Said.Id(10);

    // What a text could try: tags, attributes, entities, comments, other directions, nothing at all, far too much.
    private static readonly string[] Tries =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='x", "&lt;b&gt; & &#x3c;", "<!--", "]]>", "</style><style>", "</td></tr></table>",
        "\u202Eevil\u202C", "\u2066a\u2069", "a\u200Bb\uFEFF", "\u0000\u0007\u001B[31m", "\uFFFD", "\U000E0041", "</title>", "javascript:alert(1)", "#C1", "C1", "S1", "😀", "خان العسل",
        new string('x', 5000), new string('<', 300),
    ];

    private static readonly Gen<string> Hostile = Gen.Int[0, Tries.Length - 1].Array[1, 3].Select(which => string.Join(" ", which.Select(i => Tries[i])));

    [Fact]
    public void No_text_of_others_becomes_a_tag_an_attribute_or_a_change_of_direction() =>
        Hostile.Sample(
            text =>
            {
                var page = Render(Everything(text));
                Assert.DoesNotMatch(Unseen(), page);
                Assert.DoesNotContain('<', Tag().Replace(page, ""));
                Assert.DoesNotMatch(Handler(), string.Concat(Tag().Matches(page).Select(tag => tag.Value)));
                Assert.Equal(page.Split("<table>").Length, page.Split("</table>").Length);
                Assert.Equal(2, page.Split("<style>").Length);
            },
            iter: 150);

    [Fact]
    public void A_text_is_shown_whole_and_a_turned_one_visibly()
    {
        var page = Render(Everything("a <b> \u202Ec"));
        Assert.Contains("“a &lt;b&gt; [U+202E]c”", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_leads_somewhere_every_anchor_is_given_once_and_everything_wide_scrolls_by_itself()
    {
        var page = Render(Everything("words"));
        var anchors = Anchors().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(anchors.Distinct(), anchors);
        Assert.Empty(Targets().Matches(page).Select(match => match.Groups[1].Value).Except(anchors));
        Assert.Equal(Headings().Count(page), anchors.Count(anchor => anchor.StartsWith("h-", StringComparison.Ordinal)));
        Assert.DoesNotMatch("(?<!<div class=\"wide\" tabindex=\"0\">)<(table|svg)", page);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_records_give_the_same_bytes() => Assert.Equal(Render(Everything("x")), Render(Everything("x")));

    [Fact]
    public void What_was_never_said_and_what_is_withheld_read_differently()
    {
        var bare = new IncidentOpened(Incident, "I-1", null, null, null);
        Assert.Contains("Incident I-1: untitled", Render([bare]), StringComparison.Ordinal);
        Assert.Contains("When: not said. Where: not said.", Render([bare]), StringComparison.Ordinal);
        var all = Render(CaseState.Of([Said.Entry(0, bare) with { Withheld = 3 }]));
        Assert.Contains("Incident I-1: title withheld</h2>", all, StringComparison.Ordinal);
        Assert.Contains("When: withheld. Where: withheld.", all, StringComparison.Ordinal);
        Assert.Contains("When: withheld or not said.", Render(CaseState.Of([Said.Entry(0, bare) with { Withheld = 1 }])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_withheld_seal_reads_withheld_also_in_the_picture()
    {
        var taken = new SampleCollected(Sample, Incident, "S-1", "ENV_SOIL", "1 g", Said.At("2016-11-13"), new("here"), Party, null, "TEAM_COLLECTED", ["w"], "n",
            [new(Blob.Of([1], "image/jpeg"), null, null, null)], [Sample], "a spatula", new('a', 64), Said.Id(9));
        Assert.Contains("seal not said<", Render([taken]), StringComparison.Ordinal);
        Assert.Contains("seal withheld<", Render(CaseState.Of([Said.Entry(0, taken) with { Withheld = 1 }])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_that_names_a_rung_says_its_words_and_a_rung_never_reads_as_a_source_about_the_incident()
    {
        var page = Render(
        [
            new IncidentOpened(Incident, "I-1", "T", null, null),
            new FindingProposed(Said.Id(5), Incident, "OPCW_FFM", "more-than-likely", [], [], "none"),
            new FindingProposed(Said.Id(6), Incident, "OPCW_FFM", "in words of its own", [], [], "none"),
        ]);
        Assert.Contains("OPCW_FFM: “more than likely used”", page, StringComparison.Ordinal);
        Assert.DoesNotContain("more-than-likely", page, StringComparison.Ordinal);
        Assert.Contains("“in words of its own”", page, StringComparison.Ordinal);
        Assert.Contains("(wording as in S/1642/2018 [F2])", page, StringComparison.Ordinal);
        Assert.Contains("(our wording, after A/68/663", page, StringComparison.Ordinal);
        Assert.Contains("(our wording, after domain rule 1, not verified)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{substance}", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_further_up_is_folded_and_the_summary_stands_before_the_contents()
    {
        var page = Render([new IncidentOpened(Incident, "I-1", "T", null, null), new OutcomePublished(Said.Id(7), Incident, "OPCW_FFM", Party, "S/1", null, "likely", null)]);
        Assert.Contains("<details><summary>Further up, besides: ", page, StringComparison.Ordinal);
        var (summary, contents) = (page.IndexOf("In short: I-1: T", StringComparison.Ordinal), page.IndexOf("<nav>", StringComparison.Ordinal));
        Assert.InRange(summary, 1, contents);
        Assert.Contains("“likely”", page[summary..contents], StringComparison.Ordinal);
        Assert.Contains("No published outcome is on record.", page[summary..contents], StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_exact_handle_of_one_thing_is_a_link()
    {
        string Linked(params Statement[] further) => Render([.. Claimed("C2"), .. further]);
        var page = Linked();
        Assert.Contains("<tr id=\"C1\">", page, StringComparison.Ordinal);
        Assert.Contains("(<a href=\"#C1\">C1</a>)", page, StringComparison.Ordinal);
        var labelled = Linked(new SampleCollected(Sample, Incident, "C1", null, null, null, null, null, null, null, [], null));
        Assert.DoesNotContain("<a href=\"#C1\">C1</a>", labelled, StringComparison.Ordinal);
        Assert.Contains("<h4 id=\"S1\">C1</h4>", labelled, StringComparison.Ordinal);

        // A level is called as a result is; parts of words are no mentions.
        var result = Linked(
            new SampleCollected(Sample, Incident, "LX-1", "ENV_SOIL", null, null, null, null, null, null, [], null),
            new ResultReported(Said.Id(11), Sample, Party, "XC1 C1x C1-b C9", "found", ["GC_EI_MS"], null, null, null, null, null));
        Assert.Contains("XC1 C1x C1-b C9 in <a href=\"#S1\">LX-1</a>: L", result, StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_says_why_or_that_the_reason_is_withheld()
    {
        var first = Said.Entry(0, new IncidentOpened(Incident, "I-1", "T", null, null));
        var second = Said.Entry(1, new IncidentOpened(Incident, "I-1", "U", null, null), corrects: 0);
        Assert.Contains("corrects <a href=\"#leaf-0\">leaf 0</a>: “a slip &lt;of&gt; the pen”", Render(CaseState.Of([first, second with { CorrectionReason = "a slip <of> the pen" }])), StringComparison.Ordinal);
        Assert.Contains("leaf 0</a>: reason withheld", Render(CaseState.Of([first, second with { Withheld = 1 }])), StringComparison.Ordinal);
    }

    [Fact]
    public void Casualties_stand_in_a_table_with_signs_onset_and_observer()
    {
        var page = Render(
        [
            new PartyDescribed(Party, "A hospital", null, null, null, null),
            new IncidentOpened(Incident, "I-1", "T", null, null),
            new CasualtyRecorded(Said.Id(20), Incident, "K-7", null, null, null, Said.At("2016-11-11"), null, "atropine", [new("cough", "minutes", "a doctor"), new("wheeze", null, null)], "alive", Party, null),
        ]);
        Assert.Contains(
            "<tr id=\"K1\"><td>K-7</td><td>I-1</td><td>2016-11-11</td><td>atropine</td><td>cough (minutes; a doctor), wheeze (onset not said; observer not said)</td><td>alive</td><td>A hospital</td><td>not said</td></tr>",
            page, StringComparison.Ordinal);
    }

    [Fact]
    public void Laboratories_stand_side_by_side_and_their_disagreement_is_marked()
    {
        var page = Render(
        [
            new PartyDescribed(Party, "DL 1", null, null, null, null),
            new PartyDescribed(Other, "DL 2", null, null, null, null),
            new IncidentOpened(Incident, "I-1", "T", null, null),
            new SampleCollected(Sample, Incident, "LX-1", "ENV_SOIL", null, null, null, null, null, null, [], null),
            new CustodyReported(Sample, null, Party, null, null, null, null, null, null, null), new CustodyReported(Sample, Party, Other, null, null, null, null, null, null, null),
            new ResultReported(Said.Id(11), Sample, Party, "substance X", "found", ["GC_EI_MS", "LC_MSMS"], true, true, "identified", null, null),
            new ResultReported(Said.Id(12), Sample, Other, "substance X", "not-found", ["GC_EI_MS", "LC_MSMS"], true, true, "not detected", null, null),
            new ResultReported(Said.Id(13), Sample, Party, "substance Y", "found", ["GC_EI_MS"], null, null, null, null, null),
            new ResultReported(Said.Id(14), null, Party, "substance Z", "found", [], null, null, null, null, null),
        ]);
        Assert.Contains("<th>computed level</th><th>DL 1</th><th>DL 2</th>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<tr class=\"odd\"><td>substance X</td><td><a href=\"#S1\">LX-1</a></td><td><strong>laboratories disagree</strong>, L2 provisional</td><td>found, L3", page, StringComparison.Ordinal);
        Assert.Contains("<td>not-found; its word: “not detected”</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><td>substance Y</td><td><a href=\"#S1\">LX-1</a></td><td>L2 provisional</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>no result on record</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("1 more on record, with the sample", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_stand_as_they_came_with_what_was_identified_in_them()
    {
        var runs = Enumerable.Range(0, 30).Select(i => new InstrumentRunRecorded(
            Said.Id(100 + i), Sample, "GC_EI_MS", $"device {i}", Party, null, "screening", null, null, null)).ToList<Statement>();
        var page = Render(
        [
            .. runs,
            new IdentificationMade(
                Said.Id(200), Said.Id(103), "a-method/1", null, "field-gcms/1", null, null,
                [new(120_250, "library", [new("compound X", null, null, 934_200)], ["a note"]), new(130_000, "unknown", [], [])], 1),
        ]);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"device {i}"), Devices().Matches(page).Select(match => match.Value[4..^5]));
        Assert.Contains("D1: in the run U4 of ", page, StringComparison.Ordinal);
        Assert.Contains("<td>120.3 s</td><td>library</td><td>compound X (0.934)</td><td>a note</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>130.0 s</td><td>unknown</td><td>none</td>", page, StringComparison.Ordinal);
    }

    private static Statement[] Claimed(string content) =>
    [
        new IncidentOpened(Incident, "I-1", "T", null, null),
        new ClaimProposed(Said.Id(30), null, "rules", "says", "assertion", "asserts", null, null, "somebody", [], [], [], [], "says", content, []),
        new ClaimReviewed(Said.Id(30), "confirmed", Party, "3", "stands there"),
        new AllegationRecorded(Said.Id(31), Incident, Party, "alleges", "t", [Said.Id(30)], []),
    ];

    private static Statement[] Everything(string text) =>
    [
        new CaseOpened(text, text, "", [], JsonMap.Empty),
        new PartyDescribed(Party, text, text, null, null, null),
        .. Claimed(text),
        new IncidentOpened(Said.Id(40), text, text, new(text, null, null, text), new(text)),
        new ReportCaptured(Said.Id(41), text, Party, new(text, null, null, text), null, text, null, null, text, Language: text, LanguageNote: text),
        new ClaimProposed(Said.Id(42), Said.Id(41), text, text, text, text, text, text, text, [new(text, null, null)], [], [], [], text, text, []),
        new SamplesClaimed(Said.Id(43), Incident, Said.Id(42), 9, [text], false, Party, Party, Party, text, text, text, [text]),
        new SampleCollected(Sample, Incident, text, text, text, new(text, null, null, text), new(text), Party, text, text, [text], text),
        new CustodyReported(Sample, Other, Party, new(text, null, null, text), new(text), text, text, text, text, null),
        new InstrumentRunRecorded(Said.Id(44), Sample, text, text, Party, new(text, null, null, text), "screening", null, null, text),
        new IdentificationMade(Said.Id(45), Said.Id(44), text, text, text, text, text, [new(1, "library", [new(text, null, null, 1)], [text])], 0),
        new ResultReported(Said.Id(46), Sample, Party, text, text, [text], true, true, text, new(text, null, null, text), null),
        new CasualtyRecorded(Said.Id(47), Incident, text, text, text, text, new(text, null, null, text), new(text), text, [new(text, text, text)], text, Party, text),
        new RequestMade(Said.Id(48), Incident, text, "CWC_X_ASSISTANCE_IAU", Party, Party, new(text, null, null, text), text, [new(text, text)]),
        new ReplyReceived(Said.Id(48), Party, new(text, null, null, text), text, text),
        new HypothesisStated(Said.Id(49), Incident, "H1", text),
        new EvidenceLinked(Incident, "H1", Sample, "consistent", text),
        new OutcomePublished(Said.Id(50), Incident, "OPCW_FFM", Party, text, new(text, null, null, text), text, text),
        new FindingProposed(Said.Id(51), Incident, "OPCW_FFM", text, [], [], text),
        new FindingReviewed(Said.Id(51), text, text),
        new ObservationAttached(Said.Id(52), Incident, text, Party, new(text, null, null, text), text),
    ];

    [Fact]
    public void A_page_of_a_large_case_ends_says_so_and_links_to_nothing_beyond()
    {
        ClaimProposed Claim(int i) => new(Said.Id(100 + i), null, "rules/1", "said-that", "SAID", "ASSERTS", "USE", "HIGH", "A speaker", [], [], [], [], "said", $"words {i}", []);
        SampleCollected Sampled(int i) => new(Said.Id(20_000 + i), Incident, $"LX-{i}", null, null, null, null, Party, null, null, [], null);
        var claims = Enumerable.Range(1, PageWriter.MostRows + 1).Select(Claim).ToList();
        var samples = Enumerable.Range(1, PageWriter.MostBlocks + 1).Select(Sampled).ToList();
        var page = Render([
            new PartyDescribed(Party, "A party", null, null, null, null), new IncidentOpened(Incident, "I-1", null, null, null), .. claims, .. samples,
            .. claims.Select(claim => new ClaimReviewed(claim.Claim, "confirmed", Party, null, null)),
            new EvidenceLinked(Incident, "H1", samples[0].Sample, "consistent", null), new EvidenceLinked(Incident, "H1", samples[^1].Sample, "consistent", null),
        ]);
        Assert.Contains("The first 5000 of 5001 claims stand here.", page, StringComparison.Ordinal);
        Assert.Contains("The first 1000 of 1001 samples stand here.", page, StringComparison.Ordinal);
        Assert.Contains("The first 5000 of 11007 records stand here.", page, StringComparison.Ordinal);
        Assert.Contains("id=\"C5000\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"C5001\"", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#S1\">LX-1</a>", page, StringComparison.Ordinal);
        Assert.Contains("; LX-1001 (", page, StringComparison.Ordinal);
        Assert.Contains("data/disclosures", page, StringComparison.Ordinal);
        var anchors = Anchors().Matches(page).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.All(Targets().Matches(page).Select(match => match.Groups[1].Value).Distinct(), link => Assert.Contains(link, anchors));
        Assert.DoesNotContain("stand here.", Render(Everything("x")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_that_names_thousands_is_cut_and_says_so()
    {
        var state = Said.State(Everything("x"));
        var sentence = string.Join(" ", Enumerable.Repeat("C1", 20_000));
        var linked = new Mentions(state).In(sentence).Html;
        Assert.EndsWith(" … (39999 more characters are left out here)", linked, StringComparison.Ordinal);
        Assert.Equal("C1", new Mentions(Said.State()).In("C1").Html);
    }

    private static string Render(Statement[] statements) => Render(Said.State(statements));

    private static string Render(CaseState state)
    {
        var content = new DossierContent(CaseHistory.Empty with { State = state }, Said.Tables, CaseAssessment.Of(state, Said.Tables, []), null, "2016-12-31T00:00:00Z", new(), new());
        return Encoding.UTF8.GetString([.. content.Pages([]).Single(page => page.Path == BagLayout.ReaderPage).Parts.SelectMany(part => part)]);
    }

    [GeneratedRegex("""</?(html|head|meta|title|style|body|p|h[1-4]|div|strong|nav|ul|li|a|table|thead|tbody|tr|th|td|pre|details|summary|svg|path|rect|circle|text)( [a-zA-Z-]+="[^"<>]*")*/?>|<!DOCTYPE html>""")]
    private static partial Regex Tag();

    [GeneratedRegex(""" (on[a-z]+=|src=|srcdoc=|action=|style=|href="(?!#))""")]
    private static partial Regex Handler();

    [GeneratedRegex("[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]|\\uDB40")]
    private static partial Regex Unseen();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Anchors();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Targets();

    [GeneratedRegex("<h[23]")]
    private static partial Regex Headings();

    [GeneratedRegex("<td>device [0-9]+</td>")]
    private static partial Regex Devices();
}
