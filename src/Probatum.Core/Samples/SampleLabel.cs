using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Samples;

/// <summary>What a sample's printed label says to a scanner: the case, the sample, and a short check that people can read out.</summary>
/// <remarks>
/// The text is <c>probatum:1:CASE:ENTITY:CHECK</c>, no address of anything. The check is eleven letters of the SHA-256 of
/// <c>probatum label 1</c>, a line feed and the sample's id, each by the remainder of its byte, and a twelfth letter after them:
/// with the letters numbered in their alphabet, the sum of place times number is a multiple of 23. As 23 is prime and the places
/// are 1 to 12, one wrong letter or two neighbours swapped never give another valid check.
/// </remarks>
/// <param name="Case">The case.</param>
/// <param name="Sample">The sample, which need not be on record yet.</param>
public sealed record SampleLabel(CaseId Case, EntityId Sample)
{
    /// <summary>The letters of a check: none that is taken for another, such as 0 and O, 1 and I, 2 and Z, 5 and S, 6 and G, 8 and B, U and V.</summary>
    public const string Letters = "23456789ACEFHJKMNPRTWXY";

    private const string Prefix = "probatum:1:";
    private const int Length = 12;
    private const int Group = 4;

    /// <summary>The check in groups of four.</summary>
    public string Check => CheckOf(Sample);

    /// <summary>What the QR code holds.</summary>
    public string Payload => $"{Prefix}{Case}:{Sample}:{Bare(Check)}";

    /// <summary>The short check of a sample, in groups of four.</summary>
    public static string CheckOf(EntityId sample)
    {
        // 256 is no multiple of 23: some letters come more often by a tenth, which leaves 49 bits
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"probatum label 1\n{sample.Text}"));
        var numbers = new int[Length];
        for (var i = 0; i < Length - 1; i++)
        {
            numbers[i] = digest[i] % Letters.Length;
        }

        while (!IsSound(numbers))
        {
            numbers[^1]++;
        }

        return string.Join('-', numbers.Select(number => Letters[number]).Chunk(Group).Select(letters => new string(letters)));
    }

    /// <summary>Whether a text has the form of a scanned label, whole or not.</summary>
    public static bool IsScanned(string text) => text.Trim().StartsWith("probatum:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text has the form of a short check in its groups, right or wrong.</summary>
    public static bool LooksLikeCheck(string text) =>
        text.Trim() is { Length: Length + 2 } said && said.Select((c, i) => i % (Group + 1) == Group ? c is '-' or ' ' : char.IsAsciiLetterOrDigit(c)).All(fits => fits);

    /// <summary>Reads a short check, typed with or without its hyphens, in letters of any size.</summary>
    public static bool TryReadCheck(string text, [NotNullWhen(true)] out string? check)
    {
        var letters = Bare(text.Trim()).ToUpperInvariant();
        var numbers = letters.Select(letter => Letters.IndexOf(letter, StringComparison.Ordinal)).ToArray();
        var sound = numbers.Length == Length && Array.TrueForAll(numbers, number => number >= 0) && IsSound(numbers);
        check = sound ? string.Join('-', letters.Chunk(Group).Select(group => new string(group))) : null;
        return sound;
    }

    /// <summary>Reads what a scanner gives.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out SampleLabel? label, out Fault fault)
    {
        label = null;
        fault = new("label/form", 0, "a label's text is probatum:1:CASE:SAMPLE:CHECK; this one is not whole, or damaged");
        if (text.Length > 200 || text.Trim().Split(':') is not [_, var version, .. var rest] || !IsScanned(text))
        {
            return false;
        }

        if (version != "1")
        {
            fault = new("label/version", 0, "this label has a form that this program doesn't know; a newer one may");
            return false;
        }

        if (rest is not [var of, var sample, var check] || !CaseId.IsWellFormed(of) || !EntityId.IsWellFormed(sample))
        {
            return false;
        }

        var read = new SampleLabel(new(of), new(sample));
        if (!TryReadCheck(check, out var said) || said != read.Check)
        {
            fault = new("label/check", 0, "this label's check does not go with its sample: it is damaged, mistyped or no label of ours");
            return false;
        }

        label = read;
        return true;
    }

    private static string Bare(string check) => check.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static bool IsSound(int[] numbers) => numbers.Select((number, i) => (i + 1) * number).Sum() % Letters.Length == 0;
}
