using System.Globalization;
using System.Text;
using System.Xml;

namespace Probatum.Spectra;

/// <summary>The state of reading one mzML file.</summary>
internal sealed class MzMlReading
{
    private const double LargestMass = 1e6;
    private const int MostPointsInAScan = 50_000_000;

    // a group is copied wherever it is referred to
    private const int MostTermsInAGroup = 1000;

    // electrospray, chemical, fast atom bombardment, laser desorption and their kin
    private static readonly string[] OtherIonizations =
        ["MS:1000073", "MS:1000071", "MS:1000070", "MS:1000075", "MS:1000074", "MS:1000239", "MS:1000240", "MS:1000398", "MS:1000258", "MS:1000382", "MS:1000405", "MS:1000406"];

    private readonly ScanPoints _points = new(0);
    private readonly Dictionary<string, MzMlTerms> _groups = new(StringComparer.Ordinal);
    private readonly List<Trace> _traces = [];
    private readonly MzMlTerms _file = [];
    private readonly MzMlTerms _instrument = [];
    private readonly StringBuilder _text = new();
    private MzMlTerms? _group;
    private MzMlTerms? _owner;
    private MzMlTerms? _array;
    private bool _isChromatogram;
    private string? _id;
    private int _declared;
    private int? _declaredForArray;
    private (double[] Values, string? Unit)? _places;
    private (double[] Values, string? Unit)? _heights;
    private bool _inInstrument;
    private bool _inPrecursor;
    private bool _isMzMl;
    private int _scans;
    private int _runs;
    private int _profiles;
    private int _centroids;
    private int _positive;
    private int _negative;
    private int _laterStages;
    private int _otherSpectra;
    private double? _from;
    private double? _to;
    private string? _timeUnit;
    private string? _version;
    private string? _started;

    public SpectraFault Fault { get; private set; }

    public void Take(XmlReader xml)
    {
        switch (xml.NodeType)
        {
            case XmlNodeType.Element:
                // asked before the attributes are: moving to an attribute changes the answer
                var isEmpty = xml.IsEmptyElement;
                Begin(xml);
                if (isEmpty)
                {
                    End(xml.LocalName, xml);
                }

                break;
            case XmlNodeType.EndElement:
                End(xml.LocalName, xml);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA when _array is not null:
                _text.Append(xml.Value);
                break;
        }
    }

    public SpectraFile ToFile()
    {
        var metadata = SpectraFile.NoMetadata.ToBuilder();
        metadata["version"] = _version ?? "";
        Say("startTimeStamp", _started);
        Say("probatum.spectra_left_out", Counted(_laterStages + _otherSpectra));
        Say("probatum.spectra_of_later_stages", Counted(_laterStages));
        Say("probatum.spectra_not_of_masses", Counted(_otherSpectra));
        Say("probatum.points_left_out", Counted(_points.LeftOut));
        Say("instrument", Instrument());
        Say("serial", _instrument.ValueOf("MS:1000529"));
        if (_profiles > 0 && _centroids > 0)
        {
            metadata["probatum.modes"] = $"{_centroids} centroid and {_profiles} profile spectra";
        }

        var known = _file.Concat(_instrument).Select(term => term.Key).ToHashSet(StringComparer.Ordinal);
        var ionization = known.Contains("MS:1000389") ? Ionization.Electron
            : known.Overlaps(OtherIonizations) ? Ionization.Other
            : Ionization.Unstated;
        var kind = _scans == 0 ? RunKind.Chromatogram : _profiles > 0 ? RunKind.Continuum : RunKind.Centroid;
        var run = _points.ToRun("mzML", metadata.ToImmutable(), kind) with
        {
            Ionization = ionization,
            Acquisition = new(
                Instrument(), IonizationWords(known), _positive > 0 && _negative > 0 ? Polarity.Both
                    : _positive > 0 ? Polarity.Positive : _negative > 0 ? Polarity.Negative : null,
                _from, _to, _timeUnit, _profiles > 0 ? DataMode.Profile : _centroids > 0 ? DataMode.Centroid : null, _started),
        };
        return SpectraFile.Of(run) with { Traces = [.. _traces] };

        void Say(string key, string? value)
        {
            if (value is not null)
            {
                metadata[key] = value;
            }
        }
    }

    private static string? Counted(long count) => count == 0 ? null : count.ToString(CultureInfo.InvariantCulture);

    // the configuration's own term is the model; those of its parts come with values or are known to be parts
    private string? Instrument() => _instrument.Where(term => term.Key != "MS:1000529" && term.Value.Value.Length == 0)
        .Select(term => term.Value.Name).FirstOrDefault(name => !string.IsNullOrEmpty(name));

    private string? IonizationWords(HashSet<string> known) => OtherIonizations.Prepend("MS:1000389").Where(known.Contains)
        .Select(term => _instrument.TryGetValue(term, out var said) ? said.Name : _file[term].Name).FirstOrDefault();

    private void Fail(XmlReader xml, string code, string why)
    {
        if (Fault == default)
        {
            Fault = new(code, (xml as IXmlLineInfo)?.LineNumber ?? 0, why);
        }
    }

    private void Begin(XmlReader xml)
    {
        switch (xml.LocalName)
        {
            case "mzML":
                _isMzMl = true;
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
            case "instrumentConfiguration":
                _inInstrument = true;
                break;
            case "run":
                _started = xml.GetAttribute("startTimeStamp");
                if (++_runs > 1)
                {
                    Fail(xml, "mzml/several-runs", "the file holds several runs: give each as a file of its own");
                }

                break;
            case "precursor" or "product":
                _inPrecursor = true;
                break;
            case "spectrum" or "chromatogram":
                (_owner, _places, _heights) = ([], null, null);
                (_isChromatogram, _id) = (xml.LocalName == "chromatogram", xml.GetAttribute("id"));
                _declared = Count(xml, "defaultArrayLength") ?? 0;
                break;
            case "binaryDataArray" when _owner is not null:
                _array = [];
                _text.Clear();
                _declaredForArray = Count(xml, "arrayLength");
                break;
            case "cvParam":
                if (_group?.Count >= MostTermsInAGroup)
                {
                    Fail(xml, "mzml/group", "a group of parameters has more of them than can be meant");
                }

                Current()?.TryAdd(
                    xml.GetAttribute("accession") ?? "",
                    (xml.GetAttribute("value") ?? "", xml.GetAttribute("unitAccession"), xml.GetAttribute("name")));
                break;
            case "referenceableParamGroupRef" when _groups.TryGetValue(xml.GetAttribute("ref") ?? "", out var referred):
                foreach (var (accession, term) in referred)
                {
                    Current()?.TryAdd(accession, term);
                }

                break;
        }
    }

    // what a precursor or product says of its own ions is not said of the spectrum
    private MzMlTerms? Current() =>
        _group ?? _array ?? (_inPrecursor ? null : _owner ?? (_inInstrument ? _instrument : _file));

    private void End(string element, XmlReader xml)
    {
        switch (element)
        {
            case "referenceableParamGroup":
                _group = null;
                break;
            case "instrumentConfiguration":
                _inInstrument = false;
                break;
            case "precursor" or "product":
                _inPrecursor = false;
                break;
            case "binaryDataArray" when _array is { } array:
                Decode(array, xml);
                _array = null;
                break;
            case "spectrum" when _owner is { } spectrum:
                FinishSpectrum(spectrum, xml);
                _owner = null;
                break;
            case "chromatogram" when _owner is { } chromatogram:
                FinishChromatogram(chromatogram, xml);
                _owner = null;
                break;
            case "indexedmzML" when !_isMzMl:
                Fail(xml, "mzml/empty", "an index without an mzML file in it");
                break;
        }
    }

    private int? Count(XmlReader xml, string attribute)
    {
        if (xml.GetAttribute(attribute) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MostPointsInAScan)
        {
            Fail(xml, "mzml/length", $"{attribute} is not a length we can read");
            return 0;
        }

        return count;
    }

    private void FinishSpectrum(MzMlTerms spectrum, XmlReader xml)
    {
        // absorption of light, emission, and other spectra that are not of masses
        if (spectrum.ContainsKey("MS:1000804") || spectrum.ContainsKey("MS:1000805") || spectrum.ContainsKey("MS:1000806"))
        {
            _otherSpectra++;
            return;
        }

        if (spectrum.ValueOf("MS:1000511") is { } stage && stage != "1")
        {
            _laterStages++;
            return;
        }

        if (!TryPoints(xml, out var masses, out var heights))
        {
            return;
        }

        _scans++;
        _profiles += spectrum.ContainsKey("MS:1000128") ? 1 : 0;
        _centroids += spectrum.ContainsKey("MS:1000127") ? 1 : 0;
        _positive += spectrum.ContainsKey("MS:1000130") ? 1 : 0;
        _negative += spectrum.ContainsKey("MS:1000129") ? 1 : 0;
        _from = Least(_from, spectrum.ValueOf("MS:1000501"), Math.Min);
        _to = Least(_to, spectrum.ValueOf("MS:1000500"), Math.Max);
        _points.Begin(Seconds(spectrum));
        for (var i = 0; i < masses.Length; i++)
        {
            _points.Add(masses[i], heights[i], LargestMass);
        }

        _points.End();
    }

    private void FinishChromatogram(MzMlTerms chromatogram, XmlReader xml)
    {
        var (unit, heightUnit) = (_places?.Unit, _heights?.Unit);
        if (!TryPoints(xml, out var times, out var heights))
        {
            return;
        }

        if (!times.All(double.IsFinite) || !heights.All(double.IsFinite))
        {
            Fail(xml, "mzml/number", "a chromatogram has points that are no numbers");
            return;
        }

        var kind = chromatogram.Where(term => term.Value.Name?.Contains("chromatogram", StringComparison.Ordinal) == true)
            .Select(term => term.Value.Name!).FirstOrDefault();
        var metadata = kind is null ? SpectraFile.NoMetadata : SpectraFile.NoMetadata.Add("kind", kind);
        _traces.Add(new(
            _id, Technique.Chromatography,
            unit switch
            {
                "UO:0000031" => new(AxisUnit.Minute, "minute"),
                "UO:0000010" => new(AxisUnit.Second, "second"),
                null => new(AxisUnit.Unstated, null),
                _ => new(AxisUnit.Other, unit),
            },
            heightUnit is "MS:1000131" ? new(AxisUnit.Counts, "number of detector counts")
                : heightUnit is null ? new(AxisUnit.Unstated, null) : new(AxisUnit.Other, heightUnit),
            [.. times], [.. heights], metadata));
    }

    private bool TryPoints(XmlReader xml, out double[] places, out double[] heights)
    {
        (places, heights) = (_places?.Values ?? [], _heights?.Values ?? []);
        if (places.Length != heights.Length)
        {
            Fail(xml, "mzml/unequal", "the two arrays of a spectrum or chromatogram differ in length, or one is missing");
        }
        else if (places.Length == 0 && _declared > 0 && _declaredForArray is not 0)
        {
            Fail(xml, "mzml/array-length", "a spectrum or chromatogram declares points and has none");
        }

        return Fault == default;
    }

    private static double? Least(double? before, string? text, Func<double, double, double> choose) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? choose(before ?? value, value)
            : before;

    // a time without a unit is no time: minutes taken for seconds would be a wrong fact
    private double? Seconds(MzMlTerms spectrum)
    {
        if (!spectrum.TryGetValue("MS:1000016", out var start)
            || !double.TryParse(start.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var time)
            || time is not (>= 0 and < 1e12))
        {
            return null;
        }

        var (factor, words) = start.Unit switch
        {
            "UO:0000031" or "MS:1000038" => (60.0, "minute"),
            "UO:0000010" or "MS:1000039" => (1.0, "second"),
            "UO:0000028" => (1e-3, "millisecond"),
            _ => (double.NaN, null),
        };
        _timeUnit = _timeUnit is null || _timeUnit == words ? words ?? _timeUnit : "several";
        return double.IsNaN(factor) ? null : time * factor;
    }

    private void Decode(MzMlTerms array, XmlReader xml)
    {
        var isPlace = array.ContainsKey(_isChromatogram ? "MS:1000595" : "MS:1000514");
        var isHeight = array.ContainsKey("MS:1000515");
        if (!isPlace && !isHeight)
        {
            return;
        }

        var count = _declaredForArray ?? _declared;
        if (!MzMlArray.TryDecode(array, _text.ToString(), count, out var values, out var fault))
        {
            Fail(xml, fault.Code, fault.Why);
            return;
        }

        var unit = array.TryGetValue(isPlace ? "MS:1000595" : "MS:1000515", out var term) ? term.Unit : null;
        if (isPlace)
        {
            _places = (values, unit);
        }
        else
        {
            _heights = (values, unit);
        }
    }
}
