namespace Probatum.Core.Dossier;

/// <summary>A file that was opened to be hashed, and how long it says it is.</summary>
internal readonly record struct OpenFile<T>(T File, Stream Content, long Length);

/// <summary>Long files that are open and wait: which of them are hashed side by side, and which alone.</summary>
/// <remarks>
/// Lanes go forward together: the shorter files of a group leave theirs idle until the longest ends, and a group keeps one
/// worker busy for as long as the others must have something to do too. So files form a group only if they are about equally
/// long and enough are left for all workers. Lengths decide nothing but the time it takes.
/// </remarks>
internal sealed class LongFiles<T>(int lanes, int workers)
{
    /// <summary>Files of fewer bytes are not long: one alone among idle lanes takes some milliseconds at most.</summary>
    public const long From = 1 << 20;

    // How fast the platform's own code hashes one file, measured by how fast a file goes forward in a lane, for each lane.
    private const double Alone = 2.0 / 3;

    private readonly List<OpenFile<T>> _longestFirst = [];

    public int Count => _longestFirst.Count;

    /// <summary>Whether no more files come.</summary>
    public bool IsComplete { get; set; }

    public void Add(OpenFile<T> file)
    {
        var at = _longestFirst.FindIndex(other => other.Length < file.Length);
        _longestFirst.Insert(at < 0 ? Count : at, file);
    }

    /// <summary>Takes the longest: as many as there are lanes, or one alone if that is faster; none if there is none.</summary>
    public OpenFile<T>[] Take()
    {
        if (lanes == 1 || Count < lanes)
        {
            return Take(Math.Min(1, Count));
        }

        var bytesAlone = Alone * lanes * _longestFirst[0].Length;
        var isLevel = LengthOf(_longestFirst.Take(lanes)) >= bytesAlone;
        var isEnough = !IsComplete || LengthOf(_longestFirst) >= workers * bytesAlone;
        return Take(isLevel && isEnough ? lanes : 1);
    }

    /// <summary>Takes all that wait.</summary>
    public OpenFile<T>[] TakeAll() => Take(Count);

    private OpenFile<T>[] Take(int count)
    {
        OpenFile<T>[] taken = [.. _longestFirst.Take(count)];
        _longestFirst.RemoveRange(0, count);
        return taken;
    }

    private static double LengthOf(IEnumerable<OpenFile<T>> files) => files.Sum(file => (double)file.Length);
}
