using Probatum.Core;
using Probatum.Core.Cases;

namespace Probatum.Bench;

/// <summary>All views of a case made anew from its entries.</summary>
internal static class RefoldBenchmark
{
    public static Benchmark Row { get; } = new("refold", "all views of a large case made anew from its entries", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? 200_000 : settings.Size;
        var entries = RecordBenchmark.Read(Cases.Write(size), SignatureCheck.AlreadyChecked).State.Entries;
        var before = GC.GetAllocatedBytesForCurrentThread();
        CaseState.Of(entries);
        var garbage = (GC.GetAllocatedBytesForCurrentThread() - before) / size;
        var rate = Measure.CoreRate(settings.Runs, () => CaseState.Of(entries).Entries.Count);
        yield return new($"{size} entries", rate, "", null, new(Rate: 500_000))
        {
            Note = $"{GC.GetTotalMemory(forceFullCollection: true) >> 20} MB hold the case; {garbage} bytes are made an entry",
        };

        // What is held at hand of a case that is read already, and one record after another comes in.
        const int Appended = 10_000;
        var held = CaseState.Of(entries.Take(entries.Count - Appended));
        var appending = Measure.CoreRate(settings.Runs, () => entries.Skip(entries.Count - Appended).Aggregate(held, (state, entry) => state.Then(entry)).Entries.Count - held.Entries.Count);
        yield return new($"one entry after {size - Appended}", appending, "", null, new(Rate: 1_000)) { Note = $"{1e6 / appending:0.0} µs each" };
    }
}
