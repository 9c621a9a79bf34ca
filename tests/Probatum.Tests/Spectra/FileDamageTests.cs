using System.Globalization;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

/// <summary>Every file of the runs' folder, cut and with changed bytes: a sound result or a fault with its place.</summary>
/// <remarks>
/// A sample of places, the same in every run. PROBATUM_FUZZ multiplies it: 1 is the default, 50 takes some minutes. The
/// sweep over all places is <c>fuzz/Probatum.Fuzz</c>.
/// </remarks>
public sealed class FileDamageTests
{
    private const int Cuts = 4;
    private const int Flips = 12;
    private const long Largest = 1 << 20;

    // what a few lines may cost, whatever they claim to hold
    private const long Small = 8 << 20;

    // gzip around a file may hold this much
    private const long Unpacked = 8 << 20;

    private static readonly int Times =
        int.TryParse(Environment.GetEnvironmentVariable("PROBATUM_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? Math.Max(1, times) : 1;

    public static TheoryData<string> Folders => ["andi-ms", "andi-chrom", "mzml", "jcamp", "spc", "mgf"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_cut_file_is_refused_or_says_that_its_end_is_unknown(string folder)
    {
        foreach (var (name, whole) in Files(folder))
        {
            var random = new Random(whole.Length);
            var read = InstrumentFormats.TryOpen(whole, Unpacked, out var before, out _) ? before : null;
            var kilobytes = Enumerable.Range(0, (whole.Length / 1024) + 1).Select(k => k * 1024).ToArray();
            random.Shuffle(kilobytes);
            foreach (var length in kilobytes.Take(Cuts * Times).Append(whole.Length - 1).Where(length => length < whole.Length))
            {
                if (TryRead(whole.AsMemory(0, length), $"{name} cut at {length}") is { } cut)
                {
                    Assert.True(read is not null && IsWholeOrSaysSo(read, cut), $"{name} cut at {length} is taken for a whole file");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_file_with_a_changed_byte_is_refused_or_sound(string folder)
    {
        foreach (var (name, whole) in Files(folder))
        {
            var random = new Random(whole.Length);
            for (var i = 0; i < Flips * Times; i++)
            {
                // half of the changes hit the head, where they hurt most
                var at = random.Next(i % 2 == 0 ? Math.Min(whole.Length, 3000) : whole.Length);
                var was = whole[at];
                whole[at] ^= (byte)(1 << random.Next(8));
                TryRead(whole, $"{name}, byte {at} changed from {was} to {whole[at]}");
                whole[at] = was;
            }
        }
    }

    // bytes that pass for a format and then go their own way; its own letters hit deeper than any bytes
    [Theory]
    [InlineData("##TITLE=a\n", "##XYDATA=(X++(Y..Y))\n|##NPOINTS=3\n|##FIRSTX=1\n|##LASTX=3\n|##END=\n|1A|J|T|Z99|%|?|1 2\n|9+3-4|e5|##PAGE=T=1\n|##TITLE=b\n|##BLOCKS=2\n|##PEAK TABLE=(XY..XY)\n|\n| |,|.|##SYMBOL=X,T\n|##UNITS=M/Z,S\n")]
    [InlineData("BEGIN IONS\n", "41 5\n|PEPMASS=1\n|END IONS\n|BEGIN IONS\n|CHARGE=2+\n|1e|.|-|\n| 1+")]
    [InlineData("ACCESSION: a\n", "PK$NUM_PEAK: 1\n|PK$PEAK: x\n|  41 5 5\n|//\n|CH$NAME: b\n|AC$CHROMATOGRAPHY: RETENTION_TIME 5 min\n|ACCESSION: a\n|\n|  |x")]
    [InlineData("Name: a\nNum Peaks: 2\n", "41 5\n|(1 2 x)|Name: b\n|Num Peaks: 1\n|\"|;|1e5|\r|\n|RI: 0\n|RT: 1 min\n|x")]
    [InlineData("seconds,mz,intensity\n", "1,41,5\n|2,|\"|;|,,\n|1e309|\n|-")]
    [InlineData("<mzML version=\"1.1.0\"><run>", "<spectrum defaultArrayLength=\"1\">|</spectrum>|<binaryDataArray>|</binaryDataArray>|<binary>AAAA</binary>|<cvParam accession=\"MS:1000514\"/>|<cvParam accession=\"MS:1002312\"/>|<chromatogram>|</chromatogram>|</run></mzML>")]
    [InlineData("\u0001\u0032\0\0\u0011GC / MS Data File\0\0", "\0|\u0001|\u00ff|\0\0\0\u0002|\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("\0\u004b\0\u0080\u0002\0\0\0", "\0|\u0001|\u00ff|\u007f|\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void Anything_behind_a_formats_beginning_is_a_fault_or_sound(string start, string pieces)
    {
        var known = pieces.Split('|');
        Gen.Int[0, known.Length].Array[0, 60].Sample(
            choice =>
            {
                var text = start + string.Concat(choice.Select(i => i == known.Length ? "\u0002" : known[i]));
                var before = GC.GetAllocatedBytesForCurrentThread();
                TryRead(System.Text.Encoding.Latin1.GetBytes(text), text);
                return GC.GetAllocatedBytesForCurrentThread() - before < Small;
            },
            iter: 500L * Times);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Files(string folder) => Directory
        .GetFiles(TestData.At("data/runs/" + folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Where(file => new FileInfo(file).Length <= Largest)
        .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)));

    // what lies behind the last point (a log, padding) may be missing; a format without an end says that it has none
    private static bool IsWholeOrSaysSo(SpectraFile whole, SpectraFile cut) =>
        cut.Metadata.ContainsKey("probatum.no_end")
        || (whole.Spectra.Zip(cut.Spectra).All(pair => pair.First.Peaks.SequenceEqual(pair.Second.Peaks)) && whole.Spectra.Length == cut.Spectra.Length
            && whole.Traces.Zip(cut.Traces).All(pair => pair.First.Y.SequenceEqual(pair.Second.Y)) && whole.Traces.Length == cut.Traces.Length
            && (whole.Run is null) == (cut.Run is null) && (cut.Run is null || DamagedFileTests.AreSame(whole.Run!, cut.Run)));

    private static SpectraFile? TryRead(ReadOnlyMemory<byte> file, string what)
    {
        try
        {
            if (InstrumentFormats.TryOpen(file, Unpacked, out var read, out var fault))
            {
                Assert.True(read.Run is null || DamagedFileTests.IsSound(read.Run), what);
                Assert.True(read.Traces.All(t => t.X.Length == t.Y.Length && t.X.All(double.IsFinite) && t.Y.All(double.IsFinite)), what);
                Assert.True(read.Spectra.All(s => s.Peaks.All(p => p.Mz > 0.0 && p.Intensity > 0.0 && double.IsFinite(p.Mz + p.Intensity))), what);
                return read;
            }

            Assert.True(fault.Code.Contains('/', StringComparison.Ordinal) && fault.Why.Length > 0 && fault.At >= 0, what);
            return null;
        }
        catch (Exception bug) when (bug is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(what, bug);
        }
    }
}
