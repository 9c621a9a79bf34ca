using System.CommandLine;
using Probatum.Core.Casualties;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum casualty …</summary>
internal static class CasualtyVerbs
{
    public static Command Of(Shell shell) => Verb.Group("casualty", "Persons affected, under codes; no names.", Add(shell), List(shell));

    private static Command Add(Shell shell)
    {
        var code = Verb.Argument("CODE", "the code; the name is kept elsewhere");
        var (incident, age, sex, role) = (Verb.Option("--incident", "the incident", "INCIDENT"), Verb.Option("--age-band", "such as 30-39", "BAND"), Verb.Option("--sex", "as told", "SEX"), Verb.Option("--role", "civilian, responder, combatant as stated", "ROLE"));
        var (exposed, at, treated) = (Verb.Option("--exposed", "when", "TIME"), Verb.Option("--exposed-at", "where, as told", "PLACE"), Verb.Option("--treated-before", "treatment before the signs were seen; antidotes change signs", "TEXT"));
        var signs = Verb.Several("--sign", "sign, or sign@onset/observer", "SIGN");
        var (outcome, told, consent) = (Verb.Option("--outcome", "discharged, admitted, died …", "TEXT"), Verb.Option("--told-by", "who tells it", "PARTY"), Verb.Option("--consent", "purpose, version, language, date; or the lawful basis", "TEXT"));
        return Verb.Writing(
            shell, "add", "Record a person affected, with signs as told.", "probatum casualty add K-01 --incident I-1 --sign 'cough@10 min/medic' --told-by Hospital",
            [code, incident, age, sex, role, exposed, at, treated, signs, outcome, told, consent], (parse, opened) =>
            {
                var id = opened.NewId();
                var receipts = opened.Record(new CasualtyRecorded(
                    id, opened.FindOr("incident", parse.GetValue(incident)), parse.GetRequiredValue(code), parse.GetValue(age), parse.GetValue(sex), parse.GetValue(role),
                    OpenedCase.When(parse.GetValue(exposed), "as told"), parse.GetValue(at) is { } place ? new(place) : null, parse.GetValue(treated),
                    [.. (parse.GetValue(signs) ?? []).Select(Sign.Parse)], parse.GetValue(outcome), opened.FindOr("party", parse.GetValue(told)), parse.GetValue(consent)));
                return OpenedCase.Recorded(receipts, $"casualty {parse.GetRequiredValue(code)}", ("casualty", id.Text));
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List casualties with their signs.", "probatum casualty list", [], (parse, opened) =>
    {
        var all = opened.State.Casualties.Casualties;
        return Answer.Of(
            Columns.Of(["code", "incident", "exposed", "told by", "signs"], all.Select(one => new[]
            {
                one.Code ?? "-", opened.Call(one.Incident), one.Exposed?.Words ?? "-", opened.State.Parties.Name(one.ToldBy), string.Join(", ", one.Signs.Select(sign => sign.Name)),
            })),
            JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                ("code", one.Code ?? ""), ("incident", opened.Call(one.Incident)), ("signs", JsonList.Of(one.Signs.Select(sign => (Json)sign.Name)))))));
    });
}
