using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Probatum.Bags;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Bench;

/// <summary>A large case from its first record to the verdict over its dossier: how fast each step is, and how much memory it takes.</summary>
internal static class MillionBenchmark
{
    public static Benchmark Row { get; } = new("million", "a large case written, read, sealed and verified, with its peak memory", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? 100_000 : settings.Size;
        var folder = Directory.CreateTempSubdirectory("probatum-million-").FullName;
        try
        {
            using var log = new DiskLog(folder);
            yield return Step("written", size, () => log.Write(size));
            yield return Step("read, every signature checked", size, () => log.ReadAll());
            var dossier = Path.Combine(folder, "case.bag.zip");
            yield return Step("sealed", size, () =>
            {
                using var bag = BagFiles.Create(dossier);
                DossierWriter.Write(log, WithholdingPolicy.Nothing, bag);
                bag.Finish();
                return $"{new FileInfo(dossier).Length >> 20} MB";
            });
            yield return Step("verified", size, () =>
            {
                var verdict = BagFiles.Verify(dossier, null, null, new Dictionary<string, string>(), null, null);
                return string.Join(", ", verdict.Checks.GroupBy(check => (check.Outcome, Code: check.Outcome == Outcome.Fails ? $" ({check.Code})" : ""))
                    .Select(group => $"{group.Count()} {group.Key.Outcome}{group.Key.Code}"));
            });
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static Figure Step(string what, int size, Func<string> run)
    {
        var (start, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var note = run();
        var rate = size / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var spent = string.Create(CultureInfo.InvariantCulture, $"{(Environment.CpuUsage.TotalTime - before).TotalMicroseconds / size:0} µs of processor time a record");
        using var process = Process.GetCurrentProcess();
        return new($"{size} records {what}", rate, "", null, Bar.None) { Note = $"{note}{(note.Length > 0 ? "; " : "")}{spent}; peak memory so far {process.PeakWorkingSet64 >> 20} MB" };
    }

    /// <summary>A case's log below a folder: tiles in files of their own, all disclosures in one.</summary>
    internal sealed class DiskLog : IDossierSource, IDisposable
    {
        private const int Batch = 4096;

        private readonly string _folder;
        private readonly FileStream _disclosures;
        private readonly List<long> _ends = [];
        private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
        private Checkpoint? _covered;

        public DiskLog(string folder) => (_folder, _disclosures) = (folder, File.Create(Path.Combine(folder, "disclosures")));

        public ReadOnlyMemory<byte> Checkpoint { get; private set; }

        public LogStamps? Stamps => null;

        public string Write(int size)
        {
            foreach (var file in Cases.Files)
            {
                _files[Digests.Hex(file)] = file;
            }

            var data = RuleTableFiles();
            foreach (var bytes in data.Values)
            {
                _files[Digests.Hex(bytes.Span)] = bytes.ToArray();
            }

            var id = CaseId.New(RandomNumberGenerator.Fill);
            var signer = SignerKey.FromSeed($"bench.invalid/{id}", KeyType.Ed25519, RandomNumberGenerator.GetBytes(32));
            var tree = LogTree.Empty;
            using var entries = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            var history = CaseHistory.Empty;
            foreach (var batch in Cases.Each(size, id, [signer.Verifier.Text], RuleTables.Digests(data), Seal).Select(Folded).Chunk(Batch))
            {
                var extension = tree.Extend([.. batch.Select(one => one.Leaf)]);
                foreach (var (path, bytes) in extension.Files)
                {
                    var file = Path.Combine(_folder, path);
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    File.WriteAllBytes(file, bytes.ToArray());
                }

                foreach (var one in batch)
                {
                    _disclosures.Write(Encoding.ASCII.GetBytes(string.Join('\n', one.Disclosures)));
                    _ends.Add(_disclosures.Position);
                }

                tree = extension.Tree;
            }

            _covered = new(signer.Verifier.Name, tree.Size, tree.Root);
            Checkpoint = _covered.Sign([signer], 1_700_000_000).ToBytes();
            return "";

            Written Folded(Written one)
            {
                entries.AppendData(one.Leaf.Span);
                history = history.Then(one.Leaf, one.Disclosures, SignatureCheck.AlreadyChecked);
                return one;
            }

            // As "probatum seal" makes it.
            DossierSealed Seal() => new(
                "court", DossierSealed.Stated(DossierContent.Ceilings(CaseAssessment.Of(history.State, Read(data), history.Remarks))),
                Convert.ToHexStringLower(entries.GetHashAndReset()), history.Size, Engine.Version, Digests.Hex("[]"u8));
        }

        public string ReadAll()
        {
            var history = CaseHistory.Empty;
            if (!LogAudit.TryAudit(_covered!, this, (index, leaf) => history = history.Then(leaf, Disclosures(index), SignatureCheck.Every), out var fault) || !history.Remarks.IsEmpty)
            {
                throw new InvalidDataException(history.Remarks.IsEmpty ? fault.Why : history.Remarks[0].ToString());
            }

            return $"{GC.GetTotalMemory(forceFullCollection: true) / history.State.Entries.Count} bytes a record stay";
        }

        public ReadOnlyMemory<byte>? Read(string path) =>
            Path.Combine(_folder, path) is var file && File.Exists(file) ? File.ReadAllBytes(file) : (ReadOnlyMemory<byte>?)null;

        public IReadOnlyList<string> Disclosures(long index)
        {
            var start = index == 0 ? 0 : _ends[(int)index - 1];
            var bytes = new byte[_ends[(int)index] - start];
            _disclosures.Position = start;
            _disclosures.ReadExactly(bytes);
            return bytes.Length == 0 ? [] : Encoding.ASCII.GetString(bytes).Split('\n');
        }

        public Stream? OpenFile(string sha256) => _files.TryGetValue(sha256, out var bytes) ? new MemoryStream(bytes) : null;

        public void Dispose() => _disclosures.Dispose();

        private static RuleTables Read(Dictionary<string, ReadOnlyMemory<byte>> data) =>
            RuleTables.TryRead(data, out var tables, out var fault) ? tables : throw new InvalidDataException(fault.Why);

        /// <summary>The rule tables of the repository above the program.</summary>
        internal static Dictionary<string, ReadOnlyMemory<byte>> RuleTableFiles()
        {
            var data = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(data, "Probatum.slnx")))
            {
                data = Path.GetDirectoryName(data) ?? throw new DirectoryNotFoundException("the repository's data are not above this program");
            }

            data = Path.Combine(data, "data");
            return Directory.GetFiles(data, "*", SearchOption.AllDirectories).Select(path => (Path: path, Name: Path.GetRelativePath(data, path).Replace('\\', '/')))
                .Where(file => RuleTables.IsOne(file.Name)).ToDictionary(file => file.Name, file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file.Path));
        }
    }
}
