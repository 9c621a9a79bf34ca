using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>Recursive descent over the bytes of a JSON value; the first fault ends it.</summary>
/// <remarks>
/// It notes on the way whether every part is spelled as <see cref="CanonicalJson.Write"/> would: names in order, no
/// needless escape, no leading zero. All else that has several spellings in JSON is a fault here.
/// </remarks>
internal ref struct CanonicalScanner(ReadOnlySpan<byte> bytes, TextPool? texts = null)
{
    // What ends a stretch of a text that stands for itself: a quote, a backslash, and the control characters.
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly TextPool? _texts = texts;
    private bool _failed;

    public int At { get; private set; }

    public Fault Fault { get; private set; }

    /// <summary>Whether all that was read is in its one spelling.</summary>
    public bool IsCanonical { get; private set; } = true;

    public Json? Value(int depth)
    {
        if (depth > CanonicalJson.DeepestNesting)
        {
            return Fail("json/too-deep", $"nests deeper than {CanonicalJson.DeepestNesting}");
        }

        return Next switch
        {
            (byte)'{' => Map(depth),
            (byte)'[' => List(depth),
            (byte)'"' => Text() is { } text ? new JsonText(text) : null,
            (byte)'t' => Word("true"u8) ? new JsonTruth(true) : null,
            (byte)'f' => Word("false"u8) ? new JsonTruth(false) : null,
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Number(),
            _ => Fail("json/no-value", "a text, number, truth value, list or map is expected"),
        };
    }

    private readonly int Next => At < _bytes.Length ? _bytes[At] : -1;

    private JsonMap? Map(int depth)
    {
        var members = new List<KeyValuePair<string, Json>>();
        HashSet<string>? unsorted = null;
        At++;
        while (!_failed && Next != '}')
        {
            if (members.Count > 0 && !Expect((byte)','))
            {
                return null;
            }

            var nameAt = At;
            if (Next != '"' || Text() is not { } name)
            {
                Fail("json/no-name", "a member's name is expected");
                return null;
            }

            if (!Expect((byte)':') || Value(depth + 1) is not { } value)
            {
                return null;
            }

            // While the names rise, none can stand twice; after that every one is remembered.
            var rises = members.Count == 0 || string.CompareOrdinal(members[^1].Key, name) < 0;
            unsorted ??= rises ? null : new(members.Select(member => member.Key), StringComparer.Ordinal);
            IsCanonical &= rises;
            if (!Ascii.IsValid(name) || unsorted?.Add(name) == false)
            {
                At = nameAt;
                Fail("json/bad-name", "a member's name is not ASCII or stands twice");
                return null;
            }

            members.Add(new(name, value));
        }

        return !Expect((byte)'}') ? null
            : unsorted is null ? JsonMap.OfSorted([.. members])
            : JsonMap.Of(members.Select(member => (member.Key, (Json?)member.Value)));
    }

    private JsonList? List(int depth)
    {
        var items = ImmutableArray.CreateBuilder<Json>();
        At++;
        while (!_failed && Next != ']')
        {
            if ((items.Count > 0 && !Expect((byte)',')) || Value(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return Expect((byte)']') ? new JsonList(items.DrainToImmutable()) : null;
    }

    private JsonNumber? Number()
    {
        var start = At;
        At += Next == '-' ? 1 : 0;
        IsCanonical &= !(Next == '0' && (At > start || (At + 1 < _bytes.Length && _bytes[At + 1] is >= (byte)'0' and <= (byte)'9')));
        while (Next is >= '0' and <= '9')
        {
            At++;
        }

        var digits = _bytes[start..At];
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || number is < -JsonNumber.Largest or > JsonNumber.Largest)
        {
            At = start;
            Fail("json/number", "a number is whole and within ±(2^53 − 1)");
            return null;
        }

        return new(number);
    }

    private string? Text()
    {
        At++;
        var plain = _bytes[At..].IndexOfAny(Special);
        if (plain >= 0 && _bytes[At + plain] == '"')
        {
            var whole = _bytes.Slice(At, plain);
            At += plain + 1;
            return Decoded(whole);
        }

        var text = new ArrayBufferWriter<byte>();
        for (; ; plain = _bytes[At..].IndexOfAny(Special))
        {
            text.Write(_bytes.Slice(At, plain < 0 ? 0 : plain));
            At = plain < 0 ? _bytes.Length : At + plain;
            if (Next == '"')
            {
                At++;
                return Decoded(text.WrittenSpan);
            }

            if (Next != '\\')
            {
                Fail("json/text", At < _bytes.Length ? "a control character stands bare in a text" : "a text is not closed");
                return null;
            }

            At++;
            var meant = Escape();
            if (meant is < 0 or > 0x7f)
            {
                Fail("json/escape", "an escape that the canonical spelling does not use");
                return null;
            }

            At++;
            text.Write([(byte)meant]);
        }
    }

    private int Escape() => Next switch
    {
        '"' => '"',
        '\\' => '\\',
        'b' => '\b',
        't' => '\t',
        'n' => '\n',
        'f' => '\f',
        'r' => '\r',
        'u' => Escaped(),
        _ => -1,
    };

    private int Escaped()
    {
        if (_bytes.Length - At < 5
            || !int.TryParse(_bytes.Slice(At + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return -1;
        }

        // Only control characters without a letter of their own are written in digits, and those are lower-case.
        IsCanonical &= code < 0x20 && code is not ('\b' or '\t' or '\n' or '\f' or '\r')
            && _bytes.Slice(At + 1, 4).IndexOfAnyInRange((byte)'A', (byte)'F') < 0;
        At += 4;
        return code;
    }

    private bool Word(ReadOnlySpan<byte> word)
    {
        if (_bytes[At..].StartsWith(word))
        {
            At += word.Length;
            return true;
        }

        Fail("json/word", "an unknown word");
        return false;
    }

    private bool Expect(byte sign)
    {
        if (_failed)
        {
            return false;
        }

        if (Next != sign)
        {
            Fail("json/expected", $"'{(char)sign}' is expected");
            return false;
        }

        At++;
        return true;
    }

    private Json? Fail(string code, string why)
    {
        if (!_failed)
        {
            (_failed, Fault) = (true, new(code, At, why));
        }

        return null;
    }

    private readonly string Spelled(ReadOnlySpan<byte> text) => _texts is null ? CanonicalJson.Strict.GetString(text) : _texts.Of(text);

    private string? Decoded(ReadOnlySpan<byte> text)
    {
        try
        {
            return Spelled(text);
        }
        catch (DecoderFallbackException)
        {
            Fail("json/utf8", "a text is not valid UTF-8");
            return null;
        }
    }
}
