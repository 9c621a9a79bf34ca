using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Help;
using Probatum.Core;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>All verbs, and the one place where faults become messages and exit codes.</summary>
public static class CommandLine
{
    private const string Words = """
        Probatum: who said it, what was found, and what the evidence can carry.
        A case system for finding out whether a chemical was used as a weapon.

        Exit codes: 0 good, 1 found wanting, 2 bad usage or input.
        Standard output holds only the result; notes and errors go to standard error.

        Example:
          probatum demo --out /tmp/demo
        """;

    // A value that begins with @ is a value, and names no file to read more words from.
    private static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null };

    private static readonly ImmutableArray<Func<Shell, Command>> Verbs =
    [
        DemoVerb.Of, InitVerb.Of, KeyVerbs.Of, PartyVerbs.Of, CaseVerbs.Of, IncidentVerbs.Of, ReportVerbs.Of, ClaimVerbs.Of, AllegationVerbs.Of, EchoesVerb.Of,
        ClaimsVerb.Of, TextVerbs.Of, ImportVerb.Of, SampleVerbs.Of, CasualtyVerbs.Of, LibraryVerbs.Of, SpectraVerbs.Of, IdentifyVerb.Of, ResultVerbs.Of, LaboratoryVerbs.Of, RequestVerbs.Of, NoteVerbs.Of,
        InterviewVerbs.Of, ConsentVerbs.Of, MediaVerbs.Of, SiteVerbs.Of, RemnantVerbs.Of, ExportVerbs.Of, FormVerb.Of,
        HypothesisVerbs.Of, EvidenceVerbs.Of, FindingVerbs.Of, AssessVerb.Of, CorrectVerb.Of, EraseVerb.Of, VaultVerbs.Of, SealVerb.Of, HandoverVerb.Of, VerifyVerb.Of,
        RedactVerb.Of, CompareVerb.Of, LogVerbs.Of, BundleVerbs.Of, WitnessVerbs.Of, SearchVerb.Of, BackupVerbs.Backup, BackupVerbs.Restore, ServeVerb.Of,
    ];

    /// <summary>Every verb of the program.</summary>
    public static RootCommand Build(Shell shell)
    {
        var root = new RootCommand(Words);
        foreach (var verb in Verbs)
        {
            root.Add(verb(shell));
        }

        return root;
    }

    /// <summary>Runs one command line and returns its exit code; prints to the shell's writers only.</summary>
    public static int Run(IReadOnlyList<string> args, Shell shell)
    {
        if (args is [DocumentReading.Word, ..])
        {
            return DocumentReading.Serve(args);
        }

        var parse = Parse(shell, args);
        if (parse.Action is HelpAction || args.Count == 0)
        {
            var help = args.Count == 0 ? Build(shell).Parse(["--help"]) : parse;
            return help.Invoke(new() { Output = shell.Out, Error = shell.Error, EnableDefaultExceptionHandler = false });
        }

        if (Complaint(args, parse) is { } why)
        {
            shell.Error.WriteLine($"probatum: {SafeText.Line(why)}");
            shell.Error.WriteLine($"try: {string.Join(' ', Path(parse.CommandResult.Command).Prepend("probatum"))} --help");
            return 2;
        }

        return Guard(shell, () => parse.Invoke(new() { Output = shell.Out, Error = shell.Error, EnableDefaultExceptionHandler = false }));
    }

    /// <summary>Takes a command line apart.</summary>
    internal static ParseResult Parse(Shell shell, IReadOnlyList<string> args) => Build(shell).Parse(args, Plain);

    /// <summary>What is wrong with a command line before anything is done; null where nothing is.</summary>
    internal static string? Complaint(IReadOnlyList<string> args, ParseResult parse) =>
        (parse.UnmatchedTokens is [var first, ..] ? first : Stray(args, parse.CommandResult.Command)) is { } unknown ? $"'{unknown}' is not known here"
            // The parser lists the choices of an option one a line.
            : parse.Errors.Count > 0 ? string.Join(' ', parse.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : null;

    /// <summary>Runs a verb and prints its answer.</summary>
    internal static int Print(ParseResult parse, Shell shell, Func<ParseResult, Answer> verb)
    {
        var answer = verb(parse);
        if (Verb.Said(parse, Verb.AsJson))
        {
            shell.Out.WriteLine(CanonicalJson.WriteText(answer.Json));
        }
        else if (answer.Text.Length > 0)
        {
            shell.Out.WriteLine(SafeText.Visible(answer.Text));
        }

        return answer.Code;
    }

    /// <summary>
    /// The first word that looks like an option and is none of this verb. An option of many values would take it for one of them,
    /// and a slip of the finger would be signed. After "--" every word is a value.
    /// </summary>
    private static string? Stray(IEnumerable<string> args, Command verb)
    {
        var known = verb.Parents.OfType<Command>().Append(verb).SelectMany(command => command.Options).SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet(StringComparer.Ordinal);
        return args.TakeWhile(arg => arg != "--").FirstOrDefault(arg => IsOption(arg) && !known.Contains(arg.Split('=', ':')[0]));

        static bool IsOption(string arg) => arg is ['-', '-', var first, ..] ? char.IsAsciiLetter(first) : arg is ['-', var only] && char.IsAsciiLetter(only);
    }

    private static int Guard(Shell shell, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is BadInputException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            shell.Error.WriteLine($"probatum: {SafeText.Line(e.Message)}");
            return 2;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of ours that no check foresaw is still one line and exit code 2, and nothing is half-written: a batch is whole or not there.
            shell.Error.WriteLine($"probatum: {SafeText.Line($"an unforeseen fault, please report it: {e.GetType().Name}: {e.Message}")}");
            return 2;
        }
    }

    private static IEnumerable<string> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? [.. Path(parent), command.Name] : command is RootCommand ? [] : [command.Name];
}
