using System.Text;
using Probatum.Core.Records;

namespace Probatum.Core.Dossier;

/// <summary>The views: the seal, the ceilings, the pages, each recomputed.</summary>
internal static class ViewCheck
{
    public static IEnumerable<Check> Of(OpenedBag bag, DossierContent content, LogCheck log)
    {
        if (content.Seal is not { } seal)
        {
            yield return new("seal", Outcome.Fails, "the last record under the checkpoint does not seal the dossier");
            yield break;
        }

        yield return seal.EntriesSha512 == log.EntriesSha512 && seal.Entries == log.Checkpoint!.Size - 1
            ? new("seal", Outcome.Holds, $"the seal covers the {seal.Entries} records before it (SHA-512)")
            : new("seal", Outcome.Fails, "the seal's SHA-512 or count is not that of the records before it");

        var (stated, recomputed) = (seal.Ceilings, content.StatedCeilings());
        var same = stated.Equals(recomputed);
        var loose = content.Withheld.Length > 0 || seal.Engine != Engine.Version;
        yield return (same, loose) switch
        {
            (true, _) => new("ceilings", Outcome.Holds, $"the {stated.Members.Count} stated ceilings are what the records carry (engine {seal.Engine}, checked by {Engine.Version})"),
            (_, true) => new("ceilings", Outcome.NotProven, $"stated: {CanonicalJson.WriteText(stated)}; recomputable from what is disclosed: {CanonicalJson.WriteText(recomputed)}; {content.Withheld.Length} withheld members lie between (engine {seal.Engine}, checked by {Engine.Version})"),
            _ => new("ceilings", Outcome.Fails, $"stated: {CanonicalJson.WriteText(stated)}; the records carry: {CanonicalJson.WriteText(recomputed)}"),
        };

        foreach (var (path, expected) in content.Pages([.. bag.Payload]).Append((BagLayout.Info, Info(bag, content))))
        {
            yield return (bag.Read(path) is { } bytes && bytes.Span.SequenceEqual(expected), seal.Engine == Engine.Version) switch
            {
                (true, _) => new("pages", Outcome.Holds, $"{path} shows what the records say"),
                (_, false) => new("pages", Outcome.NotProven, $"{path} was written by engine {seal.Engine}; {Engine.Version} writes it otherwise"),
                _ => new("pages", Outcome.Fails, $"{path} does not show what the records say"),
            };
        }
    }

    private static byte[] Info(OpenedBag bag, DossierContent content)
    {
        var files = bag.Payload.Select(path => bag.Digests[path].Length).ToList();
        return Encoding.UTF8.GetBytes(content.Info(files.Sum(), files.Count));
    }
}
