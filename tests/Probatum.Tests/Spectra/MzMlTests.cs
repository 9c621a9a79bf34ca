using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class MzMlTests
{
    // the example of the coding's description: two whole values, then 5 and 0 off the line through them
    [Fact]
    public void The_published_example_of_linear_prediction_is_read()
    {
        byte[] bytes = [0x40, 0xF8, 0x6A, 0, 0, 0, 0, 0, 0x80, 0x96, 0x98, 0, 0, 0x2D, 0x31, 0x01, 0x75, 0x80];
        var run = Run(4, Array(bytes, "MS:1002312", mass: true), Array(Doubles([1, 2, 3, 4]), "MS:1000523", mass: false));
        Assert.Equal([100.0, 200.0, 300.00005, 400.00010], run.Masses.AsEnumerable());
        Assert.Equal(run.Masses.AsEnumerable(), Run(4, Array(Zlib(bytes), "MS:1002746", true), Array(Doubles([1, 2, 3, 4]), "MS:1000523", false)).Masses);
    }

    [Fact]
    public void Whole_heights_and_logged_heights_are_read() =>
        Gen.Int[1, 100_000_000].Array[1, 50].Sample(heights =>
        {
            var masses = heights.Select((_, i) => 100.0 + i).ToArray();
            var whole = Run(heights.Length, Array(Doubles(masses), "MS:1000523", true), Array(Positive(heights), "MS:1002313", false));
            var packed = Run(heights.Length, Array(Zlib(Doubles(masses)), "MS:1000523 MS:1000574", true), Array(Zlib(Positive(heights)), "MS:1002747", false));
            var logged = Run(heights.Length, Array(Doubles(masses), "MS:1000523", true), Array(Logged(heights), "MS:1002314", false));
            return whole.Intensities.SequenceEqual(heights.Select(h => (float)h)) && packed.Intensities.SequenceEqual(whole.Intensities)
                && logged.Intensities.Zip(heights).All(pair => Math.Abs(pair.First - pair.Second) <= 5e-4 * (pair.Second + 1));
        });

    [Theory]
    [InlineData("MS:1000521", 4)]
    [InlineData("MS:1000523", 8)]
    [InlineData("MS:1000519", 4)]
    [InlineData("MS:1000522", 8)]
    public void Numbers_of_every_width_are_read(string type, int width)
    {
        var bytes = new byte[width * 2];
        for (var i = 0; i < 2; i++)
        {
            var at = bytes.AsSpan(i * width);
            switch (type)
            {
                case "MS:1000521": BinaryPrimitives.WriteSingleLittleEndian(at, 50 + i); break;
                case "MS:1000523": BinaryPrimitives.WriteDoubleLittleEndian(at, 50 + i); break;
                case "MS:1000519": BinaryPrimitives.WriteInt32LittleEndian(at, 50 + i); break;
                default: BinaryPrimitives.WriteInt64LittleEndian(at, 50 + i); break;
            }
        }

        Assert.Equal([50.0, 51.0], Run(2, Array(bytes, type, true), Array(bytes, type, false)).Masses.AsEnumerable());
    }

    [Fact]
    public void The_length_of_an_array_overrides_the_spectrums_and_white_space_is_no_matter()
    {
        var text = Convert.ToBase64String(Doubles([60, 61]));
        var spaced = text[..5] + "\n  " + text[5..11] + "\t" + text[11..];
        var run = SpectraData.FileOf(Document(
            $"""<spectrum index="0" id="s" defaultArrayLength="9"><binaryDataArrayList count="2"><binaryDataArray arrayLength="2" encodedLength="7"><cvParam accession="MS:1000523"/><cvParam accession="MS:1000514"/><binary>{spaced}</binary></binaryDataArray><binaryDataArray arrayLength="2" encodedLength="0"><cvParam accession="MS:1000523"/><cvParam accession="MS:1000515"/><binary>{text}</binary></binaryDataArray></binaryDataArrayList></spectrum>""")).Run!;
        Assert.Equal([60.0, 61.0], run.Masses.AsEnumerable());
    }

    [Theory]
    [InlineData("UO:0000031", 120.0)]
    [InlineData("UO:0000010", 2.0)]
    [InlineData("UO:0000028", 0.002)]
    [InlineData(null, null)]
    [InlineData("UO:0000032", null)]
    public void A_time_counts_with_its_unit_only(string? unit, double? seconds)
    {
        var said = unit is null ? "" : $" unitAccession=\"{unit}\"";
        var run = SpectraData.FileOf(Document($"""<spectrum index="0" id="s" defaultArrayLength="0"><cvParam accession="MS:1000016" value="2"{said}/></spectrum>""")).Run!;
        Assert.Equal(seconds, run.Scans.Single().Seconds);
    }

    [Fact]
    public void What_groups_of_parameters_say_counts_where_they_are_referred_to()
    {
        var run = SpectraData.FileOf(Encoding.Latin1.GetBytes("""
            <?xml version="1.0" encoding="ISO-8859-1"?><indexedmzML><mzML version="1.1.0"><referenceableParamGroupList><referenceableParamGroup id="g">
            <cvParam accession="MS:1000127"/><cvParam accession="MS:1000129"/><cvParam accession="MS:1000511" value="1"/></referenceableParamGroup>
            <referenceableParamGroup id="i"><cvParam accession="MS:1000031" name="Spectromètre µ" value=""/></referenceableParamGroup></referenceableParamGroupList>
            <instrumentConfigurationList><instrumentConfiguration id="IC"><referenceableParamGroupRef ref="i"/><componentList><source order="1"><cvParam accession="MS:1000389" name="electron ionization"/></source></componentList></instrumentConfiguration></instrumentConfigurationList>
            <run><spectrumList><spectrum index="0" id="s" defaultArrayLength="0"><referenceableParamGroupRef ref="g"/></spectrum></spectrumList></run></mzML>
            <indexList><index name="spectrum"><offset idRef="s">999999</offset></index></indexList><indexListOffset>4</indexListOffset><fileChecksum>wrong</fileChecksum></indexedmzML>
            """)).Run!;
        Assert.Equal((Ionization.Electron, 1), (run.Ionization, run.Scans.Length));
        Assert.Equal(new Acquisition("Spectromètre µ", "electron ionization", Polarity.Negative, Mode: DataMode.Centroid), run.Acquisition);
    }

    [Fact]
    public void Spectra_of_light_and_later_stages_are_left_out_and_counted()
    {
        var read = SpectraData.FileOf(Document("""
            <spectrum index="0" id="u" defaultArrayLength="0"><cvParam accession="MS:1000804"/></spectrum>
            <spectrum index="1" id="m" defaultArrayLength="0"><cvParam accession="MS:1000511" value="2"/></spectrum>
            """));
        Assert.Equal(RunKind.Chromatogram, read.Run!.Kind);
        Assert.Equal(("2", "1", "1"), (read.Metadata["probatum.spectra_left_out"], read.Metadata["probatum.spectra_of_later_stages"], read.Metadata["probatum.spectra_not_of_masses"]));
        Assert.False(Identification.Supports(read.Run, out var fault));
        Assert.Equal("decon/chromatogram", fault.Code);
    }

    [Theory]
    [InlineData("<mzML version=\"0.93\"/>", "mzml/version")]
    [InlineData("<mzML version=\"0.99.0\"/>", "mzml/version")]
    [InlineData("<mzML version=\"1.1.0\"><run id=\"a\"/><run id=\"b\"/></mzML>", "mzml/several-runs")]
    [InlineData("<mzML version=\"1.1.0\"><run><spectrumList><spectrum defaultArrayLength=\"3\"/></spectrumList></run></mzML>", "mzml/array-length")]
    [InlineData("<mzML version=\"1.1.0\"><run><spectrumList><spectrum defaultArrayLength=\"99999999999\"/></spectrumList></run></mzML>", "mzml/length")]
    [InlineData("<mzML version=\"1.1.0\"><run>", "mzml/xml")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><mzML version=\"1.1.0\">&x;</mzML>", "mzml/xml")]
    public void What_cannot_be_read_is_refused_by_its_reason(string text, string code) =>
        Assert.Equal(code, SpectraData.ToldAll(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_damaged_coded_array_is_refused_or_sound() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.OneOf("MS:1002312", "MS:1002313", "MS:1002314"), Gen.Int[0, 40]).Sample((bytes, coding, count) =>
        {
            var file = Document(Spectrum(count, Array(bytes, coding, true), Array(Doubles(new double[count]), "MS:1000523", false)));
            return InstrumentFormats.TryOpen(file, out var read, out var fault) ? read.Run!.Masses.All(double.IsFinite) : fault.Code is "mzml/numpress" or "mzml/array-length";
        });

    private static InstrumentRun Run(int count, params string[] arrays) => SpectraData.FileOf(Document(Spectrum(count, arrays))).Run!;

    private static byte[] Document(string spectra) =>
        Encoding.UTF8.GetBytes($"<mzML version=\"1.1.0\"><run><spectrumList count=\"1\">{spectra}</spectrumList></run></mzML>");

    private static string Spectrum(int count, params string[] arrays) =>
        $"<spectrum index=\"0\" id=\"s\" defaultArrayLength=\"{count}\"><binaryDataArrayList count=\"2\">{string.Concat(arrays)}</binaryDataArrayList></spectrum>";

    private static string Array(byte[] bytes, string terms, bool mass) =>
        $"<binaryDataArray encodedLength=\"0\">{string.Concat(terms.Split(' ').Append(mass ? "MS:1000514" : "MS:1000515").Select(term => $"<cvParam accession=\"{term}\"/>"))}<binary>{Convert.ToBase64String(bytes)}</binary></binaryDataArray>";

    private static byte[] Doubles(double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Zlib(byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var zlib = new ZLibStream(to, CompressionLevel.Fastest))
        {
            zlib.Write(bytes);
        }

        return to.ToArray();
    }

    // leading zero half bytes counted, then the rest from the lowest
    private static byte[] Positive(int[] values)
    {
        var halves = new List<int>();
        foreach (var value in values)
        {
            var used = 8;
            while (used > 0 && ((value >> (4 * (used - 1))) & 0xF) == 0)
            {
                used--;
            }

            halves.Add(8 - used);
            halves.AddRange(Enumerable.Range(0, used).Select(i => (value >> (4 * i)) & 0xF));
        }

        return [.. halves.Chunk(2).Select(pair => (byte)((pair[0] << 4) | (pair.Length > 1 ? pair[1] : 0)))];
    }

    private static byte[] Logged(int[] values)
    {
        const double factor = 3000.0;
        var bytes = new byte[8 + (2 * values.Length)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, factor);
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8 + (2 * i)), (ushort)(Math.Log(values[i] + 1.0) * factor + 0.5));
        }

        return bytes;
    }
}
