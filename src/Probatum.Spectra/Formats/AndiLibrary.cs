using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>The spectra of an ANDI/MS library file with what it says of each. Source: ASTM E2077, raw data per scan and library data.</summary>
/// <remarks>Most fields are blank, 0 or -9999 in most files; then they say nothing.</remarks>
internal static class AndiLibrary
{
    // the entry's name first: others are names too, and better than none
    private static readonly string[] Names = ["entry_name", "CAS_name", "other_name_0", "other_name_1", "other_name_2", "other_name_3"];

    public static ImmutableArray<LibraryRecord> Records(NetCdf cdf, InstrumentRun run)
    {
        var scans = run.Scans.Length;
        var names = Names.Select(name => Texts(cdf, name, scans)).ToArray();
        var (ids, formulae, scales) = (Texts(cdf, "entry_id", scans), Texts(cdf, "chemical_formula", scans), Texts(cdf, "retention_type", scans));
        var (numbers, registry, indices) = (Numbers(cdf, "entry_number", scans), Numbers(cdf, "CAS_number", scans), Numbers(cdf, "retention_index", scans));
        var records = ImmutableArray.CreateBuilder<LibraryRecord>(scans);
        for (var i = 0; i < scans; i++)
        {
            var cas = registry[i] is { } number ? CasNumber.Of(number) : null;
            var index = indices[i];
            records.Add(new(
                names.Select(of => of[i]).FirstOrDefault(name => name is not null) ?? LibraryRecord.Untitled, null,
                ids[i] ?? (cas is null ? numbers[i]?.ToString(CultureInfo.InvariantCulture) : "CAS " + cas), null, formulae[i],
                index, index is null ? null : scales[i], [.. run.SpectrumOf(i).Peaks.Where(peak => peak.Intensity > 0.0)])
            {
                Acquisition = run.Acquisition,
            });
        }

        return records.MoveToImmutable();
    }

    private static string?[] Texts(NetCdf cdf, string name, int scans)
    {
        var texts = cdf.Variables.TryGetValue(name, out var at) ? cdf.Texts(at, scans) : [];
        return texts.Length == scans ? [.. texts.Select(text => string.IsNullOrWhiteSpace(text) ? null : text.Trim())] : new string?[scans];
    }

    private static double?[] Numbers(NetCdf cdf, string name, int scans)
    {
        var numbers = cdf.Variables.TryGetValue(name, out var at) && at.Count == scans ? cdf.Read(at) : [];
        return numbers.Length == scans ? [.. numbers.Select(number => number is > 0.0 and < 1e12 ? number : (double?)null)] : new double?[scans];
    }
}
