using System.Diagnostics;
using Probatum.Spectra;

namespace Probatum.Fuzz;

/// <summary>One file under damage.</summary>
internal interface IDamage
{
    /// <summary>What went wrong so far.</summary>
    List<string> Failures { get; }

    /// <summary>Reads the first bytes only.</summary>
    void Cut(int length);

    /// <summary>Reads the file with one byte changed.</summary>
    void Change(int at, byte bits);
}

/// <summary>One file under damage: reads it cut or changed, and keeps what went wrong.</summary>
internal sealed class Damage : IDamage
{
    private const long Unpacked = 64L << 20;
    private readonly byte[] _whole;
    private readonly TimeSpan _longest;
    private readonly SpectraFile? _read;
    private readonly SortedDictionary<string, int> _told = new(StringComparer.Ordinal);
    private TimeSpan _slowest;

    public Damage(byte[] whole, TimeSpan longest)
    {
        (_whole, _longest) = (whole, longest);
        _read = InstrumentFormats.TryOpen(whole, Unpacked, out var read, out _) ? read : null;
    }

    public List<string> Failures { get; } = [];

    /// <summary>Reads the first bytes only.</summary>
    public void Cut(int length)
    {
        var cut = Read(_whole.AsMemory(0, length), $"cut at {length}");
        if (cut is not null && (_read is null || !IsWholeOrSaysSo(_read, cut)))
        {
            Failures.Add($"cut at {length}: taken for a whole file");
        }
    }

    /// <summary>Reads the file with one byte changed.</summary>
    public void Change(int at, byte bits)
    {
        _whole[at] ^= bits;
        Read(_whole, $"byte {at} ^ {bits:X2}");
        _whole[at] ^= bits;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"slowest {_slowest.TotalMilliseconds:0} ms; {string.Join(", ", _told.Select(told => $"{told.Value} {told.Key}"))}");

    private SpectraFile? Read(ReadOnlyMemory<byte> bytes, string what)
    {
        var start = Stopwatch.GetTimestamp();
        SpectraFile? sound = null;
        try
        {
            var good = InstrumentFormats.TryOpen(bytes, Unpacked, out var read, out var fault);
            var told = good ? "read" : fault.Code ?? "";
            _told[told] = _told.GetValueOrDefault(told) + 1;
            if (good && !IsSound(read))
            {
                Failures.Add($"{what}: what was read is not sound");
            }
            else if (!good && (!told.Contains('/', StringComparison.Ordinal) || fault.Why.Length == 0 || fault.At < 0))
            {
                Failures.Add($"{what}: a fault without code, place or reason");
            }

            sound = good ? read : null;
        }
        // this program exists to see every exception
#pragma warning disable CA1031
        catch (Exception crash)
#pragma warning restore CA1031
        {
            Failures.Add($"{what}: {crash.GetType().Name} {crash.StackTrace?.Split('\n')[0].Trim()}");
        }

        var took = Stopwatch.GetElapsedTime(start);
        _slowest = took > _slowest ? took : _slowest;
        if (took > _longest)
        {
            Failures.Add($"{what}: took {took.TotalSeconds:0} s");
        }

        return sound;
    }

    private static bool IsSound(SpectraFile read) =>
        read.Traces.All(t => t.X.Length == t.Y.Length && t.X.All(double.IsFinite) && t.Y.All(double.IsFinite))
        && read.Spectra.All(s => s.Peaks.All(p => p.Mz > 0.0 && p.Intensity > 0.0 && double.IsFinite(p.Mz + p.Intensity)))
        && (read.Run is not { } run || (run.Masses.Length == run.Intensities.Length && run.Masses.All(m => m > 0.0 && double.IsFinite(m))
            && run.Intensities.All(i => i > 0.0f && float.IsFinite(i))
            && run.Scans.All(s => s.First >= 0 && s.Count >= 0 && s.First + s.Count <= run.Masses.Length && s.Seconds is null or >= 0.0)));

    // what lies behind the last point may be missing; of texts whose records follow one another, whole ones may be
    private static bool IsWholeOrSaysSo(SpectraFile whole, SpectraFile cut)
    {
        if (cut.Metadata.ContainsKey("probatum.no_end"))
        {
            return true;
        }

        var isList = cut.Format is "MSP" or "MGF" or "MassBank record" or "CSV";
        var spectra = isList ? cut.Spectra.SkipLast(1).Zip(whole.Spectra) : cut.Spectra.Zip(whole.Spectra);
        return spectra.All(pair => pair.First.Peaks.SequenceEqual(pair.Second.Peaks))
            && (isList || cut.Spectra.Length == whole.Spectra.Length)
            && cut.Traces.Length == whole.Traces.Length && cut.Traces.Zip(whole.Traces).All(pair => pair.First.Y.SequenceEqual(pair.Second.Y))
            && (cut.Run is null) == (whole.Run is null)
            && (cut.Run is null || (cut.Run.Scans.SequenceEqual(whole.Run!.Scans) && cut.Run.Masses.SequenceEqual(whole.Run.Masses)));
    }
}
