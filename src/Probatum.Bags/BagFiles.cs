using Probatum.Core.Dossier;
using Probatum.Ledger;
using Probatum.Spectra;

namespace Probatum.Bags;

/// <summary>A bag that is being written and is not there until it is finished.</summary>
public interface IFinishedBag : IBagWriter, IDisposable
{
    /// <summary>Makes it durable and gives it its name.</summary>
    void Finish();
}

/// <summary>A bag and what must be closed after reading it.</summary>
public sealed record OpenedDossier(IBagReader Reader, IDisposable ToClose) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => ToClose.Dispose();
}

/// <summary>Which form a dossier has on the disk: a name that ends with .zip is one file, all others are folders.</summary>
public static class BagFiles
{
    /// <summary>Begins a dossier at a place where there is none.</summary>
    /// <exception cref="IOException">There is something already.</exception>
    public static IFinishedBag Create(string path) =>
        path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? new ZipBagWriter(path) : new FolderBagWriter(path);

    /// <summary>Opens a dossier for reading and for nothing else.</summary>
    /// <exception cref="FileNotFoundException">There is nothing.</exception>
    /// <exception cref="InvalidDataException">It is a file, and no ZIP in the form of a dossier.</exception>
    public static OpenedDossier Open(string path)
    {
        if (Directory.Exists(path))
        {
            var folder = new FolderBag(path);
            return new(folder, folder);
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: there is no such file or folder");
        }

        var zip = new ZipBag(path);
        return new(zip, zip);
    }

    /// <summary>Verifies a dossier where it lies; a ZIP in another form is a check that fails.</summary>
    public static Verdict Verify(
        string path, SpectralLibrary? library, IProgress<double>? progress, IReadOnlyDictionary<string, string> knownTables, TrustPolicy? policy, ReadersTime? time,
        OpticalLibrary? references = null)
    {
        try
        {
            using var bag = Open(path);
            return DossierVerifier.Verify(bag.Reader, library, progress, knownTables, policy, time, references);
        }
        catch (InvalidDataException e)
        {
            return new([new("zip", Outcome.Fails, e.Message)], null);
        }
    }
}
