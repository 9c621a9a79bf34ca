using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Casualties;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum casualty …</summary>
internal static class CasualtyVerbs
{
    public static Command Of(Shell shell) => Verb.Group("casualty", "Persons affected, under codes; no names.", Add(shell), List(shell), Show(shell), Compatible(shell));

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

    private static Command Compatible(Shell shell)
    {
        var incident = Verb.Required("--incident", "the incident", "INCIDENT");
        return Verb.Reading(shell, "compatible", "Hold the signs of an incident's casualties against classes of substances: which they are compatible with, in order, and what speaks against each. No class is a finding.", "probatum casualty compatible --incident I-1", [incident], (parse, opened) =>
        {
            var tables = opened.Tables.Toxidromes ?? throw new BadInputException("this case was opened with no tables of signs (data/toxidromes); a case opened now pins them");
            var id = opened.Find("incident", parse.GetRequiredValue(incident));
            var told = ToxidromeCompatibility.Of(opened.State.Casualties.Casualties.Where(one => one.Incident == id), tables, opened.State.Parties.Top);
            return Answer.Of(Lines(opened.Call(id), told), Json(opened.Call(id), told));
        });
    }

    private static IEnumerable<string> Lines(string incident, ToxidromeCompatibility told)
    {
        yield return $"{incident}: {People(told.People)} with signs that count, told by {Words.Count(told.Tellers, "side")}{(told.WithoutTeller > 0 ? $"; nobody is said to have told of {told.WithoutTeller} of them" : "")}";
        foreach (var one in told.People == 0 ? [] : told.Classes)
        {
            yield return $"{one.Rank}. {(one.IsCompatible ? "compatible with the class" : "more against than for the class")} {one.Class.Words}: {one.Points} points, for the order alone; onset in that class: {(one.Class.Onset.Length == 0 ? "not in the table" : one.Class.Onset)}{(one.Class.OnsetVerified ? "" : " (unverified)")}";
            foreach (var (word, signs) in new[] { ("for", one.Fitting), ("against", one.Contradicting) }.Where(part => !part.Item2.IsEmpty))
            {
                yield return $"     {word}: {string.Join("; ", signs.Select(sign => $"{sign.Words}, {sign.Weight.Words}{(sign.Weight.Note.Length == 0 ? "" : $" ({sign.Weight.Note})")}, {People(sign.People)} by {Words.Count(sign.Tellers, "side")}{(sign.Weight.Verified ? "" : ", unverified")}"))}";
            }
        }

        if (told.Family is { } family)
        {
            yield return $"The classes that lead are of one family, which signs hardly tell apart: {family}, unidentified.";
        }

        foreach (var (words, list) in new[]
        {
            ("decide nothing, because they fit every compatible class", told.DecidingNothing),
            ("set aside, because a treatment given before causes them by itself", [.. told.SetAside.Select(one => $"{one.Code}: {one.Word} ({one.Treatment})")]),
            ("not understood, and not counted", [.. told.NotUnderstood.Select(one => $"{one.Code}: “{one.Word}”")]),
            ("no sign on record", told.WithoutSigns),
        }.Where(part => !part.Item2.IsEmpty))
        {
            yield return $"{words}: {string.Join("; ", list)}";
        }

        yield return "A class is no substance, and compatible is no finding: heat, fear and antidotes cause signs too.";
    }

    private static JsonMap Json(string incident, ToxidromeCompatibility told) => JsonMap.Of(
        ("incident", incident), ("people", told.People), ("tellers", told.Tellers), ("withoutTeller", told.WithoutTeller), ("family", told.Family is { } family ? $"{family}, unidentified" : null),
        ("classes", JsonList.Of(told.Classes.Select(one => (Json)JsonMap.Of(
            ("class", one.Class.Key), ("words", one.Class.Words), ("rank", one.Rank), ("points", one.Points), ("compatible", new JsonTruth(one.IsCompatible)),
            ("onset", one.Class.Onset), ("onsetVerified", new JsonTruth(one.Class.OnsetVerified)), ("for", Signs(one.Fitting)), ("against", Signs(one.Contradicting)))))),
        ("decidingNothing", JsonList.Of(told.DecidingNothing.Select(sign => (Json)sign))),
        ("setAside", JsonList.Of(told.SetAside.Select(one => (Json)JsonMap.Of(("code", one.Code), ("sign", one.Word), ("treatment", one.Treatment))))),
        ("notUnderstood", JsonList.Of(told.NotUnderstood.Select(one => (Json)JsonMap.Of(("code", one.Code), ("word", one.Word))))),
        ("withoutSigns", JsonList.Of(told.WithoutSigns.Select(code => (Json)code))));

    private static string People(int count) => count == 1 ? "1 person" : $"{count} people";

    private static JsonList Signs(ImmutableArray<SignTold> signs) => JsonList.Of(signs.Select(sign => (Json)JsonMap.Of(
        ("sign", sign.Key), ("words", sign.Words), ("weight", sign.Weight.Words), ("people", sign.People), ("tellers", sign.Tellers), ("note", sign.Weight.Note), ("verified", new JsonTruth(sign.Weight.Verified)))));
}
