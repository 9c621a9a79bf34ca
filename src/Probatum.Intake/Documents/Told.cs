using System.Collections.Immutable;

namespace Probatum.Intake;

/// <summary>Something that a file says of itself: a header, a property. Nobody has checked it.</summary>
public sealed record Told(string Name, string Value)
{
    private const int Longest = 4096;

    /// <summary>What is there, cut to a length that a person can read, without control characters.</summary>
    public static ImmutableArray<Told> Of(params IEnumerable<(string Name, string? Value)> said) =>
        [.. said.Select(one => new Told(one.Name, Line(one.Value))).Where(one => one.Value.Length > 0)];

    private static string Line(string? value)
    {
        var line = string.Concat((value ?? "").Take(Longest).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > 0 && char.IsHighSurrogate(line[^1]) ? line[..^1] : line;
    }
}
