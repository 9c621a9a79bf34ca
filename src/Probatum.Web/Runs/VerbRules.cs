using System.Collections.Frozen;
using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Verbs;
using Probatum.Web.Accounts;

namespace Probatum.Web.Runs;

/// <summary>What a verb does, as far as who may run it depends on it.</summary>
public enum VerbKind
{
    /// <summary>Shows what is on record.</summary>
    Reads,

    /// <summary>Adds records, signed by whoever runs it.</summary>
    Writes,
}

/// <summary>A verb that is served, and what whoever runs it must be allowed beside the role that its records need.</summary>
/// <param name="Words">Its words, such as "sample add".</param>
/// <param name="Needs">What it needs.</param>
/// <param name="Kind">Whether it signs records.</param>
/// <param name="IsBlindSafe">Whether a laboratory, which sees its blind work only, may run it.</param>
public sealed record VerbRule(string Words, Needs Needs, VerbKind Kind, bool IsBlindSafe);

/// <summary>Which verbs are served, and which are not and why: one row each. A verb without a row is refused, and a test asks for the row.</summary>
public static class VerbRules
{
    /// <summary>Verbs that work on the machine or the whole workspace, with the reason why they are not served.</summary>
    public static FrozenDictionary<string, string> NotServed { get; } = new Dictionary<string, string>
    {
        ["demo"] = "runs the examples on this machine",
        ["init"] = "makes a workspace",
        ["serve"] = "is what serves",
        ["key new"] = "makes a key on this machine; a browser makes its own",
        ["key passphrase"] = "changes the workspace's passphrase",
        ["key prove"] = "uses a key of this machine",
        ["key rotate"] = "uses two keys of this machine",
        ["key register"] = "is done by the screen of members, which brings both signatures together",
        ["key accept"] = "is done by the screen of members",
        ["case open"] = "has an address of its own",
        ["case list"] = "has an address of its own",
        ["search"] = "has an address of its own",
        ["case rules adopt"] = "reads a folder of this machine",
        ["claim ask"] = "sends a report to a model that somebody names, which only whoever is at the machine decides",
        ["claims"] = "reads documents of this machine",
        ["text train"] = "works on this machine's files",
        ["text evaluate"] = "works on this machine's files",
        ["text export"] = "writes a folder of this machine",
        ["text gazetteer"] = "works on this machine's files",
        ["text place"] = "reads lists of this machine",
        ["library build"] = "works on this machine's files",
        ["library info"] = "works on this machine's files",
        ["library search"] = "works on this machine's files",
        ["casualty identity set"] = "reads what is typed or a file; done by the screen of people",
        ["casualty identity show"] = "done by the screen of people, under the vault's passphrase",
        ["vault init"] = "makes the identity vault",
        ["vault show"] = "shows the vault of this machine",
        ["vault passphrase"] = "changes the vault's passphrase",
        ["erase"] = "destroys keys of this machine, for which a person at the machine answers",
        ["redact"] = "works on a dossier of this machine",
        ["compare"] = "works on dossiers of this machine",
        ["verify"] = "works on a dossier of this machine; the verify page does it in the browser",
        ["log audit"] = "reads the whole workspace",
        ["log export-tiles"] = "writes a folder of this machine; the tiles have addresses of their own",
        ["log reconcile"] = "answers for the log of this machine",
        ["log cosign"] = "asks others over the network",
        ["log stamp"] = "asks others over the network",
        ["log activity"] = "has an address of its own",
        ["bundle merge"] = "merges into the workspace",
        ["backup"] = "takes the whole workspace out",
        ["restore"] = "makes a workspace",
        ["witness init"] = "is another party's",
        ["witness trust"] = "is another party's",
        ["witness serve"] = "is another party's",
        ["witness sign"] = "is another party's",
        ["witness conflicts"] = "is another party's",
        ["witness evidence"] = "is another party's",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What goes out of the case as a file or a whole table, and what seals or narrows, are permissions of their own.
    private static readonly FrozenSet<string> Exports = new[]
    {
        "export table", "export places", "export timeline", "export custody", "export fhir", "report write", "sample label", "sample page", "bundle export", "form", "import form",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Withholding = new[] { "seal", "handover" }.ToFrozenSet(StringComparer.Ordinal);

    // Verbs of a laboratory's own work. It reads through its sight, so a listing shows its blind work and nothing more.
    private static readonly FrozenSet<string> BlindSafe = new[]
    {
        "sample list", "sample show", "sample open", "sample split", "sample transfer", "sample receive", "sample refuse", "sample check", "sample store", "sample use", "sample end", "sample remark",
        "sample reading", "result add", "result list", "result show", "laboratory job list", "laboratory job show", "identify", "spectra match", "spectra inspect", "finding observe",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Only looked at, never run.
    private static readonly FrozenDictionary<string, Command> Commands = Leaves(CommandLine.Build(new(TextWriter.Null, TextWriter.Null, () => default, _ => { }, true)))
        .ToFrozenDictionary(verb => verb.Words, verb => verb.Command, StringComparer.Ordinal);

    /// <summary>A verb, to be looked at.</summary>
    public static Command CommandOf(string words) => Commands[words];

    /// <summary>The options of a verb that are taken over the network. Workspace, case, key and form of the answer are the request's own; what would ask others over the network is not taken.</summary>
    public static ImmutableArray<Option> OptionsOf(string words) =>
        [.. Commands[words].Options.Where(option => option.Name is not ("--workspace" or "--case" or "--key" or "--json" or "--help") && PathValues.Of(option) != ValueSort.Refused)];

    /// <summary>Its arguments; which case it is, the address says.</summary>
    public static ImmutableArray<Argument> ArgumentsOf(string words) => [.. Commands[words].Arguments.Where(argument => argument.Name != "CASE")];

    /// <summary>Every verb that is served, by its words.</summary>
    public static FrozenDictionary<string, VerbRule> All { get; } = Commands.Select(verb => (Words: verb.Key, Command: verb.Value))
        .Where(verb => !NotServed.ContainsKey(verb.Words))
        .Select(verb => new VerbRule(
            verb.Words, Exports.Contains(verb.Words) ? Needs.Export : Withholding.Contains(verb.Words) ? Needs.Withhold : Needs.Case,
            verb.Command.Options.Any(option => option.Name == "--key") ? VerbKind.Writes : VerbKind.Reads, BlindSafe.Contains(verb.Words)))
        .ToFrozenDictionary(rule => rule.Words, StringComparer.Ordinal);

    /// <summary>Every verb of the program with its words.</summary>
    public static IEnumerable<(string Words, Command Command)> Leaves(Command root) => Leaves(root, "");

    /// <summary>Why somebody may not run a verb; null where they may.</summary>
    public static string? Refusal(VerbRule rule, Grant? grant)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return grant is null ? "there is no such case"
            : !AccessRules.Allows(grant, rule.Needs) ? $"'{rule.Words}' needs the permission '{rule.Needs.ToString().ToLowerInvariant()}' in this case"
            : grant.Role == "laboratory" && !rule.IsBlindSafe ? $"'{rule.Words}' is not for a laboratory, which works blind"
            : rule.Kind == VerbKind.Writes && grant.Role is ("reader" or "auditor") ? $"a {grant.Role} records nothing"
            : null;
    }

    private static IEnumerable<(string Words, Command Command)> Leaves(Command command, string words)
    {
        // A group may be a verb of its own too, such as 'import'.
        if (words.Length > 0 && (command.Subcommands.Count == 0 || command.Action is not null))
        {
            yield return (words, command);
        }

        foreach (var leaf in command.Subcommands.SelectMany(sub => Leaves(sub, words.Length == 0 ? sub.Name : $"{words} {sub.Name}")))
        {
            yield return leaf;
        }
    }
}
