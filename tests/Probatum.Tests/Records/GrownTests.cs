using CsCheck;
using Probatum.Core;

namespace Probatum.Tests.Records;

/// <summary>What a fold keeps grows in place where nobody can see it.</summary>
public sealed class GrownTests
{
    private static readonly Gen<(int From, int Item)[]> Steps = Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 50]).Array[0, 60];

    [Fact]
    public void A_list_that_another_was_made_of_stays_as_it_was() => Steps.Sample(steps =>
    {
        var made = new List<(GrownList<int> List, int[] Expected)> { ([], []) };
        foreach (var (from, item) in steps)
        {
            var (list, expected) = made[from % 3 == 0 ? from % made.Count : made.Count - 1];
            made.Add((list.Add(item), [.. expected, item]));
        }

        Assert.All(made, one =>
        {
            Assert.Equal(one.Expected, one.List);
            Assert.Equal(one.Expected.Length, one.List.Count);
            Assert.Equal(one.Expected.Contains(7), one.List.Exists(item => item == 7));
            Assert.Equal(one.Expected.FirstOrDefault(item => item > 40), one.List.Find(item => item > 40));
            Assert.Throws<ArgumentOutOfRangeException>(() => one.List[one.Expected.Length]);
        });
    });

    [Fact]
    public void A_map_that_another_was_made_of_stays_as_it_was() => Steps.Sample(steps =>
    {
        var made = new List<(GrownDictionary<int, int> Map, Dictionary<int, int> Expected)> { (GrownDictionary.Empty<int, int>(), []) };
        foreach (var (from, key) in steps)
        {
            var (map, expected) = made[from % 3 == 0 ? from % made.Count : made.Count - 1];
            made.Add((map.TryAdd(key, from), expected.ContainsKey(key) ? expected : new(expected) { [key] = from }));
        }

        Assert.All(made, one =>
        {
            Assert.Equal(one.Expected.OrderBy(entry => entry.Key), one.Map.OrderBy(entry => entry.Key));
            Assert.Equal(one.Expected.Count, one.Map.Count);
            Assert.All(Enumerable.Range(0, 51), key => Assert.Equal(one.Expected.ContainsKey(key), one.Map.ContainsKey(key)));
        });
    });

    [Fact]
    public void A_map_in_which_values_were_replaced_leaves_those_before_as_they_were() => Steps.Sample(steps =>
    {
        var made = new List<(GrownDictionary<int, int> Map, Dictionary<int, int> Expected)> { (GrownDictionary.Empty<int, int>(), []) };
        foreach (var (from, key) in steps)
        {
            var (map, expected) = made[from % 3 == 0 ? from % made.Count : made.Count - 1];
            made.Add((map.Set(key % 7, from), new(expected) { [key % 7] = from }));
        }

        Assert.All(made, one =>
        {
            Assert.Equal(one.Expected.OrderBy(entry => entry.Key), one.Map.OrderBy(entry => entry.Key));
            Assert.Equal(one.Expected.Count, one.Map.Count);
            Assert.All(Enumerable.Range(0, 7), key => Assert.Equal(one.Expected.TryGetValue(key, out var value) ? value : null, one.Map.TryGetValue(key, out var found) ? found : (int?)null));
        });
    });

    [Fact]
    public void Rows_that_were_added_and_replaced_leave_those_before_as_they_were() => Steps.Sample(steps =>
    {
        var made = new List<(GrownRows<int> Rows, List<int> Expected)> { (GrownRows.Empty<int>(), []) };
        foreach (var (from, item) in steps)
        {
            var (rows, expected) = made[from % 3 == 0 ? from % made.Count : made.Count - 1];
            var at = item % (expected.Count + 1);
            made.Add(at == expected.Count ? (rows.Add(item), [.. expected, item]) : (rows.Set(at, item), [.. expected[..at], item, .. expected[(at + 1)..]]));
        }

        Assert.All(made, one =>
        {
            Assert.Equal(one.Expected, one.Rows);
            Assert.Equal(one.Expected.Count == 0, one.Rows.IsEmpty);
            Assert.Throws<ArgumentOutOfRangeException>(() => one.Rows[one.Expected.Count]);
            Assert.Throws<ArgumentOutOfRangeException>(() => one.Rows.Set(one.Expected.Count, 1));
        });
    });

    [Fact]
    public void A_key_that_is_added_has_one_value_for_ever()
    {
        var map = GrownDictionary.Empty<string, int>(StringComparer.OrdinalIgnoreCase).Add("a", 1);
        Assert.Throws<ArgumentException>(() => map.Add("A", 2));
        Assert.Equal(1, map["A"]);
        Assert.Throws<KeyNotFoundException>(() => map["b"]);
    }

    [Fact]
    public void Threads_that_add_to_one_list_or_map_do_not_meet()
    {
        GrownList<int> list = [1];
        var map = GrownDictionary.Empty<int, int>().Add(0, 0);
        Parallel.For(0, 200, i =>
        {
            Assert.Equal([1, i], list.Add(i));
            Assert.Equal([0, i + 1], map.Add(i + 1, i).Select(entry => entry.Key).Order());
        });
        Assert.Equal([1], list);
        Assert.Single(map);
    }
}
