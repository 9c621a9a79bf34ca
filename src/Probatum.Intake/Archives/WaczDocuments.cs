using System.Security.Cryptography;
using System.Text.Json;

namespace Probatum.Intake;

/// <summary>A packed web archive (WACZ): its digests are checked, the pages that it lists become reports.</summary>
/// <remarks>Source: WACZ 1.1.1 (specs.webrecorder.net), 5.1 to 5.3. Indexes are not read: the records themselves are.</remarks>
internal static class WaczDocuments
{
    public const int LargestFile = 1 << 30;
    public const string Media = "application/wacz";

    private const long LargestArchive = 1L << 30;
    private const int MostListed = 10_000;
    private const string Package = "datapackage.json";

    public static bool Recognises(ReadOnlyMemory<byte> file) => BoundedZip.Holds(file.Span, Package);

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        try
        {
            using var zip = new BoundedZip(bytes, LargestArchive, 2 * LargestArchive, "wacz");
            var (notes, told) = Check(zip);
            var listed = Listed(zip);
            var pages = new WarcPages(new(WarcDocuments.MostPages), address => listed.Count == 0 || listed.Contains(address));
            var archives = zip.Names.Where(name => name.StartsWith("archive/", StringComparison.Ordinal) && (name.EndsWith(".warc", StringComparison.Ordinal) || name.EndsWith(".warc.gz", StringComparison.Ordinal))).Distinct().ToList();
            fault = archives.Count == 0 ? new("wacz/no-archive", "archive/", "it holds no archive") : default;
            foreach (var archive in archives)
            {
                var one = pages.Read(new MemoryStream(zip.Read(archive)!, false), archive);
                if (one != default)
                {
                    notes.Add($"{archive} is not read: {one}");
                    fault = archives.Count == 1 ? one : fault;
                }
            }

            notes.Add(listed.Count == 0 ? "it lists no pages: every page of its archives is taken" : $"it lists {listed.Count} pages, which alone are taken");
            var report = WarcDocuments.Report(pages, Media, "wacz/1", notes);
            return fault == default ? report with { Told = [.. told, .. report.Told] } : null;
        }
        catch (DocumentException e)
        {
            fault = e.Fault;
            return null;
        }
    }

    /// <summary>Holds every file against the digest that the package says.</summary>
    private static (List<string> Notes, IEnumerable<Told> Told) Check(BoundedZip zip)
    {
        var (notes, held, told) = (new List<string>(), 0, new List<(string, string?)>());
        try
        {
            using var json = JsonDocument.Parse(zip.Read(Package)!);
            foreach (var name in new[] { "title", "description", "created", "modified", "software", "mainPageURL", "mainPageDate" })
            {
                told.Add((name, Text(json.RootElement, name)));
            }

            var resources = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("resources", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
            foreach (var resource in resources)
            {
                var (path, digest) = (Text(resource, "path"), Text(resource, "hash"));
                if (path is null || digest is null)
                {
                    continue;
                }

                // Archives are read again below: only what is wrong with them is said here.
                if (zip.Read(path) is not { } content)
                {
                    notes.Add($"{path}: the package names it and it is not there");
                }
                else if (WarcRecord.Holds(digest, content) == true)
                {
                    held++;
                }
                else
                {
                    notes.Add($"{path}: it is not that of its digest {digest}; its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData(content))}");
                }
            }

            notes.Add($"{held} of {resources.Count} files hold against the digests of the package");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            notes.Add($"{Package} is no JSON: no digest was checked");
        }

        return (notes, Probatum.Intake.Told.Of(told));
    }

    // One page a line; the first line says what the file is.
    private static HashSet<string> Listed(BoundedZip zip)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in System.Text.Encoding.UTF8.GetString(zip.Read("pages/pages.jsonl") ?? []).Split('\n').Take(MostListed))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (Text(json.RootElement, "url") is { } address)
                {
                    listed.Add(address);
                }
            }
            catch (JsonException)
            {
                // A line that says nothing lists no page.
            }
        }

        return listed;
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
