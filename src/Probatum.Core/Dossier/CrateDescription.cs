using Probatum.Core.Records;

namespace Probatum.Core.Dossier;

/// <summary>Describes a dossier's payload for machines that know nothing of us.</summary>
/// <remarks>Source: RO-Crate 1.2, attached crate; the crate's root is the bag's data folder.</remarks>
internal static class CrateDescription
{
    public static byte[] Write(DossierContent content, IReadOnlyCollection<string> files)
    {
        var state = content.History.State;
        var parts = files.Where(path => path != BagLayout.Crate).Select(path => path["data/".Length..]).Order(StringComparer.Ordinal).ToList();
        var graph = new List<Json>
        {
            JsonMap.Of(
                ("@id", "ro-crate-metadata.json"), ("@type", "CreativeWork"), ("about", Ref("./")),
                ("conformsTo", Ref("https://w3id.org/ro/crate/1.2"))),
            JsonMap.Of(
                ("@id", "./"), ("@type", "Dataset"), ("name", state.Opened?.Title ?? "Untitled"),
                ("description", "A sealed dossier: signed records, the files they name, and the proofs. README.html is the page for people."),
                ("datePublished", content.SealedAt), ("identifier", content.History.Id?.Text ?? ""),
                ("license", Ref("#rights")), ("hasPart", JsonList.Of(parts.Select(part => Ref(part))))),
            JsonMap.Of(
                ("@id", "#rights"), ("@type", "CreativeWork"), ("name", "Rights"),
                ("description", "Rights in the documents stay with their holders. The dossier is handed over for the purpose of the case.")),
        };
        var media = state.Entries.SelectMany(entry => entry.Statement is null ? [] : Named(entry.Statement)).GroupBy(blob => blob.Sha256)
            .ToDictionary(group => group.Key, group => group.First().Media);
        graph.AddRange(parts.Select(part => JsonMap.Of(
            ("@id", part), ("@type", "File"), ("name", Name(part)),
            ("encodingFormat", Media(part, media)))));
        return CanonicalJson.Write(JsonMap.Of(("@context", "https://w3id.org/ro/crate/1.2/context"), ("@graph", JsonList.Of(graph))));
    }

    private static IEnumerable<Blob> Named(Statement statement)
    {
        var body = new BodyWriter();
        statement.Write(body);
        return body.Sealed.SelectMany(member => DossierContent.Blobs(member.Value));
    }

    private static JsonMap Ref(string id) => JsonMap.Of(("@id", id));

    private static string Name(string part) => part switch
    {
        "README.html" => "The page for people",
        "log/checkpoint" => "Signed checkpoint of the case's log",
        "withheld.json" => "Withheld members, counted",
        _ when part.StartsWith("log/", StringComparison.Ordinal) => "Part of the case's log",
        _ when part.StartsWith("keys/", StringComparison.Ordinal) => "Public key or trust policy",
        _ when part.StartsWith("disclosures/", StringComparison.Ordinal) => "Disclosures of one record",
        _ => "File named by a record",
    };

    private static string Media(string part, Dictionary<string, string> media) => part switch
    {
        "README.html" => "text/html",
        "withheld.json" => "application/json",
        _ when part.StartsWith("files/", StringComparison.Ordinal) => media.GetValueOrDefault(part["files/".Length..], "text/plain"),
        _ when part.StartsWith("log/tile/", StringComparison.Ordinal) => "application/octet-stream",
        _ => "text/plain",
    };
}
