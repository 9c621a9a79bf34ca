using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Core.Dossier;

/// <summary>Where things lie in a dossier, and the exact text of its tag files.</summary>
/// <remarks>
/// A BagIt bag (RFC 8493) whose payload is an RO-Crate and whose data/log is laid out as c2sp.org/tlog-tiles has it. Every
/// tag file has one spelling, so a reader recomputes it and compares bytes.
/// </remarks>
public static class BagLayout
{
    /// <summary>The bag's declaration.</summary>
    public const string Declaration = "bagit.txt";

    /// <summary>The bag's metadata.</summary>
    public const string Info = "bag-info.txt";

    /// <summary>SHA-256 of every payload file.</summary>
    public const string Manifest = "manifest-sha256.txt";

    /// <summary>SHA-256 of every tag file but itself.</summary>
    public const string TagManifest = "tagmanifest-sha256.txt";

    /// <summary>The page for people.</summary>
    public const string ReaderPage = "data/README.html";

    /// <summary>The crate's description.</summary>
    public const string Crate = "data/ro-crate-metadata.json";

    /// <summary>The signed checkpoint that covers every leaf.</summary>
    public const string Checkpoint = "data/log/checkpoint";

    /// <summary>The folder of the log; tiles and bundles lie below it under their own paths.</summary>
    public const string Log = "data/log/";

    /// <summary>The registry's proof that it holds the sealed checkpoint, where that was stamped.</summary>
    public const string RegistryProof = "data/log/registry.tlog-proof";

    /// <summary>The very bytes that the authorities stamped: the registry's checkpoint with its own signatures.</summary>
    public const string Stamped = "data/log/registry-checkpoint";

    /// <summary>The log's Ed25519 key, one line.</summary>
    public const string LogKey = "data/keys/log.vkey";

    /// <summary>The log's ML-DSA-44 key, one line.</summary>
    public const string LogMlDsaKey = "data/keys/log-mldsa.vkey";

    /// <summary>The trust policy of the dossier (c2sp.org/tlog-policy).</summary>
    public const string Policy = "data/keys/policy";

    /// <summary>Every sealed member that this dossier does not open.</summary>
    public const string Withheld = "data/withheld.json";

    /// <summary>What the declaration says.</summary>
    public const string DeclarationText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

    /// <summary>The key of an author of records.</summary>
    public static string AuthorKey(string name) => $"data/keys/{name}.vkey";

    /// <summary>The disclosures of one leaf, one a line.</summary>
    public static string Disclosures(long index) => $"data/disclosures/{index.ToString(CultureInfo.InvariantCulture)}.txt";

    /// <summary>A file by its digest.</summary>
    public static string File(string sha256) => $"data/files/{sha256}";

    /// <summary>The token of an authority over the registry's checkpoint, counted from 1.</summary>
    public static string Token(int number) => $"data/log/stamp-{number.ToString(CultureInfo.InvariantCulture)}.tsr";

    /// <summary>The text of a manifest: digest, two spaces, path, line feed; sorted by path.</summary>
    public static string ManifestText(IEnumerable<(string Path, string Sha256)> files) => string.Concat(ManifestLines(files));

    /// <summary>The same line by line: a manifest of a million files is not held twice.</summary>
    public static IEnumerable<string> ManifestLines(IEnumerable<(string Path, string Sha256)> files) =>
        files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => $"{file.Sha256}  {file.Path}\n");

    /// <summary>The text of bag-info.txt.</summary>
    public static string InfoText(string title, string caseId, string date, long octets, int files) =>
        $"Bag-Software-Agent: Probatum {Engine.Version}\nBagging-Date: {date}\nExternal-Description: {OneLine(title)}\n"
        + $"External-Identifier: {caseId}\nPayload-Oxum: {octets.ToString(CultureInfo.InvariantCulture)}.{files.ToString(CultureInfo.InvariantCulture)}\n";

    /// <summary>
    /// Whether a path can stand in a dossier: relative, slashes only, no empty or dotted part, printable ASCII. Everything
    /// that a dossier holds is named by us, so nothing else is needed, and nothing else is read.
    /// </summary>
    public static bool IsSafe(string path) =>
        path.Length is > 0 and <= 240 && path.All(c => c is > ' ' and < (char)0x7f and not ('\\' or ':' or '%'))
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));

    /// <summary>The sorted tag files that the tag manifest covers.</summary>
    public static ImmutableArray<string> TagFiles { get; } = [Info, Declaration, Manifest];

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', '\r'));
}

/// <summary>Which version of the rules in this program computed a view.</summary>
public static class Engine
{
    /// <summary>The version that a seal states and a verifier states beside it.</summary>
    public const string Version = "0.1.0";
}
