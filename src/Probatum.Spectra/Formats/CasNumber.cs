using System.Globalization;

namespace Probatum.Spectra;

/// <summary>CAS registry numbers in the one spelling <c>71-43-2</c>, however a source writes them.</summary>
internal static class CasNumber
{
    private const int LeastDigits = 5;
    private const int MostDigits = 10;

    /// <summary>The number; null where the text holds none: 0-00-0, NA, and one whose last digit does not check.</summary>
    /// <remarks>Source: CAS, "Check Digit Verification of CAS Registry Numbers".</remarks>
    public static string? Of(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[MostDigits];
        var (count, hyphens) = (0, 0);
        foreach (var c in text.Trim())
        {
            if (c == '-')
            {
                hyphens++;
            }
            else if (char.IsAsciiDigit(c) && count < MostDigits)
            {
                digits[count++] = c;
            }
            else
            {
                return null;
            }
        }

        digits = digits[..count].TrimStart('0');
        var sum = 0;
        for (var i = 1; i < digits.Length; i++)
        {
            sum += i * (digits[^(i + 1)] - '0');
        }

        return digits.Length >= LeastDigits && hyphens is 0 or 2 && sum % 10 == digits[^1] - '0'
            ? $"{digits[..^3]}-{digits[^3..^1]}-{digits[^1]}"
            : null;
    }

    /// <summary>The same of a number whose hyphens were left out.</summary>
    public static string? Of(double number) =>
        number is > 0 and < 1e10 && Math.Floor(number) == number ? Of(((long)number).ToString(CultureInfo.InvariantCulture)) : null;
}
