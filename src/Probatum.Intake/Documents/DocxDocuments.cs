using System.Collections.Immutable;
using System.Xml;

namespace Probatum.Intake;

/// <summary>Text of a DOCX: headings, paragraphs and tables in order, notes behind the paragraph that calls them.</summary>
/// <remarks>
/// Words that were deleted with changes tracked are left out, inserted ones are in; both are said. Titles, authors and
/// dates are the file's own word. Source: ISO/IEC 29500-1 (WordprocessingML), 17; Part 2 for the core properties.
/// </remarks>
internal static class DocxDocuments
{
    public const int LargestFile = 64 << 20;
    public const string Media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private const int LargestPart = 64 << 20;
    private const int MostUnpacked = 128 << 20;
    private const string Body = "word/document.xml";

    public static bool Recognises(ReadOnlyMemory<byte> file) => BoundedZip.Holds(file.Span, Body);

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        try
        {
            using var zip = new BoundedZip(bytes, LargestPart, MostUnpacked, "docx");
            var counts = new DocxCounts();
            var notes = Notes(zip, counts, "word/footnotes.xml", "footnote").Concat(Notes(zip, counts, "word/endnotes.xml", "endnote")).ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
            var mapped = new MappedText();
            using (var xml = Open(zip.Read(Body) ?? throw new DocumentException("docx/damaged", Body, "it is not there")))
            {
                new DocxText(xml, mapped, Body, notes, counts).Append();
            }

            mapped.TrimEnd();
            mapped.Separate("\n");
            var (text, map) = mapped.Build();
            if (!text.Any(char.IsLetter))
            {
                fault = new("docx/no-text", "", "the document holds no text: it may hold pictures of pages");
                return null;
            }

            fault = default;
            var told = Properties(zip);
            var (pictures, passedOver) = Pictures(zip);
            return new(text, Media, told.FirstOrDefault(one => one.Name == "title")?.Value, null, null, "docx/1")
            {
                Map = map,
                Told = told,
                Notes = [.. counts.Words(), .. LeftOut(zip), .. passedOver],
                Pictures = pictures,
            };
        }
        catch (DocumentException e)
        {
            fault = e.Fault;
            return null;
        }
        catch (XmlException e)
        {
            fault = new("docx/xml", $"line {e.LineNumber}", "its XML is damaged, or holds what is not read (a DTD)");
            return null;
        }
    }

    private static XmlReader Open(byte[] xml) => XmlReader.Create(new MemoryStream(xml, false), new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = LargestPart,
    });

    /// <summary>Every note of a part by "footnote 2", each as a text of its own.</summary>
    private static IEnumerable<KeyValuePair<string, MappedText>> Notes(BoundedZip zip, DocxCounts counts, string part, string element)
    {
        if (zip.Read(part) is not { } bytes)
        {
            yield break;
        }

        using var xml = Open(bytes);
        var reader = new DocxText(xml, new(), part, ImmutableDictionary<string, MappedText>.Empty, counts);
        foreach (var (id, text) in reader.Notes(element))
        {
            yield return new($"{element} {id}", text);
        }
    }

    private static ImmutableArray<Told> Properties(BoundedZip zip)
    {
        if (zip.Read("docProps/core.xml") is not { } bytes)
        {
            return [];
        }

        var said = new List<(string, string?)>();
        using var xml = Open(bytes);
        while (xml.Read() && said.Count < 40)
        {
            if (xml is { NodeType: XmlNodeType.Element, Depth: 1, IsEmptyElement: false })
            {
                var name = xml.LocalName;
                said.Add((name, xml.Read() && xml.NodeType == XmlNodeType.Text ? xml.Value : null));
            }
        }

        return Told.Of(said);
    }

    /// <summary>The pictures, with a note where packing keeps some back: they never keep the words back.</summary>
    private static (ImmutableArray<string> Digests, ImmutableArray<string> Notes) Pictures(BoundedZip zip)
    {
        var pictures = new Pictures();
        foreach (var name in zip.Names.Where(name => name.StartsWith("word/media/", StringComparison.Ordinal)).TakeWhile(_ => !pictures.IsFull))
        {
            try
            {
                pictures.Add(zip.Read(name, Intake.Pictures.LargestFile) ?? []);
            }
            catch (DocumentException e)
            {
                // One that unpacks to more than it may is meant to: the rest is left alone.
                return (pictures.Digests, [$"pictures from {SafeName(name)} on are not compared: {e.Fault.Why}"]);
            }
        }

        return (pictures.Digests, []);
    }

    private static string SafeName(string name) => name.Length <= 200 ? name : name[..200];

    private static IEnumerable<string> LeftOut(BoundedZip zip)
    {
        var names = zip.Names.ToHashSet(StringComparer.Ordinal);
        if (names.Contains("word/comments.xml"))
        {
            yield return "comments in the margin are left out";
        }

        if (names.Any(name => name.StartsWith("word/header", StringComparison.Ordinal) || name.StartsWith("word/footer", StringComparison.Ordinal)))
        {
            yield return "headers and footers of pages are left out";
        }

        if (names.Any(name => name.StartsWith("word/media/", StringComparison.Ordinal)))
        {
            yield return "pictures are left out";
        }
    }
}
