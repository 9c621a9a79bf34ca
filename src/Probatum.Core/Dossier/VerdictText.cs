namespace Probatum.Core.Dossier;

/// <summary>How a verdict is told, and what exit code it gives: one place for every program that verifies.</summary>
public static class VerdictText
{
    /// <summary>One line a check, what holds first, and a last line that sums up.</summary>
    public static IEnumerable<string> Lines(Verdict verdict, string path, bool isStrict)
    {
        var counts = verdict.Checks.CountBy(check => check.Outcome).ToDictionary();
        return
        [
            .. verdict.Checks.OrderBy(check => check.Outcome).Select(check => $"{Verdict.Word(check.Outcome),-10}  {check.Code,-16}  {check.Words}"),
            $"{(verdict.Holds ? "HOLDS" : "FAILS")}: {path}: {counts.GetValueOrDefault(Outcome.Holds)} hold, {counts.GetValueOrDefault(Outcome.NotProven)} not proven, {counts.GetValueOrDefault(Outcome.Fails)} fail{(verdict.Holds && Code(verdict, isStrict) == 1 ? "; exit code 1, because with --policy what is not proven is wanting" : "")}",
        ];
    }

    /// <summary>0 when nothing fails, else 1; with a policy of the reader's own, what is not proven gives 1 as well.</summary>
    public static int Code(Verdict verdict, bool isStrict) =>
        verdict.Holds && !(isStrict && verdict.Checks.Any(check => check.Outcome == Outcome.NotProven)) ? 0 : 1;
}
