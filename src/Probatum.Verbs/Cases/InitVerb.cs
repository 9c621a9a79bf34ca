using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>probatum init</summary>
internal static class InitVerb
{
    /// <summary>The fewest characters of a passphrase.</summary>
    public const int Shortest = 10;

    public static Command Of(Shell shell)
    {
        var folder = Verb.Argument("DIR", "the new workspace's folder; absent or empty");
        var locked = Verb.Flag("--passphrase", $"seal all of it under a passphrase ({Secrets.Passphrase}, else asked), so that a stolen disk tells nothing");
        return Verb.Alone(shell, "init", "Make a workspace: one folder for cases, files and keys, with a key named 'owner'.", "probatum init ./probatum-workspace --passphrase", [folder, locked], parse =>
        {
            var path = parse.GetRequiredValue(folder);
            var passphrase = parse.GetValue(locked) ? shell.Secret(Secrets.Passphrase, $"new passphrase of {path}") : null;
            if (passphrase is { Length: < Shortest })
            {
                throw new BadInputException($"a passphrase has at least {Shortest} characters; nothing was made");
            }

            try
            {
                Workspace.Create(path, passphrase);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new BadInputException($"{path}: no workspace can be made here: {(e is FileNotFoundException or DirectoryNotFoundException ? "the system takes no folder there" : e.Message)}");
            }

            return new($"workspace {path}, with the key 'owner'{(passphrase is null ? "" : "; everything in it is sealed under the passphrase, and nobody can open it without")}", JsonMap.Of(("workspace", Path.GetFullPath(path))));
        });
    }
}
