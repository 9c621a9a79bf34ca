using System.Globalization;
using System.Text;

namespace Probatum.Intake;

/// <summary>What a reader found, as bytes from one process to another.</summary>
public static class ReportWire
{
    private const int Deepest = 16;

    /// <summary>A report or a fault.</summary>
    public static byte[] Write(ReadReport? report, IntakeFault fault)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            Write(writer, report, fault);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads it again.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, false), Encoding.UTF8);
            return Read(reader, Deepest, out fault);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or IOException or OverflowException)
        {
            throw new InvalidDataException("what the reader answers is malformed", e);
        }
    }

    private static void Write(BinaryWriter to, ReadReport? report, IntakeFault fault)
    {
        to.Write(report is not null);
        if (report is null)
        {
            Text(to, fault.Code);
            Text(to, fault.Place);
            Text(to, fault.Why);
            return;
        }

        Bytes(to, Encoding.UTF8.GetBytes(report.Text));
        to.Write(report.Media);
        Text(to, report.Title);
        Text(to, report.Publisher);
        Text(to, report.Published?.ToString("O", CultureInfo.InvariantCulture));
        to.Write(report.Reader);
        Bytes(to, report.Reading.ToBytes());
        to.Write(report.Pictures.Length);
        foreach (var picture in report.Pictures)
        {
            to.Write(picture);
        }

        to.Write(report.Parts.Length);
        foreach (var part in report.Parts)
        {
            to.Write(part.Name);
            to.Write(part.Media);
            Text(to, part.Address);
            Text(to, part.Captured);
            Bytes(to, part.Bytes);
            Write(to, part.Report, part.Fault);
        }
    }

    private static ReadReport? Read(BinaryReader from, int depth, out IntakeFault fault)
    {
        fault = default;
        if (!from.ReadBoolean())
        {
            fault = new(Text(from) ?? "", Text(from) ?? "", Text(from) ?? "");
            return null;
        }

        var report = new ReadReport(
            Encoding.UTF8.GetString(Bytes(from)), from.ReadString(), Text(from), Text(from),
            Text(from) is { } day ? DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture) : null, from.ReadString());
        var reading = ReadingFile.TryRead(Bytes(from)) ?? throw new FormatException("no reading");
        var pictures = new List<string>();
        for (var left = from.ReadInt32(); left > 0; left--)
        {
            pictures.Add(from.ReadString());
        }

        var parts = new List<ReportPart>();
        for (var left = depth > 0 ? from.ReadInt32() : 0; left > 0; left--)
        {
            var (name, media, address, captured, bytes) = (from.ReadString(), from.ReadString(), Text(from), Text(from), Bytes(from));
            var inner = Read(from, depth - 1, out var wrong);
            parts.Add(new(name, bytes, media, inner, wrong) { Address = address, Captured = captured });
        }

        return report with { Map = reading.Map, Told = reading.Told, Notes = reading.Notes, Pictures = [.. pictures], Parts = [.. parts] };
    }

    private static void Text(BinaryWriter to, string? text)
    {
        to.Write(text is not null);
        to.Write(text ?? "");
    }

    private static string? Text(BinaryReader from)
    {
        var isThere = from.ReadBoolean();
        var text = from.ReadString();
        return isThere ? text : null;
    }

    private static void Bytes(BinaryWriter to, byte[] bytes)
    {
        to.Write(bytes.Length);
        to.Write(bytes);
    }

    private static byte[] Bytes(BinaryReader from)
    {
        var length = from.ReadInt32();
        return length >= 0 && length <= from.BaseStream.Length - from.BaseStream.Position ? from.ReadBytes(length) : throw new EndOfStreamException();
    }
}
