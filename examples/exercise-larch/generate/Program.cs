using System.IO.Compression;
using Probatum.Larch;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: dotnet run --project examples/exercise-larch/generate -- examples/exercise-larch/runs");
    return 2;
}

Directory.CreateDirectory(folder);
foreach (var (name, bytes) in ExerciseRuns.Files())
{
    using var file = File.Create(Path.Combine(folder, name));
    if (!name.EndsWith(".gz", StringComparison.Ordinal))
    {
        file.Write(bytes);
        continue;
    }

    using var gzip = new GZipStream(file, CompressionLevel.SmallestSize);
    gzip.Write(bytes);
}

return 0;
