using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Probatum.Intake;

/// <summary>A mail as Outlook keeps it (MSG): its words, what its properties tell, and every attachment as a document of its own.</summary>
/// <remarks>Source: [MS-OXMSG] 2, property numbers of [MS-OXPROPS].</remarks>
internal static class MsgDocuments
{
    public const int LargestFile = 128 << 20;
    public const string Media = "application/vnd.ms-outlook";

    private const string Prefix = "__substg1.0_";
    private const int MostText = 16_000_000;
    private const int MostAttachments = 1000;

    private static readonly (string Name, string Property)[] Kept =
    [
        ("From", "0C1A"), ("Sender address", "5D01"), ("Sender address", "0C1F"), ("Sent on behalf of", "0042"), ("To", "0E04"), ("Cc", "0E03"), ("Bcc", "0E02"), ("Subject", "0037"),
        ("Message-ID", "1035"), ("In-Reply-To", "1042"),
    ];

    public static bool Recognises(ReadOnlyMemory<byte> file) =>
        CompoundFile.Recognises(file.Span) && file.Span.IndexOf(Encoding.Unicode.GetBytes("__properties_version1.0")) >= 0;

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault) => Read(bytes, new(), 0, out fault);

    public static ReadReport? Read(byte[] bytes, Nesting nesting, int depth, out IntakeFault fault)
    {
        try
        {
            fault = default;
            var file = new CompoundFile(bytes);
            return Message(file, file.Root, "", nesting, depth);
        }
        catch (DocumentException e)
        {
            fault = e.Fault;
            return null;
        }
    }

    private static ReadReport Message(CompoundFile file, CompoundEntry storage, string where, Nesting nesting, int depth)
    {
        var children = file.Children(storage).ToList();
        var (mapped, notes, inside) = (new MappedText(), new List<string>(), new List<ReportPart>());
        var subject = Text(file, children, "0037") is { Length: > 0 } said ? said : null;
        if (subject is not null)
        {
            mapped.Append(subject, mapped.Place(new(where + "subject")));
            mapped.Separate("\n\n");
        }

        Body(file, children, where, mapped, notes);
        mapped.TrimEnd();
        mapped.Separate("\n");
        if (mapped.Length > MostText)
        {
            throw new DocumentException("msg/too-long", where + "body", "the mail holds more text than is read");
        }

        var attachments = children.Where(child => child.IsStorage && child.Name.StartsWith("__attach_version1.0_", StringComparison.OrdinalIgnoreCase)).Take(MostAttachments).OrderBy(child => child.Name, StringComparer.Ordinal);
        foreach (var (attachment, number) in attachments.Select((one, i) => (one, i + 1)))
        {
            if (Attachment(file, attachment, $"{where}attachment {number}", nesting, depth + 1) is { } part)
            {
                inside.Add(part);
            }
        }

        var headers = Text(file, children, "007D") is { } transport ? MimeHeaders.Read(Encoding.UTF8.GetBytes(transport), out _).All.Where(one => one.Name is "Received" or "Return-Path" or "X-Originating-IP" or "Date") : [];
        var sent = Time(file, children, 0x0039);
        var (text, map) = mapped.Build();
        return new(text.Trim().Length == 0 ? "" : text, Media, subject, null, sent is { } when ? DateOnly.FromDateTime(when.UtcDateTime) : null, "msg/2")
        {
            Map = map,
            Told = Probatum.Intake.Told.Of([
                .. Kept.Select(one => (one.Name, Text(file, children, one.Property))),
                ("Sent", sent?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                .. headers.Select(one => (one.Name, (string?)one.Value))]),
            Notes = [.. notes, .. inside.Where(MailDocuments.IsClosed).Select(Nesting.Closed)],
            Pictures = MailDocuments.Pictures(inside),
            Parts = [.. inside.Where(part => !MailDocuments.IsClosed(part))],
        };
    }

    private static void Body(CompoundFile file, List<CompoundEntry> children, string where, MappedText mapped, List<string> notes)
    {
        if (Text(file, children, "1000") is { } plain && plain.Any(char.IsLetterOrDigit))
        {
            mapped.Append(plain, mapped.Place(new(where + "body", Line: 1)));
        }
        else if ((Bytes(file, children, "10130102") ?? (Text(file, children, "1013") is { } html ? Encoding.UTF8.GetBytes(html) : null)) is { } page)
        {
            if (HtmlDocuments.Whole(page, null, where + "HTML body", out var fault) is { } words)
            {
                mapped.Append(words);
            }
            else
            {
                notes.Add($"the body is not read: {fault}");
            }
        }
        else if (Bytes(file, children, "10090102") is { } packed)
        {
            var fault = new IntakeFault("msg/rtf", "RTF body", "its rich text is damaged or too large");
            if (CompressedRtf.Unpack(packed) is { } rich && RtfDocuments.Words(rich, where + "RTF body", out fault) is { } words)
            {
                mapped.Append(words);
            }
            else
            {
                notes.Add($"the body is not read: {fault}");
            }
        }
    }

    private static ReportPart? Attachment(CompoundFile file, CompoundEntry attachment, string number, Nesting nesting, int depth)
    {
        var children = file.Children(attachment).ToList();
        var name = Text(file, children, "3707") ?? Text(file, children, "3704") ?? number;
        if (Stream(children, "37010102") is { } content)
        {
            // Several attachments may name one content: what is read is counted before it is read.
            return nesting.Part(name, nesting.Allows(content.Length, depth) ? file.Read(content) : [], Text(file, children, "370E") ?? "application/octet-stream", depth);
        }

        // A message inside is no file but a storage: there are no bytes of its own to keep, so its text is kept as what was read.
        var inner = children.Find(child => child.IsStorage && child.Name.Equals(Prefix + "3701000D", StringComparison.OrdinalIgnoreCase));
        if (inner is null || !nesting.Allows(0, depth))
        {
            return null;
        }

        nesting.Count(0);
        var message = Message(file, inner, number + ", ", nesting, depth);
        return new(message.Title ?? name, Encoding.UTF8.GetBytes(message.Text), "text/plain", message with { Media = "text/plain", Notes = [.. message.Notes, $"a message inside an Outlook message ({number}): its words alone are kept here, the whole is in the outer file"] }, default);
    }

    private static string? Text(CompoundFile file, List<CompoundEntry> children, string property) =>
        Bytes(file, children, property + "001F") is { } wide ? Encoding.Unicode.GetString(wide).TrimEnd('\0')
        : Bytes(file, children, property + "001E") is { } narrow ? (PlainText.Decode(narrow, out _, out _) ?? Encoding.Latin1.GetString(narrow)).TrimEnd('\0')
        : null;

    private static byte[]? Bytes(CompoundFile file, List<CompoundEntry> children, string tag) =>
        Stream(children, tag) is { } stream ? file.Read(stream) : null;

    private static CompoundEntry? Stream(List<CompoundEntry> children, string tag) =>
        children.Find(child => !child.IsStorage && child.Name.Equals(Prefix + tag, StringComparison.OrdinalIgnoreCase));

    // A property of fixed length: eight bytes each behind a head of 32 or 24 bytes.
    private static DateTimeOffset? Time(CompoundFile file, List<CompoundEntry> children, int property)
    {
        if (children.Find(child => child.Name == "__properties_version1.0") is not { } stream)
        {
            return null;
        }

        var bytes = file.Read(stream);
        for (var at = bytes.Length % 16 == 0 ? 32 : 24; at + 16 <= bytes.Length; at += 16)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) == (uint)((property << 16) | 0x40)
                && BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 8)) is > 0 and < 2_000_000_000_000_000_000 and var ticks)
            {
                return DateTimeOffset.FromFileTime(ticks).ToUniversalTime();
            }
        }

        return null;
    }
}
