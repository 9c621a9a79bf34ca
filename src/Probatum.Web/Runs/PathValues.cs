using System.Collections.Frozen;
using System.CommandLine;
using Probatum.Verbs;

namespace Probatum.Web.Runs;

/// <summary>What a value of a verb may be when it comes over the network.</summary>
public enum ValueSort
{
    /// <summary>Words, numbers, times, names of things on record: taken as they are.</summary>
    Words,

    /// <summary>A file that goes in: the name of one that was sent along, never a path of this machine.</summary>
    Input,

    /// <summary>A file that comes out: a name, under which it is offered.</summary>
    Output,

    /// <summary>The name of something that comes with the program, where at the machine it may be a file too.</summary>
    Known,

    /// <summary>A number, where at the machine it may be a file too.</summary>
    Number,

    /// <summary>An address that is printed and not asked, where at the machine it may be a folder too.</summary>
    Address,

    /// <summary>Not taken at all: it would make this machine ask somebody over the network.</summary>
    Refused,
}

/// <summary>Which values of a verb are names of files. Over the network such a value is the name of something that was sent, never a path of this machine.</summary>
public static class PathValues
{
    private static readonly FrozenSet<string> Paths = new[]
    {
        "FILE", "FILE.zip", "FILE.csv", "FILE.json", "FILE.xlsx", "FILE.html|.docx|.pdf", "DIR", "DIR|FILE.zip", "LIB", "RUN", "CSV", "PATH",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Arguments have a name and no help of their own.
    private static readonly FrozenSet<string> PathArguments = new[] { "FILE", "HALF", "RUN", "SHEET", "DOSSIER" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Outputs = new[] { "--output", "--out", "--svg", "--table", "--msp", "--plot", "--save-mapping" }.ToFrozenSet(StringComparer.Ordinal);

    private const string Half = "--out";

    // What a file system takes as a name.
    private const int LongestName = 200;

    private static readonly FrozenSet<string> Asking = new[] { "--cosign", "--timestamp", "--vkey", "--screenshot" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a value of this option or argument may be.</summary>
    public static ValueSort Of(Symbol symbol) => symbol switch
    {
        Argument => PathArguments.Contains(symbol.Name) ? ValueSort.Input : ValueSort.Words,
        Option option when Asking.Contains(option.Name) => ValueSort.Refused,
        Option { HelpName: { } help } option => help switch
        {
            "POLICY" => ValueSort.Known,
            "CHECKPOINT" => ValueSort.Number,
            "DIR|URL" => ValueSort.Address,
            _ when !Paths.Contains(help) => ValueSort.Words,
            _ when Outputs.Contains(option.Name) || (option.Name, help) == ("--report", "FILE.csv") => ValueSort.Output,
            _ => ValueSort.Input,
        },
        _ => ValueSort.Words,
    };

    /// <summary>Whether a value of this option takes something of the case out as a file. The half of a hand-over goes to whoever signs it next, and is none.</summary>
    public static bool GivesOut(Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return Of(symbol) == ValueSort.Output && symbol.Name != Half;
    }

    /// <summary>The value as the verb gets it.</summary>
    /// <param name="symbol">The option or argument.</param>
    /// <param name="value">What was said.</param>
    /// <param name="sent">The folder of what was sent along.</param>
    /// <param name="made">The folder of what comes out.</param>
    /// <exception cref="BadInputException">It may not be said so over the network.</exception>
    public static string Confined(Symbol symbol, string value, string sent, string made)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        ArgumentNullException.ThrowIfNull(value);
        switch (Of(symbol))
        {
            case ValueSort.Input:
                var path = Path.Combine(sent, FileName(value));
                return File.Exists(path) ? path : throw new BadInputException($"{symbol.Name}: no file '{value}' was sent along");
            case ValueSort.Output:
                return Path.Combine(made, FileName(value));
            case ValueSort.Known when value.Length is 0 or > 64 || !value.All(c => char.IsAsciiLetterLower(c) || c == '-'):
                throw new BadInputException($"{symbol.Name}: '{value}' is none of those that come with the program");
            case ValueSort.Number when value.Length is 0 or > 18 || !value.All(char.IsAsciiDigit):
                throw new BadInputException($"{symbol.Name}: give a number of leaves");
            case ValueSort.Address when !value.StartsWith("https://", StringComparison.Ordinal) && !value.StartsWith("http://", StringComparison.Ordinal):
                throw new BadInputException($"{symbol.Name}: give an address");
            case ValueSort.Refused:
                throw new BadInputException($"{symbol.Name} would make the server ask somebody over the network; whoever is at the machine can");
            default:
                return value;
        }
    }

    /// <summary>A plain name of a file, of what somebody called it.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static string FileName(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var name = value.Normalize().Trim();
        return name.Length is > 0 and <= 180 && name is not ("." or "..") && !name.StartsWith('.') && !name.StartsWith('-') && !name.Any(c => char.IsControl(c) || c is '/' or '\\' or ':' or '\0') && System.Text.Encoding.UTF8.GetByteCount(name) <= LongestName
            ? name : throw new BadInputException($"'{value}' is no plain name of a file");
    }
}
