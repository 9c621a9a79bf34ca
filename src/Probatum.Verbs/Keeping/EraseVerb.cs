using System.CommandLine;
using Probatum.Core.Cases;

namespace Probatum.Verbs;

/// <summary>probatum erase</summary>
internal static class EraseVerb
{
    public static Command Of(Shell shell)
    {
        var subject = Verb.Argument("SUBJECT", "a casualty or another person of the case, or a party that is a person: its code, name, handle or id");
        var reason = Verb.Required("--reason", "why, and on what ground; sealed", "WHY");
        return Verb.Writing(
            shell, "erase", "Erase what was recorded about a person: its key here is destroyed, for good. Leaves and proofs stay, what they sealed reads 'withheld: erased'. Says where the name stands besides: that stays.",
            "probatum erase K-01 --reason 'consent withdrawn on 2031-06-02'", [subject, reason], (parse, opened) =>
            {
                var named = opened.State.Entities.Named(parse.GetRequiredValue(subject)).Where(one => one.Sort is "casualty" or "person" or "party").ToList();
                var who = named switch
                {
                    [var one] => one,
                    [] => throw new BadInputException($"this case has no casualty and no party '{parse.GetRequiredValue(subject)}'"),
                    _ => throw new BadInputException($"{named.Count} are called '{parse.GetRequiredValue(subject)}': {string.Join(", ", named.Select(one => one.Handle))}; say which by that short name"),
                };
                var about = Subject.About(who.Id, opened.State);
                var files = Subject.FilesOnlyIn(about, opened.State).ToList();
                var left = NamesLeft.Of(opened, about);
                left.Lines("before: ").ToList().ForEach(opened.Note);
                var receipts = opened.Record(new Erased(who.Id, [.. about.Select(entry => entry.Id.Text)], files.Count, parse.GetRequiredValue(reason)));

                // The record first: a crash from here on leaves files and a key whose end is on record, and every opening finishes it.
                opened.FinishErasures();
                left = left.As(opened.State.Entities);
                var answer = OpenedCase.Recorded(
                    receipts,
                    $"{who.Handle} is erased: {Words.Count(about.Length, "record")} and {Words.Count(files.Count, "file")} can't be opened any more. What left this workspace before (dossiers, bundles, backups with their keys) is not reached by this",
                    ("subject", who.Id.Text), ("records", about.Length), ("files", files.Count), ("left", left.ToJson()));
                return answer with { Text = string.Join('\n', [answer.Text, .. left.Lines("")]) };
            });
    }
}
