using System.Text;
using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

public sealed class Markdown_loses_its_marks
{
    private const string Source = """
        ---
        title: "Nine samples"
        author: Somebody
        ---
        # Nine *samples* taken #

        Officials **said** on [Tuesday](https://a.example/x "y") that a_name_like_this
        and _nine_ samples were taken.[^1] ![the mill](m.png)

        > The `ministry` said 2 * 3 = 6 \*so\*.

        - one
        - two

        | a | b |
        |---|---|
        | c | d |

        ```
        # code **stays**
        ```

        [^1]: A note.
        [ref]: https://a.example
        """;

    [Fact]
    public void And_keeps_its_words()
    {
        var report = Read(Encoding.UTF8.GetBytes(Source));
        Assert.Equal(
            "Nine samples taken\n\nOfficials said on Tuesday that a_name_like_this\nand nine samples were taken.[1] the mill\n\nThe ministry said 2 * 3 = 6 *so*.\n\none\ntwo\n\n a \t b \n c \t d\n\n# code **stays**\n\n[1]: A note.\n",
            report.Text.Replace(" \n", "\n", StringComparison.Ordinal).Replace(" b\n", " b \n", StringComparison.Ordinal));
        Assert.Equal(("text/markdown", "Nine samples"), (report.Media, report.Title));
        Assert.Contains(new("author", "Somebody"), report.Told);
        var at = report.Text.IndexOf("ministry", StringComparison.Ordinal);
        Assert.Equal(["line 10"], report.Map.Of(at, at + 8, report.Text));
    }

    [Theory]
    [InlineData("Officials said *so*. [More](https://a.example)\n")]
    [InlineData("# one\nwords\n")]
    [InlineData("#5 was taken.\n- one\n- two\n")]
    public void A_plain_text_stays_as_it_is(string text) => Assert.Equal(("text/plain", text), (Read(Encoding.UTF8.GetBytes(text)).Media, Read(Encoding.UTF8.GetBytes(text)).Text));

    [Fact]
    public void Any_marks_give_a_text_or_a_reason() =>
        Gen.OneOf("# a\n", "**", "_", "[", "](", ")", "`", "\n", "word ", "![", "[^", "<", ">", "|", "\\", "😀", "---\n", "- ").Array[0, 60].Sample(
            pieces => ReportFormats.Read(Encoding.UTF8.GetBytes("# a\n\n# b\n" + string.Concat(pieces)), out var fault) is { } report ? report.Map.Runs.All(run => run.End <= report.Text.EnumerateRunes().Count()) : fault.Why.Length > 0,
            iter: Damaged.Many);

    private static ReadReport Read(byte[] bytes)
    {
        var report = ReportFormats.Read(bytes, out var fault);
        Assert.True(report is not null, fault.ToString());
        return report;
    }
}
