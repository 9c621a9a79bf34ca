using System.Collections.Immutable;
using System.Text;

namespace Probatum.Core.Dossier;

/// <summary>A bag with the digests of its payload.</summary>
internal sealed class OpenedBag(IBagReader bag, IReadOnlyDictionary<string, (string Sha256, long Length)> digests)
{
    public IBagReader Reader => bag;

    public ImmutableArray<string> Paths { get; } = [.. bag.Paths.Order(StringComparer.Ordinal)];

    public ImmutableArray<NotAFile> NotFiles { get; } = [.. bag.NotFiles];

    public IEnumerable<string> Payload => Paths.Where(path => path.StartsWith("data/", StringComparison.Ordinal));

    public IReadOnlyDictionary<string, (string Sha256, long Length)> Digests { get; } = digests;

    /// <summary>A short file whole; null when it is absent, too long, or was changed in its ZIP.</summary>
    public ReadOnlyMemory<byte>? Read(string path)
    {
        try
        {
            return BagTexts.Read(bag, path);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

/// <summary>The form of a dossier: beyond what any bag has, one spelling of each tag file, and no file too few or too many.</summary>
internal static class BagCheck
{
    public static IEnumerable<Check> Of(OpenedBag bag)
    {
        if (bag.Paths.FirstOrDefault(path => !BagLayout.IsSafe(path)) is { } odd)
        {
            return [new("bag/structure", Outcome.Fails, $"a file has a name that no dossier has: {Shown(odd)}")];
        }

        if (bag.NotFiles.FirstOrDefault() is { } other)
        {
            return [new("bag/structure", Outcome.Fails, $"{Shown(other.Path)} is no file of a dossier: {other.What}")];
        }

        string[] tags = [BagLayout.Info, BagLayout.Declaration, BagLayout.Manifest, BagLayout.TagManifest];
        var stray = bag.Paths.FirstOrDefault(path => !path.StartsWith("data/", StringComparison.Ordinal) && !tags.Contains(path));
        var lacking = tags.FirstOrDefault(tag => !bag.Paths.Contains(tag));
        if (stray is not null || lacking is not null)
        {
            return [new("bag/structure", Outcome.Fails, stray is not null ? $"{stray} does not belong into the bag" : $"{lacking} is missing")];
        }

        var payload = bag.Payload.Select(path => (path, bag.Digests.GetValueOrDefault(path).Sha256 ?? "")).ToList();
        return
        [
            Compare(bag, BagLayout.Declaration, BagLayout.DeclarationText.Split('\n').SkipLast(1).Select(line => line + "\n"), "bag/declaration", "BagIt 1.0"),
            Compare(bag, BagLayout.Manifest, BagLayout.ManifestLines(payload), "bag/manifest", $"{payload.Count} payload files have the digests of the manifest"),
            Compare(
                bag, BagLayout.TagManifest,
                BagLayout.ManifestLines(BagLayout.TagFiles.Select(tag => (tag, bag.Read(tag) is { } bytes ? Records.Digests.Hex(bytes.Span) : ""))),
                "bag/tag-manifest", "the tag files have the digests of the tag manifest"),
        ];
    }

    /// <summary>Compares a tag file with the lines of its one spelling and names the first that differs.</summary>
    private static Check Compare(OpenedBag bag, string path, IEnumerable<string> expected, string code, string good)
    {
        if (bag.Read(path) is not { } bytes)
        {
            return new(code, Outcome.Fails, $"{path} is missing or too long");
        }

        var (at, number) = (0, 0);
        foreach (var line in expected)
        {
            number++;
            var here = Encoding.UTF8.GetBytes(line);
            if (!bytes.Span[at..].StartsWith(here))
            {
                var shown = line.Contains("  ", StringComparison.Ordinal) ? line.Split("  ")[1].TrimEnd('\n') : $"line {number}";
                return new(code, Outcome.Fails, $"{path} does not fit: {shown} differs from what lies in the bag");
            }

            at += here.Length;
        }

        return at == bytes.Length ? new(code, Outcome.Holds, good) : new(code, Outcome.Fails, $"{path} does not fit: line {number + 1} differs from what lies in the bag");
    }

    private static string Shown(string path) => string.Concat(path.Take(80).Select(c => c is > ' ' and < (char)0x7f ? c : '?'));
}
