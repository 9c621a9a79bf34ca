using Probatum.Core;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Field;

/// <summary>A verdict as the page shows it.</summary>
/// <remarks>
/// <c>json</c> and <c>lines</c> are what <c>probatum verify</c> prints, with and without <c>--json</c>. All other texts are made
/// visible: what a dossier says can't turn round or hide what stands beside it.
/// </remarks>
internal static class PageResult
{
    public static JsonMap Of(string name, Verdict verdict, IBagReader? bag, bool isStrict) => JsonMap.Of(
        ("name", SafeText.Line(name)),
        ("outcome", Verdict.Word(verdict.Checks.Max(check => check.Outcome))),
        ("sentence", Sentence(verdict, isStrict)),
        ("isWanting", new JsonTruth(VerdictText.Code(verdict, isStrict) != 0)),
        ("title", verdict.Content?.History.State.Opened?.Title is { } title ? SafeText.Line(title) : null),
        ("case", verdict.Content?.History.Id?.Text),
        ("sealedAt", verdict.Content?.SealedAt is { Length: > 0 } at ? SafeText.Line(at) : null),
        ("engine", Engine.Version),
        ("checkpoint", Checkpoint(bag)),
        ("withheld", Withheld(verdict)),
        ("missing", Missing(verdict, bag)),
        ("promises", JsonList.Of(Promises.Of(verdict).Select(Promised))),
        ("json", CanonicalJson.WriteText(verdict.ToJson())),
        ("lines", SafeText.Visible(SafeText.Lines(VerdictText.Lines(verdict, name, isStrict)))));

    private static string Sentence(Verdict verdict, bool isStrict)
    {
        var (fail, open) = (verdict.Checks.Count(check => check.Outcome == Outcome.Fails), verdict.Checks.Count(check => check.Outcome == Outcome.NotProven));
        return (fail, open) switch
        {
            ( > 0, _) => $"This dossier does not hold: {Number(fail, "check fails", "checks fail")}.",
            (_, 0) => "This dossier holds: every check does.",
            _ when isStrict => $"Nothing in this dossier fails, but {Number(open, "check is", "checks are")} not proven: under a policy of your own, that is wanting.",
            _ => $"This dossier holds: nothing in it fails; {Number(open, "check is", "checks are")} not proven from it alone.",
        };
    }

    private static string Number(int count, string one, string several) => count == 1 ? $"1 {one}" : $"{count} {several}";

    private static JsonMap Promised(PromiseVerdict promise) => JsonMap.Of(
        ("title", promise.Title),
        ("outcome", Verdict.Word(promise.Outcome)),
        ("holds", promise.Count(Outcome.Holds)),
        ("notProven", promise.Count(Outcome.NotProven)),
        ("fails", promise.Count(Outcome.Fails)),
        ("checks", JsonList.Of(promise.Checks.Select(check => (Json)JsonMap.Of(
            ("code", check.Code), ("outcome", Verdict.Word(check.Outcome)), ("words", SafeText.Line(check.Words)))))));

    /// <summary>What the checkpoint states, whether or not the log hashes to it: that is a check.</summary>
    private static JsonMap? Checkpoint(IBagReader? bag)
    {
        try
        {
            using var file = bag?.Open(BagLayout.Checkpoint);
            var bytes = new byte[file is null ? 0 : Math.Min(file.Length, 1 << 16)];
            return file is not null && file.ReadAtLeast(bytes, bytes.Length, false) == bytes.Length && SignedNote.TryParse(bytes, out var note, out _)
                && Ledger.Checkpoint.TryParse(note.Text, out var checkpoint, out _)
                ? JsonMap.Of(("origin", SafeText.Line(checkpoint.Origin)), ("size", checkpoint.Size), ("root", checkpoint.Root.ToBase64()))
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static JsonMap? Withheld(Verdict verdict) => verdict.Content?.Withheld is not { } withheld ? null : JsonMap.Of(
        ("members", withheld.Count),
        ("reasons", JsonList.Of(withheld.ByReason().Select(one => (Json)JsonMap.Of(("reason", SafeText.Line(one.Reason)), ("members", one.Members))))));

    /// <summary>Files that the manifest lists or an open member names and that are not there.</summary>
    private static JsonList? Missing(Verdict verdict, IBagReader? bag)
    {
        if (bag is null)
        {
            return null;
        }

        var there = bag.Paths.ToHashSet(StringComparer.Ordinal);
        var named = verdict.Content is { } content ? content.Named.With(content.History.State).Keys.Select(BagLayout.File) : [];
        return JsonList.Of(Listed(bag).Concat(named).Where(path => !there.Contains(path)).Distinct().Order(StringComparer.Ordinal).Select(path => (Json)new JsonText(SafeText.Line(path))));
    }

    /// <summary>What the manifest lists, as far as it can be read.</summary>
    private static List<string> Listed(IBagReader bag)
    {
        var listed = new List<string>();
        try
        {
            using var file = bag.Open(BagLayout.Manifest);
            using var lines = new StreamReader(file ?? Stream.Null);
            while (lines.ReadLine() is { } line)
            {
                if (line.Split("  ", 2) is [_, var path])
                {
                    listed.Add(path);
                }
            }
        }
        catch (InvalidDataException)
        {
            // Its bytes in the ZIP were changed: a check that fails says so.
        }

        return listed;
    }
}
