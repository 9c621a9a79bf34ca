using System.Text;
using System.Text.RegularExpressions;

namespace Probatum.Intake;

/// <summary>The header of a mail or of one of its parts, as it stands, unfolded and decoded.</summary>
/// <remarks>Source: RFC 5322 2.2, RFC 2047 (encoded words), RFC 2231 (parameters). Total; what is malformed stays as written.</remarks>
internal sealed partial class MimeHeaders
{
    private const int MostHeaders = 1000;
    private const int LongestHeader = 64 << 10;

    private readonly List<(string Name, string Value)> _all = [];

    /// <summary>All headers in order, values decoded.</summary>
    public IReadOnlyList<(string Name, string Value)> All => _all;

    /// <summary>Reads up to the first empty line.</summary>
    /// <param name="entity">Header and body.</param>
    /// <param name="body">Where the body begins, in bytes.</param>
    public static MimeHeaders Read(ReadOnlySpan<byte> entity, out int body)
    {
        var headers = new MimeHeaders();
        var line = new StringBuilder();
        body = 0;
        while (body < entity.Length)
        {
            var end = entity[body..].IndexOf((byte)'\n');
            var next = end < 0 ? entity.Length : body + end + 1;
            var raw = Text(entity[body..next]).TrimEnd('\r', '\n');
            var folded = raw.Length > 0 && raw[0] is ' ' or '\t';
            if (!folded)
            {
                headers.Add(line.ToString());
                line.Clear();
            }

            body = next;
            if (raw.Length == 0)
            {
                break;
            }

            if (line.Length + raw.Length <= LongestHeader)
            {
                line.Append(raw);
            }
        }

        headers.Add(line.ToString());
        return headers;
    }

    /// <summary>The first of that name; null where there is none.</summary>
    public string? this[string name] => _all.Find(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A header's value before its parameters, in small letters.</summary>
    public string? Kind(string name) => this[name]?.Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>A parameter of a header.</summary>
    public string? Parameter(string name, string parameter)
    {
        if (this[name] is not { } value)
        {
            return null;
        }

        var (plain, pieces) = ((string?)null, new SortedDictionary<int, string>());
        var encoded = false;
        foreach (Match match in Parameters().Matches(value))
        {
            var (key, said) = (match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal) : match.Groups[3].Value);
            if (key.Equals(parameter, StringComparison.OrdinalIgnoreCase))
            {
                plain ??= said;
            }
            else if (key.StartsWith(parameter + "*", StringComparison.OrdinalIgnoreCase))
            {
                encoded |= key.EndsWith('*');
                pieces.TryAdd(int.TryParse(key.AsSpan(parameter.Length + 1).TrimEnd('*'), out var nth) ? nth : 0, said);
            }
        }

        var joined = string.Concat(pieces.Values);
        return pieces.Count == 0 ? plain : encoded ? Percent(joined) : joined;
    }

    /// <summary>"=?utf-8?B?…?=" as its words.</summary>
    public static string Decode(string value) => Word().Replace(Apart().Replace(value, "$1"), match =>
    {
        var encoding = TextEncodings.Named(match.Groups[1].Value.Split('*')[0]);
        var bytes = match.Groups[2].Value is "B" or "b" ? MimeBytes.Base64(Latin1(match.Groups[3].Value)) : MimeBytes.QuotedPrintable(Latin1(match.Groups[3].Value.Replace('_', ' ')));
        return encoding?.GetString(bytes) ?? match.Value;
    });

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    // A header is ASCII; what is not is mostly UTF-8 today.
    private static string Text(ReadOnlySpan<byte> bytes) => TextEncodings.IsUtf8(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    private void Add(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && _all.Count < MostHeaders && !line.AsSpan(0, colon).ContainsAny(' ', '\t'))
        {
            _all.Add((line[..colon], Decode(line[(colon + 1)..].Trim())));
        }
    }

    // utf-8''na%C3%AFve.txt
    private static string Percent(string value)
    {
        var parts = value.Split('\'', 3);
        if (parts.Length < 3)
        {
            return value;
        }

        var bytes = new List<byte>();
        for (var i = 0; i < parts[2].Length; i++)
        {
            if (parts[2][i] == '%' && i + 2 < parts[2].Length && byte.TryParse(parts[2].AsSpan(i + 1, 2), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out var b))
            {
                bytes.Add(b);
                i += 2;
            }
            else
            {
                bytes.Add((byte)Math.Min(parts[2][i], '\u007F'));
            }
        }

        return (TextEncodings.Named(parts[0]) ?? Encoding.UTF8).GetString([.. bytes]);
    }

    [GeneratedRegex("=\\?([^?\\s]{1,40})\\?([BbQq])\\?([^?\\s]*)\\?=", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    // Blanks between two encoded words are no words.
    [GeneratedRegex("(\\?=)[ \\t\\r\\n]+(?==\\?)", RegexOptions.CultureInvariant)]
    private static partial Regex Apart();

    [GeneratedRegex(";\\s*([A-Za-z0-9*_-]{1,40})\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]+))", RegexOptions.CultureInvariant)]
    private static partial Regex Parameters();
}
