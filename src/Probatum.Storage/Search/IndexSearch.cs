using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Probatum.Storage;

/// <summary>One search in an opened index.</summary>
/// <remarks>
/// What may be seen and what is asked beside the words is held against each row in memory, which costs next to nothing; once many rows did not pass,
/// it becomes part of the expression, so that the rows that are looked at are ones that count. Each is held against it all the same. Work is
/// bounded by how many rows are looked at, not by how many there are.
/// </remarks>
internal sealed class IndexSearch(IndexFile index, IndexSession session, SearchFolding folding, SearchRequest request)
{
    private const int MostLookedAt = 10 * CaseIndex.MostCounted;
    private const int MostInVain = 2 * CaseIndex.MostCounted;

    private readonly int _rows = index.Rows.Count;
    private readonly List<(long Row, IndexRow Of)> _hits = [];
    private readonly HashSet<(int Case, int Leaf)> _exact = [];
    private readonly List<Func<IndexRow, bool>> _asked = [];
    private Dictionary<int, HashSet<int>?>? _seen;
    private bool _isPartial;

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

        Take(expression, conditions, _ => true);
        var exact = _hits.Count;
        if (!_isPartial && SearchExpression.Alike(going, session) is { } alike)
        {
            _exact.UnionWith(_hits.Select(hit => (hit.Of.Case, hit.Of.Leaf)));
            Take(alike, conditions, row => !_exact.Contains((row.Case, row.Leaf)));
        }

        Sort(0, exact);
        Sort(exact, _hits.Count - exact);
        var months = Counts(row => row.Month).Where(month => month.Key != 0).OrderByDescending(month => month.Key).ToList();
        return new(
            Page(terms, exact), _hits.Count, exact, _isPartial, Facet(row => row.Kind), Facet(row => row.Case), Facet(row => row.Author),
            [.. months.GroupBy(month => month.Key / 12).Select(year => new FacetCount(year.Key.ToString("0000", CultureInfo.InvariantCulture), year.Sum(month => month.Value)))],
            [.. months.Select(month => new FacetCount(string.Create(CultureInfo.InvariantCulture, $"{month.Key / 12:0000}-{(month.Key % 12) + 1:00}"), month.Value))]);
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
            _seen = known.ToDictionary(one => one.Number!.Value, one => one.Kinds?.Select(kind => index.NumberOf("kind", kind)).OfType<int>().ToHashSet());
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
                var numbers = wanted.Select(name => index.NumberOf(what, name)).OfType<int>().ToHashSet();
                _asked.Add(mark switch { 'k' => row => numbers.Contains(row.Kind), 'c' => row => numbers.Contains(row.Case), _ => row => numbers.Contains(row.Author) });
            }
        }

        if (!filter.Made.IsEmpty)
        {
            var times = filter.Made.Select(Time).OfType<(char Mark, int Number)>().ToHashSet();
            if (times.Count == 0)
            {
                return null;
            }

            parts.Add(SearchExpression.AnyOf(times.Select(time => SearchExpression.Mark(time.Mark, time.Number))));
            _asked.Add(row => row.Month != 0 && (times.Contains(('m', row.Month)) || times.Contains(('y', row.Month / 12))));
        }

        return string.Concat(parts.Select(part => " AND " + part));
    }

    private string? Marks(char mark, string what, IEnumerable<string> names) =>
        names.Select(name => index.NumberOf(what, name)).OfType<int>().Select(number => SearchExpression.Mark(mark, number)).ToList() is { Count: > 0 } marks ? SearchExpression.AnyOf(marks) : null;

    private static (char Mark, int Number)? Time(string made) =>
        made.Length == 4 && int.TryParse(made, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? ('y', year)
        : made.Length == 7 && made[4] == '-' && int.TryParse(made.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out year)
            && int.TryParse(made.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12 ? ('m', (year * 12) + month - 1)
        : null;

    /// <summary>Takes records, one for all pieces of its text, until there are enough or enough was looked at.</summary>
    private void Take(string expression, string conditions, Func<IndexRow, bool> wanted)
    {
        if (Take(expression, long.MaxValue, conditions.Length > 0 ? MostInVain : MostLookedAt, wanted) is { } next)
        {
            _isPartial = _hits.Count == CaseIndex.MostCounted || conditions.Length == 0 || Take(expression + conditions, next, MostLookedAt, wanted) is not null;
        }
    }

    /// <summary>The same of the rows up to a last one; where it stopped before the end, the row to go on with.</summary>
    private long? Take(string expression, long from, int mostInVain, Func<IndexRow, bool> wanted)
    {
        var (last, inVain) = (default(IndexRow), 0);
        foreach (var number in session.Rows(expression, from))
        {
            // What was written since this search began is for the next one.
            if (number > _rows)
            {
                continue;
            }

            var row = index.Rows[number];
            if ((row.Case, row.Leaf) == (last.Case, last.Leaf))
            {
                continue;
            }

            if (_hits.Count == CaseIndex.MostCounted || inVain == mostInVain)
            {
                return number;
            }

            if (!wanted(row) || !_asked.TrueForAll(asked => asked(row)) || !MaySee(row))
            {
                inVain++;
                continue;
            }

            last = row;
            _hits.Add((number, row));
        }

        return null;
    }

    private bool MaySee(IndexRow row) =>
        (_seen is null || (_seen.TryGetValue(row.Case, out var kinds) && kinds?.Contains(row.Kind) != false))
        && (request.Scope.MaySee is not { } may || may(new(index.NameOf(row.Case)), row.Leaf));

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

    private IEnumerable<FacetCount> Named(Dictionary<int, int> counts) =>
        counts.Select(pair => new FacetCount(index.NameOf(pair.Key), pair.Value)).OrderByDescending(one => one.Count).ThenBy(one => one.Value, StringComparer.Ordinal);

    private ImmutableArray<FacetCount> Facet(Func<IndexRow, int> number) => [.. Named(Counts(number))];

    private Dictionary<int, int> Counts(Func<IndexRow, int> number)
    {
        var counts = new Dictionary<int, int>();
        foreach (var (_, row) in _hits)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, number(row), out _)++;
        }

        return counts;
    }
}
