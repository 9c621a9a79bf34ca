using System.Text;
using System.Xml;

namespace Probatum.Spectra;

/// <summary>mzML 1.1 files. Source: HUPO-PSI mzML 1.1.0, PSI-MS controlled vocabulary, MS-Numpress.</summary>
/// <remarks>
/// Read as one stream: the index and checksum of <c>indexedmzML</c> are not relied on. First-stage mass spectra make the
/// run, chromatograms become traces; later stages (MS/MS) and other spectra are left out and counted.
/// </remarks>
internal static class MzMl
{
    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var start = file.Span[..Math.Min(file.Length, 4096)];
        return start.IndexOf("<mzML"u8) >= 0 || start.IndexOf("<indexedmzML"u8) >= 0;
    }

    public static bool TryRead(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault)
    {
        read = null!;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreWhitespace = true,
            IgnoreComments = true,
        };
        using var xml = XmlReader.Create(Gzip.StreamOf(file), settings);
        var reading = new MzMlReading();
        try
        {
            while (reading.Fault == default && xml.Read())
            {
                reading.Take(xml);
            }
        }
        // the XML reader says "not well-formed" by an exception; from here on it is a value
        catch (Exception damage) when (damage is XmlException or DecoderFallbackException or ArgumentException)
        {
            fault = new("mzml/xml", (damage as XmlException)?.LineNumber ?? 0, "the XML is damaged, cut short, or has a document type");
            return false;
        }

        fault = reading.Fault;
        if (fault == default)
        {
            read = reading.ToFile();
        }

        return fault == default;
    }
}
