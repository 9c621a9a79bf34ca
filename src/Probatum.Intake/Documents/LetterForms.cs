using System.Collections.Frozen;
using System.Globalization;

namespace Probatum.Intake;

/// <summary>Letters as a page shapes them, and the letters that are meant: ligatures and the forms of Arabic letters.</summary>
/// <remarks>Source: UnicodeData.txt, compatibility decompositions of U+FB00–FB06, FB50–FBFF, FDF2 and FE70–FEFC.</remarks>
internal static class LetterForms
{
    private const string Latin = "FB00=0066+0066 FB01=0066+0069 FB02=0066+006C FB03=0066+0066+0069 FB04=0066+0066+006C FB05-FB06=0073+0074";

    private const string Arabic = """
        FB50-FB51=0671 FB52-FB55=067B FB56-FB59=067E FB5A-FB5D=0680 FB5E-FB61=067A FB62-FB65=067F FB66-FB69=0679
        FB6A-FB6D=06A4 FB6E-FB71=06A6 FB72-FB75=0684 FB76-FB79=0683 FB7A-FB7D=0686 FB7E-FB81=0687 FB82-FB83=068D
        FB84-FB85=068C FB86-FB87=068E FB88-FB89=0688 FB8A-FB8B=0698 FB8C-FB8D=0691 FB8E-FB91=06A9 FB92-FB95=06AF
        FB96-FB99=06B3 FB9A-FB9D=06B1 FB9E-FB9F=06BA FBA0-FBA3=06BB FBA4-FBA5=06C0 FBA6-FBA9=06C1 FBAA-FBAD=06BE
        FBAE-FBAF=06D2 FBB0-FBB1=06D3 FBD3-FBD6=06AD FBD7-FBD8=06C7 FBD9-FBDA=06C6 FBDB-FBDC=06C8 FBDD=06C7+0674
        FBDE-FBDF=06CB FBE0-FBE1=06C5 FBE2-FBE3=06C9 FBE4-FBE7=06D0 FBE8-FBE9=0649 FBEA-FBEB=0626+0627 FBEC-FBED=0626+06D5
        FBEE-FBEF=0626+0648 FBF0-FBF1=0626+06C7 FBF2-FBF3=0626+06C6 FBF4-FBF5=0626+06C8 FBF6-FBF8=0626+06D0
        FBF9-FBFB=0626+0649 FBFC-FBFF=06CC FDF2=0627+0644+0644+0647 FE70=064B FE71=0640+064B FE72=064C FE74=064D FE76=064E
        FE77=0640+064E FE78=064F FE79=0640+064F FE7A=0650 FE7B=0640+0650 FE7C=0651 FE7D=0640+0651 FE7E=0652 FE7F=0640+0652
        FE80=0621 FE81-FE82=0622 FE83-FE84=0623 FE85-FE86=0624 FE87-FE88=0625 FE89-FE8C=0626 FE8D-FE8E=0627 FE8F-FE92=0628
        FE93-FE94=0629 FE95-FE98=062A FE99-FE9C=062B FE9D-FEA0=062C FEA1-FEA4=062D FEA5-FEA8=062E FEA9-FEAA=062F
        FEAB-FEAC=0630 FEAD-FEAE=0631 FEAF-FEB0=0632 FEB1-FEB4=0633 FEB5-FEB8=0634 FEB9-FEBC=0635 FEBD-FEC0=0636
        FEC1-FEC4=0637 FEC5-FEC8=0638 FEC9-FECC=0639 FECD-FED0=063A FED1-FED4=0641 FED5-FED8=0642 FED9-FEDC=0643
        FEDD-FEE0=0644 FEE1-FEE4=0645 FEE5-FEE8=0646 FEE9-FEEC=0647 FEED-FEEE=0648 FEEF-FEF0=0649 FEF1-FEF4=064A
        FEF5-FEF6=0644+0622 FEF7-FEF8=0644+0623 FEF9-FEFA=0644+0625 FEFB-FEFC=0644+0627
        """;

    private static readonly FrozenDictionary<char, string> Meant = Rows($"{Latin} {Arabic}").ToFrozenDictionary();

    /// <summary>The letters that are meant; the text itself where it holds no such form.</summary>
    public static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uFB00', '\uFEFC'))
        {
            return text;
        }

        return string.Concat(text.Select(c => Meant.TryGetValue(c, out var letters) ? letters : c.ToString()));
    }

    private static IEnumerable<KeyValuePair<char, string>> Rows(string table)
    {
        foreach (var row in table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var (forms, letters) = (row.Split('=')[0].Split('-'), row.Split('=')[1]);
            for (var form = Hex(forms[0]); form <= Hex(forms[^1]); form++)
            {
                yield return new((char)form, string.Concat(letters.Split('+', StringSplitOptions.RemoveEmptyEntries).Select(letter => (char)Hex(letter))));
            }
        }
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
