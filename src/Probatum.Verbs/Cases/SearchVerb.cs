using System.CommandLine;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum search</summary>
internal static class SearchVerb
{
    public static Command Of(Shell shell)
    {
        var words = Verb.Arguments("WORDS", "all of them must stand in one member of a record");
        return Verb.Alone(shell, "search", "Find records by words, in any case of the workspace.", "probatum search 'nine samples'", [words, Verb.Workspace], parse =>
        {
            using var workspace = OpenedCase.OpenWorkspace(parse, shell);
            foreach (var id in workspace.Cases)
            {
                workspace.Index.Follow(workspace.Read(id, SignatureCheck.AlreadyChecked).History);
            }

            var found = workspace.Index.Search(string.Join(' ', parse.GetRequiredValue(words)));
            return Answer.Of(
                Columns.Of(["leaf", "kind", "member", "passage"], found.Select(one => new[] { $"{one.Index}", one.Type, one.Member, one.Passage.ReplaceLineEndings(" ") })),
                JsonList.Of(found.Select(one => (Json)JsonMap.Of(("case", one.Case.Text), ("leaf", one.Index), ("type", one.Type), ("member", one.Member), ("passage", one.Passage)))),
                found.IsEmpty ? 1 : 0);
        });
    }
}
