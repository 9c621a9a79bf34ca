using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Probatum.Tests.Intake;

/// <summary>The least PDF that has these pages, one line of text each.</summary>
internal static class PdfPages
{
    public static byte[] Of(string information, params string[] pages) =>
        Of(information, pages.Select(words => ("", Line(words))).ToArray());

    /// <summary>Pages that are drawn so; the font is /F1.</summary>
    public static byte[] Drawn(params string[] contents) => Of("", contents.Select(content => ("", content)).ToArray());

    /// <summary>One page whose content is packed with zlib.</summary>
    public static byte[] Packed(string words, int spaces)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, true))
        {
            zlib.Write(Encoding.Latin1.GetBytes(new string(' ', spaces) + Line(words)));
        }

        return Of("", [("/Filter /FlateDecode", Encoding.Latin1.GetString(packed.ToArray()))]);
    }

    /// <summary>One page with a line and a JPEG.</summary>
    public static byte[] Pictured(string words, byte[] jpeg, int width, int height) => Of("", [("", $"{Line(words)} q 200 0 0 150 72 400 cm /Im1 Do Q")],
        $"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode /Length {jpeg.Length} >>\nstream\n{Encoding.Latin1.GetString(jpeg)}\nendstream");

    private static string Line(string words) => $"BT /F1 12 Tf 72 720 Td ({words}) Tj ET";

    private static byte[] Of(string information, (string Filter, string Content)[] pages, string? picture = null)
    {
        var kids = string.Join(' ', pages.Select((_, i) => $"{5 + (2 * i)} 0 R"));
        List<string> objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", $"<< /Type /Pages /Kids [{kids}] /Count {pages.Length} >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", $"<< {information} >>",
        ];
        foreach (var (filter, content) in pages)
        {
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {objects.Count + 2} 0 R /Resources << /Font << /F1 3 0 R >> {(picture is null ? "" : $"/XObject << /Im1 {5 + (2 * pages.Length)} 0 R >> ")}>> >>");
            objects.Add($"<< /Length {content.Length} {filter} >>\nstream\n{content}\nendstream");
        }

        if (picture is not null)
        {
            objects.Add(picture);
        }

        var pdf = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var (words, i) in objects.Select((words, i) => (words, i)))
        {
            places.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{words}\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        places.ForEach(place => pdf.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n"));
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }
}
