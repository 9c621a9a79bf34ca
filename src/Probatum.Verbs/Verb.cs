using System.CommandLine;

namespace Probatum.Verbs;

/// <summary>How verbs are made: a name, what it does, an example, its arguments and options, and what it answers.</summary>
/// <remarks>
/// Every verb has its own instances of the common options, since an option keeps a list of all commands that it was ever
/// added to. They are read by <see cref="Said{T}"/>.
/// </remarks>
internal static class Verb
{
    /// <summary>Prints the result as one line of JSON.</summary>
    public static Option<bool> AsJson => new("--json") { Description = "print the result as one line of JSON" };

    /// <summary>The folder of the workspace.</summary>
    public static Option<string?> Workspace => new("--workspace", "-w") { Description = "the workspace's folder (else PROBATUM_WORKSPACE, else ./probatum-workspace)", HelpName = "DIR" };

    /// <summary>The case.</summary>
    public static Option<string?> Case => new("--case", "-c") { Description = "the case by its id or the beginning of its title; not needed when there is only one", HelpName = "CASE" };

    /// <summary>The signing key.</summary>
    public static Option<string> Key => new("--key", "-k") { Description = "the key that signs", HelpName = "NAME", DefaultValueFactory = _ => "owner" };

    /// <summary>What the command line says for a common option; nothing where the verb has no such option.</summary>
    public static T? Said<T>(ParseResult parse, Option<T> common) =>
        parse.CommandResult.Command.Options.OfType<Option<T>>().FirstOrDefault(option => option.Name == common.Name) is { } own ? parse.GetValue(own) : default;

    /// <summary>A verb that works without a workspace.</summary>
    public static Command Alone(Shell shell, string name, string words, string example, IEnumerable<Symbol> symbols, Func<ParseResult, Answer> answer) =>
        Make(shell, new Answering(name, Said(words, example), answer), [.. symbols, AsJson]);

    /// <summary>A verb that reads a case.</summary>
    public static Command Reading(Shell shell, string name, string words, string example, IEnumerable<Symbol> symbols, Func<ParseResult, OpenedCase, Answer> answer) =>
        Alone(shell, name, words, example, [.. symbols, Case, Workspace], parse =>
        {
            using var opened = OpenedCase.Open(parse, shell);
            return answer(parse, opened);
        });

    /// <summary>A verb that adds records to a case.</summary>
    public static Command Writing(Shell shell, string name, string words, string example, IEnumerable<Symbol> symbols, Func<ParseResult, OpenedCase, Answer> answer) =>
        Reading(shell, name, words, example, [.. symbols, Key], answer);

    /// <summary>Verbs under a common name.</summary>
    public static Command Group(string name, string words, params IEnumerable<Command> verbs)
    {
        var group = new Command(name, words);
        foreach (var verb in verbs)
        {
            group.Add(verb);
        }

        return group;
    }

    /// <summary>A required argument.</summary>
    public static Argument<string> Argument(string name, string words) => new(name) { Description = words };

    /// <summary>One argument or more.</summary>
    public static Argument<string[]> Arguments(string name, string words) => new(name) { Description = words, Arity = ArgumentArity.OneOrMore };

    /// <summary>An option that may be left out.</summary>
    public static Option<string?> Option(string name, string words, string? help = null) => new(name) { Description = words, HelpName = help };

    /// <summary>The language of documents, for those who know better than the words tell.</summary>
    public static Option<string?> Language()
    {
        var language = Option("--language", "the language of all of the text; else it is told from its words", "CODE");
        language.AcceptOnlyFromAmong(Text.Language.WithRules.Split(", "));
        return language;
    }

    /// <summary>An option that must be given.</summary>
    public static Option<string> Required(string name, string words, string? help = null) => new(name) { Description = words, HelpName = help, Required = true };

    /// <summary>An option that may be given several times, or with several values.</summary>
    public static Option<string[]> Several(string name, string words, string? help = null) =>
        new(name) { Description = words, HelpName = help, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string words) => new(name) { Description = words };

    /// <summary>What a verb answers, with nothing printed.</summary>
    /// <param name="shell">The shell; where it holds a case, that is the one.</param>
    /// <param name="words">Its words, such as "sample list".</param>
    /// <exception cref="BadInputException">The words are none of a verb, or the verb refuses.</exception>
    public static Answer AnswerOf(Shell shell, IReadOnlyList<string> words)
    {
        var parse = CommandLine.Parse(shell, words);
        return CommandLine.Complaint(words, parse) is { } why ? throw new BadInputException(why)
            : parse.CommandResult.Command is Answering verb ? verb.Answer(parse)
            : throw new BadInputException($"'{string.Join(' ', words.Take(2))}' is the beginning of a verb; 'probatum --help' lists them");
    }

    /// <summary>What a verb that reads a case answers of this one.</summary>
    public static Answer Of(Shell shell, IReadOnlyList<string> words, OpenedCase opened) => AnswerOf(shell with { Held = opened }, words);

    private static string Said(string words, string example) => $"{words}\n\nExample:\n  {example}";

    private static Answering Make(Shell shell, Answering command, IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Add(argument);
                    break;
                case Option option:
                    command.Add(option);
                    break;
            }
        }

        command.SetAction(parse => CommandLine.Print(parse, shell, command.Answer));
        return command;
    }

    /// <summary>A verb, with what it answers.</summary>
    private sealed class Answering(string name, string words, Func<ParseResult, Answer> answer) : Command(name, words)
    {
        public Func<ParseResult, Answer> Answer => answer;
    }
}
