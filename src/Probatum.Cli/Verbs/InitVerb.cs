using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Cli.Verbs;

/// <summary>probatum init</summary>
internal static class InitVerb
{
    public static Command Of(Shell shell)
    {
        var folder = Verb.Argument("DIR", "the new workspace's folder; absent or empty");
        return Verb.Alone(shell, "init", "Make a workspace: one folder for cases, files and keys, with a key named 'owner'.", "probatum init ./probatum-workspace", [folder], parse =>
        {
            var path = parse.GetRequiredValue(folder);
            try
            {
                Workspace.Create(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new BadInputException($"{path}: no workspace can be made here: {(e is FileNotFoundException or DirectoryNotFoundException ? "the system takes no folder there" : e.Message)}");
            }

            return new($"workspace {path}, with the key 'owner'", JsonMap.Of(("workspace", Path.GetFullPath(path))));
        });
    }
}
