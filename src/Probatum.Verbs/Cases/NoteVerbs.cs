using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Verbs;

/// <summary>probatum note …</summary>
internal static class NoteVerbs
{
    public static Command Of(Shell shell) => Verb.Group("note", "Notes verbales and other formal letters between parties and bodies.", Add(shell), List(shell), Show(shell));

    private static Command Add(Shell shell)
    {
        var number = Verb.Argument("NUMBER", "as it is written: NV/ODG/214589/18, Note Verbale No. 109");
        var (from, to) = (Verb.Required("--from", "who sends it", "PARTY"), Verb.Required("--to", "to whom", "PARTY"));
        var (when, received, subject, request, answers) = (Verb.Option("--when", "its date", "TIME"), Verb.Option("--received", "when it was received", "TIME"), Verb.Option("--subject", "in one line", "TEXT"), Verb.Option("--request", "the request that it belongs to", "REQUEST"), Verb.Option("--answers", "the note that it answers", "NOTE"));
        var (text, file, marking) = (Verb.Option("--text", "what it says, in short", "TEXT"), Verb.Option("--file", "the document", "FILE"), Verb.Option("--marking", "its classification as written", "TEXT"));
        return Verb.Writing(
            shell, "add", "Record a note.", "probatum note add 'Note Verbale No. 109' --from 'State A' --to OPCW --when 2016-11-17 --subject 'asks for a visit' --request Q-1", [number, from, to, when, received, subject, request, answers, text, file, marking], (parse, opened) =>
            {
                var id = opened.NewId();
                return OpenedCase.Recorded(
                    opened.Record(new NoteExchanged(
                        id, parse.GetRequiredValue(number), opened.Find("party", parse.GetRequiredValue(from)), opened.Find("party", parse.GetRequiredValue(to)), OpenedCase.When(parse.GetValue(when)),
                        OpenedCase.When(parse.GetValue(received)), parse.GetValue(subject), opened.FindOr("request", parse.GetValue(request)), opened.FindOr("note", parse.GetValue(answers)), parse.GetValue(text),
                        parse.GetValue(file) is { } path ? opened.Keep(path, Files.Media(path)) : null, parse.GetValue(marking))),
                    $"note {parse.GetRequiredValue(number)}", ("note", id.Text));
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List the notes and hand-overs in order of time, with what is not answered.", "probatum note list", [], (parse, opened) =>
    {
        var view = opened.State.Requests;
        var answered = view.Notes.Select(note => note.Answers).ToHashSet();
        return Answer.Of(
            [
                .. Columns.Of(["note", "when", "from", "to", "request", "answered", "subject"], view.Notes.OrderBy(note => note.When?.Earliest ?? DateTimeOffset.MaxValue).Select(note => new[]
                {
                    opened.Call(note.Note), note.When?.Words ?? "-", opened.State.Parties.Name(note.From), opened.State.Parties.Name(note.To), note.Request is { } request ? opened.Call(request) : "-",
                    answered.Contains(note.Note) ? "yes" : note.Answers is { } other ? $"answers {opened.Call(other)}" : "no answer on record", note.Subject ?? "-",
                })),
                .. view.HandOvers.Select(one => $"hand-over {opened.Call(one.Handover)}, {one.When?.Words ?? "time not given"}: {opened.State.Parties.Name(one.From)} to {opened.State.Parties.Name(one.To)}, {What(one, opened)}{(one.Receipt is null ? ", no receipt on record" : "")}{(one.Reservation is { } against ? $"; reservation: {against}" : "")}"),
            ],
            JsonMap.Of(
                ("notes", JsonList.Of(view.Notes.Select(note => (Json)Json(note, answered.Contains(note.Note), opened)))),
                ("handovers", JsonList.Of(view.HandOvers.Select(one => (Json)JsonMap.Of(
                    ("handover", opened.Call(one.Handover)), ("when", one.When?.Words is { } when ? when : null), ("from", opened.State.Parties.Name(one.From)), ("to", opened.State.Parties.Name(one.To)),
                    ("receipt", one.Receipt is { } receipt ? receipt : null), ("items", JsonList.Of(one.Items.Select(item => (Json)item))), ("samples", JsonList.Of(one.Samples.Select(sample => (Json)opened.Call(sample)))),
                    ("files", JsonList.Of(one.Files.Select(file => (Json)file.Sha256))), ("reservation", one.Reservation is { } against ? against : null)))))));
    });

    private static Command Show(Shell shell)
    {
        var name = Verb.Argument("NOTE", "its number");
        return Verb.Reading(shell, "show", "Show a note and what answers it.", "probatum note show 'Note Verbale No. 109'", [name], (parse, opened) =>
        {
            var id = opened.Find("note", parse.GetRequiredValue(name));
            var note = opened.State.Requests.Notes.Find(one => one.Note == id)!;
            var answers = opened.State.Requests.Notes.Where(one => one.Answers == id).ToList();
            return Answer.Of(
                [
                    $"{opened.Call(id)}: {opened.State.Parties.Name(note.From)} to {opened.State.Parties.Name(note.To)}, {note.When?.Words ?? "time not given"}{(note.Received is { } received ? $", received {received.Words}" : "")}{(note.Marking is { } marking ? $"; {marking}" : "")}",
                    $"subject: {note.Subject ?? "not said"}; request: {(note.Request is { } request ? opened.Call(request) : "none")}; answers: {(note.Answers is { } other ? opened.Call(other) : "none")}",
                    .. note.Text is { } text ? [text] : Array.Empty<string>(),
                    .. note.Document is { } document ? [$"document: {document.Media}, SHA-256 {document.Sha256}"] : Array.Empty<string>(),
                    .. answers.Count == 0 ? ["no answer on record"] : answers.Select(answer => $"answered by {opened.Call(answer.Note)}, {answer.When?.Words ?? "time not given"}"),
                ],
                Json(note, answers.Count > 0, opened));
        });
    }

    private static string What(MaterialHandedOver one, OpenedCase opened) =>
        string.Join(", ", [.. one.Items, .. one.Samples.Select(sample => opened.Call(sample)), .. one.Files.IsEmpty ? [] : new[] { Words.Count(one.Files.Length, "file") }]);

    private static JsonMap Json(NoteExchanged note, bool answered, OpenedCase opened) => JsonMap.Of(
        ("note", note.Note?.Text ?? ""), ("number", note.Number is { } number ? number : null), ("when", note.When?.Words is { } when ? when : null), ("from", opened.State.Parties.Name(note.From)), ("to", opened.State.Parties.Name(note.To)),
        ("subject", note.Subject is { } subject ? subject : null), ("request", note.Request is { } request ? opened.Call(request) : null), ("answers", note.Answers is { } other ? opened.Call(other) : null),
        ("answered", new JsonTruth(answered)), ("text", note.Text is { } text ? text : null), ("sha256", note.Document is { } document ? document.Sha256 : null));
}
