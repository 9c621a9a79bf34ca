using System.Collections.Immutable;

namespace Probatum.Ledger;

/// <summary>
/// What proof files and checkpoint updates share: header lines, hash lines, an empty line, a checkpoint.
/// </summary>
internal static class ProofLines
{
    // Header lines and 63 hash lines, beside the note and its own limit.
    internal const int LongestHead = 128 * 1024;

    /// <summary>Divides at the first empty line; the note is parsed, the head given as lines.</summary>
    internal static bool TrySplit(
        ReadOnlySpan<byte> bytes, out string[] head, out SignedNote? note, out Fault fault)
    {
        (head, note) = ([], null);
        var end = bytes.IndexOf("\n\n"u8);
        if (end is < 0 or > LongestHead)
        {
            fault = new("proof/no-empty-line", 0, "no empty line comes before the checkpoint");
            return false;
        }

        if (bytes[..end].IndexOfAnyExceptInRange((byte)0x0a, (byte)0x7e) is >= 0 and var at)
        {
            fault = new("proof/not-ascii", at, "the lines before the checkpoint are ASCII");
            return false;
        }

        if (!SignedNote.TryParse(bytes[(end + 2)..], out note, out fault))
        {
            fault = fault.Within(end + 2);
            return false;
        }

        head = System.Text.Encoding.ASCII.GetString(bytes[..end]).Split('\n');
        return true;
    }

    internal static bool TryHashes(ReadOnlySpan<string> lines, out ImmutableArray<Hash256> hashes, out Fault fault)
    {
        hashes = [];
        if (lines.Length > Merkle.LongestProof)
        {
            fault = new("proof/too-long", 0, $"a proof has at most {Merkle.LongestProof} hashes");
            return false;
        }

        var read = ImmutableArray.CreateBuilder<Hash256>(lines.Length);
        foreach (var line in lines)
        {
            if (!Hash256.TryFromBase64(line, out var hash))
            {
                fault = new("proof/hash", 0, $"hash {read.Count} of the proof is not canonical base64 of 32 bytes");
                return false;
            }

            read.Add(hash);
        }

        hashes = read.MoveToImmutable();
        fault = default;
        return true;
    }

    internal static string Text(IEnumerable<Hash256> hashes) =>
        string.Concat(hashes.Select(hash => hash.ToBase64() + "\n"));

    internal static string Text(SignedNote note) => System.Text.Encoding.UTF8.GetString(note.ToBytes());
}
