using CsCheck;
using Probatum.Core.Dossier;
using Check = Probatum.Core.Dossier.Check;

namespace Probatum.Tests.Dossier;

public sealed class PromisesTests
{
    private static readonly Gen<Check> Checks =
        Gen.Select(Gen.OneOf<string>([.. Promises.Codes.Append("unheard-of").Select(code => Gen.Const(code))]), Gen.Enum<Outcome>(), Gen.String, (code, outcome, words) => new Check(code, outcome, words));

    [Fact]
    public void Every_check_stands_under_exactly_one_promise_and_the_worst_comes_first() => Checks.Array[0, 40].Sample(checks =>
    {
        var promises = Promises.Of(new Verdict([.. checks], null));
        return promises.Length == 3
            && promises.SelectMany(promise => promise.Checks).OrderBy(check => check.ToString(), StringComparer.Ordinal).SequenceEqual(checks.OrderBy(check => check.ToString(), StringComparer.Ordinal))
            && promises.All(promise => promise.Checks.IsEmpty || promise.Outcome == promise.Checks.Max(check => check.Outcome));
    });

    [Fact]
    public void A_promise_of_which_nothing_was_seen_is_not_proven() =>
        Assert.All(Promises.Of(new Verdict([], null)), promise => Assert.Equal(Outcome.NotProven, promise.Outcome));
}
