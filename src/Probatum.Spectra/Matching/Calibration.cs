using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>How often a set of compounds held the right one, by the best score and its lead.</summary>
/// <remarks>
/// From counts over records of an open library, each searched among the records of other laboratories
/// (<c>calibration.csv</c>, which says how). A chance presumes what no search can know: how often the compound is in the
/// library at all. It holds for sets of 0.05, for electron ionisation and for libraries of that kind; it is no property of
/// the sample.
/// </remarks>
public static class Calibration
{
    /// <summary>The width of the sets that were counted, in millionths.</summary>
    public const int SetWidthMillionths = 50_000;

    /// <summary>Presumed: so many of ten unknowns are in the library.</summary>
    public const int PresentInTen = 8;

    /// <summary>
    /// Two records at least this alike may be of one compound: half of the pairs of records of one analyte from two
    /// laboratories are less alike (2,646 pairs of the open library, quartiles 0.77, 0.84 and 0.88).
    /// </summary>
    public const int ReplicateMillionths = 844_000;

    private static readonly ImmutableArray<Cell> Cells =
    [
        .. DataTable.Rows("calibration.csv").Select(row => new Cell(
            (int)DataTable.Number(row[0]), (int)DataTable.Number(row[1]), (int)DataTable.Number(row[2]),
            (int)DataTable.Number(row[3]), (int)DataTable.Number(row[4]))),
    ];

    private static readonly double AllPresent = Cells.Sum(cell => cell.Present);
    private static readonly double AllAbsent = Cells.Sum(cell => cell.Absent);

    /// <summary>The chance that a set holds the right compound, in thousandths.</summary>
    /// <param name="bestMillionths">The best score, of the spectra alone.</param>
    /// <param name="leadMillionths">By how much it leads the first compound outside of the set.</param>
    public static int ChanceInThousand(int bestMillionths, int leadMillionths)
    {
        var cell = Cells.Last(one => one.ScoreFrom <= bestMillionths && one.LeadFrom <= Math.Max(0, leadMillionths));
        // half a case more in each count, so that nothing is certain where little was seen
        var present = PresentInTen / 10.0 * (cell.Present + 1.0) / AllPresent;
        var absent = (1.0 - (PresentInTen / 10.0)) * (cell.Absent + 0.5) / AllAbsent;
        return (int)Math.Floor(present * (cell.Held + 0.5) / (cell.Present + 1.0) / (present + absent) * 1000.0);
    }

    /// <summary>The cell that a best score and its lead fall in, for counting anew.</summary>
    internal static int CellOf(int best, int lead) =>
        Cells.IndexOf(Cells.Last(one => one.ScoreFrom <= best && one.LeadFrom <= Math.Max(0, lead)));

    internal static ImmutableArray<Cell> Counted => Cells;

    /// <summary>A row of the table: from which score and lead on (millionths), and what was counted there.</summary>
    internal readonly record struct Cell(int ScoreFrom, int LeadFrom, int Present, int Held, int Absent);
}
