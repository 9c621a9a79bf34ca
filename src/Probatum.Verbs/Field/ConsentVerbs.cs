using System.CommandLine;
using Probatum.Core.Consents;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum consent …</summary>
internal static class ConsentVerbs
{
    private static readonly string Purposes = string.Join(", ", Purpose.All);

    public static Command Of(Shell shell) => Verb.Group("consent", "What persons agreed to, by purpose, and what rests on law instead.", Record(shell), Withdraw(shell), Basis(shell), List(shell), Check(shell));

    private static Command Record(Shell shell)
    {
        var (code, purposes) = (Verb.Argument("CODE", "the person's code, a new one too: consent comes first"), Verb.Several("--purpose", Purposes, "PURPOSE"));
        var (form, version, language, when) = (Verb.Option("--form", "which form of words", "TEXT"), Verb.Option("--version", "its version", "TEXT"), Verb.Option("--language", "in which it was explained", "CODE"), Verb.Option("--when", "when", "TIME"));
        var (witness, interpreter, how, file) = (Verb.Option("--witness", "by code", "CODE"), Verb.Option("--interpreter", "by code", "CODE"), Verb.Option("--how", "signed, spoken, by a guardian …", "TEXT"), Verb.Option("--file", "the signed form or the recording", "FILE"));
        return Verb.Writing(
            shell, "record", "Record that a person agreed, for each purpose by itself.", "probatum consent record K-01 --purpose biosample --purpose medical-data --form F-2 --version 3 --language ar --when 2031-05-06 --how signed",
            [code, purposes, form, version, language, when, witness, interpreter, how, file], (parse, opened) =>
            {
                var name = parse.GetRequiredValue(code);
                var (id, person) = (opened.NewId(), opened.PersonOr(name));
                var receipts = opened.Record(new ConsentRecorded(
                    id, person?.Id ?? opened.NewId(), person?.Label ?? name, [.. parse.GetValue(purposes) ?? []], parse.GetValue(form), parse.GetValue(version), parse.GetValue(language),
                    OpenedCase.When(parse.GetValue(when)), parse.GetValue(witness), parse.GetValue(interpreter), parse.GetValue(how), opened.Keep(parse.GetValue(file), Files.Media(parse.GetValue(file) ?? ""))));
                return OpenedCase.Recorded(receipts, $"consent {opened.Call(id)} of {name}", ("consent", id.Text));
            });
    }

    private static Command Withdraw(Shell shell)
    {
        var (code, purposes, all) = (Verb.Argument("CODE", "the person's code"), Verb.Several("--purpose", Purposes, "PURPOSE"), Verb.Flag("--all", "for every purpose"));
        var (when, reason) = (Verb.Option("--when", "when", "TIME"), Verb.Option("--reason", "as told; none is needed", "TEXT"));
        return Verb.Writing(
            shell, "withdraw", "Record that a person takes consent back. It holds from here on and rewrites nothing; to make what is on record unreadable there is 'erase'.", "probatum consent withdraw K-01 --purpose public --when 2031-06-01",
            [code, purposes, all, when, reason], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new ConsentWithdrawn(
                    opened.Person(parse.GetRequiredValue(code)).Id, parse.GetValue(all) ? Purpose.All : [.. parse.GetValue(purposes) ?? []], OpenedCase.When(parse.GetValue(when)), parse.GetValue(reason))),
                $"consent of {parse.GetRequiredValue(code)} withdrawn"));
    }

    private static Command Basis(Shell shell)
    {
        var (code, purpose, basis) = (Verb.Argument("CODE", "the person's code"), Verb.Required("--purpose", Purposes, "PURPOSE"), Verb.Required("--basis", "the law, order or mandate", "TEXT"));
        var (authority, by, document) = (Verb.Option("--authority", "who ordered it", "TEXT"), Verb.Option("--by", "the party that relies on it", "PARTY"), Verb.Option("--document", "its reference", "TEXT"));
        return Verb.Writing(
            shell, "basis", "Record that a purpose rests on law, with or without consent.", "probatum consent basis K-02 --purpose biosample --basis 'court order' --authority 'District court' --document 12/31",
            [code, purpose, basis, authority, by, document], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new LawfulBasisRecorded(
                    opened.Person(parse.GetRequiredValue(code)).Id, parse.GetRequiredValue(purpose), parse.GetRequiredValue(basis), parse.GetValue(authority), opened.FindOr("party", parse.GetValue(by)), parse.GetValue(document))),
                $"lawful basis for {parse.GetRequiredValue(code)}"));
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List every person under every purpose: what it rests on.", "probatum consent list", [], (parse, opened) =>
    {
        var rows = opened.State.Entities.Entities.Select(one => one.Value).Where(one => one.Sort is "person" or "casualty").OrderBy(one => one.Index)
            .SelectMany(person => Purpose.All.Select(purpose => (Person: person, Purpose: purpose, Held: opened.State.Consents.Of(person.Id, purpose)))).ToList();
        return Answer.Of(
            Columns.Of(["person", "purpose", "holds", "why"], rows.Select(row => new[] { opened.Call(row.Person.Id), row.Purpose, row.Held.Holds ? "yes" : "no", row.Held.Why })),
            JsonList.Of(rows.Select(row => (Json)JsonMap.Of(("person", opened.Call(row.Person.Id)), ("purpose", row.Purpose), ("holds", new JsonTruth(row.Held.Holds)), ("why", row.Held.Why)))));
    });

    private static Command Check(Shell shell)
    {
        var (code, purpose) = (Verb.Argument("CODE", "the person's code"), Verb.Required("--purpose", Purposes, "PURPOSE"));
        return Verb.Reading(shell, "check", "Whether a purpose rests on consent or law for a person. Exit code 1 when on neither.", "probatum consent check K-01 --purpose biosample", [code, purpose], (parse, opened) =>
        {
            var wanted = parse.GetRequiredValue(purpose);
            var held = Purpose.All.Contains(wanted) ? opened.State.Consents.Of(opened.Person(parse.GetRequiredValue(code)).Id, wanted) : throw new BadInputException($"'{wanted}' is no purpose; there are {Purposes}");
            return Answer.Of(
                [$"{parse.GetRequiredValue(code)}, {wanted}: {held.Why}"], JsonMap.Of(("purpose", wanted), ("holds", new JsonTruth(held.Holds)), ("why", held.Why)), held.Holds ? 0 : 1);
        });
    }
}
