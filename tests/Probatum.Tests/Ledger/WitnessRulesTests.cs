using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class WitnessRulesTests
{
    private const string Origin = "log.example";
    private static readonly SignerKey Log = SignerKey.FromSeed(Origin, KeyType.Ed25519, new byte[32]);
    private static readonly SignerKey LogMlDsa = SignerKey.FromSeed(Origin, KeyType.CosignatureMlDsa44, new byte[32]);

    private static readonly ImmutableArray<SignerKey> Witness =
    [
        SignerKey.FromSeed("w.example", KeyType.CosignatureEd25519, Enumerable.Repeat((byte)1, 32).ToArray()),
        SignerKey.FromSeed("w.example", KeyType.CosignatureMlDsa44, Enumerable.Repeat((byte)2, 32).ToArray()),
    ];

    [Fact]
    public void Every_published_request_is_signed_by_a_witness_that_stands_where_it_starts()
    {
        foreach (var file in Directory.GetFiles(LogVectors.Folder("bodies")))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.True(CheckpointUpdate.TryParse(bytes, out var update, out _));
            var signed = Assert.IsType<WitnessCosigned>(Published(bytes, update.OldSize));
            Assert.True(LogVectors.Note([.. update.CheckpointNote.ToBytes(), .. Encoding.UTF8.GetBytes(signed.Body)]).TryVerifyLines(Witness.Select(key => key.Verifier), out var lines, out var fault), fault.Why);
            Assert.Equal([7L, 7L], lines.Select(line => line.Time));

            // From anywhere else the answer is where this witness stands.
            var elsewhere = Assert.IsType<WitnessElsewhere>(Published(bytes, 2 == update.OldSize ? 3 : 2));
            Assert.Equal(update.OldSize == 2 ? "3\n" : "2\n", elsewhere.Body);
        }
    }

    [Fact]
    public void What_is_stored_holds_the_lines_of_known_keys_only_and_is_read_back()
    {
        var signed = Assert.IsType<WitnessCosigned>(Published(LogVectors.Bytes("bodies/old-256-new-257.txt"), 256));
        Assert.Equal(["probatum.example/log", "w.example", "w.example"], signed.State.Note.Signatures.Select(line => line.Name));
        Assert.True(WitnessState.TryRead(signed.State.Note.ToBytes(), Witness.Select(key => key.Verifier), out var read, out _));
        Assert.Equal((signed.State.Checkpoint, 7L), (read.Checkpoint, read.Time));
        Assert.False(WitnessState.TryRead(signed.State.Note.ToBytes(), [LogVectors.Verifier("w1")], out _, out _));
    }

    [Theory]
    [InlineData("body-old-leading-zero", 400)]
    [InlineData("body-64-hashes", 400)]
    [InlineData("body-shrinks", 400)]
    [InlineData("body-old-other", 409)]
    [InlineData("body-proof-empty", 422)]
    [InlineData("body-hash-missing", 422)]
    [InlineData("body-hash-changed", 422)]
    [InlineData("body-fork", 422)]
    public void Every_malformed_request_gets_its_status(string file, int status) =>
        Assert.Equal(status, Published(LogVectors.Bytes($"negative/{file}"), 256).Status);

    [Fact]
    public void The_checks_come_in_the_order_of_the_specification()
    {
        var (small, large) = (Tree(3, 0), Tree(5, 0));
        Assert.Equal(400, Ask("old 3\n", null).Status);
        Assert.Equal(400, Ask(Body(6, [], Note(large, "unknown.example")), null).Status);
        Assert.Equal(404, Ask(Body(3, [], Note(large, "unknown.example")), null).Status);
        Assert.Equal(403, Ask(Body(3, [], large.Sign([Witness[0]], 1)), null).Status);
        Assert.Equal(403, Ask(Body(3, [], Note(large).With(new(Origin, Log.Verifier.Id, new byte[64]))), null).Status);
        Assert.Equal(409, Ask(Body(3, [], Note(large)), null).Status);
        Assert.Equal(409, Ask(Body(0, [], Note(large)), State(small)).Status);
        Assert.Equal(422, Ask(Body(3, [], Note(large)), State(small)).Status);
        Assert.Equal(200, Ask(Body(3, Proof(3, 5, 0), Note(large)), State(small)).Status);
        Assert.Equal(503, Ask(Body(3, Proof(3, 5, 0), Note(large)), State(small) with { Time = 8 }).Status);
        Assert.Equal(200, Ask(Body(3, [], Note(small)), State(small)).Status);
        Assert.Equal(422, Ask(Body(3, [default], Note(small)), State(small)).Status);
        Assert.Equal(422, Ask(Body(0, [default], Note(large)), null).Status);
        Assert.Equal(200, Ask(Body(0, [], Note(large)), null).Status);
    }

    [Fact]
    public void An_empty_tree_is_signed_with_its_root_and_refused_with_another()
    {
        Assert.Equal(200, Ask(Body(0, [], Note(new(Origin, 0, Merkle.Empty))), null).Status);
        var text = $"{Origin}\n0\n{default(Hash256).ToBase64()}\n";
        Assert.Equal(422, Ask($"old 0\n\n{Encoding.UTF8.GetString(SignedNote.Sign(text, Log).ToBytes())}", null).Status);
        Assert.Equal(404, Ask($"old 0\n\n{Encoding.UTF8.GetString(SignedNote.Sign(text.Replace(Origin, "other.example", StringComparison.Ordinal), Log).ToBytes())}", null).Status);
    }

    [Fact]
    public void A_log_with_two_keys_may_sign_with_either()
    {
        Assert.Equal(200, Ask(Body(0, [], Tree(3, 0).Sign([LogMlDsa], 1)), null).Status);
        Assert.Equal(200, Ask(Body(0, [], Tree(3, 0).Sign([Log, LogMlDsa], 1)), null).Status);
    }

    [Fact]
    public void Another_root_at_a_known_size_is_kept_as_proof_whatever_the_request_starts_from()
    {
        foreach (var old in new[] { 5, 0 })
        {
            var answer = Ask(Body(old, [], Note(Tree(5, 1))), State(Tree(5, 0)));
            Assert.Equal(old == 5 ? 422 : 409, answer.Status);
            Assert.True(answer.Evidence!.TryJudge([Log.Verifier], out var verdict, out var fault), fault.Why);
            Assert.Equal(ForkVerdict.Fork, verdict);
        }

        var longer = Ask(Body(5, [], Note(Tree(9, 1))), State(Tree(5, 0))).Evidence!;
        Assert.True(longer.TryJudge([Log.Verifier], out var only, out _));
        Assert.Equal(ForkVerdict.NotConnected, only);
        Assert.Null(Ask(Body(5, [default], Note(Tree(5, 0))), State(Tree(5, 0))).Evidence);
        Assert.Null(Ask(Body(0, [], Note(Tree(9, 1))), State(Tree(5, 0))).Evidence);
    }

    [Fact]
    public void Evidence_is_judged_by_the_keys_of_the_reader_alone()
    {
        var (one, other) = (Note(Tree(5, 0)), Note(Tree(5, 1)));
        Assert.Equal(new ForkEvidence(one, other).Id, new ForkEvidence(other, one).Id);
        Assert.True(new ForkEvidence(one, one).TryJudge([Log.Verifier], out var verdict, out _));
        Assert.Equal(ForkVerdict.SameTree, verdict);
        Assert.False(new ForkEvidence(one, other).TryJudge([Witness[0].Verifier], out _, out var fault));
        Assert.Equal("note/no-known-signature", fault.Code);
        Assert.False(new ForkEvidence(one, Note(Tree(5, 1), "other.example")).TryJudge([Log.Verifier, Key("other.example").Verifier], out _, out fault));
        Assert.Equal("evidence/origins", fault.Code);
        Assert.False(new ForkEvidence(one, Tree(5, 1).Sign([Witness[0]], 1)).TryJudge([Log.Verifier], out _, out _));
    }

    // The promise: whatever is asked in whatever order, of two checkpoints that were signed one begins with the other.
    [Fact]
    public void A_witness_never_signs_two_histories() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 12], Gen.Int[0, 12], Gen.Int[0, 3], Gen.Int[0, 2]).Array[1, 40].Sample(
            requests =>
            {
                WitnessState? state = null;
                var (signed, now) = (new List<(int Branch, int Size)>(), 10L);
                foreach (var (branch, size, old, proofBranch, kind) in requests)
                {
                    // Mostly requests that could succeed: from where the witness stands, with the best proof there is.
                    var from = kind == 0 ? old : (int)(state?.Checkpoint.Size ?? 0);
                    var proof = from > 0 && from < size ? Proof(from, size, kind == 2 ? proofBranch : branch) : [];
                    var before = state?.Checkpoint;
                    var answer = Ask(Body(from, proof, Note(Tree(size, branch))), state, now);
                    if (answer is WitnessCosigned cosigned)
                    {
                        Assert.Equal(before?.Size ?? 0, from);
                        (state, now) = (cosigned.State, now + (kind == 1 ? 1 : 0));
                        signed.Add((branch, size));
                    }
                    else
                    {
                        // A request that is good in every way must not be refused.
                        Assert.False(kind == 1 && size >= from && Same(signed.LastOrDefault(), (branch, size)), $"{answer.Status} {answer.Body}");
                    }
                }

                for (var i = 1; i < signed.Count; i++)
                {
                    Assert.True(signed[i - 1].Size <= signed[i].Size && Same(signed[i - 1], signed[i]));
                }
            },
            iter: 300);

    /// <summary>Whether the smaller tree is a prefix of the larger one, by their entries.</summary>
    private static bool Same((int Branch, int Size) smaller, (int Branch, int Size) larger) =>
        Enumerable.Range(0, smaller.Size).All(i => Entry(i, smaller.Branch).Span.SequenceEqual(Entry(i, larger.Branch).Span));

    // Branch b of 0 to 3 differs from branch 0 from entry 2b on.
    private static ReadOnlyMemory<byte> Entry(int i, int branch) => Encoding.ASCII.GetBytes(i < 2 * branch || branch == 0 ? $"{i}" : $"{i} of {branch}");

    private static LogExtension Extension(int size, int branch) => LogTree.Empty.Extend([.. Enumerable.Range(0, size).Select(i => Entry(i, branch))]);

    private static Checkpoint Tree(int size, int branch) => new(Origin, size, size == 0 ? Merkle.Empty : Extension(size, branch).Tree.Root);

    private static ImmutableArray<Hash256> Proof(int from, int to, int branch)
    {
        var extension = Extension(to, branch);
        return extension.Tree.ConsistencyProof(from, new MemoryTiles().Write(extension));
    }

    private static SignerKey Key(string origin) => origin == Origin ? Log : SignerKey.FromSeed(origin, KeyType.Ed25519, new byte[32]);

    private static SignedNote Note(Checkpoint checkpoint, string origin = Origin) => (checkpoint with { Origin = origin }).Sign([Key(origin)], 0);

    private static string Body(long old, ImmutableArray<Hash256> proof, SignedNote note) => new CheckpointUpdate(old, proof, note).ToText();

    private static WitnessState State(Checkpoint checkpoint) => new(checkpoint, checkpoint.Sign([Log, .. Witness], 7), 7);

    private static WitnessAnswer Ask(string body, WitnessState? state, long time = 7) => WitnessRules.Decide(
        Encoding.UTF8.GetBytes(body), origin => origin == Origin ? [Log.Verifier, LogMlDsa.Verifier] : [], _ => state, Witness, time);

    private static WitnessAnswer Published(byte[] body, long at)
    {
        var checkpoint = LogVectors.CheckpointOf(LogVectors.Build(at).Tree);
        var state = at == 0 ? null : new WitnessState(checkpoint, checkpoint.Sign([LogVectors.Signer("log"), .. Witness], 7), 7);
        return WitnessRules.Decide(body, origin => origin == LogVectors.Log.Name ? [LogVectors.Log] : [], _ => state, Witness, 7);
    }
}
