using System.Collections.Immutable;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Storage.Tests;

public sealed class WitnessFolderTests
{
    private static readonly SignerKey Log = SignerKey.FromSeed("log.example", KeyType.Ed25519, new byte[32]);
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1000);

    [Fact]
    public void What_is_signed_is_on_the_disk_and_binds_the_witness_after_it_is_opened_again()
    {
        using var folder = new Folder();
        WitnessFolder.Create(folder.At("w"), "w.example");
        using (var witness = Open(folder))
        {
            witness.Trust(Log.Verifier, "https://log.example/");
            Assert.Equal(200, witness.Answer(Body(0, 0, 3)).Status);
        }

        using var again = Open(folder);
        Assert.Equal(["https://log.example/"], again.Logs.Logs.Select(log => log.Url));
        Assert.True(SignedNote.TryParse(again.Latest(WitnessFolder.HexOf("log.example")), out var note, out _));
        Assert.True(note.TryVerifyLines([Log.Verifier, .. again.Keys], out var lines, out var fault), fault.Why);
        Assert.Equal([null, 1000L, 1000L], lines.Select(line => line.Time));
        Assert.Equal("3\n", again.Answer(Body(0, 0, 5)).Body);
        Assert.Equal(422, again.Answer(Body(3, 1, 3)).Status);
        Assert.Equal(200, again.Answer(Body(3, 0, 5)).Status);
        Assert.Null(again.Latest(WitnessFolder.HexOf("other.example")));
        Assert.Null(again.Latest("../logs"));
    }

    [Fact]
    public void Requests_at_one_time_never_roll_a_witness_back()
    {
        using var folder = new Folder();
        WitnessFolder.Create(folder.At("w"), "w.example");
        using var witness = Open(folder);
        witness.Trust(Log.Verifier, null);
        Assert.Equal(200, witness.Answer(Body(0, 0, 1)).Status);
        var bodies = Enumerable.Range(2, 20).Select(size => Body(1, 0, size)).ToList();
        var answers = new WitnessAnswer[bodies.Count];
        Parallel.For(0, bodies.Count, i => answers[i] = witness.Answer(bodies[i]));
        var signed = Assert.Single(answers.OfType<WitnessCosigned>());
        Assert.All(answers.OfType<WitnessElsewhere>(), answer => Assert.Equal(signed.State.Checkpoint.Size, answer.StoredSize));
        Assert.Equal(bodies.Count - 1, answers.OfType<WitnessElsewhere>().Count());
    }

    [Fact]
    public void Both_sides_of_a_conflict_are_kept_once_and_what_proves_nothing_takes_no_room_from_proof()
    {
        using var folder = new Folder();
        WitnessFolder.Create(folder.At("w"), "w.example");
        using (var witness = Open(folder))
        {
            witness.Trust(Log.Verifier, null);
            witness.Answer(Body(0, 0, 3));
            for (var size = 4; size < 4 + WitnessFolder.MostConflicts + 5; size++)
            {
                Assert.Equal(422, witness.Answer(Encoding.UTF8.GetBytes(new CheckpointUpdate(3, [], Note(0, size)).ToText())).Status);
            }

            witness.Answer(Body(3, 1, 3));
            witness.Answer(Body(3, 1, 3));
        }

        var kept = WitnessFolder.Conflicts(folder.At("w")).ToList();
        Assert.Equal(WitnessFolder.MostConflicts + 1, kept.Count);
        var (path, fork, keys) = kept[0];
        Assert.True(fork.TryJudge(keys, out var verdict, out _));
        Assert.Equal(ForkVerdict.Fork, verdict);
        Assert.True(WitnessFolder.ReadEvidence(Path.Combine(path, "2.checkpoint"), Path.Combine(path, "1.checkpoint")).TryJudge([Log.Verifier], out verdict, out _));
        Assert.Equal(ForkVerdict.Fork, verdict);
        Assert.True(kept[1].Evidence.TryJudge(keys, out verdict, out _));
        Assert.Equal(ForkVerdict.NotConnected, verdict);
    }

    [Fact]
    public void A_witness_whose_memory_was_changed_does_not_sign()
    {
        using var folder = new Folder();
        WitnessFolder.Create(folder.At("w"), "w.example");
        using var witness = Open(folder);
        witness.Trust(Log.Verifier, null);
        witness.Answer(Body(0, 0, 3));
        var path = folder.At($"w/checkpoints/{WitnessFolder.HexOf("log.example")}");
        foreach (var changed in new[] { [], Note(0, 2).ToBytes(), [.. File.ReadAllBytes(path)[..^1]] })
        {
            File.WriteAllBytes(path, changed);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => witness.Answer(Body(3, 0, 5))).Message, StringComparison.Ordinal);
        }

        // What it forgot it has not never signed.
        File.Delete(path);
        Assert.Contains("is missing", Assert.Throws<InvalidDataException>(() => witness.Answer(Body(0, 0, 5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_process_at_a_time_signs_and_keys_are_for_their_owner_only()
    {
        using var folder = new Folder();
        WitnessFolder.Create(folder.At("w"), "w.example");
        using (Open(folder))
        {
            Assert.Throws<WorkspaceHeldException>(() => Open(folder));
        }

        using var witness = Open(folder);
        Assert.Equal([(KeyType.CosignatureEd25519, "w.example"), (KeyType.CosignatureMlDsa44, "w.example")], witness.Keys.Select(key => (key.Type, key.Name)));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in Directory.GetFiles(folder.At("w/keys")))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
    }

    [Fact]
    public void What_is_no_witness_or_no_log_of_one_is_refused()
    {
        using var folder = new Folder();
        Assert.Throws<IOException>(() => Open(folder));
        Assert.Throws<IOException>(() => WitnessFolder.Create(folder.At("w"), "a b"));
        Assert.Throws<IOException>(() => WitnessFolder.Create(folder.At("w"), new string('w', 256)));
        WitnessFolder.Create(folder.At("w"), "w.example");
        Assert.Throws<IOException>(() => WitnessFolder.Create(folder.At("w"), "w.example"));
        using var witness = Open(folder);
        witness.Trust(Log.Verifier, null);
        Assert.Throws<IOException>(() => witness.Trust(Log.Verifier, null));
        Assert.Throws<IOException>(() => witness.Trust(witness.Keys[0], null));
        Assert.Throws<IOException>(() => witness.Trust(VerifierKey.Create("log.example", KeyType.Ed25519, witness.Keys[0].PublicKey.Span), null));
        Assert.Throws<IOException>(() => witness.Trust(SignerKey.FromSeed(new string('o', 256), KeyType.Ed25519, Enumerable.Repeat((byte)7, 32).ToArray()).Verifier, null));
        witness.Trust(SignerKey.FromSeed("log.example", KeyType.CosignatureMlDsa44, new byte[32]).Verifier, null);
        Assert.Equal(2, witness.Logs.Logs.Length);
    }

    private static WitnessFolder Open(Folder folder) => WitnessFolder.Open(folder.At("w"), () => Now, TimeSpan.Zero, _ => { });

    private static ImmutableArray<ReadOnlyMemory<byte>> Entries(int branch, int size) =>
        [.. Enumerable.Range(0, size).Select(i => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes($"{i} of {branch}"))];

    private static SignedNote Note(int branch, int size) => new Checkpoint("log.example", size, LogTree.Empty.Extend(Entries(branch, size)).Tree.Root).Sign([Log], 0);

    private static byte[] Body(int old, int branch, int size)
    {
        var extension = LogTree.Empty.Extend(Entries(branch, size));
        var proof = old == 0 || old == size ? [] : extension.Tree.ConsistencyProof(old, new Tiles(extension));
        return Encoding.UTF8.GetBytes(new CheckpointUpdate(old, proof, Note(branch, size)).ToText());
    }

    private sealed class Tiles(LogExtension extension) : ITileReader
    {
        public ReadOnlyMemory<byte>? Read(string path) => extension.Files.FirstOrDefault(file => file.Path == path).Bytes;
    }
}
