using System.Buffers.Binary;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class SpcTests
{
    private static readonly Gen<int[]> Ordinates = Gen.Int[-32768, 32767].Array[1, 60];

    public static TheoryData<string> Kinds => ["new", "big", "labcalc"];

    [Fact]
    public void Every_sample_is_read_with_its_axes()
    {
        Assert.Equal(
            [
                ("Ft-ir.spc", 1, "Wavenumber", "Transmittance", 4000.0, 450.0), ("NDR0002.SPC", 1, "RamanShift", "Intensity", 4011.2, 88.6),
                ("m_ordz.spc", 10, "Wavenumber", "Absorbance", 698.2, 4000.4), ("m_evenz.spc", 32, "Nanometre", "Absorbance", 200, 800),
                ("nir.spc", 20, "Nanometre", "KubelkaMunk", 1100, 2498), ("s_evenx.spc", 1, "Wavenumber", "Absorbance", 447.5, 4002.3),
                ("s_xy.spc", 1, "Minute", "Unstated", 1.1, 6.0), ("raman-sion.spc.gz", 36, "RamanShift", "Counts", 2801.5, 1218.4),
            ],
            new[] { "Ft-ir.spc", "NDR0002.SPC", "m_ordz.spc", "m_evenz.spc", "nir.spc", "s_evenx.spc", "s_xy.spc", "raman-sion.spc.gz" }
                .Select(name => (name, SpectraData.File("data/runs/spc/" + name).Traces))
                .Select(file => (file.name, file.Traces.Length, file.Traces[0].XAxis.Unit.ToString(), file.Traces[0].YAxis.Unit.ToString(),
                    Math.Round(file.Traces[0].X[0], 1), Math.Round(file.Traces[0].X[^1], 1))));
    }

    // polystyrene's strongest bands, and those of anhydrous sodium sulfate in the Raman file: known numbers in known units
    [Fact]
    public void Bands_stand_where_the_substance_has_them()
    {
        var infrared = SpectraData.File("data/runs/spc/Ft-ir.spc").Traces[0];
        var lowest = infrared.X.Zip(infrared.Y).MinBy(p => p.Second).First;
        Assert.InRange(lowest, 690, 705);
        var raman = SpectraData.File("data/runs/spc/NDR0002.SPC").Traces[0];
        Assert.InRange(raman.X.Zip(raman.Y).MaxBy(p => p.Second).First, 985, 1000);
    }

    [Fact]
    public void Traces_over_masses_are_scans_with_times_or_a_spectrum()
    {
        var run = SpectraData.Run("data/runs/spc/m_xyxy.spc");
        Assert.Equal((512, "Minutes", "MS_5970"), (run.Scans.Length, run.Acquisition.TimeUnit, run.Acquisition.Instrument));
        Assert.Equal(1.0866667 * 60, run.Scans[0].Seconds!.Value, 1e-4);
        Assert.Equal((Ionization.Unstated, null), (run.Ionization, run.Acquisition.Polarity));
        var spectrum = SpectraData.File("data/runs/spc/ms.spc").Spectra.Single();
        Assert.Equal(("Single Mass Spectrum Example", 128), (spectrum.Name, spectrum.Peaks.Length));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whole_numbers_of_both_widths_are_read_back(string kind) =>
        Gen.Select(Ordinates, Gen.Int[-8, 24], Gen.Bool).Sample((values, exponent, isShort) =>
        {
            var trace = SpectraData.FileOf(File(kind, values, exponent, isShort)).Traces.Single();
            var scale = Math.ScaleB(1.0, exponent - (isShort ? 16 : 32));
            return trace.Y.SequenceEqual(values.Select(v => v * scale)) && trace.X[0] == 10.0 && (values.Length == 1 || trace.X[^1] == 20.0);
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_cut_anywhere_before_its_end_is_refused(string kind) =>
        Gen.Select(Ordinates, Gen.Int[2, 10_000]).Sample((values, cut) =>
        {
            var whole = File(kind, values, 20, false);
            return SpectraData.ToldAll(whole.AsMemory(0, cut % whole.Length)) is "spc/truncated" or "format/unknown" or "spc/header";
        });

    [Theory]
    [InlineData(4, 0x7FFFFFFF, "spc/header")]
    [InlineData(24, 0x7FFFFFFF, "spc/header")]
    [InlineData(24, 9, "spc/truncated")]
    [InlineData(20, 0x7FF80000, "spc/header")]
    public void Counts_beyond_the_file_are_refused(int at, int value, string code)
    {
        var file = File("new", [1, 2, 3], 20, false);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        file[0] |= at == 24 ? (byte)4 : (byte)0;
        Assert.Equal(code, SpectraData.ToldAll(file));
    }

    [Fact]
    public void Chemstation_scans_are_read_with_packed_intensities()
    {
        var file = new byte[0x200];
        file[1] = (byte)'2';
        file[0] = 1;
        "\u0011GC / MS Data File"u8.CopyTo(file.AsSpan(4));
        "\u0004HP59"u8.CopyTo(file.AsSpan(0xD0));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(0x10A), (0x180 + 2) / 2);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(0x116), 2);
        foreach (var (at, ms, pairs) in new[] { (0x180, 61_500u, new ushort[] { 1460, 0x4001, 880, 100 }), (0x180 + 36, 62_000u, [2000, 0xFFFF]) })
        {
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at), (ushort)((28 + (2 * pairs.Length)) / 2));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 2), ms);
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at + 12), (ushort)(pairs.Length / 2));
            for (var i = 0; i < pairs.Length; i++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at + 18 + (2 * i)), pairs[i]);
            }
        }

        var run = SpectraData.FileOf(file).Run!;
        Assert.Equal(("HP59", "milliseconds"), (run.Acquisition.Instrument, run.Acquisition.TimeUnit));
        Assert.Equal([61.5, 62.0], run.Scans.Select(s => s.Seconds!.Value));
        Assert.Equal([44.0, 73.0, 100.0], run.Masses.AsEnumerable());
        Assert.Equal([100f, 8f, 16383f * 512], run.Intensities.AsEnumerable());
        Assert.Equal("chemstation/scan", SpectraData.ToldAll(file.AsMemory(0, 0x1A8)));
    }

    // 10 to 20 on an axis of wavenumbers
    private static byte[] File(string kind, int[] values, int exponent, bool isShort)
    {
        var big = kind == "big";
        var old = kind == "labcalc";
        var head = new byte[old ? 256 : 544];
        head[0] = (byte)(isShort ? 1 : 0);
        head[1] = (byte)(kind switch { "new" => 0x4B, "big" => 0x4C, _ => 0x4D });
        if (old)
        {
            BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(2), (short)exponent);
            BinaryPrimitives.WriteSingleLittleEndian(head.AsSpan(4), values.Length);
            BinaryPrimitives.WriteSingleLittleEndian(head.AsSpan(8), 10);
            BinaryPrimitives.WriteSingleLittleEndian(head.AsSpan(12), 20);
            head[16] = 1;
        }
        else
        {
            head[3] = unchecked((byte)exponent);
            Put(head.AsSpan(4, 4), BitConverter.GetBytes(values.Length), big);
            Put(head.AsSpan(8, 8), BitConverter.GetBytes(10.0), big);
            Put(head.AsSpan(16, 8), BitConverter.GetBytes(20.0), big);
            Put(head.AsSpan(24, 4), BitConverter.GetBytes(1), big);
            head[28] = 1;
        }

        var bytes = new List<byte>(head);
        foreach (var value in values)
        {
            var raw = isShort ? BitConverter.GetBytes((short)value) : BitConverter.GetBytes(value);
            bytes.AddRange(big ? raw.Reverse() : old && !isShort ? [raw[2], raw[3], raw[0], raw[1]] : raw);
        }

        return [.. bytes];
    }

    private static void Put(Span<byte> to, byte[] little, bool big)
    {
        little.CopyTo(to);
        if (big)
        {
            to.Reverse();
        }
    }
}
