namespace Probatum.TestSupport;

/// <summary>Where tests find the repository and the data of others, which is read in place and never copied in.</summary>
internal static class TestData
{
    /// <summary>The repository's root: the nearest folder above the test program that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder with data and vectors: PROBATUM_DATA, else <c>shared</c> beside the repository.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("PROBATUM_DATA") is { Length: > 0 } set
        ? Path.GetFullPath(set)
        : Path.GetFullPath(Path.Combine(Repository, "..", "shared"));

    /// <summary>The full path of one file or folder below <see cref="Root"/>; skips the test where it is absent.</summary>
    public static string At(string relative)
    {
        var path = Path.Combine(Root, relative);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"no {relative} below {Root} (set PROBATUM_DATA)");
        return path;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Probatum.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("tests run outside the repository");
    }
}
