using System.Globalization;
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
