using System.Collections.Immutable;
using Probatum.Core.Findings;
using Probatum.Core.Records;

namespace Probatum.Core.Assessment;

/// <summary>One item of the matrix with every analyst's marks on it.</summary>
/// <param name="Item">The item; null where it is withheld.</param>
/// <param name="Body">What it goes back to: a result, a run and an aliquot to the sample, so that one body of evidence counts once.</param>
/// <param name="IsEvidence">Whether it is evidence. What is said or published, and an absence that nobody looked for, is shown and counts for nothing.</param>
/// <param name="Marks">The marks, in log order.</param>
public sealed record MatrixItem(EntityId? Item, EntityId? Body, bool IsEvidence, ImmutableArray<EvidenceMark> Marks)
{
    /// <summary>What this analyst says of it for a hypothesis; null for nothing.</summary>
    public string? Bearing(string hypothesis, KeyName analyst) => Marks.LastOrDefault(mark => mark.Said.Hypothesis == hypothesis && mark.Analyst == analyst)?.Said.Bearing;

    /// <summary>What all analysts who say something of it for a hypothesis agree on; null where nobody does, or where they differ.</summary>
    public string? Agreed(string hypothesis) => Said(hypothesis) is [var one] ? one : null;

    /// <summary>The different things that analysts say of it for a hypothesis.</summary>
    public ImmutableArray<string> Said(string hypothesis) =>
        [.. Marks.Where(mark => mark.Said.Hypothesis == hypothesis).GroupBy(mark => mark.Analyst).Select(marks => marks.Last().Said.Bearing).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}

/// <summary>How one item tells hypotheses apart. One that speaks against none, or against all, decides nothing.</summary>
public sealed record Diagnosticity(MatrixItem Item, ImmutableArray<string> Fits, ImmutableArray<string> Against)
{
    /// <summary>Whether it tells any hypothesis from another.</summary>
    public bool Decides { get; init; }
}

/// <summary>Where a hypothesis stands: the bodies of evidence that speak against it and for it. Ordered by what speaks against, as Heuer does.</summary>
public sealed record StandingHypothesis(string Key, string Words, int Place, ImmutableArray<MatrixItem> Against, ImmutableArray<MatrixItem> For);

/// <summary>One item that changes the order if it is wrong: the hypotheses in first place with it and without it.</summary>
public sealed record Sensitivity(ImmutableArray<MatrixItem> Items, ImmutableArray<string> First, ImmutableArray<string> FirstWithout, ImmutableArray<string> OrderWithout);

/// <summary>The matrix as one analyst sees it, or as all do together where they agree.</summary>
/// <param name="Analyst">Whose it is; null for what all agree on.</param>
/// <param name="Items">How each item tells hypotheses apart.</param>
/// <param name="Standing">The hypotheses, those with the least against them first.</param>
/// <param name="Sensitive">The bodies of evidence that change the order if they are wrong.</param>
public sealed record AnalystMatrix(KeyName? Analyst, ImmutableArray<Diagnosticity> Items, ImmutableArray<StandingHypothesis> Standing, ImmutableArray<Sensitivity> Sensitive);

/// <summary>A cell about which analysts differ. Both stay.</summary>
public sealed record MatrixDifference(MatrixItem Item, string Hypothesis, ImmutableArray<EvidenceMark> Marks);

/// <summary>Evidence against hypotheses: analysts side by side, what tells hypotheses apart, where they stand, and on which single item that hangs.</summary>
/// <remarks>
/// After Heuer, Psychology of Intelligence Analysis, ch. 8: what speaks against a hypothesis orders them, what fits everything decides
/// nothing. Every number is a count of bodies of evidence that are named beside it. Source: docs/domain.md 6.6.
/// </remarks>
public sealed record HypothesisMatrix(
    ImmutableArray<(string Key, string Words)> Hypotheses, ImmutableArray<MatrixItem> Items, AnalystMatrix Together, ImmutableArray<AnalystMatrix> Analysts,
    ImmutableArray<MatrixDifference> Differences)
{
    /// <summary>The matrix of an incident.</summary>
    public static HypothesisMatrix Of(IncidentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ImmutableArray<(string Key, string Words)> hypotheses =
        [
            .. facts.Tables.Hypotheses.Select(row => (row.Key, facts.Case.Hypotheses[facts.Incident.Incident].LastOrDefault(stated => stated.Key == row.Key)?.Text ?? row.Words)),
            .. facts.Case.Hypotheses[facts.Incident.Incident].Where(stated => stated.Key is not null && !facts.Tables.Hypotheses.Any(row => row.Key == stated.Key))
                .GroupBy(stated => stated.Key!).Select(stated => (stated.Key, stated.Last().Text ?? stated.Key)),
        ];
        ImmutableArray<MatrixItem> items =
        [
            .. facts.Marks.GroupBy(mark => mark.Said.Item?.Text ?? "").Select(marks => marks.First().Said.Item is var item
                ? new MatrixItem(item, facts.Case.BodyOf(item), facts.Case.IsEvidence(item, facts), [.. marks]) : null!).OrderBy(item => item.Marks[0].Index),
        ];
        ImmutableArray<KeyName> analysts = [.. facts.Marks.Select(mark => mark.Analyst).Distinct()];
        return new(
            hypotheses, items, View(null, hypotheses, items, (item, key) => item.Agreed(key)),
            [.. analysts.Select(analyst => View(analyst, hypotheses, [.. items.Where(item => item.Marks.Any(mark => mark.Analyst == analyst))], (item, key) => item.Bearing(key, analyst)))],
            [.. items.SelectMany(item => hypotheses.Where(one => item.Said(one.Key).Length > 1)
                .Select(one => new MatrixDifference(item, one.Key, [.. item.Marks.Where(mark => mark.Said.Hypothesis == one.Key)])))]);
    }

    private static AnalystMatrix View(KeyName? analyst, ImmutableArray<(string Key, string Words)> hypotheses, ImmutableArray<MatrixItem> items, Func<MatrixItem, string, string?> bearing)
    {
        ImmutableArray<string> With(MatrixItem item, string sort) => [.. hypotheses.Where(one => bearing(item, one.Key) == sort).Select(one => one.Key)];
        ImmutableArray<Diagnosticity> rows =
        [
            .. items.Select(item => new Diagnosticity(item, With(item, "consistent"), With(item, "inconsistent")))
                .Select(row => row with { Decides = row.Item.IsEvidence && !row.Against.IsEmpty && row.Against.Length < hypotheses.Length }),
        ];
        var bodies = rows.Where(row => row.Item.IsEvidence).GroupBy(row => row.Item.Body).ToList();
        ImmutableArray<MatrixItem> Bodies(Func<Diagnosticity, bool> which) => [.. bodies.Where(body => body.Any(which)).Select(body => body.First(which).Item)];
        var all = hypotheses.Select(one => new StandingHypothesis(one.Key, one.Words, 0, Bodies(row => row.Against.Contains(one.Key)), Bodies(row => row.Fits.Contains(one.Key)))).ToList();
        ImmutableArray<StandingHypothesis> standing = [.. all.Select(one => one with { Place = 1 + all.Count(other => other.Against.Length < one.Against.Length) }).OrderBy(one => one.Place)];
        var counts = all.ToDictionary(one => one.Key, one => one.Against.Length, StringComparer.Ordinal);
        var order = Order(counts);
        return new(
            analyst, rows, standing,
            [
                .. bodies.Where(body => body.Any(row => row.Decides)).Select(body => (Body: body, Without: Without(counts, body)))
                    .Select(one => (one.Body, one.Without, Order: Order(one.Without))).Where(one => !one.Order.SequenceEqual(order))
                    .Select(one => new Sensitivity([.. one.Body.Select(row => row.Item)], First(counts), First(one.Without), one.Order)),
            ]);
    }

    /// <summary>How many bodies of evidence speak against each hypothesis where one of them is left out.</summary>
    private static Dictionary<string, int> Without(Dictionary<string, int> counts, IEnumerable<Diagnosticity> body)
    {
        var less = new Dictionary<string, int>(counts, StringComparer.Ordinal);
        foreach (var key in body.SelectMany(row => row.Against).Distinct())
        {
            less[key]--;
        }

        return less;
    }

    private static ImmutableArray<string> First(Dictionary<string, int> counts) => [.. counts.Where(one => one.Value == counts.Values.Min()).Select(one => one.Key)];

    // Those of one place stand together: "H1=H2, H5".
    private static ImmutableArray<string> Order(Dictionary<string, int> counts) =>
        [.. counts.GroupBy(one => one.Value).OrderBy(place => place.Key).Select(place => string.Join("=", place.Select(one => one.Key).Order(StringComparer.Ordinal)))];
}
