using System.CommandLine;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum laboratory …</summary>
internal static class LaboratoryVerbs
{
    public static Command Of(Shell shell) => Verb.Group(
        "laboratory", "What laboratories were asked to do, what is outstanding, and how they answered their controls.",
        Verb.Group("job", "Work that a laboratory was asked to do.", Open(shell), List(shell), Show(shell)), Designate(shell), Control(shell), Controls(shell));

    private static Command Open(Shell shell)
    {
        var laboratory = Verb.Argument("LABORATORY", "who is asked");
        var samples = Verb.Several("--sample", "the samples or aliquots, controls among them", "SAMPLE");
        samples.Required = true;
        var (profile, ask) = (Verb.Option("--profile", "the criteria that results are to be held against", "NAME"), Verb.Several("--ask", "what is to be answered, each in a line", "TEXT"));
        var (due, by, note) = (Verb.Option("--due", "until when", "TIME"), Verb.Option("--by", "who asks", "PARTY"), Verb.Option("--note", "what else is to be said", "TEXT"));
        return Verb.Writing(
            shell, "open", "Record what a laboratory is asked to do.", "probatum laboratory job open 'DL 01' --sample S-09/A S-10/A --profile designated-laboratory --ask 'nerve agents and their products' --due 2031-05-25",
            [laboratory, samples, profile, ask, due, by, note], (parse, opened) =>
            {
                var id = opened.NewId();
                var receipts = opened.Record(new LaboratoryJobOpened(
                    id, opened.Find("party", parse.GetRequiredValue(laboratory)), opened.FindOr("party", parse.GetValue(by)), [.. parse.GetRequiredValue(samples).Select(name => opened.Find("sample", name))],
                    ResultVerbs.Profile(opened, parse.GetValue(profile))?.Id, [.. parse.GetValue(ask) ?? []], OpenedCase.When(parse.GetValue(due)), parse.GetValue(note)));
                return OpenedCase.Recorded(receipts, $"job {opened.Call(id)} for {parse.GetRequiredValue(laboratory)}: {Words.Count(parse.GetRequiredValue(samples).Length, "sample")}", ("job", id.Text));
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the jobs: what is in, what is outstanding, what is late.", "probatum laboratory job list", [], (parse, opened) =>
    {
        var jobs = opened.State.Laboratory.Jobs.Select(job => JobReview.Of(job, opened.State)).ToList();
        return Answer.Of(
            Columns.Of(["job", "laboratory", "due", "samples", "results", "outstanding", "late", "controls", "asked"], jobs.Select(one => new[]
            {
                opened.Call(one.Job.Job), opened.State.Parties.Name(one.Job.Laboratory), one.Job.Due?.Words ?? "not said", $"{one.Job.Samples.Length}", $"{one.Results.Length}",
                string.Join(", ", one.Outstanding.Select(sample => opened.Call(sample))) is { Length: > 0 } open ? open : "none", Late(one, shell) ?? "no", InShort(one), string.Join("; ", one.Job.Asked),
            })),
            JsonList.Of(jobs.Select(one => (Json)Json(one, opened, shell))));
    });

    private static Command Show(Shell shell)
    {
        var name = Verb.Argument("JOB", "its short name, such as J1");
        return Verb.Reading(shell, "show", "Show a job: each sample with its results, what is outstanding or late, criteria not reported, and how its controls were answered.", "probatum laboratory job show J1", [name], (parse, opened) =>
        {
            var id = opened.Find("job", parse.GetRequiredValue(name));
            var one = JobReview.Of(opened.State.Laboratory.Jobs.Last(job => job.Job == id), opened.State);
            return Answer.Of(
                [
                    $"{opened.Call(id)}: {opened.State.Parties.Name(one.Job.Laboratory)}{(one.Job.By is { } by ? $", asked by {opened.State.Parties.Name(by)}" : "")}; due {one.Job.Due?.Words ?? "not said"}{(Late(one, shell) is { } late ? $"; late: {late}" : "")}",
                    .. one.Job.Asked.Select(asked => $"  asked: {asked}"), .. one.Job.Note is { } note ? new[] { $"  {note}" } : [],
                    .. one.Results.Select(result => $"  {opened.Call(result.Result)}: {result.Substance} in {opened.Call(result.Sample)}, {result.Outcome}{Lacking(result, opened)}"),
                    .. one.Outstanding.Select(sample => $"  outstanding: {opened.Call(sample)}"),
                    .. one.Controls.Select(answer => Line(answer, opened)),
                ],
                Json(one, opened, shell));
        });
    }

    private static Command Designate(Shell shell)
    {
        var (laboratory, scheme, scope) = (Verb.Argument("LABORATORY", "the laboratory"), Verb.Required("--scheme", "under which it is designated or accredited", "TEXT"), Verb.Required("--scope", string.Join(" or ", LaboratoryDesignated.Scopes), "SCOPE"));
        scope.AcceptOnlyFromAmong([.. LaboratoryDesignated.Scopes]);
        var (from, until, document) = (Verb.Option("--from", "since when", "TIME"), Verb.Option("--until", "until when", "TIME"), Verb.Required("--document", "which document tells it", "TEXT"));
        return Verb.Writing(
            shell, "designate", "Record that a laboratory is designated, as a document tells.", "probatum laboratory designate 'DL 01' --scheme 'OPCW designated laboratory' --scope environmental --document 'list of 1 July 2031'",
            [laboratory, scheme, scope, from, until, document], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new LaboratoryDesignated(
                    opened.Find("party", parse.GetRequiredValue(laboratory)), parse.GetRequiredValue(scheme), parse.GetRequiredValue(scope), OpenedCase.When(parse.GetValue(from)), OpenedCase.When(parse.GetValue(until)),
                    parse.GetRequiredValue(document))),
                $"{parse.GetRequiredValue(laboratory)} is designated for {parse.GetRequiredValue(scope)} samples: {parse.GetRequiredValue(scheme)}"));
    }

    private static Command Control(Shell shell)
    {
        var (sample, sort) = (Verb.Argument("SAMPLE", "the sample that is a control"), Verb.Required("--sort", string.Join(", ", QualityControlDeclared.Sorts), "SORT"));
        sort.AcceptOnlyFromAmong([.. QualityControlDeclared.Sorts]);
        var (of, expected, by) = (Verb.Option("--of", "the sample that it is a duplicate of", "SAMPLE"), Verb.Several("--expected", "what was put into it", "NAME"), Verb.Option("--by", "who prepared it", "PARTY"));
        return Verb.Writing(
            shell, "control", "Declare that a sample is a control, whatever its container says. The policy 'laboratory' keeps it back.", "probatum laboratory control S-10/A --sort spiked --expected IMPA", [sample, sort, of, expected, by], (parse, opened) =>
                OpenedCase.Recorded(
                    opened.Record(new QualityControlDeclared(
                        opened.Find("sample", parse.GetRequiredValue(sample)), parse.GetRequiredValue(sort), opened.FindOr("sample", parse.GetValue(of)), [.. parse.GetValue(expected) ?? []],
                        opened.FindOr("party", parse.GetValue(by)))),
                    $"{parse.GetRequiredValue(sample)} is a control: {parse.GetRequiredValue(sort)}"));
    }

    private static Command Controls(Shell shell) => Verb.Reading(shell, "controls", "List the controls and how each laboratory answered them. Exit code 1 where one was answered wrong.", "probatum laboratory controls", [], (parse, opened) =>
    {
        List<ControlAnswer> answers = [.. opened.State.Laboratory.ControlsInOrder.SelectMany(control => JobReview.Answers(control, opened.State))];
        return Answer.Of(
            answers.Count == 0 ? ["no control is declared, or no laboratory was given one"] : answers.Select(answer => Line(answer, opened)), JsonList.Of(answers.Select(answer => (Json)Json(answer, opened))),
            answers.Exists(answer => answer.IsRight == false) ? 1 : 0);
    });

    private static string Line(ControlAnswer answer, OpenedCase opened) =>
        $"  control {opened.Call(answer.Declared.Sample)} ({answer.Declared.Sort}{(answer.Declared.Of is { } of ? $" of {opened.Call(of)}" : "")}), {opened.State.Parties.Name(answer.Laboratory)}: {Verdict(answer)}{(answer.Why.Length > 0 ? $": {answer.Why}" : "")}";

    private static string Verdict(ControlAnswer answer) => answer.IsRight switch { true => "right", false => "WRONG", _ => "not answered yet" };

    private static string InShort(JobReview one) => one.Controls.IsEmpty ? "none"
        : one.Controls.Any(answer => answer.IsRight == false) ? "wrong" : one.Controls.All(answer => answer.IsRight == true) ? "right" : "not answered yet";

    private static string Lacking(ResultReported result, OpenedCase opened)
    {
        var criteria = CriteriaReview.Of(result, opened.State, opened.Tables);
        List<string> lacking = [.. criteria.Failed.Select(one => $"{one.Name} fail"), .. criteria.Missing.Select(one => $"{one.Name} not reported")];
        return lacking.Count > 0 ? $"; {string.Join(", ", lacking)}" : criteria.Profile is null ? "; held against no criteria" : "";
    }

    /// <summary>What of a job is late: samples still outstanding past the due time, or results reported after it; null for nothing.</summary>
    private static string? Late(JobReview one, Shell shell)
    {
        if (one.Job.Due?.Latest is not { } due)
        {
            return null;
        }

        var after = one.Results.Count(result => result.When?.Earliest > due);
        string[] late = [!one.Outstanding.IsEmpty && shell.Clock() > due ? $"{one.Outstanding.Length} outstanding" : "", after > 0 ? $"{Words.Count(after, "result")} came after" : ""];
        return string.Join(", ", late.Where(words => words.Length > 0)) is { Length: > 0 } said ? said : null;
    }

    private static JsonMap Json(JobReview one, OpenedCase opened, Shell shell) => JsonMap.Of(
        ("job", opened.Call(one.Job.Job)), ("laboratory", opened.State.Parties.Name(one.Job.Laboratory)), ("due", one.Job.Due?.Words), ("profile", one.Job.Profile), ("late", Late(one, shell)),
        ("asked", JsonList.Of(one.Job.Asked.Select(asked => (Json)asked))), ("samples", Called(one.Job.Samples, opened)), ("outstanding", Called(one.Outstanding, opened)),
        ("results", JsonList.Of(one.Results.Select(result => (Json)JsonMap.Of(
            ("result", opened.Call(result.Result)), ("sample", opened.Call(result.Sample)), ("substance", result.Substance), ("outcome", result.Outcome),
            ("missing", JsonList.Of(CriteriaReview.Of(result, opened.State, opened.Tables).Missing.Select(criterion => (Json)criterion.Name))))))),
        ("controls", JsonList.Of(one.Controls.Select(answer => (Json)Json(answer, opened)))));

    private static JsonList Called(IEnumerable<EntityId> samples, OpenedCase opened) => JsonList.Of(samples.Select(sample => (Json)opened.Call(sample)));

    private static JsonMap Json(ControlAnswer answer, OpenedCase opened) => JsonMap.Of(
        ("sample", opened.Call(answer.Declared.Sample)), ("sort", answer.Declared.Sort), ("laboratory", opened.State.Parties.Name(answer.Laboratory)),
        ("verdict", answer.IsRight switch { true => "right", false => "wrong", _ => "open" }), ("why", answer.Why));
}
