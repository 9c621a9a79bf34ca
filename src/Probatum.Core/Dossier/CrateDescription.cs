using System.Text;
using Probatum.Core.Records;

namespace Probatum.Core.Dossier;

/// <summary>Describes a dossier's payload for machines that know nothing of us.</summary>
/// <remarks>Source: RO-Crate 1.2, attached crate; the crate's root is the bag's data folder.</remarks>
internal static class CrateDescription
{
    private const int PartsAtOnce = 256;

    // The list stands behind members whose quotes are escaped where they are text, so its first place is the right one.
    private const string EmptyList = "\"hasPart\":[]";

    /// <summary>The canonical JSON in pieces: what is said once of the whole, and one piece for some hundred files each time.</summary>
    public static IEnumerable<byte[]> Parts(DossierContent content, IReadOnlyCollection<string> files)
    {
        var state = content.History.State;
        var parts = files.Where(path => path != BagLayout.Crate).Select(path => path["data/".Length..]).Order(StringComparer.Ordinal).ToList();
        var about = CanonicalJson.WriteText(JsonMap.Of(
            ("@id", "ro-crate-metadata.json"), ("@type", "CreativeWork"), ("about", Ref("./")),
            ("conformsTo", Ref("https://w3id.org/ro/crate/1.2"))));
        var root = CanonicalJson.WriteText(JsonMap.Of(
            ("@id", "./"), ("@type", "Dataset"), ("name", state.Opened?.Title ?? "Untitled"),
            ("description", "A sealed dossier: signed records, the files they name, and the proofs. README.html is the page for people."),
            ("datePublished", content.SealedAt), ("identifier", content.History.Id?.Text ?? ""),
            ("license", Ref("#rights")), ("hasPart", JsonList.Of([]))));
        var rights = CanonicalJson.WriteText(JsonMap.Of(
            ("@id", "#rights"), ("@type", "CreativeWork"), ("name", "Rights"),
            ("description", "Rights in the documents stay with their holders. The dossier is handed over for the purpose of the case.")));
        var list = root.IndexOf(EmptyList, StringComparison.Ordinal) + EmptyList.Length - 1;

        yield return Encoding.UTF8.GetBytes($"{{\"@context\":\"https://w3id.org/ro/crate/1.2/context\",\"@graph\":[{about},{root[..list]}");
        foreach (var piece in Pieces(parts, part => Ref(part), ""))
        {
            yield return piece;
        }

        yield return Encoding.UTF8.GetBytes($"{root[list..]},{rights}");
        foreach (var piece in Pieces(parts, part => JsonMap.Of(("@id", part), ("@type", "File"), ("name", Name(part)), ("encodingFormat", Media(part, content.Named))), ","))
        {
            yield return piece;
        }

        yield return "]}"u8.ToArray();
    }

    /// <summary>Items of an array; <paramref name="before"/> stands before the first.</summary>
    private static IEnumerable<byte[]> Pieces(List<string> parts, Func<string, JsonMap> item, string before)
    {
        foreach (var some in parts.Chunk(PartsAtOnce))
        {
            yield return Encoding.UTF8.GetBytes(before + string.Join(',', some.Select(part => CanonicalJson.WriteText(item(part)))));
            before = ",";
        }
    }

    private static JsonMap Ref(string id) => JsonMap.Of(("@id", id));

    private static string Name(string part) => part switch
    {
        "README.html" => "The page for people",
        "log/checkpoint" => "Signed checkpoint of the case's log",
        "withheld.json" => "Withheld members, counted",
        _ when part.StartsWith("log/", StringComparison.Ordinal) => "Part of the case's log",
        _ when part.StartsWith("keys/", StringComparison.Ordinal) => "Public key or trust policy",
        _ when part.StartsWith("disclosures/", StringComparison.Ordinal) => "Disclosures of up to 256 records",
        _ => "File named by a record",
    };

    private static string Media(string part, NamedFiles named) => part switch
    {
        "README.html" => "text/html",
        "withheld.json" => "application/json",
        _ when part.StartsWith("files/", StringComparison.Ordinal) => named.Media(part["files/".Length..]) ?? "text/plain",
        _ when part.StartsWith("log/tile/", StringComparison.Ordinal) => "application/octet-stream",
        _ => "text/plain",
    };
}
