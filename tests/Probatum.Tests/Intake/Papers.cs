using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Probatum.Tests.Intake;

/// <summary>Documents made by the tests: ZIPs, DOCX, mails, Outlook messages.</summary>
internal static class Papers
{
    private const string W = "xmlns:w='urn:w'";

    public static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, true))
        {
            foreach (var (name, bytes) in files)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                stream.Write(bytes);
            }
        }

        return zip.ToArray();
    }

    /// <summary>A DOCX whose body is so, with further parts.</summary>
    public static byte[] Docx(string body, params (string Name, string Xml)[] parts) => Zip([
        ("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", Encoding.UTF8.GetBytes($"<?xml version='1.0'?><w:document {W}><w:body>{body}</w:body></w:document>")),
        .. parts.Select(part => (part.Name, Encoding.UTF8.GetBytes(part.Xml.Replace("$W", W, StringComparison.Ordinal))))]);

    /// <summary>The head of a PNG and noise, other noise for each seed: pictures are told by their bytes and not decoded.</summary>
    public static byte[] Picture(int seed, int width = 200, int height = 150)
    {
        var noise = new byte[5000];
        var state = (ulong)seed + 1;
        for (var i = 0; i < noise.Length; i++)
        {
            state = state * 48271 % 2147483647;
            noise[i] = (byte)(state >> 8 & 0xFF);
        }

        var head = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        return [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, .. head, 8, 2, 0, 0, 0, .. noise];
    }

    public static string P(string words) => $"<w:p>{R(words)}</w:p>";

    public static string R(string words) => $"<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>";

    /// <summary>A compound file with these streams; a slash parts storage and stream.</summary>
    public static byte[] Compound(params (string Path, byte[] Bytes)[] streams)
    {
        // A tree without order: each entry is the right neighbour of the one before. Entry 0 is the root.
        var entries = new List<(string Path, bool IsStorage, byte[] Bytes)> { ("", true, []) };
        foreach (var (path, bytes) in streams)
        {
            var steps = path.Split('/');
            for (var i = 1; i < steps.Length; i++)
            {
                var storage = string.Join('/', steps[..i]);
                if (!entries.Exists(entry => entry.Path == storage))
                {
                    entries.Add((storage, true, []));
                }
            }

            entries.Add((path, false, bytes));
        }

        var (mini, starts, fat, body) = (new MemoryStream(), new uint[entries.Count], new List<uint>(), new MemoryStream());
        var miniFat = new List<uint>();
        for (var i = 0; i < entries.Count; i++)
        {
            var bytes = entries[i].Bytes;
            starts[i] = entries[i].IsStorage || bytes.Length == 0 ? 0xFFFFFFFE : bytes.Length < 4096 ? Put(mini, miniFat, bytes, 64) : Put(body, fat, bytes, 512);
        }

        starts[0] = mini.Length == 0 ? 0xFFFFFFFE : Put(body, fat, mini.ToArray(), 512);
        var miniFatAt = Put(body, fat, Numbers(miniFat), 512);
        var directory = new MemoryStream();
        for (var i = 0; i < entries.Count; i++)
        {
            directory.Write(Entry(entries, i, starts[i], i == 0 ? mini.Length : entries[i].Bytes.Length));
        }

        var directoryAt = Put(body, fat, directory.ToArray(), 512);
        var sectors = (fat.Count + 127) / 127;
        var fatAt = (uint)fat.Count;
        fat.AddRange(Enumerable.Repeat(0xFFFFFFFDu, sectors));
        var header = new byte[512];
        ((byte[])[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(header, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(30), 9);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(48), directoryAt);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(60), miniFat.Count == 0 ? 0xFFFFFFFE : miniFatAt);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(68), 0xFFFFFFFE);
        for (var i = 0; i < 109; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(76 + (4 * i)), i < sectors ? fatAt + (uint)i : 0xFFFFFFFF);
        }

        var table = Numbers(fat);
        return [.. header, .. body.ToArray(), .. table, .. Enumerable.Repeat((byte)0xFF, (sectors * 512) - table.Length)];
    }

    /// <summary>A property of text of an Outlook message.</summary>
    public static (string Path, byte[] Bytes) Property(string number, string text, string storage = "") => ($"{storage}__substg1.0_{number}001F", Encoding.Unicode.GetBytes(text));

    private static uint Put(MemoryStream body, List<uint> fat, byte[] bytes, int sector)
    {
        var first = (uint)fat.Count;
        var count = Math.Max(1, (bytes.Length + sector - 1) / sector);
        body.Write(bytes);
        body.Write(new byte[(count * sector) - bytes.Length]);
        for (var i = 1; i <= count; i++)
        {
            fat.Add(i == count ? 0xFFFFFFFE : first + (uint)i);
        }

        return first;
    }

    private static byte[] Numbers(List<uint> numbers)
    {
        var bytes = new byte[4 * numbers.Count];
        for (var i = 0; i < numbers.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), numbers[i]);
        }

        return bytes;
    }

    private static byte[] Entry(List<(string Path, bool IsStorage, byte[] Bytes)> entries, int i, uint start, long length)
    {
        var bytes = new byte[128];
        var (path, isStorage, _) = entries[i];
        var name = Encoding.Unicode.GetBytes(i == 0 ? "Root Entry" : path.Split('/')[^1]);
        name.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(64), (ushort)(name.Length + 2));
        bytes[66] = (byte)(i == 0 ? 5 : isStorage ? 1 : 2);
        var parent = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        var next = i == 0 ? -1 : entries.FindIndex(i + 1, entry => Parent(entry.Path) == parent);
        var child = isStorage ? entries.FindIndex(1, entry => Parent(entry.Path) == path) : -1;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(68), -1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(72), next);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(76), child);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(116), start);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(120), length);
        return bytes;
    }

    private static string Parent(string path) => path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
}
