namespace Probatum.Intake;

/// <summary>One part of a mail that is no container: its number, header and content with the transfer encoding taken off.</summary>
internal sealed record MimePart(string Number, MimeHeaders Headers, byte[] Content, bool IsAttached)
{
    /// <summary>The content type without parameters.</summary>
    public string Media => Headers.Kind("Content-Type") ?? "text/plain";

    /// <summary>The file's name, as the part says.</summary>
    public string? FileName => Headers.Parameter("Content-Disposition", "filename") ?? Headers.Parameter("Content-Type", "name");
}

/// <summary>Takes a mail apart. Source: RFC 2046, 5.1. Numbers of parts as in RFC 3501, 6.4.5.</summary>
internal sealed class MimeParts
{
    private const int Deepest = 20;
    private const int MostParts = 1000;

    private readonly List<MimePart> _parts = [];

    /// <summary>Whether there was more than is read.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The parts in order: of alternatives the plain one, else the page.</summary>
    public static (MimeHeaders Headers, IReadOnlyList<MimePart> Parts, bool IsCut) Read(byte[] mail)
    {
        var parts = new MimeParts();
        var headers = MimeHeaders.Read(mail, out var body);
        parts.Read(mail.AsMemory(body), headers, "1", 0);
        return (headers, parts._parts, parts.IsCut);
    }

    private void Read(ReadOnlyMemory<byte> body, MimeHeaders headers, string number, int depth)
    {
        if (_parts.Count >= MostParts || depth > Deepest)
        {
            IsCut = true;
            return;
        }

        var kind = headers.Kind("Content-Type") ?? "text/plain";
        if (kind.StartsWith("multipart/", StringComparison.Ordinal) && headers.Parameter("Content-Type", "boundary") is { Length: > 0 and <= 200 } boundary)
        {
            var children = Split(body, boundary);
            var chosen = kind == "multipart/alternative" ? Alternative(children) : children.Select((child, i) => (child, i));
            foreach (var (child, i) in chosen)
            {
                var inner = MimeHeaders.Read(child.Span, out var at);
                Read(child[at..], inner, depth == 0 ? $"{i + 1}" : $"{number}.{i + 1}", depth + 1);
            }

            return;
        }

        var attached = headers.Kind("Content-Disposition") == "attachment" || kind is not ("text/plain" or "text/html") || (headers.Kind("Content-Disposition") is not null && headers.Parameter("Content-Disposition", "filename") is not null);
        _parts.Add(new(number, headers, MimeBytes.Decode(body.Span, headers.Kind("Content-Transfer-Encoding")), attached));
    }

    // The words of one message, twice or more: the first plain text, else what comes last, which is the richest.
    private static IEnumerable<(ReadOnlyMemory<byte> Child, int Index)> Alternative(List<ReadOnlyMemory<byte>> children)
    {
        var plain = children.FindIndex(child => (MimeHeaders.Read(child.Span, out var at).Kind("Content-Type") ?? "text/plain") == "text/plain" && !child.Span[at..].Trim("\r\n\t "u8).IsEmpty);
        var index = plain >= 0 ? plain : children.FindLastIndex(child => (MimeHeaders.Read(child.Span, out _).Kind("Content-Type") ?? "") is "text/html" || (MimeHeaders.Read(child.Span, out _).Kind("Content-Type") ?? "").StartsWith("multipart/", StringComparison.Ordinal));
        return children.Count == 0 ? [] : [(children[Math.Max(0, index)], Math.Max(0, index))];
    }

    private List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> body, string boundary)
    {
        var mark = System.Text.Encoding.UTF8.GetBytes("--" + boundary);
        var children = new List<ReadOnlyMemory<byte>>();
        var (start, at) = (-1, 0);
        while (at < body.Length)
        {
            var found = body.Span[at..].IndexOf(mark);
            if (found < 0)
            {
                break;
            }

            var place = at + found;
            at = place + mark.Length;
            if (place > 0 && body.Span[place - 1] != '\n')
            {
                continue;
            }

            if (start >= 0)
            {
                children.Add(body[start..Math.Max(start, Before(body.Span, place))]);
            }

            var end = body.Span[at..].IndexOf((byte)'\n');
            if (body.Span[at..].StartsWith("--"u8) || children.Count > MostParts)
            {
                IsCut |= children.Count > MostParts;
                return children;
            }

            start = end < 0 ? body.Length : at + end + 1;
            at = start;
        }

        // A mail that is cut off has no last mark.
        if (start >= 0 && start < body.Length)
        {
            children.Add(body[start..]);
        }

        return children;
    }

    // The line end before a boundary belongs to the boundary.
    private static int Before(ReadOnlySpan<byte> body, int place) => place >= 2 && body[place - 2] == '\r' ? place - 2 : place - 1;
}
