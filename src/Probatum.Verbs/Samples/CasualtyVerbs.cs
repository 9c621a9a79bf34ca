using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Casualties;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum casualty …</summary>
internal static class CasualtyVerbs
{
    public static Command Of(Shell shell) => Verb.Group("casualty", "Persons affected, under codes; no names.", Add(shell), Examine(shell), Treat(shell), Outcome(shell), List(shell), Show(shell), Compatible(shell), IdentityVerbs.Of(shell));

    private static Command Add(Shell shell)
    {
        var code = Verb.Argument("CODE", "the code; the name is kept elsewhere");
        var (incident, age, sex, role) = (Verb.Option("--incident", "the incident", "INCIDENT"), Verb.Option("--age-band", "such as 30-39", "BAND"), Verb.Option("--sex", "as told", "SEX"), Verb.Option("--role", "civilian, responder, combatant as stated", "ROLE"));
        var (exposed, at, treated) = (Verb.Option("--exposed", "when", "TIME"), Verb.Option("--exposed-at", "where, as told", "PLACE"), Verb.Option("--treated-before", "treatment before the signs were seen; antidotes change signs", "TEXT"));
        var signs = Verb.Several("--sign", "sign, or sign@onset/observer; absent:SIGN for one that was looked for and not there, unknown:SIGN", "SIGN");
        var (outcome, told, consent) = (Verb.Option("--outcome", "discharged, admitted, died …", "TEXT"), Verb.Option("--told-by", "who tells it", "PARTY"), Verb.Option("--consent", "purpose, version, language, date; or the lawful basis", "TEXT"));
        var (indoors, distance, seen, smelled) = (Verb.Option("--indoors", "indoors or outdoors, which floor, as told", "TEXT"), Verb.Option("--distance", "distance and direction from the impact, as told", "TEXT"), Verb.Option("--seen", "cloud, colour, as told", "TEXT"), Verb.Option("--smelled", "as told", "TEXT"));
        var (protection, washed, secondary) = (Verb.Option("--protection", "what protected the person", "TEXT"), Verb.Option("--decontamination", "by whom, when, how; whether clothes were kept", "TEXT"), Verb.Option("--secondary", "exposed by another person or thing: by which", "TEXT"));
        return Verb.Writing(
            shell, "add", "Record a person affected, with signs as told.", "probatum casualty add K-01 --incident I-1 --sign 'cough@10 min/medic' --told-by Hospital",
            [code, incident, age, sex, role, exposed, at, treated, signs, outcome, told, consent, indoors, distance, seen, smelled, protection, washed, secondary], (parse, opened) =>
            {
                // Whoever agreed or was asked before is the same person.
                var id = opened.State.Entities.Named(parse.GetRequiredValue(code)).FirstOrDefault(one => one.Sort == "person")?.Id ?? opened.NewId();
                var receipts = opened.Record(new CasualtyRecorded(
                    id, opened.FindOr("incident", parse.GetValue(incident)), parse.GetRequiredValue(code), parse.GetValue(age), parse.GetValue(sex), parse.GetValue(role),
                    OpenedCase.When(parse.GetValue(exposed), "as told"), parse.GetValue(at) is { } place ? new(place) : null, parse.GetValue(treated),
                    [.. (parse.GetValue(signs) ?? []).Select(Sign.Parse)], parse.GetValue(outcome), opened.FindOr("party", parse.GetValue(told)), parse.GetValue(consent),
                    parse.GetValue(indoors), parse.GetValue(distance), parse.GetValue(seen), parse.GetValue(smelled), parse.GetValue(protection), parse.GetValue(washed), parse.GetValue(secondary)));
                return OpenedCase.Recorded(receipts, $"casualty {parse.GetRequiredValue(code)}", ("casualty", id.Text));
            });
    }

    private static Command Examine(Shell shell)
    {
        var (code, when, by, at) = (Verb.Argument("CODE", "the casualty's code"), Verb.Option("--when", "when", "TIME"), Verb.Option("--by", "the party whose word it is", "PARTY"), Verb.Option("--facility", "the place, by code", "CODE"));
        var (signs, vitals, observer) = (Verb.Several("--sign", "sign, or sign@onset/observer; absent:SIGN for one that was looked for and not there, unknown:SIGN", "SIGN"), Verb.Several("--vital", "what=value, or what=value@when", "VITAL"), Verb.Option("--observer", "who looked, by role or code", "WHO"));
        var (left, right, light) = (Verb.Option("--pupil-left", "in words", "TEXT"), Verb.Option("--pupil-right", "in words", "TEXT"), Verb.Option("--pupil-light", "how they answer light", "TEXT"));
        var triage = Verb.Option("--triage", "system=value: no one system is global", "SYSTEM=VALUE");
        return Verb.Writing(
            shell, "examine", "Record what one observer found at one time. It takes nothing back of what others found.", "probatum casualty examine K-01 --by Hospital --when 2031-05-04T12:00Z --sign 'pinpoint pupils' --vital 'pulse=52 /min' --triage START=immediate --observer doctor",
            [code, when, by, at, signs, vitals, observer, left, right, light, triage], (parse, opened) =>
            {
                var values = (parse.GetValue(vitals) ?? []).Select(text => Vital.Parse(text) ?? throw new BadInputException($"'{text}' is no measurement such as pulse=52 /min or pulse=52 /min@12:10")).ToImmutableArray();
                var sorted = parse.GetValue(triage)?.Split('=', 2);
                return sorted is { Length: 1 } ? throw new BadInputException("--triage names the system and the value, such as START=immediate") : OpenedCase.Recorded(
                    opened.Record(new CasualtyExamined(
                        opened.Find("casualty", parse.GetRequiredValue(code)), OpenedCase.When(parse.GetValue(when), "as told"), opened.FindOr("party", parse.GetValue(by)), parse.GetValue(at),
                        [.. (parse.GetValue(signs) ?? []).Select(Sign.Parse)], values, parse.GetValue(left), parse.GetValue(right), parse.GetValue(light), sorted?[0], sorted?[1], parse.GetValue(observer))),
                    $"{parse.GetRequiredValue(code)} examined");
            });
    }

    private static Command Treat(Shell shell)
    {
        var (code, what, when) = (Verb.Argument("CODE", "the casualty's code"), Verb.Argument("WHAT", "what was given or done"), Verb.Option("--when", "when", "TIME"));
        var (by, reason) = (Verb.Option("--by", "the party that gave it", "PARTY"), Verb.Option("--reason", "why", "TEXT"));
        return Verb.Writing(
            shell, "treat", "Record a treatment. Signs seen after it that it causes by itself are set aside.", "probatum casualty treat K-01 'atropine 2 mg' --when 2031-05-04T11:00Z --by Hospital", [code, what, when, by, reason], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new CasualtyTreated(
                    opened.Find("casualty", parse.GetRequiredValue(code)), OpenedCase.When(parse.GetValue(when), "as told"), parse.GetRequiredValue(what), opened.FindOr("party", parse.GetValue(by)), parse.GetValue(reason))),
                $"{parse.GetRequiredValue(code)} treated"));
    }

    private static Command Outcome(Shell shell)
    {
        var (code, outcome, when, by) = (Verb.Argument("CODE", "the casualty's code"), Verb.Argument("OUTCOME", "discharged, admitted, died …"), Verb.Option("--when", "when", "TIME"), Verb.Option("--by", "the party whose word it is", "PARTY"));
        var (autopsy, reports) = (Verb.Option("--autopsy", "what it found", "TEXT"), Verb.Several("--report", "medical papers", "FILE"));
        var (classed, definition, decided) = (Verb.Option("--class", string.Join(", ", CasualtyOutcomeRecorded.Classifications), "CLASS"), Verb.Option("--definition", "the case definition with its version", "TEXT"), Verb.Option("--decided-by", "who decided the class", "PARTY"));
        return Verb.Writing(
            shell, "outcome", "Record what became of a person, and how somebody classed the case.", "probatum casualty outcome K-01 died --when 2031-05-05 --by Hospital --class probable --definition 'CDC nerve agents 2022' --decided-by Hospital",
            [code, outcome, when, by, autopsy, reports, classed, definition, decided], (parse, opened) => OpenedCase.Recorded(
                opened.Record(new CasualtyOutcomeRecorded(
                    opened.Find("casualty", parse.GetRequiredValue(code)), parse.GetRequiredValue(outcome), OpenedCase.When(parse.GetValue(when), "as told"), opened.FindOr("party", parse.GetValue(by)), parse.GetValue(autopsy),
                    [.. (parse.GetValue(reports) ?? []).Select(file => opened.Keep(file, Files.Media(file))!)], parse.GetValue(classed), parse.GetValue(definition), opened.FindOr("party", parse.GetValue(decided)))),
                $"{parse.GetRequiredValue(code)}: {parse.GetRequiredValue(outcome)}"));
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List casualties, and each sign by the persons who had it: how many records tell of it.", "probatum casualty list", [], (parse, opened) =>
    {
        var all = opened.State.Casualties.Told(opened.State.Casualties.Casualties).ToList();
        var signs = all.SelectMany(one => one.Told).SelectMany(told => told.Signs).Select(sign => sign.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList();
        var had = all.Where(one => one.Told.Any(told => !told.Signs.IsEmpty)).ToList();
        return Answer.Of(
            [
                .. Columns.Of(["code", "incident", "exposed", "told by", "signs"], all.Select(one => new[]
                {
                    one.Recorded.Code ?? "-", opened.Call(one.Recorded.Incident), one.Recorded.Exposed?.Words ?? "-", string.Join(", ", one.Told.Select(told => opened.State.Parties.Name(told.Teller)).Distinct()), $"{Names(one).Count()}",
                })),
                .. signs.Count == 0 ? [] : Columns.Of(["sign", .. had.Select(one => one.Recorded.Code ?? "-")], signs.Select(sign => (string[])[sign, .. had.Select(one => Times(one, sign) is > 0 and var times ? $"{times}" : "-")])),
            ],
            JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                ("code", one.Recorded.Code ?? ""), ("incident", opened.Call(one.Recorded.Incident)), ("signs", JsonList.Of(Names(one).Select(name => (Json)name))),
                ("ageBand", one.Recorded.AgeBand), ("sex", one.Recorded.Sex), ("role", one.Recorded.Role), ("exposed", one.Recorded.Exposed?.Words), ("exposedAt", one.Recorded.ExposedAt?.Said), ("treatedBefore", one.Recorded.TreatedBefore),
                ("outcome", opened.State.Casualties.OutcomeOf(one.Recorded) is { } outcome ? Outcome(outcome, one.Recorded, opened) : null), ("toldBy", one.Recorded.ToldBy is { } teller ? opened.State.Parties.Name(teller) : null),
                ("triage", JsonList.Of(opened.State.Casualties.Examined.Where(seen => seen.Said.Casualty == one.Recorded.Casualty && one.Recorded.Casualty is not null && seen.Said.TriageValue is not null).Select(seen => (Json)$"{seen.Said.TriageSystem} {seen.Said.TriageValue}"))),
                ("consent", JsonList.Of(Consents(one.Recorded, opened).Select(words => (Json)words)))))));
    });

    /// <summary>What became of a person; the party that told of the person first is named beside it.</summary>
    public static string Outcome(OutcomeTold told, CasualtyRecorded one, OpenedCase opened) =>
        $"{told.Outcome}{(told.When is { } when ? $", {when.Words}" : "")}{(told.By is { } by && by != one.ToldBy ? $", as {opened.State.Parties.Name(by)} tells" : "")}";

    /// <summary>What consents are on record, purpose by purpose.</summary>
    public static IEnumerable<string> Consents(CasualtyRecorded one, OpenedCase opened) =>
        [.. one.Casualty is { } id ? opened.State.Consents.Of(id).Select(each => $"{each.Purpose}: {each.Held.Why}") : [], .. one.Consent is { } told ? [$"as told at first: {told}"] : Array.Empty<string>()];


    private static IEnumerable<string> Names(PersonTold one) => one.Told.SelectMany(told => told.Signs).Select(sign => sign.Name).Distinct(StringComparer.OrdinalIgnoreCase);

    private static int Times(PersonTold one, string name) => one.Told.Count(told => told.Signs.Any(sign => sign.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private static Command Show(Shell shell)
    {
        var code = Verb.Argument("CODE", "the casualty's code");
        return Verb.Reading(shell, "show", "Show what is on record of one casualty: treatment before, each sign with onset and observer, then what later records tell in the order of its time.", "probatum casualty show K-01", [code], (parse, opened) =>
        {
            var id = opened.Find("casualty", parse.GetRequiredValue(code));
            var one = opened.State.Casualties.Casualties.First(casualty => casualty.Casualty == id);
            (string Name, string? Said)[] exposure =
            [
                ("indoors", one.Indoors), ("distance", one.Distance), ("seen", one.Seen), ("smelled", one.Smelled), ("protection", one.Protection), ("decontamination", one.Decontamination), ("secondary", one.Secondary),
            ];
            var (identity, outcome) = (IdentitiesView.Find(opened.State, id), opened.State.Casualties.OutcomeOf(one));
            var later = Later(opened, id).OrderBy(item => item.When?.Earliest ?? DateTimeOffset.MaxValue).ThenBy(item => item.Index).ToList();
            return Answer.Of(
                [
                    $"{one.Code}: {one.AgeBand ?? "age not said"}, {one.Sex ?? "sex not said"}, {one.Role ?? "role not said"}; incident {opened.Call(one.Incident)}",
                    $"exposed {one.Exposed?.Words ?? "time not said"}, {one.ExposedAt?.Said ?? "place not said"}; treated before: {one.TreatedBefore ?? "not said"}",
                    .. exposure.Where(part => part.Said is not null).Select(part => $"  {part.Name}, as told: {part.Said}"),
                    .. one.Signs.IsEmpty ? ["  no sign is told in this record"] : one.Signs.Select(sign => $"  {sign.Words}, onset {sign.Onset ?? "not said"}, seen by {sign.Observer ?? "not said"}"),
                    $"outcome: {(outcome is null ? "not said" : Outcome(outcome, one, opened))}; told by {opened.State.Parties.Name(one.ToldBy)}",
                    $"consent: {(string.Join("; ", Consents(one, opened)) is { Length: > 0 } consents ? consents : "nothing on record")}",
                    .. identity is null ? Array.Empty<string>() : [$"who this is: kept apart, opened {IdentityVerbs.Times(identity.Opened.Length)} ('probatum casualty identity list')"],
                    .. later.SelectMany(item => (string[])[$"{item.When?.Words ?? "time not said"}: {item.Words} (leaf {item.Index})", .. item.Signs.Select(sign => $"  {sign.Words}, onset {sign.Onset ?? "not said"}, seen by {sign.Observer ?? item.Observer ?? "not said"}")]),
                ],
                JsonMap.Of(
                    [
                        ("casualty", id.Text), ("code", one.Code ?? ""), ("incident", opened.Call(one.Incident)), ("ageBand", one.AgeBand is { } age ? age : null),
                        ("sex", one.Sex is { } sex ? sex : null), ("role", one.Role is { } role ? role : null), ("exposed", one.Exposed?.Words is { } when ? when : null),
                        ("exposedAt", one.ExposedAt?.Said is { } where ? where : null), ("treatedBefore", one.TreatedBefore is { } treated ? treated : null),
                        ("signs", Json(one.Signs)),
                        ("outcome", outcome?.Outcome), ("outcomeWhen", outcome?.When?.Words),
                        ("outcomeToldBy", outcome?.By is { } teller ? opened.State.Parties.Name(teller) : null),
                        ("toldBy", opened.State.Parties.Name(one.ToldBy)), ("consent", one.Consent is { } consent ? consent : null),
                        ("consents", JsonList.Of(opened.State.Consents.Of(id).Select(each => (Json)JsonMap.Of(("purpose", each.Purpose), ("holds", new JsonTruth(each.Held.Holds)), ("why", each.Held.Why))))),
                        .. exposure.Select(part => (part.Name, (Json?)part.Said)),
                        ("identityKept", identity?.Kept[^1].Entry.Index is { } leaf ? leaf : null), ("identityOpened", identity is null ? null : (long)identity.Opened.Length),
                        ("later", JsonList.Of(later.Select(item => (Json)JsonMap.Of(
                            ("leaf", item.Index), ("when", item.When?.Words), ("words", item.Words), ("observer", item.Observer), ("signs", Json(item.Signs)))))),
                    ]));
        });
    }

    private static JsonList Json(ImmutableArray<Sign> signs) => JsonList.Of(signs.Select(sign => (Json)JsonMap.Of(
        ("sign", sign.Name), ("onset", sign.Onset is { } onset ? onset : null), ("observer", sign.Observer is { } observer ? observer : null), ("found", sign.Found is { } found ? found : null))));

    /// <summary>What later records tell of a person: examinations, treatments, outcomes.</summary>
    public static IEnumerable<(long Index, When? When, string Words, string? Observer, ImmutableArray<Sign> Signs)> Later(OpenedCase opened, EntityId id)
    {
        var parties = opened.State.Parties;
        foreach (var (index, said) in opened.State.Casualties.Examined.Where(one => one.Said.Casualty == id))
        {
            string?[] parts =
            [
                $"examined by {parties.Name(said.By)}", said.Observer, said.Facility is { } place ? $"at {place}" : null, said.TriageValue is { } value ? $"triage {said.TriageSystem} {value}" : null,
                said.PupilLeft is { } left ? $"left pupil {left}" : null, said.PupilRight is { } right ? $"right pupil {right}" : null, said.PupilLight is { } light ? $"pupils to light: {light}" : null,
                .. said.Vitals.Select(vital => $"{vital.What} {vital.Value}{(vital.When is { } when ? $" ({when})" : "")}"),
            ];
            yield return (index, said.When, string.Join(", ", parts.Where(part => part is not null)), said.Observer, said.Signs);
        }

        foreach (var (index, said) in opened.State.Casualties.Treated.Where(one => one.Said.Casualty == id))
        {
            yield return (index, said.When, $"treated by {parties.Name(said.By)}: {said.What}{(said.Reason is { } why ? $", because {why}" : "")}", null, []);
        }

        foreach (var (index, said) in opened.State.Casualties.Outcomes.Where(one => one.Said.Casualty == id))
        {
            var classed = said.Classification is { } key ? $"; classed {key} by {parties.Name(said.DecidedBy)} under {said.Definition}" : "";
            yield return (index, said.When, $"outcome, as {parties.Name(said.By)} tells: {said.Outcome}{(said.Autopsy is { } found ? $"; autopsy: {found}" : "")}{classed}{(said.Reports.IsEmpty ? "" : $"; {Words.Count(said.Reports.Length, "paper")}")}", null, []);
        }
    }

    private static Command Compatible(Shell shell)
    {
        var incident = Verb.Required("--incident", "the incident", "INCIDENT");
        return Verb.Reading(shell, "compatible", "Hold the signs of an incident's casualties against classes of substances: which they are compatible with, in order, and what speaks against each. No class is a finding.", "probatum casualty compatible --incident I-1", [incident], (parse, opened) =>
        {
            var tables = opened.Tables.Toxidromes ?? throw new BadInputException("this case was opened with no tables of signs (data/toxidromes); a case opened now pins them");
            var id = opened.Find("incident", parse.GetRequiredValue(incident));
            var told = ToxidromeCompatibility.Of(opened.State.Casualties.Told(opened.State.Casualties.Casualties.Where(one => one.Incident == id)), tables, opened.State.Parties.Top);
            return Answer.Of(Lines(opened.Call(id), told), Json(opened.Call(id), told));
        });
    }

    /// <summary>What is to be read beside every class.</summary>
    public const string Caution = "A class is no substance, and compatible is no finding: heat, fear and antidotes cause signs too.";

    /// <summary>One sign, what it weighs for or against a class, and by how many it is told.</summary>
    public static string Weighed(SignTold sign) =>
        $"{sign.Words}, {sign.Weight.Words}{(sign.Weight.Note.Length == 0 ? "" : $" ({sign.Weight.Note})")}, {People(sign.People)} by {Words.Count(sign.Tellers, "side")}{(sign.Weight.Verified ? "" : "; that row of the table is unverified")}";

    /// <summary>Whether the signs are compatible with a class.</summary>
    public static string Fits(ClassCompatibility one) =>
        $"{(one.IsCompatible ? "compatible with the class" : "more against than for the class")} {one.Class.Words}";

    private static IEnumerable<string> Lines(string incident, ToxidromeCompatibility told)
    {
        yield return $"{incident}: {People(told.People)} with signs that count, told by {Words.Count(told.Tellers, "side")}{(told.WithoutTeller > 0 ? $"; nobody is said to have told of {told.WithoutTeller} of them" : "")}";
        foreach (var one in told.People == 0 ? [] : told.Classes)
        {
            yield return $"{one.Rank}. {Fits(one)}: {one.Points} points, for the order alone; onset in that class: {(one.Class.Onset.Length == 0 ? "not in the table" : one.Class.Onset)}{(one.Class.OnsetVerified ? "" : " (unverified)")}";
            foreach (var (word, signs) in new[] { ("for", one.Fitting), ("against", one.Contradicting) }.Where(part => !part.Item2.IsEmpty))
            {
                yield return $"     {word}: {string.Join("; ", signs.Select(Weighed))}";
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

        yield return Caution;
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
