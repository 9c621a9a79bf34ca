namespace Probatum.TestSupport;

/// <summary>A folder for one test, gone afterwards; in memory where the system has such a place, since every write here is synced.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } =
        Directory.CreateDirectory(System.IO.Path.Combine(
            Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath(), $"probatum-{Guid.NewGuid():n}")).FullName;

    public string At(string relative) => System.IO.Path.Combine(Path, relative);

    public Folder Copy()
    {
        var copy = new Folder();
        foreach (var file in Directory.GetFiles(Path, "*", SearchOption.AllDirectories))
        {
            var there = copy.At(System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(there)!);
            File.Copy(file, there);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, true);
}
