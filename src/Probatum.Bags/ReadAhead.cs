namespace Probatum.Bags;

/// <summary>Asks the system to fetch some megabytes of a long file before they are read. A hint: nothing depends on it.</summary>
/// <remarks>
/// Many files are read in turns, a little of each. A disk that has to move for every one of them would hardly get anything
/// done; so it is asked for larger stretches of each.
/// </remarks>
internal struct ReadAhead
{
    private const int Stretch = 1 << 22;

    // Linux fetches no more at one call than it would on its own, which is at least this.
    private const int Piece = 1 << 17;

    private long _asked;

    /// <summary>Asks for what follows, when half of what was asked for before has been read.</summary>
    /// <param name="file">The file's number.</param>
    /// <param name="at">The place in the file that is read next.</param>
    /// <param name="end">Where what is read ends.</param>
    public void Before(int file, long at, long end)
    {
        if (at + (Stretch / 2) >= _asked)
        {
            var until = Math.Min(at + Stretch, end);
            for (_asked = Math.Max(_asked, at); _asked < until; _asked += Piece)
            {
                LinuxDisk.Fetch(file, _asked, Math.Min(Piece, until - _asked));
            }
        }
    }
}
