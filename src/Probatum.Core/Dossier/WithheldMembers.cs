using System.Collections;
using System.Globalization;
using System.Text;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>One sealed member that a dossier does not open.</summary>
public sealed record Withholding(long Index, string Digest, string Reason);

/// <summary>The sealed members that a dossier does not open, by leaf and digest, and withheld.json, which lists them.</summary>
/// <remarks>
/// A strict policy withholds ten members of each of a million records, so a member takes 48 bytes here and the file is read and
/// written in pieces. It is filled once, in order, and safe for several threads from then on. Source: docs/format.md, section 8.
/// </remarks>
public sealed class WithheldMembers : IReadOnlyList<Withholding>
{
    /// <summary>The most members that are read or written.</summary>
    public const int Most = 20_000_000;

    private const int Block = 1 << 12;
    private const int LongestItem = 1 << 16;

    private readonly List<Row[]> _blocks = [];
    private readonly List<string> _reasons = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <summary>How many of them stay back because a withheld name stands in them, where a policy just decided that; a file does not tell.</summary>
    public int ForNames { get; internal set; }

    /// <summary>How many stay back for each reason, most first.</summary>
    public IReadOnlyList<(string Reason, int Members)> ByReason()
    {
        var counts = new int[_reasons.Count];
        for (var i = 0; i < Count; i++)
        {
            counts[At(i).Reason]++;
        }

        return [.. _reasons.Select((reason, i) => (reason, counts[i])).Where(one => one.Item2 > 0).OrderByDescending(one => one.Item2).ThenBy(one => one.reason, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public Withholding this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var row = At(index);
            return new(row.Leaf, row.Digest.ToBase64Url(), _reasons[row.Reason]);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Withholding> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Why that member stays back; null where it is not among these.</summary>
    public string? Reason(long leaf, string digest)
    {
        for (var i = PlaceOf(leaf); i < Count && At(i) is var row && row.Leaf == leaf; i++)
        {
            if (row.Digest.ToBase64Url() == digest)
            {
                return _reasons[row.Reason];
            }
        }

        return null;
    }

    /// <summary>Adds one behind all others in the order of leaves and digests; another place is a bug of the caller.</summary>
    /// <exception cref="InvalidDataException">There are more than <see cref="Most"/>.</exception>
    internal void Add(Withholding one)
    {
        if (Count == Most)
        {
            throw new InvalidDataException($"a dossier withholds at most {Most} members");
        }

        if (Count % Block == 0)
        {
            _blocks.Add(new Row[Block]);
        }

        _blocks[^1][Count % Block] = new(one.Index, Hash(one.Digest), ReasonOf(one.Reason));
        Count++;
    }

    /// <summary>Gives another reason to those of the leaves for which it holds that stay back for that one.</summary>
    internal void Rename(string reason, string better, Predicate<long> of)
    {
        var (from, to) = (ReasonOf(reason), ReasonOf(better));
        for (var i = 0; i < Count; i++)
        {
            ref var row = ref At(i);
            if (row.Reason == from && of(row.Leaf))
            {
                row = row with { Reason = to };
            }
        }
    }

    /// <summary>The place of the first member of that leaf, or of the first behind it.</summary>
    internal int PlaceOf(long leaf)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = At(middle).Leaf < leaf ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The file in pieces: canonical JSON.</summary>
    internal IEnumerable<byte[]> Parts()
    {
        var reasons = _reasons.Select(reason => CanonicalJson.WriteText(new JsonText(reason))).ToList();
        var text = new StringBuilder("[");
        for (var i = 0; i < Count; i++)
        {
            var row = At(i);
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{{\"digest\":\"{row.Digest.ToBase64Url()}\",\"index\":{row.Leaf},\"reason\":{reasons[row.Reason]}}}");
            if (i % Block == Block - 1)
            {
                yield return Encoding.UTF8.GetBytes(text.ToString());
                text.Clear();
            }
        }

        yield return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }

    /// <summary>Reads the file; what is not in its one spelling, or not in order, is a fault.</summary>
    /// <exception cref="InvalidDataException">The stream says that its bytes were changed.</exception>
    internal static bool TryRead(Stream file, out WithheldMembers all, out Fault fault)
    {
        var (read, texts, before) = (new WithheldMembers(), new TextPool(), (Leaf: long.MinValue, Digest: ""));
        all = read;
        return Items(file, Take, out fault);

        Fault Take(ReadOnlySpan<byte> item)
        {
            if (!CanonicalJson.TryRead(item, texts, out var json, out var odd))
            {
                return odd;
            }

            if (json is not JsonMap { Members.Count: 3 } map || map.Number("index") is not { } leaf || map.Text("digest") is not { } digest || map.Text("reason") is not { } reason || !Digests.IsSpelled(digest))
            {
                return new("withheld/form", 0, "withheld.json is a list of {digest, index, reason}");
            }

            if (leaf < before.Leaf || (leaf == before.Leaf && string.CompareOrdinal(digest, before.Digest) < 0))
            {
                return new("withheld/order", 0, "withheld.json is sorted by leaf and digest");
            }

            if (read.Count == Most)
            {
                return new("withheld/too-many", 0, $"a dossier withholds at most {Most} members");
            }

            read.Add(new(leaf, digest, reason));
            before = (leaf, digest);
            return default;
        }
    }

    private delegate Fault TakeItem(ReadOnlySpan<byte> item);

    /// <summary>Cuts an array of objects that hold no others into its items, without holding more than one of them.</summary>
    private static bool Items(Stream file, TakeItem take, out Fault fault)
    {
        var (block, item) = (new byte[1 << 16], new byte[LongestItem]);
        var (length, inText, escaped) = (0, false, false);
        var expected = Expected.Array;
        for (int got; (got = file.Read(block)) > 0;)
        {
            foreach (var sign in block.AsSpan(0, got))
            {
                if (length > 0)
                {
                    if (length == item.Length)
                    {
                        fault = new("withheld/form", 0, "an item of withheld.json is too long");
                        return false;
                    }

                    item[length++] = sign;
                    (inText, escaped) = escaped ? (inText, false) : inText ? (sign != '"', sign == '\\') : (sign == '"', false);
                    if (sign == '}' && !inText)
                    {
                        fault = take(item.AsSpan(0, length));
                        (length, expected) = (0, Expected.CommaOrEnd);
                        if (fault != default)
                        {
                            return false;
                        }
                    }

                    continue;
                }

                switch (expected, (char)sign)
                {
                    case (Expected.Array, '['):
                        expected = Expected.ItemOrEnd;
                        break;
                    case (Expected.ItemOrEnd or Expected.Item, '{'):
                        item[length++] = sign;
                        break;
                    case (Expected.CommaOrEnd, ','):
                        expected = Expected.Item;
                        break;
                    case (Expected.ItemOrEnd or Expected.CommaOrEnd, ']'):
                        expected = Expected.Nothing;
                        break;
                    default:
                        fault = new("withheld/form", 0, "withheld.json is not a list of objects in its one spelling");
                        return false;
                }
            }
        }

        fault = expected == Expected.Nothing ? default : new("withheld/form", 0, "withheld.json is cut");
        return fault == default;
    }

    private ref Row At(int place) => ref _blocks[place / Block][place % Block];

    private int ReasonOf(string reason)
    {
        if (!_places.TryGetValue(reason, out var place))
        {
            _places[reason] = place = _reasons.Count;
            _reasons.Add(reason);
        }

        return place;
    }

    private static Hash256 Hash(string digest) => Base64Url.TryDecode(digest, out var bytes) ? Hash256.From(bytes) : throw new ArgumentException("a digest is base64url of 32 bytes", nameof(digest));

    private enum Expected
    {
        Array,
        ItemOrEnd,
        Item,
        CommaOrEnd,
        Nothing,
    }

    private readonly record struct Row(long Leaf, Hash256 Digest, int Reason);
}
