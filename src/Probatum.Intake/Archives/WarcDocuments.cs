namespace Probatum.Intake;

/// <summary>A web archive (WARC): no text of its own, each page in it a report.</summary>
internal static class WarcDocuments
{
    public const int LargestFile = 1 << 30;
    public const string Media = "application/warc";

    /// <summary>The most pages that are read of one archive.</summary>
    public const int MostPages = 2000;

    public static bool Recognises(ReadOnlyMemory<byte> file) => WarcReader.Recognises(file);

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        var pages = new WarcPages(new(MostPages), _ => true);
        fault = pages.Read(new MemoryStream(bytes, false), "");
        return fault == default ? Report(pages, Media, "warc/1", []) : null;
    }

    /// <summary>The report of an archive whose pages were read.</summary>
    public static ReadReport Report(WarcPages pages, string media, string reader, IEnumerable<string> notes)
    {
        var inside = pages.Pages;
        return new("", media, null, null, null, reader)
        {
            Told = Told.Of(pages.Told),
            Notes = [$"a web archive of {inside.Count} {(inside.Count == 1 ? "page" : "pages")}", .. notes, .. pages.Notes],
            Parts = [.. inside],
        };
    }
}
