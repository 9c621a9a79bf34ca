using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Probatum.Spectra;

/// <summary>A series of homologues run under the same conditions, which turns a time into an index.</summary>
/// <remarks>
/// Between neighbours an index is linear in time for a temperature programme, and linear in the logarithm of the time
/// less the hold-up time for an isothermal run. Sources: H. van den Dool and P. D. Kratz, J. Chromatogr. A 11 (1963)
/// 463; E. Kováts, Helv. Chim. Acta 41 (1958) 1915. No index of another scale or phase is ever compared.
/// </remarks>
public sealed class RetentionLadder
{
    /// <summary>The scale of indices from n-alkanes, as libraries name it; a ladder has it where it names no other.</summary>
    public const string Scale = "Kovats-alkane";

    private const int LargestCarbon = 200;
    private const double LongestSeconds = 1e6;
    private const int LongestWord = 60;

    // one homologue beyond an end; further out nothing is said
    private const double FarthestIndex = 100.0;

    private readonly double? _holdUp;

    private RetentionLadder(
        ImmutableArray<(int Carbon, double Seconds)> steps, string ownScale, string? phase, double? holdUp) =>
        (Steps, OwnScale, Phase, _holdUp) = (steps, ownScale, phase, holdUp);

    /// <summary>Carbon numbers and their times in seconds, both rising; two at least.</summary>
    public ImmutableArray<(int Carbon, double Seconds)> Steps { get; }

    /// <summary>The scale of its indices.</summary>
    public string OwnScale { get; }

    /// <summary>The stationary phase, as the ladder's file names it; null where it does not.</summary>
    public string? Phase { get; }

    /// <summary>True where times count by their logarithms.</summary>
    public bool IsIsothermal => _holdUp is not null;

    /// <summary>
    /// Reads the lines <c>carbon,rt_s</c> below that header. Lines <c># scale: NAME</c>, <c># phase: NAME</c> and, for an
    /// isothermal run, <c># hold-up: SECONDS</c> may stand above it, each once: a second scale is refused, because a
    /// ladder of two scales gives no index.
    /// </summary>
    public static bool TryRead(ReadOnlyMemory<byte> csv, out RetentionLadder ladder, out SpectraFault fault)
    {
        ladder = null!;
        var steps = ImmutableArray.CreateBuilder<(int Carbon, double Seconds)>();
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var text = csv.Span;
        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        var (number, begun) = (0L, false);
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = (end < 0 ? text : text[..end]).TrimEnd((byte)'\r');
            text = end < 0 ? [] : text[(end + 1)..];
            number++;
            fault = default;
            if (!begun && line.StartsWith("#"u8))
            {
                fault = Say(line, number, said);
            }
            else if (!begun)
            {
                begun = line.SequenceEqual("carbon,rt_s"u8);
                fault = begun ? default : new("ladder/header", number, "a ladder begins with the line carbon,rt_s");
            }
            else if (!TryStep(line, out var step)
                || (steps is [.., var last] && !(step.Carbon > last.Carbon && step.Seconds > last.Seconds)))
            {
                fault = new("ladder/step", number, "a line is a carbon number and seconds, both above those before");
            }
            else
            {
                steps.Add(step);
            }

            if (fault != default)
            {
                return false;
            }
        }

        fault = steps.Count < 2 ? new("ladder/short", number, "a ladder has two homologues at least") : default;
        double? holdUp = null;
        if (fault == default && said.TryGetValue("hold-up", out var words))
        {
            holdUp = double.TryParse(words, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds < steps[0].Seconds ? seconds : null;
            fault = holdUp is null
                ? new("ladder/hold-up", number, "the hold-up time is seconds, below the first homologue's time")
                : default;
        }

        if (fault != default)
        {
            return false;
        }

        ladder = new(steps.ToImmutable(), said.GetValueOrDefault("scale") ?? Scale, said.GetValueOrDefault("phase"), holdUp);
        return true;
    }

    /// <summary>The index at a time in seconds; null outside the ladder.</summary>
    public double? IndexAt(double seconds) => At(seconds) is { IsExtrapolated: false } index ? index.Value : null;

    /// <summary>The index at a time in seconds, up to one homologue beyond the ladder; null farther out.</summary>
    public RetentionIndex? At(double seconds)
    {
        var i = 0;
        while (i + 2 < Steps.Length && seconds > Steps[i + 1].Seconds)
        {
            i++;
        }

        var ((carbon, from), (next, to)) = (Steps[i], Steps[i + 1]);
        if (Adjusted(seconds) is not { } here)
        {
            return null;
        }

        var share = (here - Adjusted(from)!.Value) / (Adjusted(to)!.Value - Adjusted(from)!.Value);
        var index = 100.0 * (carbon + ((next - carbon) * share));
        var outside = Math.Max((100.0 * Steps[0].Carbon) - index, index - (100.0 * Steps[^1].Carbon));
        return outside > FarthestIndex
            ? null
            : new(index, OwnScale, Phase) { IsExtrapolated = seconds < Steps[0].Seconds || seconds > Steps[^1].Seconds };
    }

    /// <summary>
    /// How far each inner homologue is from the index that its two neighbours give it; a great one is a wrong carbon
    /// number or a time misread.
    /// </summary>
    public ImmutableArray<(int Carbon, double Off)> Misfits() =>
    [
        .. Enumerable.Range(1, Steps.Length - 2).Select(i =>
        {
            var without = new RetentionLadder([Steps[i - 1], Steps[i + 1]], OwnScale, Phase, _holdUp);
            return (Steps[i].Carbon, without.At(Steps[i].Seconds)!.Value - (100.0 * Steps[i].Carbon));
        }),
    ];

    /// <summary>
    /// Sentences that set a component's index beside those of its candidates. An index on another scale or phase is
    /// named and not compared.
    /// </summary>
    internal IEnumerable<string> Notes(RetentionIndex? index, ImmutableArray<Hit> candidates)
    {
        if (index is null)
        {
            yield return "retention index: outside the ladder";
            yield break;
        }

        var way = IsIsothermal ? ", isothermal" : "";
        var guess = index.IsExtrapolated ? ", extrapolated beyond the ladder" : "";
        yield return string.Create(
            CultureInfo.InvariantCulture, $"retention index {Math.Floor(index.Value + 0.5)} ({OwnScale}, {Phase ?? "phase not named"}{way}{guess})");
        foreach (var hit in candidates)
        {
            yield return IndexScales.Compare(index, RetentionIndex.Of(hit.Record)) switch
            {
                { Units: { } units, Why: var on } => string.Create(
                    CultureInfo.InvariantCulture, $"{hit.Record.Name}: {Math.Abs(Math.Floor(units + 0.5))} away ({on})"),
                { Why: var why } => $"{hit.Record.Name}: {why}",
            };
        }
    }

    // what an index is linear in; null at times at which nothing comes yet
    private double? Adjusted(double seconds) => _holdUp is not { } holdUp ? seconds
        : seconds > holdUp ? Deterministic.Log(seconds - holdUp)
        : null;

    private static SpectraFault Say(ReadOnlySpan<byte> line, long number, SortedDictionary<string, string> said)
    {
        var words = Encoding.UTF8.GetString(line[1..]).Split(':', 2, StringSplitOptions.TrimEntries);
        return words switch
        {
            ["scale" or "phase" or "hold-up", { Length: > 0 and <= LongestWord }] when said.TryAdd(words[0], words[1])
                => default,
            ["scale", _] when said.ContainsKey("scale")
                => new("ladder/mixed", number, "a ladder has one scale; indices of two are not comparable"),
            _ => new("ladder/word", number, "above the header stand # scale:, # phase: and # hold-up: once each"),
        };
    }

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
