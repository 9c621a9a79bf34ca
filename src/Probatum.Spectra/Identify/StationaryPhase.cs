using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>Whether two columns' names mean phases on which indices are not comparable.</summary>
/// <remarks>
/// Makers number their columns alike: DB-5, HP-5MS, Rtx-5 and VF-5ms are all 5 % phenyl. The number, or "wax", is
/// compared; names without either tell nothing.
/// </remarks>
internal static class StationaryPhase
{
    // as makers' catalogues number them
    private static readonly ImmutableArray<string> Numbers =
        ["1", "5", "17", "35", "50", "200", "210", "225", "624", "1301", "1701"];

    /// <summary>True only where both names tell a phase, and not the same one.</summary>
    public static bool AreApart(string? one, string? other) =>
        KindOf(one) is { } a && KindOf(other) is { } b && a != b;

    private static string? KindOf(string? name)
    {
        if (name is null)
        {
            return null;
        }

        if (name.Contains("wax", StringComparison.OrdinalIgnoreCase))
        {
            return "wax";
        }

        var start = name.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return null;
        }

        var digits = name.AsSpan(start);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        var number = (end < 0 ? digits : digits[..end]).ToString();
        return Numbers.Contains(number) ? number : null;
    }
}
