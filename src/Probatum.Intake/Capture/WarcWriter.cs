using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Probatum.Intake;

/// <summary>Writes a web archive, plain. Source: ISO 28500:2017 (WARC 1.1).</summary>
/// <param name="random">For the names of the records.</param>
public sealed class WarcWriter(Core.Records.Randomness random)
{
    private readonly ArrayBufferWriter<byte> _archive = new();

    /// <summary>The archive so far.</summary>
    public byte[] ToBytes() => _archive.WrittenSpan.ToArray();

    /// <summary>A name for a record.</summary>
    public string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        random(bytes);

        // A random UUID: version 4, variant 1. Source: RFC 9562, 5.4.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(bytes, true)}";
    }

    /// <summary>Adds a record.</summary>
    /// <param name="kind">Its type.</param>
    /// <param name="id">Its name.</param>
    /// <param name="at">When its block was made or came.</param>
    /// <param name="media">The block's type.</param>
    /// <param name="block">The block.</param>
    /// <param name="more">Further headers; those without value are left out.</param>
    public void Add(string kind, string id, DateTimeOffset at, string media, ReadOnlySpan<byte> block, params IEnumerable<(string Name, string? Value)> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        var head = new StringBuilder("WARC/1.1\r\n");
        head.Append(CultureInfo.InvariantCulture, $"WARC-Type: {kind}\r\nWARC-Record-ID: <{id}>\r\nWARC-Date: {at.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}\r\n");
        foreach (var (name, value) in more.Where(one => one.Value is not null))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {string.Concat(value!.Where(c => !char.IsControl(c)))}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"WARC-Block-Digest: {Digest(block)}\r\nContent-Type: {media}\r\nContent-Length: {block.Length}\r\n\r\n");
        _archive.Write(Encoding.UTF8.GetBytes(head.ToString()));
        _archive.Write(block);
        _archive.Write("\r\n\r\n"u8);
    }

    /// <summary>"sha256:" and hexadecimal digits.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
