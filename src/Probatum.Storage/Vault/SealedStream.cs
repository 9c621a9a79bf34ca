using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Dossier;

namespace Probatum.Storage;

/// <summary>A long file under a key of its own, sealed in pieces so that it streams: what is read was checked before it is given.</summary>
/// <remarks>
/// A salt of 32 bytes, then pieces of 64 KiB and a tag each. The file's key is HKDF-SHA-256 of the owner's key, the salt and
/// the place; a piece's nonce is its number, and whether it is the last, so that none can be cut off, moved or left out.
/// Source: NIST SP 800-38D; RFC 5869; the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015).
/// </remarks>
internal static class SealedStream
{
    public const int Piece = 64 * 1024;
    private const int SaltLength = 32;
    private const int TagLength = 16;

    /// <summary>Seals a whole stream.</summary>
    public static void Seal(ReadOnlySpan<byte> key, string place, Stream plain, Stream sealedBytes)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        sealedBytes.Write(salt);
        using var aes = new AesGcm(FileKey(key, salt, place), TagLength);
        var (now, next) = (new byte[Piece], new byte[Piece]);
        var (length, number) = (Fill(plain, now), 0L);
        var bytes = new byte[Piece + TagLength];
        while (true)
        {
            var more = length == Piece ? Fill(plain, next) : 0;
            aes.Encrypt(Nonce(number, more == 0), now.AsSpan(0, length), bytes.AsSpan(0, length), bytes.AsSpan(length, TagLength));
            sealedBytes.Write(bytes, 0, length + TagLength);
            if (more == 0)
            {
                return;
            }

            (now, next, length, number) = (next, now, more, number + 1);
        }
    }

    /// <summary>Opens what <see cref="Seal"/> wrote; the stream that is given owns the other.</summary>
    /// <exception cref="InvalidDataException">When reading: a piece is not what was sealed, or one is missing.</exception>
    public static Stream Open(ReadOnlySpan<byte> key, string place, Stream sealedBytes, string name)
    {
        var salt = new byte[SaltLength];
        if (Fill(sealedBytes, salt) < SaltLength)
        {
            sealedBytes.Dispose();
            throw new InvalidDataException($"{name} was changed: it is cut");
        }

        return new Opened(sealedBytes, new AesGcm(FileKey(key, salt, place), TagLength), name, LengthOf(sealedBytes.Length - sealedBytes.Position));
    }

    /// <summary>How many bytes lie in pieces of that total length; what does not fit is found when it is read.</summary>
    private static long LengthOf(long total) => Math.Max(0, total - (TagLength * Math.Max(1, (total + Piece + TagLength - 1) / (Piece + TagLength))));

    private static byte[] FileKey(ReadOnlySpan<byte> key, byte[] salt, string place)
    {
        var fileKey = new byte[SealedBytes.KeyLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, fileKey, salt, Encoding.UTF8.GetBytes(place));
        return fileKey;
    }

    private static byte[] Nonce(long number, bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(3), number);
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    private static int Fill(Stream stream, byte[] buffer) => stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);

    private sealed class Opened(Stream inner, AesGcm aes, string name, long length) : ReadingStream
    {
        private readonly byte[] _plain = new byte[Piece];
        private byte[] _now = new byte[Piece + TagLength];
        private byte[] _next = new byte[Piece + TagLength];
        private int _length = -1;
        private int _at;
        private int _filled;
        private long _number;
        private bool _last;

        public override long Length => length;

        protected override int Give(Span<byte> buffer)
        {
            if (buffer.IsEmpty || (_at >= _filled && !TryNext()))
            {
                return 0;
            }

            var count = Math.Min(buffer.Length, _filled - _at);
            _plain.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                CryptographicOperations.ZeroMemory(_plain);
                aes.Dispose();
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private bool TryNext()
        {
            if (_last)
            {
                return false;
            }

            _length = _length < 0 ? Fill(inner, _now) : _length;
            var more = _length == _now.Length ? Fill(inner, _next) : 0;
            _last = more == 0;
            _filled = _length - TagLength;
            try
            {
                if (_filled < 0)
                {
                    throw new AuthenticationTagMismatchException();
                }

                aes.Decrypt(Nonce(_number, _last), _now.AsSpan(0, _filled), _now.AsSpan(_filled, TagLength), _plain.AsSpan(0, _filled));
            }
            catch (AuthenticationTagMismatchException e)
            {
                throw new InvalidDataException($"{name} was changed: piece {_number} is not what was sealed", e);
            }

            (_now, _next, _length, _at, _number) = (_next, _now, more, 0, _number + 1);
            return _filled > 0 || TryNext();
        }
    }
}
