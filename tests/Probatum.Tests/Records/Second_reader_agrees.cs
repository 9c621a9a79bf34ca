using System.Diagnostics;
using System.Text;
using Probatum.Core.Records;

namespace Probatum.Tests.Records;

/// <summary>Every vector, read by this program and by tests/reader/reader.mjs, which knows only docs/format.md.</summary>
public sealed class Second_reader_agrees
{
    [Fact]
    public void The_vectors_on_disk_are_those_that_the_seeds_give()
    {
        // PROBATUM_WRITE=1 writes them; look at what changed before you keep it.
        var write = Environment.GetEnvironmentVariable("PROBATUM_WRITE") == "1";
        var files = RecordVectors.All().SelectMany(vector => new[]
            {
                ($"{vector.Folder}/{vector.Name}.leaf", vector.Leaf),
                ($"{vector.Folder}/{vector.Name}.disclosures", Encoding.UTF8.GetBytes(string.Concat(vector.Disclosures.Select(text => text + "\n")))),
            })
            .Concat(RecordVectors.Keys.Select(key => ($"keys/{key.Key}.vkey", Encoding.ASCII.GetBytes(key.Value.Text + "\n"))))
            .ToDictionary(file => file.Item1, file => file.Item2);
        foreach (var (path, bytes) in files)
        {
            var file = Path.Combine(RecordVectors.Root, path);
            if (write)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, bytes);
            }

            Assert.True(File.Exists(file), path);
            Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes), path);
        }

        var there = Directory.EnumerateFiles(RecordVectors.Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RecordVectors.Root, file)).Where(path => path != "README.md");
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void This_reader_refuses_each_invalid_record_for_its_own_reason_and_no_valid_one()
    {
        var said = RecordVectors.All().Select(vector => (vector.Name, RecordVectors.Judge(vector.Leaf, vector.Disclosures)));
        Assert.Equal(RecordVectors.All().Select(vector => (vector.Name, vector.Code)), said);
    }

    [Fact]
    public void The_worked_example_has_its_published_bytes_and_id()
    {
        var vector = RecordVectors.All().Single(one => one.Name == "worked-example");
        Assert.True(RecordText.TryRead(vector.Leaf, vector.Disclosures, out var record, out var fault), fault.Why);
        Assert.Equal(RecordVectors.WorkedId, record.Id.Text);
        Assert.Equal(602, record.Note.TextBytes.Length);
        Assert.Equal(5, record.Withheld);
        Assert.Equal("S-09", Assert.IsType<Probatum.Core.Samples.CustodyTransferred>(record.Statement).Label);
        Assert.EndsWith(
            """
            — k-H0p8dUESE9q1SCK9GLzCDt 8H9ewzen4GrK2gC4ANSaTHNJYoxkcHAAM2wOokGp8IrLndtuiKOC415yWbXDoYAgQ3GXTk1aLsqDnwZq53yE5aYpRgE=
            — k-dkbxVeRms4adXoiqilsV5m app/jy4Y6vV41WfwTBLAIsSXD8DUBbfOKk7616GNKuevbUzKP+PW5xP/p1Vl+LQefja0NwQltTvlepa0ojDlhOG3QQw=

            """, Encoding.UTF8.GetString(vector.Leaf), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_or_version_that_is_not_known_is_not_understood_and_not_refused()
    {
        foreach (var vector in RecordVectors.All().Where(one => one.Name.StartsWith("unknown-", StringComparison.Ordinal)))
        {
            Assert.True(RecordText.TryRead(vector.Leaf, vector.Disclosures, out var record, out var fault), fault.Why);
            Assert.Null(record.Statement);
            Assert.Equal(2, record.Withheld);
        }
    }

    [Fact]
    public void The_second_reader_says_the_same_of_every_record()
    {
        foreach (var vector in RecordVectors.All())
        {
            var file = Path.Combine(RecordVectors.Root, vector.Folder, vector.Name);
            var (code, words) = Reader(
                "--record", file + ".leaf", "--disclosures", file + ".disclosures", "--keys", Path.Combine(RecordVectors.Root, "keys"));
            Assert.True(code == (vector.Code is null ? 0 : 1), $"{vector.Name}: {code} {words}");
            Assert.StartsWith(vector.Code is null ? "good: r-" : "FAIL leaf 0: ", words, StringComparison.Ordinal);
            if (vector.Code is null && RecordText.TryRead(vector.Leaf, vector.Disclosures, out var record, out _))
            {
                Assert.StartsWith($"good: {record.Id} {record.Type}@{record.Major},", words, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_second_reader_says_the_same_of_records_of_every_kind()
    {
        var notebook = new Notebook();
        using var folder = new TemporaryFolder();
        foreach (var kind in RecordKinds.All)
        {
            var record = notebook.Write(Statements.Of(kind, 11), [Notebook.Owner]);
            File.WriteAllBytes(folder.At("one.leaf"), record.Leaf.ToArray());
            File.WriteAllText(folder.At("one.disclosures"), string.Concat(record.Disclosures.Select(one => one.Text + "\n")));
            var (code, words) = Reader("--record", folder.At("one.leaf"), "--disclosures", folder.At("one.disclosures"));
            Assert.True(code == 0, $"{kind.Line}: {words}");
            Assert.Equal($"good: {record.Id} {kind.Name}@{kind.Major}, {record.Disclosures.Length} of {record.Disclosures.Length} members disclosed", words);
        }
    }

    /// <summary>Runs the second reader; skips the test where there is no Node.</summary>
    internal static (int Code, string Words) Reader(params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(TestData.Repository, "tests", "reader", "reader.mjs"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        try
        {
            using var node = Process.Start(start)!;
            var words = node.StandardOutput.ReadToEnd() + node.StandardError.ReadToEnd();
            node.WaitForExit();
            return (node.ExitCode, words.TrimEnd());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("no node on this machine");
            throw;
        }
    }
}

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("probatum-");

    public string Path => _folder.FullName;

    public string At(string relative)
    {
        var path = System.IO.Path.Combine(Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    public void Dispose() => _folder.Delete(true);
}
