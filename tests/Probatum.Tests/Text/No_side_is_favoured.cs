using Probatum.Text;

namespace Probatum.Tests.Text;

/// <summary>Swapping the sides' names changes names and nothing else.</summary>
public sealed class No_side_is_favoured
{
    internal const string Report = """
        Russia accuses the United States of foul play

        The United States said on Friday that rebels used sarin in Homs, adding that the army had warned of an attack.
        Russia denied the accusations and accused the United States of supplying the rebels with chlorine.
        “We have proof that the army dropped barrel bombs on civilians,” a spokesman for the rebels said.
        According to Russia, the rebels poisoned five civilians. The army reportedly used tear gas against the rebels.
        The claim by the United States that the army used chlorine is false, Russia said, demanding an inquiry.
        The rebels called on the army to stop. Rebels say the army may have used sarin.
        It was alleged that the army fired rockets.
        """;

    public static TheoryData<string, string> Sides { get; } = new()
    {
        { "Russia", "the United States" },
        { "rebels", "army" },
        { "Russia", "Ukraine" },
        { "the United States", "Iran" },
    };

    [Theory]
    [MemberData(nameof(Sides))]
    public void By_a_swap_of_names(string one, string other)
    {
        var swapped = Swap(Report, one, other);
        Assert.Equal(
            ClaimExtractor.Extract(Report, Read.Known)
                .Select(claim => Shape(Report, claim, text => Swap(text, one, other))),
            ClaimExtractor.Extract(swapped, Read.Known).Select(claim => Shape(swapped, claim, text => text)));
    }

    private static string Shape(string text, ProposedClaim claim, Func<string, string> names) =>
        string.Join(" | ", claim.Rule, claim.Kind, claim.Stance, claim.Certainty, claim.Topic, claim.CuePresupposes, string.Join(',', claim.Answers),
            names(Read.Shown(text, claim))
                .ToLowerInvariant(), string.Join(',', claim.Event.Select(slot => slot.Field)));

    internal static string Swap(string text, string one, string other)
    {
        var capital = char.ToUpperInvariant(other[0]) + other[1..];
        var capitalOne = char.ToUpperInvariant(one[0]) + one[1..];
        return text.Replace(one, "\u0001", StringComparison.Ordinal)
            .Replace(capitalOne, "\u0002", StringComparison.Ordinal)
            .Replace(other, one, StringComparison.Ordinal).Replace(capital, capitalOne, StringComparison.Ordinal)
            .Replace("\u0001", other, StringComparison.Ordinal).Replace("\u0002", capital, StringComparison.Ordinal);
    }
}
