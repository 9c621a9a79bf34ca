namespace Probatum.Spectra;

/// <summary>The charge of the ions that were recorded.</summary>
public enum Polarity
{
    /// <summary>Cations.</summary>
    Positive,

    /// <summary>Anions.</summary>
    Negative,

    /// <summary>Both in turn.</summary>
    Both,
}

/// <summary>How an instrument cut its signal into points.</summary>
public enum DataMode
{
    /// <summary>Each peak is one point (also called a stick or bar spectrum).</summary>
    Centroid,

    /// <summary>Each peak is many points (also called a continuum).</summary>
    Profile,
}

/// <summary>How a measurement was made, in so far as its source says so. What it does not say is null, never guessed.</summary>
/// <param name="Instrument">Make, model and serial number in the source's words.</param>
/// <param name="IonizationMode">In the source's words, such as <c>EI+</c> or <c>Electrospray Ionization</c>.</param>
/// <param name="Polarity">The charge of the ions.</param>
/// <param name="ScanFrom">The lowest mass-to-charge ratio scanned, as stated; not the lowest one met.</param>
/// <param name="ScanTo">The highest mass-to-charge ratio scanned, as stated.</param>
/// <param name="TimeUnit">The unit of times in the source's words; times that we give are in seconds.</param>
/// <param name="Mode">Centroid or profile, as stated.</param>
/// <param name="Acquired">When it was measured, in the source's words: time zones and orders of day and month differ.</param>
/// <param name="PrecursorMz">For a spectrum of fragments of chosen ions (MS/MS): those ions' mass-to-charge ratio.</param>
public sealed record Acquisition(
    string? Instrument = null,
    string? IonizationMode = null,
    Polarity? Polarity = null,
    double? ScanFrom = null,
    double? ScanTo = null,
    string? TimeUnit = null,
    DataMode? Mode = null,
    string? Acquired = null,
    double? PrecursorMz = null)
{
    /// <summary>A source that says nothing.</summary>
    public static Acquisition Unstated { get; } = new();

    /// <summary>What the words for a mode of ionisation come to.</summary>
    internal static Ionization IonizationOf(string? words) => words switch
    {
        null or "" => Ionization.Unstated,
        _ when words.StartsWith("EI", StringComparison.OrdinalIgnoreCase)
            && (words.Length == 2 || !char.IsAsciiLetter(words[2])) => Ionization.Electron,
        _ when words.StartsWith("electron i", StringComparison.OrdinalIgnoreCase) => Ionization.Electron,
        _ => Ionization.Other,
    };

    /// <summary>What the words for a polarity come to; null for words we do not know.</summary>
    internal static Polarity? PolarityOf(string? words) => words?.Trim() switch
    {
        { Length: > 0 } said when said is "+" or "P" or "p" or "1+"
            || said.StartsWith("pos", StringComparison.OrdinalIgnoreCase) => Spectra.Polarity.Positive,
        { Length: > 0 } said when said is "-" or "N" or "n" or "1-"
            || said.StartsWith("neg", StringComparison.OrdinalIgnoreCase) => Spectra.Polarity.Negative,
        _ => null,
    };
}
