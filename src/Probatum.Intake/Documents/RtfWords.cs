using System.Collections.Frozen;

namespace Probatum.Intake;

/// <summary>The control words of rich text that are no more than a table. Source: Rich Text Format Specification 1.9.1.</summary>
internal static class RtfWords
{
    /// <summary>Groups whose words are no words of the document. A group that begins with \* is left out besides, unless it is known.</summary>
    public static FrozenSet<string> LeftOut { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "colortbl", "stylesheet", "listtable", "listoverridetable", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "ftnsep", "ftnsepc",
        "ftncn", "aftnsep", "aftnsepc", "aftncn", "filetbl", "revtbl", "rsidtbl", "xe", "tc", "rxe", "txe", "nonshppict", "objdata", "themedata", "colorschememapping", "datastore",
        "latentstyles", "private", "sn", "sv", "shprslt", "annotation", "atnid", "atnauthor", "atntime", "atnref", "atndate", "atnicn", "atrfstart", "atrfend", "comment", "template");

    /// <summary>Words that stand for a character.</summary>
    public static FrozenDictionary<string, string> Signs { get; } = new Dictionary<string, string>
    {
        ["line"] = "\n",
        ["lbr"] = "\n",
        ["tab"] = "\t",
        ["cell"] = "\t",
        ["nestcell"] = "\t",
        ["emdash"] = "—",
        ["endash"] = "–",
        ["lquote"] = "‘",
        ["rquote"] = "’",
        ["ldblquote"] = "“",
        ["rdblquote"] = "”",
        ["bullet"] = "•",
        ["emspace"] = " ",
        ["enspace"] = " ",
        ["qmspace"] = " ",
        ["rtlmark"] = "\u200F",
        ["ltrmark"] = "\u200E",
        ["zwj"] = "\u200D",
        ["zwnj"] = "\u200C",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The code page of a font. Source: the specification, "Font table", \fcharset.</summary>
    public static int? CodePageOf(int charset) => charset switch
    {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        130 => 1361,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        254 => 437,
        _ => null,
    };
}
