using System.Globalization;
using System.Text;

namespace Probatum.Intake;

/// <summary>Walks through the groups and control words of rich text and keeps the words.</summary>
/// <param name="bytes">The whole document.</param>
/// <param name="part">What holds it; null where it is a file of its own.</param>
internal sealed class RtfText(byte[] bytes, string? part)
{
    private const int Deepest = 1000;
    private const int MostText = 16_000_000;
    private const int MostFonts = 10_000;

    private readonly MappedText _mapped = new();
    private readonly MappedText _notes = new();
    private readonly StringBuilder _page = new();
    private readonly StringBuilder _told = new();
    private readonly Dictionary<int, int> _fonts = [];
    private readonly List<byte> _pending = [];
    private readonly Stack<Group> _outer = new();
    private readonly SortedSet<string> _left = new(StringComparer.Ordinal);
    private Group _group = new(Sort.Body, 1, 0, false, false);
    private int _at;
    private int _documentCodePage = 1252;
    private int _font;
    private int _skip;
    private int _paragraph = 1;
    private int _length;
    private char _half;
    private bool _isFresh;
    private bool _isPage;

    private enum Sort
    {
        Body,
        Nothing,
        Fonts,
        Information,
        Told,
        Note,
        Tag,
    }

    /// <summary>The words, when it is no hidden page.</summary>
    public MappedText Mapped => _mapped;

    /// <summary>The page that was hidden in it; null for none.</summary>
    public string? Page => _isPage ? _page.ToString() : null;

    /// <summary>What the file tells of itself.</summary>
    public List<(string Name, string? Value)> Told { get; } = [];

    /// <summary>What was left out.</summary>
    public IEnumerable<string> Notes => _left;

    public void Read()
    {
        while (_at < bytes.Length)
        {
            var one = bytes[_at];
            switch (one)
            {
                case (byte)'{':
                    Flush();
                    _outer.Push(_group);
                    if (_outer.Count > Deepest)
                    {
                        throw new DocumentException("rtf/too-deep", $"byte {_at}", $"its groups nest deeper than {Deepest}");
                    }

                    (_isFresh, _at) = (true, _at + 1);
                    break;
                case (byte)'}':
                    Flush();
                    Close();
                    _at++;
                    break;
                case (byte)'\\':
                    Control();
                    break;
                case (byte)'\r' or (byte)'\n' or 0:
                    _at++;
                    break;
                default:
                    _isFresh = false;
                    Byte(one);
                    _at++;
                    break;
            }
        }

        Flush();
        EndParagraph();
    }

    private void Close()
    {
        if (_group.Sort == Sort.Told && (_outer.Count == 0 || _outer.Peek().Sort != Sort.Told) && _told.ToString().Trim() is { Length: > 0 } value)
        {
            Told.Add((_group.Name!, value));
        }

        if (_outer.TryPop(out var outer))
        {
            _group = outer;
        }
        else
        {
            // What follows the last brace is no part of the document.
            _at = bytes.Length;
        }

        _isFresh = false;
    }

    private void Control()
    {
        var at = _at + 1;
        if (at >= bytes.Length)
        {
            _at = at;
            return;
        }

        var sign = bytes[at];
        if (!char.IsAsciiLetter((char)sign))
        {
            Symbol((char)sign, at);
            return;
        }

        var from = at;
        while (at < bytes.Length && char.IsAsciiLetter((char)bytes[at]) && at - from < 32)
        {
            at++;
        }

        var word = Encoding.ASCII.GetString(bytes, from, at - from);
        var isNegative = at < bytes.Length && bytes[at] == '-';
        var (digits, number) = (isNegative ? at + 1 : at, (int?)null);
        while (digits < bytes.Length && char.IsAsciiDigit((char)bytes[digits]) && digits - at < 11)
        {
            number = (int)Math.Min(int.MaxValue, ((number ?? 0) * 10L) + bytes[digits] - '0');
            digits++;
        }

        at = number is null ? at : digits;
        number = isNegative ? -number : number;
        _at = at < bytes.Length && bytes[at] == ' ' ? at + 1 : at;
        Word(word, number);
    }

    private void Symbol(char sign, int at)
    {
        _at = at + 1;
        switch (sign)
        {
            case '\'':
                _isFresh = false;
                if (at + 2 < bytes.Length && byte.TryParse(Encoding.ASCII.GetString(bytes, at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                {
                    _at = at + 3;
                    Byte(value);
                }

                break;
            case '*':
                // The next word says what the group is; what is not known is left out.
                _group = _group with { IsOptional = true };
                break;
            case '\\' or '{' or '}':
                _isFresh = false;
                Byte((byte)sign);
                break;
            case '~':
                Text("\u00A0");
                break;
            case '_':
                Text("\u2011");
                break;
            case '\r' or '\n':
                EndParagraph();
                break;
            default:
                break;
        }
    }

    private void Word(string word, int? number)
    {
        var isFresh = _isFresh;
        if (word is not "u" and not "uc")
        {
            Flush();
        }

        if (isFresh || _group.IsOptional)
        {
            var isOptional = _group.IsOptional;
            (_group, _isFresh) = (_group with { IsOptional = false }, false);
            if (Begin(word, isOptional))
            {
                return;
            }
        }

        if (RtfWords.Signs.TryGetValue(word, out var sign))
        {
            Text(sign);
            return;
        }

        switch (word)
        {
            case "par" or "sect" or "page" or "row" or "nestrow":
                EndParagraph();
                break;
            case "uc":
                _group = _group with { Skips = Math.Clamp(number ?? 1, 0, 100) };
                break;
            case "u":
                Unicode(number ?? 0);
                break;
            case "ansicpg" when number is { } page:
                _documentCodePage = page;
                break;
            case "mac":
                _documentCodePage = 10000;
                break;
            case "pc" or "pca":
                _documentCodePage = word == "pc" ? 437 : 850;
                break;
            case "f" when _group.Sort == Sort.Fonts:
                _font = number ?? 0;
                break;
            case "f":
                _group = _group with { Font = number ?? 0 };
                break;
            case "plain":
                _group = _group with { Font = 0, IsHidden = false, IsDeleted = false };
                break;
            case "fcharset" when _group.Sort == Sort.Fonts && _fonts.Count < MostFonts && RtfWords.CodePageOf(number ?? 0) is { } codePage:
                _fonts[_font] = codePage;
                break;
            case "v":
                _group = _group with { IsHidden = number != 0 };
                break;
            case "deleted":
                _group = _group with { IsDeleted = number != 0 };
                break;
            case "fromhtml":
                _isPage = number != 0;
                break;
            case "htmlrtf":
                _group = _group with { IsHidden = number != 0 };
                break;
            case "bin":
                _at = (int)Math.Min(bytes.Length, _at + (long)Math.Max(0, number ?? 0));
                break;
            default:
                break;
        }
    }

    /// <summary>Takes the first word of a group; true where that is all it says.</summary>
    private bool Begin(string word, bool isOptional)
    {
        var sort = word switch
        {
            "fonttbl" => Sort.Fonts,
            "info" => Sort.Information,
            "title" or "author" or "operator" or "subject" or "company" or "manager" or "keywords" or "doccomm" when _group.Sort == Sort.Information => Sort.Told,
            "footnote" => Sort.Note,
            "htmltag" when _isPage => Sort.Tag,
            "shpinst" or "nesttableprops" => (Sort?)null,
            _ => isOptional || RtfWords.LeftOut.Contains(word) ? Sort.Nothing : null,
        };
        if (sort is null || _group.Sort == Sort.Nothing)
        {
            return false;
        }

        if (word is "pict" or "annotation" || word.StartsWith("header", StringComparison.Ordinal) || word.StartsWith("footer", StringComparison.Ordinal))
        {
            _left.Add(word switch { "pict" => "pictures are not read", "annotation" => "comments are left out", _ => "headers and footers are left out" });
        }

        if (sort == Sort.Told)
        {
            _told.Clear();
        }

        _group = _group with { Sort = sort.Value, Name = sort == Sort.Told ? word : null };
        return true;
    }

    private void Unicode(int number)
    {
        Flush();
        _isFresh = false;
        var unit = (char)(ushort)(number & 0xFFFF);
        if (char.IsHighSurrogate(unit))
        {
            _half = unit;
        }
        else if (char.IsLowSurrogate(unit))
        {
            var pair = _half == 0 ? "\uFFFD" : $"{_half}{unit}";
            _half = '\0';
            Text(pair);
        }
        else
        {
            Text(unit.ToString());
        }

        _skip = _group.Skips;
    }

    private void Byte(byte one)
    {
        // Behind a Unicode character comes what an old reader shows in its place.
        if (_skip > 0)
        {
            _skip--;
            return;
        }

        _pending.Add(one);
        if (_pending.Count >= 1 << 16)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _skip = 0;
        if (_pending.Count == 0)
        {
            return;
        }

        var page = _group.Sort is Sort.Tag or Sort.Information or Sort.Told ? _documentCodePage : _fonts.GetValueOrDefault(_group.Font, _documentCodePage);
        var encoding = page == 65001 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(page) ?? CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        var words = encoding.GetString([.. _pending]);
        _pending.Clear();
        Text(words);
    }

    private void Text(string words)
    {
        Flush();
        _isFresh = false;
        words = (_half == 0 ? "" : "\uFFFD") + string.Concat(words.Where(one => !char.IsControl(one) || one is '\t' or '\n'));
        _half = '\0';
        _length = checked(_length + words.Length);
        if (_length > MostText)
        {
            throw new DocumentException("rtf/too-long", $"byte {_at}", "the document holds more text than is read");
        }

        if (_group.IsDeleted || _group.IsHidden)
        {
            if (!_isPage && _group.Sort is Sort.Body or Sort.Note)
            {
                _left.Add(_group.IsDeleted ? "words that were deleted with changes tracked are left out" : "hidden words are left out");
            }

            return;
        }

        switch (_group.Sort)
        {
            case Sort.Told:
                _told.Append(words);
                break;
            case Sort.Tag:
            case Sort.Body when _isPage:
                _page.Append(words);
                break;
            case Sort.Body:
                _mapped.Append(words, _mapped.Place(Here));
                break;
            case Sort.Note:
                _notes.Append(words, _notes.Place(Here));
                break;
            default:
                break;
        }
    }

    private SourcePlace Here => new(part, Paragraph: _paragraph);

    private void EndParagraph()
    {
        if (_isPage)
        {
            if (!_group.IsHidden)
            {
                _page.Append('\n');
            }

            return;
        }

        if (_group.Sort == Sort.Note)
        {
            _notes.Break("\n");
            return;
        }

        if (_group.Sort != Sort.Body)
        {
            return;
        }

        _mapped.Break("\n\n");
        _paragraph++;
        if (_notes.Length > 0)
        {
            _mapped.Append(_notes);
            _mapped.Break("\n\n");
            _notes.Shorten(_notes.Length);
        }
    }

    private sealed record Group(Sort Sort, int Skips, int Font, bool IsHidden, bool IsDeleted)
    {
        public bool IsOptional { get; init; }

        public string? Name { get; init; }
    }
}
