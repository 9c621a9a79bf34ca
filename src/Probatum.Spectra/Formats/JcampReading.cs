using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>Makes of one block what it holds: a run, a mass spectrum, or traces.</summary>
internal sealed class JcampReading(ReadOnlyMemory<byte> bytes, JcampBlock block)
{
    private const double LargestMass = 1e6;
    private const double LargestHeight = 1e30;
    private const double LongestTime = 1e12;

    // ordinates by repetition can mean more points than bytes; no real table means so many more
    private const int FewPoints = 1 << 16;
    private const int PointsPerByte = 16;

    // two axes, a few ordinates, a page: more symbols than this are no NTUPLES
    private const int MostSymbols = 32;

    // a title is repeated for every page
    private const int LongestTitle = 200;

    // texts are asked for again with every table: read once, a file of many tables stays linear
    private readonly Dictionary<int, string> _texts = [];
    private readonly Dictionary<string, string[]> _lists = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, string>? _metadata;
    private SpectraFault _fault;

    public bool TryRead(
        ImmutableArray<LibraryRecord>.Builder spectra, ImmutableArray<Trace>.Builder traces, out InstrumentRun? run, out SpectraFault fault)
    {
        run = null;
        var type = Text(block.Labels, "DATATYPE");
        var xUnit = AxisUnits.Of(Text(block.Labels, "XUNITS") ?? Member("UNITS", "X")).Unit;
        var isMass = (type?.Contains("MASS SPECTRUM", StringComparison.OrdinalIgnoreCase) ?? HasScans())
            && xUnit is AxisUnit.MassToCharge or AxisUnit.Unstated
            && block.Tables.All(table => !table.Form.IsOrdinates);
        if (isMass && HasScans())
        {
            run = Run();
        }
        else if (isMass)
        {
            foreach (var table in block.Tables)
            {
                if (MassSpectrum(table) is { } spectrum)
                {
                    spectra.Add(spectrum);
                }
            }
        }
        else
        {
            foreach (var table in block.Tables)
            {
                if (TraceOf(table, type) is { } trace)
                {
                    traces.Add(trace);
                }
            }
        }

        fault = _fault;
        return fault == default;
    }

    private bool HasScans() => block.Tables.Any(table => Time(table) is not null);

    private string? Text(ImmutableDictionary<string, JcampLabel> labels, string key) =>
        labels.TryGetValue(key, out var label) && TextOf(label) is { Length: > 0 } text ? text : null;

    private string TextOf(JcampLabel label)
    {
        if (!_texts.TryGetValue(label.Begin, out var text))
        {
            _texts[label.Begin] = text = JcampLabels.TextOf(bytes.Span, label);
        }

        return text;
    }

    private double? Number(ImmutableDictionary<string, JcampLabel> labels, string key)
    {
        if (Text(labels, key) is not { } text)
        {
            return null;
        }

        if (TryNumber(text, out var number))
        {
            return number;
        }

        Fail("jcamp/number", labels[key].Line, text.Contains(',', StringComparison.Ordinal)
            ? $"##{key} has a decimal comma, or several numbers" : $"##{key} is no number");
        return null;
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    // NTUPLES: the member of a list that belongs to a symbol
    private string? Member(string list, string symbol)
    {
        var at = Array.FindIndex(List("SYMBOL"), s => s.Equals(symbol, StringComparison.OrdinalIgnoreCase));
        var members = List(list);
        return at >= 0 && at < members.Length && members[at].Length > 0 ? members[at] : null;
    }

    private string[] List(string name)
    {
        if (!_lists.TryGetValue(name, out var members))
        {
            members = Text(block.Labels, name)?.Split(',', MostSymbols, StringSplitOptions.TrimEntries) ?? [];
            _lists[name] = members;
        }

        return members;
    }

    private double? MemberNumber(string list, string symbol, JcampTableAt table)
    {
        if (Member(list, symbol) is not { } text)
        {
            return null;
        }

        if (TryNumber(text, out var number))
        {
            return number;
        }

        Fail("jcamp/number", table.Label.Line, $"##{list} has a member that is no number");
        return null;
    }

    // a scan's time: a label of its own, or the page's place on an axis of time
    private (string Text, string? Unit)? Time(JcampTableAt table)
    {
        if ((Text(table.Labels, "RETENTIONTIME") ?? Text(table.Labels, ".RETENTIONTIME")) is { } time)
        {
            return (time, null);
        }

        if (Text(table.Labels, "PAGE") is { } page && page.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
            && AxisUnits.SecondsIn(Member("UNITS", page[..equals].Trim())) is not null)
        {
            return (page[(equals + 1)..].Trim(), Member("UNITS", page[..equals].Trim()));
        }

        return null;
    }

    private InstrumentRun? Run()
    {
        var points = new ScanPoints(0);
        string? unit = null;
        foreach (var table in block.Tables)
        {
            if (Points(table) is not { } read)
            {
                return null;
            }

            double? seconds = null;
            if (Time(table) is { } time)
            {
                unit ??= time.Unit;
                if (!TryNumber(time.Text, out var number) || Math.Abs(number) > LongestTime)
                {
                    Fail("jcamp/time", table.Label.Line, "a scan's time is no number");
                    return null;
                }

                seconds = number >= 0.0 ? number * (AxisUnits.SecondsIn(time.Unit) ?? 1.0) : null;
            }

            points.Begin(seconds);
            for (var i = 0; i < read.Y.Count; i++)
            {
                points.Add(read.X[i], read.Y[i], LargestMass);
            }

            points.End();
        }

        var metadata = Metadata;
        if (unit is null)
        {
            metadata = metadata.SetItem("probatum.time_unit", "not stated; taken as seconds, which the labels' convention is");
        }

        if (points.LeftOut > 0)
        {
            metadata = metadata.SetItem("probatum.points_left_out", points.LeftOut.ToString(CultureInfo.InvariantCulture));
        }

        var acquisition = Acquired() with { TimeUnit = unit };
        return points.ToRun("JCAMP-DX", metadata, acquisition.Mode == DataMode.Profile ? RunKind.Continuum : RunKind.Centroid) with
        {
            Ionization = Acquisition.IonizationOf(acquisition.IonizationMode),
            Acquisition = acquisition,
        };
    }

    private LibraryRecord? MassSpectrum(JcampTableAt table)
    {
        if (Points(table) is not { } read)
        {
            return null;
        }

        var peaks = new List<Peak>(read.Y.Count);
        for (var i = 0; i < read.Y.Count; i++)
        {
            var (mass, height) = (read.X[i], read.Y[i]);
            if (!(mass is >= 0.0 and <= LargestMass && height is >= 0.0 and <= LargestHeight))
            {
                Fail("jcamp/peak", table.Label.Line, "a mass and an intensity are numbers not below 0");
                return null;
            }

            // a line of no height says nothing; a point at mass 0 marks the origin in old files
            if (height > 0.0 && mass > 0.0)
            {
                peaks.Add(new(mass, height));
            }
        }

        peaks.Sort((a, b) => a.Mz != b.Mz ? a.Mz.CompareTo(b.Mz) : a.Intensity.CompareTo(b.Intensity));
        var labels = block.Labels;
        return new(
            Text(labels, "TITLE") ?? Text(labels, "NAMES") ?? LibraryRecord.Untitled, null,
            Text(labels, "CASREGISTRYNO") is { } cas ? "CAS " + cas : null,
            Text(labels, "OWNER"), Text(labels, "MOLFORM")?.Replace(" ", "", StringComparison.Ordinal), null, null, [.. peaks])
        {
            Acquisition = Acquired(),
        };
    }

    private Trace? TraceOf(JcampTableAt table, string? type)
    {
        if (Points(table) is not { } read)
        {
            return null;
        }

        var (xs, ys) = (ImmutableArray.CreateBuilder<double>(read.Y.Count), ImmutableArray.CreateBuilder<double>(read.Y.Count));
        for (var i = 0; i < read.Y.Count; i++)
        {
            if (!double.IsNaN(read.Y[i]))
            {
                xs.Add(read.X[i]);
                ys.Add(read.Y[i]);
            }
        }

        var (title, page) = (Text(block.Labels, "TITLE"), Text(table.Labels, "PAGE"));
        var acquisition = Acquired();
        return new(
            page is null ? title : $"{Short(title)}, page {Short(page)}", AxisUnits.TechniqueOf(type),
            AxisUnits.Of(Text(block.Labels, "XUNITS") ?? Member("UNITS", table.Form.X)),
            AxisUnits.Of(Text(block.Labels, "YUNITS") ?? Member("UNITS", table.Form.Y)),
            xs.ToImmutable(), ys.ToImmutable(), Metadata, IsPeakTable: table.Label.Key == "PEAKTABLE",
            read.Y.Count - ys.Count, acquisition.Acquired, acquisition.Instrument);
    }

    private Acquisition Acquired()
    {
        var labels = block.Labels;
        var mode = Text(labels, ".IONIZATIONMODE") ?? Text(labels, "IONIZATIONMODE");
        var (from, to) = Range(Text(labels, "MASSRANGE") ?? Text(labels, ".MASSRANGE"));
        var format = Text(labels, "DATAFORMAT");
        return new(
            Text(labels, "SPECTROMETERDATASYSTEM") ?? Text(labels, "SPECTROMETERSYSTEM"), mode,
            mode?.EndsWith('+') == true ? Polarity.Positive
                : mode?.EndsWith('-') == true ? Polarity.Negative
                : Acquisition.PolarityOf(Text(labels, ".IONPOLARITY")),
            from, to, null,
            format is null ? null
                : format.StartsWith("Cent", StringComparison.OrdinalIgnoreCase) ? DataMode.Centroid
                : format.StartsWith("Prof", StringComparison.OrdinalIgnoreCase) || format.StartsWith("Cont", StringComparison.OrdinalIgnoreCase)
                    ? DataMode.Profile
                : null,
            Text(labels, "LONGDATE") ?? (Text(labels, "DATE") is not { } date ? null
                : Text(labels, "TIME") is { } time && time != date ? $"{date} {time}" : date));
    }

    private static (double? From, double? To) Range(string? text)
    {
        var ends = text?.Trim('(', ')').Split(',', StringSplitOptions.TrimEntries) ?? [];
        return ends is [var low, var high] && TryNumber(low, out var from) && TryNumber(high, out var to) ? (from, to) : (null, null);
    }

    private static string? Short(string? text) => text is { Length: > LongestTitle } ? text[..LongestTitle] + "…" : text;

    private ImmutableSortedDictionary<string, string> Metadata => _metadata ??= Said();

    private ImmutableSortedDictionary<string, string> Said()
    {
        var said = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, label) in block.Labels)
        {
            if (TextOf(label) is { Length: > 0 } text && key.Length > 0)
            {
                said[key] = text;
            }
        }

        return said.ToImmutable();
    }

    // points with all factors applied; null with a fault
    private JcampTable? Points(JcampTableAt table)
    {
        var (begin, line) = JcampBlock.Body(bytes.Span, table);
        var body = bytes.Span[begin..table.Label.End];
        int? declared = null;
        if ((Text(table.Labels, "NPOINTS") ?? Member("VARDIM", table.Form.Y)) is { } count)
        {
            if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
            {
                Fail("jcamp/number", table.Label.Line, "##NPOINTS is no whole number");
                return null;
            }

            declared = whole;
        }

        var read = new JcampTable(declared, (int)Math.Min(int.MaxValue, FewPoints + ((long)PointsPerByte * body.Length)));
        var good = table.Form.IsOrdinates ? read.TryOrdinates(body, line) : read.TryPairs(body, line, table.Form.GroupSize);
        if (!good)
        {
            _fault = _fault == default ? read.Fault : _fault;
            return null;
        }

        var xFactor = Number(table.Labels, "XFACTOR") ?? MemberNumber("FACTOR", table.Form.X, table) ?? 1.0;
        var yFactor = Number(table.Labels, "YFACTOR") ?? MemberNumber("FACTOR", table.Form.Y, table) ?? 1.0;
        if (table.Form.IsOrdinates)
        {
            PlaceOrdinates(table, read, xFactor);
            if (_fault != default)
            {
                return null;
            }
        }

        for (var i = 0; i < read.Y.Count; i++)
        {
            read.Y[i] *= yFactor;
            read.X[i] *= table.Form.IsOrdinates ? 1.0 : xFactor;
            if (double.IsInfinity(read.Y[i]) || !double.IsFinite(read.X[i]))
            {
                Fail("jcamp/number", table.Label.Line, "a point with its factor is beyond all numbers");
            }
        }

        return _fault == default ? read : null;
    }

    // from the ends, not by adding steps up: a rounded DELTAX runs away over thousands of points
    private void PlaceOrdinates(JcampTableAt table, JcampTable read, double xFactor)
    {
        var labels = table.Labels;
        var count = read.Y.Count;
        var first = Number(labels, "FIRSTX") ?? MemberNumber("FIRST", table.Form.X, table) ?? (read.Checks is [var begin, ..] ? begin.X * xFactor : null);
        var last = Number(labels, "LASTX") ?? MemberNumber("LAST", table.Form.X, table);
        var step = last is { } end && first is { } from ? (count > 1 ? (end - from) / (count - 1) : 0.0) : Number(labels, "DELTAX");
        if (first is not { } start || step is not { } delta)
        {
            Fail("jcamp/x-axis", table.Label.Line, "neither FIRSTX and LASTX nor DELTAX say where the ordinates lie");
            return;
        }

        foreach (var (line, x, precision, index) in read.Checks)
        {
            // a rounded abscissa is off by half of its last digit, and writers differ by one step
            var slack = (1.01 * Math.Max(Math.Abs(delta), precision * Math.Abs(xFactor))) + (1e-6 * Math.Abs(delta) * count);
            if (!(Math.Abs((x * xFactor) - start - (index * delta)) <= slack))
            {
                Fail("jcamp/x-check", line, "a line's abscissa is not where FIRSTX, LASTX and NPOINTS put it: points are lost, or the labels are wrong");
                return;
            }
        }

        for (var i = 0; i < count; i++)
        {
            read.X.Add(i > 0 && i == count - 1 && last is { } stated ? stated : start + (i * delta));
        }
    }

    private void Fail(string code, long line, string why)
    {
        if (_fault == default)
        {
            _fault = new(code, line, why);
        }
    }
}
