using System.Collections.Immutable;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>Fetches a page that the user named. Its original is the web archive of all that was sent and came.</summary>
internal static class AddressCapture
{
    private const string Archive = "application/warc";

    /// <summary>Whether an argument is an address and no file.</summary>
    public static bool IsAddress(string argument) =>
        argument.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || argument.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Fetches and reads it; says on standard error whom it contacts.</summary>
    /// <exception cref="BadInputException">It can't be had.</exception>
    public static ReadDocument Read(string argument, bool screenshot, Shell shell)
    {
        if (!Uri.TryCreate(argument, UriKind.Absolute, out var address) || address.UserInfo.Length > 0)
        {
            throw new BadInputException($"{argument}: is no address of a page, or names a user");
        }

        var browser = screenshot ? Screenshot.Browser ?? throw new BadInputException("--screenshot needs Chromium, which is not installed here") : null;
        var capture = new WebCapture(shell.Clock, shell.Random, words => shell.Error.WriteLine($"probatum: {Core.SafeText.Line(words)}"));
        try
        {
            var page = capture.FetchAsync(address, CancellationToken.None).GetAwaiter().GetResult();
            var archive = page.Archive;
            if (browser is not null)
            {
                shell.Error.WriteLine($"probatum: {Core.SafeText.Line($"a browser fetches {page.Address} anew, with what belongs to it, for a picture")}");
                archive = capture.With(page.Address, "image/png", Screenshot.Of(page.Address, browser), Screenshot.Version(browser));
            }

            return Document(argument, page, archive);
        }
        catch (IOException e)
        {
            throw new BadInputException(e.Message);
        }
    }

    private static ReadDocument Document(string argument, CapturedPage page, byte[] archive)
    {
        var whole = DocumentReading.Read(archive, null, out var fault);
        var part = whole?.Parts.LastOrDefault(one => one.Address == page.Address.AbsoluteUri);
        if (part?.Report is not { } report)
        {
            return new(argument, archive, Archive, null, part?.Fault ?? (whole is null ? fault : new("archive/page", "", "what came is no page of a known format"))) { Address = page.Address.AbsoluteUri };
        }

        var record = report.Told.FirstOrDefault(told => told.Name == "WARC-Record-ID")?.Value;
        return new(argument, archive, Archive, report with
        {
            Media = Archive,
            Map = report.Map with { Places = [.. report.Map.Places.Select(place => place with { Part = record })] },
            Notes = [.. page.Contacted.Select(host => $"fetched from {host}"), .. report.Notes, .. whole!.Notes.Skip(1)],
            Parts = ImmutableArray<ReportPart>.Empty,
        }, default)
        { Address = page.Address.AbsoluteUri };
    }
}
