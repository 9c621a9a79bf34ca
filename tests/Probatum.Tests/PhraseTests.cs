using Probatum.Core;

namespace Probatum.Tests;

public class PhraseTests
{
    [Fact]
    public void A_phrase_is_English_by_itself_and_its_form_is_the_key_of_its_translation()
    {
        Phrase phrase = $"{2} samples of {"A {b}"}: {Phrase.List(["x", "y"])} {{kept}}";

        Assert.Equal("2 samples of A {b}: x, y {kept}", phrase.ToString());
        Assert.Equal("{0} samples of {1}: {2} {{kept}}", phrase.Form);
        Assert.Equal("x ، y :A {b}", ((Phrase)$"{"A {b}"}: {Phrase.List(["x", "y"])}").In(new Backwards()));
    }

    [Fact]
    public void Number_changes_the_form_and_what_a_language_lacks_stays_English()
    {
        Phrase one = Phrase.Count(1, "{0} sample", "{0} samples"), several = Phrase.Count(3, "{0} sample", "{0} samples");

        Assert.Equal("1 sample, 3 samples", $"{one}, {several}");
        Assert.Equal("٣ samples", several.In(new Backwards()));
        Assert.Equal(["{0} and {1}", "{0} sample", "{0} sample"], ((Phrase)$"{one} and {several}").All.Select(phrase => phrase.Form));
    }

    private sealed class Backwards : IPhrases
    {
        public string? Find(string form, long? count) => form switch { "{0}: {1}" => "{1} :{0}", ", " => " ، ", _ => null };

        public string Number(long number) => number == 3 ? "٣" : "?";
    }
}
