using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>An infrared or Raman spectrum of a file.</summary>
/// <param name="Number">Its place among all traces of the file, counted from 1.</param>
/// <param name="Kind"><see cref="Technique.Infrared"/> or <see cref="Technique.Raman"/>.</param>
/// <param name="Trace">As the file has it.</param>
/// <param name="Spectrum">What is compared.</param>
public sealed record NumberedSpectrum(int Number, Technique Kind, Trace Trace, OpticalSpectrum Spectrum);

/// <summary>Reads what an instrument's file holds of infrared and Raman spectra.</summary>
public static class OpticalFile
{
    /// <summary>
    /// All spectra of a file that can be compared, in its order. A fault where it can't be read, or where none can: then why the
    /// first one can't.
    /// </summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out ImmutableArray<NumberedSpectrum> spectra, out SpectraFault fault)
    {
        spectra = [];
        if (!InstrumentFormats.TryOpen(bytes, out var read, out fault))
        {
            return false;
        }

        var found = ImmutableArray.CreateBuilder<NumberedSpectrum>();
        var first = default(SpectraFault);
        foreach (var (i, trace) in read.Traces.Index())
        {
            if (OpticalSpectrum.TryOf(trace, out var spectrum, out var odd))
            {
                found.Add(new(i + 1, OpticalSpectrum.KindOf(trace)!.Value, trace, spectrum));
            }
            else if (first == default)
            {
                first = odd;
            }
        }

        spectra = found.ToImmutable();
        fault = spectra.IsEmpty ? first == default ? new("optical/none", 0, "there is no infrared or Raman spectrum in it") : first : default;
        return fault == default;
    }
}
