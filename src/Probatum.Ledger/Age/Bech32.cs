using System.Text;

namespace Probatum.Ledger;

/// <summary>Bytes as letters with a checksum, behind a prefix that says what they are. Source: BIP 173, without its limit on the length.</summary>
internal static class Bech32
{
    private const string Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int ChecksumLength = 6;
    private const int Longest = 512;

    /// <summary>The lower-case spelling.</summary>
    public static string Encode(string prefix, ReadOnlySpan<byte> bytes)
    {
        List<int> groups = [];
        var (held, bits) = (0, 0);
        foreach (var one in bytes)
        {
            (held, bits) = (((held << 8) | one) & 0xfff, bits + 8);
            for (; bits >= 5; bits -= 5)
            {
                groups.Add((held >> (bits - 5)) & 31);
            }
        }

        if (bits > 0)
        {
            groups.Add((held << (5 - bits)) & 31);
        }

        var sum = Checksum([.. Expanded(prefix), .. groups, .. new int[ChecksumLength]]) ^ 1;
        var text = new StringBuilder(prefix).Append('1');
        foreach (var group in groups.Concat(Enumerable.Range(0, ChecksumLength).Select(i => (sum >> (5 * (ChecksumLength - 1 - i))) & 31)))
        {
            text.Append(Letters[group]);
        }

        return text.ToString();
    }

    /// <summary>Reads a spelling, all of it in lower or all in upper case; the prefix is given in lower case.</summary>
    public static bool TryDecode(string text, out string prefix, out byte[] bytes)
    {
        (prefix, bytes) = ("", []);
        if (text.Length > Longest || text.Any(c => c is < '!' or > '~') || (text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiLetterUpper)))
        {
            return false;
        }

        var lower = text.ToLowerInvariant();
        var one = lower.LastIndexOf('1');
        if (one < 1 || lower.Length - one - 1 < ChecksumLength)
        {
            return false;
        }

        var groups = lower[(one + 1)..].Select(c => Letters.IndexOf(c, StringComparison.Ordinal)).ToArray();
        if (groups.Contains(-1) || Checksum([.. Expanded(lower[..one]), .. groups]) != 1)
        {
            return false;
        }

        List<byte> read = [];
        var (held, bits) = (0, 0);
        foreach (var group in groups[..^ChecksumLength])
        {
            (held, bits) = (((held << 5) | group) & 0xfff, bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                read.Add((byte)((held >> bits) & 0xff));
            }
        }

        // What fills up the last letter is less than a letter, and zero.
        if (bits >= 5 || (held & ((1 << bits) - 1)) != 0)
        {
            return false;
        }

        (prefix, bytes) = (lower[..one], [.. read]);
        return true;
    }

    private static IEnumerable<int> Expanded(string prefix) => [.. prefix.Select(c => c >> 5), 0, .. prefix.Select(c => c & 31)];

    private static int Checksum(IEnumerable<int> groups)
    {
        ReadOnlySpan<int> generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var sum = 1;
        foreach (var group in groups)
        {
            var top = sum >> 25;
            sum = ((sum & 0x1ffffff) << 5) ^ group;
            for (var i = 0; i < generators.Length; i++)
            {
                sum ^= ((top >> i) & 1) == 1 ? generators[i] : 0;
            }
        }

        return sum;
    }
}
