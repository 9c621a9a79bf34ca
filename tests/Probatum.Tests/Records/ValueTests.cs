using System.Globalization;
using CsCheck;
using Probatum.Core.Records;

namespace Probatum.Tests.Records;

public sealed class ValueTests
{
    private static readonly Gen<DateTimeOffset> Instants = Gen.Select(Gen.Long[0, 253_000_000_000], Gen.Int[-14 * 60, 14 * 60], (seconds, minutes) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(minutes)));

    private static readonly Gen<DateOnly> Days = Gen.Int[1, 3_000_000].Select(DateOnly.FromDayNumber);

    [Fact]
    public void An_instant_is_read_as_the_platform_reads_it() =>
        Gen.Select(Gen.Int[0, 3_652_058], Gen.Int[0, 86_399], Gen.Int[0, 19], Gen.Char["0123456789:-TZ+ é"], Gen.Bool).Sample((day, second, at, sign, change) =>
        {
            var text = When.Format(new DateTimeOffset(DateOnly.FromDayNumber(day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddSeconds(second));
            text = change ? text.Remove(at, 1).Insert(at, sign.ToString()) : text;
            var isOne = DateTimeOffset.TryParseExact(
                text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mmzzz"],
                System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var instant);
            Assert.Equal(isOne ? instant : null, When.Instant(text));
            Assert.Equal(isOne && When.Format(instant) == text, When.IsInstant(text));
        });

    [Fact]
    public void A_day_is_from_its_first_second_to_its_last_and_never_a_midnight() => Days.Sample(day =>
    {
        var said = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var when = When.Parse(said, "a form")!;
        return when.Said == said && when.From == $"{said}T00:00:00Z" && when.To == $"{said}T23:59:59Z" && when.Earliest < when.Latest;
    });

    [Fact]
    public void An_instant_keeps_the_offset_in_which_it_was_said() => Instants.Sample(instant =>
    {
        var text = When.Format(instant);
        var when = When.Parse(text, "a clock")!;
        return When.IsInstant(text) && when.Said == text && when.From == text && when.To == text
            && when.Earliest!.Value.EqualsExact(instant) && when.Equals(When.At(instant, "a clock"));
    });

    [Fact]
    public void An_interval_is_from_the_first_moment_of_its_start_to_the_last_of_its_end() => Gen.Select(Days, Days).Sample((a, b) =>
    {
        var when = When.Parse($"{a:yyyy-MM-dd}/{b:yyyy-MM-dd}", "a form");
        return a <= b ? when!.From == $"{a:yyyy-MM-dd}T00:00:00Z" && when.To == $"{b:yyyy-MM-dd}T23:59:59Z" : when is null;
    });

    [Theory]
    [InlineData("")]
    [InlineData("13 November 2016")]
    [InlineData("2016-11")]
    [InlineData("2016-11-31")]
    [InlineData("2016-11-13T09:30")]
    [InlineData("2016-11-13 09:30Z")]
    [InlineData("2016-11-13T24:00:00Z")]
    [InlineData("2016-11-13T09:30:00+15:00")]
    [InlineData("2016-11-13/")]
    [InlineData("2016-11-13/2016-11-14/2016-11-15")]
    [InlineData("2016-11-13T10:00:00Z/2016-11-13T09:00:00Z")]
    public void Words_that_are_no_date_are_not_made_into_one(string said) => Assert.Null(When.Parse(said, "a form"));

    [Theory]
    [InlineData("2016-11-13T09:30:00+00:00")]
    [InlineData("2016-11-13T09:30Z")]
    [InlineData("2016-11-13T09:30:00+0200")]
    [InlineData("2016-11-13T09:30:00.0Z")]
    [InlineData("2016-11-13t09:30:00z")]
    [InlineData(" 2016-11-13T09:30:00Z")]
    public void An_instant_has_one_spelling(string text) => Assert.False(When.IsInstant(text));

    [Fact]
    public void A_time_nobody_knows_says_why()
    {
        var when = When.NotKnown("the witness was unconscious");
        Assert.True(when.IsWellFormed);
        Assert.Null(when.Earliest);
        Assert.Equal("unknown: the witness was unconscious", when.Words);
    }

    [Fact]
    public void New_names_are_well_formed_and_only_as_what_they_are() => Gen.Byte.Array[16].Sample(bits =>
    {
        var (entity, one) = (EntityId.New(span => bits.CopyTo(span)).Text, CaseId.New(span => bits.CopyTo(span)).Text);
        return EntityId.IsWellFormed(entity) && CaseId.IsWellFormed(one) && !EntityId.IsWellFormed(one) && !CaseId.IsWellFormed(entity)
            && !EntityId.IsWellFormed(entity + "A") && !EntityId.IsWellFormed(entity[..^1]);
    });

    [Fact]
    public void One_entity_has_one_name() => Gen.Select(Gen.Byte.Array[16], Gen.Int, Gen.Char).Sample((bits, place, with) =>
    {
        var name = EntityId.New(span => bits.CopyTo(span)).Text;
        var at = (int)((uint)place % (uint)name.Length);
        var changed = $"{name[..at]}{with}{name[(at + 1)..]}";
        return changed == name || !EntityId.IsWellFormed(changed)
            || !Probatum.Ledger.Base64Url.TryDecode(changed[2..], out var other) || !other.AsSpan().SequenceEqual(bits);
    });

    [Fact]
    public void A_key_is_named_after_itself()
    {
        Assert.Equal("k-H0p8dUESE9q1SCK9GLzCDt", RecordVectors.Giver.Verifier.Name);
        Assert.Equal("k-dkbxVeRms4adXoiqilsV5m", RecordVectors.Receiver.Verifier.Name);
        Assert.True(KeyName.IsWellFormed("k-H0p8dUESE9q1SCK9GLzCDt"));
        Assert.All(["k-H0p8dUESE9q1SCK9GLzCD", "K-H0p8dUESE9q1SCK9GLzCDt", "k-H0p8dUESE9q1SCK9GLzCD+", "k-H0p8dUESE9q1SCK9GLzCD=", ""], text => Assert.False(KeyName.IsWellFormed(text)));
    }

    [Fact]
    public void A_file_is_named_by_its_content()
    {
        var blob = Blob.Of("abc"u8, "text/plain");
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", blob.Sha256);
        Assert.True(blob is { Size: 3, IsWellFormed: true });
        Assert.False((blob with { Sha256 = blob.Sha256.ToUpperInvariant() }).IsWellFormed);
        Assert.False((blob with { Size = -1 }).IsWellFormed);
    }
}
