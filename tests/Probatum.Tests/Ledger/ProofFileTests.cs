using System.Globalization;
using System.Text;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class ProofFileTests
{
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["size-leading-zero"] = "size/leading-zero",
        ["size-plus"] = "size/not-a-digit",
        ["size-negative"] = "size/not-a-digit",
        ["size-overflow"] = "size/too-large",
        ["size-hex"] = "size/leading-zero",
        ["root-short"] = "checkpoint/root",
        ["root-base64url"] = "checkpoint/root",
        ["root-nonzero-trailing-bits"] = "checkpoint/root",
        ["root-spaces"] = "checkpoint/root",
        ["two-lines"] = "checkpoint/lines",
        ["empty-tree-wrong-root"] = "checkpoint/empty-root",
        ["origin-differs-from-key"] = "checkpoint/origin",
        ["crlf"] = "note/no-empty-line",
        ["tab"] = "note/control-character",
        ["no-blank-line"] = "note/no-empty-line",
        ["no-final-newline"] = "note/no-line-end",
        ["hyphen-instead-of-dash"] = "note/signature-line",
        ["invalid-utf8"] = "note/not-utf8",
        ["no-signatures"] = "note/no-signature",
        ["only-witnesses"] = "note/no-known-signature",
        ["rogue-only"] = "note/no-known-signature",
        ["bad-log-signature"] = "note/bad-signature",
        ["bad-then-good"] = "note/bad-signature",
        ["key-id-swapped"] = "note/no-known-signature",
        ["text-changed"] = "note/bad-signature",
        ["cosignature-time-changed"] = "note/bad-signature",
        ["quorum-not-met"] = "checkpoint/quorum",
        ["proof-no-header"] = "proof/header",
        ["proof-wrong-version"] = "proof/header",
        ["proof-index-other"] = "proof/inclusion",
        ["proof-index-leading-zero"] = "proof/index",
        ["proof-index-outside"] = "proof/inclusion",
        ["proof-index-missing"] = "proof/index",
        ["proof-hash-missing"] = "proof/inclusion",
        ["proof-hash-extra"] = "proof/inclusion",
        ["proof-hashes-swapped"] = "proof/inclusion",
        ["proof-hash-short"] = "proof/hash",
        ["proof-extra-not-base64"] = "proof/extra",
        ["proof-extra-after-index"] = "proof/hash",
        ["proof-other-tree"] = "proof/inclusion",
        ["proof-no-empty-line"] = "note/no-empty-line",
        ["body-old-leading-zero"] = "update/old",
        ["body-old-other"] = "update/old",
        ["body-proof-empty"] = "update/inconsistent",
        ["body-hash-missing"] = "update/inconsistent",
        ["body-hash-changed"] = "update/inconsistent",
        ["body-64-hashes"] = "proof/too-long",
        ["body-shrinks"] = "update/inconsistent",
        ["body-fork"] = "update/inconsistent",
    };

    private static readonly Lazy<TrustPolicy> LazyEveryone = new(() => LogVectors.Policy(2, "w1", "w2", "pq"));

    private static TrustPolicy Everyone => LazyEveryone.Value;

    [Fact]
    public void Every_published_proof_verifies_is_written_back_and_made_again()
    {
        var files = Directory.GetFiles(LogVectors.Folder("proofs"));
        Assert.Equal(15, files.Length);
        var (tree, tiles) = LogVectors.Build(70000);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            Assert.True(TlogProof.TryParse(bytes, out var proof, out var fault), $"{file}: {fault.Why}");
            Assert.Equal(bytes, Encoding.UTF8.GetBytes(proof.ToText()));
            var entry = LogVectors.Bytes($"leaves/{proof.Index}");
            Assert.Equal(LogVectors.Entry(proof.Index).ToArray(), entry);
            Assert.True(proof.Verify(entry, Everyone, out fault), $"{file}: {fault.Why}");
            Assert.True(proof.Verify(entry, LogVectors.Policy(0), out _));
            Assert.False(proof.Verify([.. entry, 0], LogVectors.Policy(0), out fault));
            Assert.Equal("proof/inclusion", fault.Code);

            Assert.True(Checkpoint.TryParse(proof.CheckpointNote.Text, out var checkpoint, out _));
            var prover = checkpoint.Size == tree.Size ? (tree, tiles) : LogVectors.Build(checkpoint.Size);
            Assert.Equal(proof.Proof, prover.Item1.InclusionProof(proof.Index, prover.Item2));
        }
    }

    [Fact]
    public void A_proof_carries_extra_data_and_is_read_back()
    {
        Assert.True(TlogProof.TryParse(Bytes("proofs/size-3-index-2.tlog-proof"), out var proof, out _));
        var extra = proof with { Extra = [1, 2, 3] };
        Assert.True(TlogProof.TryParse(Encoding.UTF8.GetBytes(extra.ToText()), out var read, out _));
        Assert.Equal<byte>([1, 2, 3], read.Extra!);
        Assert.True(read.Verify(LogVectors.Entry(2).Span, Everyone, out _));
    }

    [Fact]
    public void A_proof_that_is_read_is_written_back()
    {
        var bytes = Bytes("proofs/size-600-index-511.tlog-proof");
        var head = bytes.AsSpan().IndexOf("\n\n"u8) + 2;
        Gen.Select(Gen.Int[0, head], Gen.String[Gen.Char["\n 019=+aZ"], 0, 2]).Sample(
            (at, with) =>
            {
                byte[] changed = [.. bytes[..at], .. Encoding.ASCII.GetBytes(with), .. bytes[(at + 1)..]];
                return !TlogProof.TryParse(changed, out var read, out _)
                    || Encoding.UTF8.GetBytes(read.ToText()).SequenceEqual(changed);
            },
            iter: 1000);
    }

    [Fact]
    public void Every_published_update_verifies_and_is_written_back()
    {
        var files = Directory.GetFiles(LogVectors.Folder("bodies"));
        Assert.Equal(13, files.Length);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            Assert.True(CheckpointUpdate.TryParse(bytes, out var update, out var fault), $"{file}: {fault.Why}");
            Assert.Equal(bytes, Encoding.UTF8.GetBytes(update.ToText()));
            var older = LogVectors.CheckpointOf(LogVectors.Build(update.OldSize).Tree);
            Assert.True(update.Verify(older, Everyone, out var newer, out fault), $"{file}: {fault.Why}");
            var end = string.Create(CultureInfo.InvariantCulture, $"new-{newer.Size}.txt");
            Assert.EndsWith(end, file, StringComparison.Ordinal);
            Assert.False(update.Verify(older with { Origin = "other.example" }, Everyone, out _, out _));
        }
    }

    [Fact]
    public void Every_malformed_file_is_refused_for_the_rule_it_breaks()
    {
        var items = LogVectors.Json("tlog/negative/manifest.json").EnumerateArray().ToList();
        Assert.Equal(49, items.Count);
        foreach (var item in items)
        {
            var file = item.GetProperty("file").GetString()!;
            var kind = item.GetProperty("kind").GetString()!;
            Assert.False(Accepts(kind, file, out var fault), $"{file}: {item.GetProperty("why").GetString()}");
            Assert.NotEmpty(fault.Why);
            Assert.Equal((file, Rules[file]), (file, fault.Code));
        }
    }

    private static bool Accepts(string kind, string file, out Fault fault)
    {
        var bytes = Bytes($"negative/{file}");
        switch (kind)
        {
            case "checkpoint":
                string[] cosigners = file switch
                {
                    "cosignature-time-changed" => ["w1"],
                    "quorum-not-met" => ["w1", "w2"],
                    _ => [],
                };
                var policy = LogVectors.Policy(file == "quorum-not-met" ? 2 : 0, cosigners);
                return SignedNote.TryParse(bytes, out var note, out fault) && policy.TryOpen(note, out _, out fault);
            case "proof":
                return TlogProof.TryParse(bytes, out var proof, out fault)
                    && proof.Verify(LogVectors.Bytes("leaves/511"), LogVectors.Policy(0), out fault);
            default:
                var older = LogVectors.CheckpointOf(LogVectors.Build(256).Tree);
                return CheckpointUpdate.TryParse(bytes, out var update, out fault)
                    && update.Verify(older, LogVectors.Policy(0), out _, out fault);
        }
    }

    private static byte[] Bytes(string name) => LogVectors.Bytes(name);
}
