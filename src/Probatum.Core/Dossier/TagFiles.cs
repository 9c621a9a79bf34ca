using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>Which rules a bag follows, and how its tag files are written.</summary>
internal sealed partial record BagDeclaration(int Major, int Minor, Encoding Encoding)
{
    /// <summary>Whether RFC 8493 holds for it; before, drafts were looser.</summary>
    public bool IsFinal => Major >= 1;

    /// <summary>The version as bags name it.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <summary>Reads bagit.txt: two lines, no byte order mark. Source: RFC 8493 section 2.1.1.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out BagDeclaration declaration, out Fault fault)
    {
        declaration = new(0, 0, Encoding.UTF8);
        var match = bytes.Length <= 1024 && Ascii.IsValid(bytes) ? Form().Match(Encoding.ASCII.GetString(bytes)) : Match.Empty;
        if (!match.Success)
        {
            fault = new("bagit/declaration", 0, "bagit.txt is not the two lines 'BagIt-Version: M.N' and 'Tag-File-Character-Encoding: NAME'");
            return false;
        }

        var (major, minor) = (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        if ((major, minor) is not ((0, >= 93 and <= 97) or (1, 0)))
        {
            fault = new("bagit/version", 0, $"the version {match.Groups[1]}.{match.Groups[2]} is none that is known here (0.93 to 0.97, 1.0)");
            return false;
        }

        if (TagText.EncodingOf(match.Groups[3].Value) is not { } encoding)
        {
            fault = new("bagit/encoding", 0, $"the character encoding '{match.Groups[3]}' is none that is known here");
            return false;
        }

        (declaration, fault) = (new(major, minor, encoding), default);
        return true;
    }

    [GeneratedRegex(@"\ABagIt-Version: ([0-9]{1,4})\.([0-9]{1,4})(?:\r\n|\n|\r)Tag-File-Character-Encoding: ([A-Za-z0-9_.:-]{1,40})(?:\r\n|\n|\r)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>Text of tag files, in whatever encoding the bag declares.</summary>
internal static class TagText
{
    /// <summary>The encoding of that name; it refuses bytes that are none of it. Null for a name that is not known.</summary>
    public static Encoding? EncodingOf(string name) => name.ToUpperInvariant() switch
    {
        "UTF-8" or "UTF8" => new UTF8Encoding(false, true),
        "UTF-16" or "UTF-16BE" => new UnicodeEncoding(true, false, true),
        "UTF-16LE" => new UnicodeEncoding(false, false, true),
        "UTF-32" or "UTF-32BE" => new UTF32Encoding(true, false, true),
        "UTF-32LE" => new UTF32Encoding(false, false, true),
        "ISO-8859-1" or "LATIN1" => Encoding.Latin1,
        "US-ASCII" or "ASCII" => Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        _ => null,
    };

    /// <summary>Decodes a tag file; a byte order mark of UTF-16 says which order it has and is no character of it.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, Encoding encoding, out string text)
    {
        var other = bytes switch
        {
            _ when encoding is not UnicodeEncoding => null,
            [0xFF, 0xFE, ..] => new UnicodeEncoding(false, false, true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(true, false, true),
            _ => null,
        };
        try
        {
            text = (other ?? encoding).GetString(other is null ? bytes : bytes[2..]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>The lines of a text; LF, CR and CRLF end one, nothing else does. Empty lines are left out.</summary>
    public static IEnumerable<(int Number, ReadOnlyMemory<char> Line)> Lines(string text)
    {
        var number = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = text.AsSpan(at).IndexOfAny('\n', '\r') is >= 0 and var found ? at + found : text.Length;
            number++;
            if (end > at)
            {
                yield return (number, text.AsMemory(at, end - at));
            }

            at = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
        }
    }
}

/// <summary>One line of a manifest.</summary>
internal readonly record struct ManifestLine(string Digest, string Path, bool HasStar);

/// <summary>Lines of manifests and fetch files. Source: RFC 8493 sections 2.1.3, 2.2.1 and 2.2.3.</summary>
internal static class BagLines
{
    /// <summary>The longest path that is read, in characters.</summary>
    public const int LongestPath = 32_767;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads "digest, spaces or tabs, path".</summary>
    public static bool TryManifest(ReadOnlySpan<char> line, int digestLength, out ManifestLine read)
    {
        read = default;
        var gap = line.IndexOfAny(' ', '\t');
        if (gap != 2 * digestLength || line[..gap].ContainsAnyExcept(Hex))
        {
            return false;
        }

        var path = line[gap..].TrimStart(" \t");
        var star = path.StartsWith('*');
        var digest = line[..gap].ToString();
        read = new(digest.AsSpan().ContainsAnyInRange('A', 'F') ? digest.ToLowerInvariant() : digest, path[(star ? 1 : 0)..].ToString(), star);
        return read.Path.Length is > 0 and <= LongestPath;
    }

    /// <summary>Reads "address, length or hyphen, path".</summary>
    public static bool TryFetch(string line, out string path)
    {
        var parts = line.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        path = parts.Length == 3 ? parts[2].TrimStart(' ', '\t') : "";
        return path.Length is > 0 and <= LongestPath && parts[0].Contains(':', StringComparison.Ordinal)
            && (parts[1] == "-" || (parts[1].Length <= 18 && parts[1].All(char.IsAsciiDigit)));
    }

    /// <summary>A path of a manifest as the file is called: line ends, and since 1.0 the percent sign, are written %0A, %0D, %25.</summary>
    public static string Decode(string path, bool isFinal)
    {
        if (!path.Contains('%', StringComparison.Ordinal))
        {
            return path;
        }

        var text = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            var code = path[i] == '%' && i + 2 < path.Length ? path.AsSpan(i + 1, 2) : [];
            var meant = code is ['0', 'A' or 'a'] ? '\n' : code is ['0', 'D' or 'd'] ? '\r' : isFinal && code is ['2', '5'] ? '%' : '\0';
            text.Append(meant == '\0' ? path[i] : meant);
            i += meant == '\0' ? 0 : 2;
        }

        return text.ToString();
    }

    /// <summary>Whether a path stays in the bag: relative, no part that is empty, "." or "..", no drive, no home.</summary>
    public static bool StaysInside(string path)
    {
        if (path.Length == 0 || path[0] is '/' or '\\' or '~' || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])) || path.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        // Nearly all paths: no backslash, no part that is empty or begins with a dot.
        if (path[0] != '.' && path[^1] != '/' && !path.Contains('\\', StringComparison.Ordinal)
            && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var range in path.AsSpan().Split('/'))
        {
            // Backslashes divide on some systems and mean nothing on others: "\.\." and "..\x" lead out as well.
            var part = path.AsSpan()[range];
            if (part is "" or "." or ".." || (part.Contains('\\') && !part.ContainsAnyExcept("\\.")) || part.Contains("..\\", StringComparison.Ordinal) || part.Contains("\\..", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Names that some systems take for one: they differ in case, or in how an accented letter is put together.</summary>
internal static class NameForms
{
    /// <summary>Whether two different names are such a pair.</summary>
    public static bool AreOne(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase) || IsSpelledApart(a, b);

    // Without tables of Unicode: where the one has a letter beyond ASCII, the other has a letter of ASCII and accents after it.
    private static bool IsSpelledApart(string a, string b)
    {
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j] && !IsAccentAt(a, i + 1) && !IsAccentAt(b, j + 1))
            {
                i++;
                j++;
            }
            else if (!TakesApart(a, ref i, b, ref j) && !TakesApart(b, ref j, a, ref i))
            {
                return false;
            }
        }

        return i == a.Length && j == b.Length;
    }

    private static bool TakesApart(string whole, ref int at, string apart, ref int from)
    {
        if (whole[at] < 'À' || IsAccentAt(whole, at) || IsAccentAt(whole, at + 1) || !char.IsAsciiLetter(apart[from]) || !IsAccentAt(apart, from + 1))
        {
            return false;
        }

        at++;
        for (from++; IsAccentAt(apart, from); from++)
        {
        }

        return true;
    }

    private static bool IsAccentAt(string text, int at) => at < text.Length && text[at] is >= '\u0300' and <= '\u036F';
}
