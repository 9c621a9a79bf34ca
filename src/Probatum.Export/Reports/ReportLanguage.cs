using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core;

namespace Probatum.Export.Reports;

/// <summary>A language in which reports can be written. English is that of the program; each other one is a PO file among the texts and a row here.</summary>
public sealed class ReportLanguage : IPhrases
{
    private readonly PoFile? _texts;
    private readonly Func<long, int> _form;

    private ReportLanguage(string code, string name, bool isRightToLeft, Func<long, int> form)
    {
        (Code, Name, IsRightToLeft, _form) = (code, name, isRightToLeft, form);
        _texts = code == PhrasePiece.English ? null : Read(code);
    }

    /// <summary>All of them.</summary>
    public static ImmutableArray<ReportLanguage> All { get; } = [new(PhrasePiece.English, "English", false, count => count == 1 ? 0 : 1), new("ar", "العربية", true, Arabic)];

    /// <summary>By BCP 47.</summary>
    public string Code { get; }

    /// <summary>As those who speak it call it.</summary>
    public string Name { get; }

    /// <summary>Whether it is written from right to left.</summary>
    public bool IsRightToLeft { get; }

    /// <summary>The sentences; null for English.</summary>
    public PoFile? Texts => _texts;

    /// <summary>The language of that code; null where there is none.</summary>
    public static ReportLanguage? Of(string code) => All.FirstOrDefault(one => one.Code == code);

    /// <summary>What a phrase is said in; null for English, in which it is written.</summary>
    public IPhrases? Phrases => _texts is null ? null : this;

    /// <inheritdoc/>
    public string? Find(string form, long? count) =>
        _texts?.Entries.TryGetValue(form, out var texts) == true ? texts[count is { } number && texts.Length > 1 ? Math.Min(_form(number), texts.Length - 1) : 0]
        : form.Any(char.IsLetter) ? null : form;

    /// <summary>Digits are 0 to 9 in every language: leaves, digests and dates beside them are written so.</summary>
    public string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Which form of number; the rule of the PO file's Plural-Forms. Source: Unicode CLDR, plural rules of Arabic.</summary>
    internal int Form(long count) => _form(count);

    private static int Arabic(long count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        _ when count % 100 is >= 3 and <= 10 => 3,
        _ when count % 100 >= 11 => 4,
        _ => 5,
    };

    private static PoFile Read(string code)
    {
        using var stream = typeof(ReportLanguage).Assembly.GetManifestResourceStream($"{code}.po") ?? throw new InvalidDataException($"{code}.po is not in the program");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return PoFile.TryRead(bytes, out var po, out var fault) ? po : throw new InvalidDataException($"{code}.po: {fault.Why}");
    }
}
