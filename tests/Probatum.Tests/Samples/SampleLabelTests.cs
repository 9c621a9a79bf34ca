using CsCheck;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Samples;

public sealed class SampleLabelTests
{
    private static readonly Gen<SampleLabel> Labels = Gen.Select(
        Gen.Byte.Array[16], Gen.Byte.Array[16], (a, b) => new SampleLabel(CaseId.New(bytes => a.CopyTo(bytes)), EntityId.New(bytes => b.CopyTo(bytes))));

    [Fact]
    public void What_is_printed_is_read_back() => Labels.Sample(label =>
    {
        Assert.True(SampleLabel.TryRead(label.Payload, out var read, out _));
        Assert.Equal(label, read);
        Assert.True(SampleLabel.TryReadCheck(label.Check.ToLowerInvariant().Replace('-', ' '), out var check));
        Assert.Equal(label.Check, check);
        Assert.True(SampleLabel.LooksLikeCheck(label.Check));
    });

    [Fact]
    public void One_wrong_letter_is_always_caught() => Labels.Sample(label =>
    {
        for (var at = 0; at < label.Check.Length; at++)
        {
            foreach (var letter in SampleLabel.Letters.Where(letter => label.Check[at] != '-' && label.Check[at] != letter))
            {
                Assert.False(SampleLabel.TryReadCheck(label.Check[..at] + letter + label.Check[(at + 1)..], out _));
            }
        }
    }, iter: 200);

    [Fact]
    public void Two_neighbours_swapped_are_always_caught() => Labels.Sample(label =>
    {
        var letters = label.Check.Replace("-", "", StringComparison.Ordinal);
        for (var at = 0; at + 1 < letters.Length; at++)
        {
            if (letters[at] != letters[at + 1])
            {
                Assert.False(SampleLabel.TryReadCheck(letters[..at] + letters[at + 1] + letters[at] + letters[(at + 2)..], out _));
            }
        }
    });

    [Fact]
    public void A_damaged_scan_names_no_sample() => Gen.Select(Labels, Gen.Int[0, 72], Gen.Char.AlphaNumeric).Sample((label, at, letter) =>
    {
        var damaged = label.Payload[..at] + letter + label.Payload[(at + 1)..];

        // A case has no check of its own: another case is told from this one by its name.
        Assert.True(damaged == label.Payload || !SampleLabel.TryRead(damaged, out var read, out _) || read.Sample == label.Sample);
    });

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.String.Sample(text =>
    {
        SampleLabel.TryRead(text, out _, out _);
        SampleLabel.TryRead("probatum:1:" + text, out _, out _);
        SampleLabel.TryReadCheck(text, out _);
        SampleLabel.LooksLikeCheck(text);
    });

    [Fact]
    public void A_check_never_changes() => Assert.Equal("CEAA-R3E4-XC4K", SampleLabel.CheckOf(new("e-AAAAAAAAAAAAAAAAAAAAAA")));
}
