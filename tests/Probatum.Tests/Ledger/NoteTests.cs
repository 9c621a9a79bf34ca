using System.Text;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class NoteTests
{
    private static readonly SignerKey Alice = SignerKey.FromSeed("alice.example", KeyType.Ed25519, new byte[32]);

    private static readonly SignerKey Bob =
        SignerKey.FromSeed("bob.example/über", KeyType.Ed25519, [.. Enumerable.Repeat((byte)7, 32)]);

    [Fact]
    public void The_example_of_the_specification_verifies()
    {
        var bytes = File.ReadAllBytes(TestData.At("vectors/note/c2sp-example.note"));
        var note = LogVectors.Note(bytes);
        Assert.Equal("This is an example message.\n", note.Text);
        Assert.Equal(bytes, note.ToBytes());
        Assert.True(note.TryVerify([Key("c2sp-example")], out var verified, out _));
        Assert.Equal("example.com/foo", Assert.Single(verified).Name);
    }

    [Fact]
    public void A_cosignature_of_a_witness_of_others_verifies_with_its_time()
    {
        var note = LogVectors.Note(File.ReadAllBytes(TestData.At("vectors/note/sunlight-cosigned.note")));
        Assert.True(note.TryVerifyLines([Key("sunlight-witness")], out var verified, out var fault), fault.Why);
        Assert.Equal(0x69546780, Assert.Single(verified).Time);
        Assert.Equal(KeyType.CosignatureEd25519, verified[0].Key.Type);
    }

    [Fact]
    public void Giver_and_receiver_sign_one_text()
    {
        var note = SignedNote.Sign("handed over\n\nwith an empty line\n", Alice, Bob);
        var read = LogVectors.Note(note.ToBytes());
        Assert.Equal(note.Text, read.Text);
        Assert.True(read.TryVerify([Bob.Verifier, Alice.Verifier], out var verified, out _));
        Assert.Equal([Alice.Verifier, Bob.Verifier], verified);
        Assert.True(read.TryVerify([Bob.Verifier], out verified, out _));
        Assert.Equal([Bob.Verifier], verified);
    }

    [Fact]
    public void A_note_that_no_known_key_signed_is_refused()
    {
        Assert.False(SignedNote.Sign("x\n", Alice).TryVerify([Bob.Verifier], out var verified, out var fault));
        Assert.Equal("note/no-known-signature", fault.Code);
        Assert.Empty(verified);
        Assert.False(SignedNote.Sign("x\n", Alice).TryVerify([], out _, out _));
    }

    [Fact]
    public void One_bad_line_of_a_known_key_voids_the_note_wherever_it_stands()
    {
        var good = SignedNote.Sign("x\n", Alice).Signatures[0];
        var bad = SignedNote.Sign("y\n", Alice).Signatures[0];
        var goodThenBad = SignedNote.Sign("x\n", Alice).With(bad);
        Assert.False(goodThenBad.TryVerify([Alice.Verifier], out _, out var fault));
        Assert.Equal("note/bad-signature", fault.Code);
        var bothGood = SignedNote.Sign("x\n", Bob).With(good);
        Assert.True(bothGood.TryVerify([Alice.Verifier, Bob.Verifier], out var both, out _));
        Assert.Equal(2, both.Length);
        Assert.True(SignedNote.Sign("x\n", Bob).With(bad).TryVerify([Bob.Verifier], out _, out _));
    }

    [Fact]
    public void Any_flipped_bit_is_refused_or_changes_only_lines_of_unknown_keys()
    {
        var bytes = SignedNote.Sign("some text\n", Alice).ToBytes();
        Gen.Int[0, (bytes.Length * 8) - 1].Sample(bit =>
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            return !SignedNote.TryParse(flipped, out var note, out _)
                || !note.TryVerify([Alice.Verifier], out _, out _);
        });
    }

    [Fact]
    public void A_note_that_is_read_is_written_back()
    {
        var bytes = SignedNote.Sign("some text\n\nmore\n", Alice, Bob).ToBytes();
        var telling = "\n +=aZ\0\u0080\u2014"u8.ToArray();
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, telling.Length - 1], Gen.Int[0, 2]).Sample(
            (at, which, kind) =>
            {
                var value = telling[which];
                byte[] changed = kind switch
                {
                    0 => [.. bytes[..at], value, .. bytes[at..]],
                    1 => [.. bytes[..at], .. bytes[(at + 1)..]],
                    _ => [.. bytes[..at], value, .. bytes[(at + 1)..]],
                };
                return !SignedNote.TryParse(changed, out var note, out _) || note.ToBytes().SequenceEqual(changed);
            },
            iter: 3000);
    }

    [Fact]
    public void Any_bytes_are_answered() => Gen.Byte.Array[0, 60].Sample(bytes =>
        !SignedNote.TryParse([.. bytes, .. "\n\n"u8, .. bytes], out var note, out _) || note.Signatures.Length > 0);

    [Fact]
    public void A_hundred_signatures_are_read_and_one_more_is_not()
    {
        var line = SignedNote.Sign("x\n", Alice).Signatures[0].ToText() + "\n";
        byte[] Lines(int count) => Encoding.UTF8.GetBytes("x\n\n" + string.Concat(Enumerable.Repeat(line, count)));
        Assert.True(SignedNote.TryParse(Lines(100), out var note, out _));
        Assert.Throws<ArgumentException>(() => note.With(note.Signatures[0]));
        Assert.False(SignedNote.TryParse(Lines(101), out _, out var fault));
        Assert.Equal("note/too-many-signatures", fault.Code);
    }

    [Fact]
    public void A_note_over_the_limit_is_refused()
    {
        var bytes = SignedNote.Sign("x\n", Alice).ToBytes();
        Assert.True(SignedNote.TryParse(bytes, bytes.Length, out _, out _));
        Assert.False(SignedNote.TryParse(bytes, bytes.Length - 1, out _, out var fault));
        Assert.Equal("note/too-large", fault.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no line end")]
    [InlineData("tab\there\n")]
    [InlineData("carriage return\r\n")]
    public void A_text_that_no_reader_would_take_is_not_signed(string text) =>
        Assert.Throws<ArgumentException>(() => SignedNote.Sign(text, Alice));

    [Fact]
    public void Half_a_surrogate_pair_is_no_text_and_no_name()
    {
        var half = new string('\ud800', 1);
        Assert.Throws<ArgumentException>(() => SignedNote.Sign(half + "\n", Alice));
        Assert.Throws<ArgumentException>(() => VerifierKey.Create(half, KeyType.Ed25519, new byte[32]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u2003b")]
    [InlineData("a\u3000b")]
    [InlineData("a\u0085b")]
    [InlineData("a\nb")]
    [InlineData("a\u0001b")]
    public void A_key_name_has_no_space_plus_or_control_character(string name)
    {
        Assert.Throws<ArgumentException>(() => VerifierKey.Create(name, KeyType.Ed25519, new byte[32]));
        var text = $"{name}+00000000+{Convert.ToBase64String([1, .. new byte[32]])}";
        Assert.False(VerifierKey.TryParse(text, out _, out _));
        Assert.False(NoteSignature.TryParse($"\u2014 {name} AAAAAAA=", out _, out _));
    }

    [Fact]
    public void A_key_that_is_read_is_written_back()
    {
        var text = Bob.Verifier.Text;
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Char["+=aAfF0/ \u00fc"]).Sample((at, with) =>
            !VerifierKey.TryParse(string.Concat(text.AsSpan(0, at), [with], text.AsSpan(at + 1)), out var key, out _)
            || (key.Text == text && text[at] == with));
        Assert.True(VerifierKey.TryParse(text, out var same, out _));
        Assert.Equal(Bob.Verifier.Id, same.Id);
    }

    [Fact]
    public void A_private_key_under_the_id_of_another_is_refused()
    {
        var text = Alice.Text!.Replace($"{Alice.Verifier.Id:x8}", $"{Bob.Verifier.Id:x8}", StringComparison.Ordinal);
        Assert.False(SignerKey.TryParse(text, out _, out var fault));
        Assert.Equal("key/id", fault.Code);
        Assert.DoesNotContain(Alice.Text[^20..], Alice.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_known_keys_of_one_name_and_id_are_refused()
    {
        // An ID is 32 bits, so some ten thousand made-up keys hold two with the same one.
        var byId = new Dictionary<uint, VerifierKey>();
        VerifierKey key;
        VerifierKey? other;
        var count = 0;
        do
        {
            key = VerifierKey.Create("a", KeyType.Ed25519, Hash256.Sha256(BitConverter.GetBytes(count++)).ToArray());
        }
        while (!byId.Remove(key.Id, out other) && byId.TryAdd(key.Id, key));

        var note = SignedNote.Sign("x\n", Alice);
        Assert.False(note.TryVerify([Alice.Verifier, key, other!], out _, out var fault));
        Assert.Equal("note/ambiguous-key", fault.Code);
        Assert.True(note.TryVerify([Alice.Verifier, key, key], out _, out _));
    }

    [Fact]
    public void A_cosigner_signs_checkpoints_only()
    {
        var witness = SignerKey.FromSeed("w", KeyType.CosignatureEd25519, new byte[32]);
        Assert.Throws<ArgumentException>(() => SignedNote.Sign("x\n", witness));
        var line = new NoteSignature("w", witness.Verifier.Id, new byte[72]);
        Assert.False(SignedNote.Sign("x\n", Alice).With(line).TryVerify([witness.Verifier], out _, out var fault));
        Assert.Equal("checkpoint/lines", fault.Code);
    }

    private static VerifierKey Key(string name)
    {
        var text = File.ReadAllText(TestData.At($"vectors/note/{name}.vkey")).TrimEnd();
        Assert.True(VerifierKey.TryParse(text, out var key, out var fault), fault.Why);
        return key;
    }
}
