using Probatum.Text;

namespace Probatum.Tests.Text.Languages;

/// <summary>Swapping the sides' names changes names and nothing else, in Russian and Arabic too.</summary>
public sealed class No_side_is_favoured_in_other_languages
{
    [Theory]
    [InlineData("ru", "Вельскии", "Тарнии", "Вельския", "Тарния", "Вельскию", "Тарнию")]
    [InlineData("ar", "سهلان", "جبلان", "لسهلان", "لجبلان")]
    public void By_a_swap_of_names(string language, params string[] pairs)
    {
        foreach (var report in Annotated.Of(language))
        {
            string Swapped(string text)
            {
                for (var i = 0; i < pairs.Length; i += 2)
                {
                    text = text.Replace(pairs[i], "\u0001", StringComparison.Ordinal).Replace(pairs[i + 1], pairs[i], StringComparison.Ordinal)
                        .Replace("\u0001", pairs[i + 1], StringComparison.Ordinal);
                }

                return text;
            }

            var swapped = Swapped(report.Text);
            Assert.Equal(Shapes(report.Text, Swapped), Shapes(swapped, text => text));
        }
    }

    // Words of invented parties; real ones must not do better or worse.
    [Theory]
    [InlineData("Россия", "Украина")]
    [InlineData("Сирия", "Турция")]
    [InlineData("США", "Иран")]
    public void Russian_sentences_with_states(string one, string other) => Assert.Equal(
        Shapes($"{one} обвинила армию в применении хлора. {one} отрицает это. {one} заявила, что применён зарин.", text => text).Length,
        Shapes($"{other} обвинила армию в применении хлора. {other} отрицает это. {other} заявила, что применён зарин.", text => text).Length);

    private static string[] Shapes(string text, Func<string, string> names) => [.. ClaimExtractor.Extract(text, Read.Known).Select(claim =>
        string.Join(" | ", claim.Rule, claim.Kind, claim.Stance, claim.Certainty, claim.Topic, claim.CuePresupposes, names(Read.Shown(text, claim)),
            string.Join(',', claim.Event.Select(slot => slot.Field))))];
}
