using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core.Claims;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Verbs;

/// <summary>probatum correct</summary>
internal static class CorrectVerb
{
    public static Command Of(Shell shell)
    {
        var record = Verb.Argument("RECORD", "the record's id (r-…) or leaf number, or the name of what it introduced");
        var set = Verb.Several("--set", "a member and its new value as NAME=VALUE; a time, a party or sample by name, or JSON", "MEMBER");
        var unset = Verb.Several("--unset", "members to leave out", "NAME");
        var reason = Verb.Required("--reason", "why; sealed", "WHY");
        return Verb.Writing(
            shell, "correct", "Correct a record by a new one. The old one stays, visible; the last correction holds.", "probatum correct 12 --set label=S-10 --reason 'misread on the container'",
            [record, set, unset, reason], (parse, opened) =>
            {
                if (parse.GetValue(set) is null or [] && parse.GetValue(unset) is null or [])
                {
                    throw new BadInputException("a correction says what changes: --set NAME=VALUE or --unset NAME ('probatum correct --help')");
                }

                var entry = Entry(opened, parse.GetRequiredValue(record));
                var first = entry.Envelope.Corrects ?? entry.Id;
                var standing = opened.State.CorrectedBy.TryGetValue(first, out var last) ? opened.State.Entries.First(one => one.Id == last) : entry;
                if (standing.Statement is not { } statement)
                {
                    throw new BadInputException($"leaf {entry.Index} is of a kind that this version does not know");
                }

                if (statement is IdentificationMade)
                {
                    throw new BadInputException($"leaf {entry.Index} is an answer that was computed: it is not corrected by hand; identify again");
                }

                // The words of a claim stand in its report, which only those verbs look into that read it.
                if (statement is ClaimProposed or ClaimEdited
                    && (parse.GetValue(set) ?? []).Select(text => text.Split('=', 2)[0]).Concat(parse.GetValue(unset) ?? []).FirstOrDefault(name => !OfClaims.Contains(name)) is { } fixedly)
                {
                    throw new BadInputException(
                        $"'{fixedly}' of a claim is not corrected by hand: its words stand in the report; 'probatum claim edit {opened.Call((statement as ClaimProposed)?.Claim ?? (statement as ClaimEdited)?.Claim)}' puts others of the report in their place");
                }

                var body = new BodyWriter();
                statement.Describe(body);
                var members = body.Sealed.ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
                var shown = members.Count == 0 ? "none" : string.Join(", ", members.Keys);
                var kinds = $"a {entry.Type} can have {string.Join(", ", statement.Kind.Forms.Select(member => $"{member.Name} ({member.Form})"))}";
                foreach (var text in parse.GetValue(set) ?? [])
                {
                    if (text.Split('=', 2) is not [var name, var value])
                    {
                        throw new BadInputException($"'{text}' is not NAME=VALUE");
                    }

                    members[name] = Value(opened, members.GetValueOrDefault(name), value, json => Read(statement.Kind, members, body.Open, (name, json)).Fault == default);
                }

                foreach (var name in parse.GetValue(unset) ?? [])
                {
                    if (!members.Remove(name))
                    {
                        throw new BadInputException($"the record has no member '{name}'; it has {shown}; {kinds}");
                    }
                }

                var (corrected, fault) = Read(statement.Kind, members, body.Open);
                if (fault != default)
                {
                    throw new BadInputException($"{fault.Why}; the record has {shown}; {kinds}");
                }

                var receipts = opened.RecordAll([new(corrected, first, CorrectionReason: parse.GetRequiredValue(reason))]);
                return OpenedCase.Recorded(receipts, $"leaf {entry.Index} ({entry.Type}) corrected", ("corrects", first.Text));
            });
    }

    // What says of a claim how it is meant, not which words it has.
    private static readonly string[] OfClaims = ["kind", "stance", "topic", "certainty", "credibility", "reason"];

    private static Entry Entry(OpenedCase opened, string name)
    {
        var leaf = opened.Leaf(name);
        return opened.State.Entries.Find(one => one.Index == leaf) ?? throw new BadInputException($"leaf {leaf} counts for nothing, so there is nothing to correct");
    }

    /// <summary>What the kind reads in these members, with one of them changed or added where that is asked for.</summary>
    private static (Statement Statement, Fault Fault) Read(RecordKind kind, Dictionary<string, Json> members, JsonMap? open, (string Name, Json Value)? with = null)
    {
        var all = members.Where(member => member.Key != with?.Name).Select(member => (member.Key, (Json?)member.Value));
        var reader = new BodyReader(JsonMap.Of(with is { } one ? all.Append((one.Name, one.Value)) : all), open ?? JsonMap.Empty, 0);
        var statement = kind.Read(reader);
        reader.Close();
        return (statement, reader.Fault);
    }

    /// <summary>The value in the form that the member has now; one that is not there yet takes the form that its kind reads.</summary>
    private static Json Value(OpenedCase opened, Json? now, string text, Func<Json, bool> fits)
    {
        if (text.Length > 0 && text[0] is '{' or '[')
        {
            return CanonicalJson.TryRead(Encoding.UTF8.GetBytes(text), out var json, out var fault) ? Named(opened, now, json) : throw new BadInputException($"'{text}', byte {fault.At}: {fault.Why}");
        }

        return now switch
        {
            JsonNumber => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new BadInputException($"'{text}' is no whole number"),
            JsonTruth => text is "true" or "false" ? new JsonTruth(text == "true") : throw new BadInputException($"'{text}' is neither true nor false"),
            JsonText id when EntityId.IsWellFormed(id.Value) => opened.Any(text).Id.Text,
            null => NewValue(opened, text, fits),
            JsonMap map when map["latE7"] is null && map["sha256"] is null && map["area"] is null => NewValue(opened, text, fits),
            JsonList or JsonMap => throw new BadInputException($"this member is a list or a map: give JSON, now {CanonicalJson.WriteText(now)}"),
            _ => text,
        };
    }

    /// <summary>A list of things of the case may call them as screens do.</summary>
    private static Json Named(OpenedCase opened, Json? now, Json json) =>
        now is JsonList { Items: [JsonText first, ..] } && EntityId.IsWellFormed(first.Value) && json is JsonList list
            ? JsonList.Of(list.Items.Select(item => item is JsonText name ? (Json)opened.Any(name.Value).Id.Text : item))
            : json;

    /// <summary>
    /// The text itself, a time, a place in words, whatever bears the name, a number or a truth: the first that the kind takes.
    /// A member that takes none stays the text, so that the reader's fault names it.
    /// </summary>
    private static Json NewValue(OpenedCase opened, string text, Func<Json, bool> fits)
    {
        var said = JsonMap.Of(("said", text));
        Func<Json?>[] forms =
        [
            () => text,
            () => fits(said) && !fits(JsonMap.Of(("said", text), ("from", "no instant"))) ? WhenJson(text) : null,
            () => said,
            () => fits(opened.NewId().Text) ? opened.Any(text).Id.Text : null,
            () => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            () => text is "true" or "false" ? new JsonTruth(text == "true") : null,
            () => JsonList.Of([text]),
        ];
        return forms.Select(form => form()).FirstOrDefault(json => json is not null && fits(json)) ?? text;
    }

    private static JsonMap WhenJson(string text)
    {
        var body = new BodyWriter();
        body.When("when", OpenedCase.When(text));
        return (JsonMap)body.Sealed[0].Value;
    }
}
