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

        yield return seal.WithheldSha256 is { } stays && bag.Digests.GetValueOrDefault(BagLayout.Withheld).Sha256 == stays
            ? new("withholding", Outcome.Holds, $"what is withheld is what the sealer withheld: {content.Withheld.Count} members")
            : new("withholding", Outcome.NotProven, $"the {content.Withheld.Count} withheld members and their reasons are not those of the sealer: somebody narrowed the dossier, or the seal states none");

        var (stated, recomputed) = (seal.Ceilings, content.StatedCeilings());
        var same = seal.States(recomputed);
        var loose = content.Withheld.Count > 0 || seal.Engine != Engine.Version;
        yield return (same, loose) switch
        {
            _ when Raised(content, seal) is { } raised
                => new("ceilings", Outcome.Fails, $"what is disclosed reads stronger than what was sealed: {raised}; members that lower it are withheld, or the seal is wrong"),
            (true, _) => new("ceilings", Outcome.Holds, $"the {stated.Members.Count} stated ceilings are what the records carry (engine {Named(seal.Engine)}, checked by {Engine.Version})"),
            (_, true) => new("ceilings", Outcome.NotProven, $"stated: {CanonicalJson.WriteText(stated)}; recomputable from what is disclosed: {CanonicalJson.WriteText(recomputed)}; {content.Withheld.Count} withheld members lie between (engine {Named(seal.Engine)}, checked by {Engine.Version})"),
            _ => new("ceilings", Outcome.Fails, $"stated: {CanonicalJson.WriteText(stated)}; the records carry: {CanonicalJson.WriteText(recomputed)}"),
        };

        var pages = content.Pages([.. bag.Payload]).Select(page => (page.Path, Digests.Hex(page.Parts) == bag.Digests.GetValueOrDefault(page.Path).Sha256))
            .Append((BagLayout.Info, bag.Read(BagLayout.Info) is { } info && info.Span.SequenceEqual(Info(bag, content))));
        foreach (var (path, isSame) in pages)
        {
            yield return (isSame, seal.Engine == Engine.Version) switch
            {
                (true, _) => new("pages", Outcome.Holds, $"{path} shows what the records say"),
                (_, false) => new("pages", Outcome.NotProven, $"{path} says it was written by engine {Named(seal.Engine)}; {Engine.Version} writes it otherwise: DO NOT RELY ON THAT FILE, show the records with this program"),
                _ => new("pages", Outcome.Fails, $"{path} does not show what the records say"),
            };
        }
    }

    /// <summary>The first ceiling that the disclosed members carry higher than the seal states.</summary>
    private static string? Raised(DossierContent content, DossierSealed seal) => content.Assessment.Incidents.SelectMany(incident => incident.Ceilings)
        .Select(ceiling => (Rungs: content.Tables.Routes[ceiling.Route].Wordings, Now: ceiling.Wording.Key, Then: seal.WordingOf(DossierContent.Key(ceiling)), Name: DossierContent.Key(ceiling)))
        .Where(one => one.Then is not null && Rank(one.Rungs, one.Now) < Rank(one.Rungs, one.Then))
        .Select(one => $"{one.Name}: sealed as '{one.Then}', now '{one.Now}'").FirstOrDefault();

    /// <summary>A version stands among our own words, so it can be nothing but a version.</summary>
    private static string Named(string? engine) =>
        engine is { Length: > 0 and <= 32 } && engine.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-') ? engine : "of no version";

    private static int Rank(System.Collections.Immutable.ImmutableArray<Requests.RouteWording> rungs, string key) =>
        rungs.Select((rung, i) => rung.Key == key ? i : int.MaxValue).DefaultIfEmpty(int.MaxValue).Min();

    private static byte[] Info(OpenedBag bag, DossierContent content)
    {
        var files = bag.Payload.Select(path => bag.Digests.GetValueOrDefault(path).Length).ToList();
        return Encoding.UTF8.GetBytes(content.Info(files.Sum(), files.Count));
    }
}
