using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Verbs;

namespace Probatum.Web.Runs;

/// <summary>What somebody asks a verb for.</summary>
/// <param name="Words">The verb, such as "sample add".</param>
/// <param name="Arguments">Its arguments in order.</param>
/// <param name="Options">Its options with their values; a flag has none.</param>
public sealed record Asking(string Words, ImmutableArray<string> Arguments, ImmutableArray<(string Name, ImmutableArray<string> Values)> Options)
{
    private const int LongestValue = 80;
    private const int LongestDetail = 400;

    // What is typed in whole sentences stands in the record and not in the log of activity too.
    private static readonly string[] Sentences = ["TEXT", "WHY", "WORDS", "NOTE"];

    /// <summary>A verb with arguments and options in one line: null values are left out.</summary>
    public static Asking Of(string words, IEnumerable<string> arguments, params IEnumerable<(string Name, string? Value)> options) => new(
        words, [.. arguments],
        [.. options.Where(one => one.Value is not null).GroupBy(one => one.Name).Select(group => (group.Key, (ImmutableArray<string>)[.. group.Select(one => one.Value!).Where(value => value.Length > 0)]))]);

    /// <summary>The key that signs, where somebody has several; null for the first that counts in the case.</summary>
    public string? Key { get; init; }

    /// <summary>The size of the case that it was decided on; what would be recorded after a change of the case is refused. Null for any.</summary>
    public long? Expected { get; init; }

    /// <summary>A secret that the verb asks for, such as the passphrase of the identity vault. Never kept.</summary>
    public string? Secret { get; init; }

    /// <summary>The command line of it, with files in their places.</summary>
    /// <param name="folder">Where files lie: those sent in <c>in</c>, those made in <c>out</c>.</param>
    /// <exception cref="BadInputException">It has something that the verb does not take, or a value that is no name of a file.</exception>
    public List<string> Line(string folder)
    {
        var (options, arguments) = (VerbRules.OptionsOf(Words), VerbRules.ArgumentsOf(Words));
        var (sent, made) = (Path.Combine(folder, "in"), Path.Combine(folder, "out"));
        var line = Words.Split(' ').ToList();
        foreach (var (name, values) in Options)
        {
            var option = options.FirstOrDefault(one => one.Name == name)
                ?? throw new BadInputException($"'{Words}' has no option {name}");
            line.AddRange(option.ValueType == typeof(bool) ? [name] : values.Select(value => $"{name}={PathValues.Confined(option, value, sent, made)}"));
        }

        var said = Arguments.Select((value, i) => arguments.IsEmpty ? throw new BadInputException($"'{Words}' takes no '{value}'")
            : PathValues.Confined(arguments[Math.Min(i, arguments.Length - 1)], value, sent, made)).ToList();
        if (said.Count > 0)
        {
            line.Add("--");
            line.AddRange(said);
        }

        return line;
    }

    /// <summary>What was said to a verb, for the log of activity: which person, sample or policy, never what stands in a file, and no secret.</summary>
    public string? Detail()
    {
        if (!VerbRules.All.TryGetValue(Words, out var rule))
        {
            return null;
        }

        var options = VerbRules.OptionsOf(Words);
        IEnumerable<string> said = Arguments.Select(Quoted);
        said = said.Concat(Options.Select(one =>
            one.Values.IsEmpty ? one.Name
            : rule.Kind == VerbKind.Writes && Sentences.Contains(options.FirstOrDefault(option => option.Name == one.Name)?.HelpName) ? $"{one.Name} …"
            : $"{one.Name} {string.Join(' ', one.Values.Select(Quoted))}"));
        var line = SafeText.Line(string.Join(' ', said));
        return line.Length == 0 ? null : Cut(line, LongestDetail);

        static string Quoted(string value) => Cut(value, LongestValue) is var cut && cut.Any(char.IsWhiteSpace) ? $"'{cut}'" : cut;
        static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1)] + "…";
    }
}
