namespace Probatum.Core.Laboratory;

/// <summary>Which families of techniques (data/techniques) the methods of identification belong to.</summary>
public static class MethodFamilies
{
    /// <summary>Runs of gas chromatography with electron ionisation.</summary>
    public const string OfRuns = "gc-ei-ms";

    private const string OfRaman = "raman";
    private const string OfInfrared = "ir";

    /// <summary>
    /// Whether an answer of this method can come from an instrument of this family. A method that is withheld or not known may come
    /// from any.
    /// </summary>
    public static bool Fit(string? method, string family) =>
        method is null ? true
        : method.StartsWith("gcms-", StringComparison.Ordinal) ? family == OfRuns
        : method.StartsWith(IdentifyingOptical.AnyMethod, StringComparison.Ordinal) ? family is OfRaman or OfInfrared
        : true;

    /// <summary>The family of instruments that write spectra of this kind.</summary>
    public static string Of(Spectra.Technique kind) => kind == Spectra.Technique.Raman ? OfRaman : OfInfrared;
}
