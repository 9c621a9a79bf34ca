using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

/// <summary>Library files of ANDI/MS, made here: what they say of each spectrum, and how little most say.</summary>
public sealed class AndiLibraryTests
{
    private const int Wide = 16;

    [Fact]
    public void What_is_said_of_a_spectrum_is_kept_and_blanks_are_nothing()
    {
        var records = SpectraData.FileOf(Library(
            names: ["benzene", "  ", ""], casNames: ["", "methylbenzene\0", " "], cas: [71432, -9999, 71433], index: [653.5, -9999, 0], number: [7, 8, -9999])).Spectra;
        Assert.Equal(["benzene", "methylbenzene", "untitled"], records.Select(one => one.Name));
        Assert.Equal(["CAS 71-43-2", "8", null], records.Select(one => one.Accession));
        Assert.Equal([653.5, null, null], records.Select(one => one.RetentionIndex));
        Assert.Equal(["Kovats", null, null], records.Select(one => one.RetentionIndexScale));
        Assert.Equal([2, 0, 1], records.Select(one => one.Peaks.Length));
        Assert.Equal([new Peak(77, 5), new Peak(78, 9)], records[0].Peaks.AsEnumerable());
    }

    [Fact]
    public void A_spectrum_without_a_name_is_called_by_its_file_and_place()
    {
        byte[] Of(params string[] names) => Library(names, ["", "", ""], [0, 0, 0], [0, 0, 0], [1, 2, 3]);
        Assert.True(SpectralLibrary.TryReadSource(Of("", "b", ""), "odd.cdf", out var records, out var unnamed, out _));
        Assert.Equal(["odd.cdf, spectrum 1", "b", "odd.cdf, spectrum 3"], records.Select(one => one.Name));
        Assert.Equal(2, unnamed);
        // of two files the first spectra are two compounds
        var library = SpectraData.Open(SpectraData.Build(("one.cdf", Of("", "", "")), ("two.cdf", Of("", "", ""))));
        Assert.Equal(6, library.CompoundCount);
    }

    [Fact]
    public void Fields_that_are_not_one_to_a_spectrum_are_left_out()
    {
        var records = SpectraData.FileOf(Library(["a", "b"], ["", "", ""], [71432, 0, 0], [653.5, 0, 0], [1, 2, 3])).Spectra;
        Assert.Equal(["untitled", "untitled", "untitled"], records.Select(one => one.Name));
    }

    [Fact]
    public void Damaged_library_files_never_throw()
    {
        var file = Library(["benzene", "b", "c"], ["", "", ""], [71432, 0, 0], [653.5, 0, 0], [1, 2, 3]);
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte, Gen.Int[0, file.Length]).Sample((at, with, length) =>
        {
            var damaged = file[..length];
            if (at < length)
            {
                damaged[at] = with;
            }

            return InstrumentFormats.TryOpen(damaged, out var read, out var fault) ? read.Spectra.All(one => one.Name.Length > 0) : fault.Code.Length > 0;
        });
    }

    // three spectra: two lines, none, one
    private static byte[] Library(string[] names, string[] casNames, int[] cas, double[] index, int[] number)
    {
        var letters = (string[] texts) => (byte[])[.. texts.SelectMany(text => Encoding.ASCII.GetBytes(text.PadRight(Wide, '\0')))];
        List<(string Name, uint[] Dimensions, uint Type, byte[] Values)> variables =
        [
            ("scan_index", [0], 4, Ints([0, -1, 2])), ("point_count", [0], 4, Ints([2, 0, 1])),
            ("mass_values", [1], 4, Ints([77, 78, 91])), ("intensity_values", [1], 4, Ints([5, 9, 4])),
            ("entry_name", [names.Length == 3 ? 0u : 3u, 2], 2, letters(names)), ("CAS_name", [0, 2], 2, letters(casNames)), ("CAS_number", [0], 4, Ints(cas)),
            ("retention_index", [0], 6, Doubles(index)), ("retention_type", [0, 2], 2, letters(["Kovats", "Kovats", ""])), ("entry_number", [0], 4, Ints(number)),
        ];
        var begin = Header(variables, 0).Length;
        return [.. Header(variables, begin), .. variables.SelectMany(one => one.Values)];
    }

    private static byte[] Header(List<(string Name, uint[] Dimensions, uint Type, byte[] Values)> variables, int begin)
    {
        var to = new List<byte>();
        void Word(uint word) => to.AddRange([(byte)(word >> 24), (byte)(word >> 16), (byte)(word >> 8), (byte)word]);
        void Name(string name)
        {
            Word((uint)name.Length);
            to.AddRange([.. Encoding.ASCII.GetBytes(name), .. new byte[-name.Length & 3]]);
        }

        to.AddRange([.. "CDF"u8, 1]);
        Word(0);
        Word(10);
        Word(4);
        foreach (var (name, length) in new[] { ("scan_number", 3u), ("point_number", 3u), ("_16_byte_string", (uint)Wide), ("other", 2u) })
        {
            Name(name);
            Word(length);
        }

        Word(12);
        Word(1);
        Name("experiment_type");
        Word(2);
        Name("Library Mass Spectrum");
        Word(11);
        Word((uint)variables.Count);
        foreach (var (name, dimensions, type, values) in variables)
        {
            Name(name);
            Word((uint)dimensions.Length);
            Array.ForEach(dimensions, Word);
            Word(0);
            Word(0);
            Word(type);
            Word((uint)values.Length);
            Word((uint)begin);
            begin += values.Length;
        }

        return [.. to];
    }

    private static byte[] Ints(int[] values) => [.. values.SelectMany(value =>
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    })];

    private static byte[] Doubles(double[] values) => [.. values.SelectMany(value =>
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return bytes;
    })];
}
