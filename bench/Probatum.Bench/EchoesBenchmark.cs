using System.Diagnostics;
using Probatum.Tests.Text;
using Probatum.Text.Echoes;

namespace Probatum.Bench;

/// <summary>Which of many reports go back to one origin; beside it the plain way, every pair by its rows of three words.</summary>
internal static class EchoesBenchmark
{
    private const int Usual = 10_000;
    private const int OfPeer = 1_000;

    public static Benchmark Row { get; } = new("echoes", "10,000 reports with planted echoes: which go back to one origin", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? Usual : settings.Size;
        var (texts, planted) = MadeReports.Make(size);
        EchoGraph graph = null!;
        var all = Measure.Rate(settings.Runs, () =>
        {
            graph = EchoFinder.Find(texts, Environment.ProcessorCount);
            return size;
        });
        var few = texts.Take(Math.Min(size, OfPeer)).ToList();
        var theirs = Measure.Rate(1, () => Pairwise(few));
        var (met, wrong) = Judged(size, planted, graph);
        yield return new("reports, all cores", all, $"every pair of {few.Count}, rows of three words", theirs, new(Rate: Usual / 30.0))
        {
            Note = FormattableString.Invariant(
                $"{size / all:0.0} s; planted pairs with one origin {met} of {planted.Count}, edges between reports without one {wrong}; {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB at the most"),
        };
        var ours = Measure.Rate(settings.Runs, () => EchoFinder.Find(few).Edges.Length > 0 ? few.Count : 0);
        yield return new($"{few.Count} reports, one core", ours, "every pair, rows of three words", theirs, Bar.None);
    }

    /// <summary>Jaccard of the sets of three words in a row, from .02 on: what is measured on the small set of docs/claims.md.</summary>
    private static long Pairwise(List<EchoText> texts)
    {
        var sets = texts.ConvertAll(text =>
        {
            var words = text.Text.ToLowerInvariant().Split([' ', '\n', '.', ','], StringSplitOptions.RemoveEmptyEntries);
            return Enumerable.Range(0, Math.Max(0, words.Length - 2)).Select(i => string.Join(' ', words, i, 3)).ToHashSet(StringComparer.Ordinal);
        });
        var found = 0;
        for (var i = 1; i < sets.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var both = sets[i].Count(sets[j].Contains);
                found += both * 50 >= sets[i].Count + sets[j].Count - both ? 1 : 0;
            }
        }

        return found > 0 ? texts.Count : 0;
    }

    private static (int Met, int Wrong) Judged(int size, List<(string Echo, string Source)> planted, EchoGraph graph)
    {
        var origins = graph.Origins.SelectMany((origin, i) => origin.Reports.Select(report => (report, i))).ToLookup(pair => pair.report, pair => pair.i);
        var parents = Enumerable.Range(0, size).ToArray();
        int Root(string id)
        {
            var at = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
            while (parents[at] != at)
            {
                at = parents[at];
            }

            return at;
        }

        planted.ForEach(pair => parents[Root(pair.Echo)] = Root(pair.Source));
        return (planted.Count(pair => origins[pair.Echo].Intersect(origins[pair.Source]).Any()), graph.Edges.Count(edge => !edge.IsOutside && Root(edge.From) != Root(edge.To)));
    }
}
