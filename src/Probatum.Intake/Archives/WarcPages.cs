using System.Globalization;

namespace Probatum.Intake;

/// <summary>Takes the pages out of the records of web archives: each with its address, its time, its record and its digests.</summary>
/// <remarks>Requests, scripts, styles, pictures and redirects are no pages; what was not read of an archive is said.</remarks>
internal sealed class WarcPages(Nesting nesting, Func<string, bool> wanted)
{
    private const int MostNoted = 50;
    private const int MostPictures = 20_000;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private readonly List<ReportPart> _pages = [];
    private readonly List<(string, string?)> _told = [];
    private readonly Dictionary<string, string> _pictures = new(StringComparer.Ordinal);
    private int _left;

    /// <summary>The pages so far, each with the pictures of the archive that it refers to.</summary>
    public IReadOnlyList<ReportPart> Pages => [.. _pages.Select(WithPictures)];

    /// <summary>What the archive tells of itself.</summary>
    public IEnumerable<(string, string?)> Told => _told;

    /// <summary>What was met, counted, and what does not hold.</summary>
    public IEnumerable<string> Notes =>
    [
        $"records: {string.Join(", ", _counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Value} {one.Key}"))}",
        .. _notes, .. _left > 0 ? [$"and {_left} more of this kind"] : Array.Empty<string>(),
    ];

    /// <summary>Reads a whole archive. One that is damaged in the middle gives the pages before it and says so.</summary>
    /// <returns>The fault where nothing at all could be read.</returns>
    public IntakeFault Read(Stream archive, string name)
    {
        var records = 0;
        try
        {
            using var reader = new WarcReader(archive);
            for (; reader.Next() is { } record; records++)
            {
                Add(record);
            }

            return records > 0 ? default : new("warc/empty", name, "the archive holds no record");
        }
        catch (DocumentException e)
        {
            if (records == 0)
            {
                return e.Fault;
            }

            Note($"{(name.Length > 0 ? name + ": " : "")}{e.Fault}; what follows is not read");
            return default;
        }
    }

    private void Add(WarcRecord record)
    {
        var (kind, id, address) = (record.Kind, record["WARC-Record-ID"]?.Trim('<', '>') ?? "a record without id", record["WARC-Target-URI"]?.Trim('<', '>') ?? "");
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (record["WARC-Block-Digest"] is { } block && WarcRecord.Holds(block, record.Block) == false)
        {
            Note($"{id}: the block is not that of its digest {block}");
        }

        switch (kind)
        {
            case "warcinfo":
                _told.AddRange(MimeHeaders.Read(record.Block, out _).All.Take(40).Select(one => ($"warcinfo {one.Name}", (string?)one.Value)));
                break;
            case "revisit":
                Note($"{id}: {address} was found unchanged on {record["WARC-Date"] ?? "an unknown day"}{(record["WARC-Refers-To"] is { } earlier ? $"; its words are in {earlier.Trim('<', '>')}" : "")}");
                break;
            case "response" when record["Content-Type"]?.StartsWith("application/http", StringComparison.OrdinalIgnoreCase) != false:
                Response(record, id, address);
                break;
            case "response" or "resource" when record["Content-Type"]?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true:
                Picture(address, record.Block);
                break;
            case "response" or "resource":
                Page(record, id, address, record.Block, null, record["Content-Type"] ?? "");
                break;
        }
    }

    private void Response(WarcRecord record, string id, string address)
    {
        if (HttpMessage.TryRead(record.Block) is not { } http)
        {
            Note($"{id}: holds no HTTP response");
            return;
        }

        var media = http.Headers.Kind("Content-Type") ?? "";
        if (http.Status is >= 300 and < 400 && http.Headers["Location"] is { } location)
        {
            Note($"{address} leads to {location} ({http.Status})");
        }
        else if (http.Status == 200 && media.StartsWith("image/", StringComparison.Ordinal))
        {
            Picture(address, http.Body(id, out _));
        }
        else if (http.Status == 200 && IsPage(media) && wanted(address))
        {
            if (record["WARC-Payload-Digest"] is { } digest && WarcRecord.Holds(digest, http.Sent) == false && WarcRecord.Holds(digest, http.Unchunked) == false)
            {
                Note($"{id}: the payload is not that of its digest {digest}");
            }

            if (http.Body(id, out var fault) is { } body)
            {
                Page(record, id, address, body, http.Headers.Parameter("Content-Type", "charset"), media);
            }
            else
            {
                Note($"{address} is not read: {fault}");
            }
        }
    }

    private void Picture(string address, byte[]? body)
    {
        if (_pictures.Count < MostPictures && body is not null && Pictures.Digest(body) is { } digest && Uri.TryCreate(address, UriKind.Absolute, out var at))
        {
            _pictures.TryAdd(at.AbsoluteUri, digest);
        }
    }

    private ReportPart WithPictures(ReportPart page)
    {
        if (page.Report is not { PictureAddresses.IsEmpty: false } report || _pictures.Count == 0 || !Uri.TryCreate(page.Address, UriKind.Absolute, out var at))
        {
            return page;
        }

        var pictures = new Pictures();
        foreach (var digest in report.Pictures)
        {
            pictures.Add(digest);
        }

        foreach (var said in report.PictureAddresses)
        {
            pictures.Add(Uri.TryCreate(at, said, out var address) ? _pictures.GetValueOrDefault(address.AbsoluteUri) : null);
        }

        return page with { Report = report with { Pictures = pictures.Digests } };
    }

    private void Page(WarcRecord record, string id, string address, byte[] body, string? charset, string media)
    {
        if (!IsPage(media.Split(';')[0].Trim().ToLowerInvariant()) || !wanted(address))
        {
            return;
        }

        // What is said to be no more than bytes is a page where it is a document.
        if (media.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase) && ReportFormats.Of(body)?.Media is not ("application/pdf" or DocxDocuments.Media or RtfDocuments.Media))
        {
            return;
        }

        var part = nesting.Page(address.Length > 0 ? address : id, body, charset, media);
        if (part.Fault.Code == Nesting.Closes)
        {
            Note(Nesting.Closed(part));
            return;
        }

        var told = Probatum.Intake.Told.Of(
            ("WARC-Record-ID", id), ("WARC-Target-URI", address), ("WARC-Date", record["WARC-Date"]), ("WARC-IP-Address", record["WARC-IP-Address"]),
            ("WARC-Payload-Digest", record["WARC-Payload-Digest"]), ("WARC-Block-Digest", record["WARC-Block-Digest"]), ("WARC-Truncated", record["WARC-Truncated"]));
        _pages.Add(part with
        {
            Report = part.Report is { } report ? report with { Told = [.. told, .. report.Told] } : null,
            Address = address.Length > 0 ? address : null,
            Captured = Time(record["WARC-Date"]),
        });
    }

    private static bool IsPage(string media) =>
        media is "text/html" or "application/xhtml+xml" or "application/pdf" or "text/plain" or DocxDocuments.Media or RtfDocuments.Media or "text/rtf" or "application/msword" or "application/octet-stream";

    // To the second; WARC 1.1 may have fractions.
    private static string? Time(string? date) =>
        DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;

    private void Note(string words)
    {
        if (_notes.Count < MostNoted)
        {
            _notes.Add(words);
        }
        else
        {
            _left++;
        }
    }
}
