using System.Collections.Immutable;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Export.Reports;

/// <summary>Sentences in another language by their English form: a file of GNU gettext, which translators have many programs for.</summary>
/// <remarks>
/// Read are <c>msgid</c>, <c>msgid_plural</c>, <c>msgstr</c> and <c>msgstr[N]</c> with their continued lines; comments are passed over, among them entries
/// that are marked fuzzy, which nobody has looked at. A context is refused. Source: GNU gettext manual, "The Format of PO Files".
/// </remarks>
/// <param name="Headers">What the entry without an English form says: <c>Language</c>, <c>Plural-Forms</c> …</param>
/// <param name="Entries">By their English form: one text, or one for each form of number.</param>
public sealed record PoFile(ImmutableDictionary<string, string> Headers, ImmutableDictionary<string, ImmutableArray<string>> Entries)
{
    /// <summary>The largest file that is read.</summary>
    public const int Largest = 4 << 20;

    private const int MostEntries = 20_000;
    private const int MostForms = 8;

    /// <summary>Reads a file; a fault names the line.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PoFile po, out Fault fault)
    {
        po = new(ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, ImmutableArray<string>>.Empty);
        fault = default;
        if (bytes.Length > Largest)
        {
            fault = new("po/large", 0, $"it is larger than {Largest >> 20} MiB");
            return false;
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            fault = new("po/utf-8", 0, "it is not UTF-8");
            return false;
        }

        var entries = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var reading = new Entry();
        var number = 0;
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Append(""))
        {
            number++;
            if (line.Length == 0 || line[0] == '#' || (line.StartsWith("msgid ", StringComparison.Ordinal) && reading.Texts.Count > 0))
            {
                if (reading.Form is { } form && reading.Texts.Count > 0)
                {
                    if (!reading.IsFuzzy && reading.Texts.TrueForAll(one => one.Length > 0) && !entries.TryAdd(form.ToString(), [.. reading.Texts.Select(one => one.ToString())]))
                    {
                        fault = new("po/twice", number, $"line {number}: this form stands above already");
                        return false;
                    }

                    reading = new();
                }
                else if (reading.Form is not null)
                {
                    fault = new("po/lacks", number, $"line {number}: the form above has no msgstr");
                    return false;
                }

                if (line.StartsWith("#,", StringComparison.Ordinal) && line.Contains("fuzzy", StringComparison.Ordinal))
                {
                    reading.IsFuzzy = true;
                }
            }

            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (entries.Count > MostEntries || !reading.TryAdd(line))
            {
                fault = new("po/form", number, $"line {number}: is no line of a PO file");
                return false;
            }
        }

        var headers = (entries.GetValueOrDefault("") is { IsDefault: false } head ? head[0] : "").Split('\n').Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0], StringComparer.OrdinalIgnoreCase).ToImmutableDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        entries.Remove("");
        po = new(headers, entries.ToImmutable());
        return true;
    }

    private sealed class Entry
    {
        private StringBuilder? _last;

        public StringBuilder? Form { get; private set; }

        public StringBuilder? Several { get; private set; }

        public List<StringBuilder> Texts { get; } = [];

        public bool IsFuzzy { get; set; }

        public bool TryAdd(string line)
        {
            var space = line.IndexOf('"', StringComparison.Ordinal);
            if (space < 0 || line.Length < space + 2 || line[^1] != '"' || Unquoted(line.AsSpan(space + 1, line.Length - space - 2)) is not { } text)
            {
                return false;
            }

            var word = line[..space].Trim();
            if (word.Length == 0)
            {
                _last?.Append(text);
                return _last is not null;
            }

            switch (word)
            {
                case "msgid" when Form is null:
                    _last = Form = new(text);
                    return true;
                case "msgid_plural" when Form is not null && Several is null && Texts.Count == 0:
                    _last = Several = new(text);
                    return true;
                case "msgstr" when Form is not null && Several is null && Texts.Count == 0:
                    break;
                default:
                    if (Several is null || Texts.Count >= MostForms || word != $"msgstr[{Texts.Count}]")
                    {
                        return false;
                    }

                    break;
            }

            Texts.Add(_last = new(text));
            return true;
        }

        private static string? Unquoted(ReadOnlySpan<char> quoted)
        {
            var text = new StringBuilder();
            for (var i = 0; i < quoted.Length; i++)
            {
                if (quoted[i] == '"')
                {
                    return null;
                }

                if (quoted[i] != '\\')
                {
                    text.Append(quoted[i]);
                    continue;
                }

                if (++i == quoted.Length || quoted[i] is not ('n' or 't' or '"' or '\\'))
                {
                    return null;
                }

                text.Append(quoted[i] switch { 'n' => '\n', 't' => '\t', var other => other });
            }

            return text.ToString();
        }
    }
}
