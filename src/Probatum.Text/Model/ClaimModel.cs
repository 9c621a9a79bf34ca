using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Probatum.Text;

/// <summary>Weights learned from annotated reports: a sequence model that marks sources, cues and contents, and how far claims may be trusted.</summary>
/// <remarks>
/// All whole numbers: the same file and text give the same claims on every machine. Weights are in sixteenths of a natural logarithm
/// for features and labels. The linear-chain model is that of J. Lafferty, A. McCallum and F. Pereira, ICML 2001.
/// </remarks>
public sealed class ClaimModel
{
    /// <summary>Units of one natural logarithm.</summary>
    internal const int Unit = 16;

    /// <summary>The edges of the table of confidence: scores from <c>-FirstScore</c> up in steps of <see cref="ScoreStep"/>.</summary>
    internal const int ScoreBins = 33;

    internal const int ScoreStep = Unit / 4;

    private const int MostFeatures = 5_000_000;
    private const int MostText = 1_000_000;

    private static readonly byte[] Magic = "Probatum claim model 1\n"u8.ToArray();
    private static readonly Lazy<ClaimModel> OfPackage = new(ReadShipped);

    private readonly HashTable _marks;
    private readonly HashTable _trust;
    private readonly sbyte[] _weights;
    private readonly short[] _steps;
    private readonly sbyte[] _trustWeights;

    private ClaimModel(string about, uint[] marks, sbyte[] weights, short[] steps, uint[] trust, sbyte[] trustWeights, ImmutableArray<ushort> confidence, string digest)
    {
        (About, _weights, _steps, _trustWeights, Confidence, Digest) = (about, weights, steps, trustWeights, confidence, digest);
        (_marks, _trust) = (new(marks), new(trust));
    }

    /// <summary>The model shipped with this library.</summary>
    public static ClaimModel Shipped => OfPackage.Value;

    /// <summary>What it was trained on, as its maker wrote it: texts, their licence, numbers.</summary>
    public string About { get; }

    /// <summary>SHA-256 of the whole file in hex; a proposal names its first eight digits.</summary>
    public string Digest { get; }

    /// <summary>Confidence in thousandths by score, one for each bin.</summary>
    internal ImmutableArray<ushort> Confidence { get; }

    /// <summary>Opens a model file.</summary>
    /// <returns>Null with a reason where it is no such file or a damaged one.</returns>
    public static ClaimModel? Read(ReadOnlySpan<byte> file, out string why)
    {
        why = "it is no model of claims of this version";
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        if (!file.StartsWith(Magic))
        {
            return null;
        }

        why = "the file is cut short or damaged";
        var rest = file[Magic.Length..];
        if (!Take(ref rest, 12, out var head))
        {
            return null;
        }

        var (text, marks, trust) = (Number(head, 0), Number(head, 1), Number(head, 2));
        if (text is < 0 or > MostText || marks is < 0 or > MostFeatures || trust is < 0 or > MostFeatures
            || rest.Length != text + (marks * (4L + Marks.Count)) + ((Marks.Count + 1) * Marks.Count * 2) + (trust * 5L) + (ScoreBins * 2))
        {
            return null;
        }

        Take(ref rest, text, out var about);
        var markHashes = Hashes(ref rest, marks);
        var weights = Signed(ref rest, marks * Marks.Count);
        Take(ref rest, (Marks.Count + 1) * Marks.Count * 2, out var steps);
        var trustHashes = Hashes(ref rest, trust);
        var trustWeights = Signed(ref rest, trust);
        var confidence = ImmutableArray.CreateBuilder<ushort>(ScoreBins);
        for (var i = 0; i < ScoreBins; i++)
        {
            confidence.Add(BinaryPrimitives.ReadUInt16LittleEndian(rest[(2 * i)..]));
        }

        if (!Rises(markHashes) || !Rises(trustHashes) || confidence.Any(one => one > 1000))
        {
            return null;
        }

        var step = new short[steps.Length / 2];
        for (var i = 0; i < step.Length; i++)
        {
            step[i] = BinaryPrimitives.ReadInt16LittleEndian(steps[(2 * i)..]);
        }

        why = "";
        return new(Encoding.UTF8.GetString(about), markHashes, weights, step, trustHashes, trustWeights, confidence.MoveToImmutable(), digest);
    }

    /// <summary>The bytes of a model; features in ascending order of their hashes.</summary>
    internal static byte[] Write(
        string about, SortedDictionary<uint, sbyte[]> marks, short[] steps, SortedDictionary<uint, sbyte> trust, ImmutableArray<ushort> confidence)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var text = Encoding.UTF8.GetBytes(about);
        writer.Write(Magic);
        writer.Write(text.Length);
        writer.Write(marks.Count);
        writer.Write(trust.Count);
        writer.Write(text);
        foreach (var hash in marks.Keys)
        {
            writer.Write(hash);
        }

        foreach (var weight in marks.Values.SelectMany(row => row))
        {
            writer.Write(weight);
        }

        foreach (var step in steps)
        {
            writer.Write(step);
        }

        foreach (var hash in trust.Keys)
        {
            writer.Write(hash);
        }

        foreach (var weight in trust.Values)
        {
            writer.Write(weight);
        }

        foreach (var one in confidence)
        {
            writer.Write(one);
        }

        writer.Flush();
        return file.ToArray();
    }

    /// <summary>Adds a feature's weights to the scores of the labels.</summary>
    internal void AddTo(Span<int> scores, uint feature)
    {
        var row = _marks.Find(feature);
        if (row < 0)
        {
            return;
        }

        var weights = _weights.AsSpan(row * Marks.Count, Marks.Count);
        for (var label = 0; label < Marks.Count; label++)
        {
            scores[label] += weights[label];
        }
    }

    /// <summary>What a label costs after another; <paramref name="before"/> is <see cref="Marks.Count"/> at a text's beginning.</summary>
    internal int Step(int before, int label) => _steps[(before * Marks.Count) + label];

    /// <summary>What the features of a claim say of it, in units of a natural logarithm, and that as a chance in thousandths.</summary>
    internal (int Score, int InThousand) Trust(IEnumerable<uint> features)
    {
        var score = 0;
        foreach (var feature in features)
        {
            var row = _trust.Find(feature);
            score += row < 0 ? 0 : _trustWeights[row];
        }

        return (score, Confidence[BinOf(score)]);
    }

    /// <summary>The bin of a score: all beyond an end are in the last.</summary>
    internal static int BinOf(int score) => Math.Clamp((ScoreBins / 2) + (int)Math.Floor((double)score / ScoreStep), 0, ScoreBins - 1);

    private static bool Rises(uint[] hashes)
    {
        for (var i = 1; i < hashes.Length; i++)
        {
            if (hashes[i] <= hashes[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static uint[] Hashes(ref ReadOnlySpan<byte> rest, int count)
    {
        Take(ref rest, count * 4, out var bytes);
        var hashes = new uint[count];
        for (var i = 0; i < count; i++)
        {
            hashes[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        }

        return hashes;
    }

    private static sbyte[] Signed(ref ReadOnlySpan<byte> rest, int count)
    {
        Take(ref rest, count, out var bytes);
        return [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, sbyte>(bytes)];
    }

    private static int Number(ReadOnlySpan<byte> head, int place) => BinaryPrimitives.ReadInt32LittleEndian(head[(4 * place)..]);

    private static bool Take(ref ReadOnlySpan<byte> rest, int count, out ReadOnlySpan<byte> taken)
    {
        taken = count <= rest.Length ? rest[..count] : [];
        rest = count <= rest.Length ? rest[count..] : [];
        return taken.Length == count;
    }

    private static ClaimModel ReadShipped()
    {
        using var stream = typeof(ClaimModel).Assembly.GetManifestResourceStream("claims-en.model")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes, out var why) ?? throw new InvalidDataException(why);
    }

    // Open addressing: one look for most features.
    private sealed class HashTable
    {
        private readonly uint[] _keys;
        private readonly int[] _rows;
        private readonly int _mask;

        public HashTable(uint[] keys)
        {
            var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, keys.Length * 2));
            (_keys, _rows, _mask) = (new uint[size], new int[size], size - 1);
            for (var row = 0; row < keys.Length; row++)
            {
                var at = (int)(keys[row] & (uint)_mask);
                while (_rows[at] != 0)
                {
                    at = (at + 1) & _mask;
                }

                (_keys[at], _rows[at]) = (keys[row], row + 1);
            }
        }

        public int Find(uint key)
        {
            for (var at = (int)(key & (uint)_mask); _rows[at] != 0; at = (at + 1) & _mask)
            {
                if (_keys[at] == key)
                {
                    return _rows[at] - 1;
                }
            }

            return -1;
        }
    }
}
