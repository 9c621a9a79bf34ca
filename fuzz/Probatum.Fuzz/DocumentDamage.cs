using System.Diagnostics;
using Probatum.Intake;

namespace Probatum.Fuzz;

/// <summary>One document under damage: what comes back is a text with a map within it, or a fault, and soon.</summary>
internal sealed class DocumentDamage(byte[] whole, TimeSpan longest) : IDamage
{
    private readonly SortedDictionary<string, int> _told = new(StringComparer.Ordinal);
    private TimeSpan _slowest;

    public List<string> Failures { get; } = [];

    public void Cut(int length) => Read(whole[..length], $"cut at {length}");

    public void Change(int at, byte bits)
    {
        whole[at] ^= bits;
        Read(whole, $"byte {at} ^ {bits:X2}");
        whole[at] ^= bits;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"slowest {_slowest.TotalMilliseconds:0} ms; {string.Join(", ", _told.Select(told => $"{told.Value} {told.Key}"))}");

    private void Read(byte[] bytes, string what)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var report = ReportFormats.Read(bytes, out var fault);
            var told = report is null ? fault.Code ?? "" : $"read as {report.Media}";
            _told[told] = _told.GetValueOrDefault(told) + 1;
            if (report is null ? !told.Contains('/', StringComparison.Ordinal) || fault.Why.Length == 0 : !IsSound(report))
            {
                Failures.Add($"{what}: what was read is not sound, or the fault says nothing");
            }
        }
        // this program exists to see every exception
#pragma warning disable CA1031
        catch (Exception crash)
#pragma warning restore CA1031
        {
            Failures.Add($"{what}: {crash.GetType().Name} {crash.Message} {crash.StackTrace?.Split('\n')[0].Trim()}");
        }

        var took = Stopwatch.GetElapsedTime(start);
        _slowest = took > _slowest ? took : _slowest;
        if (took > longest)
        {
            Failures.Add($"{what}: took {took.TotalSeconds:0} s");
        }
    }

    private static bool IsSound(ReadReport report)
    {
        var (points, end) = (report.Text.EnumerateRunes().Count(), 0);
        foreach (var run in report.Map.Runs)
        {
            if (run.Start < end || run.End < run.Start || run.End > points || run.Place >= report.Map.Places.Length)
            {
                return false;
            }

            end = run.End;
        }

        return ReadingFile.TryRead(report.Reading.ToBytes()) is not null && report.Parts.All(part => part.Report is null || IsSound(part.Report));
    }
}
