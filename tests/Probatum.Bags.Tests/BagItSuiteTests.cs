using System.Formats.Tar;
using System.IO.Compression;
using Probatum.Core.Dossier;

namespace Probatum.Bags.Tests;

/// <summary>The conformance suite of the Library of Congress, read in place: the verdict is the name of the folder.</summary>
public sealed class BagItSuiteTests
{
    [Fact]
    public void Every_bag_of_the_conformance_suite_is_judged_as_its_authors_say()
    {
        using var folder = new Folder();
        using (var packed = new GZipStream(File.OpenRead(TestData.At("vectors/bagit/suite.tar.gz")), CompressionMode.Decompress))
        {
            TarFile.ExtractToDirectory(packed, folder.Path, false);
        }

        var (wrong, count) = (new List<string>(), new Dictionary<string, int>());
        foreach (var bag in Directory.GetDirectories(folder.Path, "*", SearchOption.AllDirectories).Where(IsBag).Order(StringComparer.Ordinal))
        {
            var (name, kind) = (Path.GetRelativePath(folder.Path, bag), Path.GetFileName(Path.GetDirectoryName(bag))!);
            var said = BagValidation.Of(new FolderBag(bag));
            count[kind] = count.GetValueOrDefault(kind) + 1;
            var right = kind switch
            {
                "valid" => said.IsValid,
                "warning" => said.IsValid && said.Warnings.Length > 0,
                _ => !said.IsValid,
            };
            if (!right)
            {
                wrong.Add($"{name}: {string.Join("; ", said.Faults.Concat(said.Warnings).Select(one => one.Why))}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal((15, 27, 6, 6, 6), (count["invalid"], count["valid"], count["warning"], count["linux-only"], count["windows-only"]));

        static bool IsBag(string path) => Path.GetFileName(Path.GetDirectoryName(path)) is "valid" or "invalid" or "warning" or "linux-only" or "windows-only";
    }
}
