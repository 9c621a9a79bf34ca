using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Bundles;

/// <summary>A leaf on its way from one workspace to another, with the disclosures that the sender has of it.</summary>
public sealed record BundledLeaf(RecordId Id, ReadOnlyMemory<byte> Bytes, ImmutableArray<string> Disclosures);

/// <summary>
/// Leaves of one case in log order with what opens them, the files that they name, and the last checkpoint of the case's log that
/// the sender holds. Nothing in it is signed anew; what it claims is checked where it is merged.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="First">The leaves are exactly those of the log from this index up to the checkpoint; null when they are some of them.</param>
/// <param name="Checkpoint">The checkpoint of the case's log, never that of a copy.</param>
/// <param name="Leaves">The leaves.</param>
/// <param name="Files">The digests of the files that came with them.</param>
/// <remarks>Source: docs/format.md, section 9.</remarks>
public sealed record Bundle(
    CaseId Case, long? First, SignedNote Checkpoint, ImmutableArray<BundledLeaf> Leaves, ImmutableSortedSet<string> Files)
{
    /// <summary>The most bytes of leaves, and of disclosures, that one bundle carries.</summary>
    public const int LongestPart = 256 << 20;

    private const string HeadPath = "bundle.json";
    private const string CheckpointPath = "checkpoint";
    private const string LeavesPath = "leaves";
    private const string DisclosuresPath = "disclosures";
    private const string FilesFolder = "files/";
    private const int LongestHead = 4096;

    /// <summary>The checkpoint as a tree; its signatures are checked where the log's keys are known.</summary>
    public Checkpoint Tree => Ledger.Checkpoint.TryParse(Checkpoint.Text, out var tree, out var fault) ? tree : throw new FormatException(fault.Why);

    /// <summary>Where a file lies in a bundle.</summary>
    public static string PathOf(string sha256) => FilesFolder + sha256;

    /// <summary>Writes a bundle; files that <paramref name="open"/> does not have are left out.</summary>
    /// <returns>The digests of those that are missing.</returns>
    /// <exception cref="InvalidDataException">There is too much for one bundle.</exception>
    public static ImmutableArray<string> Write(
        CaseId id, long? first, SignedNote checkpoint, IReadOnlyList<BundledLeaf> leaves, IEnumerable<string> files, Func<string, Stream?> open, IBagWriter bag)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentNullException.ThrowIfNull(bag);
        var disclosures = new StringBuilder();
        foreach (var text in leaves.SelectMany(leaf => leaf.Disclosures.Append("")))
        {
            disclosures.Append(text).Append('\n');
        }

        if (disclosures.Length > LongestPart || leaves.Sum(leaf => 2L + leaf.Bytes.Length) > LongestPart)
        {
            throw new InvalidDataException($"these are more than {LongestPart >> 20} MiB of records; export them in parts");
        }

        Put(HeadPath, [.. CanonicalJson.Write(JsonMap.Of(("bundle", 1), ("case", id.Text), ("count", leaves.Count), ("first", first is { } from ? from : null))), (byte)'\n']);
        Put(CheckpointPath, checkpoint.ToBytes());
        Put(LeavesPath, [.. leaves.Chunk(TilePath.FullWidth).SelectMany(part => EntryBundle.Encode([.. part.Select(leaf => leaf.Bytes)]))]);
        Put(DisclosuresPath, Encoding.ASCII.GetBytes(disclosures.ToString()));
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var sha256 in files.Distinct().Order(StringComparer.Ordinal))
        {
            using var stream = open(sha256);
            if (stream is null)
            {
                missing.Add(sha256);
            }
            else
            {
                using var file = bag.Create(PathOf(sha256), stream.Length);
                stream.CopyTo(file);
            }
        }

        return missing.ToImmutable();

        void Put(string path, byte[] bytes) => bag.Write(path, bytes);
    }

    /// <summary>
    /// Reads a bundle and checks all that can be checked without the case: its form, that every leaf is a record that its disclosures
    /// belong to, that every file is the one that a record names. The fault names the file in the bundle and the place.
    /// </summary>
    public static bool TryRead(IBagReader bag, out Bundle bundle, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(bag);
        bundle = null!;
        if (!TryHead(bag, out var id, out var count, out var first, out fault) || !TryText(bag, CheckpointPath, SignedNote.DefaultLimit, out var bytes, out fault))
        {
            return false;
        }

        if (!SignedNote.TryParse(bytes, out var note, out var why) || !Ledger.Checkpoint.TryParse(note.Text, out var tree, out why))
        {
            return Odd(CheckpointPath, why.At, why.Why, out fault);
        }

        if (first is { } from && (from < 0 || from > tree.Size || tree.Size - from != count))
        {
            return Odd(HeadPath, 0, $"{count} leaves from {from} on do not end at the checkpoint's {tree.Size}", out fault);
        }

        if (!TryLeaves(bag, count, out var leaves, out fault))
        {
            return false;
        }

        var read = new List<BundledLeaf>(count);
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            // A leaf that is void in the log travels with the others; its place in the tree shows that it is the log's own.
            var isRecord = RecordText.TryRead(leaves[i].Bytes, leaves[i].Texts, out var record, out why);
            if (!isRecord && (first is null || leaves[i].Texts.Length > 0))
            {
                return Odd(RecordText.TryRead(leaves[i].Bytes, [], out _, out _) ? DisclosuresPath : LeavesPath, i, $"record {i}: {why.Why}", out fault);
            }

            read.Add(new(isRecord ? record.Id : LogReading.IdOf(leaves[i].Bytes.Span), leaves[i].Bytes, leaves[i].Texts));
            named.UnionWith(NamedBy(isRecord ? record.Statement : null, leaves[i].Texts));
        }

        if (!TryFiles(bag, named, out var files, out fault))
        {
            return false;
        }

        bundle = new(id, first, note, [.. read], files);
        return true;
    }

    /// <summary>The files that a record names: the disclosed ones, and the rule tables that it pins.</summary>
    public static IEnumerable<string> NamedBy(Statement? statement, IEnumerable<string> disclosures)
    {
        var tables = statement switch
        {
            Cases.CaseOpened opened => opened.Tables.Members.Values,
            Cases.RulesAdopted adopted => adopted.Tables.Members.Values,
            _ => [],
        };
        return tables.OfType<JsonText>().Select(table => table.Value).Where(Digests.IsHex)
            .Concat(disclosures.SelectMany(text => Disclosure.TryOpen(text, out var one, out _) ? DossierContent.Blobs(one.Value) : []).Select(blob => blob.Sha256));
    }

    private static bool TryHead(IBagReader bag, out CaseId id, out int count, out long? first, out Fault fault)
    {
        (id, count, first) = (default, 0, null);
        if (!TryText(bag, HeadPath, LongestHead, out var bytes, out fault))
        {
            return false;
        }

        if (bytes is not [.. var line, (byte)'\n'] || !CanonicalJson.TryRead(line, out var json, out _) || json is not JsonMap map || map.Number("bundle") != 1
            || map.Text("case") is not { } text || !CaseId.IsWellFormed(text) || map.Number("count") is not (>= 0 and <= LongestPart) || map.Members.Count != (map["first"] is null ? 3 : 4)
            || (map["first"] is not null && map.Number("first") is null))
        {
            return Odd(HeadPath, 0, "this is no bundle of records of this version", out fault);
        }

        (id, count, first) = (new(text), (int)map.Number("count")!.Value, map.Number("first"));
        return true;
    }

    private static bool TryLeaves(IBagReader bag, int count, out List<(ReadOnlyMemory<byte> Bytes, ImmutableArray<string> Texts)> leaves, out Fault fault)
    {
        leaves = [];
        if (!TryText(bag, LeavesPath, LongestPart, out var bytes, out fault) || !TryText(bag, DisclosuresPath, LongestPart, out var texts, out fault))
        {
            return false;
        }

        var (leafAt, textAt) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            if (bytes.Length - leafAt < 2 || bytes.Length - leafAt - 2 < (bytes[leafAt] << 8 | bytes[leafAt + 1]))
            {
                return Odd(LeavesPath, leafAt, $"the file ends within record {i} of {count}", out fault);
            }

            var length = bytes[leafAt] << 8 | bytes[leafAt + 1];
            var of = ImmutableArray.CreateBuilder<string>();
            for (var end = 0; end >= 0;)
            {
                end = texts.AsSpan(textAt).IndexOf((byte)'\n');
                if (end < 0)
                {
                    return Odd(DisclosuresPath, textAt, $"the file ends within record {i} of {count}", out fault);
                }

                var line = texts.AsSpan(textAt, end);
                textAt += end + 1;
                if (line.IsEmpty)
                {
                    break;
                }

                of.Add(Encoding.ASCII.GetString(line));
            }

            leaves.Add((bytes.AsMemory(leafAt + 2, length), of.ToImmutable()));
            leafAt += 2 + length;
        }

        return leafAt != bytes.Length ? Odd(LeavesPath, leafAt, $"bytes follow the {count} records", out fault)
            : textAt == texts.Length || Odd(DisclosuresPath, textAt, $"bytes follow those of the {count} records", out fault);
    }

    private static bool TryFiles(IBagReader bag, HashSet<string> named, out ImmutableSortedSet<string> files, out Fault fault)
    {
        var read = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        (files, fault) = ([], default);
        foreach (var path in bag.Paths.Except([HeadPath, CheckpointPath, LeavesPath, DisclosuresPath]))
        {
            var sha256 = path.StartsWith(FilesFolder, StringComparison.Ordinal) ? path[FilesFolder.Length..] : "";
            if (!named.Contains(sha256))
            {
                return Odd(path, 0, "no record of the bundle names this file", out fault);
            }

            using var stream = bag.Open(path);
            if (stream is null || Convert.ToHexStringLower(SHA256.HashData(stream)) != sha256)
            {
                return Odd(path, 0, "the content is not that of the file's digest", out fault);
            }

            read.Add(sha256);
        }

        files = read.ToImmutable();
        return true;
    }

    private static bool TryText(IBagReader bag, string path, int longest, out byte[] bytes, out Fault fault)
    {
        (bytes, fault) = ([], default);
        using var stream = bag.Open(path);
        if (stream is null)
        {
            return Odd(path, 0, "the file is missing: this is no bundle of records", out fault);
        }

        using var read = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int more; (more = stream.Read(buffer)) > 0;)
        {
            if (read.Length + more > longest)
            {
                return Odd(path, longest, $"the file has more than {longest} bytes", out fault);
            }

            read.Write(buffer, 0, more);
        }

        bytes = read.ToArray();
        return true;
    }

    private static bool Odd(string path, long at, string why, out Fault fault)
    {
        fault = new("bundle/form", at, $"{path}, place {at}: {why}");
        return false;
    }
}
