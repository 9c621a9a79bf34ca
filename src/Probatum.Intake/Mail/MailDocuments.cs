using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Probatum.Intake;

/// <summary>A mail as it was sent (EML): its words, its header as told, and every attachment as a document of its own.</summary>
/// <remarks>Nothing in a mail's header is checked: whoever sends or keeps it can write anything there.</remarks>
internal static class MailDocuments
{
    public const int LargestFile = 128 << 20;
    public const string Media = "message/rfc822";

    private const int Looked = 32 << 10;
    private const int MostText = 16_000_000;

    private static readonly string[] Telling = ["Received", "Message-ID", "MIME-Version", "Return-Path", "Delivered-To", "DKIM-Signature"];
    private static readonly string[] Usual = ["From", "To", "Date", "Subject", "Sender", "Cc"];
    private static readonly string[] Kept = ["From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To", "References", "Return-Path", "Received", "User-Agent", "X-Mailer", "X-Originating-IP"];

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var head = file.Span[..Math.Min(Looked, file.Length)];
        if (head.IsEmpty || !char.IsAsciiLetter((char)head[0]) || head[..Math.Min(200, head.Length)].IndexOf((byte)':') < 0)
        {
            return false;
        }

        var headers = MimeHeaders.Read(head, out _);
        return (Telling.Any(name => headers[name] is not null) && Usual.Any(name => headers[name] is not null))
            || (headers["From"]?.Contains('@', StringComparison.Ordinal) == true && headers["Date"] is not null && (headers["To"] ?? headers["Subject"]) is not null);
    }

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault) => Read(bytes, new(), 0, out fault);

    public static ReadReport? Read(byte[] bytes, Nesting nesting, int depth, out IntakeFault fault)
    {
        fault = default;
        var (headers, parts, isCut) = MimeParts.Read(bytes);
        var (mapped, notes) = (new MappedText(), new List<string>());
        var subject = headers["Subject"] is { Length: > 0 } said ? said : null;
        if (subject is not null)
        {
            mapped.Append(subject, mapped.Place(new("header Subject")));
            mapped.Separate("\n\n");
        }

        var inside = new List<ReportPart>();
        foreach (var part in parts)
        {
            if (part.IsAttached)
            {
                inside.Add(nesting.Part(part.FileName ?? $"part {part.Number}", part.Content, part.Media, depth + 1));
            }
            else
            {
                Body(mapped, part, notes);
            }

            if (mapped.Length > MostText)
            {
                fault = new("mail/too-long", $"part {part.Number}", "the mail holds more text than is read");
                return null;
            }
        }

        mapped.TrimEnd();
        mapped.Separate("\n");
        if (isCut)
        {
            notes.Add("the mail has more parts than are read, or nests them deeper");
        }

        var (text, map) = mapped.Build();
        return new(text.Trim().Length == 0 ? "" : text, Media, subject, null, Day(headers["Date"]), "mail/1")
        {
            Map = map,
            Told = Probatum.Intake.Told.Of(headers.All.Where(one => Kept.Contains(one.Name, StringComparer.OrdinalIgnoreCase)).Select(one => (one.Name, (string?)one.Value))),
            Notes = [.. notes, .. inside.Where(IsClosed).Select(Nesting.Closed)],
            Pictures = Pictures(inside),
            Parts = [.. inside.Where(part => !IsClosed(part))],
        };
    }

    /// <summary>Whether a part is of a kind that has no text and is no report: a picture, a signature.</summary>
    public static bool IsClosed(ReportPart part) => part.Report is null && part.Fault.Code is ReportFormats.Unknown or "document/empty" or Nesting.Closes;

    /// <summary>The pictures among the parts of a mail.</summary>
    public static ImmutableArray<string> Pictures(IEnumerable<ReportPart> inside)
    {
        var pictures = new Pictures();
        foreach (var part in inside.Where(IsClosed))
        {
            pictures.Add(part.Bytes);
        }

        return pictures.Digests;
    }

    private static void Body(MappedText mapped, MimePart part, List<string> notes)
    {
        var charset = part.Headers.Parameter("Content-Type", "charset");
        if (part.Media == "text/html")
        {
            if (HtmlDocuments.Whole(part.Content, charset, part.Number, out var fault) is { } page)
            {
                mapped.Append(page);
            }
            else
            {
                notes.Add($"part {part.Number} is not read: {fault}");
            }
        }
        else if ((charset is not null && TextEncodings.Named(charset) is { } named ? named.GetString(part.Content) : PlainText.Decode(part.Content, out _, out _)) is { } words)
        {
            mapped.Append(words, mapped.Place(new(part.Number, Line: 1)));
        }
        else
        {
            notes.Add($"part {part.Number} is read as {Encoding.Latin1.WebName}: no encoding fits it");
            mapped.Append(Encoding.Latin1.GetString(part.Content), mapped.Place(new(part.Number, Line: 1)));
        }

        mapped.Break("\n\n");
    }

    // "Mon, 05 May 2031 10:00:00 +0300 (EEST)": the day where the sender was.
    private static DateOnly? Day(string? date)
    {
        var said = date?.Split('(')[0].Trim() ?? "";
        var comma = said.IndexOf(',', StringComparison.Ordinal);
        var words = said[(comma + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 3 && DateOnly.TryParseExact($"{words[0]} {words[1]} {words[2]}", ["d MMM yyyy", "d MMM yy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }
}
