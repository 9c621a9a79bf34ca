using System.Globalization;
using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>Day and publisher are taken from the first lines of a text where they can mean nothing else, and only there.</summary>
public sealed class The_head_of_a_text_gives_its_day
{
    [Theory]
    [InlineData("A headline\n17 May 2031\n\nThe army said so.", "2031-05-17", null)]
    [InlineData("A headline\nReuters\n15 May 2021\nThe army said so.", "2021-05-15", "Reuters")]
    [InlineData("A headline\n15 May 2021\nReuters\nThe army said so.", "2021-05-15", "Reuters")]
    [InlineData("A headline\nReuters / 15 May 2021\nThe army said so.", "2021-05-15", "Reuters")]
    [InlineData("A headline\nThe Northern Post | May 15, 2021\nThe army said so.", "2021-05-15", "The Northern Post")]
    [InlineData("A headline\nDolnice, 3 March 2024\nThe army said so.", "2024-03-03", null)]
    [InlineData("DOLNICE, 3 March 2024 (AFP) — The army said so.", "2024-03-03", null)]
    [InlineData("Published: 2031-05-17\nThe army said so.", "2031-05-17", null)]
    [InlineData("A headline\nBy Jane Roe\n17 May 2031\nThe army said so.", "2031-05-17", null)]
    [InlineData("A headline\nJane Roe | 17 May 2031\nThe army said so.", "2031-05-17", null)]
    [InlineData("**A headline**\r\n\r\n*Monday, 5 May 2031*\r\nThe army said so.", "2031-05-05", null)]
    [InlineData("A headline\n25/3/2024\nThe army said so.", "2024-03-25", null)]
    [InlineData("A headline\n17 May 2031\nUpdated\n17 May 2031\nThe army said so.", "2031-05-17", null)]
    public void A_day_that_stands_for_itself_is_the_reports(string text, string day, string? publisher) =>
        Assert.Equal((DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), publisher), ((DateOnly, string?))(TextHead.Read(text).Date!.Value, TextHead.Read(text).Publisher));

    [Theory]
    [InlineData("Statement of 3 March 2024\nThe army said so.")]
    [InlineData("On 3 March 2024 gas was used in Dolnice\nThe army said so.")]
    [InlineData("The attack on the town of Dolnice in the north, 3 March 2024\nThe army said so.")]
    [InlineData("What happened here: 3 March 2024\nThe army said so.")]
    [InlineData("A headline\n3/4/2024\nThe army said so.")]
    [InlineData("A headline\n3 March 2024\n4 March 2024\nThe army said so.")]
    [InlineData("One\ntwo\nthree\nfour\nfive\n3 March 2024")]
    [InlineData("A headline\n17 May\nThe army said so.")]
    [InlineData("Reuters\nThe army said so.")]
    [InlineData("")]
    public void A_day_that_may_be_the_events_is_left(string text) => Assert.Equal((null, null), TextHead.Read(text));

    [Fact]
    public void Whatever_a_text_holds_its_head_is_read()
    {
        string[] parts = ["3 March 2024", "Reuters", "/", ",", "|", "—", "(", ":", " ", "\n", "2031-05-17", "31/12/9999", "\ud800", "Post"];
        Gen.Int[0, parts.Length - 1].Array[0, 30].Sample(some => TextHead.Read(string.Concat(some.Select(i => parts[i]))).Date is null or { Year: 2024 or 2031 });
        Gen.String.Sample(text => TextHead.Read(text) is var _);
    }
}
