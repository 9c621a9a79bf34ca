using System.Text;
using Probatum.Ledger;

namespace Probatum.Core;

/// <summary>Rows of separated cells, one after the other. Source: RFC 4180; quoted cells may hold separators, quotes and line breaks.</summary>
public sealed class CsvReader(string text, char separator)
{
    private int _at;
    private int _line = 1;

    /// <summary>The next row that is not empty, with the line on which it begins; null at the end, or with a fault.</summary>
    /// <param name="remarksToo">Whether lines that begin with '#' are passed over, as they are before a header.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="fault">What can't be read.</param>
    public List<string>? Row(bool remarksToo, out int line, out Fault fault)
    {
        fault = default;
        while (_at < text.Length && (text[_at] is '\n' or '\r' || (remarksToo && text[_at] == '#')))
        {
            SkipLine();
        }

        line = _line;
        if (_at >= text.Length)
        {
            return null;
        }

        var row = new List<string>();
        do
        {
            if (Cell(out fault) is not { } cell)
            {
                return null;
            }

            row.Add(cell);
        }
        while (Take(separator));

        if (_at < text.Length && text[_at] is not ('\n' or '\r'))
        {
            fault = new("table/quote", _line, $"line {_line}: something stands behind a closing quotation mark");
            return null;
        }

        SkipLine();
        return row;
    }

    private string? Cell(out Fault fault)
    {
        fault = default;
        if (!Take('"'))
        {
            var start = _at;
            while (_at < text.Length && text[_at] != separator && text[_at] is not ('\n' or '\r'))
            {
                _at++;
            }

            return text[start.._at];
        }

        var (cell, opened) = (new StringBuilder(), _line);
        while (_at < text.Length)
        {
            var c = text[_at++];
            if (c == '"' && !Take('"'))
            {
                return cell.ToString();
            }

            _line += c == '\n' ? 1 : 0;
            cell.Append(c);
        }

        fault = new("table/quote", opened, $"line {opened}: a quotation mark is not closed");
        return null;
    }

    private bool Take(char c)
    {
        if (_at >= text.Length || text[_at] != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipLine()
    {
        var end = text.AsSpan(_at).IndexOfAny('\n', '\r');
        if (end < 0)
        {
            _at = text.Length;
            return;
        }

        _at += end;
        _at += text.AsSpan(_at).StartsWith("\r\n", StringComparison.Ordinal) ? 2 : 1;
        _line++;
    }
}
