using System.Buffers.Binary;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class CheckpointTests
{
    private const string Text = "log.example/a\n5\ngL+o7TFLvm4HcR1IrBHA3OfzdnxmvJZmaIA1P1CDvKk=\n";

    [Fact]
    public void A_checkpoint_that_is_read_is_written_back() =>
        Gen.Select(Gen.Int[0, Text.Length - 1], Gen.String[Gen.Char["\n 019=+aZ"], 0, 3]).Sample(
            (at, with) =>
            {
                var changed = Text[..at] + with + Text[(at + 1)..];
                return !Checkpoint.TryParse(changed, out var read, out _) || read.ToText() == changed;
            },
            iter: 3000);

    [Fact]
    public void Extension_lines_are_kept()
    {
        Assert.True(Checkpoint.TryParse(Text + "more 1\nmore 2\n", out var read, out _));
        Assert.Equal(["more 1", "more 2"], read.Extensions);
        Assert.Equal(Text + "more 1\nmore 2\n", read.ToText());
        Assert.NotEqual(new Checkpoint(read.Origin, read.Size, read.Root), read);
        Assert.True(Checkpoint.TryParse(read.ToText(), out var again, out _));
        Assert.Equal(read, again);
        Assert.False(Checkpoint.TryParse(Text + "more 1\n\n", out _, out var fault));
        Assert.Equal("checkpoint/extension", fault.Code);
    }

    [Fact]
    public void A_checkpoint_no_reader_would_take_is_not_signed()
    {
        SignerKey[] log = [SignerKey.FromSeed("a", KeyType.Ed25519, new byte[32])];
        Assert.Throws<ArgumentException>(() => new Checkpoint("a", 0, default).Sign(log, 0));
        Assert.Throws<ArgumentException>(() => new Checkpoint("a", -1, default).Sign(log, 0));
        Assert.Throws<ArgumentException>(() => new Checkpoint("", 1, default).Sign(log, 0));
        Assert.Throws<ArgumentException>(() => new Checkpoint("a\n1", 1, default).Sign(log, 0));
        Assert.Throws<ArgumentException>(() => new Checkpoint("a", 1, default).Sign([], 0));
    }

    [Fact]
    public void Any_flipped_bit_of_text_time_or_signature_is_refused()
    {
        var bytes = LogVectors.Bytes("size-3/checkpoint");
        var keys = new[] { "log", "w1", "w2", "pq" }.Select(LogVectors.Verifier).ToList();
        Gen.Int[0, (bytes.Length * 8) - 1].Sample(
            bit =>
            {
                var flipped = bytes.ToArray();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                return !SignedNote.TryParse(flipped, out var note, out _)
                    || !note.TryVerify(keys, out var verified, out _)
                    || verified.Length < keys.Count;
            },
            iter: 1000);
    }

    [Theory]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void A_cosignature_time_of_two_to_the_63_or_more_is_refused(ulong time)
    {
        var note = LogVectors.Note(LogVectors.Bytes("size-3/checkpoint"));
        var witness = LogVectors.Verifier("w1");
        var blob = note.Signatures[1].Signature.ToArray();
        BinaryPrimitives.WriteUInt64BigEndian(blob, time);
        var changed = LogVectors.CheckpointOf(LogVectors.Build(3).Tree)
            .Sign([LogVectors.Signer("log")], 0)
            .With(new(witness.Name, witness.Id, blob));
        Assert.False(changed.TryVerify([witness], out _, out var fault));
        Assert.Equal("note/time", fault.Code);
    }

    [Fact]
    public void The_log_may_sign_with_both_algorithms_under_one_name()
    {
        var origin = "probatum.example/log";
        SignerKey[] keys =
        [
            SignerKey.FromSeed(origin, KeyType.Ed25519, new byte[32]),
            SignerKey.FromSeed(origin, KeyType.CosignatureMlDsa44, new byte[32]),
        ];
        var note = LogVectors.Note(new Checkpoint(origin, 1, default).Sign(keys, 12).ToBytes());
        Assert.True(note.TryVerifyLines(keys.Select(key => key.Verifier), out var verified, out var fault), fault.Why);
        Assert.Equal([null, 12L], verified.Select(line => line.Time));
    }

    [Fact]
    public void A_name_over_255_bytes_cannot_cosign_with_ML_DSA()
    {
        var checkpoint = new Checkpoint("log.example", 1, default);
        var (longest, tooLong) = (Cosigner(255), Cosigner(256));
        Assert.True(checkpoint.Sign([longest], 1).TryVerify([longest.Verifier], out _, out _));
        Assert.Throws<ArgumentException>(() => checkpoint.Sign([tooLong], 1));
        var note = checkpoint.Sign([longest], 1).With(new(tooLong.Verifier.Name, tooLong.Verifier.Id, new byte[2428]));
        Assert.False(note.TryVerify([tooLong.Verifier], out _, out var fault));
        Assert.Equal("note/name", fault.Code);

        static SignerKey Cosigner(int length) =>
            SignerKey.FromSeed(new string('w', length), KeyType.CosignatureMlDsa44, new byte[32]);
    }
}
