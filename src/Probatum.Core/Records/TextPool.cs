using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Probatum.Core.Records;

/// <summary>Short texts that were read before, so that a case of a million records keeps each name and each word of a list once.</summary>
/// <remarks>
/// A cache of a fixed size in which a newcomer takes the place of whatever has it: what is read is the same with and without it.
/// Safe to use from several threads.
/// </remarks>
internal sealed class TextPool
{
    /// <summary>The longest text that is kept, in bytes: the names of things and of keys, not digests, which are all different.</summary>
    public const int LongestText = 32;

    private const int Places = 1 << 13;

    private readonly string?[] _texts = new string?[Places];

    /// <summary>The text of these UTF-8 bytes.</summary>
    /// <exception cref="DecoderFallbackException">They are not valid UTF-8.</exception>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestText)
        {
            return CanonicalJson.Strict.GetString(utf8);
        }

        ref var place = ref _texts[PlaceOf(utf8)];
        if (place is { } known && Ascii.Equals(utf8, known))
        {
            return known;
        }

        var text = CanonicalJson.Strict.GetString(utf8);
        place = text;
        return text;
    }

    private static int PlaceOf(ReadOnlySpan<byte> bytes)
    {
        const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
        unchecked
        {
            var hash = (ulong)bytes.Length;
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Multiplier, 29);
            }

            foreach (var one in bytes)
            {
                hash = BitOperations.RotateLeft((hash ^ one) * Multiplier, 29);
            }

            return (int)(hash * Multiplier >> 51);
        }
    }
}
