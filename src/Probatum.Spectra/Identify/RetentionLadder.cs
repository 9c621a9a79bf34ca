using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>n-alkanes run under the same conditions, which turn a time into an index; information, no criterion.</summary>
/// <remarks>
/// Linear between neighbouring alkanes, as for a temperature programme; no index is given outside the ladder. Source:
/// van den Dool and Kratz, J. Chromatogr. A 11 (1963) 463.
/// </remarks>
public sealed class RetentionLadder
{
    /// <summary>The scale of the indices, as libraries name it.</summary>
    public const string Scale = "Kovats-alkane";

    private const int LargestCarbon = 200;
    private const double LongestSeconds = 1e6;

    private readonly ImmutableArray<(int Carbon, double Seconds)> _steps;

    private RetentionLadder(ImmutableArray<(int Carbon, double Seconds)> steps) => _steps = steps;

    /// <summary>Reads the lines <c>carbon,rt_s</c> below that header; carbon numbers and times both rise.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> csv, out RetentionLadder ladder, out SpectraFault fault)
    {
        ladder = null!;
        var steps = ImmutableArray.CreateBuilder<(int Carbon, double Seconds)>();
        var text = csv.Span;
        long number = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = (end < 0 ? text : text[..end]).TrimEnd((byte)'\r');
            text = end < 0 ? [] : text[(end + 1)..];
            number++;
            if (number == 1)
            {
                if (!line.SequenceEqual("carbon,rt_s"u8))
                {
                    fault = new("ladder/header", 1, "a ladder begins with the line carbon,rt_s");
                    return false;
                }
            }
            else if (!TryStep(line, out var step)
                || (steps is [.., var last] && !(step.Carbon > last.Carbon && step.Seconds > last.Seconds)))
            {
                fault = new("ladder/step", number, "a line is a carbon number and seconds, both above those before");
                return false;
            }
            else
            {
                steps.Add(step);
            }
        }

        if (steps.Count < 2)
        {
            fault = new("ladder/short", number, "a ladder has two alkanes at least");
            return false;
        }

        (ladder, fault) = (new(steps.ToImmutable()), default);
        return true;
    }

    /// <summary>The index at a time in seconds; null outside the ladder.</summary>
    public double? IndexAt(double seconds)
    {
        for (var i = 0; i + 1 < _steps.Length; i++)
        {
            var ((carbon, from), (next, to)) = (_steps[i], _steps[i + 1]);
            if (seconds >= from && seconds <= to)
            {
                return 100.0 * (carbon + ((next - carbon) * (seconds - from) / (to - from)));
            }
        }

        return null;
    }

    /// <summary>
    /// Sentences that set a component's index beside those of its candidates. An index on another scale is named and
    /// not compared; whether two columns are alike is for a person to judge.
    /// </summary>
    public ImmutableArray<string> Notes(ComponentAnswer answer)
    {
        if (IndexAt(answer.Component.ApexSeconds) is not { } index)
        {
            return ["retention index: outside the ladder"];
        }

        var rounded = (int)Math.Floor(index + 0.5);
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"retention index {rounded} ({Scale})"),
            .. answer.Candidates.Select(hit => Beside(hit.Record, rounded)),
        ];
    }

    private static string Beside(LibraryRecord record, int index) =>
        RetentionIndex.Of(record) is not { } own ? $"{record.Name}: the library has no index"
        : own.Scale == Scale ? string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Name}: {Math.Floor(own.Value + 0.5)} on {record.RetentionIndexColumn ?? "a column not named"}, ")
            + string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(Math.Floor(own.Value + 0.5) - index)} away")
        : $"{record.Name}: index on the scale {own.Scale ?? "not named"}, not compared";

    private static bool TryStep(ReadOnlySpan<byte> line, out (int Carbon, double Seconds) step)
    {
        step = default;
        if (!Utf8Parser.TryParse(line, out int carbon, out var used) || carbon is < 1 or > LargestCarbon
            || line.Length <= used || line[used] != (byte)','
            || !Utf8Parser.TryParse(line[(used + 1)..], out double seconds, out var more)
            || used + 1 + more != line.Length || seconds is not (>= 0.0 and <= LongestSeconds))
        {
            return false;
        }

        step = (carbon, seconds);
        return true;
    }
}
