using System.Text;
using CsCheck;
using Probatum.Core.Claims;

namespace Probatum.Tests.Dossier;

public sealed class ClaimPlacesTests
{
    [Fact]
    public void A_claim_stands_exactly_where_its_words_do() =>
        Gen.Select(Gen.OneOf("a", "😀", "é", "b ").Array[1, 12], Gen.Int[0, 12], Gen.Int[0, 12], Gen.Int[-1, 1]).Sample((pieces, start, length, off) =>
        {
            var text = string.Concat(pieces);
            var points = text.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
            var words = string.Concat(points.Skip(start).Take(length));
            var at = Math.Max(0, start + off);
            var expected = at + length <= points.Length && string.Concat(points.Skip(at).Take(length)) == words;
            return new ClaimPlaces(Encoding.UTF8.GetBytes(text)).Stands(Claim(words, new TextSpan(at, at + length))) == expected;
        });

    [Fact]
    public void Spans_that_are_longer_than_the_words_are_not_looked_up() =>
        Assert.False(new ClaimPlaces(Encoding.UTF8.GetBytes(new string('a', 1_000_000))).Stands(Claim("a", [.. Enumerable.Repeat(new TextSpan(0, 1_000_000), 100_000)])));

    private static ClaimProposed Claim(string words, params TextSpan[] spans) =>
        new(null, null, null, null, null, null, null, null, null, [], [], [], [.. spans], null, words, []);
}
