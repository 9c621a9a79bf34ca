using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Probatum.Core;

/// <summary>Sentences of the program in another language, found by their English form.</summary>
public interface IPhrases
{
    /// <summary>The sentence for <paramref name="form"/>, with its places for values as {0}, {1} …; null where there is none.</summary>
    /// <param name="form">The English form, of one thing.</param>
    /// <param name="count">How many things it speaks of, where that changes it; null where it does not.</param>
    string? Find(string form, long? count);

    /// <summary>A number as this language writes it.</summary>
    string Number(long number);
}

/// <summary>
/// A sentence of the program with its values apart, so that it can be said in another language: the English form is the key, as a
/// "msgid" of gettext is. Values are names, quotations and numbers, which stay as they are, or phrases.
/// </summary>
/// <remarks>
/// Written as an interpolated string: <c>Phrase why = $"{count} samples are on record"</c>. There is no conversion from text, so that no
/// sentence becomes one with its values baked in.
/// </remarks>
[InterpolatedStringHandler]
public sealed class Phrase
{
    private readonly StringBuilder _form;
    private readonly List<object> _values;
    private readonly (string Several, long Count)? _plural;

    /// <summary>For the compiler: an interpolated string.</summary>
    public Phrase(int literalLength, int formattedCount) => (_form, _values) = (new(literalLength + (3 * formattedCount)), new(formattedCount));

    private Phrase(string form, IEnumerable<object> values, (string Several, long Count)? plural) => (_form, _values, _plural) = (new(form), [.. values], plural);

    /// <summary>Nothing said.</summary>
    public static Phrase None { get; } = new("", [], null);

    /// <summary>The English form: the key under which it is translated.</summary>
    public string Form => _form.ToString();

    /// <summary>The English form for several things; null where number changes nothing.</summary>
    public string? Several => _plural?.Several;

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => _form.Length == 0;

    /// <summary>The phrases within it, itself first.</summary>
    public IEnumerable<Phrase> All => _values.SelectMany(value => value switch { Phrase phrase => phrase.All, Listed list => list.Parts.SelectMany(part => part.All), _ => [] }).Prepend(this);

    /// <summary>For the compiler: the fixed part. Braces in it are doubled, as in every form.</summary>
    public void AppendLiteral(string value) => _form.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>For the compiler: a value.</summary>
    public void AppendFormatted(string? value) => Add(value ?? "");

    /// <summary>For the compiler: a number.</summary>
    public void AppendFormatted(long value) => Add(value);

    /// <summary>For the compiler: a phrase within.</summary>
    public void AppendFormatted(Phrase value) => Add(value);

    /// <summary>For the compiler: several phrases.</summary>
    public void AppendFormatted(Listed value) => Add(value);

    /// <summary>A number of things: <c>Count(3, "{0} sample", "{0} samples")</c>.</summary>
    public static Phrase Count(long count, string one, string several) => new(one, [count], (several, count));

    /// <summary>A text that is the same in every language: a name, a quotation, a number of a document.</summary>
    public static Phrase Verbatim(string? text) => new("{0}", [text ?? ""], null);

    /// <summary>A fixed sentence or word.</summary>
    public static Phrase Of(string form) => new(form.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), [], null);

    /// <summary>Several phrases beside each other.</summary>
    public static Listed List(IEnumerable<Phrase> parts, string separator = ", ") => new([.. parts], separator);

    /// <summary>Several names beside each other.</summary>
    public static Listed List(IEnumerable<string> names, string separator = ", ") => List(names.Select(Verbatim), separator);

    /// <summary>In English.</summary>
    public override string ToString() => In(null);

    /// <summary>In a language; what that lacks stays English.</summary>
    public string In(IPhrases? language)
    {
        var form = language?.Find(Form, _plural?.Count) ?? (_plural is { Count: not 1 } plural ? plural.Several : Form);
        var text = new StringBuilder(form.Length + 32);
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] is '{' or '}' && i + 1 < form.Length && form[i + 1] == form[i])
            {
                text.Append(form[i++]);
            }
            else if (form[i] == '{' && form.IndexOf('}', i) is > 0 and var end && int.TryParse(form.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < _values.Count)
            {
                text.Append(Said(_values[at], language));
                i = end;
            }
            else
            {
                text.Append(form[i]);
            }
        }

        return text.ToString();
    }

    private static string Said(object value, IPhrases? language) => value switch
    {
        Phrase phrase => phrase.In(language),
        Listed list => string.Join(list.Separator == ", " ? language?.Find(", ", null) ?? ", " : list.Separator == "; " ? language?.Find("; ", null) ?? "; " : list.Separator, list.Parts.Select(part => part.In(language))),
        long number => language?.Number(number) ?? number.ToString(CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    private void Add(object value)
    {
        _form.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
        _values.Add(value);
    }
}

/// <summary>Phrases beside each other, with what stands between them.</summary>
public sealed record Listed(ImmutableArray<Phrase> Parts, string Separator);
