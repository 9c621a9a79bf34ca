namespace Probatum.Text;

/// <summary>The writing system of a letter, as far as languages are told apart by it.</summary>
internal enum Script
{
    /// <summary>No letter.</summary>
    None,
    Latin,
    Cyrillic,
    Arabic,
    Hebrew,
    Greek,

    /// <summary>Any other: Han, Devanagari, Georgian and so on.</summary>
    Other,
}

/// <summary>Tells a character's script from its code; blocks as Unicode 16.0 has them.</summary>
internal static class Scripts
{
    /// <summary>The script of a UTF-16 unit; half a pair counts as a letter of another script where the pair is
    /// one.</summary>
    public static Script Of(string text, int at) => text[at] switch
    {
        < '\u0041' => Script.None,
        <= '\u024F' => char.IsLetter(text[at]) ? Script.Latin : Script.None,
        >= '\u1E00' and <= '\u1EFF' => Script.Latin,
        >= '\u0370' and <= '\u03FF' => char.IsLetter(text[at]) ? Script.Greek : Script.None,
        >= '\u0400' and <= '\u052F' => char.IsLetter(text[at]) ? Script.Cyrillic : Script.None,
        >= '\u0590' and <= '\u05FF' => char.IsLetter(text[at]) ? Script.Hebrew : Script.None,
        (>= '\u0600' and <= '\u06FF') or (>= '\u0750' and <= '\u077F') or (>= '\u08A0' and <= '\u08FF')
            or (>= '\uFB50' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC')
            => char.IsLetter(text[at]) ? Script.Arabic : Script.None,
        _ => char.IsLetter(text, at) ? Script.Other : Script.None,
    };
}
