using System.Collections.Immutable;
using System.Text;

namespace Probatum.Core.Dossier;

/// <summary>A bag with its digests, as far as they were computed.</summary>
internal sealed class OpenedBag(IBagReader bag)
{
    public ImmutableArray<string> Paths { get; } = [.. bag.Paths.Order(StringComparer.Ordinal)];

    public IEnumerable<string> Payload => Paths.Where(path => path.StartsWith("data/", StringComparison.Ordinal));

    public Dictionary<string, (string Sha256, long Length)> Digests { get; } = new(StringComparer.Ordinal);

    /// <summary>A short file whole; null when it is absent or too long.</summary>
    public ReadOnlyMemory<byte>? Read(string path)
    {
        using var stream = bag.Open(path);
        if (stream is null)
        {
            return null;
        }

        var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > DossierVerifier.LongestText)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

    public string? Digest(string path)
    {
        using var stream = bag.Open(path);
        if (stream is null)
        {
            return null;
        }

        using var hashing = new HashingStream(stream);
        var buffer = new byte[1 << 17];
        while (hashing.Read(buffer) > 0)
        {
        }

        var digest = hashing.Hex();
        Digests[path] = (digest, hashing.Length);
        return digest;
    }
}

/// <summary>The bag itself: declaration, manifests, no file too few or too many.</summary>
internal static class BagCheck
{
    public static IEnumerable<Check> Of(OpenedBag bag, IProgress<double>? progress)
    {
        if (bag.Paths.FirstOrDefault(path => !BagLayout.IsSafe(path)) is { } odd)
        {
            return [new("bag/structure", Outcome.Fails, $"a file has a name that no dossier has: {Shown(odd)}")];
        }

        string[] tags = [BagLayout.Info, BagLayout.Declaration, BagLayout.Manifest, BagLayout.TagManifest];
        var stray = bag.Paths.FirstOrDefault(path => !path.StartsWith("data/", StringComparison.Ordinal) && !tags.Contains(path));
        var lacking = tags.FirstOrDefault(tag => !bag.Paths.Contains(tag));
        if (stray is not null || lacking is not null)
        {
            return [new("bag/structure", Outcome.Fails, stray is not null ? $"{stray} does not belong into the bag" : $"{lacking} is missing")];
        }

        var payload = new List<(string Path, string Sha256)>();
        var files = bag.Payload.ToList();
        foreach (var path in files)
        {
            payload.Add((path, bag.Digest(path) ?? ""));
            progress?.Report((double)payload.Count / files.Count);
        }

        return
        [
            Compare(bag, BagLayout.Declaration, BagLayout.DeclarationText, "bag/declaration", "BagIt 1.0"),
            Compare(bag, BagLayout.Manifest, BagLayout.ManifestText(payload), "bag/manifest", $"{payload.Count} payload files have the digests of the manifest"),
            Compare(
                bag, BagLayout.TagManifest, BagLayout.ManifestText(BagLayout.TagFiles.Select(tag => (tag, bag.Digest(tag) ?? ""))), "bag/tag-manifest",
                "the tag files have the digests of the tag manifest"),
        ];
    }

    /// <summary>Compares a tag file with its one spelling and names the first line that differs.</summary>
    private static Check Compare(OpenedBag bag, string path, string expected, string code, string good)
    {
        if (bag.Read(path) is not { } bytes)
        {
            return new(code, Outcome.Fails, $"{path} is missing or too long");
        }

        if (bytes.Span.SequenceEqual(Encoding.UTF8.GetBytes(expected)))
        {
            return new(code, Outcome.Holds, good);
        }

        var (there, here) = (Encoding.UTF8.GetString(bytes.Span).Split('\n'), expected.Split('\n'));
        var line = there.Zip(here).TakeWhile(pair => pair.First == pair.Second).Count();
        var shown = line < here.Length && here[line].Contains("  ", StringComparison.Ordinal) ? here[line].Split("  ")[1] : $"line {line + 1}";
        return new(code, Outcome.Fails, $"{path} does not fit: {shown} differs from what lies in the bag");
    }

    private static string Shown(string path) => string.Concat(path.Take(80).Select(c => c is > ' ' and < (char)0x7f ? c : '?'));
}
