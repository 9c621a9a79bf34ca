using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Probatum.Spectra;

/// <summary>mzML 1.1 files: first-stage mass spectra. Source: HUPO-PSI mzML 1.1.0, PSI-MS controlled vocabulary.</summary>
/// <remarks>
/// Read as one stream: the index and checksum of <c>indexedmzML</c> are not relied on. Later stages (MS/MS) are left
/// out and counted under <c>probatum.spectra_left_out</c>. Numpress is refused by name.
/// </remarks>
internal static class MzMl
{
    private const double LargestMass = 1e6;
    private const int MostPointsInAScan = 50_000_000;

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var start = file.Span[..Math.Min(file.Length, 4096)];
        return start.IndexOf("<mzML"u8) >= 0 || start.IndexOf("<indexedmzML"u8) >= 0;
    }

    public static bool TryRead(ReadOnlyMemory<byte> file, out InstrumentRun run, out SpectraFault fault)
    {
        run = null!;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreWhitespace = true,
            IgnoreComments = true,
        };
        using var xml = XmlReader.Create(Gzip.StreamOf(file), settings);
        var reading = new Reading();
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
            fault = new("mzml/xml", (damage as XmlException)?.LineNumber ?? 0, "the XML is damaged or cut short");
            return false;
        }

        fault = reading.Fault;
        if (fault == default)
        {
            run = reading.ToRun();
        }

        return fault == default;
    }

    /// <summary>What cvParams say; a spectrum's and a binary array's are kept apart by their element.</summary>
    private sealed class Terms : Dictionary<string, (string Value, string? Unit)>
    {
        public Terms()
            : base(StringComparer.Ordinal)
        {
        }
    }

    private sealed class Reading
    {
        private readonly ScanPoints _points = new(0);
        private readonly Dictionary<string, Terms> _groups = new(StringComparer.Ordinal);
        private readonly Terms _file = [];
        private Terms? _group;
        private Terms? _spectrum;
        private Terms? _array;
        private int _declared;
        private int? _declaredForArray;
        private double[]? _masses;
        private double[]? _heights;
        private bool _sawList;
        private bool _continuum;
        private int _leftOut;
        private string? _version;

        public SpectraFault Fault { get; private set; }

        public void Take(XmlReader xml)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                // asked before the attributes are: moving to an attribute changes the answer
                var isEmpty = xml.IsEmptyElement;
                Begin(xml);
                if (isEmpty)
                {
                    End(xml.LocalName, xml);
                }
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                End(xml.LocalName, xml);
            }
            else if (xml.NodeType == XmlNodeType.Text && _array is { } array)
            {
                Decode(array, xml.Value, xml);
            }
        }

        public InstrumentRun ToRun()
        {
            var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            metadata["version"] = _version ?? "";
            if (_leftOut > 0)
            {
                metadata["probatum.spectra_left_out"] = _leftOut.ToString(CultureInfo.InvariantCulture);
            }

            if (_points.LeftOut > 0)
            {
                metadata["probatum.points_left_out"] = _points.LeftOut.ToString(CultureInfo.InvariantCulture);
            }

            var ionization = _file.ContainsKey("MS:1000389") ? Ionization.Electron
                : _file.Keys.Any(k => k is "MS:1000073" or "MS:1000071" or "MS:1000075" or "MS:1000070") ? Ionization.Other
                : Ionization.Unstated;
            var kind = !_sawList ? RunKind.Chromatogram : _continuum ? RunKind.Continuum : RunKind.Centroid;
            return _points.ToRun("mzML", metadata.ToImmutable(), kind) with { Ionization = ionization };
        }

        private static int Position(XmlReader xml) => (xml as IXmlLineInfo)?.LineNumber ?? 0;

        private void Fail(XmlReader xml, string code, string why)
        {
            if (Fault == default)
            {
                Fault = new(code, Position(xml), why);
            }
        }

        private void Begin(XmlReader xml)
        {
            switch (xml.LocalName)
            {
                case "mzML":
                    _version = xml.GetAttribute("version");
                    if (_version is not null && !_version.StartsWith("1.1", StringComparison.Ordinal))
                    {
                        Fail(xml, "mzml/version", $"mzML {_version} is not read, only 1.1");
                    }

                    break;
                case "referenceableParamGroup":
                    _group = [];
                    _groups[xml.GetAttribute("id") ?? ""] = _group;
                    break;
                case "spectrumList":
                    _sawList = true;
                    break;
                case "spectrum":
                    (_spectrum, _masses, _heights) = ([], null, null);
                    _declared = Count(xml, "defaultArrayLength") ?? 0;
                    break;
                case "binaryDataArray" when _spectrum is not null:
                    _array = [];
                    _declaredForArray = Count(xml, "arrayLength");
                    break;
                case "cvParam" or "userParam":
                    (_group ?? _array ?? _spectrum ?? _file)[xml.GetAttribute("accession") ?? ""] =
                        (xml.GetAttribute("value") ?? "", xml.GetAttribute("unitAccession"));
                    break;
                case "referenceableParamGroupRef"
                    when _groups.TryGetValue(xml.GetAttribute("ref") ?? "", out var referred):
                    foreach (var (accession, term) in referred)
                    {
                        (_array ?? _spectrum ?? _file)[accession] = term;
                    }

                    break;
            }
        }

        private void End(string element, XmlReader xml)
        {
            switch (element)
            {
                case "referenceableParamGroup":
                    _group = null;
                    break;
                case "binaryDataArray":
                    _array = null;
                    break;
                case "spectrum" when _spectrum is { } spectrum:
                    Finish(spectrum, xml);
                    _spectrum = null;
                    break;
            }
        }

        private int? Count(XmlReader xml, string attribute)
        {
            if (xml.GetAttribute(attribute) is not { } text)
            {
                return null;
            }

            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || count > MostPointsInAScan)
            {
                Fail(xml, "mzml/length", $"{attribute} is not a length we can read");
                return 0;
            }

            return count;
        }

        private void Finish(Terms spectrum, XmlReader xml)
        {
            var stage = spectrum.TryGetValue("MS:1000511", out var level) ? level.Value : "1";
            if (stage != "1" || spectrum.ContainsKey("MS:1000804"))
            {
                _leftOut++;
                return;
            }

            _continuum |= spectrum.ContainsKey("MS:1000128");
            var (masses, heights) = (_masses ?? [], _heights ?? []);
            if (masses.Length != heights.Length)
            {
                Fail(xml, "mzml/unequal", "a spectrum's mass and intensity arrays differ in length");
                return;
            }

            _points.Begin(Seconds(spectrum));
            for (var i = 0; i < masses.Length; i++)
            {
                _points.Add(masses[i], heights[i], LargestMass);
            }

            _points.End();
        }

        // a time without a unit is no time: minutes taken for seconds would be a wrong fact
        private static double? Seconds(Terms spectrum) =>
            spectrum.TryGetValue("MS:1000016", out var start)
            && double.TryParse(start.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var time)
            && time is >= 0 and < 1e12
                ? start.Unit switch
                {
                    "UO:0000031" or "MS:1000038" => time * 60.0,
                    "UO:0000010" or "MS:1000039" => time,
                    _ => null,
                }
                : null;

        private void Decode(Terms array, string text, XmlReader xml)
        {
            var (isMass, isHeight) = (array.ContainsKey("MS:1000514"), array.ContainsKey("MS:1000515"));
            if (!isMass && !isHeight)
            {
                return;
            }

            if (array.Keys.Any(k => k is "MS:1002312" or "MS:1002313" or "MS:1002314"
                or "MS:1002746" or "MS:1002747" or "MS:1002748"))
            {
                Fail(xml, "mzml/numpress", "MS-Numpress arrays are not read: export without it");
                return;
            }

            var width = array.ContainsKey("MS:1000523") || array.ContainsKey("MS:1000522") ? 8 : 4;
            var isWhole = array.ContainsKey("MS:1000519") || array.ContainsKey("MS:1000522");
            var count = _declaredForArray ?? _declared;
            var packed = Encoding.Latin1.GetBytes(text);
            if (!Unpack(packed, out var bytes))
            {
                Fail(xml, "mzml/base64", "a binary array is not base64");
                return;
            }

            if (array.ContainsKey("MS:1000574")
                && !Gzip.TryInflate(bytes, (long)count * width, out bytes, out var damage))
            {
                Fail(xml, "mzml/" + damage.Code[(damage.Code.IndexOf('/') + 1)..], damage.Why);
                return;
            }

            if (bytes.Length != (long)count * width)
            {
                Fail(xml, "mzml/array-length", "a binary array is not as long as declared");
                return;
            }

            var values = Values(bytes.Span, count, width, isWhole);
            (_masses, _heights) = isMass ? (values, _heights) : (_masses, values);
        }

        private static bool Unpack(byte[] text, out ReadOnlyMemory<byte> bytes)
        {
            bytes = default;
            // white space inside is allowed by the schema and by this decoder
            var status = Base64.DecodeFromUtf8InPlace(text, out var length);
            bytes = text.AsMemory(0, length);
            return status == System.Buffers.OperationStatus.Done;
        }

        private static double[] Values(ReadOnlySpan<byte> bytes, int count, int width, bool isWhole)
        {
            var values = new double[count];
            for (var i = 0; i < count; i++)
            {
                var at = bytes[(i * width)..];
                values[i] = (width, isWhole) switch
                {
                    (8, true) => System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(at),
                    (8, false) => System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(at),
                    (_, true) => System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(at),
                    _ => System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(at),
                };
            }

            return values;
        }
    }
}
