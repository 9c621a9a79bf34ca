using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>One search in an opened index.</summary>
/// <remarks>
/// What may be seen and what is asked beside the words are part of the expression, so that the first records that are looked at are ones that
/// count; each is held to the scope once more before it does. Work is bounded by how many rows are looked at, not by how many there are.
/// </remarks>
internal sealed class IndexSearch(IndexFile index, IndexSession session, SearchFolding folding, SearchRequest request)
{
    private const int MostLookedAt = 10 * CaseIndex.MostCounted;

    private readonly int _rows = index.Rows.Count;
    private readonly List<(long Row, IndexRow Of)> _hits = [];
    private readonly HashSet<(int Case, int Leaf)> _exact = [];
    private bool _isPartial;

    /// <summary>The months since the year 0 of a time in minutes since 1970.</summary>
    public static int Month(int minutes)
    {
        var made = Made(minutes);
        return (made.Year * 12) + made.Month - 1;
    }

    public SearchResult Run()
    {
        var terms = SearchTerm.Read(request.Words, folding, request.Last);
        if (terms.IsEmpty || Conditions() is not { } conditions)
        {
            return SearchResult.None;
        }

        var going = terms.Select(term => (term, SearchExpression.GoingOn(term, session))).ToList();
        if (SearchExpression.Exact(going) is not { } expression)
        {
            return SearchResult.None;
        }

        Take(expression + conditions, _ => true);
        var exact = _hits.Count;
        if (!_isPartial && SearchExpression.Alike(going, session) is { } alike)
        {
            _exact.UnionWith(_hits.Select(hit => (hit.Of.Case, hit.Of.Leaf)));
            Take(alike + conditions, row => !_exact.Contains((row.Case, row.Leaf)));
        }

        Sort(0, exact);
        Sort(exact, _hits.Count - exact);
        return new(
            Page(terms, exact), _hits.Count, exact, _isPartial, Facet(row => row.Kind), Facet(row => row.Case), Facet(row => row.Author),
            Times(minutes => Month(minutes) / 12, year => year.ToString("0000", CultureInfo.InvariantCulture)),
            Times(Month, month => string.Create(CultureInfo.InvariantCulture, $"{month / 12:0000}-{(month % 12) + 1:00}")));
    }

    private static DateTimeOffset Made(int minutes) => DateTimeOffset.UnixEpoch.AddMinutes(minutes);

    /// <summary>What else must hold, as the end of an expression; null where nothing can.</summary>
    private string? Conditions()
    {
        var parts = new List<string>();
        if (request.Scope.Cases is { } cases)
        {
            // Cases of which the same kinds may be seen together; where it is every case whole, nothing is asked.
            var known = cases.Select(one => (Number: index.NumberOf("case", one.Key.Text), Kinds: one.Value)).Where(one => one.Number is not null).ToList();
            if (known.Count < index.CountOf("case") || known.Exists(one => one.Kinds is not null))
            {
                var seen = known.GroupBy(one => one.Kinds is null ? null : string.Join(' ', one.Kinds.Order(StringComparer.Ordinal))).Select(group =>
                {
                    var marks = SearchExpression.AnyOf(group.Select(one => SearchExpression.Mark('c', one.Number!.Value)));
                    return group.Key is null ? marks : Marks('k', "kind", group.Key.Split(' ')) is { } kinds ? $"({marks} AND {kinds})" : null;
                }).OfType<string>().ToList();
                if (seen.Count == 0)
                {
                    return null;
                }

                parts.Add($"({string.Join(" OR ", seen)})");
            }
        }

        var filter = request.Filter;
        foreach (var (mark, what, wanted) in new[]
        {
            ('k', "kind", filter.Kinds), ('c', "case", filter.Cases.Select(id => id.Text).ToImmutableArray()), ('a', "author", filter.Authors.Select(key => key.Text).ToImmutableArray()),
        })
        {
            if (!wanted.IsEmpty)
            {
                if (Marks(mark, what, wanted) is not { } marks)
                {
                    return null;
                }

                parts.Add(marks);
            }
        }

        if (!filter.Made.IsEmpty)
        {
            var times = filter.Made.Select(Time).OfType<string>().ToList();
            if (times.Count == 0)
            {
                return null;
            }

            parts.Add(SearchExpression.AnyOf(times));
        }

        return string.Concat(parts.Select(part => " AND " + part));
    }

    private string? Marks(char mark, string what, IEnumerable<string> names) =>
        names.Select(name => index.NumberOf(what, name)).OfType<int>().Select(number => SearchExpression.Mark(mark, number)).ToList() is { Count: > 0 } marks ? SearchExpression.AnyOf(marks) : null;

    private static string? Time(string made) =>
        made.Length == 4 && int.TryParse(made, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? SearchExpression.Mark('y', year)
        : made.Length == 7 && made[4] == '-' && int.TryParse(made.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out year)
            && int.TryParse(made.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12 ? SearchExpression.Mark('m', (year * 12) + month - 1)
        : null;

    /// <summary>Takes records, one for all pieces of its text, until there are enough or enough was looked at.</summary>
    private void Take(string expression, Func<IndexRow, bool> wanted)
    {
        var (last, looked) = (default(IndexRow), 0);
        foreach (var number in session.Rows(expression))
        {
            if (looked++ == MostLookedAt || _hits.Count == CaseIndex.MostCounted)
            {
                _isPartial = true;
                return;
            }

            // What was written since this search began is for the next one.
            if (number > _rows)
            {
                continue;
            }

            var row = index.Rows[number];
            if ((row.Case, row.Leaf) == (last.Case, last.Leaf) || !wanted(row) || !MaySee(row))
            {
                continue;
            }

            last = row;
            _hits.Add((number, row));
        }
    }

    private bool MaySee(IndexRow row)
    {
        var id = new CaseId(index.NameOf(row.Case));
        return (request.Scope.Cases is not { } cases || (cases.TryGetValue(id, out var kinds) && kinds?.Contains(index.NameOf(row.Kind)) != false))
            && request.Scope.MaySee?.Invoke(id, row.Leaf) != false;
    }

    private void Sort(int start, int count) =>
        CollectionsMarshal.AsSpan(_hits).Slice(start, count).Sort((a, b) => b.Of.Minutes.CompareTo(a.Of.Minutes) is var made and not 0 ? made : b.Row.CompareTo(a.Row));

    private ImmutableArray<FoundRecord> Page(ImmutableArray<SearchTerm> terms, int exact)
    {
        var page = ImmutableArray.CreateBuilder<FoundRecord>();
        var snippet = new Snippet(terms, folding);
        for (var i = Math.Clamp(request.Skip, 0, _hits.Count); i < _hits.Count && page.Count < request.Take; i++)
        {
            var (number, row) = _hits[i];
            var (member, passage, marks) = snippet.Of(session.Passage(number));
            page.Add(new(
                new(index.NameOf(row.Case)), row.Leaf, index.NameOf(row.Kind), new(index.NameOf(row.Author)), row.Minutes == 0 ? null : Made(row.Minutes), i < exact, member, passage, marks));
        }

        return page.ToImmutable();
    }

    private ImmutableArray<FacetCount> Facet(Func<IndexRow, int> number)
    {
        var counts = new Dictionary<int, int>();
        foreach (var (_, row) in _hits)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, number(row), out _)++;
        }

        return [.. counts.Select(pair => new FacetCount(index.NameOf(pair.Key), pair.Value)).OrderByDescending(one => one.Count).ThenBy(one => one.Value, StringComparer.Ordinal)];
    }

    private ImmutableArray<FacetCount> Times(Func<int, int> part, Func<int, string> text)
    {
        var counts = new Dictionary<int, int>();
        foreach (var (_, row) in _hits.Where(hit => hit.Of.Minutes != 0))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, part(row.Minutes), out _)++;
        }

        return [.. counts.OrderByDescending(pair => pair.Key).Select(pair => new FacetCount(text(pair.Key), pair.Value))];
    }
}
