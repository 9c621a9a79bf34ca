using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;

namespace Probatum.Core.Dossier;

/// <summary>A hash that takes its bytes in pieces.</summary>
internal interface IRunningHash : IDisposable
{
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The digest of all bytes so far in lower-case hex; then it begins anew.</summary>
    string Hex();
}

/// <summary>A digest that manifests of bags use.</summary>
internal sealed record BagAlgorithm(string Name, int Length, Func<IRunningHash> New)
{
    /// <summary>All that are computed here. RFC 8493 section 2.4 asks for sha256 and sha512; older bags have the others.</summary>
    public static ImmutableArray<BagAlgorithm> All { get; } =
    [
        new("md5", 16, () => new Plain(HashAlgorithmName.MD5)), new("sha1", 20, () => new Plain(HashAlgorithmName.SHA1)),
        new("sha224", 28, () => new Sha224()), new("sha256", 32, () => new Plain(HashAlgorithmName.SHA256)),
        new("sha384", 48, () => new Plain(HashAlgorithmName.SHA384)), new("sha512", 64, () => new Plain(HashAlgorithmName.SHA512)),
    ];

    private sealed class Plain(HashAlgorithmName name) : IRunningHash
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

        public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

        public string Hex() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public void Dispose() => _hash.Dispose();
    }
}

/// <summary>SHA-224, which the class library lacks: SHA-256 from other initial values, cut. Source: FIPS 180-4 sections 5.3.2 and 6.3.</summary>
internal sealed class Sha224 : IRunningHash
{
    private static readonly uint[] Initial =
        [0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4];

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 section 4.2.2).
    private static readonly uint[] Rounds = [.. Enumerable.Range(2, 310).Where(IsPrime).Take(64).Select(CubeRootFraction)];

    private readonly byte[] _block = new byte[64];
    private readonly uint[] _state = [.. Initial];
    private int _held;
    private ulong _length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += (ulong)bytes.Length;
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, _block.Length - _held);
            bytes[..taken].CopyTo(_block.AsSpan(_held));
            bytes = bytes[taken..];
            _held += taken;
            if (_held == _block.Length)
            {
                Compress();
                _held = 0;
            }
        }
    }

    public string Hex()
    {
        var bits = checked(_length * 8);
        Append([0x80]);
        while (_held != 56)
        {
            Append([0]);
        }

        var length = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(length, bits);
        Append(length);
        var digest = new byte[28];
        for (var i = 0; i < 7; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(4 * i), _state[i]);
        }

        Initial.CopyTo(_state, 0);
        _length = 0;
        return Convert.ToHexStringLower(digest);
    }

    public void Dispose()
    {
    }

    private void Compress()
    {
        unchecked
        {
            Span<uint> w = stackalloc uint[64];
            for (var t = 0; t < 64; t++)
            {
                w[t] = t < 16
                    ? BinaryPrimitives.ReadUInt32BigEndian(_block.AsSpan(4 * t))
                    : Small(w[t - 2], 17, 19, 10) + w[t - 7] + Small(w[t - 15], 7, 18, 3) + w[t - 16];
            }

            var (a, b, c, d) = (_state[0], _state[1], _state[2], _state[3]);
            var (e, f, g, h) = (_state[4], _state[5], _state[6], _state[7]);
            for (var t = 0; t < 64; t++)
            {
                var first = h + Big(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + Rounds[t] + w[t];
                var second = Big(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
                (a, b, c, d, e, f, g, h) = (first + second, a, b, c, d + first, e, f, g);
            }

            uint[] added = [a, b, c, d, e, f, g, h];
            for (var i = 0; i < 8; i++)
            {
                _state[i] += added[i];
            }
        }
    }

    private static uint Big(uint x, int a, int b, int c) =>
        BitOperations.RotateRight(x, a) ^ BitOperations.RotateRight(x, b) ^ BitOperations.RotateRight(x, c);

    private static uint Small(uint x, int a, int b, int shift) => BitOperations.RotateRight(x, a) ^ BitOperations.RotateRight(x, b) ^ (x >> shift);

    private static bool IsPrime(int n) => !Enumerable.Range(2, n - 2).Any(d => n % d == 0);

    // The integer cube root of prime * 2^96 is the root times 2^32; its low 32 bits are the fraction. Whole numbers: no rounding.
    private static uint CubeRootFraction(int prime)
    {
        var (wanted, root) = ((BigInteger)prime << 96, BigInteger.Zero);
        for (var bit = 35; bit >= 0; bit--)
        {
            var next = root | (BigInteger.One << bit);
            root = next * next * next <= wanted ? next : root;
        }

        return (uint)(root & uint.MaxValue);
    }
}
