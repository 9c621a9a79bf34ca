using System.Buffers;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>What a table's form says: <c>(X++(Y..Y))</c> or <c>(XY..XY)</c> with two or three members a group.</summary>
/// <param name="IsOrdinates">True for ordinates at even steps.</param>
/// <param name="X">The first symbol.</param>
/// <param name="Y">The second symbol.</param>
/// <param name="GroupSize">How many numbers make one point; 3 where a width follows.</param>
internal readonly record struct JcampForm(bool IsOrdinates, string X, string Y, int GroupSize)
{
    public static bool TryRead(string text, out JcampForm form)
    {
        var tight = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        form = default;
        if (!tight.StartsWith('('))
        {
            return false;
        }

        var steps = tight.IndexOf("++(", StringComparison.Ordinal);
        var dots = tight.IndexOf("..", StringComparison.Ordinal);
        if (steps > 1 && dots > steps + 3)
        {
            form = new(true, tight[1..steps], tight[(steps + 3)..dots], 1);
            return true;
        }

        form = dots < 0 ? default : tight[1..dots] switch
        {
            "XY" => new(false, "X", "Y", 2),
            "XYW" => new(false, "X", "Y", 3),
            _ => default,
        };
        return form.GroupSize > 0;
    }
}

/// <summary>The points of one table before any factor: ordinates with a check of their place, or pairs.</summary>
internal sealed class JcampTable(int? declared, int mostPoints)
{
    // a line's first abscissa, how exactly it is printed, and the ordinate it belongs to
    private readonly List<(long Line, double X, double Precision, int Index)> _checks = [];

    public List<double> X { get; } = [];

    /// <summary>Ordinates; NaN for a missing one.</summary>
    public List<double> Y { get; } = [];

    public IReadOnlyList<(long Line, double X, double Precision, int Index)> Checks => _checks;

    public SpectraFault Fault { get; private set; }

    public bool TryPairs(ReadOnlySpan<byte> table, long line, int groupSize)
    {
        var lines = new TextLines(table);
        Span<double> group = stackalloc double[3];
        var filled = 0;
        while (Fault == default && lines.Next())
        {
            var text = JcampLabels.WithoutComment(lines.Current);
            while (Fault == default && TrySkip(ref text))
            {
                var used = 1;
                if (text[0] == (byte)'?')
                {
                    group[filled] = double.NaN;
                }
                else if (!Decimals.TryTake(text, out group[filled], out used))
                {
                    Fail("jcamp/number", line + lines.Number - 1, "a table holds what is no number");
                    break;
                }

                text = text[used..];
                if (++filled == groupSize)
                {
                    filled = 0;
                    X.Add(group[0]);
                    Add(group[1], line + lines.Number - 1);
                    if (double.IsNaN(group[0]))
                    {
                        Fail("jcamp/number", line + lines.Number - 1, "a point has no place");
                    }
                }
            }
        }

        if (filled != 0)
        {
            Fail("jcamp/pairs", line + lines.Number - 1, "the table ends within a point");
        }

        return CountIsRight(line);
    }

    public bool TryOrdinates(ReadOnlySpan<byte> table, long line)
    {
        // E is +5 among squeezed digits, else the mark of an exponent: the other letters tell which
        var exponents = table.IndexOfAny(PseudoDigits) < 0;
        var lines = new TextLines(table);
        var isDifference = false;
        while (Fault == default && lines.Next())
        {
            var text = TextLines.Trim(JcampLabels.WithoutComment(lines.Current));
            if (!text.IsEmpty)
            {
                TakeLine(text, line + lines.Number - 1, exponents, ref isDifference);
            }
        }

        return CountIsRight(line);
    }

    private static readonly SearchValues<byte> PseudoDigits =
        SearchValues.Create("@ABCDFGHIabcdfghi%JKLMNOPQRjklmnopqrSTUVWXYZs"u8);

    private void TakeLine(ReadOnlySpan<byte> text, long line, bool exponents, ref bool isDifference)
    {
        if (!TryAbscissa(ref text, exponents, out var x, out var precision))
        {
            Fail("jcamp/number", line, "a line of ordinates begins with its abscissa");
            return;
        }

        // behind a difference, a line repeats the last ordinate as a check
        var isCheck = isDifference && Y.Count > 0;
        _checks.Add((line, x, precision, isCheck ? Y.Count - 1 : Y.Count));
        var last = Y.Count > 0 ? Y[^1] : 0.0;
        var difference = 0.0;
        while (Fault == default && TrySkip(ref text))
        {
            var kind = TakeToken(ref text, exponents, out var value);
            switch (kind)
            {
                case Token.Missing or Token.Ordinate:
                    isDifference = false;
                    // one writer closes a whole table with an ordinate of 0
                    if (isCheck && kind == Token.Ordinate && value != last && !(value == 0.0 && Y.Count == declared))
                    {
                        Fail("jcamp/y-check", line, "a line does not begin with the last ordinate of the line before: points are lost or damaged");
                    }
                    else if (!isCheck)
                    {
                        Add(value, line);
                    }

                    last = value;
                    break;
                case Token.Difference when !isCheck && Y.Count > 0 && double.IsFinite(last):
                    (isDifference, difference) = (true, value);
                    last += value;
                    Add(last, line);
                    break;
                case Token.Repeat when value is >= 1 && value <= mostPoints && Y.Count > 0 && !isCheck:
                    for (var i = 1; i < value && Fault == default; i++)
                    {
                        last += isDifference ? difference : 0.0;
                        Add(last, line);
                    }

                    break;
                default:
                    Fail("jcamp/number", line, "a line of ordinates holds what is no number, or a difference or repetition of nothing");
                    break;
            }

            isCheck = false;
        }
    }

    private enum Token
    {
        None,
        Ordinate,
        Difference,
        Repeat,
        Missing,
    }

    private static Token TakeToken(ref ReadOnlySpan<byte> text, bool exponents, out double value)
    {
        value = double.NaN;
        var first = text[0];
        if (first == (byte)'?')
        {
            text = text[1..];
            return Token.Missing;
        }

        if (first is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'+' or (byte)'-')
        {
            return TryNumber(ref text, exponents, out value) ? Token.Ordinate : Token.None;
        }

        var (kind, digit, sign) = first switch
        {
            (byte)'@' => (Token.Ordinate, 0, 1),
            >= (byte)'A' and <= (byte)'I' => (Token.Ordinate, first - 'A' + 1, 1),
            >= (byte)'a' and <= (byte)'i' => (Token.Ordinate, first - 'a' + 1, -1),
            (byte)'%' => (Token.Difference, 0, 1),
            >= (byte)'J' and <= (byte)'R' => (Token.Difference, first - 'J' + 1, 1),
            >= (byte)'j' and <= (byte)'r' => (Token.Difference, first - 'j' + 1, -1),
            >= (byte)'S' and <= (byte)'Z' => (Token.Repeat, first - 'S' + 1, 1),
            (byte)'s' => (Token.Repeat, 9, 1),
            _ => (Token.None, 0, 0),
        };
        if (kind == Token.None)
        {
            return kind;
        }

        Span<byte> digits = stackalloc byte[24];
        digits[0] = (byte)('0' + digit);
        var length = 1;
        text = text[1..];
        while (!text.IsEmpty && (text[0] is (byte)'.' or (>= (byte)'0' and <= (byte)'9')))
        {
            if (length == digits.Length)
            {
                return Token.None;
            }

            digits[length++] = text[0];
            text = text[1..];
        }

        if (!Decimals.TryRead(digits[..length], out value))
        {
            return Token.None;
        }

        value *= sign;
        return kind;
    }

    private static bool TryAbscissa(ref ReadOnlySpan<byte> text, bool exponents, out double x, out double precision)
    {
        var before = text;
        precision = 0.0;
        // abscissas may have an exponent with a sign among squeezed ordinates too
        if (!TryNumber(ref text, exponents, out x))
        {
            return false;
        }

        var printed = before[..^text.Length];
        var mark = printed.IndexOfAny((byte)'E', (byte)'e');
        var digits = mark < 0 ? printed : printed[..mark];
        var point = digits.IndexOf((byte)'.');
        var decimals = (point < 0 ? 0 : digits.Length - point - 1)
            - (mark >= 0 && Decimals.TryRead(printed[(mark + 1)..], out var power) ? (int)Math.Clamp(power, -300, 300) : 0);
        precision = double.Parse(string.Create(CultureInfo.InvariantCulture, $"1e{-decimals}"), CultureInfo.InvariantCulture);
        return true;
    }

    // sign, digits, point, and an exponent where those are; a sign ends the number before it (PAC)
    private static bool TryNumber(ref ReadOnlySpan<byte> text, bool exponents, out double value)
    {
        var at = text is [(byte)'+' or (byte)'-', ..] ? 1 : 0;
        while (at < text.Length && (text[at] is (byte)'.' or (>= (byte)'0' and <= (byte)'9')))
        {
            at++;
        }

        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            var power = at + 1;
            var hasSign = power < text.Length && text[power] is (byte)'+' or (byte)'-';
            power += hasSign ? 1 : 0;
            if ((exponents || hasSign) && power < text.Length && text[power] is >= (byte)'0' and <= (byte)'9')
            {
                while (power < text.Length && text[power] is >= (byte)'0' and <= (byte)'9')
                {
                    power++;
                }

                at = power;
            }
        }

        var read = Decimals.TryRead(text[..at], out value);
        text = text[at..];
        return read;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> text)
    {
        var start = text.IndexOfAnyExcept(Between);
        text = start < 0 ? [] : text[start..];
        return start >= 0;
    }

    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t,;\u001a"u8);

    private void Add(double y, long line)
    {
        if (Y.Count >= (declared ?? mostPoints) || Y.Count >= mostPoints)
        {
            Fail("jcamp/points", line, declared is null || declared > mostPoints
                ? "a table has more points than its bytes can mean"
                : $"the table has more points than the {declared} it says");
            return;
        }

        Y.Add(y);
    }

    private bool CountIsRight(long line)
    {
        if (declared is { } count && count != Y.Count)
        {
            Fail("jcamp/points", line, $"the table has {Y.Count} points and says {count}: it is cut, or was changed");
        }

        return Fault == default;
    }

    private void Fail(string code, long line, string why)
    {
        if (Fault == default)
        {
            Fault = new(code, line, why);
        }
    }
}
