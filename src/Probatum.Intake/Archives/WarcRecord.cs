using System.Security.Cryptography;

namespace Probatum.Intake;

/// <summary>One record of a web archive: its header in order, and its block.</summary>
public sealed record WarcRecord(IReadOnlyList<(string Name, string Value)> Headers, byte[] Block)
{
    /// <summary>The first header of that name.</summary>
    public string? this[string name] => Headers.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>response, request, revisit, metadata, warcinfo …</summary>
    public string Kind => this["WARC-Type"]?.ToLowerInvariant() ?? "";

    /// <summary>Whether a digest as WARC writes it ("sha1:" and base32, or hexadecimal) is that of the bytes; null for an algorithm that is not known.</summary>
    public static bool? Holds(string digest, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(digest);
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return null;
        }

        // Archives name SHA-1 for what they hold; it finds damage and proves nothing else.
#pragma warning disable CA5350
        byte[]? hash = digest[..colon].ToLowerInvariant() switch
        {
            "sha1" => SHA1.HashData(bytes),
            "sha256" or "sha-256" => SHA256.HashData(bytes),
            "sha512" or "sha-512" => SHA512.HashData(bytes),
            _ => null,
        };
#pragma warning restore CA5350
        var said = digest[(colon + 1)..].TrimEnd('=');
        return hash is null ? null : said.Equals(Convert.ToHexString(hash), StringComparison.OrdinalIgnoreCase) || said.Equals(Base32(hash), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>RFC 4648 base32 without padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var (text, bits, held) = (new System.Text.StringBuilder(), 0, 0);
        foreach (var b in bytes)
        {
            (bits, held) = (((bits << 8) | b) & 0xFFFF, held + 8);
            for (; held >= 5; held -= 5)
            {
                text.Append(Alphabet[(bits >> (held - 5)) & 31]);
            }
        }

        return held == 0 ? text.ToString() : text.Append(Alphabet[(bits << (5 - held)) & 31]).ToString();
    }
}
