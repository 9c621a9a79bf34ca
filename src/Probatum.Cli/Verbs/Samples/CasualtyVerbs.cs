using System.CommandLine;
using Probatum.Core.Casualties;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum casualty …</summary>
internal static class CasualtyVerbs
{
    public static Command Of(Shell shell) => Verb.Group("casualty", "Persons affected, under codes; no names.", Add(shell), List(shell), Show(shell));

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

    private static Command Show(Shell shell)
    {
        var code = Verb.Argument("CODE", "the casualty's code");
        return Verb.Reading(shell, "show", "Show what is on record of one casualty: treatment before, then each sign with onset and observer.", "probatum casualty show K-01", [code], (parse, opened) =>
        {
            var id = opened.Find("casualty", parse.GetRequiredValue(code));
            var one = opened.State.Casualties.Casualties.First(casualty => casualty.Casualty == id);
            return Answer.Of(
                [
                    $"{one.Code}: {one.AgeBand ?? "age not said"}, {one.Sex ?? "sex not said"}, {one.Role ?? "role not said"}; incident {opened.Call(one.Incident)}",
                    $"exposed {one.Exposed?.Words ?? "time not said"}, {one.ExposedAt?.Said ?? "place not said"}; treated before: {one.TreatedBefore ?? "not said"}",
                    .. one.Signs.Select(sign => $"  {sign.Name}, onset {sign.Onset ?? "not said"}, seen by {sign.Observer ?? "not said"}"),
                    $"outcome: {one.Outcome ?? "not said"}; told by {opened.State.Parties.Name(one.ToldBy)}; consent: {one.Consent ?? "not said"}",
                ],
                JsonMap.Of(
                    ("casualty", id.Text), ("code", one.Code ?? ""), ("incident", opened.Call(one.Incident)), ("ageBand", one.AgeBand is { } age ? age : null),
                    ("sex", one.Sex is { } sex ? sex : null), ("role", one.Role is { } role ? role : null), ("exposed", one.Exposed?.Words is { } when ? when : null),
                    ("exposedAt", one.ExposedAt?.Said is { } where ? where : null), ("treatedBefore", one.TreatedBefore is { } treated ? treated : null),
                    ("signs", JsonList.Of(one.Signs.Select(sign => (Json)JsonMap.Of(
                        ("sign", sign.Name), ("onset", sign.Onset is { } onset ? onset : null), ("observer", sign.Observer is { } observer ? observer : null))))),
                    ("outcome", one.Outcome is { } outcome ? outcome : null), ("toldBy", opened.State.Parties.Name(one.ToldBy)), ("consent", one.Consent is { } consent ? consent : null)));
        });
    }
}
