using System.CommandLine;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>probatum search</summary>
internal static class SearchVerb
{
    private const int Shown = 100;

    public static Command Of(Shell shell)
    {
        var words = Verb.Arguments("WORDS", "all of them must stand in one record or the text of one report; \"in quotes\" behind one another, none of those behind a minus");
        var kind = Verb.Several("--kind", "only records of these kinds", "KIND");
        var made = Verb.Several("--made", "only records of these years or months, as their authors say", "YYYY[-MM]");
        return Verb.Alone(shell, "search", "Find records by words, in any case of the workspace; names also in other spellings and scripts.", "probatum search 'nine samples'", [words, kind, made, Verb.Workspace], parse =>
        {
            using var workspace = OpenedCase.OpenWorkspace(parse, shell);
            foreach (var id in workspace.Cases)
            {
                workspace.Index.Follow(workspace.Read(id, SignatureCheck.AlreadyChecked).History);
            }

            var found = workspace.Index.Search(new(string.Join(' ', parse.GetRequiredValue(words)), SearchScope.Everything)
            {
                Filter = new() { Kinds = [.. parse.GetValue(kind) ?? []], Made = [.. parse.GetValue(made) ?? []] },
                Take = Shown,
            });
            return Answer.Of(
                Columns.Of(["leaf", "kind", "member", "passage"], found.Hits.Select(one => new[] { $"{one.Index}", one.Type, one.Member, one.Marked("[", "]").ReplaceLineEndings(" ") }))
                    .Concat(found.Counted > found.Hits.Length ? [$"{found.Hits.Length} of {found.Counted}{(found.IsPartial ? " and more" : "")}"] : []),
                JsonList.Of(found.Hits.Select(Hit)),
                found.Hits.IsEmpty ? 1 : 0);
        });
    }

    private static JsonMap Hit(FoundRecord one) => JsonMap.Of(
        ("case", one.Case.Text), ("leaf", one.Index), ("type", one.Type), ("member", one.Member), ("passage", one.Marked("[", "]")), ("author", one.Author.Text),
        ("made", one.Made?.ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture)), ("exact", new JsonTruth(one.IsExact)));
}
