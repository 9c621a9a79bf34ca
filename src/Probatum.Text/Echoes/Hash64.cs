namespace Probatum.Text.Echoes;

/// <summary>64-bit hashes that are the same on every machine: FNV-1a over UTF-16 units, finished by SplitMix64.</summary>
/// <remarks>Sources: Fowler, Noll, Vo (FNV-1a, 64 bits); Steele, Lea, Flood 2014 (SplitMix64). Not against an adversary.</remarks>
internal static class Hash64
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<char> text)
    {
        unchecked
        {
            var hash = Offset;
            foreach (var unit in text)
            {
                hash = (hash ^ (byte)unit) * Prime;
                hash = (hash ^ (byte)(unit >> 8)) * Prime;
            }

            return Mix(hash);
        }
    }

    /// <summary>The hash of words in a row, from the hashes of the words.</summary>
    public static ulong Of(ReadOnlySpan<ulong> words)
    {
        unchecked
        {
            var hash = Offset;
            foreach (var word in words)
            {
                hash = Mix(hash + word);
            }

            return hash;
        }
    }

    /// <summary>Two hashes as one; the order counts.</summary>
    public static ulong Both(ulong first, ulong second) => unchecked(Mix(Mix(Offset + first) + second));

    /// <summary>A permutation of 64 bits.</summary>
    public static ulong Mix(ulong x)
    {
        unchecked
        {
            x += 0x9E3779B97F4A7C15;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }
}
