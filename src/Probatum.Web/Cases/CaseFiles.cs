using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Records;

namespace Probatum.Web.Cases;

/// <summary>Files that records of a case name: who may see no such record may not see the file.</summary>
public static class CaseFiles
{
    // A browser draws these by itself; everything else is only saved.
    private static readonly string[] Shown = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "audio/mpeg", "audio/ogg", "audio/wav", "video/mp4", "video/webm"];

    /// <summary>The file as a record that may be seen names it; null where none does.</summary>
    public static Blob? Find(SeenCase seen, string sha256)
    {
        ArgumentNullException.ThrowIfNull(seen);

        // A program that may read reports reads their files; all files are what a bundle has.
        var onlyReports = seen.Visit.Token is not null && !seen.Visit.Covers("bundle export");
        return onlyReports && !seen.Visit.Covers("report show") ? null
            : sha256 is { Length: 64 } && sha256.All(char.IsAsciiHexDigitLower) ? seen.State.Entries.Where(entry => entry.Statement is not IdentityKept && (!onlyReports || entry.Statement is ReportCaptured)).SelectMany(Subject.FilesOf).FirstOrDefault(blob => blob.Sha256 == sha256) : null;
    }

    /// <summary>Sends it: nothing in it runs, whatever it is.</summary>
    internal static IResult Send(HttpContext context, SeenCase seen, Blob file, Stream stream)
    {
        var isShown = Shown.Contains(file.Media);
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue(isShown ? "inline" : "attachment") { FileName = file.Sha256 }.ToString();
        context.Response.Headers.CacheControl = "private, no-store";
        return Results.Stream(stream, isShown ? file.Media : "application/octet-stream", enableRangeProcessing: stream.CanSeek);
    }
}
