using System.Globalization;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>Writes and reads the one spelling of a JSON value.</summary>
/// <remarks>
/// RFC 8785 on the records' profile: objects, arrays, texts, booleans and whole numbers within ±(2^53 − 1). Reading
/// refuses whatever is not byte-equal to its canonical form; nothing is ever re-serialised to be checked.
/// Source: RFC 8785 §3.2; docs/format.md.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>How deep maps and lists may nest.</summary>
    public const int DeepestNesting = 32;

    internal static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The canonical UTF-8 bytes of a value.</summary>
    /// <exception cref="ArgumentException">A text holds a lone surrogate, a name is not ASCII, a number is out of range.</exception>
    public static byte[] Write(Json value)
    {
        var text = Spelled(value);
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw HalfOfAPair(nameof(value));
        }
    }

    /// <summary>The canonical text of a value; see <see cref="Write"/>.</summary>
    public static string WriteText(Json value)
    {
        var text = Spelled(value);
        try
        {
            _ = Strict.GetByteCount(text);
            return text;
        }
        catch (EncoderFallbackException)
        {
            throw HalfOfAPair(nameof(value));
        }
    }

    private static string Spelled(Json value)
    {
        var text = new StringBuilder(256);
        Append(text, value, 0);
        return text.ToString();
    }

    private static ArgumentException HalfOfAPair(string name) => new("a text holds half of a surrogate pair", name);

    /// <summary>Reads canonical bytes; anything spelled another way is a fault with its byte offset.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Json value, out Fault fault) => TryRead(bytes, null, out value, out fault);

    /// <summary>The same; short texts are taken from the pool.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, TextPool? texts, out Json value, out Fault fault)
    {
        var parser = new CanonicalScanner(bytes, texts);
        value = parser.Value(0) ?? JsonMap.Empty;
        fault = parser.Fault;
        if (fault == default && parser.At != bytes.Length)
        {
            fault = new("json/trailing", parser.At, "something stands behind the value");
        }

        if (fault == default && !parser.IsCanonical)
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
}
