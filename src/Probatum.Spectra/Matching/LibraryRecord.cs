using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A reference spectrum and what its source says of it.</summary>
/// <param name="Name">As the source writes it; may be a code.</param>
/// <param name="InChIKey">The structure's key (27 characters, or its first block of 14), where the source gives one.</param>
/// <param name="Accession">The source's own number of the record (<c>DB#</c>).</param>
/// <param name="Licence">Under which terms the source gives the record, in its words.</param>
/// <param name="Formula">Of the compound; for a derivative some sources give the parent's.</param>
/// <param name="RetentionIndex">As given; null where the source says 0 or nothing.</param>
/// <param name="RetentionIndexScale">The index's scale (<c>Kovats-alkane</c> ...): indices of two scales do not compare.</param>
/// <param name="Peaks">Ascending in mass.</param>
/// <param name="RetentionIndexColumn">The column the index was measured on.</param>
/// <param name="RetentionSeconds">For a query taken from a run: its time in seconds.</param>
/// <param name="Comment">The source's comment.</param>
public sealed record LibraryRecord(
    string Name,
    string? InChIKey,
    string? Accession,
    string? Licence,
    string? Formula,
    double? RetentionIndex,
    string? RetentionIndexScale,
    ImmutableArray<Peak> Peaks,
    string? RetentionIndexColumn = null,
    double? RetentionSeconds = null,
    string? Comment = null)
{
    /// <summary>The name of a spectrum that its source gives none.</summary>
    public const string Untitled = "untitled";

    /// <summary>How it was measured, as far as the source says; a built library does not keep it.</summary>
    public Acquisition Acquisition { get; init; } = Acquisition.Unstated;

    /// <summary>The record's peaks as a spectrum to search with.</summary>
    public Spectrum Spectrum => new(Peaks, RetentionSeconds, Name);

    /// <summary>
    /// What counts as one compound: the first block of the InChIKey (stereoisomers share it, and EI does not tell them
    /// apart), else the accession, else the name in capitals. An accession of nothing but digits is the record's place in its
    /// own library: another library has another compound there, so it tells none.
    /// </summary>
    public string CompoundKey => InChIKey is { Length: >= 14 } key ? key[..14]
        : Accession is { } own && own.AsSpan().ContainsAnyExceptInRange('0', '9') ? own
        : Name.ToUpperInvariant();
}
