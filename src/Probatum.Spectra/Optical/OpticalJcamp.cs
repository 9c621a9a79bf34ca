using System.Globalization;
using System.Text;

namespace Probatum.Spectra;

/// <summary>Writes references as linked JCAMP-DX 4.24 blocks.</summary>
/// <remarks>
/// Points stand as pairs with all their digits and factors of 1, so that what is read back is the same to the bit. What is compared
/// is written: absorbance where the source had transmittance, wave numbers ascending. Source of the form: R. S. McDonald,
/// P. A. Wilks, Appl. Spectrosc. 42 (1988) 151.
/// </remarks>
public static class OpticalJcamp
{
    /// <summary>One file of all references, in their order.</summary>
    public static byte[] Write(IReadOnlyCollection<OpticalReference> references)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"##TITLE=references\n##JCAMP-DX=4.24\n##DATA TYPE=LINK\n##BLOCKS={references.Count}\n");
        foreach (var one in references)
        {
            Label(text, "TITLE", one.Name);
            Label(text, "JCAMP-DX", "4.24");
            Label(text, "DATA TYPE", one.Kind == Technique.Raman ? "RAMAN SPECTRUM" : "INFRARED SPECTRUM");
            Label(text, "OWNER", one.Licence);
            Label(text, "CAS REGISTRY NO", one.Accession is ['C', 'A', 'S', ' ', ..] ? one.Accession[4..] : one.Accession);
            Label(text, "$INCHIKEY", one.InChIKey);
            Label(text, "XUNITS", "1/CM");
            Label(text, "YUNITS", one.Kind == Technique.Raman ? "ARBITRARY UNITS" : "ABSORBANCE");
            text.Append(CultureInfo.InvariantCulture, $"##XFACTOR=1\n##YFACTOR=1\n##NPOINTS={one.Spectrum.X.Length}\n##XYPOINTS=(XY..XY)\n");
            foreach (var (x, y) in one.Spectrum.X.Zip(one.Spectrum.Y))
            {
                text.Append(CultureInfo.InvariantCulture, $"{x:R}, {y:R}\n");
            }

            text.Append("##END=\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("##END=\n").ToString());
    }

    private static void Label(StringBuilder text, string label, string? value)
    {
        if (value is not null)
        {
            text.Append("##").Append(label).Append('=').Append(value.ReplaceLineEndings(" ")).Append('\n');
        }
    }
}
