using System.IO.Compression;
using System.Text;
using Probatum.Spectra;

namespace Probatum.Bench;

/// <summary>A library's text into records.</summary>
internal static class MspBenchmark
{
    private const int Usual = 100_000;

    public static Benchmark Row { get; } = new("msp", "spectra of a library read from MSP text, all cores and one", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var wanted = settings.Size == 0 ? Usual : settings.Size;
        var (source, isReal) = Source();
        if (!Msp.TryRead(source, out var once, out var fault))
        {
            throw new InvalidOperationException($"{fault.Code} {fault.Place}");
        }

        // a length that no array can have is left to smaller sizes
        var copies = (int)Math.Min((wanted + once.Length - 1) / once.Length, (int.MaxValue - 64) / source.Length);
        var text = new byte[copies * source.Length];
        for (var i = 0; i < copies; i++)
        {
            source.CopyTo(text, i * source.Length);
        }

        var spectra = (long)copies * once.Length;
        var lines = Measure.Rate(settings.Runs, () => Lines(text, spectra));
        var note = FormattableString.Invariant(
            $"{spectra} spectra, {text.Length >> 20} MiB, {(isReal ? "records of the open library" : "made up")}, {once.Sum(r => r.Peaks.Length) / once.Length} peaks each");
        var all = Measure.Rate(settings.Runs, () => Read(text, 1 << 20));
        yield return new("all cores", all, "lines counted, one core", lines, new(Rate: 100_000)) { Note = note };
        var one = Measure.CoreRate(settings.Runs, () => Read(text, int.MaxValue));
        yield return new("one core", one, "lines counted, one core", lines, Bar.None);
    }

    private static long Read(byte[] text, int least) =>
        Msp.TryRead(text, least, out var records, out var fault) ? records.Length : throw new InvalidOperationException(fault.Code);

    private static long Lines(byte[] text, long spectra)
    {
        var count = 0;
        ReadOnlySpan<byte> rest = text;
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            count++;
            rest = rest[(end + 1)..];
        }

        return count > 0 ? spectra : 0;
    }

    private static (byte[] Text, bool IsReal) Source()
    {
        var shared = Environment.GetEnvironmentVariable("PROBATUM_DATA") is { Length: > 0 } set ? set : "../shared";
        var file = Path.Combine(shared, "data/spectra/ei-library-open.msp.gz");
        if (File.Exists(file))
        {
            using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var to = new MemoryStream();
            packed.CopyTo(to);
            return (to.ToArray(), true);
        }

        var made = new StringBuilder();
        for (var i = 0; i < 2000; i++)
        {
            made.Append(FormattableString.Invariant($"Name: made up {i}\nDB#: M{i}\nLicense: none\nRI: {1000 + i}\nNum Peaks: 140\n"));
            for (var m = 0; m < 140; m++)
            {
                made.Append(FormattableString.Invariant($"{41 + m} {((i * 31) + (m * 17)) % 9990 / 10.0:0.0}\n"));
            }

            made.Append('\n');
        }

        return (Encoding.UTF8.GetBytes(made.ToString()), false);
    }
}
