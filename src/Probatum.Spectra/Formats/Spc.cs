using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>SPC files of Galactic's programs: little-endian, big-endian and old LabCalc; one trace or many.</summary>
/// <remarks>
/// Traces over a scale of mass-to-charge ratios become a mass spectrum, or a run of scans where there are several. Every
/// count is checked against the file's size. Z places of traces are kept in the metadata. Source: SPC.H.
/// </remarks>
internal static class Spc
{
    private const int MassType = 9;
    private const int MostSubfiles = 1 << 20;
    private const double LargestMass = 1e6;
    private const double LargestHeight = 1e30;
    private const string Name = "SPC";

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes is not [_, SpcHeader.LittleEndian or SpcHeader.BigEndian or SpcHeader.LabCalc, ..])
        {
            return false;
        }

        // the signature is one letter: text that begins like it has no NUL in its head
        return bytes[..Math.Min(bytes.Length, SpcHeader.LabCalcSize)].IndexOf((byte)0) >= 0;
    }

    public static bool TryRead(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault)
    {
        read = null!;
        var old = file.Span[1] == SpcHeader.LabCalc;
        if (file.Length < (old ? SpcHeader.LabCalcSize + SpcHeader.SubheaderSize : SpcHeader.Size))
        {
            fault = new("spc/truncated", file.Length, "the file ends within its header");
            return false;
        }

        var header = SpcHeader.Read(file.Span);
        if (!double.IsFinite(header.First) || !double.IsFinite(header.Last))
        {
            fault = new("spc/header", 8, "the ends of the abscissa are no numbers");
            return false;
        }

        var subfiles = new SpcSubfiles(file, header);
        if (!subfiles.TryRead(MostSubfiles, out fault))
        {
            return false;
        }

        read = header.XType == MassType ? OfMasses(header, subfiles, out fault) : OfTraces(header, subfiles);
        read = read is null ? null! : read with { Metadata = SpcLog.Add(read.Metadata, file.Span, header) };
        if (read?.Run is { } run)
        {
            read = read with { Run = run with { Metadata = read.Metadata } };
        }

        return fault == default;
    }

    private static SpectraFile OfTraces(SpcHeader header, SpcSubfiles subfiles)
    {
        var metadata = Metadata(header);
        var (x, y) = (SpcUnits.X(header), SpcUnits.Y(header));
        var traces = subfiles.Read.Select((one, i) => new Trace(
            header.Comment.Length == 0 ? null : header.Comment, SpcUnits.TechniqueOf(header), x, y, one.X, one.Y,
            subfiles.Read.Count == 1 ? metadata : metadata
                .SetItem("subfile", i.ToString(CultureInfo.InvariantCulture))
                .SetItem("z", one.Z.ToString("R", CultureInfo.InvariantCulture)),
            Acquired: header.Acquired.Length == 0 ? null : header.Acquired,
            Instrument: header.Source.Length == 0 ? null : header.Source));
        return new(Name, metadata, null, [], [.. traces]);
    }

    private static SpectraFile OfMasses(SpcHeader header, SpcSubfiles subfiles, out SpectraFault fault)
    {
        fault = default;
        var acquisition = new Acquisition(
            header.Source.Length == 0 ? null : header.Source, TimeUnit: SpcUnits.Z(header).Stated,
            Acquired: header.Acquired.Length == 0 ? null : header.Acquired);
        if (subfiles.Read is [var only])
        {
            var peaks = new List<Peak>(only.X.Length);
            for (var i = 0; i < only.X.Length; i++)
            {
                if (!(only.X[i] is > 0.0 and <= LargestMass && only.Y[i] is >= 0.0 and <= LargestHeight))
                {
                    fault = new("spc/peak", 0, "a mass is above 0 and an intensity not below it");
                    return null!;
                }

                if (only.Y[i] > 0.0)
                {
                    peaks.Add(new(only.X[i], only.Y[i]));
                }
            }

            peaks.Sort((a, b) => a.Mz != b.Mz ? a.Mz.CompareTo(b.Mz) : a.Intensity.CompareTo(b.Intensity));
            return new(
                Name, Metadata(header), null,
                [new(header.Comment.Length == 0 ? LibraryRecord.Untitled : header.Comment, null, null, null, null, null, null, [.. peaks]) { Acquisition = acquisition }],
                []);
        }

        var factor = AxisUnits.SecondsIn(SpcUnits.Z(header).Stated);
        var points = new ScanPoints(0);
        foreach (var one in subfiles.Read)
        {
            points.Begin(factor is { } seconds && one.Z >= 0.0f ? one.Z * seconds : null);
            for (var i = 0; i < one.X.Length; i++)
            {
                points.Add(one.X[i], one.Y[i], LargestMass);
            }

            points.End();
        }

        var metadata = Metadata(header);
        if (points.LeftOut > 0)
        {
            metadata = metadata.SetItem("probatum.points_left_out", points.LeftOut.ToString(CultureInfo.InvariantCulture));
        }

        return SpectraFile.Of(points.ToRun(Name, metadata, RunKind.Centroid) with { Acquisition = acquisition });
    }

    private static ImmutableSortedDictionary<string, string> Metadata(SpcHeader header)
    {
        (string Key, string Value)[] said =
        [
            ("comment", header.Comment), ("source", header.Source), ("method", header.Method), ("date", header.Acquired),
            ("x", SpcUnits.X(header).Stated ?? ""), ("y", SpcUnits.Y(header).Stated ?? ""), ("z", SpcUnits.Z(header).Stated ?? ""),
            ("experiment", header.Experiment.ToString(CultureInfo.InvariantCulture)),
            ("version", header.Version switch { SpcHeader.LabCalc => "LabCalc", SpcHeader.BigEndian => "new, big-endian", _ => "new, little-endian" }),
        ];
        var metadata = SpectraFile.NoMetadata.AddRange(said.Where(s => s.Value.Length > 0).Select(s => KeyValuePair.Create(s.Key, s.Value)));
        return header is { Version: SpcHeader.LabCalc, IsMulti: true }
            ? metadata.Add("probatum.no_end", "the old format does not count its traces: whether all are there cannot be told")
            : metadata;
    }
}
