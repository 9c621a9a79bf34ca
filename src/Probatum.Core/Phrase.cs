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

    /// <summary>For the compiler: a text of a known language.</summary>
    public void AppendFormatted(Quoted value) => Add(value);

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

    /// <summary>Whether the language has it; English has all.</summary>
    public bool IsIn(IPhrases? language) => language is null || language.Find(Form, _plural?.Count) is not null;

    /// <summary>In a language; what that lacks stays English.</summary>
    public string In(IPhrases? language) => string.Concat(Pieces(language).Select(piece => piece.Text));

    /// <summary>The same in pieces, so that a page can set names and quotations apart, and say in which language each stands.</summary>
    public ImmutableArray<PhrasePiece> Pieces(IPhrases? language)
    {
        var pieces = ImmutableArray.CreateBuilder<PhrasePiece>();
        var found = language?.Find(Form, _plural?.Count);
        var form = found ?? (_plural is { Count: not 1 } plural ? plural.Several : Form);
        var (text, tongue) = (new StringBuilder(form.Length + 32), found is null ? PhrasePiece.English : null);
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] is '{' or '}' && i + 1 < form.Length && form[i + 1] == form[i])
            {
                text.Append(form[i++]);
            }
            else if (form[i] == '{' && form.IndexOf('}', i) is > 0 and var end && int.TryParse(form.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < _values.Count)
            {
                Flush();
                pieces.AddRange(Said(_values[at], language));
                i = end;
            }
            else
            {
                text.Append(form[i]);
            }
        }

        Flush();
        return pieces.DrainToImmutable();

        void Flush()
        {
            if (text.Length > 0)
            {
                pieces.Add(new(text.ToString(), false, tongue));
                text.Clear();
            }
        }
    }

    private static IEnumerable<PhrasePiece> Said(object value, IPhrases? language) => value switch
    {
        Phrase phrase => phrase.Pieces(language),
        Listed list => list.Parts.SelectMany((part, i) => i == 0 ? part.Pieces(language) : part.Pieces(language).Insert(0, Between(list.Separator, language))),
        long number => [new(language?.Number(number) ?? number.ToString(CultureInfo.InvariantCulture), false, null)],
        Quoted quoted => [new(quoted.Text, true, quoted.Language)],
        _ => [new((string)value, true, null)],
    };

    private static PhrasePiece Between(string separator, IPhrases? language) =>
        new((separator is ", " or "; " ? language?.Find(separator, null) : null) ?? separator, false, null);

    private void Add(object value)
    {
        _form.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
        _values.Add(value);
    }
}

/// <summary>Phrases beside each other, with what stands between them.</summary>
public sealed record Listed(ImmutableArray<Phrase> Parts, string Separator);

/// <summary>A text that stays as it is and whose language is known, such as the wording of a route.</summary>
public sealed record Quoted(string Text, string Language);

/// <summary>A piece of a sentence in some language.</summary>
/// <param name="Text">The piece.</param>
/// <param name="IsValue">Whether it is a name, a quotation or the like, which is the same in every language.</param>
/// <param name="Language">The language that it is in, where that is not the sentence's own; null where nobody knows or it is that.</param>
public sealed record PhrasePiece(string Text, bool IsValue, string? Language)
{
    /// <summary>English, the language in which the program is written.</summary>
    public const string English = "en";
}
