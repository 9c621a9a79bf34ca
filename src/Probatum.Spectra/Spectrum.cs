using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>Why bytes were not read: a stable code, the place (byte offset, or line for text), and a sentence.</summary>
/// <param name="Code">Stable and documented, such as <c>netcdf/truncated</c>.</param>
/// <param name="At">Byte offset in the (unpacked) file; for text formats the line, counted from 1.</param>
/// <param name="Why">For a person; may change between versions.</param>
public readonly record struct SpectraFault(string Code, long At, string Why)
{
    private static readonly string[] OfText = ["mzml/", "jcamp/", "msp/", "mgf/", "massbank/", "csv/"];

    /// <summary>The place in words: <c>line 12</c> in a text, <c>byte 340</c> elsewhere.</summary>
    public string Place
    {
        get
        {
            // the fault that is none has no code
            var code = Code ?? "";
            var unit = Array.Exists(OfText, start => code.StartsWith(start, StringComparison.Ordinal)) ? "line" : "byte";
            return string.Create(CultureInfo.InvariantCulture, $"{unit} {At}");
        }
    }
}

/// <summary>One line of a mass spectrum.</summary>
/// <param name="Mz">Mass-to-charge ratio, above 0.</param>
/// <param name="Intensity">In the units of its source (counts or relative); never negative.</param>
public readonly record struct Peak(double Mz, double Intensity);

/// <summary>A mass spectrum as a list of lines, ascending in mass.</summary>
/// <param name="Peaks">Ascending in mass. Searches accept any order.</param>
/// <param name="RetentionSeconds">When it was eluted, in seconds after injection, where that is known.</param>
/// <param name="Name">What the source calls it, where it has a name.</param>
/// <param name="ScanFrom">The lowest mass that was scanned, where known; else the lowest line stands for it.</param>
public sealed record Spectrum(
    ImmutableArray<Peak> Peaks, double? RetentionSeconds = null, string? Name = null, double? ScanFrom = null);
