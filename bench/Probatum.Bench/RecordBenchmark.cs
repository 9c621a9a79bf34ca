using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Bench;

/// <summary>A log's leaves read, opened, checked and folded, one after another on one core.</summary>
internal static class RecordBenchmark
{
    public static Benchmark Row { get; } = new("records", "records read, opened, signature checked and folded, one core", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var written = Cases.Write(settings.Size == 0 ? 20_000 : settings.Size);
        var members = written.Average(one => one.Disclosures.Length);
        var read = Read(written);
        var key = read.Keys.Keys.Values.Single().Key;
        if (!SignedNote.TryParse(written[^1].Leaf.Span, out var note, out var fault))
        {
            throw new InvalidDataException(fault.Why);
        }

        var limit = SignatureBenchmark.Library(settings, note.TextBytes.ToArray(), note.Signatures[0].Signature.ToArray(), key.PublicKey.Span);
        yield return new("with signature check", Measure.CoreRate(settings.Runs, () => Read(written).Size), "NSec's own loop", limit, new(Ratio: 0.8))
        {
            Note = FormattableString.Invariant($"{members:0.0} sealed members a record"),
        };
        yield return new("without signature check", Measure.CoreRate(settings.Runs, () => Read(written, SignatureCheck.AlreadyChecked).Size), "", null, Bar.None);
        yield return new("text alone, not folded", Measure.CoreRate(settings.Runs, () => Texts(written)), "", null, Bar.None);
    }

    internal static CaseHistory Read(Written[] written, SignatureCheck check = SignatureCheck.Every)
    {
        var history = CaseHistory.Empty;
        foreach (var (leaf, disclosures) in written)
        {
            history = history.Then(leaf, disclosures, check);
        }

        return history.Remarks.IsEmpty ? history : throw new InvalidDataException(history.Remarks[0].ToString());
    }

    private static long Texts(Written[] written)
    {
        foreach (var (leaf, disclosures) in written)
        {
            if (!RecordText.TryRead(leaf, disclosures, out _, out var fault))
            {
                throw new InvalidDataException(fault.Why);
            }
        }

        return written.Length;
    }
}
