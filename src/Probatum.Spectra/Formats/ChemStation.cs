using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Probatum.Spectra;

/// <summary>Agilent ChemStation's <c>DATA.MS</c>: scans of masses in twentieths and packed intensities. Big-endian.</summary>
/// <remarks>No public specification; the layout is that which open readers agree on, times are in milliseconds.</remarks>
internal static class ChemStation
{
    private const int HeaderSize = 0x11A;
    private const int ScanHead = 18;
    private const int ScanTail = 10;
    private const double LargestMass = 1e6;
    private const double MassSteps = 20.0;
    private static readonly double[] Powers = [1.0, 8.0, 64.0, 512.0];

    public static bool Recognises(ReadOnlyMemory<byte> file) =>
        file.Span is [1, (byte)'2', 0, 0, ..] && file.Length > 24 && file.Span[4..24].IndexOf("MS"u8) >= 0;

    public static bool TryRead(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault)
    {
        read = null!;
        fault = default;
        var bytes = file.Span;
        if (bytes.Length < HeaderSize)
        {
            fault = new("chemstation/truncated", bytes.Length, "the file ends within its header");
            return false;
        }

        var scans = BinaryPrimitives.ReadUInt32BigEndian(bytes[0x116..]);
        var at = (2L * BinaryPrimitives.ReadUInt16BigEndian(bytes[0x10A..])) - 2;
        if (scans == 0 || scans > bytes.Length / (ScanHead + ScanTail) || at < HeaderSize)
        {
            fault = new("chemstation/header", 0x116, "the header counts no scans, or more than the file can hold");
            return false;
        }

        var points = new ScanPoints(0);
        for (var scan = 0; scan < scans; scan++)
        {
            var length = at + ScanHead <= bytes.Length ? 2 * BinaryPrimitives.ReadUInt16BigEndian(bytes[(int)at..]) : 0;
            if (length < ScanHead + ScanTail || at + length > bytes.Length)
            {
                fault = new("chemstation/scan", at, $"scan {scan + 1} of {scans} reaches past the end of the file");
                return false;
            }

            var body = bytes.Slice((int)at, length);
            var count = BinaryPrimitives.ReadUInt16BigEndian(body[12..]);
            if (ScanHead + (4 * count) + ScanTail > length)
            {
                fault = new("chemstation/scan", at, $"scan {scan + 1} has more points than its length");
                return false;
            }

            points.Begin(BinaryPrimitives.ReadUInt32BigEndian(body[2..]) / 1000.0);
            for (var i = 0; i < count; i++)
            {
                var pair = body[(ScanHead + (4 * i))..];
                var packed = BinaryPrimitives.ReadUInt16BigEndian(pair[2..]);
                points.Add(BinaryPrimitives.ReadUInt16BigEndian(pair) / MassSteps, (packed & 0x3FFF) * Powers[packed >> 14], LargestMass);
            }

            points.End();
            at += length;
        }

        (string Key, int At)[] texts =
            [("file_type", 0x04), ("data_name", 0x18), ("operator", 0x94), ("date", 0xB2), ("instrument", 0xD0), ("inlet", 0xDA), ("method", 0xE4)];
        var metadata = SpectraFile.NoMetadata;
        foreach (var (key, place) in texts)
        {
            // a byte of length, then that many letters
            var room = bytes[(place + 1)..Math.Min(bytes.Length, place + 1 + bytes[place])];
            if (Encoding.Latin1.GetString(room).Trim('\0', ' ') is { Length: > 0 } text && TextLines.LooksLikeText(Encoding.Latin1.GetBytes(text)))
            {
                metadata = metadata.Add(key, text);
            }
        }

        if (points.LeftOut > 0)
        {
            metadata = metadata.Add("probatum.points_left_out", points.LeftOut.ToString(CultureInfo.InvariantCulture));
        }

        read = SpectraFile.Of(points.ToRun("ChemStation DATA.MS", metadata, RunKind.Centroid) with
        {
            Acquisition = new(metadata.GetValueOrDefault("instrument"), TimeUnit: "milliseconds", Acquired: metadata.GetValueOrDefault("date")),
        });
        return true;
    }
}
