using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>What a photograph's file tells, which anybody could have written into it. Source: Exif 2.32 (CIPA DC-008), 4.5 and 4.6.</summary>
public sealed class Photographs_tell_time_and_place
{
    [Fact]
    public void Time_zone_place_and_camera()
    {
        var told = PhotoTold.Read(Photo("2031:05:04 12:20:00", "+02:00"));
        Assert.Equal(("image/jpeg", "2031-05-04T12:20:00+02:00", 361_500_000L, 372_000_000L, "Maker"), (told?.Media, told?.Taken, told?.LatE7, told?.LonE7, told?.Camera));
    }

    [Theory]
    [InlineData("2031:05:04 12:20:00", null, "2031-05-04T12:20:00Z")]
    [InlineData("2031:05:04 12:20:00", "-03:30", "2031-05-04T12:20:00-03:30")]
    [InlineData("2031:13:04 12:20:00", null, null)]
    [InlineData("yesterday", null, null)]
    public void A_time_that_is_none_is_not_made_up(string said, string? zone, string? taken) => Assert.Equal(taken, PhotoTold.Read(Photo(said, zone))?.Taken);

    [Fact]
    public void Any_bytes_are_answered() => Gen.Byte.Array[0, 300].Sample(bytes => PhotoTold.Read(bytes) is null or { Media.Length: > 0 });

    [Fact]
    public void A_photograph_changed_anywhere_tells_something_or_nothing() =>
        Damaged.Anywhere(Photo("2031:05:04 12:20:00", "+02:00"), bytes => PhotoTold.Read(bytes) is null ? new("photo/none", "", "it tells nothing") : null);

    /// <summary>A JPEG of a head alone: 36.15° north, 37.2° east.</summary>
    private static byte[] Photo(string taken, string? zone)
    {
        var (directories, values) = (new List<(int Tag, int Kind, int Count, byte[] Value)[]>(), new MemoryStream());
        byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text), 0];
        byte[] Number(uint number) => Bytes(number);
        byte[] Degrees(params uint[] parts) => [.. parts.SelectMany(Bytes)];
        (int, int, int, byte[]) Said(int tag, string text) => (tag, 2, text.Length + 1, Text(text));

        directories.Add([Said(0x010F, "Maker"), (0x8769, 4, 1, Number(0)), (0x8825, 4, 1, Number(0))]);
        directories.Add([Said(0x9003, taken), .. zone is null ? [] : new[] { Said(0x9011, zone) }]);
        directories.Add([Said(1, "N"), (2, 5, 3, Degrees(36, 1, 9, 1, 0, 1)), Said(3, "E"), (4, 5, 3, Degrees(37, 1, 12, 1, 0, 1))]);
        var starts = directories.Select((_, i) => (uint)(8 + directories.Take(i).Sum(one => 6 + (12 * one.Length)))).ToArray();
        var heap = (uint)(8 + directories.Sum(one => 6 + (12 * one.Length)));
        directories[0][1].Value = Number(starts[1]);
        directories[0][2].Value = Number(starts[2]);
        var tiff = new MemoryStream();
        tiff.Write([(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0]);
        foreach (var directory in directories)
        {
            tiff.Write([(byte)directory.Length, 0]);
            foreach (var (tag, kind, count, value) in directory)
            {
                tiff.Write([(byte)tag, (byte)(tag >> 8), (byte)kind, 0, .. Bytes((uint)count)]);
                tiff.Write(value.Length <= 4 ? [.. value, .. new byte[4 - value.Length]] : Bytes(heap + (uint)values.Length));
                if (value.Length > 4)
                {
                    values.Write(value);
                }
            }

            tiff.Write(new byte[4]);
        }

        byte[] exif = [.. "Exif\0\0"u8, .. tiff.ToArray(), .. values.ToArray()];
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, 0xFF, 0xD9];
    }

    private static byte[] Bytes(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }
}
