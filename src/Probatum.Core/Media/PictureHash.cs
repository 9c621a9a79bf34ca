using System.Globalization;
using System.Numerics;

namespace Probatum.Core.Media;

/// <summary>
/// A perceptual digest of 64 bits: whether each of eight points of eight lines is darker than the one to its right. Pictures that differ in size,
/// compression or brightness differ in few bits; pictures of other things in about half of them.
/// </summary>
/// <remarks>Source: N. Krawetz, "Kind of Like That" (2013), the difference hash. It is a reason to look, and no proof of anything.</remarks>
public static class PictureHash
{
    /// <summary>Points in a line of the small grey picture.</summary>
    public const int Width = 9;

    /// <summary>Lines of the small grey picture.</summary>
    public const int Height = 8;

    /// <summary>The most bits in which two pictures differ that are proposed as alike.</summary>
    public const int MostApart = 10;

    /// <summary>The digest of a picture that was made 9 points wide and 8 high, one byte of grey a point.</summary>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public static ulong Of(ReadOnlySpan<byte> grey)
    {
        if (grey.Length != Width * Height)
        {
            throw new ArgumentException($"a picture of {Width} by {Height} points has {Width * Height} bytes", nameof(grey));
        }

        var hash = 0UL;
        for (var line = 0; line < Height; line++)
        {
            for (var point = 0; point + 1 < Width; point++)
            {
                hash = (hash << 1) | (grey[(line * Width) + point] < grey[(line * Width) + point + 1] ? 1UL : 0UL);
            }
        }

        return hash;
    }

    /// <summary>Whether a picture is too even to be told from others by this digest: hardly a point differs from the next.</summary>
    public static bool IsPlain(ulong hash) => BitOperations.PopCount(hash) is < 5 or > 59;

    /// <summary>In how many of the 64 bits two differ.</summary>
    public static int Apart(ulong first, ulong second) => BitOperations.PopCount(first ^ second);

    /// <summary>As a record states it: 16 lower-case hexadecimal digits.</summary>
    public static string Text(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Text"/> writes, and nothing else.</summary>
    public static bool TryParse(string text, out ulong hash)
    {
        ArgumentNullException.ThrowIfNull(text);
        hash = 0;
        return text.Length == 16 && text.All(char.IsAsciiHexDigitLower) && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out hash);
    }
}
