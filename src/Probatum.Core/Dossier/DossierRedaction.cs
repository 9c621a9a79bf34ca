namespace Probatum.Core.Dossier;

/// <summary>Makes a narrower dossier from a dossier alone: the same log, the same root, fewer disclosures.</summary>
/// <remarks>
/// What a dossier does not open nobody can open for it: without the salt there is no disclosure. So a narrower dossier
/// discloses a subset, and what it withholds is counted with the reasons that were given each time.
/// </remarks>
public static class DossierRedaction
{
    /// <summary>Writes the narrower bag and returns the SHA-256 of its tag manifest.</summary>
    /// <param name="from">A dossier that holds; what does not verify is not made narrower but refused.</param>
    /// <param name="policy">What stays back from now on, beside what is withheld already.</param>
    /// <param name="to">Where the narrower dossier is written.</param>
    /// <param name="progress">How far the files are.</param>
    /// <param name="told">Hears what stays back, and how much of it for a name.</param>
    /// <exception cref="InvalidDataException">The dossier lacks something that its log names.</exception>
    public static string Write(IBagReader from, WithholdingPolicy policy, IBagWriter to, IProgress<double>? progress = null, Action<WithheldMembers>? told = null) =>
        DossierWriter.Write(new DossierSource(from), policy, to, progress, told);
}
