namespace Probatum.Text;

/// <summary>Counts the words of a text that are no names: what is measured with them does not hang on how long a side's name is.</summary>
internal sealed class CommonWords
{
    private readonly List<int> _starts;

    public CommonWords(string text) => _starts = [.. Tokeniser.Read(text, 0, text.Length)
        .Where(token => token.IsWord && !token.IsCapital && !token.Is("the") && !SequenceFeatures.IsSide(token)).Select(token => token.Start)];

    /// <summary>How many begin within a piece.</summary>
    public int Within(Piece piece) => Before(piece.End) - Before(piece.Start);

    /// <summary>The share of the words of both that both have; by letters where they have names only.</summary>
    public double Overlap(List<Piece> a, List<Piece> b)
    {
        var share = Share(a, b, Within);
        return double.IsNaN(share) ? Share(a, b, piece => piece.End - piece.Start) : share;
    }

    private static double Share(List<Piece> a, List<Piece> b, Func<Piece, int> count)
    {
        var shared = a.Sum(x => b.Sum(y => Math.Max(x.Start, y.Start) < Math.Min(x.End, y.End) ? count(new(Math.Max(x.Start, y.Start), Math.Min(x.End, y.End))) : 0));
        var all = a.Sum(count) + b.Sum(count) - shared;
        return all == 0 ? double.NaN : (double)shared / all;
    }

    private int Before(int position)
    {
        var at = _starts.BinarySearch(position);
        return at < 0 ? ~at : at;
    }
}
