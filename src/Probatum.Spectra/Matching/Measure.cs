namespace Probatum.Spectra;

/// <summary>How two spectra are compared; always on the masses both cover.</summary>
public enum Measure
{
    /// <summary>
    /// Stein and Scott's composite with weights m (I - 0.4 %)^0.5, lines of at least 0.5 %; the default for electron
    /// ionisation. Not the "NIST match factor"; not symmetric.
    /// </summary>
    Composite,

    /// <summary>Cosine with the same weights; symmetric.</summary>
    Cosine,

    /// <summary>Weighted spectral entropy similarity, lines of at least 1 %; symmetric.</summary>
    Entropy,

    /// <summary>The composite with the weights of the literature, m^1.3 I^0.53, lines of at least 1 %; not symmetric.</summary>
    SteinScott,
}
