using System.Globalization;
using Probatum.Core.Records;

namespace Probatum.Core.Assessment;

/// <summary>How much time lies between two times as told: at the least and at the most, in hours. A day named without an hour widens it.</summary>
public sealed record Elapsed(long LeastHours, long MostHours)
{
    /// <summary>The time between them; null where an end of either is not known.</summary>
    public static Elapsed? Between(When? from, When? to) =>
        from is { Earliest: { } begun, Latest: { } over } && to is { Earliest: { } first, Latest: { } last }
            ? new(Math.Max(0, (first - over).Ticks / TimeSpan.TicksPerHour), (last - begun).Ticks / TimeSpan.TicksPerHour)
            : null;

    /// <summary>What a person reads.</summary>
    public string Words => MostHours < 0 ? "before it, as told"
        : MostHours < 72 ? Range(LeastHours, MostHours, "hour")
        : Range(LeastHours / 24, MostHours / 24, "day");

    private static string Range(long least, long most, string unit) => string.Create(
        CultureInfo.InvariantCulture, $"{(least == most ? "" : $"{least} to ")}{most} {unit}{(most == 1 ? "" : "s")}");
}
