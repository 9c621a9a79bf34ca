using System.Collections.Immutable;
using Probatum.Bags;
using Probatum.Core.Bundles;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>A bundle as a file: read whole and checked, or written whole.</summary>
internal sealed class BundleFile : IDisposable
{
    private readonly ZipBag _zip;

    private BundleFile(ZipBag zip, Bundle bundle) => (_zip, Content) = (zip, bundle);

    public Bundle Content { get; }

    /// <summary>Opens a bundle.</summary>
    /// <exception cref="BadInputException">It is no bundle, or was damaged; the message names file and place.</exception>
    public static BundleFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException(Directory.Exists(path) ? $"{path}: is a folder" : $"{path}: there is no such file");
        }

        var zip = new ZipBag(path);
        try
        {
            return Bundle.TryRead(zip, out var bundle, out var fault) ? new(zip, bundle) : throw new BadInputException($"{path}: {fault.Why}");
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <summary>Keeps files of the bundle in the workspace.</summary>
    public void Keep(IEnumerable<string> files, Workspace workspace)
    {
        foreach (var sha256 in files)
        {
            workspace.Blobs.PutChecked(sha256, () => _zip.Open(Bundle.PathOf(sha256)) ?? throw new InvalidDataException($"{sha256} is gone from the bundle"));
        }
    }

    /// <summary>A file of the bundle, or null.</summary>
    public Stream? OpenFile(string sha256) => _zip.Open(Bundle.PathOf(sha256));

    /// <summary>Writes a new bundle; the digests of files that are not to be had.</summary>
    public static ImmutableArray<string> Write(
        string path, CaseId id, long? first, SignedNote checkpoint, IReadOnlyList<BundledLeaf> leaves, Func<string, Stream?> open)
    {
        using var zip = new ZipBagWriter(path);
        var files = leaves.SelectMany(leaf => Bundle.NamedBy(RecordText.TryRead(leaf.Bytes, leaf.Disclosures, out var record, out _) ? record.Statement : null, leaf.Disclosures));
        var missing = Bundle.Write(id, first, checkpoint, leaves, files, open, zip);
        zip.Finish();
        return missing;
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();
}
