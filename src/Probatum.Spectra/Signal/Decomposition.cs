using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A run taken apart: its components, and what was found out about the instrument on the way.</summary>
/// <param name="Components">In order of time.</param>
/// <param name="Stretches">The run between its pauses, in order of time.</param>
public sealed record Decomposition(ImmutableArray<Component> Components, ImmutableArray<Stretch> Stretches);

/// <summary>What the data of a stretch without a pause show; nothing of it is taken from what the file says.</summary>
/// <param name="FromSeconds">Its first scan.</param>
/// <param name="ToSeconds">Its last scan.</param>
/// <param name="ScanSeconds">The usual time from scan to scan.</param>
/// <param name="PeakSigma">Half the usual peak's width at 0.61 of its height, in seconds.</param>
/// <param name="ScanSkew">
/// From the lowest to the highest mass, as a part of <paramref name="ScanSeconds"/>: above 0 where a scan measures its
/// masses upwards, below 0 downwards; null where too few strong ions meet to tell, and none is corrected for.
/// </param>
/// <param name="NoiseFloor">Standard deviation without signal, in counts.</param>
/// <param name="CountsPerIon">By how many counts the variance grows with each count of signal.</param>
/// <param name="Ceiling">The count at which the detector is full; null where none is seen.</param>
public sealed record Stretch(
    double FromSeconds, double ToSeconds, double ScanSeconds, double PeakSigma, double? ScanSkew, double NoiseFloor,
    double CountsPerIon, double? Ceiling);
