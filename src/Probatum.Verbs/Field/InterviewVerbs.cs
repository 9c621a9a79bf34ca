using System.CommandLine;
using Probatum.Core.Interviews;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum interview …</summary>
internal static class InterviewVerbs
{
    public static Command Of(Shell shell) => Verb.Group("interview", "Interviews, under codes: who asked whom, how, and who had asked before. What was said is a report with claims of its own.", Add(shell), Check(shell), List(shell));

    private static Command Add(Shell shell)
    {
        var code = Verb.Argument("CODE", "the person's code: a new one, that of an earlier interview, or a casualty's");
        var (incident, role, sort, by) = (Verb.Option("--incident", "the incident", "INCIDENT"), Verb.Option("--role", "casualty, medical, first responder, witness", "TEXT"), Verb.Option("--sort", string.Join(", ", InterviewHeld.Sorts), "SORT"), Verb.Required("--by", "the body that asked", "PARTY"));
        var interviewers = Verb.Several("--interviewer", "by code, no names", "CODE");
        var (interpreter, language) = (Verb.Option("--interpreter", "by code", "CODE"), Verb.Option("--language", "in which it was held", "CODE"));
        var (when, where, statement) = (Verb.Option("--when", "when", "TIME"), Verb.Option("--where", "where, in words", "PLACE"), Verb.Option("--statement", "the report that is the statement", "REPORT"));
        var (recording, needs, safeguards) = (Verb.Several("--recording", "audio, video, written", "TEXT"), Verb.Several("--need", "what made the person vulnerable: age, injury, language …", "TEXT"), Verb.Several("--safeguard", "what was done: breaks, support person, read back …", "TEXT"));
        var earlier = Verb.Several("--asked-before", "who had asked the person before: who, or who@when", "WHO");
        var (alone, company, signed) = (Verb.Flag("--alone", "without other witnesses in the room"), Verb.Flag("--in-company", "others were in the room"), Verb.Flag("--signed", "the record was read back and signed"));
        var (files, note) = (Verb.Several("--file", "recordings, drawings, maps made in it", "FILE"), Verb.Option("--note", "what else is to be said", "TEXT"));
        return Verb.Writing(
            shell, "add", "Record that a person was interviewed. Says at once who had asked before.", "probatum interview add W-1 --incident I-1 --by Team --sort first-account --language ar --asked-before 'Relief group@2031-05-05' --alone",
            [code, incident, role, sort, by, interviewers, interpreter, language, when, where, statement, recording, needs, safeguards, earlier, alone, company, signed, files, note], (parse, opened) =>
            {
                if (parse.GetValue(alone) && parse.GetValue(company))
                {
                    throw new BadInputException("--alone and --in-company can't both be");
                }

                var name = parse.GetRequiredValue(code);
                var person = opened.PersonOr(name);
                foreach (var before in person is null ? [] : Before(opened, person.Id))
                {
                    opened.Note($"{name} was asked before: {before}");
                }

                var (id, who) = (opened.NewId(), person?.Id ?? opened.NewId());
                return OpenedCase.Recorded(
                    opened.Record(new InterviewHeld(
                        id, who, person?.Label ?? name, opened.FindOr("incident", parse.GetValue(incident)), parse.GetValue(role), parse.GetValue(sort), opened.Find("party", parse.GetRequiredValue(by)),
                        [.. parse.GetValue(interviewers) ?? []], parse.GetValue(interpreter), parse.GetValue(language), OpenedCase.When(parse.GetValue(when)),
                        parse.GetValue(where) is { } place ? new(place) : null, [.. parse.GetValue(recording) ?? []], [.. parse.GetValue(needs) ?? []], [.. parse.GetValue(safeguards) ?? []],
                        [.. (parse.GetValue(earlier) ?? []).Select(Earlier)], parse.GetValue(alone) ? true : parse.GetValue(company) ? false : null, parse.GetValue(signed) ? true : null,
                        opened.FindOr("report", parse.GetValue(statement)), [.. (parse.GetValue(files) ?? []).Select(file => opened.Keep(file, Files.Media(file))!)], parse.GetValue(note))),
                    $"interview {opened.Call(id)} with {name}", ("interview", id.Text), ("person", who.Text));
            });
    }

    private static Command Check(Shell shell)
    {
        var code = Verb.Argument("CODE", "the person's code");
        return Verb.Reading(
            shell, "check", "Before an interview: who has asked this person already, as records and the person tell. Exit code 1 when somebody has: asking again harms.", "probatum interview check W-1", [code], (parse, opened) =>
            {
                var name = parse.GetRequiredValue(code);
                var person = opened.Person(name);
                var before = Before(opened, person.Id).ToList();
                return Answer.Of(
                    before.Count == 0 ? [$"nobody on record has asked {name}"] : [$"{name} was asked {(before.Count == 1 ? "once" : $"{before.Count} times")} already", .. before.Select(line => $"  {line}")],
                    JsonMap.Of(("person", person.Id.Text), ("before", JsonList.Of(before.Select(line => (Json)line)))), before.Count == 0 ? 0 : 1);
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the interviews.", "probatum interview list", [], (parse, opened) => Answer.Of(
        Columns.Of(["interview", "person", "role", "sort", "when", "by", "language", "asked before", "statement"], opened.State.Interviews.Interviews.Select(one => new[]
        {
            opened.Call(one.Interview), one.Code ?? "-", one.Role ?? "-", one.Sort ?? "-", one.When?.Words ?? "-", opened.State.Parties.Name(one.By), one.Language ?? "-",
            $"{one.Earlier.Length}", one.Statement is { } statement ? opened.Call(statement) : "none",
        })),
        JsonList.Of(opened.State.Interviews.Interviews.Select(one => (Json)JsonMap.Of(
            ("interview", one.Interview?.Text ?? ""), ("person", one.Person?.Text ?? ""), ("code", one.Code ?? ""), ("role", one.Role is { } role ? role : null), ("sort", one.Sort is { } sort ? sort : null),
            ("when", one.When?.Words is { } when ? when : null), ("by", opened.State.Parties.Name(one.By)), ("language", one.Language is { } language ? language : null),
            ("recording", JsonList.Of(one.Recording.Select(text => (Json)text))), ("alone", one.Alone is { } alone ? new JsonTruth(alone) : null),
            ("earlier", JsonList.Of(one.Earlier.Select(before => (Json)JsonMap.Of(("by", before.By), ("when", before.When is { } at ? at : null))))),
            ("statement", one.Statement is { } said ? opened.Call(said) : null))))));

    /// <summary>Who asked a person before: by the interviews of the case, and by what these say of others.</summary>
    private static IEnumerable<string> Before(OpenedCase opened, EntityId person) => opened.State.Interviews.With(person).SelectMany(held => (string[])
    [
        $"{opened.State.Parties.Name(held.By)}, {held.When?.Words ?? "time not given"}{(held.Sort is { } sort ? $", {sort.Replace('-', ' ')}" : "")} ({opened.Call(held.Interview)})",
        .. held.Earlier.Select(earlier => $"{earlier.By}, {earlier.When ?? "time not told"}, as told in {opened.Call(held.Interview)}"),
    ]);

    private static EarlierInterview Earlier(string text) => text.Split('@', 2) is [var who, .. var rest] && who.Trim().Length > 0
        ? new(who.Trim(), rest is [var when] ? when.Trim() : null, null)
        : throw new BadInputException($"'{text}' names nobody; such as 'Relief group@2031-05-05'");
}
