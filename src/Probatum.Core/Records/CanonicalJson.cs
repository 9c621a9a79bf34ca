using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>Writes and reads the one spelling of a JSON value.</summary>
/// <remarks>
/// RFC 8785 on the records' profile: objects, arrays, texts, booleans and whole numbers within ±(2^53 − 1). Reading
/// refuses whatever is not byte-equal to its canonical form, so nothing is ever re-serialised to be checked.
/// Source: RFC 8785 §3.2; docs/format.md.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>How deep maps and lists may nest.</summary>
    public const int DeepestNesting = 32;

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The canonical UTF-8 bytes of a value.</summary>
    /// <exception cref="ArgumentException">A text holds a lone surrogate, a name is not ASCII, a number is out of range.</exception>
    public static byte[] Write(Json value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        try
        {
            return Strict.GetBytes(text.ToString());
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException("a text holds half of a surrogate pair", nameof(value));
        }
    }

    /// <summary>The canonical text of a value; see <see cref="Write"/>.</summary>
    public static string WriteText(Json value) => Encoding.UTF8.GetString(Write(value));

    /// <summary>Reads canonical bytes; anything spelled another way is a fault with its byte offset.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Json value, out Fault fault)
    {
        var parser = new JsonParser(bytes);
        value = parser.Value(0) ?? JsonMap.Empty;
        fault = parser.Fault;
        if (fault == default && parser.At != bytes.Length)
        {
            fault = new("json/trailing", parser.At, "something stands behind the value");
        }

        if (fault == default && !bytes.SequenceEqual(Write(value)))
        {
            fault = new("json/not-canonical", 0, "this is not the canonical spelling of the value");
        }

        return fault == default;
    }

    private static void Append(StringBuilder text, Json value, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new ArgumentException($"a value nests deeper than {DeepestNesting}", nameof(value));
        }

        switch (value)
        {
            case JsonText s:
                AppendText(text, s.Value);
                break;
            case JsonNumber { Value: >= -JsonNumber.Largest and <= JsonNumber.Largest } n:
                text.Append(n.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case JsonTruth b:
                text.Append(b.Value ? "true" : "false");
                break;
            case JsonList list:
                text.Append('[');
                for (var i = 0; i < list.Items.Length; i++)
                {
                    if (i > 0)
                    {
                        text.Append(',');
                    }

                    Append(text, list.Items[i], depth + 1);
                }

                text.Append(']');
                break;
            case JsonMap map:
                text.Append('{');
                var first = true;
                foreach (var (name, member) in map.Members)
                {
                    if (!Ascii.IsValid(name))
                    {
                        throw new ArgumentException("a member's name is not ASCII", nameof(value));
                    }

                    if (!first)
                    {
                        text.Append(',');
                    }

                    first = false;
                    AppendText(text, name);
                    text.Append(':');
                    Append(text, member, depth + 1);
                }

                text.Append('}');
                break;
            default:
                throw new ArgumentException("a number lies beyond ±(2^53 − 1)", nameof(value));
        }
    }

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    /// <summary>Recursive descent over the bytes; the first fault ends it.</summary>
    private ref struct JsonParser(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int At { get; private set; }

        public Fault Fault { get; private set; }

        public Json? Value(int depth)
        {
            if (depth > DeepestNesting)
            {
                return Fail("json/too-deep", $"nests deeper than {DeepestNesting}");
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
            var members = JsonMap.Empty.Members.ToBuilder();
            At++;
            while (Fault == default && Next != '}')
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

                if (!Ascii.IsValid(name) || !members.TryAdd(name, value))
                {
                    At = nameAt;
                    Fail("json/bad-name", "a member's name is not ASCII or stands twice");
                    return null;
                }
            }

            return Expect((byte)'}') ? new JsonMap(members.ToImmutable()) : null;
        }

        private JsonList? List(int depth)
        {
            var items = ImmutableArray.CreateBuilder<Json>();
            At++;
            while (Fault == default && Next != ']')
            {
                if ((items.Count > 0 && !Expect((byte)',')) || Value(depth + 1) is not { } item)
                {
                    return null;
                }

                items.Add(item);
            }

            return Expect((byte)']') ? new JsonList(items.ToImmutable()) : null;
        }

        private JsonNumber? Number()
        {
            var start = At;
            At += Next == '-' ? 1 : 0;
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
            var text = new ArrayBufferWriter<byte>();
            for (At++; Next != '"'; At++)
            {
                if (Next < ' ')
                {
                    Fail("json/text", At < _bytes.Length ? "a control character stands bare in a text" : "a text is not closed");
                    return null;
                }

                if (Next != '\\')
                {
                    text.Write([_bytes[At]]);
                    continue;
                }

                At++;
                var plain = Next switch
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
                if (plain is < 0 or > 0x7f)
                {
                    Fail("json/escape", "an escape that the canonical spelling does not use");
                    return null;
                }

                text.Write([(byte)plain]);
            }

            At++;
            try
            {
                return Strict.GetString(text.WrittenSpan);
            }
            catch (DecoderFallbackException)
            {
                Fail("json/utf8", "a text is not valid UTF-8");
                return null;
            }
        }

        private int Escaped()
        {
            if (_bytes.Length - At < 5
                || !int.TryParse(_bytes.Slice(At + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                return -1;
            }

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
            if (Fault != default)
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
            if (Fault == default)
            {
                Fault = new(code, At, why);
            }

            return null;
        }
    }
}
