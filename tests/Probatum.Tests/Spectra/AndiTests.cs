using System.Buffers.Binary;
using System.Text;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

/// <summary>What writers of ANDI/MS were seen to do, in files of a few points made here.</summary>
public sealed class AndiTests
{
    private const uint Streaming = 0xFFFFFFFF;

    public static TheoryData<bool, bool> Layouts => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    // both widths of offsets; points fixed, or in records whose number is left open
    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_layout_gives_the_same_run(bool wide, bool inRecords)
    {
        var run = SpectraData.FileOf(File(wide, inRecords, Usual)).Run!;
        Assert.Equal([1.5, 2.5, 3.5], run.Scans.Select(s => s.Seconds!.Value));
        Assert.Equal([(0, 2), (2, 0), (2, 2)], run.Scans.Select(s => (s.First, s.Count)));
        Assert.Equal([41.0, 43.0, 50.0, 60.0], run.Masses.AsEnumerable());
        // the second scan's masses ran down; heights went with them
        Assert.Equal([5f, 9f, 2f, 1f], run.Intensities.AsEnumerable());
        Assert.Equal((Ionization.Electron, Polarity.Positive, DataMode.Centroid), (run.Ionization, run.Acquisition.Polarity, run.Acquisition.Mode));
    }

    [Fact]
    public void Minutes_become_seconds_and_fill_values_no_times()
    {
        var run = SpectraData.FileOf(File(false, false, Usual with { Times = [-9999, 9.969209968386869e36, 0.5], Unit = "Minutes" })).Run!;
        Assert.Equal([null, null, 30.0], run.Scans.Select(s => s.Seconds));
        Assert.Equal("Minutes", run.Acquisition.TimeUnit);
    }

    [Theory]
    [InlineData(0, 99, "andi/scan-place")]
    [InlineData(2, 3, "andi/scan-place")]
    [InlineData(0, 0x7FFFFFFF, "andi/scan-place")]
    public void Scans_that_point_outside_are_refused(int scan, int first, string code)
    {
        var index = (int[])Usual.Index.Clone();
        index[scan] = first;
        Assert.Equal(code, SpectraData.ToldAll(File(false, false, Usual with { Index = index })));
    }

    [Fact]
    public void Masses_in_whole_thousandths_are_scaled()
    {
        var run = SpectraData.FileOf(File(false, false, Usual with { Scale = 0.001, Masses = [41_000, 43_500, 60_000, 50_000] })).Run!;
        Assert.Equal([41.0, 43.5, 50.0, 60.0], run.Masses.Select(m => Math.Round(m, 9)));
    }

    [Fact]
    public void Points_without_a_mass_or_height_are_left_out_and_counted()
    {
        var read = SpectraData.FileOf(File(false, false, Usual with { Masses = [41, -9999, 60, 50] }));
        Assert.Equal((3, "1"), (read.Run!.Masses.Length, read.Metadata["probatum.points_left_out"]));
    }

    private static readonly Content Usual = new([41, 43, 60, 50], [5, 9, 1, 2], [0, -1, 2], [2, 0, 2], [1.5, 2.5, 3.5], "Seconds", null);

    private sealed record Content(int[] Masses, int[] Heights, int[] Index, int[] Counts, double[] Times, string Unit, double? Scale);

    // two dimensions; masses and heights as ints over points, the rest over scans
    private static byte[] File(bool wide, bool inRecords, Content content)
    {
        var variables = new List<(string Name, int Dimension, int Type, byte[] Values, (string, object)[] Attributes)>
        {
            ("scan_acquisition_time", 0, 6, Bytes(content.Times), [("units", content.Unit)]),
            ("scan_index", 0, 4, Bytes(content.Index), []),
            ("point_count", 0, 4, Bytes(content.Counts), []),
            ("mass_values", 1, 4, Bytes(content.Masses), content.Scale is { } scale ? [("scale_factor", scale)] : []),
            ("intensity_values", 1, 4, Bytes(content.Heights), []),
        };
        var size = Header(variables, wide, inRecords, []).Length;
        var places = new List<long>();
        long at = size;
        foreach (var one in variables.Where(v => !inRecords || v.Dimension == 0))
        {
            places.Add(at);
            at += one.Values.Length;
        }

        if (inRecords)
        {
            places.Add(at);
            places.Add(at + 4);
        }

        var file = Header(variables, wide, inRecords, places).ToList();
        foreach (var one in variables.Where(v => !inRecords || v.Dimension == 0))
        {
            file.AddRange(one.Values);
        }

        for (var i = 0; inRecords && i < content.Masses.Length; i++)
        {
            file.AddRange(variables[3].Values[(4 * i)..((4 * i) + 4)]);
            file.AddRange(variables[4].Values[(4 * i)..((4 * i) + 4)]);
        }

        return [.. file];
    }

    private static byte[] Header(
        List<(string Name, int Dimension, int Type, byte[] Values, (string, object)[] Attributes)> variables, bool wide, bool inRecords, List<long> places)
    {
        var to = new List<byte>();
        to.AddRange("CDF"u8);
        to.Add((byte)(wide ? 2 : 1));
        Word(to, inRecords ? Streaming : 0);
        Word(to, 10);
        Word(to, 2);
        Name(to, "scan_number");
        Word(to, 3);
        Name(to, "point_number");
        Word(to, inRecords ? 0u : 4u);
        Attributes(to, [("test_ionization_mode", "Electron Impact\0\0"), ("test_ionization_polarity", "Positive Polarity"), ("experiment_type", "CENTROIDED MASS SPECTRUM")]);
        Word(to, 11);
        Word(to, (uint)variables.Count);
        for (var i = 0; i < variables.Count; i++)
        {
            Name(to, variables[i].Name);
            Word(to, 1);
            Word(to, (uint)variables[i].Dimension);
            Attributes(to, variables[i].Attributes);
            Word(to, (uint)variables[i].Type);
            Word(to, (uint)variables[i].Values.Length);
            if (wide)
            {
                Word(to, 0);
            }

            Word(to, places.Count == 0 ? 0 : (uint)places[i]);
        }

        return [.. to];
    }

    private static void Attributes(List<byte> to, (string Name, object Value)[] attributes)
    {
        Word(to, attributes.Length == 0 ? 0u : 12u);
        Word(to, (uint)attributes.Length);
        foreach (var (name, value) in attributes)
        {
            Name(to, name);
            if (value is double number)
            {
                Word(to, 6);
                Word(to, 1);
                to.AddRange(Bytes([number]));
            }
            else
            {
                Word(to, 2);
                Name(to, (string)value);
            }
        }
    }

    private static void Name(List<byte> to, string name)
    {
        Word(to, (uint)name.Length);
        to.AddRange(Encoding.Latin1.GetBytes(name));
        to.AddRange(new byte[-name.Length & 3]);
    }

    private static void Word(List<byte> to, uint word)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, word);
        to.AddRange(bytes);
    }

    private static byte[] Bytes(int[] values) => [.. values.SelectMany(v => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(v)))];

    private static byte[] Bytes(double[] values) => [.. values.SelectMany(v => BitConverter.GetBytes(v).Reverse())];
}
